import pytest

from sxgeo.refine.names import is_fast, line_names, same_line, same_station, tag_names


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("大同南站", "大同南"),
        ("尖草坪站（地铁2号线）", "尖草坪"),
        ("太原", "太原火车站"),
        ("Datong South Station", "datong south railway station"),
    ],
)
def test_words_for_station_are_no_part_of_its_name(wanted, found):
    assert same_station([wanted], [found])


@pytest.mark.parametrize("found", ["大同", "大同南（规划）站北", "大同西站", ""])
def test_a_station_of_another_direction_is_another_station(found):
    assert not same_station(["大同南站"], [found])


def test_a_name_that_is_only_the_word_station_keeps_it():
    assert not same_station(["站"], ["大同站"])


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("大西高铁", "大西客运专线"),
        ("大西高铁提速", "大西高速线"),
        ("太中银铁路动车组", "太中银线"),
        ("临猗黄河桥（G3511菏宝高速）", "G3511菏宝高速公路"),
        ("Qing River", "qing river"),
    ],
)
def test_a_way_names_a_line_where_stems_agree(line, way):
    assert same_line(line_names(line), [way])


@pytest.mark.parametrize(
    ("line", "way"),
    [("大西高铁", "大张高铁"), ("汾河", "汾河二库干渠"), ("汾河", "汾"), ("沁水公路", "沁河")],
)
def test_a_way_that_only_resembles_a_line_does_not_name_it(line, way):
    assert not same_line(line_names(line), [way])


def test_a_way_without_a_name_names_nothing():
    assert not same_line(line_names("大西高铁"), ["", "线"])


def test_names_of_today_and_of_before_are_kept_apart():
    tags = {"name": "甲", "name:en": "Jia", "old_name": "乙;丙", "operator": "丁"}
    assert tag_names(tags) == (("甲", "Jia"), ("乙", "丙"))


def test_only_a_name_that_says_so_is_a_fast_line():
    assert is_fast("甲乙客运专线", "")
    assert not is_fast("甲乙铁路", "A–B railway")
