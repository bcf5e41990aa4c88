import csv
import io
import json
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sxgeo.cli import main

POSITIONS = ["--lon", "lon", "--lat", "lat", "--datum", "wgs84"]


@pytest.fixture
def sxgeo(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        codes = []
        monkeypatch.setattr(sys, "exit", codes.append)
        main(["place", *arguments])
        assert codes == ([code] if code else [])
        return capsys.readouterr()

    return run


@pytest.fixture
def table(tmp_path):
    frame = pd.DataFrame(
        {"id": [1, 2, 3, 4], "lon": [112.55, 116.4, None, 113.3], "lat": [37.87, 39.9, 37, 40.08]}
    )
    frame.to_csv(tmp_path / "in.csv", index=False)
    frame.to_parquet(tmp_path / "in.parquet")
    return frame


def files(folder=None):
    return sorted(path.as_posix() for path in Path(folder or ".").rglob("*"))


@pytest.mark.usefixtures("table")
def test_a_csv_with_its_summary(sxgeo):
    said = sxgeo("in.csv", "-o", "out.csv", *POSITIONS, "--summary", "sum.csv")
    assert said.out == "out.csv\n"
    assert said.err == "4 rows, 2 inside, 0 on border, 1 outside, 1 invalid\n"
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["prefecture_name"] for row in rows] == ["太原市", "", "", "大同市"]
    summary = list(csv.DictReader(io.StringIO(Path("sum.csv").read_text(encoding="utf-8"))))
    assert len(summary) == 118
    assert sum(int(row["rows"]) for row in summary) == 4


@pytest.mark.usefixtures("table")
def test_json_keeps_stdout_for_machines(sxgeo):
    said = sxgeo("in.parquet", "-o", "o.parquet", *POSITIONS, "--level", "prefecture", "--json")
    assert json.loads(said.out) == {
        "out": "o.parquet", "rows": 4, "inside": 2, "on_border": 0, "outside": 1, "invalid": 1,
        "notes": [],
    }  # fmt: skip
    assert pq.read_table("o.parquet").column_names == [
        "id", "lon", "lat", "prefecture_adcode", "prefecture_name", "place_status",
    ]  # fmt: skip


@pytest.mark.usefixtures("table")
def test_a_folder_keeps_its_names(sxgeo):
    Path("in/deep").mkdir(parents=True)
    Path("in.csv").rename("in/deep/a.csv")
    Path("in.parquet").rename("in/b.parquet")
    sxgeo("in", "-o", "out", *POSITIONS)
    assert files("out") == ["out/b.parquet", "out/deep", "out/deep/a.csv"]
    assert pq.read_table("out/b.parquet").num_rows == 4


def test_faults_of_all_tables_are_told_and_nothing_is_written(sxgeo):
    Path("a.csv").write_text("lon,lat\n37.8,112.5\n", encoding="utf-8")
    Path("b.csv").write_text("lng,lat\n112.5,37.8\n", encoding="utf-8")
    Path("c.csv").write_text("lon,lat\n112.5,37.8\n", encoding="utf-8")
    before = files()
    said = sxgeo("a.csv", "b.csv", "c.csv", "-o", "o", *POSITIONS, "--summary", "s.csv", code=1)
    assert said.err.startswith("sxgeo: 2 problems in the data:\n")
    assert "b.csv: the column 'lon' is missing. Did you mean 'lng'?" in said.err
    assert "a.csv, row 2, columns lon and lat: longitude and latitude look swapped" in said.err
    assert files() == before


def test_an_earlier_output_survives_a_failure(sxgeo):
    Path("in.csv").write_text("lon,lat\n1°,2°\n", encoding="utf-8")
    Path("out.csv").write_text("earlier", encoding="utf-8")
    sxgeo("in.csv", "-o", "out.csv", *POSITIONS, code=1)
    assert Path("out.csv").read_text(encoding="utf-8") == "earlier"
    said = sxgeo("in.csv", "-o", "out.csv", *POSITIONS, "--accept", "dms")
    assert said.err.startswith("1 rows, 0 inside, 0 on border, 1 outside")


def test_notes_are_shown(sxgeo):
    Path("in.csv").write_text("lon,lat\n112.5,37.8\n无,37.8\n", encoding="gb18030")
    said = sxgeo("in.csv", "-o", "out.csv", *POSITIONS)
    assert (
        "note: in.csv, row 3, column lon: '无' is no number; such rows are marked inv" in said.err
    )
    assert "note: in.csv: read as GB18030" in said.err
    assert "市" in Path("out.csv").read_text(encoding="gb18030")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
@pytest.mark.usefixtures("table")
def test_a_full_disk_leaves_nothing_behind(sxgeo, monkeypatch, tmp_path, name):
    make = tempfile.mkstemp

    def on_a_full_disk(**options):
        handle, path = make(**options)
        Path(path).unlink()
        Path(path).symlink_to("/dev/full")
        return handle, path

    monkeypatch.setattr(tempfile, "mkstemp", on_a_full_disk)
    before = files(tmp_path)
    said = sxgeo(name, "-o", f"out{name[2:]}", *POSITIONS, code=1)
    assert said.err == (
        f"sxgeo: Cannot write out{name[2:]}: No space left on device. "
        "What was there before is untouched.\n"
    )
    assert files(tmp_path) == before


@pytest.mark.usefixtures("table")
def test_wrong_usage_is_told(sxgeo):
    assert (
        "Missing option '--datum'"
        in sxgeo("in.csv", "-o", "o.csv", "--lon", "lon", "--lat", "lat", code=2).err
    )
    said = sxgeo("in.csv", "-o", "o.csv", *POSITIONS[:-1], "GCJ-02", code=1)
    assert "'GCJ-02' is neither a datum nor a column of in.csv. Did you mean 'gcj02'?" in said.err
    said = sxgeo("in.csv", "-o", "o.csv", *POSITIONS, "--encoding", "big5", code=1)
    assert said.err.startswith("sxgeo: Unknown encoding 'big5'.")
    said = sxgeo("in.csv", "-o", "o.csv", *POSITIONS, "--scheduler", "tcp://x:1", code=2)
    assert "--scheduler and --workers are for --engine dask" in said.err


def test_latin_tables_are_asked_for_their_encoding(sxgeo):
    Path("in.csv").write_bytes("id,lon,lat\nGrö,112.5,37.8\n".encode("latin-1"))
    said = sxgeo("in.csv", "-o", "out.csv", *POSITIONS, code=1)
    assert "in.csv, line 2: its bytes are neither UTF-8 nor, for certain, GB18030" in said.err
