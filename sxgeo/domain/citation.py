"""Citations: ``source-id [locator]; other-id [locator]`` (see `geodata/CONVENTIONS.md`)."""

from __future__ import annotations

import re
from typing import NamedTuple

_ONE = re.compile(r"^\s*(?P<id>[A-Za-z0-9][A-Za-z0-9-]*)\s*(?:\[(?P<locator>[^\]]*)\])?\s*$")

_BILINGUAL = re.compile(r"(.*[\u2e80-\uffef].*?) / (.*)")  # the page's `Words.half` does the same


class Citation(NamedTuple):
    """One source or document id and where in it; the locator may be empty."""

    id: str
    locator: str


def parse_citations(cell: str) -> list[Citation]:
    """Return the citations of a cell, in order.

    Raises
    ------
    ValueError
        A part is not ``id`` or ``id [locator]``; the text is the part.

    Examples
    --------
    >>> parse_citations("osm-stations-2025 [太原南]; openflights")
    [Citation(id='osm-stations-2025', locator='太原南'), Citation(id='openflights', locator='')]
    """
    found = []
    for part in filter(None, (each.strip() for each in cell.split(";"))):
        match = _ONE.match(part)
        if match is None:
            raise ValueError(part)
        found.append(Citation(match["id"], (match["locator"] or "").strip()))
    return found


def cited_ids(cell: str) -> list[str]:
    """Return the ids a cell cites; a malformed cell cites nothing."""
    try:
        return [each.id for each in parse_citations(cell)]
    except ValueError:
        return []


def half(title: str, language: str) -> str:
    """Return the half of a title written ``中文 / English`` that is in a language; else the whole.

    Examples
    --------
    >>> half("长江水系 / Rivers", "en"), half("长江水系 / Rivers", "zh"), half("Rivers", "zh")
    ('Rivers', '长江水系', 'Rivers')
    """
    match = _BILINGUAL.fullmatch(title)
    return title if match is None else match[2 if language == "en" else 1]


_INNER = str.maketrans("“”‘’", "‘’“”")


def quoted(text: str) -> str:
    """Return a quote in quotation marks; those in it become single ones, as print has it.

    Examples
    --------
    >>> quoted("实施“五水综改”")
    '“实施‘五水综改’”'
    """
    return f"“{text.translate(_INNER)}”"


def is_citation_column(name: str) -> bool:
    """Return whether a column of a layer's frame holds citations.

    Examples
    --------
    >>> [is_citation_column(name) for name in ("source", "length_km_source", "datum_of_source")]
    [True, True, False]
    """
    return name == "source" or (name.endswith("_source") and name != "datum_of_source")
