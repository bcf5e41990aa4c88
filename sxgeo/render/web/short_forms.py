"""Long tables written short; the page writes them out again (`web/src/model/inflate.ts`)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONG = 1_000  # features; below, plain JSON is short enough and can be read
_GROUP = 7  # bits of a number in a byte
_SEPARATORS = "|~^`;!#$*@"  # each a byte in JSON; a comma and a quote a cell would be three


def shorten(layer: dict[str, Any]) -> dict[str, Any]:
    """Return a layer's payload in the short forms, or as it is where it is short.

    Parameters
    ----------
    layer : dict
        From `sxgeo.render.web.layer_payload.layer_payload`.
    """
    if len(layer["symbol"]) < LONG:
        return layer
    symbol = layer["symbol"]
    columns = _like_columns(layer["columns"])
    found = {**layer, "columns": {name: _short_column(each) for name, each in columns.items()}}
    if len(set(symbol)) == 1:
        found["symbol"] = {"all": symbol[0], "count": len(symbol)}
    if layer["geometry"]["type"] == "points":
        packed = pack_numbers(layer["geometry"]["coordinates"])
        found["geometry"] = {"type": "points", "packed": packed}
    return found


def pack_numbers(numbers: Sequence[int]) -> str:
    """Return whole numbers as base64: zigzag-coded, seven bits a byte, low ones first.

    Parameters
    ----------
    numbers : sequence of int
        Each within 32 bits.

    Examples
    --------
    >>> pack_numbers([0, -1, 1, 63, -64, 64, 2**31 - 1, -(2**31)])
    'AAECfn+AAf7///8P/////w8='
    """
    given = np.asarray(numbers, dtype=np.int64)
    coded = (given << 1) ^ (given >> 63)
    groups = [coded]
    while (groups[-1] >> _GROUP).any():
        groups.append(groups[-1] >> _GROUP)
    left = np.stack(groups, axis=1)
    more = np.zeros(left.shape, dtype=np.int64)
    more[:, :-1] = left[:, 1:] > 0
    written = (left & 0x7F) | (more << _GROUP)
    used = np.ones(left.shape, dtype=bool)
    used[:, 1:] = left[:, 1:] > 0
    return base64.b64encode(written[used].astype(np.uint8).tobytes()).decode("ascii")


def _short_column(column: Any) -> Any:  # noqa: ANN401 - any form of a column
    """Return a column of texts joined by a sign no cell holds, and codes as packed numbers."""
    if isinstance(column, dict):
        index = column.get("index")
        return {"values": column["values"], "packed": pack_numbers(index)} if index else column
    if not all(isinstance(cell, str) for cell in column):
        return column
    text = "".join(column)
    sign = next((each for each in _SEPARATORS if each not in text), None)
    return column if sign is None else {"joined": sign.join(column), "by": sign}


def _like_columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns in which one that follows from another's codes is written by those codes."""
    coded = {
        name: column
        for name, column in columns.items()
        if isinstance(column, dict) and column.get("index")
    }
    found = dict(columns)
    finest_first = sorted(coded, key=lambda name: (-len(coded[name]["values"]), name))
    for place, fine in enumerate(finest_first):
        for coarse in finest_first[place + 1 :]:
            if "index" in found[coarse] and "index" in found[fine]:
                values = _follows(coded[fine], coded[coarse])
                if values is not None:
                    found[coarse] = {"values": values, "like": fine}
    return found


def _follows(fine: Mapping[str, Any], coarse: Mapping[str, Any]) -> list[Any] | None:
    """Return the coarse value of each fine code, where every fine code has just one."""
    fine_codes, coarse_codes = np.asarray(fine["index"]), np.asarray(coarse["index"])
    of_fine = np.zeros(len(fine["values"]), dtype=np.int64)
    of_fine[fine_codes] = coarse_codes
    if (of_fine[fine_codes] != coarse_codes).any():
        return None
    return [coarse["values"][code] for code in of_fine.tolist()]
