import json

import pytest
import shapely

from sxgeo.cli.refine import _write
from sxgeo.data.places import read_places
from sxgeo.domain.credits import credit_lines
from sxgeo.domain.layer import read_layer
from sxgeo.domain.validation import check_layer
from sxgeo.refine.overlay import build_overlay
from sxgeo.refine.run import refine_by_extract


@pytest.fixture
def refinement(rail_root, extract_file):
    return refine_by_extract(extract_file, root=rail_root)


@pytest.fixture
def overlay(refinement, tmp_path):
    """The overlay as a root on disk."""
    out = tmp_path / "overlay"
    assert _write(refinement, out) == []
    return out


def features(layer, root):
    return read_layer(layer, root=root).set_index("id")


def test_every_layer_of_the_overlay_passes_its_checks(overlay):
    for layer in ("rails", "roads", "stations", "streams", "wells", "paths"):
        assert check_layer(layer, root=overlay) == []


def test_a_refined_line_is_sourced_and_no_sketch(overlay):
    line = features("rails", overlay).loc["r-fast"]
    assert (line["position_status"], line["accuracy_m"]) == ("sourced", 175)
    assert line["source"] == "osm-extract-20261101 [ways]"
    assert len(line.geometry.coords) > 20
    assert line["note"] == "线位循 OpenStreetMap（2026-11-01）绘制。此前示意线的说明：示意线"
    assert line["note_en"] == (
        "Drawn along OpenStreetMap (2026-11-01). Of the line it replaces: A sketch"
    )


def test_a_line_followed_in_part_is_still_a_sketch_and_says_so(overlay):
    line = features("rails", overlay).loc["r-partly"]
    assert (line["position_status"], line["accuracy_m"]) == ("schematic", 9000)
    assert line["source"] == "survey; osm-extract-20261101 [1 of 2 legs]"
    assert line["note"].startswith("2 段中 1 段线位循 OpenStreetMap（2026-11-01）绘制，其余未变。")


def test_a_line_left_alone_keeps_its_route_and_every_word(overlay, rail_root):
    before, after = (features("rails", root).loc["r-doubtful"] for root in (rail_root, overlay))
    assert after.geometry.equals(before.geometry)
    assert after.drop("geometry").to_dict() == before.drop("geometry").to_dict()
    routes = (overlay / "geodata/layers/rails/routes.csv").read_text(encoding="utf-8")
    kept = {line.split(",")[0] for line in routes.splitlines()[1:]}
    assert kept == {"r-planned", "r-doubtful"}


def test_a_sketch_through_a_place_that_moved_cites_what_moved_it(overlay, rail_root):
    before, after = (features("rails", root).loc["r-planned"] for root in (rail_root, overlay))
    assert not after.geometry.equals(before.geometry)
    assert after["source"] == "survey; osm-extract-20261101 [places it runs through]"
    assert after["position_status"] == "schematic"


def test_a_moved_station_has_its_evidence_and_remembers_how_far(overlay):
    station = read_places(overlay).loc["station-a"]
    assert station[["position_status", "datum_of_source", "accuracy_m"]].tolist() == [
        "sourced", "wgs84", 300,
    ]  # fmt: skip
    assert station["source"].startswith("osm-extract-20261101 [node/")
    assert station["note"] == "Moved 2,501 m by sxgeo refine."


def test_a_kept_station_keeps_its_row_to_the_letter(overlay, rail_root):
    kept = ("station-b", "station-c", "station-d", "mark")
    before, after = (
        (root / "geodata/places/refine.csv").read_text(encoding="utf-8").splitlines()
        for root in (rail_root, overlay)
    )
    rows = [line for line in before if line.startswith(kept)]
    assert rows == [line for line in after if line.startswith(kept)]
    assert len(rows) == 12


def test_refined_layers_come_under_the_odbl_and_others_do_not(overlay):
    licences = {
        layer: read_layer(layer, root=overlay).attrs["licence"]
        for layer in ("rails", "roads", "stations", "streams", "wells")
    }
    assert licences == {
        "rails": "ODbL-1.0", "roads": "ODbL-1.0", "stations": "ODbL-1.0", "streams": "ODbL-1.0",
        "wells": "CC-BY-4.0",
    }  # fmt: skip


def test_terms_that_what_is_left_asks_for_stay(refinement, rail_root):
    path = rail_root / "geodata/layers/rails/layer.toml"
    text = path.read_text(encoding="utf-8").replace("CC-BY-4.0", "LGPL-3.0-or-later")
    path.write_text(text, encoding="utf-8")
    changed = build_overlay(refinement).files["geodata/layers/rails/layer.toml"]
    assert 'licence = "ODbL-1.0 AND LGPL-3.0-or-later"' in changed


