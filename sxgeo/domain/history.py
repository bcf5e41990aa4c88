"""What documents of different years said of one feature: told, written as one text, read back.

A frame's `history` is one text, so that every table and file format carries it whole:
``2025-01-17 R operating：…｜2021-04-09 P planned：…``, newest first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sxgeo.data.readers import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

HISTORY = "history"
_BETWEEN, _COLON, _NONE = "｜", "：", "-"
_SAID = re.compile(r"(\S+) (\S+) ([^\s：]+)：(.*)", re.DOTALL)
_NEXT = re.compile(r"｜(?=\S+ \S+ [^\s：]+：)")
_YEAR = re.compile(r"([0-9]{4})(-[0-9]{2}){0,2}")


class Mention(NamedTuple):
    """What one document said of a feature; `date` is the document's."""

    date: str
    status: str
    document: str = ""
    quote: str = ""


def year_of(date: str) -> int | None:
    """Return the year of ``2024``, ``2024-12`` or ``2024-12-31``; None for anything else."""
    match = _YEAR.fullmatch(date)
    return int(match[1]) if match else None


def mentions_by_feature(mentions: pd.DataFrame) -> dict[str, list[Mention]]:
    """Return the mentions of each feature, in the order given.

    Parameters
    ----------
    mentions : DataFrame
        See `sxgeo.domain.layer.read_mentions`.
    """
    found: dict[str, list[Mention]] = {}
    for each in records(mentions):
        said = Mention(each["date"], each["status"], each["document"], each["quote"])
        found.setdefault(each["feature"], []).append(said)
    return found


def history_text(mentions: Sequence[Mention]) -> str:
    """Return mentions as one text, in the order given; `read_history` gives them back.

    Examples
    --------
    >>> history_text([Mention("2025", "operating", "R", "建成"), Mention("2021", "", "P", "建设")])
    '2025 R operating：建成｜2021 P -：建设'
    """
    return _BETWEEN.join(
        f"{each.date or _NONE} {each.document or _NONE} {each.status or _NONE}{_COLON}{each.quote}"
        for each in mentions
    )


def read_history(text: str) -> list[Mention]:
    """Return the mentions that a text of `history_text` tells; what is no such text tells none.

    Examples
    --------
    >>> read_history("2021-04-09 P planned：建设一号井")
    [Mention(date='2021-04-09', status='planned', document='P', quote='建设一号井')]
    """
    found = []
    for part in _NEXT.split(text):
        if (match := _SAID.fullmatch(part)) is not None:
            date, document, status = ("" if each == _NONE else each for each in match.groups()[:3])
            found.append(Mention(date, status, document, match[4]))
    return found


def worded_history(text: str, words: Mapping[str, str], colon: str) -> str:
    """Return a history with codes told in words: ``2025《…》现状：…｜…``.

    Parameters
    ----------
    text : str
        Of `history_text`.
    words : mapping
        Status and document codes → what they are called; other codes stay.
    colon : str
        Between what was said and the quote.

    Examples
    --------
    >>> worded_history("2025 R operating：建成", {"R": "《报告》", "operating": "现状"}, "：")
    '2025 《报告》 现状：建成'
    """
    return _BETWEEN.join(
        " ".join(filter(None, (each.date[:4], *(words.get(code, code) for code in each[2:0:-1]))))
        + f"{colon}{each.quote}"
        for each in read_history(text)
    )


def course_of(mentions: Sequence[Mention], status: str, since: str) -> list[tuple[str, str]]:
    """Return how a feature's status went on, oldest first; empty where it never changed.

    Parameters
    ----------
    mentions : sequence of Mention
        Newest first.
    status, since : str
        What it is now and since when (may be empty): the last step. A document of a later date
        than that tells nothing of how it came to be; of one document its first mention counts.

    Returns
    -------
    list of (str, str)
        Status and year; the year is empty where nobody gives it.

    Examples
    --------
    >>> said = [Mention("2024", "planned", "K"), Mention("2021-04-09", "planned", "P")]
    >>> course_of(said, "operating", "2025-02")
    [('planned', '2021'), ('operating', '2025')]
    >>> course_of(said, "planned", "")
    []
    """
    by_document: dict[str, Mention] = {}
    for each in mentions:
        if each.status and not (since and each.date >= since):
            by_document.setdefault(each.document, each)
    steps = [(each.status, each.date[:4]) for each in reversed(by_document.values())]
    found: list[tuple[str, str]] = []
    for step in [*steps, *([(status, since[:4])] if status else [])]:
        if not found or found[-1][0] != step[0]:
            found.append(step)
    return found if len(found) > 1 else []
