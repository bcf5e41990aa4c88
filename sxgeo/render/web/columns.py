"""Columns of a table as the page carries them: null is "not known", repeats are written once."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

Cell: TypeAlias = "str | int | float | None"
Column: TypeAlias = "list[Cell] | dict[str, Any]"

_WORTH_CODING = 0.5  # a column of which fewer cells are distinct is dictionary-coded


def cells_of(column: pd.Series) -> list[Cell]:
    """Return a column's cells as JSON knows them; empty text, NaN and infinity become null.

    Examples
    --------
    >>> import pandas as pd
    >>> cells_of(pd.Series(["a", "", None])), cells_of(pd.Series([1.0, 2.5, float("nan")]))
    (['a', None, None], [1, 2.5, None])
    """
    return [cell_of(each) for each in column.tolist()]


def cell_of(value: object) -> Cell:
    """Return one value as JSON knows it: text, a number, or null for what is not known."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return number_of(float(value)) if isinstance(value, float) else value
    text = "" if value is None else str(value)
    if text in ("", "<NA>", "nan", "NaT"):
        return None
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else text


def number_of(value: float, digits: int = 10) -> int | float | None:
    """Return a number as short as it can be written: whole where it is whole; null for NaN.

    Examples
    --------
    >>> number_of(3.0), number_of(0.1 + 0.2), number_of(float("inf"))
    (3, 0.3, None)
    """
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else float(f"{value:.{digits}g}")


def encode_column(cells: Sequence[Cell]) -> Column | None:
    """Return a column in the shortest of three ways; None where nothing is known.

    As it is; dictionary-coded (with an empty index where all cells are one); or counted, where rows
    are numbered.

    Examples
    --------
    >>> encode_column(["a", "b", "a", "a", "b", "a"])
    {'values': ['a', 'b'], 'index': [0, 1, 0, 0, 1, 0]}
    >>> encode_column(["a", "a"]), encode_column(["1", "2", "3"]), encode_column([None, None])
    ({'values': ['a'], 'index': []}, {'first': 1}, None)
    """
    if all(cell is None for cell in cells):
        return None
    if len(cells) > 1 and cells[0] == "1" and list(cells) == _numbers(len(cells)):
        return {"first": 1}
    # 1 and 1.0 are one key to a dict, and one number to JSON; text "1" is another key.
    codes: dict[Cell, int] = {}
    index = [codes.setdefault(cell, len(codes)) for cell in cells]
    if len(codes) == 1:
        return {"values": list(codes), "index": []}
    if len(codes) > _WORTH_CODING * len(cells) or not _is_shorter(cells, codes):
        return list(cells)
    return {"values": list(codes), "index": index}


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _is_shorter(cells: Sequence[Cell], codes: dict[Cell, int]) -> bool:
    def length(cell: Cell) -> int:
        return 4 if cell is None else len(str(cell)) + 2 * isinstance(cell, str)

    plain = sum(length(cell) for cell in cells)
    coded = sum(length(cell) for cell in codes) + len(cells) * len(str(len(codes)))
    return coded < plain
