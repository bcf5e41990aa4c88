import pytest

from sxgeo.domain.layer import read_layer
from sxgeo.domain.population import population_within
from sxgeo.errors import SxgeoError


def test_the_share_rests_on_area_and_says_so():
    found = population_within(read_layer("medical_centres"), 50)
    attrs = found.attrs
    people = found["population_2020"].astype(float)
    assert attrs["share"] == pytest.approx((people * found["share_within"]).sum() / people.sum())
    assert attrs["at_least"] <= attrs["share"] <= attrs["at_most"]
    assert attrs["population"] == 34_915_616
    assert attrs["rests_on"].startswith("Weak: the census counts of whole prefecture units")
    assert "普查" in attrs["population_source"]


def test_everybody_lives_within_a_thousand_kilometres():
    found = population_within(read_layer("medical_centres"), 1000)
    assert found.attrs["share"] == pytest.approx(1)
    assert found.attrs["at_least"] == 1
    assert (found["population_within"] - found["population_2020"]).abs().max() <= 50


def test_more_distance_more_people():
    stations = read_layer("rail_stations")
    shares = [population_within(stations, km).attrs["share"] for km in (5, 10, 20, 40)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1


def test_a_part_of_the_province():
    found = population_within(read_layer("medical_centres"), 50, parent="山西")
    assert len(found) == 11


def test_it_refuses_where_no_population_is_known(shared_root):
    with pytest.raises(SxgeoError) as caught:
        population_within(read_layer("wells", root=shared_root), 10, root=shared_root)
    assert str(caught.value) == (
        "No population is known for 1 of 2 units of level 'prefecture' (990200 洪洞市); "
        "a share without them would be wrong."
    )


def test_the_counties_have_none():
    with pytest.raises(SxgeoError) as caught:
        population_within(read_layer("medical_centres"), 10, "county")
    assert (
        "No population is known for 117 of 117 units of level 'county' (140105 太原市小店区, "
        in str(caught.value)
    )
