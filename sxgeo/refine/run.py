"""A root put to an extract: which places and lines change, which do not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from sxgeo.crs import ground_distance
from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.checksums import sha256_of
from sxgeo.data.places import read_places
from sxgeo.data.readers import read_table, records
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import read_layer
from sxgeo.errors import SxgeoError
from sxgeo.refine.graph import build_graph
from sxgeo.refine.judging import ON_THE_GROUND, Limits
from sxgeo.refine.lines import (
    KEPT,
    Ground,
    Line,
    LineVerdict,
    redraw,
    route_parts,
    shape_parts,
)
from sxgeo.refine.networks import NETWORKS
from sxgeo.refine.stations import MOVED, STATION_KIND, PlaceVerdict, match_station

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from pyproj import Transformer

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.refine.extract import Extract

    Progress = Callable[[int, int, str], None]

_PLACE_FILES = ("features.csv", "routes.csv")
_ROOM = 0.5  # degrees


@dataclass(frozen=True)
class Refinement:
    """What was found for a root, before anything is written.

    Attributes
    ----------
    catalogue : Catalogue
        Of the root that was asked.
    source : dict of str to str
        The new entry of ``sources/``, `id` included.
    places : tuple of PlaceVerdict
        One a place looked up, by id.
    lines : tuple of LineVerdict
        One a line looked up, layers by id, lines in their order.
    method : str
        How positions were got, for the gazetteer.
    limits : dict of str to float
        The thresholds used.
    licence : str
        SPDX id that layers with anything new come under; empty where they keep their own.
    """

    catalogue: Catalogue
    source: dict[str, str]
    places: tuple[PlaceVerdict, ...]
    lines: tuple[LineVerdict, ...]
    method: str
    limits: dict[str, float]
    licence: str = ""


def refine_by_extract(
    path: Path,
    *,
    root: str | Path | None = None,
    layers: Sequence[str] = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Refinement:
    """Look up the stations and lines of some layers in an OpenStreetMap extract.

    Parameters
    ----------
    path : Path
        ``.osm.pbf``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    layers : sequence of str
        Layer ids whose `layer.toml` names a network; none for all of them.
    limits : Limits, optional
        What makes a match doubtful.
    progress : callable, optional
        Called with (steps done, steps in all, what is being done).

    Raises
    ------
    UnknownNameError
        No such layer.
    SxgeoError
        A layer has no network; pyosmium is missing.
    DataError
        The extract cannot be read or lies elsewhere; faults of the root's own files.
    """
    from sxgeo.refine.extract import read_extract

    catalogue = open_catalogue(root)
    chosen = _chosen(catalogue, layers)
    bounds = catalogue.region().bounds
    used = limits or Limits()
    networks = [str(each.network) for each in chosen]
    gazetteer = read_places(root)
    keep = _around(gazetteer, bounds)
    extract = read_extract(path, networks, bounds, keep=keep, progress=progress)
    places = _stations(catalogue, chosen, gazetteer, extract, used)
    gazetteer = with_moved(gazetteer, places)
    tell = progress or (lambda _done, _total, _what: None)
    lines = [
        verdict
        for network in dict.fromkeys(sorted(networks))
        for verdict in _lines(
            catalogue, chosen, network, gazetteer, extract, limits=used, tell=tell
        )
    ]
    return Refinement(
        catalogue,
        _source(path, extract),
        tuple(places),
        tuple(sorted(lines, key=lambda each: each.layer)),
        "station of an OpenStreetMap extract, found by name and distance",
        {key: float(value) for key, value in vars(used).items()},
        licence="ODbL-1.0",
    )


def with_moved(gazetteer: pd.DataFrame, verdicts: Iterable[PlaceVerdict]) -> pd.DataFrame:
    """Return the gazetteer with the places that were moved where they are now."""
    moved = gazetteer.copy()
    for each in verdicts:
        if each.outcome != MOVED:
            continue
        at = (gazetteer.index == each.place) | (gazetteer["at"] == each.place)
        moved.loc[at, ["lon", "lat"]] = each.lon, each.lat
        moved.loc[each.place, "accuracy_m"] = each.accuracy_m
    return moved


def _chosen(catalogue: Catalogue, layers: Sequence[str]) -> list[LayerDescriptor]:
    able = [each for each in catalogue.descriptors() if each.network]
    if not layers:
        return able
    wanted = {layer: catalogue.descriptor(layer) for layer in layers}
    if unable := [layer for layer, each in wanted.items() if not each.network]:
        msg = (
            f"No network is named in layer.toml of {', '.join(unable)}, so there is nothing to "
            f"look for; layers with one: {', '.join(each.id for each in able) or 'none'}."
        )
        raise SxgeoError(msg)
    return list(wanted.values())


def _around(
    gazetteer: pd.DataFrame, bounds: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Return bounds that hold a region and every place, with room for the ways between them."""
    lon, lat = gazetteer["lon"], gazetteer["lat"]
    west, south = min(bounds[0], lon.min()), min(bounds[1], lat.min())
    east, north = max(bounds[2], lon.max()), max(bounds[3], lat.max())
    return west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM


