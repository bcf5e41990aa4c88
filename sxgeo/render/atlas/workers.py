"""Drawing PNG pages in several processes: each holds one page at a time."""

from __future__ import annotations

import sys
import warnings
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.page_files import PageFormat, svg_names, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sxgeo.data.recipe import Recipe
    from sxgeo.data.theme import Language
    from sxgeo.render.atlas.trim import Press
    from sxgeo.render.atlas.user_data import Added

_held: list[Atlas] = []  # in a worker: the atlas it draws from


@contextmanager
def drawing_pool(
    atlas: Atlas,
    pages: Mapping[int, Sequence[PageFormat]],
    folder: Path,
    dpi: int,
    *,
    processes: int,
) -> Iterator[dict[int, Future[list[Path]]]]:
    """Draw pages beside this process.

    Parameters
    ----------
    atlas : Atlas
        Its plan, scenes and index are taken over where the system can fork, made anew where not.
    pages : mapping of int to sequence of str
        Formats to write of every page.
    folder : Path
        Where each page is written, whole or not at all.
    dpi : int
        Pixels an inch.
    processes : int
        How many.

    Yields
    ------
    dict of int to Future
        For every page the files it becomes. What has not begun when the block ends is given up.
    """
    forks = sys.platform == "linux"
    if forks:
        atlas.index_entries()
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
                number: pool.submit(_draw, number, formats, folder, dpi)
                for number, formats in pages.items()
            }
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        _held.clear()


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


def _draw(number: int, formats: Sequence[PageFormat], folder: Path, dpi: int) -> list[Path]:
    page = _held[0].draw(number)
    files = write_page(page, folder, formats, dpi=dpi, links=svg_names(_held[0].pages))
    page.close()
    return files
