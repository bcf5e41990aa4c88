"""Items 5 to 9: time, cities, the table, the address, the languages; measuring and printing."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from pypdf import PdfReader

from sxgeo.crs import geodesic_area, ground_distance


def set_slider(visit, year: int) -> None:
    visit.page.get_by_role("slider").evaluate(
        """(slider, year) => {
            slider.value = year;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            slider.dispatchEvent(new Event('change', {bubbles: true}));
        }""",
        year,
    )


def wells_in(visit, year: int) -> int:
    set_slider(visit, year)
    return visit.drawn().get("wells", 0)


# --- 5. Time ----------------------------------------------------------------------------------


def test_a_year_shows_what_its_data_says(open_page, small_map):
    visit = open_page(small_map)
    # w1 stands since 2018; a document of 2021 plans the others, w4 without a date among them.
    assert {year: wells_in(visit, year) for year in (2016, 2018, 2020, 2021, 2024)} == {
        2016: 0,
        2018: 1,
        2020: 1,
        2021: 4,
        2024: 4,
    }


def test_the_badge_of_a_popup_is_of_the_year_shown(open_page, small_map):
    visit = open_page(small_map, address="#s=wells/w2")
    badge = visit.page.locator(".sx-popup .sx-over .sx-badge").last
    assert "under_construction" in badge.get_attribute("class")
    set_slider(visit, 2022)
    assert "sx-planned" in badge.get_attribute("class")


def test_time_plays_and_pauses(open_page, small_map):
    visit = open_page(small_map)
    set_slider(visit, 2016)
    visit.key("play").click()
    visit.page.wait_for_function("() => document.querySelector('input[type=range]').value > 2017")
    visit.key("play").click()
    stopped = visit.page.get_by_role("slider").input_value()
    visit.page.wait_for_timeout(1500)
    assert visit.page.get_by_role("slider").input_value() == stopped
    visit.key("all-years").click()
    assert visit.drawn() == {"wells": 4, "paths": 1}


# --- 6. By city -------------------------------------------------------------------------------


def test_a_city_is_chosen_listed_and_linked(open_page, small_map):
    visit = open_page(small_map)
    visit.page.get_by_role("button", name="分市查看").click()
    visit.key("unit-990100").click()
    visit.page.wait_for_timeout(600)
    assert visit.inspect()["selection"] == "990100"
    lon, lat = visit.inspect()["center"]
    assert (lon, lat) == pytest.approx((112.5, 37.75), abs=0.1), "the city is in the middle"
    told = visit.page.locator(".sx-detail").inner_text()
    assert "长宁市" in told
    assert "1,200,000" in told
    assert re.search(r"水井\D*2", told)
    assert re.search(r"道路\D*1", told)
    assert "s=990100" in visit.page.url


def test_choropleths_have_numbers_and_show_what_is_missing(open_page, small_map):
    visit = open_page(small_map)
    visit.page.get_by_role("button", name="专题统计图").click()
    visit.page.locator("#sx-choropleth-people").check()
    visit.settle()
    told = visit.page.locator("#sx-panel").inner_text()
    assert "1,200,000" in told
    assert "无数据" in told
    shown = visit.shoot("people")
    visit.page.locator("#sx-choropleth-").check()
    visit.settle()
    assert visit.shoot("none") != shown


# --- 7. The table -----------------------------------------------------------------------------


def rows_of(visit) -> list[str]:
    return visit.page.locator("#sx-table tbody .sx-row-name").all_inner_texts()


def test_the_table_follows_the_map_and_the_map_the_table(open_page, small_map):
    visit = open_page(small_map, address="#t=1&m=7/37.75/113")
    assert sorted(rows_of(visit)) == sorted(["一号井", "二号井", "太原南井", "四号井", "试验大道"])
    visit.page.locator("#sx-layer-wells").uncheck()
    visit.settle()
    assert rows_of(visit) == ["试验大道"]
    visit.page.locator("#sx-layer-wells").check()
    visit.key("table-filter").fill("太原")
    visit.settle()
    assert rows_of(visit) == ["太原南井"]
    assert visit.drawn() == {"wells": 1}, "the map shows the rows of the table"
    visit.page.locator("#sx-table tbody .sx-row-name").click()
    visit.settle()
    assert visit.inspect()["selection"] == "wells/w3"
    visit.shoot("table")


def test_the_table_sorts(open_page, small_map):
    visit = open_page(small_map, address="#t=1")
    head = visit.page.locator("#sx-table thead th").first
    head.get_by_role("button").click()
    visit.settle()
    one_way = rows_of(visit)
    assert head.get_attribute("aria-sort") in ("ascending", "descending")
    head.get_by_role("button").click()
    visit.settle()
    assert rows_of(visit) == one_way[::-1]


def saved(visit, key: str) -> str:
    with visit.page.expect_download() as caught:
        visit.page.locator(f'#sx-table [data-k="{key}"]').click()
    return caught.value.path().read_text(encoding="utf-8")


def test_the_rows_are_saved_as_csv_and_geojson(open_page, small_map):
    visit = open_page(small_map, address="#t=1&l=wells")
    table = saved(visit, "download_csv")
    assert table.startswith("\ufeff"), "spreadsheets need the mark to read Chinese"
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert len(rows) == 5
    told = {row[rows[0].index("id")]: row[rows[0].index("history")] for row in rows[1:]}
    assert re.fullmatch(r"2025 [^：]+：一号井建成｜2021 规划：建设一号井", told["w1"])
    assert told["w2"] == "2021 规划：建设二号井"
    shapes = json.loads(saved(visit, "download_geojson"))
    assert shapes["type"] == "FeatureCollection"
    first = next(each for each in shapes["features"] if each["id"] == "w1")
    assert first["geometry"]["coordinates"] == pytest.approx([112.41, 37.32], abs=1e-5)
    assert first["properties"]["history"] == told["w1"]


def test_the_table_tells_what_every_document_says(open_page, small_map):
    visit = open_page(small_map, address="#t=1")
    heads = visit.page.locator("#sx-table thead th").all_inner_texts()
    row = visit.page.locator("#sx-table tbody tr", has_text="一号井").first
    cell = row.locator("th, td").all_inner_texts()[heads.index("文件记载")]
    assert "一号井建成｜2021 规划：建设一号井" in cell


# --- 8. The address, measuring, printing ------------------------------------------------------


def test_an_address_brings_everything_back(open_page, small_map):
    first = open_page(small_map)
    first.page.locator("#sx-layer-paths").uncheck()
    first.page.get_by_role("button", name="浅井").click()
    set_slider(first, 2022)
    first.key("search").fill("一号井")
    first.page.keyboard.press("Enter")
    first.key("lang").click()
    first.page.wait_for_timeout(700)
    first.settle()
    address = "#" + first.page.url.split("#", 1)[1]
    again = open_page(small_map, address=address)
    again.settle()
    expected, found = first.inspect(), again.inspect()
    for part in ("visibleLayers", "drawn", "selection", "language"):
        assert found[part] == expected[part], part
    assert found["zoom"] == pytest.approx(expected["zoom"], abs=0.01)
    assert found["center"] == pytest.approx(expected["center"], abs=2e-3), "two pixels"
    assert again.page.get_by_role("slider").input_value() == "2022"


def test_reset_goes_back_to_the_start(open_page, small_map):
    visit = open_page(small_map)
    start = visit.inspect()
    visit.page.locator("#sx-layer-wells").uncheck()
    visit.page.mouse.move(*visit.point_of(113, 37.75))
    visit.page.mouse.wheel(0, -600)
    visit.page.wait_for_timeout(500)
    visit.key("tool-reset").click()
    visit.page.wait_for_timeout(700)
    assert visit.drawn() == start["drawn"]
    assert visit.inspect()["zoom"] == start["zoom"]


def metres(text: str) -> float:
    number, unit = re.search(
        r"([\d.,]+)\s*(平方公里|平方千米|公里|千米|米|km²|km|m)", text
    ).groups()
    factor = {"米": 1, "m": 1, "公里": 1e3, "千米": 1e3, "km": 1e3}.get(unit, 1e6)
    return float(number.replace(",", "")) * factor


def test_distances_and_areas_are_geodesic(open_page, small_map):
    from shapely import Polygon

    visit = open_page(small_map)
    corners = [(112.4, 37.3), (113.4, 37.3), (113.4, 38.1)]
    visit.key("tool-measure_distance").click()
    for corner in corners[:2]:
        visit.page.mouse.click(*visit.point_of(*corner))
        visit.page.wait_for_timeout(350)
    told = visit.page.locator("b", has_text="长度").first.inner_text()
    assert metres(told) == pytest.approx(ground_distance(112.4, 37.3, 113.4, 37.3), rel=0.01)
    visit.key("measure-stop").click()
    visit.key("tool-measure_area").click()
    for corner in corners:
        visit.page.mouse.click(*visit.point_of(*corner))
        visit.page.wait_for_timeout(350)
    told = visit.page.locator("b", has_text="面积").first.inner_text()
    assert metres(told) == pytest.approx(geodesic_area(Polygon(corners)), rel=0.01)
    visit.shoot("measure")


@pytest.mark.parametrize("recipe", ["overview", "water"])
def test_paper_holds_map_legend_and_sources_on_one_page(open_page, real_map, recipe):
    visit = open_page(real_map(recipe))
    visit.page.emulate_media(media="print")
    visit.settle()
    visit.shoot("print")
    document = PdfReader(io.BytesIO(visit.page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(document.pages) == 1
    # Some fonts name their glyphs by the radicals' code points; NFKC makes characters of them.
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", document.pages[0].extract_text()))
    assert "水网重点工程" in text, "the legend"
    assert "现状" in text
    assert "本图未经审核" in text


def test_fullscreen_is_offered(open_page, small_map):
    assert open_page(small_map).page.get_by_role("button", name="全屏").is_visible()


# --- 9. Two languages -------------------------------------------------------------------------


def test_the_language_changes_without_a_reload(open_page, small_map):
    visit = open_page(small_map, address="#s=wells/w1")
    visit.page.evaluate("window.stays = true")
    visit.key("lang").click()
    visit.settle()
    page = visit.page
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Wells of Testland"
    assert page.locator('meta[name="description"]').get_attribute("content") == "For tests."
    assert page.evaluate("window.stays")
    body = page.locator("body").inner_text()
    for text in (
        "Legend",
        "Existing",
        "Deep well",
        "Depth",
        "120 m",
        "May 2018",
        "Survey of Testland",
    ):
        assert text in body, text
    visit.shoot("english")
    visit.key("lang").click()
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.title() == "试验省水井图"


def test_english_pages_open_in_english(open_page, real_map):
    page = open_page(real_map("zones", "en")).page
    assert page.evaluate("document.documentElement.lang") == "en"
    left = page.locator("nav").inner_text()
    assert "Layers" in left
    assert "图层" not in left
