"""The payload is what `web/src/payload.ts` says, and holds the scene."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.render.web.layer_payload import pack_geometry
from sxgeo.render.web.packing import Grid, points_of
from sxgeo.render.web.payload import build_payload, payload_json

CONTRACT = Path(__file__).resolve().parents[3] / "web" / "src" / "payload.ts"


@pytest.fixture(scope="module")
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


@pytest.fixture(scope="module")
def payload(scene):
    return json.loads(payload_json(build_payload(scene)))


def interface(name: str) -> dict[str, bool]:
    """Keys of an interface of the contract, and whether each must be there."""
    body = re.search(
        rf"export interface {name} \{{\n(.*?)\n\}}", CONTRACT.read_text("utf-8"), re.DOTALL
    )[1]
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)
    return {key: mark != "?" for key, mark in re.findall(r"^  (\w+)(\??):", body, re.MULTILINE)}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Payload", lambda p: p),
        ("Layer", lambda p: p["layers"][0]),
        ("Unit", lambda p: p["units"][0]),
        ("SymbolSpec", lambda p: p["layers"][0]["symbols"][0]),
        ("LegendEntry", lambda p: p["layers"][0]["legend"][0]),
        ("Field", lambda p: p["layers"][0]["fields"][0]),
        ("Mention", lambda p: p["layers"][0]["mentions"][0][0]),
        ("Unplaced", lambda p: p["layers"][0]["unplaced"][0]),
        ("Choropleth", lambda p: p["choropleths"][0]),
    ],
)
def test_every_part_has_the_keys_of_the_contract(payload, name, part):
    keys = interface(name)
    assert keys, name
    assert {key for key, needed in keys.items() if needed} <= set(part(payload))
    assert set(part(payload)) <= set(keys)


def test_columns_hold_the_table(payload, scene):
    layer, frame = payload["layers"][0], scene.layers[0].frame

    def cells(name):
        column = layer["columns"][name]
        if isinstance(column, list):
            return column
        index = column["index"] or [0] * len(frame)
        return [column["values"][code] for code in index]

    assert cells("name") == frame["name"].tolist()
    assert cells("pinyin")[2] == "tai yuan nan jing"
    assert cells("initials")[2] == "tynj"
    assert cells("depth_m") == [120, None, 8.5, None]
    assert cells("prefecture_adcodes") == ["990100", "990100", "990200", "990200"]
    assert cells("status_date")[3] is None
    assert len(layer["symbol"]) == len(frame) == len(layer["classes"])


def test_mentions_are_newest_first(payload):
    assert [each["document"] for each in payload["layers"][0]["mentions"][0]] == ["R", "P"]


def test_documents_and_sources_are_those_cited(payload):
    assert list(payload["documents"]) == ["P", "R"]
    assert list(payload["sources"]) == ["survey", "recollection"]
    assert "id" not in payload["sources"]["survey"]


def test_missing_numbers_stay_missing(payload):
    people = next(each for each in payload["choropleths"] if each["id"] == "people")
    assert people["values"] == {"990100": 1_200_000, "990200": None}
    assert [unit["population"] for unit in payload["units"][:3]] == [None, 1_200_000, None]


def test_points_and_lines_come_back(payload, scene):
    packing = payload["packing"]
    grid = Grid(tuple(packing["origin"]), packing["scale"])
    wells, paths = payload["layers"]
    found = grid.restore(points_of(wells["geometry"]["coordinates"]))
    assert np.abs(found - shapely.get_coordinates(scene.layers[0].frame.geometry)).max() < 1e-5
    (feature,) = paths["geometry"]["features"]
    found = grid.restore(points_of(feature["parts"][0]))
    assert np.abs(found - shapely.get_coordinates(scene.layers[1].frame.geometry)).max() < 1e-5


def test_every_kind_of_shape_is_packed():
    grid = Grid((110.0, 34.0), 100_000)
    box = shapely.box(111, 35, 112, 36)
    shapes = [
        shapely.Point(111, 35),
        shapely.MultiPoint([(111, 35), (112, 36)]),
        shapely.LineString([(111, 35), (112, 36)]),
        shapely.MultiLineString([[(111, 35), (112, 36)], [(110, 34), (111, 34)]]),
        shapely.Polygon(box.exterior, [shapely.box(111.4, 35.4, 111.6, 35.6).exterior]),
        shapely.MultiPolygon([box, shapely.box(113, 37, 114, 38)]),
    ]
    features = pack_geometry(gpd.GeoSeries(shapes, crs="EPSG:4326"), grid)["features"]
    assert [each["type"] for each in features] == ["point", "point", "line", "line", "area", "area"]
    assert features[1]["coordinates"] == [100_000, 100_000, 100_000, 100_000]
    assert [len(each) for each in features[3]["parts"]] == [4, 4]
    assert [len(each) for each in features[4]["polygons"]] == [2]
    assert [len(each) for each in features[5]["polygons"]] == [1, 1]


def test_language_and_both_texts(scene):
    english = build_payload(scene, language="en")
    assert english["language"] == "en"
    assert english["title"] == {"zh": "试验省水井图", "en": "Wells of Testland"}
    assert english["compliance"]["zh"][0].endswith("试验省测绘")
    assert english["compliance"]["en"][0].endswith("Survey of Testland")


def test_names_stand_inside_their_units(payload, scene):
    shapes = {
        code: shape
        for frame in scene.units.values()
        for code, shape in zip(frame["adcode"], frame.geometry, strict=True)
    }
    for unit in payload["units"]:
        assert shapes[unit["adcode"]].contains(shapely.Point(unit["label"])), unit["name"]
