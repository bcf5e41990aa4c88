"""A map before it is drawn: the same scene feeds the web page, the atlas page and the exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.choropleth import read_choropleth
from sxgeo.data.figures import read_figures
from sxgeo.data.recipe import Recipe
from sxgeo.data.theme import read_strings, read_theme
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.domain.classification import build_choropleth
from sxgeo.domain.layer import read_layer, read_mentions
from sxgeo.domain.popup import popup_fields
from sxgeo.domain.position_sources import position_sources
from sxgeo.domain.symbology import classify_layer
from sxgeo.domain.unit_marks import as_marks
from sxgeo.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from sxgeo.data.catalogue import Catalogue, Document, Labels, Region, Source
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.data.figures import Figure
    from sxgeo.data.recipe import Content
    from sxgeo.data.theme import Strings, Theme
    from sxgeo.domain.classification import Choropleth
    from sxgeo.domain.popup import PopupField
    from sxgeo.domain.symbology import LegendEntry, Symbol, Symbology

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class SceneLayer:
    """One layer ready to draw.

    Attributes
    ----------
    descriptor : LayerDescriptor
        Identity and titles.
    frame : GeoDataFrame
        The features, EPSG:4326, one row a feature (see `read_layer` for the columns).
    symbology : Symbology
        Looks and legend, in the order of `frame`.
    popup : tuple of PopupField
        What a reader is told of each feature.
    mentions : DataFrame
        What the documents said of the features, newest first (see `read_mentions`).
    visible : bool
        Whether it is switched on at the start.
    sources : frozenset of str
        Ids of all sources its features cite, and their waypoints.
    """

    descriptor: LayerDescriptor
    frame: gpd.GeoDataFrame
    symbology: Symbology
    popup: tuple[PopupField, ...]
    mentions: pd.DataFrame
    visible: bool = True
    sources: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.descriptor.id

    def symbol_of(self, position: int) -> Symbol:
        """Return the look of the feature at a position of the frame."""
        return self.symbology.symbols[self.symbology.index[position]]

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """The layer's lines of the legend."""
        return self.symbology.legend


@dataclass(frozen=True)
class SceneTheme:
    """A theme and its layers, in drawing order of the legend."""

    id: str
    title: str
    title_en: str
    layers: tuple[SceneLayer, ...]


@dataclass(frozen=True)
class MapScene:
    """Everything one map or page shows, backend-free.

    Attributes
    ----------
    id : str
        Recipe id, or ``custom``.
    extent : tuple of float
        (west, south, east, north), WGS-84 degrees.
    focus : str
        The adcode the extent belongs to; empty for the whole region.
    units : dict of str to GeoDataFrame
        Boundaries by level, coarse to fine; full resolution (a renderer simplifies with
        `sxgeo.domain.boundaries.simplified`).
    themes : tuple of SceneTheme
        With their layers.
    choropleths : tuple of Choropleth
        Maps of numbers to offer (web) or draw below the layers (the first, on paper).
    figures : tuple of Figure
        What the documents count for the whole province in the themes shown; never drawn.
    documents, sources : dict
        Those the features cite, and those their positions come from, in the catalogue's order.
    review_number : str
        This map's own, where the map authority has reviewed it.
    """

    id: str
    title: str
    title_en: str
    description: str
    description_en: str
    extent: Bounds
    focus: str
    region: Region
    units: dict[str, gpd.GeoDataFrame]
    themes: tuple[SceneTheme, ...]
    choropleths: tuple[Choropleth, ...]
    figures: tuple[Figure, ...]
    theme: Theme
    strings: Strings
    labels: Labels
    documents: dict[str, Document]
    sources: dict[str, Source]
    review_number: str = ""

    @property
    def layers(self) -> tuple[SceneLayer, ...]:
        """All layers, theme by theme."""
        return tuple(layer for theme in self.themes for layer in theme.layers)

    def title_in(self, language: str) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.title if language == "zh" else self.title_en

    @property
    def attributions(self) -> tuple[str, ...]:
        """What the terms of the layers' sources ask a map to say, each once, sorted."""
        shown = frozenset[str]().union(*(layer.sources for layer in self.layers))
        said = {each.attribution for key, each in self.sources.items() if key in shown}
        return tuple(sorted(said - {""}))

    def attribution_line(self, language: str = "zh") -> str:
        """Return the attributions as one sentence; empty where no source asks for one."""
        return attribution_line(self.attributions, self.strings, language)

    def compliance(self, language: str = "zh") -> tuple[str, ...]:
        """Return what every map shows: boundary source, its review number, edition, review.

        The first review number belongs to the *source* of the boundaries; a number of this map's
        own stands in the last line, or that it has none. Before it stands `attribution_line`,
        where the sources shown ask for one.
        """
        frame = next(iter(self.units.values()))
        source, number = frame.attrs["source_title"], frame.attrs["review_number"]
        words = {key: self.strings.get(key, language) for key in _COMPLIANCE_WORDS}  # type: ignore[arg-type]
        zh = language == "zh"
        if not zh:
            source = frame.attrs["source_title_en"]
        colon = "：" if zh else ": "
        return (
            f"{words['boundary_source']}{colon}{source}",
            f"{words['review_number']}{colon}{number}",
            f"{words['edition']}{colon}{self.region.edition}",
            *filter(None, [self.attribution_line(language)]),
            self._review(zh=zh),
        )

    def _review(self, *, zh: bool) -> str:
        words = self.theme.compliance
        if not self.review_number:
            return words.unreviewed if zh else words.unreviewed_en
        return (words.reviewed if zh else words.reviewed_en).format(number=self.review_number)


