from typing import get_args

import pytest

from sxgeo.data.descriptor import NetworkName
from sxgeo.refine.networks import NETWORKS, kind_of, stop_rank


def test_every_network_a_layer_may_name_is_known():
    assert set(get_args(NetworkName)) == set(NETWORKS)


@pytest.mark.parametrize(
    ("network", "tags", "kind"),
    [
        ("railway", {"railway": "rail"}, "rail"),
        ("railway", {"railway": "rail", "usage": "main"}, "main"),
        ("railway", {"railway": "rail", "usage": "main", "highspeed": "yes"}, "highspeed"),
        ("railway", {"railway": "rail", "usage": "test"}, "rail"),
        ("railway", {"railway": "rail", "highspeed": "yes", "service": "siding"}, "service"),
        ("railway", {"railway": "construction", "construction": "rail"}, "construction"),
        ("railway", {"railway": "construction", "construction": "subway"}, None),
        ("railway", {"railway": "subway"}, None),
        ("railway", {"railway": "highspeed"}, None),
        ("metro", {"railway": "subway"}, "subway"),
        ("motorway", {"highway": "motorway_link"}, "motorway_link"),
        ("motorway", {"highway": "primary"}, None),
        ("road", {"highway": "residential"}, None),
        ("waterway", {"waterway": "canal"}, "canal"),
        ("waterway", {"waterway": "ditch"}, None),
    ],
)
def test_a_way_has_a_kind_only_in_its_network(network, tags, kind):
    assert kind_of(NETWORKS[network], tags) == kind


def test_a_metro_station_is_no_railway_station_nor_the_reverse():
    metro = {"railway": "station", "station": "subway"}
    assert stop_rank(NETWORKS["railway"], metro) is None
    assert stop_rank(NETWORKS["metro"], metro) == 1
    assert stop_rank(NETWORKS["metro"], {"railway": "station"}) is None
    assert stop_rank(NETWORKS["metro"], {"railway": "station", "subway": "yes"}) == 1
    assert stop_rank(NETWORKS["railway"], {"railway": "halt"}) == 2
    assert stop_rank(NETWORKS["road"], {"railway": "station"}) is None
