"""Search by name over layers, places, features and units: Chinese, pinyin, initials, English."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from sxgeo.data.catalogue import Signature, open_catalogue, signature
from sxgeo.data.places import read_places
from sxgeo.data.readers import read_table, records
from sxgeo.domain.pinyin import romanise
from sxgeo.domain.spelling import normalise, unit_stem, word_starts
from sxgeo.domain.unit_names import SOUND_WEIGHT, read_unit_names
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Kind = Literal["unit", "layer", "feature", "place"]
KINDS: tuple[Kind, ...] = ("unit", "layer", "feature", "place")
_KIND = "kind of result"
# How sure a match of each sort is; likenesses lie below, so that they never outrank a match.
_SCORES = {"whole": 100.0, "start": 90.0, "word": 80.0, "inside": 70.0}
_ALIKE_WEIGHT, _ALIKE_AT_LEAST = 0.7, 65.0
SEARCH_RULE = (
    "score: 100 the whole name, 90 its start, 80 the start of a word, 70 inside it; where nothing "
    "has the text, names like it: 0.7 of their likeness (rapidfuzz's ratio of the characters, or "
    "0.95 of that of the sounds, from 65 up)."
)
_COLUMNS = ("kind", "id", "name", "name_en", "layer", "match", "score", "found_by")


class Named(NamedTuple):
    """One thing that can be found, and the spellings it is found by."""

    kind: Kind
    id: str
    name: str
    name_en: str
    layer: str
    spellings: tuple[str, ...]


class _Entry(NamedTuple):
    named: Named
    keys: dict[str, str]
    words: dict[str, str]


def search(
    text: str,
    *,
    kinds: Sequence[Kind] = KINDS,
    limit: int = 20,
    root: str | Path | None = None,
) -> pd.DataFrame:
    """Find layers, places, features and units by name.

    Parameters
    ----------
    text : str
        Chinese, pinyin (spaced or not), initials, English, an id or an adcode; units also by their
        former names, with or without 市, 县 or 区, alone or after the unit above.
    kinds : sequence of str
        Of ``unit``, ``layer``, ``feature`` and ``place``.
    limit : int
        At most so many rows.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    DataFrame
        ``kind, id`` (the adcode of a unit), ``name, name_en, layer`` (of a feature), ``match``
        (``whole``, ``start``, ``word``, ``inside`` or ``alike``), ``score`` (0 to 100),
        ``found_by`` (the spelling that matched), best first: by score, then units, layers,
        features, places, then short names. `attrs` holds ``score_rule`` and ``found`` (how many
        there are beyond `limit`, too).

    Raises
    ------
    SxgeoError
        The text is none, or empty.
    UnknownNameError
        No such kind.
    DataError
        Faults of the files that hold the names.

    Examples
    --------
    >>> search("louf").iloc[0][["kind", "name", "match"]].tolist()
    ['unit', '娄烦县', 'start']
    """
    query = _query(text)
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownNameError(_KIND, str(kind), KINDS)
    entries = [entry for entry in _read_entries(root) if entry.named.kind in kinds]
    hits = [hit for entry in entries if (hit := _hit(entry, query))] or _alike(entries, query)
    hits.sort(key=_order)
    rows = [(*named[:5], match, score, found_by) for score, match, found_by, named in hits]
    frame = pd.DataFrame(rows[:limit], columns=list(_COLUMNS))
    frame.attrs = {"score_rule": SEARCH_RULE, "found": len(rows)}
    return frame


def _query(text: object) -> str:
    query = normalise(text) if isinstance(text, str) else ""
    if not query:
        msg = f"Search for a text with a letter or a character in it, not for {text!r}."
        raise SxgeoError(msg)
    return query


Hit = tuple[float, str, str, Named]


def _order(hit: Hit) -> tuple[float, int, int, str]:
    score, _, _, named = hit
    return -score, KINDS.index(named.kind), len(named.name), named.id


def _hit(entry: _Entry, query: str) -> Hit | None:
    """Return how an entry has the query, the surest way first; None where it has it not."""
    match, spelling = "", ""
    if query in entry.keys:
        match, spelling = "whole", entry.keys[query]
    elif found := [told for key, told in entry.keys.items() if key.startswith(query)]:
        match, spelling = "start", found[0]
    elif found := [told for key, told in entry.words.items() if key.startswith(query)]:
        match, spelling = "word", found[0]
    # Two Latin letters stand inside half of all names ("city", "county").
    elif (len(query) > 2 or not query.isascii()) and (
        found := [told for key, told in entry.keys.items() if query in key]
    ):
        match, spelling = "inside", found[0]
    return (_SCORES[match], match, spelling, entry.named) if match else None


def _alike(entries: Sequence[_Entry], query: str) -> list[Hit]:
    from pypinyin import lazy_pinyin
    from rapidfuzz import fuzz

    spoken = normalise("".join(lazy_pinyin(query)))
    hits: list[Hit] = []
    for entry in entries:
        likeness, spelling = max(
            (max(fuzz.ratio(query, key), SOUND_WEIGHT * fuzz.ratio(spoken, key)), told)
            for key, told in entry.keys.items()
        )
        if likeness >= _ALIKE_AT_LEAST:
            hits.append((round(_ALIKE_WEIGHT * likeness, 1), "alike", spelling, entry.named))
    return hits


def _read_entries(root: str | Path | None) -> tuple[_Entry, ...]:
    base = project_root(root)
    geodata = base / "geodata"
    patterns = ("boundaries/*/*", "places/*.csv", "layers/*/layer.toml", "layers/*/features.csv")
    files = [path for pattern in patterns for path in sorted(geodata.glob(pattern))]
    return _entries(base, signature([*files, geodata / "changes.csv"]))


@lru_cache(maxsize=4)
def _entries(root: Path, _files: Signature) -> tuple[_Entry, ...]:
    named = [*_units(root), *_layers(root), *_features(root), *_places(root)]
    spoken = romanise([each.name for each in named], [each.name_en for each in named])
    entries = []
    for each, sound in zip(named, spoken, strict=True):
        told = [each.name, each.name_en, *each.spellings, sound.pinyin, sound.initials, each.id]
        keys = {key: text for text in reversed(told) if (key := normalise(text))}
        spaced = (each.name, each.name_en, sound.pinyin)
        words = {start: text for text in spaced for start in word_starts(text)}
        entries.append(_Entry(each, dict(reversed(keys.items())), words))
    return tuple(entries)


def _units(root: Path) -> Iterator[Named]:
    names = read_unit_names(root)
    former: dict[str, list[str]] = {}
    for each in names.former.values():
        for code in each.became:
            above = names.units[names.units[code].parent].name
            former.setdefault(code, []).extend([each.name, f"{above}{each.name}", each.adcode])
    units = list(names.units.values())
    spoken = romanise([unit_stem(unit.name) for unit in units], [unit.name_en for unit in units])
    for unit, sound in zip(units, spoken, strict=True):
        stem, full = unit_stem(unit.name), names.full_name(unit.adcode)
        spellings = [stem, unit_stem(unit.name_en), full]
        if full != unit.name:
            above = unit_stem(names.units[unit.parent].name)
            spellings += [f"{above}{unit.name}", f"{above}{stem}"]
        spellings += [sound.pinyin, sound.initials, *former.get(unit.adcode, [])]
        yield Named("unit", unit.adcode, unit.name, unit.name_en, "", tuple(spellings))


def _layers(root: Path) -> Iterator[Named]:
    for each in open_catalogue(root).descriptors():
        yield Named("layer", each.id, each.title, each.title_en, each.id, ())


def _features(root: Path) -> Iterator[Named]:
    catalogue = open_catalogue(root)
    for layer in catalogue.layer_ids():
        path = catalogue.layer_folder(layer) / "features.csv"
        table = read_table(path, required=["id", "name", "name_en"], root=root)
        yield from _rows("feature", table, layer)


def _places(root: Path) -> Iterator[Named]:
    yield from _rows("place", read_places(root), "")


def _rows(kind: Kind, table: pd.DataFrame, layer: str) -> Iterable[Named]:
    for row in records(table[["id", "name", "name_en"]]):
        yield Named(kind, row["id"], row["name"], row["name_en"], layer, ())
