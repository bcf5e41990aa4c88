import json

import pytest

from sxgeo.data.catalogue import open_catalogue


@pytest.fixture(scope="module")
def layers():
    """Two layers that stand in the wrong order by name: the second has the worse features."""
    return ("medical_centres", "tourist_roads")


def test_layers_are_summed_up_before_their_features(run, layers):
    code, out, _ = run("layers", "check", "--positions", *layers)
    assert code == 0
    lines = out.splitlines()
    for line, layer in zip(lines, layers, strict=False):
        rows = open_catalogue().descriptor(layer).file_rows("features.csv")
        assert line.startswith(f"{layer}: {rows} features, ")
        assert line.endswith("none contradicted")
    assert all(" independent of " in each or each.startswith("  look: ") for each in lines[2:])


def test_features_are_told_worst_first_over_all_layers(run, layers):
    _, out, _ = run("layers", "check", "--positions", *layers)
    rows = [each for each in out.splitlines()[2:] if not each.startswith(" ")]
    told = [each.split(" m; ")[1].split(" independent")[0] for each in rows]
    assert told == sorted(told, key=int)
    assert rows[0].startswith("tourist_roads/")
    named = [each.split("/")[0] for each in rows]
    assert named.index("medical_centres") < len(named) - 1 - named[::-1].index("medical_centres")


def test_the_evidence_as_json_is_one_list_too(run, layers):
    _, out, _ = run("layers", "check", "--positions", *layers, "--json")
    told = json.loads(out)
    assert [each["layer"] for each in told["layers"]] == list(layers)
    keys = [
        (-len(each["contradictions"]), len(each["witnesses"]), -each["accuracy_m"])
        for each in told["features"]
    ]
    assert keys == sorted(keys)
    assert len(keys) == sum(each["features"] for each in told["layers"])
    assert told["features"][0]["layer"] == "tourist_roads"


def test_the_evidence_of_one_feature_as_json(run):
    _, out, _ = run("layers", "check", "--positions", "rail_stations", "--json")
    rows = {each["feature"]: each for each in json.loads(out)["features"]}
    station = rows["station-taiyuannan"]
    assert station["witnesses"] == ["china-hsr-simulation", "wikipedia"]
    assert station["spread_m"] == 77.0
    assert station["county"]["verdict"] == "inside"
    assert {each["feature"] for each in station["near"]} >= {"rail-daxi"}
    assert station["contradictions"] == []


def test_the_waypoints_of_a_line_are_told_with_the_least_known(run):
    _, out, _ = run("layers", "check", "--positions", "tourist_roads")
    (line,) = [each for each in out.splitlines() if "/huanghe-1 " in each]
    assert "; 0 independent of " in line
    assert " unverified" in line.split("waypoints: ")[1]
    assert "least known " in line


def test_a_contradicted_position_exits_1(run, root, edit):
    edit("geodata/places/medical.csv", "140105", "140212")
    arguments = ("layers", "check", "--positions", "tourist_roads", "medical_centres")
    code, out, _ = run(*arguments, "--root", root)
    assert code == 1
    first, second = out.splitlines()[2:4]
    assert first.startswith("medical_centres/")
    assert "county 140212: outside, " in first
    assert second.startswith("  wrong: it lies ")
