"""Reading tables: text first, then types, with every fault named by row and column."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from sxgeo.errors import DataError, Issue, nearest, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


def read_table(
    path: Path,
    *,
    required: Sequence[str],
    optional: Sequence[str] | None = None,
    root: Path | None = None,
) -> pd.DataFrame:
    """Return a CSV file as a frame of text; the index is the row number in the file (header = 1).

    Parameters
    ----------
    path : Path
        A UTF-8 CSV file with a header.
    required : sequence of str
        Columns that must be there.
    optional : sequence of str, optional
        Further columns that may be there; None allows any.
    root : Path, optional
        Messages name files relative to it.

    Raises
    ------
    DataError
        The file is missing, not UTF-8 or empty; columns are missing, unknown or doubled; a row has
        too many or too few cells. All faults at once.
    """
    file = shown_path(path, root)
    rows = list(csv.reader(io.StringIO(_text_of(path, file)), strict=True))
    if not rows:
        raise DataError([Issue(file, "", "it is empty: expected a header row")])
    header, body = rows[0], rows[1:]
    issues = [*_header_issues(file, header, required, optional)]
    issues += [
        Issue(file, f"row {number}", f"it has {len(row)} cells, expected {len(header)}")
        for number, row in enumerate(body, start=2)
        if len(row) != len(header)
    ]
    if issues:
        raise DataError(issues)
    index = pd.RangeIndex(2, len(body) + 2, name="row")
    return pd.DataFrame(body, columns=header, index=index, dtype="str")


def _text_of(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = "the file is missing"
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 (byte {error.start}); save it as UTF-8"
    except OSError as error:
        problem = f"it cannot be read: {error.strerror}"
    raise DataError([Issue(file, "", problem)])


def _header_issues(
    file: str, header: list[str], required: Sequence[str], optional: Sequence[str] | None
) -> Iterable[Issue]:
    known = [*required, *(optional or ())]
    for name in required:
        if name not in header:
            near = nearest(name, [each for each in header if each not in known])
            hint = f" (is it the column {near!r}?)" if near else ""
            yield Issue(file, "", f"the column {name!r} is missing{hint}")
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield Issue(file, "", f"the column {name!r} stands {header.count(name)} times")
        if optional is not None and name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near!r}?" if near else ""
            yield Issue(file, "", f"the column {name!r} is unknown{hint}")


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dicts, in order."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def duplicate_issues(file: str, column: pd.Series) -> list[Issue]:
    """Return an issue for every row whose value already stands in an earlier row."""
    first = {value: row for row, value in reversed(list(column.items()))}
    return [
        Issue(
            file, f"row {row}, column {column.name}", f"{value!r} is already in row {first[value]}"
        )
        for row, value in column[column.duplicated()].items()
    ]


def allowed_issues(
    file: str, column: pd.Series, allowed: Sequence[str], *, empty: bool = False
) -> list[Issue]:
    """Return an issue for every value that is not in a closed list."""
    issues = []
    for row, value in column.items():
        if value in allowed or (empty and not value):
            continue
        near = nearest(value, allowed)
        hint = f"; did you mean {near!r}?" if near else ""
        problem = f"{value!r} is not one of {', '.join(allowed)}{hint}"
        issues.append(Issue(file, f"row {row}, column {column.name}", problem))
    return issues


def parse_column(
    file: str,
    column: pd.Series,
    convert: Callable[[str], float],
    expected: str,
    *,
    empty: bool = False,
) -> tuple[pd.Series, list[Issue]]:
    """Return a text column as float64 (empty → NaN) and an issue for every wrong cell."""
    values: list[float] = []
    issues: list[Issue] = []
    for row, text in column.items():
        try:
            number = math.nan if empty and not text else convert(text)
        except ValueError:
            number = math.nan
            problem = f"{text!r} is not {expected}"
            issues.append(Issue(file, f"row {row}, column {column.name}", problem))
        values.append(number)
    return pd.Series(values, index=column.index, name=column.name, dtype="float64"), issues


def finite(text: str) -> float:
    """Return a plain decimal number; raise ValueError for anything else, NaN included."""
    number = float(text)
    if not math.isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def positive(text: str) -> float:
    """Return a finite number above zero; raise ValueError for anything else."""
    number = finite(text)
    if number <= 0:
        raise ValueError(text)
    return number
