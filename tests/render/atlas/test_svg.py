"""Pages as SVG: drawn by a browser as the PNG is, whole in themselves, searchable, linked."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sxgeo.domain.user_layer import UserData
from sxgeo.render.atlas import Atlas, page_png
from sxgeo.render.atlas.page_files import svg_names
from sxgeo.render.atlas.svg import page_svg
from sxgeo.render.atlas.trim import Press

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
DPI = 96  # of a browser's pixels


def root_of(drawing):
    return ET.fromstring(drawing)  # noqa: S314 - our own text


def words_of(drawing):
    (group,) = (each for each in root_of(drawing).iter(f"{SVG}g") if each.get("id") == "words")
    assert group.get("fill-opacity") == "0"
    return [each.text for each in group]


@pytest.fixture(scope="module")
def map_number(shanxi):
    return next(page.number for page in shanxi.pages if page.kind == "map" and page.focus)


@pytest.fixture
def asked_of(chromium, tmp_path):
    """Open a drawing; return its picture and the addresses the browser asked for."""

    def shown(drawing, width, height):
        path, asked = tmp_path / "page.svg", []
        path.write_bytes(drawing)
        page = chromium.new_page(viewport={"width": width, "height": height})
        page.on("request", lambda each: asked.append(each.url))
        page.goto(path.as_uri())
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        found = page.evaluate("() => document.body?.innerText ?? document.documentElement.tagName")
        page.close()
        assert found == "svg", "the browser shows an error instead"
        return picture, [url for url in asked if url != path.as_uri()]

    return shown


@pytest.mark.browser
@pytest.mark.parametrize("bleed", [0.0, 3.0])
def test_a_browser_draws_what_the_png_shows_and_asks_for_nothing(
    shanxi, map_number, asked_of, bleed
):
    if bleed:
        atlas = Atlas(shanxi.recipe, press=Press(bleed))
        page = atlas.draw(1)
    else:
        page = shanxi.draw(map_number)
    there = Image.open(io.BytesIO(page_png(page, DPI))).convert("RGB")
    here, asked = asked_of(page_svg(page), *there.size)
    assert asked == []
    soft = [np.asarray(each.filter(ImageFilter.BoxBlur(2)), dtype=float) for each in (here, there)]
    off = np.abs(soft[0] - soft[1])
    assert float(np.sqrt((off**2).mean())) < 3.0
    assert (off.max(axis=-1) > 60).mean() < 0.001  # nothing is missing anywhere


@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_nothing_in_it_points_elsewhere(book, number):
    drawing = page_svg(book.draw(number), svg_names(book.pages))
    text = drawing.decode()
    assert "<!DOCTYPE" not in text
    assert "<!--" not in text
    assert "@import" not in text
    known = set(svg_names(book.pages).values())
    for each in root_of(drawing).iter():
        for name, value in each.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#") or value in known, value
            assert "url(" not in value or re.search(r"url\(#", value), value
        assert each.tag not in (f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")


def test_it_has_the_size_of_the_sheet_and_a_title(book):
    root = root_of(page_svg(book.draw(5)))
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    _, _, width, height = (float(each) for each in root.get("viewBox").split())
    assert (width, height) == pytest.approx((595.2756, 841.8898), abs=1e-3)
    assert root.find(f"{SVG}title").text == "水井"


def test_every_name_can_be_searched_for_also_along_lines(shanxi, map_number):
    page = shanxi.draw(map_number)
    words = words_of(page_svg(page))
    lines = [label for label in page.drawn.labels if label.kind == "line"]
    along = {each.text.replace(" ", "") for each in lines if len(each.pieces) > 2}
    assert len(along) > 3
    assert along <= set(words)
    level = [piece[0] for label in page.drawn.labels for piece in label.pieces]
    assert {text for text in level if len(text) > 1} <= set(words)
    letters = sum(len(word) for word in words)
    drawn = sum(
        len(text.get_text()) for text in page.figure.axes[0].texts if text.get_text().strip()
    )
    assert letters == drawn


def test_the_words_lie_on_their_letters(make_sheet):
    from sxgeo.render.atlas.page import AtlasPage

    sheet = make_sheet(100, 50)
    sheet.text((20, 30), "汾河 Fen", sheet.style("title"))
    sheet.text((60, 10), "竖", sheet.style("title"), angle=90)
    drawing = page_svg(AtlasPage(1, "t", "t", sheet.finished(), 100, 50))
    straight, turned = (each for each in root_of(drawing).iter(f"{SVG}text"))
    x, y, length = (float(straight.get(name)) for name in ("x", "y", "textLength"))
    assert (x, y) == pytest.approx((20 * 72 / 25.4, 20 * 72 / 25.4), abs=0.01)
    assert length == pytest.approx(sheet.style("title").width_of("汾河 Fen") * 72 / 25.4, abs=0.01)
    assert turned.get("transform").startswith("rotate(-90.00 170.08 113.39")


def test_letters_are_outlines_written_once(book):
    drawing = page_svg(book.draw(5)).decode()
    outlines = re.findall(r'<path id="(NotoSansSC[^"]*)"', drawing)
    assert outlines
    assert len(outlines) == len(set(outlines))
    used = set(re.findall(r'xlink:href="#(NotoSansSC[^"]*)"', drawing))
    assert used == set(outlines)


def test_contents_link_to_the_pages(book):
    page = book.draw(2)
    names = svg_names(book.pages)
    links = [each.get(f"{XLINK}href") for each in root_of(page_svg(page, names)).iter(f"{SVG}a")]
    assert links == [names[link.page] for link in page.links]
    assert "05-wells.svg" in links
    assert not list(root_of(page_svg(page)).iter(f"{SVG}a"))


def test_names_that_look_like_markup_stay_names(book, tmp_path):
    odd = "<b>&\"'井]]>--"
    table = tmp_path / "own.csv"
    table.write_text(f'name,lon,lat\n"{odd.replace(chr(34), chr(34) * 2)}",112.6,37.6\n', "utf-8")
    data = UserData(table, datum="wgs84", title="自己的 <层>")
    atlas = Atlas(book.recipe, root=book.root, add=[data])
    number = next(page.number for page in atlas.pages if page.focus and page.focus.name == "长宁市")
    assert odd in "".join(words_of(page_svg(atlas.draw(number))))


def test_the_same_page_gives_the_same_bytes(book):
    assert page_svg(book.draw(5)) == page_svg(book.draw(5))
    page = book.draw(5)
    first = page_svg(page)
    page_png(page, 50)
    assert page_svg(page) == first


def test_pages_stay_small(shanxi_pages):
    sizes = [len(page_svg(page)) for page in shanxi_pages[:12]]
    assert max(sizes) < 1_200_000
