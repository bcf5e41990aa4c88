"""The index by strokes holds what the index by pinyin holds, in the order of dictionaries."""

from __future__ import annotations

import re

import geopandas as gpd
import pytest
import shapely

from sxgeo.data.recipe import Recipe
from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.place_index import IndexEntry, Reference, by_initial, index_pages
from sxgeo.render.atlas.stroke_index import by_strokes, chinese_numeral, stroke_key

RARE = "\U00020000"  # a character of Extension B that neither the Table nor the basic block has


def entries_of(*names):
    return [
        IndexEntry(name, "key", (Reference(place + 1, "A1"),)) for place, name in enumerate(names)
    ]


def grouped(sheet, *names):
    return [
        (group.heading, group.detail, [entry.name for entry in group.entries])
        for group in by_strokes(entries_of(*names), sheet)
    ]


def lines_of(pages):
    """Return what is written on laid-out pages: the lines of blocks and the texts of marks."""
    for page in pages:
        for each in page:
            yield "".join(each.block.lines), "".join(text for text, _ in each.block.marks)


def test_names_stand_under_their_count_and_first_stroke(make_sheet):
    names = ["阳泉市", "太原市", "山阴县", "五台县", "忻州市", "长治市", "大同市", "永和县", "乙县"]
    assert grouped(make_sheet(), *names) == [
        ("一画", "折起", ["乙县"]),
        ("三画", "横起", ["大同市"]),
        ("三画", "竖起", ["山阴县"]),
        ("四画", "横起", ["五台县", "太原市"]),
        ("四画", "撇起", ["长治市"]),
        ("五画", "点起", ["永和县"]),
        ("六画", "折起", ["阳泉市"]),
        ("七画", "点起", ["忻州市"]),
    ]


def test_later_characters_decide_between_names_that_begin_alike():
    names = ["太原南站", "太谷区", "太原市", "太行山", "太原", "太原站", "太原1号线"]
    # after 太: 行 6, 谷 7, 原 10 strokes; after 太原: nothing, a digit, 市 5, 南 9, 站 10
    assert sorted(names, key=stroke_key) == [
        "太行山", "太谷区", "太原", "太原1号线", "太原市", "太原南站", "太原站",
    ]  # fmt: skip


def test_punctuation_does_not_count():
    assert stroke_key("“一带一路”（祁县）") == stroke_key("一带一路祁县")
    assert stroke_key("晋创谷·太原") == stroke_key("晋创谷太原")


def test_what_begins_with_no_known_character_stands_last(make_sheet):
    groups = grouped(make_sheet(), "G5", RARE + "村", "霍州市", "7号", "（）", "國村", "黄河")
    assert groups == [
        ("十一画", "横起", ["黄河"]),
        ("十一画", "表外字", ["國村"]),
        ("十六画", "横起", ["霍州市"]),
        ("其他", "", ["G5", RARE + "村", "7号", "（）"]),
    ]


def test_an_unknown_character_inside_a_name_does_not_move_it_away():
    names = ["太原市", f"太{RARE}村", "太谷区", "山村"]
    assert sorted(names, key=stroke_key) == ["山村", "太谷区", "太原市", f"太{RARE}村"]


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六")],
)
def test_counts_are_written_in_chinese(number, told):
    assert chinese_numeral(number) == told


def test_both_indexes_hold_the_same_entries(shanxi):
    entries = shanxi.index_entries()
    sheet = shanxi._sheet()
    stroked = [entry for group in by_strokes(entries, sheet) for entry in group.entries]
    assert len(stroked) == len(entries) > 200
    assert set(stroked) == set(entries)  # name, key and references
    assert [stroke_key(entry.name) for entry in stroked] == sorted(
        stroke_key(entry.name) for entry in entries
    )


def test_shanxi_begins_with_two_known_strokes_and_leaves_no_name_over(shanxi):
    groups = by_strokes(shanxi.index_entries(), shanxi._sheet())
    assert {group.detail for group in groups} == {"横起", "竖起", "撇起", "点起", "折起"}
    where = {
        entry.name: (group.heading, group.detail) for group in groups for entry in group.entries
    }
    assert where["太原市"] == ("四画", "横起")
    assert where["长子县"] == ("四画", "撇起")
    assert where["阳泉市"] == ("六画", "折起")
    assert where["汾河"] == ("七画", "点起")
    assert where["晋祠"] == ("十画", "横起")
    assert where["隰县"] == ("十六画", "折起")


def test_both_indexes_write_every_name_with_the_same_references(shanxi):
    sheet, entries = shanxi._sheet(), shanxi.index_entries()
    by_pinyin = index_pages(sheet, by_initial(entries))
    stroked = index_pages(sheet, by_strokes(entries, sheet), "stroke_index_note")
    told = [sorted(each for each in lines_of(pages) if each[1]) for pages in (by_pinyin, stroked)]
    assert told[0] == told[1]
    assert len(told[0]) >= len(entries)
    assert len(stroked) <= len(by_pinyin) + 2


def test_every_reference_leads_to_its_page(book):
    plans = [page for page in book.pages if page.kind == "stroke_index"]
    wanted = {each.page for entry in book.index_entries() for each in entry.references}
    assert wanted
    assert wanted == {link.page for plan in plans for link in book.draw(plan.number).links}


def test_only_the_chinese_edition_has_it(book, shared_root):
    assert "stroke_index" in {page.kind for page in book.pages}
    english = Atlas(book.recipe, root=shared_root, language="en")
    assert "stroke_index" not in {page.kind for page in english.pages}
    assert "place_index" in {page.kind for page in english.pages}
    written = [
        each.get_text()
        for page in english.pages
        if page.kind == "contents"
        for each in english.draw(page.number).figure.findobj(lambda one: hasattr(one, "get_text"))
    ]
    assert "Index of places" in written
    assert "Index of places by strokes" not in written


def test_contents_and_guide_name_both_indexes(book):
    told = {
        kind: "".join(
            each.get_text()
            for page in book.pages
            if page.kind == kind
            for each in book.draw(page.number).figure.findobj(lambda one: hasattr(one, "get_text"))
        )
        for kind in ("contents", "reading")
    }
    assert "地名索引（拼音）" in told["contents"]
    assert "地名索引（笔画）" in told["contents"]
    assert re.search(r"按拼音、按笔画各排一份", told["reading"])


def test_own_units_are_in_it(book, shared_root, tmp_path):
    own = gpd.GeoDataFrame(
        {"district": ["甲区", "North 1", "堀区"]},
        geometry=[
            shapely.box(112.1, 37.1, 112.4, 37.4),
            shapely.box(112.5, 37.1, 112.9, 37.4),
            shapely.box(113.1, 37.1, 113.9, 37.6),
        ],
        crs="EPSG:4326",
    )
    file = tmp_path / "districts.gpkg"
    own.to_file(file)
    coverage = {"file": str(file), "name": "district", "layers": ("wells",)}
    recipe = Recipe.model_validate({**book.recipe.model_dump(), "coverage": coverage, "pages": ()})
    atlas = Atlas(recipe, root=shared_root)
    groups = by_strokes(atlas.index_entries(), atlas._sheet())
    where = {entry.name: group.heading for group in groups for entry in group.entries}
    assert where["甲区"] == "五画"
    assert where["堀区"] == "十一画"  # in the fonts, but not in the Table
    assert where["North 1"] == "其他"
    assert groups[-1].heading == "其他"


def test_a_whole_page_is_named_only_where_no_square_is(shanxi):
    for one in shanxi.index_entries():
        bare = {each.page for each in one.references if not each.cell}
        assert bare.isdisjoint({each.page for each in one.references if each.cell})
