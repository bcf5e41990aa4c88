"""A user's own data becomes a layer like any other, in WGS-84, placed and classed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from sxgeo.crs import wgs84_to
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.errors import DataError, DatumError, UnknownNameError

TABLE = pd.DataFrame(
    {
        "lon": [112.5, 113.5, 112.4, 113.6],
        "lat": [37.3, 37.3, 38.2, 38.2],
        "名称": ["甲", "乙", "丙", "丁"],
        "kind": ["b", "a", "b", ""],
        "status": ["mine", "mine", "yours", "x"],
        "size": [1.0, 20.0, np.nan, 300.0],
    }
)


@pytest.fixture(scope="module")
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


def layer_of(scene, table=TABLE, **options):
    added = add_user_data(scene, [UserData(table, **{"datum": "wgs84", **options})])
    return added.layers[0]


def test_nothing_added_is_the_same_scene(scene):
    assert add_user_data(scene, []) is scene


def test_it_stands_on_top_in_a_theme_of_its_own(scene):
    added = add_user_data(
        scene, [UserData(TABLE, datum="wgs84", title="我的"), UserData(TABLE, datum="wgs84")]
    )
    assert added.themes[0].title == "自己的数据"
    assert [each.id for each in added.themes[0].layers] == ["user_1", "user_2"]
    assert added.themes[1:] == scene.themes
    assert added.layers[0].descriptor.title == "我的"


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_positions_arrive_in_wgs84(scene, datum):
    lon, lat = wgs84_to(TABLE["lon"].to_numpy(), TABLE["lat"].to_numpy(), datum)
    layer = layer_of(scene, TABLE.assign(lon=lon, lat=lat), datum=datum)
    assert shapely.get_coordinates(layer.frame.geometry) == pytest.approx(
        TABLE[["lon", "lat"]].to_numpy(), abs=1e-8
    )
    assert set(layer.frame["datum_of_source"]) == {datum}


def test_a_datum_must_be_said_or_stated(scene):
    with pytest.raises(DatumError, match=r"frame.*Known: wgs84, cgcs2000, gcj02, bd09"):
        add_user_data(scene, [TABLE])
    frame = gpd.GeoDataFrame(
        TABLE, geometry=gpd.points_from_xy(TABLE["lon"], TABLE["lat"]), crs="EPSG:4326"
    )
    assert len(add_user_data(scene, [frame]).layers[0].frame) == 4


def test_features_are_named_numbered_and_placed(scene):
    frame = layer_of(scene, name="名称").frame
    assert frame["name"].tolist() == ["甲", "乙", "丙", "丁"]
    assert frame["id"].tolist() == ["1", "2", "3", "4"]
    assert frame["county_adcodes"].tolist() == ["990101", "990201", "990102", "990202"]
    assert frame["prefecture_adcodes"].tolist() == ["990100", "990200", "990100", "990200"]
    assert layer_of(scene).frame["name"].tolist() == ["1", "2", "3", "4"]


def test_lines_and_areas_are_placed_too(scene):
    frame = gpd.GeoDataFrame(
        geometry=[
            shapely.LineString([(112.5, 37.3), (113.5, 37.3)]),
            shapely.box(112.2, 37.1, 112.3, 37.2),
        ],
        crs="EPSG:4326",
    )
    layer = add_user_data(scene, [frame]).layers[0]
    assert layer.frame["county_adcodes"].tolist() == ["990101|990201", "990101"]
    assert layer.frame["prefecture_adcodes"].tolist() == ["990100|990200", "990100"]
    assert [each.geometry for each in layer.symbology.symbols] == ["line", "area"]


def test_columns_never_pose_as_ours(scene):
    layer = layer_of(scene, name="名称")
    assert "status" not in layer.frame
    assert layer.frame["status_2"].tolist() == TABLE["status"].tolist()
    labels = {field.name: field.label for field in layer.popup}
    assert labels["status_2"] == "status"
    assert {field.name: field.kind for field in layer.popup}["size"] == "number"


def test_texts_become_classes_by_frequency(scene):
    layer = layer_of(scene, by="kind", symbol="star")
    assert [(each.key, each.count) for each in layer.legend] == [("b", 2), ("a", 1), ("\u2026", 1)]
    assert {each.shape for each in layer.symbology.symbols} == {"star"}
    assert len({each.color for each in layer.symbology.symbols}) == 3
    assert layer.symbology.classes == ("b", "a", "b", "\u2026")


def test_numbers_become_classes_by_size(scene):
    layer = layer_of(scene, by="size")
    assert [each.label for each in layer.legend] == ["1", "20", "300", "无数据"]
    ramp = next(iter(scene.theme.ramps.values()))
    assert [each.symbol.color for each in layer.legend[:3]] == [ramp[0], ramp[2], ramp[4]]


def test_many_texts_share_the_last_class(scene):
    table = pd.DataFrame({"lon": 112.5, "lat": 37.3, "kind": [f"k{n:02}" for n in range(20)]})
    layer = layer_of(scene, table, by="kind")
    assert [each.key for each in layer.legend] == [*(f"k{n:02}" for n in range(8)), "\u2026"]
    assert layer.legend[-1].count == 12


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"by": "kinds"}, "Unknown column 'kinds'. Did you mean 'kind'"),
        ({"name": "名"}, "Unknown column '名'"),
        ({"symbol": "stars"}, "Unknown symbol 'stars'. Did you mean 'star'"),
    ],
)
def test_wrong_names_offer_the_nearest(scene, options, told):
    with pytest.raises(UnknownNameError) as caught:
        layer_of(scene, **options)
    assert told in str(caught.value)


def test_swapped_coordinates_are_told_by_row(scene):
    swapped = TABLE.rename(columns={"lon": "lat", "lat": "lon"})
    with pytest.raises(DataError) as caught:
        layer_of(scene, swapped)
    assert "row 2: (37.3, 112.5) looks swapped" in str(caught.value)


def test_names_on_the_map_only_where_there_is_room(scene):
    many = pd.DataFrame({"lon": np.full(500, 112.5), "lat": np.full(500, 37.5)})
    assert not layer_of(scene, many).descriptor.symbology.label
    assert layer_of(scene).descriptor.symbology.label
