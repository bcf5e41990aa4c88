"""Seconds and peak memory a page: sxgeo, geopandas + matplotlib, cartopy, and QGIS' atlas.

    python benchmarks/atlas/run.py [--rounds 3] [--pages 11] [--cartopy PYTHON]

Every contender draws the 11 prefecture pages, A4, from the same boundaries and layers, each in a
fresh process, in turns, so that other load on the machine meets all alike. cartopy and QGIS join
in where they are installed. Rows of the targets: C1 (one process, against the plain script), C2
(the set by all cores, against QGIS), C3 (memory against the number of pages; see also
`many_pages.py`).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from sxgeo.assets import font_path
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.scene import build_scene


class Run(NamedTuple):
    """Median seconds and processor seconds a page, seconds in all, and peak memory of a process."""

    wall: float
    cpu: float
    total: float
    peak_mb: float


HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run the contenders and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=11)
    here = sys.executable if find_spec("cartopy") else ""
    parser.add_argument("--cartopy", default=here, help="a Python that has cartopy and geopandas")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder / "data")
        for fmt in ("png", "pdf"):
            report(fmt, run_rounds(folder, fmt, given))
        report_whole_set(folder, given.rounds)
        report_memory(folder)


def write_data(folder: Path) -> None:
    """Write boundaries and the atlas' layers as files that every contender reads."""
    folder.mkdir()
    for level in ("prefecture", "county"):
        read_boundaries(level).to_file(folder / f"{level}.fgb", engine="pyogrio")
    recipe = read_recipe("shanxi")
    if recipe.coverage is None:
        message = "the recipe shanxi has no coverage"
        raise SystemExit(message)
    for layer in build_scene(recipe.coverage).layers:
        kinds = layer.frame.geom_type.str.removeprefix("Multi")
        for kind in kinds.unique():
            part = layer.frame.loc[kinds == kind, ["name", "status", "geometry"]]
            part.to_file(folder / f"layer-{layer.id}-{kind}.fgb", engine="pyogrio")


def contenders(cartopy: str) -> dict[str, list[str]]:
    """Return the command of every contender that is here; `cartopy` is a Python that has it."""
    found = {
        "sxgeo": [sys.executable, str(HERE / "our_pages.py")],
        "geopandas + matplotlib": [sys.executable, str(HERE / "plain_pages.py")],
    }
    if cartopy:
        found["cartopy"] = [cartopy, str(HERE / "cartopy_pages.py")]
    if shutil.which("qgis") and Path("/usr/bin/python3").exists():
        found["QGIS atlas"] = ["/usr/bin/python3", str(HERE / "qgis_atlas.py")]
    return found


def run_rounds(folder: Path, fmt: str, given: argparse.Namespace) -> dict[str, list[Run]]:
    """Return what every round took, by contender."""
    results: dict[str, list[Run]] = {}
    for _ in range(given.rounds):
        for name, command in contenders(given.cartopy).items():
            measured = measure(
                [*command, str(folder), fmt, str(given.pages), str(font_path().parent)]
            )
            results.setdefault(name, []).append(measured)
    return results


def measure(command: list[str]) -> Run:
    """Return what one process took."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        text = process.stdout.read().decode() if process.stdout else ""
        _, status, usage = wait4(process)
    if status:
        message = f"{command[1]} failed"
        raise SystemExit(message)
    pages = [each.split("/") for each in text.split()]
    wall, cpu = (statistics.median(map(float, column)) for column in zip(*pages, strict=True))
    return Run(wall, cpu, time.perf_counter() - start, usage.ru_maxrss / 1024)


def wait4(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    """Wait for a process and return its resource usage, which `Popen.wait` throws away."""
    pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, usage


def report(fmt: str, results: dict[str, list[Run]]) -> None:
    """Print medians, and the ratio of ours to each."""
    print(
        f"\n{fmt.upper()}, a page, median      s   cpu s   ours/theirs (cpu)   s in all   peak MB"
    )
    ours = statistics.median(each.cpu for each in results["sxgeo"])
    for name, rounds in results.items():
        wall, cpu, total, peak = (statistics.median(each) for each in zip(*rounds, strict=True))
        print(f"{name:24} {wall:6.2f} {cpu:7.2f} {ours / cpu:19.2f} {total:10.1f} {peak:9.0f}")


def report_whole_set(folder: Path, rounds: int) -> None:
    """Print what the 11 PNG pages take, start and reading included: ours by all cores, QGIS'."""
    jobs = os.cpu_count() or 1
    ours = [sys.executable, str(HERE / "our_pages.py"), str(folder)]
    numbers = subprocess.run([*ours, "list", "0"], check=True, capture_output=True, text=True)
    commands = {"sxgeo": [*ours, "set", str(jobs), *numbers.stdout.split()]}
    qgis = contenders("").get("QGIS atlas")
    if qgis:
        commands["QGIS atlas"] = [*qgis, str(folder), "png", "11"]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(timed(command))
    print(f"\nAll PNG pages, start included, {jobs} cores      s   cpu s   ours/theirs (s, pairs)")
    for name, each in taken.items():
        wall, cpu = (statistics.median(column) for column in zip(*each, strict=True))
        pairs = zip(taken["sxgeo"], each, strict=True)
        ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
        print(f"{name:42} {wall:8.1f} {cpu:7.1f} {ratio:12.2f}")


def timed(command: list[str]) -> tuple[float, float]:
    """Return seconds and processor seconds of a process and its children."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def report_memory(folder: Path) -> None:
    """Print peak memory against the number of pages drawn by one process."""
    print("\nPages drawn by one process:  peak MB")
    for pages in (1, 4, 11):
        command = [sys.executable, str(HERE / "our_pages.py"), str(folder), "png", str(pages)]
        print(f"{pages:26}  {measure(command).peak_mb:8.0f}")


if __name__ == "__main__":
    main()
