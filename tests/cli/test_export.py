import json


def test_export_lists_its_files_and_tells_what_was_lost(run, tmp_path):
    code, out, err = run("export", "zones", "county", "-o", tmp_path / "all", "--format", "shp")
    assert code == 0
    assert str(tmp_path / "all" / "shp" / "zones.shp") in out.splitlines()
    assert str(tmp_path / "all" / "datapackage.json") in out.splitlines()
    assert err.startswith("note: shp, column names are cut to 10 bytes: ")


def test_export_in_english_as_json(run, tmp_path):
    code, out, err = run("export", "zones", "-o", tmp_path / "a.kml", "--lang", "en", "--json")
    told = json.loads(out)
    assert (code, err, told["files"]) == (0, "", [str(tmp_path / "a.kml")])
    assert "KML knows neither dashes" in told["notes"][0]
    text = (tmp_path / "a.kml").read_text(encoding="utf-8")
    assert "<displayName>Status</displayName>" in text
    assert "has not been reviewed" in text


def test_a_wrong_layer_is_one_sentence(run, tmp_path):
    code, _, err = run("export", "zone", "-o", tmp_path / "a.gpkg")
    assert code == 1
    assert err.startswith("Unknown layer 'zone'. Did you mean 'zones'?")
    assert list(tmp_path.iterdir()) == []


def test_a_recipe_becomes_a_project(run, tmp_path):
    code, out, _ = run("export", "--recipe", "medical", "-o", tmp_path / "medical.qgz")
    assert code == 0
    names = [line.rsplit("/", 1)[-1] for line in out.splitlines()]
    assert names == ["medical.gpkg", "medical.qgz"]