@pytest.mark.parametrize("layer", ["rails", "roads", "stations", "streams"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_map_of_a_refined_layer_credits_openstreetmap(overlay, layer, language):
    credits_ = "\n".join(credit_lines([layer], language, root=overlay))
    assert "© OpenStreetMap contributors" in credits_
    assert "ODbL 1.0" in credits_
    assert "2026-11-01" in credits_


def test_a_map_of_other_layers_does_not_credit_it(overlay):
    assert "OpenStreetMap" not in "\n".join(credit_lines(["wells"], "en", root=overlay))


def test_the_report_tells_what_was_snapped_how_far_and_what_stayed(overlay):
    report = json.loads((overlay / "refine-report.json").read_text(encoding="utf-8"))
    assert report["counts"] == {
        "lines kept": 4, "lines partly": 1, "lines refined": 5,
        "places confirmed": 1, "places kept": 4, "places moved": 2,
    }  # fmt: skip
    assert report["limits"]["min_score"] == 0.6
    places = {each["place"]: each for each in report["places"]}
    assert places["station-a"]["distance_m"] == pytest.approx(2501.5, abs=1)
    assert places["station-c"]["lon"] is None
    lines = {each["feature"]: each for each in report["lines"]}
    assert lines["r-fast"]["legs"][0]["accepted"] is True
    table = (overlay / "refine-report.csv").read_text(encoding="utf-8").splitlines()
    legs = sum(len(each["legs"]) for each in report["lines"])
    assert len(table) == 1 + len(places) + len(lines) + legs


def test_same_input_same_bytes(rail_root, extract_file, tmp_path):
    for name in ("one", "two"):
        _write(refine_by_extract(extract_file, root=rail_root), tmp_path / name)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes()
         for path in sorted((tmp_path / name).rglob("*")) if path.is_file()}
        for name in ("one", "two")
    )  # fmt: skip
    assert one == two
    assert len(one) > 30


def test_the_root_it_was_made_from_is_untouched(rail_root, extract_file, tmp_path):
    before = {path: path.read_bytes() for path in rail_root.rglob("*") if path.is_file()}
    _write(refine_by_extract(extract_file, root=rail_root), tmp_path / "out")
    assert before == {path: path.read_bytes() for path in rail_root.rglob("*") if path.is_file()}


def test_an_overlay_can_be_refined_again(overlay, extract_file, tmp_path):
    again = refine_by_extract(extract_file, root=overlay)
    assert {each.outcome for each in again.places} == {"confirmed", "kept"}
    assert _write(again, tmp_path / "again") == []
    one, two = (features("roads", root).loc["d-ring"].geometry for root in
                (overlay, tmp_path / "again"))  # fmt: skip
    assert shapely.hausdorff_distance(one, two) < 0.0003


def test_hostile_names_in_an_extract_stay_text(rail_root, ground, tmp_path):
    ground.node(10, 10, railway="station", name='长宁[1]<script>";乙', alt_name="长宁站")
    path = ground.write(tmp_path / "hostile.osm.pbf")
    _write(refine_by_extract(path, root=rail_root, layers=["stations"]), tmp_path / "out")
    source = read_places(tmp_path / "out").loc["station-a", "source"]
    assert source.split(" ", 2)[2] == '长宁 1 <script>"]'
    assert check_layer("stations", root=tmp_path / "out") == []


def test_a_layer_in_another_datum_gets_its_lines_in_that_datum(rail_root, extract_file, tmp_path):
    path = rail_root / "geodata/layers/roads/layer.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[symbology]", 'datum = "gcj02"\n[symbology]'), encoding="utf-8")
    refinement = refine_by_extract(extract_file, root=rail_root, layers=["roads"])
    _write(refinement, tmp_path / "out")
    [drawn] = [each.geometry for each in refinement.lines if each.feature == "d-ring"]
    read = features("roads", tmp_path / "out").loc["d-ring"].geometry
    assert shapely.hausdorff_distance(read, drawn) < 2e-6
    text = (tmp_path / "out/geodata/layers/roads/geometry.geojson").read_text(encoding="utf-8")
    stored = json.loads(text)["features"][0]["geometry"]["coordinates"][0]
    assert abs(stored[0] - drawn.coords[0][0]) > 0.003


def test_a_place_that_stands_at_a_moved_one_moves_with_it_and_cites_it(
    rail_root, extract_file, tmp_path
):
    path = rail_root / "geodata/places/refine.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    plain = [f"{row}," for row in rows if not row.startswith("mark-5")]
    standing = "mark-5,山外,Beyond,mark,,,,400,derived,made up,survey,,,station-a"
    path.write_text("\n".join([f"{header},at", *plain, standing]) + "\n", encoding="utf-8")
    refinement = refine_by_extract(extract_file, root=rail_root, layers=["stations"])
    assert _write(refinement, tmp_path / "out") == []
    places = read_places(tmp_path / "out")
    assert places.loc["mark-5", ["lon", "lat"]].tolist() == (
        places.loc["station-a", ["lon", "lat"]].tolist()
    )
    cited = places.loc["mark-5", "source"]
    assert cited.startswith("survey; osm-extract-20261101 [node/")
    roads = features("roads", tmp_path / "out").loc["d-beyond"]
    assert roads["source"] == "survey; osm-extract-20261101 [places it runs through]"
