"""Frictionless and STAC: their own validators, offline, on a whole export."""

import json
import socket

import pystac
import pytest
from frictionless import validate

from sxgeo.data.checksums import sha256_of


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_):
        pytest.fail("something asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def package(exported):
    folder, _ = exported
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def resource(package, path):
    return next(each for each in package["resources"] if each["path"] == path)


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_nothing_wrong(exported):
    folder, _ = exported
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(report.tasks) > 40


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_would_find_a_changed_cell(exported, tmp_path):
    import shutil

    folder, _ = exported
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = copy / "csv" / "zones.csv"
    text = path.read_text(encoding="utf-8").replace("112.", "east ", 1)
    path.write_text(text, encoding="utf-8")
    report = validate(str(copy / "datapackage.json"))
    assert not report.valid


def test_the_package_lists_every_file_with_its_hash(exported, package):
    folder, report = exported
    listed = {each["path"] for each in package["resources"]}
    told = {path.relative_to(folder).as_posix() for path in report.files}
    rest = {path for path in told - listed if not path.startswith("stac/")}
    assert rest == {"catalog.json", "datapackage.json"}
    for each in package["resources"]:
        assert each["hash"] == f"sha256:{sha256_of(folder / each['path'])}"
    assert package["notes"] == list(report.notes)
    assert "未经审核" in package["description"]


def test_a_table_tells_columns_codes_datum_accuracy_licence_and_sources(package):
    record = resource(package, "csv/rail.csv")
    fields = {each["name"]: each for each in record["schema"]["fields"]}
    assert fields["length_km"] == {
        "name": "length_km", "type": "number", "title": "全长", "unit": "公里",
    }  # fmt: skip
    assert fields["status"]["words"]["planned"] == "规划"
    assert fields["wkt"]["type"] == "string"
    assert [each["name"] for each in record["licenses"]] == [
        "CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0",
    ]  # fmt: skip
    assert (record["crs"], record["datum"]) == ("EPSG:4326", "WGS-84")
    assert record["accuracy_m"][0] <= record["accuracy_m"][1]
    assert any("railvista" in each["title"] for each in record["sources"])


@pytest.mark.usefixtures("offline")
def test_pystac_accepts_the_catalogue_offline(exported):
    folder, _ = exported
    catalogue = pystac.Catalog.from_file(str(folder / "catalog.json"))
    assert catalogue.validate_all() > 0
    items = {item.id: item for item in catalogue.get_items(recursive=True)}
    assert set(items) >= {"zones", "rail", "county"}


def test_assets_of_the_catalogue_are_there(exported):
    folder, _ = exported
    catalogue = pystac.Catalog.from_file(str(folder / "catalog.json"))
    for item in catalogue.get_items(recursive=True):
        assert {"gpkg", "geojson", "parquet", "pmtiles"} <= set(item.assets)
        for asset in item.assets.values():
            path = (folder / "stac" / item.collection_id / asset.href).resolve()
            assert path.is_file(), asset.href
    water = next(catalogue.get_child("water").get_items("water_works"))
    assert {"shp_point", "shp_line"} <= set(water.assets)


def test_links_of_the_catalogue_are_relative(exported):
    folder, _ = exported
    for path in [folder / "catalog.json", *(folder / "stac").rglob("*.json")]:
        links = json.loads(path.read_text(encoding="utf-8"))["links"]
        assert all(each["href"].startswith(".") or each["rel"] == "license" for each in links)
