"""What an export holds: layers and boundaries, described once for every format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

import shapely

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.recipe import Content, read_recipe
from sxgeo.data.theme import read_strings
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.domain.scene import build_scene
from sxgeo.domain.terms import licences_of
from sxgeo.errors import UnknownNameError
from sxgeo.export.columns import boundary_columns, layer_columns
from sxgeo.export.looks import Look, boundary_look, layer_looks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.data.catalogue import Document, Source
    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.domain.symbology import GeometryKind, Symbol
    from sxgeo.export.columns import Column

T = TypeVar("T")
Bounds = tuple[float, float, float, float]
BOUNDARIES = "boundaries"
_KIND_NAMES: dict[GeometryKind, str] = {"point": "points", "line": "lines", "area": "areas"}
_DIMENSIONS: tuple[GeometryKind, ...] = ("point", "line", "area")


@dataclass(frozen=True)
class ExportLayer:
    """One layer or admin level, with everything a format may want to say of it.

    Attributes
    ----------
    id : str
        Lower-case ASCII; names files and tables.
    frame : GeoDataFrame
        EPSG:4326, one row a feature.
    columns : tuple of Column
        What the frame's columns mean, in the frame's order, geometry left out.
    looks : tuple of Look
        The distinct looks, in the order of a legend.
    look_of : tuple of int
        For each feature, in the frame's order, its look.
    labelled : bool
        Features are named on a map.
    priority : int
        Whose names win where there is no room; larger wins.
    accuracy_m : tuple of float
        Smallest and largest 95 % radius, metres.
    rights : str
        What a reader must be told beyond the licence, such as a review number.
    """

    id: str
    title: str
    title_en: str
    description: str
    description_en: str
    each_row_is_a: str
    group: str
    licence: str
    frame: gpd.GeoDataFrame
    columns: tuple[Column, ...]
    looks: tuple[Look, ...]
    look_of: tuple[int, ...]
    labelled: bool
    priority: int
    visible: bool
    key: Literal["id", "adcode"]
    accuracy_m: tuple[float, float]
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    rights: str = ""

    def title_in(self, language: Language) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.title if language == "zh" else self.title_en

    def description_in(self, language: Language) -> str:
        """Return the description in ``zh`` or ``en``."""
        return self.description if language == "zh" else self.description_en

    @property
    def bounds(self) -> Bounds:
        """(west, south, east, north), WGS-84 degrees."""
        west, south, east, north = map(float, self.frame.total_bounds)
        return (west, south, east, north)

    @property
    def kinds(self) -> tuple[GeometryKind, ...]:
        """The kinds of geometry its features have: points, lines, areas, in this order."""
        found = set(shapely.get_dimensions(self.frame.geometry.to_numpy()).tolist())
        return tuple(kind for place, kind in enumerate(_DIMENSIONS) if place in found)


@dataclass(frozen=True)
class ExportGroup:
    """Layers that stand together in a tree: a theme, or the boundaries."""

    id: str
    title: str
    title_en: str
    layers: tuple[ExportLayer, ...]

    def title_in(self, language: Language) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.title if language == "zh" else self.title_en


@dataclass(frozen=True)
class Contents:
    """Everything one export writes, in the order of the tree, boundaries last.

    Attributes
    ----------
    scene : MapScene
        What the map of the same layers shows: theme, words, region, compliance.
    groups : tuple of ExportGroup
        Themes with their layers, then the boundaries.
    language : {'zh', 'en'}
        Of titles, labels and legends; texts of the data stay as they are.
    """

    scene: MapScene
    groups: tuple[ExportGroup, ...]
    language: Language

    @property
    def layers(self) -> tuple[ExportLayer, ...]:
        """All layers, top of the tree first."""
        return tuple(layer for group in self.groups for layer in group.layers)

    @property
    def title(self) -> str:
        """The title of the whole, in the export's language."""
        return self.scene.title_in(self.language)

    @property
    def edition(self) -> str:
        """The date of this edition of the data, ISO 8601; outputs carry it instead of a clock."""
        return self.scene.region.edition

    @property
    def bounds(self) -> Bounds:
        """(west, south, east, north) of all layers, WGS-84 degrees."""
        west, south, east, north = zip(*(each.bounds for each in self.layers), strict=True)
        return (min(west), min(south), max(east), max(north))

    def word(self, key: str) -> str:
        """Return a phrase of `maps/strings.toml` in the export's language."""
        return self.scene.strings.get(key, self.language)

    def credits(self, layer: ExportLayer | None = None) -> str:
        """Return the compliance line with the licence of a layer, or of all layers."""
        chosen = self.layers if layer is None else (layer,)
        licences = ", ".join(licences_of(*(each.licence for each in chosen)))
        zh = self.language == "zh"
        terms = f"{self.word('licence')}{'：' if zh else ': '}{licences}"
        return ("。" if zh else ". ").join([*self.scene.compliance(self.language), terms])


