"""Lines through places: ordered place ids become a line, and stay what they are, a sketch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from sxgeo.errors import Issue, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

ROUTE_COLUMNS = ("feature", "part", "seq", "place")


def build_routes(
    routes: pd.DataFrame, places: pd.DataFrame, file: str
) -> tuple[dict[str, shapely.Geometry], list[Issue]]:
    """Join the places of every route, part by part.

    Parameters
    ----------
    routes : DataFrame
        Text columns ``feature, part, seq, place``; the index is the row of the file.
    places : DataFrame
        The gazetteer, indexed by place id, with `lon` and `lat` (WGS-84 degrees).
    file : str
        For messages.

    Returns
    -------
    lines : dict of str to Geometry
        A LineString, or a MultiLineString for a route of several parts, by feature id.
    issues : list of Issue
        Unknown places, wrong numbers, doubled steps, and parts of fewer than two places.
    """
    issues = [*_step_issues(routes, file), *_place_issues(routes, places, file)]
    if issues:
        return {}, issues
    spots = dict(zip(places.index, zip(places["lon"], places["lat"], strict=True), strict=True))
    lines: dict[str, shapely.Geometry] = {}
    for feature, of_feature in _steps(routes).items():
        parts = []
        for part, stops in of_feature.items():
            if len(stops) < 2:
                where = f"feature {feature}, part {part}"
                issues.append(Issue(file, where, "a route needs at least two places"))
                continue
            parts.append(shapely.LineString([spots[each] for each in stops]))
        lines[feature] = parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)
    return lines, issues


def _steps(routes: pd.DataFrame) -> dict[str, dict[int, list[str]]]:
    """Return the places of every feature's parts, in order."""
    found: dict[str, dict[int, list[str]]] = {}
    rows = zip(
        (int(each) for each in routes["part"]),
        (int(each) for each in routes["seq"]),
        routes["feature"],
        routes["place"],
        strict=True,
    )
    for part, _, feature, place in sorted(rows, key=lambda row: row[:2]):
        found.setdefault(str(feature), {}).setdefault(part, []).append(place)
    return found


def _step_issues(routes: pd.DataFrame, file: str) -> Iterable[Issue]:
    for name in ("part", "seq"):
        for row, text in routes[name].items():
            if not text.isascii() or not text.isdigit():
                problem = f"{text!r} is not a whole number from 0 up"
                yield Issue(file, f"row {row}, column {name}", problem)
    for row in routes.index[routes.duplicated(["feature", "part", "seq"])]:
        yield Issue(file, f"row {row}", "the same feature, part and seq stand in an earlier row")


def _place_issues(routes: pd.DataFrame, places: pd.DataFrame, file: str) -> Iterable[Issue]:
    known = set(places.index)
    for row, place in routes["place"].items():
        if problem := unknown("place", place, known):
            yield Issue(file, f"row {row}, column place", problem)
