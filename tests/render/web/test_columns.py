"""Columns of the payload: what is not known is null, repeats cost little."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from sxgeo.render.web.columns import cell_of, cells_of, encode_column


def decode(column, count):
    """What `web/src/model/decode.ts` does."""
    if isinstance(column, list):
        return column
    if "first" in column:
        return [column["first"] + place for place in range(count)]
    index = column["index"] or [0] * count
    return [column["values"][code] for code in index]


@pytest.mark.parametrize(
    "cells",
    [
        ["a", "b", "c"],
        ["long text", "long text", None, "long text"],
        ["same"] * 5,
        [1, 2.5, None],
        [None, "x", None],
        ["1", "2", "4"],
        [1, "1", 1, "1"],
    ],
)
def test_columns_come_back(cells):
    assert decode(encode_column(cells), len(cells)) == cells


def test_row_numbers_and_constants_take_no_room():
    assert encode_column([str(number) for number in range(1, 1001)]) == {"first": 1}
    assert encode_column(["x"] * 1000) == {"values": ["x"], "index": []}


@pytest.mark.parametrize("nothing", [None, "", float("nan"), float("-inf"), pd.NA, pd.NaT])
def test_what_is_not_known_is_null(nothing):
    assert cell_of(nothing) is None


def test_types_of_a_table_become_json():
    table = pd.DataFrame(
        {
            "flag": [True],
            "day": [dt.date(2024, 5, 1)],
            "big": [2**53],
            "half": [0.5],
            "zero": [-0.0],
        }
    )
    found = {name: cells_of(table[name])[0] for name in table}
    assert found == {"flag": "true", "day": "2024-05-01", "big": 2**53, "half": 0.5, "zero": 0}
