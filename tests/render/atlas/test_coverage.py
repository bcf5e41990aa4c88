"""A page for each unit: which, in which order, and what is said where the recipe is wrong."""

import re

import geopandas as gpd
import pytest
import shapely

from sxgeo.data.recipe import Recipe
from sxgeo.errors import DataError, UnknownNameError
from sxgeo.render.atlas import Atlas


def test_own_coverage_pages_are_sorted_filtered_and_titled(book, shared_root, tmp_path):
    own = gpd.GeoDataFrame(
        {"district": ["乙区", "甲区", "丙区"], "kind": ["x", "x", "y"], "order": [2, 1, 3]},
        geometry=[
            shapely.box(112.1, 37.1, 112.9, 37.6),
            shapely.box(113.1, 37.1, 113.9, 37.6),
            shapely.box(112, 37, 113, 38),
        ],
        crs="EPSG:4326",
    )
    file = tmp_path / "districts.gpkg"
    own.to_file(file)
    coverage = {"file": str(file), "name": "district", "sort": "order", "where": {"kind": ("x",)},
                "title": "{district}（第{order}区）", "title_en": "District {order}",
                "layers": ("wells",)}  # fmt: skip
    recipe = Recipe.model_validate({**book.recipe.model_dump(), "coverage": coverage, "pages": ()})
    atlas = Atlas(recipe, root=shared_root)
    titles = [page.title for page in atlas.pages if page.kind == "map"]
    assert titles == ["甲区（第1区）", "乙区（第2区）"]
    page = atlas.draw(5)
    assert set(page.drawn.layers[0].layer.frame["id"]) == {"w3"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"name": "nmae"},
            "maps/recipes/book.toml, key coverage.name: the units have no column 'nmae'. Did you",
        ),
        ({"name_en": "en"}, "key coverage.name_en: the units have no column 'en'"),
        ({"sort": "adcod"}, "key coverage.sort: the units have no column 'adcod'. Did you mean"),
        ({"where": {"nam": ("长宁市",)}}, "key coverage.where.nam: the units have no column 'nam'"),
        (
            {"where": {"name": ("长宁市", "洪洞")}},
            "where.name: no unit has '洪洞'. Did you mean '洪洞市'? Known: 长宁市, 洪洞市.",
        ),
        (
            {"where": {"name": ("长宁市",), "adcode": ("990200",)}},
            "key coverage.where: none of the 2 units has all of these values together",
        ),
        ({"where": {"name": ()}}, "key coverage.where.name: it allows no value"),
        ({"level": "prefectur"}, "Unknown admin level 'prefectur'. Did you mean 'prefecture'?"),
        ({"title": "{nope}"}, "the coverage has no column 'nope'"),
    ],
)
def test_a_wrong_coverage_says_what_is_wrong(book, shared_root, change, message):
    coverage = {"level": "prefecture", "layers": ("wells",), **change}
    recipe = Recipe.model_validate({**book.recipe.model_dump(), "coverage": coverage})
    with pytest.raises((UnknownNameError, DataError), match=re.escape(message)):
        Atlas(recipe, root=shared_root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"sort": "ordr"},
            "key coverage.sort: the units have no column 'ordr'. Did you mean 'order'",
        ),
        ({"where": {"kind": ("z",)}}, "key coverage.where.kind: no unit has 'z'. Known: x, y."),
    ],
)
def test_a_wrong_coverage_of_ones_own_says_so_too(book, shared_root, tmp_path, change, message):
    file = tmp_path / "districts.geojson"
    boxes = [shapely.box(112.1, 37.1, 112.9, 37.6), shapely.box(113.1, 37.1, 113.9, 37.6)]
    told = {"district": ["乙区", "甲区"], "kind": ["x", "y"], "order": [2, 1]}
    gpd.GeoDataFrame(told, geometry=boxes, crs="EPSG:4326").to_file(file)
    coverage = {"file": str(file), "name": "district", "layers": ("wells",)}
    asked = {**book.recipe.model_dump(), "pages": ()}
    for more in ({}, {"sort": "order"}, {"where": {"kind": ("x",)}}):  # all is well
        recipe = Recipe.model_validate({**asked, "coverage": coverage | more})
        titles = [page.title for page in Atlas(recipe, root=shared_root).pages if page.layout]
        assert titles == (
            ["乙区"] if "where" in more else sorted(told["district"], reverse=bool(more))
        )
    recipe = Recipe.model_validate({**asked, "coverage": coverage | change})
    with pytest.raises(DataError, match=re.escape(message)):
        Atlas(recipe, root=shared_root)
