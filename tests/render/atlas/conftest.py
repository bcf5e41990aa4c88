"""Sheets, grounds and drawn atlases for the tests of the atlas."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sxgeo.data.recipe import Content, Recipe, read_recipe
from sxgeo.data.theme import read_strings, read_theme
from sxgeo.domain.scene import build_scene
from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.ground import Ground
from sxgeo.render.atlas.page import AtlasPage
from sxgeo.render.atlas.png import page_png
from sxgeo.render.atlas.sheet import Sheet, drawing_settings

collect_ignore = ["gis_probe.py"]  # for another Python
BASELINES = Path(__file__).resolve().parents[2] / "baseline" / "atlas"


@pytest.fixture(autouse=True)
def settings():
    """Every test draws under the atlas' own settings."""
    with drawing_settings():
        yield


@pytest.fixture(scope="session")
def make_sheet(shared_root):
    def make(width=80.0, height=60.0, language="zh"):
        theme, strings = read_theme(str(shared_root)), read_strings(str(shared_root))
        sheet = Sheet(width, height, theme=theme, strings=strings, language=language)
        sheet.factor = 1.0  # a small sheet of full-sized elements
        return sheet

    return make


@pytest.fixture(scope="session")
def ground(shared_root):
    content = Content(
        title="全", title_en="All", layers=("wells", "paths"), choropleths=("people",)
    )
    return Ground(build_scene(content, root=shared_root))


@pytest.fixture(scope="session")
def book(shared_root):
    """The atlas of the small root with every kind of page."""
    recipe = read_recipe("book", shared_root)
    told = recipe.model_dump()
    told |= {
        "id": "book",
        "front": ("cover", "contents", "reading", "index_map"),
        "back": ("place_index", "stroke_index", "sources"),
        "coverage": {"level": "prefecture", "layers": ("wells", "paths")},
    }
    return Atlas(Recipe.model_validate(told), root=shared_root)


@pytest.fixture(scope="session")
def shanxi():
    """The atlas of the checkout."""
    return Atlas(read_recipe("shanxi"))


@pytest.fixture(scope="session")
def shanxi_pages(shanxi):
    """Every page of it, drawn once."""
    with drawing_settings():
        return [shanxi.draw(page.number) for page in shanxi.pages]


@pytest.fixture(scope="session")
def every_map(shanxi_pages):
    """Every map of the checkout's atlas, in both languages."""
    recipe = read_recipe("shanxi").model_copy(update={"front": (), "back": ()})
    english = Atlas(recipe, language="en")
    with drawing_settings():
        drawn = [english.draw(page.number) for page in english.pages if page.kind == "map"]
    return [*(page for page in shanxi_pages if page.drawn is not None), *drawn]


@pytest.fixture
def looks_as_before():
    """Compare a sheet with its baseline; SXGEO_NEW_BASELINES=1 writes a new one instead."""

    def check(sheet, name, *, most=2.0):
        page = AtlasPage(1, name, name, sheet.finished(), sheet.width, sheet.height)
        drawn = Image.open(io.BytesIO(page_png(page, 120)))
        path = BASELINES / f"{name}.png"
        if os.environ.get("SXGEO_NEW_BASELINES"):
            path.parent.mkdir(parents=True, exist_ok=True)
            drawn.quantize(32).save(path, optimize=True)
        assert path.is_file(), f"{path.name} is missing: look at a new one and keep it"
        before = Image.open(path).convert("RGB")
        assert before.size == drawn.size
        soft = [each.convert("RGB").filter(ImageFilter.BoxBlur(1)) for each in (before, drawn)]
        off = np.abs(np.asarray(soft[0], dtype=float) - np.asarray(soft[1], dtype=float))
        rms = float(np.sqrt((off**2).mean()))
        assert rms < most, (
            f"{name} differs from its baseline by {rms:.2f} (root mean square of 255)"
        )

    return check
