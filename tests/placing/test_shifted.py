import numpy as np
import pytest
import shapely

from sxgeo.crs import wgs84_from, wgs84_to
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.placing.cells import build_index
from sxgeo.placing.search import locate
from sxgeo.placing.shifted import ShiftedIndex


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_answer_is_that_of_the_exact_conversion(reference, datum):
    geometries = read_boundaries("county").geometry.to_numpy()
    rng = np.random.default_rng(9)
    random = rng.uniform((109, 33), (116, 42), (300_000, 2))
    hard = np.column_stack(wgs84_to(*reference.hard_positions(geometries, rng, 2000).T, datum))
    odd = np.array([[np.nan, 37], [112, np.nan], [500, 1], [37, 112], [-180, 90], [np.inf, 0]])
    lon, lat = np.ascontiguousarray(np.vstack([random, hard, odd]).T)
    index = build_index(geometries)
    found = ShiftedIndex(index, datum).locate(lon, lat)
    exact = locate(index, *wgs84_from(lon, lat, datum))
    np.testing.assert_array_equal(found.unit, exact.unit)
    np.testing.assert_array_equal(found.status, exact.status)


def test_where_the_shift_jumps_every_position_is_converted_exactly():
    # The shift ends at 137.8347 E: a table of nodes cannot follow it across.
    index = build_index([shapely.box(137.83, 40, 137.84, 40.01)])
    shifted = ShiftedIndex(index, "gcj02")
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(137.82, 137.85, 5000), rng.uniform(39.995, 40.015, 5000)
    found = shifted.locate(lon, lat)
    np.testing.assert_array_equal(found.unit, locate(index, *wgs84_from(lon, lat, "gcj02")).unit)
