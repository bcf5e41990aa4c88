"""The prefecture pages of the atlas with all their furniture.

Run by `benchmarks/atlas/run.py` in a process of its own: our_pages.py FOLDER png|pdf PAGES draws
them one by one and times each; FOLDER list 0 prints their numbers, and FOLDER set JOBS NUMBERS…
writes those pages as the command does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sxgeo.data.recipe import Recipe, read_recipe
from sxgeo.render.atlas import Atlas, render_atlas
from sxgeo.render.atlas.page_files import write_page
from sxgeo.render.atlas.pdf import PdfBook

if TYPE_CHECKING:
    from sxgeo.render.atlas.page import PagePlan

FOLDER, FORMAT, PAGES = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def plain_recipe() -> Recipe:
    """Return the atlas' recipe with nothing in it but the maps of the prefectures."""
    recipe = read_recipe("shanxi")
    if recipe.coverage is None:
        raise SystemExit(2)
    coverage = recipe.coverage.model_copy(update={"table": False})
    update = {"pages": (), "front": (), "back": (), "coverage": coverage}
    return recipe.model_copy(update=update)


def prefecture_pages(atlas: Atlas) -> list[PagePlan]:
    """Return the pages that every contender draws; one for a crowded centre is ours alone."""
    return [page for page in atlas.pages if not page.slug.endswith("-centre")]


def main() -> None:
    """Draw the pages; print seconds and processor seconds of each, without reading."""
    atlas = Atlas(plain_recipe())
    seconds = []
    book = PdfBook(atlas.title, "", "", "") if FORMAT == "pdf" else None
    for page in prefecture_pages(atlas)[:PAGES]:
        start = time.perf_counter(), time.process_time()
        drawn = atlas.draw(page.number)
        if book is None:
            write_page(drawn, FOLDER, ["png"], dpi=300)
        else:
            book.add(drawn)
        drawn.close()
        now = time.perf_counter(), time.process_time()
        seconds.append((now[0] - start[0], now[1] - start[1]))
    if book is not None:  # fonts are written once, at the end: shared out over the pages
        start = time.perf_counter(), time.process_time()
        book.finish(FOLDER / "ours.pdf")
        wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
        count = len(seconds)
        seconds = [(one + wall / count, other + cpu / count) for one, other in seconds]
    print(*(f"{wall:.4f}/{cpu:.4f}" for wall, cpu in seconds))


def write_set(jobs: int, numbers: list[int]) -> None:
    """Write PNG pages with so many processes, start and reading included."""
    render_atlas(plain_recipe(), FOLDER / "set", fmt="png", jobs=jobs, pages=numbers)


if FORMAT == "list":
    print(*(page.number for page in prefecture_pages(Atlas(plain_recipe()))))
elif FORMAT == "set":
    write_set(PAGES, [int(each) for each in sys.argv[4:]])
else:
    main()
