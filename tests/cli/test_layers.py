import json

import pytest

from sxgeo.data.catalogue import open_catalogue


def test_list_gives_one_line_a_layer(run):
    code, out, _ = run("layers", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == open_catalogue().layer_ids()


def test_list_as_json(run):
    _, out, _ = run("layers", "list", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert rows["zones"]["features"] == 12
    assert rows["rail"]["geometry_type"] == ["LineString"]


def test_show_tells_what_a_layer_says_of_itself(run):
    _, out, _ = run("layers", "show", "zones")
    assert "each_row_is_a: " in out
    _, out, _ = run("layers", "show", "zones", "--json")
    assert json.loads(out)["id"] == "zones"


def test_check_of_good_layers_finds_nothing(run):
    code, out, _ = run("layers", "check", "zones", "rail")
    assert (code, out) == (0, "zones: no problems\nrail: no problems\n")


def test_check_as_json_is_machine_readable(run):
    code, out, _ = run("layers", "check", "zones", "--json")
    assert (code, json.loads(out)) == (0, {"zones": []})


def test_a_changed_file_is_found_and_sealing_accepts_it(run, root, edit):
    edit("geodata/layers/zones/features.csv", "Shanxi", "ShanXi")
    code, out, _ = run("layers", "check", "zones", "--root", root)
    assert code == 1
    assert "if the change is meant, run: sxgeo layers seal zones" in out
    assert run("layers", "seal", "zones", "--root", root)[0] == 0
    assert run("layers", "check", "zones", "--root", root)[0] == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("features.csv", "operating", "operatin", "'operatin' is not one of operating,"),
        ("features.csv", ",zone-shanxi,", ",zone-shanix,", "unknown place 'zone-shanix'; did you"),
        ("mentions.csv", ",D,", ",DD,", "'DD' is not one of D, R, K, P, M"),
        ("features.csv", "name_en", "nameen", "the column 'name_en' is missing"),
    ],
)
def test_faults_of_a_layer_are_named(run, root, edit, name, old, new, message):
    edit(f"geodata/layers/zones/{name}", old, new)
    run("layers", "seal", "zones", "--root", root)
    code, out, _ = run("layers", "check", "zones", "--root", root)
    assert code == 1
    assert message in out


def test_a_quote_the_document_does_not_hold_is_found(run, root, tmp_path, monkeypatch):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "2025-dictionary.txt").write_text("nothing of the kind", encoding="utf-8")
    monkeypatch.setenv("SXGEO_DOCUMENTS", str(texts))
    code, out, _ = run("layers", "check", "medical_centres", "--root", root)
    assert code == 1
    assert "quote: " in out
    assert "the document does not say '重点支持山西白求恩医院" in out


def test_a_status_older_than_the_newest_document_is_found(run, root, edit):
    edit(
        "geodata/layers/rail/features.csv", "high-speed railway,planned,,M,", "railway,starting,,R,"
    )
    run("layers", "seal", "rail", "--root", root)
    code, out, _ = run("layers", "check", "rail", "--root", root)
    assert code == 1
    assert (
        "feature rail-taisui, column status: its status is 'starting', but M says 'planned'" in out
    )
    # A source outside the documents may know better; a document of the same day does not.
    edit(
        "geodata/layers/rail/features.csv",
        "railway,starting,,R,",
        "railway,starting,,taisui-proposal-2025,",
    )
    run("layers", "seal", "rail", "--root", root)
    assert run("layers", "check", "rail", "--root", root)[0] == 0


def test_a_point_in_another_county_is_found(run, root, edit):
    edit("geodata/places/medical.csv", "140105", "140200")
    code, out, _ = run("layers", "check", "medical_centres", "--root", root)
    assert code == 1
    assert "county: geodata/places/medical.csv, row 2, column county_adcode: unknown county" in out
    edit("geodata/places/medical.csv", "140200", "140212")
    _, out, _ = run("layers", "check", "medical_centres", "--root", root)
    assert "m outside 新荣区, more than its accuracy of" in out


def test_a_point_outside_the_province_is_found(run, root, edit):
    edit("geodata/places/medical.csv", "112.548691", "115.548691")
    code, out, _ = run("layers", "check", "medical_centres", "--root", root)
    assert code == 1
    assert "geometry: geodata/layers/medical_centres/features.csv, feature bethune: it lies" in out


