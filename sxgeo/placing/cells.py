"""The cell index: a grid that answers most positions by one look-up and the rest by few edges.

A cell inside one unit, or outside all, has its answer. A cell that a border passes through keeps
the edges near it. Whether a unit holds a position is then the parity of the crossings of a ray to
the east, counted over the unit's *whole* rings, of which the cell keeps three parts:

* every edge that touches the cell, in full (never clipped, so no rounding);
* where a ring goes on from such an edge, east of the cell and level with it, a vertical **stub**
  from there to the north: it stands for the rest of the ring, which cannot hold the position;
* a **base** parity for what is left, which is the same all over the cell.

All units of a cell are counted at once, one bit each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sxgeo.errors import SxgeoError
from sxgeo.placing.edges import read_edges

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sxgeo.placing.edges import RingEdges

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

OUTSIDE = -1
_FAR_NORTH = 1e4  # degrees; where stubs end
_SLACK = 1e-6  # of a cell: how far beyond its sides a cell still counts edges as touching it
_BITS = 62


@dataclass(frozen=True)
class CellIndex:
    """Units of one level, ready to be asked for positions (see `sxgeo.placing.search.locate`).

    Attributes
    ----------
    west, south : float
        WGS-84 degrees of the grid's corner.
    columns_a_degree, rows_a_degree : float
        Inverse size of a cell.
    table : ndarray of int32, shape (rows, columns)
        Of each cell: the unit that holds all of it, `OUTSIDE`, or ``-2 - b`` for border cell b.
    base : ndarray of int64, shape (border cells,)
        Bit k: the base parity of the cell's k-th unit.
    first_unit : ndarray of int64, shape (border cells + 1,)
        Where each border cell's units start in `units`, ascending within the cell.
    units : ndarray of int32
        Units by border cell.
    first_edge : ndarray of int64, shape (border cells + 1,)
        Where each border cell's edges and stubs start in `edges`.
    edges : ndarray of float64, shape (edges, 4)
        Longitude and latitude of the lower, then of the upper end.
    masks : ndarray of int64
        Bit k: the edge belongs to the cell's k-th unit.
    """

    west: float
    south: float
    columns_a_degree: float
    rows_a_degree: float
    table: NDArray[np.int32]
    base: IntArray
    first_unit: IntArray
    units: NDArray[np.int32]
    first_edge: IntArray
    edges: FloatArray
    masks: IntArray


class _Grid(NamedTuple):
    west: float
    south: float
    width: float  # degrees, of a cell
    height: float
    columns: int
    rows: int


class _Pairs(NamedTuple):
    """Cells with something that belongs to them, one pair a row."""

    cell: IntArray
    other: IntArray


def build_index(geometries: ArrayLike, *, side: int = 1024) -> CellIndex:
    """Return the index of a level's units.

    Parameters
    ----------
    geometries : array_like of Polygon or MultiPolygon
        Valid, WGS-84, ascending by adcode: where several units hold a position, the first is
        answered.
    side : int
        Rows and columns of the grid. More cells answer faster and take longer to build.

    Raises
    ------
    SxgeoError
        No geometry, or more than 62 units meet in one cell (give a larger `side`).
    """
    if not np.size(geometries):
        msg = "There is no unit to place anything in."
        raise SxgeoError(msg)
    ring, distinct = read_edges(geometries)
    grid = _grid(ring.start, side)
    touching = _touching(distinct, grid)
    units = np.size(geometries)
    crossings = _Crossings(ring, grid, units)
    table, filled = crossings.paint()
    border = np.unique(touching.cell)
    number = np.full(grid.rows * grid.columns, -1, np.int64)
    number[border] = np.arange(border.size)
    near = _by_unit(touching, ring)
    cell_units = _cell_units(near, filled, number, ring.unit)
    bits = _Bits(cell_units, border.size, units)
    stubs = _stubs(near, ring, grid)
    listed = _listed_edges(near, stubs, number, bits, ring, distinct)
    base = _base(near, stubs, (cell_units, border), number, bits, ring, crossings)
    table[border] = -2 - np.arange(border.size)
    return CellIndex(
        grid.west,
        grid.south,
        1.0 / grid.width,
        1.0 / grid.height,
        table.reshape(grid.rows, grid.columns).astype(np.int32),
        base,
        bits.first,
        cell_units.other.astype(np.int32),
        *listed,
    )


def _grid(vertices: FloatArray, side: int) -> _Grid:
    """Return a grid a thousandth of a cell larger than the vertices' bounds."""
    (west, south), (east, north) = vertices.min(axis=0), vertices.max(axis=0)
    width, height = (east - west) / side, (north - south) / side
    margin = 1.001
    return _Grid(
        west - (margin - 1) * width,
        south - (margin - 1) * height,
        width * (side + 2 * (margin - 1)) / side,
        height * (side + 2 * (margin - 1)) / side,
        side,
        side,
    )


