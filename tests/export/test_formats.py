"""Every format, written and read back by GDAL or arrow: equal geometry, equal text."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import read_layer
from sxgeo.errors import UnknownNameError
from sxgeo.export import FORMATS, write_frame
from sxgeo.export.columns import worded
from sxgeo.export.contents import by_kind
from sxgeo.export.shp import cut_text, short_names

SPATIAL = [name for name in FORMATS if name != "csv"]
TEXTS = ("name", "name_en", "quote", "history", "source", "county_adcodes")


def read_back(path, file_format):
    return gpd.read_parquet(path) if file_format == "parquet" else gpd.read_file(path)


def assert_same_shapes(ours, theirs, tolerance=0.0):
    assert len(ours) == len(theirs)
    for pair in zip(ours, theirs, strict=True):
        parts = [  # GDAL may promote to multi-part, and turn rings
            shapely.get_parts(shapely.normalize(shapely.force_2d(shape))) for shape in pair
        ]
        assert len(parts[0]) == len(parts[1])
        assert shapely.equals_exact(*parts, tolerance=tolerance).all()


def assert_same_table(ours, theirs, columns):
    for name in columns:
        mine, read = ours[name].astype(object), theirs[name].astype(object)
        if pd.api.types.is_numeric_dtype(ours[name]):
            mine, read = (
                pd.to_numeric(each).to_numpy(float, na_value=np.nan) for each in (mine, read)
            )
            np.testing.assert_allclose(read, mine, rtol=1e-14, err_msg=name)
        else:
            assert read.fillna("").tolist() == mine.fillna("").tolist(), name


@pytest.mark.parametrize("file_format", SPATIAL)
@pytest.mark.parametrize("layer_id", ["zones", "rail", "water_works", "rivers"])
def test_a_round_trip_keeps_shapes_text_and_crs(tmp_path, layer_id, file_format):
    frame = read_layer(layer_id)
    path = tmp_path / f"a.{file_format}"
    write_frame(frame, path, file_format, layer=layer_id)
    back = read_back(path, file_format).set_index("id").loc[frame["id"]].reset_index()
    assert back.crs.to_epsg() == 4326
    assert_same_shapes(frame.geometry, back.geometry, 1e-7 if file_format == "geojson" else 0.0)
    for name in TEXTS:
        assert back[name].tolist() == frame[name].tolist(), name
    assert back["accuracy_m"].tolist() == frame["accuracy_m"].tolist()


@pytest.mark.parametrize("file_format", SPATIAL)
def test_boundaries_keep_adcodes_as_text(tmp_path, file_format):
    frame = read_boundaries("prefecture")
    write_frame(frame, tmp_path / f"a.{file_format}", file_format, layer="prefecture")
    back = read_back(tmp_path / f"a.{file_format}", file_format)
    assert sorted(back["adcode"]) == sorted(frame["adcode"])


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_layer_gives_the_same_bytes(tmp_path, file_format):
    frame = read_layer("zones")
    paths = [tmp_path / f"{name}.{file_format}" for name in "ab"]
    for path in paths:
        write_frame(frame, path, file_format, layer="zones")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_csv_has_a_byte_order_mark_coordinates_and_wkt(tmp_path):
    frame = read_layer("zones")
    write_frame(frame, tmp_path / "a.csv", "csv", layer="zones")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(tmp_path / "a.csv")
    assert back["longitude"].tolist() == pytest.approx(frame.geometry.x.tolist(), abs=1e-9)
    shapes = shapely.from_wkt(back["wkt"])
    assert all(a.equals_exact(b, 1e-7) for a, b in zip(shapes, frame.geometry, strict=True))


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UnknownNameError, match="Unknown format 'shape'"):
        write_frame(read_layer("zones"), tmp_path / "a", "shape", layer="zones")


# --- The formats of `sxgeo export`, all columns --------------------------------------------------


@pytest.mark.parametrize(
    ("file_format", "tolerance"), [("geojson", 1e-7), ("fgb", 0), ("parquet", 0)]
)
def test_files_of_one_layer_hold_all_of_it(exported, contents, file_format, tolerance):
    folder, _ = exported
    for layer in contents.layers:
        back = read_back(folder / file_format / f"{layer.id}.{file_format}", file_format)
        back = back.set_index(layer.key).loc[layer.frame[layer.key]].reset_index()
        assert back.crs.to_epsg() == 4326
        assert_same_shapes(layer.frame.geometry, back.geometry, tolerance)
        assert_same_table(layer.frame, back, [each.name for each in layer.columns])


def test_a_geopackage_holds_all_of_every_layer(exported, contents):
    folder, _ = exported
    for layer in contents.layers:
        for part in by_kind(layer, contents):
            back = gpd.read_file(folder / "layers.gpkg", layer=part.id)
            assert back.crs.to_epsg() == 4326
            assert_same_shapes(part.frame.geometry, back.geometry)
            assert_same_table(part.frame, back, [each.name for each in part.columns])


def test_csv_files_hold_all_of_every_layer(exported, contents):
    folder, _ = exported
    for layer in contents.layers:
        texts = [each.name for each in layer.columns if each.type == "string"]
        path = folder / "csv" / f"{layer.id}.csv"
        back = pd.read_csv(path, dtype=dict.fromkeys(texts, str), keep_default_na=True)
        assert_same_shapes(layer.frame.geometry, shapely.from_wkt(back["wkt"]), 1e-7)
        assert_same_table(layer.frame, back, [each.name for each in layer.columns])


def test_a_shapefile_holds_all_that_fits(exported, contents):
    folder, _ = exported
    names = short_names(
        dict.fromkeys(column.name for layer in contents.layers for column in layer.columns)
    )
    for layer in contents.layers:
        for part in by_kind(layer, contents):
            path = folder / "shp" / f"{part.id}.shp"
            assert path.with_suffix(".cpg").read_text() == "UTF-8"
            back = gpd.read_file(path)
            assert back.crs.to_epsg() == 4326
            assert_same_shapes(part.frame.geometry, back.geometry)
            ours = part.frame.rename(columns=names)
            for column in part.columns:  # a history, a note
                if column.type == "string":
                    short = names[column.name]
                    ours[short] = ours[short].map(cut_text, na_action="ignore")
            assert_same_table(ours, back, [names[each.name] for each in part.columns])


def test_kml_holds_all_of_every_layer_with_codes_in_words(exported, contents):
    folder, _ = exported
    for layer in contents.layers:
        back = gpd.read_file(folder / "layers.kml", layer=layer.title)
        assert back.crs.to_epsg() == 4326
        assert_same_shapes(layer.frame.geometry, back.geometry)
        ours = worded(layer.frame, layer.columns, "zh")
        # GDAL gives a column of the name `id` to the placemark, which has none.
        shared = [each.name for each in layer.columns if each.name in back and each.name != "id"]
        assert {"status", "quote", "county_adcodes"} <= set(shared) or layer.key == "adcode"
        for name in shared:
            mine = ours[name].astype(object)
            if pd.api.types.is_numeric_dtype(ours[name]):
                read = pd.to_numeric(back[name]).to_numpy(float)
                mine = pd.to_numeric(mine).to_numpy(float, na_value=np.nan)
                np.testing.assert_allclose(read, mine, rtol=1e-14)
            else:
                assert back[name].fillna("").tolist() == mine.fillna("").tolist(), name


def test_tiles_hold_every_layer_within_their_grid(exported, contents):
    folder, _ = exported
    path = folder / "layers.pmtiles"
    assert pyogrio.list_layers(path)[:, 0].tolist() == [layer.id for layer in contents.layers]
    zones = contents.layers[0]
    back = gpd.read_file(path, layer="zones", columns=["id", "name", "quote"]).to_crs(4326)
    back = back.drop_duplicates("id").set_index("id").loc[zones.frame["id"]]
    assert back["name"].tolist() == zones.frame["name"].tolist()
    assert back["quote"].tolist() == zones.frame["quote"].tolist()
    away = back.geometry.to_numpy(), zones.frame.geometry.to_numpy()
    assert shapely.distance(*away).max() < 1.0e-4  # half a cell of 9 m, in degrees
