"""Item 10: all of it by keyboard and screen reader; no violation of WCAG 2.2 AA that axe knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from sxgeo.data.recipe import list_recipes, read_recipe, read_recipes
from sxgeo.render.web import render_gallery

AXE = Path(__file__).resolve().parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MAPS = [each for each in list_recipes() if read_recipe(each).kind == "web"]


def violations(visit) -> list[str]:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci in web/")
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{each['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def walk(visit) -> dict[str, list[str]]:
    """Three states of a page: as it opens, with a feature chosen, with the table open."""
    found = {"start": violations(visit)}
    visit.key("search").fill("太原")
    visit.page.get_by_role("option").first.wait_for()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(500)
    found["chosen"] = violations(visit)
    visit.key("search").fill("")
    visit.page.keyboard.press("Escape")
    table = visit.key("tool-open_table")
    table.click()
    visit.settle()
    found["table"] = violations(visit)
    return {state: told for state, told in found.items() if told}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("recipe", MAPS)
def test_axe_finds_nothing(open_page, real_map, recipe, language):
    assert walk(open_page(real_map(recipe, language))) == {}


def test_axe_finds_nothing_on_a_phone(open_page, small_map):
    visit = open_page(small_map, "phone")
    assert violations(visit) == []
    visit.page.evaluate("location.hash = '#s=wells/w1'")
    visit.page.wait_for_timeout(400)
    assert violations(visit) == []


def test_axe_finds_nothing_in_the_gallery(open_page, shared_root, tmp_path):
    (tmp_path / "everything.html").write_bytes(b"")
    page = render_gallery(read_recipes(root=shared_root), tmp_path, root=shared_root)
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    visit = open_page(tmp_path / "index.html", ready=False)
    assert violations(visit) == []
    visit.shoot("gallery")


def focused(visit) -> dict[str, object]:
    return visit.page.evaluate(
        """() => {
            const at = document.activeElement, look = getComputedStyle(at);
            const box = at.getBoundingClientRect();
            return {
                tag: at.tagName,
                text: (at.getAttribute('aria-label') || at.textContent || '').trim(),
                outlined: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0
                    || look.boxShadow !== 'none',
                inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
            };
        }"""
    )


def test_the_first_stop_skips_to_the_map(open_page, small_map):
    visit = open_page(small_map)
    visit.page.keyboard.press("Tab")
    first = focused(visit)
    assert first["text"] == "跳到地图"
    assert first["inside"]
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.classList.contains('folium-map')")


def test_focus_is_always_seen_and_never_lost(open_page, small_map):
    visit = open_page(small_map)
    stops = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        at = focused(visit)
        if at["tag"] == "BODY":
            break
        assert at["inside"], at
        assert at["outlined"], at
        stops.append(at["text"])
    assert len(stops) > 15
    for wanted in ("搜索", "全选", "播放", "数据表"):
        assert any(wanted in each for each in stops), wanted


def test_a_feature_is_reached_and_read_by_keyboard_alone(open_page, small_map):
    visit = open_page(small_map)
    visit.key("search").focus()
    visit.page.keyboard.type("sihaojing")
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert visit.inspect()["selection"] == "wells/w4"
    assert "四号井" in visit.page.locator("[aria-live], [role=status]").all_inner_texts().__str__()
    visit.page.keyboard.press("Escape")
    visit.settle()
    assert visit.inspect()["selection"] == ""
    assert focused(visit)["tag"] != "BODY", "the focus stays somewhere"


def test_every_feature_is_listed_under_its_layer(open_page, small_map):
    visit = open_page(small_map)
    visit.key("more-wells").focus()
    visit.page.keyboard.press("Enter")
    for name in ("一号井", "二号井", "太原南井", "四号井"):
        assert visit.page.locator("#sx-part-layers").get_by_role("button", name=name).count() >= 1


def test_rows_of_the_table_are_walked_with_arrows(open_page, small_map):
    visit = open_page(small_map, address="#t=1")
    row = visit.page.locator("#sx-table tbody .sx-row-name").first
    row.focus()
    first = focused(visit)["text"]
    visit.page.keyboard.press("ArrowDown")
    assert focused(visit)["text"] != first
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert visit.inspect()["selection"] != ""


def test_less_motion_is_respected(open_page, small_map):
    visit = open_page(small_map, reduced_motion="reduce")
    visit.key("search").fill("一号井")
    visit.page.keyboard.press("Enter")
    visit.settle()
    lon, lat = visit.inspect()["center"]
    assert (lon, lat) == pytest.approx((112.41, 37.32), abs=0.05), "it is there at once"


def test_targets_are_large_enough_for_fingers(open_page, small_map):
    visit = open_page(small_map, "phone")
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll('button, input, a[href], select')]
            .map(each => [each, (each.closest('label') ?? each).getBoundingClientRect()])
            .filter(([each, box]) => box.width > 0 && box.bottom > 0 && box.top < innerHeight
                && getComputedStyle(each).visibility === 'visible' && each.type !== 'range'
                && (box.width < 24 || box.height < 24) && !each.className.includes?.('skip'))
            .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_without_scripts_the_page_says_what_it_needs(chromium, small_map):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small_map.as_uri())
    assert "本地图需要启用 JavaScript" in page.locator("body").inner_text()
    context.close()
