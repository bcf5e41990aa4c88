"""The gazetteer (`geodata/places/`): one coordinate, one row."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.data.catalogue import Signature, open_catalogue, signature
from sxgeo.data.descriptor import POSITION_STATUSES, SOURCE_DATUMS
from sxgeo.data.readers import (
    allowed_issues,
    finite,
    parse_column,
    positive,
    read_table,
    records,
)
from sxgeo.errors import DataError, Issue, nearest, shown_path
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.data.catalogue import Region

PLACE_COLUMNS = (
    "id", "name", "name_en", "kind", "lon", "lat", "datum_of_source", "accuracy_m",
    "position_status", "method", "source", "county_adcode",
)  # fmt: skip
OPTIONAL_COLUMNS = ("spread_m", "at", "note")
_REACH_DEGREES = 6.0


def read_places(root: str | Path | None = None) -> pd.DataFrame:
    """Return the gazetteer: one row a place, indexed by place id.

    Returns
    -------
    DataFrame
        Columns of `geodata/CONVENTIONS.md`; `lon`, `lat` (WGS-84 degrees), `accuracy_m` and
        `spread_m` (metres, NaN where not recorded) are float64, the rest text; `file` and `row` say
        where each place is written.

    Raises
    ------
    DataError
        Every fault of every file of `geodata/places/`.
    """
    base = project_root(root)
    files = sorted((base / "geodata" / "places").glob("*.csv"))
    return _places(base, signature(files)).copy()


@lru_cache(maxsize=8)
def _places(root: Path, _files: Signature) -> pd.DataFrame:
    region = open_catalogue(root).region()
    frames: list[pd.DataFrame] = []
    issues: list[Issue] = []
    for path in sorted((root / "geodata" / "places").glob("*.csv")):
        try:
            frame, found = _read_place_file(path, root, region)
        except DataError as error:
            issues.extend(error.issues)
        else:
            frames.append(frame)
            issues.extend(found)
    places = pd.concat(frames, ignore_index=True) if frames else _no_places()
    for each in records(places[places["id"].duplicated()]):
        first = places[places["id"] == each["id"]].iloc[0]
        problem = f"{each['id']!r} is already in {first['file']}, row {first['row']}"
        issues.append(Issue(each["file"], f"row {each['row']}, column id", problem))
    places = places.set_index("id", drop=False)
    issues += _stand_in_issues(places)
    if issues:
        raise DataError(issues)
    return _with_stand_ins(places)


def _stand_in_issues(places: pd.DataFrame) -> list[Issue]:
    """Return an issue for every place that stands at one without coordinates of its own."""
    known = set(places.index[places["at"] == ""])
    return [
        Issue(each["file"], f"row {each['row']}, column at", _unknown_place(each["at"], known))
        for each in records(places[places["at"] != ""])
        if each["at"] not in known
    ]


def _unknown_place(name: str, known: set[str]) -> str:
    near = nearest(name, known)
    hint = f"; did you mean {near!r}?" if near else ""
    return f"{name!r} is no place with coordinates of its own{hint}"


def _with_stand_ins(places: pd.DataFrame) -> pd.DataFrame:
    """Return the gazetteer with the position of every place that stands at another."""
    elsewhere = places["at"] != ""
    found = places.loc[places.loc[elsewhere, "at"], ["lon", "lat", "datum_of_source"]]
    places.loc[elsewhere, found.columns] = found.to_numpy()
    return places


def _no_places() -> pd.DataFrame:
    return pd.DataFrame(columns=[*PLACE_COLUMNS, *OPTIONAL_COLUMNS, "file", "row"])


def _read_place_file(path: Path, root: Path, region: Region) -> tuple[pd.DataFrame, list[Issue]]:
    file = shown_path(path, root)
    table = read_table(path, required=PLACE_COLUMNS, optional=OPTIONAL_COLUMNS, root=root)
    for name in OPTIONAL_COLUMNS:
        if name not in table:
            table[name] = ""
    own = table["at"] == ""
    table["spread_m"], issues = _spread(file, table)
    issues += [
        *allowed_issues(file, table.loc[own, "datum_of_source"], SOURCE_DATUMS),
        *allowed_issues(file, table["position_status"], POSITION_STATUSES[:-1]),
    ]
    for name, convert, expected in (
        ("lon", finite, "a longitude in degrees"),
        ("lat", finite, "a latitude in degrees"),
        ("accuracy_m", positive, "a radius in metres above zero"),
    ):
        rows = table[name] if name == "accuracy_m" else table.loc[own, name]
        numbers, found = parse_column(file, rows, convert, expected)
        table[name] = numbers.reindex(table.index)
        issues += found
    issues += _narrow_issues(file, table)
    issues += [
        Issue(file, f"row {row}, columns lon and lat", problem)
        for row, lon, lat in zip(table.index, table["lon"], table["lat"], strict=True)
        if (problem := position_problem(lon, lat, region.bounds))
    ]
    return table.assign(file=file, row=table.index), issues


def _spread(file: str, table: pd.DataFrame) -> tuple[pd.Series, list[Issue]]:
    return parse_column(
        file, table["spread_m"], positive, "a distance in metres above zero", empty=True
    )


def _narrow_issues(file: str, table: pd.DataFrame) -> list[Issue]:
    """Return an issue for every radius that leaves out a position its own sources give."""
    narrow = table[table["spread_m"] > table["accuracy_m"]]
    return [
        Issue(
            file,
            f"row {row}, column accuracy_m",
            f"a radius of {radius:,.0f} m leaves out a source that lies {spread:,.0f} m away",
        )
        for row, radius, spread in narrow[["accuracy_m", "spread_m"]].itertuples(name=None)
    ]


def position_problem(
    lon: float, lat: float, bounds: tuple[float, float, float, float]
) -> str | None:
    """Return what is wrong with a position that should lie in or near a region, or None.

    Parameters
    ----------
    lon, lat : float
        WGS-84 degrees; NaN is left to whoever parsed it.
    bounds : tuple of float
        (west, south, east, north) of the region; positions up to six degrees outside may be meant.

    Examples
    --------
    >>> position_problem(37.87, 112.55, (110.2, 34.5, 114.6, 40.8))
    '(37.87, 112.55) looks swapped: longitude comes first; expected (112.55, 37.87)'
    """
    if math.isnan(lon) or math.isnan(lat) or _near(lon, lat, bounds):
        return None
    if _near(lat, lon, bounds):
        return (
            f"({lon:g}, {lat:g}) looks swapped: longitude comes first; expected ({lat:g}, {lon:g})"
        )
    west, south, east, north = bounds
    return f"({lon:g}, {lat:g}) is far from the region {west:g}–{east:g} E, {south:g}–{north:g} N"


def _near(lon: float, lat: float, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    reach = _REACH_DEGREES
    return west - reach <= lon <= east + reach and south - reach <= lat <= north + reach
