"""A reader's own layer on paper: where it lies, what the legend, the tables and the index say."""

from __future__ import annotations

import re
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from sxgeo.crs import ground_distance, wgs84_from
from sxgeo.data.recipe import Recipe, read_recipe
from sxgeo.domain.user_layer import UserData
from sxgeo.errors import DataError, DatumError
from sxgeo.render.atlas import Atlas, draw_pages, render_atlas, workers
from sxgeo.render.atlas.legend import legend_rows

# GCJ-02: name, longitude, latitude, kind, remark. The first two lie in the western prefecture.
SHOPS = [
    ("甲店$x^2$", 112.56, 37.60, "甲类", "<b>粗</b> $\\alpha_1$"),
    ("乙店 A&B", 112.70, 38.20, "乙类", ""),
    ("丙店<i>", 113.40, 38.10, "甲类", "东边"),
]
COLUMNS = ["店名", "lng", "lat", "类别", "备注"]
AS_TYPED = {"甲店$x^2$", "乙店 A&B", "丙店<i>"}


def texts_of(page):
    return [each.get_text() for each in page.figure.findobj(lambda one: hasattr(one, "get_text"))]


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    file = tmp_path_factory.mktemp("user") / "shops.csv"
    pd.DataFrame(SHOPS, columns=COLUMNS).to_csv(file, index=False)
    return UserData(
        file, lon="lng", datum="gcj02", name="店名", title="门店", symbol="square", by="类别"
    )


@pytest.fixture(scope="module")
def told(book):
    """The recipe of `book`, with full tables of its units."""
    coverage = {"level": "prefecture", "layers": ("wells",), "table": True}
    return Recipe.model_validate({**book.recipe.model_dump(), "coverage": coverage})


@pytest.fixture(scope="module")
def atlas(told, shared_root, shops):
    return Atlas(told, root=shared_root, add=[shops])


def maps_of(atlas):
    return [plan for plan in atlas.pages if plan.kind == "map"]


def added_on(page):
    found = [each for each in page.drawn.layers if each.layer.descriptor.theme == "user"]
    return found[0] if found else None


def test_the_layer_is_on_the_pages_it_touches_and_no_other(atlas):
    found = {}
    for plan in maps_of(atlas):
        added = added_on(atlas.draw(plan.number))
        found[plan.title] = set(added.layer.frame["name"]) if added else set()
    assert found["水井"] == AS_TYPED
    assert found["长宁市"] == {"甲店$x^2$", "乙店 A&B"}
    assert found["洪洞市"] == {"丙店<i>"}


def test_gcj02_lands_shifted_right_to_a_tenth_of_a_millimetre(atlas):
    plan = next(each for each in maps_of(atlas) if each.title == "长宁市")
    page = atlas.draw(plan.number)
    added = added_on(page)
    _, lon, lat, *_ = SHOPS[0]
    true = wgs84_from(lon, lat, "gcj02")
    assert ground_distance(lon, lat, *true) > 300
    place = list(added.layer.frame["name"]).index("甲店$x^2$")
    drawn = shapely.get_coordinates(added.shapes[place])[0]
    (wanted,) = page.to_paper(*(np.array([each]) for each in true))
    assert np.abs(drawn - wanted).max() < 0.1
    (unshifted,) = page.to_paper(np.array([lon]), np.array([lat]))
    assert np.hypot(*(drawn - unshifted)) > 0.2
    mark = added.layer.symbol_of(place)
    assert (mark.shape, mark.geometry) == ("square", "point")


def test_the_legend_has_its_classes_and_only_those_on_the_page(atlas):
    found = {}
    for plan in maps_of(atlas):
        page = atlas.draw(plan.number)
        rows = legend_rows(atlas._sheet(), page.drawn.layers, [("county", "县")])
        found[plan.title] = [(row.kind, row.label) for row in rows]
    whole = found["水井"]
    start = whole.index(("heading", "门店"))
    assert whole[start + 1 : start + 3] == [("sample", "甲类"), ("sample", "乙类")]
    assert ("heading", "门店") in found["洪洞市"]
    assert ("sample", "甲类") in found["洪洞市"]
    assert ("sample", "乙类") not in found["洪洞市"]


