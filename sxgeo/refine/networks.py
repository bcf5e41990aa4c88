"""What of OpenStreetMap each network is made of, and how likely each kind of way is the right one.

A factor multiplies a way's length when the shortest path is sought: 1 is what is looked for, larger
is less likely; a kind that is not listed is not part of the network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONSTRUCTION = "construction"
SERVICE = "service"
FAST = "highspeed"


@dataclass(frozen=True)
class Network:
    """One network of OpenStreetMap.

    Attributes
    ----------
    key : str
        The tag that makes a way part of it.
    factors : dict of str to float
        Kind of way → factor. Kinds are the values of `key`, or what `kind_of` makes of more tags.
    fast_factors : dict of str to float
        Instead of `factors`, for a line whose name says it is a fast one.
    stops : dict of str to int
        Values of ``railway`` that are stations, with their rank (1 is believed first).
    stop_marks : frozenset of str
        Values of ``station`` a stop must have; of none of `stop_bars` where empty.
    stop_bars : frozenset of str
        Values of ``station`` a stop must not have.
    detour : float
        A leg longer than this many times the straight line between its ends is doubtful.
    accuracy_m : int
        How far the ground may lie from a way that is the right one, 95 %, metres.
    """

    key: str
    factors: Mapping[str, float]
    detour: float
    accuracy_m: int
    fast_factors: Mapping[str, float] = field(default_factory=dict)
    stops: Mapping[str, int] = field(default_factory=dict)
    stop_marks: frozenset[str] = frozenset()
    stop_bars: frozenset[str] = frozenset()

    def factors_for(self, *, fast: bool) -> Mapping[str, float]:
        """Return the factors for a line that is, or is not, a fast one."""
        return self.fast_factors if fast and self.fast_factors else self.factors


_URBAN = frozenset({"subway", "light_rail", "monorail", "tram"})

NETWORKS: Mapping[str, Network] = {
    "railway": Network(
        "railway",
        {"rail": 1.0, "main": 1.0, "branch": 1.1, "industrial": 2.0, FAST: 1.6, SERVICE: 4.0},
        detour=1.6,
        accuracy_m=100,
        fast_factors={
            FAST: 1.0, "rail": 1.6, "main": 1.8, "branch": 2.5, "industrial": 4.0, SERVICE: 4.0,
        },
        stops={"station": 1, "halt": 2},
        stop_bars=_URBAN,
    ),
    "metro": Network(
        "railway",
        {"subway": 1.0, "light_rail": 1.0, "monorail": 1.0, "tram": 1.5, SERVICE: 4.0},
        detour=1.8,
        accuracy_m=200,
        stops={"station": 1, "stop": 2},
        stop_marks=_URBAN,
    ),
    "motorway": Network(
        "highway",
        {"motorway": 1.0, "trunk": 1.8, "motorway_link": 2.5, "trunk_link": 3.0},
        detour=1.8,
        accuracy_m=100,
    ),
    "road": Network(
        "highway",
        {
            "primary": 1.0, "secondary": 1.0, "tertiary": 1.0, "trunk": 1.1, "unclassified": 1.4,
            "primary_link": 1.5, "secondary_link": 1.5, "tertiary_link": 1.5, "trunk_link": 1.6,
            "motorway": 3.0, "motorway_link": 3.0,
        },
        detour=2.5,
        accuracy_m=100,
    ),
    "waterway": Network(
        "waterway", {"river": 1.0, "canal": 1.0, "stream": 1.6}, detour=3.0, accuracy_m=300
    ),
}  # fmt: skip


def kind_of(network: Network, tags: Mapping[str, str]) -> str | None:
    """Return the kind of a way in a network, or None where it is no part of it.

    Examples
    --------
    >>> railway = NETWORKS["railway"]
    >>> kind_of(railway, {"railway": "rail", "highspeed": "yes", "usage": "main"})
    'highspeed'
    >>> kind_of(railway, {"railway": "rail", "service": "yard"}), kind_of(railway, {})
    ('service', None)
    """
    value = tags.get(network.key, "")
    if value == CONSTRUCTION:
        return CONSTRUCTION if tags.get(CONSTRUCTION, "") in network.factors else None
    if value not in network.factors or value in (FAST, SERVICE):
        return None
    if network.key == "railway":
        if tags.get("service"):
            return SERVICE
        if tags.get("highspeed") == "yes" and FAST in network.factors:
            return FAST
        usage = tags.get("usage", "")
        return usage if usage in network.factors else value
    return value


def stop_rank(network: Network, tags: Mapping[str, str]) -> int | None:
    """Return how much a stop of the network is to be believed (1 first), or None for no stop.

    Examples
    --------
    >>> stop_rank(NETWORKS["railway"], {"railway": "station", "station": "subway"})
    >>> stop_rank(NETWORKS["metro"], {"railway": "station", "station": "subway"})
    1
    """
    rank = network.stops.get(tags.get("railway", ""))
    if rank is None:
        return None
    marks = {tags.get("station", ""), *(key for key in _URBAN if tags.get(key) == "yes")}
    if network.stop_marks and marks.isdisjoint(network.stop_marks):
        return None
    return None if tags.get("station", "") in network.stop_bars else rank
