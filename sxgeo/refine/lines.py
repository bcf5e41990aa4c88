"""Lines drawn anew: each leg along its network where that is sure, as it was where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.refine.graph import GAP, edge_factors
from sxgeo.refine.judging import ON_THE_GROUND, LegVerdict, Question, judge_leg
from sxgeo.refine.names import is_fast, line_names, same_line
from sxgeo.refine.networks import CONSTRUCTION
from sxgeo.refine.routing import Leg, Waypoint, trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from pyproj import Transformer
    from scipy.spatial import cKDTree

    from sxgeo.refine.graph import Graph
    from sxgeo.refine.judging import Limits
    from sxgeo.refine.networks import Network

    Floats = NDArray[np.float64]

REFINED, PARTLY, KEPT = "refined", "partly", "kept"
_GAP_FACTOR = 5.0
_SAMPLE_M = 15_000.0
_SIMPLIFY_DEGREES = 0.0001
_DECIMALS = 6
_ACCURACY_UNNAMED = 3
_NAMED_ENOUGH = 0.5


@dataclass(frozen=True)
class Part:
    """One unbranched part of a line.

    Attributes
    ----------
    names : tuple of str
        Of its waypoints.
    lonlat : ndarray of shape (n, 2)
        Waypoints, WGS-84.
    radii : tuple of float
        Their accuracy, metres.
    between : tuple of ndarray
        What is drawn from each waypoint to the next today, ends included.
    """

    names: tuple[str, ...]
    lonlat: Floats
    radii: tuple[float, ...]
    between: tuple[Floats, ...]


@dataclass(frozen=True)
class Line:
    """A line of a layer before anything is looked up."""

    layer: str
    feature: str
    name: str
    name_en: str
    status: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LineVerdict:
    """What became of one line.

    Attributes
    ----------
    outcome : {'refined', 'partly', 'kept'}
        Every leg follows the network; some do, and the line stays what it was; none does.
    reason : str
        Why nothing was done; empty where something was.
    legs : tuple of LegVerdict
        In order, part by part.
    accuracy_m : float
        Of a refined line, 95 %.
    geometry : Geometry, optional
        WGS-84; None where nothing was done.
    """

    layer: str
    feature: str
    name: str
    outcome: str
    reason: str = ""
    legs: tuple[LegVerdict, ...] = ()
    accuracy_m: float = 0.0
    geometry: shapely.Geometry | None = None


@dataclass(frozen=True)
class Ground:
    """A network's graph, ready to be asked."""

    graph: Graph
    tree: cKDTree
    network: Network
    plane: Transformer
    limits: Limits


def route_parts(steps: pd.DataFrame, places: pd.DataFrame) -> tuple[Part, ...]:
    """Return the parts of a line that is drawn through places.

    Parameters
    ----------
    steps : DataFrame
        Its rows of ``routes.csv``: ``part, seq, place``.
    places : DataFrame
        The gazetteer, indexed by place id.
    """
    order = steps.assign(part=steps["part"].astype(int), seq=steps["seq"].astype(int))
    parts = []
    for _, of_part in order.sort_values(["part", "seq"], kind="stable").groupby("part"):
        there = places.loc[of_part["place"]]
        lonlat = there[["lon", "lat"]].to_numpy(dtype=np.float64)
        between = tuple(lonlat[at : at + 2] for at in range(len(lonlat) - 1))
        parts.append(Part(tuple(there["name"]), lonlat, tuple(there["accuracy_m"]), between))
    return tuple(parts)


def shape_parts(shape: shapely.Geometry, accuracy_m: float, plane: Transformer) -> tuple[Part, ...]:
    """Return the parts of a line that has a shape of its own, with waypoints every 15 km along it.

    Parameters
    ----------
    shape : Geometry
        LineString or MultiLineString, WGS-84.
    accuracy_m : float
        How far the true line may lie from it.
    plane : Transformer
        From WGS-84 degrees to metres.
    """
    parts = []
    for each in shapely.get_parts(shape):
        lonlat = shapely.get_coordinates(each)
        xy = np.column_stack(plane.transform(lonlat[:, 0], lonlat[:, 1]))
        along = np.append(0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T)))
        marks = np.linspace(0, along[-1], max(round(along[-1] / _SAMPLE_M), 1) + 1)
        at = np.unique(np.abs(along[:, None] - marks).argmin(axis=0))
        between = tuple(lonlat[a : b + 1] for a, b in pairwise(at.tolist()))
        names = tuple(f"{along[place] / 1000:.0f} km" for place in at)
        parts.append(Part(names, lonlat[at], (accuracy_m,) * len(at), between))
    return tuple(parts)


