"""`sxgeo export`: layers and boundaries for other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sxgeo.cli.options import json_option, language_option, root_option


@click.command("export")
@click.argument("layer_ids", metavar="[LAYERS]...", nargs=-1)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A file, whose suffix gives the format, or a new folder.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="gpkg, kml, pmtiles, qgz, xlsx, geojson, fgb, parquet, csv or shp. Repeatable.",
)
@click.option("--recipe", default="", help="Layers, title and hidden layers of a web recipe.")
@language_option
@json_option
@root_option
def command(
    layer_ids: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    recipe: str,
    language: str,
    root: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write LAYERS (ids of layers and admin levels; all if none) in the formats of other tools.

    A folder gets every format unless --format names some, with datapackage.json and a STAC
    catalogue. A .qgz project brings its data in a GeoPackage of the same name. Coordinates are
    WGS-84 (EPSG:4326). What a format cannot hold is told on stderr.
    """
    from sxgeo.export import export_layers

    report = export_layers(
        layer_ids,
        out,
        formats=formats,
        recipe=recipe,
        root=root,
        language=language,  # type: ignore[arg-type]
    )
    if as_json:
        content = {"files": [str(path) for path in report.files], "notes": list(report.notes)}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    for path in report.files:
        click.echo(str(path))
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
