"""`sxgeo place`: a table's positions placed in administrative units."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sxgeo.cli.options import json_option, progress_bar, root_option

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.errors import Issue
    from sxgeo.placing.faults import Faults
    from sxgeo.placing.files import Report
    from sxgeo.placing.placer import Question
    from sxgeo.placing.plan import Source
    from sxgeo.placing.units import Units

_ACCEPT = ["fullwidth", "decimal_comma", "dms", "faulty"]


@click.command("place")
@click.argument("inputs", metavar="IN...", nargs=-1, required=True)
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="File or folder to write."
)
@click.option("--lon", required=True, help="Longitude column.")
@click.option("--lat", required=True, help="Latitude column.")
@click.option(
    "--datum",
    required=True,
    help="wgs84, cgcs2000, gcj02 or bd09; or the column that gives each row's datum.",
)
@click.option("--level", default="county", show_default=True, help="Admin level to place in.")
@click.option("--summary", type=click.Path(path_type=Path), help="CSV file: rows by unit.")
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(_ACCEPT),
    help="Read numbers written so; faulty: take rows that look wrong as they stand. Repeatable.",
)
@click.option("--encoding", help="Of CSV files: utf-8, gb18030 or gbk; detected if not given.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="dask: many processes or machines; needs sxgeo[dask], writes a folder of Parquet parts.",
)
@click.option("--scheduler", help="Address of a Dask scheduler; without one a local cluster runs.")
@click.option("--workers", type=click.IntRange(1), help="Processes of the local cluster.")
@json_option
@root_option
def command(  # noqa: PLR0917
    inputs: tuple[str, ...],
    out: Path,
    summary: Path | None,
    encoding: str | None,
    engine: str,
    as_json: bool,
    root: Path | None,
    scheduler: str | None,
    workers: int | None,
    **asked: Any,  # noqa: ANN401
) -> None:
    """Add to each row of CSV or Parquet tables the county it lies in.

    IN: files, folders, or patterns in quotes. One file goes to a file, several to a folder with the
    same names. Rows are never dropped or reordered; a position on a border belongs to the unit with
    the smaller adcode. Every table is written whole or not at all.
    """
    from sxgeo.placing.encoding import check_encoding
    from sxgeo.placing.placer import Question
    from sxgeo.placing.plan import find_sources
    from sxgeo.placing.units import read_units

    if engine == "local" and (scheduler or workers):
        msg = "--scheduler and --workers are for --engine dask."
        raise click.UsageError(msg)
    sources = find_sources(inputs)
    question = Question(**asked)
    units = read_units(question.level, root=root)
    named = check_encoding(encoding) if encoding else None
    with _summary_file(summary) as part, progress_bar("place") as bar:
        if engine == "dask":
            from sxgeo.placing.cluster import Cluster, Work, place_on_cluster

            cluster = Cluster(scheduler, workers)
            work = Work(sources, question, units, named)
            sums, faults = place_on_cluster(work, out, cluster, progress=bar)
        else:
            run = _LocalRun(question, units, named, _Steps(sources, bar))
            sums, faults = run.place(sources, inputs, out)
        if part is not None:
            _write_summary(part, units, sums)
    _tell(out, units, sums, faults, as_json=as_json)


class _Steps:
    """Turns rows and bytes of each step into what the bar shows."""

    def __init__(self, sources: Sequence[Source], bar: Callable[[int, int, str], None]) -> None:
        self._total = sum(source.path.stat().st_size for source in sources)
        self._bar, self._rows, self._bytes = bar, 0, 0

    def __call__(self, rows: int, size: int) -> None:
        self._rows += rows
        self._bytes += size
        self._bar(self._bytes >> 20, max(self._total >> 20, 1), f"MB, {self._rows:,} rows")


class _LocalRun:
    """Places files one after the other in this process."""

    def __init__(
        self, question: Question, units: Units, encoding: str | None, steps: _Steps
    ) -> None:
        self._question, self._units = question, units
        self._encoding, self._steps = encoding, steps

    def place(
        self, sources: Sequence[Source], inputs: Sequence[str], out: Path
    ) -> tuple[NDArray[np.int64], list[Faults]]:
        """Write the output and return the sums; raise the faults of all tables together."""
        from sxgeo.output import replacing, replacing_folder
        from sxgeo.placing.plan import check_target

        if check_target(sources, inputs, out):
            with replacing(out) as part:
                return self._place_all({sources[0].path: part})
        with replacing_folder(out) as folder:
            return self._place_all({each.path: folder / each.name for each in sources})

    def _place_all(self, targets: dict[Path, Path]) -> tuple[NDArray[np.int64], list[Faults]]:
        from sxgeo.errors import DataError
        from sxgeo.placing.faults import joined_issues

        reports: list[Report] = []
        issues: list[Issue] = []
        for source, target in targets.items():
            try:
                reports.append(self._place(source, target))
            except DataError as error:
                issues += error.issues
        faults = [each.faults for each in reports]
        if issues := [*issues, *joined_issues(faults)]:
            raise DataError(issues)
        return sum((each.sums for each in reports[1:]), reports[0].sums), faults

    def _place(self, source: Path, target: Path) -> Report:
        from sxgeo.placing.files import place_file

        target.parent.mkdir(parents=True, exist_ok=True)
        return place_file(
            source,
            target,
            self._question,
            units=self._units,
            encoding=self._encoding,
            progress=self._steps,
        )


def _summary_file(path: Path | None) -> AbstractContextManager[Path | None]:
    from sxgeo.output import replacing

    return nullcontext() if path is None else replacing(path)


def _write_summary(path: Path, units: Units, sums: NDArray[np.int64]) -> None:
    from sxgeo.placing.summary import summary_csv

    path.write_text(summary_csv(units, sums), encoding="utf-8")


def _tell(
    out: Path, units: Units, sums: NDArray[np.int64], faults: Sequence[Faults], *, as_json: bool
) -> None:
    from sxgeo.placing.summary import totals

    counts = totals(units, sums)
    notes = [str(note) for each in faults for note in each.notes()]
    if as_json:
        content = {"out": str(out), **counts, "notes": notes}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    click.echo(str(out))
    numbers = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    click.echo(numbers.replace("_", " "), err=True)
    for note in notes:
        click.echo(f"note: {note}", err=True)
