"""What the sources ask to be said stands beside the map, in sight, without a dialog."""

from __future__ import annotations

import pytest

from sxgeo.data.recipe import Content
from sxgeo.domain.scene import build_scene
from sxgeo.render.web import render_map
from sxgeo.render.web.page_check import check_page


@pytest.fixture(scope="module")
def rail_map(tmp_path_factory):
    """A map of lines read off the open map."""
    content = Content(title="铁路", title_en="Rail", layers=("rail", "rail_stations"))
    path = tmp_path_factory.mktemp("credits") / "rail.html"
    render_map(build_scene(content)).save(path)
    return path


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_attributions_are_in_sight_in_both_languages(open_page, rail_map, size):
    visit = open_page(rail_map, size)
    line = visit.page.locator(".sx-credits")
    for word in ("数据署名", "Data credits"):
        assert word in line.inner_text()
        assert "© OpenStreetMap contributors, ODbL 1.0" in line.inner_text()
        box, view = line.bounding_box(), visit.page.viewport_size
        assert line.is_visible()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= view["width"]
        assert box["y"] + box["height"] <= view["height"]
        visit.shoot(f"credits-{word}")
        if word == "数据署名":
            visit.key("lang").click()
            visit.settle()
    assert visit.page.locator("dialog[open]").count() == 0


def test_nothing_else_lies_over_the_credits_of_a_phone(open_page, rail_map):
    visit = open_page(rail_map, "phone")
    foot = visit.page.locator(".sx-foot").bounding_box()
    scale = visit.page.locator(".leaflet-control-scale").bounding_box()
    slider = visit.page.locator(".sx-bottom > *").first.bounding_box()
    assert scale["y"] + scale["height"] <= slider["y"] <= foot["y"]


def test_the_page_may_be_published(rail_map):
    assert check_page(rail_map.read_text(encoding="utf-8"), "rail.html") == []
