"""Tables in memory placed in units: pandas, GeoPandas, pyarrow, and Dask's lazy frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from sxgeo.errors import DataError, DatumError, Issue, SxgeoError
from sxgeo.placing.placer import Placer, Question
from sxgeo.placing.units import Units, read_units

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

T = TypeVar("T")
_CALLED = "the table"
_XY = ("geometry.x", "geometry.y")  # what messages call a geometry's coordinates
_DATUMS = {4326: "wgs84", 4490: "cgcs2000"}
_MISSING, _POINT = -1, 0
_CHUNK = 1 << 20  # rows at once: what is made on the way stays small beside the table


def place(
    table: T,
    *,
    lon: str | None = None,
    lat: str | None = None,
    datum: str | None = None,
    level: str = "county",
    accept: Sequence[str] = (),
    root: str | Path | None = None,
) -> T:
    """Say in which unit each row of a table lies.

    Exact: the answer is that of arithmetic without rounding on the boundary at full resolution. A
    position on a border that units share belongs to the one with the smaller adcode.

    Parameters
    ----------
    table : DataFrame, GeoDataFrame, pyarrow.Table, pyarrow.RecordBatch or dask DataFrame
        One row a position. It is not changed.
    lon, lat : str
        Columns with the coordinates: numbers, or text. Empty cells are allowed. A GeoDataFrame of
        points needs neither: its geometry is taken.
    datum : str
        Of the coordinates: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``; or the column that gives
        each row's datum. A geometry in EPSG:4326 or EPSG:4490 needs none.
    level : str
        An admin level, such as ``"county"``.
    accept : sequence of str
        Ways of writing numbers to read, which are refused otherwise: ``"fullwidth"`` digits,
        ``"decimal_comma"``, ``"dms"`` (degrees, minutes, seconds); and ``"faulty"`` to take rows
        that look swapped, projected or of another datum as they stand.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    same type as `table`
        All rows in the same order and all columns, and for the level and each above it but the
        topmost ``<level>_adcode`` and ``<level>_name`` (text, missing where there is no unit),
        then ``place_status``: ``inside``, ``on_border``, ``outside`` or ``invalid`` (no position).

    Raises
    ------
    DataError
        Faults of the table, each with its rows (the first row is row 1) and count.
    DatumError
        The datum is missing, or neither a datum nor a column.
    UnknownNameError
        No such level.

    Examples
    --------
    >>> seen = pd.DataFrame({"lon": [112.55, 116.4], "lat": [37.87, 39.9]})
    >>> placed = place(seen, lon="lon", lat="lat", datum="wgs84", level="prefecture")
    >>> placed["prefecture_name"].tolist(), placed["place_status"].tolist()
    (['太原市', nan], ['inside', 'outside'])
    """
    given: Any = table
    units = read_units(level, root=root)
    if lon is None and lat is None and hasattr(given, "geometry"):
        return cast("T", _place_points(given, datum, units, tuple(accept)))
    if lon is None or lat is None:
        msg = "Name the columns with the coordinates: lon=…, lat=…"
        raise SxgeoError(msg)
    question = Question(lon, lat, datum or "", level, tuple(accept))
    if isinstance(given, pd.DataFrame):
        return cast("T", _place_frame(given, question, units))
    if isinstance(given, (pa.Table, pa.RecordBatch)):
        return cast("T", _place_arrow(given, question, units))
    if type(given).__module__.partition(".")[0].startswith("dask"):
        return cast("T", _place_lazily(given, question, root))
    msg = f"A {type(given).__name__} cannot be placed; give a DataFrame or a pyarrow table."
    raise SxgeoError(msg)


def _place_frame(frame: pd.DataFrame, question: Question, units: Units) -> pd.DataFrame:
    placer = Placer(units, question, [str(name) for name in frame.columns], _CALLED)
    given = {name: _arrow_column(frame[name]) for name in placer.needs}
    return _with_answers(frame, units, _answers(placer, given, len(frame)))


def _place_points(
    frame: gpd.GeoDataFrame, datum: str | None, units: Units, accept: tuple[str, ...]
) -> gpd.GeoDataFrame:
    """Place by geometry instead of by columns."""
    shapes = frame.geometry.to_numpy()
    others = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (_MISSING, _POINT)))
    if others.size:
        kind = shapes[others[0]].geom_type
        problem = f"a {kind} lies in no one unit; give points, such as representative points"
        raise DataError([Issue(_CALLED, f"{others.size:,} rows, first {others[0] + 1}", problem)])
    question = Question(*_XY, datum or _datum_of(frame.crs), units.level, accept)
    columns = dict(zip(_XY, (shapely.get_x(shapes), shapely.get_y(shapes)), strict=True))
    placer = Placer(units, question, [*map(str, frame.columns), *_XY], _CALLED)
    given = {
        name: pa.array(columns[name]) if name in columns else _arrow_column(frame[name])
        for name in placer.needs
    }
    return cast(
        "gpd.GeoDataFrame", _with_answers(frame, units, _answers(placer, given, len(frame)))
    )


def _datum_of(crs: Any) -> str:  # noqa: ANN401
    """Return the datum that a CRS in degrees names.

    Raises
    ------
    DatumError
        There is no CRS, or another one.
    """
    named = None if crs is None else crs.to_epsg()
    if named not in _DATUMS:
        said = "has no CRS" if crs is None else f"is in {crs.name}"
        msg = f"The geometry {said}; take it to EPSG:4326, or say datum=… if it is in degrees."
        raise DatumError(msg)
    return _DATUMS[named]


def _with_answers(frame: pd.DataFrame, units: Units, answers: NDArray[np.int32]) -> pd.DataFrame:
    result = frame.copy(deep=False)
    for name, column in units.arrow_columns(answers).items():
        text = column.dictionary_decode().to_pandas()
        result[name] = text.astype("str").set_axis(frame.index)
    return result


def _arrow_column(values: pd.Series) -> pa.Array:
    if values.dtype == object:  # text and numbers may be mixed: read all of it as text
        values = values.where(values.isna(), values.astype("str"))
    column = pa.Array.from_pandas(values)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _place_arrow(table: Any, question: Question, units: Units) -> Any:  # noqa: ANN401
    placer = Placer(units, question, table.schema.names, _CALLED)
    given = {name: _whole(table.column(name)) for name in placer.needs}
    answers = _answers(placer, given, table.num_rows)
    for name, column in units.arrow_columns(answers).items():
        table = table.append_column(name, column)
    return table


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _answers(placer: Placer, columns: dict[str, pa.Array], rows: int) -> NDArray[np.int32]:
    """Return all answers, or raise all faults."""
    parts = [
        placer.place(
            {name: column.slice(start, _CHUNK) for name, column in columns.items()}, start + 1
        )
        for start in range(0, rows, _CHUNK)
    ]
    if issues := placer.faults.issues():
        raise DataError(issues)
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _place_lazily(frame: Any, question: Question, root: str | Path | None) -> Any:  # noqa: ANN401
    """Place a Dask frame partition by partition, each in the worker that holds it."""
    meta = _place_partition(frame._meta, question, root)  # noqa: SLF001
    return frame.map_partitions(_place_partition, question, root, meta=meta)


def _place_partition(
    frame: pd.DataFrame, question: Question, root: str | Path | None
) -> pd.DataFrame:
    return _place_frame(frame, question, read_units(question.level, root=root))
