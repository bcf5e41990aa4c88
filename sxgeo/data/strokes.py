"""How Chinese characters are written: how many strokes, and which comes first.

`strokes.toml` beside this module says where that is from. It knows the 8,105 characters of
通用规范汉字表 (2013) and all 20,992 of Unicode's basic block.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Literal, NamedTuple

FirstStroke = Literal["heng", "shu", "pie", "dian", "zhe"]

FIRST_STROKES: tuple[FirstStroke, ...] = ("heng", "shu", "pie", "dian", "zhe")
_FILE = Path(__file__).with_name("strokes.toml")
_GROUPS = (*FIRST_STROKES, "other")


class Strokes(NamedTuple):
    """One character's place in an index by strokes; sorts as such an index does.

    Attributes
    ----------
    total : int
        How many strokes it has.
    first : int
        Which of `FIRST_STROKES` it begins with, from 0; their number where nothing tells.
    place : int
        Its place among those of the same total and first stroke.
    """

    total: int
    first: int
    place: int


def strokes_of(character: str) -> Strokes | None:
    """Return how a character is written; None for what is no known Chinese character.

    Examples
    --------
    >>> strokes_of("山").total, FIRST_STROKES[strokes_of("山").first]
    (3, 'shu')
    >>> strokes_of("A") is None
    True
    """
    return _all_strokes().get(character)


@functools.cache
def _all_strokes() -> dict[str, Strokes]:
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        character: Strokes(group["strokes"], first, place)
        for group in told["counts"]
        for first, name in enumerate(_GROUPS)
        for place, character in enumerate(group.get(name, ""))
    }
