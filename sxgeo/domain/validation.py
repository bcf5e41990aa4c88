"""The five checks of a layer: descriptor, geometry, county, quote, evidence."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from sxgeo.crs import ground_distance
from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.places import read_places
from sxgeo.data.readers import records
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import cited_ids, is_citation_column, parse_citations
from sxgeo.domain.history import mentions_by_feature
from sxgeo.domain.layer import read_layer, read_mentions
from sxgeo.domain.terms_check import terms_issues
from sxgeo.errors import DataError, Issue, shown_path, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import geopandas as gpd

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor

DOCUMENTS_VARIABLE = "SXGEO_DOCUMENTS"
LONGEST_QUOTE = 80


@dataclass(frozen=True)
class _Checked:
    """One layer with all that the checks compare it with."""

    descriptor: LayerDescriptor
    frame: gpd.GeoDataFrame
    mentions: pd.DataFrame
    places: pd.DataFrame
    catalogue: Catalogue
    file: str


def check_layer(layer_id: str, *, root: str | Path | None = None) -> list[Issue]:
    """Return every fault of a layer; an empty list means all five checks pass.

    Parameters
    ----------
    layer_id : str
        A folder of `geodata/layers/`.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Notes
    -----
    ``descriptor``
        Files, hashes, rows, columns and values are what `layer.toml` says; it states a licence.
    ``geometry``
        Of the stated type, valid, and inside the province unless the layer reaches beyond.
    ``county``
        A feature at a place lies in the county the place is said to be in, within its accuracy.
    ``quote``
        Every feature is named by a phrase under 80 characters; where the folder of documents is
        known (`SXGEO_DOCUMENTS`) the phrase stands in it, word for word. A status other than the
        newest a document gives cites something newer, or outside the documents.
    ``evidence``
        Accuracy, source, datum and status are given, every citation resolves, and the layer's
        licence names the share-alike licences of the sources of its positions.
    """
    catalogue = open_catalogue(root)
    try:
        descriptor = catalogue.descriptor(layer_id)
        frame = read_layer(layer_id, root=root)
    except DataError as error:
        return [Issue(each.file, each.where, each.problem, "descriptor") for each in error.issues]
    folder = catalogue.layer_folder(layer_id)
    layer = _Checked(
        descriptor,
        frame,
        read_mentions(layer_id, root=root),
        read_places(root),
        catalogue,
        shown_path(folder / "features.csv", catalogue.root),
    )
    checks: tuple[Callable[[_Checked], Iterable[Issue]], ...] = (
        _check_geometry,
        _check_county,
        _check_quote,
        _check_status,
        _check_evidence,
        _check_terms,
    )
    return [issue for check in checks for issue in check(layer)]


def documents_dir() -> Path | None:
    """Return the folder of the documents' texts that `SXGEO_DOCUMENTS` names, or None."""
    named = os.environ.get(DOCUMENTS_VARIABLE)
    return Path(named) if named else None


def _check_geometry(layer: _Checked) -> Iterable[Issue]:
    province = read_boundaries(layer.catalogue.region().levels[0], root=layer.catalogue.root)
    area = province.geometry.union_all()
    shapely.prepare(area)
    for each in records(layer.frame):
        shape, where = each["geometry"], f"feature {each['id']}"
        kind = shape.geom_type.removeprefix("Multi")
        if kind not in layer.descriptor.geometry_type:
            expected = " or ".join(layer.descriptor.geometry_type)
            problem = f"it is a {kind}, layer.toml says {expected}"
            yield Issue(layer.file, where, problem, "geometry")
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            yield Issue(layer.file, where, f"invalid geometry: {reason}", "geometry")
        elif not layer.descriptor.beyond_province and not _within(area, shape, each["accuracy_m"]):
            problem = (
                "it lies outside the province by more than its accuracy; "
                "correct it or set beyond_province in layer.toml"
            )
            yield Issue(layer.file, where, problem, "geometry")


def _within(area: shapely.Geometry, shape: shapely.Geometry, radius: float) -> bool:
    outside = shapely.difference(shape, area)
    return bool(outside.is_empty) or _gap_m(area, outside) <= radius


def _gap_m(area: shapely.Geometry, shape: shapely.Geometry) -> float:
    """Return how far the farthest vertex of a shape lies from an area, in metres."""
    points = shapely.points(shapely.get_coordinates(shape))
    links = shapely.shortest_line(points, area)
    ends = shapely.get_coordinates(links).reshape(-1, 2, 2)
    gaps = ground_distance(ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1])
    return float(gaps.max())


