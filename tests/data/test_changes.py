import pytest

from sxgeo.data.changes import CHANGE_COLUMNS, read_changes
from sxgeo.errors import DataError

HEADER = ",".join(CHANGE_COLUMNS)


def write(root, *rows):
    text = "\n".join([HEADER, *rows]) + "\n"
    (root / "geodata" / "changes.csv").write_text(text, encoding="utf-8")
    return root


def test_a_root_without_a_ledger_has_no_changes(shared_root):
    assert read_changes(shared_root).empty
    assert list(read_changes(shared_root).columns) == list(CHANGE_COLUMNS)


def test_rows_are_text_and_read_again_when_the_file_changes(small_root):
    first = "2018,converted,990191,北县,990102,北川县,,survey"
    assert read_changes(write(small_root, first)).iloc[0]["old_adcode"] == "990191"
    write(small_root, first, "2019-12-09,merged,990192,南县,990101,南山区,试政函1号,survey")
    assert read_changes(small_root)["date"].tolist() == ["2018", "2019-12-09"]


def test_every_fault_is_named_at_once(small_root):
    write(
        small_root,
        "soon,converted,99019,北县,990102,北川县,,survey",
        "2018,gone,990192,甲县,990101,南山区,,survey",
        "2018,divided,990193,乙县,990101,南山区,,survey",
        "2018,merged,990194,丙县,990101,南山区,,survey",
        "2018,merged,990194,丙县,990102,北川县,,survey",
    )
    with pytest.raises(DataError) as caught:
        read_changes(small_root)
    assert [str(issue) for issue in caught.value.issues] == [
        "geodata/changes.csv, row 2, column date: 'soon' is not a date such as 2018-02-09 or 2018",
        "geodata/changes.csv, row 2, column old_adcode: '99019' is not an adcode of six digits",
        "geodata/changes.csv, row 3, column kind: 'gone' is not one of converted, merged, divided",
        "geodata/changes.csv, row 4, column kind: a unit in 1 row is not divided",
        "geodata/changes.csv, row 5, column kind: a unit in 2 rows is divided, not merged",
        "geodata/changes.csv, row 6, column kind: a unit in 2 rows is divided, not merged",
    ]
