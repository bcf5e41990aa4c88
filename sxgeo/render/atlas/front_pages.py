"""Cover, contents and index map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.anchors import anchor
from sxgeo.render.atlas.base import draw_borders, draw_land, draw_veil
from sxgeo.render.atlas.features import by_symbol, draw_shapes
from sxgeo.render.atlas.flow import Block, balanced, columns_of, draw_blocks, paginate
from sxgeo.render.atlas.layout import body_of
from sxgeo.render.atlas.lettering import spaced, straight, wrapped
from sxgeo.render.atlas.locator import whole_region
from sxgeo.render.atlas.outlines import clipped
from sxgeo.render.atlas.page import Link
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sxgeo.data.recipe import Recipe
    from sxgeo.render.atlas.flow import PlacedBlock
    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Ground
    from sxgeo.render.atlas.page import PagePlan

_BAND = 6.5  # millimetres of the cover, in the accent


def draw_cover(sheet: Sheet, ground: Ground, recipe: Recipe) -> None:
    """Draw the region with everything on it, and the title."""
    scene, factor = ground.scene, sheet.factor
    margin = 16 * factor
    rect = Rect(margin + 20 * factor, 28 * factor, sheet.width - margin, sheet.height - 62 * factor)
    frame = whole_region(ground, rect)
    levels = scene.region.levels
    units = ground.units_on_paper(levels[0], frame)
    draw_land(sheet, units.geometry, rect)
    for level in reversed(levels[:2]):
        draw_borders(sheet, ground.units_on_paper(level, frame), level, rect)
    _draw_lines_only(sheet, ground, frame)
    draw_veil(sheet, shapely.union_all(units.geometry.to_numpy()), rect)
    top = sheet.height - 24 * factor
    # Along the edge where the pages are bound; the one thing that needs the bleed.
    band = Rect(0, 0, _BAND * factor, sheet.height)
    sheet.rectangle(band, fill=sheet.look.accent, level=Level.LAND - 1)
    title = sheet.style("title", weight="bold").scaled(1.75)
    name = sheet.pick(recipe.title, recipe.title_en)
    while title.width_of(name) > sheet.width - 2 * margin - 8 * factor:
        title = title.scaled(0.95)
    left = margin
    sheet.text((left, top - 9.5 * factor), name, title)
    other = sheet.pick(recipe.title_en, recipe.title)
    sheet.text(
        (left + 0.5, top - 18 * factor),
        other,
        sheet.style("heading", sheet.look.muted).scaled(1.35),
    )
    style = sheet.style("body", sheet.look.muted)
    about = spaced(sheet.pick(recipe.description, recipe.description_en))
    sheet.paragraph((left + 0.5, top - 22 * factor), wrapped(about, 78 * factor, style.size), style)
    _draw_cover_foot(sheet, ground, margin)


def _draw_lines_only(sheet: Sheet, ground: Ground, frame: MapFrame) -> None:
    """Draw the lines of all layers, thin: an ornament, but what is schematic still looks it."""
    for each in reversed(ground.page_layers(frame, None)):
        for symbol, shapes in by_symbol(each):
            if symbol.geometry == "line":
                thin = replace(symbol, width=0.55 * symbol.width)
                draw_shapes(sheet, thin, clipped(shapes, frame.rect), frame.rect)


def _draw_cover_foot(sheet: Sheet, ground: Ground, margin: float) -> None:
    scene, factor = ground.scene, sheet.factor
    small = sheet.style("small", sheet.look.muted)
    region = scene.region
    edition = sheet.word("cover_edition", edition=region.edition)
    lines = [
        f"{sheet.pick(region.name, region.name_en)}　{edition}",
        "　".join(scene.compliance(sheet.language)[:2]),
    ]
    if owed := scene.attribution_line(sheet.language):
        lines += wrapped(owed, sheet.width - 2 * margin, small.size)
    y = sheet.paragraph((margin, 26 * factor), lines, small)
    sheet.paragraph(
        (margin, y),
        [scene.compliance(sheet.language)[-1]],
        sheet.style("small", sheet.look.accent, "bold"),
    )


def contents_pages(sheet: Sheet, pages: Sequence[PagePlan]) -> list[list[PlacedBlock]]:
    """Return the table of contents, laid out page by page."""
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    columns = columns_of(body, 2, 10 * sheet.factor)
    style, heading = sheet.style("body").scaled(1.15), sheet.style("heading", weight="bold")
    small = sheet.style("small", sheet.look.muted)
    blocks: list[Block] = []
    for key, group in _grouped(pages):
        blocks.append(
            Block((sheet.word(key),), heading, before=5 * sheet.factor, rule=True, with_next=True)
        )
        for page in group:
            title = wrapped(page.title_in(sheet.language), columns[0].width - 12, style.size)
            marks = ((str(page.number), page.number),)
            before = 1.3 * sheet.factor
            if page.layout is None:
                blocks.append(Block(tuple(title), style, before, marks=marks, target=page.number))
                continue
            blocks.append(
                Block(tuple(title), style, before, marks=marks, target=page.number, with_next=True)
            )
            scale = page.layout.frame.scale_text()
            other = straight(page.title_en) if sheet.language == "zh" else page.title
            blocks.append(Block((f"{scale}　{other}",), small))
    return balanced(blocks, columns)


def draw_index_map(sheet: Sheet, ground: Ground, pages: Sequence[PagePlan]) -> list[Link]:
    """Draw the region with the page of every unit on it, and list the maps of the whole."""
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    factor = sheet.factor
    side = 50 * factor
    frame = whole_region(ground, body._replace(right=body.right - side - 4 * factor))
    levels = ground.scene.region.levels
    draw_land(sheet, ground.units_on_paper(levels[0], frame).geometry, body)
    for level in reversed(levels[:2]):
        draw_borders(sheet, ground.units_on_paper(level, frame), level, body)
    links = []
    of_unit: dict[str, list[PagePlan]] = {}
    for page in pages:
        if page.focus is not None:
            of_unit.setdefault(page.focus.name, []).append(page)
    for first, *further in of_unit.values():
        if first.focus is not None:
            shape = ground.focus_on_paper(first.focus, frame)
            links += _draw_number(sheet, first, shape, further)
    whole = [page for page in pages if page.focus is None]
    column = Rect(body.right - side, body.bottom, body.right, body.top)
    blocks = [
        Block((sheet.word("province_pages"),), sheet.style("heading", weight="bold"), rule=True)
    ]
    style = sheet.style("body")
    for page in whole:
        title = tuple(wrapped(page.title_in(sheet.language), side - 9, style.size))
        marks = ((str(page.number), page.number),)
        blocks.append(Block(title, style, 1.2 * factor, marks=marks, target=page.number))
    return [*links, *draw_blocks(sheet, paginate(blocks, [column])[0])]


def _draw_number(
    sheet: Sheet, page: PagePlan, shape: shapely.Geometry, further: Sequence[PagePlan]
) -> list[Link]:
    """Write page and title of a unit inside it, and below what further pages show of it."""
    from matplotlib.patches import Circle

    at = anchor(shape)
    radius = 4.2 * sheet.factor
    sheet.lines(
        [np.asarray(ring) for ring in _rings(shape)],
        color=sheet.look.accent,
        width=0.5 * sheet.factor,
        level=Level.LINES,
    )
    sheet.add(
        Circle(
            (at.x, at.y + 2),
            radius,
            facecolor=sheet.look.accent,
            edgecolor="none",
            zorder=Level.POINTS,
        )
    )
    number = sheet.style("heading", sheet.look.veil, "bold").scaled(1.15)
    sheet.text((at.x, at.y + 2 - number.height * 0.36), str(page.number), number, align="center")
    label = sheet.theme.boundary["label"]
    style = sheet.style("unit_label", label.color or "", halo=label.halo or "")
    name = page.title_in(sheet.language)
    sheet.text((at.x, at.y + 2 - radius - style.height), name, style, align="center")
    circle = Rect(at.x - radius, at.y + 2 - radius, at.x + radius, at.y + 2 + radius)
    links = [Link(circle, page.number)]
    small = sheet.style("body", sheet.look.accent, halo=label.halo or "")
    y = circle.bottom - style.height
    for each in further:
        y -= 1.3 * small.height
        told = f"{each.title_in(sheet.language)}  {each.number}"
        links.append(Link(sheet.text((at.x, y), told, small, align="center"), each.number))
    return links


def _rings(shape: shapely.Geometry) -> list[np.ndarray]:
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(shape))]


def _grouped(pages: Sequence[PagePlan]) -> list[tuple[str, list[PagePlan]]]:
    """Return the pages by what they are: maps of the whole, maps of units, everything else."""
    maps = [page for page in pages if page.kind == "map"]
    groups = [
        ("province_pages", [page for page in maps if page.focus is None]),
        ("unit_pages", [page for page in maps if page.focus is not None]),
        (
            "other_pages",
            [
                page
                for page in pages
                if page.kind not in ("map", "cover", "unit_table") and not page.part
            ],
        ),
    ]
    return [(key, group) for key, group in groups if group]
