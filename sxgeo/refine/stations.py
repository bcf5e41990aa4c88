"""Stations of the gazetteer and of an extract: the same name, near enough, in one county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sxgeo.crs import ground_distance
from sxgeo.refine.judging import STATION_ACCURACY_M
from sxgeo.refine.names import same_station

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely

    from sxgeo.refine.extract import Stop
    from sxgeo.refine.judging import Limits

MOVED, CONFIRMED, KEPT = "moved", "confirmed", "kept"
STATION_KIND = "station"
_NEIGHBOUR_M = 1000.0
_FORMER = 0.9


@dataclass(frozen=True)
class PlaceVerdict:
    """What became of one place, and why.

    Attributes
    ----------
    place, name : str
        Of the gazetteer.
    outcome : {'moved', 'confirmed', 'kept'}
        Moved to a better position; confirmed by one no better; kept, since there was none or it
        was doubtful.
    reason : str
        One sentence.
    lon, lat : float
        The position found, WGS-84; NaN where none was.
    accuracy_m : float
        Of the position found, 95 %.
    distance_m : float
        From the position of the gazetteer.
    score : float
        Of 1.
    evidence : str
        What was found, as a citation's locator has it.
    agrees : bool
        The old position lies within the old and the new radius of the new one.
    """

    place: str
    name: str
    outcome: str
    reason: str
    lon: float = float("nan")
    lat: float = float("nan")
    accuracy_m: float = float("nan")
    distance_m: float = float("nan")
    score: float = 0.0
    evidence: str = ""
    agrees: bool = False


def match_station(
    place: dict[str, Any],
    stops: Sequence[Stop],
    county: shapely.Geometry | None,
    limits: Limits,
) -> PlaceVerdict:
    """Return the stop of an extract that is a place's station, if there is no doubt.

    Parameters
    ----------
    place : dict
        A row of the gazetteer.
    stops : sequence of Stop
        Of the right network.
    county : Geometry, optional
        The county the place is said to be in, WGS-84.
    limits : Limits
        What makes a match doubtful.
    """
    within = min(max(1.5 * place["accuracy_m"], _NEIGHBOUR_M), limits.max_station_m)
    away = _distances(place, stops)
    near = [(float(metres), stop) for metres, stop in zip(away, stops, strict=True)]
    near = [each for each in near if each[0] <= within]
    wanted = (place["name"], place["name_en"])
    found = [each for each in near if same_station(wanted, (*each[1].names, *each[1].former))]
    if not found:
        return _verdict(place, KEPT, _unnamed(near, within))
    best = min(stop.rank for _, stop in found)
    found = [each for each in found if each[1].rank == best]
    metres, stop = min(found, key=lambda each: (_is_former(wanted, each[1]), each[0]))
    if problem := _doubled(found, stop):
        return _verdict(place, KEPT, problem)
    likeness = _FORMER if _is_former(wanted, stop) else 1.0
    score = (likeness + 1 - metres / within) / 2
    return _settled(place, stop, metres, score, county, limits)


def _settled(
    place: dict[str, Any],
    stop: Stop,
    metres: float,
    score: float,
    county: shapely.Geometry | None,
    limits: Limits,
) -> PlaceVerdict:
    """Return the verdict on the one stop that has the name."""
    found = {
        "lon": round(stop.lon, 6),
        "lat": round(stop.lat, 6),
        "accuracy_m": float(STATION_ACCURACY_M),
        "distance_m": metres,
        "score": score,
        "evidence": " ".join([stop.object_id, *stop.names[:1]]),
        "agrees": metres <= place["accuracy_m"] + STATION_ACCURACY_M,
    }
    if score < limits.min_score:
        problem = f"it scores {score:.2f}, less than {limits.min_score:g}"
        return _verdict(place, KEPT, problem, **found)
    outside = outside_m(county, stop.lon, stop.lat)
    if outside > STATION_ACCURACY_M:
        problem = f"{stop.object_id} lies {outside:,.0f} m outside the county it is said to be in"
        return _verdict(place, KEPT, problem, **found)
    return PlaceVerdict(place["id"], place["name"], *better(place, **found), **found)


def better(
    place: dict[str, Any], *, accuracy_m: float, agrees: bool, distance_m: float, **_: object
) -> tuple[str, str]:
    """Return whether a position found replaces a place's own, and why."""
    exact = place["position_status"] == "sourced" and place["accuracy_m"] <= accuracy_m
    if exact and not agrees:
        reason = (
            f"its present position, good to {place['accuracy_m']:,.0f} m, is contradicted "
            f"by one {distance_m:,.0f} m away"
        )
        return KEPT, reason
    if exact:
        return CONFIRMED, f"its present position is as exact and agrees within {distance_m:,.0f} m"
    return MOVED, f"moved by {distance_m:,.0f} m"


def outside_m(county: shapely.Geometry | None, lon: float, lat: float) -> float:
    """Return how far a position lies outside a county, in metres; 0 without a county."""
    if county is None:
        return 0.0
    import shapely

    there = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lon, lat), county))
    return float(ground_distance(lon, lat, *there[1]))


def _distances(place: dict[str, Any], stops: Sequence[Stop]) -> list[float]:
    lon, lat = [stop.lon for stop in stops], [stop.lat for stop in stops]
    metres: list[float] = ground_distance(place["lon"], place["lat"], lon, lat).tolist()
    return metres


def _is_former(wanted: Sequence[str], stop: Stop) -> bool:
    return not same_station(wanted, stop.names)


def _unnamed(near: Sequence[tuple[float, Stop]], within: float) -> str:
    missing = f"no station of that name within {within:,.0f} m"
    neighbours = [each for each in near if each[0] <= _NEIGHBOUR_M and each[1].names]
    if not neighbours:
        return missing
    metres, stop = min(neighbours, key=lambda each: (each[0], each[1].object_id))
    return f"{missing}; {stop.names[0]} stands {metres:,.0f} m away"


def _doubled(found: Sequence[tuple[float, Stop]], stop: Stop) -> str:
    lon, lat = [each.lon for _, each in found], [each.lat for _, each in found]
    apart = float(ground_distance(stop.lon, stop.lat, lon, lat).max())
    if apart <= _NEIGHBOUR_M:
        return ""
    return f"{len(found)} stations have that name, up to {apart:,.0f} m apart"


def _verdict(place: dict[str, Any], outcome: str, reason: str, **found: Any) -> PlaceVerdict:  # noqa: ANN401
    return PlaceVerdict(place["id"], place["name"], outcome, reason, **found)
