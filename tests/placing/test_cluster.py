"""A real cluster of two worker processes: the same rows as the local engine, whatever dies."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sxgeo.errors import DataError, OutputError, SxgeoError
from sxgeo.placing import cluster
from sxgeo.placing.cluster import Cluster, Work, place_on_cluster, plan_parts
from sxgeo.placing.files import place_file
from sxgeo.placing.placer import Question
from sxgeo.placing.plan import find_sources
from sxgeo.placing.units import read_units

distributed = pytest.importorskip("distributed")
# Dask's own, and the sockets it leaves to the collector when a worker is killed.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::UserWarning"
)
QUESTION = Question("lon", "lat", "gcj02")


@pytest.fixture(scope="module")
def local_cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


@pytest.fixture
def two(local_cluster):
    return Cluster(scheduler=local_cluster.scheduler_address)


def write_table(path, rows, *, seed=0, group=1000):
    rng = np.random.default_rng(seed)
    columns = {
        "id": np.arange(rows),
        "lon": rng.uniform(110, 115, rows),
        "lat": rng.uniform(34, 41, rows),
    }
    pq.write_table(pa.table(columns), path, row_group_size=group)


@pytest.fixture
def big(tmp_path):
    """Three tables, one of them CSV."""
    folder = tmp_path / "big"
    folder.mkdir()
    write_table(folder / "a.parquet", 20_000)
    write_table(folder / "b.parquet", 5_500, seed=1)
    lines = "".join(f"{each},112.{each:04},37.8\n" for each in range(500))
    (folder / "c.csv").write_text("id,lon,lat\n" + lines, encoding="utf-8")
    return folder


def work_on(folder, **options):
    return Work(find_sources([folder]), QUESTION, read_units("county"), part_rows=2500, **options)


def local_rows(folder, tmp_path):
    """Return what the local engine makes of each table, and its sums."""
    tables, sums = [], 0
    for number, source in enumerate(find_sources([folder])):
        target = tmp_path / f"local{number}.parquet"
        sums = sums + place_file(source.path, target, QUESTION, units=read_units("county")).sums
        tables += pq.read_table(target).to_pylist()
    return tables, sums


def cluster_rows(out):
    paths = sorted(out.iterdir())
    assert [path.name for path in paths] == [f"part-{n:06}.parquet" for n in range(len(paths))]
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def test_the_rows_are_those_of_the_local_engine(big, tmp_path, two):
    sums, faults = place_on_cluster(work_on(big), tmp_path / "out", two)
    rows, expected = local_rows(big, tmp_path)
    assert cluster_rows(tmp_path / "out") == rows
    np.testing.assert_array_equal(sums, expected)
    assert [each.tallies for each in faults] == [{}] * 3


def test_parts_follow_the_row_groups(big, tmp_path):
    parts = plan_parts(work_on(big), tmp_path)
    assert [part.row_groups for part in parts if part.source.endswith("b.parquet")] == [
        (0, 1), (2, 3), (4, 5),
    ]  # fmt: skip
    assert parts[-1].row_groups is None
    assert len({part.target for part in parts}) == len(parts) == 14


def kill_one_worker(local, folder, killed):
    """Kill a worker as soon as the first part is there."""
    client = distributed.Client(local)
    pids = client.run(os.getpid)
    client.close()
    deadline = time.monotonic() + 60
    while not list(folder.glob("part-*.json")):
        if time.monotonic() > deadline:
            return
        time.sleep(0.005)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    killed.append(len(list(folder.glob("part-*.json"))))


def test_a_killed_worker_costs_time_but_no_row(tmp_path, local_cluster, two):
    folder = tmp_path / "big"
    folder.mkdir()
    write_table(folder / "a.parquet", 600_000, group=10_000)
    killed = []
    parts_folder = tmp_path / ".out-parts"
    killer = threading.Thread(target=kill_one_worker, args=(local_cluster, parts_folder, killed))
    killer.start()
    work = Work(find_sources([folder]), QUESTION, read_units("county"), part_rows=10_000)
    sums, _ = place_on_cluster(work, tmp_path / "out", two)
    killer.join()
    assert killed
    assert killed[0] < 60, "the worker was to die midway"
    target = tmp_path / "local.parquet"
    report = place_file(folder / "a.parquet", target, QUESTION, units=read_units("county"))
    assert pq.read_table(tmp_path / "out").equals(pq.read_table(target))
    np.testing.assert_array_equal(sums, report.sums)


def test_a_second_run_goes_on_where_the_first_stopped(big, tmp_path, two):
    done = []

    def stop_after_three(count, _total, _what):
        if count == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place_on_cluster(work_on(big), tmp_path / "out", two, progress=stop_after_three)
    parts = tmp_path / ".out-parts"
    kept = {path: path.stat().st_mtime_ns for path in parts.glob("part-*.parquet")
            if path.with_suffix(".json").exists()}  # fmt: skip
    assert len(kept) >= 3
    assert not (tmp_path / "out").exists()
    place_on_cluster(work_on(big), tmp_path / "out", two, progress=lambda *step: done.append(step))
    assert len(done) <= 14 - 3
    for path, stamp in kept.items():
        assert (tmp_path / "out" / path.name).stat().st_mtime_ns == stamp
    assert cluster_rows(tmp_path / "out") == local_rows(big, tmp_path)[0]
    assert not parts.exists()


def test_parts_of_another_run_are_not_mixed_in(big, tmp_path, two):
    (tmp_path / ".out-parts").mkdir()
    (tmp_path / ".out-parts" / cluster._PLAN).write_text("{}")
    with pytest.raises(OutputError, match=r"holds parts of another run .*; remove it to start"):
        place_on_cluster(work_on(big), tmp_path / "out", two)
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError, match="out exists already; nothing was written"):
        place_on_cluster(work_on(big), tmp_path / "out", two)


def test_faults_are_told_by_table_with_their_rows(big, tmp_path, two):
    table = pa.table({"lon": [112.5] * 4000 + [37.8] * 2, "lat": [37.8] * 4000 + [112.5] * 2})
    pq.write_table(table, big / "d.parquet", row_group_size=1000)
    (big / "e.csv").write_text("lon\n1\n")
    with pytest.raises(DataError) as caught:
        place_on_cluster(work_on(big), tmp_path / "out", two)
    found = [str(issue).removeprefix(f"{big}/") for issue in caught.value.issues]
    assert found[0].startswith("d.parquet, 2 rows (4001, 4002), columns lon and lat: longitude and")
    assert found[1].startswith("e.csv: the column 'lat' is missing")
    assert not (tmp_path / "out").exists()


def test_damaged_tables_are_told_before_anything_runs(big, tmp_path):
    (big / "a.parquet").write_bytes(b"PAR1")
    nowhere = Cluster(scheduler="tcp://127.0.0.1:1")
    with pytest.raises(DataError, match="its end is missing: it was cut short"):
        place_on_cluster(work_on(big), tmp_path / "out", nowhere)


def test_a_scheduler_that_is_not_there_is_named(big, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", "1s")
    nowhere = Cluster(scheduler="tcp://127.0.0.1:1")
    with pytest.raises(SxgeoError, match=r"scheduler tcp://127\.0\.0\.1:1 cannot be reached"):
        place_on_cluster(work_on(big), tmp_path / "out", nowhere)


def test_without_an_address_processes_start_here(big, tmp_path):
    place_on_cluster(work_on(big), tmp_path / "out", Cluster(workers=1))
    assert cluster_rows(tmp_path / "out") == local_rows(big, tmp_path)[0]
    assert not list(Path(tmp_path).glob(".*"))
