"""Files of positions placed in units: one file in, one file out, in bounded memory."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sxgeo.errors import DataError, Issue, SxgeoError
from sxgeo.placing.csv_file import CsvFile
from sxgeo.placing.parquet_file import ParquetFile
from sxgeo.placing.placer import Placer, Question, check_columns
from sxgeo.placing.streams import CsvToCsv, CsvToParquet, ParquetToParquet, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.placing.faults import Faults
    from sxgeo.placing.units import Units

    Progress = Callable[[int, int], None]

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
PARQUET_SUFFIXES = (".parquet", ".pq", ".geoparquet")


@dataclass(frozen=True)
class Report:
    """What came of placing a file, or a part of one.

    Attributes
    ----------
    sums : ndarray of int64
        Rows by answer (see `sxgeo.placing.units.Units`).
    faults : Faults
        Of the file; where some were not accepted, nothing of use was written.
    """

    sums: NDArray[np.int64]
    faults: Faults


def is_table(path: Path) -> bool:
    """Return whether a name ends as a table's that can be read here."""
    return path.suffix.casefold() in (*CSV_SUFFIXES, *PARQUET_SUFFIXES)


def is_parquet(path: Path) -> bool:
    """Return whether a name ends as a Parquet file's."""
    return path.suffix.casefold() in PARQUET_SUFFIXES


def place_file(
    source: Path,
    target: Path,
    question: Question,
    *,
    units: Units,
    encoding: str | None = None,
    row_groups: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Place the rows of a CSV or Parquet file and write them, in order, with what was found.

    Parameters
    ----------
    source : Path
        CSV or Parquet, by its suffix.
    target : Path
        A temporary file: it may be half written when an error is raised (see
        `sxgeo.output.replacing`). Its suffix says CSV or Parquet. From CSV to CSV every byte of
        the input is kept; from CSV to Parquet all columns are text.
    question : Question
        Columns, datum and level.
    units : Units
        Of that level.
    encoding : str, optional
        Of a CSV file; detected when not given.
    row_groups : sequence of int, optional
        Of a Parquet file: only these.
    progress : callable, optional
        Called with the rows done in each step, and the bytes of the file they took, about.

    Returns
    -------
    Report
        Sums, and the faults of the rows: the caller raises those that were not accepted.

    Raises
    ------
    DataError
        The file is missing, damaged, lacks columns or changed while it was read.
    DatumError
        The datum is neither a datum nor a column.
    """
    file = str(source)
    with _unchanged(source, file):
        stream = _open(source, target, (question, units), encoding, row_groups)
        return _run(stream, Placer(units, question, stream.names, file), progress)


def _open(
    source: Path,
    target: Path,
    asked: tuple[Question, Units],
    encoding: str | None,
    row_groups: Sequence[int] | None,
) -> Stream:
    question, units = asked
    if is_parquet(source):
        if not is_parquet(target):
            msg = f"{source} is Parquet, so the output must be Parquet too, not {target.suffix!r}."
            raise SxgeoError(msg)
        given = ParquetFile(source, str(source), row_groups)
        check_columns(units, question, given.schema.names, str(source))
        return ParquetToParquet(given, target, units)
    wanted = (question.lon, question.lat)
    table = CsvFile(source, str(source), wanted=wanted, encoding=encoding)
    check_columns(units, question, table.head.names, str(source))
    return (CsvToParquet if is_parquet(target) else CsvToCsv)(table, target, units)


def _run(stream: Stream, placer: Placer, progress: Progress | None) -> Report:
    """Place chunk by chunk; from the first fault on only look for more of them."""
    try:
        for chunk in stream.chunks(placer.needs, placer.faults):
            if all(len(column) == chunk.rows for column in chunk.columns.values()):
                answers = placer.place(chunk.columns, chunk.first_row)
                if not placer.faults.issues():
                    stream.write(chunk, answers)
            if progress is not None:
                progress(chunk.rows, chunk.size)
    finally:
        stream.close()
    return Report(placer.sums, placer.faults)


@contextmanager
def _unchanged(path: Path, file: str) -> Iterator[None]:
    """Refuse a file that is another one after the block than before."""
    before = _stamp(path, file)
    try:
        yield
    except DataError:
        _compare(path, file, before)
        raise
    _compare(path, file, before)


def _stamp(path: Path, file: str) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise DataError([Issue(file, "", "the file is missing")]) from None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _compare(path: Path, file: str, before: tuple[int, int, int]) -> None:
    after = _stamp(path, file)
    if after != before:
        sizes = f"{before[1]:,} bytes before, {after[1]:,} after"
        problem = f"it changed while it was read ({sizes}); run again when it is whole"
        raise DataError([Issue(file, "", problem)])
