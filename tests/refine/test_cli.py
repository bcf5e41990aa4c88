import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sxgeo.api import build_map
from sxgeo.cli.refine import command
from sxgeo.errors import DataError, OutputError


def run(*arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.fixture
def refined(rail_root, extract_file, tmp_path):
    out = tmp_path / "overlay"
    result = run("--osm", extract_file, "-o", out, "--root", rail_root)
    assert result.exit_code == 0, result.output
    return out, result


def test_writes_an_overlay_and_says_what_came_of_it(refined):
    out, result = refined
    assert result.stdout.strip() == str(out)
    assert result.stderr.strip() == (
        "lines kept: 4, lines partly: 1, lines refined: 5, "
        "places confirmed: 1, places kept: 4, places moved: 2"
    )
    assert sorted(path.name for path in out.iterdir()) == [
        "geodata", "maps", "refine-report.csv", "refine-report.json",
    ]  # fmt: skip


def test_a_map_of_the_overlay_carries_the_attribution(refined, rail_root):
    out, _ = refined
    after = build_map(layers=["roads"], root=out).get_root().render()
    before = build_map(layers=["roads"], root=rail_root).get_root().render()
    assert "© OpenStreetMap contributors" in after
    assert "© OpenStreetMap contributors" not in before


def test_json_has_the_same_counts(rail_root, extract_file, tmp_path):
    options = ("--osm", extract_file, "-o", tmp_path / "o", "--root", rail_root, "--json")
    told = json.loads(run(*options, "--layers", "roads, streams").stdout)
    assert told == {"out": str(tmp_path / "o"), "lines kept": 2, "lines refined": 3, "issues": []}


def test_thresholds_are_options_and_stand_in_the_report(rail_root, extract_file, tmp_path):
    out = tmp_path / "strict"
    limits = ("--min-score", 0.99, "--max-reach", 600, "--max-station", 900, "--max-gap", 0)
    result = run("--osm", extract_file, "-o", out, "--root", rail_root, *limits)
    report = json.loads((out / "refine-report.json").read_text(encoding="utf-8"))
    assert report["limits"] == {
        "min_score": 0.99, "max_reach_m": 600.0, "max_station_m": 900.0, "max_gap_m": 0.0,
    }  # fmt: skip
    assert "refined" not in result.stderr
    assert not (out / "geodata/sources").joinpath("refined-osm-extract-20261101.toml").exists()


def test_an_existing_folder_is_not_written_over(refined, rail_root, extract_file):
    out, _ = refined
    result = run("--osm", extract_file, "-o", out, "--root", rail_root)
    assert isinstance(result.exception, OutputError)
    assert str(result.exception).endswith("exists already; nothing was written.")


def test_bad_input_leaves_nothing_behind(rail_root, extract_file, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(extract_file.read_bytes()[:700])
    result = run("--osm", cut, "-o", tmp_path / "o", "--root", rail_root)
    assert isinstance(result.exception, DataError)
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Give either --osm or --positions."),
        (("--osm", "a", "--positions", "b"), "Give either --osm or --positions."),
        (("--positions", "b"), "--positions needs --datum"),
        (
            ("--positions", "b", "--datum", "wgs84", "--layers", "c"),
            "--layers goes with --osm",
        ),
    ],
)
def test_wrong_usage_is_told(arguments, told, tmp_path):
    result = run("-o", tmp_path / "o", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_positions_go_the_same_way(rail_root, world, tmp_path):
    lon, lat = world.at(10, 10)
    table = tmp_path / "p.csv"
    table.write_text(f"place,lon,lat,accuracy_m\nstation-a,{lon},{lat},40\n", encoding="utf-8")
    options = ("--datum", "wgs84", "-o", tmp_path / "o", "--root", rail_root)
    assert run("--positions", table, *options).stderr.strip() == "places moved: 1"
    assert (tmp_path / "o" / "refine-report.csv").is_file()


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom sxgeo.cli import main\n"
        "try:\n    main(['refine', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(*{'osmium', 'scipy', 'geopandas', 'numpy'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--max-gap" in done.stdout
    assert done.stderr.strip() == ""
