from dataclasses import replace

import numpy as np
import pytest

from sxgeo.refine.graph import GAP, Graph
from sxgeo.refine.judging import Limits, Question, judge_leg
from sxgeo.refine.networks import NETWORKS
from sxgeo.refine.routing import Leg, Waypoint

RAILWAY = NETWORKS["railway"]
NAMES = ((), ("甲乙线",), ("丙线",))


def question(kind="rail", name=1, *, bend=0.0, gap=False, limits=None):
    """A way of ten kilometres in two edges, of one kind and name."""
    xy = np.array([(0.0, 0.0), (5000.0, bend), (10_000.0, 0.0)])
    start, end = np.array([0, 1]), np.array([1, 2])
    metres = np.hypot(*(xy[start] - xy[end]).T)
    kinds = (kind, GAP)
    kind_of_edge = np.array([0, 1 if gap else 0])
    name_of_edge = np.array([name, 0 if gap else name])
    drawn = np.ones(3, dtype=bool)
    graph = Graph(xy / 1e5, xy, drawn, start, end, metres, kind_of_edge, name_of_edge, kinds, NAMES)
    matched = np.array([False, True, False])
    return Question(graph, RAILWAY, matched, {**RAILWAY.factors, GAP: 5.0}, limits or Limits())


def judged(asked, *, off=50.0, radius=300.0, reach=5000.0):
    ends = Waypoint("甲", 0.0, off, reach), Waypoint("乙", 10_000.0, off, reach)
    leg = Leg(np.array([0, 1, 2]), np.array([0, 1]))
    return judge_leg(leg, ends, (radius, radius), asked)


def test_the_right_name_at_exact_waypoints_is_all_but_certain():
    verdict = judged(question(), off=0.0, radius=1.0)
    assert verdict.accepted
    assert verdict.score == pytest.approx(1.0, abs=1e-5)
    assert (verdict.named, verdict.metres, verdict.straight_m) == (1.0, 10_000.0, 10_000.0)


def test_the_right_name_makes_up_for_coarse_waypoints():
    assert judged(question(), radius=5000.0).accepted
    assert not judged(question(name=0), radius=5000.0).accepted


def test_exact_waypoints_make_up_for_a_missing_name_not_for_a_wrong_one():
    assert judged(question(name=0)).score == pytest.approx(0.77, abs=0.01)
    assert judged(question(name=0)).accepted
    assert judged(question(name=2)).reason == "it scores 0.57, less than 0.6"


def test_a_waypoint_off_by_more_than_its_accuracy_speaks_against_the_way():
    assert judged(question(name=0), off=290.0).accepted
    assert not judged(question(name=0), off=600.0).accepted


def test_an_unlikely_kind_counts_for_less():
    usual, unlikely = judged(question()), judged(question("service"))
    assert usual.score - unlikely.score == pytest.approx(0.1)


def test_a_detour_costs_and_then_refuses():
    straight, bent = judged(question()), judged(question(bend=4000.0))
    assert straight.score > bent.score
    assert bent.accepted
    far = judged(question(bend=7000.0))
    assert far.reason == "the way is 1.7 times the straight line, more than 1.6"


def test_too_much_gap_refuses_whatever_the_score():
    assert judged(question(gap=True)).reason == "50% of the way are gaps, more than 10%"


def test_a_way_that_misses_a_waypoint_by_more_than_its_reach_is_refused():
    verdict = judged(question(), off=700.0, reach=600.0)
    assert verdict.reason == "甲 lies 700 m from the way, more than 600 m"


def test_the_threshold_is_the_callers():
    asked = question(name=2)
    assert judged(replace(asked, limits=Limits(min_score=0.5))).accepted


@pytest.mark.parametrize(("accuracy", "reach"), [(10, 500), (800, 800), (20_000, 5000)])
def test_reach_is_the_accuracy_within_bounds(accuracy, reach):
    assert Limits().reach_m(accuracy) == reach
