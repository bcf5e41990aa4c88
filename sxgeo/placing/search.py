"""Asking a cell index where positions lie: millions a second, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sxgeo.placing.cells import OUTSIDE, CellIndex
from sxgeo.placing.exact import side_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

STATUSES = ("inside", "on_border", "outside", "invalid")
INSIDE, ON_BORDER, BEYOND, INVALID = range(4)

_PAIRS = 1 << 20  # positions times edges worked on at once
_BLOCK = 1 << 16  # positions worked on at once: the temporaries stay in the processor's cache


class Found(NamedTuple):
    """Where positions lie.

    Attributes
    ----------
    unit : ndarray of int32
        Row of the unit in the geometries the index was built from; `OUTSIDE` for none.
    status : ndarray of uint8
        Row of `STATUSES`.
    """

    unit: NDArray[np.int32]
    status: NDArray[np.uint8]


def locate(index: CellIndex, lon: ArrayLike, lat: ArrayLike) -> Found:
    """Return the unit each position lies in: exactly.

    A position is in a unit when a ray from it crosses the unit's border an odd number of times,
    the coordinates taken as the exact numbers they are; on a border it belongs to the first unit
    (the smallest adcode) that it touches. One that is not finite, or beyond 180 and 90 degrees, is
    ``invalid``.

    Parameters
    ----------
    index : CellIndex
        See `sxgeo.placing.cells.build_index`.
    lon, lat : array_like, shape (n,)
        WGS-84 degrees.

    Returns
    -------
    Found
        Both arrays of shape (n,).

    Examples
    --------
    >>> import shapely
    >>> from sxgeo.placing.cells import build_index
    >>> index = build_index([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], side=4)
    >>> found = locate(index, [0.5, 1.0, 1.5, 3.0, np.nan], [0.5] * 5)
    >>> found.unit.tolist(), [STATUSES[each] for each in found.status]
    ([0, 0, 1, -1, -1], ['inside', 'on_border', 'inside', 'outside', 'invalid'])
    """
    x = np.ascontiguousarray(lon, dtype=np.float64)
    y = np.ascontiguousarray(lat, dtype=np.float64)
    found = Found(np.empty(x.size, np.int32), np.empty(x.size, np.uint8))
    for start in range(0, x.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        border = _look_up(index, x[part], y[part], found, start) + start
        if border.size:
            _settle(index, x, y, border, found)
    return found


def _look_up(
    index: CellIndex, lon: FloatArray, lat: FloatArray, found: Found, start: int
) -> IntArray:
    """Answer by cell; return the rows whose cell a border passes through."""
    rows, columns = index.table.shape
    part = slice(start, start + lon.size)
    column = (lon - index.west) * index.columns_a_degree
    row = (lat - index.south) * index.rows_a_degree
    valid = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    within = valid & (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    with np.errstate(invalid="ignore"):  # what NaN becomes as an integer is not looked at
        cell = row.astype(np.int32) * np.int32(columns) + column.astype(np.int32)
    answer = np.where(within, index.table.take(cell, mode="clip"), OUTSIDE)
    found.unit[part] = answer
    found.status[part] = np.where(answer >= 0, INSIDE, np.where(valid, BEYOND, INVALID))
    return np.flatnonzero(answer < OUTSIDE)


def _settle(
    index: CellIndex, lon: FloatArray, lat: FloatArray, rows: IntArray, found: Found
) -> None:
    """Answer positions in border cells by the edges near them."""
    cell = -2 - found.unit[rows].astype(np.int64)
    first = index.first_edge[cell]
    count = index.first_edge[cell + 1] - first
    if rows.size > 1 and count.sum() > _PAIRS:
        for half in np.array_split(rows, 2):
            _settle(index, lon, lat, half, found)
        return
    starts = np.cumsum(count) - count
    which = np.repeat(np.arange(rows.size), count)
    listed = np.arange(which.size) - starts[which] + first[which]
    crosses, touches = _meet(index.edges[listed], lon[rows][which], lat[rows][which])
    masks = index.masks[listed]
    inside = np.bitwise_xor.reduceat(np.where(crosses, masks, 0), starts) ^ index.base[cell]
    touched = np.bitwise_or.reduceat(np.where(touches, masks, 0), starts)
    _write_down(index, cell, inside, touched, (found, rows))


def _meet(
    edges: FloatArray, lon: FloatArray, lat: FloatArray
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether a ray to the east crosses each edge, and whether its start lies on it."""
    x1, y1, x2, y2 = edges.T
    side = side_of(edges, lon, lat)
    beside = (lon >= np.minimum(x1, x2)) & (lon <= np.maximum(x1, x2))
    level = (lat >= y1) & (lat <= y2)
    return level & (lat < y2) & (side > 0), level & beside & (side == 0)


def _write_down(
    index: CellIndex,
    cell: IntArray,
    inside: IntArray,
    touched: IntArray,
    target: tuple[Found, IntArray],
) -> None:
    """Write the first unit that holds or touches each position, from bits to rows of units."""
    found, rows = target
    hit = inside | touched
    lowest = hit & -hit
    bit = np.frexp(lowest.astype(np.float64))[1] - 1
    known = hit != 0
    place = np.where(known, index.first_unit[cell] + bit, 0)
    found.unit[rows] = np.where(known, index.units[place], OUTSIDE)
    on_border = (touched & lowest) != 0
    found.status[rows] = np.where(known, np.where(on_border, ON_BORDER, INSIDE), BEYOND)
