"""What a map must carry before it may be published: sources, terms, datum, review, attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.crs import ground_distance, wgs84_to
from sxgeo.data.basemap import read_basemaps
from sxgeo.data.boundary import read_boundary_descriptor
from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.readers import records
from sxgeo.data.theme import read_theme
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.domain.layer import read_layer
from sxgeo.domain.position_sources import position_sources
from sxgeo.domain.terms import asks_for_attribution
from sxgeo.domain.validation import check_layer
from sxgeo.errors import DataError, Issue, shown_path, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.data.basemap import BasemapSpec
    from sxgeo.data.catalogue import Catalogue, Source
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.data.recipe import Content, Recipe

CHECK = "publish"
_UNSTATED = "unstated"
_SHIFTED_DATUMS = ("gcj02", "bd09")


def check_recipe(
    recipe: Recipe, *, basemaps: Sequence[str] = (), root: str | Path | None = None
) -> list[Issue]:
    """Return every reason why the map of a recipe must not be published; none means it may.

    Parameters
    ----------
    recipe : Recipe
        Of a web map or an atlas.
    basemaps : sequence of str
        Ids of the tiles the map is to lie on.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    list of Issue
        Layers the root does not know; faults of the layers shown (see `check_layer`), a missing
        licence among them; sources without title, publisher or licence, or without the attribution
        their licence asks for; positions whose datum nobody stated and whose radius does not
        hold the shift between datums; boundaries without licence, source or review number; a
        missing sentence on this map's own review; tiles without terms or attribution.

    Examples
    --------
    >>> from sxgeo.data.recipe import read_recipe
    >>> check_recipe(read_recipe("zones"))
    []
    """
    catalogue = open_catalogue(root)
    shown, _ = _layers_shown(recipe, catalogue)
    issues = check_layers(recipe, root=root)
    issues += [*_review_issues(catalogue), *_boundary_issues(catalogue)]
    cited: set[str] = set()
    for layer_id in shown:
        try:
            frame = read_layer(layer_id, root=catalogue.root)
        except DataError:
            continue  # its faults are listed already
        issues += _layer_issues(catalogue.descriptor(layer_id), frame, catalogue)
        cited |= _cited(frame) | position_sources(layer_id, frame, catalogue)
    issues += _citation_issues(cited, catalogue)
    known = read_basemaps(root)
    for each in basemaps:
        issues += basemap_issues(each, known)
    return list(dict.fromkeys(issues))


def check_layers(recipe: Recipe, *, root: str | Path | None = None) -> list[Issue]:
    """Return what is wrong with the layers of a recipe: names nobody knows, and their faults.

    Parameters
    ----------
    recipe : Recipe
        Of a web map or an atlas.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    """
    shown, issues = _layers_shown(recipe, open_catalogue(root))
    for layer_id in shown:
        issues += check_layer(layer_id, root=root)
    return list(dict.fromkeys(issues))


def basemap_issues(basemap_id: str, known: dict[str, BasemapSpec]) -> list[Issue]:
    """Return what keeps a map on some tiles from being published.

    Parameters
    ----------
    basemap_id : str
        Of `maps/basemaps.toml`.
    known : dict of str to BasemapSpec
        As `read_basemaps` gives them.
    """
    file, where = "maps/basemaps.toml", f"key {basemap_id}"
    if problem := unknown("basemap", basemap_id, known):
        return [Issue(file, where, f"{problem}: nothing records its terms of use", CHECK)]
    spec = known[basemap_id]
    lacking = [
        ("terms", "its terms of use are not recorded (an address, or the contract's number)"),
        ("attribution", "it names nobody to attribute its tiles to"),
    ]
    return [
        Issue(file, f"{where}.{name}", problem, CHECK)
        for name, problem in lacking
        if not getattr(spec, name).strip()
    ]


def _layers_shown(recipe: Recipe, catalogue: Catalogue) -> tuple[list[str], list[Issue]]:
    """Return the layers of a recipe and its pages, and an issue for every name nobody knows."""
    contents: list[Content] = [recipe, *recipe.pages]
    contents += [recipe.coverage] if recipe.coverage else []
    themes = list(dict.fromkeys(name for each in contents for name in each.themes))
    named = list(dict.fromkeys(name for each in contents for name in each.layers))
    known, titles = catalogue.layer_ids(), read_theme(catalogue.root).themes
    file = f"maps/recipes/{recipe.id}.toml"
    issues = [
        Issue(file, f"key {kind}s", problem, CHECK)
        for kind, names, among in (("theme", themes, titles), ("layer", named, known))
        for name in names
        if (problem := unknown(kind, name, among))
    ]
    of_themes = [each for each in known if themes and _may_be_of(each, themes, catalogue)]
    return list(dict.fromkeys([*(each for each in named if each in known), *of_themes])), issues


def _may_be_of(layer_id: str, themes: Sequence[str], catalogue: Catalogue) -> bool:
    """Return whether a layer is of some themes; nobody knows it of one that cannot be read."""
    try:
        return catalogue.descriptor(layer_id).theme in themes
    except DataError:
        return True  # no map of a theme is drawn while it is like this


def _review_issues(catalogue: Catalogue) -> Iterator[Issue]:
    """Yield an issue where a map could say nothing of its own review."""
    words = read_theme(catalogue.root).compliance
    for name in ("unreviewed", "unreviewed_en", "reviewed", "reviewed_en"):
        if not getattr(words, name).strip():
            problem = "it is empty: a map must say whether the map authority has reviewed it"
            yield Issue("maps/theme.toml", f"key compliance.{name}", problem, CHECK)
    for name in ("reviewed", "reviewed_en"):
        if "{number}" not in getattr(words, name):
            problem = "it has no {number}, so a map could not show its review number"
            yield Issue("maps/theme.toml", f"key compliance.{name}", problem, CHECK)


def _boundary_issues(catalogue: Catalogue) -> Iterator[Issue]:
    for level in catalogue.region().levels:
        path = catalogue.geodata / "boundaries" / level / "boundary.toml"
        file = shown_path(path, catalogue.root)
        try:
            descriptor = read_boundary_descriptor(path, root=catalogue.root)
        except DataError as error:
            yield from error.issues
            continue
        for name, problem in (
            ("source_title", "the boundaries name no source"),
            ("review_number", "the boundaries' source has no review number"),
            ("licence", "the boundaries state no licence"),
            ("vintage", "the boundaries state no vintage"),
            ("datum_of_source", "the boundaries state no datum"),
        ):
            if not getattr(descriptor, name).strip():
                yield Issue(file, f"key {name}", problem, CHECK)


def _layer_issues(
    descriptor: LayerDescriptor, frame: gpd.GeoDataFrame, catalogue: Catalogue
) -> Iterator[Issue]:
    folder = catalogue.layer_folder(descriptor.id)
    file = shown_path(folder / "features.csv", catalogue.root)
    for each in records(frame[frame["datum_of_source"] == _UNSTATED]):
        at = shift_m(*each["geometry"].representative_point().coords[0])
        if each["accuracy_m"] < at:
            problem = (
                f"its source states no datum, and its radius of {each['accuracy_m']:,.0f} m does "
                f"not hold the {at:,.0f} m that datums differ by here"
            )
            yield Issue(file, f"feature {each['id']}", problem, CHECK)


def shift_m(lon: float, lat: float) -> float:
    """Return how far a position may move, in metres, when nobody knows its datum.

    Parameters
    ----------
    lon, lat : float
        WGS-84 degrees.

    Examples
    --------
    >>> round(shift_m(112.55, 37.87), -1)
    1350.0
    """
    moved = [wgs84_to(lon, lat, datum) for datum in _SHIFTED_DATUMS]
    return max(float(ground_distance(lon, lat, *there)) for there in moved)


def _cited(frame: gpd.GeoDataFrame) -> set[str]:
    cells = {
        str(cell)
        for name in frame.columns
        if name == "document" or is_citation_column(str(name))
        for cell in frame[name].unique()
    }
    return {each for cell in cells for each in cited_ids(cell)}


def _facts_needed(source: Source) -> dict[str, str]:
    """Return what must be known of a source to credit it, by key."""
    needed = {"title": source.title, "publisher": source.publisher, "licence": source.licence}
    if asks_for_attribution(source.licence):
        needed["attribution"] = source.attribution
    return needed


def _citation_issues(cited: Iterable[str], catalogue: Catalogue) -> Iterator[Issue]:
    """Yield an issue for every source or document that could not be credited as it should."""
    sources, documents = catalogue.sources(), catalogue.documents()
    for key in sorted(cited):
        if key in documents:
            lacking = {"title": documents[key].title, "date": documents[key].date}
            file = "geodata/documents.toml"
        elif key in sources and sources[key].locator:
            lacking = _facts_needed(sources[key])
            file = "geodata/sources"
        else:
            continue  # nobody's word has no terms; an unknown id is the layer's own fault
        for name, value in lacking.items():
            if not value.strip():
                yield Issue(file, f"key {key}.{name}", f"it states no {name}", CHECK)
