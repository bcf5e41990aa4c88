"""Conditions as QGIS expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sxgeo.export.looks import Look


def quoted(text: str) -> str:
    r"""Return a text literal of a QGIS expression.

    Examples
    --------
    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def condition(look: Look) -> str:
    """Return what a feature must meet to wear a look; ``TRUE`` where everybody does."""
    parts = [
        f'"{name}" = {quoted(values[0])}'
        if len(values) == 1
        else f'"{name}" IN ({", ".join(map(quoted, values))})'
        for name, values in look.conditions
    ]
    return " AND ".join(parts) or "TRUE"
