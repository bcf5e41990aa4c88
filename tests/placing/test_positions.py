import numpy as np
import pyarrow as pa
import pytest

from sxgeo.errors import DataError
from sxgeo.placing.faults import Faults
from sxgeo.placing.positions import read_degrees


def read(values, *, accept=(), kind=None, first_row=2):
    faults = Faults("t.csv", accept)
    return read_degrees(pa.array(values, kind), "lon", first_row, faults), faults


@pytest.mark.parametrize(
    "kind", [pa.float64(), pa.float32(), pa.int16(), pa.decimal128(25, 3), pa.string()]
)
def test_numbers_of_every_type_are_read(kind):
    values = pa.array([112, None, -3]).cast(kind)
    faults = Faults("t.csv")
    degrees = read_degrees(values, "lon", 2, faults)
    np.testing.assert_array_equal(degrees, [112, np.nan, -3])
    assert not faults.tallies


def test_dictionary_encoded_text_is_read():
    degrees, _ = read(["112.5", "112.5", None])
    coded = pa.array(["112.5", "112.5", None]).dictionary_encode()
    np.testing.assert_array_equal(read_degrees(coded, "lon", 2, Faults("t")), degrees)


def test_plain_text_is_read_with_its_spaces_and_gaps():
    degrees, faults = read([" 112.5 ", "", None, "+1.5e2", ".5", "-7.", "　113　"])
    np.testing.assert_array_equal(degrees, [112.5, np.nan, np.nan, 150, 0.5, -7, 113])
    assert not faults.tallies


def test_what_is_no_number_is_noted_and_refuses_nothing():
    degrees, faults = read(["112.5", "N/A", "未知", "1.2.3"])
    np.testing.assert_array_equal(degrees, [112.5, np.nan, np.nan, np.nan])
    assert faults.issues() == []
    assert [str(note) for note in faults.notes()] == [
        "t.csv, 3 rows (3, 4, 5), column lon: 'N/A' is no number; such rows are marked invalid"
    ]


REFUSED = {
    "fullwidth": (
        ["１１２．５", "112.5"],
        "full-width digits, such as '１１２．５'; accept fullwidth",
    ),
    "decimal_comma": (["112,5", "112.5"], "a decimal comma, such as '112,5'; accept decimal_comma"),
    "dms": (
        ["112°30′00″E", "112.5"],
        "degrees, minutes and seconds, such as '112°30′00″E'; accept dms",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_ways_of_writing_are_refused_by_name_and_row(kind):
    values, problem = REFUSED[kind]
    degrees, faults = read(values)
    np.testing.assert_array_equal(degrees, [np.nan, 112.5])
    assert [str(issue) for issue in faults.issues()] == [
        f"t.csv, row 2, column lon: {problem} to have such numbers read, or write them as 112.55"
    ]


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_accepted_is_read(kind):
    degrees, faults = read(REFUSED[kind][0], accept=(kind,))
    np.testing.assert_array_equal(degrees, [112.5, 112.5])
    assert not faults.tallies


def test_full_width_decimal_commas_need_both():
    degrees, faults = read(["１１２，５"], accept=("fullwidth", "decimal_comma"))
    assert degrees.tolist() == [112.5]
    degrees, faults = read(["１１２，５"], accept=("fullwidth",))
    assert [kind for kind, _ in faults.tallies] == ["decimal_comma"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("112°33′10″E", 112 + 33 / 60 + 10 / 3600),
        ("112°33'10.5\"", 112 + 33 / 60 + 10.5 / 3600),
        ("112° 33' 10'' W", -(112 + 33 / 60 + 10 / 3600)),
        ("东经112度33分10秒", 112 + 33 / 60 + 10 / 3600),
        ("N37°52′", 37 + 52 / 60),
        ("37d52m12s", 37 + 52 / 60 + 12 / 3600),
        ("37:52:12", 37 + 52 / 60 + 12 / 3600),
        ("-37°30′", -37.5),
        ("南纬37°", -37.0),
        ("37.5°", 37.5),
    ],
)
def test_degrees_minutes_seconds_in_the_usual_ways(text, expected):
    degrees, faults = read([text], accept=("dms",))
    assert degrees.tolist() == pytest.approx([expected], rel=1e-15)
    assert not faults.tallies


@pytest.mark.parametrize("text", ["112°60′00″", "112°10′60″"])
def test_sixty_minutes_are_no_position(text):
    degrees, faults = read([text], accept=("dms",))
    assert np.isnan(degrees).all()
    assert [kind for kind, _ in faults.tallies] == ["text"]


def test_a_column_of_anything_else_is_refused():
    with pytest.raises(DataError, match=r"t.csv, column lon: it holds list<item: .*expected numb"):
        read([[1.0]])
