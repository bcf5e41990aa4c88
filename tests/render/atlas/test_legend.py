"""The legend tells what its map shows."""

from __future__ import annotations

import shapely


def texts_of(page):
    """Return every line written on a page."""
    return [each.get_text() for each in page.figure.findobj(lambda one: hasattr(one, "get_text"))]


def test_the_legend_lists_the_borders_in_the_window_and_the_outline_as_such(shanxi, shanxi_pages):
    scene = shanxi.ground_of(None).scene
    unlisted = 0
    for plan in (each for each in shanxi.pages if each.kind == "map"):
        written = texts_of(shanxi_pages[plan.number - 1])
        assert ("本图范围" in written) == (plan.focus is not None)
        window = shapely.box(*plan.frame.rect)
        ground = shanxi.ground_of(plan.content)
        for level in plan.levels:
            units = ground.units_on_paper(level, plan.frame)
            seen = shapely.intersects(units.geometry.boundary.to_numpy(), window).any()
            if not seen:
                assert scene.units[level].attrs["name"] not in written
                unlisted += 1
            elif plan.focus is None or level == "county":
                assert scene.units[level].attrs["name"] in written
    assert unlisted
