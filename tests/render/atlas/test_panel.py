"""What stands around a map: no line of text lies on another, at any shape of sheet."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sxgeo.assets import font_path
from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.lettering import MM_PER_POINT, text_width
from sxgeo.render.atlas.sheet import drawing_settings


def lines_of(page):
    """Return text and box of every level line outside the map, millimetres."""
    frame = page.frame.rect if page.frame else None
    found = []
    for each in page.figure.findobj(lambda one: hasattr(one, "get_text")):
        text, font = each.get_text(), each.get_fontproperties()
        if not text.strip() or each.get_rotation():
            continue
        x, y = each.get_position()
        if frame is not None and frame.left < x < frame.right and frame.bottom < y < frame.top:
            continue
        weight = "bold" if font.get_file() == str(font_path("bold")) else "regular"
        size = font.get_size_in_points()
        em = size * MM_PER_POINT
        box = shapely.box(x, y - 0.05 * em, x + text_width(text, size, weight), y + 0.7 * em)
        found.append((text, size, box))
    return found


def assert_apart(page):
    lines = lines_of(page)
    boxes = np.array([box for *_, box in lines])
    tree = shapely.STRtree(boxes)
    one, other = tree.query(boxes, predicate="intersects")
    area = shapely.area(shapely.intersection(boxes[one], boxes[other]))
    clash = [
        (lines[a][0], lines[b][0])
        for a, b, shared in zip(one, other, area, strict=True)
        if a < b and shared > 0.05
    ]
    assert not clash, f"page {page.number} {page.title}: {clash[:3]}"
    for text, _, box in lines:
        assert box.bounds[2] < page.width - 6, f"page {page.number}: {text}"


def test_no_lines_of_text_meet_on_any_page(shanxi_pages, every_map):
    for page in [*shanxi_pages, *every_map]:
        assert_apart(page)


@pytest.mark.parametrize(
    ("paper", "orientation"), [("A4", "landscape"), ("A3", "landscape"), ("A2", "portrait")]
)
def test_other_sheets_are_set_as_well(shanxi, paper, orientation):
    told = {"orientation": orientation, "front": (), "back": ()}
    atlas = Atlas(shanxi.recipe.model_copy(update=told), paper=paper)
    chosen = [plan for plan in atlas.pages if plan.slug in ("rail-projects", "taiyuan-city")]
    assert len(chosen) == 2
    with drawing_settings():
        for plan in chosen:
            page = atlas.draw(plan.number)
            assert_apart(page)
            assert not page.drawn.unnamed
            usual = atlas.theme.atlas.body * atlas._sheet().factor
            sizes = {text: size for text, size, _ in lines_of(page)}
            assert sizes["地级市"] >= 0.75 * usual  # a row of the legend
