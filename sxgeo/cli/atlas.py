"""`sxgeo atlas`: PNG pages and one PDF."""

from __future__ import annotations

from pathlib import Path

import click

from sxgeo.cli.options import language_option, progress_bar, root_option


@click.command("atlas")
@click.argument("recipe")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A .pdf file, or a folder for PNG pages and the PDF.",
)
@click.option("--dpi", type=click.IntRange(36, 1200), default=300, show_default=True)
@click.option("--paper", help="Paper size of maps/theme.toml instead of the recipe's.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@language_option
@root_option
def command(
    recipe: str,
    out: Path,
    dpi: int,
    paper: str | None,
    jobs: int,
    language: str,
    root: Path | None,
) -> None:
    """Write the atlas of RECIPE."""
    from sxgeo.api import render_atlas

    with progress_bar(recipe) as progress:
        written = render_atlas(
            recipe,
            out,
            root=root,
            language=language,  # type: ignore[arg-type]
            progress=progress,
            dpi=dpi,
            paper=paper,
            jobs=jobs,
        )
    for path in written:
        click.echo(str(path))
