"""The legend: what the page shows and nothing else, flowing through the columns of its panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from sxgeo.data.descriptor import POSITION_STATUSES, STATUSES
from sxgeo.domain.symbology import Symbol, is_exact
from sxgeo.render.atlas.base import EDGE_WIDTH
from sxgeo.render.atlas.features import draw_shapes
from sxgeo.render.atlas.lettering import MM_PER_POINT, wrapped
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet, TextStyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sxgeo.domain.classification import Choropleth
    from sxgeo.domain.symbology import LegendEntry
    from sxgeo.render.atlas.ground import PageLayer
    from sxgeo.render.atlas.numbered_key import KeyEntry

_SAMPLE, _BETWEEN = 7.0, 1.6
_KINDS = ("line", "point", "area")
_ENDS = ("gap", "heading")
RowKind = Literal["title", "heading", "sample", "swatch", "border", "note", "gap"]


@dataclass(frozen=True)
class LegendRow:
    """One row: a heading, a sample with its meaning, a colour, a border, a note or a gap."""

    kind: RowKind
    label: str = ""
    symbols: tuple[Symbol, ...] = ()
    color: str = ""
    width: float = 0.0


def legend_rows(
    sheet: Sheet,
    layers: Sequence[PageLayer],
    levels: Sequence[tuple[str, str]],
    choropleth: Choropleth | None = None,
    *,
    outlined: bool = False,
) -> list[LegendRow]:
    """Return the rows of a page's legend.

    Parameters
    ----------
    sheet : Sheet
        Gives colours and words.
    layers : sequence of PageLayer
        What is on the page.
    levels : sequence of (str, str)
        Admin levels seen, and what their units are called.
    choropleth : Choropleth, optional
        What fills the units.
    outlined : bool
        Whether the page is about a unit, whose outline is drawn.
    """
    rows = [LegendRow("title", sheet.word("legend"))]
    for each in layers:
        found = _class_rows(sheet, each)
        rows += [LegendRow("gap"), *found] if len(found) > 1 else found
    if choropleth is not None:
        rows += [LegendRow("gap"), *_choropleth_rows(sheet, choropleth)]
    rows += _meaning_rows(sheet, layers, "status", "status_patterns")
    told = [entry for each in layers for entry in each.layer.legend if entry.kind == "position"]
    if any(not is_exact(entry.key) for entry in told):
        rows += _meaning_rows(sheet, layers, "position", "position_patterns")
        rows += [LegendRow("note", sheet.word("inexact_note"))]
    if outlined or levels:
        rows += [LegendRow("gap"), LegendRow("heading", sheet.word("units_legend"))]
    if outlined:
        edge = sheet.word("focus_outline")
        rows.append(LegendRow("border", edge, color=sheet.look.accent, width=EDGE_WIDTH))
    for level, label in levels:
        style = sheet.theme.boundary[level]
        rows.append(LegendRow("border", label, color=str(style.color), width=style.width or 0.5))
    return _one_gap_each(rows)


def _one_gap_each(rows: Sequence[LegendRow]) -> list[LegendRow]:
    """Return the rows with one gap where there are several, and none below the title."""
    kinds = ["title", *(row.kind for row in rows)]
    return [
        row
        for row, before in zip(rows, kinds, strict=False)
        if row.kind != "gap" or before not in ("gap", "title")
    ]


def key_rows(sheet: Sheet, entries: Sequence[KeyEntry]) -> list[LegendRow]:
    """Return a map's numbered key as rows of its legend, for want of room on the map."""
    if not entries:
        return []
    told = [LegendRow("note", f"{each.number}  {each.name}") for each in entries]
    return [LegendRow("gap"), LegendRow("heading", sheet.word("numbered_key")), *told]


def draw_legend(
    sheet: Sheet, rows: Sequence[LegendRow], columns: Sequence[Rect]
) -> tuple[int, float]:
    """Draw rows down the columns of a panel.

    Returns
    -------
    column : int
        The last column used.
    end : float
        Where it ends, millimetres from the foot of the page.
    """
    whole = _flowed(sheet, rows, columns, whole=True)
    placed = whole if whole is not None else _flowed(sheet, rows, columns, whole=False) or []
    place, end = 0, columns[0].top
    for row, place, top in placed:
        end = _draw_row(sheet, row, columns[place], top)
    return place, end


