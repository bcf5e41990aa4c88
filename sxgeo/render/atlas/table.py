"""The small table beside a map: what is there, in which state, named by which document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.domain.citation import quoted
from sxgeo.render.atlas.lettering import wrapped
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.domain.classification import Choropleth
    from sxgeo.domain.scene import MapScene
    from sxgeo.render.atlas.ground import PageLayer
    from sxgeo.render.atlas.rect import Rect

_FEW = 4  # rows, a heading among them
_RINGED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class TableRow:
    """One feature with the phrase that names it, or a layer's name where `heading` says so."""

    name: str
    status: str = ""
    documents: str = ""
    quote: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """Rows by layer, the documents their marks stand for, and the phrase for rows left out."""

    rows: tuple[TableRow, ...]
    documents: tuple[str, ...]
    more: str = "more_features"


def build_table(sheet: Sheet, scene: MapScene, layers: Sequence[PageLayer]) -> Table:
    """Return the table of a page's features: every name once a layer, with its status."""
    cited = list(
        dict.fromkeys(code for each in layers for code in each.layer.frame["document"] if code)
    )
    cited = [code for code in scene.documents if code in cited]
    marks = {code: _RINGED[place % len(_RINGED)] for place, code in enumerate(cited)}
    rows: list[TableRow] = []
    for each in layers:
        descriptor = each.layer.descriptor
        rows.append(TableRow(sheet.pick(descriptor.title, descriptor.title_en), heading=True))
        frame = each.layer.frame
        columns = (frame[name] for name in ("name", "name_en", "status", "document", "quote"))
        for name, name_en, code, document, quote in zip(*columns, strict=True):
            status = scene.labels.status.get(str(code))
            rows.append(
                TableRow(
                    sheet.pick(str(name), str(name_en)),
                    sheet.pick(status.label, status.label_en) if status else "",
                    marks.get(str(document), ""),
                    str(quote),
                )
            )
    documents = tuple(f"{marks[code]} {document_text(sheet, scene, code)}" for code in cited)
    return Table(tuple(rows), documents)


def choropleth_table(
    sheet: Sheet, choropleth: Choropleth, units: gpd.GeoDataFrame, *, most: int = 40
) -> Table:
    """Return the values of a choropleth, the highest first; an empty table for too many units."""
    if len(units) > most:
        return Table((), ())
    spec = choropleth.spec
    names = dict(
        zip(units["adcode"], zip(units["name"], units["name_en"], strict=True), strict=True)
    )
    values = sorted(choropleth.values.items(), key=lambda pair: (-(pair[1] or 0.0), pair[0]))
    rows = [
        TableRow(
            sheet.pick(*names[code]),
            sheet.word("missing_value") if value is None else figure_text(value),
        )
        for code, value in values
    ]
    title = sheet.pick(f"{spec.title}（{spec.unit}）", f"{spec.title_en} ({spec.unit_en})")
    return Table((TableRow(title, heading=True), *rows), ())


