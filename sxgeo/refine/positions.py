"""A user's own positions, surveyed or geocoded, laid over the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sxgeo.crs import check_datum, ground_distance, wgs84_from
from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.checksums import sha256_of
from sxgeo.data.places import position_problem, read_places
from sxgeo.data.readers import duplicate_issues, finite, parse_column, positive, read_table, records
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.errors import DataError, Issue, unknown
from sxgeo.refine.run import Refinement
from sxgeo.refine.stations import KEPT, PlaceVerdict, better, outside_m

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import shapely

POSITION_COLUMNS = ("place", "lon", "lat", "accuracy_m")
_DOUBTFUL = 2.0


def refine_by_positions(path: Path, datum: str, *, root: str | Path | None = None) -> Refinement:
    """Look what a table of positions changes in the gazetteer.

    Parameters
    ----------
    path : Path
        CSV: ``place`` (an id of the gazetteer, or a name only one place has), ``lon``, ``lat``
        (degrees), ``accuracy_m`` (95 % radius, metres); ``method`` if given is kept as evidence,
        further columns are left alone.
    datum : str
        Of the whole table: one of `sxgeo.crs.DATUMS`.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    DatumError
        The datum is missing or unknown.
    DataError
        Every fault of the table: numbers, unknown or doubled places, swapped or far coordinates.
    """
    known = check_datum(datum)
    catalogue = open_catalogue(root)
    gazetteer = read_places(root)
    table = _read(path, gazetteer, catalogue.region().bounds, known)
    units = read_boundaries(catalogue.region().levels[-1], root=catalogue.root)
    counties = dict(zip(units["adcode"], units.geometry, strict=True))
    verdicts = []
    for row in records(table):
        [place] = records(gazetteer.loc[[row["place"]]])
        verdicts.append(_verdict(row, place, counties.get(place["county_adcode"])))
    return Refinement(
        catalogue,
        _source(path, known),
        tuple(sorted(verdicts, key=lambda each: each.place)),
        (),
        f"given by the user, {known}",
        {"times_present_accuracy": _DOUBTFUL},
    )


def _read(
    path: Path, gazetteer: pd.DataFrame, bounds: tuple[float, float, float, float], datum: str
) -> pd.DataFrame:
    """Return the table in WGS-84 with places by id; raise all its faults at once."""
    file = path.name
    table = read_table(path, required=POSITION_COLUMNS, root=path.parent)
    issues: list[Issue] = []
    for name, convert, expected in (
        ("lon", finite, "a longitude in degrees"),
        ("lat", finite, "a latitude in degrees"),
        ("accuracy_m", positive, "a radius in metres above zero"),
    ):
        table[name], found = parse_column(file, table[name], convert, expected)
        issues += found
    for row, lon, lat in zip(table.index, table["lon"], table["lat"], strict=True):
        if problem := position_problem(lon, lat, bounds):
            issues.append(Issue(file, f"row {row}, columns lon and lat", problem))
    ids, found = _place_ids(file, table["place"], gazetteer)
    issues += found
    table["place"] = ids
    issues += duplicate_issues(file, table.loc[table["place"] != "", "place"])
    if issues:
        raise DataError(issues)
    lon, lat = wgs84_from(table["lon"].to_numpy(), table["lat"].to_numpy(), datum)
    return table.assign(lon=np.round(lon, 6), lat=np.round(lat, 6), row=table.index)


def _place_ids(
    file: str, column: pd.Series, gazetteer: pd.DataFrame
) -> tuple[list[str], list[Issue]]:
    ids: list[str] = []
    issues: list[Issue] = []
    for row, text in column.items():
        where = f"row {row}, column place"
        named = gazetteer.index[(gazetteer["name"] == text) | (gazetteer["name_en"] == text)]
        if text in gazetteer.index:
            ids.append(text)
        elif len(named) == 1:
            ids.append(str(named[0]))
        elif len(named):
            problem = f"{text!r} may be any of {', '.join(sorted(named))}; give the id"
            issues.append(Issue(file, where, problem))
            ids.append("")
        else:
            names = [*gazetteer.index, *gazetteer["name"], *gazetteer["name_en"]]
            issues.append(Issue(file, where, unknown("place", text, names)))
            ids.append("")
    return ids, issues


def _verdict(
    row: dict[str, Any], place: dict[str, Any], county: shapely.Geometry | None
) -> PlaceVerdict:
    """Return what becomes of a place that a row gives another position."""
    metres = float(ground_distance(place["lon"], place["lat"], row["lon"], row["lat"]))
    evidence = " ".join(part for part in (f"row {row['row']}", row.get("method", "")) if part)
    found: dict[str, Any] = {
        "lon": row["lon"],
        "lat": row["lat"],
        "accuracy_m": row["accuracy_m"],
        "distance_m": metres,
        "score": 1.0,
        "evidence": evidence,
        "agrees": metres <= place["accuracy_m"] + row["accuracy_m"],
    }
    identity = (place["id"], place["name"])
    outside = outside_m(county, row["lon"], row["lat"])
    if outside > row["accuracy_m"]:
        problem = f"it lies {outside:,.0f} m outside the county the place is said to be in"
        return PlaceVerdict(*identity, KEPT, problem, **found)
    most = _DOUBTFUL * place["accuracy_m"] + row["accuracy_m"]
    if metres > most:
        problem = (
            f"it lies {metres:,.0f} m from the present position, which is good to "
            f"{place['accuracy_m']:,.0f} m; more than {most:,.0f} m is doubtful"
        )
        return PlaceVerdict(*identity, KEPT, problem, **found)
    return PlaceVerdict(*identity, *better(place, **found), **found)


def _source(path: Path, datum: str) -> dict[str, str]:
    proof = sha256_of(path)
    return {
        "id": f"positions-{proof[:8]}",
        "title": path.name,
        "publisher": "",
        "locator": f"{path.name}, sha256 {proof[:16]}",
        "licence": "as given by the user",
        "datum": datum,
        "vintage": "",
        "accuracy": "As its column accuracy_m states, row by row.",
    }