def legend_fits(
    sheet: Sheet, rows: Sequence[LegendRow], columns: Sequence[Rect], *, whole: bool = False
) -> bool:
    """Return whether the legend has room in the columns, on demand with every group in one."""
    placed = _flowed(sheet, rows, columns, whole=whole)
    if placed is None:
        return False
    row, place, top = placed[-1]
    return top - _height(sheet, row, columns[place].width) >= columns[place].bottom


def _flowed(
    sheet: Sheet, rows: Sequence[LegendRow], columns: Sequence[Rect], *, whole: bool
) -> list[tuple[LegendRow, int, float]] | None:
    """Return the rows with their columns and tops; None where whole groups find no room."""
    placed = []
    place, y = 0, columns[0].top
    for position, row in enumerate(rows):
        needed = _height(sheet, row, columns[place].width)
        if row.kind == "heading":
            ahead = _group(rows, position) if whole else rows[position : position + 2]
            needed = sum(_height(sheet, each, columns[place].width) for each in ahead)
        if y - needed < columns[place].bottom:
            if place + 1 < len(columns):
                place, y = place + 1, columns[place + 1].top
            elif whole:
                return None
        if row.kind == "gap" and y == columns[place].top:
            continue
        placed.append((row, place, y))
        y -= _height(sheet, row, columns[place].width)
    return placed


def _group(rows: Sequence[LegendRow], start: int) -> Sequence[LegendRow]:
    """Return a heading with what stands below it."""
    ends = (place for place in range(start + 1, len(rows)) if rows[place].kind in _ENDS)
    return rows[start : next(ends, len(rows))]


def _class_rows(sheet: Sheet, each: PageLayer) -> list[LegendRow]:
    descriptor = each.layer.descriptor
    entries = [entry for entry in each.layer.legend if entry.kind == "class" and entry.count]
    title = sheet.pick(descriptor.title, descriptor.title_en)
    if {entry.key for entry in entries} == {""}:  # one class, called as the layer
        return [LegendRow("sample", title, _distinct(entries))]
    rows = [LegendRow("heading", title)]
    for key in dict.fromkeys(entry.key for entry in entries):
        of_class = [entry for entry in entries if entry.key == key]
        rows.append(LegendRow("sample", _label(sheet, of_class[0]), _distinct(of_class)))
    return [*rows, LegendRow("gap")]


def _distinct(entries: Sequence[LegendEntry]) -> tuple[Symbol, ...]:
    return tuple(dict.fromkeys(entry.symbol for entry in entries))


def _meaning_rows(
    sheet: Sheet, layers: Sequence[PageLayer], kind: str, heading: str
) -> list[LegendRow]:
    """Return one row a status (or kind of position), drawn without any layer's colour."""
    found: dict[str, dict[str, Symbol]] = {}
    labels: dict[str, str] = {}
    for each in layers:
        for entry in each.layer.legend:
            if entry.kind == kind and entry.count:
                labels[entry.key] = _label(sheet, entry)
                symbol = _colourless(entry.symbol, sheet.look.muted, kind)
                found.setdefault(entry.key, {}).setdefault(symbol.geometry, symbol)
    if not found:
        return []
    order = {key: place for place, key in enumerate((*STATUSES, *POSITION_STATUSES))}
    rows = [
        LegendRow(
            "sample", labels[key], tuple(found[key][each] for each in _KINDS if each in found[key])
        )
        for key in sorted(found, key=lambda key: order[key])
    ]
    return [LegendRow("gap"), LegendRow("heading", sheet.word(heading)), *rows]


def _colourless(symbol: Symbol, color: str, kind: str) -> Symbol:
    fill = symbol.fill if kind == "position" and symbol.fill != symbol.color else color
    size = min(symbol.size, 6.0)
    return replace(symbol, color=color, fill=fill, shape="circle", size=size, width=1.3)


