import numpy as np

from sxgeo.placing.faults import Faults


def test_rows_are_counted_and_the_first_five_named():
    faults = Faults("t.csv")
    faults.add("swapped", "columns lon and lat", np.arange(2, 5), "(37, 112)")
    faults.add("swapped", "columns lon and lat", np.arange(100, 1300), "(38, 112)")
    assert [str(issue) for issue in faults.issues()] == [
        (
            "t.csv, 1,203 rows (2, 3, 4, 100, 101 …), columns lon and lat: longitude and latitude "
            "look swapped, such as (37, 112); longitude comes first: exchange the two columns, or "
            "correct these rows"
        )
    ]


def test_parts_merge_to_the_whole():
    whole, first, second = Faults("t"), Faults("t"), Faults("t")
    for rows, part in (([1, 2, 3], first), ([8, 9, 10], second)):
        whole.add("text", "column lon", rows, f"'{rows[0]}'")
        part.add("text", "column lon", rows, f"'{rows[0]}'")
    first.merge(Faults.from_json(second.to_json()))
    assert first == whole


def test_faulty_rows_may_be_accepted_but_not_broken_records():
    faults = Faults("t", ("faulty",))
    faults.add("swapped", "columns lon and lat", [2], "(37, 112)")
    assert (len(faults.issues()), len(faults.notes())) == (0, 1)
    faults.add("ragged", "", [3], "it has 2 cells, expected 4")
    assert [str(issue) for issue in faults.issues()] == ["t, row 3: it has 2 cells, expected 4"]


def test_nothing_is_counted_for_no_rows():
    faults = Faults("t")
    faults.add("text", "column lon", [], "")
    assert not faults.tallies
