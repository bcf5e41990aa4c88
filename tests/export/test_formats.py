"""Every format, written and read back by GDAL or arrow: equal geometry, equal text."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import read_layer
from sxgeo.errors import UnknownNameError
from sxgeo.export import FORMATS, write_frame

SPATIAL = [name for name in FORMATS if name != "csv"]


def read_back(path, file_format):
    return gpd.read_parquet(path) if file_format == "parquet" else gpd.read_file(path)


@pytest.mark.parametrize("file_format", SPATIAL)
@pytest.mark.parametrize("layer_id", ["zones", "rail", "water_works", "rivers"])
def test_a_round_trip_keeps_shapes_text_and_crs(tmp_path, layer_id, file_format):
    frame = read_layer(layer_id)
    path = tmp_path / f"a.{file_format}"
    write_frame(frame, path, file_format, layer=layer_id)
    back = read_back(path, file_format).set_index("id").loc[frame["id"]].reset_index()
    assert back.crs.to_epsg() == 4326
    tolerance = 1e-7 if file_format == "geojson" else 0.0
    for ours, theirs in zip(frame.geometry, back.geometry, strict=True):
        parts = shapely.get_parts(ours), shapely.get_parts(theirs)  # GDAL may promote to multi-part
        assert shapely.equals_exact(*parts, tolerance=tolerance).all()
    for name in ("name", "name_en", "quote", "source", "county_adcodes"):
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
