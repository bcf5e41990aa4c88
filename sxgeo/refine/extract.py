"""An OpenStreetMap extract, read twice: what has the right tags, then the nodes that needs.

Memory grows with the networks asked for, not with the file. The one module that knows pyosmium.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sxgeo.errors import DataError, Issue, SxgeoError
from sxgeo.refine.names import tag_names
from sxgeo.refine.networks import CONSTRUCTION, NETWORKS, kind_of, stop_rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Entity = Any  # osmium's own types are unions; each object is asked what it is
    Progress = Callable[[int, int, str], None]
    Names = tuple[str, ...]
    Bounds = tuple[float, float, float, float]

_STEPS = 3
_TELL_EVERY = 20_000
_RELATION_TYPES = ("route", "waterway", "railway")


@dataclass(frozen=True)
class Stop:
    """One station of the extract.

    Attributes
    ----------
    object_id : str
        ``node/123`` or ``way/123``.
    rank : int
        How much its tags are to be believed; 1 first.
    names, former : tuple of str
        Names it bears, and bore.
    lon, lat : float
        WGS-84 degrees; the middle of the corners for an area.
    """

    object_id: str
    rank: int
    names: tuple[str, ...]
    former: tuple[str, ...]
    lon: float
    lat: float


@dataclass
class Ways:
    """The ways of one network: node ids end to end, with where each way begins.

    Attributes
    ----------
    ids, kinds, names : list
        OpenStreetMap id, kind (see `networks.kind_of`) and names of each way.
    refs : array of int64
        Node ids of all ways, one after the other.
    starts : list of int
        Where each way's nodes begin in `refs`.
    """

    ids: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    refs: array[int] = field(default_factory=lambda: array("q"))
    starts: list[int] = field(default_factory=list)

    def append(self, way_id: int, kind: str, names: tuple[str, ...], refs: Iterable[int]) -> None:
        """Add a way."""
        self.ids.append(way_id)
        self.kinds.append(kind)
        self.names.append(names)
        self.starts.append(len(self.refs))
        self.refs.extend(refs)


@dataclass(frozen=True)
class Extract:
    """What of a file the networks asked for are made of.

    Attributes
    ----------
    file : str
        Its name, without folders.
    timestamp : str
        ISO 8601, from the header; empty where the header has none.
    ways : dict of str to Ways
        By network.
    stops : dict of str to list of Stop
        By network, sorted by object id.
    node_ids, node_lon, node_lat : ndarray
        Every node the ways use and the file holds, ids ascending; WGS-84 degrees.
    """

    file: str
    timestamp: str
    ways: Mapping[str, Ways]
    stops: Mapping[str, list[Stop]]
    node_ids: NDArray[np.int64]
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]


@dataclass
class _Draft:
    """What the first reading gathers; areas wait for their corners."""

    ways: dict[str, Ways]
    stops: dict[str, list[Stop]]
    areas: list[tuple[str, int, Names, Names, str, list[int]]] = field(default_factory=list)
    relation_names: dict[int, list[str]] = field(default_factory=dict)


def read_extract(
    path: Path,
    networks: Iterable[str],
    bounds: Bounds,
    *,
    keep: Bounds | None = None,
    progress: Progress | None = None,
) -> Extract:
    """Read the networks' ways and stops from an extract.

    Parameters
    ----------
    path : Path
        ``.osm.pbf``, or another format libosmium reads.
    networks : iterable of str
        Names of `networks.NETWORKS`.
    bounds : tuple of float
        (west, south, east, north), WGS-84: something of the networks must lie there.
    keep : tuple of float, optional
        Bounds outside of which nodes are let go, and ways are cut: for extracts of a whole country.
    progress : callable, optional
        Called with (steps done, steps in all, what is being done).

    Raises
    ------
    SxgeoError
        Pyosmium is not installed.
    DataError
        No such file, not a format libosmium reads, damaged or cut off, or nothing within `bounds`.
    """
    tell = progress or (lambda _done, _total, _what: None)
    wanted = sorted(set(networks))
    _check_file(path)
    try:
        timestamp = _timestamp(path)
        draft, used = _read_tagged(path, wanted, tell)
        node_ids, lon, lat = _read_nodes(path, used, tell)
    except RuntimeError as error:
        problem = f"libosmium cannot read it ({error}); is the download complete?"
        raise DataError([Issue(path.name, "", problem, "extract")]) from error
    _check_area(path, bounds, lon, lat)
    if keep is not None:
        kept = _within(keep, lon, lat)
        node_ids, lon, lat = node_ids[kept], lon[kept], lat[kept]
    _name_by_relations(draft)
    _place_areas(draft, node_ids, lon, lat)
    for found in draft.stops.values():
        found.sort(key=lambda stop: (stop.object_id[0], int(stop.object_id.split("/")[1])))
    return Extract(path.name, timestamp, draft.ways, draft.stops, node_ids, lon, lat)


def _check_file(path: Path) -> None:
    try:
        import osmium as _osmium  # noqa: F401
    except ImportError as error:
        msg = "Reading OpenStreetMap extracts needs pyosmium: pip install 'sxgeo[osm]'"
        raise SxgeoError(msg) from error
    if path.is_dir():
        raise DataError([Issue(str(path), "", "it is a folder, expected an .osm.pbf file")])
    if not path.is_file():
        raise DataError([Issue(str(path), "", "the file is missing")])


def _timestamp(path: Path) -> str:
    import osmium

    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        return reader.header().get("osmosis_replication_timestamp")


def _tag_pairs(networks: Iterable[str]) -> list[tuple[str, str]]:
    pairs = {("type", kind) for kind in _RELATION_TYPES}
    for network in (NETWORKS[name] for name in networks):
        pairs |= {(network.key, value) for value in (*network.factors, CONSTRUCTION)}
        pairs |= {("railway", value) for value in network.stops}
    return sorted(pairs)


def _read_tagged(path: Path, networks: list[str], tell: Progress) -> tuple[_Draft, Any]:
    """Return what has the right tags, and a filter for the nodes it is made of."""
    import osmium

    draft = _Draft({name: Ways() for name in networks}, {name: [] for name in networks})
    tracker = osmium.IdTracker()
    tagged = osmium.filter.TagFilter(*_tag_pairs(networks))
    found: Iterable[Entity] = osmium.FileProcessor(str(path)).with_filter(tagged)
    for count, each in enumerate(found):
        if count % _TELL_EVERY == 0:
            tell(0, _STEPS, f"{count:,} ways")
        if each.is_relation():
            _take_relation(draft, each)
        elif _take(draft, each) and each.is_way():
            tracker.add_references(each)
    return draft, tracker.id_filter()


def _take(draft: _Draft, each: Entity) -> bool:
    """Add a node or way to every network it is part of; say whether there was one."""
    tags = dict(each.tags)
    names, former = tag_names(tags)
    taken = False
    for network in draft.ways:
        rank = stop_rank(NETWORKS[network], tags)
        if rank is not None and each.is_node():
            where = each.location
            stop = Stop(f"node/{each.id}", rank, names, former, where.lon, where.lat)
            draft.stops[network].append(stop)
        if not each.is_way():
            continue
        kind = kind_of(NETWORKS[network], tags)
        refs = [node.ref for node in each.nodes]
        if kind is not None:
            draft.ways[network].append(each.id, kind, (*names, *former), refs)
        elif rank is not None:
            draft.areas.append((network, rank, names, former, f"way/{each.id}", refs))
        taken = taken or kind is not None or rank is not None
    return taken


def _take_relation(draft: _Draft, each: Entity) -> None:
    names, _ = tag_names({key: value for key, value in each.tags if key != "ref"})
    for member in each.members:
        if names and member.type == "w":
            draft.relation_names.setdefault(member.ref, []).extend(names)


def _name_by_relations(draft: _Draft) -> None:
    """Give each way the names of the routes and rivers it is part of."""
    for ways in draft.ways.values():
        for place, way_id in enumerate(ways.ids):
            if way_id in draft.relation_names:
                names = (*ways.names[place], *draft.relation_names[way_id])
                ways.names[place] = tuple(dict.fromkeys(names))


def _read_nodes(
    path: Path, used: Entity, tell: Progress
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    import osmium

    ids, lon, lat = array("q"), array("d"), array("d")
    reading = osmium.FileProcessor(str(path), osmium.osm.NODE)
    nodes: Iterable[Entity] = reading.with_filter(used)
    for count, node in enumerate(nodes):
        if count % _TELL_EVERY == 0:
            tell(1, _STEPS, f"{count:,} nodes")
        where = node.location
        ids.append(node.id)
        lon.append(where.lon)
        lat.append(where.lat)
    tell(2, _STEPS, "networks")
    order = np.argsort(np.frombuffer(ids, dtype=np.int64), kind="stable")
    return (
        np.frombuffer(ids, dtype=np.int64)[order],
        np.frombuffer(lon, dtype=np.float64)[order],
        np.frombuffer(lat, dtype=np.float64)[order],
    )


def _check_area(
    path: Path,
    bounds: Bounds,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> None:
    west, south, east, north = bounds
    if _within(bounds, lon, lat).any():
        return
    expected = f"{west:g}–{east:g} E, {south:g}–{north:g} N"
    problem = f"it has no railway, road or river asked for within {expected}"
    if lon.size:
        problem += (
            f"; what it has lies in {lon.min():.2f}–{lon.max():.2f} E, "
            f"{lat.min():.2f}–{lat.max():.2f} N: another area's extract?"
        )
    raise DataError([Issue(path.name, "", problem, "extract")])


def _within(
    bounds: Bounds, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return np.asarray((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))


def _place_areas(
    draft: _Draft,
    node_ids: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> None:
    """Turn station areas into stops at the middle of their corners."""
    for network, rank, names, former, object_id, refs in draft.areas:
        corners = list(_present(refs, node_ids))
        if corners:
            middle = float(lon[corners].mean()), float(lat[corners].mean())
            draft.stops[network].append(Stop(object_id, rank, names, former, *middle))


def _present(refs: Iterable[int], node_ids: NDArray[np.int64]) -> Iterator[int]:
    for ref in sorted(set(refs)):
        place = int(np.searchsorted(node_ids, ref))
        if place < node_ids.size and node_ids[place] == ref:
            yield place
