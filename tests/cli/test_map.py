import json
import re

import pytest

TABLE = "店名,lng,lat,kind\n甲店,112.56,37.88,A\n乙店,113.30,40.08,B\n"


def payload(path):
    found = re.search(
        r'<script type="application/json" id="sxgeo-data">(.*?)</script>',
        path.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    return json.loads(found[1])


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "shops.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_recipe_becomes_one_file(run, tmp_path):
    out = tmp_path / "new" / "water.html"
    code, printed, _ = run("map", "water", "-o", out)
    assert (code, printed.strip()) == (0, str(out))
    assert payload(out)["layers"][0]["id"].startswith("water")


def test_chosen_layers_become_a_map(run, tmp_path):
    out = tmp_path / "a.html"
    assert run("map", "--layers", "zones, rivers", "-o", out)[0] == 0
    assert {each["id"] for each in payload(out)["layers"]} == {"zones", "rivers"}


def test_the_command_and_the_api_write_the_same_bytes(run, tmp_path):
    from sxgeo import build_map

    run("map", "medical", "-o", tmp_path / "a.html")
    build_map("medical").save(tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_users_table_joins_the_map(run, tmp_path, table):
    out = tmp_path / "a.html"
    code, _, err = run(
        *("map", "zones", "-o", out, "--add", table, "--lon", "lng", "--datum", "gcj02"),
        *("--name", "店名", "--by", "kind", "--symbol", "square", "--title", "门店"),
    )
    assert (code, err) == (0, "")
    layer = payload(out)["layers"][0]
    assert layer["title"]["zh"] == "门店"
    assert [each["label"]["zh"] for each in layer["legend"] if each["kind"] == "class"] == [
        "A",
        "B",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--lon", "lng"), "datum"),
        (("--lon", "lgn", "--datum", "wgs84"), "'lgn'"),
        (("--lon", "lng", "--datum", "wgs84", "--by", "knd"), "Did you mean 'kind'?"),
        (("--lon", "lng", "--datum", "wgs84", "--symbol", "sqare"), "Did you mean 'square'?"),
        (("--lon", "lat", "--lat", "lng", "--datum", "wgs84"), "looks swapped"),
    ],
)
def test_faults_of_a_users_table_are_named_and_nothing_is_written(
    run, tmp_path, table, options, message
):
    out = tmp_path / "a.html"
    code, _, err = run("map", "zones", "-o", out, "--add", table, *options)
    assert code == 1
    assert message in err
    assert not out.exists()


def test_a_basemap_that_needs_a_key_is_refused_until_it_is_asked_for_by_name(
    run, tmp_path, monkeypatch
):
    monkeypatch.setenv("SXGEO_TIANDITU_KEY", "secret-key")
    out = tmp_path / "a.html"
    code, _, err = run("map", "zones", "-o", out, "--basemap", "tianditu_vec")
    assert code == 1
    assert "tianditu_vec" in err
    assert not out.exists()
    arguments = ("--basemap", "tianditu_vec", "--write-key", "tianditu_vec")
    assert run("map", "zones", "-o", out, *arguments)[0] == 0
    assert "secret-key" in out.read_text(encoding="utf-8")


def test_an_unknown_recipe_offers_the_nearest_and_leaves_the_old_file(run, tmp_path):
    out = tmp_path / "a.html"
    out.write_text("old", encoding="utf-8")
    code, _, err = run("map", "watr", "-o", out)
    assert code == 1
    assert err.startswith("Unknown recipe 'watr'. Did you mean 'water'?")
    assert out.read_text(encoding="utf-8") == "old"


def test_an_atlas_recipe_is_pointed_to_its_command(run, tmp_path):
    code, _, err = run("map", "shanxi", "-o", tmp_path / "a.html")
    assert (code, err) == (
        1,
        "The recipe 'shanxi' is an atlas; draw it with sxgeo atlas or render_atlas.",
    )
