"""Grey pages: as light as the coloured ones, and grey in every format."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from sxgeo.render.atlas import Atlas, page_png, render_atlas
from sxgeo.render.atlas.greyscale import contrast, grey_of, luminance
from sxgeo.render.atlas.svg import page_svg
from sxgeo.render.atlas.trim import Press

MAP = 5


@pytest.fixture(scope="module")
def grey(book):
    return Atlas(book.recipe, root=book.root, press=Press(greyscale=True))


@pytest.mark.parametrize("number", [1, 2, 4, MAP])
def test_a_page_without_colour_is_as_light_as_with(book, grey, number):
    colored, plain = (
        np.asarray(Image.open(io.BytesIO(page_png(atlas.draw(number), 100)))) / 255
        for atlas in (book, grey)
    )
    assert np.ptp(colored, axis=-1).max() > 0.3
    assert np.ptp(plain, axis=-1).max() == 0
    off = np.abs(luminance(colored) - plain.mean(axis=-1).clip(0.0) ** 2.2)
    assert np.quantile(off, 0.995) < 0.05
    assert np.median(off) < 0.01


def test_the_pdf_sets_only_greys(book, tmp_path):
    asked = {"root": book.root, "pages": [1, MAP], "fmt": "pdf"}
    (plain,) = render_atlas(book.recipe, tmp_path / "grey", greyscale=True, **asked)
    (colored,) = render_atlas(book.recipe, tmp_path / "color", **asked)
    assert any(_reds(page) for page in PdfReader(colored).pages)
    for page in PdfReader(plain).pages:
        assert _reds(page) == []
        assert re.search(rb"\s[gG]\s", page.get_contents().get_data())


def _reds(page):
    """Return the colours a page sets that are no greys."""
    data = page.get_contents().get_data()
    told = re.findall(rb"(?<![\d.])([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\s", data)
    return [each for each in told if len(set(each)) > 1]


def test_the_svg_names_only_greys(book, grey):
    def colours(atlas):
        return {
            each.lower()
            for each in re.findall(r"#[0-9a-fA-F]{6}\b", page_svg(atlas.draw(MAP)).decode())
        }

    assert any(len({each[1:3], each[3:5], each[5:7]}) > 1 for each in colours(book))
    assert all(len({each[1:3], each[3:5], each[5:7]}) == 1 for each in colours(grey))


def test_grey_keeps_luminance_and_opacity():
    colors = np.array([[0.8, 0.1, 0.2, 0.4], [0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0]])
    greys = grey_of(colors)
    assert np.allclose(luminance(greys[:, :3]), luminance(colors[:, :3]))
    assert np.array_equal(greys[:, 3], colors[:, 3])
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
