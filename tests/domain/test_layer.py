import pytest
import shapely

from sxgeo.crs import ground_distance, wgs84_to
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import BASE_COLUMNS, read_layer, read_mentions
from sxgeo.domain.placement import split, units_of
from sxgeo.domain.reprojection import wgs84_shapes
from sxgeo.errors import DataError, UnknownNameError


def messages(call):
    with pytest.raises(DataError) as caught:
        call()
    return [str(issue) for issue in caught.value.issues]


def test_a_feature_at_a_place_takes_the_places_position_and_evidence(shared_root):
    frame = read_layer("wells", root=shared_root).set_index("id")
    one = frame.loc["w1"]
    assert one.geometry.equals(shapely.Point(112.41, 37.32))
    assert one[["position_status", "accuracy_m", "source"]].tolist() == [
        "sourced",
        100,
        "survey [1]",
    ]
    assert one[["county_adcodes", "prefecture_adcodes"]].tolist() == ["990101", "990100"]


def test_columns_come_in_one_order_with_figures_beside_their_evidence(shared_root):
    columns = list(read_layer("wells", root=shared_root).columns)
    assert columns == [
        *BASE_COLUMNS,
        "kind",
        *("depth_m", "depth_m_source", "depth_m_year"),
        *("note", "note_en", "geometry"),
    ]


def test_an_empty_figure_is_missing_not_zero(shared_root):
    depth = read_layer("wells", root=shared_root)["depth_m"]
    assert depth.isna().tolist() == [False, True, False, True]


def test_the_newest_document_speaks_for_the_feature(shared_root):
    frame = read_layer("wells", root=shared_root).set_index("id")
    assert frame["document"].to_dict() == {"w1": "R", "w2": "P", "w3": "P", "w4": "P"}
    assert frame.loc["w1", "quote"] == "一号井建成"
    history = read_mentions("wells", root=shared_root)
    assert history[history["feature"] == "w1"]["document"].tolist() == ["R", "P"]


def test_a_route_crosses_every_county_on_its_way(shared_root):
    [codes] = read_layer("paths", root=shared_root)["county_adcodes"]
    assert {"990101", "990102", "990202"} <= set(split(codes))


def test_provenance_travels_with_the_frame(shared_root):
    attrs = read_layer("wells", root=shared_root).attrs
    assert attrs["layer"] == "wells"
    assert attrs["documents"] == ["P", "R"]
    assert set(attrs["files"]) == {"features.csv", "mentions.csv"}


def test_an_unknown_layer_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError, match=r"Unknown layer 'well'\. Did you mean 'wells'"):
        read_layer("well", root=shared_root)


def test_faults_of_several_kinds_come_together(small_root):
    path = small_root / "geodata/layers/wells/features.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("120", "deep").replace("planned", "plan"), encoding="utf-8")
    found = messages(lambda: read_layer("wells", root=small_root))
    assert len(found) == 1
    assert "run: sxgeo layers seal wells" in found[0]


def test_a_file_layer_toml_does_not_list_is_named(small_root):
    (small_root / "geodata/layers/wells/extra.csv").write_text("", encoding="utf-8")
    assert messages(lambda: read_layer("wells", root=small_root)) == [
        "geodata/layers/wells/extra.csv: layer.toml does not list it"
    ]


def test_a_missing_file_is_named(small_root):
    (small_root / "geodata/layers/wells/features.csv").unlink()
    assert messages(lambda: read_layer("wells", root=small_root)) == [
        "geodata/layers/wells/features.csv: the file is missing"
    ]


def test_a_point_on_a_border_lies_in_the_smaller_adcode(shared_root):
    units = read_boundaries("county", root=shared_root)
    shared = units.geometry.iloc[0].intersection(units.geometry.iloc[1])
    point = shapely.Point(shapely.get_coordinates(shared)[0])
    assert units_of([point], units) == [["990101"]]


def test_a_line_along_a_border_is_in_neither_unit(shared_root):
    units = read_boundaries("county", root=shared_root)
    shared = shapely.line_merge(units.geometry.iloc[0].intersection(units.geometry.iloc[1]))
    assert units_of([shared], units) == [[]]


def test_shapes_of_another_datum_come_to_wgs84():
    there = shapely.Point(112.55, 37.87)
    shifted = shapely.Point(*wgs84_to(there.x, there.y, "gcj02"))
    [back] = wgs84_shapes([shifted], "gcj02")
    assert float(ground_distance(back.x, back.y, there.x, there.y)) < 0.01
    assert wgs84_shapes([there], "cgcs2000")[0].equals(there)
