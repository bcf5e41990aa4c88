"""The prefecture pages of the atlas with all their furniture, one process.

Run by `benchmarks/atlas/run.py` in a process of its own: our_pages.py FOLDER png|pdf PAGES
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sxgeo.data.recipe import read_recipe
from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.page_files import write_page
from sxgeo.render.atlas.pdf import PdfBook

FOLDER, FORMAT, PAGES = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def main() -> None:
    """Draw the pages; print seconds and processor seconds of each, without reading."""
    recipe = read_recipe("shanxi")
    if recipe.coverage is None:
        raise SystemExit(2)
    plain = {"pages": (), "front": (), "back": (),
             "coverage": recipe.coverage.model_copy(update={"table": False})}  # fmt: skip
    atlas = Atlas(recipe.model_copy(update=plain))
    seconds = []
    book = PdfBook(atlas.title, "", "", "") if FORMAT == "pdf" else None
    for page in atlas.pages[:PAGES]:
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


main()
