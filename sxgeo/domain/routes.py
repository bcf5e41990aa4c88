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
    steps = routes.assign(part=routes["part"].astype(int), seq=routes["seq"].astype(int))
    steps = steps.sort_values(["part", "seq"], kind="stable")
    lines: dict[str, shapely.Geometry] = {}
    for feature, of_feature in steps.groupby("feature", sort=False):
        parts = []
        for part, of_part in of_feature.groupby("part"):
            if len(of_part) < 2:
                where = f"feature {feature}, part {part}"
                issues.append(Issue(file, where, "a route needs at least two places"))
                continue
            parts.append(
                shapely.LineString(places.loc[of_part["place"], ["lon", "lat"]].to_numpy())
            )
        lines[str(feature)] = parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)
    return lines, issues


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
