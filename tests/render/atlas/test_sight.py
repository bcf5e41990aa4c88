"""What colour-blind readers and readers of grey print see of real pages.

Two patches side by side are told apart from a difference of about 5 in CAM02-UCS; lines and marks
want twice as much. Grey print keeps lightness alone, where there is no more than that to give.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from colorspacious import cspace_convert
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from sxgeo.render.atlas.greyscale import grey_of, luminance
from sxgeo.render.atlas.lettering import MM_PER_POINT
from sxgeo.render.atlas.png import page_pixels

DPI = 120
COLOURED, GREY, PATCHES = 10.0, 5.0, 5.0
LEGIBLE = 4.5  # WCAG 2.2, 1.4.3
CLOSE = 40 / 255  # by which a pixel may differ from the colour it shows
SIGHTS = (
    None,
    *(
        {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        for kind in ("deuteranomaly", "protanomaly", "tritanomaly")
    ),
)


class Seen:
    """The pixels of a drawn page, asked by millimetres."""

    def __init__(self, page, focus=None):
        self.page, self.focus = page, focus
        self.pixels = page_pixels(page, DPI)[..., :3].copy()

    def at(self, points):
        """Return the colours of the pixels at millimetres (n, 2) inside the map's frame."""
        rect, media = self.page.frame.rect, self.page.media
        inside = shapely.contains_xy(shapely.box(*rect.shrunk(0.5)), *np.asarray(points).T)
        x, y = np.asarray(points)[inside].T
        height, width = self.pixels.shape[:2]
        columns = ((x - media.left) / media.width * width).astype(int)
        rows = ((media.top - y) / media.height * height).astype(int)
        return self.pixels[rows, columns] / 255


@pytest.fixture(scope="module")
def map_pages(shanxi, shanxi_pages):
    found = []
    for page in shanxi_pages:
        plan = shanxi.plan_of(page.number)
        if plan.kind == "map":
            ground = shanxi.ground_of(plan.content)
            shape = ground.focus_on_paper(plan.focus, plan.frame) if plan.focus else None
            found.append(Seen(page, shape))
    return found


def seen_as(color, sight):
    """Return a colour in CAM02-UCS as a sight sees it."""
    rgb = grey_of([*color, 1.0])[:3] if sight == "grey" else np.asarray(color)
    if isinstance(sight, dict):
        rgb = np.clip(cspace_convert(rgb, sight, "sRGB1"), 0, 1)
    return cspace_convert(rgb, "sRGB1", "CAM02-UCS")


def difference(one, other, sights=SIGHTS):
    """Return the smallest difference any sight sees."""
    return min(float(np.linalg.norm(seen_as(one, each) - seen_as(other, each))) for each in sights)


def classes_of(page):
    """Yield layer, key, symbol and shapes of every class on a page, one for each look."""
    for each in page.drawn.layers:
        index = np.asarray(each.layer.symbology.index)
        for entry in each.layer.legend:
            if entry.kind == "class":
                looks = [
                    place
                    for place, symbol in enumerate(each.layer.symbology.symbols)
                    if (symbol.color, symbol.shape, symbol.geometry)
                    == (entry.symbol.color, entry.symbol.shape, entry.symbol.geometry)
                ]
                mine = np.isin(index, looks)
                names = each.layer.frame["name"].to_numpy()[mine]
                yield each.layer.id, entry.key, entry.symbol, each.shapes[mine], names


def samples_of(symbol, shapes):
    """Return points (n, 2) on which the ink of a class should be."""
    if symbol.geometry == "point":
        radius = symbol.size / 2 * MM_PER_POINT
        side = np.linspace(-radius, radius, 9)
        offsets = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        return (shapely.get_coordinates(shapes)[:, None] + offsets).reshape(-1, 2)
    lines = shapely.boundary(shapes) if symbol.geometry == "area" else shapes
    dense = shapely.segmentize(lines, 0.3)
    return shapely.get_coordinates(dense)


def seen_colours(seen, each, others):
    """Return the pixels of a class that nothing is known to cover; none where all is covered."""
    symbol, shapes = each[2], each[3]
    marks = [shapely.get_coordinates(other[3]) for other in others if other[2].geometry == "point"]
    covers = [shapely.buffer(shapely.multipoints(np.concatenate(marks)), 2.5)] if marks else []
    focus, inset = seen.focus, seen.page.drawn.inset
    if inset is not None:
        covers += [shapely.box(*inset.frame.rect.shrunk(-1)), shapely.box(*inset.shown)]
    if focus is not None:
        covers.append(shapely.box(0, 0, 2000, 2000).difference(focus.buffer(-1)))
    covered = shapely.union_all(covers)
    if symbol.geometry == "point":
        shapes = shapes[~shapely.intersects(shapes, covered)]
        return seen.at(samples_of(symbol, shapes)) if len(shapes) else np.empty((0, 3))
    points = samples_of(symbol, shapes)
    return seen.at(points[~shapely.contains_xy(covered, *points.T)])


def test_the_map_has_the_colour_that_the_legend_says(map_pages):
    missing, looked = [], 0
    for seen in map_pages:
        classes = list(classes_of(seen.page))
        for each in classes:
            found = seen_colours(seen, each, [other for other in classes if other is not each])
            if len(found) > 20:
                off = np.abs(found - to_rgb(each[2].color)).max(axis=-1)
                looked += 1
                if (off < CLOSE).sum() < 2:
                    missing.append((seen.page.number, each[0], each[1], float(off.min())))
    assert looked > 150
    assert missing == []


