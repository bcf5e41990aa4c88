"""Neighbours share their borders: a coverage as arcs, each written once.

The way of TopoJSON: a vertex is a *junction* where the rings through it do not all have the same
two neighbours there; rings are cut at junctions, and equal pieces become one arc, whichever way
they run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.web.packing import Grid, steps_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.int64]

_SHIFT = 32  # a vertex is one number: column << 32 | row
_CORNERS = 3


@dataclass(frozen=True)
class Topology:
    """Several levels of areas over one set of arcs.

    Attributes
    ----------
    arcs : list of list of int
        Each ``x0, y0, dx1, dy1, …`` on the grid.
    polygons : dict of str to list
        Level → areas → polygons → rings (outline first, then holes) → arcs; ``~i`` is arc ``i``
        backwards. A ring's arcs meet end to start.
    borders : dict of str to list of int
        Every arc once, below the coarsest level it bounds.
    """

    arcs: list[list[int]]
    polygons: dict[str, list[list[list[list[int]]]]]
    borders: dict[str, list[int]]


def build_topology(levels: Mapping[str, Sequence[shapely.Geometry]], grid: Grid) -> Topology:
    """Return areas of several levels as shared arcs.

    Parameters
    ----------
    levels : mapping of str to sequence of Polygon or MultiPolygon
        Coarse to fine, WGS-84 (longitude, latitude) degrees. Borders are shared where vertices
        agree exactly, as they do in a valid coverage and its unions.
    grid : Grid
        Positions are snapped to it; holes and islets smaller than a step vanish, an area's
        last outline never does.

    Returns
    -------
    Topology
        Decoding gives every area back within half a step.
    """
    rings = _collect(levels, grid)
    junction = _junctions(rings)
    arcs: list[list[int]] = []
    seen: dict[tuple[int, int], int] = {}
    of_ring = [
        [_arc_index(piece, arcs, seen) for piece in _pieces(keys, junction)]
        for keys in rings.keys_by_ring
    ]
    polygons = _assemble(levels, rings, of_ring)
    return Topology(arcs, polygons, _borders(polygons))


@dataclass(frozen=True)
class _Rings:
    """Every ring's vertices without the closing one, and where the ring belongs."""

    keys_by_ring: list[Keys]
    part_of_ring: NDArray[np.int64]
    area_of_part: NDArray[np.int64]


def _collect(levels: Mapping[str, Sequence[shapely.Geometry]], grid: Grid) -> _Rings:
    areas = np.array([area for level in levels.values() for area in level], dtype=object)
    parts, area_of_part = shapely.get_parts(areas, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    positions, of_ring = shapely.get_coordinates(rings, return_index=True)
    points = grid.snap(positions)
    keys = (points[:, 0] << _SHIFT) + points[:, 1]
    distinct = np.concatenate([[True], (keys[1:] != keys[:-1]) | (of_ring[1:] != of_ring[:-1])])
    keys, of_ring = keys[distinct], of_ring[distinct]
    cuts = np.searchsorted(of_ring, np.arange(1, len(rings)))
    # A ring's last vertex is its first; where the whole ring fell on one point only that stays.
    open_rings = [ring[:-1] if len(ring) > 1 else ring for ring in np.split(keys, cuts)]
    return _without_specks(_Rings(open_rings, part_of_ring, area_of_part))


def _without_specks(rings: _Rings) -> _Rings:
    """Drop rings that have no inside left, except where an area would vanish altogether."""
    sizes = np.array([len(keys) for keys in rings.keys_by_ring])
    is_outline = np.concatenate([[True], rings.part_of_ring[1:] != rings.part_of_ring[:-1]])
    outline_size = np.zeros(len(rings.area_of_part), dtype=np.int64)
    outline_size[rings.part_of_ring[is_outline]] = sizes[is_outline]
    largest = np.zeros(rings.area_of_part.max() + 1, dtype=np.int64)
    np.maximum.at(largest, rings.area_of_part, outline_size)
    only_speck = largest[rings.area_of_part] < _CORNERS
    part_stays = (outline_size >= _CORNERS) | (only_speck & (outline_size > 0))
    stays = part_stays[rings.part_of_ring] & ((sizes >= _CORNERS) | is_outline)
    kept = [keys for keys, keep in zip(rings.keys_by_ring, stays, strict=True) if keep]
    return _Rings(kept, rings.part_of_ring[stays], rings.area_of_part)


def _junctions(rings: _Rings) -> set[int]:
    """Return the vertices where rings part."""
    keys = np.concatenate(rings.keys_by_ring)
    before = np.concatenate([np.roll(ring, 1) for ring in rings.keys_by_ring])
    after = np.concatenate([np.roll(ring, -1) for ring in rings.keys_by_ring])
    low, high = np.minimum(before, after), np.maximum(before, after)
    _, first, vertex = np.unique(keys, return_index=True, return_inverse=True)
    parts_here = (low != low[first[vertex]]) | (high != high[first[vertex]])
    return set(keys[parts_here].tolist())


def _pieces(ring: Keys, junction: set[int]) -> Iterator[Keys]:
    """Cut a ring at its junctions; without any it is one closed piece from its smallest vertex."""
    cuts = [place for place, key in enumerate(ring.tolist()) if key in junction]
    start = cuts[0] if cuts else int(np.argmin(ring))
    closed = np.concatenate([ring[start:], ring[: start + 1]])
    ends = [place - start for place in cuts[1:]] + [len(ring)]
    begin = 0
    for end in ends:
        yield closed[begin : end + 1]
        begin = end


def _arc_index(piece: Keys, arcs: list[list[int]], seen: dict[tuple[int, int], int]) -> int:
    """Return the arc that is this piece, written now if it is new.

    Between junctions there is one way to go, so an arc is known by its first step.
    """
    there = seen.get((int(piece[0]), int(piece[1])))
    if there is not None:
        return there
    back = seen.get((int(piece[-1]), int(piece[-2])))
    if back is not None:
        return ~back
    seen[int(piece[0]), int(piece[1])] = len(arcs)
    row = piece - ((piece >> _SHIFT) << _SHIFT)
    arcs.append(steps_of(np.column_stack([piece >> _SHIFT, row])))
    return len(arcs) - 1


def _assemble(
    levels: Mapping[str, Sequence[shapely.Geometry]], rings: _Rings, of_ring: list[list[int]]
) -> dict[str, list[list[list[list[int]]]]]:
    by_part: dict[int, list[list[int]]] = {}
    for part, ring in zip(rings.part_of_ring.tolist(), of_ring, strict=True):
        by_part.setdefault(part, []).append(ring)
    by_area: list[list[list[list[int]]]] = [[] for level in levels.values() for _ in level]
    for part, its_rings in by_part.items():
        by_area[int(rings.area_of_part[part])].append(its_rings)
    areas = iter(by_area)
    return {name: [next(areas) for _ in level] for name, level in levels.items()}


def _borders(polygons: Mapping[str, list[list[list[list[int]]]]]) -> dict[str, list[int]]:
    taken: set[int] = set()
    borders = {}
    for level, areas in polygons.items():
        used = {
            arc if arc >= 0 else ~arc
            for area in areas
            for polygon in area
            for ring in polygon
            for arc in ring
        }
        borders[level] = sorted(used - taken)
        taken |= used
    return borders
