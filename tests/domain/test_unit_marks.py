from collections import Counter

import geopandas as gpd
import pytest
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.unit_marks import as_marks


@pytest.fixture
def units(shared_root):
    return {level: read_boundaries(level, root=shared_root) for level in ("prefecture", "county")}


def layer(units, *codes):
    frame = units["prefecture"].set_index("adcode")
    shapes = [frame.geometry.loc[code] if code else shapely.Point(112.1, 37.1) for code in codes]
    evidence = {"position_status": "sourced", "accuracy_m": 1000.0}
    return gpd.GeoDataFrame({"unit": list(codes), **evidence}, geometry=shapes, crs="EPSG:4326")


def test_units_become_marks_side_by_side_inside_their_unit(units):
    marks = as_marks(layer(units, "990100", "990100", "990200"), units, Counter())
    assert set(marks.geom_type) == {"Point"}
    first, second, third = marks.geometry
    assert first.distance(second) > 0.1
    shapes = units["prefecture"].set_index("adcode").geometry
    assert shapes["990100"].contains(first)
    assert shapes["990200"].contains(third)


def test_a_feature_with_a_shape_of_its_own_keeps_it(units):
    marks = as_marks(layer(units, "", "990100"), units, Counter())
    assert marks.geometry.iloc[0].equals(shapely.Point(112.1, 37.1))


def test_a_mark_claims_no_accuracy(units):
    marks = as_marks(layer(units, "", "990100"), units, Counter())
    assert marks["accuracy_m"].isna().tolist() == [False, True]


def test_marks_of_two_layers_do_not_stand_on_each_other(units):
    taken = Counter()
    one = as_marks(layer(units, *["990100"] * 5), units, taken)
    two = as_marks(layer(units, *["990100"] * 3), units, taken)
    both = [*one.geometry, *two.geometry]
    assert len({point.wkt for point in both}) == 8
    assert taken["990100"] == 8


def test_more_marks_than_rows_can_hold_stand_between_them_and_still_inside(units):
    frame = units["county"]
    code = frame["adcode"].iloc[0]
    evidence = {"position_status": "sourced", "accuracy_m": 1000.0}
    shape = frame.geometry.iloc[0]
    many = gpd.GeoDataFrame(
        {"unit": [code] * 30, **evidence}, geometry=[shape] * 30, crs="EPSG:4326"
    )
    marks = as_marks(many, units, Counter())
    assert marks.within(shape).all()
    assert len({point.wkt for point in marks.geometry}) == 30


def test_marks_keep_inside_a_bent_unit_whose_name_stands_at_its_end(units):
    bent = shapely.union(shapely.box(112, 37, 112.3, 38), shapely.box(112, 37.8, 113, 38))
    frame = units["prefecture"].iloc[:1].assign(label_lon=112.15, label_lat=37.05)
    frame = frame.set_geometry([bent], crs="EPSG:4326")
    code = frame["adcode"].iloc[0]
    marks = as_marks(layer(units, *[code] * 9), {"prefecture": frame}, Counter())
    assert marks.within(bent).all()