def attribution_line(attributions: Sequence[str], strings: Strings, language: str = "zh") -> str:
    """Return attributions as one sentence in ``zh`` or ``en``; empty where there are none."""
    if not attributions:
        return ""
    zh = language == "zh"
    word = strings.get("attribution", "zh" if zh else "en")
    return f"{word}{'：' if zh else ': '}{('；' if zh else '; ').join(attributions)}"


_COMPLIANCE_WORDS = ("boundary_source", "review_number", "edition")


def build_scene(
    content: Recipe | Content,
    *,
    root: str | Path | None = None,
    scene_id: str = "custom",
) -> MapScene:
    """Read everything a recipe (or a page of one) names and make it ready to draw.

    Parameters
    ----------
    content : Recipe or Content
        What to show.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    scene_id : str
        For content that has no id of its own.

    Raises
    ------
    UnknownNameError
        A theme, layer or adcode the root does not know; offers the nearest.
    DataError
        Faults of any layer shown, all at once.
    """
    catalogue = open_catalogue(root)
    theme = read_theme(root)
    region = catalogue.region()
    units = {level: read_boundaries(level, root=root) for level in region.levels}
    marks: Counter[str] = Counter()
    groups = [
        SceneTheme(
            theme_id,
            theme.themes[theme_id].title,
            theme.themes[theme_id].title_en,
            tuple(
                _scene_layer(
                    each, catalogue, theme, units, marks=marks, visible=_visible(each.id, content)
                )
                for each in descriptors
            ),
        )
        for theme_id, descriptors in _grouped(content, catalogue, theme).items()
    ]
    figures = _figures(groups, root)
    documents, sources = _cited(groups, figures, catalogue)
    return MapScene(
        id=content.id if isinstance(content, Recipe) else scene_id,
        title=content.title,
        title_en=content.title_en,
        description=getattr(content, "description", ""),
        description_en=getattr(content, "description_en", ""),
        extent=_extent(content.extent, units, region),
        focus=content.extent,
        region=region,
        units=units,
        themes=tuple(groups),
        choropleths=_choropleths(content, units, theme, root),
        figures=figures,
        theme=theme,
        strings=read_strings(root),
        labels=catalogue.labels(),
        documents=documents,
        sources=sources,
        review_number=content.review_number,
    )


