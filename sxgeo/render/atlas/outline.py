"""The outline of an atlas: which page is listed below which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sxgeo.render.atlas.page import PagePlan


def outline_parents(pages: Sequence[PagePlan]) -> dict[int, int]:
    """Return the number of the page each page is listed below; the outermost are left out.

    The map of a unit of the coverage holds the map of its centre and its table; the first page of
    a text or table holds the others.

    Parameters
    ----------
    pages : sequence of PagePlan
        All pages of an atlas, in order.
    """
    found: dict[int, int] = {}
    unit: PagePlan | None = None
    first: PagePlan | None = None
    for page in pages:
        if not page.part:
            first = page
        elif first is not None:
            found[page.number] = first.number
            continue
        if unit is not None and _of_one_unit(unit, page):
            found[page.number] = unit.number
        else:
            unit = page
    return found


def nearest_listed(number: int, parents: Mapping[int, int], listed: Collection[int]) -> int | None:
    """Return the nearest page above a page that is listed at all, None where there is none.

    Examples
    --------
    >>> nearest_listed(7, {7: 6, 6: 5}, {5, 7})
    5
    """
    above = parents.get(number)
    while above is not None and above not in listed:
        above = parents.get(above)
    return above


def _of_one_unit(unit: PagePlan, page: PagePlan) -> bool:
    """Return whether a page belongs to a unit's map; a recipe's own page names its extent."""
    if unit.focus is None or page.focus is None or unit.content is None or page.content is None:
        return False
    of_coverage = not unit.content.extent and not page.content.extent
    return of_coverage and unit.focus.key == page.focus.key
