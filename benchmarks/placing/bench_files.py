"""P2, P3, P4: files placed end to end, each in a fresh process, with its peak memory.

    python benchmarks/placing/bench_files.py [ROWS] [--dask ROWS] [--folder DIR]

The table has an id, a longitude and a latitude (six decimals), uniform over the province's bounds;
the CSV file has a Chinese name too, and a tenth of the rows. Writes names, status and a summary.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from sxgeo.data.catalogue import open_catalogue

GROUP = 1_000_000


def write_parquet(path: Path, rows: int) -> None:
    """Write a table in row groups of a million rows."""
    west, south, east, north = open_catalogue().region().bounds
    rng = np.random.default_rng(0)
    fields = [("id", pa.int64()), ("lon", pa.float64()), ("lat", pa.float64())]
    with pq.ParquetWriter(path, pa.schema(fields), use_dictionary=False) as writer:
        for start in range(0, rows, GROUP):
            size = min(GROUP, rows - start)
            columns = {
                "id": np.arange(start, start + size),
                "lon": rng.uniform(west, east, size).round(6),
                "lat": rng.uniform(south, north, size).round(6),
            }
            writer.write_table(pa.table(columns))


def write_csv(path: Path, source: Path) -> None:
    """Write the first tenth of a table as CSV."""
    table = pq.ParquetFile(source)
    left = table.metadata.num_rows // 10
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,name,lon,lat\n")
        for batch in table.iter_batches():
            if left <= 0:
                return
            values = batch.slice(0, left).to_pydict()
            rows = zip(values["id"], values["lon"], values["lat"], strict=True)
            stream.writelines(f"{each},样点{each},{lon:.6f},{lat:.6f}\n" for each, lon, lat in rows)
            left -= batch.num_rows


class Measured(NamedTuple):
    """One run: seconds, seconds of processor time, MB of its largest process, rows."""

    seconds: float
    processor: float
    peak: float
    rows: int


def run(*arguments: object) -> Measured:
    """Run `sxgeo place` in a process of its own."""
    command = [sys.executable, "-m", "sxgeo", "place", *map(str, arguments), "--json"]
    start, before = time.perf_counter(), _processor_seconds()
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        family = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max([peak, *(_memory(each) for each in [family, *_children(family)])])
            time.sleep(0.02)
        said = json.loads(process.stdout.read()) if process.stdout else {}
    spent = _processor_seconds() - before
    return Measured(time.perf_counter() - start, spent, peak / 2**20, said["rows"])


def _processor_seconds() -> float:
    """Return the processor time of all processes started here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def report(name: str, measured: Measured) -> float:
    """Print a line and return the seconds."""
    rate = measured.rows / measured.seconds / 1e6
    quiet = measured.rows / measured.processor / 1e6
    print(
        f"{name:30}{measured.rows:>13,} rows{measured.seconds:8.1f} s{rate:7.2f} M rows/s"
        f"{quiet:7.2f} M rows a second of processor time{measured.peak:6.0f} MB"
    )
    return measured.seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=float, default=2e7)
    parser.add_argument("--dask", type=float, default=0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    position = ["--lon", "lon", "--lat", "lat", "--datum"]
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        source = folder / "in.parquet"
        write_parquet(source, int(options.rows))
        write_csv(folder / "in.csv", source)
        out, summary = folder / "out.parquet", ["--summary", folder / "s.csv"]
        for datum in ("wgs84", "gcj02"):
            measured = run(source, "-o", out, *position, datum, *summary)
            report(f"Parquet to Parquet, {datum}", measured)
            measured = run(folder / "in.csv", "-o", folder / "o.csv", *position, datum, *summary)
            report(f"CSV to CSV, {datum}", measured)
        if options.dask:
            out.unlink()
            write_parquet(source, int(options.dask))
            compare_workers(source, folder, [*position, "wgs84", *summary])


def compare_workers(source: Path, folder: Path, options: list[object]) -> None:
    """Run one and two worker processes in turn, twice, and compare the best of each."""
    spans: dict[int, list[float]] = {1: [], 2: []}
    for workers in (1, 2, 1, 2):
        out = folder / f"out{workers}"
        if out.exists():
            shutil.rmtree(out)
        measured = run(
            source, "-o", out, *options, "--engine", "dask", "--workers", workers
        )  # fmt: skip
        spans[workers].append(report(f"Dask, workers: {workers}, wgs84", measured))
    print(f"two workers are {min(spans[1]) / min(spans[2]):.2f} times as fast as one")
    same = all(
        one.read_bytes() == (folder / "out2" / one.name).read_bytes()
        for one in sorted((folder / "out1").iterdir())
    )
    print(f"parts byte for byte the same: {same}")


if __name__ == "__main__":
    main()
