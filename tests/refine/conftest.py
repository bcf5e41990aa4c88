"""A made-up root with railways, roads and a river, and real .osm.pbf files of its ground.

Kilometres are counted from a corner; one degree is taken as 111.2 km, and 88.6 km along 37.5° N.
"""

from __future__ import annotations

import csv
import hashlib
import json
from types import SimpleNamespace

import numpy as np
import osmium
import pytest
from osmium.osm import mutable

WEST, SOUTH = 112.1, 37.1
KM_EAST, KM_NORTH = 1 / 88.6, 1 / 111.2
TIMESTAMP = "2026-11-01T20:21:00Z"

STATIONS = [
    # id, name, English, km east, km north, accuracy, status of the position, county
    ("station-a", "长宁站", "Changning Station", 12.0, 11.5, 6000, "proxy", "990101"),
    ("station-b", "北川站", "Beichuan Station", 40.1, 12.0, 300, "sourced", "990101"),
    ("station-c", "洪洞南站", "Hongtong South Station", 70.0, 10.3, 1000, "derived", "990101"),
    ("station-d", "东平站", "Dongping Station", 40.0, 33.0, 6000, "proxy", "990101"),
    ("station-e", "西岭站", "Xiling Station", 62.0, 31.0, 4000, "unverified", "990101"),
    ("station-f", "新区站", "New Area Station", 20.0, 45.0, 4000, "unverified", "990101"),
    ("station-g", "南山站", "Nanshan Station", 77.0, 45.0, 9000, "proxy", "990101"),
    ("station-h", "清水站", "Qingshui Station", 68.0, 40.0, 300, "sourced", "990101"),
]
POINTS = [
    ("mark-1", "环山一", "Ring 1", 20.0, 60.0, 400, "sourced", ""),
    ("mark-2", "环山二", "Ring 2", 30.0, 70.0, 400, "sourced", ""),
    ("mark-3", "环山三", "Ring 3", 40.0, 60.0, 400, "sourced", ""),
    ("mark-4", "环山四", "Ring 4", 30.0, 50.0, 400, "sourced", ""),
    ("mark-5", "山外", "Beyond", 90.0, 60.0, 400, "sourced", ""),
    ("mark-6", "岔口", "Turn-off", 60.0, 61.0, 2500, "sourced", ""),
    ("mark-7", "终点", "End", 75.0, 60.0, 400, "sourced", ""),
    ("mark-8", "出省口", "Way out", 0.0, 20.0, 400, "sourced", ""),
    ("mark-9", "入省口", "Way in", 0.0, 40.0, 400, "sourced", ""),
]
LINES = {
    "rails": [
        ("r-fast", "长北高铁", "Changning–Beichuan high-speed railway", "operating",
         ["station-a", "station-b"]),
        ("r-partly", "北洪铁路", "Beichuan–Hongtong railway", "operating",
         ["station-b", "station-c", "station-e"]),
        ("r-planned", "新区高铁", "New Area railway", "planned", ["station-a", "station-f"]),
        ("r-doubtful", "绕山铁路", "Detour railway", "operating", ["station-d", "station-h"]),
        ("r-works", "清水铁路", "Qingshui railway", "under_construction",
         ["station-e", "station-h"]),
    ],
    "roads": [
        ("d-ring", "环山旅游公路", "Ring tourist road", "operating",
         ["mark-1", "mark-2", "mark-3", "mark-4", "mark-1"]),
        ("d-spur", "横山公路", "Hengshan road", "operating", ["mark-3", "mark-6", "mark-7"]),
        ("d-beyond", "山外公路", "Road beyond", "operating", ["mark-3", "mark-5"]),
        ("d-out", "出省公路", "Road out", "operating", ["mark-8", "mark-9"]),
    ],
}  # fmt: skip
RIVER = [(10.0 + k, 85.0 + (k % 4) * 0.4) for k in range(40)]
NETWORKS = {"rails": "railway", "stations": "railway", "roads": "road", "streams": "waterway"}


def at(east, north):
    """Return (longitude, latitude) of a position in kilometres."""
    return round(WEST + east * KM_EAST, 6), round(SOUTH + north * KM_NORTH, 6)