def _grouped(
    content: Content, catalogue: Catalogue, theme: Theme
) -> dict[str, list[LayerDescriptor]]:
    """Return the descriptors to show by theme, themes in the recipe's order."""
    known = list(theme.themes)
    for name in content.themes:
        if name not in known:
            raise UnknownNameError("theme", name, known)
    wanted = {name: catalogue.descriptor(name) for name in content.layers}
    if content.themes:
        for each in catalogue.descriptors():
            if each.theme in content.themes:
                wanted.setdefault(each.id, each)
    order = [*content.themes, *known]
    groups: dict[str, list[LayerDescriptor]] = {}
    for theme_id in dict.fromkeys(order):
        chosen = [each for each in wanted.values() if each.theme == theme_id]
        if chosen:
            groups[theme_id] = sorted(chosen, key=_drawing_order)
    return groups


def _drawing_order(descriptor: LayerDescriptor) -> tuple[int, str]:
    return -descriptor.symbology.priority, descriptor.id


def _visible(layer_id: str, content: Recipe | Content) -> bool:
    if not isinstance(content, Recipe):
        return True
    return layer_id in content.shown if content.shown else layer_id not in content.hidden


def _scene_layer(
    descriptor: LayerDescriptor,
    catalogue: Catalogue,
    theme: Theme,
    units: dict[str, gpd.GeoDataFrame],
    *,
    marks: Counter[str],
    visible: bool,
) -> SceneLayer:
    frame = read_layer(descriptor.id, root=catalogue.root)
    if descriptor.symbology.units == "marks" and "unit" in frame:
        frame = as_marks(frame, units, marks)
    symbology = classify_layer(frame, descriptor, theme, catalogue.labels())
    return SceneLayer(
        descriptor=descriptor,
        frame=frame,
        symbology=symbology,
        popup=popup_fields(descriptor, catalogue),
        mentions=read_mentions(descriptor.id, root=catalogue.root),
        visible=visible,
        sources=_sources_of(frame, descriptor, catalogue),
    )


def _sources_of(
    frame: gpd.GeoDataFrame, descriptor: LayerDescriptor, catalogue: Catalogue
) -> frozenset[str]:
    """Return the sources of a layer; a line owes its shape to those of its waypoints too."""
    cited = _cited_in(frame) | position_sources(descriptor.id, frame, catalogue)
    return frozenset(cited & catalogue.sources().keys())


def _cited_in(frame: gpd.GeoDataFrame) -> set[str]:
    return {
        each
        for name in frame.columns
        if name == "document" or is_citation_column(str(name))
        for cell in frame[name].unique()
        for each in cited_ids(str(cell))
    }


def _choropleths(
    content: Content, units: dict[str, gpd.GeoDataFrame], theme: Theme, root: str | Path | None
) -> tuple[Choropleth, ...]:
    specs = [read_choropleth(each, root) for each in content.choropleths]
    return tuple(build_choropleth(spec, units[spec.level], theme, root=root) for spec in specs)


def _extent(adcode: str, units: dict[str, gpd.GeoDataFrame], region: Region) -> Bounds:
    if not adcode:
        return region.bounds
    for frame in units.values():
        found = frame[frame["adcode"] == adcode]
        if len(found):
            west, south, east, north = found.total_bounds
            return (float(west), float(south), float(east), float(north))
    known = sorted(code for frame in units.values() for code in frame["adcode"])
    raise UnknownNameError("adcode", adcode, known)


def _figures(groups: list[SceneTheme], root: str | Path | None) -> tuple[Figure, ...]:
    shown = {group.id for group in groups}
    return tuple(each for each in read_figures(root) if each.theme in shown)


def _cited(
    groups: list[SceneTheme], figures: tuple[Figure, ...], catalogue: Catalogue
) -> tuple[dict[str, Document], dict[str, Source]]:
    cited = {
        each for group in groups for layer in group.layers for each in _cited_in(layer.frame)
    } | {each.document for each in figures}
    # What older documents said is told too, and the time slider asks for their dates.
    for group in groups:
        for layer in group.layers:
            cited.update(layer.mentions["document"])
            cited |= layer.sources
    documents = {key: each for key, each in catalogue.documents().items() if key in cited}
    sources = {key: each for key, each in catalogue.sources().items() if key in cited}
    return documents, sources
