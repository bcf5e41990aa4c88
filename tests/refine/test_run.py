import numpy as np
import pytest
import shapely

from sxgeo.data.catalogue import open_catalogue
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.refine.judging import Limits
from sxgeo.refine.run import refine_by_extract


@pytest.fixture
def found(rail_root, extract_file):
    return refine_by_extract(extract_file, root=rail_root)


@pytest.fixture
def places(found):
    return {each.place: each for each in found.places}


@pytest.fixture
def lines(found):
    return {each.feature: each for each in found.lines}


def kilometres(shape, world):
    """A line's corners in kilometres from the corner of the ground."""
    lon, lat = shapely.get_coordinates(shape).T
    (west, south), (east, north) = world.at(0, 0), world.at(100, 100)
    share = np.column_stack([(lon - west) / (east - west), (lat - south) / (north - south)])
    return 100 * share


def farthest_from(shape, way, world):
    """How far, in km, the farthest of a line's points lies from a way."""
    dense = shapely.segmentize(shapely.LineString(kilometres(shape, world)), 0.05)
    points = shapely.points(shapely.get_coordinates(dense))
    return float(shapely.distance(points, shapely.LineString(way)).max())


# --- Stations ------------------------------------------------------------------------------------


def test_a_station_moves_to_its_namesake_with_or_without_the_word(places, world):
    moved = places["station-a"]
    assert (moved.outcome, moved.reason) == ("moved", "moved by 2,501 m")
    assert (moved.lon, moved.lat) == pytest.approx(world.at(10, 10))
    assert moved.accuracy_m == 300
    assert moved.distance_m == pytest.approx(np.hypot(2.0, 1.5) * 1000, rel=0.002)
    assert moved.evidence.endswith(" 长宁")


def test_a_station_is_found_by_its_former_name(places, world):
    moved = places["station-e"]
    assert (moved.outcome, moved.evidence.split()[1]) == ("moved", "岭西")
    assert (moved.lon, moved.lat) == pytest.approx(world.at(62, 31))
    assert moved.score < 1, "a former name counts for less"


def test_a_station_as_exact_already_is_confirmed_and_stays(places):
    assert places["station-b"].outcome == "confirmed"
    assert places["station-b"].reason == (
        "its present position is as exact and agrees within 100 m"
    )


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("station-c", "no station of that name within 1,500 m; 洪洞 stands 317 m away"),
        ("station-d", "2 stations have that name, up to 4,467 m apart"),
        ("station-h", "no station of that name within 1,000 m"),
    ],
)
def test_a_doubtful_station_stays_and_says_why(places, place, reason):
    assert (places[place].outcome, places[place].reason) == ("kept", reason)


def test_a_station_in_another_county_than_said_stays(places):
    assert places["station-g"].outcome == "kept"
    assert "m outside the county it is said to be in" in places["station-g"].reason


def test_a_planned_station_is_not_sought(places):
    assert "station-f" not in places


def test_a_contradicted_exact_position_stays(rail_root, ground, tmp_path):
    ground.node(68.8, 40, railway="station", name="清水站")
    path = ground.write(tmp_path / "contradicting.osm.pbf")
    found = refine_by_extract(path, root=rail_root, layers=["stations"])
    [kept] = [each for each in found.places if each.place == "station-h"]
    assert kept.outcome == "kept"
    assert kept.reason == ("its present position, good to 300 m, is contradicted by one 799 m away")


# --- Lines ---------------------------------------------------------------------------------------


def test_a_fast_line_follows_its_own_tracks_not_the_shorter_old_line(lines, world):
    line = lines["r-fast"]
    assert line.outcome == "refined"
    assert farthest_from(line.geometry, world.curve((10, 10), (40, 12), 4), world) < 0.03
    [leg] = line.legs
    assert leg.named > 0.99
    assert leg.metres > 1.03 * leg.straight_m


def test_a_gap_is_bridged_counted_and_paid_for_in_accuracy(lines):
    [leg] = lines["r-fast"].legs
    assert leg.bridged_m == pytest.approx(150, abs=10)
    assert lines["r-fast"].accuracy_m == 100 + int(leg.bridged_m / 2)


def test_a_gap_wider_than_allowed_is_not_bridged(rail_root, extract_file):
    narrow = Limits(max_gap_m=100)
    found = refine_by_extract(extract_file, root=rail_root, layers=["rails"], limits=narrow)
    [line] = [each for each in found.lines if each.feature == "r-fast"]
    [leg] = line.legs
    assert leg.bridged_m == 0
    assert leg.named == 0, "only the old line is left"


def test_a_line_that_can_be_followed_in_part_keeps_the_rest_and_stays_what_it_was(lines, world):
    line = lines["r-partly"]
    assert (line.outcome, [leg.accepted for leg in line.legs]) == ("partly", [True, False])
    assert line.legs[1].reason == ("no fitting way within 1,000 m of 洪洞南站 or 500 m of 西岭站")
    corners = kilometres(line.geometry, world)
    assert corners[-1] == pytest.approx((62, 31), abs=1e-3), "the old leg ends at the moved place"
    way = world.curve((40, 12), (70, 10), -3)
    followed = shapely.LineString(corners[:-1])
    assert shapely.hausdorff_distance(followed, shapely.LineString(way), 0.1) < 0.2


