"""Recipes: those of the root by name, a reader's own by its file."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from sxgeo.data.recipe import read_recipe
from sxgeo.errors import DataError, UnknownNameError

OWN = """\
kind = "atlas"
title = "我的分区"
title_en = "My districts"
coverage = "my-districts.gpkg"

[[pages]]
title = "全省"
title_en = "All"
layers = ["wells"]

[[pages]]
title = "道路"
title_en = "Paths"
layers = ["paths", "wells"]
"""


@pytest.fixture
def own(tmp_path):
    frame = gpd.GeoDataFrame(
        {"name": ["乙区", "甲区"]},
        geometry=[shapely.box(112.1, 37.1, 112.9, 38.4), shapely.box(113.1, 37.1, 113.9, 38.4)],
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "my-districts.gpkg")
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_recipe_of_ones_own_is_read_by_its_path(own, shared_root, monkeypatch):
    recipe = read_recipe(str(own), shared_root)
    assert recipe.id == "mine"
    assert recipe.coverage.file == str(own.parent.resolve() / "my-districts.gpkg")
    monkeypatch.chdir(own.parent)
    assert read_recipe("mine.toml", shared_root) == recipe


def test_a_coverage_named_by_its_file_shows_what_the_pages_show(own, shared_root):
    coverage = read_recipe(str(own), shared_root).coverage
    assert coverage.layers == ("wells", "paths")
    assert (coverage.level, coverage.title) == ("", "{name}")


def test_what_is_missing_is_named(tmp_path, shared_root):
    with pytest.raises(DataError, match=r"none\.toml: the file is missing"):
        read_recipe(str(tmp_path / "none.toml"), shared_root)
    with pytest.raises(UnknownNameError, match="Did you mean 'book'"):
        read_recipe("bok", shared_root)


def test_a_coverage_still_belongs_to_an_atlas(own, shared_root):
    own.write_text(OWN.replace('"atlas"', '"web"'), encoding="utf-8")
    with pytest.raises(DataError, match="pages and coverage belong to"):
        read_recipe(str(own), shared_root)
