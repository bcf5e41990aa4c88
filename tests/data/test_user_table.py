"""A user's own files: every kind is read, every fault is told by row."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sxgeo.data.user_table import frame_table, read_user_table
from sxgeo.errors import DataError, UnknownNameError

TABLE = pd.DataFrame(
    {
        "lng": [112.5, 113.0],
        "lat": [37.5, 38.0],
        "名称": ["甲", "乙"],
        "code": ["007", "010"],
        "n": [1, 2],
    }
)
FRAME = gpd.GeoDataFrame(
    TABLE.drop(columns=["lng", "lat"]),
    geometry=gpd.points_from_xy(TABLE["lng"], TABLE["lat"]),
    crs="EPSG:4326",
)


def written(path):
    if path.suffix == ".csv":
        TABLE.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        FRAME.to_parquet(path)
    elif path.suffix == ".xlsx":
        import pyogrio

        pyogrio.write_dataframe(TABLE, path, driver="XLSX")
    else:
        # FlatGeobuf sorts its features for its index unless it has none.
        options = {"SPATIAL_INDEX": "NO"} if path.suffix == ".fgb" else {"encoding": "utf-8"}
        FRAME.to_file(path, engine="pyogrio", **options)
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "gpkg", "shp", "fgb", "parquet"])
def test_every_kind_of_file_is_read(tmp_path, ending):
    found = read_user_table(written(tmp_path / f"points.{ending}"), lon="lng", lat="lat")
    assert found.name == "points"
    assert shapely.get_coordinates(found.frame.geometry).tolist() == [[112.5, 37.5], [113.0, 38.0]]
    assert found.frame["code"].tolist() == ["007", "010"]
    assert pd.api.types.is_numeric_dtype(found.frame["n"])
    assert found.frame[found.frame.columns[0]].tolist() == ["甲", "乙"]
    assert found.datum == ("" if ending in ("csv", "xlsx") else "wgs84")


def test_a_projected_file_is_taken_to_degrees(tmp_path):
    path = tmp_path / "grid.gpkg"
    FRAME.to_crs("EPSG:32649").to_file(path, engine="pyogrio")
    found = read_user_table(path)
    assert found.datum == "wgs84"
    assert shapely.get_coordinates(found.frame.geometry) == pytest.approx(
        shapely.get_coordinates(FRAME.geometry), abs=1e-8
    )


def test_cgcs2000_is_named(tmp_path):
    path = tmp_path / "cgcs.gpkg"
    FRAME.set_crs("EPSG:4490", allow_override=True).to_file(path, engine="pyogrio")
    assert read_user_table(path).datum == "cgcs2000"


def test_unknown_file_types_offer_the_known():
    with pytest.raises(UnknownNameError, match=r"Unknown file type '\.docx'.*Known: \.csv, \.xlsx"):
        read_user_table(Path("x.docx"))


def test_a_missing_column_is_guessed(tmp_path):
    path = written(tmp_path / "points.csv")
    with pytest.raises(DataError) as caught:
        read_user_table(path)
    assert "points.csv: the column 'lon' is missing (is it 'lng'?)" in str(caught.value)


def test_every_wrong_cell_is_told(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("lon,lat\n112.5,north\n,37\n999,37\n112,37\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_user_table(path)
    told = str(caught.value)
    assert told.startswith("3 problems in the data:")
    assert "points.csv, row 2, column lat: 'north' is no number of degrees" in told
    assert "points.csv, row 4, column lon: '999.0' is no number of degrees" in told


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet", "xlsx"])
def test_a_broken_file_is_one_sentence(tmp_path, ending):
    path = tmp_path / f"broken.{ending}"
    path.write_bytes(b"nonsense")
    with pytest.raises(DataError, match=f"broken.{ending}: it cannot be read"):
        read_user_table(path)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match="the file is missing"):
        read_user_table(tmp_path / "none.csv")


def test_rows_without_geometry_are_told():
    frame = gpd.GeoDataFrame(
        {"a": [1, 2]}, geometry=[shapely.Point(112, 37), None], crs="EPSG:4326"
    )
    with pytest.raises(DataError, match="mine, row 2: it has no geometry"):
        frame_table(frame, "mine")
