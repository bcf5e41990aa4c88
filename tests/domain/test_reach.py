"""Land within a distance and nearest shapes, compared with distances point by point."""

import numpy as np
import pytest
import shapely

from sxgeo.crs import ground_distance
from sxgeo.domain.frames import dense
from sxgeo.domain.reach import land_within, nearest_shape

RNG = np.random.default_rng(3)
POINT = shapely.Point(112.5, 37.5)
LINE = shapely.LineString([(112.0, 37.0), (112.6, 37.9), (113.4, 37.6)])
AREA = shapely.Polygon([(112.0, 37.0), (112.5, 37.0), (112.5, 37.4), (112.0, 37.4)])
HOLED = shapely.Polygon(
    AREA.exterior, [[(112.1, 37.1), (112.4, 37.1), (112.4, 37.3), (112.1, 37.3)]]
)
SHAPES = {
    "point": POINT,
    "line": LINE,
    "area": AREA,
    "hole": HOLED,
    "points": shapely.MultiPoint([(112.2, 37.2), (113.1, 37.8)]),
}


def samples(shape):
    """A shape as points some twenty metres apart."""
    boundary = shape.boundary if shape.geom_type == "Polygon" else shape
    return shapely.get_coordinates(shapely.segmentize(boundary, 0.0002))


def true_distance(lon, lat, shape):
    if shape.geom_type == "Polygon" and shape.contains(shapely.Point(lon, lat)):
        return 0.0
    return float(ground_distance(lon, lat, *samples(shape).T).min())


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("metres", [2_000.0, 20_000.0])
def test_the_edge_lies_where_it_should(shape, metres):
    land = land_within([shape], metres)
    assert land.is_valid
    for lon, lat in zip(RNG.uniform(111.5, 114, 60), RNG.uniform(36.6, 38.4, 60), strict=True):
        distance = true_distance(lon, lat, shape)
        if abs(distance - metres) > 0.001 * metres + 15:
            assert land.contains(shapely.Point(lon, lat)) == (distance < metres), (lon, lat)


def test_the_edge_of_a_circle_is_right_to_three_ten_thousandths():
    edge = shapely.get_coordinates(shapely.segmentize(land_within([POINT], 30_000.0), 0.001))
    distances = ground_distance(POINT.x, POINT.y, *edge.T)
    assert np.abs(distances / 30_000.0 - 1).max() < 3.1e-4
    assert distances.min() < 30_000.0 < distances.max()


def test_lands_of_several_shapes_join():
    both = land_within([POINT, AREA], 5_000.0)
    assert both.area == pytest.approx(
        land_within([POINT], 5_000.0).area + land_within([AREA], 5_000.0).area
    )


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_distances_are_those_along_the_geodesic(shape):
    for lon, lat in zip(RNG.uniform(110, 115, 25), RNG.uniform(35, 40, 25), strict=True):
        _, metres = nearest_shape(lon, lat, dense([shape]))
        assert metres == pytest.approx(
            true_distance(lon, lat, shape), abs=0.02 + 1e-6 * metres, rel=1e-5
        )


def test_the_nearest_of_many_is_the_nearest():
    lons, lats = RNG.uniform(110, 115, 400), RNG.uniform(34, 41, 400)
    points = shapely.points(lons, lats)
    for lon, lat in zip(RNG.uniform(110, 115, 40), RNG.uniform(34, 41, 40), strict=True):
        place, metres = nearest_shape(lon, lat, points)
        expected = ground_distance(lon, lat, lons, lats)
        assert place == int(expected.argmin())
        assert metres == pytest.approx(float(expected.min()))


def test_the_first_of_equals_is_taken():
    assert nearest_shape(112.0, 37.0, [LINE, POINT, POINT])[0] == 0
    assert nearest_shape(112.5, 37.5, [POINT, POINT])[0] == 0
