"""Short forms come back as what they were; `web/src/model/inflate.test.ts` proves the reader."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from sxgeo.render.web.short_forms import LONG, pack_numbers, shorten


def unpack(packed: str) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in base64.b64decode(packed):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append((value >> 1) ^ -(value & 1))
            value = shift = 0
    return numbers


@given(st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=50))
def test_numbers_come_back(numbers):
    assert unpack(pack_numbers(numbers)) == numbers


def layer(count: int) -> dict:
    return {
        "symbol": [0] * count,
        "columns": {
            "county": {
                "values": ["a1", "a2", "b1"],
                "index": [place % 3 for place in range(count)],
            },
            "city": {
                "values": ["a", "b"],
                "index": [int(place % 3 == 2) for place in range(count)],
            },
            "mixed": {"values": ["x", "y"], "index": [place % 2 for place in range(count)]},
            "name": [f"n{place}" for place in range(count)],
            "datum": {"values": ["wgs84"], "index": []},
        },
        "geometry": {"type": "points", "coordinates": [5, 7] + [1, -1] * (count - 1)},
    }


def test_a_short_table_stays_as_it_is():
    assert shorten(layer(10)) == layer(10)


def test_a_long_table_is_written_short():
    found = shorten(layer(LONG))
    assert found["symbol"] == {"all": 0, "count": LONG}
    assert unpack(found["geometry"]["packed"]) == layer(LONG)["geometry"]["coordinates"]
    assert found["columns"]["city"] == {"values": ["a", "a", "b"], "like": "county"}
    for name in ("county", "mixed"):
        long = layer(LONG)["columns"][name]
        assert found["columns"][name]["values"] == long["values"]
        assert unpack(found["columns"][name]["packed"]) == long["index"]
    names = found["columns"]["name"]
    assert names["joined"].split(names["by"]) == layer(LONG)["columns"]["name"]
    assert found["columns"]["datum"] == layer(LONG)["columns"]["datum"]


@given(st.lists(st.text(min_size=1, alphabet="ab|~^"), min_size=1, max_size=9))
def test_texts_are_joined_by_a_sign_none_of_them_holds(texts):
    given_ = layer(LONG)
    given_["columns"]["name"] = (texts * LONG)[:LONG]
    found = shorten(given_)["columns"]["name"]
    assert found["joined"].split(found["by"]) == given_["columns"]["name"]


def test_texts_with_every_sign_and_columns_with_gaps_stay_lists():
    given_ = layer(LONG)
    given_["columns"]["name"][3] = "|~^`;!#$*@"
    given_["columns"]["note"] = [None, "x"] * (LONG // 2)
    found = shorten(given_)["columns"]
    assert found["name"] == given_["columns"]["name"]
    assert found["note"] == given_["columns"]["note"]


def test_several_looks_stay_a_list():
    given_ = layer(LONG) | {"symbol": [0] * (LONG - 1) + [1]}
    assert shorten(given_)["symbol"] == given_["symbol"]
