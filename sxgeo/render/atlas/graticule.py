"""Meridians and parallels, degree labels, the neat frame and the letters of the reference grid."""

from __future__ import annotations

import math
import string
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sxgeo.render.atlas.frame import MapFrame

_STEPS = (2.0, 1.0, 0.5, 1 / 3, 0.25, 1 / 6, 1 / 12, 1 / 30, 1 / 60)
_FEWEST = 3
_TICK = 1.3


def draw_graticule(sheet: Sheet, frame: MapFrame) -> None:
    """Draw meridians and parallels across the map, and label them on its edges."""
    west, south, east, north = degree_bounds(frame)
    across, up = graticule_step(east - west), graticule_step(north - south)
    meridians = _multiples(west, east, across)
    parallels = _multiples(south, north, up)
    lines = [
        *(_meridian(frame, lon, south, north) for lon in meridians),
        *(_parallel(frame, lat, west, east) for lat in parallels),
    ]
    sheet.lines(
        lines,
        color=sheet.look.graticule,
        width=0.35 * sheet.factor,
        level=Level.GRATICULE,
        clip=frame.rect,
    )
    for lon in meridians:
        _label_meridian(sheet, frame, lon, _meridian(frame, lon, south, north))
    for lat in parallels:
        _label_parallel(sheet, frame, lat, _parallel(frame, lat, west, east))


def degree_bounds(frame: MapFrame) -> tuple[float, float, float, float]:
    """Return the degrees the window's edges reach: (west, south, east, north)."""
    rect = frame.rect
    x = np.linspace(rect.left, rect.right, 9)
    y = np.linspace(rect.bottom, rect.top, 9)
    edge = np.concatenate(
        [
            np.column_stack([x, np.full(9, rect.bottom)]),
            np.column_stack([x, np.full(9, rect.top)]),
            np.column_stack([np.full(9, rect.left), y]),
            np.column_stack([np.full(9, rect.right), y]),
        ]
    )
    degrees = frame.to_degrees(edge)
    (west, south), (east, north) = degrees.min(0), degrees.max(0)
    return float(west), float(south), float(east), float(north)


def graticule_step(span: float) -> float:
    """Return the widest usual step that gives a span of degrees at least three lines.

    Examples
    --------
    >>> graticule_step(6.2), graticule_step(1.2)
    (2.0, 0.3333333333333333)
    """
    return next((step for step in _STEPS if span / step >= _FEWEST), _STEPS[-1])


def degree_text(degrees: float, suffix: str) -> str:
    """Return degrees and minutes as on maps.

    Examples
    --------
    >>> degree_text(112.5, "E"), degree_text(38.0, "N")
    ('112°30′E', '38°N')
    """
    minutes = round(degrees * 60)
    whole, rest = divmod(minutes, 60)
    return f"{whole}°{rest:02d}′{suffix}" if rest else f"{whole}°{suffix}"


def draw_frame(sheet: Sheet, frame: MapFrame) -> None:
    """Draw the neat frame, and the grid's letters and numbers on its four sides."""
    rect = frame.rect
    sheet.rectangle(rect, color=sheet.look.ink, width=0.8 * sheet.factor, level=Level.FRAME)
    edge = 4.2 * sheet.factor
    sheet.rectangle(
        rect.shrunk(-edge), color=sheet.look.rule, width=0.4 * sheet.factor, level=Level.FRAME
    )
    style = sheet.style("small", sheet.look.accent, "bold")
    columns, rows = frame.cells
    low = 0.36 * style.height
    for place in range(columns):
        x = rect.left + (place + 0.5) * rect.width / columns
        for y in (rect.top + edge / 2, rect.bottom - edge / 2):
            sheet.text((x, y - low), string.ascii_uppercase[place], style, align="center")
    for place in range(rows):
        y = rect.top - (place + 0.5) * rect.height / rows
        for x in (rect.left - edge / 2, rect.right + edge / 2):
            sheet.text((x, y - low), str(place + 1), style, align="center")
    _draw_cell_ticks(sheet, frame, edge)


