"""A line drawn straight from place to place is no longer than the real one."""

import pytest
from pyproj import Geod

from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.layer import read_layer

MEASURED = [
    each.id
    for each in open_catalogue().descriptors()
    if any(attribute.name == "length_km" for attribute in each.attributes)
]


@pytest.mark.parametrize("layer_id", MEASURED)
def test_no_line_is_drawn_longer_than_its_sources_say(layer_id):
    frame = read_layer(layer_id)
    lines = frame[frame["length_km"].notna() & frame.geom_type.str.endswith("LineString")]
    globe = Geod(ellps="WGS84")
    drawn = lines.geometry.map(globe.geometry_length) / 1000
    longer = {
        feature: (round(km, 1), told)
        for feature, km, told in zip(lines["id"], drawn, lines["length_km"], strict=True)
        if km > told * 1.01
    }
    assert longer == {}, "drawn km, stated km"


def test_most_lines_have_a_length_to_be_held_against():
    assert len(MEASURED) >= 5
