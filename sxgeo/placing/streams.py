"""From one file to another in chunks: the three ways a table may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from sxgeo.errors import DataError, Issue
from sxgeo.placing.csv_file import CsvWriter
from sxgeo.placing.parquet_file import ParquetWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.placing.csv_file import CsvFile
    from sxgeo.placing.faults import Faults
    from sxgeo.placing.parquet_file import ParquetFile
    from sxgeo.placing.units import Units


@dataclass(frozen=True)
class Chunk:
    """Rows on their way.

    Attributes
    ----------
    columns : mapping of str to Array
        Those asked for.
    rows : int
        How many rows it should have; faulty records leave fewer in `columns`.
    first_row : int
        Row number of the first one in the file.
    content : Block or RecordBatch
        What is to be written again.
    size : int
        Bytes of the file that it takes, about.
    """

    columns: Mapping[str, pa.Array]
    rows: int
    first_row: int
    content: Any
    size: int


class Stream(Protocol):
    """A file to read, and the file to write its rows to."""

    names: tuple[str, ...]

    def chunks(self, needs: Sequence[str], faults: Faults) -> Iterator[Chunk]:
        """Yield all rows in order, with the columns needed."""

    def write(self, chunk: Chunk, answers: NDArray[np.int32]) -> None:
        """Write a chunk with its answers."""

    def close(self) -> None:
        """Finish the file written."""


class CsvToCsv:
    """Keeps every byte of the input.

    Parameters
    ----------
    source : CsvFile
        To read.
    target : Path
        To write.
    units : Units
        What the answers mean.
    """

    def __init__(self, source: CsvFile, target: Path, units: Units) -> None:
        self.names = source.head.names
        self._source = source
        self._writer = CsvWriter(target, source.head, units)

    def chunks(self, needs: Sequence[str], faults: Faults) -> Iterator[Chunk]:
        """Yield the records in blocks; write the header on the way."""
        self._source.note_encoding(faults)
        for block in self._source.blocks():
            if block.first_row == 1:
                self._writer.write_header(block)
                continue
            columns = self._source.columns(block, needs, faults)
            yield Chunk(columns, block.ends.size, block.first_row, block, len(block.data))

    def write(self, chunk: Chunk, answers: NDArray[np.int32]) -> None:
        """Write records with their answers."""
        self._writer.write(chunk.content, answers)

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


class CsvToParquet:
    """Keeps every cell as text.

    Parameters
    ----------
    source : CsvFile
        To read.
    target : Path
        To write.
    units : Units
        What the answers mean.

    Raises
    ------
    DataError
        Two columns have one name.
    """

    def __init__(self, source: CsvFile, target: Path, units: Units) -> None:
        self.names = source.head.names
        doubled = sorted({name for name in self.names if self.names.count(name) > 1})
        if doubled:
            raise DataError(
                Issue(source.file, "", f"two columns are named {name!r}; Parquet allows one")
                for name in doubled
            )
        self._source, self._units = source, units
        texts = [pa.field(name, pa.string()) for name in self.names]
        self._schema = pa.schema([*texts, *units.arrow_fields()])
        self._writer = ParquetWriter(target, self._schema, "zstd")

    def chunks(self, needs: Sequence[str], faults: Faults) -> Iterator[Chunk]:
        """Yield all columns, whatever is needed: they are to be written."""
        del needs
        self._source.note_encoding(faults)
        for block in self._source.blocks():
            if block.first_row > 1:
                columns = self._source.columns(block, self.names, faults)
                yield Chunk(columns, block.ends.size, block.first_row, block, len(block.data))

    def write(self, chunk: Chunk, answers: NDArray[np.int32]) -> None:
        """Write rows with their answers."""
        added = self._units.arrow_columns(answers)
        columns = [*chunk.columns.values(), *added.values()]
        self._writer.write(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


class ParquetToParquet:
    """Keeps every column, its type and the file's metadata.

    Parameters
    ----------
    source : ParquetFile
        To read.
    target : Path
        To write.
    units : Units
        What the answers mean.
    """

    def __init__(self, source: ParquetFile, target: Path, units: Units) -> None:
        self.names = tuple(source.schema.names)
        self._source, self._units = source, units
        fields = [*source.schema, *units.arrow_fields()]
        self._schema = pa.schema(fields, metadata=source.schema.metadata)
        self._writer = ParquetWriter(target, self._schema, source.compression)

    def chunks(self, needs: Sequence[str], faults: Faults) -> Iterator[Chunk]:
        """Yield the rows in batches."""
        del faults
        row = self._source.first_row
        for batch in self._source.batches():
            columns = {name: batch.column(name) for name in needs}
            size = int(batch.num_rows * self._source.stored_row_bytes)
            yield Chunk(columns, batch.num_rows, row, batch, size)
            row += batch.num_rows

    def write(self, chunk: Chunk, answers: NDArray[np.int32]) -> None:
        """Write rows with their answers."""
        columns = [*chunk.content.columns, *self._units.arrow_columns(answers).values()]
        self._writer.write(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()
