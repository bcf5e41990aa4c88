"""Areas, lines and marks: a `Symbol` drawn on paper as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.lettering import MM_PER_POINT
from sxgeo.render.atlas.marks import mark_path
from sxgeo.render.atlas.outlines import area_path, clipped, line_arrays
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.path import Path
    from matplotlib.typing import CapStyleType, LineStyleType
    from numpy.typing import NDArray

    from sxgeo.domain.symbology import Symbol
    from sxgeo.render.atlas.ground import PageLayer
    from sxgeo.render.atlas.rect import Rect

_DOT = 0.5  # strokes shorter than this, in multiples of the width, are dots


def draw_layers(sheet: Sheet, layers: Sequence[PageLayer], window: Rect) -> None:
    """Draw all features of a page, the first layer on top of the others."""
    for each in reversed(layers):
        for symbol, shapes in by_symbol(each):
            inside = clipped(shapes, window) if symbol.geometry != "point" else shapes
            draw_shapes(sheet, symbol, inside[~shapely.is_empty(inside)], window)


def by_symbol(each: PageLayer) -> list[tuple[Symbol, NDArray[np.object_]]]:
    """Return the shapes of a layer by look, in the order of `Symbology.symbols`."""
    index = np.asarray(each.layer.symbology.index)
    return [
        (symbol, each.shapes[index == place])
        for place, symbol in enumerate(each.layer.symbology.symbols)
        if (index == place).any()
    ]


def draw_shapes(
    sheet: Sheet, symbol: Symbol, shapes: NDArray[np.object_], window: Rect | None = None
) -> None:
    """Draw shapes of one look; they are millimetres on paper."""
    if not len(shapes):
        return
    if symbol.geometry == "line":
        _draw_lines(sheet, symbol, line_arrays(shapes), window)
    elif symbol.geometry == "area":
        _draw_areas(sheet, symbol, shapes, window)
    else:
        draw_marks(sheet, symbol, shapely.get_coordinates(shapes), window)


def dash_of(symbol: Symbol) -> LineStyleType:
    """Return the line pattern as matplotlib wants it: multiples of the width."""
    return (0, list(symbol.dash)) if symbol.dash else "solid"


def _draw_lines(
    sheet: Sheet, symbol: Symbol, lines: list[NDArray[np.float64]], window: Rect | None
) -> None:
    width = symbol.width * sheet.factor
    if symbol.band_width:
        sheet.lines(
            lines,
            color=symbol.color,
            width=width * symbol.band_width,
            level=Level.BANDS,
            clip=window,
            alpha=symbol.band_opacity,
            capstyle="butt",
            joinstyle="round",
        )
    sheet.lines(
        lines,
        color=symbol.color,
        width=width,
        level=Level.LINES,
        clip=window,
        linestyle=dash_of(symbol),
        capstyle=_cap_of(symbol),
        joinstyle="round",
    )


def _cap_of(symbol: Symbol) -> CapStyleType:
    """Return round caps for whole lines and for patterns of dots, straight ones for dashes."""
    return "butt" if symbol.dash and min(symbol.dash[::2]) > _DOT else "round"


def _draw_areas(
    sheet: Sheet, symbol: Symbol, shapes: NDArray[np.object_], window: Rect | None
) -> None:
    from matplotlib.colors import to_rgba
    from matplotlib.patches import PathPatch

    sheet.add(
        PathPatch(
            area_path(shapes),
            facecolor=to_rgba(symbol.fill, symbol.fill_opacity),
            edgecolor=symbol.color,
            linewidth=symbol.width * sheet.factor,
            linestyle=dash_of(symbol),
            zorder=Level.AREAS,
        ),
        window,
    )


def draw_marks(
    sheet: Sheet, symbol: Symbol, at: NDArray[np.float64], window: Rect | None = None
) -> None:
    """Draw marks of one look at points (n, 2), millimetres.

    A broken outline lies on a pale whole one, so that the shape stays legible; a filled mark with a
    broken outline has its filling drawn smaller, so that the outline is seen at all.
    """
    size = symbol.size * sheet.factor * MM_PER_POINT
    width = symbol.width * sheet.factor
    path = mark_path(symbol.shape, size, at)
    paper = sheet.look.veil
    _mark(sheet, path, window, facecolor=paper, edgecolor=paper, linewidth=width + 1.2)
    if not symbol.dash:
        _mark(sheet, path, window, facecolor=symbol.fill, edgecolor=symbol.color, linewidth=width)
        return
    _mark(sheet, path, window, facecolor=paper, edgecolor=_pale(symbol.color), linewidth=width)
    core = mark_path(symbol.shape, max(size - 2.4 * width * MM_PER_POINT, size / 2), at)
    _mark(sheet, core, window, facecolor=symbol.fill, edgecolor="none", linewidth=0)
    _mark(
        sheet,
        path,
        window,
        facecolor="none",
        edgecolor=symbol.color,
        linewidth=width,
        linestyle=dash_of(symbol),
    )


def _mark(sheet: Sheet, path: Path, window: Rect | None, **look: object) -> None:
    from matplotlib.patches import PathPatch

    sheet.add(PathPatch(path, zorder=Level.POINTS, joinstyle="miter", **look), window)


def _pale(color: str) -> str:
    """Return a colour two thirds of the way to white."""
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) / 3):02x}" for part in parts)
