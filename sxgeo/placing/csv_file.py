"""CSV files in and out: every byte of the input is kept, the new cells are added to each line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from sxgeo.errors import DataError, Issue, SxgeoError, suggestion
from sxgeo.placing.encoding import ASK_ENCODING, detect_encoding
from sxgeo.placing.records import Block, read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sxgeo.placing.faults import Faults
    from sxgeo.placing.units import Units

DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True)
class CsvHead:
    """What the first line of a CSV file tells.

    Attributes
    ----------
    names : tuple of str
        Its columns.
    delimiter, encoding : str
        How it is written; the encoding is one of `sxgeo.placing.encoding.ENCODINGS`.
    """

    names: tuple[str, ...]
    delimiter: str
    encoding: str


class CsvFile:
    """A CSV file, read in blocks.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        What messages call it.
    wanted : sequence of str
        Columns that must be there; they tell the delimiter.
    encoding : str, optional
        One of `sxgeo.placing.encoding.ENCODINGS`; detected when not given.

    Attributes
    ----------
    head : CsvHead
        What its first line tells.

    Raises
    ------
    DataError
        The file is empty, in no encoding that can be told, or lacks a column.
    """

    def __init__(
        self, path: Path, file: str, *, wanted: Sequence[str], encoding: str | None = None
    ) -> None:
        self.path, self.file = path, file
        self._detected = encoding is None
        self.head = self._read_head(encoding or detect_encoding(path, file), wanted)

    def _read_head(self, encoding: str, wanted: Sequence[str]) -> CsvHead:
        with self.path.open("rb") as stream:
            block = next(read_blocks(stream, self.file, size=_HEAD_BYTES), None)
        if block is None or not block.ends.size:
            raise DataError([Issue(self.file, "", "it is empty: expected a header row")])
        first = Block(block.data[: int(block.ends[0])], block.ends[:1], 1)
        line = as_text(first, encoding, self.file).removeprefix("\ufeff")
        by_delimiter = {each: _cells(line, each) for each in DELIMITERS}
        for delimiter, names in by_delimiter.items():
            if all(name in names for name in wanted):
                return CsvHead(tuple(names), delimiter, encoding)
        names = max(by_delimiter.values(), key=len)
        raise DataError(
            Issue(self.file, "", f"the column {name!r} is missing.{suggestion(name, names)}")
            for name in wanted
            if name not in names
        )

    def note_encoding(self, faults: Faults) -> None:
        """Say so where another encoding than UTF-8 was detected."""
        if self._detected and self.head.encoding != "utf-8":
            faults.note("read_as", self.head.encoding.upper())

    def blocks(self) -> Iterator[Block]:
        """Yield the records in blocks, the header alone in the first."""
        with self.path.open("rb") as stream:
            for block in read_blocks(stream, self.file):
                if block.first_row > 1:
                    yield block
                    continue
                header, rest = block.split_first()
                yield header
                yield rest

    def columns(self, block: Block, names: Sequence[str], faults: Faults) -> dict[str, pa.Array]:
        """Return some columns of a block as text.

        Parameters
        ----------
        block : Block
            Records of this file, without the header.
        names : sequence of str
            The columns wanted.
        faults : Faults
            Counts records with too many or too few cells. A block that has any gives fewer rows.
        """
        if (block.ends == block.starts).all():
            self._count_ragged(block, [], 0, faults)
            return {name: pa.array([], pa.string()) for name in names}
        places = [f"f{self.head.names.index(name)}" for name in names]
        ragged: list[tuple[int, int]] = []

        def note(row: pa_csv.InvalidRow) -> str:
            ragged.append((row.number, row.actual_columns))
            return "skip"

        data = self._as_utf8(block)
        table = pa_csv.read_csv(
            pa.py_buffer(data),
            read_options=pa_csv.ReadOptions(
                use_threads=False,
                block_size=len(data) + 1,
                column_names=[f"f{place}" for place in range(len(self.head.names))],
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.head.delimiter,
                newlines_in_values=b'"' in data,
                invalid_row_handler=note,
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=places,
                column_types=dict.fromkeys(places, pa.string()),
                strings_can_be_null=False,
            ),
        )
        self._count_ragged(block, ragged, table.num_rows, faults)
        columns = (table.column(place).combine_chunks() for place in places)
        return dict(zip(names, columns, strict=True))

    def _as_utf8(self, block: Block) -> bytes:
        """Return the records' bytes, proven to be UTF-8."""
        if block.data.isascii():
            return block.data
        text = as_text(block, self.head.encoding, self.file)
        return block.data if self.head.encoding == "utf-8" else text.encode("utf-8")

    def _count_ragged(
        self, block: Block, ragged: list[tuple[int, int]], parsed: int, faults: Faults
    ) -> None:
        written = block.ends > block.starts
        rows = np.flatnonzero(written) + block.first_row  # the parser counts no blank lines
        cells = {int(rows[number - 1]): count for number, count in ragged}
        cells |= dict.fromkeys((np.flatnonzero(~written) + block.first_row).tolist(), 0)
        first = min(cells, default=0)
        faults.add(
            "ragged", "", sorted(cells), _RAGGED.format(len(self.head.names), cells.get(first))
        )
        if parsed + len(cells) != block.ends.size:
            problem = "a quote stands where none is allowed, so records cannot be told apart"
            faults.add("quote", "", [block.first_row], f"{problem} (from this row on)")


