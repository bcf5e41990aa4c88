"""Drawing the pages of a plan: each page is a sheet, drawn when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from sxgeo.render.atlas.base import shows_borders
from sxgeo.render.atlas.legend import key_rows, legend_rows
from sxgeo.render.atlas.lettering import straight
from sxgeo.render.atlas.map_page import draw_map
from sxgeo.render.atlas.page import AtlasPage, NoMapError, PagePlan
from sxgeo.render.atlas.panel import draw_panel
from sxgeo.render.atlas.table import build_table, choropleth_table
from sxgeo.render.atlas.title_block import PageText, draw_foot, draw_title, joined_credits
from sxgeo.render.atlas.user_data import is_listed

if TYPE_CHECKING:
    from sxgeo.domain.scene import MapScene
    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Ground
    from sxgeo.render.atlas.sheet import Sheet


def compose_map(sheet: Sheet, ground: Ground, plan: PagePlan, atlas_title: str) -> AtlasPage:
    """Draw a map page.

    Parameters
    ----------
    sheet : Sheet
        Empty.
    ground : Ground
        Of the page's scene.
    plan : PagePlan
        With a layout.
    atlas_title : str
        Title of the whole.
    """
    layout = plan.layout
    if layout is None:
        raise NoMapError(plan.number)
    scene = ground.scene
    drawn = draw_map(sheet, ground, layout.frame, plan.focus, plan.levels)
    choropleth = next(iter(scene.choropleths), None)
    seen = levels_seen(ground, plan)
    names = [
        (level, sheet.pick(units.attrs["name"], units.attrs["name_en"]))
        for level, units in scene.units.items()
        if level in seen
    ]
    outlined = plan.focus is not None
    rows = legend_rows(sheet, drawn.layers, names, choropleth, outlined=outlined)
    if drawn.key.rect is None:
        rows += key_rows(sheet, drawn.key.entries)
    on_page = ground.page_layers(layout.frame, plan.focus, covering=True)
    listed = [each for each in on_page if is_listed(each.layer)]
    table = build_table(sheet, scene, listed)
    if plan.tabled:
        table = replace(table, more="see_table")
    if choropleth is not None and not drawn.layers:
        table = choropleth_table(sheet, choropleth, scene.units[choropleth.spec.level])
    draw_panel(sheet, ground, layout, plan.focus, rows, table)
    text = page_text(sheet, scene, plan, atlas_title, layout.frame)
    draw_title(sheet, layout.title, text)
    draw_foot(sheet, layout.credits, text)
    return finished_page(sheet, plan, layout.frame, drawn=drawn)


def levels_seen(ground: Ground, plan: PagePlan) -> list[str]:
    """Return the levels a map draws of which borders lie in its window.

    Borders that are the outline of the page's own unit count only where they are those of another
    level too.
    """
    found = []
    for level in plan.levels:
        units = ground.units_on_paper(level, plan.frame)
        edge = None
        if plan.focus is not None and plan.focus.adcode in set(units["adcode"]):
            edge = shapely.boundary(ground.focus_on_paper(plan.focus, plan.frame))
        if shows_borders(units, plan.frame.rect, edge):
            found.append(level)
    return found


def page_text(
    sheet: Sheet, scene: MapScene, plan: PagePlan, atlas_title: str, frame: MapFrame | None = None
) -> PageText:
    """Return the words around a page; only one with a map owes anybody an attribution."""
    *origin, review = scene.compliance(sheet.language)
    owed = scene.attribution_line(sheet.language)
    origin = [each for each in origin if each != owed]
    lines = []
    if frame is not None:
        colon = "：" if sheet.language == "zh" else ": "
        projection = frame.projection_text(sheet.strings, sheet.language)
        lines.append(f"{sheet.word('projection')}{colon}{projection}")
    lines.append(joined_credits(origin, sheet.language))
    if frame is not None and owed:
        lines.append(owed)
    zh = sheet.language == "zh"
    return PageText(
        plan.title_in(sheet.language),
        straight(plan.title_en) if zh else plan.title,
        atlas_title,
        plan.number,
        tuple(lines),
        review,
    )


def finished_page(
    sheet: Sheet, plan: PagePlan, frame: MapFrame | None = None, **more: object
) -> AtlasPage:
    """Return a sheet as a page."""
    return AtlasPage(
        plan.number,
        plan.title_in(sheet.language),
        plan.slug,
        sheet.finished(),
        sheet.width,
        sheet.height,
        frame=frame,
        bleed=sheet.press.bleed,
        **more,  # type: ignore[arg-type]
    )
