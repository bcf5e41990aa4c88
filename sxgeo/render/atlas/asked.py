"""What a caller asks of an atlas, checked before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import index
from typing import TYPE_CHECKING, get_args

from sxgeo.data.recipe import Orientation
from sxgeo.errors import SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.data.recipe import Recipe
    from sxgeo.render.atlas.atlas import Atlas

_MOST_DPI = 1200
_FILE_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")  # of x.jpg and x.tiff, not of maps-1.5


def wanted_pages(atlas: Atlas, pages: object) -> list[int]:
    """Return the numbers of the pages asked for, each once; of all pages where None is.

    Parameters
    ----------
    atlas : Atlas
        Whose pages.
    pages : iterable of int, optional
        As the caller gave them.

    Raises
    ------
    SxgeoError
        They are no numbers, or there are none of them.
    UnknownNameError
        The atlas has no such page.
    """
    if pages is None:
        return [plan.number for plan in atlas.pages]
    if isinstance(pages, str | bytes) or not isinstance(pages, Iterable):
        msg = f"pages is {pages!r}; expected a list of page numbers, such as [3, 5]."
        raise SxgeoError(msg)
    numbers = list(dict.fromkeys(_whole(each, "A page") for each in pages))
    if not numbers:
        msg = "pages is empty, so there is nothing to draw; leave it out for all pages."
        raise SxgeoError(msg)
    return [atlas.plan_of(number).number for number in numbers]


def turned(recipe: Recipe, orientation: Orientation | None) -> Recipe:
    """Return the recipe with its sheets turned as asked; as it is where nothing is asked.

    Raises
    ------
    UnknownNameError
        It is no orientation.
    """
    if orientation is None:
        return recipe
    known = get_args(Orientation)
    if orientation not in known:
        raise UnknownNameError("orientation", orientation, known)
    return recipe.model_copy(update={"orientation": orientation})


def check_numbers(*, dpi: object, jobs: object) -> None:
    """Raise SxgeoError where no image has so many pixels an inch, or no work so many processes."""
    if not 1 <= _whole(dpi, "dpi") <= _MOST_DPI:
        msg = f"dpi is {dpi}; expected 1 to {_MOST_DPI}."
        raise SxgeoError(msg)
    if _whole(jobs, "jobs") < 1:
        msg = f"jobs is {jobs}; expected the number of processes, 1 or more."
        raise SxgeoError(msg)


def check_target(target: Path) -> None:
    """Raise SxgeoError where a target has the name of one file that is no PDF."""
    suffix = target.suffix
    if suffix.lower() == ".pdf" or not _FILE_SUFFIX.fullmatch(suffix) or target.is_dir():
        return
    msg = (
        f"Pages need a folder, but {target} is the name of one file, and only a .pdf holds a whole "
        f"atlas; leave out {suffix!r} (pages are PNG, TIFF or SVG by their format), or make a "
        "folder of that name first."
    )
    raise SxgeoError(msg)


def _whole(value: object, what: str) -> int:
    try:
        return index(value)  # type: ignore[arg-type]
    except TypeError:
        msg = f"{what} is {value!r}; expected a whole number."
        raise SxgeoError(msg) from None
