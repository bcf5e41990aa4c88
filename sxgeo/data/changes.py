"""The ledger of administrative changes (`geodata/changes.csv`): which old unit became which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.data.catalogue import Signature, signature
from sxgeo.data.readers import allowed_issues, read_table
from sxgeo.errors import DataError, Issue, shown_path
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CHANGE_COLUMNS = (
    "date", "kind", "old_adcode", "old_name", "new_adcode", "new_name", "document", "source",
)  # fmt: skip
CHANGE_KINDS = ("converted", "merged", "divided")
_PATTERNS = (
    ("date", re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII), "a date such as 2018-02-09 or 2018"),
    ("old_adcode", re.compile(r"\d{6}", re.ASCII), "an adcode of six digits"),
    ("new_adcode", re.compile(r"\d{6}", re.ASCII), "an adcode of six digits"),
)


def read_changes(root: str | Path | None = None) -> pd.DataFrame:
    """Return the ledger: one row an old unit and one of the units its land belongs to since.

    Parameters
    ----------
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    DataFrame
        Text columns ``date, kind, old_adcode, old_name, new_adcode, new_name, document, source``
        as `geodata/CONVENTIONS.md` explains them; without rows where the root has no ledger.

    Raises
    ------
    DataError
        Every fault of the file: columns, dates, adcodes, kinds, and a unit that is said to be
        divided but stands in one row, or the other way round.
    """
    base = project_root(root)
    path = base / "geodata" / "changes.csv"
    return _changes(base, path, signature([path])).copy()


@lru_cache(maxsize=8)
def _changes(root: Path, path: Path, files: Signature) -> pd.DataFrame:
    if not files:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS), dtype="str")
    table = read_table(path, required=CHANGE_COLUMNS, optional=(), root=root)
    file = shown_path(path, root)
    issues = [*_pattern_issues(file, table), *_kind_issues(file, table)]
    if issues:
        raise DataError(issues)
    return table.reset_index(drop=True)


def _pattern_issues(file: str, table: pd.DataFrame) -> Iterable[Issue]:
    for column, pattern, expected in _PATTERNS:
        for row, text in table[column].items():
            if not pattern.fullmatch(text):
                yield Issue(file, f"row {row}, column {column}", f"{text!r} is not {expected}")


def _kind_issues(file: str, table: pd.DataFrame) -> Iterable[Issue]:
    yield from allowed_issues(file, table["kind"], CHANGE_KINDS)
    of_unit = table.groupby("old_adcode")["new_adcode"].transform("size").tolist()
    for row, kind, count in zip(table.index, table["kind"], of_unit, strict=True):
        if (kind == "divided") != (count > 1):
            problem = f"a unit in {count} row{'s' if count > 1 else ''} is " + (
                f"divided, not {kind}" if count > 1 else "not divided"
            )
            yield Issue(file, f"row {row}, column kind", problem)
