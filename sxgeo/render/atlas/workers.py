"""Drawing pages in several processes: each holds one page at a time, and draws it once."""

from __future__ import annotations

import gc
import sys
import warnings
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.page_files import PageFormat, svg_names, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sxgeo.data.recipe import Recipe
    from sxgeo.data.theme import Language
    from sxgeo.render.atlas.pdf_part import PdfPart
    from sxgeo.render.atlas.trim import Press
    from sxgeo.render.atlas.user_data import Added

_held: list[Atlas] = []  # in a worker: the atlas it draws from


class Drawn(NamedTuple):
    """What a page became: its files, and its part of the book where one is made."""

    files: list[Path]
    part: PdfPart | None


@dataclass(frozen=True)
class Order:
    """What to make of the pages of an atlas.

    Attributes
    ----------
    folder : Path
        Where a page's files are written, each whole or not at all.
    dpi : int
        Pixels an inch.
    bound : bool
        Whether a book is made of the pages.
    """

    folder: Path
    dpi: int
    bound: bool


def draw_page(atlas: Atlas, number: int, formats: Sequence[PageFormat], order: Order) -> Drawn:
    """Draw a page and make of it what is ordered, files in `formats` among it."""
    page = atlas.draw(number)
    links = svg_names(atlas.pages)
    files = write_page(page, order.folder, formats, dpi=order.dpi, links=links)
    part = None
    if order.bound:
        from sxgeo.render.atlas.pdf_part import pdf_part

        part = pdf_part(page)
    page.close()
    return Drawn(files, part)


@contextmanager
def drawing_pool(
    atlas: Atlas, pages: Mapping[int, Sequence[PageFormat]], order: Order, *, processes: int
) -> Iterator[dict[int, Future[Drawn]]]:
    """Draw pages in other processes.

    Parameters
    ----------
    atlas : Atlas
        Its plan and scenes are taken over where the system can fork, made anew where not.
    pages : mapping of int to sequence of str
        Formats to write of every page.
    order : Order
        What else to make of them.
    processes : int
        How many.

    Yields
    ------
    dict of int to Future
        What every page becomes. What has not begun when the block ends is given up.
    """
    forks = sys.platform == "linux"
    if forks:
        _load_for_all()
        gc.freeze()  # or looking for garbage would copy all of it into every process
    _held.append(atlas)
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("fork" if forks else "spawn"),
        initializer=_hold,
        initargs=(atlas.recipe, atlas.root, atlas.language, atlas.paper, atlas.added, atlas.press),
    )
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of forking with threads; numpy's and shapely's idle ones do no harm.
            warnings.filterwarnings(
                "ignore", "This process .* is multi-threaded", DeprecationWarning
            )
            yield {
                number: pool.submit(_draw, number, formats, order)
                for number, formats in pages.items()
            }
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _held.clear()
        if forks:
            gc.unfreeze()


def _load_for_all() -> None:
    """Import what every page needs before the processes part, once for all of them."""
    import matplotlib.backends.backend_agg
    import matplotlib.figure  # noqa: F401 - imported to be there


def _hold(
    recipe: Recipe,
    root: Path,
    language: Language,
    paper: str,
    added: tuple[Added, ...],
    press: Press,
) -> None:
    if not _held:
        _held.append(
            Atlas(recipe, root=root, language=language, paper=paper, add=added, press=press)
        )


def _draw(number: int, formats: Sequence[PageFormat], order: Order) -> Drawn:
    return draw_page(_held[0], number, formats, order)
