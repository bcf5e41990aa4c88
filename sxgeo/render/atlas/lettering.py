"""Type on paper: the bundled font's outlines, how wide a line of it is, where it may break."""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.assets import Weight, font_path

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font
    from numpy.typing import NDArray

MM_PER_POINT = 25.4 / 72
ASCENT, DESCENT = 0.86, 0.10
"""How far hanzi reach above and below the baseline, in ems."""
HALO = 0.13
"""How far the halo reaches beyond the strokes, in ems."""
_EM = 1000
_DEEP, _DEEP_DESCENT = frozenset("gjpqyQ(),;/"), 0.24
_NO_START = frozenset("〕，。、；：！？）》”’」』】…·%）]),.;:!?’”—–～")
_BREAKS = frozenset("–—-/")
_NO_END = frozenset("〔（《“‘「『【([“‘")
_OPENING = frozenset("〔（《“‘「『【")  # full width, with a blank half on the left
_CLOSING = frozenset("〕）》”’」』】，。、；：")  # with a blank half on the right
_BLANK = 0.5
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@functools.cache
def _face(weight: Weight) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    face = FT2Font(str(font_path(weight)))
    face.set_size(_EM, 72)
    return face


if hasattr(os, "register_at_fork"):
    # A face reads its glyphs when they are asked for. Processes that share the open file move its
    # position under one another, and get other glyphs or none; matplotlib forgets its own faces so.
    os.register_at_fork(after_in_child=_face.cache_clear)


@functools.cache
def _advance(character: str, weight: Weight) -> float:
    """Return a character's advance in ems."""
    from matplotlib.ft2font import LoadFlags

    glyph = _face(weight).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _EM


def missing_characters(text: str) -> list[str]:
    """Return the characters of a text that the bundled font cannot write, each once.

    Examples
    --------
    >>> missing_characters("河\U0001f30a")
    ['\U0001f30a']
    """
    known = _face("regular").get_charmap()
    return [each for each in dict.fromkeys(text) if ord(each) not in known and each != "\n"]


def descent_of(text: str) -> float:
    """Return how far a text reaches below its baseline, in ems: hanzi little, some letters more."""
    return _DEEP_DESCENT if any(each in _DEEP for each in text) else DESCENT


@functools.cache
def font(size: float, weight: Weight = "regular") -> FontProperties:
    """Return the bundled font at `size` points."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_path(weight)), size=size)


def text_width(text: str, size: float, weight: Weight = "regular", *, spacing: float = 0) -> float:
    """Return the width of one line, in millimetres.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Points.
    weight : {"regular", "bold"}
        Weight of the strokes.
    spacing : float
        Extra space between characters, in ems.
    """
    return (_ems(text, weight) + spacing * max(len(text) - 1, 0)) * size * MM_PER_POINT


@functools.lru_cache(maxsize=4096)
def _ems(text: str, weight: Weight) -> float:
    return sum(_advance(each, weight) for each in text) - sum(squeezes(text))


def straight(text: str) -> str:
    """Return English text with straight quotes: the font's curly ones are as wide as hanzi.

    Examples
    --------
    >>> straight("The “1+11” zones")
    'The "1+11" zones'
    """
    return text.translate(_STRAIGHT)


def with_apostrophes(text: str) -> str:
    """Return text with narrow apostrophes inside Latin words, where the curly one is a hanzi wide.

    Examples
    --------
    >>> with_apostrophes("Xi’an ’十五五’")
    "Xi'an ’十五五’"
    """
    return _APOSTROPHE.sub("'", text) if "’" in text else text


def squeezes(text: str) -> list[float]:
    """Return for every character how far it moves towards the one before it, in ems.

    Of two full-width marks that meet, one gives up its blank half; so does an opening mark at the
    start of a line. A character alone (of a name along a line) stays where it is put.

    Examples
    --------
    >>> squeezes("“河”，山")
    [0.5, 0.0, 0.0, 0.5, 0.0]
    """
    if len(text) < 2 or (_OPENING.isdisjoint(text) and _CLOSING.isdisjoint(text)):
        return [0.0] * len(text)
    found = [_BLANK if text[0] in _OPENING else 0.0]
    for before, after in pairwise(text):
        meet = (before in _CLOSING and (after in _OPENING or after in _CLOSING)) or (
            before in _OPENING and after in _OPENING
        )
        found.append(_BLANK if meet else 0.0)
    return found


def runs_of(text: str, weight: Weight) -> list[tuple[float, str]]:
    """Return a line in runs between which it is squeezed, each with its offset in ems."""
    found: list[tuple[float, str]] = []
    pen = 0.0
    for character, squeeze in zip(text, squeezes(text), strict=True):
        pen -= squeeze
        if squeeze or not found:
            found.append((pen, character))
        else:
            found[-1] = found[-1][0], found[-1][1] + character
        pen += _advance(character, weight)
    return found


def advances(
    text: str, size: float, weight: Weight = "regular", *, spacing: float = 0
) -> NDArray[np.float64]:
    """Return the advance of every character with its share of the spacing, in millimetres."""
    ems = np.array([_advance(each, weight) + spacing for each in text], dtype=np.float64)
    return ems * size * MM_PER_POINT


@functools.cache
def _halo_of(character: str, weight: Weight) -> tuple[NDArray[np.float64], ...]:
    """Return the rings of a character's halo, in ems, counter-clockwise."""
    from matplotlib.ft2font import LoadFlags
    from matplotlib.path import Path

    face = _face(weight)
    face.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    vertices, codes = face.get_path()
    if not len(vertices):
        return ()
    outlines = Path(np.asarray(vertices) / _EM, codes).to_polygons(closed_only=True)
    rings = [np.asarray(ring, dtype=np.float64) for ring in outlines]
    filled = [shapely.Polygon(ring) for ring in rings if len(ring) > 3]
    grown = shapely.buffer(shapely.make_valid(filled), HALO, quad_segs=2)
    merged = shapely.simplify(shapely.union_all(grown), 0.03)
    parts = shapely.get_parts(merged)
    return tuple(
        shapely.get_coordinates(shapely.normalize(shapely.Polygon(each.exterior)))[::-1]
        for each in parts
        if each.geom_type == "Polygon"
    )


