"""`sxgeo map`: one interactive map, one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from sxgeo.cli.options import language_option, root_option, user_data, user_data_options


@click.command("map")
@click.argument("recipe", required=False)
@click.option("--layers", help="Layer ids instead of a recipe, separated by commas.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="HTML file.")
@user_data_options
@click.option(
    "--basemap",
    "basemaps",
    multiple=True,
    help="Tiles of maps/basemaps.toml the reader may choose; they come over the network.",
)
@click.option(
    "--write-key",
    "write_keys",
    multiple=True,
    help="Basemap whose key, read from the environment, may stand in the file.",
)
@language_option
@root_option
def command(
    recipe: str | None,
    layers: str | None,
    out: Path,
    *,
    add: tuple[Path, ...],
    basemaps: tuple[str, ...],
    write_keys: tuple[str, ...],
    language: str,
    root: Path | None,
    **described: str,
) -> None:
    """Write the map of RECIPE, or of some layers, as one file that needs no network."""
    if (recipe is None) == (layers is None):
        msg = "Give either a RECIPE or --layers a,b."
        raise click.UsageError(msg)
    from sxgeo.api import map_scene
    from sxgeo.output import write_text
    from sxgeo.render.web import render_html

    chosen = [name.strip() for name in layers.split(",") if name.strip()] if layers else None
    scene = map_scene(recipe, layers=chosen, root=root, add=user_data(add, described))
    page = render_html(
        scene,
        language=language,  # type: ignore[arg-type]
        basemaps=basemaps,
        write_keys=write_keys,
        root=root,
    )
    write_text(out, page)
    click.echo(str(out))
