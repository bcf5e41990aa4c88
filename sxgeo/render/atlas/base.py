"""The administrative ground: land, borders by level, and what lies around the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.outlines import area_path, clipped, line_arrays
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from sxgeo.domain.classification import Choropleth
    from sxgeo.render.atlas.rect import Rect

EDGE_WIDTH = 1.15  # points; a provincial border shows on both sides of it
_OUTSIDE_OPACITY = 0.62
_SEEN_MM, _SAME_MM = 1.0, 0.1


def draw_land(
    sheet: Sheet, land: Iterable[shapely.Geometry], window: Rect, *, around: bool = False
) -> None:
    """Tint the land, paler where it lies around the focus; what is not land stays paper."""
    from matplotlib.patches import PathPatch

    fill = sheet.theme.boundary["land"].fill if around else sheet.look.land
    shapes = clipped(land, window)
    if not shapely.is_empty(shapes).all():
        sheet.add(PathPatch(area_path(shapes), facecolor=fill, edgecolor="none", zorder=Level.LAND))


def draw_choropleth(
    sheet: Sheet, units: gpd.GeoDataFrame, choropleth: Choropleth, window: Rect
) -> None:
    """Fill every unit with the colour of its class."""
    from matplotlib.patches import PathPatch

    colors = np.array([choropleth.color_of(code) for code in units["adcode"]])
    shapes = clipped(units.geometry, window)
    for color in dict.fromkeys(colors):
        of_class = shapes[(colors == color) & ~shapely.is_empty(shapes)]
        if len(of_class):
            # An outline of its own colour closes the hairlines between neighbours.
            sheet.add(
                PathPatch(
                    area_path(of_class),
                    facecolor=color,
                    edgecolor=color,
                    linewidth=0.3,
                    zorder=Level.CHOROPLETH,
                )
            )


def draw_borders(sheet: Sheet, units: gpd.GeoDataFrame, level: str, window: Rect) -> None:
    """Draw the borders of one admin level.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    units : GeoDataFrame
        One level, in millimetres on paper.
    level : str
        Its name in `[boundary]` of the theme.
    window : Rect
        What is outside is cut off.
    """
    style = sheet.theme.boundary[level]
    shapes = units.geometry.to_numpy()
    west, south, east, north = shapely.bounds(shapes).T
    near = (west < window.right) & (east > window.left) & (south < window.top)
    edges = shapely.union_all(shapely.boundary(shapes[near & (north > window.bottom)]))
    sheet.lines(
        line_arrays(clipped([shapely.line_merge(edges)], window)),
        color=str(style.color),
        width=(style.width or 0.5) * sheet.factor,
        level=Level.UNITS,
        capstyle="round",
        joinstyle="round",
    )


def draw_veil(sheet: Sheet, focus: shapely.Geometry, window: Rect) -> None:
    """Dim everything outside the focus."""
    from matplotlib.patches import PathPatch

    around = shapely.difference(shapely.box(*window), focus)
    if not around.is_empty:
        sheet.add(
            PathPatch(
                area_path([around]),
                facecolor=sheet.look.veil,
                edgecolor="none",
                alpha=_OUTSIDE_OPACITY,
                zorder=Level.VEIL,
            )
        )


def draw_edge(sheet: Sheet, focus: shapely.Geometry, window: Rect) -> None:
    """Draw the focus' own border above the features, in a look that no admin level has."""
    sheet.lines(
        line_arrays(clipped([shapely.boundary(focus)], window)),
        color=sheet.look.accent,
        width=EDGE_WIDTH * sheet.factor,
        level=Level.OUTLINE,
        joinstyle="round",
    )


def shows_borders(
    units: gpd.GeoDataFrame, window: Rect, edge: shapely.Geometry | None = None
) -> bool:
    """Return whether borders of a level are seen in a window, besides the focus' own `edge`.

    Parameters
    ----------
    units : GeoDataFrame
        One level, in millimetres on paper.
    window : Rect
        The map.
    edge : Geometry, optional
        What lies along it is covered by it: the border of a focus that is a unit of the level.
    """
    seen = shapely.union_all(clipped(shapely.boundary(units.geometry.to_numpy()), window))
    if edge is not None:
        seen = shapely.difference(seen, shapely.buffer(edge, _SAME_MM))
    return float(shapely.length(seen)) > _SEEN_MM


def border_arrays(units: gpd.GeoDataFrame, window: Rect) -> list[NDArray[np.float64]]:
    """Return the borders as arrays, for the labels to keep off."""
    return line_arrays(clipped(shapely.boundary(units.geometry.to_numpy()), window))
