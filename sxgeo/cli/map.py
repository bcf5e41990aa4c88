"""`sxgeo map`: one interactive map, one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from sxgeo.cli.options import language_option, root_option


@click.command("map")
@click.argument("recipe", required=False)
@click.option("--layers", help="Layer ids instead of a recipe, separated by commas.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="HTML file.")
@language_option
@root_option
def command(
    recipe: str | None, layers: str | None, out: Path, language: str, root: Path | None
) -> None:
    """Write the map of RECIPE, or of some layers, as one file that needs no network."""
    if (recipe is None) == (layers is None):
        msg = "Give either a RECIPE or --layers a,b."
        raise click.UsageError(msg)
    from sxgeo.api import build_map
    from sxgeo.output import write_text

    chosen = [name.strip() for name in layers.split(",") if name.strip()] if layers else None
    chart = build_map(recipe, layers=chosen, root=root, language=language)  # type: ignore[arg-type]
    write_text(out, chart.get_root().render())
    click.echo(str(out))
