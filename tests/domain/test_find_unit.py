import pytest

from sxgeo.domain.find_unit import find_unit
from sxgeo.errors import AmbiguousNameError, SxgeoError, UnknownNameError


def test_a_unit_comes_with_its_shape_and_provenance(shared_root):
    unit = find_unit("北川", root=shared_root)
    assert unit[["adcode", "name", "level", "match"]].tolist() == [
        "990102",
        "北川县",
        "county",
        "name",
    ]
    assert unit.geometry.geom_type == "MultiPolygon"
    assert unit.attrs["review_number"] == "GS(2026)0001号"


def test_a_level_and_a_parent_narrow_the_search(shared_root):
    assert find_unit("Hongtong", level="prefecture", root=shared_root)["adcode"] == "990200"
    assert find_unit("东平", parent="洪洞", root=shared_root)["adcode"] == "990201"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": "北穿县"}, "Unknown unit '北穿县'. Most like it: 990102 长宁市北川县 (95), "),
        ({"text": "", "level": "county"}, "Unknown county ''. It is empty."),
        ({"text": "111111"}, "Unknown unit '111111'. No unit has the adcode 111111."),
        (
            {"text": "长宁", "level": "county"},
            "Unknown county '长宁'. It names 990100 长宁市 (prefecture), which is not asked for",
        ),
        ({"text": "东平", "parent": "长宁"}, "Unknown unit in 长宁市 '东平'. It names 990201"),
        (
            {"text": "北川", "level": "town"},
            "Unknown admin level 'town'. Known: province, prefecture, county.",
        ),
    ],
)
def test_nothing_is_guessed(shared_root, given, message):
    with pytest.raises(UnknownNameError) as caught:
        find_unit(**given, root=shared_root)
    assert str(caught.value).startswith(message)


def test_a_name_of_several_says_how_to_tell_them_apart():
    with pytest.raises(AmbiguousNameError) as caught:
        find_unit("矿区")
    assert str(caught.value) == (
        "The unit '矿区' may be any of 2: 140303 阳泉市矿区, "
        "140203 大同市矿区 (until 2018-02-09). Give the adcode, or the unit above as parent."
    )


def test_a_divided_unit_says_what_became_of_it():
    with pytest.raises(AmbiguousNameError) as caught:
        find_unit("城区", parent="大同")
    assert "It was 大同市城区 (140202) until 2018-02-09; its land was divided" in str(caught.value)


def test_a_number_is_no_name(shared_root):
    with pytest.raises(SxgeoError) as caught:
        find_unit(990102, root=shared_root)
    assert str(caught.value) == "A unit is named by a text, its name or adcode, not by 990102."
