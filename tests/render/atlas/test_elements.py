"""Each map element alone, against a picture of it that somebody looked at."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import shapely

from sxgeo.domain.symbology import Symbol
from sxgeo.render.atlas import marks
from sxgeo.render.atlas.base import draw_borders, draw_choropleth, draw_land, draw_veil
from sxgeo.render.atlas.features import draw_layers, draw_shapes
from sxgeo.render.atlas.frame import fitted_frame, projected
from sxgeo.render.atlas.graticule import draw_frame, draw_graticule
from sxgeo.render.atlas.ground import Focus
from sxgeo.render.atlas.legend import draw_legend, legend_rows
from sxgeo.render.atlas.locator import draw_locator
from sxgeo.render.atlas.north_arrow import draw_north_arrow
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.scale_bar import draw_scale_bar
from sxgeo.render.atlas.table import build_table, draw_table
from sxgeo.render.atlas.title_block import PageText, draw_foot, draw_title

CRS = "EPSG:4547"
WINDOW = Rect(8, 8, 72, 52)
LINE = Symbol("line", "#C8501E", width=2.4)
MARK = Symbol("point", "#8E2A80", fill="#8E2A80", size=9, width=1.2)


@pytest.fixture
def window(ground):
    metres = projected(ground.scene.units["province"].geometry.to_numpy(), CRS)
    bounds = shapely.total_bounds(metres)
    return fitted_frame(WINDOW, tuple(bounds), CRS, pad=1.0)


@pytest.fixture
def focus(ground):
    unit = ground.scene.units["prefecture"].iloc[0]
    return Focus(unit["name"], unit["name_en"], unit.geometry, unit["adcode"])


def test_graticule_and_frame(make_sheet, window, looks_as_before):
    sheet = make_sheet()
    draw_graticule(sheet, window)
    draw_frame(sheet, window)
    looks_as_before(sheet, "graticule")


def test_land_and_borders(make_sheet, ground, window, looks_as_before):
    sheet = make_sheet()
    draw_land(sheet, ground.units_on_paper("province", window).geometry, WINDOW)
    for level in ("county", "prefecture", "province"):
        draw_borders(sheet, ground.units_on_paper(level, window), level, WINDOW)
    looks_as_before(sheet, "borders")


def test_veil_dims_what_lies_around_the_focus(make_sheet, ground, window, focus, looks_as_before):
    sheet = make_sheet()
    draw_land(sheet, ground.units_on_paper("province", window).geometry, WINDOW)
    draw_layers(sheet, ground.page_layers(window, None), WINDOW)
    draw_veil(sheet, ground.focus_on_paper(focus, window), WINDOW)
    looks_as_before(sheet, "veil")


def test_choropleth(make_sheet, ground, window, looks_as_before):
    sheet = make_sheet()
    choropleth = ground.scene.choropleths[0]
    draw_choropleth(sheet, ground.units_on_paper("prefecture", window), choropleth, WINDOW)
    looks_as_before(sheet, "choropleth")


@pytest.mark.parametrize(
    "status", ["operating", "under_construction", "starting", "planned", "concept"]
)
def test_lines_by_status_exact_and_not(make_sheet, status, looks_as_before):
    sheet = make_sheet(60, 24)
    dash = sheet.theme.status_dash[status]
    inexact = sheet.theme.inexact
    banded = dataclasses.replace(
        LINE, dash=dash, band_width=inexact.band_width, band_opacity=inexact.band_opacity
    )
    for y, symbol in ((17, dataclasses.replace(LINE, dash=dash)), (7, banded)):
        line = shapely.LineString([(5, y), (30, y + 3), (55, y)])
        draw_shapes(sheet, symbol, np.array([line], dtype=object))
    looks_as_before(sheet, f"lines-{status}")


@pytest.mark.parametrize("shape", sorted(marks._SHAPES))
def test_marks_solid_hollow_and_broken(make_sheet, shape, looks_as_before):
    sheet = make_sheet(36, 12)
    dash = sheet.theme.status_dash["planned"]
    hollow = dataclasses.replace(MARK, shape=shape, fill=sheet.theme.inexact.point_fill)
    looks = [
        dataclasses.replace(MARK, shape=shape),
        hollow,
        dataclasses.replace(MARK, shape=shape, dash=dash),
        dataclasses.replace(hollow, dash=dash),
    ]
    for place, symbol in enumerate(looks):
        at = shapely.Point(6 + 8 * place, 6)
        draw_shapes(sheet, symbol, np.array([at], dtype=object))
    looks_as_before(sheet, f"mark-{shape}")


def test_areas(make_sheet, looks_as_before):
    sheet = make_sheet(40, 24)
    area = Symbol("area", "#B98AC0", fill="#B98AC0", fill_opacity=0.25, width=0.8)
    ring = shapely.box(6, 5, 34, 19).difference(shapely.box(15, 9, 25, 15))
    draw_shapes(sheet, area, np.array([ring], dtype=object))
    looks_as_before(sheet, "areas")


def test_scale_bar(make_sheet, window, looks_as_before):
    sheet = make_sheet(60, 14)
    draw_scale_bar(sheet, window, (5, 3), 48)
    looks_as_before(sheet, "scale-bar")


def test_north_arrow(make_sheet, window, looks_as_before):
    sheet = make_sheet(24, 24)
    draw_north_arrow(sheet, window, (12, 10))
    looks_as_before(sheet, "north-arrow")


def test_legend(make_sheet, ground, window, looks_as_before):
    sheet = make_sheet(64, 90)
    rows = legend_rows(
        sheet, ground.page_layers(window, None), [("province", "省")], ground.scene.choropleths[0]
    )
    draw_legend(sheet, rows, [Rect(6, 4, 58, 86)])
    looks_as_before(sheet, "legend")


def test_table(make_sheet, ground, window, looks_as_before):
    sheet = make_sheet(64, 60)
    table = build_table(sheet, ground.scene, ground.page_layers(window, None))
    draw_table(sheet, table, [Rect(6, 4, 58, 56)])
    looks_as_before(sheet, "table")


def test_locator(make_sheet, ground, focus, looks_as_before):
    sheet = make_sheet(40, 34)
    draw_locator(sheet, ground, focus, Rect(4, 4, 36, 30))
    looks_as_before(sheet, "locator")


def test_title_and_foot(make_sheet, looks_as_before):
    sheet = make_sheet(190, 50)
    text = PageText(
        "太原市", "Taiyuan City", "图集", 7, ("投影：某某", "界线来源：某某"), "未经审核"
    )
    draw_title(sheet, Rect(6, 30, 184, 46), text)
    draw_foot(sheet, Rect(6, 4, 184, 18), text)
    looks_as_before(sheet, "title-block")