def figure_text(value: float) -> str:
    """Return a number as a reader expects it.

    Examples
    --------
    >>> figure_text(5304061.0), figure_text(226.64)
    ('5,304,061', '226.6')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def draw_table(sheet: Sheet, table: Table, columns: Sequence[Rect]) -> None:
    """Draw as many rows as the columns hold; say how many are left out.

    Where not even a few rows would stand above the documents they cite, nothing is drawn.
    """
    style = sheet.style("small")
    foot = [
        line for text in table.documents for line in wrapped(text, columns[-1].width, style.size)
    ]
    foot_height = (len(foot) + 0.6) * style.leading
    rooms = [*columns[:-1], columns[-1]._replace(bottom=columns[-1].bottom + foot_height)]
    title = sheet.style("heading", weight="bold")
    few = title.leading + sum(_row_height(sheet, row, rooms[0].width) for row in table.rows[:_FEW])
    if sum(max(room.height, 0.0) for room in rooms) < few:
        return
    top = sheet.paragraph((rooms[0].left, rooms[0].top), [sheet.word("on_this_page")], title)
    rooms[0] = rooms[0]._replace(top=top - 0.8 * sheet.factor)
    rows = _with_quotes_that_fit(sheet, table.rows, rooms)
    left_out, end = _draw_rows(sheet, rows, rooms)
    if left_out:
        end = sheet.paragraph(
            (rooms[-1].left, end),
            [sheet.word(table.more, n=left_out)],
            sheet.style("small", sheet.look.muted),
        )
    if foot:
        y = end - 0.5 * style.leading
        sheet.paragraph((columns[-1].left, y), foot, sheet.style("small", sheet.look.muted))


def _with_quotes_that_fit(
    sheet: Sheet, rows: Sequence[TableRow], rooms: Sequence[Rect]
) -> list[TableRow]:
    """Return the rows with the quotes of as many layers as find room, the first layers first."""
    plain = [replace(row, quote="") for row in rows]
    if sheet.language != "zh":  # quotes are Chinese
        return plain
    width = rooms[0].width
    spare = 0.96 * sum(room.height for room in rooms)
    spare -= sum(_row_height(sheet, row, width) for row in plain)
    for group in _by_layer(rows):
        extra = (
            sum(len(_quote_lines(sheet, rows[place], width)) for place in group)
            * sheet.style("small").leading
        )
        if extra <= spare:
            spare -= extra
            for place in group:
                plain[place] = rows[place]
    return plain


def _by_layer(rows: Sequence[TableRow]) -> list[list[int]]:
    """Return the positions of the rows below each heading."""
    groups: list[list[int]] = []
    for place, row in enumerate(rows):
        if row.heading:
            groups.append([])
        elif groups:
            groups[-1].append(place)
    return groups


def _draw_rows(sheet: Sheet, rows: Sequence[TableRow], rooms: Sequence[Rect]) -> tuple[int, float]:
    """Return how many features found no room, and down to where the last column is filled."""
    place, y = 0, rooms[0].top
    spare = sheet.style("small").leading
    for position, row in enumerate(rows):
        height = _row_height(sheet, row, rooms[place].width)
        needed = height
        if row.heading and position + 1 < len(rows):
            needed += _row_height(sheet, rows[position + 1], rooms[place].width)
        last = place == len(rooms) - 1
        more = position + (2 if row.heading else 1) < len(rows)  # a line may have to say so
        if y - needed < rooms[place].bottom + (spare if last and more else 0):
            if last:
                return sum(not each.heading for each in rows[position:]), y
            place += 1
            y = rooms[place].top
        y = _draw_row(sheet, row, rooms[place], y)
    return 0, y if place == len(rooms) - 1 else rooms[-1].top


def _name_width(sheet: Sheet, row: TableRow, width: float) -> float:
    style = sheet.style("small")
    return width - style.width_of("①") - style.width_of(row.status) - 2.4 * sheet.factor


def _lines(sheet: Sheet, row: TableRow, width: float) -> list[str]:
    style = sheet.style("small", weight="bold" if row.heading else "regular")
    room = width if row.heading else _name_width(sheet, row, width)
    return wrapped(row.name, room, style.size, style.weight)


def _row_height(sheet: Sheet, row: TableRow, width: float) -> float:
    style = sheet.style("small")
    lines = len(_lines(sheet, row, width)) + len(_quote_lines(sheet, row, width))
    return lines * style.leading + (0.9 if row.heading else 0.35) * sheet.factor


def _quote_lines(sheet: Sheet, row: TableRow, width: float) -> list[str]:
    indent = 2.0 * sheet.factor
    return (
        wrapped(quoted(row.quote), width - indent, sheet.style("small").size) if row.quote else []
    )


def _draw_row(sheet: Sheet, row: TableRow, room: Rect, top: float) -> float:
    style = sheet.style("small", weight="bold" if row.heading else "regular")
    muted = sheet.style("small", sheet.look.muted)
    if row.heading:
        top -= 0.5 * sheet.factor
    lines = _lines(sheet, row, room.width)
    end = sheet.paragraph((room.left, top), lines, style)
    if not row.heading:
        mark = style.width_of("①")
        status = room.right - mark - 0.8 * sheet.factor
        base = top - style.height * 0.9
        sheet.text((status, base), row.status, muted, align="right")
        sheet.text((room.right, base), row.documents, muted, align="right")
        indent = room.left + 2.0 * sheet.factor
        end = sheet.paragraph((indent, end), _quote_lines(sheet, row, room.width), muted)
    else:
        rule = np.array([(room.left, end), (room.right, end)])
        sheet.lines([rule], color=sheet.look.rule, width=0.3 * sheet.factor, level=Level.TEXT)
    return end - (0.4 if row.heading else 0.35) * sheet.factor


def document_text(sheet: Sheet, scene: MapScene, code: str) -> str:
    """Return a document's title and number."""
    document = scene.documents[code]
    if sheet.language == "zh":
        return f"《{document.title}》{document.number}"
    return f"{document.title_en} {document.number_en or document.number}".strip()
