"""Which unit a name or code means: today's and former ones, with or without what the unit is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from sxgeo.data.catalogue import Signature, open_catalogue, signature
from sxgeo.data.changes import read_changes
from sxgeo.data.readers import records
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.pinyin import romanise
from sxgeo.domain.spelling import normalise, unit_stem
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

Match = Literal["adcode", "name", "former", "guess", "ambiguous", "unmatched"]
MATCHES: tuple[Match, ...] = ("adcode", "name", "former", "guess", "ambiguous", "unmatched")
CERTAIN: tuple[Match, ...] = ("adcode", "name", "former")
# The same sound is evidence, and so is one slip in a long name. Two of three characters alike are
# none: counties elsewhere are called nearly like ours.
GUESS_AT_LEAST = 92.0
_AHEAD = 5.0  # of the next best unit
SOUND_WEIGHT = 0.95
_CODE = re.compile(r"([0-9]{6})(?:0{6}|0{3})?(?:\.0+)?")


class Unit(NamedTuple):
    """One unit of today, without its shape."""

    adcode: str
    name: str
    name_en: str
    level: str
    parent: str


class Former(NamedTuple):
    """One unit that is no more, and what became of it."""

    adcode: str
    name: str
    date: str
    parent: str
    became: tuple[str, ...]


@dataclass(frozen=True)
class UnitMatch:
    """What a text was understood as.

    Attributes
    ----------
    adcode, name : str
        The unit of today; empty where none can be named.
    match : str
        ``adcode``, ``name``, ``former`` (certain), ``guess``, ``ambiguous`` or ``unmatched``.
    score : float
        100 where certain; the likeness of a guess (of what could be guessed, too, where it was not
        enough), 0 to 100.
    note : str
        Why, where it is not plain: an English sentence without a full stop.
    choices : tuple of str
        What it may mean where it is ambiguous; what is most like it where it is unmatched.
    """

    adcode: str = ""
    name: str = ""
    match: Match = "unmatched"
    score: float = 0.0
    note: str = ""
    choices: tuple[str, ...] = ()


class UnitNames:
    """Every way to name the units of a root.

    Parameters
    ----------
    units : iterable of Unit
        All levels, coarse to fine.
    changes : DataFrame
        See `sxgeo.data.changes.read_changes`.
    """

    def __init__(self, units: Iterable[Unit], changes: pd.DataFrame) -> None:
        self.units = {unit.adcode: unit for unit in units}
        self.former = _former_units(changes, self.units)
        self._names: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            for key in name_keys(unit.name, unit.name_en):
                self._names.setdefault(key, []).append(unit)
        self._former_names: dict[str, list[Former]] = {}
        for former in self.former.values():
            for key in name_keys(former.name):
                # A stem that a unit of today has is that unit, not one that bore its name.
                if key == normalise(former.name) or key not in self._names:
                    self._former_names.setdefault(key, []).append(former)

    def full_name(self, adcode: str) -> str:
        """Return a unit's name after its parent's, the topmost unit left out."""
        unit = self.units[adcode]
        above = self.units.get(unit.parent)
        return f"{above.name}{unit.name}" if above and above.parent else unit.name

    def labelled(self, adcode: str) -> str:
        """Return a unit's code and full name, as messages show it."""
        return f"{adcode} {self.full_name(adcode)}"

    def match(
        self,
        text: str,
        *,
        level: str = "",
        parent: str = "",
        guess_at_least: float = GUESS_AT_LEAST,
    ) -> UnitMatch:
        """Return what a text means.

        Parameters
        ----------
        text : str
            An adcode (also with the zeros of a longer code), or a name: whole or without its last
            word, after the names of units above or alone, in Chinese or English.
        level : str
            Only units of this level; empty for any.
        parent : str
            Only units below the one with this adcode.
        guess_at_least : float
            Likeness, 0 to 100, from which a name is guessed.
        """
        if code := _CODE.fullmatch(text.strip()):
            return self._by_code(code[1], level, parent)
        key = normalise(text)
        if not key:
            return UnitMatch(note="it is empty")
        for rest, above in self._readings(key, parent):
            found = self._by_name(rest, level, above)
            if found.match != "unmatched":
                return found
        elsewhere = self._names.get(key, [])
        if elsewhere:
            told = ", ".join(f"{self.labelled(each.adcode)} ({each.level})" for each in elsewhere)
            return UnitMatch(note=f"it names {told}, which is not asked for here")
        return self._guess(text, level, parent, guess_at_least)

    def _allowed(self, unit: Unit, level: str, parent: str) -> bool:
        return (not level or unit.level == level) and (not parent or self.is_below(unit, parent))

    def is_below(self, unit: Unit, adcode: str) -> bool:
        """Return whether a unit lies in another, at any remove."""
        above = unit.parent
        while above and above != adcode:
            above = self.units[above].parent if above in self.units else ""
        return above == adcode != ""

    def _readings(self, key: str, parent: str) -> Iterable[tuple[str, str]]:
        """Return the ways to read a key: whole, then after the name of each unit above."""
        yield key, parent
        for start in range(len(key) - 1, 0, -1):
            for above in self._names.get(key[:start], []):
                narrower = self._narrower(above.adcode, parent)
                if narrower and any(unit.parent == above.adcode for unit in self.units.values()):
                    yield from self._readings(key[start:], narrower)

    def _narrower(self, above: str, parent: str) -> str:
        """Return the lower of two units one of which lies in the other; empty where none does."""
        if not parent or above == parent or self.is_below(self.units[above], parent):
            return above
        return parent if self.is_below(self.units[parent], above) else ""

    def _by_code(self, code: str, level: str, parent: str) -> UnitMatch:
        unit = self.units.get(code)
        if unit is not None:
            if self._allowed(unit, level, parent):
                return UnitMatch(code, unit.name, "adcode", 100.0)
            note = f"it is {self.labelled(code)} ({unit.level}), which is not asked for here"
            return UnitMatch(note=note)
        if code in self.former:
            return self._become([self.former[code]], level, parent)
        return UnitMatch(note=f"no unit has the adcode {code}")

    def _by_name(self, key: str, level: str, parent: str) -> UnitMatch:
        today = [u for u in self._names.get(key, []) if self._allowed(u, level, parent)]
        former = [f for f in self._former_names.get(key, []) if self._was_in(f, level, parent)]
        if len(today) + len(former) > 1:
            told = [self.labelled(unit.adcode) for unit in today]
            told += [
                f"{each.adcode} {self._former_name(each)} (until {each.date})" for each in former
            ]
            note = f"it may be {' or '.join(told)}"
            return UnitMatch(match="ambiguous", note=note, choices=tuple(told))
        if today:
            return UnitMatch(today[0].adcode, today[0].name, "name", 100.0)
        return self._become(former, level, parent) if former else UnitMatch()

    def _was_in(self, former: Former, level: str, parent: str) -> bool:
        return any(self._allowed(self.units[code], level, parent) for code in former.became)

    def _former_name(self, former: Former) -> str:
        above = self.units.get(former.parent)
        return f"{above.name}{former.name}" if above else former.name

    def _become(self, formers: Sequence[Former], level: str, parent: str) -> UnitMatch:
        former = formers[0]
        was = f"{self._former_name(former)} ({former.adcode}) until {former.date}"
        if len(former.became) > 1:
            told = [self.labelled(code) for code in former.became]
            note = f"{was}; its land was divided among {', '.join(told)}"
            return UnitMatch(match="ambiguous", note=note, choices=tuple(told))
        unit = self.units[former.became[0]]
        if not self._allowed(unit, level, parent):
            return UnitMatch(note=f"{was}; {self.labelled(unit.adcode)} is not asked for here")
        return UnitMatch(unit.adcode, unit.name, "former", 100.0, was)

    def _guess(self, text: str, level: str, parent: str, at_least: float) -> UnitMatch:
        allowed = [unit for unit in self.units.values() if self._allowed(unit, level, parent)]
        ranked = likenesses(text, allowed)
        if not ranked:
            return UnitMatch(note="there is no unit to compare it with")
        best, unit = ranked[0]
        alike = tuple(f"{self.labelled(each.adcode)} ({score:.0f})" for score, each in ranked[:3])
        told = f"most like {alike[0]}"
        if best < at_least:
            return UnitMatch(score=best, note=told, choices=alike)
        if len(ranked) > 1 and ranked[1][0] > best - _AHEAD:
            note = f"{told}, hardly more than {alike[1]}"
            return UnitMatch(match="ambiguous", score=best, note=note, choices=alike)
        return UnitMatch(unit.adcode, unit.name, "guess", best, told)