def read_contents(
    names: Sequence[str] = (),
    *,
    recipe: str = "",
    root: str | Path | None = None,
    language: Language = "zh",
) -> Contents:
    """Read layers and boundaries to export.

    Parameters
    ----------
    names : sequence of str
        Ids of layers and admin levels; none of them, and no recipe, means everything there is.
    recipe : str
        A recipe of kind ``web``: its layers, its title and what it hides, with every level.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Of titles, labels and legends.

    Raises
    ------
    UnknownNameError
        A name is neither a layer nor a level; offers the nearest.
    DataError
        Faults of the layers, all at once.
    """
    catalogue = open_catalogue(root)
    levels, layers = catalogue.region().levels, catalogue.layer_ids()
    for name in names:
        if name not in layers and name not in levels:
            raise UnknownNameError("layer", name, [*layers, *levels])
    wanted: Content
    if recipe:
        wanted = read_recipe(recipe, root)
        chosen: Sequence[str] = [*names, *levels]
    else:
        chosen = names or [*layers, *levels]
        wanted = _content([each for each in layers if each in chosen], root)
    scene = build_scene(wanted, root=root, scene_id="layers")
    return _contents(scene, [each for each in levels if each in chosen], language)


def _content(layers: Iterable[str], root: str | Path | None) -> Content:
    strings = read_strings(root)
    titles = (strings.get("gallery", "zh"), strings.get("gallery", "en"))
    return Content(title=titles[0], title_en=titles[1], layers=tuple(layers))


def _contents(scene: MapScene, levels: Sequence[str], language: Language) -> Contents:
    groups = [
        ExportGroup(
            theme.id,
            theme.title,
            theme.title_en,
            tuple(_from_layer(each, scene) for each in theme.layers),
        )
        for theme in scene.themes
    ]
    if levels:
        words = [scene.strings.get("units_legend", each) for each in ("zh", "en")]
        frames = tuple(_from_level(each, scene) for each in levels)
        groups.append(ExportGroup(BOUNDARIES, words[0], words[1], frames))
    return Contents(scene, tuple(groups), language)


def _from_layer(layer: SceneLayer, scene: MapScene) -> ExportLayer:
    descriptor, frame = layer.descriptor, layer.frame
    looks, look_of = layer_looks(layer, scene)
    radius = frame["accuracy_m"]
    return ExportLayer(
        id=layer.id,
        title=descriptor.title,
        title_en=descriptor.title_en,
        description=descriptor.description,
        description_en=descriptor.description_en,
        each_row_is_a=descriptor.each_row_is_a,
        group=descriptor.theme,
        licence=descriptor.licence,
        frame=frame,
        columns=layer_columns(descriptor, frame, scene),
        looks=looks,
        look_of=look_of,
        labelled=descriptor.symbology.label,
        priority=descriptor.symbology.priority,
        visible=layer.visible,
        key="id",
        accuracy_m=(float(radius.min()), float(radius.max())),
        documents=tuple(_cited(frame, scene.documents)),
        sources=tuple(_cited(frame, scene.sources)),
    )


def _from_level(level: str, scene: MapScene) -> ExportLayer:
    frame = scene.units[level]
    told = frame.attrs
    return ExportLayer(
        id=level,
        title=told["name"],
        title_en=told["name_en"],
        description=told["source_title"],
        description_en=told["source_title_en"],
        each_row_is_a=told["each_row_is_a"],
        group=BOUNDARIES,
        licence=told["licence"],
        frame=frame,
        columns=boundary_columns(frame, scene),
        looks=(boundary_look(frame, scene.theme.boundary[level], scene.theme),),
        look_of=(0,) * len(frame),
        labelled=True,
        priority=0,
        visible=True,
        key="adcode",
        accuracy_m=(float(told["accuracy_m"]), float(told["accuracy_m"])),
        documents=(),
        sources=(),
        rights=f"{told['source_title']} {told['review_number']}",
    )


def _cited(frame: gpd.GeoDataFrame, known: dict[str, T]) -> list[T]:
    columns = [
        name for name in frame.columns if name == "document" or is_citation_column(str(name))
    ]
    cited = {
        each for name in columns for cell in frame[name].unique() for each in cited_ids(str(cell))
    }
    return [value for key, value in known.items() if key in cited]


def by_kind(layer: ExportLayer, contents: Contents) -> list[ExportLayer]:
    """Return a layer as layers of one kind of geometry each; the same layer where it has one.

    Ids end in ``_point``, ``_line`` or ``_area``, titles name the kind.
    """
    kinds = layer.kinds
    if len(kinds) < 2:
        return [layer]
    return [_of_kind(layer, kind, contents) for kind in kinds]


def _of_kind(layer: ExportLayer, kind: GeometryKind, contents: Contents) -> ExportLayer:
    which = shapely.get_dimensions(layer.frame.geometry.to_numpy()) == _DIMENSIONS.index(kind)
    chosen = [look for look, wanted in zip(layer.look_of, which, strict=True) if wanted]
    counts = Counter(chosen)
    kept = sorted(counts)
    zh, en = (contents.scene.strings.get(_KIND_NAMES[kind], each) for each in ("zh", "en"))
    return replace(
        layer,
        id=f"{layer.id}_{kind}",
        title=f"{layer.title}（{zh}）",
        title_en=f"{layer.title_en} ({en})",
        frame=layer.frame[which].reset_index(drop=True),
        looks=tuple(replace(layer.looks[each], count=counts[each]) for each in kept),
        look_of=tuple(kept.index(each) for each in chosen),
    )


def paper_of(contents: Contents) -> str:
    """Return the colour of paper, ``#rrggbb``: what lies around marks and names to set them off."""
    return str(contents.scene.theme.boundary["paper"].fill)


def first_symbol(layer: ExportLayer) -> Symbol:
    """Return the look that stands for the whole layer."""
    return layer.looks[0].symbol
