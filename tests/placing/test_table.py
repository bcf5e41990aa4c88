import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

import sxgeo
from sxgeo.crs import wgs84_to
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.errors import DataError, DatumError, SxgeoError, UnknownNameError
from sxgeo.placing.table import place

ADDED = [
    "county_adcode", "county_name", "prefecture_adcode", "prefecture_name", "place_status",
]  # fmt: skip


@pytest.fixture
def seats():
    """One point in each county, with the county's code."""
    frame = read_boundaries("county").sort_values("adcode", ignore_index=True)
    points = frame.geometry.representative_point()
    return pd.DataFrame({"code": frame["adcode"], "lon": points.x, "lat": points.y})


def place_wgs84(table, **options):
    return place(table, **{"lon": "lon", "lat": "lat", "datum": "wgs84", **options})


def test_every_row_keeps_its_place_cells_and_index(seats):
    shuffled = seats.sample(frac=1, random_state=1).set_axis(range(1000, 1117))
    before = shuffled.copy()
    placed = place_wgs84(shuffled)
    pd.testing.assert_frame_equal(shuffled, before)
    pd.testing.assert_frame_equal(placed[before.columns], before)
    assert list(placed.columns) == [*before.columns, *ADDED]
    assert (placed["county_adcode"] == placed["code"]).all()
    assert (placed["place_status"] == "inside").all()


@pytest.mark.parametrize("datum", ["cgcs2000", "gcj02", "bd09"])
def test_the_datum_is_heeded(seats, datum):
    lon, lat = wgs84_to(seats["lon"], seats["lat"], datum)
    placed = place_wgs84(seats.assign(lon=lon, lat=lat), datum=datum)
    assert (placed["county_adcode"] == placed["code"]).all()


def test_a_column_may_give_each_rows_datum(seats):
    datums = np.array(["wgs84", "GCJ-02", "BD09", "CGCS2000", " EPSG:4326"])
    names = datums[np.arange(len(seats)) % 5]
    shift = {"GCJ-02": "gcj02", "BD09": "bd09"}
    given = seats.assign(datum=names)
    for name, datum in shift.items():
        rows = given["datum"] == name
        lon, lat = wgs84_to(given.loc[rows, "lon"], given.loc[rows, "lat"], datum)
        given.loc[rows, "lon"], given.loc[rows, "lat"] = lon, lat
    placed = place_wgs84(given, datum="datum")
    assert (placed["county_adcode"] == placed["code"]).all()


def test_mixed_datums_are_told_by_row(seats):
    names = ["wgs84"] * 100 + ["gcj02"] * 15 + ["", "mars"]
    with pytest.raises(DataError) as caught:
        place_wgs84(seats.assign(坐标系=names))
    assert str(caught.value) == (
        "1 problem in the data:\n"
        "  - the table, 15 rows (101, 102, 103, 104, 105 …), column 坐标系: the table itself says "
        "'gcj02', not wgs84; correct it, or give this column as the datum to have each row read "
        "in its own"
    )
    with pytest.raises(DataError) as caught:
        place_wgs84(seats.assign(坐标系=names), datum="坐标系")
    assert str(caught.value) == (
        "2 problems in the data:\n"
        "  - the table, row 116, column 坐标系: the datum is empty; every row needs one\n"
        "  - the table, row 117, column 坐标系: unknown datum 'mars'; "
        "known: wgs84, cgcs2000, gcj02, bd09"
    )


def test_arrow_tables_and_batches_come_back_as_such(seats):
    expected = place_wgs84(seats)
    table = place_wgs84(pa.Table.from_pandas(seats, preserve_index=False))
    batch = place_wgs84(pa.RecordBatch.from_pandas(seats, preserve_index=False))
    for given, kind in ((table, pa.Table), (batch, pa.RecordBatch)):
        assert isinstance(given, kind)
        assert given.schema.names == list(expected.columns)
        assert given.column("county_name").to_pylist() == expected["county_name"].tolist()


def test_a_geodataframe_stays_one(seats):
    points = gpd.points_from_xy(seats["lon"], seats["lat"])
    placed = place_wgs84(gpd.GeoDataFrame(seats, geometry=points, crs="EPSG:4326"))
    assert isinstance(placed, gpd.GeoDataFrame)
    assert placed.crs == "EPSG:4326"
    assert (placed["county_adcode"] == placed["code"]).all()