def test_a_layer_that_is_exact_alone_brings_no_note_of_soft_bands(told, shared_root, shops):
    recipe = told.model_copy(update={"pages": (), "coverage": None})
    atlas = Atlas(recipe, root=shared_root, add=[shops])
    layers = [SimpleNamespace(layer=each) for each in atlas.ground_of(None).scene.layers]
    rows = legend_rows(atlas._sheet(), layers, [])
    assert [row.label for row in rows if row.kind == "sample"] == ["甲类", "乙类"]
    assert not [row for row in rows if row.kind == "note"]


def test_names_and_cells_print_as_typed(atlas):
    for plan in maps_of(atlas):
        page = atlas.draw(plan.number)
        added = added_on(page)
        names = set(added.layer.frame["name"]) if added else set()
        assert names <= {label.text for label in page.drawn.labels}
        artists = page.figure.findobj(lambda one: hasattr(one, "get_parse_math"))
        assert not [each for each in artists if each.get_parse_math()]
        assert names <= set(texts_of(page))
    table = next(p for p in atlas.pages if p.kind == "unit_table" and p.focus.name == "长宁市")
    written = "".join(texts_of(atlas.draw(table.number)))
    assert "备注：<b>粗</b> $\\alpha_1$" in written
    assert "未核实" in written
    assert "nan" not in written


def test_the_index_leads_to_the_square_it_lies_in(atlas):
    entries = {entry.name: entry.references for entry in atlas.index_entries()}
    assert set(entries) >= AS_TYPED
    for name, lon, lat, *_ in SHOPS:
        at = wgs84_from(lon, lat, "gcj02")
        for reference in entries[name]:
            frame = atlas.plan_of(reference.page).frame
            ((x, y),) = frame.to_paper(*(np.array([each]) for each in at))
            assert frame.grid_reference(x, y) == reference.cell
    assert len(entries["甲店$x^2$"]) == 2  # the whole region and its prefecture


def test_the_sources_say_what_is_and_is_not_known_of_it(atlas):
    (plan,) = (each for each in atlas.pages if each.kind == "sources")
    written = "".join(texts_of(atlas.draw(plan.number)))
    told = written[written.index("自己的数据") :]
    assert re.search(r"门店3 个要素；许可：未说明；坐标系：.*GCJ-02.*；位置：未核实", told)


def test_the_guide_shows_its_marks(atlas):
    (plan,) = (each for each in atlas.pages if each.kind == "reading")
    assert "门店" in texts_of(atlas.draw(plan.number))


def test_nothing_added_changes_nothing(book, shared_root):
    assert [p.title for p in Atlas(book.recipe, root=shared_root, add=[]).pages] == [
        p.title for p in book.pages
    ]


def test_a_large_layer_is_drawn_but_not_listed(told, shared_root):
    grid = np.linspace(112.1, 113.9, 21)
    points = [shapely.Point(lon, lat) for lon in grid for lat in (37.3, *grid[:9] - 74.6)]
    names = [f"点{place}" for place in range(len(points))]
    frame = gpd.GeoDataFrame({"name": names}, geometry=points, crs="EPSG:4326")
    atlas = Atlas(told, root=shared_root, add=[UserData(frame, title="许多点")])
    page = atlas.draw(maps_of(atlas)[0].number)
    assert len(added_on(page).shapes) == len(points) > 200
    assert "许多点" in texts_of(page)
    assert not set(names) & set(texts_of(page))
    assert not set(names) & {entry.name for entry in atlas.index_entries()}


def test_english_pages_keep_the_readers_own_words(told, shared_root, shops):
    pages = draw_pages(told, root=shared_root, language="en", add=[shops])
    page = next(each for each in pages if each.drawn and each.drawn.layers)
    written = set(texts_of(page))
    assert written >= AS_TYPED
    assert {"门店", "甲类"} <= written


