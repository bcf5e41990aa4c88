import pytest

from sxgeo.crs import wgs84_to
from sxgeo.data.places import read_places
from sxgeo.domain.layer import read_layer
from sxgeo.domain.validation import check_layer
from sxgeo.errors import DataError, DatumError
from sxgeo.refine.positions import refine_by_positions


@pytest.fixture
def table(tmp_path, world):
    """Write a table of positions in kilometres, in some datum."""

    def write(*rows, datum="wgs84", header="place,lon,lat,accuracy_m,method"):
        lines = [header]
        for place, east, north, accuracy, method in rows:
            lon, lat = (float(each) for each in wgs84_to(*world.at(east, north), datum))
            lines.append(f"{place},{lon:.7f},{lat:.7f},{accuracy},{method}")
        path = tmp_path / "survey.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def verdict(path, root, datum="wgs84"):
    [found] = refine_by_positions(path, datum, root=root).places
    return found


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_a_better_position_moves_the_place_whatever_its_datum(table, rail_root, world, datum):
    path = table(("station-a", 10, 10, 50, "RTK"), datum=datum)
    found = verdict(path, rail_root, datum)
    assert (found.outcome, found.reason) == ("moved", "moved by 2,501 m")
    assert (found.lon, found.lat) == pytest.approx(world.at(10, 10), abs=2e-6)
    assert (found.accuracy_m, found.evidence) == (50, "row 2 RTK")


@pytest.mark.parametrize("name", ["长宁站", "Changning Station"])
def test_a_place_may_be_named_in_either_language(table, rail_root, name):
    assert verdict(table((name, 10, 10, 50, "")), rail_root).place == "station-a"


def test_a_coarser_position_that_agrees_changes_nothing(table, rail_root):
    found = verdict(table(("station-b", 40.5, 12.2, 500, "")), rail_root)
    assert found.outcome == "confirmed"
    assert found.reason == "its present position is as exact and agrees within 448 m"


def test_a_coarser_position_that_contradicts_changes_nothing(table, rail_root):
    found = verdict(table(("station-b", 41.0, 12.0, 500, "")), rail_root)
    assert found.outcome == "kept"
    assert "is contradicted by one 902 m away" in found.reason


def test_a_position_far_from_the_present_one_is_doubtful(table, rail_root):
    found = verdict(table(("station-b", 42.0, 12.0, 10, "")), rail_root)
    assert found.outcome == "kept"
    assert found.reason.endswith("which is good to 300 m; more than 610 m is doubtful")


def test_a_position_in_another_county_is_doubtful(table, rail_root):
    found = verdict(table(("station-g", 84.0, 45.0, 50, "")), rail_root)
    assert found.outcome == "kept"
    assert found.reason.endswith("m outside the county the place is said to be in")


def test_evidence_is_kept_old_and_new(table, rail_root, tmp_path):
    from sxgeo.cli.refine import _write

    path = table(("station-b", 40.15, 12.0, 100, "RTK"), ("station-a", 10, 10, 50, ""))
    assert _write(refine_by_positions(path, "wgs84", root=rail_root), tmp_path / "out") == []
    places = read_places(tmp_path / "out")
    source = places.loc["station-b", "source"]
    assert source.startswith("positions-")
    assert source.endswith(" [row 2 RTK]; survey"), "it lies within the new radius: both stand"
    assert places.loc["station-a", "source"].endswith(" [row 3]"), "nobody's word is not kept"
    assert places.loc["station-a", "position_status"] == "sourced"
    stations = read_layer("stations", root=tmp_path / "out")
    assert stations.attrs["licence"] == "CC-BY-4.0", "a survey is not under the ODbL"
    assert check_layer("rails", root=tmp_path / "out") == []


def refused(path, root, datum="wgs84"):
    with pytest.raises(DataError) as caught:
        refine_by_positions(path, datum, root=root)
    return [str(each) for each in caught.value.issues]


def test_every_fault_of_the_table_is_named_at_once(rail_root, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(
        "place,lon,lat,accuracy_m\n"
        "station-aa,112.3,37.2,10\n"
        "station-b,37.2,112.3,10\n"
        "station-c,east,37.2,0\n"
        "station-d,112.3,37.2,10\n"
        "东平站,112.3,37.2,10\n",
        encoding="utf-8",
    )
    swapped = "(37.2, 112.3) looks swapped: longitude comes first; expected (112.3, 37.2)"
    assert refused(path, rail_root) == [
        "bad.csv, row 4, column lon: 'east' is not a longitude in degrees",
        "bad.csv, row 4, column accuracy_m: '0' is not a radius in metres above zero",
        f"bad.csv, row 3, columns lon and lat: {swapped}",
        "bad.csv, row 2, column place: unknown place 'station-aa'; did you mean 'station-a'?",
        "bad.csv, row 6, column place: 'station-d' is already in row 5",
    ]


def test_a_name_of_several_places_asks_for_the_id(table, rail_root):
    path = rail_root / "geodata/places/refine.csv"
    text = path.read_text(encoding="utf-8").replace("环山二", "环山一")
    path.write_text(text, encoding="utf-8")
    [issue] = refused(table(("环山一", 20, 60, 10, "")), rail_root)
    assert issue.endswith("'环山一' may be any of mark-1, mark-2; give the id")


def test_a_missing_column_and_a_missing_file_are_named(rail_root, tmp_path):
    assert refused(tmp_path / "none.csv", rail_root) == ["none.csv: the file is missing"]
    path = tmp_path / "short.csv"
    path.write_text("place,lon,lat,accuracy\n", encoding="utf-8")
    assert refused(path, rail_root) == [
        "short.csv: the column 'accuracy_m' is missing (is it the column 'accuracy'?)"
    ]


def test_an_unknown_datum_is_refused(table, rail_root):
    with pytest.raises(DatumError, match="gcj2"):
        refine_by_positions(table(("station-a", 10, 10, 50, "")), "gcj2", root=rail_root)
