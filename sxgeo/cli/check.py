"""`sxgeo check`: whether maps hold what they promise, and whether they may be published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sxgeo.cli.options import json_option, root_option

if TYPE_CHECKING:
    from sxgeo.errors import Issue


@click.command("check")
@click.argument("targets", metavar="[RECIPE|FILE]...", nargs=-1)
@click.option(
    "--publish",
    is_flag=True,
    help="Ask for all that a published map needs: sources, terms, datum, review, attribution.",
)
@click.option(
    "--basemap", "basemaps", multiple=True, metavar="ID", help="Tiles the map is to lie on."
)
@json_option
@root_option
def command(
    targets: tuple[str, ...],
    *,
    publish: bool,
    basemaps: tuple[str, ...],
    as_json: bool,
    root: Path | None,
) -> None:
    """Check RECIPEs, or all of them, and pages written to FILEs; exit 1 when anything is wrong.

    A recipe is checked with every layer it shows. A FILE is an .html page that sxgeo wrote: it must
    carry its credits and compliance lines and ask the network for nothing.
    """
    from sxgeo.data.recipe import list_recipes

    if basemaps and not publish:
        msg = "--basemap goes with --publish: it is the terms of tiles that are asked for."
        raise click.UsageError(msg)
    found = {
        target: _issues(target, publish, basemaps, root) for target in targets or list_recipes(root)
    }
    _report(found, as_json=as_json, publish=publish)
    if any(found.values()):
        raise click.exceptions.Exit(1)


def _issues(
    target: str, publish: bool, basemaps: tuple[str, ...], root: Path | None
) -> list[Issue]:
    """Return what is wrong with a recipe or a page."""
    if Path(target).suffix.lower() in (".html", ".htm"):
        return _page_issues(Path(target), root)
    from sxgeo.data.recipe import read_recipe
    from sxgeo.domain.publishing import check_layers, check_recipe
    from sxgeo.errors import DataError

    try:
        recipe = read_recipe(target, root)
    except DataError as error:
        return list(error.issues)
    if publish:
        return check_recipe(recipe, basemaps=basemaps, root=root)
    return check_layers(recipe, root=root)


def _page_issues(path: Path, root: Path | None) -> list[Issue]:
    from sxgeo.errors import Issue
    from sxgeo.render.web.page_check import check_page

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return [Issue(str(path), "", f"it cannot be read: {error.strerror}", "publish")]
    except UnicodeDecodeError:
        return [Issue(str(path), "", "it is not UTF-8, so it is no page that sxgeo wrote")]
    return check_page(text, str(path), root=root)


def _report(found: dict[str, list[Issue]], *, as_json: bool, publish: bool) -> None:
    from dataclasses import asdict

    if as_json:
        rows = {target: [asdict(each) for each in issues] for target, issues in found.items()}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for target, issues in found.items():
        verdict = "may be published" if publish else "no problems"
        count = f"{len(issues)} problem{'' if len(issues) == 1 else 's'}"
        click.echo(f"{target}: {count if issues else verdict}")
        for each in issues:
            click.echo(f"  {each.check}: {each}")
