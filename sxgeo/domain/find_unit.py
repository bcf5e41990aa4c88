"""One unit by its name or code; a name of several, or of none, is refused and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.unit_names import CERTAIN, UnitMatch, UnitNames, read_unit_names
from sxgeo.errors import AmbiguousNameError, SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_LEVEL = "admin level"
_CERTAINTY = 101.0  # a likeness that nothing has: nothing is guessed


def find_unit(
    text: str, *, level: str = "", parent: str = "", root: str | Path | None = None
) -> pd.Series:
    """Return the one unit that a name or an adcode means.

    Parameters
    ----------
    text : str
        An adcode, or a name in Chinese or English: whole or without 市, 县 or 区, alone or after
        the names of the units above; a former name stands for the unit that has all of its land.
    level : str
        Only units of this admin level.
    parent : str
        Only units below the one with this name or adcode.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    Series
        One row of `read_boundaries`, with `geometry` (EPSG:4326), and `match` (``adcode``, ``name``
        or ``former``) and `note` (what it was until when, for a former name). `attrs` as there.

    Raises
    ------
    UnknownNameError
        Nothing has that name; offers the most alike with their likeness. Nothing is guessed.
    AmbiguousNameError
        Several units have it, or the former unit's land was divided.
    SxgeoError
        The text is no text.

    Examples
    --------
    >>> find_unit("娄烦")[["adcode", "name", "name_en"]].tolist()
    ['140123', '娄烦县', 'Loufan County']
    >>> find_unit("太谷县")[["adcode", "name", "note"]].tolist()
    ['140703', '太谷区', '晋中市太谷县 (140726) until 2019-12-09']
    """
    found = match_unit(text, level=level, parent=parent, root=root)
    unit = read_unit_names(root).units[found.adcode]
    frame = read_boundaries(unit.level, root=root)
    row = frame[frame["adcode"] == unit.adcode].iloc[0]
    row["match"], row["note"] = found.match, found.note
    row.name = unit.adcode
    return row


def match_unit(
    text: str, *, level: str = "", parent: str = "", root: str | Path | None = None
) -> UnitMatch:
    """Return the certain match of a name or code (see `find_unit` for the rest)."""
    names = read_unit_names(root)
    _check(text, level, names)
    above = match_unit(parent, root=root).adcode if parent else ""
    found = names.match(text, level=level, parent=above, guess_at_least=_CERTAINTY)
    if found.match in CERTAIN:
        return found
    if found.match == "ambiguous":
        reason = "" if found.note.startswith("it may be") else f"It was {found.note}. "
        way_out = f"{reason}Give the adcode, or the unit above as parent."
        raise AmbiguousNameError("unit", text, found.choices, way_out)
    kind = f"{level or 'unit'} in {names.full_name(above)}" if above else level or "unit"
    told = f"Most like it: {', '.join(found.choices)}." if found.choices else _sentence(found.note)
    known = [unit.name for unit in names.units.values()]
    raise UnknownNameError(kind, text, known, told=told)


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:]}."


def _check(text: object, level: str, names: UnitNames) -> None:
    if not isinstance(text, str):
        msg = f"A unit is named by a text, its name or adcode, not by {text!r}."
        raise SxgeoError(msg)
    levels = list(dict.fromkeys(unit.level for unit in names.units.values()))
    if level and level not in levels:
        raise UnknownNameError(_LEVEL, level, levels)
