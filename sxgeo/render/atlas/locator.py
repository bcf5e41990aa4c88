"""The locator: where in the region the focus lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from sxgeo.render.atlas.frame import MapFrame, projected
from sxgeo.render.atlas.outlines import area_path, line_arrays
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    import geopandas as gpd

    from sxgeo.render.atlas.ground import Focus, Ground
    from sxgeo.render.atlas.rect import Rect


def draw_locator(sheet: Sheet, ground: Ground, focus: Focus, rect: Rect) -> MapFrame:
    """Draw the region small, with the focus filled.

    Returns
    -------
    MapFrame
        The little map's window.
    """
    from matplotlib.patches import PathPatch

    scene = ground.scene
    levels = list(scene.region.levels)
    frame = whole_region(ground, rect)
    for level in levels[:2][::-1]:
        units = ground.units_on_paper(level, frame)
        draw_units(sheet, units, level, fill=level == levels[0])
    shape = frame.on_paper(projected([focus.shape], frame.crs))[0]
    sheet.add(
        PathPatch(
            area_path([shapely.simplify(shape, 0.05)]),
            facecolor=sheet.look.accent,
            edgecolor="none",
            alpha=0.75,
            zorder=Level.PANEL,
        )
    )
    return frame


def whole_region(ground: Ground, rect: Rect) -> MapFrame:
    """Return a window in which the whole region just fits, at whatever scale that takes."""
    region = ground.scene.region
    top = ground.scene.units[region.levels[0]]
    west, south, east, north = shapely.total_bounds(
        projected(top.geometry.to_numpy(), region.metric_crs)
    )
    scale = max((east - west) / rect.width, (north - south) / rect.height) * 1000
    centre = ((west + east) / 2, (south + north) / 2)
    return MapFrame(rect, region.metric_crs, round(scale), centre)


def draw_units(sheet: Sheet, units: gpd.GeoDataFrame, level: str, *, fill: bool) -> None:
    """Draw the units of a small map: borders, and land below them if asked."""
    from matplotlib.patches import PathPatch

    if fill:
        sheet.add(
            PathPatch(
                area_path(units.geometry),
                facecolor=sheet.look.wash,
                edgecolor="none",
                zorder=Level.PANEL - 1,
            )
        )
    style = sheet.theme.boundary[level]
    sheet.lines(
        line_arrays(units.geometry),
        color=str(style.color),
        width=(style.width or 0.5) * 0.5 * sheet.factor,
        level=Level.PANEL + 1,
    )
