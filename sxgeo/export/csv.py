"""CSV with the geometry as WKT: UTF-8 with a byte-order mark, which Excel needs for Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import numpy as np
    from pandas.api.extensions import ExtensionDtype

# What a spreadsheet would run as a formula; the page's own downloads follow the same rule.
_FORMULA = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\t\r|%]")
_GUARD = "'"


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as CSV (see `sxgeo.export.write_frame`).

    Points also get `longitude` and `latitude` columns. WKT holds at most seven decimals (1 cm). A
    text that a spreadsheet would run as a formula stands behind an apostrophe.
    """
    del layer
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    for name in table.columns[table.dtypes.map(_holds_text)]:
        table[name] = table[name].map(guarded)
    shapes = frame.geometry.to_numpy()
    if points_only(frame):
        table["longitude"] = shapely.get_x(shapes)
        table["latitude"] = shapely.get_y(shapes)
    table["wkt"] = shapely.to_wkt(shapes, rounding_precision=7)
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def extra_columns(frame: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return names and Frictionless types of the columns CSV adds for the geometry."""
    points = [("longitude", "number"), ("latitude", "number")] if points_only(frame) else []
    return [*points, ("wkt", "string")]


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet runs: formula-leading text behind an apostrophe.

    Examples
    --------
    >>> guarded("=1+1"), guarded("水库"), guarded(-3.5)
    ("'=1+1", '水库', -3.5)
    """
    return f"{_GUARD}{value}" if is_formula(value) else value


def is_formula(value: object) -> bool:
    """Return whether a spreadsheet would run a cell as a formula."""
    return isinstance(value, str) and _FORMULA.match(value) is not None


def guarded_cells(frame: gpd.GeoDataFrame) -> list[tuple[str, int]]:
    """Return the columns with texts that begin like a formula, and how many they have."""
    counts = [
        (str(name), sum(map(is_formula, frame[name])))
        for name in frame.columns
        if name != frame.geometry.name and _holds_text(frame[name].dtype)
    ]
    return [(name, count) for name, count in counts if count]


def points_only(frame: gpd.GeoDataFrame) -> bool:
    """Return whether every feature is one point."""
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    return bool((kinds == shapely.GeometryType.POINT).all())


def _holds_text(dtype: np.dtype | ExtensionDtype) -> bool:
    return bool(pd.api.types.is_object_dtype(dtype) or pd.api.types.is_string_dtype(dtype))
