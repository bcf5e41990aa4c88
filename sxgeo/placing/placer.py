"""One table's positions placed, chunk by chunk, with its faults and the sums of its answers."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sxgeo.crs import DATUMS
from sxgeo.errors import DataError, DatumError, Issue, SxgeoError, UnknownNameError, suggestion
from sxgeo.placing.cells import OUTSIDE
from sxgeo.placing.faults import ACCEPTABLE, Faults
from sxgeo.placing.positions import read_degrees
from sxgeo.placing.search import INVALID, Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sxgeo.placing.units import Units

    FloatArray = NDArray[np.float64]

_DATUM_NAMES = ("datum", "crs", "srs", "坐标系", "坐标系统", "坐标基准", "基准")
_ACCEPTED = "way of writing"
_METRES = 1_000.0  # no degree is as large
_POWERS = (1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)


@dataclass(frozen=True)
class Question:
    """What is asked of a table.

    Attributes
    ----------
    lon, lat : str
        Columns with the coordinates.
    datum : str
        A datum's name, or the column that gives each row's datum.
    level : str
        An admin level.
    accept : tuple of str
        Some of `sxgeo.placing.faults.ACCEPTABLE`.
    """

    lon: str
    lat: str
    datum: str
    level: str = "county"
    accept: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.accept:
            if name not in ACCEPTABLE:
                raise UnknownNameError(_ACCEPTED, name, ACCEPTABLE)
        if self.lon == self.lat:
            msg = f"Longitude and latitude are both the column {self.lon!r}; name two columns."
            raise SxgeoError(msg)
        if not self.datum:
            msg = f"The datum of the coordinates is missing; say which one it is.{_CHOICES}"
            raise DatumError(msg)


_CHOICES = f"{suggestion('', DATUMS)} A column that gives each row's datum may be named instead."


class Placer:
    """Places the chunks of one table.

    Parameters
    ----------
    units : Units
        Where to place.
    question : Question
        What is asked.
    names : sequence of str
        The table's columns.
    file : str
        What messages call the table.

    Attributes
    ----------
    faults : Faults
        Counted so far.
    sums : ndarray of int64
        Rows by answer so far (see `Units`).

    Raises
    ------
    DataError, DatumError
        See `check_columns`.
    """

    def __init__(self, units: Units, question: Question, names: Sequence[str], file: str) -> None:
        check_columns(units, question, names, file)
        self.units, self.question = units, question
        self.faults = Faults(file, question.accept)
        self.sums = np.zeros(units.size, np.int64)
        self._stated = [] if question.datum not in DATUMS else _datum_columns(names)

    @property
    def needs(self) -> list[str]:
        """The columns a chunk must give: longitude, latitude, and those that name a datum."""
        datum = [] if self.question.datum in DATUMS else [self.question.datum]
        return list(dict.fromkeys([self.question.lon, self.question.lat, *datum, *self._stated]))

    def place(self, columns: Mapping[str, pa.Array], first_row: int) -> NDArray[np.int32]:
        """Return the answer to each row of a chunk.

        Parameters
        ----------
        columns : mapping of str to Array
            At least the columns of `needs`.
        first_row : int
            Row number, in the file, of the chunk's first row.
        """
        lon = self._degrees(columns, self.question.lon, first_row)
        lat = self._degrees(columns, self.question.lat, first_row)
        found = self._locate(lon, lat, columns, first_row)
        elsewhere = np.flatnonzero(found.unit < 0)
        self._look_for_mistakes(lon, lat, elsewhere, first_row)
        answers = self.units.answers_of(found)
        self.sums += np.bincount(answers, minlength=self.sums.size)
        return answers

    def _degrees(self, columns: Mapping[str, pa.Array], name: str, first_row: int) -> FloatArray:
        return read_degrees(columns[name], name, first_row, self.faults)

    def _locate(
        self, lon: FloatArray, lat: FloatArray, columns: Mapping[str, pa.Array], first_row: int
    ) -> Found:
        datum = self.question.datum
        if datum in DATUMS:
            self._compare_datums(columns, first_row)
            return self.units.locate(lon, lat, datum)
        found = Found(np.full(lon.size, OUTSIDE, np.int32), np.full(lon.size, INVALID, np.uint8))
        for each, rows in self._rows_by_datum(columns[datum], first_row).items():
            found.unit[rows], found.status[rows] = self.units.locate(lon[rows], lat[rows], each)
        return found

    def _rows_by_datum(self, column: pa.Array, first_row: int) -> dict[str, NDArray[np.int64]]:
        """Return the rows of each datum; count those without or with an unknown one."""
        result: dict[str, NDArray[np.int64]] = {}
        for text, rows in _rows_by_text(column).items():
            datum = _datum_of(text)
            if datum is not None:
                result[datum] = np.union1d(result.get(datum, rows[:0]), rows)
            else:
                kind = "datum_unknown" if text else "datum_missing"
                name = f"column {self.question.datum}"
                self.faults.add(kind, name, rows + first_row, repr(text))
        return result

    def _compare_datums(self, columns: Mapping[str, pa.Array], first_row: int) -> None:
        """Count the rows in which the table's own datum column says another datum."""
        for name in self._stated:
            for text, rows in _rows_by_text(columns[name]).items():
                if _datum_of(text) not in (None, self.question.datum):
                    example = f"{text!r}, not {self.question.datum}"
                    column = f"column {name}"
                    self.faults.add("datum_contradicts", column, rows + first_row, example)

    def _look_for_mistakes(
        self, lon: FloatArray, lat: FloatArray, rows: NDArray[np.int64], first_row: int
    ) -> None:
        """Count, among rows that lie in no unit, those that would if read another way."""
        lon, lat = lon[rows], lat[rows]
        beyond = (np.abs(lon) > _METRES) & (np.abs(lat) > _METRES)
        beyond &= np.isfinite(lon) & np.isfinite(lat)
        scaled = np.zeros_like(beyond)
        if beyond.any():
            for power in _POWERS:
                scaled |= beyond & self._within(lon / power, lat / power)
        swapped = self._within(lat, lon) & ~self._within(lon, lat)
        for kind, such in (
            ("swapped", swapped),
            ("scaled", scaled),
            ("projected", beyond & ~scaled),
        ):
            first = np.flatnonzero(such)[:1]
            if first.size:
                columns = f"columns {self.question.lon} and {self.question.lat}"
                example = f"({lon[first[0]]:.10g}, {lat[first[0]]:.10g})"
                self.faults.add(kind, columns, rows[such] + first_row, example)

    def _within(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.bool_]:
        west, south, east, north = self.units.bounds
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def check_columns(units: Units, question: Question, names: Sequence[str], file: str) -> None:
    """Refuse a table that lacks a column, or has one that is to be added.

    Raises
    ------
    DataError
        All such columns.
    DatumError
        The datum is neither a datum nor a column.
    """
    issues = []
    for name in (question.lon, question.lat):
        if name not in names:
            problem = f"the column {name!r} is missing.{suggestion(name, names)}"
            issues.append(Issue(file, "", problem))
        elif list(names).count(name) > 1:
            issues.append(Issue(file, "", f"the column {name!r} stands there more than once"))
    issues += [
        Issue(file, "", f"the column {name!r} is there already; rename it, it is to be added")
        for name in units.columns
        if name in names
    ]
    if issues:
        raise DataError(issues)
    if question.datum not in DATUMS and question.datum not in names:
        choices = suggestion(question.datum, DATUMS)
        msg = f"{question.datum!r} is neither a datum nor a column of {file}.{choices}"
        raise DatumError(msg)


def _datum_columns(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.strip().casefold() in _DATUM_NAMES]


def _datum_of(text: str) -> str | None:
    """Return the datum that a cell names in one of its usual spellings, or None."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(each for each in plain if each.isalnum())
    return _SPELLINGS.get(plain)


_SPELLINGS: dict[str, str] = {
    **{str(name): str(name) for name in DATUMS},
    "epsg4326": "wgs84",
    "epsg4490": "cgcs2000",
    "gcj2": "gcj02",
    "bd9": "bd09",
    "bd09ll": "bd09",
}


def _rows_by_text(column: pa.Array) -> dict[str, NDArray[np.int64]]:
    """Return the rows of each distinct text of a column, in order of first appearance."""
    texts = pc.fill_null(pc.utf8_trim_whitespace(pc.cast(column, pa.string())), "")
    coded = pc.dictionary_encode(texts)
    codes = np.asarray(coded.indices)
    return {
        text: np.flatnonzero(codes == code)
        for code, text in enumerate(coded.dictionary.to_pylist())
    }