def _plane(catalogue: Catalogue) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", catalogue.region().metric_crs, always_xy=True)


# --- Stations ------------------------------------------------------------------------------------


def _stations(
    catalogue: Catalogue,
    chosen: Sequence[LayerDescriptor],
    gazetteer: pd.DataFrame,
    extract: Extract,
    limits: Limits,
) -> list[PlaceVerdict]:
    """Return a verdict on every station the layers use, sought in their networks' stops."""
    units = read_boundaries(catalogue.region().levels[-1], root=catalogue.root)
    counties = dict(zip(units["adcode"], units.geometry, strict=True))
    found: dict[str, PlaceVerdict] = {}
    unbuilt = _unbuilt(catalogue, chosen)
    for descriptor in sorted(chosen, key=lambda each: list(NETWORKS).index(str(each.network))):
        stops = extract.stops[str(descriptor.network)]
        if not NETWORKS[str(descriptor.network)].stops:
            continue
        for name in _station_places(catalogue, descriptor, gazetteer):
            if name in unbuilt or (name in found and found[name].outcome != KEPT):
                continue
            [place] = records(gazetteer.loc[[name]])
            verdict = match_station(place, stops, counties.get(place["county_adcode"]), limits)
            if name not in found or verdict.outcome != KEPT:
                found[name] = verdict
    return [found[name] for name in sorted(found)]


def _unbuilt(catalogue: Catalogue, chosen: Sequence[LayerDescriptor]) -> set[str]:
    """Return the places of features that are not on the ground: namesakes there are others."""
    names: set[str] = set()
    for descriptor in chosen:
        table = layer_table(catalogue, descriptor, "features.csv")
        if table is not None and "place" in table:
            names |= set(table.loc[~table["status"].isin(ON_THE_GROUND), "place"])
    return names


def _station_places(
    catalogue: Catalogue, descriptor: LayerDescriptor, gazetteer: pd.DataFrame
) -> list[str]:
    """Return the stations a layer uses, sorted."""
    names: set[str] = set()
    for file in _PLACE_FILES:
        table = layer_table(catalogue, descriptor, file)
        if table is not None and "place" in table:
            names |= set(table["place"]) - {""}
    return [name for name in sorted(names) if gazetteer.loc[name, "kind"] == STATION_KIND]


def layer_table(
    catalogue: Catalogue, descriptor: LayerDescriptor, file: str
) -> pd.DataFrame | None:
    """Return a CSV file of a layer as text, or None where it has no such file."""
    if descriptor.file_rows(file) is None:
        return None
    path = catalogue.layer_folder(descriptor.id) / file
    return read_table(path, required=(), root=catalogue.root)


