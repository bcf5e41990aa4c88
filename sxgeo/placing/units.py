"""The units of one admin level, ready to place positions in, and the columns they add."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.errors import DataError, Issue
from sxgeo.paths import project_root
from sxgeo.placing.cells import CellIndex, build_index
from sxgeo.placing.search import INVALID, ON_BORDER, STATUSES, Found, locate
from sxgeo.placing.shifted import ShiftedIndex

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

STATUS_COLUMN = "place_status"
_UNSHIFTED = ("wgs84", "cgcs2000")  # identity, see `sxgeo.crs`


@dataclass(frozen=True)
class Units:
    """Everything there is to answer: two **answers** a unit, one for outside, one for invalid.

    Attributes
    ----------
    level : str
        The admin level.
    index : CellIndex
        Finds positions; its units are in ascending order of adcode.
    bounds : tuple of float
        (west, south, east, north) of all units, WGS-84.
    answers : dict of str to tuple of str
        Columns to add to a table, by name, each with one text an answer: answer 2u is "inside unit
        u", 2u + 1 "on the border of unit u", the last but one "outside", the last "invalid"; empty
        where there is no unit.
    """

    level: str
    index: CellIndex
    bounds: tuple[float, float, float, float]
    answers: dict[str, tuple[str, ...]]
    _shifted: dict[str, ShiftedIndex] = field(default_factory=dict, repr=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns added, in order."""
        return tuple(self.answers)

    @property
    def size(self) -> int:
        """Number of answers."""
        return len(self.answers[STATUS_COLUMN])

    def locate(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], datum: str = "wgs84"
    ) -> Found:
        """Return the unit each position lies in.

        Parameters
        ----------
        lon, lat : ndarray of float64, shape (n,)
            Degrees in `datum`.
        datum : str
            A name of `sxgeo.crs.DATUMS`.
        """
        if datum in _UNSHIFTED:
            return locate(self.index, lon, lat)
        if datum not in self._shifted:
            self._shifted[datum] = ShiftedIndex(self.index, datum)
        return self._shifted[datum].locate(lon, lat)

    def answers_of(self, found: Found) -> NDArray[np.int32]:
        """Return the answer to each position as a row of `answers`."""
        none = np.int32(self.size - 2) + (found.status == INVALID)
        known = 2 * found.unit + (found.status == ON_BORDER)
        answers: NDArray[np.int32] = np.where(found.unit >= 0, known, none).astype(np.int32)
        return answers

    def arrow_columns(self, answers: NDArray[np.int32]) -> dict[str, pa.DictionaryArray]:
        """Return the columns to add as dictionary-encoded text; null where there is no unit."""
        import pyarrow as pa

        columns = {}
        for name, (values, places) in self._dictionaries().items():
            indices = places[answers]
            codes = pa.array(indices, mask=indices < 0)
            columns[name] = pa.DictionaryArray.from_arrays(codes, pa.array(values, pa.string()))
        return columns

    def arrow_fields(self) -> list[pa.Field]:
        """Return the fields of `arrow_columns`."""
        columns = self.arrow_columns(np.zeros(0, np.int32))
        import pyarrow as pa

        return [pa.field(name, column.type) for name, column in columns.items()]

    def _dictionaries(self) -> dict[str, tuple[list[str], NDArray[np.int16]]]:
        """Return, by column, its distinct texts and the place of each answer's among them."""
        result = {}
        for name, texts in self.answers.items():
            values = list(dict.fromkeys(text for text in texts if text))
            place = {text: number for number, text in enumerate(values)}
            result[name] = (values, np.array([place.get(text, -1) for text in texts], np.int16))
        return result


def read_units(level: str, *, root: str | Path | None = None) -> Units:
    """Return the units of a level with their index; kept for the next call.

    Parameters
    ----------
    level : str
        A level of the region, such as ``"county"``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    UnknownNameError
        The region has no such level.
    DataError
        The boundaries are missing, damaged or invalid.

    Examples
    --------
    >>> read_units("prefecture").columns
    ('prefecture_adcode', 'prefecture_name', 'place_status')
    """
    return _read_units(level, project_root(root))


@lru_cache(maxsize=8)
def _read_units(level: str, root: Path) -> Units:
    frame = read_boundaries(level, root=root).sort_values("adcode", ignore_index=True)
    _check_valid(frame, level)
    west, south, east, north = (float(each) for each in frame.total_bounds)
    columns = _unit_columns(frame, level, root)
    count = len(frame)
    answers = {
        name: (*(text for text in texts for _ in range(2)), "", "")
        for name, texts in columns.items()
    }
    answers[STATUS_COLUMN] = (*STATUSES[:2] * count, *STATUSES[2:])
    index = build_index(frame.geometry.to_numpy())
    return Units(level, index, (west, south, east, north), answers)


def _check_valid(frame: pd.DataFrame, level: str) -> None:
    broken = frame[~frame.geometry.is_valid]
    if len(broken):
        problem = "its geometry is invalid, so nothing can be placed in it"
        file = f"geodata/boundaries/{level}"
        raise DataError(Issue(file, f"unit {code}", problem) for code in broken["adcode"])


def _unit_columns(frame: pd.DataFrame, level: str, root: Path) -> dict[str, list[str]]:
    """Return adcode and name of every unit and of those above it, the topmost level left out."""
    levels = open_catalogue(root).region().levels
    chain = [*reversed(levels[1 : levels.index(level) + 1])] or [level]
    columns: dict[str, list[str]] = {}
    codes: list[str] = frame["adcode"].tolist()
    for each in chain:
        rows: Any = read_boundaries(each, root=root).set_index("adcode")
        columns[f"{each}_adcode"] = codes
        columns[f"{each}_name"] = rows["name"].loc[codes].tolist()
        codes = rows["parent_adcode"].loc[codes].tolist()
    return columns
