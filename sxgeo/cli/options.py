"""Options that many commands share, and progress on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sxgeo.domain.user_layer import UserData

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with geodata/ and maps/ to use instead of the built-in data.",
)
language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of what readers see.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON to stdout.")
_ADDED = (
    click.option(
        "--add",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Your own .csv .xlsx .geojson .gpkg .parquet .shp …; may be given several times.",
    ),
    click.option("--lon", default="lon", show_default=True, help="Longitude column of --add."),
    click.option("--lat", default="lat", show_default=True, help="Latitude column of --add."),
    click.option("--datum", default="", help="Datum of --add: wgs84, cgcs2000, gcj02 or bd09."),
    click.option("--name", default="", help="Column that names the features of --add."),
    click.option(
        "--title", default="", help="What the added layer is called; else the file's name."
    ),
    click.option("--symbol", default="circle", show_default=True, help="Shape of the added marks."),
    click.option("--by", default="", help="Column of --add whose values become classes."),
)
USER_DATA = ("lon", "lat", "datum", "name", "title", "symbol", "by")
"""Names of the options that describe what is added."""


def user_data_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--add` and the options that say what is added (see `user_data`)."""
    for option in reversed(_ADDED):
        command = option(command)
    return command


def user_data(add: Sequence[Path], described: Mapping[str, Any]) -> list[UserData]:
    """Return what `user_data_options` were given.

    Parameters
    ----------
    add : sequence of Path
        Files.
    described : mapping of str to object
        The command's other options; those of `user_data_options` hold for every file.
    """
    from sxgeo.domain.user_layer import UserData

    told = {name: described[name] for name in USER_DATA}
    return [UserData(each, **told) for each in add]


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on stderr while the block runs; silent where stderr is no terminal.

    Yields
    ------
    callable
        Takes (steps done, steps in all, what is being done).
    """
    import sys

    if not sys.stderr.isatty():
        yield lambda _done, _total, _what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.fields[title]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", title=title, total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance
