"""Frames that cannot be asked anything, and what the refusal says."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sxgeo.domain.counting import count_by_unit
from sxgeo.domain.frames import check_km, wgs84_frame
from sxgeo.domain.lengths import length_by_unit
from sxgeo.domain.nearness import nearest_to_seats, units_within
from sxgeo.domain.population import population_within
from sxgeo.errors import DataError, DatumError, SxgeoError

POINT = shapely.Point(112.5, 37.5)
QUESTIONS = {
    "count": count_by_unit,
    "nearest": nearest_to_seats,
    "within": lambda frame: units_within(frame, 5),
    "people": lambda frame: population_within(frame, 5),
    "length": length_by_unit,
}


def points(*shapes, crs="EPSG:4326"):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=crs)


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_refuses_a_table_without_shapes(ask):
    with pytest.raises(SxgeoError) as caught:
        ask(pd.DataFrame({"lon": [112.0]}))
    assert str(caught.value) == (
        "A DataFrame has no shapes; give a GeoDataFrame, such as read_layer returns."
    )


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_refuses_an_empty_frame(ask):
    with pytest.raises(SxgeoError) as caught:
        ask(points())
    assert str(caught.value) == "The frame has no features: there is nothing to ask about."


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_refuses_a_frame_of_unknown_datum(ask):
    with pytest.raises(DatumError) as caught:
        ask(points(POINT, crs=None))
    assert str(caught.value).startswith("The frame states no CRS; set it with set_crs")


def test_rows_without_a_shape_are_named():
    frame = points(POINT, None, shapely.Point())
    frame.attrs["layer"] = "wells"
    with pytest.raises(DataError) as caught:
        wgs84_frame(frame)
    assert [str(issue) for issue in caught.value.issues] == [
        "wells, row 1: it has no geometry",
        "wells, row 2: it has no geometry",
    ]


def test_points_have_no_length():
    with pytest.raises(DataError) as caught:
        length_by_unit(points(POINT, shapely.MultiPoint([POINT])))
    assert [str(issue) for issue in caught.value.issues] == [
        "The frame, row 0: it is a Point, expected LineString",
        "The frame, row 1: it is a Point, expected LineString",
    ]


def test_another_crs_is_read_as_what_it_is():
    there = points(POINT).to_crs(4547)
    assert wgs84_frame(there).geometry.iloc[0].distance(POINT) < 1e-8


@pytest.mark.parametrize("km", [0, -1, 2001, float("nan"), float("inf"), "5", None, True])
def test_a_distance_is_a_number_of_kilometres(km):
    with pytest.raises(SxgeoError) as caught:
        check_km(km)
    assert str(caught.value) == (
        f"A distance is a number of kilometres above 0 and up to 2000, not {km!r}."
    )


def test_kilometres_become_metres():
    assert check_km(1.5) == 1500.0