def form_of(symbol):
    return symbol.geometry, symbol.shape if symbol.geometry == "point" else "", symbol.dash


def named_on(page):
    return {label.text for label in page.drawn.labels}


def shown(symbol, land):
    """Return the colour a class has on the page: an area's lies thinly over the land."""
    opacity = symbol.fill_opacity if symbol.geometry == "area" else 1.0
    return tuple(opacity * np.array(to_rgb(symbol.color)) + (1 - opacity) * np.array(to_rgb(land)))


def indistinct(page, land, sights, least):
    """Return pairs of classes of one form that the sights cannot tell apart by colour."""
    pairs = itertools.combinations(list(classes_of(page)), 2)
    return [
        (one, other)
        for one, other in pairs
        if form_of(one[2]) == form_of(other[2])
        and difference(shown(one[2], land), shown(other[2], land), sights)
        < (min(least, PATCHES) if one[2].geometry == "area" else least)
    ]


@pytest.mark.parametrize(
    ("sights", "least"), [(SIGHTS, COLOURED), (("grey",), GREY)], ids=["colour-blind", "grey"]
)
def test_classes_differ_in_colour_or_form_or_carry_their_names(shanxi, map_pages, sights, least):
    """What neither colour nor form tells apart is named, feature by feature, on the map itself."""
    unnamed = []
    for seen in map_pages:
        names = named_on(seen.page)
        for one, other in indistinct(seen.page, shanxi.theme.atlas.land, sights, least):
            nameless = [[name for name in each[4] if name not in names] for each in (one, other)]
            if all(nameless):
                pair = [f"{each[0]}:{each[1]}" for each in (one, other)]
                unnamed.append((seen.page.number, *pair, nameless))
    assert unnamed == []


def test_a_theme_page_needs_no_names_to_tell_its_classes(shanxi, map_pages):
    """Where a page shows one theme, colour and form alone do, for every sight."""
    alike = [
        (seen.page.number, one[0], one[1], other[0], other[1])
        for seen in map_pages
        if seen.page.drawn and len({each[0] for each in classes_of(seen.page)}) <= 3
        for one, other in indistinct(seen.page, shanxi.theme.atlas.land, SIGHTS, COLOURED)
    ]
    assert alike == []


def test_choropleths_darken_class_by_class_also_in_grey(shanxi, map_pages):
    checked = 0
    for seen in map_pages:
        plan = shanxi.plan_of(seen.page.number)
        scene = shanxi.ground_of(plan.content).scene
        for choropleth in scene.choropleths[:1]:
            units = shanxi.ground_of(plan.content).units_on_paper(choropleth.spec.level, plan.frame)
            colors = np.array([choropleth.color_of(code) for code in units["adcode"]])
            ramp = list(dict.fromkeys(colors))
            drawn = {color: mode_within(seen, units.geometry[colors == color]) for color in ramp}
            for color, found in drawn.items():
                assert np.abs(found - to_rgb(color)).max() < 0.03, (seen.page.number, color)
            light = sorted(
                float(cspace_convert(grey_of([*found, 1.0])[:3], "sRGB1", "JCh")[0])
                for found in drawn.values()
            )
            assert (np.diff(light) > 5).all()
            checked += 1
    assert checked == 2


def mode_within(seen, shapes):
    """Return the colour most pixels inside shapes have: that of the ground between all else."""
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    grid = np.stack(
        np.meshgrid(np.arange(west, east, 0.5), np.arange(south, north, 0.5)), axis=-1
    ).reshape(-1, 2)
    whole = shapely.union_all(np.asarray(shapes, dtype=object))
    shapely.prepare(whole)
    found = seen.at(grid[shapely.contains_xy(whole, *grid.T)])
    known, counts = np.unique(np.round(found * 255).astype(int), axis=0, return_counts=True)
    return known[counts.argmax()] / 255


def test_all_text_stands_out_from_its_ground_in_grey(shanxi_pages):
    """Halo included: the ground is what most of a text's box shows, measured in luminance."""
    faint = []
    count = 0
    for page in shanxi_pages:
        light = luminance(page_pixels(page, DPI)[..., :3] / np.float32(255))
        height = len(light)
        renderer = FigureCanvasAgg(page.figure).get_renderer()
        for text in page.figure.axes[0].texts:
            if text.get_text().strip():
                box = text.get_window_extent(renderer)
                part = light[
                    max(round(height - box.y1), 0) : round(height - box.y0) + 1,
                    max(round(box.x0), 0) : round(box.x1) + 1,
                ]
                ink = float(luminance(to_rgb(text.get_color())))
                ground = float(np.percentile(part, 85 if ink < 0.4 else 15))
                dark, bright = sorted((ink, ground))
                count += 1
                if (bright + 0.05) / (dark + 0.05) < LEGIBLE:
                    faint.append((page.number, text.get_text(), text.get_color()))
    assert count > 5000
    assert faint == []


def test_the_measure_itself_finds_red_and_green_alike_and_the_grey_of_both():
    red, green = to_rgb("#C0504D"), to_rgb("#7F7A2C")
    assert difference(red, green) < COLOURED
    assert difference(to_rgb("#D7263D"), to_rgb("#3F7D2E"), ("grey",)) < GREY
    assert difference((0, 0, 0), (1, 1, 1)) > 50
