import sys

import numpy as np
import pytest

from sxgeo.errors import DataError, SxgeoError
from sxgeo.refine.extract import read_extract

BOUNDS = (112.0, 37.0, 114.0, 38.5)


def test_holds_what_the_networks_are_made_of_and_nothing_else(extract_file, ground):
    extract = read_extract(extract_file, ["railway"], BOUNDS)
    ways = extract.ways["railway"]
    tagged = [tags for _, tags in ground.ways if "railway" in tags]
    assert [names[:1] for names in ways.names] == [
        (tags["name"],) if "name" in tags else () for tags in tagged
    ]
    assert sorted(set(ways.kinds)) == ["branch", "construction", "highspeed", "main", "rail",
                                       "service"]  # fmt: skip
    used = {ref for refs, tags in ground.ways if "railway" in tags for ref in refs}
    assert extract.node_ids.tolist() == sorted(used)
    assert list(extract.ways) == ["railway"]


def test_positions_are_those_of_the_file_to_its_seven_decimals(extract_file, ground, world):
    extract = read_extract(extract_file, ["waterway"], BOUNDS)
    place = {number: world.at(*key) for key, (number, _) in ground.nodes.items()}
    expected = np.array([place[number] for number in extract.node_ids.tolist()])
    found = np.column_stack([extract.node_lon, extract.node_lat])
    assert np.abs(found - expected).max() < 1e-7


def test_stops_bear_names_of_today_and_before(extract_file, world):
    stops = read_extract(extract_file, ["railway"], BOUNDS).stops["railway"]
    [found] = [stop for stop in stops if stop.former]
    assert (found.names, found.former, found.rank) == (("岭西",), ("西岭站",), 1)
    assert (found.lon, found.lat) == pytest.approx(world.at(62, 31))
    assert "新区站" not in {name for stop in stops for name in stop.names}, "that one is a metro's"


def test_a_station_area_is_a_stop_in_its_middle(world, tmp_path):
    drawn = world.Map()
    drawn.way([(0, 0), (5, 0)], railway="rail")
    corners = [(1, 1), (1.2, 1), (1.2, 1.4), (1, 1.4), (1, 1)]
    drawn.way(corners, railway="station", name="面站")
    path = drawn.write(tmp_path / "area.osm.pbf")
    [stop] = read_extract(path, ["railway"], BOUNDS).stops["railway"]
    assert (stop.object_id, stop.names) == ("way/2", ("面站",))
    assert (stop.lon, stop.lat) == pytest.approx(world.at(1.1, 1.2), abs=2e-6)


def test_a_relation_names_the_ways_it_holds(extract_file):
    ways = read_extract(extract_file, ["road"], BOUNDS).ways["road"]
    assert ways.names[:2] == [("环山旅游公路",), ("县道", "环山旅游公路")]


def test_the_timestamp_is_the_headers_or_none(ground, tmp_path, world):
    path = ground.write(tmp_path / "dated.osm.pbf")
    assert read_extract(path, ["road"], BOUNDS).timestamp == world.stamp
    path = ground.write(tmp_path / "undated.osm.pbf", timestamp="")
    assert read_extract(path, ["road"], BOUNDS).timestamp == ""


def test_tells_how_far_it_is(extract_file):
    told = []
    read_extract(extract_file, ["road"], BOUNDS, progress=lambda *step: told.append(step))
    assert [(done, total) for done, total, _ in told] == [(0, 3), (1, 3), (2, 3)]


def refused(path, network="road"):
    with pytest.raises(DataError) as caught:
        read_extract(path, [network], BOUNDS)
    return str(caught.value)


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path):
    assert "none.osm.pbf: the file is missing" in refused(tmp_path / "none.osm.pbf")
    assert "it is a folder, expected an .osm.pbf file" in refused(tmp_path)


def test_a_cut_off_file_is_refused(extract_file, tmp_path):
    whole = extract_file.read_bytes()
    part = tmp_path / "part.osm.pbf"
    part.write_bytes(whole[: len(whole) // 2])
    assert refused(part).endswith(
        "part.osm.pbf: libosmium cannot read it (PBF error: unexpected EOF); "
        "is the download complete?"
    )


@pytest.mark.parametrize("content", [b"", b"no protocol buffer at all, only words"])
def test_what_is_no_pbf_is_refused(content, tmp_path):
    path = tmp_path / "odd.osm.pbf"
    path.write_bytes(content)
    assert "libosmium cannot read it (PBF error" in refused(path)


def test_a_file_of_another_format_is_refused(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n", encoding="utf-8")
    assert "Could not detect file format" in refused(path)


def test_another_areas_extract_is_refused_saying_what_it_holds(ground, tmp_path):
    path = ground.write(tmp_path / "elsewhere.osm.pbf", shift=-10.0)
    assert refused(path).endswith(
        "it has no railway, road or river asked for within 112–114 E, 37–38.5 N; what it has "
        "lies in 101.95–103.13 E, 37.28–37.73 N: another area's extract?"
    )


def test_an_extract_without_the_network_is_refused(extract_file):
    assert "it has no railway, road or river asked for within" in refused(extract_file, "metro")


def test_missing_pyosmium_is_named_with_its_extra(extract_file, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(SxgeoError, match=r"needs pyosmium: pip install 'sxgeo\[osm\]'"):
        read_extract(extract_file, ["road"], BOUNDS)


def test_a_whole_countrys_nodes_far_away_are_let_go(extract_file, ground, world):
    east = world.at(30, 0)[0]
    extract = read_extract(extract_file, ["railway"], BOUNDS, keep=(112.0, 37.0, east, 38.5))
    assert 0 < extract.node_ids.size < len(ground.nodes)
    assert extract.node_lon.max() <= east
