"""The map inside its frame: ground, features, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from sxgeo.render.atlas.base import draw_borders, draw_choropleth, draw_edge, draw_land, draw_veil
from sxgeo.render.atlas.features import draw_layers
from sxgeo.render.atlas.graticule import draw_frame, draw_graticule
from sxgeo.render.atlas.inset import EDGE, Inset, plan_inset
from sxgeo.render.atlas.labels import Label, draw_labels
from sxgeo.render.atlas.naming import name_everything
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Focus, Ground, PageLayer


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
        Names that found no room.
    inset : Inset, optional
        A window at a larger scale.
    """

    layers: tuple[PageLayer, ...]
    labels: tuple[Label, ...]
    unnamed: tuple[str, ...]
    inset: Inset | None = None


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
    labels, unnamed = _draw_window(sheet, ground, frame, (focus, levels), inset)
    draw_frame(sheet, frame)
    if inset is not None:
        with sheet.raised():
            more = _draw_inset(sheet, ground, inset, (focus, levels))
        labels, unnamed = [*labels, *more[0]], [*unnamed, *more[1]]
    named = {label.text for label in labels}
    unnamed = [name for name in dict.fromkeys(unnamed) if name not in named]
    return DrawnMap(layers, tuple(labels), tuple(unnamed), inset)


def _draw_window(
    sheet: Sheet,
    ground: Ground,
    frame: MapFrame,
    about: tuple[Focus | None, Sequence[str]],
    inset: Inset | None = None,
    *,
    margin: float = 0.0,
) -> tuple[list[Label], list[str]]:
    """Draw what one window shows, with its names; leave to the inset what it shows."""
    focus, levels = about
    window = frame.rect
    units = {level: ground.units_on_paper(level, frame) for level in levels}
    shape = ground.focus_on_paper(focus, frame) if focus is not None else None
    layers = ground.page_layers(frame, focus)
    _draw_ground(sheet, ground, frame, units, shape)
    draw_layers(sheet, layers, window)
    if shape is not None:
        draw_veil(sheet, shape, window)
        draw_edge(sheet, shape, levels[0], window)
    labels, unnamed = name_everything(sheet, window, layers, units, shape, inset, margin=margin)
    draw_labels(sheet, labels)
    return labels, unnamed


def _draw_inset(
    sheet: Sheet, ground: Ground, inset: Inset, about: tuple[Focus | None, Sequence[str]]
) -> tuple[list[Label], list[str]]:
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
