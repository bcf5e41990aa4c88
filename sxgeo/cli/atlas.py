"""`sxgeo atlas`: PNG pages and one PDF."""

from __future__ import annotations

from pathlib import Path

import click

from sxgeo.cli.options import (
    USER_DATA,
    language_option,
    progress_bar,
    root_option,
    user_data,
    user_data_options,
)

_MOST_DIGITS = 5  # of a page's number


@click.command("atlas")
@click.argument("recipe")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A .pdf file, or a folder for the pages and the PDF.",
)
@click.option("--dpi", type=click.IntRange(36, 1200), default=300, show_default=True)
@click.option("--paper", help="Paper size of maps/theme.toml instead of the recipe's.")
@click.option(
    "--orientation",
    type=click.Choice(["portrait", "landscape"]),
    help="How the paper is turned, instead of the recipe's.",
)
@click.option(
    "--pages",
    callback=lambda _context, _option, text: None if text is None else page_numbers(text),
    help="Only these pages, by number: 3,5-7.",
)
@click.option(
    "--format",
    "fmt",
    multiple=True,
    type=click.Choice(["png", "tif", "svg", "pdf"]),
    help="What to write into the folder, may be repeated; without it png and pdf. PNG pages have a "
    "world file beside them, tif is GeoTIFF.",
)
@click.option(
    "--bleed",
    type=float,
    metavar="MM",
    help="Let colours run on over the paper's edge and add crop marks; printers usually ask for 3.",
)
@click.option("--greyscale", is_flag=True, help="Every colour as the grey that is as light.")
@click.option("--resume", is_flag=True, help="Leave pages whose inputs did not change.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@user_data_options
@language_option
@root_option
def command(
    recipe: str,
    out: Path,
    *,
    add: tuple[Path, ...],
    language: str,
    root: Path | None,
    **options: object,
) -> None:
    """Write the atlas of RECIPE."""
    from sxgeo.api import render_atlas

    described = {name: options.pop(name) for name in USER_DATA}
    with progress_bar(recipe) as progress:
        written = render_atlas(
            recipe,
            out,
            root=root,
            language=language,  # type: ignore[arg-type]
            add=user_data(add, described),
            progress=progress,
            **options,
        )
    for path in written:
        click.echo(str(path))


def page_numbers(text: str) -> list[int]:
    """Return the numbers a list of pages names, ascending.

    Raises
    ------
    click.BadParameter
        It is no list of numbers and ranges, or a range ends before it begins.

    Examples
    --------
    >>> page_numbers("3,5-7")
    [3, 5, 6, 7]
    """
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        numbers = (first, last or first)
        if not all(each.isascii() and each.isdigit() for each in numbers):
            message = f"{part!r} is no page or range of pages; write 3,5-7."
            raise click.BadParameter(message)
        if len(max(numbers, key=len)) > _MOST_DIGITS:
            message = f"{part!r}: no atlas has so many pages."
            raise click.BadParameter(message)
        if int(numbers[1]) < int(numbers[0]):
            message = f"{part!r} ends before it begins; write {numbers[1]}-{numbers[0]}."
            raise click.BadParameter(message)
        found.update(range(int(numbers[0]), int(numbers[1]) + 1))
    return sorted(found)
