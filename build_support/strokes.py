"""Write `sxgeo/data/strokes.toml`: how many strokes a Chinese character has, and in which order.

    apt-get install unicode-data=15.0.0-1            # Debian 12; unpacks to /usr/share/unicode
    python -m build_support.strokes                  # writes the file
    python -m build_support.strokes --check          # exit code 1 where the file differs
    python -m build_support.strokes --unihan DIR     # another folder with the same files

Read from Unihan: ``kTotalStrokes`` (the count; of two, the first is mainland China's), ``kTGH``
(the number in 通用规范汉字表, 2013) and ``kRSUnicode`` (radical and remaining strokes).

The Table lists the characters of each of its three levels by count, and those of one count by
their strokes, 横 before 竖 before 撇 before 点 before 折. So its numbers say, without naming a
stroke, what comes before what; where it contradicts ``kTotalStrokes`` (41 rare characters of
8,105), it is the standard and wins. Only where one first stroke ends and the next begins is not in
the numbers. `first_strokes.csv` beside this module names, by level and count, the character each
first stroke begins with (none: no character begins so). These 243 places were proposed from the
characters' radicals, read over by hand, and compared with the stroke table of Debian's
``rime-data-stroke``: of the 7,997 characters in both, 17 differed, at nine places that had been
overlooked; they were mended, and now none does. Nothing else of that table is here.

Characters outside the Table follow those of their count, by radical: Unihan has no order of their
strokes. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import sys
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from build_support.errors import AssetBuildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNIHAN = Path("/usr/share/unicode")
TARGET = Path("sxgeo") / "data" / "strokes.toml"
FIRST_STROKES = Path(__file__).with_name("first_strokes.csv")
FIRSTS = ("heng", "shu", "pie", "dian", "zhe")
OTHER = "other"
LEVELS = ((1, 3500), (3501, 6500), (6501, 8105))
BASIC_BLOCK = range(0x4E00, 0xA000)

_FILES = {
    "kTotalStrokes": "Unihan_IRGSources.txt.bz2",
    "kRSUnicode": "Unihan_IRGSources.txt.bz2",
    "kTGH": "Unihan_OtherMappings.txt.bz2",
}
_HEAD = """\
# Written by build_support/strokes.py: change its inputs, then run it again.
# Derived and rearranged from the Unicode Han Database: no longer the Consortium's own file.
# Copyright © 2022 Unicode, Inc.; its terms are in LICENSES/Unicode-DFS.txt.
package = "unicode-data (Debian)"
package_version = "15.0.0-1"
licence = "Unicode licence agreement for data files and software"
vintage = "Unicode 15.0.0, 2022-08-01; 通用规范汉字表, 2013"
command = "python -m build_support.strokes"
each_group_is = "the characters of one count and one first stroke, in order"
"""


def strokes_toml(unihan: Path) -> str:
    """Return the text of `strokes.toml` from the folder of Unihan's files.

    Raises
    ------
    AssetBuildError
        A file is missing, or `first_strokes.csv` does not fit the Table.
    """
    totals = {each: int(v.split()[0]) for each, v in _property(unihan, "kTotalStrokes").items()}
    groups: dict[int, dict[str, str]] = defaultdict(lambda: defaultdict(str))
    listed: set[str] = set()
    for count, first, character in _table(_property(unihan, "kTGH"), totals):
        groups[count][first] += character
        listed.add(character)
    radicals = _property(unihan, "kRSUnicode")
    rest = {chr(code) for code in BASIC_BLOCK} - listed
    for character in sorted(rest, key=lambda each: (_radical(radicals[each]), each)):
        groups[totals[character]][OTHER] += character
    return _HEAD + "".join(_group(count, groups[count]) for count in sorted(groups))


def _property(unihan: Path, name: str) -> dict[str, str]:
    """Return one property of every character that has it."""
    path = unihan / _FILES[name]
    if not path.is_file():
        msg = f"{path} is missing: install Debian's unicode-data, or name its folder by --unihan."
        raise AssetBuildError(msg)
    found = {}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, _, rest = line.rstrip("\n").partition("\t")
            if rest.startswith(f"{name}\t"):
                found[chr(int(code.removeprefix("U+"), 16))] = rest.partition("\t")[2]
    return found


def _table(numbers: dict[str, str], totals: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    """Yield count, first stroke and character of the Table, in its order."""
    by_number = {int(each.partition(":")[2]): character for character, each in numbers.items()}
    starts = _first_strokes()
    for level, (first, last) in enumerate(LEVELS, 1):
        characters = [by_number[number] for number in range(first, last + 1)]
        counts = _mended([totals[each] for each in characters])
        stroke = ""
        for place, (count, character) in enumerate(zip(counts, characters, strict=True)):
            begins = starts[level, count]
            if place == 0 or counts[place - 1] != count:
                stroke = FIRSTS[0]
            stroke = begins.pop(character, stroke)
            yield count, stroke, character
    missed = [f"{character} (level {key[0]}, {key[1]} strokes)"
              for key, begins in starts.items() for character in begins]  # fmt: skip
    if missed:
        msg = f"{FIRST_STROKES.name} names what is not there in the Table: {', '.join(missed)}"
        raise AssetBuildError(msg)


def _first_strokes() -> defaultdict[tuple[int, int], dict[str, str]]:
    """Return, by level and count, which character begins which first stroke."""
    starts: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    with FIRST_STROKES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = int(row["level"]), int(row["strokes"])
            starts[key] = {row[first]: first for first in FIRSTS[1:] if row[first]}
    return starts


def _mended(counts: Sequence[int]) -> list[int]:
    """Return the counts, never falling: what breaks the order takes the count before it.

    The longest run that never falls is kept; what is not in it has another form in the Table.

    Examples
    --------
    >>> _mended([3, 3, 9, 4, 4, 2, 5])
    [3, 3, 3, 4, 4, 4, 5]
    """
    ends: list[int] = []  # of the best run of each length, its last count …
    places: list[int] = []  # … and where that stands
    before: list[int] = []
    for place, count in enumerate(counts):
        length = bisect_right(ends, count)
        ends[length : length + 1] = [count]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    kept, place = set(), places[-1]
    while place >= 0:
        kept.add(place)
        place = before[place]
    found: list[int] = []
    for place, count in enumerate(counts):
        found.append(count if place in kept or not found else found[-1])
    return found


def _radical(value: str) -> tuple[int, int]:
    """Return number of the radical and of the remaining strokes: ``149'.4`` is (149, 4)."""
    radical, _, rest = value.split(maxsplit=1)[0].partition(".")
    return int(radical.rstrip("'")), int(rest)


def _group(count: int, group: dict[str, str]) -> str:
    lines = [f'{first} = "{group[first]}"' for first in (*FIRSTS, OTHER) if group.get(first)]
    return "\n".join(["", "[[counts]]", f"strokes = {count}", *lines, ""])


def main(argv: list[str] | None = None) -> int:
    """Write the file, or compare it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m build_support.strokes")
    parser.add_argument("--unihan", type=Path, default=UNIHAN, help="folder of Unihan's files")
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    given = parser.parse_args(argv)
    path = Path(__file__).resolve().parents[1] / TARGET
    try:
        text = strokes_toml(given.unihan)
    except AssetBuildError as error:
        print(error, file=sys.stderr)
        return 1
    if not given.check:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.read_text(encoding="utf-8") == text:
        return 0
    print(f"differs: {TARGET.as_posix()}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
