import csv
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sxgeo.errors import DataError, SxgeoError
from sxgeo.placing import csv_file, parquet_file, records
from sxgeo.placing.files import place_file
from sxgeo.placing.placer import Question
from sxgeo.placing.table import place
from sxgeo.placing.units import read_units

QUESTION = Question("lon", "lat", "wgs84")
ROWS = [
    ["1", "太原山西", "112.58", "37.86", ""],
    ["007", 'a "quoted", name', "112.5", "37.8", "1e5"],
    ["3", "two\nlines", "116.4", "39.9", "NA"],
    ["4", "", "", "37.8", "x"],
    ["5", " spaces ", "n/a", "37.8", "'"],
]
HEADER = ["id", "name", "lon", "lat", "note"]
EXPECTED = ["inside", "inside", "outside", "invalid", "invalid"]


def csv_bytes(rows, *, delimiter=",", line_end="\n", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode(encoding)


def run(tmp_path, content, *, out="out.csv", name="in.csv", question=QUESTION, **options):
    source, target = tmp_path / name, tmp_path / out
    source.write_bytes(content)
    report = place_file(source, target, question, units=read_units("county"), **options)
    if issues := report.faults.issues():
        raise DataError(issues)
    return target, report


def run_csv(tmp_path, content, **options):
    target, _ = run(tmp_path, content, **options)
    return target.read_bytes()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("block", [3, 40, 1 << 20])
def test_csv_keeps_every_byte_and_adds_cells(
    tmp_path, monkeypatch, line_end, delimiter, encoding, block
):
    monkeypatch.setattr(records, "BLOCK_BYTES", block)
    monkeypatch.setattr(records.read_blocks, "__kwdefaults__", {"size": block})
    given = csv_bytes([HEADER, *ROWS], delimiter=delimiter, line_end=line_end, encoding=encoding)
    written = run_csv(tmp_path, given).decode(encoding)
    parsed = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    assert [row[:5] for row in parsed] == [HEADER, *ROWS]
    assert [row[-1] for row in parsed] == ["place_status", *EXPECTED]
    assert parsed[1][5:9] == ["140106", "迎泽区", "140100", "太原市"]
    assert parsed[3][5:9] == [""] * 4
    # Without what was added, the bytes are the input's.
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=delimiter, lineterminator=line_end).writerows(parsed)
    assert kept.getvalue().encode(encoding) == written.encode(encoding)


def test_odd_quoting_and_a_missing_last_line_end_stay_as_they_are(tmp_path):
    given = b'"id",lon,lat\n"1",112.5,37.8\n2,"112.5","37.8"'
    added = b",140109,\xe4\xb8\x87\xe6\x9f\x8f\xe6\x9e\x97\xe5\x8c\xba,140100,"
    lines = run_csv(tmp_path, given).split(b"\n")
    assert lines[0].startswith(b'"id",lon,lat,county_adcode,')
    assert lines[1].startswith(b'"1",112.5,37.8,140')
    assert lines[1].endswith(b",inside")
    assert lines[2].startswith(b'2,"112.5","37.8",140')
    assert lines[2].endswith(b",inside")
    assert len(lines) == 3
    assert added[:4] in lines[1]


def test_blank_lines_at_the_end_stay_blank(tmp_path):
    written = run_csv(tmp_path, b"lon,lat\n112.5,37.8\n\n\n")
    assert written.endswith(b"inside\n\n\n")


def test_a_table_without_rows_gets_its_header(tmp_path):
    for given in (b"lon,lat", b"lon,lat\n", b"lon,lat\r\n\r\n"):
        assert run_csv(tmp_path, given).startswith(b"lon,lat,county_adcode,")


def test_csv_to_parquet_keeps_text_as_text(tmp_path):
    for encoding in ("utf-8", "gb18030"):
        given = csv_bytes([HEADER, *ROWS], encoding=encoding)
        target, report = run(tmp_path, given, out="out.parquet")
        table = pq.read_table(target)
        assert [list(row.values())[:5] for row in table.to_pylist()] == ROWS
        assert table.column("place_status").to_pylist() == EXPECTED
        assert report.sums.sum() == 5
    with pytest.raises(DataError, match=r"in.csv: two columns are named 'a'; Parquet allows one"):
        run(tmp_path, b"a,a,lon,lat\n", out="out.parquet")


