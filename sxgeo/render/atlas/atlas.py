"""A whole atlas: its plan, the scenes its pages share, and each page when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sxgeo.data.recipe import Content, Recipe
from sxgeo.data.theme import LANGUAGES, Language, read_strings, read_theme
from sxgeo.domain.scene import MapScene, build_scene
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.paths import project_root
from sxgeo.render.atlas.compose import compose_map, finished_page, page_text
from sxgeo.render.atlas.flow import draw_blocks
from sxgeo.render.atlas.front_pages import contents_pages, draw_cover, draw_index_map
from sxgeo.render.atlas.ground import Ground
from sxgeo.render.atlas.inset import crowded_centre
from sxgeo.render.atlas.layout import body_of, plan_layout
from sxgeo.render.atlas.place_index import (
    IndexEntry,
    TablePage,
    build_index,
    by_initial,
    index_pages,
    rows_of,
)
from sxgeo.render.atlas.plan import (
    UnitRow,
    coverage_units,
    furniture,
    number_pages,
    own_units,
    plan_maps,
    sheet_size,
    with_parts,
)
from sxgeo.render.atlas.sheet import Sheet, drawing_settings
from sxgeo.render.atlas.stroke_index import by_strokes
from sxgeo.render.atlas.text_pages import figures_pages, reading_pages, sources_pages
from sxgeo.render.atlas.title_block import draw_foot, draw_title
from sxgeo.render.atlas.trim import Press
from sxgeo.render.atlas.unit_table import unit_table_pages
from sxgeo.render.atlas.user_data import join_user_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.data.recipe import BackPage
    from sxgeo.render.atlas.flow import PlacedBlock
    from sxgeo.render.atlas.page import AtlasPage, Link, PageKind, PagePlan
    from sxgeo.render.atlas.user_data import Added

LEVEL = "admin level"


class Atlas:
    """The pages of a recipe; none is drawn before it is asked for, and none is kept.

    Parameters
    ----------
    recipe : Recipe
        Of kind ``atlas``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {"zh", "en"}
        Of all words.
    paper : str, optional
        A paper of `maps/theme.toml` instead of the recipe's.
    add : sequence of UserData, DataFrame, str or Path
        The reader's own layers: on every map page with something of them in its unit (or, on a map
        of the whole region, in its frame), on top, named, in its legend and its small table; in
        the full tables of units, the guide, the indexes and the sources. Features of a layer of
        more than 200 are drawn only.
    press : Press, optional
        What the printer asks for; without it colours, and the recipe's bleed.

    Attributes
    ----------
    pages : list of PagePlan
        All pages, numbered from 1.

    Raises
    ------
    SxgeoError
        The recipe is no atlas.
    UnknownNameError
        A language there is not, or a paper, layer, theme or adcode the root does not know.
    DataError
        Faults of the layers shown, or of the reader's own.
    DatumError
        The datum of one of the reader's own is neither given nor stated by its data.
    """

    def __init__(
        self,
        recipe: Recipe,
        *,
        root: str | Path | None = None,
        language: Language = "zh",
        paper: str | None = None,
        add: Sequence[Added] = (),
        press: Press | None = None,
    ) -> None:
        if recipe.kind != "atlas":
            msg = f"The recipe {recipe.id!r} is a web map; an atlas needs a recipe of kind 'atlas'."
            raise SxgeoError(msg)
        if language not in LANGUAGES:
            raise UnknownNameError("language", language, LANGUAGES)
        self.recipe, self.root, self.language = recipe, project_root(root), language
        self.theme, self.strings = read_theme(str(self.root)), read_strings(str(self.root))
        name = paper or recipe.paper
        if name not in self.theme.paper:
            raise UnknownNameError("paper", name, list(self.theme.paper))
        self.paper = name
        self.press = press or Press(recipe.bleed_mm)
        self.size = sheet_size(recipe, self.theme.paper[name])
        self._grounds: dict[tuple[tuple[str, ...], ...], Ground] = {}
        self.added = tuple(add)
        scene = build_scene(self._everything(), root=self.root)
        self._ground = Ground(join_user_data(scene, self.added))
        self._index: list[IndexEntry] | None = None
        self._laid_out: dict[str, list[list[PlacedBlock]]] = {}
        self._listed: dict[bytes, list[frozenset[str]]] = {}
        self.pages: list[PagePlan] = []
        self.pages = self._planned_pages()

    @property
    def title(self) -> str:
        """The atlas' title in its language."""
        return self.recipe.title if self.language == "zh" else self.recipe.title_en

    def ground_of(self, content: Content | None) -> Ground:
        """Return the ground of a page's content; None stands for all that the atlas shows."""
        if content is None:
            return self._ground
        key = (content.themes, content.layers, content.choropleths[:1])
        if key not in self._grounds:
            self._grounds[key] = self._ground.with_content(content)
        return self._grounds[key]

    def draw(self, number: int) -> AtlasPage:
        """Return a page, drawn.

        Parameters
        ----------
        number : int
            From 1.

        Raises
        ------
        UnknownNameError
            The atlas has no such page.
        """
        plan = self.plan_of(number)
        with drawing_settings():
            sheet = self._sheet()
            if plan.kind == "map":
                return compose_map(sheet, self.ground_of(plan.content), plan, self.title)
            links = self._draw_furniture(sheet, plan)
            if plan.kind != "cover":
                title, _, foot = body_of(sheet.width, sheet.height, sheet.factor)
                text = page_text(sheet, self.ground_of(None).scene, plan, self.title)
                draw_title(sheet, title, text)
                draw_foot(sheet, foot, text)
            return finished_page(sheet, plan, links=links)

    def index_entries(self) -> list[IndexEntry]:
        """Return the index of places, sorted; kept once built."""
        if self._index is None:
            maps = [page for page in self.pages if page.kind == "map"]
            pairs = ((page, self.ground_of(page.content)) for page in maps)
            tables = [
                TablePage(page.number, page.focus.key, self._listed[page.focus.key][page.part])
                for page in self.pages
                if page.kind == "unit_table" and page.focus is not None
            ]
            self._index = build_index(pairs, self.ground_of(None).scene, self.language, tables)
        return self._index

    def plan_of(self, number: int) -> PagePlan:
        """Return the plan of a page (see `draw`)."""
        if not 1 <= number <= len(self.pages):
            known = [str(page.number) for page in self.pages]
            told = f"Known: 1–{len(known)}."
            raise UnknownNameError("page", str(number), known, told=told)
        return self.pages[number - 1]

    def _sheet(self) -> Sheet:
        return Sheet(
            *self.size,
            theme=self.theme,
            strings=self.strings,
            language=self.language,
            press=self.press,
        )

    def _draw_furniture(self, sheet: Sheet, plan: PagePlan) -> list[Link]:
        """Draw a page without a map of its own; return where it leads."""
        ground = self.ground_of(None)
        if plan.kind == "cover":
            draw_cover(sheet, ground, self.recipe)
            return []
        if plan.kind == "index_map":
            return draw_index_map(sheet, ground, [page for page in self.pages if page.layout])
        if plan.kind == "unit_table":
            return draw_blocks(sheet, self._unit_table(plan)[plan.part])
        return draw_blocks(sheet, self._texts(plan.kind, sheet)[plan.part])

    def _texts(self, kind: PageKind, sheet: Sheet) -> list[list[PlacedBlock]]:
        """Return the text of a kind of page, laid out page by page."""
        if kind not in self._laid_out:
            scene = self.ground_of(None).scene
            if kind == "contents":
                found = contents_pages(sheet, self.pages)
            elif kind == "reading":
                found = reading_pages(sheet, scene)
            elif kind == "sources":
                found = sources_pages(sheet, scene)
            elif kind == "figures":
                found = figures_pages(sheet, scene)
            elif kind == "stroke_index":
                groups = by_strokes(self.index_entries(), sheet)
                found = index_pages(sheet, groups, "stroke_index_note")
            else:
                found = index_pages(sheet, by_initial(self.index_entries()))
            self._laid_out[kind] = found
        return self._laid_out[kind]

    def _everything(self) -> Content:
        """Return what all pages show together."""
        contents = [*self.recipe.pages, *([self.recipe.coverage] if self.recipe.coverage else [])]
        return Content(
            title=self.recipe.title,
            title_en=self.recipe.title_en,
            review_number=self.recipe.review_number,
            themes=tuple(dict.fromkeys(name for each in contents for name in each.themes)),
            layers=tuple(dict.fromkeys(name for each in contents for name in each.layers)),
            choropleths=tuple(
                dict.fromkeys(name for each in contents for name in each.choropleths)
            ),
        )

    @property
    def _back(self) -> list[BackPage]:
        """What follows the maps: strokes order Chinese names only, so English has no such index."""
        left_out = {"stroke_index"} if self.language == "en" else set()
        return [kind for kind in self.recipe.back if kind not in left_out]

    def _planned_pages(self) -> list[PagePlan]:
        scene = self.ground_of(None).scene
        maps = plan_maps(self.recipe, scene, self.size, self._units(scene))
        known = [
            *(furniture(kind, self.strings) for kind in self.recipe.front),
            *(page for plan in maps for page in self._with_more(plan)),
            *(furniture(kind, self.strings) for kind in self._back),
        ]
        self.pages = number_pages(known)
        # A text may take several pages and move what follows. Front pages first: the index needs
        # the numbers of the maps; the contents are laid out again once all numbers stand.
        for kind in (*self.recipe.front, *self._back):
            if kind not in ("cover", "index_map"):
                count = len(self._texts(kind, self._sheet()))
                self.pages = number_pages(with_parts(self.pages, kind, count))
        self._laid_out.pop("contents", None)
        return self.pages

    def _with_more(self, plan: PagePlan) -> list[PagePlan]:
        """Return a map of the coverage followed by its crowded centre and by its full table."""
        coverage = self.recipe.coverage
        if coverage is None or plan.focus is None or plan.content is None or plan.content.extent:
            return [plan]
        pages = [replace(plan, tabled=coverage.table), *self._centre(plan)]
        if not coverage.table:
            return pages
        table = self._renamed(plan, "table_title", "table")
        table = replace(table, kind="unit_table", layout=None)
        listed = self._listed[plan.focus.key] = [rows_of(each) for each in self._unit_table(table)]
        return [*pages, *(replace(table, part=part) for part in range(len(listed)))]

    def _centre(self, plan: PagePlan) -> list[PagePlan]:
        """Return a page for the middle of a unit where more is named than an inset can hold."""
        layers = self.ground_of(plan.content).page_shapes(plan.frame, plan.focus)
        factor = (min(self.size) / 210.0) ** 0.5
        bounds = crowded_centre(plan.frame, layers, factor=factor)
        if bounds is None:
            return []
        layout = plan_layout(*self.size, bounds, plan.frame.crs, factor=factor)
        return [replace(self._renamed(plan, "centre_of", "centre"), layout=layout)]

    def _renamed(self, plan: PagePlan, phrase: str, ending: str) -> PagePlan:
        zh, en = (self.strings.get(phrase, language) for language in LANGUAGES)
        return replace(
            plan,
            title=zh.format(name=plan.title),
            title_en=en.format(name=plan.title_en),
            slug=f"{plan.slug}-{ending}",
        )

    def _unit_table(self, plan: PagePlan) -> list[list[PlacedBlock]]:
        ground = self.ground_of(plan.content)
        if plan.focus is None:
            return []
        return unit_table_pages(self._sheet(), ground.scene, ground.layers_of(plan.focus))

    def _units(self, scene: MapScene) -> list[UnitRow]:
        coverage = self.recipe.coverage
        if coverage is None:
            return []
        if coverage.level:
            if coverage.level not in scene.units:
                raise UnknownNameError(LEVEL, coverage.level, list(scene.units))
            return coverage_units(self.recipe, scene, scene.units[coverage.level])
        return coverage_units(self.recipe, scene, self._own_units(coverage.file))

    def _own_units(self, file: str) -> gpd.GeoDataFrame:
        here = self.root / file
        return own_units(here if here.is_file() else Path(file))