def redraw(line: Line, ground: Ground) -> LineVerdict:
    """Return a line drawn along its network, leg by leg, where there is no doubt."""
    identity = (line.layer, line.feature, line.name)
    if line.status not in ON_THE_GROUND:
        reason = f"it is {line.status}: nothing on the ground to follow yet"
        return LineVerdict(*identity, KEPT, reason)
    question = _question(line, ground)
    drawn, verdicts = [], []
    for part in line.parts:
        legs, found = _part_legs(part, question, ground)
        drawn.append(_drawn(part, legs, found, ground.graph))
        verdicts += found
    accepted = [each for each in verdicts if each.accepted]
    if not accepted:
        return LineVerdict(*identity, KEPT, "no leg of it could be followed", tuple(verdicts))
    geometry = drawn[0] if len(drawn) == 1 else shapely.MultiLineString(drawn)
    named = min(each.named for each in accepted) >= _NAMED_ENOUGH
    accuracy = ground.network.accuracy_m * (1 if named else _ACCURACY_UNNAMED)
    accuracy += int(max(each.bridged_m for each in accepted) / 2)
    outcome = REFINED if len(accepted) == len(verdicts) else PARTLY
    return LineVerdict(*identity, outcome, "", tuple(verdicts), float(accuracy), geometry)


def _question(line: Line, ground: Ground) -> Question:
    wanted = line_names(line.name, line.name_en)
    matched = np.array([same_line(wanted, names) for names in ground.graph.names])
    fast = is_fast(line.name, line.name_en)
    factors = {**ground.network.factors_for(fast=fast), GAP: _GAP_FACTOR}
    if line.status == ON_THE_GROUND[1]:
        factors[CONSTRUCTION] = 1.0
    return Question(ground.graph, ground.network, matched, factors, ground.limits)


def _part_legs(
    part: Part, question: Question, ground: Ground
) -> tuple[list[Leg], list[LegVerdict]]:
    xy = np.column_stack(ground.plane.transform(part.lonlat[:, 0], part.lonlat[:, 1]))
    waypoints = [
        Waypoint(name, float(x), float(y), ground.limits.reach_m(radius))
        for name, (x, y), radius in zip(part.names, xy, part.radii, strict=True)
    ]
    factors = edge_factors(ground.graph, question.factors, question.matched)
    detour = ground.network.detour
    legs = trace(ground.graph, ground.tree, factors, waypoints, detour=detour)
    legs = _without_spurs(legs, waypoints, ground.graph)
    verdicts = [
        judge_leg(leg, ends, radii, question)
        for leg, ends, radii in zip(legs, pairwise(waypoints), pairwise(part.radii), strict=True)
    ]
    return legs, verdicts


def _without_spurs(legs: list[Leg], waypoints: Sequence[Waypoint], graph: Graph) -> list[Leg]:
    """Return the legs without the ways out to a waypoint beside the line and back again."""
    trimmed = list(legs)
    for place in range(len(trimmed) - 1):
        one, two = trimmed[place], trimmed[place + 1]
        most = min(one.edges.size, two.edges.size)
        same = one.edges[::-1][:most] == two.edges[:most]
        count = most if same.all() else int(np.argmin(same))
        spur_m = float(graph.metres[two.edges[:count]].sum())
        if 0 < count < most and spur_m <= waypoints[place + 1].reach_m:
            trimmed[place] = Leg(one.vertices[:-count], one.edges[:-count])
            trimmed[place + 1] = Leg(two.vertices[count:], two.edges[count:])
    return trimmed


def _drawn(
    part: Part, legs: Sequence[Leg], verdicts: Sequence[LegVerdict], graph: Graph
) -> shapely.LineString:
    """Return the part with the accepted legs along the network and the others as they were."""
    pieces = [
        _leg_line(leg, graph) if verdict.accepted else np.array(old)
        for leg, verdict, old in zip(legs, verdicts, part.between, strict=True)
    ]
    for place, verdict in enumerate(verdicts):
        if verdict.accepted:
            continue
        if place and verdicts[place - 1].accepted:
            pieces[place][0] = pieces[place - 1][-1]
        if place + 1 < len(pieces) and verdicts[place + 1].accepted:
            pieces[place][-1] = pieces[place + 1][0]
    lonlat = np.vstack(pieces).round(_DECIMALS)
    new = np.append(True, (np.diff(lonlat, axis=0) != 0).any(axis=1))
    return shapely.LineString(lonlat[new])


def _leg_line(leg: Leg, graph: Graph) -> Floats:
    """Return a leg's own corners, simplified by less than its accuracy."""
    shown = graph.drawn[leg.vertices]
    shown[[0, -1]] = True
    line = shapely.LineString(graph.lonlat[leg.vertices[shown]])
    return shapely.get_coordinates(shapely.simplify(line, _SIMPLIFY_DEGREES))