def test_notes_say_which_rows_hold_no_number(tmp_path):
    _, report = run(tmp_path, csv_bytes([HEADER, *ROWS]))
    assert [str(note) for note in report.faults.notes()] == [
        (
            f"{tmp_path / 'in.csv'}, row 6, column lon: 'n/a' is no number; "
            "such rows are marked invalid"
        )
    ]


def faults_of(tmp_path, content, **options):
    with pytest.raises(DataError) as caught:
        run(tmp_path, content, **options)
    return [str(issue).removeprefix(f"{tmp_path}/") for issue in caught.value.issues]


def test_records_of_another_length_are_all_named(tmp_path, monkeypatch):
    monkeypatch.setattr(records.read_blocks, "__kwdefaults__", {"size": 40})
    given = b"id,lon,lat\n" + b"1,112.5,37.8\n" * 5 + b"2,112.5\n" + b"1,112.5,37.8\n" * 7
    assert faults_of(tmp_path, given + b"\n1,2,3,4\n1,112.5,37.8\n") == [
        "in.csv, 3 rows (7, 15, 16): expected 3 cells as in the header, found 2"
    ]


def test_faults_are_counted_over_the_whole_file(tmp_path, monkeypatch):
    monkeypatch.setattr(records.read_blocks, "__kwdefaults__", {"size": 64})
    given = b"id;lon;lat\n" + b"1;112,5;37.8\n2;37.8;112.5\n" * 50
    assert faults_of(tmp_path, given) == [
        (
            "in.csv, 50 rows (2, 4, 6, 8, 10 …), column lon: a decimal comma, such as '112,5'; "
            "accept decimal_comma to have such numbers read, or write them as 112.55"
        ),
        (
            "in.csv, 50 rows (3, 5, 7, 9, 11 …), columns lon and lat: longitude and latitude look "
            "swapped, such as (37.8, 112.5); longitude comes first: exchange the two columns, or "
            "correct these rows"
        ),
    ]


def test_a_stray_quote_is_told(tmp_path):
    given = b'id,name,lon,lat\n1,5" pipe,112.5,37.8\n2,6" pipe,112.5,37.8\n3,x,112.5,37.8\n'
    (fault,) = faults_of(tmp_path, given)
    assert "in.csv, row 2: " in fault
    assert "a quote stands where none is allowed" in fault or "expected 4 cells" in fault


def test_bytes_of_another_encoding_further_down_are_named(tmp_path):
    given = "id,lon,lat\n山西,112.5,37.8\n".encode() + "大同,112.5,37.8\n".encode("gbk")
    assert faults_of(tmp_path, given) == [
        (
            "in.csv, line 3: its bytes are neither UTF-8 nor, for certain, GB18030; name it with "
            "the encoding option: utf-8, gb18030, gbk"
        )
    ]
    assert faults_of(tmp_path, given, encoding="utf-8") == [
        (
            "in.csv, row 3: its bytes are no UTF-8: either the file mixes encodings, or name it "
            "with the encoding option: utf-8, gb18030, gbk"
        )
    ]


def test_full_width_digits_in_gbk_are_recognised(tmp_path):
    given = "地名,lon,lat\n太原市,１１２．５,37.8\n".encode("gbk")
    (fault,) = faults_of(tmp_path, given)
    assert "full-width digits, such as '１１２．５'" in fault
    question = Question("lon", "lat", "wgs84", accept=("fullwidth",))
    assert run_csv(tmp_path, given, question=question).decode("gbk").endswith("inside\n")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "in.csv: it is empty: expected a header row"),
        (b"\n\n", "in.csv: it is empty: expected a header row"),
        (b"id,lng,lat\n", "in.csv: the column 'lon' is missing. Did you mean 'lng'?"),
        ("id,lon,lat\n1,2,3\n".encode("utf-16"), "in.csv: it is UTF-16; save it as UTF-8"),
    ],
)
def test_a_hopeless_csv_is_named(tmp_path, content, problem):
    assert faults_of(tmp_path, content)[0].startswith(problem)


