"""Errors that say which file, which row, what was expected and the nearest valid name.

Every error a user can cause derives from `SxgeoError`; the command line prints it and exits 1.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path


class SxgeoError(Exception):
    """Base of every error this package raises on purpose."""


class UnknownNameError(SxgeoError, LookupError):
    """A name that is not in a closed list.

    Parameters
    ----------
    kind : str
        What the name should have been (``"layer"``, ``"recipe"``, ``"datum"`` …).
    name : str
        The name as given.
    choices : sequence of str
        Every valid name, in the order to show them.
    told : str
        A sentence to end the message with, instead of the nearest name and the whole list.

    Examples
    --------
    >>> str(UnknownNameError("layer", "zone", ["zones", "rail"]))
    "Unknown layer 'zone'. Did you mean 'zones'? Known: zones, rail."
    """

    def __init__(self, kind: str, name: str, choices: Sequence[str], *, told: str = "") -> None:
        self.kind, self.name, self.choices = kind, name, tuple(choices)
        tail = f" {told}" if told else suggestion(name, choices)
        super().__init__(f"Unknown {kind} {name!r}.{tail}")


class AmbiguousNameError(SxgeoError, LookupError):
    """A name that several things have.

    Parameters
    ----------
    kind : str
        What the name should have been (``"unit"`` …).
    name : str
        The name as given.
    choices : sequence of str
        Everything it may mean, each told apart from the others.
    way_out : str
        A sentence: what to give instead.

    Examples
    --------
    >>> str(AmbiguousNameError("unit", "Well", ["1 Well", "2 Well"], "Give the number."))
    "The unit 'Well' may be any of 2: 1 Well, 2 Well. Give the number."
    """

    def __init__(self, kind: str, name: str, choices: Sequence[str], way_out: str) -> None:
        self.kind, self.name, self.choices = kind, name, tuple(choices)
        listed = ", ".join(choices)
        super().__init__(f"The {kind} {name!r} may be any of {len(choices)}: {listed}. {way_out}")


class DatumError(SxgeoError, ValueError):
    """A datum is missing, unknown, or contradicts the data."""


class OutputError(SxgeoError, OSError):
    """An output could not be written; whatever stood there before is untouched."""


class AssetError(SxgeoError, FileNotFoundError):
    """A bundled asset (script, style sheet, font) is not where the build puts it."""


@dataclass(frozen=True, order=True)
class Issue:
    """One thing that is wrong in the data, and where.

    Attributes
    ----------
    file : str
        The file, relative to the root where possible.
    where : str
        Row, column or key (``"row 3, column lon"``); empty for the file as a whole.
    problem : str
        One sentence: what is wrong and what was expected.
    check : str
        Which check found it (``"descriptor"``, ``"geometry"``, ``"county"``, ``"quote"`` …).
    """

    file: str
    where: str
    problem: str
    check: str = "file"

    def within(self, where: str) -> Issue:
        """Return the same issue inside a larger place of the file."""
        return Issue(self.file, f"{where}, {self.where}".rstrip(", "), self.problem, self.check)

    def __str__(self) -> str:
        place = f"{self.file}, {self.where}" if self.where else self.file
        return f"{place}: {self.problem}"


class DataError(SxgeoError, ValueError):
    """The data breaks its own rules. Lists every issue, not the first.

    Parameters
    ----------
    issues : iterable of Issue
        At least one.
    advice : str
        A sentence on the ways out, shown last.
    """

    def __init__(self, issues: Iterable[Issue], *, advice: str = "") -> None:
        self.issues = tuple(issues)
        count = len(self.issues)
        head = f"{count} problem{'s' if count != 1 else ''} in the data:"
        lines = [head, *(f"  - {issue}" for issue in self.issues), *([advice] if advice else [])]
        super().__init__("\n".join(lines))


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the valid name most like `name`, or None when nothing is near.

    Examples
    --------
    >>> nearest("gcj2", ["wgs84", "gcj02"])
    'gcj02'
    """
    by_folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(name.casefold(), list(by_folded), n=1, cutoff=0.5)
    return by_folded[found[0]] if found else None


def unknown(kind: str, name: str, choices: Collection[str]) -> str:
    """Return what is wrong with a name that should be in a list; empty where it is.

    Examples
    --------
    >>> unknown("place", "seat-a", ["seat-b"])
    "unknown place 'seat-a'; did you mean 'seat-b'?"
    """
    if name in choices:
        return ""
    near = nearest(name, sorted(choices))
    return f"unknown {kind} {name!r}" + (f"; did you mean {near!r}?" if near else "")


def suggestion(name: str, choices: Sequence[str]) -> str:
    """Return the tail of a look-up error: the nearest valid name and the whole list."""
    near = nearest(name, choices)
    guess = f" Did you mean {near!r}?" if near is not None else ""
    known = ", ".join(choices) if choices else "none"
    return f"{guess} Known: {known}."


def shown_path(path: Path, root: Path | None = None) -> str:
    """Return `path` relative to `root` (posix) where it lies below it, else as it is."""
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return str(path)
