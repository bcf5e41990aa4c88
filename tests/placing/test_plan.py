from pathlib import Path

import pytest

from sxgeo.errors import DataError, SxgeoError
from sxgeo.placing.plan import check_target, find_sources


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.csv", "in/a/c.PARQUET", "in/a/.d.csv", "in/read.md", "one.csv", "b.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return tmp_path


def names(*inputs):
    return [source.name for source in find_sources(inputs)]


def test_files_folders_and_patterns_are_found(folder):
    assert names("one.csv", "in") == ["one.csv", "a/c.PARQUET", "b.csv"]
    assert names("*.csv") == ["b.csv", "one.csv"]
    assert names(folder / "in") == ["a/c.PARQUET", "b.csv"]


@pytest.mark.usefixtures("folder")
def test_what_names_no_table_and_what_collides_is_told():
    with pytest.raises(DataError) as caught:
        find_sources(["none.csv", "in/read.md", "in", "b.csv", "x*.parquet"])
    found = [str(issue) for issue in caught.value.issues]
    kinds = ".csv, .tsv, .txt, .parquet, .pq, .geoparquet"
    assert found == [
        f"none.csv: no table is there; expected {kinds}",
        f"in/read.md: no table is there; expected {kinds}",
        f"x*.parquet: no table is there; expected {kinds}",
        "b.csv: it and in/b.csv would both be written as b.csv",
    ]


@pytest.mark.usefixtures("folder")
def test_one_file_goes_to_a_file_and_everything_else_to_a_folder():
    one, many = find_sources(["one.csv"]), find_sources(["in"])
    assert check_target(one, ["one.csv"], Path("out.csv"))
    assert not check_target(one, ["one.csv"], Path("out"))
    assert not check_target(many, ["in"], Path("out"))
    with pytest.raises(SxgeoError, match=r"2 tables cannot be written to the one file out\.csv"):
        check_target(many, ["in"], Path("out.csv"))


@pytest.mark.usefixtures("folder")
def test_no_input_is_written_over():
    one, many = find_sources(["one.csv"]), find_sources(["in"])
    with pytest.raises(SxgeoError, match=r"one\.csv is the input; name another output"):
        check_target(one, ["one.csv"], Path("../" + Path.cwd().name + "/one.csv"))
    with pytest.raises(SxgeoError, match="in holds the input; name another output"):
        check_target(many, ["in"], Path("in"))