def _spread(start: IntArray, stop: IntArray) -> tuple[IntArray, IntArray]:
    """Return every integer of many ranges [start, stop), with the number of its range."""
    count = np.maximum(stop - start, 0)
    which = np.repeat(np.arange(count.size), count)
    offset = np.arange(which.size) - np.repeat(np.cumsum(count) - count, count)
    return which, start[which] + offset


def _touching(edges: FloatArray, grid: _Grid) -> _Pairs:
    """Return the cells each edge touches, and perhaps a few it only comes near."""
    x1, y1, x2, y2 = edges.T
    low, high = _cells_of(y1, y2, grid.south, grid.height, grid.rows)
    edge, row = _spread(low, high)
    south = grid.south + (row - _SLACK) * grid.height
    north = grid.south + (row + 1 + _SLACK) * grid.height
    rise = np.where(y2 > y1, y2 - y1, 1.0)[edge]
    level = (y2 == y1)[edge]
    t_low = np.where(level, 0.0, np.clip((south - y1[edge]) / rise, 0.0, 1.0))
    t_high = np.where(level, 1.0, np.clip((north - y1[edge]) / rise, 0.0, 1.0))
    run = (x2 - x1)[edge]
    ends = np.stack([x1[edge] + t_low * run, x1[edge] + t_high * run])
    left, right = _cells_of(ends.min(axis=0), ends.max(axis=0), grid.west, grid.width, grid.columns)
    which, column = _spread(left, right)
    return _Pairs(row[which] * grid.columns + column, edge[which])


def _cells_of(
    low: FloatArray, high: FloatArray, origin: float, size: float, count: int
) -> tuple[IntArray, IntArray]:
    """Return the half-open ranges of rows (or columns) that intervals touch."""
    first = np.floor((low - origin) / size - _SLACK).astype(np.int64)
    last = np.floor((high - origin) / size + _SLACK).astype(np.int64)
    return np.clip(first, 0, count - 1), np.clip(last, 0, count - 1) + 1


