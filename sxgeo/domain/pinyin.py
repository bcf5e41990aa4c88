"""Names in pinyin, for searching: `太原` is found by ``taiyuan``, ``tai yuan`` and ``ty``.

The readings are those of pypinyin. Its dictionaries are read here phrase by phrase, for the names
at hand: importing the package loads all of them, 0.2 s and 55 MB, as much as all else a map needs.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_TOKEN = re.compile(rf"{_HAN.pattern}|[0-9A-Za-z]+")
_PHRASE = re.compile(r'^"(\S+)": \[\n((?:\[\n[^\]]*\],?\n)*)', re.MULTILINE)
_FIRST_READING = re.compile(r'^\[\n"([^"]*)"', re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 8
_MARKS_KEPT = {"u\u0308": "v", "e\u0302": "e"}


class Romanised(NamedTuple):
    """One name's syllables, spaced, and their initials."""

    pinyin: str
    initials: str


def romanise(names: Sequence[str], english: Sequence[str] | None = None) -> list[Romanised]:
    """Return each name in pinyin without tones, and its initials; empty where it has no Chinese.

    Parameters
    ----------
    names : sequence of str
        In Chinese; letters and digits in between are kept in lower case.
    english : sequence of str, optional
        Their official romanisations; where a character has several readings, the one that stands
        there wins: from the name's start on, and for any word of at least two syllables.

    Examples
    --------
    >>> romanise(["太原南站", "Plain"])
    [Romanised(pinyin='tai yuan nan zhan', initials='tynz'), Romanised(pinyin='', initials='')]
    >>> romanise(["洪洞"], ["Hongtong"])[0].pinyin
    'hong tong'
    >>> romanise(["解州关帝庙"], ["Guandi Temple in Xiezhou"])[0].pinyin
    'xie zhou guan di miao'
    """
    guides = english if english is not None else [""] * len(names)
    wanted = {text for name in names for text in _HAN.findall(name)}
    if not wanted:
        return [Romanised("", "")] * len(names)
    readings = _readings(frozenset("".join(wanted)))
    phrases = _phrases(frozenset(_substrings(wanted)))
    return [
        _romanise(name, guide, readings, phrases) for name, guide in zip(names, guides, strict=True)
    ]


def _romanise(
    name: str, guide: str, readings: dict[str, list[str]], phrases: dict[str, list[str]]
) -> Romanised:
    if not _HAN.search(name):
        return Romanised("", "")
    syllables: list[str] = []
    choices: list[list[str]] = []
    initials: list[str] = []
    for token in _TOKEN.findall(name):
        spoken = list(_spoken(token, readings, phrases))
        syllables += spoken
        if _HAN.match(token):
            choices += [readings.get(each, [each]) for each in token]
            initials += [""] * len(token)
        else:
            choices.append([token.lower()])
            initials.append(token.lower())
    corrected = _guided(syllables, choices, _letters(guide))
    for word in _WORD.findall(guide):
        corrected = _with_word(corrected, choices, _letters(word))
    short = [kept or each[:1] for kept, each in zip(initials, corrected, strict=True)]
    return Romanised(" ".join(corrected), "".join(short))


def _spoken(
    token: str, readings: dict[str, list[str]], phrases: dict[str, list[str]]
) -> Iterator[str]:
    """Return a token's syllables: the longest known phrase first, else single characters."""
    if not _HAN.match(token):
        yield token.lower()
        return
    place = 0
    while place < len(token):
        for length in range(min(_LONGEST_PHRASE, len(token) - place), 1, -1):
            phrase = phrases.get(token[place : place + length])
            if phrase is not None:
                yield from phrase
                place += length
                break
        else:
            yield readings.get(token[place], [token[place]])[0]
            place += 1


def _guided(syllables: list[str], choices: list[list[str]], letters: str) -> list[str]:
    """Return the syllables, corrected where another reading spells the official name further."""
    best: list[str] = []
    paths: list[list[str]] = [[]]
    for usual, others in zip(syllables, choices, strict=True):
        longer = []
        for path in paths:
            spelt = "".join(path)
            candidates = dict.fromkeys([usual, *others])
            longer += [[*path, each] for each in candidates if letters.startswith(spelt + each)]
        if not longer:
            break
        paths = longer
        best = longer[0]
    return [*best, *syllables[len(best) :]]


def _with_word(syllables: list[str], choices: list[list[str]], word: str) -> list[str]:
    """Return the syllables, corrected where several in a row can be read as one official word."""
    count = len(syllables)
    spelt = (_spelling(word, [[each] for each in syllables], start) for start in range(count))
    if not word or any(spelt):
        return syllables
    for start in range(count):
        found = _spelling(word, choices, start)
        if found:
            return [*syllables[:start], *found, *syllables[start + len(found) :]]
    return syllables


def _spelling(word: str, choices: list[list[str]], start: int) -> list[str]:
    """Return the readings from `start` on, at least two, that spell all of a word; else none."""
    paths: list[list[str]] = [[]]
    for others in choices[start:]:
        paths = [
            [*path, each]
            for path in paths
            for each in others
            if word.startswith("".join(path) + each)
        ]
        whole = next((path for path in paths if "".join(path) == word and len(path) > 1), None)
        if whole is not None or not paths:
            return whole or []
    return []


def _letters(text: str) -> str:
    return "".join(each for each in _toneless(text.lower()) if each.isascii() and each.isalnum())


def _toneless(text: str) -> str:
    marked = unicodedata.normalize("NFD", text)
    # The dots of ü are no tone: lü is typed lv.
    for dotted, plain in _MARKS_KEPT.items():
        marked = marked.replace(dotted, plain)
    return "".join(each for each in marked if not unicodedata.combining(each))


def _substrings(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for start in range(len(text)):
            for end in range(start + 2, min(start + _LONGEST_PHRASE, len(text)) + 1):
                yield text[start:end]


def _dictionary(name: str) -> str:
    spec = importlib.util.find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:
        msg = "pypinyin is not installed"
        raise ModuleNotFoundError(msg)
    return (Path(next(iter(spec.submodule_search_locations))) / name).read_text(encoding="utf-8")


@functools.lru_cache(maxsize=4)
def _readings(characters: frozenset[str]) -> dict[str, list[str]]:
    """Return every reading of each character, the usual one first, without tones."""
    found = {}
    text = _dictionary("pinyin_dict.json")
    codes = {str(ord(each)): each for each in characters}
    for match in re.finditer(r'^"(\d+)": "([^"]+)"', text, re.MULTILINE):
        if match[1] in codes:
            spoken = [_toneless(each) for each in match[2].split(",")]
            found[codes[match[1]]] = list(dict.fromkeys(spoken))
    return found


@functools.lru_cache(maxsize=4)
def _phrases(wanted: frozenset[str]) -> dict[str, list[str]]:
    """Return the syllables of those texts that are phrases of the dictionary, without tones."""
    found = {}
    for match in _PHRASE.finditer(_dictionary("phrases_dict.json")):
        if match[1] in wanted:
            found[match[1]] = [_toneless(each) for each in _FIRST_READING.findall(match[2])]
    return found
