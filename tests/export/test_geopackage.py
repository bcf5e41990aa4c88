"""The tables of a GeoPackage that GDAL does not write: styles and metadata."""

import json
import sqlite3
from contextlib import closing

import pytest

from sxgeo.export import export_layers
from sxgeo.export.contents import by_kind


@pytest.fixture(scope="module")
def ask(exported):
    folder, _ = exported
    with closing(sqlite3.connect(folder / "layers.gpkg")) as database:
        yield lambda query, *values: database.execute(query, values).fetchall()


def test_every_table_has_one_default_style(ask, contents):
    rows = ask("SELECT f_table_name, f_geometry_column, useAsDefault FROM layer_styles ORDER BY id")
    parts = [part.id for layer in contents.layers for part in by_kind(layer, contents)]
    assert rows == [(name, "geom", 1) for name in parts]


def test_tables_are_registered_with_chinese_titles(ask, contents):
    told = dict(ask("SELECT table_name, identifier FROM gpkg_contents"))
    assert told["zones"] == contents.layers[0].title
    assert told["water_works_line"] == "水网重点工程（线）"
    assert told["layer_styles"] == "layer_styles"


def test_layers_with_the_same_title_are_told_apart(small_root, tmp_path):
    path = small_root / "geodata" / "layers" / "paths" / "layer.toml"
    text = path.read_text(encoding="utf-8").replace('title = "道路"', 'title = "水井"')
    path.write_text(text, encoding="utf-8")
    export_layers([], tmp_path / "a.gpkg", root=small_root)
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        names = [row[0] for row in database.execute("SELECT identifier FROM gpkg_contents")]
    assert len(set(names)) == len(names)
    assert {"水井", "水井 (wells)"} <= set(names) or {"水井", "水井 (paths)"} <= set(names)


def test_metadata_says_source_licence_datum_and_accuracy(ask, contents):
    rows = ask(
        "SELECT table_name, metadata FROM gpkg_metadata_reference JOIN gpkg_metadata "
        "ON md_file_id = id WHERE mime_type = 'application/json'"
    )
    told = {name: json.loads(text) for name, text in rows}
    rail = next(each for each in contents.layers if each.id == "rail")
    assert [each["name"] for each in told["rail"]["licenses"]] == [
        "CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0",
    ]  # fmt: skip
    assert told["rail"]["datum"] == "WGS-84"
    assert told["rail"]["accuracy_m"] == list(rail.accuracy_m)
    assert [each["title"].partition(":")[0] for each in told["rail"]["sources"]][
        -1
    ] == rail.sources[-1].id
    assert "GS(2024)0650" in told["county"]["rights"]


def test_the_metadata_extension_is_registered(ask):
    rows = ask("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_metadata'")
    assert rows == [("gpkg_metadata",), ("gpkg_metadata_reference",)]


def test_the_file_is_sound_and_holds_no_clock(ask):
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    dates = ask("SELECT DISTINCT last_change FROM gpkg_contents")
    dates += ask("SELECT DISTINCT update_time FROM layer_styles")
    dates += ask("SELECT DISTINCT timestamp FROM gpkg_metadata_reference")
    assert {date for (date,) in dates} == {"2000-01-01T00:00:00.000Z"}
