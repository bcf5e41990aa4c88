"""The map inside its frame: ground, features, names."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.base import draw_borders, draw_choropleth, draw_edge, draw_land, draw_veil
from sxgeo.render.atlas.features import draw_layers
from sxgeo.render.atlas.graticule import draw_frame, draw_graticule
from sxgeo.render.atlas.inset import EDGE, Inset, plan_inset
from sxgeo.render.atlas.labels import Label, draw_labels
from sxgeo.render.atlas.naming import Naming, name_everything
from sxgeo.render.atlas.numbered_key import NumberedKey, draw_key, number_the_rest, place_key
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Focus, Ground, PageLayer

_TAB = 4.5


@dataclass(frozen=True)
class DrawnMap:
    """What a map shows, for the panel, the index and the tests.

    Attributes
    ----------
    layers : tuple of PageLayer
        Features on the page.
    labels : tuple of Label
        Names in their places, those of the inset included.
    unnamed : tuple of str
        Names that found no room, not even as a number.
    inset : Inset, optional
        A window at a larger scale.
    key : NumberedKey
        What the numbers on the map stand for; their labels carry the names.
    """

    layers: tuple[PageLayer, ...]
    labels: tuple[Label, ...]
    unnamed: tuple[str, ...]
    inset: Inset | None = None
    key: NumberedKey = field(default_factory=NumberedKey)


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
    draw_graticule(sheet, frame)
    shape = ground.focus_on_paper(focus, frame) if focus is not None else None
    layers = tuple(ground.page_layers(frame, focus))
    about = shape
    if about is None:
        about = shapely.union_all(ground.units_on_paper(levels[0], frame).geometry.to_numpy())
    inset = plan_inset(frame, layers, about, factor=sheet.factor)
    windows = [_draw_window(sheet, ground, frame, (focus, levels), inset)]
    draw_frame(sheet, frame)
    if inset is not None:
        about = shapely.union_all([about, *_boxes_of(inset)])
        with sheet.raised():
            windows.append(_draw_inset(sheet, ground, inset, (focus, levels)))
    entries, unnamed = number_the_rest(windows)
    key = NumberedKey()
    if entries:
        boxes = (label.boxes for each in windows for label in each.labels)
        key = place_key(sheet, frame.rect, entries, about, boxes)
        draw_key(sheet, key)
    if key.rect is not None:
        windows[0].field.take(np.array([key.rect], dtype=np.float64))
    for place, each in enumerate(windows):
        each.name_neighbours()
        with sheet.raised() if place else nullcontext():
            draw_labels(sheet, each.labels)
    labels = tuple(label for each in windows for label in each.labels)
    return DrawnMap(layers, labels, unnamed, inset, key)


def _boxes_of(inset: Inset) -> list[shapely.Geometry]:
    """Return what an inset takes of a map: itself with its tab, and what it shows again."""
    rect = inset.frame.rect
    return [shapely.box(*rect._replace(top=rect.top + _TAB)), shapely.box(*inset.shown)]


def _draw_window(
    sheet: Sheet,
    ground: Ground,
    frame: MapFrame,
    about: tuple[Focus | None, Sequence[str]],
    inset: Inset | None = None,
    *,
    margin: float = 0.0,
) -> Naming:
    """Draw what one window shows and place its names; leave to the inset what it shows."""
    focus, levels = about
    window = frame.rect
    units = {level: ground.units_on_paper(level, frame) for level in levels}
    shape = ground.focus_on_paper(focus, frame) if focus is not None else None
    layers = ground.page_layers(frame, focus)
    _draw_ground(sheet, ground, frame, units, shape)
    draw_layers(sheet, layers, window)
    if shape is not None:
        draw_veil(sheet, shape, window)
        draw_edge(sheet, shape, window)
    return name_everything(sheet, window, layers, units, shape, inset, margin=margin)


def _draw_inset(
    sheet: Sheet, ground: Ground, inset: Inset, about: tuple[Focus | None, Sequence[str]]
) -> Naming:
    """Draw the inset, its outline on the main map, and its scale."""
    look, rect = sheet.look, inset.frame.rect
    width = 0.6 * sheet.factor
    sheet.rectangle(inset.shown, color=look.accent, width=width, level=Level.FRAME - Level.ABOVE)
    sheet.rectangle(rect, fill=look.veil, level=Level.LAND - 1)
    found = _draw_window(sheet, ground, inset.frame, about, margin=EDGE)
    sheet.rectangle(rect, color=look.accent, width=1.3 * width, level=Level.FRAME)
    style = sheet.style("small", look.veil, "bold")
    text = inset.frame.scale_text()
    tab = Rect(
        rect.left, rect.top, rect.left + style.width_of(text) + 2.4, rect.top + 1.25 * style.height
    )
    if tab.top > sheet.height:
        tab = tab._replace(bottom=rect.top - 1.25 * style.height, top=rect.top)
    sheet.rectangle(tab, fill=look.accent, level=Level.FRAME)
    sheet.text((tab.left + 1.2, tab.bottom + 0.3 * style.height), text, style)
    return found


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