def test_swapped_coordinates_of_a_place_are_found(run, root, edit):
    edit("geodata/places/medical.csv", "112.548691,37.776231", "37.776231,112.548691")
    _, out, _ = run("layers", "check", "medical_centres", "--root", root)
    assert "row 2, columns lon and lat: (37.7762, 112.549) looks swapped" in out


@pytest.mark.parametrize("file_format", ["geojson", "gpkg", "fgb", "parquet", "csv"])
def test_export_writes_what_other_tools_read(run, tmp_path, file_format):
    out = tmp_path / f"zones.{file_format}"
    code, printed, _ = run("layers", "export", "zones", "--format", file_format, "-o", out)
    assert (code, printed.strip()) == (0, str(out))
    assert out.stat().st_size > 1000


def test_boundary_levels_export_too(run, tmp_path):
    import geopandas

    out = tmp_path / "county.gpkg"
    assert run("layers", "export", "county", "--format", "gpkg", "-o", out)[0] == 0
    assert len(geopandas.read_file(out)) == 117


def test_an_unknown_format_offers_the_nearest(run, tmp_path):
    out = tmp_path / "a.gpkg"
    code, _, err = run("layers", "export", "zones", "--format", "gpk", "-o", out)
    assert code == 1
    assert err.startswith("Unknown format 'gpk'. Did you mean 'gpkg'?")
    assert not out.exists()


POINTS = "name,lng,lat,beds\n甲,112.55,37.87,10\n乙,112.60,37.80,20\n"


def new(run, root, tmp_path, text=POINTS, datum="gcj02"):
    source = tmp_path / "wells.csv"
    source.write_text(text, encoding="utf-8")
    arguments = [
        "--from",
        source,
        "--datum",
        datum,
        "--lon",
        "lng",
        "--lat",
        "lat",
        "--name",
        "name",
    ]
    return run("layers", "new", "wells", *arguments, "--root", root)


def test_a_layer_is_made_from_a_table_and_says_what_it_lacks(run, root, tmp_path):
    code, out, err = new(run, root, tmp_path)
    assert code == 0
    assert out.strip() == str(root.resolve() / "geodata" / "layers" / "wells")
    assert "to do, descriptor: geodata/layers/wells/features.csv, row 2, column status:" in err


def test_a_new_layer_is_converted_to_wgs84(run, root, tmp_path):
    import json as json_module

    new(run, root, tmp_path)
    text = (root / "geodata/layers/wells/geometry.geojson").read_text(encoding="utf-8")
    lon, lat = json_module.loads(text)["features"][0]["geometry"]["coordinates"]
    assert 0.005 < 112.55 - lon < 0.008
    assert 0 < abs(37.87 - lat) < 0.003


def test_a_layer_needs_a_datum_that_exists(run, root, tmp_path):
    code, _, err = new(run, root, tmp_path, datum="gcj2")
    assert code == 1
    assert "gcj02" in err
    assert not (root / "geodata/layers/wells").exists()


def test_a_missing_datum_names_the_choices(run, root, tmp_path):
    source = tmp_path / "wells.csv"
    source.write_text(POINTS, encoding="utf-8")
    arguments = ["--from", source, "--lon", "lng", "--lat", "lat"]
    code, _, err = run("layers", "new", "wells", *arguments, "--root", root)
    assert code == 1
    assert "wells.csv" in err
    assert "wgs84, cgcs2000, gcj02, bd09" in err


def test_a_file_whose_crs_states_its_datum_needs_none(run, root, tmp_path):
    out = tmp_path / "zones.gpkg"
    run("layers", "export", "zones", "--format", "gpkg", "-o", out)
    code, _, _ = run("layers", "new", "wells", "--from", out, "--root", root)
    assert code == 0
    assert (root / "geodata/layers/wells/mentions.csv").read_text("utf-8").count("\n") == 13


def test_swapped_columns_of_a_table_are_named_by_row(run, root, tmp_path):
    text = POINTS.replace("112.60,37.80", "37.80,112.60")
    code, _, err = new(run, root, tmp_path, text)
    assert code == 1
    assert "wells.csv, row 3: (37.8" in err
    assert "looks swapped" in err


def test_an_existing_layer_is_not_overwritten(run, root, tmp_path):
    new(run, root, tmp_path)
    code, _, err = new(run, root, tmp_path)
    assert (code, err) == (1, "The layer 'wells' exists already.")
