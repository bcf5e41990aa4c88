"""Rows counted by unit and status."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from sxgeo.placing.search import STATUSES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.placing.units import Units


def totals(units: Units, sums: NDArray[np.int64]) -> dict[str, int]:
    """Return the number of rows by status, and of all rows.

    Parameters
    ----------
    units : Units
        What was placed in.
    sums : ndarray of int64
        Rows by answer.
    """
    inside, on_border = sums[: units.size - 2].reshape(-1, 2).sum(axis=0)
    counts = (inside, on_border, *sums[-2:])
    return {
        "rows": int(sums.sum()),
        **{name: int(count) for name, count in zip(STATUSES, counts, strict=True)},
    }


def summary_csv(units: Units, sums: NDArray[np.int64]) -> str:
    """Return a CSV table of counts: one row a unit, ascending by adcode, then one for no unit.

    Parameters
    ----------
    units : Units
        What was placed in.
    sums : ndarray of int64
        Rows by answer.

    Returns
    -------
    str
        The units' columns, then ``rows, inside, on_border, outside, invalid``; units without a row
        are there, with zeros.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = units.columns[:-1]
    writer.writerow([*names, "rows", *STATUSES])
    for answer in range(0, units.size - 2, 2):
        inside, on_border = sums[answer], sums[answer + 1]
        cells = [units.answers[name][answer] for name in names]
        writer.writerow([*cells, inside + on_border, inside, on_border, 0, 0])
    outside, invalid = sums[-2:]
    writer.writerow([*([""] * len(names)), outside + invalid, 0, 0, outside, invalid])
    return text.getvalue()
