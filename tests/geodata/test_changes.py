"""The ledger of changes fits the boundaries and the sources."""

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.changes import read_changes
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import parse_citations
from sxgeo.domain.unit_names import read_unit_names

CHANGES = read_changes()
COUNTIES = read_boundaries("county").set_index("adcode")["name"].to_dict()


def test_new_units_are_units_of_today_by_their_names():
    assert {
        row.new_adcode: row.new_name for row in CHANGES.itertuples()
    }.items() <= COUNTIES.items()


def test_old_units_are_no_more():
    assert set(CHANGES["old_adcode"]) & set(COUNTIES) == set()


def test_every_row_is_sourced():
    known = open_catalogue().sources()
    for cell in CHANGES["source"]:
        assert parse_citations(cell)
        assert {each.id for each in parse_citations(cell)} <= set(known)


def test_rows_stand_in_the_order_of_their_dates_and_codes():
    assert CHANGES.equals(CHANGES.sort_values(["date", "old_adcode", "new_adcode"]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("大同县", "140215"),
        ("大同市矿区", "140214"),
        ("长治城区", "140403"),
        ("长治市郊区", "140403"),
        ("长治县", "140404"),
        ("屯留县", "140405"),
        ("潞城市", "140406"),
        ("怀仁县", "140681"),
        ("太谷县", "140703"),
        ("140726", "140703"),
    ],
)
def test_old_names_and_codes_lead_to_units_of_today(old, new):
    found = read_unit_names().match(old, level="county")
    assert (found.adcode, found.match) == (new, "former")


@pytest.mark.parametrize("old", ["大同城区", "南郊区", "140202", "140211"])
def test_divided_units_lead_nowhere(old):
    found = read_unit_names().match(old, level="county")
    assert (found.adcode, found.match) == ("", "ambiguous")
    assert "its land was divided among" in found.note


def test_a_citys_name_is_not_taken_for_the_county_that_bore_it():
    names = read_unit_names()
    assert names.match("大同").adcode == "140200"
    found = names.match("大同", level="county")
    assert (found.adcode, found.note) == (
        "",
        "it names 140200 大同市 (prefecture), which is not asked for here",
    )


def test_every_unit_is_found_by_its_full_name_and_its_code():
    names = read_unit_names()
    for code in names.units:
        for text in (names.full_name(code), code, f"{code}000000"):
            assert names.match(text).adcode == code, text
