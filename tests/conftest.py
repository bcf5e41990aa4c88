"""A tiny root of made-up data, whole in every part: two prefectures, four counties, two layers."""

from __future__ import annotations

import csv
import hashlib
import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely
import tomlkit

CHECKOUT = Path(__file__).resolve().parents[1]
WEST, MIDDLE, EAST = 112.0, 113.0, 114.0
SOUTH, CENTRE, NORTH = 37.0, 37.75, 38.5

REGION = f"""\
name = "试验省"
name_en = "Testland"
adcode = "990000"
bounds = [{WEST}, {SOUTH}, {EAST}, {NORTH}]
levels = ["province", "prefecture", "county"]
datum = "wgs84"
metric_crs = "+proj=aea +lat_1=37.2 +lat_2=38.2 +lat_0=37.75 +lon_0=113 +units=m"
edition = "2026-01-01"
"""
UNITS = {
    "province": [("990000", "试验省", "Testland", "", None)],
    "prefecture": [
        ("990100", "长宁市", "Changning City", "990000", 1_200_000),
        ("990200", "洪洞市", "Hongtong City", "990000", None),
    ],
    "county": [
        ("990101", "南山区", "Nanshan District", "990100", None),
        ("990102", "北川县", "Beichuan County", "990100", None),
        ("990201", "东平县", "Dongping County", "990200", None),
        ("990202", "西岭县", "Xiling County", "990200", None),
    ],
}
DOCUMENTS = """\
[P]
title = "试验省规划纲要"
title_en = "Outline plan of Testland"
number = "试政发〔2021〕7号"
issuer = "试验省人民政府"
issuer_en = "Government of Testland"
date = "2021-04-09"
file = "plan.txt"

[R]
title = "试验省政府工作报告"
title_en = "Report on the work of the government"
issuer = ""
issuer_en = ""
date = "2025-01-17"
file = "report.txt"
"""
SOURCES = """\
[survey]
title = "Survey of Testland"
publisher = "Nobody"
locator = "https://example.org/survey"
licence = "CC0-1.0"
datum = "wgs84"
vintage = "2024"
accuracy = "100 m, by definition"

[recollection]
title = "Nobody's word"
publisher = ""
locator = ""
licence = ""
datum = "unstated"
vintage = ""
accuracy = "unknown"
"""
PLACES = [
    # id, name, English, lon, lat, accuracy, status, source, county
    ("well-one", "一号井", "Well One", 112.41, 37.32, 100, "sourced", "survey [1]", "990101"),
    ("well-two", "二号井", "Well Two", 112.62, 38.11, 500, "proxy", "survey [2]", "990102"),
    ("well-three", "太原南井", "Well Three", 113.55, 37.41, 2000, "unverified", "recollection",
     "990201"),
    ("well-four", "四号井", "Well Four", 113.48, 38.02, 100, "derived", "survey [4]", "990202"),
    ("seat-990102", "北川县城", "Beichuan", 112.52, 38.03, 300, "sourced", "survey", "990102"),
]  # fmt: skip
WELLS = [
    # id, name, English, status, since, status source, place, kind, depth, source, year
    ("w1", "一号井", "Well One", "operating", "2018-05", "R", "well-one", "deep", 120, "P", "2020"),
    ("w2", "二号井", "Well Two", "under_construction", "2024", "R", "well-two", "deep", "", "", ""),
    ("w3", "太原南井", "Well Three", "planned", "2021", "P", "well-three", "shallow", 8.5, "R",
     "2024"),
    ("w4", "四号井", "Well Four", "operating", "", "R", "well-four", "shallow", "", "", ""),
]  # fmt: skip


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    """A root of made-up data, all of it in this file."""
    return write_small_root(tmp_path / "root")


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same root, written once; nobody changes it."""
    return write_small_root(tmp_path_factory.mktemp("shared") / "root")


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """What the small root holds, for tests to compare with."""
    return SimpleNamespace(units=UNITS, wells=WELLS, places=PLACES, write=write_small_root)


def write_small_root(root: Path) -> Path:
    """Write every file of the root and return it."""
    geodata, maps = root / "geodata", root / "maps"
    for folder in ("places", "sources", "layers/wells", "layers/paths", "boundaries"):
        (geodata / folder).mkdir(parents=True)
    (maps / "recipes").mkdir(parents=True)
    for name in ("theme.toml", "strings.toml", "basemaps.toml"):
        shutil.copy(CHECKOUT / "maps" / name, maps / name)
    shutil.copy(CHECKOUT / "geodata" / "attributes.toml", geodata / "attributes.toml")
    (geodata / "region.toml").write_text(REGION, encoding="utf-8")
    (geodata / "documents.toml").write_text(DOCUMENTS, encoding="utf-8")
    (geodata / "sources" / "all.toml").write_text(SOURCES, encoding="utf-8")
    _write_places(geodata / "places" / "all.csv")
    _write_boundaries(geodata / "boundaries")
    _write_wells(geodata / "layers" / "wells")
    _write_paths(geodata / "layers" / "paths")
    _write_maps(maps)
    return root


def _write_places(path: Path) -> None:
    header = (
        "id", "name", "name_en", "kind", "lon", "lat", "datum_of_source", "accuracy_m",
        "position_status", "method", "source", "county_adcode", "note",
    )  # fmt: skip
    rows = [
        (place, zh, en, place.split("-")[0], lon, lat, "wgs84", accuracy, status, "made up", source,
         code, "")
        for place, zh, en, lon, lat, accuracy, status, source, code in PLACES
    ]  # fmt: skip
    _write_csv(path, header, rows)


def _write_csv(path: Path, header: tuple, rows: list) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


# --- Boundaries: borders wriggle, so that simplifying them changes something ---------------------


def _wriggle(fixed: float, start: float, end: float, *, along: str) -> np.ndarray:
    step = np.linspace(start, end, 41)
    swing = 0.02 * np.sin(np.linspace(0, 9 * np.pi, 41))
    swing[[0, -1]] = 0.0
    points = np.column_stack([step, fixed + swing])
    return points.round(6) if along == "lon" else points[:, ::-1].round(6)


def county_shapes() -> dict[str, shapely.Polygon]:
    """Four counties that share their borders vertex by vertex."""
    south = _wriggle(MIDDLE, SOUTH, CENTRE, along="lat")
    north = _wriggle(MIDDLE, CENTRE, NORTH, along="lat")
    west = _wriggle(CENTRE, WEST, MIDDLE, along="lon")
    east = _wriggle(CENTRE, MIDDLE, EAST, along="lon")
    corner = {name: np.array([at]) for name, at in {
        "sw": (WEST, SOUTH), "se": (EAST, SOUTH), "nw": (WEST, NORTH), "ne": (EAST, NORTH),
    }.items()}  # fmt: skip
    return {
        "990101": shapely.Polygon(np.vstack([corner["sw"], south, west[::-1]])),
        "990102": shapely.Polygon(np.vstack([west, north, corner["nw"]])),
        "990201": shapely.Polygon(np.vstack([south, east, corner["se"]])),
        "990202": shapely.Polygon(np.vstack([east, corner["ne"], north[::-1]])),
    }


def _write_boundaries(folder: Path) -> None:
    counties = county_shapes()
    for level, units in UNITS.items():
        # 990000 holds 9901xx and 9902xx, 990100 holds 9901xx.
        digits = {"province": 2, "prefecture": 4, "county": 6}[level]
        shapes = [
            shapely.coverage_union_all(
                [s for c, s in counties.items() if c[:digits] == code[:digits]]
            )
            for code, *_ in units
        ]
        frame = gpd.GeoDataFrame(
            {
                "adcode": [code for code, *_ in units],
                "name": [zh for _, zh, *_ in units],
                "name_en": [en for _, _, en, *_ in units],
                "level": level,
                "parent_adcode": [parent for *_, parent, _ in units],
                "population_2020": [people for *_, people in units],
                "area_km2": [round(shape.area * 9_800, 2) for shape in shapes],
                "label_lon": [shape.representative_point().x for shape in shapes],
                "label_lat": [shape.representative_point().y for shape in shapes],
            },
            geometry=[shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes],
            crs="EPSG:4326",
        )
        frame["population_2020"] = frame["population_2020"].astype("Int64")
        (folder / level).mkdir()
        file = folder / level / "units.fgb"
        frame.to_file(file, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")
        (folder / level / "boundary.toml").write_text(
            _boundary_toml(level, _sha256(file), len(frame)), encoding="utf-8"
        )


def _boundary_toml(level: str, sha256: str, rows: int) -> str:
    """The checkout's own descriptor, so that it always has the keys the model asks for."""
    path = CHECKOUT / "geodata" / "boundaries" / level / "boundary.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    document |= {"sha256": sha256, "rows": rows, "bounds": [WEST, SOUTH, EAST, NORTH]}
    document |= {"source": "survey", "review_number": "GS(2026)0001号"}
    document |= {"source_title": "试验省测绘", "source_title_en": "Survey of Testland"}
    return tomlkit.dumps(document)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- Layers: points in two classes, and a line drawn through places ------------------------------


