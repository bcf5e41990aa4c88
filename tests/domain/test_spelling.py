import json
from pathlib import Path

import pytest

from sxgeo.domain.spelling import normalise, unit_stem, word_starts

SPELLINGS = {
    "Tài yuán": "taiyuan",
    "Ｇ５５ 高速": "g55高速",
    "Lüliang City": "luliangcity",
    "黄河一号旅游公路“0km”标志": "黄河一号旅游公路0km标志",
    "Xi’an (North)": "xiannorth",
    "\ufeff 太原\u200b ": "太原",
    "——": "",
}


@pytest.mark.parametrize(("given", "expected"), SPELLINGS.items())
def test_ways_of_writing_a_name_become_one(given, expected):
    assert normalise(given) == expected


def test_words_start_where_spaces_end():
    assert word_starts("Xi'an–Taiyuan South") == ["taiyuansouth", "south"]
    assert word_starts("太原") == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("山西省", "山西"),
        ("娄烦县", "娄烦"),
        ("盂县", "盂县"),
        ("城区", "城区"),
        ("南郊区", "南郊"),
        ("Loufan County", "Loufan"),
        ("County", "County"),
    ],
)
def test_a_stem_keeps_two_characters(name, stem):
    assert unit_stem(name) == stem


def test_the_page_folds_the_same_characters():
    source = Path(__file__).parents[2] / "web" / "src" / "model" / "search.ts"
    text = source.read_text(encoding="utf-8")
    assert r"[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]" in text
    assert r"""[\s'’‘`´·.,;:/\\\-—–_()[\]{}（）“”"《》、，。]+""" in text
    assert json.dumps("NFKD") in text