def _choropleth_rows(sheet: Sheet, choropleth: Choropleth) -> list[LegendRow]:
    spec = choropleth.spec
    title = sheet.pick(spec.title, spec.title_en)
    unit = sheet.pick(spec.unit, spec.unit_en)
    rows = [
        LegendRow(
            "heading", f"{title}（{unit}）" if sheet.language == "zh" else f"{title} ({unit})"
        )
    ]
    known = [value for value in choropleth.values.values() if value is not None]
    rows += [
        LegendRow("swatch", told, color=color)
        for color, told in zip(choropleth.colors, choropleth.ranges, strict=True)
    ]
    if len(known) < len(choropleth.values):
        rows.append(
            LegendRow("swatch", sheet.word("missing_value"), color=choropleth.missing_color)
        )
    note = sheet.pick(spec.note, spec.note_en)
    return [*rows, *([LegendRow("note", note)] if note else []), LegendRow("gap")]


def _label(sheet: Sheet, entry: LegendEntry) -> str:
    return sheet.pick(entry.label, entry.label_en)


def _lines_of(sheet: Sheet, row: LegendRow, width: float) -> list[str]:
    indent = (
        0.0 if row.kind in ("title", "heading", "note") else (_SAMPLE + _BETWEEN) * sheet.factor
    )
    return wrapped(row.label, width - indent, _style(sheet, row).size, _style(sheet, row).weight)


def _style(sheet: Sheet, row: LegendRow) -> TextStyle:
    if row.kind == "title":
        return sheet.style("heading", weight="bold")
    if row.kind == "heading":
        return sheet.style("body", weight="bold")
    return sheet.style(
        "small" if row.kind == "note" else "body", sheet.look.muted if row.kind == "note" else ""
    )


def _height(sheet: Sheet, row: LegendRow, width: float) -> float:
    if row.kind == "gap":
        return 1.5 * sheet.factor
    style = _style(sheet, row)
    lines = len(_lines_of(sheet, row, width))
    extra = {"title": 1.6, "sample": 0.55, "swatch": 0.35, "border": 0.2}.get(row.kind, 0.6)
    return lines * style.leading + extra * sheet.factor


def _draw_row(sheet: Sheet, row: LegendRow, column: Rect, top: float) -> float:
    height = _height(sheet, row, column.width)
    if row.kind == "gap":
        return top - height
    style = _style(sheet, row)
    indent = (
        0.0 if row.kind in ("title", "heading", "note") else (_SAMPLE + _BETWEEN) * sheet.factor
    )
    sheet.paragraph((column.left + indent, top), _lines_of(sheet, row, column.width), style)
    sample = Rect(column.left, top - style.height, column.left + _SAMPLE * sheet.factor, top)
    if row.symbols:
        _draw_samples(sheet, row.symbols, sample)
    elif row.kind == "swatch":
        sheet.rectangle(sample, fill=row.color, color=sheet.look.rule, width=0.3, level=Level.TEXT)
    elif row.kind == "border":
        middle = sample.centre[1]
        line = np.array([(sample.left, middle), (sample.right, middle)])
        sheet.lines([line], color=row.color, width=row.width * sheet.factor, level=Level.TEXT)
    return top - height


def _draw_samples(sheet: Sheet, symbols: Sequence[Symbol], rect: Rect) -> None:
    """Draw one symbol across the sample, or several side by side."""
    wide = {"line": 1.25, "point": 0.75, "area": 1.0}
    total = sum(wide[each.geometry] for each in symbols)
    left = rect.left
    for symbol in symbols:
        right = left + rect.width * wide[symbol.geometry] / total
        gap = 0.35 * sheet.factor if len(symbols) > 1 else 0.0
        draw_sample(sheet, symbol, rect._replace(left=left + gap, right=right - gap))
        left = right


def draw_sample(sheet: Sheet, symbol: Symbol, rect: Rect) -> None:
    """Draw a symbol as it looks on the map, in the middle of a small rectangle."""
    x, y = rect.centre
    shape: shapely.Geometry = shapely.Point(x, y)
    if symbol.geometry == "line":
        shape = shapely.LineString([(rect.left, y), (rect.right, y)])
    elif symbol.geometry == "area":
        shape = shapely.box(*rect.shrunk(0.2))
    else:
        most = min(rect.width / sheet.factor / MM_PER_POINT, 8.0)
        symbol = replace(symbol, size=min(symbol.size, most))
        if symbol.shape == "flag":
            shape = shapely.Point(x, rect.bottom)
    draw_shapes(sheet, symbol, np.array([shape], dtype=object))