def random_table(rows):
    rng = np.random.default_rng(5)
    return pa.table(
        {
            "id": pa.array(range(rows), pa.int32()),
            "lon": rng.uniform(110, 115, rows),
            "lat": rng.uniform(34, 41, rows),
            "kind": pa.array(["甲", "乙", None] * (rows // 3)).dictionary_encode(),
        }
    ).replace_schema_metadata({"geo": "{}", "note": "一"})


@pytest.mark.parametrize("compression", ["none", "snappy", "zstd"])
def test_parquet_keeps_columns_types_order_and_metadata(tmp_path, monkeypatch, compression):
    monkeypatch.setattr(parquet_file, "_BATCH_ROWS", 500)
    monkeypatch.setattr(parquet_file, "_GROUP_ROWS", 1200)
    table = random_table(3000)
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=700, compression=compression)
    target, report = run(tmp_path, (tmp_path / "t.parquet").read_bytes(),
                         name="in.parquet", out="o.parquet")  # fmt: skip
    written = pq.read_table(target)
    assert written.select(table.column_names).equals(table)
    assert written.schema.metadata == table.schema.metadata
    assert written.select(written.column_names[4:]).to_pylist() == (
        place(table, lon="lon", lat="lat", datum="wgs84").drop(table.column_names).to_pylist()
    )
    stored = pq.ParquetFile(target).metadata
    assert stored.num_row_groups == 3
    expected = "UNCOMPRESSED" if compression == "none" else compression.upper()
    assert stored.row_group(0).column(0).compression == expected
    assert report.sums.sum() == 3000


def test_same_input_same_bytes(tmp_path):
    pq.write_table(random_table(3000), tmp_path / "t.parquet")
    content = (tmp_path / "t.parquet").read_bytes()
    first, _ = run(tmp_path, content, name="in.parquet", out="1.parquet")
    second, _ = run(tmp_path, content, name="in.parquet", out="2.parquet")
    assert first.read_bytes() == second.read_bytes()


def test_parquet_without_rows_gets_its_columns(tmp_path):
    pq.write_table(random_table(3).slice(0, 0), tmp_path / "t.parquet")
    target, _ = run(tmp_path, (tmp_path / "t.parquet").read_bytes(),
                    name="in.parquet", out="o.parquet")  # fmt: skip
    assert pq.read_table(target).column_names[-1] == "place_status"


def test_a_truncated_parquet_is_named(tmp_path):
    pq.write_table(random_table(3000), tmp_path / "t.parquet")
    content = (tmp_path / "t.parquet").read_bytes()
    options = {"name": "in.parquet", "out": "o.parquet"}
    assert faults_of(tmp_path, content[:-100], **options) == [
        "in.parquet: its end is missing: it was cut short (an unfinished copy or download?)"
    ]
    assert faults_of(tmp_path, b"id,lon\n", **options)[0].startswith(
        "in.parquet: it is no Parquet file"
    )
    assert faults_of(tmp_path, b"", **options)[0].startswith("in.parquet: it is no Parquet file")
    damaged = content[:2000] + bytes(4000) + content[6000:]
    assert faults_of(tmp_path, damaged, **options)[0].startswith("in.parquet, after row 0: it is ")


def test_parquet_does_not_become_csv(tmp_path):
    pq.write_table(random_table(3), tmp_path / "t.parquet")
    content = (tmp_path / "t.parquet").read_bytes()
    with pytest.raises(SxgeoError, match=r"is Parquet, so the output must be Parquet too"):
        run(tmp_path, content, name="in.parquet", out="o.csv")


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, name):
    frame = pd.DataFrame({"lon": [112.5] * 1000, "lat": [37.8] * 1000})
    if name == "in.csv":
        content = frame.to_csv(index=False).encode()
    else:
        frame.to_parquet(tmp_path / "t.parquet")
        content = (tmp_path / "t.parquet").read_bytes()

    def grow(_rows, _bytes):
        with (tmp_path / name).open("ab") as stream:
            stream.write(b"112.5,37.8\n")

    (fault,) = faults_of(tmp_path, content, name=name, out=f"o{name[2:]}", progress=grow)
    assert fault.startswith(f"{name}: it changed while it was read (")
    assert fault.endswith("bytes after); run again when it is whole") is False
    assert "run again when it is whole" in fault


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none.csv: the file is missing"):
        place_file(tmp_path / "none.csv", tmp_path / "o", QUESTION, units=read_units("county"))


def test_progress_counts_every_row_and_byte(tmp_path):
    steps = []
    content = b"lon,lat\n" + b"112.5,37.8\n" * 99
    run(tmp_path, content, progress=lambda rows, size: steps.append((rows, size)))
    assert [sum(each) for each in zip(*steps, strict=True)] == [
        99,
        len(content) - len(b"lon,lat\n"),
    ]


def test_names_that_an_encoding_lacks_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "detect_encoding", lambda *_: "ascii")
    with pytest.raises(SxgeoError, match="cannot be written in ascii; convert the table to UTF-8"):
        run(tmp_path, b"lon,lat\n")
