"""Lengths by unit: nothing lost at a border, nothing counted twice."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sxgeo.crs import geodesic_length
from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.frames import dense
from sxgeo.domain.layer import read_layer
from sxgeo.domain.lengths import length_by_unit

LINES = [
    each.id for each in open_catalogue().descriptors() if each.geometry_type == ("LineString",)
]


def lines(*shapes):
    return gpd.GeoDataFrame(
        {"id": [f"l{place}" for place in range(len(shapes))]},
        geometry=list(shapes),
        crs="EPSG:4326",
    )


def drawn_km(shape):
    return geodesic_length(dense([shape]))[0] / 1000


@pytest.mark.parametrize("layer", LINES)
@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_pieces_add_up_to_the_whole_and_to_what_lies_inside(layer, level):
    frame = read_layer(layer)
    pieces = length_by_unit(frame, level)
    assert list(dict.fromkeys(pieces["id"])) == frame["id"].tolist()
    province = read_boundaries("province").geometry.iloc[0]
    for feature, shape in zip(frame["id"], frame.geometry, strict=True):
        own = pieces[pieces["id"] == feature]
        assert own["drawn_km"].sum() == pytest.approx(drawn_km(shape), rel=1e-8)
        inside = [
            part
            for part in shapely.get_parts(dense([shape])[0].intersection(province))
            if part.geom_type == "LineString"
        ]
        expected = geodesic_length(inside).sum() / 1000
        assert own.loc[own["adcode"] != "", "drawn_km"].sum() == pytest.approx(expected, rel=1e-8)
        assert own["share"].sum() == pytest.approx(1)


def test_every_piece_lies_in_its_unit():
    pieces = length_by_unit(read_layer("rail"))
    units = read_boundaries("county").set_index("adcode").geometry
    for code, shape in zip(pieces["adcode"], pieces.geometry, strict=True):
        if code:
            assert shape.difference(units[code].buffer(1e-9)).is_empty


def test_a_line_along_a_border_counts_once_in_the_smaller_adcode(shared_root):
    units = read_boundaries("county", root=shared_root).set_index("adcode").geometry
    border = shapely.line_merge(units["990101"].intersection(units["990201"]))
    pieces = length_by_unit(lines(border), root=shared_root)
    assert pieces["adcode"].tolist() == ["990101"]
    assert pieces["drawn_km"].iloc[0] == pytest.approx(drawn_km(border), rel=1e-8)


def test_what_lies_outside_is_a_row_without_a_unit(shared_root):
    line = shapely.LineString([(111.5, 37.3), (112.5, 37.3)])
    pieces = length_by_unit(lines(line), root=shared_root)
    assert pieces[["adcode", "unit_name"]].to_numpy().tolist() == [["990101", "南山区"], ["", ""]]
    assert pieces["share"].to_numpy() == pytest.approx([0.5, 0.5], rel=1e-8)


def test_a_line_back_over_itself_is_twice_as_long(shared_root):
    there = shapely.LineString([(112.2, 37.3), (112.8, 37.3)])
    and_back = shapely.LineString([(112.2, 37.3), (112.8, 37.3), (112.2, 37.3)])
    pieces = length_by_unit(lines(there, and_back), root=shared_root)
    assert pieces["drawn_km"].iloc[1] == pytest.approx(2 * pieces["drawn_km"].iloc[0], rel=1e-8)


def test_random_lines_lose_nothing(shared_root):
    rng = np.random.default_rng(7)
    shapes = [
        shapely.LineString(
            np.column_stack([rng.uniform(111.8, 114.2, 9), rng.uniform(36.8, 38.7, 9)])
        )
        for _ in range(40)
    ]
    pieces = length_by_unit(lines(*shapes), root=shared_root)
    sums = pieces.groupby("id", sort=False)["drawn_km"].sum().to_numpy()
    assert sums == pytest.approx([drawn_km(shape) for shape in shapes], rel=1e-8)


def test_evidence_travels_with_the_pieces(shared_root):
    pieces = length_by_unit(read_layer("paths", root=shared_root), "prefecture", root=shared_root)
    assert set(pieces["position_status"]) == {"schematic"}
    assert set(pieces["accuracy_m"]) == {9000}
    assert "schematic length" in pieces.attrs["rests_on"]
