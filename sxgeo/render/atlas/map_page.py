"""The map inside its frame: ground, features, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from sxgeo.render.atlas.base import draw_borders, draw_choropleth, draw_edge, draw_land, draw_veil
from sxgeo.render.atlas.features import draw_layers
from sxgeo.render.atlas.graticule import draw_frame, draw_graticule
from sxgeo.render.atlas.ground import Focus, Ground, PageLayer
from sxgeo.render.atlas.labels import Label, draw_labels
from sxgeo.render.atlas.naming import name_everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.sheet import Sheet


@dataclass(frozen=True)
class DrawnMap:
    """What a map shows, for the panel, the index and the tests.

    Attributes
    ----------
    layers : tuple of PageLayer
        Features on the page.
    labels : tuple of Label
        Names in their places.
    unnamed : tuple of str
        Names that found no room.
    """

    layers: tuple[PageLayer, ...]
    labels: tuple[Label, ...]
    unnamed: tuple[str, ...]


def draw_map(
    sheet: Sheet, ground: Ground, frame: MapFrame, focus: Focus | None, levels: Sequence[str]
) -> DrawnMap:
    """Draw a map inside its frame.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    ground : Ground
        What is drawn.
    frame : MapFrame
        Where on paper, at which scale.
    focus : Focus, optional
        The unit the page is about; the whole region without one.
    levels : sequence of str
        Admin levels to draw, coarse to fine; units of the finest are named.
    """
    window = frame.rect
    units = {level: ground.units_on_paper(level, frame) for level in levels}
    shape = ground.focus_on_paper(focus, frame) if focus is not None else None
    layers = tuple(ground.page_layers(frame, focus))
    draw_graticule(sheet, frame)
    _draw_ground(sheet, ground, frame, units, shape)
    draw_layers(sheet, layers, window)
    if shape is not None:
        draw_veil(sheet, shape, window)
        draw_edge(sheet, shape, levels[0], window)
    labels, unnamed = name_everything(sheet, window, layers, units, shape)
    draw_labels(sheet, labels)
    draw_frame(sheet, frame)
    return DrawnMap(layers, tuple(labels), tuple(unnamed))


def _draw_ground(
    sheet: Sheet,
    ground: Ground,
    frame: MapFrame,
    units: dict[str, gpd.GeoDataFrame],
    focus: shapely.Geometry | None,
) -> None:
    window = frame.rect
    draw_land(sheet, next(iter(units.values())).geometry, window, around=focus is not None)
    if focus is not None:
        draw_land(sheet, [focus], window)
    for choropleth in ground.scene.choropleths[:1]:
        filled = ground.units_on_paper(choropleth.spec.level, frame)
        draw_choropleth(sheet, filled, choropleth, window)
    for level in reversed(units):
        draw_borders(sheet, units[level], level, window)
