"""Positions on a grid: read back within half a step, few digits, no vertex lost that matters."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sxgeo.render.web.packing import (
    METRES_PER_DEGREE,
    Grid,
    choose_origin,
    choose_scale,
    pack_line,
    pack_positions,
    points_of,
)

GRID = Grid((110.0, 34.0), 100_000)
degrees = st.tuples(st.floats(73, 136), st.floats(1, 55))


@given(st.lists(degrees, min_size=1, max_size=30))
def test_packed_positions_come_back_within_half_a_step(positions):
    given_ = np.array(positions)
    back = GRID.restore(points_of(pack_positions(given_, GRID)))
    assert np.abs(back - given_).max() <= 0.5 / GRID.scale + 1e-12


def test_every_point_is_kept_even_on_the_same_spot():
    same = np.array([[112.5, 37.5]] * 3)
    assert pack_positions(same, GRID) == [250_000, 350_000, 0, 0, 0, 0]


def test_a_line_drops_vertices_that_fall_together_but_keeps_its_two_ends():
    line = shapely.LineString([(112, 37), (112.000001, 37), (112.1, 37)])
    assert pack_line(line, GRID) == [200_000, 300_000, 10_000, 0]
    speck = shapely.LineString([(112, 37), (112.000001, 37)])
    assert pack_line(speck, GRID) == [200_000, 300_000, 0, 0]


@pytest.mark.parametrize("accuracy", [3.0, 10.0, 50.0, 500.0, 9000.0])
def test_rounding_adds_less_than_a_tenth_of_the_accuracy(accuracy):
    half_step_m = METRES_PER_DEGREE / choose_scale([accuracy]) / 2
    assert half_step_m <= 0.1 * accuracy or choose_scale([accuracy]) == 10**6


def test_the_best_accuracy_decides_and_unknown_ones_do_not():
    assert choose_scale([9000.0, 2.0, float("nan")]) == 10**6
    assert choose_scale([float("nan"), 0.0]) == 10**5
    assert choose_scale([]) == 10**5


def test_the_origin_lies_south_west_of_everything():
    assert choose_origin((110.23, -0.5, 114.6, 40.7)) == (110.0, -1.0)