def test_an_unnamed_way_is_worth_less_accuracy(lines):
    assert lines["r-partly"].legs[0].named == 0
    assert lines["r-partly"].accuracy_m == 300


def test_what_is_not_built_is_not_followed(lines):
    assert (lines["r-planned"].outcome, lines["r-planned"].legs) == ("kept", ())
    assert lines["r-planned"].reason == "it is planned: nothing on the ground to follow yet"


def test_what_is_being_built_follows_what_is_being_built(lines, world):
    line = lines["r-works"]
    assert line.outcome == "refined"
    assert farthest_from(line.geometry, world.curve((62, 31), (67.9, 40), 1), world) < 0.03


def test_a_long_way_round_is_refused(lines):
    [leg] = lines["r-doubtful"].legs
    assert (lines["r-doubtful"].outcome, leg.accepted) == ("kept", False)
    assert leg.reason == "the way is 2.0 times the straight line, more than 1.6"
    assert lines["r-doubtful"].geometry is None


def test_a_loop_closes_and_keeps_its_direction(lines, world):
    line = lines["d-ring"]
    assert line.outcome == "refined"
    corners = kilometres(line.geometry, world)
    assert corners[0].tolist() == corners[-1].tolist()
    assert farthest_from(line.geometry, world.ring(), world) < 0.03
    assert not shapely.LinearRing(corners).is_ccw, "west, north, east, south, as its waypoints"
    assert shapely.LineString(corners).length == pytest.approx(2 * np.pi * 10, rel=0.01)


def test_a_line_keeps_off_the_turning_to_a_place_beside_it(lines, world):
    line = lines["d-spur"]
    assert line.outcome == "refined"
    way = world.curve((40, 60), (75, 60), -1, count=36)
    assert farthest_from(line.geometry, way, world) < 0.03
    assert line.legs[0].to_off_m == pytest.approx(1970, abs=5)


def test_what_the_extract_does_not_join_stays(lines):
    assert lines["d-beyond"].legs[0].reason == "the extract has no connection from 环山三 to 山外"


def test_a_line_that_would_leave_the_province_stays(lines):
    assert lines["d-out"].outcome == "kept"
    assert lines["d-out"].reason == (
        "the way leaves the province by 4,139 m, and its layer must not"
    )


def test_a_river_with_a_shape_of_its_own_follows_the_river_not_the_ditch(lines, world):
    line = lines["s-qing"]
    assert (line.outcome, len(line.legs)) == ("refined", 3)
    way = [(x, y + 0.3 * np.sin(x)) for x, y in world.river]
    assert farthest_from(line.geometry, way, world) < 0.03


def test_a_stricter_score_refuses_more(rail_root, extract_file):
    strict = Limits(min_score=0.8)
    found = refine_by_extract(extract_file, root=rail_root, layers=["rails"], limits=strict)
    lines = {each.feature: each for each in found.lines}
    assert lines["r-fast"].outcome == "refined"
    assert lines["r-partly"].outcome == "kept"
    assert lines["r-partly"].legs[0].reason == "it scores 0.71, less than 0.8"


# --- What is asked for ---------------------------------------------------------------------------


def test_only_the_layers_named_are_looked_up(rail_root, extract_file):
    found = refine_by_extract(extract_file, root=rail_root, layers=["roads"])
    assert {each.layer for each in found.lines} == {"roads"}
    assert found.places == ()


def test_a_layer_without_a_network_is_refused(rail_root, extract_file):
    with pytest.raises(
        SxgeoError, match=r"No network is named in layer\.toml of wells, so"
    ) as told:
        refine_by_extract(extract_file, root=rail_root, layers=["wells", "roads"])
    assert str(told.value).endswith("layers with one: rails, roads, stations, streams.")


def test_an_unknown_layer_is_refused_with_the_nearest(rail_root, extract_file):
    with pytest.raises(UnknownNameError, match="Did you mean 'roads'"):
        refine_by_extract(extract_file, root=rail_root, layers=["road"])


def test_the_source_names_the_extract_its_day_and_its_terms(found, world):
    source = found.source
    assert source["id"] == "osm-extract-20261101"
    assert (source["title"], source["vintage"]) == (f"OpenStreetMap {world.stamp}", "2026-11-01")
    assert source["publisher"] == "© OpenStreetMap contributors"
    assert source["licence"] == "ODbL-1.0"
    assert source["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"


def test_an_undated_extract_is_told_by_its_bytes(rail_root, ground, tmp_path):
    path = ground.write(tmp_path / "undated.osm.pbf", timestamp="")
    source = refine_by_extract(path, root=rail_root, layers=["roads"]).source
    assert source["id"].startswith("osm-extract-")
    assert source["id"].removeprefix("osm-extract-") in source["locator"]
    assert (source["title"], source["vintage"]) == ("OpenStreetMap undated.osm.pbf", "")


def test_every_network_of_the_projects_own_layers_can_be_asked():
    assert {each.network for each in open_catalogue().descriptors()} > {None, "railway", "road"}
