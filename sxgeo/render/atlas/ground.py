"""The ground of a page: boundaries and features, projected once for all pages of one CRS."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.domain.boundaries import simplified
from sxgeo.domain.placement import split
from sxgeo.domain.symbology import classify_layer
from sxgeo.domain.user_layer import USER_THEME
from sxgeo.domain.user_symbology import narrowed
from sxgeo.render.atlas.frame import projected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sxgeo.data.recipe import Content
    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.render.atlas.frame import MapFrame

_COVERED, _SLIVER = 0.9, 0.002  # shares of the focus
_COUNTIES = "county_adcodes"
_UNIT_COLUMNS = ("adcode", "name", "name_en", "parent_adcode")
_TOLERANCES = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
T = TypeVar("T")
_FINEST_MM = 0.12
"""Details of a boundary smaller than this on paper are left out."""


@dataclass(frozen=True)
class Focus:
    """The unit a page is about.

    Attributes
    ----------
    name, name_en : str
        Its names.
    shape : Geometry
        WGS-84 degrees.
    adcode : str
        Empty for a unit of the reader's own coverage.
    """

    name: str
    name_en: str
    shape: shapely.Geometry
    adcode: str = ""

    @functools.cached_property
    def key(self) -> bytes:
        """What tells its shape from others."""
        return _key_of(self.shape)


@dataclass(frozen=True)
class PageLayer:
    """The part of a scene's layer that one page shows.

    Attributes
    ----------
    layer : SceneLayer
        Only the features on the page, with a legend of only those.
    shapes : ndarray of Geometry
        The features in millimetres on paper, not clipped.
    """

    layer: SceneLayer
    shapes: NDArray[np.object_]


class Ground:
    """Projected geometry, kept for the pages to come.

    Parameters
    ----------
    scene : MapScene
        Its boundaries and layers are projected when a page first asks for them.
    """

    def __init__(self, scene: MapScene) -> None:
        self.scene = scene
        # Without provenance, which pandas would copy with every frame.
        self._columns = {
            level: pd.DataFrame({name: units[name].to_numpy() for name in _UNIT_COLUMNS})
            for level, units in scene.units.items()
        }
        self._kept = _Kept()

    def with_content(self, content: Content) -> Ground:
        """Return the part of this ground that `content` names; both share what is projected.

        A reader's own layers belong to every content.
        """
        themes = []
        for theme in self.scene.themes:
            layers = [
                each
                for each in theme.layers
                if theme.id in (USER_THEME, *content.themes) or each.id in content.layers
            ]
            if layers:
                themes.append(replace(theme, layers=tuple(layers)))
        order = {name: place for place, name in enumerate((USER_THEME, *content.themes))}
        themes.sort(key=lambda theme: order.get(theme.id, len(order)))
        shown = content.choropleths[:1]
        choropleths = [each for each in self.scene.choropleths if each.spec.id in shown]
        part = Ground(replace(self.scene, themes=tuple(themes), choropleths=tuple(choropleths)))
        part._kept = self._kept
        return part

    def units_on_paper(self, level: str, frame: MapFrame) -> gpd.GeoDataFrame:
        """Return the units of a level with `geometry` in millimetres, simplified for the scale."""
        return self._kept.drawn(
            (level, frame),
            lambda: gpd.GeoDataFrame(
                self._columns[level], geometry=frame.on_paper(self._units_in(level, frame))
            ),
        )

    def _units_in(self, level: str, frame: MapFrame) -> NDArray[np.object_]:
        """Return the units of a level in metres, a little finer than the frame's scale shows."""
        tolerance = _round_down(_FINEST_MM / frame.mm_per_metre)
        simpler = self._kept.simpler(tolerance, lambda: self._simpler(tolerance))
        return self._kept.metres(
            (level, tolerance, frame.crs), lambda: projected(simpler[level], frame.crs)
        )

    def focus_on_paper(self, focus: Focus, frame: MapFrame) -> shapely.Geometry:
        """Return the focus in millimetres, with the same simplified border as its units."""
        for level, units in self.scene.units.items():
            found = np.flatnonzero(units["adcode"].to_numpy() == focus.adcode)
            if focus.adcode and len(found):
                drawn: shapely.Geometry = self.units_on_paper(level, frame).geometry.iloc[found[0]]
                return drawn
        own: shapely.Geometry = frame.on_paper(projected([focus.shape], frame.crs))[0]
        return shapely.simplify(own, _FINEST_MM)

    def _simpler(self, tolerance: float) -> dict[str, NDArray[np.object_]]:
        """Return all levels: the finest simplified, the others put together from it."""
        levels = list(self.scene.units.items())[::-1]
        finest, frame = levels[0]
        found = {finest: simplified(frame, tolerance).geometry.to_numpy()}
        for (below, parts), (level, units) in pairwise(levels):
            parents = parts["parent_adcode"].to_numpy()
            shapes = [found[below][parents == code] for code in units["adcode"]]
            found[level] = np.array([shapely.coverage_union_all(each) for each in shapes])
        return found

    def metres(self, layer: SceneLayer, crs: str) -> NDArray[np.object_]:
        """Return the features of a layer in metres of `crs`."""
        shapes = layer.frame.geometry.to_numpy()
        return self._kept.metres((layer.id, crs), lambda: projected(shapes, crs))

    def page_layers(
        self, frame: MapFrame, focus: Focus | None, *, covering: bool = False
    ) -> list[PageLayer]:
        """Return what of each layer the page shows: features in the focus, or else in the frame.

        Parameters
        ----------
        frame : MapFrame
            The page's map.
        focus : Focus, optional
            The unit it is about.
        covering : bool
            Whether to include areas that cover the whole focus: they say something of it, but
            drawn they would only tint the page.
        """
        return [
            PageLayer(self._subset(layer, here), shapes)
            for layer, here, shapes in self._seen(frame, focus, covering=covering)
        ]

    def page_shapes(self, frame: MapFrame, focus: Focus | None) -> list[PageLayer]:
        """Return what `page_layers` does, with whole layers: only the shapes are the page's."""
        seen = self._seen(frame, focus, covering=False)
        return [PageLayer(layer, shapes) for layer, _, shapes in seen]

    def _seen(
        self, frame: MapFrame, focus: Focus | None, *, covering: bool
    ) -> Iterator[tuple[SceneLayer, NDArray[np.bool_], NDArray[np.object_]]]:
        """Yield every layer with which of its features the page shows, and those on paper."""
        window = shapely.box(*frame.rect)
        for layer in self.scene.layers:
            shapes = frame.on_paper(self.metres(layer, frame.crs))
            here = shapely.intersects(shapes, window)
            if focus is not None:
                here &= self._within(layer, focus, covering=covering)
            if here.any():
                yield layer, here, shapes[here]

    def layers_of(self, focus: Focus) -> list[SceneLayer]:
        """Return all that reaches into a unit, areas that cover it included, layer by layer."""
        found = []
        for layer in self.scene.layers:
            here = self._within(layer, focus, covering=True)
            if here.any():
                found.append(self._subset(layer, here))
        return found

    def covering(self, focus: Focus) -> Iterator[tuple[SceneLayer, NDArray[np.bool_]]]:
        """Yield layers with which of their features are said of a unit as a whole.

        `layers_of` names them, but no map of the unit draws them.
        """
        for layer in self.scene.layers:
            here = self._within(layer, focus, covering=True)
            here &= ~self._within(layer, focus, covering=False)
            if here.any():
                yield layer, here

    def _within(self, layer: SceneLayer, focus: Focus, *, covering: bool) -> NDArray[np.bool_]:
        """Return which features reach into the focus, by more than a border they share with it."""
        key = (layer.id, focus.key)
        inside, own = self._kept.inside(key, lambda: self._reaching(layer, focus))
        return inside.copy() if covering else inside & own

    def _reaching(
        self, layer: SceneLayer, focus: Focus
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which features reach into the focus, and which would not say something of it all.

        Areas that cover the focus do that, and so do marks of units: on a page of its unit, a mark
        would pose as a spot. A point is where its counties are, even where it lies just outside
        their simplified borders.
        """
        shapes, marks = self._kept.reach(layer.id, lambda: self._reach_of(layer))
        shapely.prepare(focus.shape)
        inside = np.asarray(shapely.intersects(focus.shape, shapes))
        inside |= self._said_to_lie_in(layer, focus) & (shapely.get_dimensions(shapes) == 0)
        own = ~marks
        areas = np.flatnonzero(inside & (shapely.get_dimensions(shapes) == 2))
        if len(areas):
            shared = np.array([self._shared(shapes[each], focus) for each in areas])
            whole = float(shapely.area(focus.shape))
            inside[areas] = shared > np.minimum(_SLIVER * whole, 0.5 * shapely.area(shapes[areas]))
            own[areas] &= shared < _COVERED * whole
        return inside, own

    def _said_to_lie_in(self, layer: SceneLayer, focus: Focus) -> NDArray[np.bool_]:
        """Return which features have a county that is the focus or belongs to it."""
        if not focus.adcode or _COUNTIES not in layer.frame:
            return np.zeros(len(layer.frame), dtype=bool)
        codes = {focus.adcode}
        for units in self.scene.units.values():
            codes.update(units["adcode"][units["parent_adcode"].isin(codes)])
        cells = layer.frame[_COUNTIES]
        return np.array([not codes.isdisjoint(split(cell)) for cell in cells], dtype=bool)

    def _shared(self, shape: shapely.Geometry, focus: Focus) -> float:
        """Return the area that a shape shares with the focus; layers often hold the same units."""
        key = (_key_of(shape), focus.key)
        return self._kept.shared(
            key, lambda: float(shapely.area(shapely.intersection(shape, focus.shape)))
        )

    def _reach_of(self, layer: SceneLayer) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
        """Return how far features reach, and which of them are marks that stand for a unit.

        Such a mark reaches as far as the unit. The mark itself says nothing: for want of room it
        may be drawn over a neighbour.
        """
        shapes = layer.frame.geometry.to_numpy().copy()
        marks = _marks_of_units(layer)
        units = {
            code: shape
            for level in self.scene.units.values()
            for code, shape in zip(level["adcode"], level.geometry, strict=True)
        }
        for row in np.flatnonzero(marks):
            shapes[row] = units.get(layer.frame["unit"].iloc[row], shapes[row])
        return shapes, marks

    def _subset(self, layer: SceneLayer, here: NDArray[np.bool_]) -> SceneLayer:
        key = (layer.id, here.tobytes())
        return self._kept.subsets(key, lambda: self._narrowed(layer, here))

    def _narrowed(self, layer: SceneLayer, here: NDArray[np.bool_]) -> SceneLayer:
        frame = self._kept.bare(layer.id, lambda: _bare(layer.frame))
        if here.all():
            return replace(layer, frame=frame)
        frame = frame[here]
        if layer.descriptor.theme == USER_THEME:
            return replace(layer, frame=frame, symbology=narrowed(layer.symbology, here))
        scene = self.scene
        symbology = classify_layer(frame, layer.descriptor, scene.theme, scene.labels)
        return replace(layer, frame=frame, symbology=symbology)


def _marks_of_units(layer: SceneLayer) -> NDArray[np.bool_]:
    """Return which features are marks that stand for a whole unit."""
    if layer.descriptor.symbology.units != "marks" or "unit" not in layer.frame:
        return np.zeros(len(layer.frame), dtype=bool)
    marks: NDArray[np.bool_] = (layer.frame["unit"] != "").to_numpy(dtype=bool)
    return marks


def _bare(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame for many small selections: without provenance, its text as plain objects.

    pandas copies the provenance with every selection, and selects from columns of Arrow's text
    several times slower than from columns of objects.
    """
    frame = frame.copy(deep=False)
    frame.attrs = {}
    text = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.StringDtype)]
    cells = frame[text].to_numpy(dtype=object)
    plain = pd.DataFrame(cells, columns=text, index=frame.index, dtype=object)
    rest = pd.DataFrame(frame.drop(columns=[*text, frame.geometry.name]))
    bare = pd.concat([plain, rest], axis=1)
    return gpd.GeoDataFrame(bare, geometry=frame.geometry.to_numpy(), crs=frame.crs)


