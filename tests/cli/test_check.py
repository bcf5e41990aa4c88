import json


def test_recipes_that_may_be_published_are_told(run):
    code, out, _ = run("check", "--publish", "zones", "medical")
    assert (code, out) == (0, "zones: may be published\nmedical: may be published\n")


def test_without_a_name_every_recipe_is_checked(run, shared_root):
    code, out, _ = run("check", "--root", shared_root)
    assert (code, out) == (0, "book: no problems\neverything: no problems\n")


def test_all_reasons_come_at_once_and_the_exit_is_1(run, root, edit):
    edit("geodata/layers/zones/layer.toml", 'licence = "CC-BY-4.0"', 'licence = " "')
    arguments = ("check", "--publish", "zones", "--basemap", "intranet", "--root", root)
    code, out, _ = run(*arguments)
    assert code == 1
    assert out.splitlines() == [
        "zones: 2 problems",
        (
            "  descriptor: geodata/layers/zones/layer.toml, key licence: "
            "the layer states no licence: give an SPDX expression, such as CC-BY-4.0"
        ),
        (
            "  publish: maps/basemaps.toml, key intranet.terms: "
            "its terms of use are not recorded (an address, or the contract's number)"
        ),
    ]
    code, out, _ = run(*arguments, "--json")
    assert code == 1
    assert [each["check"] for each in json.loads(out)["zones"]] == ["descriptor", "publish"]


def test_an_unknown_recipe_is_a_sentence(run):
    code, _, err = run("check", "zone")
    assert code == 1
    assert err.startswith("Unknown recipe 'zone'. Did you mean 'zones'?")


def test_a_faulty_recipe_is_told(run, root, edit):
    edit("maps/recipes/zones.toml", 'kind = "web"', 'kind = "web"\ncolour = "red"')
    code, out, _ = run("check", "zones", "--root", root)
    assert code == 1
    assert "key colour: the key is unknown" in out


def test_a_written_page_is_checked(run, tmp_path):
    page = tmp_path / "zones.html"
    assert run("map", "zones", "-o", page)[0] == 0
    assert run("check", "--publish", page)[:2] == (0, f"{page}: may be published\n")
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<body>", '<body><img src="https://a.example/b">', 1), "utf-8")
    code, out, _ = run("check", "--publish", page)
    assert code == 1
    assert "it loads https://a.example/b" in out


def test_a_page_that_is_not_there_is_told(run, tmp_path):
    code, out, _ = run("check", "--publish", tmp_path / "none.html")
    assert code == 1
    assert "it cannot be read: No such file or directory" in out


def test_basemaps_are_asked_about_when_publishing_only(run):
    code, _, err = run("check", "zones", "--basemap", "osm")
    assert code == 2
    assert "--basemap goes with --publish" in err
