"""The north arrow: it points to true north where it stands, not to the top of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.sheet import Level, Sheet, rings_path

if TYPE_CHECKING:
    from sxgeo.render.atlas.frame import MapFrame

_LENGTH = 9.0
_WEST = np.array([(0, 0.5), (-0.22, -0.5), (0, -0.3), (0, 0.5)])
_EAST = np.array([(0, 0.5), (0.22, -0.5), (0, -0.3), (0, 0.5)])


def draw_north_arrow(sheet: Sheet, frame: MapFrame, at: tuple[float, float]) -> float:
    """Draw an arrow about a point of the page.

    Returns
    -------
    float
        By how many degrees it is turned to the left.
    """
    from matplotlib.patches import PathPatch

    angle = frame.north_angle(*at)
    turn = np.radians(angle)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    length = _LENGTH * sheet.factor
    for half, fill in ((_WEST, sheet.look.ink), (_EAST, sheet.look.veil)):
        ring = (half * length) @ matrix + at
        sheet.add(
            PathPatch(
                rings_path([ring]),
                facecolor=fill,
                edgecolor=sheet.look.ink,
                linewidth=0.5 * sheet.factor,
                joinstyle="miter",
                zorder=Level.TEXT,
            )
        )
    tip = np.array([0, 0.5 * length + 0.9]) @ matrix + at
    style = sheet.style("body", weight="bold")
    sheet.text((float(tip[0]), float(tip[1])), sheet.word("north"), style, align="center")
    return angle
