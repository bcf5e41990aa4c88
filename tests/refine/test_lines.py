import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from sxgeo.refine.graph import Graph
from sxgeo.refine.lines import _without_spurs, route_parts, shape_parts
from sxgeo.refine.routing import Leg, Waypoint

PLANE = Transformer.from_crs(
    "EPSG:4326", "+proj=aea +lat_1=37.2 +lat_2=38.2 +lat_0=37.75 +lon_0=113", always_xy=True
)


@pytest.fixture
def turning():
    """A line 0–1–2 with a turning 1–3–4 of two hundred metres."""
    xy = np.array([(0.0, 0), (500, 0), (1000, 0), (500, 100), (500, 200)])
    start, end = np.array([0, 1, 1, 3]), np.array([1, 2, 3, 4])
    metres = np.hypot(*(xy[start] - xy[end]).T)
    flat = np.zeros(4, dtype=np.int64)
    drawn = np.ones(5, dtype=bool)
    return Graph(xy / 1e5, xy, drawn, start, end, metres, flat, flat, ("rail", "gap"), ((),))


def legs_of(turning, reach):
    out = Leg(np.array([0, 1, 3, 4]), np.array([0, 2, 3]))
    back = Leg(np.array([4, 3, 1, 2]), np.array([3, 2, 1]))
    waypoints = [Waypoint("a", 0, 0, reach), Waypoint("b", 500, 200, reach),
                 Waypoint("c", 1000, 0, reach)]  # fmt: skip
    return [leg.vertices.tolist() for leg in _without_spurs([out, back], waypoints, turning)]


def test_a_turning_within_reach_is_cut_off_whole(turning):
    assert legs_of(turning, 250.0) == [[0, 1], [1, 2]]


def test_a_turning_longer_than_the_reach_is_left_whole(turning):
    assert legs_of(turning, 150.0) == [[0, 1, 3, 4], [4, 3, 1, 2]]


def test_a_line_that_only_goes_out_and_back_is_left_whole(turning):
    out = Leg(np.array([1, 3, 4]), np.array([2, 3]))
    back = Leg(np.array([4, 3, 1]), np.array([3, 2]))
    waypoints = [Waypoint(name, 0, 0, 900) for name in "abc"]
    assert _without_spurs([out, back], waypoints, turning) == [out, back]


def test_routes_are_read_in_the_order_of_their_numbers():
    places = pd.DataFrame(
        {
            "name": list("甲乙丙"),
            "lon": [1.0, 2.0, 3.0],
            "lat": 0.0,
            "accuracy_m": [10.0, 20.0, 30.0],
        },
        index=["a", "b", "c"],
    )
    steps = pd.DataFrame({"part": ["2", "1", "2", "1"], "seq": ["10", "2", "9", "1"],
                          "place": ["c", "b", "a", "a"]})  # fmt: skip
    one, two = route_parts(steps, places)
    assert (one.names, two.names) == (("甲", "乙"), ("甲", "丙"))
    assert two.radii == (10.0, 30.0)
    assert two.between[0].tolist() == [[1.0, 0.0], [3.0, 0.0]]


def test_a_shape_gets_waypoints_every_fifteen_kilometres_and_at_its_ends():
    lon = np.linspace(112.0, 113.0, 401)
    shape = shapely.LineString(np.column_stack([lon, np.full(401, 37.5)]))
    [part] = shape_parts(shape, 2500.0, PLANE)
    gaps = np.diff([int(name.split()[0]) for name in part.names])
    assert ((gaps >= 14) & (gaps <= 16)).all()
    assert part.lonlat[[0, -1], 0].tolist() == [112.0, 113.0]
    assert sum(len(each) - 1 for each in part.between) == 400, "every corner is in one leg"
    assert part.radii == (2500.0,) * len(part.names)
