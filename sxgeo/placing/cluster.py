"""Placing on a Dask cluster: parts of about four million rows, each written whole or not at all.

A finished part stays where it is: when a worker dies its part is done again elsewhere, and when the
run dies the next one goes on with the parts that are missing. The output folder appears only when
all of them are there.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sxgeo.errors import DataError, Issue, OutputError, SxgeoError
from sxgeo.output import replacing, write_text
from sxgeo.placing.faults import Faults, joined_issues
from sxgeo.placing.files import Report, is_parquet, place_file
from sxgeo.placing.parquet_file import group_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from sxgeo.placing.placer import Question
    from sxgeo.placing.plan import Source
    from sxgeo.placing.units import Units

    Progress = Callable[[int, int, str], None]

PART_ROWS = 1 << 22
_RETRIES = 3
_PATIENCE = "10s"


@dataclass(frozen=True)
class Cluster:
    """Where to run.

    Attributes
    ----------
    scheduler : str or None
        Address of a running scheduler, whose workers see the same files by the same paths; without
        one, processes of this machine.
    workers : int or None
        How many such processes; None takes one a processor.
    """

    scheduler: str | None = None
    workers: int | None = None


@dataclass(frozen=True)
class Work:
    """What to place, and how.

    Attributes
    ----------
    sources : sequence of Source
        Tables, in the order of the output.
    question : Question
        What is asked of each.
    units : Units
        Where to place.
    encoding : str or None
        Of CSV files; detected when None.
    part_rows : int
        Rows of a part, about; a part is at least one row group of Parquet, or one CSV file.
    """

    sources: Sequence[Source]
    question: Question
    units: Units
    encoding: str | None = None
    part_rows: int = PART_ROWS


@dataclass(frozen=True)
class Part:
    """A piece of the work, done by one worker.

    Attributes
    ----------
    source : str
        The file, absolute.
    row_groups : tuple of int or None
        Of a Parquet file; None is a whole CSV file.
    target : str
        The part to write, absolute.
    """

    source: str
    row_groups: tuple[int, ...] | None
    target: str

    @property
    def receipt(self) -> Path:
        """The file that says the part is whole, and what came of it."""
        return Path(self.target).with_suffix(".json")


def place_on_cluster(
    work: Work, out: Path, cluster: Cluster, *, progress: Progress | None = None
) -> tuple[NDArray[np.int64], list[Faults]]:
    """Place tables on a Dask cluster; the rows are those the local engine writes, in its order.

    Parameters
    ----------
    work : Work
        What to place.
    out : Path
        The folder to make: ``part-000000.parquet`` and so on, in the order of the input's rows.
        Until it is whole the parts lie beside it in ``.<name>-parts``, where an unfinished run is
        taken up again.
    cluster : Cluster
        Where to run.
    progress : callable, optional
        Called with (parts done, parts in all, rows so far).

    Returns
    -------
    sums : ndarray of int64
        Rows by answer.
    faults : list of Faults
        One a table.

    Raises
    ------
    SxgeoError
        Dask is not installed, or the scheduler cannot be reached.
    DataError
        Faults of the tables, all with rows and counts; the parts without any are kept.
    OutputError
        The output exists, or the parts of another run are in its way.
    """
    if out.exists():
        msg = f"{out} exists already; nothing was written."
        raise OutputError(msg)
    folder = out.parent.resolve() / f".{out.name}-parts"
    parts = plan_parts(work, folder)
    _take_up(folder, work, parts)
    _do(work, [part for part in parts if not part.receipt.is_file()], (cluster, progress))
    receipts = [json.loads(part.receipt.read_text(encoding="utf-8")) for part in parts]
    sums = np.array([receipt["sums"] for receipt in receipts], np.int64).sum(axis=0)
    faults = _merged([Faults.from_json(receipt["faults"]) for receipt in receipts])
    for part in parts:
        part.receipt.unlink()
    (folder / _PLAN).unlink()
    folder.replace(out)
    return sums, faults


def plan_parts(work: Work, folder: Path) -> list[Part]:
    """Cut tables into parts, in the order of their rows.

    Parameters
    ----------
    work : Work
        What to place.
    folder : Path
        Where the parts are to be written.

    Raises
    ------
    DataError
        Tables that are missing or damaged, all at once.
    """
    pieces: list[tuple[str, tuple[int, ...] | None]] = []
    issues: list[Issue] = []
    for source in work.sources:
        path = source.path.resolve()
        if not is_parquet(path):
            pieces.append((str(path), None))
            continue
        try:
            groups = group_rows(path, str(source.path))
        except DataError as error:
            issues += error.issues
        else:
            pieces += [(str(path), each) for each in _runs(groups, work.part_rows)]
    if issues:
        raise DataError(issues)
    return [
        Part(path, groups, str(folder / f"part-{number:06}.parquet"))
        for number, (path, groups) in enumerate(pieces)
    ]


def _runs(rows: Sequence[int], limit: int) -> Iterator[tuple[int, ...]]:
    """Yield consecutive row groups of about `limit` rows together."""
    run: list[int] = []
    for group, size in enumerate(rows):
        if run and sum(rows[each] for each in run) + size > limit:
            yield tuple(run)
            run = []
        run.append(group)
    yield tuple(run)


_PLAN = "plan.json"


def _take_up(folder: Path, work: Work, parts: Sequence[Part]) -> None:
    """Make the folder of parts, or find in it the parts of the same work."""
    plan = json.dumps(_fingerprint(work, parts), ensure_ascii=False, indent=1)
    path = folder / _PLAN
    if not folder.exists():
        write_text(path, plan)
    elif not path.is_file() or path.read_text(encoding="utf-8") != plan:
        msg = (
            f"{folder} holds parts of another run (other tables, options or boundaries); "
            "remove it to start anew."
        )
        raise OutputError(msg)


def _fingerprint(work: Work, parts: Sequence[Part]) -> dict[str, Any]:
    """Return what must be the same for parts of two runs to belong together."""
    stamps = []
    for source in work.sources:
        found = source.path.stat()
        stamps.append([str(source.path.resolve()), found.st_size, found.st_mtime_ns])
    index = work.units.index
    units = hashlib.sha256(index.edges.tobytes() + index.table.tobytes())
    units.update(json.dumps(work.units.answers, ensure_ascii=False).encode())
    return {
        "sources": stamps,
        "question": {**asdict(work.question), "accept": list(work.question.accept)},
        "encoding": work.encoding,
        "units": units.hexdigest(),
        "parts": len(parts),
    }


def _do(work: Work, parts: Sequence[Part], where: tuple[Cluster, Progress | None]) -> None:
    """Have all parts done; raise the faults of all."""
    from distributed import as_completed

    cluster, progress = where
    faults: list[Faults] = []
    issues: list[Issue] = []
    rows = 0
    with _client(cluster, len(parts)) as client:
        # The units are a task, not scattered data: a task that is lost is done again.
        units = client.submit(_same, work.units, key="units", pure=False)
        futures = client.map(
            place_part,
            list(parts),
            units=units,
            question=work.question,
            encoding=work.encoding,
            retries=_RETRIES,
            pure=False,
        )
        for done, future in enumerate(as_completed(futures), start=1):  # type: ignore[no-untyped-call]
            result = future.result()
            future.release()
            if isinstance(result, Report):
                faults.append(result.faults)
                rows += int(result.sums.sum())
            else:
                issues += result
            if progress is not None:
                progress(done, len(parts), f"parts, {rows:,} rows")
    if issues := [*issues, *joined_issues(_merged(faults))]:
        raise DataError(sorted(issues))


def place_part(
    part: Part, *, units: Units, question: Question, encoding: str | None
) -> Report | list[Issue]:
    """Do one part and leave its receipt; runs in a worker.

    Returns
    -------
    Report or list of Issue
        What came of it, or why it could not be read at all (an error would be tried again).

    Raises
    ------
    OutputError
        The part cannot be written.
    """
    pa.set_cpu_count(1)  # a worker is one processor's
    try:
        with replacing(part.target) as target:
            report = place_file(
                Path(part.source),
                target,
                question,
                units=units,
                encoding=encoding,
                row_groups=part.row_groups,
            )
            _keep_only_faultless(report)
    except DataError as error:
        return list(error.issues)
    except _FaultyError as error:
        return error.report
    receipt = {"sums": report.sums.tolist(), "faults": report.faults.to_json()}
    write_text(part.receipt, json.dumps(receipt, ensure_ascii=False))
    return report


class _FaultyError(Exception):
    """A part's rows have faults, so it is not to be kept."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def _keep_only_faultless(report: Report) -> None:
    if report.faults.issues():
        raise _FaultyError(report)


def _merged(faults: Sequence[Faults]) -> list[Faults]:
    """Return one `Faults` a file."""
    by_file: dict[str, Faults] = {}
    for each in faults:
        by_file.setdefault(each.file, Faults(each.file, each.accept)).merge(each)
    return list(by_file.values())


def _same(units: Units) -> Units:
    return units


@contextmanager
def _client(cluster: Cluster, parts: int) -> Iterator[Any]:
    """Connect to the scheduler, or start processes on this machine for the block."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        msg = "The Dask engine needs Dask: pip install 'sxgeo[dask]'."
        raise SxgeoError(msg) from None
    if cluster.scheduler is not None:
        with _connected(Client, cluster.scheduler) as client:
            yield client
        return
    local = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=min(cluster.workers or pa.cpu_count(), max(parts, 1)),
        threads_per_worker=1,
        dashboard_address=None,
    )
    with local, Client(local) as client:  # type: ignore[no-untyped-call]
        yield client


def _connected(client: Any, address: str) -> Any:  # noqa: ANN401
    try:
        return client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        msg = f"The Dask scheduler {address} cannot be reached: {error}."
        raise SxgeoError(msg) from error