def _draw_cell_ticks(sheet: Sheet, frame: MapFrame, edge: float) -> None:
    """Mark where one cell of the grid ends and the next begins, outside the frame."""
    rect = frame.rect
    columns, rows = frame.cells
    ticks = []
    for place in range(1, columns):
        x = rect.left + place * rect.width / columns
        ticks += [
            np.array([(x, rect.top), (x, rect.top + edge)]),
            np.array([(x, rect.bottom), (x, rect.bottom - edge)]),
        ]
    for place in range(1, rows):
        y = rect.top - place * rect.height / rows
        ticks += [
            np.array([(rect.left, y), (rect.left - edge, y)]),
            np.array([(rect.right, y), (rect.right + edge, y)]),
        ]
    sheet.lines(ticks, color=sheet.look.accent, width=0.4 * sheet.factor, level=Level.FRAME)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    return [each * step for each in range(first, math.floor(high / step + 1e-9) + 1)]


def _meridian(frame: MapFrame, lon: float, south: float, north: float) -> NDArray[np.float64]:
    lat = np.linspace(south, north, 25)
    return frame.to_paper(np.full(25, lon), lat)


def _parallel(frame: MapFrame, lat: float, west: float, east: float) -> NDArray[np.float64]:
    lon = np.linspace(west, east, 25)
    return frame.to_paper(lon, np.full(25, lat))


def _label_meridian(sheet: Sheet, frame: MapFrame, lon: float, line: NDArray[np.float64]) -> None:
    """Label a meridian where it leaves the window, unless that is at a letter of the grid."""
    rect = frame.rect
    style = sheet.style("small", sheet.look.muted)
    text = degree_text(lon, "E")
    columns = frame.cells[0]
    letters = [rect.left + (place + 0.5) * rect.width / columns for place in range(columns)]
    low, high = (
        (rect.top + 1.1 * sheet.factor, rect.top),
        (rect.bottom - 3.1 * sheet.factor, rect.bottom),
    )
    for (base, edge), sign in ((low, 1), (high, -1)):
        x = float(np.interp(edge, line[:, 1], line[:, 0]))
        for place in _clear(x, style.width_of(text), letters, rect.left, rect.right):
            sheet.text((place, base), text, style, align="center")
        if rect.left < x < rect.right:
            tick = np.array([(x, edge), (x, edge + sign * _TICK * 0.6)])
            sheet.lines([tick], color=sheet.look.ink, width=0.5, level=Level.FRAME)


def _label_parallel(sheet: Sheet, frame: MapFrame, lat: float, line: NDArray[np.float64]) -> None:
    """Label a parallel on both sides, reading upwards, unless that is at a number of the grid."""
    rect = frame.rect
    style = sheet.style("small", sheet.look.muted)
    text = degree_text(lat, "N")
    rows = frame.cells[1]
    numbers = [rect.top - (place + 0.5) * rect.height / rows for place in range(rows)]
    width = style.width_of(text)
    for base, edge, sign in (
        (rect.left - 1.1 * sheet.factor, rect.left, -1),
        (rect.right + 3.1 * sheet.factor, rect.right, 1),
    ):
        y = float(np.interp(edge, line[:, 0], line[:, 1]))
        for place in _clear(y, width, numbers, rect.bottom, rect.top):
            sheet.text((base, place - width / 2), text, style, angle=90.0)
        if rect.bottom < y < rect.top:
            tick = np.array([(edge, y), (edge + sign * _TICK * 0.6, y)])
            sheet.lines([tick], color=sheet.look.ink, width=0.5, level=Level.FRAME)


def _clear(
    at: float, width: float, others: list[float], low: float, high: float
) -> Iterator[float]:
    """Yield where a label fits: at its line, or slid along the edge off a letter of the grid."""
    half = width / 2
    if not low < at < high:
        return
    place = min(max(at, low + half + 0.4), high - half - 0.4)
    for other in others:
        reach = half + 2.0
        if abs(place - other) < reach:
            place = other + reach if at >= other else other - reach
    if abs(place - at) <= half + 1.5 and low + half <= place <= high - half:
        yield place
