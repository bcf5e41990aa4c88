"""Text over pages: in order, whole, and no page left nearly empty."""

from __future__ import annotations

import pytest

from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.flow import Block, balanced, columns_of, filled, paginate
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import TextStyle

STYLE = TextStyle(6.6, "#000000")
COLUMNS = columns_of(Rect(0, 0, 100, 100), 2, 4)


def blocks(count):
    return [Block((f"line {place}",), STYLE, before=1.5) for place in range(count)]


def order_of(pages):
    return [each.block.lines[0] for page in pages for each in page]


def test_a_page_or_less_ends_in_level_columns():
    (page,) = balanced(blocks(11), COLUMNS)
    ends = {each.column.left: each.top for each in page}
    first, second = ends.values()
    assert abs(first - second) < 6


@pytest.mark.parametrize("count", [*range(40, 50), 60, 80, 83, 90])
def test_no_last_page_is_nearly_empty_and_nothing_is_lost(count):
    given = blocks(count)
    plain, pages = paginate(given, COLUMNS), balanced(given, COLUMNS)
    assert order_of(pages) == [f"line {place}" for place in range(count)]
    assert len(plain) - 1 <= len(pages) <= len(plain)
    assert len(pages) == 1 or filled(pages[-1], COLUMNS) >= 0.25
    for page in pages:
        for each in page:
            assert each.top - each.block.height >= each.column.bottom - 1e-6
            assert each.block.style.size >= 0.9 * STYLE.size


def test_a_little_too_much_is_set_smaller_rather_than_on_another_page():
    most = next(n for n in range(200) if len(paginate(blocks(n), COLUMNS)) > 1)
    (page,) = balanced(blocks(most), COLUMNS)
    assert page[0].block.style.size < STYLE.size
    assert len(balanced(blocks(most - 1), COLUMNS)[0]) == most - 1
    assert balanced(blocks(most - 1), COLUMNS)[0][0].block.style.size == STYLE.size


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_of_the_atlas_ends_on_a_nearly_empty_page(shanxi, language):
    atlas = shanxi if language == "zh" else Atlas(shanxi.recipe, language=language)
    seen = 0
    for plan in atlas.pages:
        if plan.kind in ("cover", "index_map", "map"):
            continue
        parts = (
            atlas._unit_table(plan)
            if plan.kind == "unit_table"
            else atlas._texts(plan.kind, atlas._sheet())
        )
        if plan.part == len(parts) - 1 > 0:
            seen += 1
            columns = sorted({each.column for page in parts[:-1] for each in page})
            widest = [each._replace(bottom=atlas_bottom(atlas), top=columns[0].top) for each in
                      {column.left: column for column in columns}.values()]  # fmt: skip
            assert filled(parts[-1], widest) >= 0.25, f"page {plan.number} {plan.title}"
    assert seen > 10


def atlas_bottom(atlas):
    from sxgeo.render.atlas.layout import body_of

    sheet = atlas._sheet()
    return body_of(sheet.width, sheet.height, sheet.factor)[1].bottom
