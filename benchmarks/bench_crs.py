"""Datum conversion: sxgeo on arrays beside a scalar loop of a public implementation, in one run.

    pip install . prcoords==1.0.2   # CC0, github.com/Artoria2e5/PRCoords
    python benchmarks/bench_crs.py [--rows 100000] [--repeats 5]

Prints, for every direction, the median seconds of each, rows a second, the ratio, and how far both
results lie from the truth on the ground (for the way back: from the positions the input was made
of). prcoords' exact inverse stops iterating at 1e-5 degree; ours goes on to rounding.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import prcoords

from sxgeo.crs import ground_distance, wgs84_from, wgs84_to

if TYPE_CHECKING:
    from collections.abc import Callable

BOUNDS = (110.23, 34.58, 114.57, 40.75)  # (west, south, east, north)
DIRECTIONS: list[tuple[str, str, bool, Callable[..., Any]]] = [
    ("WGS-84 to GCJ-02", "gcj02", True, prcoords.wgs_gcj),
    ("WGS-84 to BD-09", "bd09", True, prcoords.wgs_bd),
    ("GCJ-02 to WGS-84", "gcj02", False, prcoords.gcj_wgs_bored),
    ("BD-09 to WGS-84", "bd09", False, prcoords.bd_wgs_bored),
]


def scalar_loop(function: Callable[..., Any], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return (lon, lat) rows of a function that takes one (lat, lon)."""
    pairs = [function((y, x)) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    return np.array([(pair.lon, pair.lat) for pair in pairs])


def timed(call: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Return the median seconds of a call and its result."""
    seconds = []
    result: Any = None
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    rng = np.random.default_rng(0)
    west, south, east, north = BOUNDS
    lon, lat = rng.uniform(west, east, given.rows), rng.uniform(south, north, given.rows)
    print(f"{given.rows:,} positions, median of {given.repeats}")
    head = ("direction", "sxgeo s", "rows/s", "loop s", "ratio", "sxgeo m", "loop m")
    print("{:18}{:>10}{:>14}{:>10}{:>8}{:>11}{:>11}".format(*head))
    for title, datum, forward, function in DIRECTIONS:
        source = (lon, lat) if forward else wgs84_to(lon, lat, datum)
        ours = wgs84_to if forward else wgs84_from
        warnings.simplefilter("ignore")
        fast, found = timed(lambda o=ours, s=source, d=datum: o(*s, d), given.repeats)
        slow, rows = timed(lambda f=function, s=source: scalar_loop(f, *s), given.repeats)
        truth = found if forward else (lon, lat)
        mine = ground_distance(*found, *truth).max()
        theirs = ground_distance(*rows.T, *truth).max()
        speed = given.rows / fast
        times = f"{fast:10.4f}{speed:14,.0f}{slow:10.3f}{slow / fast:8.0f}"
        print(f"{title:18}{times}{mine:11.1e}{theirs:11.1e}")


if __name__ == "__main__":
    main()
