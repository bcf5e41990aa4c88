import re

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.figures import read_figures
from sxgeo.domain.amounts import english_amount


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (550, "100 million CNY", "55 billion CNY"),
        (10, "100 million t", "1 billion t"),
        (142.4, "100 million kg", "14.24 billion kg"),
        (7.86, "100 million USD", "786 million USD"),
        (319, "10,000 mu", "3.19 million mu"),
        (60, "10,000 mu", "600,000 mu"),
        (10.8, "10,000", "108,000"),
        (297.1, "100 million jin of 0.5 kg", "29.71 billion jin of 0.5 kg"),
        (-1.2, "100 million m³", "-120 million m³"),
        (13000, "km", "13,000 km"),
        (36.0, "µg/m³", "36 µg/m³"),
        (93.6, "%", "93.6%"),
        (0.0, "10,000 mu", "0 mu"),
        (11.0, "", "11"),
    ],
)
def test_an_amount_is_written_in_english(value, unit, written):
    assert english_amount(value, unit) == written


def test_no_english_figure_has_a_chinese_unit_or_two_numbers_side_by_side():
    for each in read_figures():
        written = english_amount(each.value, each.unit)
        assert not re.search(r"[\u3400-\u9fff]|\d \d", written), f"{each.id}: {written}"


def test_every_unit_of_an_attribute_is_understood():
    units = {
        attribute.unit
        for descriptor in open_catalogue().descriptors()
        for attribute in descriptor.attributes
    }
    assert any(unit.startswith("1") for unit in units)
    assert [
        unit for unit in units if re.search(r"\d[\s\u3400-\u9fff]+\d", english_amount(2, unit))
    ] == []
