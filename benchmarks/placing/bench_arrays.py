"""P1: arrays of positions placed in counties, against what others use for it, in one run.

    python benchmarks/placing/bench_arrays.py [ROWS]

Positions are uniform over the province's bounds. Every answer of the others is compared with ours.
The peers that are slow get a tenth of the rows; rates are rows a second, medians of three.
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.placing.cells import build_index
from sxgeo.placing.search import locate
from sxgeo.placing.units import read_units

if TYPE_CHECKING:
    from collections.abc import Callable

NOWHERE = -1


def by_sjoin(frame: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Place by a spatial join."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=frame.crs)
    joined = gpd.sjoin(points, frame[["geometry"]], predicate="intersects")
    return first_of(lon.size, joined.index.to_numpy(), joined["index_right"].to_numpy())


def by_tree(frame: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Place by a tree of the points, asked for each county."""
    tree = shapely.STRtree(shapely.points(lon, lat))
    unit, row = tree.query(frame.geometry.to_numpy(), predicate="intersects")
    return first_of(lon.size, row, unit)


def by_contains(frame: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Place by asking each county about the positions in its bounds."""
    found = np.full(lon.size, NOWHERE)
    for unit, geometry in enumerate(frame.geometry):
        west, south, east, north = geometry.bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        shapely.prepare(geometry)
        found[near[shapely.contains_xy(geometry, lon[near], lat[near])]] = unit
    return found


def first_of(size: int, row: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Return the smallest unit of each row."""
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, row, unit)
    return np.where(first == np.iinfo(np.int64).max, NOWHERE, first)


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """Return the median time of a call."""
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        spans.append(time.perf_counter() - start)
    return statistics.median(spans)


def main() -> None:
    """Print the table."""
    rows = int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000
    frame = read_boundaries("county").sort_values("adcode", ignore_index=True)
    rng = np.random.default_rng(0)
    west, south, east, north = frame.total_bounds
    lon, lat = rng.uniform(west, east, rows), rng.uniform(south, north, rows)
    build = seconds(lambda: build_index(frame.geometry.to_numpy()))
    units = read_units("county")
    ours = seconds(lambda: locate(units.index, lon, lat))
    answer = locate(units.index, lon, lat).unit
    rate = rows / ours
    print(f"index built in {build:.2f} s; {rows:,} rows")
    print(f"{'sxgeo, WGS-84':34}{rate / 1e6:8.2f} M rows/s")
    for datum in ("gcj02", "bd09"):
        units.locate(lon[:1], lat[:1], datum)
        shifted = rows / seconds(partial(units.locate, lon, lat, datum))
        print(f"{'sxgeo, ' + datum:34}{shifted / 1e6:8.2f} M rows/s")
    few = max(rows // 10, 1)
    for name, peer, count in (
        ("shapely.contains_xy per county", by_contains, rows),
        ("shapely STRtree of the points", by_tree, few),
        ("geopandas.sjoin", by_sjoin, few),
    ):
        found = peer(frame, lon[:count], lat[:count])
        differing = int((found != answer[:count]).sum())
        theirs = count / seconds(partial(peer, frame, lon[:count], lat[:count]))
        print(
            f"{name:34}{theirs / 1e6:8.2f} M rows/s   sxgeo is {rate / theirs:6.1f} times as fast; "
            f"{differing} of {count:,} answers differ"
        )


if __name__ == "__main__":
    main()
