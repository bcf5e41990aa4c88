"""`sxgeo build`: every map and atlas of the recipes, with a gallery."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sxgeo.cli.options import language_option, progress_bar, root_option

if TYPE_CHECKING:
    from sxgeo.data.recipe import Recipe


@click.command("build")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    help="Folder to write to.",
)
@click.option("--only", type=click.Choice(["maps", "atlas"]), help="Leave the other out.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@language_option
@root_option
def command(out: Path, only: str | None, jobs: int, language: str, root: Path | None) -> None:
    """Write every map and atlas of maps/recipes/ and an index.html that leads to them."""
    from sxgeo.data.recipe import read_recipes

    webs = read_recipes("web", root) if only != "atlas" else []
    atlases = read_recipes("atlas", root) if only != "maps" else []
    _check_layers(root)
    written = _write_maps(webs, out, language, root)
    for recipe in atlases:
        written += _write_atlas(recipe, out, language, root, jobs)
    written.append(_write_gallery(out, language, root))
    for path in written:
        click.echo(str(path))


def _check_layers(root: Path | None) -> None:
    """Refuse to draw data that breaks its own rules, before anything is written."""
    from sxgeo.data.catalogue import open_catalogue
    from sxgeo.domain.validation import check_layer
    from sxgeo.errors import DataError

    layer_ids = open_catalogue(root).layer_ids()
    issues = []
    with progress_bar("check") as progress:
        for done, layer_id in enumerate(layer_ids):
            progress(done, len(layer_ids), layer_id)
            issues += check_layer(layer_id, root=root)
    if issues:
        raise DataError(issues)


def _write_maps(recipes: list[Recipe], out: Path, language: str, root: Path | None) -> list[Path]:
    from sxgeo.domain.scene import build_scene
    from sxgeo.output import write_text
    from sxgeo.render.web import render_html

    written = []
    with progress_bar("maps") as progress:
        for done, recipe in enumerate(recipes):
            progress(done, len(recipes), recipe.title)
            page = render_html(build_scene(recipe, root=root), language=language, root=root)  # type: ignore[arg-type]
            path = out / f"{recipe.id}.html"
            write_text(path, page)
            written.append(path)
    return written


def _write_atlas(
    recipe: Recipe, out: Path, language: str, root: Path | None, jobs: int
) -> list[Path]:
    from sxgeo.api import render_atlas

    with progress_bar(recipe.title) as progress:
        return render_atlas(
            recipe,
            out / recipe.id,
            root=root,
            language=language,  # type: ignore[arg-type]
            progress=progress,
            jobs=jobs,
        )


def _write_gallery(out: Path, language: str, root: Path | None) -> Path:
    from sxgeo.data.recipe import read_recipes
    from sxgeo.output import write_text
    from sxgeo.render.web import render_gallery

    path = out / "index.html"
    page = render_gallery(read_recipes(root=root), out, root=root, language=language)  # type: ignore[arg-type]
    write_text(path, page)
    return path
