"""`sxgeo refine`: an overlay with truer positions, from an OpenStreetMap extract or a table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sxgeo.cli.options import json_option, progress_bar, root_option

if TYPE_CHECKING:
    from sxgeo.errors import Issue
    from sxgeo.refine.run import Refinement


@click.command("refine")
@click.option("--osm", type=click.Path(path_type=Path), help="OpenStreetMap extract (.osm.pbf).")
@click.option(
    "--positions", type=click.Path(path_type=Path), help="CSV file: place, lon, lat, accuracy_m."
)
@click.option("--datum", help="Datum of the positions: wgs84, cgcs2000, gcj02 or bd09.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder to make: a root that --root reads.",
)
@click.option("--layers", help="Layer ids, joined by commas; all with a network if not given.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.6,
    show_default=True,
    help="A match that scores less is doubtful and refused.",
)
@click.option(
    "--max-reach",
    type=click.FloatRange(0, min_open=True),
    default=5000.0,
    show_default=True,
    help="Metres: the farthest from a network that a waypoint may lie.",
)
@click.option(
    "--max-station",
    type=click.FloatRange(0, min_open=True),
    default=20_000.0,
    show_default=True,
    help="Metres: the farthest that a station is moved.",
)
@click.option(
    "--max-gap",
    type=click.FloatRange(0),
    default=300.0,
    show_default=True,
    help="Metres: the widest gap between ends of ways that is joined.",
)
@json_option
@root_option
def command(
    osm: Path | None,
    positions: Path | None,
    datum: str | None,
    out: Path,
    layers: str | None,
    as_json: bool,
    root: Path | None,
    **limits: float,
) -> None:
    """Write an overlay: a copy of the data with stations and lines where they truly are.

    With --osm, stations are looked up by name and distance, and lines are drawn along their
    network. With --positions, places stand where your table says. Whatever is doubtful stays as it
    was; refine-report.json and refine-report.csv in the overlay say what changed, and what did not
    and why. Draw with it: sxgeo build --root OVERLAY.
    """
    if (osm is None) == (positions is None):
        msg = "Give either --osm or --positions."
        raise click.UsageError(msg)
    if positions is not None and datum is None:
        msg = "--positions needs --datum: wgs84, cgcs2000, gcj02 or bd09."
        raise click.UsageError(msg)
    named = tuple(each.strip() for each in (layers or "").split(",") if each.strip())
    if positions is not None and named:
        msg = "--layers goes with --osm: a table of positions names its places itself."
        raise click.UsageError(msg)
    refinement = _refined(osm, positions, datum or "", root, named, limits)
    issues = _write(refinement, out)
    _tell(refinement, out, issues, as_json=as_json)


def _refined(
    osm: Path | None,
    positions: Path | None,
    datum: str,
    root: Path | None,
    layers: tuple[str, ...],
    limits: dict[str, float],
) -> Refinement:
    if positions is not None:
        from sxgeo.refine.positions import refine_by_positions

        return refine_by_positions(positions, datum, root=root)
    from sxgeo.refine.judging import Limits
    from sxgeo.refine.run import refine_by_extract

    used = Limits(
        limits["min_score"], limits["max_reach"], limits["max_station"], limits["max_gap"]
    )
    assert osm is not None  # noqa: S101  (one of the two is given)
    with progress_bar("refine") as progress:
        return refine_by_extract(osm, root=root, layers=layers, limits=used, progress=progress)


def _write(refinement: Refinement, out: Path) -> list[Issue]:
    """Write the overlay, whole or not at all, and return what its layers' checks find."""
    from sxgeo.data.sealing import seal_layer
    from sxgeo.domain.validation import check_layer
    from sxgeo.output import replacing_folder, write_text
    from sxgeo.refine.overlay import build_overlay
    from sxgeo.refine.report import report_csv, report_json

    overlay = build_overlay(refinement)
    with replacing_folder(out) as part:
        for name in ("geodata", "maps"):
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(refinement.catalogue.root / name, part / name, ignore=ignored)
        for name, text in overlay.files.items():
            if text is None:
                (part / name).unlink()
            else:
                write_text(part / name, text)
        for layer_id in overlay.layers:
            folder = part / "geodata" / "layers" / layer_id
            write_text(folder / "layer.toml", seal_layer(folder, root=part))
        write_text(part / "refine-report.json", report_json(refinement))
        write_text(part / "refine-report.csv", report_csv(refinement))
        return [issue for layer in overlay.layers for issue in check_layer(layer, root=part)]


def _tell(refinement: Refinement, out: Path, issues: list[Issue], *, as_json: bool) -> None:
    from sxgeo.refine.report import counts

    found = counts(refinement)
    if as_json:
        content = {"out": str(out), **found, "issues": [str(each) for each in issues]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    click.echo(str(out))
    told = ", ".join(f"{name}: {count}" for name, count in found.items())
    click.echo(told or "nothing was looked up", err=True)
    for each in issues:
        click.echo(f"check: {each}", err=True)
