import math
import shutil

import pytest

from sxgeo.data.places import position_problem, read_places
from sxgeo.errors import DataError
from sxgeo.paths import project_root

SHANXI = (110.2, 34.5, 114.6, 40.8)
HEADER = (
    "id,name,name_en,kind,lon,lat,datum_of_source,accuracy_m,position_status,method,source,"
    "county_adcode,at,note\n"
)


@pytest.fixture
def root(tmp_path):
    """A root with the project's region and no place but those a test writes."""
    geodata = tmp_path / "geodata"
    (geodata / "places").mkdir(parents=True)
    (tmp_path / "maps").mkdir()
    shutil.copy(project_root() / "geodata" / "region.toml", geodata)
    return tmp_path


def write(root, *rows, name="a.csv"):
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (root / "geodata" / "places" / name).write_text(text, encoding="utf-8")


def place(key, *, lon="112.5", lat="37.8", radius="100", status="sourced", at=""):
    datum = "" if at else "wgs84"
    return f"{key},{key},{key},town,{lon},{lat},{datum},{radius},{status},read,s,,{at},"


def messages(root):
    with pytest.raises(DataError) as caught:
        read_places(root)
    return [str(issue) for issue in caught.value.issues]


def test_all_files_are_one_table(root):
    write(root, place("a"), name="a.csv")
    write(root, place("b"), name="b.csv")
    places = read_places(root)
    assert list(places.index) == ["a", "b"]
    assert places.loc["b", ["file", "row"]].tolist() == ["geodata/places/b.csv", 2]


def test_a_place_that_stands_at_another_takes_its_position_and_keeps_its_own_radius(root):
    write(root, place("b", lon="", lat="", radius="9000", status="proxy", at="a"), place("a"))
    stand_in = read_places(root).loc["b"]
    assert stand_in[["lon", "lat", "datum_of_source"]].tolist() == [112.5, 37.8, "wgs84"]
    assert stand_in["accuracy_m"] == 9000


def test_a_changed_file_is_read_again(root):
    write(root, place("a"))
    assert len(read_places(root)) == 1
    write(root, place("a"), place("b", lon="112.6"))
    assert len(read_places(root)) == 2


def test_every_fault_is_named_by_file_and_row(root):
    write(root, place("a", lon="x"), place("b", lat="NaN"), place("c", radius="0"))
    assert messages(root) == [
        "geodata/places/a.csv, row 2, column lon: 'x' is not a longitude in degrees",
        "geodata/places/a.csv, row 3, column lat: 'NaN' is not a latitude in degrees",
        "geodata/places/a.csv, row 4, column accuracy_m: '0' is not a radius in metres above zero",
    ]


def test_an_id_in_two_files_names_both(root):
    write(root, place("a"), name="a.csv")
    write(root, place("a"), name="b.csv")
    assert messages(root) == [
        "geodata/places/b.csv, row 2, column id: 'a' is already in geodata/places/a.csv, row 2"
    ]


def test_a_stand_in_needs_a_place_with_coordinates(root):
    stand_in = {"lon": "", "lat": "", "status": "proxy"}
    write(root, place("seat-a"), place("b", at="seat-b", **stand_in))
    assert messages(root) == [
        (
            "geodata/places/a.csv, row 3, column at: 'seat-b' is no place with coordinates of its "
            "own; did you mean 'seat-a'?"
        )
    ]


def test_a_missing_datum_is_named_with_the_choices(root):
    write(root, place("a").replace(",wgs84,", ",,"))
    [issue] = messages(root)
    assert (
        "column datum_of_source: '' is not one of wgs84, cgcs2000, gcj02, bd09, unstated" in issue
    )


def test_swapped_and_far_positions_are_told_apart():
    assert position_problem(112.5, 37.9, SHANXI) is None
    assert "looks swapped" in position_problem(37.9, 112.5, SHANXI)
    assert "far from the region" in position_problem(0.0, 0.0, SHANXI)
    assert position_problem(math.nan, 37.0, SHANXI) is None


def test_the_gazetteer_of_the_project_reads():
    places = read_places()
    assert places.index.is_unique
    assert {"lon", "lat", "accuracy_m"} <= set(places.columns)
    assert (places["accuracy_m"] > 0).all()
