"""What the sources ask to be said stands at the foot of every map page, and there is room."""

from __future__ import annotations

import html
import itertools
import re
import subprocess
from typing import NamedTuple

import pytest
from pypdf import PdfReader

from sxgeo.data.recipe import Recipe
from sxgeo.render.atlas import Atlas, render_atlas

OSM = "© OpenStreetMap contributors, ODbL 1.0"


def one_book(**page):
    told = {"id": "one", "kind": "atlas", "title": "图", "title_en": "Map", "front": ("cover",)}
    pages = [{"title": "页", "title_en": "Page", **page}]
    return Recipe.model_validate({**told, "pages": pages}, strict=False)


def words(path, page):
    command = ("pdftotext", "-f", str(page), "-l", str(page), str(path), "-")
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_of_rail_credits_the_open_map_once(tmp_path, language):
    recipe = one_book(layers=("rail", "rail_stations"))
    (path,) = render_atlas(recipe, tmp_path / "rail.pdf", language=language)
    for number in (1, 2):  # the cover draws the lines too
        assert words(path, number).count(OSM) == 1
    assert "GSHHG" not in words(path, 2), "only what the page shows is owed"


def test_a_page_that_owes_nobody_says_nothing(tmp_path):
    (path,) = render_atlas(one_book(layers=("city_pilots",)), tmp_path / "pilots.pdf")
    assert len(PdfReader(path).pages) == 2
    assert "数据署名" not in words(path, 2)


def test_the_longest_credits_stay_on_the_paper(tmp_path):
    """What owes most at once, on the smallest paper, in the longer language."""
    recipe = one_book(themes=("water", "transport", "energy"))
    atlas = Atlas(recipe, language="en")
    foot = atlas.plan_of(2).layout.credits
    (path,) = render_atlas(recipe, tmp_path / "all.pdf", language="en")
    number = foot.right - 6  # the page's number stands beyond
    found = [each for each in placed_words(path, 2) if each.top < foot.top and each.left < number]
    boxes = sorted(found, key=lambda each: (-round(each.top, 1), each.left))
    owed = atlas.ground_of(atlas.plan_of(2).content).scene.attribution_line("en")
    assert plain(owed) in plain("".join(each.text for each in boxes))
    assert owed.count("; ") >= 6
    assert min(each.bottom for each in boxes) > 5, "printers leave five millimetres"
    assert min(each.left for each in boxes) >= foot.left - 0.1
    assert max(each.right for each in boxes) <= foot.right + 0.1
    lines = sorted({round(each.top, 1) for each in boxes if each.right < foot.right - 8})
    gaps = [after - before for before, after in itertools.pairwise(lines) if after - before > 0.6]
    assert len(gaps) >= 4
    assert min(gaps) > 5.6 * 0.3528, "no closer than the type is high"


def plain(text):
    return re.sub(r"\s+", "", text)


class Word(NamedTuple):
    """A word on paper, millimetres from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def placed_words(path, page):
    command = ("pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(path), "-")
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', text)[1])
    edge = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    to_mm = 25.4 / 72
    return [
        Word(
            float(left) * to_mm,
            (height - float(low)) * to_mm,
            float(right) * to_mm,
            (height - float(high)) * to_mm,
            html.unescape(word),
        )
        for left, high, right, low, word in re.findall(edge, text)
    ]
