"""The index of places by strokes: for readers who know how a name is written, not how it sounds.

The entries are those of the index by pinyin, with the same references, in the order of Chinese
dictionaries: by the first character's strokes, then by the stroke it begins with (横竖撇点折), then
as 通用规范汉字表 numbers the characters; then by the second character, and so on.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from sxgeo.data.strokes import FIRST_STROKES, Strokes, strokes_of
from sxgeo.render.atlas.place_index import IndexGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sxgeo.render.atlas.place_index import IndexEntry
    from sxgeo.render.atlas.sheet import Sheet

_NUMERALS = "〇一二三四五六七八九"
_MORE_STROKES = Strokes(1000, 0, 0)  # than any character has


def by_strokes(entries: Iterable[IndexEntry], sheet: Sheet) -> list[IndexGroup]:
    """Return entries under their count and first stroke.

    Names that begin with no known Chinese character stand last, in the order given.

    Parameters
    ----------
    entries : iterable of IndexEntry
        In any order.
    sheet : Sheet
        Words the headings.
    """
    sortable = [(stroke_key(entry.name), entry) for entry in entries]
    sortable.sort(key=lambda each: each[0])
    groups = itertools.groupby(sortable, key=lambda each: (each[0][0].total, each[0][0].first))
    return [
        _group(total, first, tuple(entry for _, entry in group), sheet)
        for (total, first), group in groups
    ]


def stroke_key(name: str) -> tuple[Strokes, ...]:
    """Return what a name is sorted by: the strokes of each of its characters.

    Letters and digits come before all characters inside a name, and after all at its start;
    punctuation does not count.

    Examples
    --------
    >>> names = ["阳泉市", "太原市", "太原南站", "大同市", "G5", "山阴县"]
    >>> sorted(names, key=stroke_key)
    ['大同市', '山阴县', '太原市', '太原南站', '阳泉市', 'G5']
    """
    told = [strokes_of(each) or _foreign(each) for each in name if each.isalnum()]
    if not told or told[0].total in (0, _MORE_STROKES.total):
        return (_MORE_STROKES,)
    return tuple(told)


def chinese_numeral(number: int) -> str:
    """Return a number below 100 in Chinese.

    Examples
    --------
    >>> [chinese_numeral(each) for each in (1, 10, 12, 20, 21)]
    ['一', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return (_NUMERALS[tens] if tens > 1 else "") + "十" + (_NUMERALS[ones] if ones else "")


def _foreign(character: str) -> Strokes:
    """Return the place of a letter or digit, or of a Chinese character without known strokes."""
    return Strokes(0, 0, ord(character)) if ord(character) < 0x2E80 else _MORE_STROKES


def _group(total: int, first: int, entries: tuple[IndexEntry, ...], sheet: Sheet) -> IndexGroup:
    """Return entries under their count, and below it under their first stroke."""
    if total == _MORE_STROKES.total:
        return IndexGroup(sheet.word("stroke_index_rest"), entries)
    number = chinese_numeral(total) if sheet.language == "zh" else str(total)
    begins = FIRST_STROKES[first] if first < len(FIRST_STROKES) else "unknown"
    heading = sheet.word("stroke_total", n=number)
    return IndexGroup(heading, entries, sheet.word(f"stroke_{begins}"))