def halo_rings(
    text: str, size: float, weight: Weight = "regular", *, spacing: float = 0
) -> list[NDArray[np.float64]]:
    """Return a line's halo as closed rings, in millimetres from its baseline's left end."""
    em = size * MM_PER_POINT
    rings, pen = [], 0.0
    steps = advances(text, size, weight, spacing=spacing)
    for character, squeeze, step in zip(text, squeezes(text), steps, strict=True):
        pen -= squeeze * em
        rings += [ring * em + (pen, 0) for ring in _halo_of(character, weight)]
        pen += float(step)
    return rings


def is_wide(character: str) -> bool:
    """Return whether a character is as wide as it is high (hanzi and full-width marks).

    Examples
    --------
    >>> is_wide("河"), is_wide("a")
    (True, False)
    """
    return unicodedata.east_asian_width(character) in ("W", "F")


def spaced(text: str) -> str:
    """Return running text with a space between hanzi and Latin letters or figures.

    Examples
    --------
    >>> spaced("全长309公里，设计时速250公里")
    '全长 309 公里，设计时速 250 公里'
    """
    out = text[:1]
    for before, after in pairwise(text):
        if (_is_han(before) and _is_latin(after)) or (_is_latin(before) and _is_han(after)):
            out += " "
        out += after
    return out


def wrapped(
    text: str, width: float, size: float, weight: Weight = "regular", *, most: int = 0
) -> list[str]:
    """Break text into lines no wider than `width`.

    Parameters
    ----------
    text : str
        Hanzi break anywhere except before a closing or after an opening mark; words stay whole.
    width : float
        Millimetres.
    size : float
        Points.
    weight : {"regular", "bold"}
        Weight of the strokes.
    most : int
        At most so many lines, the last one ending in an ellipsis where text is left; 0 for all.
    """
    if text_width(text.rstrip(), size, weight) <= width:
        return [text.rstrip()]
    lines, line = [], ""
    pieces = (part for piece in _pieces(text) for part in _cut(piece, width, size, weight))
    for piece in pieces:
        if line and text_width((line + piece).rstrip(), size, weight) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    if len(lines) > 1 and _is_lone(lines[-1]):
        lines[-2:] = _with_company(lines[-2], lines[-1], width, size, weight)
    if most and len(lines) > most:
        lines = lines[:most]
        lines[-1] = shortened(lines[-1] + "…", width, size, weight)
    return lines


def _is_lone(line: str) -> bool:
    """Return whether a line is one hanzi, with or without a closing mark."""
    return len(line.rstrip("".join(_NO_START))) == 1 and is_wide(line[0])


def _with_company(before: str, last: str, width: float, size: float, weight: Weight) -> list[str]:
    """Return two lines, of which the last is no lone hanzi where the one before can spare some."""
    pieces = _pieces(before)
    moved = pieces[-1].lstrip() + last
    if len(pieces) < 3 or text_width(moved, size, weight) > width:
        return [before, last]
    return ["".join(pieces[:-1]).rstrip(), moved]


def shortened(text: str, width: float, size: float, weight: Weight = "regular") -> str:
    """Return one line that fits `width` millimetres, cut with an ellipsis where it must be."""
    if text_width(text, size, weight) <= width:
        return text
    text = text.rstrip("…")
    while text and text_width(text + "…", size, weight) > width:
        text = text[:-1]
    return text + "…"


def _cut(piece: str, width: float, size: float, weight: Weight) -> list[str]:
    """Return a piece wider than a line (an address, say) in parts that fit."""
    if len(piece) == 1 or text_width(piece, size, weight) <= width:
        return [piece]
    most = max(int(len(piece) * width / text_width(piece, size, weight) * 0.9), 1)
    return [piece[start : start + most] for start in range(0, len(piece), most)]


def _pieces(text: str) -> list[str]:
    """Return the unbreakable pieces of a text."""
    pieces: list[str] = []
    for character in text:
        glued = pieces and (
            character in _NO_START
            or character == " "
            or pieces[-1][-1] in _NO_END
            or (
                _is_word(character)
                and _is_word(pieces[-1][-1])
                and (pieces[-1][-1] not in _BREAKS or character.isdigit())
            )
        )
        if glued:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_word(character: str) -> bool:
    return not is_wide(character) and character != " "


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
