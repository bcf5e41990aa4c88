"""The rule of the time slider, with the cases that the page's own tests read too."""

import json
from pathlib import Path

import pytest

from sxgeo.domain.layer import read_layer, read_mentions
from sxgeo.domain.timeline import Mention, frame_in_year, status_in, year_of
from sxgeo.errors import SxgeoError

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "timeline.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("date", "year"), CASES["dates"])
def test_years_of_dates(date, year):
    assert year_of(date) == year


@pytest.mark.parametrize("feature", CASES["features"], ids=lambda each: each["name"])
def test_shared_cases(feature):
    mentions = [
        Mention(CASES["documents"].get(document, ""), status)
        for document, status in feature["mentions"]
    ]
    told = {
        year: status_in(int(year), feature["status"], feature["status_date"], mentions)
        for year in feature["years"]
    }
    assert told == feature["years"]


@pytest.fixture
def wells(shared_root):
    return read_layer("wells", root=shared_root), read_mentions("wells", root=shared_root)


def test_a_frame_keeps_what_the_year_shows(wells):
    frame = frame_in_year(*wells, 2022).set_index("id")
    # w2 is under construction since 2024, but the plan of 2021 had named it.
    assert frame["status"].to_dict() == {
        "w1": "operating",
        "w2": "planned",
        "w3": "planned",
        "w4": "operating",
    }
    assert list(frame_in_year(*wells, 2017)["id"]) == ["w4"]
    assert frame.attrs["as_of"] == 2022
    assert frame.attrs["layer"] == "wells"


def test_a_status_told_by_a_mention_brings_its_evidence(wells):
    then = frame_in_year(*wells, 2022).set_index("id").loc["w2"]
    told = ["status_date", "status_source", "document", "quote"]
    assert then[told].tolist() == ["", "P", "P", "建设二号井"]
    now = frame_in_year(*wells, 2024).set_index("id").loc["w2"]
    assert now[told[:2]].tolist() == ["2024", "R"]


def test_the_frame_given_stays_as_it_was(wells):
    frame, mentions = wells
    before = frame.copy()
    frame_in_year(frame, mentions, 2022)
    assert frame.equals(before)
    assert "as_of" not in frame.attrs


@pytest.mark.parametrize("year", ["2023", 23, True, 2023.0, None])
def test_a_year_is_four_digits(wells, year):
    with pytest.raises(SxgeoError) as caught:
        frame_in_year(*wells, year)
    assert str(caught.value) == f"as_of is a year such as 2023, not {year!r}."
