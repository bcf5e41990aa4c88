"""Seconds and peak memory a page: sxgeo, geopandas + matplotlib, and QGIS' atlas if installed.

    python benchmarks/atlas/run.py [--rounds 3] [--pages 11]

Every contender draws the 11 prefecture pages, A4, from the same boundaries and layers, each in a
fresh process, in turns, so that other load on the machine meets all alike. Rows of TARGETS: C1
(one process, against the plain script), C2 (the set by all cores, against QGIS), C3 (memory
against the number of pages).
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
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
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder / "data")
        for fmt in ("png", "pdf"):
            report(fmt, run_rounds(folder, fmt, given.pages, given.rounds))
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


def contenders() -> dict[str, list[str]]:
    """Return the command of every contender that is here."""
    found = {
        "sxgeo": [sys.executable, str(HERE / "our_pages.py")],
        "geopandas + matplotlib": [sys.executable, str(HERE / "plain_pages.py")],
    }
    if shutil.which("qgis") and Path("/usr/bin/python3").exists():
        found["QGIS atlas"] = ["/usr/bin/python3", str(HERE / "qgis_atlas.py")]
    return found


def run_rounds(folder: Path, fmt: str, pages: int, rounds: int) -> dict[str, list[Run]]:
    """Return what every round took, by contender."""
    results: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for name, command in contenders().items():
            measured = measure([*command, str(folder), fmt, str(pages), str(font_path().parent)])
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
    import os

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
    """Print the time for the 11 PNG pages by two processes, reading and start included."""
    script = (
        "import sys; from pathlib import Path; from sxgeo.data.recipe import read_recipe;"
        "from sxgeo.render.atlas import render_atlas; r = read_recipe('shanxi');"
        "c = r.coverage.model_copy(update={'table': False});"
        "r = r.model_copy(update={'pages': (), 'front': (), 'back': (), 'coverage': c});"
        "render_atlas(r, Path(sys.argv[1]), fmt='png', jobs=2)"
    )
    seconds = []
    for turn in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", script, str(folder / f"set{turn}")], check=True)
        seconds.append(time.perf_counter() - start)
    print(f"\nAll 11 PNG pages by 2 processes, start included: {statistics.median(seconds):.1f} s")


def report_memory(folder: Path) -> None:
    """Print peak memory against the number of pages drawn by one process."""
    print("\nPages drawn by one process:  peak MB")
    for pages in (1, 4, 11):
        command = [sys.executable, str(HERE / "our_pages.py"), str(folder), "png", str(pages)]
        print(f"{pages:26}  {measure(command).peak_mb:8.0f}")


if __name__ == "__main__":
    main()
