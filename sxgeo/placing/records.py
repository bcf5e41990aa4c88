"""A CSV file cut into blocks of whole records, whatever its size, without changing a byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from sxgeo.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    IntArray = NDArray[np.int64]

BLOCK_BYTES = 8 << 20
LONGEST_RECORD = 64 << 20
_LINE_END, _RETURN, _QUOTE = 10, 13, 34


@dataclass(frozen=True)
class Block:
    """Whole records of a file.

    Attributes
    ----------
    data : bytes
        The records with their line ends; the file's last record may lack one.
    ends : ndarray of int64, shape (records,)
        Where each record ends in `data`, before its line end. Blank lines that end the file are
        no records; they stand behind the last one.
    first_row : int
        Row number of the first record (the header is row 1).
    """

    data: bytes
    ends: IntArray
    first_row: int

    @property
    def starts(self) -> IntArray:
        """Where each record starts in `data`."""
        return np.append(0, self._next_lines()[:-1])[: self.ends.size]

    def row_of(self, offset: int) -> int:
        """Return the row number of the record that holds a byte of `data`."""
        return self.first_row + int(np.searchsorted(self.ends, offset, side="right"))

    def split_first(self) -> tuple[Block, Block]:
        """Return the first record and the rest."""
        start = int(self._next_lines()[0])
        first = Block(self.data[:start], self.ends[:1], self.first_row)
        return first, Block(self.data[start:], self.ends[1:] - start, self.first_row + 1)

    def _next_lines(self) -> IntArray:
        """Where the line after each record starts."""
        letters = np.frombuffer(self.data, np.uint8)
        last = letters.size - 1
        if last < 0:
            return self.ends
        carriage = letters[np.minimum(self.ends, last)] == _RETURN
        return np.asarray(np.minimum(self.ends + 1 + carriage, letters.size), np.int64)


def read_blocks(stream: BinaryIO, file: str, *, size: int = BLOCK_BYTES) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole records: a line end inside quotes ends none.

    Parameters
    ----------
    stream : binary file
        UTF-8, GB18030 or any encoding in which a quote and a line end are one byte each.
    file : str
        What messages call it.
    size : int
        Bytes read at once.

    Yields
    ------
    Block
        In order; together their `data` is the stream.

    Raises
    ------
    DataError
        A quote is never closed.

    Examples
    --------
    >>> import io
    >>> [block.ends.tolist() for block in read_blocks(io.BytesIO(b'a,b\n1,"x\ny"\n'), "t.csv")]
    [[3, 11]]
    """
    held, row = None, 1
    for data in _whole_records(stream, file, size):
        if held is not None:
            yield held
        held = Block(data, _ends(data), row)
        row += held.ends.size
    if held is not None:
        yield _without_blank_end(held)


_UNCLOSED = "is there a quote that is never closed, or does the file have no line ends?"


def _whole_records(stream: BinaryIO, file: str, size: int) -> Iterator[bytes]:
    carry = b""
    while piece := stream.read(size):
        data = carry + piece
        breaks = _breaks(data)
        cut = int(breaks[-1]) + 1 if breaks.size else 0
        if cut:
            yield data[:cut]
        carry = data[cut:]
        if len(carry) > LONGEST_RECORD:
            problem = f"a record is longer than {LONGEST_RECORD >> 20} MB; {_UNCLOSED}"
            raise DataError([Issue(file, "", problem, "quote")])
    if carry.count(b'"') % 2:
        problem = f"its last record begins {carry[:40]!r} and has a quote that is never closed"
        raise DataError([Issue(file, "", problem, "quote")])
    if carry:
        yield carry


def _breaks(data: bytes) -> IntArray:
    """Return where the line ends are that end a record."""
    letters = np.frombuffer(data, np.uint8)
    lines = np.flatnonzero(letters == _LINE_END)
    if b'"' in data:
        quotes = np.flatnonzero(letters == _QUOTE)
        lines = lines[np.searchsorted(quotes, lines) % 2 == 0]
    return lines


def _ends(data: bytes) -> IntArray:
    """Return where each record ends, before its line end."""
    letters = np.frombuffer(data, np.uint8)
    ends = _breaks(data)
    if not ends.size or ends[-1] != letters.size - 1:
        ends = np.append(ends, letters.size)
    carriage = (letters[np.maximum(ends - 1, 0)] == _RETURN) & (ends > 0) & (ends < letters.size)
    return np.asarray(ends - carriage, np.int64)


def _without_blank_end(block: Block) -> Block:
    lengths = block.ends - block.starts
    written = np.flatnonzero(lengths)
    return Block(block.data, block.ends[: written[-1] + 1 if written.size else 0], block.first_row)
