"""Histories as one text: nothing is lost on the way there and back."""

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.history import (
    Mention,
    course_of,
    history_text,
    mentions_by_feature,
    read_history,
    worded_history,
)
from sxgeo.domain.layer import read_layer, read_mentions


@pytest.mark.parametrize("layer", open_catalogue().layer_ids())
def test_a_frames_history_is_the_layers_mentions(layer):
    said = mentions_by_feature(read_mentions(layer))
    for row in read_layer(layer)[["id", "history", "document", "quote"]].itertuples(index=False):
        told = read_history(row.history)
        assert told == said[row.id]
        assert (told[0].document, told[0].quote) == (row.document, row.quote)


@pytest.mark.parametrize(
    "mention",
    [
        Mention("2025", "operating", "R", "甲：乙｜丙 “丁”"),
        Mention("", "", "", ""),
        Mention("2021-04-09", "", "P", "A B C：D"),
    ],
)
def test_any_mention_comes_back(mention):
    assert read_history(history_text([mention, mention])) == [mention, mention]


def test_no_history_is_an_empty_text():
    assert history_text([]) == ""
    assert read_history("") == []


def test_words_take_the_place_of_codes():
    said = [Mention("2025-01-17", "operating", "R", "建成"), Mention("2021", "", "X", "建设")]
    words = {"operating": "现状", "R": "《报告》"}
    told = worded_history(history_text(said), words, "：")
    assert told == "2025 《报告》 现状：建成｜2021 X：建设"


def _said(*pairs):
    return [Mention(date, status, f"D{date}") for date, status in pairs]


@pytest.mark.parametrize(
    ("said", "status", "since", "course"),
    [
        (_said(("2025", "operating"), ("2021", "planned")), "operating", "",
         [("planned", "2021"), ("operating", "2025")]),
        (_said(("2025", "planned"), ("2021", "planned")), "planned", "", []),
        (_said(("2021", "planned")), "under_construction", "",
         [("planned", "2021"), ("under_construction", "")]),
        (_said(("2025-01-17", "under_construction")), "operating", "2025-02-22",
         [("under_construction", "2025"), ("operating", "2025")]),
        # A plan that came after the opening does not undo it.
        (_said(("2021", "planned")), "operating", "2018-09", []),
        (_said(("2026", "planned"), ("2025", "starting"), ("2021", "planned")), "planned", "",
         [("planned", "2021"), ("starting", "2025"), ("planned", "2026")]),
        (_said(("2021", "")), "operating", "", []),
        ([], "operating", "2020", []),
    ],
)  # fmt: skip
def test_a_course_tells_each_change_once_oldest_first(said, status, since, course):
    assert course_of(said, status, since) == course
