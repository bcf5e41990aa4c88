import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.errors import SxgeoError
from sxgeo.placing.cells import build_index
from sxgeo.placing.search import BEYOND, INSIDE, INVALID, ON_BORDER, locate

RING = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (3, 1), (3, 3), (1, 3)]])


def agree(reference, geometries, positions, side):
    lon, lat = np.ascontiguousarray(positions.T)
    unit, border = reference.units_by_shapely(geometries, lon, lat)
    found = locate(build_index(geometries, side=side), lon, lat)
    np.testing.assert_array_equal(found.unit, unit)
    np.testing.assert_array_equal(found.status == ON_BORDER, border)
    np.testing.assert_array_equal(found.status == BEYOND, unit < 0)
    return found


def voronoi(rng, count):
    cells = shapely.voronoi_polygons(shapely.MultiPoint(rng.random((count, 2))))
    return [cell for cell in cells.geoms if not cell.is_empty]


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(2, 40),
    side=st.integers(1, 80),
)
def test_units_that_fill_the_plane_agree_with_shapely(reference, seed, count, side):
    rng = np.random.default_rng(seed)
    geometries = voronoi(rng, count)
    random = rng.uniform(-0.5, 1.5, (400, 2))
    agree(
        reference,
        geometries,
        np.vstack([random, reference.hard_positions(geometries, rng, 100)]),
        side,
    )


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 12),
    side=st.integers(1, 40),
)
def test_units_with_holes_islands_gaps_and_overlaps_agree_too(reference, seed, count, side):
    rng = np.random.default_rng(seed)
    geometries = []
    for _ in range(count):
        x, y = np.round(rng.uniform(0, 8, 2), 1)  # round numbers: edges lie on one another
        island = shapely.box(x + 5, y, x + 6, y + 1)
        geometries.append(shapely.MultiPolygon([shapely.affinity.translate(RING, x, y), island]))
    grid = np.round(rng.uniform(-1, 14, (500, 2)), 1)
    agree(
        reference,
        geometries,
        np.vstack([grid, reference.hard_positions(geometries, rng, 50)]),
        side,
    )


@pytest.mark.parametrize("level", ["county", "prefecture", "province"])
def test_a_million_positions_agree_with_a_spatial_join(reference, level):
    frame = read_boundaries(level)
    geometries = frame.geometry.to_numpy()
    rng = np.random.default_rng(20)
    west, south, east, north = frame.total_bounds
    count = 1_000_000 if level == "county" else 50_000
    random = rng.uniform((west - 0.2, south - 0.2), (east + 0.2, north + 0.2), (count, 2))
    lon, lat = np.ascontiguousarray(
        np.vstack([random, reference.hard_positions(geometries, rng, count // 50)]).T
    )
    found = locate(build_index(geometries), lon, lat)
    np.testing.assert_array_equal(found.unit, reference.units_by_sjoin(frame, lon, lat))
    assert np.bincount(found.status)[ON_BORDER] > len(lon) / 100


@pytest.mark.parametrize("side", [1, 10, 300])
def test_the_grid_changes_no_answer(reference, side):
    geometries = read_boundaries("prefecture").geometry.to_numpy()
    positions = reference.hard_positions(geometries, np.random.default_rng(4), 3000)[::10]
    agree(reference, geometries, positions, side)


def test_a_shared_border_belongs_to_the_first_unit():
    index = build_index([shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)], side=3)
    found = locate(index, [1.0, 1.0, 0.0, 2.0, 1.0], [0.5, 0.0, 0.5, 1.0, 1.0])
    assert found.unit.tolist() == [0, 0, 1, 0, 0]
    assert set(found.status.tolist()) == {ON_BORDER}


def test_what_is_no_position_is_invalid():
    index = build_index([shapely.box(-180, -90, 180, 90)])
    lon = [np.nan, 1.0, np.inf, -np.inf, 180.0, 180.0001, -180.0, 0.0, 1e300]
    lat = [1.0, np.nan, 1.0, 1.0, 90.0, 1.0, -90.0, 90.0001, 1e300]
    expected = [INVALID] * 4 + [ON_BORDER, INVALID, ON_BORDER, INVALID, INVALID]
    assert locate(index, lon, lat).status.tolist() == expected


def test_no_position_gives_no_answer():
    assert locate(build_index([RING]), [], []).unit.tolist() == []


def test_a_hole_is_outside_and_its_edge_is_border():
    found = locate(build_index([RING], side=5), [2.0, 1.0, 0.5], [2.0, 2.0, 2.0])
    assert found.status.tolist() == [BEYOND, ON_BORDER, INSIDE]


def test_more_units_in_a_cell_than_there_are_bits_is_refused():
    strips = [shapely.box(each, 0, each + 1, 1) for each in range(70)]
    with pytest.raises(SxgeoError, match="More than 62 units meet in one cell of the index"):
        build_index(strips, side=1)
    assert locate(build_index(strips, side=9), [69.5], [0.5]).unit.tolist() == [69]


def test_units_that_no_middle_line_of_a_row_meets_are_found():
    islands = [shapely.box(0, 0, 1, 1), shapely.box(0, 4, 1, 5)]
    found = locate(build_index(islands, side=1), [0.5, 0.5, 0.5], [0.5, 2.5, 4.5])
    assert found.unit.tolist() == [0, -1, 1]


def test_no_unit_is_refused():
    with pytest.raises(SxgeoError, match="There is no unit to place anything in"):
        build_index([])