def _key_of(shape: shapely.Geometry) -> bytes:
    return sha256(shapely.to_wkb(shape)).digest()


def _round_down(metres: float) -> float:
    """Return the next smaller of a few round tolerances, so that maps of like scales share one.

    Examples
    --------
    >>> _round_down(71.9), _round_down(3.0)
    (70.0, 3.0)
    """
    power = 10.0 ** math.floor(math.log10(metres) + 1e-9)
    return max(each for each in _TOLERANCES if each * power <= metres * (1 + 1e-9)) * power


class _Few(Generic[T]):
    """The last few values that were asked for, by key; asked for again, they need no making."""

    def __init__(self, most: int) -> None:
        self._most, self._values = most, dict[Hashable, T]()

    def __call__(self, key: Hashable, make: Callable[[], T]) -> T:
        value = self._values.pop(key) if key in self._values else make()
        self._values[key] = value
        if len(self._values) > self._most:
            del self._values[next(iter(self._values))]
        return value


class _Kept:
    """What the grounds of an atlas share; bounded, however many pages the atlas has."""

    def __init__(self) -> None:
        self.simpler = _Few[dict[str, "NDArray[np.object_]"]](6)
        self.metres = _Few["NDArray[np.object_]"](200)
        self.drawn = _Few[gpd.GeoDataFrame](12)
        self.inside = _Few[tuple["NDArray[np.bool_]", "NDArray[np.bool_]"]](4000)
        self.reach = _Few[tuple["NDArray[np.object_]", "NDArray[np.bool_]"]](200)
        self.shared = _Few[float](4000)
        self.subsets = _Few["SceneLayer"](200)
        self.bare = _Few[gpd.GeoDataFrame](200)
