"""`sxgeo map`: one interactive map, one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from sxgeo.cli.options import language_option, root_option


@click.command("map")
@click.argument("recipe", required=False)
@click.option("--layers", help="Layer ids instead of a recipe, separated by commas.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="HTML file.")
@click.option(
    "--add",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Your own .csv .xlsx .geojson .gpkg .parquet .shp …; may be given several times.",
)
@click.option("--lon", default="lon", show_default=True, help="Longitude column of --add.")
@click.option("--lat", default="lat", show_default=True, help="Latitude column of --add.")
@click.option("--datum", default="", help="Datum of --add: wgs84, cgcs2000, gcj02 or bd09.")
@click.option("--name", default="", help="Column that names the features of --add.")
@click.option("--title", default="", help="What the added layer is called; else the file's name.")
@click.option("--symbol", default="circle", show_default=True, help="Shape of the added marks.")
@click.option("--by", default="", help="Column of --add whose values become classes.")
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
    from sxgeo.api import UserData, map_scene
    from sxgeo.output import write_text
    from sxgeo.render.web import render_html

    chosen = [name.strip() for name in layers.split(",") if name.strip()] if layers else None
    added = [UserData(each, **described) for each in add]
    scene = map_scene(recipe, layers=chosen, root=root, add=added)
    page = render_html(
        scene,
        language=language,  # type: ignore[arg-type]
        basemaps=basemaps,
        write_keys=write_keys,
        root=root,
    )
    write_text(out, page)
    click.echo(str(out))
