"""Positions of a shifted datum placed without undoing the shift exactly, where that cannot matter.

Undoing the shift takes six rounds of sines. Yet in a **calm** cell, whose eight neighbours have the
same answer, a position a cell's width off gets the right one all the same. So the shift is undone
from a coarse table first, good to a few hundredths of a cell; only positions that then lie in no
calm cell, about one in ten, are converted exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sxgeo.crs import wgs84_from
from sxgeo.placing.cells import OUTSIDE
from sxgeo.placing.search import BEYOND, INSIDE, INVALID, Found, locate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sxgeo.placing.cells import CellIndex

    FloatArray = NDArray[np.float64]

_NODES = 256
_REACH = 0.1  # degrees; no shift is longer
_RESTLESS = -2
_BLOCK = 1 << 16


class ShiftedIndex:
    """A cell index asked in a datum other than WGS-84.

    Parameters
    ----------
    index : CellIndex
        Of the units, WGS-84.
    datum : str
        A name of `sxgeo.crs.DATUMS`.

    Examples
    --------
    >>> import shapely
    >>> from sxgeo.placing.cells import build_index
    >>> index = build_index([shapely.box(112, 37, 113, 38)])
    >>> ShiftedIndex(index, "gcj02").locate(np.array([112.003, 113.003]), np.array([37.5] * 2)).unit
    array([-1,  0], dtype=int32)
    """

    def __init__(self, index: CellIndex, datum: str) -> None:
        self._index, self._datum = index, datum
        self._calm = _calm(index.table)
        rows, columns = index.table.shape
        self._west, self._south = index.west - _REACH, index.south - _REACH
        width = columns / index.columns_a_degree + 2 * _REACH
        height = rows / index.rows_a_degree + 2 * _REACH
        self._a_degree = (_NODES / width, _NODES / height)
        middles = (np.arange(_NODES) + 0.5) / _NODES
        lon, lat = np.meshgrid(self._west + middles * width, self._south + middles * height)
        true_lon, true_lat = wgs84_from(lon, lat, datum)
        self._shift = ((true_lon - lon).ravel(), (true_lat - lat).ravel())
        self._helps = self._step_in_cells() < 0.5

    def locate(self, lon: FloatArray, lat: FloatArray) -> Found:
        """Return the unit each position lies in: the same as for its exact WGS-84 position.

        Parameters
        ----------
        lon, lat : ndarray of float64, shape (n,)
            Degrees in the index's datum.
        """
        if not self._helps:
            return locate(self._index, *wgs84_from(lon, lat, self._datum))
        found = Found(np.empty(lon.size, np.int32), np.empty(lon.size, np.uint8))
        for start in range(0, lon.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            answer = self._guess(lon[part], lat[part])
            valid = (np.abs(lon[part]) <= 180) & (np.abs(lat[part]) <= 90)
            found.unit[part] = answer
            found.status[part] = np.where(answer >= 0, INSIDE, np.where(valid, BEYOND, INVALID))
        rest = np.flatnonzero(found.unit == _RESTLESS)
        exact = locate(self._index, *wgs84_from(lon[rest], lat[rest], self._datum))
        found.unit[rest], found.status[rest] = exact
        return found

    def _guess(self, lon: FloatArray, lat: FloatArray) -> NDArray[np.int32]:
        """Return the unit, `OUTSIDE`, or that only the exact position will tell."""
        column, row = (
            (lon - self._west) * self._a_degree[0],
            (lat - self._south) * self._a_degree[1],
        )
        near = (column >= 0) & (column < _NODES) & (row >= 0) & (row < _NODES)
        with np.errstate(invalid="ignore"):  # what NaN becomes as an integer is not looked at
            node = row.astype(np.int32) * np.int32(_NODES) + column.astype(np.int32)
        index, (rows, columns) = self._index, self._index.table.shape
        about_lon = lon + self._shift[0].take(node, mode="clip")
        about_lat = lat + self._shift[1].take(node, mode="clip")
        column = (about_lon - index.west) * index.columns_a_degree
        row = (about_lat - index.south) * index.rows_a_degree
        within = near & (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        with np.errstate(invalid="ignore"):
            cell = row.astype(np.int32) * np.int32(columns) + column.astype(np.int32)
        known = self._calm.take(cell, mode="clip")
        return np.where(within, known, np.where(near, _RESTLESS, OUTSIDE)).astype(np.int32)

    def _step_in_cells(self) -> float:
        """Return the largest change of the shift from one node to the next, in cells."""
        sizes = (self._index.columns_a_degree, self._index.rows_a_degree)
        steps = [
            np.abs(np.diff(shift.reshape(_NODES, _NODES), axis=axis)).max() * size
            for shift, size in zip(self._shift, sizes, strict=True)
            for axis in (0, 1)
        ]
        return float(max(steps))


def _calm(table: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the answer of each cell that agrees with its neighbours; `_RESTLESS` for the rest."""
    padded = np.pad(table, 1, constant_values=OUTSIDE)
    rows, columns = table.shape
    calm = table >= OUTSIDE
    for down in range(3):
        for across in range(3):
            calm &= padded[down : down + rows, across : across + columns] == table
    return np.where(calm, table, np.int32(_RESTLESS))
