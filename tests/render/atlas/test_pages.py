"""Pages say what they show, and only that; every page is drawn without a missing glyph."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
import shapely

from sxgeo.data.recipe import Recipe
from sxgeo.domain.citation import quoted
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.render.atlas import Atlas, page_png
from sxgeo.render.atlas.georeference import image_size, projection_file, world_file
from sxgeo.render.atlas.legend import legend_rows
from sxgeo.render.atlas.page import NoMapError
from sxgeo.render.atlas.place_index import sort_keys


def texts_of(page):
    """Return every line written on a page."""
    return [each.get_text() for each in page.figure.findobj(lambda one: hasattr(one, "get_text"))]


def test_pages_stand_in_order_and_are_numbered(book):
    kinds = [page.kind for page in book.pages]
    assert kinds[:4] == ["cover", "contents", "reading", "index_map"]
    assert kinds[-3:] == ["place_index", "stroke_index", "sources"]
    assert [page.number for page in book.pages] == list(range(1, len(kinds) + 1))
    titles = [page.title for page in book.pages if page.kind == "map"]
    assert titles == ["水井", "洪洞市", "长宁市", "洪洞市"]


def test_legend_shows_only_what_is_on_the_page(book):
    plan = next(page for page in book.pages if page.focus and page.focus.name == "洪洞市")
    page = book.draw(plan.number)
    shown = {layer.layer.id: layer.layer for layer in page.drawn.layers}
    assert set(shown["wells"].frame["id"]) == {"w3", "w4"}
    sheet = book._sheet()
    labels = [row.label for row in legend_rows(sheet, page.drawn.layers, [("county", "县")])]
    assert "浅井" in labels
    assert "深井" not in labels  # both deep wells lie in the other prefecture
    assert "在建" not in labels
    assert "以驻地代替" not in labels


def test_every_shanxi_legend_agrees_with_its_features(shanxi_pages):
    for page in shanxi_pages:
        for each in page.drawn.layers if page.drawn else ():
            frame, legend = each.layer.frame, each.layer.legend
            for kind, column in (("status", "status"), ("position", "position_status")):
                counts = {entry.key: entry.count for entry in legend if entry.kind == kind}
                assert counts == frame[column].value_counts().to_dict()


def test_a_map_page_carries_its_furniture(shanxi_pages):
    for page in shanxi_pages:
        if page.frame is None:
            continue
        written = texts_of(page)
        everything = "\n".join(written)
        assert page.title in written
        assert str(page.number) in written
        assert page.frame.scale_text() in written
        assert "图例" in written
        assert "北" in written
        assert "本图未经审核，仅供内部参考" in everything
        assert "GS(2024)0650号" in everything
        assert re.search(r"投影：(阿尔伯斯|CGCS2000 高斯)", everything)
        assert any(re.fullmatch(r"\d+°(\d+′)?E", each) for each in written)
        assert any(re.fullmatch(r"\d+°(\d+′)?N", each) for each in written)
        _, rows = page.grid
        assert {str(place + 1) for place in range(rows)} <= set(written)


def test_a_crowded_middle_gets_a_page_at_a_larger_scale(shanxi):
    pages = [page for page in shanxi.pages if page.focus and page.focus.adcode == "140100"]
    whole, centre = (page.frame for page in pages if page.kind == "map")
    assert centre.scale < whole.scale / 2
    assert centre.crs == whole.crs


def test_each_prefecture_has_its_page_with_all_its_counties(shanxi, shanxi_pages):
    units = shanxi.ground_of(None).scene.units
    for row in units["prefecture"].itertuples():
        page = next(
            page
            for plan, page in zip(shanxi.pages, shanxi_pages, strict=True)
            if plan.kind == "map" and plan.focus is not None and plan.focus.adcode == row.adcode
        )
        counties = units["county"]
        names = set(counties["name"][counties["parent_adcode"] == row.adcode])
        named = {label.text for label in page.drawn.labels}
        assert names <= named, f"{row.name}: {names - named}"


def test_the_first_map_names_every_unit_of_the_region(shanxi, shanxi_pages):
    plan = next(plan for plan in shanxi.pages if plan.kind == "map")
    drawn = shanxi_pages[plan.number - 1].drawn
    assert plan.title == "行政区划"
    assert plan.levels == ("province", "prefecture", "county")
    units = shanxi.ground_of(None).scene.units
    wanted = Counter([*units["prefecture"]["name"], *units["county"]["name"]])
    assert Counter(label.text for label in drawn.labels) == wanted  # two are called 城区
    assert drawn.unnamed == ()


def test_a_page_asks_for_levels_the_region_has(book, shared_root):
    page = {"title": "界", "title_en": "Borders", "levels": ("county", "provinze")}
    recipe = Recipe.model_validate({**book.recipe.model_dump(), "pages": (page,)})
    with pytest.raises(UnknownNameError, match="Did you mean 'province'"):
        Atlas(recipe, root=shared_root)


def test_no_text_leaves_the_paper(shanxi_pages):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    for page in shanxi_pages:
        page.figure.set_dpi(72)
        renderer = FigureCanvasAgg(page.figure).get_renderer()
        for each in page.figure.findobj(lambda one: hasattr(one, "get_text")):
            if each.get_text():
                box = each.get_window_extent(renderer).extents / 72 * 25.4
                assert box[0] > 4, each.get_text()
                assert box[1] > 4, each.get_text()
                assert box[2] < page.width - 4, each.get_text()
                assert box[3] < page.height - 4, each.get_text()


def test_index_references_hold_what_they_name(shanxi):
    """Looked up on the page geometry: the named thing is on that page and crosses that square."""
    entries = shanxi.index_entries()
    assert len(entries) > 200
    shapes = {}
    for entry in entries:
        for reference in entry.references:
            if not reference.cell:
                continue
            if reference.page not in shapes:
                shapes[reference.page] = _named_shapes(shanxi, shanxi.plan_of(reference.page))
            cell = _cell_box(shanxi.plan_of(reference.page).frame, reference.cell)
            name = (
                re.sub(r"（.*", "", entry.name)
                if entry.name not in shapes[reference.page]
                else entry.name
            )
            candidates = shapes[reference.page][name]
            assert any(cell.intersects(shape) for shape in candidates), f"{entry.name} {reference}"


def _named_shapes(atlas, plan):
    ground = atlas.ground_of(plan.content)
    found = {}
    for each in ground.page_layers(plan.frame, plan.focus, covering=True):
        for name, shape in zip(each.layer.frame["name"], each.shapes, strict=True):
            found.setdefault(name, []).append(shape)
    for level in plan.levels:
        units = ground.units_on_paper(level, plan.frame)
        for name, shape in zip(units["name"], units.geometry, strict=True):
            found.setdefault(name, []).append(shape)
    return found


def _cell_box(frame, cell):
    columns, rows = frame.cells
    column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1
    rect = frame.rect
    left, top = rect.left + column * rect.width / columns, rect.top - row * rect.height / rows
    return shapely.box(left, top - rect.height / rows, left + rect.width / columns, top)


def test_every_feature_and_county_is_in_the_index(shanxi):
    names = {entry.name for entry in shanxi.index_entries()}
    scene = shanxi.ground_of(None).scene
    for layer in scene.layers:
        assert set(layer.frame["name"]) <= names
    plain = {re.sub(r"（.*", "", name) for name in names}
    assert set(scene.units["county"]["name"]) <= plain


def test_the_index_is_in_the_order_of_pinyin(shanxi):
    entries = [entry for entry in shanxi.index_entries() if entry.initial != "#"]
    assert [entry.key for entry in entries] == sorted(entry.key for entry in entries)
    keys = {entry.name: entry.key for entry in entries}
    assert keys["长治市"].startswith("changzhi")
    assert keys["长子县"].startswith("zhangzi")  # the character has two readings
    assert keys["洪洞县"].startswith("hongtong")
    assert keys["解州关帝庙"].startswith("xiezhou")  # wherever the English says it
    assert keys["晋中—长治线"] == "jinzhongchangzhixian"
    assert keys["太行一号旅游公路"].startswith("taihang")


def test_a_stem_of_a_unit_sounds_as_the_unit():
    keys = sort_keys({"长子经开区": ""}, "zh", {"长子": "zhangzi"})
    assert keys == {"长子经开区": "zhangzijingkaiqu"}


def test_a_unit_table_holds_every_feature_with_quote_and_radius(shanxi, shanxi_pages):
    for adcode in ("140100", "140400"):
        plans = [p for p in shanxi.pages if p.kind == "unit_table" and p.focus.adcode == adcode]
        first = next(p for p in shanxi.pages if p.focus and p.focus.adcode == adcode)
        assert first.kind == "map"
        assert first.number < plans[0].number
        text = "".join(line for p in plans for line in texts_of(shanxi_pages[p.number - 1]))
        for layer in shanxi.ground_of(first.content).layers_of(first.focus):
            for row in layer.frame.itertuples():
                assert row.name in text
                assert quoted(row.quote) in text
        assert "± " in text


def test_a_point_belongs_to_the_unit_of_its_county_even_just_outside_the_border(
    shanxi, shanxi_pages
):
    units = shanxi.ground_of(None).scene.units["prefecture"].set_index("adcode")
    outside = []
    for plan in (each for each in shanxi.pages if each.kind == "map" and each.focus):
        if plan.title_en.endswith("City"):  # a whole prefecture
            listed = shanxi.ground_of(plan.content).layers_of(plan.focus)
            named = {
                name for each in shanxi_pages[plan.number - 1].drawn.layers
                for name in each.layer.frame["name"]
            }  # fmt: skip
            for layer in shanxi.ground_of(plan.content).scene.layers:
                points = layer.frame[layer.frame.geom_type == "Point"]
                if "unit" in points:
                    points = points[points["unit"] == ""]
                claimed = points["county_adcodes"].str.contains(rf"\b{plan.focus.adcode[:4]}")
                assert set(points["name"][claimed]) <= named
                told = {name for each in listed for name in each.frame["name"]}
                assert set(points["name"][claimed]) <= told
                beyond = ~points.intersects(units.geometry[plan.focus.adcode])
                outside += points["name"][claimed & beyond].tolist()
    assert "壶口瀑布" in outside


def test_contents_name_every_map_with_its_page(shanxi, shanxi_pages):
    number = next(page.number for page in shanxi.pages if page.kind == "contents")
    page = shanxi_pages[number - 1]
    written = texts_of(page)
    for plan in shanxi.pages:
        if plan.kind == "map":
            assert any(plan.title.startswith(line) and line for line in written)
            assert str(plan.number) in written
    assert {link.page for link in page.links} >= {p.number for p in shanxi.pages if p.kind == "map"}


def test_index_map_leads_to_every_unit(shanxi, shanxi_pages):
    plan = next(page for page in shanxi.pages if page.kind == "index_map")
    links = shanxi_pages[plan.number - 1].links
    assert {p.number for p in shanxi.pages if p.layout and p.focus} <= {link.page for link in links}


def test_crowded_taiyuan_has_an_inset_at_a_larger_scale(shanxi, shanxi_pages):
    page = next(p for p, plan in zip(shanxi_pages, shanxi.pages, strict=True)
                if plan.focus is not None and plan.focus.adcode == "140100")  # fmt: skip
    inset = page.drawn.inset
    assert inset is not None
    assert inset.frame.scale <= page.scale / 1.6
    assert page.frame.rect.contains(inset.frame.rect)
    middle = inset.frame.to_degrees(np.array([inset.frame.rect.centre]))
    shown = page.frame.to_paper(*middle.T)[0]
    assert np.allclose(shown, inset.shown.centre, atol=1e-6)
    focus = shanxi.ground_of(None).focus_on_paper(shanxi.plan_of(page.number).focus, page.frame)
    assert not focus.intersects(shapely.box(*inset.frame.rect))


@pytest.mark.parametrize("paper", ["A3", "A1"])
def test_larger_paper_takes_a_larger_scale(book, paper, shared_root):
    large = Atlas(book.recipe, root=shared_root, paper=paper)
    for here, there in zip(book.pages, large.pages, strict=False):
        if here.kind == "map":
            assert there.frame.scale < here.frame.scale


def test_landscape_turns_the_sheet(book, shared_root):
    recipe = book.recipe.model_copy(update={"orientation": "landscape"})
    page = Atlas(recipe, root=shared_root).draw(5)
    assert page.width > page.height
    assert page.frame.rect.right < page.width


def test_english_pages_have_no_hanzi_but_quotes_and_names_of_documents(book, shared_root):
    atlas = Atlas(book.recipe, root=shared_root, language="en")
    plan = next(page for page in atlas.pages if page.kind == "map")
    written = texts_of(atlas.draw(plan.number))
    chinese = [text for text in written if re.search(r"[\u4e00-\u9fff]", text)]
    numbers = [text for text in chinese if "号" in text]  # of a document and of a review
    assert len(numbers) == 2
    assert [text for text in chinese if text not in numbers] == ["水井"]  # the subtitle
    assert "Wells" in written


def test_a_web_recipe_is_no_atlas(shared_root):
    from sxgeo.data.recipe import read_recipe

    with pytest.raises(SxgeoError, match="is a web map"):
        Atlas(read_recipe("everything", shared_root), root=shared_root)


def test_unknown_paper_and_page_offer_what_there_is(book, shared_root):
    with pytest.raises(UnknownNameError, match="Unknown paper 'A9'"):
        Atlas(book.recipe, root=shared_root, paper="A9")
    with pytest.raises(UnknownNameError, match="Unknown page '99'"):
        book.draw(99)


def test_a_notebook_can_draw_into_a_page(book):
    plan = next(page for page in book.pages if page.kind == "map")
    page = book.draw(plan.number)
    (at,) = page.to_paper(np.array([113.0]), np.array([37.75]))
    rect = page.frame.rect
    assert rect.left < at[0] < rect.right
    page.figure.axes[0].plot(*at, "x")
    assert page_png(page, 40).startswith(b"\x89PNG")
    with pytest.raises(NoMapError, match="Page 1 has no map"):
        book.draw(1).to_paper(np.array([113.0]), np.array([37.75]))


def test_world_file_places_the_image(book):
    """The pixel that shows a point is where the world file says the point is."""
    from pyproj import CRS, Transformer

    plan = next(page for page in book.pages if page.kind == "map")
    page = book.draw(plan.number)
    dpi = 200
    a, d, b, e, c, f = (float(line) for line in world_file(page, dpi).split())
    assert (d, b) == (0, 0)
    to_crs = Transformer.from_crs("EPSG:4326", CRS(projection_file(page)), always_xy=True)
    east, north = to_crs.transform(113.2, 37.6)
    column, row = (east - c) / a, (north - f) / e
    ((x, y),) = page.to_paper(np.array([113.2]), np.array([37.6]))
    width, height = image_size(page, dpi)  # whole pixels, which the sheet fills
    assert (column + 0.5) / width * page.width == pytest.approx(x, abs=0.001)
    assert page.height - (row + 0.5) / height * page.height == pytest.approx(y, abs=0.001)
    assert world_file(book.draw(1)) is None


def test_figures_of_the_province_stand_on_pages_of_their_own(shanxi):
    numbers = [page.number for page in shanxi.pages if page.kind == "figures"]
    told = "".join(text for number in numbers for text in texts_of(shanxi.draw(number)))
    scene = shanxi.ground_of(None).scene
    assert scene.figures
    for figure in scene.figures:
        assert figure.name[:6].replace(" ", "") in told.replace("\u2006", "").replace(" ", "")