class _Crossings:
    """Where every unit's border crosses the middle line of every row.

    A crossing is rounded to the last column whose middle lies west of it; as every later question
    is asked of these integers, all answers agree with one another.
    """

    def __init__(self, ring: RingEdges, grid: _Grid, units: int) -> None:
        self._grid, self._units = grid, units
        x1, y1, x2, y2 = (*ring.start.T, *ring.end.T)
        low = self._first_row_at_or_above(np.minimum(y1, y2))
        high = self._first_row_at_or_above(np.maximum(y1, y2))
        self.edge, self.row = _spread(low, high)
        middle = grid.south + (self.row + 0.5) * grid.height
        share = np.clip((middle - y1[self.edge]) / (y2 - y1)[self.edge], 0.0, 1.0)
        lon = x1[self.edge] + share * (x2 - x1)[self.edge]
        last = np.ceil((lon - grid.west) / grid.width - 0.5).astype(np.int64) - 1
        self.last = np.clip(last, -1, grid.columns - 1)
        self.unit = ring.unit[self.edge]
        self._keys = np.sort(self._key(self.row, self.unit, self.last))
        self._by_edge = np.sort(self._edge_key(self.edge, self.row))
        order = np.argsort(self._edge_key(self.edge, self.row), kind="stable")
        self._last_by_edge = self.last[order]

    def is_below_middle(self, cell: IntArray, lat: FloatArray) -> NDArray[np.bool_]:
        """Return whether latitudes lie at or below the middle line of their cell."""
        return self._first_row_at_or_above(lat) <= cell // self._grid.columns

    def _first_row_at_or_above(self, lat: FloatArray) -> IntArray:
        grid = self._grid
        row = np.ceil((lat - grid.south) / grid.height - 0.5).astype(np.int64)
        return np.clip(row, 0, grid.rows)

    def _key(self, row: IntArray, unit: IntArray, column: IntArray) -> IntArray:
        return (row * self._units + unit) * (self._grid.columns + 2) + column + 1

    def _edge_key(self, edge: IntArray, row: IntArray) -> IntArray:
        return edge * self._grid.rows + row

    def paint(self) -> tuple[IntArray, _Pairs]:
        """Return the unit of each cell's middle (the first, or `OUTSIDE`) and all such pairs."""
        grid = self._grid
        width = grid.columns + 2
        group, column = np.divmod(self._keys, width)
        start, stop = column[0::2], column[1::2]  # an even number of crossings in every row
        which, columns = _spread(start, stop)
        row, unit = np.divmod(group[0::2][which], self._units)
        cell = row * grid.columns + columns
        table = np.full(grid.rows * grid.columns, self._units, np.int64)
        np.minimum.at(table, cell, unit)
        table[table == self._units] = OUTSIDE
        return table, _Pairs(cell, unit)

    def right_of(self, cell: IntArray, unit: IntArray) -> IntArray:
        """Return how many crossings of a unit's border lie east of each cell's middle."""
        row, column = np.divmod(cell, self._grid.columns)
        first = np.searchsorted(self._keys, self._key(row, unit, column))
        end = np.searchsorted(
            self._keys, self._key(row, unit, np.full_like(column, self._grid.columns))
        )
        return end - first

    def edge_right_of(self, cell: IntArray, edge: IntArray) -> NDArray[np.bool_]:
        """Return whether each ring edge crosses its cell's middle line east of the middle."""
        row, column = np.divmod(cell, self._grid.columns)
        key = self._edge_key(edge, row)
        if not self._by_edge.size:  # every border lies between two middle lines
            return np.zeros(key.size, np.bool_)
        place = np.minimum(np.searchsorted(self._by_edge, key), self._by_edge.size - 1)
        right = np.asarray(self._last_by_edge[place] >= column, np.bool_)
        return np.asarray(right & (self._by_edge[place] == key), np.bool_)


def _by_unit(touching: _Pairs, ring: RingEdges) -> _Pairs:
    """Return the pairs of cell and *ring* edge, sorted by both."""
    order = np.argsort(ring.distinct, kind="stable")
    count = np.bincount(ring.distinct)
    end = np.cumsum(count)
    which, place = _spread((end - count)[touching.other], end[touching.other])
    cell, edge = touching.cell[which], order[place]
    sorting = np.lexsort((edge, cell))
    return _Pairs(cell[sorting], edge[sorting])


def _cell_units(near: _Pairs, filled: _Pairs, number: IntArray, unit: IntArray) -> _Pairs:
    """Return border cells (by number) and every unit that may hold a position in them, sorted."""
    count = int(unit.max()) + 1
    inner = number[filled.cell] >= 0
    keys = np.unique(
        np.concatenate(
            [
                number[near.cell] * count + unit[near.other],
                number[filled.cell[inner]] * count + filled.other[inner],
            ]
        )
    )
    return _Pairs(*np.divmod(keys, count))