def _check_county(layer: _Checked) -> Iterable[Issue]:
    units = read_boundaries(layer.catalogue.region().levels[-1], root=layer.catalogue.root)
    areas = units.set_index("adcode").geometry
    names = units.set_index("adcode")["name"]
    used = layer.places.index.isin(_place_column(layer))
    for place in records(layer.places[used]):
        code, radius = place["county_adcode"], place["accuracy_m"]
        if not code:
            continue
        where = f"row {place['row']}, column county_adcode"
        if problem := unknown("county", code, areas.index):
            yield Issue(place["file"], where, problem, "county")
            continue
        gap = _gap_m(areas.loc[code], shapely.Point(place["lon"], place["lat"]))
        if gap > radius:
            problem = (
                f"{place['name']} lies {gap:,.0f} m outside {names[code]}, "
                f"more than its accuracy of {radius:,.0f} m"
            )
            yield Issue(place["file"], where, problem, "county")


def _place_column(layer: _Checked) -> list[str]:
    folder = layer.catalogue.layer_folder(layer.descriptor.id)
    names: list[str] = []
    for spec in layer.descriptor.file:
        if spec.name in ("features.csv", "routes.csv"):
            table = pd.read_csv(folder / spec.name, dtype="str", keep_default_na=False)
            names += table["place"].tolist() if "place" in table else []
    return names


def _check_quote(layer: _Checked) -> Iterable[Issue]:
    named = set(layer.mentions["feature"])
    for feature in layer.frame["id"]:
        if feature not in named:
            problem = "no document names it: mentions.csv has no row for it"
            yield Issue(layer.file, f"feature {feature}", problem, "quote")
    texts = _texts(layer.catalogue)
    file = layer.file.replace("features.csv", "mentions.csv")
    for each in records(layer.mentions):
        quote, document = each["quote"], each["document"]
        where = f"feature {each['feature']}, document {document}"
        if not quote:
            yield Issue(file, where, "the quote is empty", "quote")
        elif len(quote) >= LONGEST_QUOTE:
            problem = f"the quote has {len(quote)} characters, at most {LONGEST_QUOTE - 1}"
            yield Issue(file, where, problem, "quote")
        elif document in texts and quote not in texts[document]:
            yield Issue(file, where, f"the document does not say {quote!r}", "quote")


def _check_status(layer: _Checked) -> Iterable[Issue]:
    """Tell of every feature whose status is not the newest said of it, unless newer told it."""
    documents = layer.catalogue.documents()
    said = mentions_by_feature(layer.mentions)
    for each in records(layer.frame):
        newest = next((told for told in said.get(each["id"], ()) if told.status), None)
        if newest is None or newest.status == each["status"]:
            continue
        cited = cited_ids(each["status_source"])
        if any(one not in documents or documents[one].date > newest.date for one in cited):
            continue
        problem = (
            f"its status is {each['status']!r}, but {newest.document} says {newest.status!r}; "
            "status_source names nothing newer, and nothing outside the documents"
        )
        yield Issue(layer.file, f"feature {each['id']}, column status", problem, "quote")


def _texts(catalogue: Catalogue) -> dict[str, str]:
    folder = documents_dir()
    if folder is None:
        return {}
    return {
        key: (folder / each.file).read_text(encoding="utf-8")
        for key, each in catalogue.documents().items()
        if (folder / each.file).is_file()
    }


def _check_terms(layer: _Checked) -> Iterable[Issue]:
    return terms_issues(layer.descriptor, layer.frame, layer.catalogue)


def _check_evidence(layer: _Checked) -> Iterable[Issue]:
    known = {*layer.catalogue.sources(), *layer.catalogue.documents()}
    citing = [str(name) for name in layer.frame.columns if is_citation_column(str(name))]
    for each in records(layer.frame):
        where = f"feature {each['id']}"
        if not each["source"]:
            yield Issue(layer.file, where, "no source for its position", "evidence")
        if not each["accuracy_m"] > 0:
            yield Issue(layer.file, where, "no accuracy", "evidence")
        for name in citing:
            yield from _citation_issues(layer.file, where, name, each[name], known)
        for spec in layer.descriptor.attributes:
            given = spec.figure and pd.notna(each[spec.name]) and each[spec.name] != ""
            if given and not (each[f"{spec.name}_source"] and each[f"{spec.name}_year"]):
                problem = f"the figure {spec.name} lacks its source or year"
                yield Issue(layer.file, where, problem, "evidence")


def _citation_issues(
    file: str, where: str, name: str, cell: str, known: set[str]
) -> Iterable[Issue]:
    try:
        citations = parse_citations(cell)
    except ValueError as error:
        problem = f"{str(error)!r} is not written as id [locator]"
        yield Issue(file, f"{where}, column {name}", problem, "evidence")
        return
    for each in citations:
        if problem := unknown("source", each.id, known):
            yield Issue(file, f"{where}, column {name}", problem, "evidence")
