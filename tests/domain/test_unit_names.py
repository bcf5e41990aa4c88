"""What names and codes are understood as, on units made up for it."""

import pandas as pd
import pytest

from sxgeo.data.changes import CHANGE_COLUMNS
from sxgeo.domain.unit_names import Unit, UnitNames, likenesses

UNITS = [
    Unit("990000", "试验省", "Testland Province", "province", ""),
    Unit("990100", "长宁市", "Changning City", "prefecture", "990000"),
    Unit("990200", "洪洞市", "Hongtong City", "prefecture", "990000"),
    Unit("990101", "城区", "Cheng District", "county", "990100"),
    Unit("990102", "北川县", "Beichuan County", "county", "990100"),
    Unit("990103", "南山区", "Nanshan District", "county", "990100"),
    Unit("990201", "城区", "Cheng District", "county", "990200"),
    Unit("990202", "西岭县", "Xiling County", "county", "990200"),
    Unit("990203", "西林县", "Xilin County", "county", "990200"),
]
CHANGES = [
    ("2018", "converted", "990122", "长宁县", "990103", "南山区", "", "survey"),
    ("2010", "converted", "990112", "老南县", "990122", "长宁县", "", "survey"),
    ("2018", "divided", "990111", "中区", "990101", "城区", "", "survey"),
    ("2018", "divided", "990111", "中区", "990103", "南山区", "", "survey"),
    ("2019", "merged", "990211", "矿区", "990201", "城区", "", "survey"),
]
NAMES = UnitNames(UNITS, pd.DataFrame(CHANGES, columns=list(CHANGE_COLUMNS), dtype="str"))


@pytest.mark.parametrize(
    "text",
    [
        "北川县",
        "北川",
        " 北 川 县 ",
        "长宁市北川县",
        "长宁北川",
        "试验省长宁市北川县",
        "试验北川",
        "Beichuan County",
        "beichuan",
    ],
)
def test_a_name_in_all_its_forms(text):
    found = NAMES.match(text)
    assert (found.adcode, found.name, found.match, found.score, found.note) == (
        "990102",
        "北川县",
        "name",
        100.0,
        "",
    )


@pytest.mark.parametrize("text", ["990102", "990102000", "990102000000", "990102.0", " 990102 "])
def test_codes_of_six_nine_and_twelve_digits_and_from_spreadsheets(text):
    assert NAMES.match(text) == NAMES.match("北川县").__class__("990102", "北川县", "adcode", 100.0)


@pytest.mark.parametrize("text", ["99010", "9901021", "990102000001", "990102.5", "９９０１０２"])
def test_other_numbers_are_no_codes(text):
    assert NAMES.match(text).match != "adcode"


def test_units_of_one_name_are_told_apart_by_the_unit_above():
    assert NAMES.match("洪洞城区").adcode == "990201"
    assert NAMES.match("城区", parent="990100").adcode == "990101"
    found = NAMES.match("城区")
    assert (found.match, found.adcode) == ("ambiguous", "")
    assert found.note == "it may be 990101 长宁市城区 or 990201 洪洞市城区"
    assert found.choices == ("990101 长宁市城区", "990201 洪洞市城区")


def test_a_unit_above_that_is_not_the_parent_is_not_followed():
    assert NAMES.match("洪洞城区", parent="990100").adcode == ""
    assert NAMES.match("北川", parent="990200").note == (
        "it names 990102 长宁市北川县 (county), which is not asked for here"
    )


def test_a_former_name_leads_to_the_unit_of_today_however_many_changes_later():
    found = NAMES.match("长宁县")
    assert (found.adcode, found.match, found.note) == (
        "990103",
        "former",
        "长宁市长宁县 (990122) until 2018",
    )
    assert NAMES.match("老南").adcode == "990103"
    assert NAMES.match("990112").adcode == "990103"


def test_the_stem_of_a_former_name_gives_way_to_a_unit_of_today():
    assert NAMES.match("长宁").adcode == "990100"
    assert NAMES.match("长宁", level="county").match == "unmatched"


def test_a_merged_unit_is_part_of_what_it_became():
    assert NAMES.match("洪洞矿区").adcode == "990201"


def test_a_divided_unit_names_what_it_became_and_is_none_of_them():
    for text in ("中区", "990111", "长宁中区"):
        found = NAMES.match(text)
        assert (found.match, found.adcode) == ("ambiguous", "")
        assert found.note == (
            "长宁市中区 (990111) until 2018; "
            "its land was divided among 990101 长宁市城区, 990103 长宁市南山区"
        )


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "it is empty"),
        ("——", "it is empty"),
        ("999999", "no unit has the adcode 999999"),
        ("990100", "it is 990100 长宁市 (prefecture), which is not asked for here"),
    ],
)
def test_what_no_county_is(text, note):
    found = NAMES.match(text, level="county")
    assert (found.match, found.adcode, found.score, found.note) == ("unmatched", "", 0.0, note)


def test_a_slip_that_keeps_the_sound_is_guessed_with_its_likeness():
    found = NAMES.match("北穿县")
    assert (found.adcode, found.match, found.score) == ("990102", "guess", 95.0)
    assert found.note == "most like 990102 长宁市北川县 (95)"


def test_nothing_is_guessed_below_the_likeness_asked_for():
    found = NAMES.match("北穿县", guess_at_least=96)
    assert (found.adcode, found.match, found.score) == ("", "unmatched", 95.0)


def test_two_units_alike_are_not_guessed_between():
    found = NAMES.match("西伶县")  # xiling: 西岭 is a hair nearer than 西林, which is not enough
    assert (found.adcode, found.match) == ("990202", "guess")
    found = NAMES.match("西零林县", guess_at_least=60)
    assert (found.adcode, found.match) == ("", "ambiguous")
    assert "hardly more than" in found.note


def test_likenesses_come_best_first():
    ranked = likenesses("北川", UNITS)
    assert [unit.name for _, unit in ranked][:1] == ["北川县"]
    assert [score for score, _ in ranked] == sorted((s for s, _ in ranked), reverse=True)
