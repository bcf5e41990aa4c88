"""A user's table joined to units by code or name, with an account of every row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import pandas as pd

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.find_unit import match_unit
from sxgeo.domain.unit_names import (
    CERTAIN,
    GUESS_AT_LEAST,
    MATCHES,
    UnitMatch,
    read_unit_names,
)
from sxgeo.errors import DataError, Issue, SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

Unmatched = Literal["refuse", "keep"]
UNMATCHED = ("refuse", "keep")
AUDIT_COLUMNS = ("unit_adcode", "unit_name", "unit_match", "unit_score", "unit_note")
_TABLE, _COLUMN, _UNMATCHED = "the table", "column", "value of unmatched"
_WAYS_OUT = (
    "Correct these rows, name the column of the units above as parent, "
    "or keep them without a shape with unmatched='keep'."
)


def join_units(
    table: pd.DataFrame,
    on: str,
    level: str = "county",
    *,
    parent: str | None = None,
    guess_at_least: float = GUESS_AT_LEAST,
    unmatched: Unmatched = "refuse",
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Give every row of a table the shape of the unit it names, and say how it was understood.

    Parameters
    ----------
    table : DataFrame
        One row a unit (or several). It is not changed.
    on : str
        The column with adcodes (numbers or text, also of twelve digits) or names: whole or without
        市, 县 or 区, alone or after the names of the units above, Chinese or English. Codes and
        names that are no more lead to the unit that has all of their land.
    level : str
        An admin level.
    parent : str, optional
        The column that names the unit above: it tells units of the same name apart.
    guess_at_least : float
        A name that is none is guessed where one unit is this much like it (0 to 100, rapidfuzz's
        ratio of characters, or 0.95 of that of sounds) and 5 more than any other. Above 100:
        nothing is guessed.
    unmatched : {'refuse', 'keep'}
        What to do with a table that has rows no unit was found for.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326: every row and column of the table in their order, then ``unit_adcode,
        unit_name``, ``unit_match`` (``adcode``, ``name``, ``former``, ``guess``; with ``keep`` also
        ``ambiguous`` and ``unmatched``, without a shape), ``unit_score`` (100 where certain),
        ``unit_note``, ``geometry``. `attrs` counts the rows by match (``matches``) and lists the
        adcodes of units no row names (``units_without_rows``) and several rows name
        (``units_with_several_rows``).

    Raises
    ------
    DataError
        Rows for which no unit was found, each with what is most like it, unless they are kept.
    UnknownNameError
        No such column, level or choice.
    SxgeoError
        It is no table, or has columns that the result calls something else.

    Examples
    --------
    >>> table = pd.DataFrame({"县": ["娄烦", "太谷县", "140724"], "万元": [1.0, 2.0, 3.0]})
    >>> joined = join_units(table, "县")
    >>> joined[["unit_name", "unit_match"]].to_numpy().tolist()
    [['娄烦县', 'name'], ['太谷区', 'former'], ['昔阳县', 'adcode']]
    """
    _check(table, on, parent, unmatched)
    names = read_unit_names(root)
    units = read_boundaries(level, root=root)
    above = _parents(table, parent, root)
    found = [
        names.match(_text(cell), level=level, parent=code, guess_at_least=guess_at_least)
        if not problem
        else UnitMatch(note=problem)
        for cell, (code, problem) in zip(table[on], above, strict=True)
    ]
    issues = [
        Issue(_TABLE, f"row {row}, column {on}", f"{_text(cell)!r}: {each.note}", "join")
        for row, cell, each in zip(table.index, table[on], found, strict=True)
        if each.match not in (*CERTAIN, "guess")
    ]
    if issues and unmatched == "refuse":
        raise DataError(issues, advice=_WAYS_OUT)
    return _joined(table, found, units)


def _check(table: object, on: str, parent: str | None, unmatched: str) -> None:
    if not isinstance(table, pd.DataFrame):
        msg = f"A {type(table).__name__} is no table; give a DataFrame."
        raise SxgeoError(msg)
    columns = [str(each) for each in table.columns]
    for name in [on] if parent is None else [on, parent]:
        if name not in columns:
            raise UnknownNameError(_COLUMN, name, columns)
    taken = [name for name in (*AUDIT_COLUMNS, "geometry") if name in columns]
    if taken:
        msg = f"The table has a column {taken[0]!r}, which the join adds; rename or drop it first."
        raise SxgeoError(msg)
    if unmatched not in UNMATCHED:
        raise UnknownNameError(_UNMATCHED, unmatched, UNMATCHED)


def _text(cell: object) -> str:
    missing = cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124 (NaN)
    return "" if missing else str(cell)


def _parents(
    table: pd.DataFrame, column: str | None, root: str | Path | None
) -> list[tuple[str, str]]:
    """Return the adcode of the unit above each row (empty: any), and what is wrong with it."""
    if column is None:
        return [("", "")] * len(table)
    cells = [_text(cell) for cell in table[column]]
    known = {cell: _parent(cell, column, root) for cell in dict.fromkeys(cells)}
    return [known[cell] for cell in cells]


def _parent(cell: str, column: str, root: str | Path | None) -> tuple[str, str]:
    if not cell:
        return "", ""
    try:
        return match_unit(cell, root=root).adcode, ""
    except LookupError as error:
        return "", f"column {column}: {str(error).rstrip('.')}"


def _joined(
    table: pd.DataFrame, found: list[UnitMatch], units: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    codes = [each.adcode for each in found]
    shapes = dict(zip(units["adcode"], units.geometry, strict=True))
    audit = {
        "unit_adcode": pd.Series(codes, index=table.index, dtype="str"),
        "unit_name": pd.Series([each.name for each in found], index=table.index, dtype="str"),
        "unit_match": pd.Series([each.match for each in found], index=table.index, dtype="str"),
        "unit_score": pd.Series([each.score for each in found], index=table.index, dtype="float64"),
        "unit_note": pd.Series([each.note for each in found], index=table.index, dtype="str"),
    }
    placed: list[Any] = [shapes.get(code) for code in codes]
    geometry = gpd.GeoSeries(placed, table.index, crs="EPSG:4326")
    result = gpd.GeoDataFrame(table.assign(**audit), geometry=geometry)
    counts = Counter(code for code in codes if code)
    result.attrs = {
        **table.attrs,
        "each_row_is_a": table.attrs.get("each_row_is_a", "row of the table"),
        "matches": {match: sum(each.match == match for each in found) for match in MATCHES},
        "units_without_rows": [code for code in units["adcode"] if code not in counts],
        "units_with_several_rows": sorted(code for code in counts if counts[code] > 1),
        "source_title": units.attrs["source_title"],
        "review_number": units.attrs["review_number"],
    }
    return result
