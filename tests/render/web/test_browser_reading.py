"""Items 1 to 4 of the web map: what one sees, the layer tree, the search, the panel."""

from __future__ import annotations

import itertools
import re

import pytest

WELLS = {"wells": 4, "paths": 1}
ROBUST_NAMES = {"长宁市", "洪洞市"}


def boxes_overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_everything_is_drawn_and_names_do_not_collide(open_page, small_map, size):
    visit = open_page(small_map, size)
    assert visit.drawn() == WELLS
    labels = visit.inspect()["labels"]
    assert {each["text"] for each in labels} >= ROBUST_NAMES
    for one, other in itertools.combinations(labels, 2):
        assert not boxes_overlap(one["box"], other["box"]), (one, other)
    visit.shoot("start")


def test_finer_names_come_with_the_zoom(open_page, small_map):
    far = {
        each["text"]
        for each in open_page(small_map, address="#m=7.5/37.75/113").inspect()["labels"]
    }
    near = open_page(small_map, address="#m=10.5/37.35000/112.50000")
    near.settle()
    names = {each["text"] for each in near.inspect()["labels"]}
    assert "南山区" not in far
    assert "南山区" in names


def test_the_page_is_not_scrolled_sideways_on_a_phone(open_page, small_map):
    page = open_page(small_map, "phone").page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_layers_are_switched_one_by_one_and_all_at_once(open_page, small_map):
    visit = open_page(small_map)
    page = visit.page
    page.locator("#sx-layer-wells").uncheck()
    assert visit.drawn() == {"paths": 1}
    assert page.get_by_role("button", name="深井").count() == 0, "the legend follows the layers"
    visit.key("none").click()
    assert visit.drawn() == {}
    visit.key("all").click()
    assert visit.drawn() == WELLS


def test_a_click_on_the_legend_filters_its_class(open_page, small_map):
    visit = open_page(small_map)
    entry = visit.page.get_by_role("button", name="深井")
    entry.click()
    assert visit.drawn() == {"wells": 2, "paths": 1}
    assert entry.get_attribute("aria-pressed") == "false"
    entry.click()
    assert visit.drawn() == WELLS


def test_legend_filters_status_and_position(open_page, small_map):
    visit = open_page(small_map)
    planned = visit.page.get_by_role("button", name="规划")
    planned.click()
    assert visit.drawn() == {"wells": 3}
    planned.click()
    visit.page.locator('#sx-part-legend [data-k*="osition"]').first.click()
    assert visit.drawn() != WELLS


@pytest.mark.parametrize(
    ("typed", "selection"),
    [
        ("太原南井", "wells/w3"),
        ("taiyuannanjing", "wells/w3"),
        ("tai yuan nan", "wells/w3"),
        ("tynj", "wells/w3"),
        ("well three", "wells/w3"),
        ("试验大道", "paths/p1"),
        ("hongtongshi", "990200"),
        ("beichuan county", "990102"),
        ("990201", "990201"),
    ],
)
def test_search_goes_there(open_page, small_map, typed, selection):
    visit = open_page(small_map)
    visit.key("search").fill(typed)
    visit.page.get_by_role("option").first.wait_for()
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert visit.inspect()["selection"] == selection


def test_search_turns_a_hidden_layer_on_and_groups_its_results(open_page, small_map):
    visit = open_page(small_map)
    visit.page.locator("#sx-layer-wells").uncheck()
    visit.key("search").fill("井")
    assert visit.page.get_by_role("group", name="水井").get_by_role("option").count() == 4
    visit.key("search").fill("二号井")
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert "wells" in visit.inspect()["visibleLayers"]
    assert visit.inspect()["selection"] == "wells/w2"


def test_search_says_when_nothing_is_found(open_page, small_map):
    visit = open_page(small_map)
    visit.key("search").fill("没有这个地方")
    assert visit.page.get_by_role("listbox").inner_text().strip() == "没有找到"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_panel_tells_everything(open_page, small_map, size):
    visit = open_page(small_map, size, address="#s=wells/w1")
    panel = visit.page.locator(".sx-detail")
    told = panel.inner_text()
    for text in (
        "一号井", "Well One", "120", "米", "现状", "2018", "试验省政府工作报告", "2025",
        "一号井建成", "试验省规划纲要", "试政发〔2021〕7号", "建设一号井", "有出处", "100",
        "Survey of Testland",
    ):  # fmt: skip
        assert text in told, text
    visit.shoot("panel")
    links = panel.locator("a[href]").evaluate_all("all => all.map(each => [each.href, each.rel])")
    assert links
    assert all(
        href.startswith(("http://", "https://")) and "noopener" in rel for href, rel in links
    )


def test_a_schematic_line_says_so(open_page, small_map):
    told = open_page(small_map, address="#s=paths/p1").page.locator(".sx-detail").inner_text()
    assert "示意" in told
    assert "9,000" in told or "9 " in told


def test_a_click_on_a_mark_opens_it_and_a_selection_shows_its_accuracy(open_page, small_map):
    visit = open_page(small_map)
    before = visit.shoot("before")
    visit.page.mouse.click(*visit.point_of(113.55, 37.41))
    visit.settle()
    assert visit.inspect()["selection"] == "wells/w3"
    assert visit.shoot("after") != before
    visit.page.keyboard.press("Escape")
    visit.settle()
    assert visit.inspect()["selection"] == ""


def test_a_tap_on_a_phone_opens_it(open_page, small_map):
    visit = open_page(small_map, "phone")
    visit.page.touchscreen.tap(*visit.point_of(113.55, 37.41))
    visit.settle()
    assert visit.inspect()["selection"] == "wells/w3"
    assert visit.page.locator(".sx-detail").is_visible()


# --- The popup --------------------------------------------------------------------------------


def test_a_popup_tells_the_whole_history_newest_first(open_page, small_map):
    popup = open_page(small_map, address="#s=wells/w1").page.locator(".sx-popup").last
    told = popup.locator(".sx-history li").all_inner_texts()
    assert len(told) == 2
    assert re.search(r"2025 《[^》]+》\s+一号井建成", told[0])
    assert re.search(r"规划\s*2021 《[^》]+》\s+建设一号井", told[1])
    assert popup.locator("q").count() == 0, "the newest quote is not told twice"


def test_a_popup_with_one_mention_stays_as_short_as_it_was(open_page, small_map):
    popup = open_page(small_map, address="#s=wells/w2").page.locator(".sx-popup").last
    assert popup.locator(".sx-history").count() == 0
    assert popup.locator("q").inner_text() == "建设二号井"


@pytest.mark.parametrize("where", [".sx-popup", ".sx-detail"])
def test_popup_and_panel_say_where_the_status_comes_from(open_page, small_map, where):
    page = open_page(small_map, address="#s=wells/w2").page
    facts = page.locator(where).last.locator(".sx-facts").first
    terms = facts.locator("dt").all_inner_texts()
    assert terms.index("状态出处") == terms.index("状态日期") + 1
    assert "政府工作报告" in facts.locator("dd").nth(terms.index("状态出处")).inner_text()


def test_a_long_history_scrolls_inside_the_popup(open_page, small_map):
    page = open_page(small_map, address="#s=wells/w1").page
    box = page.locator(".sx-leaflet-popup").last.bounding_box()
    assert box["height"] < page.viewport_size["height"] / 2 + 40
