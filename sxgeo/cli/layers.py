"""`sxgeo layers`: list, show, check, start (new), seal and export layers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sxgeo.cli.options import json_option, root_option
from sxgeo.data.catalogue import open_catalogue

if TYPE_CHECKING:
    from sxgeo.data.descriptor import LayerDescriptor


@click.group("layers")
def command() -> None:
    """List, show, check, start (new), seal and export layers."""


@command.command("list")
@json_option
@root_option
def list_(*, as_json: bool, root: Path | None) -> None:
    """List every layer: id, theme, number of features, title."""
    rows = [_row(each) for each in open_catalogue(root).descriptors()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.cells import cell_len

    table = [[each["id"], each["theme"], str(each["features"]), each["title"]] for each in rows]
    widths = [max(map(cell_len, column), default=0) for column in zip(*table, strict=True)]
    for cells in table:
        padded = [
            text + " " * (width - cell_len(text)) for text, width in zip(cells, widths, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


@command.command("show")
@click.argument("layer_id", metavar="ID")
@json_option
@root_option
def show(layer_id: str, *, as_json: bool, root: Path | None) -> None:
    """Show what a layer says of itself."""
    descriptor = open_catalogue(root).descriptor(layer_id)
    content = descriptor.model_dump()
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    for key, value in content.items():
        if isinstance(value, (list, tuple)):
            click.echo(f"{key}:")
            for each in value:
                click.echo(f"  - {_line(each)}")
        else:
            click.echo(f"{key}: {_line(value)}")


@command.command("check")
@click.argument("layer_ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--positions",
    is_flag=True,
    help="Report the evidence of every position instead, worst first over all layers.",
)
@json_option
@root_option
def check(layer_ids: tuple[str, ...], *, positions: bool, as_json: bool, root: Path | None) -> None:
    """Run the five checks on some layers, or on all; exit 1 when anything is wrong."""
    chosen = list(layer_ids) or open_catalogue(root).layer_ids()
    wrong = (_report_positions if positions else _report_issues)(chosen, as_json, root)
    if wrong:
        raise click.exceptions.Exit(1)


def _report_issues(chosen: list[str], as_json: bool, root: Path | None) -> bool:
    """Print the faults of layers; return whether there is any."""
    from dataclasses import asdict

    from sxgeo.domain.validation import check_layer, documents_dir

    found = {layer_id: check_layer(layer_id, root=root) for layer_id in chosen}
    if as_json:
        rows = {layer_id: [asdict(each) for each in issues] for layer_id, issues in found.items()}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return any(found.values())
    for layer_id, issues in found.items():
        click.echo(f"{layer_id}: {len(issues) or 'no'} problem{'' if len(issues) == 1 else 's'}")
        for each in issues:
            click.echo(f"  {each.check}: {each}")
    if documents_dir() is None:
        click.echo("quotes were not compared: SXGEO_DOCUMENTS names no folder", err=True)
    return any(found.values())


def _report_positions(chosen: list[str], as_json: bool, root: Path | None) -> bool:
    """Print the evidence of positions; return whether anything contradicts one."""
    from sxgeo.cli.position_report import report_json, report_lines
    from sxgeo.domain.evidence import collect_evidence

    found = {layer_id: collect_evidence(layer_id, root=root) for layer_id in chosen}
    if as_json:
        click.echo(json.dumps(report_json(found), ensure_ascii=False, indent=1))
    else:
        for line in report_lines(found):
            click.echo(line)
    return any(each.contradictions for rows_of_layer in found.values() for each in rows_of_layer)


@command.command("seal")
@click.argument("layer_ids", metavar="[ID]...", nargs=-1)
@root_option
def seal(layer_ids: tuple[str, ...], root: Path | None) -> None:
    """Write the hash and row count of every data file into layer.toml, after a meant change."""
    from sxgeo.data.sealing import seal_layer
    from sxgeo.output import write_text

    catalogue = open_catalogue(root)
    for layer_id in layer_ids or catalogue.layer_ids():
        folder = catalogue.layer_folder(layer_id)
        write_text(folder / "layer.toml", seal_layer(folder, root=catalogue.root))
        click.echo(layer_id)


@command.command("export")
@click.argument("layer_id", metavar="ID")
@click.option("--format", "file_format", required=True, help="geojson, gpkg, fgb, parquet or csv.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@root_option
def export(layer_id: str, file_format: str, out: Path, root: Path | None) -> None:
    """Write a layer, or the boundaries of a level, in a format other tools read (EPSG:4326)."""
    from sxgeo.api import read_boundaries, read_layer
    from sxgeo.export import write_frame
    from sxgeo.output import replacing

    levels = open_catalogue(root).region().levels
    read = read_boundaries if layer_id in levels else read_layer
    frame = read(layer_id, root=root)
    with replacing(out) as part:
        write_frame(frame, part, file_format, layer=layer_id)
    click.echo(str(out))


@command.command("new")
@click.argument("layer_id", metavar="ID")
@click.option(
    "--from", "source", required=True, type=click.Path(path_type=Path), help="File to start from."
)
@click.option("--datum", help="wgs84, cgcs2000, gcj02 or bd09, unless the file's CRS states it.")
@click.option("--lon", help="Longitude column of a table.")
@click.option("--lat", help="Latitude column of a table.")
@click.option("--name", help="Column that names the features.")
@click.option("--theme", help="A theme of maps/theme.toml.")
@root_option
def new(layer_id: str, source: Path, root: Path | None, **answers: str | None) -> None:
    """Make a layer folder from a file, and say what its descriptor still lacks."""
    from sxgeo.domain.new_layer import layer_files
    from sxgeo.domain.validation import check_layer
    from sxgeo.output import replacing_folder

    catalogue = open_catalogue(root)
    folder = catalogue.geodata / "layers" / layer_id
    files = layer_files(layer_id, source, catalogue=catalogue, **answers)
    with replacing_folder(folder) as part:
        for name, content in files.items():
            (part / name).write_bytes(content)
    click.echo(str(folder))
    for each in check_layer(layer_id, root=root):
        click.echo(f"  to do, {each.check}: {each}", err=True)


def _row(descriptor: LayerDescriptor) -> dict[str, Any]:
    return {
        "id": descriptor.id,
        "title": descriptor.title,
        "title_en": descriptor.title_en,
        "theme": descriptor.theme,
        "geometry_type": list(descriptor.geometry_type),
        "features": descriptor.file_rows("features.csv"),
        "each_row_is_a": descriptor.each_row_is_a,
    }


def _line(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}={each}" for key, each in value.items() if each not in ("", None))
    return str(value)
