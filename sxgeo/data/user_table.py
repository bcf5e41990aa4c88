"""A user's own file as a frame: columns typed as the file has them, positions as it gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from sxgeo.data.readers import read_table
from sxgeo.errors import DataError, Issue, UnknownNameError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TABLES = (".csv", ".xlsx")
SHAPES = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".kml", ".parquet")


@dataclass(frozen=True)
class UserTable:
    """What a file holds, before any datum is dealt with.

    Attributes
    ----------
    frame : GeoDataFrame
        Its rows; geometry in degrees, no CRS; the index is the row's number in the file.
    name : str
        The file's name without its ending.
    datum : str
        The datum the file itself states by its CRS; empty where it states none.
    """

    frame: gpd.GeoDataFrame
    name: str
    datum: str


def read_user_table(path: Path, *, lon: str = "lon", lat: str = "lat") -> UserTable:
    """Read a table with coordinate columns, or a file of shapes.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.xlsx``; ``.geojson``, ``.gpkg``, ``.shp``, ``.fgb``, ``.kml``, ``.parquet``.
    lon, lat : str
        Columns of a table that hold degrees.

    Raises
    ------
    UnknownNameError
        The file's ending is none of these.
    DataError
        The file cannot be read, a column is missing, or cells are no numbers; all rows are named.
    """
    ending = path.suffix.lower()
    if ending not in (*TABLES, *SHAPES):
        known = (*TABLES, *SHAPES)
        kind = "file type"
        raise UnknownNameError(kind, ending or path.name, known)
    if not path.is_file():
        raise DataError([Issue(path.name, "", "the file is missing")])
    if ending == ".csv":
        table = typed(read_table(path, required=[]))
        return UserTable(positioned(table, path.name, lon=lon, lat=lat), path.stem, "")
    frame = _read_parquet(path) if ending == ".parquet" else _read_gdal(path)
    return frame_table(frame, path.name, lon=lon, lat=lat)


def frame_table(frame: pd.DataFrame, name: str, *, lon: str = "lon", lat: str = "lat") -> UserTable:
    """Return a frame as a user table: its geometry, or points from its coordinate columns.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
        A GeoDataFrame's CRS states its datum; one without states none.
    name : str
        For messages and as a title.
    lon, lat : str
        Columns of a plain frame that hold degrees.

    Raises
    ------
    DataError
        A column is missing, a cell is no number, or a row has no geometry.
    """
    stem = name.rsplit(".", 1)[0]
    if not isinstance(frame, gpd.GeoDataFrame):
        numbered = frame.set_axis(pd.RangeIndex(2, len(frame) + 2), axis="index")
        return UserTable(positioned(numbered, name, lon=lon, lat=lat), stem, "")
    shapes, datum = frame, ""
    if frame.crs is not None:
        datum = "cgcs2000" if frame.crs.to_epsg() == 4490 else "wgs84"
        # A projected CRS is read back to degrees of its own datum; CGCS2000 coincides with WGS-84.
        shapes = frame if frame.crs.is_geographic else frame.to_crs("EPSG:4326")
    numbered = shapes.set_axis(pd.RangeIndex(1, len(frame) + 1), axis="index").copy()
    numbered = _only_geometry(numbered)
    empty = numbered.index[numbered.geometry.isna() | numbered.geometry.is_empty]
    if len(empty):
        raise DataError(Issue(name, f"row {row}", "it has no geometry") for row in empty)
    return UserTable(numbered, stem, datum)


def positioned(table: pd.DataFrame, name: str, *, lon: str, lat: str) -> gpd.GeoDataFrame:
    """Return a table with points from two of its columns, which are left out.

    Raises
    ------
    DataError
        A column is missing, or cells are no numbers of degrees.
    """
    columns = [str(each) for each in table.columns]
    issues = [
        Issue(name, "", f"the column {wanted!r} is missing{_guess(wanted, columns)}")
        for wanted in (lon, lat)
        if wanted not in columns
    ]
    if issues:
        raise DataError(issues)
    degrees = [pd.to_numeric(table[each], errors="coerce") for each in (lon, lat)]
    for wanted, column in zip((lon, lat), degrees, strict=True):
        # A latitude above 90 may be a longitude in the wrong column: the region tells, later.
        for row, told in table.loc[~(column.abs() <= 180), wanted].items():
            problem = f"{str(told)!r} is no number of degrees"
            issues.append(Issue(name, f"row {row}, column {wanted}", problem))
    if issues:
        raise DataError(issues)
    points = gpd.points_from_xy(*degrees)
    return gpd.GeoDataFrame(table.drop(columns=[lon, lat]), geometry=points)


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of text in which columns that hold numbers alone are numbers.

    A column with a leading zero (a code, a telephone number) stays text.
    """
    return table.apply(_typed_column)


def _only_geometry(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame whose one geometry column is called so and has no CRS."""
    active = frame.geometry.name
    shapes = gpd.GeoSeries(frame.geometry.to_numpy(), index=frame.index)
    taken = [
        name for name in frame.columns if name == "geometry" or frame[name].dtype == "geometry"
    ]
    return gpd.GeoDataFrame(frame.drop(columns=list({*taken, active})), geometry=shapes)


def _typed_column(column: pd.Series) -> pd.Series:
    filled = column[column != ""]
    if filled.empty or filled.str.match(r"^[+-]?0\d|^\s|.*\s$|.*_").any():
        return column
    numbers = pd.to_numeric(filled, errors="coerce")
    return column if numbers.isna().any() else numbers.reindex(column.index)


def _guess(wanted: str, columns: Sequence[str]) -> str:
    near = nearest(wanted, columns)
    return f" (is it {near!r}?)" if near else f"; it has {', '.join(columns) or 'none'}"


def _read_gdal(path: Path) -> pd.DataFrame:
    import pyogrio

    options: dict[str, Any] = {"HEADERS": "FORCE"} if path.suffix.lower() == ".xlsx" else {}
    try:
        frame: pd.DataFrame = pyogrio.read_dataframe(path, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise DataError([Issue(path.name, "", f"it cannot be read: {error}")]) from error
    return frame


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow.parquet

    try:
        has_geometry = b"geo" in (pyarrow.parquet.read_schema(path).metadata or {})
        return gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise DataError([Issue(path.name, "", f"it cannot be read: {error}")]) from error
