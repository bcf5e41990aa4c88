from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial import cKDTree

from sxgeo.refine.graph import Graph
from sxgeo.refine.routing import NO_CONNECTION, NO_WAY_NEAR, Waypoint, trace


def graph_of(points, edges):
    xy = np.array(points, dtype=float)
    start, end = np.array(edges).T
    metres = np.hypot(*(xy[start] - xy[end]).T)
    flat = np.zeros(len(edges), dtype=np.int64)
    drawn = np.ones(len(xy), dtype=bool)
    return Graph(xy / 1e5, xy, drawn, start, end, metres, flat, flat, ("rail", "gap"), ((),))


def traced(graph, *places, factors=None, detour=3.0):
    waypoints = [Waypoint(f"{x}", x, y, reach) for x, y, reach in places]
    used = np.ones(graph.start.size) if factors is None else np.array(factors, dtype=float)
    return trace(graph, cKDTree(graph.xy), used, waypoints, detour=detour)


LADDER = graph_of(
    [(0, 0), (100, 0), (200, 0), (300, 0), (0, 50), (100, 50), (200, 50), (300, 50)],
    [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 7), (1, 5), (2, 6)],
)


def test_the_shortest_way_is_taken_and_its_edges_are_named():
    [leg] = traced(LADDER, (0, -5, 20), (300, -5, 20))
    assert (leg.vertices.tolist(), leg.edges.tolist()) == ([0, 1, 2, 3], [0, 1, 2])


def test_a_dearer_way_is_left_for_a_longer_one():
    [leg] = traced(LADDER, (0, -5, 20), (300, -5, 20), factors=[1, 9, 1, 1, 1, 1, 1, 1])
    assert leg.vertices.tolist() == [0, 1, 5, 6, 2, 3]


def test_a_closed_way_is_not_used_even_where_it_is_the_only_one():
    [leg] = traced(LADDER, (0, -5, 20), (300, -5, 20), factors=[1, np.inf, 1, 1, 1, 1, np.inf, 1])
    assert (leg.why_not, leg.edges.size) == (NO_CONNECTION, 0)


def test_the_parallel_track_nearer_to_all_waypoints_together_is_taken():
    middle = (150, 24, 60)  # a hair nearer to the lower track; both ends lie by the upper one
    legs = traced(LADDER, (0, 55, 60), middle, (300, 55, 60))
    assert [leg.vertices.tolist() for leg in legs] in ([[4, 5], [5, 6, 7]], [[4, 5, 6], [6, 7]])


def test_legs_meet_where_a_waypoint_was_passed():
    one, two, three = traced(LADDER, (0, 0, 9), (100, 0, 9), (200, 0, 9), (300, 0, 9))
    assert one.vertices[-1] == two.vertices[0] == 1
    assert two.vertices[-1] == three.vertices[0] == 2


def test_the_cheaper_of_two_ways_between_the_same_vertices_counts_not_their_sum():
    double = graph_of([(0, 0), (100, 0)], [(0, 1), (0, 1), (1, 0)])
    [leg] = traced(double, (0, 0, 9), (100, 0, 9), factors=[5, 1, 3])
    assert leg.edges.tolist() == [1]


def test_two_ways_between_the_same_vertices_do_not_add_up():
    beside = [(0, 0), (100, 0), (50, 50)]
    double = graph_of(beside, [(0, 1), (0, 1), (0, 2), (2, 1)])
    [leg] = traced(double, (0, 0, 9), (100, 0, 9))
    assert leg.edges.tolist() == [0], "100 m, not 200 m, so not by the corner of 141 m"


def test_a_waypoint_beyond_reach_breaks_the_line_and_the_rest_goes_on():
    legs = traced(LADDER, (0, 0, 9), (100, 0, 9), (200, -400, 9), (200, 0, 9), (300, 0, 9))
    assert [leg.why_not for leg in legs] == ["", NO_WAY_NEAR, NO_WAY_NEAR, ""]
    assert legs[3].vertices.tolist() == [2, 3]


def test_a_break_in_the_network_breaks_the_line_there_alone():
    broken = graph_of([(0, 0), (100, 0), (200, 0), (300, 0)], [(0, 1), (2, 3)])
    legs = traced(broken, (0, 0, 9), (100, 0, 9), (200, 0, 9), (300, 0, 9))
    assert [leg.why_not for leg in legs] == ["", NO_CONNECTION, ""]


def test_a_way_far_round_is_not_sought():
    around = [(0, 0), (0, 900), (100, 900), (100, 0)]
    far = graph_of(around, [(0, 1), (1, 2), (2, 3)])
    [leg] = traced(far, (0, 0, 9), (100, 0, 9), detour=3.0)
    assert leg.why_not == NO_CONNECTION


@pytest.mark.parametrize("turn", range(4))
def test_a_closed_ring_is_walked_round_from_any_corner(turn):
    corners = [(0, 0), (0, 100), (100, 100), (100, 0)]
    ring = graph_of(corners, [(0, 1), (1, 2), (2, 3), (3, 0)])
    order = [*range(turn, 4), *range(turn), turn]
    legs = traced(ring, *[(*corners[each], 9) for each in order])
    assert [leg.vertices.tolist() for leg in legs] == [[a, b] for a, b in pairwise(order)]