def test_it_joins_a_coverage_of_the_readers_own(told, shared_root, shops, tmp_path):
    own = gpd.GeoDataFrame(
        {"district": ["乙区", "甲区", "丙区"], "kind": ["x", "x", "y"], "order": [2, 1, 3]},
        geometry=[
            shapely.box(112.1, 37.1, 112.9, 38.4),
            shapely.box(113.1, 37.1, 113.9, 38.4),
            shapely.box(112, 37, 113, 38),
        ],
        crs="EPSG:4326",
    )
    file = tmp_path / "my-districts.gpkg"
    own.to_file(file)
    coverage = {"file": str(file), "name": "district", "sort": "order", "where": {"kind": ("x",)},
                "title": "{district}（第{order}区）", "title_en": "District {order}",
                "layers": ("wells",), "table": True}  # fmt: skip
    recipe = Recipe.model_validate({**told.model_dump(), "coverage": coverage, "pages": ()})
    atlas = Atlas(recipe, root=shared_root, add=[shops])
    assert [plan.title for plan in maps_of(atlas)] == ["甲区（第1区）", "乙区（第2区）"]
    names = [set(added_on(atlas.draw(plan.number)).layer.frame["name"]) for plan in maps_of(atlas)]
    assert names == [{"丙店<i>"}, {"甲店$x^2$", "乙店 A&B"}]
    tables = [plan for plan in atlas.pages if plan.kind == "unit_table"]
    assert "丙店<i>" in texts_of(atlas.draw(tables[0].number))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"name": ["甲"], "geometry": [shapely.Point(112.5, 37.5)]}, "row 1: a unit of a coverage"),
        ({"name": ["\U0001f30a"], "geometry": [shapely.box(112, 37, 113, 38)]}, r"U\+1F30A"),
    ],
)
def test_a_wrong_coverage_file_is_refused(told, shared_root, tmp_path, frame, message):
    file = tmp_path / "units.gpkg"
    gpd.GeoDataFrame(frame, crs="EPSG:4326").to_file(file)
    coverage = {"file": str(file), "layers": ("wells",)}
    recipe = Recipe.model_validate({**told.model_dump(), "coverage": coverage})
    with pytest.raises(DataError, match=message):
        Atlas(recipe, root=shared_root)


def test_a_missing_coverage_file_is_named(told, shared_root):
    coverage = {"file": "nowhere/units.gpkg", "layers": ("wells",)}
    recipe = Recipe.model_validate({**told.model_dump(), "coverage": coverage})
    with pytest.raises(DataError, match=r"units\.gpkg: the file is missing"):
        Atlas(recipe, root=shared_root)


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_several_processes_have_it_and_write_the_same_bytes(
    told, shared_root, shops, tmp_path, monkeypatch, system
):
    """Away from Linux the workers are spawned and build the atlas anew."""
    options = {"root": shared_root, "add": [shops], "dpi": 40, "pages": [5, 6], "fmt": "png"}
    one = render_atlas(told, tmp_path / "one", **options)
    monkeypatch.setattr(workers, "sys", SimpleNamespace(platform=system))
    two = render_atlas(told, tmp_path / "two", jobs=2, **options)
    plain = render_atlas(told, tmp_path / "plain", **{**options, "add": []})
    assert [path.name for path in one] == [path.name for path in two]
    for here, there in zip(one, two, strict=True):
        assert here.read_bytes() == there.read_bytes()
    assert one[0].read_bytes() != plain[0].read_bytes()


def test_resume_draws_again_the_pages_whose_added_features_changed(shared_root, tmp_path):
    recipe = read_recipe("book", shared_root)
    file = tmp_path / "shops.csv"

    def written(remark="x", name="甲店", **options):
        file.write_text(f"name,lon,lat,remark\n{name},112.5,37.6,{remark}\n", encoding="utf-8")
        added = UserData(file, datum="wgs84", **options)
        files = render_atlas(
            recipe, tmp_path / "out", root=shared_root, dpi=40, fmt="png", resume=True, add=[added]
        )
        return [path.name for path in files if path.suffix == ".png"]

    assert len(written()) == 2
    assert written() == []
    assert "01-wells.png" in written(name="乙店")
    assert "01-wells.png" in written(name="乙店", symbol="star")
    assert "01-wells.png" in written(name="乙店", symbol="star", by="remark")
    assert "01-wells.png" in written(remark="y", name="乙店", symbol="star", by="remark")


def test_a_character_the_type_lacks_is_refused_by_row(told, shared_root):
    frame = gpd.GeoDataFrame(
        {"name": ["甲", "乙\U0001f30a"]},
        geometry=[shapely.Point(112.5, 37.6), shapely.Point(112.6, 37.6)],
        crs="EPSG:4326",
    )
    with pytest.raises(DataError, match=r"海图, row 2: .* has no .*\(U\+1F30A\); write it other"):
        Atlas(told, root=shared_root, add=[UserData(frame, title="海图")])


def test_its_datum_must_be_known(told, shared_root, tmp_path):
    file = tmp_path / "shops.csv"
    file.write_text("name,lon,lat\n甲店,112.5,37.6\n", encoding="utf-8")
    with pytest.raises(DatumError):
        Atlas(told, root=shared_root, add=[file])
