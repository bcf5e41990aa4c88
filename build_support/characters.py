"""Which characters the bundled fonts must hold."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DATA_FOLDERS = ("geodata", "maps")
DATA_SUFFIXES = frozenset({".csv", ".geojson", ".json", ".toml"})
CODE_FOLDERS = ("sxgeo", "web/src")
CODE_SUFFIXES = frozenset({".css", ".py", ".ts"})

_BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A: pinyin's macrons and carons among them
    (0x01CD, 0x01DC),  # the rest of pinyin's tones
    (0x01F8, 0x01F9),  # ǹ
    (0x02B9, 0x02DD),  # modifier letters and spacing accents
    (0x0300, 0x030C),  # combining accents
    (0x1E3E, 0x1E3F),  # ḿ
    (0x2010, 0x203B),  # dashes, quotes, primes, bullets
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x2100, 0x218B),  # letter-like symbols, fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # enclosed numbers
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2605, 0x2606),  # stars
    (0x2713, 0x2717),  # ticks and crosses
    (0x3000, 0x303F),  # CJK punctuation
    (0x3220, 0x3243),  # enclosed hanzi
    (0x3380, 0x33DF),  # units
    (0xFF00, 0xFFEF),  # full-width forms
)


def gb2312() -> frozenset[str]:
    """Return the 7,445 characters of GB 2312-80: 6,763 hanzi and 682 symbols.

    Examples
    --------
    >>> len(gb2312()), "滹" in gb2312(), "垌" in gb2312()
    (7445, True, True)
    """
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return frozenset(found)


def wanted_characters() -> frozenset[str]:
    """Return what is taken where the font has it: Latin with tone marks, punctuation, symbols."""
    return frozenset(chr(code) for first, last in _BLOCKS for code in range(first, last + 1))


def characters_of(root: Path, folders: Iterable[str], suffixes: frozenset[str]) -> dict[str, str]:
    """Return every visible character in the text files of `folders` and the first file with it.

    Parameters
    ----------
    root : Path
        The checkout.
    folders : iterable of str
        Folders below `root`; a missing one has no characters.
    suffixes : frozenset of str
        Which files are text.

    Returns
    -------
    dict of str to str
        Character to the file's path relative to `root`, in order of first use.
    """
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                name = path.relative_to(root).as_posix()
                for character in dict.fromkeys(path.read_text(encoding="utf-8")):
                    if is_visible(character):
                        found.setdefault(character, name)
    return found


def is_visible(character: str) -> bool:
    """Tell whether a font must draw `character`: control and format characters are not drawn.

    Examples
    --------
    >>> is_visible("滹"), is_visible(chr(10)), is_visible(chr(0x200B))
    (True, False, False)
    """
    return not unicodedata.category(character).startswith("C")
