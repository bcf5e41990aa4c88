"""Parquet files in and out, in batches of bounded size."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from sxgeo.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BATCH_ROWS = 1 << 17
_BATCH_BYTES = 16 << 20
_GROUP_ROWS = 1 << 20
_GROUP_BYTES = 64 << 20
_PAGE_BUFFER = 1 << 20


class ParquetFile:
    """A Parquet file, read in batches.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        What messages call it.
    row_groups : sequence of int, optional
        Only these, in this order.

    Attributes
    ----------
    schema : pyarrow.Schema
        Its columns and metadata.
    first_row : int
        Row number of the first row read.
    stored_row_bytes : float
        Mean size of a row in the file.
    compression : str
        Codec of its first column.

    Raises
    ------
    DataError
        It is no Parquet file, or only the beginning of one.
    """

    def __init__(self, path: Path, file: str, row_groups: Sequence[int] | None = None) -> None:
        self._file = file
        self._parquet = _opened(path, file)
        metadata = self._parquet.metadata
        every = range(metadata.num_row_groups)
        self._row_groups = list(every if row_groups is None else row_groups)
        self.schema: pa.Schema = self._parquet.schema_arrow
        first = self._row_groups[0] if self._row_groups else 0
        self.first_row = 1 + sum(metadata.row_group(each).num_rows for each in range(first))
        self.stored_row_bytes = path.stat().st_size / max(metadata.num_rows, 1)
        self._row_bytes = _row_bytes(metadata)
        self.compression = _compression(metadata)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield all rows in order.

        Raises
        ------
        DataError
            A page is damaged; the message says near which row.
        """
        size = max(min(_BATCH_ROWS, int(_BATCH_BYTES / self._row_bytes)), 1)
        done = self.first_row - 1
        try:
            with self._parquet:
                for batch in self._parquet.iter_batches(size, row_groups=self._row_groups):
                    yield batch
                    done += batch.num_rows
        except (pa.ArrowInvalid, OSError) as error:
            where = f"after row {done}"
            problem = f"it is damaged: {_first_line(error)}"
            raise DataError([Issue(self._file, where, problem)]) from error


def group_rows(path: Path, file: str) -> list[int]:
    """Return the rows of each row group of a Parquet file.

    Raises
    ------
    DataError
        It is no Parquet file, or only the beginning of one.
    """
    with _opened(path, file) as parquet:
        metadata = parquet.metadata
        return [metadata.row_group(each).num_rows for each in range(metadata.num_row_groups)]


def _opened(path: Path, file: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, buffer_size=_PAGE_BUFFER, pre_buffer=False)
    except FileNotFoundError:
        raise DataError([Issue(file, "", "the file is missing")]) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError([Issue(file, "", _problem(path, error))]) from error


class ParquetWriter:
    """Writes record batches as row groups of about a million rows.

    A full row group is written by a second thread while the next one fills, unless pyarrow was told
    to keep to one processor.

    Parameters
    ----------
    path : Path
        Where to write.
    schema : pyarrow.Schema
        Of the batches.
    compression : str
        A Parquet codec.
    """

    def __init__(self, path: Path, schema: pa.Schema, compression: str) -> None:
        self._schema = schema
        self._held: list[pa.RecordBatch] = []
        coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        self._sink = path.open("wb")
        self._writer = pq.ParquetWriter(
            self._sink, schema, compression=compression, use_dictionary=coded or False
        )
        self._thread = ThreadPoolExecutor(1) if pa.cpu_count() > 1 else None
        self._pending: Future[None] | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows, or keep them until a row group is full."""
        self._held.append(batch)
        rows = sum(each.num_rows for each in self._held)
        if rows >= _GROUP_ROWS or sum(each.nbytes for each in self._held) >= _GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Finish the file, and let go of it even when that fails."""
        with ExitStack() as stack:
            stack.callback(self._sink.close)
            stack.callback(self._writer.close)
            if self._thread is not None:
                stack.callback(self._thread.shutdown)
            self._flush()
            self._wait()

    def _flush(self) -> None:
        if not self._held:
            return
        table = pa.Table.from_batches(self._held, self._schema)
        self._held = []
        self._wait()
        if self._thread is None:
            self._write_group(table)
        else:
            self._pending = self._thread.submit(self._write_group, table)

    def _write_group(self, table: pa.Table) -> None:
        self._writer.write_table(table, row_group_size=table.num_rows)

    def _wait(self) -> None:
        """Wait for the row group being written; raise what went wrong with it."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending.result()


def _row_bytes(metadata: pq.FileMetaData) -> float:
    """Return the mean size of a row in memory, in bytes."""
    groups = [metadata.row_group(each) for each in range(metadata.num_row_groups)]
    total = sum(each.total_byte_size for each in groups)
    return float(max(total / max(metadata.num_rows, 1), 1.0))


def _compression(metadata: pq.FileMetaData) -> str:
    if not metadata.num_row_groups or not metadata.num_columns:
        return "snappy"
    codec: str = metadata.row_group(0).column(0).compression
    return "none" if codec == "UNCOMPRESSED" else codec.lower()


def _problem(path: Path, error: Exception) -> str:
    with path.open("rb") as stream:
        begins = stream.read(4) == b"PAR1"
    if begins:
        return "its end is missing: it was cut short (an unfinished copy or download?)"
    return f"it is no Parquet file: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
