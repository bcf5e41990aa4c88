"""A user's table joined by code or name: every row accounted for."""

import numpy as np
import pandas as pd
import pytest

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.table_join import AUDIT_COLUMNS, join_units
from sxgeo.errors import DataError, SxgeoError, UnknownNameError


def audit(frame):
    return frame[["unit_adcode", "unit_match"]].to_numpy().tolist()


def test_rows_and_columns_stay_as_they_are():
    table = pd.DataFrame({"v": [3, 1, 2], "县": ["昔阳", "娄烦县", "盂县"]}, index=[7, 7, 0])
    before = table.copy()
    joined = join_units(table, "县")
    assert table.equals(before)
    assert joined[["v", "县"]].equals(table)
    assert list(joined.columns) == ["v", "县", *AUDIT_COLUMNS, "geometry"]
    assert joined["unit_adcode"].tolist() == ["140724", "140123", "140322"]
    shapes = read_boundaries("county").set_index("adcode").geometry
    assert joined.geometry.tolist() == shapes[joined["unit_adcode"]].tolist()
    assert joined.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    "codes",
    [
        [140123, 140322],
        ["140123", "140322"],
        [140123000000, 140322000000],
        pd.array([140123, 140322], dtype="Int64"),
        [140123.0, 140322.0],
    ],
)
def test_codes_as_tables_have_them(codes):
    joined = join_units(pd.DataFrame({"code": codes}), "code")
    assert audit(joined) == [["140123", "adcode"], ["140322", "adcode"]]


def test_an_old_table_joins_the_shapes_of_today():
    table = pd.DataFrame(
        {
            "市": ["大同市", "长治市", "长治", "长治", "朔州", "晋中", "阳泉"],
            "县": ["大同县", "城区", "郊区", "潞城市", "怀仁县", "太谷县", "郊区"],
        }
    )
    joined = join_units(table, "县", parent="市")
    assert audit(joined) == [
        ["140215", "former"],
        ["140403", "former"],
        ["140403", "former"],
        ["140406", "former"],
        ["140681", "former"],
        ["140703", "former"],
        ["140311", "name"],
    ]
    assert joined["unit_note"].iloc[1] == "长治市城区 (140402) until 2018-06-19"
    assert joined.attrs["units_with_several_rows"] == ["140403"]


def test_what_has_no_unit_is_refused_with_every_row():
    table = pd.DataFrame(
        {"市": ["太原", "大同", "", "石家庄", "太原"], "县": ["娄烦", "城区", "矿区", "平山县", ""]}
    )
    with pytest.raises(DataError) as caught:
        join_units(table, "县", parent="市")
    lines = str(caught.value).splitlines()
    assert lines[0] == "4 problems in the data:"
    assert lines[1] == (
        "  - the table, row 1, column 县: '城区': 大同市城区 (140202) until 2018-02-09; "
        "its land was divided among 140213 大同市平城区, 140214 大同市云冈区"
    )
    assert lines[2] == (
        "  - the table, row 2, column 县: '矿区': it may be 140303 阳泉市矿区 or "
        "140203 大同市矿区 (until 2018-02-09)"
    )
    assert lines[3].startswith(
        "  - the table, row 3, column 县: '平山县': column 市: Unknown unit '石家庄'. Most like "
    )
    assert lines[4] == "  - the table, row 4, column 县: '': it is empty"
    assert lines[5] == (
        "Correct these rows, name the column of the units above as parent, "
        "or keep them without a shape with unmatched='keep'."
    )


def test_what_has_no_unit_can_be_kept_without_a_shape():
    table = pd.DataFrame({"县": ["娄烦", "城区", None, np.nan, "正定县"], "v": range(5)})
    joined = join_units(table, "县", unmatched="keep")
    assert joined["v"].tolist() == [0, 1, 2, 3, 4]
    assert joined["unit_match"].tolist() == [
        *("name", "ambiguous", "unmatched", "unmatched", "unmatched"),
    ]
    assert joined.geometry.isna().tolist() == [False, True, True, True, True]
    assert joined.attrs["matches"] == {
        "adcode": 0,
        "name": 1,
        "former": 0,
        "guess": 0,
        "ambiguous": 1,
        "unmatched": 3,
    }
    assert len(joined.attrs["units_without_rows"]) == 116


def test_a_guess_states_its_likeness_and_can_be_forbidden():
    table = pd.DataFrame({"县": ["娄繁县"]})
    joined = join_units(table, "县")
    assert audit(joined) == [["140123", "guess"]]
    assert joined["unit_score"].tolist() == [95.0]
    assert joined["unit_note"].tolist() == ["most like 140123 太原市娄烦县 (95)"]
    with pytest.raises(DataError, match=r"'娄繁县': most like 140123 太原市娄烦县 \(95\)"):
        join_units(table, "县", guess_at_least=101)


@pytest.mark.parametrize("name", ["临漳县", "平山县", "合计", "全省", "太原市"])
def test_what_is_no_county_of_ours_is_not_guessed(name):
    with pytest.raises(DataError):
        join_units(pd.DataFrame({"县": [name]}), "县")


def test_prefectures():
    table = pd.DataFrame({"市": ["太原", "Datong", "140300", "吕梁市"]})
    joined = join_units(table, "市", "prefecture")
    assert joined["unit_adcode"].tolist() == ["140100", "140200", "140300", "141100"]


def test_all_names_and_codes_of_the_boundaries_join():
    units = read_boundaries("county")
    parents = read_boundaries("prefecture").set_index("adcode")["name"]
    table = pd.DataFrame({"县": units["name"], "市": units["parent_adcode"].map(parents)})
    joined = join_units(table, "县", parent="市")
    assert joined["unit_adcode"].tolist() == units["adcode"].tolist()
    assert joined.attrs["units_without_rows"] == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"on": "county"}, "Unknown column 'county'. Known: 县."),
        ({"on": "县", "parent": "市"}, "Unknown column '市'. Known: 县."),
        ({"on": "县", "level": "county level"}, "Unknown admin level 'county level'."),
        (
            {"on": "县", "unmatched": "drop"},
            "Unknown value of unmatched 'drop'. Known: refuse, keep.",
        ),
    ],
)
def test_unknown_names_offer_the_nearest(asked, message):
    with pytest.raises(UnknownNameError) as caught:
        join_units(pd.DataFrame({"县": ["娄烦"]}), **asked)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("column", [*AUDIT_COLUMNS, "geometry"])
def test_columns_of_the_join_may_not_be_there_already(column):
    with pytest.raises(SxgeoError) as caught:
        join_units(pd.DataFrame({"县": ["娄烦"], column: [1]}), "县")
    assert str(caught.value) == (
        f"The table has a column {column!r}, which the join adds; rename or drop it first."
    )


def test_a_list_is_no_table():
    with pytest.raises(SxgeoError) as caught:
        join_units(["娄烦"], "县")
    assert str(caught.value) == "A list is no table; give a DataFrame."