def points_of(seats, crs="EPSG:4326"):
    points = gpd.points_from_xy(seats["lon"], seats["lat"])
    return gpd.GeoDataFrame(seats[["code"]], geometry=points, crs=crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490"])
def test_points_need_no_columns(seats, crs):
    placed = place(points_of(seats, crs))
    assert (placed["county_adcode"] == placed["code"]).all()
    assert isinstance(placed, gpd.GeoDataFrame)


def test_points_of_another_datum_say_so(seats):
    lon, lat = wgs84_to(seats["lon"], seats["lat"], "gcj02")
    shifted = points_of(seats.assign(lon=lon, lat=lat), crs=None)
    assert (place(shifted, datum="gcj02")["county_adcode"] == seats["code"]).all()
    assert (
        place(shifted.assign(datum="gcj02"), datum="datum")["county_adcode"] == seats["code"]
    ).all()
    with pytest.raises(DatumError, match="The geometry has no CRS; take it to EPSG:4326, or say"):
        place(shifted)
    projected = points_of(seats).to_crs("EPSG:4547")
    with pytest.raises(DatumError, match=r"is in CGCS2000 / 3-degree Gauss-Kruger CM 114E; take"):
        place(projected)


def test_shapes_other_than_points_are_refused(seats):
    mixed = points_of(seats)
    mixed.loc[[3, 7], "geometry"] = shapely.buffer(mixed.geometry.to_numpy()[[3, 7]], 0.01)
    mixed.loc[5, "geometry"] = None
    with pytest.raises(DataError, match="2 rows, first 4: a Polygon lies in no one unit; give poi"):
        place(mixed)
    placed = place(mixed.drop(index=[3, 7]))
    assert placed.loc[5, "place_status"] == "invalid"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_dask_frame_is_placed_partition_by_partition(seats):
    import dask.dataframe as dd

    lazy = place_wgs84(dd.from_pandas(seats, npartitions=4))
    whole = place_wgs84(seats)
    # Dask keeps text in a type of its own.
    pd.testing.assert_frame_equal(lazy.compute(scheduler="sync"), whole, check_dtype=False)


def test_no_rows_give_the_columns():
    placed = place_wgs84(pd.DataFrame({"lon": [], "lat": []}))
    assert list(placed.columns) == ["lon", "lat", *ADDED]
    assert len(placed) == 0


def test_text_and_numbers_may_be_mixed_in_a_column():
    placed = place_wgs84(pd.DataFrame({"lon": [112.55, "112.55", None], "lat": [37.87] * 3}))
    assert placed["prefecture_name"].tolist()[:2] == ["太原市", "太原市"]
    assert placed["place_status"].tolist() == ["inside", "inside", "invalid"]


FAULTS = {
    "swapped": ((37.87, 112.55), "longitude and latitude look swapped, such as (37.87, 112.55)"),
    "gauss": (
        (37548123.4, 4193456.7),
        "projected coordinates in metres instead of degrees, such as (37548123.4, 4193456.7)",
    ),
    "mercator": ((12528990.0, 4559315.0), "projected coordinates in metres instead of degrees"),
    "scaled": (
        (112550000, 37870000),
        "degrees as whole numbers, such as (112550000, 37870000); divide them first",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_coordinates_of_another_kind_are_recognised(kind):
    (lon, lat), problem = FAULTS[kind]
    given = pd.DataFrame({"lon": [112.5, lon, 999.0], "lat": [37.8, lat, 1.0]})
    with pytest.raises(DataError) as caught:
        place_wgs84(given)
    assert f"the table, row 2, columns lon and lat: {problem}" in str(caught.value)
    assert len(caught.value.issues) == 1
    accepted = place_wgs84(given, accept=["faulty"])
    assert accepted["place_status"].tolist() == ["inside", "invalid", "invalid"]


def test_all_faults_are_told_at_once():
    given = pd.DataFrame({"lon": ["112,5", "37.8", "１１２"], "lat": ["37.8", "112.5", "37°"]})
    with pytest.raises(DataError, match="4 problems in the data"):
        place_wgs84(given)


def test_missing_and_taken_columns_are_named():
    given = pd.DataFrame({"Lon": [1.0], "lat": [1.0], "place_status": [""]})
    with pytest.raises(DataError) as caught:
        place_wgs84(given)
    assert str(caught.value) == (
        "2 problems in the data:\n"
        "  - the table: the column 'lon' is missing. Did you mean 'Lon'? "
        "Known: Lon, lat, place_status.\n"
        "  - the table: the column 'place_status' is there already; rename it, it is to be added"
    )


def test_wrong_options_are_named(seats):
    with pytest.raises(DatumError, match=r"'GCJ2' is neither a datum nor a column of the table.*"):
        place_wgs84(seats, datum="GCJ2")
    with pytest.raises(DatumError, match="The datum of the coordinates is missing"):
        place_wgs84(seats, datum="")
    with pytest.raises(UnknownNameError, match=r"way of writing 'dmss'\. Did you mean 'dms'"):
        place_wgs84(seats, accept=["dmss"])
    with pytest.raises(UnknownNameError, match="Unknown admin level 'counties'"):
        place_wgs84(seats, level="counties")
    with pytest.raises(SxgeoError, match="both the column 'lon'; name two"):
        place_wgs84(seats, lat="lon")
    with pytest.raises(SxgeoError, match=r"Name the columns with the coordinates: lon=…, lat=…"):
        place(seats, datum="wgs84")
    with pytest.raises(SxgeoError, match="A list cannot be placed; give a DataFrame or a pyarrow"):
        place_wgs84([1, 2])


def test_it_is_public_and_knows_no_dask_until_asked():
    assert sxgeo.place is place
    code = (
        "import sys, pandas, sxgeo\n"
        "sxgeo.place(pandas.DataFrame({'x': [112.5], 'y': [37.8]}), lon='x', lat='y',"
        " datum='wgs84')\n"
        "assert callable(sxgeo.place)\n"
        "assert not {'dask', 'distributed'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_another_root_is_another_set_of_units(shared_root):
    placed = place_wgs84(
        pd.DataFrame({"lon": [112.2, 112.2], "lat": [37.2, 35.0]}), root=shared_root
    )
    assert placed["county_adcode"].str.startswith("990").tolist()[:1] == [True]
    assert placed["place_status"].tolist() == ["inside", "outside"]