class _Bits:
    """Which bit stands for a unit in a border cell."""

    def __init__(self, cell_units: _Pairs, cells: int, units: int) -> None:
        self._units = units
        self._keys = cell_units.cell * units + cell_units.other
        self.first = np.searchsorted(cell_units.cell, np.arange(cells + 1))
        if np.diff(self.first).max(initial=0) > _BITS:
            msg = f"More than {_BITS} units meet in one cell of the index; give it more cells."
            raise SxgeoError(msg)

    def of(self, cell: IntArray, unit: IntArray) -> IntArray:
        """Return 1 << k where the unit is the k-th of its cell."""
        place = np.searchsorted(self._keys, cell * self._units + unit)
        return np.asarray(np.left_shift(np.int64(1), place - self.first[cell]), np.int64)


class _Stubs(NamedTuple):
    cell: IntArray
    unit: IntArray
    foot: FloatArray  # (stubs, 2)


def _stubs(near: _Pairs, ring: RingEdges, grid: _Grid) -> _Stubs:
    """Return where rings leave the edges near a cell, east of the cell and level with it."""
    keys = near.cell * ring.unit.size + near.other
    parts = []
    for neighbour, foot in ((ring.before, ring.start), (ring.after, ring.end)):
        wanted = near.cell * ring.unit.size + neighbour[near.other]
        place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        row, column = np.divmod(near.cell, grid.columns)
        lon, lat = foot[near.other].T
        above = lat - (grid.south + row * grid.height)
        level = (above >= -2 * _SLACK * grid.height) & (above <= (1 + 2 * _SLACK) * grid.height)
        east = lon > grid.west + (column + 0.5) * grid.width
        leaves = np.flatnonzero((keys[place] != wanted) & level & east)
        edge = near.other[leaves]
        parts.append(_Stubs(near.cell[leaves], ring.unit[edge], foot[edge]))
    return _Stubs(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _listed_edges(
    near: _Pairs, stubs: _Stubs, number: IntArray, bits: _Bits, ring: RingEdges, edges: FloatArray
) -> tuple[IntArray, FloatArray, IntArray]:
    """Return `first_edge`, `edges` and `masks` of the index: each edge once in a cell."""
    top = np.full(len(stubs.foot), _FAR_NORTH)
    upright = np.column_stack([stubs.foot, stubs.foot[:, 0], top])
    feet, foot = np.unique(upright, axis=0, return_inverse=True)
    known = np.vstack([edges, feet])
    which = np.concatenate([ring.distinct[near.other], len(edges) + foot.reshape(-1)])
    cell = number[np.concatenate([near.cell, stubs.cell])]
    bit = bits.of(cell, np.concatenate([ring.unit[near.other], stubs.unit]))
    keys, place = np.unique(cell * len(known) + which, return_inverse=True)
    masks = np.zeros(keys.size, np.int64)
    np.bitwise_xor.at(masks, place.reshape(-1), bit)
    cell, which = np.divmod(keys, len(known))
    first_edge = np.searchsorted(cell, np.arange(bits.first.size))
    return first_edge, known[which], masks


def _base(
    near: _Pairs,
    stubs: _Stubs,
    cell_units: tuple[_Pairs, IntArray],
    number: IntArray,
    bits: _Bits,
    ring: RingEdges,
    crossings: _Crossings,
) -> IntArray:
    """Return what is left of each parity in the cell's middle when edges and stubs are counted."""
    pairs, border = cell_units
    base = np.zeros(border.size, np.int64)
    every = crossings.right_of(border[pairs.cell], pairs.other) % 2 == 1
    listed = crossings.edge_right_of(near.cell, near.other)
    below = crossings.is_below_middle(stubs.cell, stubs.foot[:, 1])
    for counted, cell, unit in (
        (every, pairs.cell, pairs.other),
        (listed, number[near.cell], ring.unit[near.other]),
        (below, number[stubs.cell], stubs.unit),
    ):
        np.bitwise_xor.at(base, cell[counted], bits.of(cell[counted], unit[counted]))
    return base
