import math

import pandas as pd
import pytest

from sxgeo.data.readers import (
    allowed_issues,
    duplicate_issues,
    finite,
    parse_column,
    positive,
    read_table,
)
from sxgeo.errors import DataError


def messages(call):
    with pytest.raises(DataError) as caught:
        call()
    return [str(issue) for issue in caught.value.issues]


def table(tmp_path, text, **options):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, root=tmp_path, **options)


def test_every_cell_is_text_and_the_index_is_the_row_in_the_file(tmp_path):
    frame = table(tmp_path, "id,n\na,007\nb,\n", required=["id"])
    assert frame["n"].tolist() == ["007", ""]
    assert frame.index.tolist() == [2, 3]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    assert list(table(tmp_path, "\ufeffid\na\n", required=["id"]).columns) == ["id"]


def test_a_missing_column_is_named_with_its_likely_slip(tmp_path):
    assert messages(lambda: table(tmp_path, "id,longitud\n", required=["id", "longitude"])) == [
        "t.csv: the column 'longitude' is missing (is it the column 'longitud'?)"
    ]


def test_unknown_and_doubled_columns_are_named(tmp_path):
    found = messages(lambda: table(tmp_path, "id,id,nmae\n", required=["id"], optional=["name"]))
    assert found == [
        "t.csv: the column 'id' stands 2 times",
        "t.csv: the column 'nmae' is unknown; did you mean 'name'?",
    ]


def test_ragged_rows_are_named(tmp_path):
    assert messages(lambda: table(tmp_path, "a,b\n1\n1,2,3\n", required=["a"])) == [
        "t.csv, row 2: it has 1 cells, expected 2",
        "t.csv, row 3: it has 3 cells, expected 2",
    ]


def test_an_empty_or_missing_file_is_named(tmp_path):
    assert messages(lambda: table(tmp_path, "", required=[])) == [
        "t.csv: it is empty: expected a header row"
    ]
    assert messages(lambda: read_table(tmp_path / "no.csv", required=[], root=tmp_path)) == [
        "no.csv: the file is missing"
    ]


def test_another_encoding_is_refused_not_guessed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id\n山西\n".encode("gb18030"))
    [issue] = messages(lambda: read_table(path, required=["id"], root=tmp_path))
    assert issue == "t.csv: it is not UTF-8 (byte 5); save it as UTF-8"


def test_duplicates_name_both_rows():
    column = pd.Series(["a", "b", "a"], index=[2, 3, 4], name="id")
    assert [str(each) for each in duplicate_issues("f", column)] == [
        "f, row 4, column id: 'a' is already in row 2"
    ]


def test_values_outside_a_closed_list_get_the_nearest():
    column = pd.Series(["planned", "operatng", ""], index=[2, 3, 4], name="status")
    found = [str(each) for each in allowed_issues("f", column, ["operating", "planned"])]
    assert found[0] == (
        "f, row 3, column status: 'operatng' is not one of operating, planned; "
        "did you mean 'operating'?"
    )
    assert len(found) == 2
    assert len(allowed_issues("f", column, ["operating", "planned"], empty=True)) == 1


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1_000", "1,5"])
def test_what_is_no_number(text):
    with pytest.raises(ValueError, match=r".*"):
        finite(text)


def test_a_column_of_numbers_keeps_the_good_and_names_the_bad():
    numbers, issues = parse_column(
        "f", pd.Series(["1.5", "x"], [2, 3], name="lon"), finite, "a number"
    )
    assert numbers[2] == 1.5
    assert math.isnan(numbers[3])
    assert [str(each) for each in issues] == ["f, row 3, column lon: 'x' is not a number"]
    with pytest.raises(ValueError, match="0"):
        positive("0")
