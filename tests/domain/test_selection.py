import pytest

from sxgeo.domain.boundaries import read_boundaries, simplified
from sxgeo.domain.selection import Selection, select_boundaries, select_features
from sxgeo.errors import AmbiguousNameError, SxgeoError, UnknownNameError


def ids(root, layer="wells", **asked):
    return select_features(layer, Selection(**asked), root=root)["id"].tolist()


def test_nothing_asked_for_is_the_whole_layer(shared_root):
    frame = select_features("wells", Selection(), root=shared_root)
    assert frame["id"].tolist() == ["w1", "w2", "w3", "w4"]
    assert "selected" not in frame.attrs
    assert frame.attrs["title"] == "水井"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"prefecture": "长宁"}, ["w1", "w2"]),
        ({"prefecture": "990200"}, ["w3", "w4"]),
        ({"prefecture": ["长宁市", "洪洞市"]}, ["w1", "w2", "w3", "w4"]),
        ({"county": "北川"}, ["w2"]),
        ({"county": ["北川县", "西岭县"]}, ["w2", "w4"]),
        ({"prefecture": "长宁", "county": "北川"}, ["w2"]),
        ({"status": "operating"}, ["w1", "w4"]),
        ({"status": ["planned", "operating"]}, ["w1", "w3", "w4"]),
        ({"prefecture": "长宁", "status": "planned"}, []),
        ({"as_of": 2022, "status": "planned"}, ["w2", "w3"]),
        ({"as_of": 2017}, []),
    ],
)
def test_parts_of_a_layer(shared_root, asked, expected):
    assert ids(shared_root, **asked) == expected


def test_a_line_is_in_every_unit_it_runs_through(shared_root):
    for county in ("南山", "北川", "西岭"):
        assert ids(shared_root, "paths", county=county) == ["p1"]
    assert ids(shared_root, "paths", county="东平") == []


def test_an_empty_selection_keeps_columns_and_crs(shared_root):
    frame = select_features("wells", Selection(county="北川", status="concept"), root=shared_root)
    assert frame.empty
    assert frame.crs.to_epsg() == 4326
    assert "depth_m" in frame


def test_columns_and_crs(shared_root):
    frame = select_features(
        "wells", Selection(columns=["name", "id", "name"], crs=4547), root=shared_root
    )
    assert list(frame.columns) == ["name", "id", "geometry"]
    assert frame.crs.to_epsg() == 4547
    back = frame.to_crs(4326).geometry.iloc[0]
    assert (round(back.x, 7), round(back.y, 7)) == (112.41, 37.32)
    assert frame.attrs["layer"] == "wells"
    assert frame.attrs["selected"] == {"columns": ["name", "id", "name"], "crs": 4547}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"prefecture": "南山"},
            "Unknown prefecture '南山'. It names 990101 长宁市南山区 (county)",
        ),
        (
            {"county": "990201", "prefecture": "长宁"},
            "Unknown county in 长宁市 '990201'. It is 990201",
        ),
        ({"status": "open"}, "Unknown status 'open'."),
        ({"columns": ["nam"]}, "Unknown column 'nam'. Did you mean 'name'?"),
    ],
)
def test_unknown_names_are_explained(shared_root, asked, message):
    with pytest.raises(UnknownNameError) as caught:
        select_features("wells", Selection(**asked), root=shared_root)
    assert str(caught.value).startswith(message)


def test_a_county_of_two_prefectures_is_ambiguous():
    with pytest.raises(AmbiguousNameError):
        select_features("rail", Selection(county="城区"))
    assert select_features("rail", Selection(prefecture="晋城", county="城区")) is not None


@pytest.mark.parametrize("crs", ["WGS 85", 123456789])
def test_a_crs_that_is_none(shared_root, crs):
    with pytest.raises(SxgeoError) as caught:
        select_features("wells", Selection(crs=crs), root=shared_root)
    assert str(caught.value) == (
        f"{crs!r} is no CRS that PROJ knows; give an EPSG code such as 4490 or 'EPSG:4547'."
    )


def test_boundaries_below_a_unit(shared_root):
    frame = select_boundaries("county", parent="长宁", root=shared_root)
    assert frame["adcode"].tolist() == ["990101", "990102"]
    assert frame.attrs["parent"] == "990100"
    whole = select_boundaries("county", parent="试验省", root=shared_root)
    assert len(whole) == len(read_boundaries("county", root=shared_root))


def test_a_part_is_simplified_with_the_whole(shared_root):
    frame = select_boundaries("county", parent="长宁", simplify_m=3000, root=shared_root)
    whole = simplified(read_boundaries("county", root=shared_root), 3000)
    assert frame.geometry.tolist() == whole.geometry.tolist()[:2]
    assert frame.attrs["simplified_m"] == 3000
    assert "simplified_m" not in select_boundaries("county", root=shared_root).attrs


def test_a_county_has_nothing_below_it(shared_root):
    with pytest.raises(SxgeoError) as caught:
        select_boundaries("prefecture", parent="北川", root=shared_root)
    assert str(caught.value) == "990102 长宁市北川县 (county) has no prefecture below it."
