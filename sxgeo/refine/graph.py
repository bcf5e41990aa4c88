"""A network as a graph: vertices in metres, edges with their kind and names, gaps bridged.

Long straight edges are cut, so that a place beside one finds a vertex near it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pyproj import Transformer

    from sxgeo.refine.extract import Extract, Ways

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Edges = tuple[Integers, Integers, Integers, Integers]  # start, end, kind, name

GAP = "gap"
_LONGEST_M = 200.0
_SHORTEST_M = 0.01  # an edge of no length would be taken for no edge


@dataclass(frozen=True)
class Graph:
    """One network.

    Attributes
    ----------
    lonlat : ndarray of shape (n, 2)
        Vertices, WGS-84 degrees (longitude, latitude).
    xy : ndarray of shape (n, 2)
        The same in metres of the region's plane.
    drawn : ndarray of bool, shape (n,)
        False for the vertices that only cut a straight edge.
    start, end : ndarray of int, shape (m,)
        Vertices of each edge; edges run both ways.
    metres : ndarray of shape (m,)
        Lengths.
    kind : ndarray of int, shape (m,)
        Into `kinds`.
    name : ndarray of int, shape (m,)
        Into `names`.
    kinds : tuple of str
        Kinds of ways (see `networks.kind_of`); the last is `GAP`.
    names : tuple of tuple of str
        Sets of names; the first is empty.
    """

    lonlat: Floats
    xy: Floats
    drawn: Flags
    start: Integers
    end: Integers
    metres: Floats
    kind: Integers
    name: Integers
    kinds: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


def build_graph(extract: Extract, network: str, plane: Transformer, *, gap_m: float) -> Graph:
    """Build a network's graph.

    Parameters
    ----------
    extract : Extract
        With the network's ways.
    network : str
        A name of `networks.NETWORKS`.
    plane : Transformer
        From WGS-84 degrees to metres.
    gap_m : float
        Two ends of ways no farther apart are joined by an edge of the kind `GAP`.
    """
    ways = extract.ways[network]
    start_id, end_id, way = _pairs(ways)
    there = _among(start_id, extract.node_ids) & _among(end_id, extract.node_ids)
    start_id, end_id, way = start_id[there], end_id[there], way[there]
    used = np.unique(np.concatenate([start_id, end_id]))
    place = np.searchsorted(extract.node_ids, used)
    lonlat = np.column_stack([extract.node_lon[place], extract.node_lat[place]])
    kinds = (*sorted(set(ways.kinds)), GAP)
    names = tuple(sorted({(), *ways.names}))
    numbers = {each: number for number, each in enumerate(names)}
    kind = np.array([kinds.index(each) for each in ways.kinds], dtype=np.int64)[way]
    name = np.array([numbers[each] for each in ways.names], dtype=np.int64)[way]
    edges: Edges = (np.searchsorted(used, start_id), np.searchsorted(used, end_id), kind, name)
    lonlat, drawn, edges = _cut(lonlat, plane, edges)
    xy = _project(lonlat, plane)
    edges = _bridged(xy, edges, gap_m, number=len(kinds) - 1)
    start, end, kind, name = edges
    metres = np.maximum(np.hypot(*(xy[start] - xy[end]).T), _SHORTEST_M)
    return Graph(lonlat, xy, drawn, start, end, metres, kind, name, kinds, names)


def edge_factors(graph: Graph, by_kind: Mapping[str, float], matched: Flags) -> Floats:
    """Return what each edge's length counts for: its kind's factor times its name's.

    Parameters
    ----------
    graph : Graph
        A network.
    by_kind : mapping of str to float
        Kinds that are not listed are closed (infinite).
    matched : ndarray of bool
        For each of `graph.names`, whether it names the line.
    """
    kind = np.array([by_kind.get(each, np.inf) for each in graph.kinds])
    name = np.where(matched, 1.0, 1.8)
    name[0] = 1.3
    return np.asarray(kind[graph.kind] * name[graph.name], dtype=np.float64)


def _pairs(ways: Ways) -> tuple[Integers, Integers, Integers]:
    """Return the node ids of every edge, and the way it is of."""
    refs = np.array(ways.refs, dtype=np.int64)
    bounds = np.append(np.array(ways.starts, dtype=np.int64), refs.size)
    of_way = np.repeat(np.arange(len(ways.starts)), np.diff(bounds))
    joined = np.flatnonzero((of_way[1:] == of_way[:-1]) & (refs[1:] != refs[:-1]))
    return refs[joined], refs[joined + 1], of_way[joined]


def _among(ids: Integers, known: Integers) -> Flags:
    if not known.size:
        return np.zeros(ids.size, dtype=bool)
    place = np.minimum(np.searchsorted(known, ids), known.size - 1)
    return np.asarray(known[place] == ids)


def _project(lonlat: Floats, plane: Transformer) -> Floats:
    east, north = plane.transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([east, north])


def _cut(lonlat: Floats, plane: Transformer, edges: Edges) -> tuple[Floats, Flags, Edges]:
    """Cut edges into equal pieces of at most 200 m."""
    start, end, kind, name = edges
    xy = _project(lonlat, plane)
    pieces = np.maximum(np.ceil(np.hypot(*(xy[start] - xy[end]).T) / _LONGEST_M), 1).astype(int)
    edge = np.repeat(np.arange(start.size), pieces)
    step = np.arange(edge.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    first, last = step == 0, step == pieces[edge] - 1
    share = (step[~last] + 1) / pieces[edge[~last]]
    ends = lonlat[start[edge[~last]]], lonlat[end[edge[~last]]]
    inner = ends[0] + share[:, None] * (ends[1] - ends[0])
    new = np.full(edge.size, -1)
    new[~last] = np.arange(len(lonlat), len(lonlat) + len(inner))
    from_vertex = np.where(first, start[edge], np.roll(new, 1))
    to_vertex = np.where(last, end[edge], new)
    drawn = np.arange(len(lonlat) + len(inner)) < len(lonlat)
    return np.vstack([lonlat, inner]), drawn, (from_vertex, to_vertex, kind[edge], name[edge])


def _bridged(xy: Floats, edges: Edges, gap_m: float, *, number: int) -> Edges:
    """Add an edge between every two dead ends nearer than `gap_m`."""
    from scipy.spatial import cKDTree

    start, end, kind, name = edges
    dead = np.flatnonzero(np.bincount(np.concatenate([start, end]), minlength=len(xy)) == 1)
    if gap_m <= 0 or dead.size < 2:
        return edges
    pairs = cKDTree(xy[dead]).query_pairs(gap_m, output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    count = len(pairs)
    return (
        np.concatenate([start, dead[pairs[:, 0]]]),
        np.concatenate([end, dead[pairs[:, 1]]]),
        np.concatenate([kind, np.full(count, number)]),
        np.concatenate([name, np.zeros(count, dtype=np.int64)]),
    )
