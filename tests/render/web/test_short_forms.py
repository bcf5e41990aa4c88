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
    for name in ("county", "mixed", "name", "datum"):
        assert found["columns"][name] == layer(LONG)["columns"][name]


def test_several_looks_stay_a_list():
    given_ = layer(LONG) | {"symbol": [0] * (LONG - 1) + [1]}
    assert shorten(given_)["symbol"] == given_["symbol"]
