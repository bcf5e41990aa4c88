"""The likeliest way along a network through waypoints that lie near it, not on it.

Every vertex within reach of a waypoint may stand for it, at a price for the distance; one search a
leg carries the prices on, so a whole line is settled together, not waypoint by waypoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.spatial import cKDTree

    from sxgeo.refine.graph import Graph

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

NO_WAY_NEAR = "no way near"
NO_CONNECTION = "no connection"
_PRICE = 3.0  # a metre between waypoint and vertex weighs as much as three along the right line


@dataclass(frozen=True)
class Waypoint:
    """Where a line is known to pass.

    Attributes
    ----------
    name : str
        For messages.
    x, y : float
        Metres of the region's plane.
    reach_m : float
        How far from the network it may lie.
    """

    name: str
    x: float
    y: float
    reach_m: float


@dataclass(frozen=True)
class Leg:
    """The way between two waypoints.

    Attributes
    ----------
    vertices : ndarray of int
        Of the graph, in order; empty where there is none.
    edges : ndarray of int
        Of the graph, one fewer than the vertices.
    why_not : str
        `NO_WAY_NEAR` or `NO_CONNECTION`; empty where there is a way.
    """

    vertices: Integers
    edges: Integers
    why_not: str = ""


@dataclass(frozen=True)
class _Step:
    """One search: from all that may stand for a waypoint over a part of the graph."""

    vertices: Integers
    before: NDArray[np.int32]
    start: Integers
    end: Integers
    edge: Integers


def trace(
    graph: Graph,
    tree: cKDTree,
    factors: Floats,
    waypoints: Sequence[Waypoint],
    *,
    detour: float,
) -> list[Leg]:
    """Return the way from each waypoint to the next.

    Parameters
    ----------
    graph : Graph
        The network.
    tree : cKDTree
        Of `graph.xy`.
    factors : ndarray of shape (m,)
        What a metre of each edge counts for; infinite where it is closed.
    waypoints : sequence of Waypoint
        At least two.
    detour : float
        Ways are sought within this many times the distance between two waypoints.

    Returns
    -------
    list of Leg
        One fewer than the waypoints; consecutive ways meet in a vertex.
    """
    open_ = np.flatnonzero(np.isfinite(factors))
    usable = np.zeros(len(graph.xy), dtype=bool)
    usable[graph.start[open_]] = usable[graph.end[open_]] = True
    near = [_candidates(tree, usable, each) for each in waypoints]
    legs: list[Leg] = []
    run: list[_Step] = []
    prices = _prices(graph, near[0], waypoints[0])
    for place in range(1, len(waypoints)):
        ends = waypoints[place - 1], waypoints[place]
        step, reached = _search(
            graph, factors, (near[place - 1], prices), near[place], ends, detour
        )
        own = _prices(graph, near[place], waypoints[place])
        if step is None or not np.isfinite(reached).any():
            legs += _unwound(run, near[place - 1], prices)
            run, prices = [], own
            lost = not (near[place - 1].size and near[place].size)
            legs.append(_no_leg(NO_WAY_NEAR if lost else NO_CONNECTION))
            continue
        run.append(step)
        prices = reached + own
    return [*legs, *_unwound(run, near[-1], prices)]


def _no_leg(why: str) -> Leg:
    none = np.empty(0, dtype=np.int64)
    return Leg(none, none, why)


def _candidates(tree: cKDTree, usable: NDArray[np.bool_], waypoint: Waypoint) -> Integers:
    found = tree.query_ball_point((waypoint.x, waypoint.y), waypoint.reach_m)
    vertices = np.array(sorted(found), dtype=np.int64)
    return vertices[usable[vertices]] if vertices.size else vertices


def _prices(graph: Graph, vertices: Integers, waypoint: Waypoint) -> Floats:
    away = graph.xy[vertices] - (waypoint.x, waypoint.y)
    return np.asarray(_PRICE * np.hypot(away[:, 0], away[:, 1]), dtype=np.float64)


def _search(
    graph: Graph,
    factors: Floats,
    sources: tuple[Integers, Floats],
    targets: Integers,
    ends: tuple[Waypoint, Waypoint],
    detour: float,
) -> tuple[_Step | None, Floats]:
    """Return one search from the sources, and what it costs to get to each target."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    origins, prices = sources
    keep = np.isfinite(prices)
    if not (keep.any() and targets.size):
        return None, np.full(targets.size, np.inf)
    part = _part(graph, factors, ends, detour)
    vertices, local = np.unique(
        np.concatenate([origins[keep], targets, graph.start[part], graph.end[part]]),
        return_inverse=True,
    )
    first, second = local[local.size - 2 * part.size :].reshape(2, -1)
    start, end, edge = _single(first, second, part, graph.metres[part] * factors[part])
    root = vertices.size
    costs = graph.metres[edge] * factors[edge]
    base = prices[keep].min()
    rows = np.concatenate([start, np.full(int(keep.sum()), root)])
    columns = np.concatenate([end, local[: int(keep.sum())]])
    weights = np.concatenate([costs, prices[keep] - base + 1.0])  # no weight may be nothing
    matrix = csr_array((weights, (rows, columns)), shape=(root + 1, root + 1))
    found, before = dijkstra(matrix, indices=root, return_predecessors=True)
    at = np.searchsorted(vertices, targets)
    return _Step(vertices, before, start, end, edge), np.asarray(found[at] + base - 1.0)


def _part(
    graph: Graph, factors: Floats, ends: tuple[Waypoint, Waypoint], detour: float
) -> Integers:
    """Return the open edges around two waypoints."""
    here, there = np.array([(each.x, each.y) for each in ends])
    reach = max(each.reach_m for each in ends)
    margin = reach + detour * float(np.hypot(*(here - there))) / 2
    low, high = np.minimum(here, there) - margin, np.maximum(here, there) + margin
    inside = ((graph.xy >= low) & (graph.xy <= high)).all(axis=1)
    return np.flatnonzero(inside[graph.start] & inside[graph.end] & np.isfinite(factors))


def _single(
    first: Integers, second: Integers, edge: Integers, cost: Floats
) -> tuple[Integers, Integers, Integers]:
    """Return edges in both directions, the cheapest alone where several join two vertices."""
    start, end = np.concatenate([first, second]), np.concatenate([second, first])
    both = np.concatenate([edge, edge])
    order = np.lexsort((both, np.concatenate([cost, cost]), end, start))
    start, end, both = start[order], end[order], both[order]
    new = np.ones(start.size, dtype=bool)
    new[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return start[new], end[new], both[new]


def _unwound(run: Sequence[_Step], last: Integers, prices: Floats) -> list[Leg]:
    """Return the legs of a run of searches, from its cheapest end back to its start."""
    if not run:
        return []
    vertex = int(last[np.argmin(prices)])
    legs: list[Leg] = []
    for step in reversed(run):
        path = np.array(list(_back(step, int(np.searchsorted(step.vertices, vertex)))))[::-1]
        legs.append(Leg(step.vertices[path], _edges_of(step, path)))
        vertex = int(step.vertices[path[0]])
    return legs[::-1]


def _back(step: _Step, vertex: int) -> Iterator[int]:
    root = step.vertices.size
    while vertex != root:
        yield vertex
        vertex = int(step.before[vertex])


def _edges_of(step: _Step, path: Integers) -> Integers:
    width = step.vertices.size + 1
    keys = step.start * width + step.end
    return step.edge[np.searchsorted(keys, path[:-1] * width + path[1:])]
