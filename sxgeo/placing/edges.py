"""The borders of a level's units as arrays of edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class RingEdges:
    """Every edge of every ring, one row an edge and unit; a shared border stands here twice.

    Attributes
    ----------
    unit : ndarray of int64
        Which unit the ring belongs to.
    start, end : ndarray of float64, shape (edges, 2)
        Longitude and latitude of both ends, in the direction of the ring.
    before, after : ndarray of int64
        The neighbouring edges in the ring.
    distinct : ndarray of int64
        Row of the same edge among the distinct ones.
    """

    unit: IntArray
    start: FloatArray
    end: FloatArray
    before: IntArray
    after: IntArray
    distinct: IntArray


def read_edges(geometries: ArrayLike) -> tuple[RingEdges, FloatArray]:
    """Take polygons apart.

    Parameters
    ----------
    geometries : array_like of Polygon or MultiPolygon
        One a unit, valid; units that share a border share its vertices.

    Returns
    -------
    ring : RingEdges
        Every edge of every ring.
    distinct : ndarray of float64, shape (distinct edges, 4)
        Every edge once: longitude and latitude of its lower end, then of its upper end (from left
        to right when level).

    Examples
    --------
    >>> ring, distinct = read_edges([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> len(ring.unit), len(distinct)
    (8, 7)
    """
    parts, unit_of_part = shapely.get_parts(np.asarray(geometries, object), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero((ring[:-1] == ring[1:]) & (vertices[:-1] != vertices[1:]).any(axis=1))
    ring, start, end = ring[first], vertices[first], vertices[first + 1]
    before, after = _neighbours(ring)
    upward = (start[:, 1] < end[:, 1]) | ((start[:, 1] == end[:, 1]) & (start[:, 0] < end[:, 0]))
    lower = np.where(upward[:, None], start, end)
    upper = np.where(upward[:, None], end, start)
    both, distinct = np.unique(np.hstack([lower, upper]) + 0.0, axis=0, return_inverse=True)
    unit = unit_of_part[part_of_ring[ring]].astype(np.int64)
    edges = RingEdges(unit, start, end, before, after, distinct.reshape(-1).astype(np.int64))
    return edges, both


def _neighbours(ring: IntArray) -> tuple[IntArray, IntArray]:
    """Return, for edges in ring order, the edge before and the edge after each in its ring."""
    here = np.arange(ring.size, dtype=np.int64)
    firsts = np.flatnonzero(np.diff(ring, prepend=-1))
    lasts = np.append(firsts[1:], ring.size) - 1
    before, after = here - 1, here + 1
    before[firsts], after[lasts] = lasts, firsts
    return before, after
