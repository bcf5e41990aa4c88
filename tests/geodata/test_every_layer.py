"""One test over every layer: a new folder is covered by being there."""

import pandas as pd
import pytest
import shapely

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.descriptor import POSITION_STATUSES, SOURCE_DATUMS, STATUSES
from sxgeo.data.places import read_places
from sxgeo.domain.layer import BASE_COLUMNS, read_layer, read_mentions
from sxgeo.domain.placement import split
from sxgeo.domain.validation import check_layer, documents_dir

LAYERS = open_catalogue().layer_ids()
ROUTED = [each for each in LAYERS if open_catalogue().descriptor(each).file_rows("routes.csv")]
CORE = {
    "zones": 12,
    "water_verticals": 3,
    "water_horizontals": 9,
    "rivers": 8,
    "tourist_roads": 3,
    "tourist_road_marks": 3,
    "medical_centres": 4,
}


@pytest.mark.parametrize("layer_id", LAYERS)
def test_the_five_checks_find_nothing(layer_id):
    assert [str(issue) for issue in check_layer(layer_id)] == []


@pytest.mark.parametrize("layer_id", LAYERS)
def test_every_feature_tells_its_status_evidence_and_place(layer_id):
    frame = read_layer(layer_id)
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns[: len(BASE_COLUMNS)]) == list(BASE_COLUMNS)
    for name in ("id", "name", "name_en", "document", "quote", "source"):
        assert (frame[name] != "").all(), name
    assert set(frame["status"]) <= set(STATUSES)
    assert set(frame["position_status"]) <= set(POSITION_STATUSES)
    assert set(frame["datum_of_source"]) <= set(SOURCE_DATUMS)
    assert (frame["accuracy_m"] > 0).all()
    assert frame["quote"].str.len().max() < 80
    assert (frame["county_adcodes"] != "").all()
    assert frame.geometry.is_valid.all()
    assert frame.attrs["layer"] == layer_id


@pytest.mark.parametrize("layer_id", ROUTED)
def test_a_line_through_waypoints_is_schematic(layer_id):
    path = open_catalogue().layer_folder(layer_id) / "routes.csv"
    routed = set(pd.read_csv(path, dtype="str")["feature"])
    frame = read_layer(layer_id).set_index("id")
    assert set(frame.loc[sorted(routed), "position_status"]) == {"schematic"}


@pytest.mark.parametrize("layer_id", LAYERS)
def test_an_unverified_position_promises_little(layer_id):
    frame = read_layer(layer_id)
    unverified = frame[frame["position_status"].isin(["unverified", "proxy"])]
    assert (unverified["accuracy_m"] >= 500).all()


@pytest.mark.parametrize("layer_id", LAYERS)
def test_features_fall_in_counties_of_their_prefectures(layer_id):
    for counties, prefectures in read_layer(layer_id)[
        ["county_adcodes", "prefecture_adcodes"]
    ].to_numpy():
        assert {code[:4] + "00" for code in split(counties)} == set(split(prefectures))


@pytest.mark.parametrize("layer_id", LAYERS)
def test_mentions_come_newest_first(layer_id):
    mentions = read_mentions(layer_id)
    for _, dates in mentions.groupby("feature")["date"]:
        assert list(dates) == sorted(dates, reverse=True)


@pytest.mark.documents
@pytest.mark.parametrize("layer_id", LAYERS)
def test_every_quote_stands_in_its_document(layer_id):
    folder = documents_dir()
    if folder is None:
        pytest.skip("SXGEO_DOCUMENTS names no folder of documents; quotes were not compared")
    documents = open_catalogue().documents()
    texts = {key: (folder / each.file).read_text("utf-8") for key, each in documents.items()}
    wrong = [
        (row["feature"], row["document"], row["quote"])
        for row in read_mentions(layer_id).to_dict("records")
        if row["quote"] not in texts[row["document"]]
    ]
    assert wrong == []


@pytest.mark.parametrize(("layer_id", "count"), CORE.items())
def test_the_core_layers_are_complete(layer_id, count):
    assert len(read_layer(layer_id)) == count


def test_the_zones_are_one_a_prefecture_and_the_provincial_one():
    zones = read_layer("zones")
    provincial = zones["name"] == "山西转型综合改革示范区"
    assert provincial.sum() == 1
    municipal = zones[~provincial]["prefecture_adcodes"]
    assert municipal.is_unique
    assert municipal.nunique() == 11


def test_waypoints_are_written_once():
    places = read_places()
    places = places[places["at"] == ""]
    points = shapely.points(places["lon"].astype(float), places["lat"].astype(float))
    pairs = pd.Series(shapely.to_wkt(points, rounding_precision=6), index=places.index)
    twice = pairs[pairs.duplicated(keep=False)]
    assert twice.sort_values().to_dict() == {}