# --- Lines ---------------------------------------------------------------------------------------


def _lines(
    catalogue: Catalogue,
    chosen: Sequence[LayerDescriptor],
    network: str,
    gazetteer: pd.DataFrame,
    extract: Extract,
    *,
    limits: Limits,
    tell: Progress,
) -> Iterator[LineVerdict]:
    """Yield a verdict on every line of the layers of one network."""
    from scipy.spatial import cKDTree

    of_network = [each for each in chosen if each.network == network]
    plane = _plane(catalogue)
    graph = build_graph(extract, network, plane, gap_m=limits.max_gap_m)
    if not graph.start.size:
        return
    ground = Ground(graph, cKDTree(graph.xy), NETWORKS[network], plane, limits)
    for descriptor in of_network:
        for done, total, line in _lines_of(catalogue, descriptor, gazetteer, plane):
            tell(done, total, f"{descriptor.id}: {line.name}")
            verdict = redraw(line, ground)
            yield _inside(verdict, descriptor, catalogue)


def _lines_of(
    catalogue: Catalogue, descriptor: LayerDescriptor, gazetteer: pd.DataFrame, plane: Transformer
) -> Iterator[tuple[int, int, Line]]:
    if "LineString" not in descriptor.geometry_type:
        return
    frame = read_layer(descriptor.id, root=catalogue.root)
    rows = records(frame[shapely.get_dimensions(frame.geometry.to_numpy()) == 1])
    routes = layer_table(catalogue, descriptor, "routes.csv")
    for done, row in enumerate(rows):
        steps = None if routes is None else routes[routes["feature"] == row["id"]]
        if steps is not None and len(steps):
            parts = route_parts(steps, gazetteer)
        else:
            parts = shape_parts(row["geometry"], row["accuracy_m"], plane)
        line = Line(descriptor.id, row["id"], row["name"], row["name_en"], row["status"], parts)
        yield done, len(rows), line


def _inside(verdict: LineVerdict, descriptor: LayerDescriptor, catalogue: Catalogue) -> LineVerdict:
    """Return the verdict, unless the line leaves a province that its layer must not leave."""
    if verdict.geometry is None or descriptor.beyond_province:
        return verdict
    province = read_boundaries(catalogue.region().levels[0], root=catalogue.root)
    outside = shapely.difference(verdict.geometry, province.geometry.union_all())
    farthest = _farthest_m(province.geometry.union_all(), outside)
    if farthest <= verdict.accuracy_m:
        return verdict
    reason = f"the way leaves the province by {farthest:,.0f} m, and its layer must not"
    identity = (verdict.layer, verdict.feature, verdict.name)
    return LineVerdict(*identity, KEPT, reason, verdict.legs)


def _farthest_m(area: shapely.Geometry, shape: shapely.Geometry) -> float:
    if shapely.is_empty(shape):
        return 0.0
    links = shapely.shortest_line(shapely.points(shapely.get_coordinates(shape)), area)
    ends = shapely.get_coordinates(links).reshape(-1, 4)
    return float(ground_distance(*ends.T).max())


# --- Source --------------------------------------------------------------------------------------


def _source(path: Path, extract: Extract) -> dict[str, Any]:
    """Return the entry of ``sources/`` for an extract: same file, same entry."""
    proof = sha256_of(path)
    day = extract.timestamp[:10]
    return {
        "id": f"osm-extract-{day.replace('-', '') or proof[:8]}",
        "title": f"OpenStreetMap {extract.timestamp or extract.file}",
        "publisher": "© OpenStreetMap contributors",
        "locator": f"openstreetmap.org/copyright; {extract.file}, sha256 {proof[:16]}",
        "licence": "ODbL-1.0",
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
        "datum": "wgs84",
        "vintage": day,
        "accuracy": "Ways and stations as mapped; what was matched, and how well, is in "
        "refine-report.json.",
        "origin": "openstreetmap",
    }
