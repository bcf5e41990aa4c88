"""What is recognised as wrong in a table of positions: counted, with its rows, never mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sxgeo.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

ACCEPTABLE = ("fullwidth", "decimal_comma", "dms", "faulty")
"""What a caller may accept: three ways of writing numbers, and faulty rows as they stand."""

_SHOWN = 5
_NOTES = ("text", "read_as")
_HOPELESS = ("ragged", "encoding", "quote")


@dataclass
class _Tally:
    count: int = 0
    rows: list[int] = field(default_factory=list)
    example: str = ""


@dataclass
class Faults:
    """The faults of one file, by kind and column.

    Attributes
    ----------
    file : str
        What messages call the table.
    accept : tuple of str
        Some of `ACCEPTABLE`.
    """

    file: str
    accept: tuple[str, ...] = ()
    tallies: dict[tuple[str, str], _Tally] = field(default_factory=dict)

    def add(
        self, kind: str, column: str, rows: NDArray[np.int64] | Iterable[int], example: str
    ) -> None:
        """Count faulty rows.

        Parameters
        ----------
        kind : str
            A key of the sentences below.
        column : str
            The column or columns at fault, as messages name them.
        rows : ndarray of int
            Row numbers in the file, ascending.
        example : str
            The first faulty value.
        """
        numbers = np.asarray(rows)
        if not numbers.size:
            return
        tally = self.tallies.setdefault((kind, column), _Tally(example=example))
        tally.count += int(numbers.size)
        tally.rows += numbers[: _SHOWN - len(tally.rows)].tolist()

    def note(self, kind: str, example: str) -> None:
        """Say something of the file as a whole."""
        self.tallies[kind, ""] = _Tally(example=example)

    def merge(self, other: Faults) -> None:
        """Add the faults of a later part of the same file."""
        for (kind, column), theirs in other.tallies.items():
            tally = self.tallies.setdefault((kind, column), _Tally(example=theirs.example))
            tally.count += theirs.count
            tally.rows += theirs.rows[: _SHOWN - len(tally.rows)]

    def to_json(self) -> dict[str, Any]:
        """Return the faults as plain values."""
        tallies = [
            [kind, column, tally.count, tally.rows, tally.example]
            for (kind, column), tally in self.tallies.items()
        ]
        return {"file": self.file, "accept": list(self.accept), "tallies": tallies}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Faults:
        """Return the faults that `to_json` wrote."""
        tallies = {
            (kind, column): _Tally(count, rows, example)
            for kind, column, count, rows, example in content["tallies"]
        }
        return cls(content["file"], tuple(content["accept"]), tallies)

    def issues(self) -> list[Issue]:
        """Return what forbids to go on: every fault that was not accepted."""
        return [issue for kind, issue in self._sentences() if self._refuses(kind)]

    def notes(self) -> list[Issue]:
        """Return what the reader should know although the table was placed."""
        return [issue for kind, issue in self._sentences() if not self._refuses(kind)]

    def _refuses(self, kind: str) -> bool:
        return kind in _HOPELESS or (kind not in _NOTES and "faulty" not in self.accept)

    def _sentences(self) -> Iterable[tuple[str, Issue]]:
        for (kind, column), tally in self.tallies.items():
            problem = _SENTENCES[kind].format(example=tally.example)
            where = ", ".join(part for part in (_shown(tally), column) if part)
            yield kind, Issue(self.file, where, problem, kind)


def joined_issues(faults: Iterable[Faults]) -> list[Issue]:
    """Return what forbids to go on in any of several files."""
    return [issue for each in faults for issue in each.issues()]


def _shown(tally: _Tally) -> str:
    """Return ``3 rows (2, 5, 9)``, ``row 2``, or nothing for the file as a whole."""
    if not tally.count:
        return ""
    if tally.count == 1:
        return f"row {tally.rows[0]}"
    more = " …" if tally.count > len(tally.rows) else ""
    rows = ", ".join(str(row) for row in tally.rows)
    return f"{tally.count:,} rows ({rows}{more})"


_ACCEPTING = "accept {name} to have such numbers read, or write them as 112.55"
_SENTENCES = {
    "fullwidth": "full-width digits, such as {example}; " + _ACCEPTING.format(name="fullwidth"),
    "decimal_comma": "a decimal comma, such as {example}; "
    + _ACCEPTING.format(name="decimal_comma"),
    "dms": "degrees, minutes and seconds, such as {example}; " + _ACCEPTING.format(name="dms"),
    "text": "{example} is no number; such rows are marked invalid",
    "swapped": "longitude and latitude look swapped, such as {example}; "
    "longitude comes first: exchange the two columns, or correct these rows",
    "projected": "projected coordinates in metres instead of degrees, such as {example}; "
    "take them to longitude and latitude first",
    "scaled": "degrees as whole numbers, such as {example}; divide them first",
    "datum_missing": "the datum is empty; every row needs one",
    "datum_unknown": "unknown datum {example}; known: wgs84, cgcs2000, gcj02, bd09",
    "datum_contradicts": "the table itself says {example}; "
    "correct it, or give this column as the datum to have each row read in its own",
    "ragged": "{example}",
    "encoding": "{example}",
    "quote": "{example}",
    "read_as": "read as {example}, for it is no UTF-8",
}
