"""Every radius is held against what geometry and the sources say of its place."""

import pandas as pd
import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.places import read_places
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.evidence import witnesses_of
from sxgeo.domain.position_tests import county_test
from sxgeo.domain.publishing import shift_m

PLACES = read_places()


@pytest.fixture(scope="module")
def counties():
    return read_boundaries("county").set_index("adcode").geometry


def test_every_place_lies_in_its_county_or_within_its_radius_of_it(counties):
    said = PLACES[PLACES["county_adcode"] != ""]
    assert set(said["county_adcode"]) <= set(counties.index)
    outside = {}
    for row in said.to_dict("records"):
        code = row["county_adcode"]
        test = county_test(
            row["lon"], row["lat"], row["accuracy_m"], county=code, area=counties[code]
        )
        if test.verdict == "outside":
            outside[row["id"]] = (round(test.border_m), row["accuracy_m"])
    assert outside == {}


def test_every_radius_holds_the_other_positions_its_sources_give():
    known = PLACES[PLACES["spread_m"].notna()]
    assert len(known) > 90
    assert (known["accuracy_m"] >= known["spread_m"]).all()


def test_a_distance_between_sources_needs_two_of_them():
    sources = open_catalogue().sources()
    known = PLACES[PLACES["spread_m"].notna()]
    alone = [
        each["id"]
        for each in known.to_dict("records")
        if len(witnesses_of(each["source"], sources)) < 2
    ]
    assert alone == []


def test_an_unstated_datum_is_held_by_the_radius():
    unstated = PLACES[PLACES["datum_of_source"] == "unstated"]
    narrow = {
        row["id"]: row["accuracy_m"]
        for row in unstated.to_dict("records")
        if row["accuracy_m"] < shift_m(row["lon"], row["lat"])
    }
    assert narrow == {}


def test_a_place_that_stands_in_promises_no_more_than_the_place_it_stands_at():
    standing = PLACES[(PLACES["at"] != "") & (PLACES["position_status"] == "proxy")]
    theirs = PLACES.loc[standing["at"], "accuracy_m"].to_numpy()
    assert (standing["accuracy_m"].to_numpy() >= theirs).all()


def test_nobodys_word_is_called_unverified():
    sources = open_catalogue().sources()
    baseless = PLACES[[not witnesses_of(each, sources) for each in PLACES["source"]]]
    statuses = pd.Series(baseless["position_status"]).unique()
    assert set(statuses) <= {"unverified", "proxy", "derived"}
