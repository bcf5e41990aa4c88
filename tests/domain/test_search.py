import pandas as pd
import pytest

from sxgeo.domain.search import KINDS, SEARCH_RULE, search
from sxgeo.errors import SxgeoError, UnknownNameError


def found(text, root, **asked):
    frame = search(text, root=root, **asked)
    return frame[["kind", "id", "match", "score"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("北川县", ["unit", "990102", "whole", 100.0]),
        ("北川", ["unit", "990102", "whole", 100.0]),
        ("长宁北川", ["unit", "990102", "whole", 100.0]),
        ("Beichuan", ["unit", "990102", "whole", 100.0]),
        ("bei chuan", ["unit", "990102", "whole", 100.0]),
        ("bcx", ["unit", "990102", "whole", 100.0]),
        ("990102", ["unit", "990102", "whole", 100.0]),
        ("太原南井", ["feature", "w3", "whole", 100.0]),
        ("太原", ["feature", "w3", "start", 90.0]),
        ("tynj", ["feature", "w3", "whole", 100.0]),
        ("Two", ["feature", "w2", "word", 80.0]),
        ("原南", ["feature", "w3", "inside", 70.0]),
        ("水井", ["layer", "wells", "whole", 100.0]),
        ("seat-990102", ["place", "seat-990102", "whole", 100.0]),
    ],
)
def test_names_in_every_spelling(shared_root, text, hit):
    assert found(text, shared_root)[0] == hit


def test_the_surest_match_comes_first_and_units_before_the_rest(shared_root):
    hits = search("长宁", root=shared_root)
    assert hits["score"].is_monotonic_decreasing
    assert hits["kind"].iloc[0] == "unit"


def test_former_names_find_what_they_became(small_root):
    text = (
        "date,kind,old_adcode,old_name,new_adcode,new_name,document,source\n"
        "2018,converted,990191,老川县,990102,北川县,,survey\n"
    )
    (small_root / "geodata" / "changes.csv").write_text(text, encoding="utf-8")
    hit = search("老川县", root=small_root).iloc[0]
    assert (hit["id"], hit["name"], hit["found_by"]) == ("990102", "北川县", "老川县")


def test_what_nothing_has_is_compared_with_everything(shared_root):
    first = search("北穿县", root=shared_root).iloc[0]
    assert (first["id"], first["match"], first["score"]) == ("990102", "alike", 66.5)
    assert search("qqqqqq", root=shared_root).empty


def test_two_letters_are_not_looked_for_inside_names(shared_root):
    assert found("ty", shared_root) != []  # the initials' start
    assert found("ou", shared_root) == []  # inside "county"


def test_kinds_and_limit(shared_root):
    assert {row[0] for row in found("well", shared_root, kinds=["place"])} == {"place"}
    frame = search("well", limit=2, root=shared_root)
    assert len(frame) == 2
    assert frame.attrs["found"] > 2
    assert frame.attrs["score_rule"] == SEARCH_RULE


def test_what_is_found_is_an_ordinary_frame(shared_root):
    frame = search("一号井", root=shared_root)
    assert list(frame.columns) == [
        *("kind", "id", "name", "name_en", "layer", "match", "score", "found_by"),
    ]
    assert isinstance(frame, pd.DataFrame)
    assert frame.set_index("kind").loc["feature", "layer"] == "wells"


@pytest.mark.parametrize("text", ["", "  ", "——", None, 3])
def test_an_empty_text_is_refused(shared_root, text):
    with pytest.raises(SxgeoError) as caught:
        search(text, root=shared_root)
    told = f"Search for a text with a letter or a character in it, not for {text!r}."
    assert str(caught.value) == told


def test_an_unknown_kind_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError) as caught:
        search("a", kinds=["units"], root=shared_root)
    assert "Unknown kind of result 'units'. Did you mean 'unit'?" in str(caught.value)


def test_every_thing_of_the_checkout_is_found_by_its_own_name():
    for kind, text in (
        ("unit", "娄烦"),
        ("layer", "rivers"),
        ("feature", "汾河"),
        ("place", "wusu"),
    ):
        assert kind in KINDS
        assert not search(text, kinds=[kind]).empty, text
