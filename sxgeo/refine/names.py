"""When two names of stations or lines mean the same thing: equal stems, never likeness alone.

A town's station and its south station are two, so nothing fuzzy is of use here: what is left of a
name when the words for what it is are taken off must be equal, or, for lines, begin the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sxgeo.domain.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# In the order in which a map maker should believe them.
_TODAY = ("name", "name:zh", "name:en", "official_name", "short_name", "alt_name", "ref")
_BEFORE = ("old_name", "old_name:zh", "was:name")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")
_STATION_WORDS = re.compile(
    r"(火车站|高铁站|地铁站|车站|站|(metro|subway|railway|train)?station)$", re.IGNORECASE
)
_LINE_WORDS = re.compile(
    r"(高速公路|高速铁路|旅游公路|客运专线|城际铁路|高速线|高速|高铁|客专|城际|铁路|公路|专线|线"
    r"|(highspeed|intercity|passenger)?(railway|railroad|rail|line)|expressway|motorway|highway"
    r"|river)$",
    re.IGNORECASE,
)
_FAST = re.compile(r"高铁|高速铁路|客运专线|客专|城际|high-speed rail", re.IGNORECASE)


def tag_names(tags: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names an OpenStreetMap object bears today, and those it bore before.

    Examples
    --------
    >>> tag_names({"name": "甲站", "alt_name": "甲城;甲县", "old_name": "乙站"})
    (('甲站', '甲城', '甲县'), ('乙站',))
    """
    return _values(tags, _TODAY), _values(tags, _BEFORE)


def _values(tags: Mapping[str, str], keys: Iterable[str]) -> tuple[str, ...]:
    cells = [tags[key] for key in keys if key in tags]
    parts = [part.strip() for cell in cells for part in cell.split(";")]
    return tuple(dict.fromkeys(part for part in parts if part))


def station_stem(name: str) -> str:
    """Return a station's name as it is compared.

    Examples
    --------
    >>> [station_stem(name) for name in ("甲南站", "甲街站（2号线）", "Jia South Station")]
    ['甲南', '甲街', 'jiasouth']
    """
    plain = normalise(_BRACKETS.sub("", name))
    return _STATION_WORDS.sub("", plain) or plain


def line_stem(name: str) -> str:
    """Return a line's name as it is compared; a river keeps its 河, which tells it from a town.

    Examples
    --------
    >>> [line_stem(name) for name in ("甲乙高铁", "甲乙客运专线", "甲河", "A–B high-speed railway")]
    ['甲乙', '甲乙', '甲河', 'ab']
    """
    plain = normalise(_BRACKETS.sub("", name))
    return _LINE_WORDS.sub("", plain) or plain


def line_names(*names: str) -> frozenset[str]:
    """Return the stems of names and of what stands in their brackets.

    Examples
    --------
    >>> sorted(line_names("甲河桥（G99乙丙高速）"))
    ['g99乙丙', '甲河桥']
    """
    found = {line_stem(name) for name in names}
    found |= {line_stem(part) for name in names for part in _BRACKETS.findall(name)}
    return frozenset(found - {""})


def same_station(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Return whether any name of a place is any name of an object, words for station aside.

    Examples
    --------
    >>> same_station(["甲南站"], ["甲南"]), same_station(["甲南站"], ["甲站"])
    (True, False)
    """
    return not {station_stem(name) for name in wanted}.isdisjoint(map(station_stem, found))


def same_line(wanted: frozenset[str], found: Iterable[str]) -> bool:
    """Return whether a way's name is a line's, or begins it with two characters or more.

    Parameters
    ----------
    wanted : frozenset of str
        Of the line: `line_names`.
    found : iterable of str
        The way's names.

    Examples
    --------
    >>> [same_line(line_names("甲乙高铁提速"), [name]) for name in ("甲乙客专", "甲铁路", "乙丙线")]
    [True, False, False]
    """
    stems = {line_stem(name) for name in found}
    return any(
        stem in wanted or (len(stem) > 1 and any(name.startswith(stem) for name in wanted))
        for stem in stems
        if stem
    )


def is_fast(*names: str) -> bool:
    """Return whether a name says that a railway is a high-speed or passenger line.

    Examples
    --------
    >>> is_fast("甲乙高铁"), is_fast("甲乙铁路动车组", "EMU trains on the A–B railway")
    (True, False)
    """
    return any(_FAST.search(name) for name in names)
