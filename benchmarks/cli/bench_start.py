"""How long `sxgeo --help` and `sxgeo layers list` take beside a bare interpreter (row W5).

    python benchmarks/cli/bench_start.py [--repeats 15]

Whole processes in turn, medians; the first round warms the file cache and is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "sxgeo --help": [sys.executable, "-m", "sxgeo", "--help"],
    "sxgeo layers list": [sys.executable, "-m", "sxgeo", "layers", "list"],
    "import folium": [sys.executable, "-c", "import folium"],
    "import geopandas": [sys.executable, "-c", "import geopandas"],
}


def main() -> None:
    """Time every command in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(repeats + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    bare = statistics.median(seconds["bare interpreter"])
    for name, each in seconds.items():
        median = statistics.median(each)
        print(f"{name:20s} {median * 1000:7.0f} ms  {median / bare:6.1f} x")


if __name__ == "__main__":
    main()
