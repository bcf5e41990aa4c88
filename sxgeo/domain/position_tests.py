"""What geometry says of a position: its county, the line it should lie on, the shape of a route."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from sxgeo.crs import ground_distance
from sxgeo.domain.reach import nearest_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

CountyVerdict = Literal["inside", "within_accuracy", "outside"]
SHARP_DEGREES = 120.0
LONG_LEG = 4.0
_FEWEST_LEGS = 4


@dataclass(frozen=True)
class CountyTest:
    """Whether a place lies in the county it is said to be in.

    Attributes
    ----------
    county : str
        Adcode.
    border_m : float
        Metres to the county's border, from whichever side.
    """

    verdict: CountyVerdict
    county: str
    border_m: float


@dataclass(frozen=True)
class NearTest:
    """Whether a place lies on one of the features it should lie on.

    Attributes
    ----------
    place, feature : str
        Ids of the place, and of the nearest of the features.
    distance_m, allowed_m : float
        Metres between them, and how many both accuracies together allow.
    left_out : bool
        The feature is a line through the place itself; the distance is to the line without it, so
        a large one is a doubt and no contradiction.
    """

    place: str
    feature: str
    distance_m: float
    allowed_m: float
    left_out: bool = False

    @property
    def passed(self) -> bool:
        """Whether the accuracies explain the distance."""
        return self.distance_m <= self.allowed_m


@dataclass(frozen=True)
class Waypoint:
    """One place of a route; WGS-84 degrees, `accuracy_m` a 95 % radius in metres."""

    id: str
    lon: float
    lat: float
    accuracy_m: float
    position_status: str


@dataclass(frozen=True)
class RouteTest:
    """What the shape of a route through waypoints gives cause to look at.

    Attributes
    ----------
    waypoints : dict of str to int
        How many there are by position status.
    sharp_turns : tuple of str
        Waypoints where the line turns back by more than 120 degrees.
    long_legs : tuple of str
        ``a → b`` for legs more than four times as long as the median one.
    out_of_order : tuple of str
        ``a, b`` for neighbours whose exchange would shorten the line.

    Notes
    -----
    What the accuracies of the waypoints alone could explain is not listed.
    """

    waypoints: dict[str, int]
    sharp_turns: tuple[str, ...]
    long_legs: tuple[str, ...]
    out_of_order: tuple[str, ...]


def county_test(
    lon: float, lat: float, accuracy_m: float, *, county: str, area: shapely.Geometry
) -> CountyTest:
    """Return whether a place lies in a county, and how far from its border.

    Parameters
    ----------
    lon, lat : float
        WGS-84 degrees.
    accuracy_m : float
        95 % radius in metres.
    county : str
        Adcode.
    area : Geometry
        Its polygon, EPSG:4326.

    Examples
    --------
    >>> from shapely import box
    >>> test = county_test(113.001, 37.5, 50.0, county="990101", area=box(112, 37, 113, 38))
    >>> test.verdict, round(test.border_m)
    ('outside', 88)
    """
    _, outside = nearest_shape(lon, lat, [area])
    _, border = nearest_shape(lon, lat, [shapely.boundary(area)])
    if outside == 0.0:
        return CountyTest("inside", county, border)
    return CountyTest("within_accuracy" if border <= accuracy_m else "outside", county, border)


def without(place: str, parts: Sequence[Sequence[Waypoint]]) -> list[shapely.Geometry]:
    """Return a route's lines as they would be without a place that stands inside one of them.

    Parameters
    ----------
    place : str
        Id of a waypoint.
    parts : sequence of sequence of Waypoint
        The route.

    Returns
    -------
    list of LineString
        WGS-84, one for each part that has the place between its ends; empty where none has.
    """
    inside = [part for part in parts if place in [each.id for each in part[1:-1]]]
    return [
        shapely.LineString([(each.lon, each.lat) for each in part if each.id != place])
        for part in inside
    ]


def route_test(parts: Sequence[Sequence[Waypoint]]) -> RouteTest:
    """Return what the shape of a route gives cause to look at.

    Parameters
    ----------
    parts : sequence of sequence of Waypoint
        The waypoints of each part, in order.

    Examples
    --------
    >>> route = [Waypoint(str(at), 112 + at / 10, 37.0, 100, "sourced") for at in (0, 2, 1, 3)]
    >>> route_test([route]).out_of_order
    ('2, 1',)
    """
    statuses = [each.position_status for part in parts for each in part]
    return RouteTest(
        {each: statuses.count(each) for each in dict.fromkeys(statuses)},
        tuple(each for part in parts for each in _sharp_turns(part)),
        _long_legs(parts),
        tuple(each for part in parts for each in _out_of_order(part)),
    )


def _metres(start: Waypoint, end: Waypoint) -> float:
    return float(ground_distance(start.lon, start.lat, end.lon, end.lat))


def _sharp_turns(part: Sequence[Waypoint]) -> list[str]:
    found = []
    for before, here, after in zip(part, part[1:], part[2:], strict=False):
        reach = max(before.accuracy_m, after.accuracy_m) + here.accuracy_m
        legs = _metres(before, here), _metres(here, after)
        if min(legs) > reach and _turn(before, here, after) > SHARP_DEGREES:
            found.append(here.id)
    return found


def _turn(before: Waypoint, here: Waypoint, after: Waypoint) -> float:
    """Return by how many degrees a line turns at its middle point; 0 is straight on."""
    scale = np.array([np.cos(np.radians(here.lat)), 1.0])
    arrive = np.array([here.lon - before.lon, here.lat - before.lat]) * scale
    leave = np.array([after.lon - here.lon, after.lat - here.lat]) * scale
    cosine = float(arrive @ leave / (np.linalg.norm(arrive) * np.linalg.norm(leave)))
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _long_legs(parts: Sequence[Sequence[Waypoint]]) -> tuple[str, ...]:
    legs = [pair for part in parts for pair in itertools.pairwise(part)]
    if len(legs) < _FEWEST_LEGS:
        return ()
    lengths = [_metres(*pair) for pair in legs]
    limit = LONG_LEG * float(np.median(lengths))
    return tuple(
        f"{start.id} → {end.id}"
        for (start, end), length in zip(legs, lengths, strict=True)
        if length - start.accuracy_m - end.accuracy_m > limit
    )


def _out_of_order(part: Sequence[Waypoint]) -> list[str]:
    found = []
    for before, left, right, after in zip(part, part[1:], part[2:], part[3:], strict=False):
        gain = (
            _metres(before, left)
            + _metres(right, after)
            - _metres(before, right)
            - _metres(left, after)
        )
        if gain > 2 * (left.accuracy_m + right.accuracy_m):
            found.append(f"{left.id}, {right.id}")
    return found
