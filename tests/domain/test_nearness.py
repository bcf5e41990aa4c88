import geopandas as gpd
import numpy as np
import pytest
import shapely

from sxgeo.crs import ground_distance
from sxgeo.data.places import read_places
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import read_layer
from sxgeo.domain.nearness import nearest_to_seats, share_of_land, units_within
from sxgeo.errors import UnknownNameError


def test_distances_from_every_seat_are_the_smallest_of_all():
    stations = read_layer("rail_stations")
    found = nearest_to_seats(stations)
    assert len(found) == 117
    assert found.attrs["without_seat"] == []
    places = read_places().set_index("id")
    lon, lat = shapely.get_coordinates(stations.geometry.to_numpy()).T
    for row in found.itertuples():
        seat = places.loc[f"seat-{row.adcode}"]
        expected = ground_distance(seat["lon"], seat["lat"], lon, lat)
        assert row.distance_km == pytest.approx(expected.min() / 1000)
        assert row.nearest_id == stations["id"].iloc[int(expected.argmin())]


def test_the_accuracy_joins_both_positions(shared_root):
    found = nearest_to_seats(read_layer("wells", root=shared_root), root=shared_root)
    row = found.set_index("adcode").loc["990102"]
    assert row[["nearest_id", "nearest_name"]].tolist() == ["w2", "二号井"]
    assert row["accuracy_km"] == pytest.approx(np.hypot(300, 500) / 1000)
    expected = float(ground_distance(112.52, 38.03, 112.62, 38.11)) / 1000
    assert row["distance_km"] == pytest.approx(expected)


def test_a_unit_without_a_seat_keeps_its_row(shared_root):
    found = nearest_to_seats(read_layer("wells", root=shared_root), root=shared_root)
    assert found["adcode"].tolist() == ["990101", "990102", "990201", "990202"]
    assert found["distance_km"].isna().tolist() == [True, False, True, True]
    assert found.attrs["without_seat"] == ["990101", "990201", "990202"]


def test_shapes_of_ones_own_have_an_index_and_no_accuracy(shared_root):
    mine = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy([112.5, 112.52], [38.0, 38.02]), index=["a", "b"], crs=4326
    )
    row = nearest_to_seats(mine, parent="长宁", root=shared_root).set_index("adcode").loc["990102"]
    assert row["nearest_id"] == "b"
    assert np.isnan(row["accuracy_km"])


def test_units_whose_seat_is_near(shared_root):
    wells = read_layer("wells", root=shared_root)
    found = units_within(wells, 13, root=shared_root)
    assert found["adcode"].tolist() == ["990102"]
    assert units_within(wells, 12, root=shared_root).empty
    assert found.geometry.iloc[0].geom_type == "MultiPolygon"
    assert found.attrs["units"] == 4
    assert found.attrs["without_seat"] == ["990101", "990201", "990202"]


def test_near_seats_come_first():
    found = units_within(read_layer("medical_centres"), 100)
    assert found["distance_km"].is_monotonic_increasing
    assert found["distance_km"].max() <= 100
    every = nearest_to_seats(read_layer("medical_centres"))
    assert len(found) == (every["distance_km"] <= 100).sum()


def test_units_of_which_any_land_is_near(shared_root):
    wells = read_layer("wells", root=shared_root)
    found = units_within(wells[wells["id"] == "w1"], 60, measure="land", root=shared_root)
    assert found["adcode"].tolist()[0] == "990101"
    assert found["share_within"].is_monotonic_decreasing
    assert found["share_within"].between(0, 1).all()
    near = units_within(wells[wells["id"] == "w1"], 5, measure="land", root=shared_root)
    assert near["adcode"].tolist() == ["990101"]


def test_a_share_of_land_is_that_of_its_area(shared_root):
    units = read_boundaries("county", root=shared_root)
    middle = gpd.GeoDataFrame(geometry=[units.geometry.iloc[0].centroid], crs=4326)
    shares = share_of_land(units, middle, 10_000.0)
    area = units.to_crs("ESRI:102025").area.iloc[0]
    assert shares[0] == pytest.approx(np.pi * 1e8 / area, rel=5e-3)
    assert share_of_land(units, middle, 400_000.0).tolist() == [1.0] * 4


def test_an_unknown_measure_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError, match="Unknown measure 'seats'"):
        units_within(read_layer("wells", root=shared_root), 5, measure="seats", root=shared_root)
