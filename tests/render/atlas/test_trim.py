"""Bleed and crop marks: what runs over the edge, what stays out, and where the page is cut."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from sxgeo.data.recipe import Recipe
from sxgeo.errors import DataError, SxgeoError
from sxgeo.render.atlas import Atlas, draw_pages, page_png, render_atlas
from sxgeo.render.atlas.page import AtlasPage
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet
from sxgeo.render.atlas.trim import Press, crop_marks, media_box

POINTS = 72 / 25.4
BLEED = 3.0


@pytest.fixture(scope="module")
def bleeding(book):
    return Atlas(book.recipe, root=book.root, press=Press(BLEED))


@pytest.fixture(scope="module")
def map_number(book):
    return next(page.number for page in book.pages if page.kind == "map")


def test_without_bleed_the_sheet_is_the_paper():
    assert media_box(210, 297, 0) == Rect(0, 0, 210, 297)


@pytest.mark.parametrize("bleed", [0.5, 3.0, 5.0, 20.0])
def test_marks_point_at_the_corners_from_outside_the_bleed(bleed):
    width, height = 210.0, 297.0
    media, marks = media_box(width, height, bleed), crop_marks(width, height, bleed)
    assert len(marks) == 8
    bled_area = Rect(0, 0, width, height).shrunk(-bleed)
    for mark in marks:
        (left, bottom), (right, top) = mark.min(axis=0), mark.max(axis=0)
        box = Rect(left, bottom, right, top)
        assert media.shrunk(0.5).contains(box)
        assert not bled_area.overlaps(box.shrunk(-0.5))
        across = left == right
        assert (left in (0, width)) if across else (bottom in (0, height))
        assert (box.height if across else box.width) == 5


def test_drawn_marks_are_those_and_on_top(bleeding):
    page = bleeding.draw(1)
    *below, marks = sorted(page.figure.axes[0].get_children(), key=lambda each: each.get_zorder())
    drawn = marks.get_path().vertices.reshape(-1, 2, 2)
    assert np.allclose(drawn, crop_marks(page.width, page.height, BLEED))
    assert below[-1].get_zorder() < marks.get_zorder()


def test_colour_on_the_edge_runs_on_and_nothing_else_does(make_sheet):
    plain = make_sheet(60, 40)
    sheet = Sheet(
        60, 40, theme=plain.theme, strings=plain.strings, language="zh", press=Press(BLEED)
    )
    sheet.rectangle(Rect(0, 10, 20, 40), fill="#ff0000", level=Level.LAND)
    sheet.rectangle(Rect(30, 5, 50, 15), fill="#0000ff", level=Level.LAND)
    page = AtlasPage(1, "t", "t", sheet.finished(), 60, 40, bleed=BLEED)
    image = np.asarray(Image.open(io.BytesIO(page_png(page, 254))))  # ten pixels a millimetre
    edge = -round(page.media.left * 10)
    for color, box in (((255, 0, 0), (-3, 10, 20, 43)), ((0, 0, 255), (30, 5, 50, 15))):
        rows, columns = np.nonzero((image == color).all(axis=-1))
        left, right = (columns.min() - edge) / 10, (columns.max() + 1 - edge) / 10
        bottom = 40 - (rows.max() + 1 - edge) / 10
        top = 40 - (rows.min() - edge) / 10
        assert (left, bottom, right, top) == pytest.approx(box, abs=0.11)


def test_the_cover_reaches_the_bleed_and_every_page_keeps_off_the_marks(bleeding):
    for number in range(1, 6):
        page = bleeding.draw(number)
        image = np.asarray(Image.open(io.BytesIO(page_png(page, 127)))).astype(int)
        blank = (image > 250).all(axis=-1)
        outside = np.ones(blank.shape, dtype=bool)
        reach = round((-page.media.left - BLEED) * 5) - 1
        outside[reach:-reach, reach:-reach] = False
        # Where only marks may stand: eight thin lines of 5 mm at 5 pixels a millimetre.
        assert 0 < (~blank & outside).sum() <= 8 * 5 * 5 * 3
        strip = ~blank[reach + 2 : -reach - 2, reach + 3 : reach + 12]
        assert strip.all() if number == 1 else not strip.any()


def test_the_map_keeps_its_scale_and_its_place_on_the_paper(book, bleeding, map_number):
    plain, larger = book.draw(map_number), bleeding.draw(map_number)
    assert larger.frame == plain.frame
    at = plain.to_paper(np.array([112.4, 113.3]), np.array([37.5, 38.2]))
    assert np.allclose(larger.to_paper(np.array([112.4, 113.3]), np.array([37.5, 38.2])), at)
    for page in (plain, larger):
        axes, figure = page.figure.axes[0], page.figure
        inches = (axes.transData.transform(at) / figure.dpi) - 0
        corner = axes.transData.transform([(0.0, 0.0)])[0] / figure.dpi
        assert np.allclose((inches - corner) * 25.4, at)


def test_the_pdf_says_where_it_is_cut(book, bleeding, map_number, tmp_path):
    (path,) = render_atlas(
        book.recipe, tmp_path / "book.pdf", root=book.root, pages=[2, map_number], bleed=BLEED
    )
    reader = PdfReader(path)
    margin = -media_box(210, 297, BLEED).left
    for page in reader.pages:
        for box, inset in (
            (page.mediabox, 0), (page.cropbox, 0),
            (page.bleedbox, margin - BLEED), (page.trimbox, margin),
        ):  # fmt: skip
            wide, high = 210 + 2 * margin, 297 + 2 * margin
            expected = [inset, inset, wide - inset, high - inset]
            assert [float(each) / POINTS for each in box] == pytest.approx(expected, abs=1e-3)
    frame = bleeding.plan_of(map_number).frame
    bounds = [float(each) / POINTS - margin for each in reader.pages[1]["/VP"][0]["/BBox"]]
    assert bounds == pytest.approx(list(frame.rect), abs=1e-3)
    link = next(each for each in bleeding.draw(2).links if each.page == map_number)
    annotations = [reader.get_object(each) for each in reader.pages[0]["/Annots"]]
    found = [[float(at) / POINTS - margin for at in each["/Rect"]] for each in annotations]
    assert any(each == pytest.approx(list(link.rect), abs=1e-2) for each in found)


def test_a_pdf_without_bleed_needs_no_boxes(book, tmp_path):
    (path,) = render_atlas(book.recipe, tmp_path / "book.pdf", root=book.root, pages=[1])
    page = PdfReader(path).pages[0]
    assert "/TrimBox" not in page
    assert float(page.mediabox.width) == pytest.approx(210 * POINTS, abs=1e-3)


def test_the_recipe_may_ask_for_it_and_the_command_line_wins(book):
    recipe = Recipe.model_validate(book.recipe.model_dump() | {"bleed_mm": 4})
    asked = {"root": book.root, "pages": [1]}
    assert next(draw_pages(recipe, **asked)).bleed == 4
    assert next(draw_pages(recipe, bleed=0, **asked)).bleed == 0
    assert next(draw_pages(book.recipe, **asked)).bleed == 0
    with pytest.raises(SxgeoError, match="The bleed is -1 mm; expected 0 to 20"):
        next(draw_pages(recipe, bleed=-1, **asked))
    with pytest.raises((DataError, ValueError), match="bleed_mm"):
        Recipe.model_validate(book.recipe.model_dump() | {"bleed_mm": 21})