def _write_wells(folder: Path) -> None:
    header = (
        "id", "name", "name_en", "status", "status_date", "status_source", "place", "kind",
        "depth_m", "depth_m_source", "depth_m_year",
    )  # fmt: skip
    _write_csv(folder / "features.csv", header, WELLS)
    mentions = [(well[0], "P", "planned", f"建设{well[1]}") for well in WELLS]
    mentions += [("w1", "R", "operating", "一号井建成")]
    _write_csv(folder / "mentions.csv", ("feature", "document", "status", "quote"), mentions)
    colors = _palette()
    head = f"""\
id = "wells"
title = "水井"
title_en = "Wells"
theme = "{_theme()}"
description = "规划文件写明的水井。"
description_en = "Wells that the plan names."
each_row_is_a = "well"
licence = "CC-BY-4.0"
geometry_type = ["Point"]
popup = ["kind", "depth_m"]
"""
    tail = f"""
[[attributes]]
name = "kind"
label = "类别"
label_en = "Kind"

[[attributes]]
name = "depth_m"
label = "井深"
label_en = "Depth"
type = "number"
unit = "m"
unit_label = "米"
figure = true

[symbology]
color = "{colors[0]}"
attribute = "kind"
priority = 2

[[symbology.classes]]
value = "deep"
label = "深井"
label_en = "Deep well"
shape = "square"

[[symbology.classes]]
value = "shallow"
label = "浅井"
label_en = "Shallow well"
color = "{colors[1]}"

[[unplaced]]
name = "五号井"
document = "P"
quote = "研究五号井"
reason = "没有公开坐标"
reason_en = "no public coordinate"
"""
    _seal(folder, head, tail)


