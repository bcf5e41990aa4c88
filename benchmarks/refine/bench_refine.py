"""`sxgeo refine --osm` on a synthetic extract the size of a province: time and peak memory.

    pip install '.[osm]'
    python benchmarks/refine/bench_refine.py [--nodes 5000000] [--keep FILE.osm.pbf]

The ground is a lattice of bent railways, motorways, roads and rivers 5 km apart with a node every
60 m, stations of the gazetteer 150 m beside where it has them, and buildings up to the count of
nodes. Every command runs in a process of its own; memory is that process's peak.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium
from osmium.osm import mutable

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.places import read_places

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP_M, LATTICE = 60.0, 83
PIECE = 200
TAGS: list[dict[str, str]] = [
    {"railway": "rail", "usage": "main"},
    {"highway": "motorway"},
    {"waterway": "river"},
    {"railway": "rail", "highspeed": "yes"},
    {"highway": "primary"},
    {"highway": "secondary"},
    {"highway": "tertiary"},
]


class Ground:
    """A lattice over some bounds: node ids, positions, and the ways along it."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        self.west, self.south, east, north = bounds
        self.per_lat = STEP_M / 111_200.0
        self.per_lon = self.per_lat / np.cos(np.radians((self.south + north) / 2))
        self.columns = int((east - self.west) / self.per_lon)
        self.rows = int((north - self.south) / self.per_lat)

    def ids(self) -> np.ndarray:
        """Return the ids of the lattice's nodes, ascending."""
        row, column = np.divmod(np.arange(self.rows * self.columns), self.columns)
        return np.flatnonzero((row % LATTICE == 0) | (column % LATTICE == 0)) + 1

    def positions(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return longitudes and latitudes of nodes: the lattice, bent by up to 600 m."""
        row, column = np.divmod(ids - 1, self.columns)
        bend = 10 * np.sin(row / 40), 10 * np.sin(column / 55)
        return (
            self.west + (column + bend[0]) * self.per_lon,
            self.south + (row + bend[1]) * self.per_lat,
        )

    def ways(self) -> Iterator[tuple[list[int], dict[str, str]]]:
        """Yield node ids and tags of every piece of every line."""
        for number, row in enumerate(range(0, self.rows, LATTICE)):
            line = row * self.columns + np.arange(self.columns) + 1
            yield from _pieces(line, TAGS[number % len(TAGS)])
        for number, column in enumerate(range(0, self.columns, LATTICE)):
            line = np.arange(self.rows) * self.columns + column + 1
            yield from _pieces(line, TAGS[number % len(TAGS)])


def _pieces(line: np.ndarray, tags: dict[str, str]) -> Iterator[tuple[list[int], dict[str, str]]]:
    for start in range(0, line.size - 1, PIECE):
        yield line[start : start + PIECE + 1].tolist(), tags


def write_extract(path: Path, nodes: int) -> dict[str, int]:
    """Write the synthetic extract and return what it holds."""
    ground = Ground(open_catalogue().region().bounds)
    ids = ground.ids()
    lon, lat = ground.positions(ids)
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-11-01T20:21:00Z")
    ways = 0
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for number, *place in zip(ids.tolist(), lon.tolist(), lat.tolist(), strict=True):
            writer.add_node(mutable.Node(id=number, location=tuple(place)))
        last = _write_stations(writer, int(ids[-1]))
        buildings = max(nodes - ids.size, 0) // 4
        _write_corners(writer, last, buildings)
        for ways, (refs, tags) in enumerate(ground.ways(), start=1):
            writer.add_way(mutable.Way(id=ways, nodes=refs, tags=tags))
        for number in range(buildings):
            first = last + 1 + 4 * number
            corners = [first, first + 1, first + 2, first + 3, first]
            building = {"building": "yes"}
            writer.add_way(mutable.Way(id=ways + 1 + number, nodes=corners, tags=building))
    return {"nodes": ids.size + 4 * buildings, "ways": ways + buildings, "network nodes": ids.size}


def _write_stations(writer: Any, last: int) -> int:  # noqa: ANN401
    places = read_places()
    stations = places[places["kind"] == "station"]
    for lon, lat, name in zip(stations["lon"], stations["lat"], stations["name"], strict=True):
        last += 1
        tags = {"railway": "station", "name": name}
        writer.add_node(mutable.Node(id=last, location=(lon + 0.0017, lat), tags=tags))
    return last


def _write_corners(writer: Any, last: int, buildings: int) -> None:  # noqa: ANN401
    rng = np.random.default_rng(1)
    west, south, east, north = open_catalogue().region().bounds
    lon, lat = rng.uniform(west, east, buildings), rng.uniform(south, north, buildings)
    corner = np.array([(0, 0), (1e-4, 0), (1e-4, 1e-4), (0, 1e-4)])
    for place in zip(lon.tolist(), lat.tolist(), strict=True):
        for offset in (corner + place).tolist():
            last += 1
            writer.add_node(mutable.Node(id=last, location=tuple(offset)))


def measure(arguments: list[str]) -> tuple[float, float]:
    """Return seconds and peak MB of one command, and show what it says."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom sxgeo.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n"
        "    status = Path('/proc/self/status').read_text()\n"  # ru_maxrss would be the parent's
        "    print('peak', status.split('VmHWM:')[1].split()[0], file=sys.stderr)\n"
    )
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - begin
    lines = done.stderr.splitlines()
    print(*(line for line in lines if not line.startswith(("peak", "check"))), sep="\n")
    peak = next(line for line in lines if line.startswith("peak"))
    return seconds, int(peak.split()[1]) / 1024


def main() -> None:
    """Write the extract, refine by it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=5_000_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "synthetic.osm.pbf"
        begin = time.perf_counter()
        held = write_extract(path, options.nodes)
        size = path.stat().st_size / 2**20
        print(f"written in {time.perf_counter() - begin:.0f} s: {size:.0f} MB, {held}")
        print("| command | seconds | peak MB |\n|---|---|---|")
        able = [each for each in open_catalogue().descriptors() if each.network]
        network = able[0].network
        some = ",".join(each.id for each in able if each.network == network)
        for name, extra in (("all layers", []), (f"{network} alone", ["--layers", some])):
            out = Path(folder) / name.replace(" ", "-")
            seconds, peak = measure(["refine", "--osm", str(path), "-o", str(out), *extra])
            print(f"| {name} | {seconds:.1f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