class Map:
    """Ways, stations and relations in kilometres, written as a real .osm.pbf file."""

    def __init__(self):
        self.nodes, self.ways, self.relations = {}, [], []

    def node(self, east, north, **tags):
        key = (round(east, 4), round(north, 4))
        number, held = self.nodes.setdefault(key, (len(self.nodes) + 1, {}))
        held.update(tags)
        return number

    def way(self, points, **tags):
        refs = [self.node(*point) for point in points]
        self.ways.append((refs, {key.replace("__", ":"): each for key, each in tags.items()}))
        return len(self.ways)

    def route(self, ways, **tags):
        self.relations.append(([("w", way, "") for way in ways], tags))

    def write(self, path, *, timestamp=TIMESTAMP, shift=0.0):
        header = osmium.io.Header()
        if timestamp:
            header.set("osmosis_replication_timestamp", timestamp)
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for (east, north), (number, tags) in self.nodes.items():
                lon, lat = at(east, north)
                place = (lon + shift, lat)
                writer.add_node(mutable.Node(id=number, location=place, tags=tags))
            for number, (refs, tags) in enumerate(self.ways, start=1):
                writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags))
            for number, (members, tags) in enumerate(self.relations, start=1):
                writer.add_relation(mutable.Relation(id=number, members=members, tags=tags))
        return path


def curve(start, end, bulge, *, count=40):
    """Return points from start to end that swing out by `bulge` km to the north."""
    share = np.linspace(0, 1, count)
    line = np.outer(1 - share, start) + np.outer(share, end)
    line[:, 1] += bulge * np.sin(np.pi * share)
    return [tuple(point) for point in line.round(4).tolist()]


def ring(points=96):
    """Return a closed ring of 10 km around (30, 60), from the west, by the north."""
    turn = np.linspace(np.pi, -np.pi, points + 1)[:-1]
    spots = np.column_stack([30 + 10 * np.cos(turn), 60 + 10 * np.sin(turn)]).round(4).tolist()
    return [tuple(each) for each in [*spots, spots[0]]]


@pytest.fixture
def ground():
    """Railways, roads and a river with names, a gap, wrong names, dual tracks and a loop."""
    drawn = Map()
    _draw_railways(drawn)
    _draw_roads(drawn)
    _draw_river(drawn)
    return drawn


def _draw_railways(drawn):
    for side in (0.0, 0.01):  # dual tracks, each with a gap of 150 m
        track = [(x, y + side) for x, y in curve((10, 10), (40, 12), 4)]
        tags = {"railway": "rail", "highspeed": "yes", "usage": "main"}
        drawn.way(track[:20], **tags, name="长北客运专线")
        gap = (track[20][0] - track[19][0], track[20][1] - track[19][1])
        share = 1 - 0.15 / np.hypot(*gap)
        far = (track[19][0] + 0.15 / np.hypot(*gap) * gap[0], track[19][1] + gap[1] * (1 - share))
        drawn.way([far, *track[20:]], **tags, name="长北客运专线")
    drawn.way([(10, 10), (40, 12)], railway="rail", usage="main", name="旧线")
    drawn.way([(10, 10.05), (12, 10.05)], railway="rail", service="yard")
    drawn.way(curve((40, 12), (70, 10), -3), railway="rail", usage="branch")
    drawn.way(  # sixty kilometres to go thirty
        [(40, 33), (40, 20), (66, 20), (68, 40.05)], railway="rail", name="他线"
    )
    drawn.way(
        curve((62, 31), (67.9, 40), 1), railway="construction", construction="rail", name="清水铁路"
    )
    drawn.node(10, 10, railway="station", name="长宁")
    drawn.node(40, 12, railway="station", name="北川")
    drawn.node(70.3, 10.2, railway="station", name="洪洞")
    drawn.node(41, 35, railway="station", name="东平")
    drawn.node(45, 37, railway="station", name="东平站")
    drawn.node(62, 31, railway="station", name="岭西", old_name="西岭站")
    drawn.node(20.5, 45.2, railway="station", station="subway", name="新区站")
    drawn.node(84, 45.2, railway="station", name="南山")
    drawn.node(72, 41, railway="station", name="清水")


def _draw_roads(drawn):
    loop = ring()
    first = drawn.way(loop[:50], highway="secondary")
    second = drawn.way(loop[49:], highway="secondary", name="县道")
    drawn.route([first, second], type="route", route="road", name="环山旅游公路")
    drawn.way(curve((40, 60), (75, 60), -1, count=36), highway="primary", name="横山公路")
    middle = curve((40, 60), (75, 60), -1, count=36)[20]
    drawn.way([middle, (60, 60.2), (60, 60.9)], highway="primary", name="横山公路")
    drawn.way([(89.8, 60), (91, 60)], highway="primary", name="山外公路")
    drawn.way([(0, 20), (-13, 30), (0, 40)], highway="secondary", name="出省公路")
    drawn.way([(20, 59), (41, 59)], highway="residential", name="环山旅游公路")


def _draw_river(drawn):
    points = [(x, y + 0.3 * np.sin(x)) for x, y in RIVER]
    drawn.way(points[:20], waterway="river", name="青河", name__en="Qing River")
    drawn.way(points[19:], waterway="river", name="青河", name__en="Qing River")
    drawn.way([(10, 80), (50, 80)], waterway="ditch", name="青河")


