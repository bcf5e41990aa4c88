"""How many features each unit has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.frames import unit_codes, wgs84_frame
from sxgeo.domain.selection import select_boundaries
from sxgeo.errors import SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

RESERVED = ("adcode", "name", "name_en", "parent_adcode", "features", "geometry")


def count_by_unit(
    frame: gpd.GeoDataFrame,
    level: str = "county",
    *,
    by: str | None = None,
    parent: str | None = None,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Count the features in each unit of an admin level.

    Parameters
    ----------
    frame : GeoDataFrame
        Features of any kind. A feature in several units counts in each of them; a point on a border
        counts in the unit with the smaller adcode.
    level : str
        An admin level.
    by : str, optional
        A column: one more column for each of its values, with the features that have it.
    parent : str, optional
        Name or adcode: only the units below it.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a unit, ascending by adcode: ``adcode, name, name_en, parent_adcode,
        features``, the values of `by`, ``geometry``. Units without features have 0. `attrs` says
        how many features lie in no unit (``outside``) and in more than one (``in_several``).

    Raises
    ------
    UnknownNameError
        No such level, unit or column.
    SxgeoError, DatumError, DataError
        The frame cannot be asked (see `sxgeo.domain.frames.wgs84_frame`), or a value of `by` is
        called like a column of the result.

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> found = count_by_unit(read_layer("zones"), "prefecture").set_index("name")
    >>> int(found.loc["大同市", "features"])
    1
    """
    given = wgs84_frame(frame)
    units = select_boundaries(level, parent=parent, root=root)
    codes = unit_codes(given, level, read_boundaries(level, root=root))
    pairs = pd.DataFrame(
        [(code, place) for place, found in enumerate(codes) for code in found],
        columns=["adcode", "place"],
    )
    result = units[["adcode", "name", "name_en", "parent_adcode"]].copy()
    result["features"] = _counts(pairs, result["adcode"])
    if by is not None:
        for value, places in _classes(given, by).items():
            result[value] = _counts(pairs[pairs["place"].isin(places)], result["adcode"])
    result = units[["geometry"]].join(result)[[*result.columns, "geometry"]]
    result.attrs = {
        "each_row_is_a": units.attrs["each_row_is_a"],
        "of": frame.attrs.get("title", ""),
        "level": level,
        "features": len(given),
        "outside": sum(not found for found in codes),
        "in_several": sum(len(found) > 1 for found in codes),
        "source_title": units.attrs["source_title"],
        "review_number": units.attrs["review_number"],
    }
    return result


def _counts(pairs: pd.DataFrame, adcodes: pd.Series) -> pd.Series:
    return adcodes.map(pairs["adcode"].value_counts()).fillna(0).astype("int64")


def _classes(frame: gpd.GeoDataFrame, by: str) -> dict[str, list[int]]:
    """Return the places of the features that have each value of a column, values sorted."""
    if by not in frame:
        raise UnknownNameError("column", by, [str(each) for each in frame.columns])
    values = frame[by].astype("str").tolist()
    taken = [each for each in dict.fromkeys(values) if each in RESERVED]
    if taken:
        msg = f"The column {by!r} holds {taken[0]!r}, which the result calls something else."
        raise SxgeoError(msg)
    return {
        value: [place for place, each in enumerate(values) if each == value]
        for value in sorted(set(values))
    }
