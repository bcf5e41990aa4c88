"""Text that flows through columns and pages: contents, index, sources, guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.page import Link
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet, TextStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

_LEAST_FILLED = 0.3  # of the last page of several
_SMALLER = (0.985, 0.97, 0.955, 0.94, 0.925, 0.91)
_STEP = 2.0  # millimetres


@dataclass(frozen=True)
class Block:
    """Lines that stay together.

    Attributes
    ----------
    lines : tuple of str
        Already broken to the column's width.
    style : TextStyle
        Of the lines.
    before : float
        Space above, millimetres; left out at the top of a column.
    indent : float
        Millimetres.
    marks : tuple of (str, int)
        Texts at the right end of the first line, each with the page it leads to (0 for none).
    target : int
        The page the whole block leads to; 0 for none.
    rule : bool
        Whether a thin line is drawn below.
    with_next : bool
        Whether the next block must start in the same column.
    draw : callable, optional
        Draws something at the left of the first line: called with the sheet and a rectangle.
    """

    lines: tuple[str, ...]
    style: TextStyle
    before: float = 0.0
    indent: float = 0.0
    marks: tuple[tuple[str, int], ...] = ()
    target: int = 0
    rule: bool = False
    with_next: bool = False
    draw: Callable[[Sheet, Rect], Any] | None = None

    @property
    def height(self) -> float:
        """Millimetres without the space above."""
        return len(self.lines) * self.style.leading

    def scaled(self, by: float) -> Block:
        """Return the block with smaller type and less space above, its lines as they are."""
        return replace(self, style=self.style.scaled(by), before=self.before * by)


@dataclass(frozen=True)
class PlacedBlock:
    """A block with its column and the top of its first line."""

    block: Block
    column: Rect
    top: float


def paginate(blocks: Sequence[Block], columns: Sequence[Rect]) -> list[list[PlacedBlock]]:
    """Return the blocks by page; every page has the same columns. At least one page."""
    pages: list[list[PlacedBlock]] = [[]]
    place, y = 0, columns[0].top
    for group in _groups(blocks):
        fresh = y == columns[place].top
        needed = sum(each.height + each.before for each in group) - (
            group[0].before if fresh else 0
        )
        if not fresh and y - needed < columns[place].bottom:
            place += 1
            if place == len(columns):
                pages.append([])
                place = 0
            y = columns[place].top
        for block in group:
            y -= 0.0 if y == columns[place].top else block.before
            pages[-1].append(PlacedBlock(block, columns[place], y))
            y -= block.height
    return pages


def balanced(blocks: Sequence[Block], columns: Sequence[Rect]) -> list[list[PlacedBlock]]:
    """Return the blocks as `paginate`, so that no page ends up nearly empty.

    Where the last page would hold little, everything is set a little smaller to do without it, or
    else the pages are filled alike. The columns of the last page end level.
    """
    pages = paginate(blocks, columns)
    if len(pages) > 1 and filled(pages[-1], columns) < _LEAST_FILLED:
        fewer = _fewer(blocks, columns, len(pages) - 1)
        pages = fewer or _alike(blocks, columns, len(pages))
    last = [each.block for each in pages[-1]]
    return [*pages[:-1], _level(last, columns)]


def filled(page: Sequence[PlacedBlock], columns: Sequence[Rect]) -> float:
    """Return which part of a page's columns its blocks fill."""
    used = sum(each.block.height + each.block.before for each in page)
    return float(used / sum(column.height for column in columns))


def _fewer(
    blocks: Sequence[Block], columns: Sequence[Rect], count: int
) -> list[list[PlacedBlock]] | None:
    """Return the blocks on so many pages, as little smaller as it takes; None for too small."""
    for by in _SMALLER:
        pages = paginate([each.scaled(by) for each in blocks], columns)
        if len(pages) <= count:
            return pages
    return None


def _alike(blocks: Sequence[Block], columns: Sequence[Rect], count: int) -> list[list[PlacedBlock]]:
    """Return the blocks on so many pages, all as full as one another."""
    for lower in _lowered(blocks, columns, len(columns) * count):
        pages = paginate(blocks, lower)
        if len(pages) <= count:
            return pages
    return paginate(blocks, columns)


def _level(blocks: Sequence[Block], columns: Sequence[Rect]) -> list[PlacedBlock]:
    """Return the blocks of one page in columns as short as holds them all."""
    for lower in _lowered(blocks, columns, len(columns)):
        pages = paginate(blocks, lower)
        if len(pages) == 1:
            return pages[0]
    return paginate(blocks, columns)[0]


def _lowered(blocks: Sequence[Block], columns: Sequence[Rect], parts: int) -> Iterator[list[Rect]]:
    """Yield the columns shortened, from what a part of the blocks needs up to their full height."""
    full = columns[0].height
    total = sum(block.height + block.before for block in blocks)
    for height in np.arange(total / parts, full, _STEP):
        yield [column._replace(bottom=column.top - float(height)) for column in columns]


def draw_blocks(sheet: Sheet, placed: Sequence[PlacedBlock]) -> list[Link]:
    """Draw blocks and return where they lead."""
    links = []
    for each in placed:
        block, column, top = each.block, each.column, each.top
        end = sheet.paragraph((column.left + block.indent, top), block.lines, block.style)
        links += _draw_marks(sheet, block, column, top)
        if block.target:
            links.append(Link(Rect(column.left, end, column.right, top), block.target))
        if block.rule:
            line = np.array([(column.left, end + 0.2), (column.right, end + 0.2)])
            sheet.lines([line], color=sheet.look.rule, width=0.3, level=Level.TEXT)
        if block.draw is not None:
            sample = Rect(
                column.left, top - block.style.height, column.left + block.indent - 2.0, top
            )
            block.draw(sheet, sample)
    return links


def columns_of(body: Rect, count: int, gap: float) -> list[Rect]:
    """Return a rectangle divided into columns of one width."""
    width = (body.width - gap * (count - 1)) / count
    lefts = (body.left + place * (width + gap) for place in range(count))
    return [body._replace(left=left, right=left + width) for left in lefts]


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = []
    glued = False
    for block in blocks:
        if glued:
            groups[-1].append(block)
        else:
            groups.append([block])
        glued = block.with_next
    return groups


def _draw_marks(sheet: Sheet, block: Block, column: Rect, top: float) -> list[Link]:
    links = []
    right = column.right
    base = top - block.style.height * 0.9
    for text, page in reversed(block.marks):
        box = sheet.text((right, base), text, block.style, align="right")
        if page:
            links.append(Link(box, page))
        right = box.left
    return links