def name_keys(name: str, name_en: str = "") -> list[str]:
    """Return the keys a name is found by: whole and stem, Chinese and English; no double ones."""
    forms = [name, unit_stem(name), name_en, unit_stem(name_en)]
    return [key for key in dict.fromkeys(normalise(form) for form in forms) if key]


def likenesses(text: str, units: Sequence[Unit]) -> list[tuple[float, Unit]]:
    """Return units by their likeness to a text, 0 to 100, the most alike first.

    The likeness is rapidfuzz's ratio of the characters, or 0.95 of that of the sounds (pinyin)
    where it is higher: a slip of an input method keeps the sound.
    """
    from pypinyin import lazy_pinyin
    from rapidfuzz import fuzz

    key, spoken = normalise(text), normalise("".join(lazy_pinyin(text)))
    best = dict.fromkeys(units, 0.0)
    for form in (str, unit_stem):
        names = [form(unit.name) for unit in units]
        sounds = _sounds(tuple(names), tuple(form(unit.name_en) for unit in units))
        for unit, name, sound in zip(units, names, sounds, strict=True):
            alike = fuzz.ratio(key, normalise(name)), SOUND_WEIGHT * fuzz.ratio(spoken, sound)
            best[unit] = max(best[unit], *alike)
    ranked = [(score, unit) for unit, score in best.items()]
    return sorted(ranked, key=lambda each: (-each[0], each[1].adcode))


