import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sxgeo.errors import DataError
from sxgeo.placing import records
from sxgeo.placing.records import read_blocks

cells = st.text(st.sampled_from('ab中 ,"\n\r'), max_size=6)
tables = st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=12)


def blocks_of(data, size=5):
    return list(read_blocks(io.BytesIO(data), "t.csv", size=size))


def records_of(data, size=5):
    return [
        block.data[start:end]
        for block in blocks_of(data, size)
        for start, end in zip(block.starts.tolist(), block.ends.tolist(), strict=True)
    ]


@given(tables, st.sampled_from(["\n", "\r\n"]), st.integers(1, 40), st.booleans())
def test_records_are_those_of_the_csv_module(table, line_end, size, whole):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    data = text.getvalue().encode()
    data = data if whole else data.removesuffix(line_end.encode())
    found = records_of(data, size)
    parsed = [next(csv.reader(io.StringIO(each.decode(), newline=""))) for each in found]
    assert parsed == table
    assert b"".join(block.data for block in blocks_of(data, size)) == data


@given(st.binary(max_size=60).map(lambda data: data.replace(b'"', b"")), st.integers(1, 20))
def test_no_byte_is_lost_whatever_the_block(data, size):
    assert b"".join(block.data for block in blocks_of(data, size)) == data
    rows = [block.first_row for block in blocks_of(data, size)]
    counts = [block.ends.size for block in blocks_of(data, size)]
    assert rows == [1 + sum(counts[:each]) for each in range(len(rows))]


def test_blank_lines_at_the_end_are_no_records_and_those_between_are():
    assert records_of(b"a\n\nb\n\n\r\n") == [b"a", b"", b"b"]


def test_the_first_record_can_be_split_off():
    header, rest = blocks_of(b"a,b\r\n1,2\r\n", 100)[0].split_first()
    assert (header.data, header.first_row, header.ends.tolist()) == (b"a,b\r\n", 1, [3])
    assert (rest.data, rest.first_row, rest.ends.tolist()) == (b"1,2\r\n", 2, [3])


def test_the_row_of_a_byte():
    block = blocks_of(b"aa\nbb\ncc\n", 100)[0]
    assert [block.row_of(offset) for offset in (0, 1, 3, 7)] == [1, 1, 2, 3]


def test_a_quote_that_is_never_closed_is_told():
    with pytest.raises(DataError, match=r"last record begins b'3,\"x.*a quote that is never clos"):
        blocks_of(b'a,b\n1,2\n3,"x\n4,5\n')


def test_a_record_without_end_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(records, "LONGEST_RECORD", 50)
    with pytest.raises(DataError, match="is there a quote that is never closed, or does the file"):
        blocks_of(b"a,b\r" * 100)
