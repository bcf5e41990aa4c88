"""Scales are round and true, references right, north is north."""

from __future__ import annotations

import numpy as np
import pytest

from sxgeo.crs import ground_distance
from sxgeo.render.atlas.frame import MapFrame, fitted_frame, round_scale, zone_crs
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.scale_bar import bar_kilometres, draw_scale_bar

ALBERS = "+proj=aea +lat_1=35.6 +lat_2=39.7 +lat_0=37.6 +lon_0=112.4 +datum=WGS84 +units=m"


@pytest.mark.parametrize("least", [10.0, 99_999.0, 612_000, 2_880_001, 3_000_000, 9_500_000])
def test_round_scales_are_the_next_with_two_digits_at_most(least):
    found = round_scale(least)
    assert least <= found < 1.3 * least
    assert found % 10 ** (len(str(found)) - 2) == 0


@pytest.mark.parametrize(
    ("longitude", "code"), [(111.0, "EPSG:4546"), (112.49, "EPSG:4546"), (112.51, "EPSG:4547")]
)
def test_zones_are_those_of_the_nearest_meridian(longitude, code):
    assert zone_crs(longitude) == code


@pytest.mark.parametrize(
    ("crs", "lon", "lat", "most"),
    [
        ("EPSG:4546", 111.2, 35.0, 0.0001),
        ("EPSG:4546", 112.4, 37.9, 0.0004),
        ("EPSG:4547", 114.2, 40.5, 0.0001),
        (ALBERS, 111.2, 35.0, 0.0015),
        (ALBERS, 112.5, 37.9, 0.0015),
        (ALBERS, 114.2, 40.5, 0.0015),
    ],
)
def test_a_known_distance_measures_true_on_paper(crs, lon, lat, most):
    """Ten kilometres or so in four directions, against the geodesic on the ellipsoid."""
    frame = MapFrame(Rect(0, 0, 100, 100), crs, 500_000, (0.0, 0.0))
    for d_lon, d_lat in ((0.1, 0), (0, 0.1), (0.08, 0.08), (0.08, -0.08)):
        a, b = frame.to_paper(np.array([lon, lon + d_lon]), np.array([lat, lat + d_lat]))
        paper = np.hypot(*(b - a)) / 1000 * 500_000
        true = float(ground_distance(lon, lat, lon + d_lon, lat + d_lat))
        assert paper == pytest.approx(true, rel=most)


def test_every_map_page_states_a_round_scale_that_its_map_keeps(shanxi):
    for plan in (page for page in shanxi.pages if page.kind == "map"):
        frame = plan.frame
        digits = str(frame.scale).rstrip("0")
        assert len(digits) <= 2, frame.scale
        degrees = frame.to_degrees(
            np.array([frame.rect.centre, np.add(frame.rect.centre, (30, 0))])
        )
        true = float(ground_distance(*degrees[0], *degrees[1]))
        assert 0.030 * frame.scale == pytest.approx(true, rel=0.0012)


def test_every_focus_lies_inside_its_frame(shanxi):
    for plan in (page for page in shanxi.pages if page.kind == "map" and page.focus):
        if plan.slug.endswith("-centre"):
            continue  # its frame lies inside its focus
        shape = shanxi.ground_of(plan.content).focus_on_paper(plan.focus, plan.frame)
        left, bottom, right, top = shape.bounds
        rect = plan.frame.rect
        assert rect.left < left
        assert rect.bottom < bottom
        assert right < rect.right
        assert top < rect.top


def test_paper_and_degrees_are_inverse():
    frame = MapFrame(Rect(10, 10, 90, 110), "EPSG:4547", 800_000, (400_000.0, 4_200_000.0))
    points = np.array([[10.0, 10.0], [50, 60], [90, 110]])
    lon, lat = frame.to_degrees(points).T
    assert np.allclose(frame.to_paper(lon, lat), points, atol=1e-6)


def test_grid_references_count_letters_from_the_left_and_numbers_from_the_top():
    frame = MapFrame(Rect(0, 0, 126, 210), "EPSG:4547", 800_000, (0.0, 0.0))
    assert frame.cells == (3, 5)
    assert frame.grid_reference(1, 209) == "A1"
    assert frame.grid_reference(125, 1) == "C5"
    assert frame.grid_reference(126, 0) == "C5"
    assert frame.grid_reference(50, 100) == "B3"


def test_the_arrow_points_along_the_meridian():
    """West of the central meridian of a transverse Mercator, true north leans to the right."""
    bounds = (300_000.0, 4_100_000.0, 340_000.0, 4_140_000.0)  # some 2 degrees west of 114 E
    frame = fitted_frame(Rect(0, 0, 100, 100), bounds, "EPSG:4547", pad=0)
    degrees = frame.to_degrees(np.array([[50.0, 50.0]]))[0]
    convergence = (114 - degrees[0]) * np.sin(np.radians(degrees[1]))
    assert frame.north_angle(50, 50) == pytest.approx(-convergence, abs=0.01)


@pytest.mark.parametrize("scale", [250_000, 900_000, 3_000_000])
def test_the_scale_bar_is_as_long_as_it_says(make_sheet, scale):
    frame = MapFrame(Rect(0, 0, 100, 100), "EPSG:4547", scale, (0.0, 0.0))
    bar = draw_scale_bar(make_sheet(), frame, (5, 5), 48)
    kilometres = bar_kilometres(frame, 48)
    assert bar.width == pytest.approx(kilometres * 1e6 / scale)
    assert 15 < bar.width <= 48
