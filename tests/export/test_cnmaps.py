"""The provider as cnmaps's checker and its queries see it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.export.cnmaps import BoundaryProvider, get_provider

# `ADMIN_COLUMNS` of cnmaps-data 1.1.2; the package itself weighs 250 MB.
COLUMNS = [
    "id", "country", "iso3", "province", "city", "district", "path", "level", "source", "kind",
]  # fmt: skip


@pytest.fixture(scope="module")
def provider():
    return get_provider()


def ask(provider, query, *values):
    with closing(sqlite3.connect(provider.get_index_db())) as database:
        return database.execute(query, values).fetchall()


def test_the_index_has_the_columns_cnmaps_asks_for_and_every_unit(provider):
    told = ask(provider, "PRAGMA table_info(ADMINISTRATIVE)")
    assert [row[1] for row in told] == COLUMNS
    counts = dict(ask(provider, "SELECT level, COUNT(*) FROM ADMINISTRATIVE GROUP BY level"))
    assert counts == {"省": 1, "市": 11, "区县": 117}


def test_a_unit_is_found_by_the_names_above_it(provider):
    query = (
        "SELECT path FROM ADMINISTRATIVE "
        "WHERE level = '区县' AND province = ? AND city = ? AND district = ?"
    )
    [(path,)] = ask(provider, query, "山西省", "太原市", "娄烦县")
    text = Path(provider.resolve_dataset_path("administrative", path)).read_text(encoding="utf-8")
    units = read_boundaries("county").set_index("name")
    ours = units.loc["娄烦县"].geometry
    assert json.loads(text)["type"] == "MultiPolygon"
    assert shapely.from_geojson(text).equals(ours)


def test_no_source_is_one_that_cnmaps_would_shift(provider):
    assert ask(provider, "SELECT COUNT(*) FROM ADMINISTRATIVE WHERE source = '高德'") == [(0,)]


def test_the_manifest_names_what_is_there(provider):
    manifest = json.loads((provider.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == provider.manifest
    assert provider.name == manifest["name"]
    for name in ("administrative", "geography", "sample"):
        assert any(Path(provider.get_dataset_root(name)).iterdir())
    assert Path(provider.get_sample_path("credits.txt")).is_file()


def test_another_root_is_another_provider(shared_root):
    provider = BoundaryProvider(shared_root)
    assert ask(provider, "SELECT COUNT(*) FROM ADMINISTRATIVE") == [(7,)]


def test_the_checker_of_cnmaps_accepts_it(provider):
    checker = pytest.importorskip("cnmaps_data.checker", reason="cnmaps-data is not installed")
    assert "administrative_rows=129" in checker.validate_package(provider.folder)
