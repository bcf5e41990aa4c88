"""The panel beside or below a map: legend, table, locator, scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sxgeo.render.atlas.legend import LegendRow, draw_legend, legend_height
from sxgeo.render.atlas.locator import draw_locator
from sxgeo.render.atlas.north_arrow import draw_north_arrow
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.scale_bar import draw_scale_bar
from sxgeo.render.atlas.sheet import Sheet
from sxgeo.render.atlas.table import Table, draw_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Focus, Ground
    from sxgeo.render.atlas.layout import Layout

_SCALE, _LOCATOR, _GAP = 13.5, 33.0, 4.0
_LEGEND_COLUMN, _TABLE_COLUMN = 42.0, 50.0


def draw_panel(
    sheet: Sheet,
    ground: Ground,
    layout: Layout,
    focus: Focus | None,
    rows: Sequence[LegendRow],
    table: Table,
) -> None:
    """Fill a page's panel.

    Parameters
    ----------
    sheet, ground : Sheet, Ground
        Where to and from what.
    layout : Layout
        Holds the panel and the map's frame.
    focus : Focus, optional
        Shown in a locator.
    rows : sequence of LegendRow
        The legend.
    table : Table
        What is on the page.
    """
    if layout.placing == "column":
        _draw_column(sheet, ground, layout, focus, rows, table)
    else:
        _draw_band(sheet, ground, layout, focus, rows, table)


def _draw_column(
    sheet: Sheet,
    ground: Ground,
    layout: Layout,
    focus: Focus | None,
    rows: Sequence[LegendRow],
    table: Table,
) -> None:
    panel, factor = layout.panel, sheet.factor
    gap = _GAP * factor
    low = panel.bottom + _SCALE * factor
    draw_scale_block(sheet, layout.frame, panel._replace(top=low))
    if focus is not None:
        high = low + _LOCATOR * factor
        draw_locator(sheet, ground, focus, Rect(panel.left, low, panel.right, high))
        low = high
    end = draw_legend(sheet, rows, [panel._replace(bottom=low)])
    room = panel._replace(top=end - gap, bottom=low + gap)
    if table.rows and room.height > 16 * factor:
        draw_table(sheet, table, [room])


def _draw_band(
    sheet: Sheet,
    ground: Ground,
    layout: Layout,
    focus: Focus | None,
    rows: Sequence[LegendRow],
    table: Table,
) -> None:
    panel, factor = layout.panel, sheet.factor
    gap = _GAP * factor
    side = panel._replace(left=panel.right - _LEGEND_COLUMN * factor)
    low = panel.bottom + _SCALE * factor
    draw_scale_block(sheet, layout.frame, side._replace(top=low))
    if focus is not None:
        draw_locator(sheet, ground, focus, side._replace(bottom=low))
    width = _LEGEND_COLUMN * factor
    needed = legend_height(sheet, rows, width)
    count = max(math.ceil(needed / panel.height - 0.02), 1)
    foot = max(panel.top - needed / count - 4 * factor, panel.bottom) if count > 1 else panel.bottom
    legend = [
        Rect(left, foot, left + width, panel.top)
        for left in (panel.left + place * (width + gap) for place in range(count))
    ]
    draw_legend(sheet, rows, legend)
    rest = Rect(legend[-1].right + gap, panel.bottom, side.left - gap, panel.top)
    columns = max(int((rest.width + gap) // (_TABLE_COLUMN * factor)), 1)
    each = (rest.width - gap * (columns - 1)) / columns
    lefts = [rest.left + place * (each + gap) for place in range(columns)]
    if table.rows and rest.width > 0.7 * _TABLE_COLUMN * factor:
        draw_table(sheet, table, [rest._replace(left=left, right=left + each) for left in lefts])


def draw_scale_block(sheet: Sheet, frame: MapFrame, rect: Rect) -> None:
    """Draw scale, bar and north arrow."""
    factor = sheet.factor
    style = sheet.style("heading", weight="bold")
    room = rect.width - 11 * factor
    draw_scale_bar(sheet, frame, (rect.left, rect.bottom + 0.3), room)
    sheet.text((rect.left, rect.bottom + 6.2 * factor), frame.scale_text(), style)
    draw_north_arrow(sheet, frame, (rect.right - 4.5 * factor, rect.bottom + 5.0 * factor))