@pytest.fixture
def extract_file(ground, tmp_path):
    """The ground as an .osm.pbf file."""
    return ground.write(tmp_path / "ground.osm.pbf")


@pytest.fixture
def rail_root(small_root):
    """The small root with stations, railways, roads and a river, each naming its network."""
    geodata = small_root / "geodata"
    _write_places(geodata / "places" / "refine.csv")
    _write_stations(geodata / "layers" / "stations")
    for layer, lines in LINES.items():
        _write_lines(geodata / "layers" / layer, lines)
    _write_river(geodata / "layers" / "streams")
    return small_root


def _write_csv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


def _write_places(path):
    header = (
        "id", "name", "name_en", "kind", "lon", "lat", "datum_of_source", "accuracy_m",
        "position_status", "method", "source", "county_adcode", "note",
    )  # fmt: skip
    rows = [
        (place, zh, en, place.split("-")[0], *at(east, north), "wgs84", accuracy, status, "made up",
         "survey" if status == "sourced" else "recollection", code, "")
        for place, zh, en, east, north, accuracy, status, code in [*STATIONS, *POINTS]
    ]  # fmt: skip
    _write_csv(path, header, rows)


def _write_stations(folder):
    header = ("id", "name", "name_en", "status", "status_date", "status_source", "place")
    rows = [
        (place, zh, en, "planned" if place == "station-f" else "operating", "", "R", place)
        for place, zh, en, *_ in STATIONS
    ]
    _write_csv(folder / "features.csv", header, rows)
    _finish(folder, rows, "Point")


def _write_lines(folder, lines):
    header = (
        "id", "name", "name_en", "status", "status_date", "status_source",
        "position_status", "accuracy_m", "datum_of_source", "source", "note", "note_en",
    )  # fmt: skip
    rows = [
        (*identity, "", "R", "schematic", 9000, "wgs84", "survey", "示意线", "A sketch")
        for *identity, _ in lines
    ]
    _write_csv(folder / "features.csv", header, rows)
    steps = [
        (line[0], 1, number, place)
        for line in lines
        for number, place in enumerate(line[-1], start=1)
    ]
    _write_csv(folder / "routes.csv", ("feature", "part", "seq", "place"), steps)
    _finish(folder, rows, "LineString")


def _write_river(folder):
    header = (
        "id", "name", "name_en", "status", "status_date", "status_source",
        "position_status", "accuracy_m", "datum_of_source", "source",
    )  # fmt: skip
    row = ("s-qing", "青河", "Qing River", "operating", "", "R", "derived", 2500, "wgs84", "survey")
    _write_csv(folder / "features.csv", header, [row])
    shape = {"type": "LineString", "coordinates": [at(*point) for point in RIVER]}
    feature = {"type": "Feature", "properties": {"id": "s-qing"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (folder / "geometry.geojson").write_text(text, encoding="utf-8")
    _finish(folder, [row], "LineString", licence="LGPL-3.0-or-later")


def _finish(folder, rows, kind, *, licence="CC-BY-4.0"):
    mentions = [(row[0], "R", row[3], row[1]) for row in rows]
    _write_csv(folder / "mentions.csv", ("feature", "document", "status", "quote"), mentions)
    theme, color = _look(folder)
    text = (
        f'id = "{folder.name}"\ntitle = "层"\ntitle_en = "Layer"\ntheme = "{theme}"\n'
        f'description = "试验。"\ndescription_en = "A test."\neach_row_is_a = "thing"\n'
        f'geometry_type = ["{kind}"]\nlicence = "{licence}"\n'
        f'network = "{NETWORKS[folder.name]}"\n\n[symbology]\ncolor = "{color}"\n'
    )
    for path in sorted(folder.glob("*.*")):
        count = 1 if path.suffix == ".geojson" else len(path.read_text("utf-8").splitlines()) - 1
        proof = hashlib.sha256(path.read_bytes()).hexdigest()
        text += f'\n[[file]]\nname = "{path.name}"\nsha256 = "{proof}"\nrows = {count}\n'
    (folder / "layer.toml").write_text(text, encoding="utf-8")


def _look(folder):
    """Return the theme and colour that the small root's own lines have."""
    text = (folder.parent / "paths" / "layer.toml").read_text(encoding="utf-8")
    return [text.split(f'{key} = "')[1].split('"')[0] for key in ("theme", "color")]


@pytest.fixture
def world():
    """What the fixtures are made of, for tests to compare with."""
    return SimpleNamespace(at=at, Map=Map, curve=curve, ring=ring, river=RIVER, stamp=TIMESTAMP)
