"""When a match is good enough to replace what is there, and when it is doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.refine.graph import GAP
from sxgeo.refine.routing import NO_WAY_NEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sxgeo.refine.graph import Graph
    from sxgeo.refine.networks import Network
    from sxgeo.refine.routing import Leg, Waypoint

    Floats = NDArray[np.float64]

ON_THE_GROUND = ("operating", "under_construction")
STATION_ACCURACY_M = 300
_LEAST_REACH_M = 500.0
_CERTAIN_M = 1000.0
_STRAIGHT = 1.1
_RIGHT_KIND = 1.2
_MOST_BRIDGED = 0.1
_WEIGHTS = {"name": 0.4, "ends": 0.3, "detour": 0.2, "kind": 0.1}
_UNNAMED = 0.5


@dataclass(frozen=True)
class Limits:
    """What makes a match doubtful; `docs/refine.md` explains each.

    Attributes
    ----------
    min_score : float
        A match that scores less, of 1, is doubtful.
    max_reach_m : float
        No waypoint farther than this from a network is drawn onto it.
    max_station_m : float
        No station is sought farther than this from where it is said to be.
    max_gap_m : float
        Ends of ways no farther apart are joined.
    """

    min_score: float = 0.6
    max_reach_m: float = 5000.0
    max_station_m: float = 20_000.0
    max_gap_m: float = 300.0

    def reach_m(self, accuracy_m: float) -> float:
        """Return how far from a network a waypoint of some accuracy may lie."""
        return float(min(max(accuracy_m, _LEAST_REACH_M), self.max_reach_m))


@dataclass(frozen=True)
class LegVerdict:
    """What became of one leg of a line, and why.

    Attributes
    ----------
    from_place, to_place : str
        Names of its waypoints.
    accepted : bool
        The leg follows the network now.
    reason : str
        Why not; empty where accepted.
    score : float
        Of 1; 0 where no way was found.
    metres, straight_m : float
        Along the way, and between its ends; 0 where no way was found.
    from_off_m, to_off_m : float
        From each waypoint to the way; 0 where none was found.
    named : float
        Share of the way that bears the line's name.
    bridged_m : float
        Gaps between ways that were joined.
    """

    from_place: str
    to_place: str
    accepted: bool
    reason: str = ""
    score: float = 0.0
    metres: float = 0.0
    straight_m: float = 0.0
    from_off_m: float = 0.0
    to_off_m: float = 0.0
    named: float = 0.0
    bridged_m: float = 0.0


@dataclass(frozen=True)
class Question:
    """One line put to one network."""

    graph: Graph
    network: Network
    matched: NDArray[np.bool_]
    factors: Mapping[str, float]
    limits: Limits


def judge_leg(
    leg: Leg, ends: tuple[Waypoint, Waypoint], radii: tuple[float, float], question: Question
) -> LegVerdict:
    """Return whether a leg may replace what is drawn, with its score.

    Parameters
    ----------
    leg : Leg
        What `trace` found.
    ends : tuple of Waypoint
        Its waypoints.
    radii : tuple of float
        Their accuracy, metres.
    question : Question
        What was asked for.
    """
    names = ends[0].name, ends[1].name
    if leg.why_not or leg.edges.size == 0:
        return LegVerdict(*names, accepted=False, reason=_missing(leg, ends))
    graph, network = question.graph, question.network
    xy = graph.xy[leg.vertices]
    metres = graph.metres[leg.edges]
    total = float(metres.sum())
    straight = float(np.hypot(*(xy[-1] - xy[0])))
    off = _off(xy, ends[0]), _off(xy, ends[1])
    kinds = np.array([question.factors.get(each, np.inf) for each in graph.kinds])
    matched = question.matched[graph.name[leg.edges]]
    unnamed = graph.name[leg.edges] == 0
    bridged = float(metres[graph.kind[leg.edges] == graph.kinds.index(GAP)].sum())
    ratio = total / max(straight, 1.0)
    parts = {
        "name": float(metres @ np.where(matched, 1.0, np.where(unnamed, _UNNAMED, 0.0))) / total,
        "ends": (_certain(off[0], radii[0]) + _certain(off[1], radii[1])) / 2,
        "detour": float(np.clip((network.detour - ratio) / (network.detour - _STRAIGHT), 0, 1)),
        "kind": float(metres @ (kinds[graph.kind[leg.edges]] <= _RIGHT_KIND)) / total,
    }
    score = sum(_WEIGHTS[key] * value for key, value in parts.items())
    reason = _astray(off, ends) or _doubt(ratio, bridged / total, score, question)
    return LegVerdict(
        *names,
        accepted=not reason,
        reason=reason,
        score=score,
        metres=total,
        straight_m=straight,
        from_off_m=off[0],
        to_off_m=off[1],
        named=float(metres @ matched) / total,
        bridged_m=bridged,
    )


def _off(xy: Floats, waypoint: Waypoint) -> float:
    """Return how far a waypoint lies from a way, in metres."""
    import shapely

    return float(shapely.LineString(xy).distance(shapely.Point(waypoint.x, waypoint.y)))


def _certain(off_m: float, radius_m: float) -> float:
    """Return how firmly a waypoint holds a way: 1 at it and exact, a half at 1 km or good to 1 km.

    Less where it lies off the way by more than its own accuracy: then one of the two is wrong.
    """
    held = 1.0 / (1.0 + (off_m**2 + radius_m**2) / _CERTAIN_M**2)
    return held * min(1.0, radius_m / max(off_m, 1.0)) ** 2


def _missing(leg: Leg, ends: tuple[Waypoint, Waypoint]) -> str:
    if leg.why_not == NO_WAY_NEAR:
        reaches = " or ".join(f"{each.reach_m:,.0f} m of {each.name}" for each in ends)
        return f"no fitting way within {reaches}"
    return f"the extract has no connection from {ends[0].name} to {ends[1].name}"


def _astray(off: tuple[float, float], ends: tuple[Waypoint, Waypoint]) -> str:
    for metres, each in zip(off, ends, strict=True):
        if metres > each.reach_m:
            return f"{each.name} lies {metres:,.0f} m from the way, more than {each.reach_m:,.0f} m"
    return ""


def _doubt(ratio: float, bridged: float, score: float, question: Question) -> str:
    if ratio > question.network.detour:
        return (
            f"the way is {ratio:.1f} times the straight line, more than {question.network.detour:g}"
        )
    if bridged > _MOST_BRIDGED:
        return f"{bridged:.0%} of the way are gaps, more than {_MOST_BRIDGED:.0%}"
    if score < question.limits.min_score:
        return f"it scores {score:.2f}, less than {question.limits.min_score:g}"
    return ""
