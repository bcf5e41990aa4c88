"""One map with sxgeo: `python draw_sxgeo.py FOLDER OUT`."""

from __future__ import annotations

import sys


def main(folder: str, out: str) -> None:
    """Write the content's map as one file."""
    from sxgeo.data.recipe import Recipe
    from sxgeo.domain.scene import build_scene
    from sxgeo.output import write_text
    from sxgeo.render.web import render_html

    root = f"{folder}/root"
    recipe = Recipe(id="bench", kind="web", title="t", title_en="t", layers=("points", "lines"))
    write_text(out, render_html(build_scene(recipe, root=root)))


if __name__ == "__main__":
    main(*sys.argv[1:])
