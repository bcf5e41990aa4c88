"""Memory of an atlas of many pages: a reader's own coverage, drawn by one process and by two.

    python benchmarks/atlas/many_pages.py [--pages 200] [--jobs 1 2] [--formats png pdf]

Counties are split by Voronoi cells until there are enough units, and written to a GeoPackage; a
recipe whose coverage is that file gives every unit a page (A4, 300 dpi). After each page the
resident memory of every process is read. Row C3 of the targets: flat over the pages, no worker
above 450 MB. Needs psutil.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import psutil
import shapely

from sxgeo.data.recipe import Coverage, read_recipe
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.render.atlas import render_atlas

_MB = 1024**2
_SHOWN = 6  # stretches of pages in the table


def main() -> None:
    """Run what is asked for; or be the process that draws."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--formats", nargs="+", default=["png", "pdf"])
    parser.add_argument("--draw", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.draw:
        draw(given.draw, given.jobs[0], given.formats)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        split_units(given.pages).to_file(folder / "units.gpkg", engine="pyogrio")
        for jobs in given.jobs:
            run(folder, jobs, given.formats)


def split_units(count: int) -> gpd.GeoDataFrame:
    """Return the counties in so many parts: the largest part is halved until there are enough."""
    counties = read_boundaries("county")
    chance = np.random.default_rng(14)
    parts = [[name, shape] for name, shape in zip(counties["name"], counties.geometry, strict=True)]
    while len(parts) < count:
        largest = max(range(len(parts)), key=lambda place: parts[place][1].area)
        name, shape = parts.pop(largest)
        west, south, east, north = shape.bounds
        seeds = shapely.MultiPoint(chance.uniform((west, south), (east, north), (2, 2)))
        cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=shape))
        halves = [shapely.intersection(shape, cell) for cell in cells]
        parts += [[name, half] for half in halves if half.area > 0.1 * shape.area] or [
            [name, shape]
        ]
    names = [f"{name}{place}" for place, (name, _) in enumerate(parts[:count], start=1)]
    shapes = [shape for _, shape in parts[:count]]
    return gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326")


def draw(folder: Path, jobs: int, formats: list[str]) -> None:
    """Draw the atlas; print what memory every process had after each page, as JSON."""
    recipe = read_recipe("shanxi")
    themes = recipe.coverage.themes if recipe.coverage else ()
    own = Coverage(file=str(folder / "units.gpkg"), title="", title_en="", themes=themes)
    own = own.model_copy(update={"title": "{name}", "title_en": "{name}"})
    bare = {"pages": (), "front": (), "back": ("place_index",), "coverage": own}
    seen: list[dict[str, float]] = []

    def note(_done: int, _total: int, _title: str) -> None:
        here = psutil.Process()
        seen.append(
            {
                "drawing" if each.pid == here.pid else str(each.pid): each.memory_info().rss / _MB
                for each in (here, *here.children())
            }
        )

    start = time.perf_counter()
    render_atlas(
        recipe.model_copy(update=bare),
        folder / f"atlas{jobs}",
        fmt=formats,  # type: ignore[arg-type]
        jobs=jobs,
        progress=note,
    )
    print(json.dumps({"seconds": time.perf_counter() - start, "seen": seen}))


def run(folder: Path, jobs: int, formats: list[str]) -> None:
    """Draw in a fresh process, and print its memory over the pages."""
    command = [sys.executable, __file__, "--draw", str(folder), "--jobs", str(jobs)]
    done = subprocess.run(
        [*command, "--formats", *formats], check=True, stdout=subprocess.PIPE, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    seen = told["seen"]
    print(f"\n{jobs} process(es), {len(seen)} steps, {told['seconds']:.0f} s")
    names = list(dict.fromkeys(name for each in seen for name in each))
    for number, name in enumerate(names):
        told_of = [each[name] for each in seen if name in each]
        pieces = [piece for piece in np.array_split(told_of, _SHOWN) if len(piece)]
        middle = " ".join(f"{statistics.median(piece):6.0f}" for piece in pieces)
        label = "drawing" if jobs == 1 else "parent" if name == "drawing" else f"worker {number}"
        print(f"{label:10} median MB over sixths of the pages: {middle}   most: {max(told_of):.0f}")


if __name__ == "__main__":
    main()
