"""The printed atlas: PNG pages and one vector PDF, from the same scenes as the web maps."""

from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.page import AtlasPage, PagePlan
from sxgeo.render.atlas.png import page_png
from sxgeo.render.atlas.writing import draw_pages, render_atlas

__all__ = ["Atlas", "AtlasPage", "PagePlan", "draw_pages", "page_png", "render_atlas"]
