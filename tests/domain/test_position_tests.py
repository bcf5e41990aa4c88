import pytest
import shapely

from sxgeo.domain.position_tests import Waypoint, county_test, route_test, without

COUNTY = shapely.box(112.0, 37.0, 113.0, 38.0)


@pytest.mark.parametrize(
    ("lon", "accuracy", "verdict"),
    [
        (112.999, 10, "inside"),
        (113.001, 100, "within_accuracy"),
        (113.001, 80, "outside"),
        (113.0, 1, "inside"),
    ],
)
def test_a_place_is_inside_its_county_or_within_its_radius_or_not(lon, accuracy, verdict):
    test = county_test(lon, 37.5, accuracy, county="990101", area=COUNTY)
    assert test.verdict == verdict
    assert test.county == "990101"


def test_the_distance_to_the_border_is_measured_from_inside_too():
    test = county_test(112.9, 37.5, 10, county="990101", area=COUNTY)
    assert test.border_m == pytest.approx(8841, rel=0.01)  # a tenth of a degree at 37.5 N


def route(*steps, accuracy=100.0):
    return [
        Waypoint(str(at), 112 + east / 100, 37 + north / 100, accuracy, "sourced")
        for at, (east, north) in enumerate(steps)
    ]


def test_a_straight_route_gives_no_cause_to_look():
    test = route_test([route((0, 0), (5, 0), (10, 1), (15, 0), (20, 0), (25, 0))])
    assert test.waypoints == {"sourced": 6}
    assert (test.sharp_turns, test.long_legs, test.out_of_order) == ((), (), ())


def test_a_line_that_turns_back_is_named():
    test = route_test([route((0, 0), (10, 0), (1, 1), (1, 20))])
    assert test.sharp_turns == ("1",)


def test_a_turn_that_the_radii_explain_is_not():
    test = route_test([route((0, 0), (10, 0), (1, 1), (1, 20), accuracy=9000.0)])
    assert test.sharp_turns == ()


def test_a_right_angle_is_no_sharp_turn():
    assert route_test([route((0, 0), (10, 0), (10, 10))]).sharp_turns == ()


def test_a_leg_far_longer_than_the_others_is_named():
    test = route_test([route((0, 0), (2, 0), (4, 0), (6, 0), (36, 0))])
    assert test.long_legs == ("3 → 4",)
    few = route_test([route((0, 0), (2, 0), (36, 0))])
    assert few.long_legs == ()


def test_neighbours_in_the_wrong_order_are_named():
    test = route_test([route((0, 0), (20, 0), (10, 0), (30, 0))])
    assert test.out_of_order == ("1, 2",)
    right = route_test([route((0, 0), (10, 0), (20, 0), (30, 0))])
    assert right.out_of_order == ()


def test_parts_are_tested_apart():
    there, back = route((0, 0), (10, 0)), route((10, 0), (0, 0))
    assert route_test([there, back]).sharp_turns == ()


def test_a_line_without_a_place_joins_its_neighbours():
    (line,) = without("1", [route((0, 0), (5, 9), (10, 0))])
    assert shapely.get_coordinates(line).tolist() == [[112.0, 37.0], [112.1, 37.0]]


def test_an_end_of_a_line_cannot_be_left_out():
    assert without("0", [route((0, 0), (5, 9), (10, 0))]) == []
