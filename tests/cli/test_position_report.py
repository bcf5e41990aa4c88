import json


def test_the_evidence_of_positions_is_told_worst_first(run):
    code, out, _ = run("layers", "check", "--positions", "medical_centres")
    assert code == 0
    head, *lines = out.splitlines()
    assert head.startswith("medical_centres: 4 features, ")
    assert head.endswith("none contradicted")
    assert all(" independent of " in line for line in lines)
    numbers = [int(line.split(" m; ")[1].split(" independent")[0]) for line in lines]
    assert numbers == sorted(numbers)


def test_the_evidence_as_json(run):
    _, out, _ = run("layers", "check", "--positions", "rail_stations", "--json")
    rows = {each["feature"]: each for each in json.loads(out)["rail_stations"]}
    station = rows["station-taiyuannan"]
    assert station["witnesses"] == ["china-hsr-simulation", "zhwiki-stations"]
    assert station["spread_m"] == 77.0
    assert station["county"]["verdict"] == "inside"
    assert {each["feature"] for each in station["near"]} >= {"rail-daxi"}
    assert station["contradictions"] == []


def test_the_waypoints_of_a_line_are_told(run):
    _, out, _ = run("layers", "check", "--positions", "tourist_roads")
    assert "waypoints: " in out


def test_a_contradicted_position_exits_1(run, root, edit):
    edit("geodata/places/medical.csv", "140105", "140212")
    code, out, _ = run("layers", "check", "--positions", "medical_centres", "--root", root)
    assert code == 1
    first, second = out.splitlines()[1:3]
    assert "county 140212: outside, " in first
    assert second.startswith("    wrong: it lies ")
