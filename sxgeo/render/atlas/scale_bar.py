"""The scale bar: a round number of kilometres, true to the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from sxgeo.render.atlas.frame import MapFrame

_HEIGHT = 1.1


def bar_kilometres(frame: MapFrame, most: float) -> float:
    """Return the largest of 1, 2, 5 × 10ⁿ kilometres that is no longer than `most` millimetres."""
    reach = most / frame.mm_per_metre / 1000
    power = 10.0 ** math.floor(math.log10(reach))
    return max(each * power for each in (1, 2, 5) if each * power <= reach)


def draw_scale_bar(sheet: Sheet, frame: MapFrame, at: tuple[float, float], most: float) -> Rect:
    """Draw a bar of four parts with its labels above.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    frame : MapFrame
        Its scale.
    at : tuple of float
        The bar's lower left corner, millimetres.
    most : float
        At most so many millimetres long.

    Returns
    -------
    Rect
        The bar itself.
    """
    kilometres = bar_kilometres(frame, most)
    length = kilometres * 1000 * frame.mm_per_metre
    x, y = at
    height = _HEIGHT * sheet.factor
    ink = sheet.look.ink
    for part in range(4):
        left = x + length * part / 4
        sheet.rectangle(
            Rect(left, y, left + length / 4, y + height),
            fill=ink if part % 2 == 0 else sheet.look.veil,
            color=ink,
            width=0.4 * sheet.factor,
            level=Level.TEXT,
        )
    style = sheet.style("small", sheet.look.ink)
    for part in (0, 2, 4):
        text = f"{kilometres * part / 4:g}"
        if part == 4:
            text = f"{text} {sheet.word('kilometres')}"
            start = x + length - style.width_of(f"{kilometres:g}") / 2
            sheet.text((start, y + height + 0.7), text, style)
        else:
            sheet.text((x + length * part / 4, y + height + 0.7), text, style, align="center")
    return Rect(x, y, x + length, y + height)
