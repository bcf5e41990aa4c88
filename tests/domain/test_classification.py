import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from sxgeo.data.choropleth import read_choropleth
from sxgeo.data.recipe import Content, read_recipe
from sxgeo.domain.classification import classify_values
from sxgeo.domain.scene import build_scene


@pytest.fixture(scope="module")
def choropleths(shared_root):
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    return {each.spec.id: each for each in scene.choropleths}


def test_a_missing_number_is_drawn_as_missing_never_as_zero(choropleths):
    people = choropleths["people"]
    assert people.values == {"990100": 1_200_000.0, "990200": None}
    assert people.class_of("990200") is None
    assert people.color_of("990200") == people.missing_color


def test_counted_features_are_numbers_with_a_true_zero(choropleths):
    assert choropleths["wells"].values == dict.fromkeys(
        ("990101", "990102", "990201", "990202"), 1.0
    )


def test_every_class_has_one_colour_and_the_highest_the_darkest(choropleths):
    for each in choropleths.values():
        assert len(each.breaks) == len(each.colors)


@settings(deadline=None)  # the first call imports mapclassify
@given(
    npst.arrays("float64", st.integers(1, 60), elements=st.floats(0, 1e6) | st.just(float("nan"))),
    st.integers(2, 7),
)
def test_classes_hold_every_known_value_in_order(values, classes):
    breaks = classify_values(values, classes)
    known = values[~np.isnan(values)]
    assert list(breaks) == sorted(breaks)
    if known.size:
        assert breaks[-1] >= known.max()


def test_classes_do_not_overlap_in_writing_and_have_even_decimals(choropleths):
    ids = ("population", "density", "area", "stations")
    content = Content(title="全", title_en="All", layers=("rail_stations",), choropleths=ids)
    for each in (*choropleths.values(), *build_scene(content).choropleths):
        first, *rest = each.ranges
        assert len(each.ranges) == len(each.colors)
        assert first.startswith("≤ ")
        bounds = [first[2:]]
        for told in rest:
            low, high = told.removeprefix("> ").split(" – ")
            assert told.startswith("> ")
            assert low == bounds[-1]
            bounds.append(high)
        assert len(set(bounds)) == len(bounds)
        assert len({"." in bound for bound in bounds}) == 1
        assert all(len(bound.partition(".")[2]) <= 1 for bound in bounds)
        for code, value in each.values.items():
            if value is not None:
                place = each.class_of(code)
                assert value <= float(bounds[place].replace(",", ""))
                assert place == 0 or value > float(bounds[place - 1].replace(",", ""))


def test_the_projects_choropleths_read():
    assert read_choropleth("population").value == "population_2020"
