import numpy as np
import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.errors import UnknownNameError
from sxgeo.placing.units import read_units


@pytest.mark.parametrize("level", open_catalogue().region().levels)
def test_every_answer_names_the_unit_of_its_adcode(level):
    units, frame = read_units(level), read_boundaries(level)
    codes = sorted(frame["adcode"])
    names = frame.set_index("adcode")["name"]
    assert units.answers[f"{level}_adcode"][:-2:2] == tuple(codes)
    assert units.answers[f"{level}_name"][1:-2:2] == tuple(names[code] for code in codes)
    assert units.answers["place_status"][-4:] == ("inside", "on_border", "outside", "invalid")


def test_a_county_comes_with_its_prefecture_but_not_its_province():
    units = read_units("county")
    assert units.columns == (
        "county_adcode", "county_name", "prefecture_adcode", "prefecture_name", "place_status",
    )  # fmt: skip
    county = units.answers["county_adcode"]
    prefecture = units.answers["prefecture_adcode"]
    parents = read_boundaries("county").set_index("adcode")["parent_adcode"]
    assert all(parents[c] == p for c, p in zip(county[:-2], prefecture[:-2], strict=True))


def test_representative_points_lie_in_their_own_unit():
    frame = read_boundaries("county").sort_values("adcode")
    points = frame.geometry.representative_point()
    found = read_units("county").locate(points.x.to_numpy(), points.y.to_numpy())
    assert found.unit.tolist() == list(range(len(frame)))


def test_columns_are_null_where_there_is_no_unit():
    units = read_units("prefecture")
    columns = units.arrow_columns(np.array([0, 1, units.size - 2, units.size - 1], np.int32))
    assert columns["prefecture_name"].to_pylist() == ["太原市", "太原市", None, None]
    assert columns["place_status"].to_pylist() == ["inside", "on_border", "outside", "invalid"]


def test_an_unknown_level_is_named():
    with pytest.raises(UnknownNameError, match=r"Unknown admin level 'country'.*'county'"):
        read_units("country")
