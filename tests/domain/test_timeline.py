"""The rule of the time slider, with the cases that the page's own tests read too."""

import json
from pathlib import Path

import pytest

from sxgeo.data.catalogue import open_catalogue
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
    # w2 is under construction since 2024, but the plan of 2021 had named it. Nobody says since when
    # w4 is in use; the plan is its newest document.
    assert frame["status"].to_dict() == {
        "w1": "operating",
        "w2": "planned",
        "w3": "planned",
        "w4": "operating",
    }
    assert frame_in_year(*wells, 2017).empty  # no document had spoken
    assert list(frame_in_year(*wells, 2018)["id"]) == ["w1"]
    assert frame.attrs["as_of"] == 2022
    assert frame.attrs["layer"] == "wells"


def test_a_status_told_by_a_mention_brings_its_evidence(wells):
    then = frame_in_year(*wells, 2022).set_index("id").loc["w2"]
    told = ["status_date", "status_source", "document", "quote"]
    assert then[told].tolist() == ["", "P", "P", "建设二号井"]
    now = frame_in_year(*wells, 2024).set_index("id").loc["w2"]
    assert now[told[:2]].tolist() == ["2024", "R"]


def test_no_younger_document_is_shown_where_an_older_one_spoke(wells):
    told = ["document", "quote", "history"]
    then = frame_in_year(*wells, 2024).set_index("id").loc["w1", told]
    assert then.tolist() == ["P", "建设一号井", "2021-04-09 P planned：建设一号井"]
    now = frame_in_year(*wells, 2030).set_index("id").loc["w1", told]
    assert now.equals(wells[0].set_index("id").loc["w1", told].rename("w1"))
    # In use since 2018, first named in 2021: that document is the nearest there is.
    assert frame_in_year(*wells, 2018).set_index("id").loc["w1", "document"] == "P"


def test_a_layers_years_agree_with_its_documents():
    """Nothing younger than the year is cited where an older document spoke."""
    for layer in open_catalogue().layer_ids():
        frame, mentions = read_layer(layer), read_mentions(layer)
        dates = dict(zip(mentions["document"], mentions["date"], strict=True))
        first = mentions.groupby("feature")["date"].min()
        for year in (2015, 2021, 2024, 2025, 2026):
            for row in frame_in_year(frame, mentions, year).to_dict("records"):
                if int(first[row["id"]][:4]) <= year:
                    assert int(dates[row["document"]][:4]) <= year
                elif not row["status_date"]:
                    assert row["status"] == "operating"


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
