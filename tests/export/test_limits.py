"""Texts, names and markup that a format cannot hold as they are: safe, and told."""

from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest

from sxgeo.export import export_layers
from sxgeo.export.shp import cut_text, short_names

KML = "{http://www.opengis.net/kml/2.2}"


def test_long_texts_of_a_shapefile_are_cut_between_characters_and_told(troubled, trouble, tmp_path):
    report = export_layers(["wells"], tmp_path / "a.shp", root=troubled)
    back = gpd.read_file(tmp_path / "a.shp").set_index("id")
    assert back.loc["w3", "note"] == trouble.long[:84]
    assert back.loc["w1", "name"] == trouble.script
    assert "shp, wells: 1 texts of note are longer than 254 bytes and cut: w3" in report.notes


def test_texts_that_fit_are_not_cut():
    assert cut_text("a" * 254) == "a" * 254
    assert cut_text("a" * 253 + "深") == "a" * 253


def test_short_names_stay_and_long_ones_never_clash():
    names = ["population", "population_2020", "population_2010", "populatio2", "length_km_source"]
    found = short_names(names)
    assert found["population"] == "population"
    assert len(set(found.values())) == len(names)
    assert all(len(each) <= 10 for each in found.values())
    assert list(found) == names


def test_formulas_of_a_csv_stand_behind_an_apostrophe_and_are_told(troubled, trouble, tmp_path):
    report = export_layers(["wells"], tmp_path / "a.csv", root=troubled)
    back = pd.read_csv(tmp_path / "a.csv").set_index("id")
    assert back.loc["w2", "name"] == f"'{trouble.formula}"
    assert back.loc["w1", "name"] == trouble.script
    assert report.notes == (
        "csv, wells: 1 texts of name begin like a formula and stand behind an apostrophe",
    )


@pytest.fixture(scope="module")
def kml(troubled, tmp_path_factory):
    path = tmp_path_factory.mktemp("kml") / "a.kml"
    export_layers([], path, root=troubled)
    return path.read_text(encoding="utf-8")


def test_kml_shows_no_html_and_fetches_nothing(kml, trouble):
    root = ET.fromstring(kml)  # noqa: S314 - ours
    tags = {each.tag.removeprefix(KML) for each in root.iter()}
    assert not tags & {"description", "href", "Icon", "NetworkLink", "BalloonStyle"}
    assert "<script" not in kml
    assert kml.count("http") == 1 + kml.count("http://example.org")  # the namespace
    names = [each.text for each in root.iter(f"{KML}name")]
    assert trouble.script in names


def test_kml_shows_what_is_inexact_half_transparent(kml):
    root = ET.fromstring(kml)  # noqa: S314 - ours
    styles = {each.get("id"): each for each in root.iter(f"{KML}Style")}
    line = styles["paths-0"].find(f"{KML}LineStyle/{KML}color").text
    assert line.startswith("80")
    marks = {each.find(f"{KML}IconStyle/{KML}color").text[:2]
             for key, each in styles.items() if key.startswith("wells")}  # fmt: skip
    assert marks == {"ff", "80"}


def test_kml_folders_are_themes_then_layers(exported, contents):
    folder, _ = exported
    root = ET.parse(folder / "layers.kml").getroot()  # noqa: S314 - ours
    top = root.find(f"{KML}Document").findall(f"{KML}Folder")
    told = [(each.find(f"{KML}name").text,
             [inner.find(f"{KML}name").text for inner in each.findall(f"{KML}Folder")])
            for each in top]  # fmt: skip
    assert told == [
        (group.title, [layer.title for layer in group.layers]) for group in contents.groups
    ]