def _write_paths(folder: Path) -> None:
    header = (
        "id", "name", "name_en", "status", "status_date", "status_source",
        "position_status", "accuracy_m", "datum_of_source", "source", "note", "note_en",
    )  # fmt: skip
    row = ("p1", "试验大道", "Test Avenue", "planned", "2021", "P", "schematic", 9000, "wgs84",
           "survey", "走向为示意", "A sketch")  # fmt: skip
    _write_csv(folder / "features.csv", header, [row])
    route = [("p1", 1, 1, "well-one"), ("p1", 1, 2, "seat-990102"), ("p1", 1, 3, "well-four")]
    _write_csv(folder / "routes.csv", ("feature", "part", "seq", "place"), route)
    mention = ("p1", "P", "planned", "试验大道")
    _write_csv(folder / "mentions.csv", ("feature", "document", "status", "quote"), [mention])
    head = f"""\
id = "paths"
title = "道路"
title_en = "Paths"
theme = "{_theme()}"
description = "示意道路。"
description_en = "Sketched roads."
each_row_is_a = "road"
licence = "CC-BY-4.0"
geometry_type = ["LineString"]
"""
    _seal(folder, head, f'\n[symbology]\ncolor = "{_palette()[2]}"\n')


def _seal(folder: Path, head: str, tail: str) -> None:
    files = ""
    for path in sorted(folder.glob("*.csv")):
        rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
        files += f'\n[[file]]\nname = "{path.name}"\nsha256 = "{_sha256(path)}"\nrows = {rows}\n'
    (folder / "layer.toml").write_text(head + files + tail, encoding="utf-8")


def _palette() -> list[str]:
    return list(_theme_toml()["palette"])


def _theme() -> str:
    return next(iter(_theme_toml()["themes"]))


def _theme_toml() -> dict:
    return tomllib.loads((CHECKOUT / "maps" / "theme.toml").read_text(encoding="utf-8"))


def _write_maps(maps: Path) -> None:
    ramp = next(iter(_theme_toml()["ramps"]))
    (maps / "choropleths.toml").write_text(
        f"""\
[people]
title = "人口"
title_en = "Population"
level = "prefecture"
value = "population_2020"
unit = "人"
unit_en = "people"
ramp = "{ramp}"

[wells]
title = "水井数"
title_en = "Wells"
level = "county"
count = "wells"
unit = "口"
unit_en = "wells"
ramp = "{ramp}"
""",
        encoding="utf-8",
    )
    (maps / "recipes" / "everything.toml").write_text(
        f"""\
kind = "web"
title = "试验省水井图"
title_en = "Wells of Testland"
description = "试验用。"
description_en = "For tests."
themes = ["{_theme()}"]
choropleths = ["people", "wells"]
""",
        encoding="utf-8",
    )
    (maps / "recipes" / "book.toml").write_text(
        f"""\
kind = "atlas"
title = "试验省图集"
title_en = "Atlas of Testland"

[[pages]]
title = "水井"
title_en = "Wells"
themes = ["{_theme()}"]
choropleths = ["people"]

[[pages]]
title = "洪洞市"
title_en = "Hongtong"
layers = ["wells"]
extent = "990200"
""",
        encoding="utf-8",
    )
