"""Amounts as an English reader writes them: 550 of “100 million CNY” is 55 billion CNY."""

from __future__ import annotations

import re
from decimal import Decimal

_SCALED = re.compile(r"^(?P<count>\d{1,3}(?:,\d{3})*)(?: (?P<million>million))?(?: (?P<of>.+))?$")
_MILLION = 10**6
_LARGE = ((10**9, "billion"), (_MILLION, "million"))


def english_amount(value: float, unit: str) -> str:
    """Return a number with its English unit; a unit that counts by 万 or 亿 is multiplied out.

    Only the writing changes: the product is exact.

    Parameters
    ----------
    value : float
        As the document gives it.
    unit : str
        ``km``, ``%``, ``100 million CNY``; empty for a plain count.

    Examples
    --------
    >>> english_amount(550, "100 million CNY"), english_amount(319, "10,000 mu")
    ('55 billion CNY', '3.19 million mu')
    >>> english_amount(10.8, "10,000"), english_amount(268, ""), english_amount(49.7, "%")
    ('108,000', '268', '49.7%')
    """
    number, scaled = Decimal(repr(value)), _SCALED.match(unit)
    if scaled is not None:
        count = int(scaled["count"].replace(",", ""))
        number *= count * (_MILLION if scaled["million"] else 1)
        unit = scaled["of"] or ""
    for size, word in _LARGE if scaled is not None else ():
        if abs(number) >= size:
            number, unit = number / size, f"{word} {unit}".rstrip()
            break
    gap = "" if unit in ("", "%") else " "
    return f"{_plain(number)}{gap}{unit}"


def _plain(number: Decimal) -> str:
    """Return a number with commas and without the zeros that say nothing."""
    told = f"{number:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
