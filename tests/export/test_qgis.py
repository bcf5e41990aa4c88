"""QGIS 3.22 or later opens the project and the GeoPackage: valid, styled, in Chinese."""

import zipfile
from xml.etree import ElementTree as ET

import pytest

from sxgeo.export.contents import by_kind, read_contents
from sxgeo.export.qgis.labels import darker
from sxgeo.export.qgis.project import render_project


def parts(contents):
    return [part for layer in contents.layers for part in by_kind(layer, contents)]


def looks(layer):
    return {look.label: look for look in layer.looks}


@pytest.fixture(params=["layers", "tables"])
def seen(request, qgis):
    """Layers by our id, once from the project and once from the GeoPackage alone."""
    found = qgis[request.param]
    return {key.removeprefix("sxgeo_layer_"): value for key, value in found.items()}


def test_the_project_opens_with_the_groups_of_the_web_map(qgis, contents):
    assert qgis["opened"]
    assert qgis["title"] == contents.title
    assert "+proj=aea" in qgis["crs"]
    wanted = [
        [
            group.title,
            [f"sxgeo_layer_{p.id}" for layer in group.layers for p in by_kind(layer, contents)],
        ]
        for group in contents.groups
    ]
    assert qgis["groups"] == wanted
    assert qgis["hidden"] == []


def test_marks_are_drawn_over_lines_over_areas_over_boundaries(qgis):
    order = [each.removeprefix("sxgeo_layer_") for each in qgis["order"]]
    assert order == [
        "zones", "water_works_point", "water_works_line", "rivers", "rail", "zone_parks",
        "province", "county",
    ]  # fmt: skip


def test_every_layer_is_valid_whole_and_named_in_chinese(seen, contents):
    wanted = {part.id: part for part in parts(contents)}
    assert {key for key in seen if key != "layer_styles"} == set(wanted)
    for key, part in wanted.items():
        told = seen[key]
        assert told["valid"], key
        assert told["features"] == len(part.frame)
        assert told["crs"] == "EPSG:4326"
        assert told["title"] == part.title
        assert any("\u4e00" <= letter <= "\u9fff" for letter in told["title"])


def test_layers_carry_titles_in_the_project(qgis, contents):
    for part in parts(contents):
        assert qgis["layers"][f"sxgeo_layer_{part.id}"]["name"] == part.title


def test_every_feature_falls_under_the_rule_of_its_look(seen, contents):
    for part in parts(contents):
        told = seen[part.id]
        assert told["renderer"] == "RuleRenderer"
        assert [rule["label"] for rule in told["rules"]] == [look.label for look in part.looks]
        for rule, look in zip(told["rules"], part.looks, strict=True):
            assert rule["count"] in {look.count, None}
            assert (rule["count"] is None) == (not look.conditions)


def test_symbols_have_our_colours_dashes_bands_and_hollows(seen, contents):
    for part in parts(contents):
        for rule, look in zip(seen[part.id]["rules"], part.looks, strict=True):
            symbol, inks = look.symbol, rule["inks"]
            colour = symbol.color.lower()
            if symbol.geometry == "line":
                below, line = inks
                assert line["colour"] == colour
                assert (line["width"], line["unit"]) == (pytest.approx(symbol.width), 4)  # points
                assert line["dash"] == pytest.approx([d * symbol.width for d in symbol.dash])
                if symbol.band_width:
                    assert below["colour"] == colour
                    assert below["width"] == pytest.approx(symbol.width * symbol.band_width)
                    assert below["alpha"] == round(symbol.band_opacity * 255)
                else:
                    assert below["colour"] == "#ffffff"
            elif symbol.geometry == "area":
                fill, outline = inks
                assert fill["alpha"] == round(symbol.fill_opacity * 255)
                assert outline["colour"] == colour
            else:
                assert inks[-1]["fillColor"] == symbol.fill.lower()
                outline = inks[1]["inside"][1]["colour"] if symbol.dash else inks[1]["strokeColor"]
                assert outline == colour


def test_what_qgis_draws_has_our_colours(seen, contents):
    for part in parts(contents):
        drawn = seen[part.id]["colours"]
        for look in part.looks:
            assert look.symbol.color.lower() in drawn, (part.id, look.label)


def test_the_whole_map_has_the_colour_of_every_line_layer(qgis, contents):
    for part in parts(contents):
        if part.kinds == ("line",):
            assert part.looks[0].symbol.color.lower() in qgis["whole"], part.id


def test_names_are_labels_as_plain_text_with_a_halo(seen, contents):
    for part in parts(contents):
        label = seen[part.id]["label"]
        assert (label is not None) == part.labelled
        if label:
            assert (label["field"], label["halo"], label["html"]) == ("name", True, False)
            assert label["colour"] == darker(part.looks[0].symbol.color)


def test_columns_and_codes_are_told_in_chinese(seen):
    told = seen["rail"]
    assert told["aliases"]["status"] == "状态"
    assert told["aliases"]["length_km"] == "全长（公里）"
    assert told["aliases"]["length_km_year"] == "全长：年份"
    assert "在建" in told["words"]["status"]
    assert "示意" in told["words"]["position_status"]


def test_metadata_tells_licence_datum_accuracy_and_sources(seen):
    told = seen["rail"]
    assert told["licences"] == ["CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0"]
    assert "WGS-84" in told["abstract"]
    assert "位置精度" in told["abstract"]
    assert any("railvista-tracks" in line for line in told["history"])
    assert "审图号" in told["rights"][0]
    assert "天地图" in seen["county"]["history"][0]


def test_qgis_has_nothing_to_complain_of(qgis):
    lines = [line for line in qgis["stderr"].splitlines() if "XDG_RUNTIME_DIR" not in line]
    assert lines == []


def test_the_project_refers_to_its_data_relatively_and_names_no_clock(exported, contents):
    folder, _ = exported
    with zipfile.ZipFile(folder / "layers.qgz") as packed:
        assert [each.filename for each in packed.infolist()] == ["layers.qgs"]
        assert packed.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
        text = packed.read("layers.qgs").decode()
    sources = [each.text for each in ET.fromstring(text).iter("datasource")]  # noqa: S314 - ours
    assert sources == [f"./layers.gpkg|layername={part.id}" for part in parts(contents)]
    assert str(folder.parent) not in text
    assert "saveDateTime" not in text


def test_a_hostile_name_stays_text(troubled):
    text = render_project(read_contents(root=troubled), "a.gpkg")
    assert "<script" not in text
    tips = [each.text for each in ET.fromstring(text).iter("mapTip")]  # noqa: S314 - ours
    assert tips
    assert all("replace(" in tip and "&lt;" in tip for tip in tips)


def test_english_labels_come_from_the_same_scene():
    text = render_project(read_contents(["zones"], language="en"), "a.gpkg")
    assert 'fieldName="name_en"' in text
    assert "Existing" in text