class CsvWriter:
    """Writes the records of a `CsvFile` with their answers.

    Parameters
    ----------
    path : Path
        Where to write.
    head : CsvHead
        Of the input; the output has the same encoding, delimiter and line ends.
    units : Units
        What the answers mean.

    Raises
    ------
    SxgeoError
        A unit's name cannot be written in the encoding.
    """

    def __init__(self, path: Path, head: CsvHead, units: Units) -> None:
        rows = zip(*units.answers.values(), strict=True)
        self._header = _suffix(units.columns, head)
        self._suffixes = pa.array([_suffix(row, head) for row in rows], pa.large_binary())
        self._stream = path.open("wb")

    def write_header(self, block: Block) -> None:
        """Write the header with the names of the new columns."""
        end = int(block.ends[0])
        self._stream.write(block.data[:end] + self._header + (block.data[end:] or b"\n"))

    def write(self, block: Block, answers: NDArray[np.int32]) -> None:
        """Write records, each with its answer."""
        if not block.ends.size:
            self._stream.write(block.data)
            return
        # Each element begins with the line end before it, so that joined they are the file.
        offsets = np.append(0, block.ends).astype(np.int64)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(block.data)]
        records = pa.LargeBinaryArray.from_buffers(pa.large_binary(), block.ends.size, buffers)
        added = self._suffixes.take(pa.array(answers))
        joined = pc.binary_join_element_wise(records, added, pa.scalar(b"", pa.large_binary()))
        self._stream.write(joined.buffers()[2])
        self._stream.write(memoryview(block.data)[int(block.ends[-1]) :])

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()


_HEAD_BYTES = 1 << 16
_RAGGED = "expected {} cells as in the header, found {}"


def as_text(block: Block, encoding: str, file: str) -> str:
    """Return a block's text.

    Raises
    ------
    DataError
        Some bytes are not in the encoding; the message gives the row.
    """
    try:
        return block.data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = (
            f"its bytes are no {encoding.upper()}: either the file mixes encodings, "
            f"or {ASK_ENCODING}"
        )
        where = f"row {block.row_of(error.start)}"
        raise DataError([Issue(file, where, problem, "encoding")]) from None


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])


def _suffix(cells: Sequence[str], head: CsvHead) -> bytes:
    """Return cells as they stand at the end of a line, delimiter first."""
    text = io.StringIO()
    csv.writer(text, delimiter=head.delimiter, lineterminator="").writerow(["", *cells])
    try:
        return text.getvalue().encode(head.encoding)
    except UnicodeEncodeError as error:
        msg = f"{error.object!r} cannot be written in {head.encoding}; convert the table to UTF-8."
        raise SxgeoError(msg) from None
