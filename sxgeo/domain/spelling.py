"""How names are compared: one spelling for all ways of writing the same name."""

from __future__ import annotations

import re
import unicodedata

# As in web/src/model/search.ts: marks and invisible characters, then spaces and punctuation.
_MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACING = re.compile(r"[\s'’‘`´·.,;:/\\\-—–_()\[\]{}（）“”\"《》、，。]+")
_BETWEEN_WORDS = re.compile(r"[\s\-—–·]+")
_UNIT_SUFFIX = re.compile(r"(?<=..)(自治州|自治县|省|市|县|区|盟|旗)$")
_UNIT_SUFFIX_EN = re.compile(
    r"(?<=.)\s+(province|prefecture|city|county|district|banner)$", re.IGNORECASE
)


def normalise(text: str) -> str:
    """Return a name as it is compared: lower case, without accents, spaces and punctuation.

    Examples
    --------
    >>> [normalise(text) for text in ("Tài yuán", "Ｇ５５ 高速", "“1+11”示范区")]
    ['taiyuan', 'g55高速', '1+11示范区']
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    return _SPACING.sub("", _MARKS.sub("", plain))


def word_starts(text: str) -> list[str]:
    """Return the ends of a spaced text that begin with a word, its whole left out.

    Examples
    --------
    >>> word_starts("da tong nan")
    ['tongnan', 'nan']
    """
    parts = [part for part in _BETWEEN_WORDS.split(text) if part]
    return [normalise("".join(parts[place:])) for place in range(1, len(parts))]


def unit_stem(name: str) -> str:
    """Return a unit's name without the word for what it is, where two characters remain.

    Examples
    --------
    >>> [unit_stem(name) for name in ("太原市", "盂县", "Xiaodian District", "Yu County")]
    ['太原', '盂县', 'Xiaodian', 'Yu']
    """
    return _UNIT_SUFFIX_EN.sub("", _UNIT_SUFFIX.sub("", name))
