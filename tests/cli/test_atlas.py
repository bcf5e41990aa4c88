"""`sxgeo atlas --add`: the same options as `sxgeo map`, the same words when they are wrong."""

import pytest
from click.testing import CliRunner
from PIL import Image

from sxgeo.cli import group

TABLE = "店名,lng,lat,kind\n甲店,112.56,37.88,A\n乙店,113.30,40.08,B\n"
DESCRIBED = ("--lon", "lng", "--datum", "gcj02", "--name", "店名", "--by", "kind")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "shops.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_users_table_joins_the_pages(run, tmp_path, table):
    options = ("--format", "png", "--dpi", "60", "--pages", "6")
    assert run("atlas", "shanxi", "-o", tmp_path / "plain", *options)[0] == 0
    added = ("--add", table, *DESCRIBED, "--symbol", "square", "--title", "门店")
    code, printed, _ = run("atlas", "shanxi", "-o", tmp_path / "added", *options, *added)
    assert code == 0
    names = [path.name for path in sorted((tmp_path / "added").glob("06-*.png"))]
    assert names
    assert names[0] in printed
    images = [Image.open(tmp_path / folder / names[0]).convert("RGB") for folder in
              ("plain", "added")]  # fmt: skip
    assert images[0].size == images[1].size
    assert images[0].tobytes() != images[1].tobytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--lon", "lng"), "datum"),
        (("--lon", "lng", "--datum", "wgs84", "--by", "knd"), "Did you mean 'kind'?"),
        (("--lon", "lng", "--datum", "wgs84", "--symbol", "sqare"), "Did you mean 'square'?"),
    ],
)
def test_faults_are_named_and_nothing_is_written(run, tmp_path, table, options, message):
    out = tmp_path / "out"
    code, _, err = run("atlas", "shanxi", "-o", out, "--pages", "6", "--add", table, *options)
    assert code == 1
    assert message in err
    assert not out.exists()


def test_both_commands_describe_it_with_the_same_options():
    told = [CliRunner().invoke(group, [name, "--help"]).stdout for name in ("map", "atlas")]
    for option in ("--add", "--lon", "--lat", "--datum", "--name", "--title", "--symbol", "--by"):
        assert all(f"  {option} " in each for each in told)
