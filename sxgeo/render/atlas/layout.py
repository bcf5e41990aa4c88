"""How a sheet is divided: title on top, map and panel between, credits at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sxgeo.render.atlas.frame import MapFrame, fitted_frame, round_scale
from sxgeo.render.atlas.rect import Rect

MARGIN, TITLE, CREDITS, EDGE, GAP = 10.0, 14.5, 14.0, 4.8, 3.0
COLUMN, COLUMN_MOST = 46.0, 66.0
BAND, BAND_MOST = 58.0, 96.0
PAD = 1.5
_WIDE_PANEL = 0.4
Placing = Literal["column", "band"]


@dataclass(frozen=True)
class Layout:
    """Where everything on a map page goes; rectangles are millimetres.

    Attributes
    ----------
    title, panel, credits : Rect
        Areas of the furniture.
    placing : {"column", "band"}
        Whether the panel stands right of the map or lies below it.
    frame : MapFrame
        The map.
    """

    title: Rect
    panel: Rect
    credits: Rect
    placing: Placing
    frame: MapFrame


def plan_layout(
    width: float,
    height: float,
    bounds: tuple[float, float, float, float],
    crs: str,
    *,
    factor: float = 1.0,
) -> Layout:
    """Divide a sheet so that the map gets the largest round scale, and the panel what is left.

    Parameters
    ----------
    width, height : float
        The sheet, millimetres.
    bounds : tuple of float
        ``(west, south, east, north)`` of what the map must show, metres of `crs`.
    crs : str
        Projected.
    factor : float
        How much larger the furniture is than on the smallest paper.
    """
    page = Rect(0, 0, width, height).shrunk(MARGIN * factor)
    title = Rect(page.left, page.top - TITLE * factor, page.right, page.top)
    foot = Rect(page.left, page.bottom, page.right, page.bottom + CREDITS * factor)
    body = Rect(page.left, foot.top, page.right, title.bottom)
    plans = [
        _placed(body, bounds, crs, placing, factor)
        for placing in (("column", "band") if height >= width else ("column",))
    ]
    placing, panel, frame = min(plans, key=lambda plan: plan[2].scale)
    return Layout(title, panel, foot, placing, frame)


def body_of(width: float, height: float, factor: float) -> tuple[Rect, Rect, Rect]:
    """Return title, body and foot of a page without a map, in millimetres."""
    page = Rect(0, 0, width, height).shrunk(MARGIN * factor)
    title = Rect(page.left, page.top - TITLE * factor, page.right, page.top)
    foot = Rect(page.left, page.bottom, page.right, page.bottom + CREDITS * factor)
    return title, Rect(page.left, foot.top + GAP, page.right, title.bottom - GAP), foot


def _placed(
    body: Rect,
    bounds: tuple[float, float, float, float],
    crs: str,
    placing: str,
    factor: float,
) -> tuple[Placing, Rect, MapFrame]:
    """Give the map the least it needs at its scale, and the panel the rest up to a limit."""
    edge, gap, pad = EDGE * factor, GAP * factor, PAD * factor
    across, up = bounds[2] - bounds[0], bounds[3] - bounds[1]
    inner = body.shrunk(edge)
    if placing == "column":
        room = Rect(inner.left, inner.bottom, inner.right - COLUMN * factor - gap, inner.top)
        scale = _scale(room, across, up, pad)
        spare = room.width - 2 * pad - across * 1000 / scale
        most = COLUMN_MOST * factor
        if body.width > body.height:  # a region that is not wide leaves much of a wide sheet
            most = max(most, _WIDE_PANEL * body.width)
        panel_width = min(COLUMN * factor + max(spare, 0), most)
        room = room._replace(right=inner.right - panel_width - gap)
        panel = Rect(room.right + edge + gap, inner.bottom - edge, body.right, inner.top + edge)
        return "column", panel, fitted_frame(room, bounds, crs, pad=pad)
    room = Rect(inner.left, inner.bottom + BAND * factor + gap, inner.right, inner.top)
    scale = _scale(room, across, up, pad)
    spare = room.height - 2 * pad - up * 1000 / scale
    panel_height = min(BAND * factor + max(spare, 0), BAND_MOST * factor)
    room = room._replace(bottom=inner.bottom + panel_height + gap)
    panel = Rect(body.left, body.bottom, body.right, room.bottom - edge - gap)
    return "band", panel, fitted_frame(room, bounds, crs, pad=pad)


def _scale(room: Rect, across: float, up: float, pad: float) -> int:
    return round_scale(max(across / (room.width - 2 * pad), up / (room.height - 2 * pad)) * 1000)
