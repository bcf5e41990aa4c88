"""The ground of a page: boundaries and features, projected once for all pages of one CRS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.domain.boundaries import simplified
from sxgeo.domain.symbology import classify_layer
from sxgeo.domain.user_layer import USER_THEME
from sxgeo.domain.user_symbology import narrowed
from sxgeo.render.atlas.frame import projected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sxgeo.data.recipe import Content
    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.render.atlas.frame import MapFrame

_COVERED, _SLIVER = 0.9, 0.002  # shares of the focus
_UNIT_COLUMNS = ("adcode", "name", "name_en", "parent_adcode")
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
        self._units: dict[tuple[str, int], dict[str, NDArray[np.object_]]] = {}
        self._frames: dict[str, gpd.GeoDataFrame] = {}
        self._layers: dict[tuple[str, str], NDArray[np.object_]] = {}

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
        part._units, part._layers = self._units, self._layers  # one cache
        return part

    def units_on_paper(self, level: str, frame: MapFrame) -> gpd.GeoDataFrame:
        """Return the units of a level with `geometry` in millimetres, simplified for the scale."""
        key = (frame.crs, frame.scale)
        if key not in self._units:
            tolerance = _FINEST_MM / frame.mm_per_metre
            self._units[key] = {
                name: projected(shapes, frame.crs)
                for name, shapes in self._simpler(tolerance).items()
            }
        shapes = frame.on_paper(self._units[key][level])
        return gpd.GeoDataFrame(self._columns[level], geometry=shapes)

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
        key = (layer.id, crs)
        if key not in self._layers:
            self._layers[key] = projected(layer.frame.geometry.to_numpy(), crs)
        return self._layers[key]

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
        found = []
        window = shapely.box(*frame.rect)
        for layer in self.scene.layers:
            shapes = frame.on_paper(self.metres(layer, frame.crs))
            here = shapely.intersects(shapes, window)
            if focus is not None:
                here &= self._within(layer, focus, covering=covering)
            if here.any():
                found.append(PageLayer(self._subset(layer, here), shapes[here]))
        return found

    def layers_of(self, focus: Focus) -> list[SceneLayer]:
        """Return all that reaches into a unit, areas that cover it included, layer by layer."""
        found = []
        for layer in self.scene.layers:
            here = self._within(layer, focus, covering=True)
            if here.any():
                found.append(self._subset(layer, here))
        return found

    def _within(self, layer: SceneLayer, focus: Focus, *, covering: bool) -> NDArray[np.bool_]:
        """Return which features reach into the focus, by more than a border they share with it."""
        shapes = layer.frame.geometry.to_numpy()
        inside = np.asarray(shapely.intersects(shapes, focus.shape))
        if not covering and layer.descriptor.symbology.units == "marks" and "unit" in layer.frame:
            # A mark stands for a unit, not for a spot: on a page of the unit it would pose as one.
            inside &= (layer.frame["unit"] == "").to_numpy()
        areas = np.flatnonzero(inside & (shapely.get_dimensions(shapes) == 2))
        if len(areas):
            shared = shapely.area(shapely.intersection(shapes[areas], focus.shape))
            whole = float(shapely.area(focus.shape))
            least = np.minimum(_SLIVER * whole, 0.5 * shapely.area(shapes[areas]))
            inside[areas] = (shared > least) & (covering | (shared < _COVERED * whole))
        return inside

    def _subset(self, layer: SceneLayer, here: NDArray[np.bool_]) -> SceneLayer:
        frame = self._bare(layer)
        if here.all():
            return replace(layer, frame=frame)
        frame = frame[here]
        if layer.descriptor.theme == USER_THEME:
            return replace(layer, frame=frame, symbology=narrowed(layer.symbology, here))
        scene = self.scene
        symbology = classify_layer(frame, layer.descriptor, scene.theme, scene.labels)
        return replace(layer, frame=frame, symbology=symbology)

    def _bare(self, layer: SceneLayer) -> gpd.GeoDataFrame:
        """Return a layer's frame without provenance, which pandas would copy with every row."""
        if layer.id not in self._frames:
            frame = layer.frame.copy(deep=False)
            frame.attrs = {}
            self._frames[layer.id] = frame
        return self._frames[layer.id]
