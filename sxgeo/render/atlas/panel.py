"""The panel beside or below a map: legend, table, locator, scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.flow import columns_of
from sxgeo.render.atlas.legend import LegendRow, draw_legend, legend_fits
from sxgeo.render.atlas.locator import draw_locator
from sxgeo.render.atlas.north_arrow import draw_north_arrow
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.scale_bar import draw_scale_bar
from sxgeo.render.atlas.table import Table, draw_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Focus, Ground
    from sxgeo.render.atlas.layout import Layout
    from sxgeo.render.atlas.sheet import Sheet

_SCALE, _LOCATOR, _GAP = 13.5, 33.0, 4.0
_FRACTIONS = (1.0, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58)
_SIDE, _COLUMN, _LEAST_TABLE = 40.0, 48.0, 24.0
_LONGEST_BAR = 66.0
_NARROWEST = 26.0  # of a legend's column, where one would be too long


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
    upper = panel._replace(bottom=low)
    columns, by = _legend_columns(sheet, rows, upper)
    with sheet.smaller(by):
        columns = _levelled(sheet, rows, columns)
        _, end = draw_legend(sheet, rows, columns)
    top = end if len(columns) == 1 else columns[0].bottom
    room = upper._replace(top=top - gap, bottom=low + gap)
    if table.rows and room.height > _LEAST_TABLE * factor:
        count = max(int((room.width + gap) / (_COLUMN * factor + gap)), 1)
        draw_table(sheet, table, columns_of(room, count, gap))


def _legend_columns(
    sheet: Sheet, rows: Sequence[LegendRow], room: Rect
) -> tuple[list[Rect], float]:
    """Return the columns in which a legend is largest, and at which fraction of its usual size."""
    gap = _GAP * sheet.factor
    usual = max(int((room.width + gap) / (_COLUMN * sheet.factor + gap)), 1)
    most = max(int((room.width + gap) / (_NARROWEST * sheet.factor + gap)), usual)
    tried = [columns_of(room, count, gap) for count in range(usual, most + 1)]
    sizes = [_fitting(sheet, rows, columns) for columns in tried]
    best = sizes.index(max(sizes))
    return tried[best], sizes[best]


def _levelled(sheet: Sheet, rows: Sequence[LegendRow], columns: Sequence[Rect]) -> list[Rect]:
    """Return the columns as short as holds the legend in whole groups, where they are several."""
    if len(columns) > 1:
        for height in np.arange(10.0, columns[0].height, 2.0):
            lower = [each._replace(bottom=each.top - float(height)) for each in columns]
            if legend_fits(sheet, rows, lower, whole=True):
                return lower
    return list(columns)


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
    side = panel._replace(left=panel.right - _SIDE * factor)
    low = panel.bottom + _SCALE * factor
    draw_scale_block(sheet, layout.frame, side._replace(top=low))
    if focus is not None:
        draw_locator(sheet, ground, focus, side._replace(bottom=low))
    rest = panel._replace(right=side.left - gap)
    count = max(round(rest.width / (_COLUMN * factor)), 1)
    columns = columns_of(rest, count, gap)
    with sheet.smaller(_fitting(sheet, rows, columns)):
        place, end = draw_legend(sheet, rows, columns)
    rooms = columns[place + 1 :]
    below = columns[place]._replace(top=end - gap)
    if below.height > _LEAST_TABLE * factor or not rooms:
        rooms = [below, *rooms]
    if table.rows and rooms[0].height > _LEAST_TABLE * factor:
        draw_table(sheet, table, rooms)


def _fitting(sheet: Sheet, rows: Sequence[LegendRow], columns: Sequence[Rect]) -> float:
    """Return the largest fraction of the usual size at which the legend fits."""
    for by in _FRACTIONS:
        with sheet.smaller(by):
            if legend_fits(sheet, rows, columns):
                return by
    return _FRACTIONS[-1]


def draw_scale_block(sheet: Sheet, frame: MapFrame, rect: Rect) -> None:
    """Draw scale, bar and north arrow."""
    factor = sheet.factor
    style = sheet.style("heading", weight="bold")
    room = min(rect.width, _LONGEST_BAR * factor) - 11 * factor
    draw_scale_bar(sheet, frame, (rect.left, rect.bottom + 0.3), room)
    sheet.text((rect.left, rect.bottom + 6.2 * factor), frame.scale_text(), style)
    draw_north_arrow(sheet, frame, (rect.right - 4.5 * factor, rect.bottom + 5.0 * factor))
