"""The attribution of an overlay's source stands on the page and on paper, in plain sight."""

from __future__ import annotations

import re
import subprocess

import pytest
from click.testing import CliRunner

from sxgeo.cli.refine import command
from sxgeo.data.recipe import Content, Recipe
from sxgeo.domain.scene import build_scene
from sxgeo.render.atlas import render_atlas

OSM = "© OpenStreetMap contributors, ODbL 1.0"


@pytest.fixture
def overlay(rail_root, extract_file, tmp_path):
    out = tmp_path / "overlay"
    arguments = ("--osm", extract_file, "-o", out, "--root", rail_root)
    result = CliRunner().invoke(command, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return out


@pytest.mark.parametrize("layer", ["rails", "stations", "streams"])
def test_a_scene_of_a_refined_layer_owes_the_open_map(overlay, rail_root, layer):
    content = Content(title="图", title_en="Map", layers=(layer,))
    assert build_scene(content, root=rail_root).attributions == ()
    scene = build_scene(content, root=overlay)
    assert scene.attributions == (OSM,)
    assert scene.compliance("zh")[-2] == f"数据署名：{OSM}"


def test_poppler_reads_it_at_the_foot_of_a_page_with_an_overlay(overlay, rail_root, tmp_path):
    recipe = Recipe.model_validate(
        {
            "id": "one", "kind": "atlas", "title": "图", "title_en": "Map",
            "pages": [{"title": "铁路", "title_en": "Rail", "layers": ["rails", "stations"]}],
        },
        strict=False,
    )  # fmt: skip
    for root, times in ((overlay, 1), (rail_root, 0)):
        (path,) = render_atlas(recipe, tmp_path / f"{times}.pdf", root=root)
        told = ("pdftotext", str(path), "-")
        text = subprocess.run(told, check=True, capture_output=True, text=True).stdout
        assert re.sub(r"\s+", " ", text).count(OSM) == times
