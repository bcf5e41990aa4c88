"""Licences: which of them bind what is made from their data, and which ask for a name beside it."""

from __future__ import annotations

import re

UNSTATED = ("", "unstated")
_SHARE_ALIKE = re.compile(
    r"\b(?:ODbL|CC-BY(?:-NC)?-SA|[AL]?GPL)-\d+(?:\.\d+)*(?:-or-later|-only)?(?![\w.])",
    re.IGNORECASE,
)
_NAMING = re.compile(r"\b(?:ODbL|ODC-By|CC-BY)(?:-[A-Z]+)*-\d", re.IGNORECASE)


def is_stated(licence: str) -> bool:
    """Return whether a licence says anything.

    Examples
    --------
    >>> [is_stated(each) for each in ("CC-BY-4.0", " ", "unstated")]
    [True, False, False]
    """
    return licence.strip() not in UNSTATED


def licences_of(*expressions: str) -> tuple[str, ...]:
    """Return the licences that expressions join by AND, each once, in their order.

    Examples
    --------
    >>> licences_of("CC-BY-4.0 AND ODbL-1.0", "ODbL-1.0", "MIT (package)")
    ('CC-BY-4.0', 'ODbL-1.0', 'MIT (package)')
    """
    return tuple(dict.fromkeys(part for each in expressions for part in each.split(" AND ")))


def share_alike(licence: str) -> tuple[str, ...]:
    """Return the licences of an expression that bind what is made from their data.

    Parameters
    ----------
    licence : str
        An SPDX expression; names written with spaces are understood too.

    Examples
    --------
    >>> share_alike("CC-BY-4.0 AND ODbL-1.0 AND LGPL-3.0-or-later")
    ('ODbL-1.0', 'LGPL-3.0-or-later')
    >>> share_alike("CC BY-SA 4.0")
    ('CC-BY-SA-4.0',)
    """
    return tuple(dict.fromkeys(_SHARE_ALIKE.findall(_spelled(licence))))


def asks_for_attribution(licence: str) -> bool:
    """Return whether a licence wants its source named where its data is shown.

    Examples
    --------
    >>> [asks_for_attribution(each) for each in ("ODbL-1.0", "CC-BY-4.0", "CC0-1.0", "facts only")]
    [True, True, False, False]
    """
    return bool(share_alike(licence)) or bool(_NAMING.search(_spelled(licence)))


def _spelled(licence: str) -> str:
    """Return an expression with the hyphens of SPDX in names that were written with spaces."""
    return re.sub(r"(?<=[A-Za-z]) (?=BY\b|\d)", "-", licence)