@lru_cache(maxsize=64)
def _sounds(names: tuple[str, ...], english: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.pinyin.replace(" ", "") for each in romanise(names, english))


def _former_units(changes: pd.DataFrame, units: dict[str, Unit]) -> dict[str, Former]:
    """Return the units that are no more by code; what became of them are units of today."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in records(changes):
        rows.setdefault(row["old_adcode"], []).append(row)

    def today(code: str) -> list[str]:
        if code in units or code not in rows:
            return [code]
        return [last for row in rows[code] for last in today(row["new_adcode"])]

    found = {}
    for code, each in rows.items():
        became = [last for last in dict.fromkeys(today(code)) if last in units]
        if code not in units and became:
            parents = {units[last].parent for last in became}
            parent = parents.pop() if len(parents) == 1 else ""
            first = each[0]
            found[code] = Former(code, first["old_name"], first["date"], parent, tuple(became))
    return found


def read_unit_names(root: str | Path | None = None) -> UnitNames:
    """Return the names of a root's units, read again when its files have changed."""
    base = project_root(root)
    geodata = base / "geodata"
    files = [*sorted(geodata.glob("boundaries/*/*")), geodata / "changes.csv"]
    return _unit_names(base, signature(files))


@lru_cache(maxsize=8)
def _unit_names(root: Path, _files: Signature) -> UnitNames:
    columns = ["adcode", "name", "name_en", "level", "parent_adcode"]
    units = [
        Unit(*row)
        for level in open_catalogue(root).region().levels
        for row in read_boundaries(level, root=root)[columns].itertuples(index=False, name=None)
    ]
    return UnitNames(units, read_changes(root))
