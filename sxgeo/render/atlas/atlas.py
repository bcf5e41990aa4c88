"""A whole atlas: its plan, the scenes its pages share, and each page when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.data.recipe import Content, Recipe
from sxgeo.data.theme import Language, read_strings, read_theme
from sxgeo.domain.scene import MapScene, build_scene
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.paths import project_root
from sxgeo.render.atlas.compose import compose_map
from sxgeo.render.atlas.ground import Ground
from sxgeo.render.atlas.page import AtlasPage, PagePlan
from sxgeo.render.atlas.plan import (
    UnitRow,
    coverage_units,
    furniture,
    number_pages,
    plan_maps,
    sheet_size,
)
from sxgeo.render.atlas.sheet import Sheet, drawing_settings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


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

    Attributes
    ----------
    pages : list of PagePlan
        All pages, numbered from 1.

    Raises
    ------
    SxgeoError
        The recipe is no atlas.
    UnknownNameError
        A paper, layer, theme or adcode the root does not know.
    DataError
        Faults of the layers shown.
    """

    def __init__(
        self,
        recipe: Recipe,
        *,
        root: str | Path | None = None,
        language: Language = "zh",
        paper: str | None = None,
    ) -> None:
        if recipe.kind != "atlas":
            msg = f"The recipe {recipe.id!r} is a web map; an atlas needs a recipe of kind 'atlas'."
            raise SxgeoError(msg)
        self.recipe, self.root, self.language = recipe, project_root(root), language
        self.theme, self.strings = read_theme(str(self.root)), read_strings(str(self.root))
        name = paper or recipe.paper
        if name not in self.theme.paper:
            raise UnknownNameError("paper", name, list(self.theme.paper))
        self.paper = name
        self.size = sheet_size(recipe, self.theme.paper[name])
        self._grounds: dict[tuple[tuple[str, ...], ...], Ground] = {}
        self.pages = self._planned_pages()

    @property
    def title(self) -> str:
        """The atlas' title in its language."""
        return self.recipe.title if self.language == "zh" else self.recipe.title_en

    def ground_of(self, content: Content | None) -> Ground:
        """Return the ground of a page's content; pages that show the same layers share it."""
        shown = content if content is not None else self._everything()
        key = (shown.themes, shown.layers, shown.choropleths[:1])
        if key not in self._grounds:
            plain = Content(
                title=shown.title,
                title_en=shown.title_en,
                themes=shown.themes,
                layers=shown.layers,
                choropleths=shown.choropleths[:1],
            )
            self._grounds[key] = Ground(build_scene(plain, root=self.root))
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
            sheet = Sheet(
                *self.size, theme=self.theme, strings=self.strings, language=self.language
            )
            return compose_map(sheet, self.ground_of(plan.content), plan, self.title)

    def plan_of(self, number: int) -> PagePlan:
        """Return the plan of a page (see `draw`)."""
        if not 1 <= number <= len(self.pages):
            known = [str(page.number) for page in self.pages]
            raise UnknownNameError("page", str(number), known)
        return self.pages[number - 1]

    def _everything(self) -> Content:
        """Return what all pages show together."""
        contents = [*self.recipe.pages, *([self.recipe.coverage] if self.recipe.coverage else [])]
        return Content(
            title=self.recipe.title,
            title_en=self.recipe.title_en,
            themes=tuple(dict.fromkeys(name for each in contents for name in each.themes)),
            layers=tuple(dict.fromkeys(name for each in contents for name in each.layers)),
        )

    def _planned_pages(self) -> list[PagePlan]:
        scene = self.ground_of(None).scene
        maps = plan_maps(self.recipe, scene, self.size, self._units(scene))
        front = [furniture(kind, self.strings) for kind in self.recipe.front]
        return number_pages([*front, *maps])

    def _units(self, scene: MapScene) -> list[UnitRow]:
        coverage = self.recipe.coverage
        if coverage is None:
            return []
        if coverage.level:
            if coverage.level not in scene.units:
                raise UnknownNameError("admin level", coverage.level, list(scene.units))
            return coverage_units(coverage, scene, scene.units[coverage.level])
        return coverage_units(coverage, scene, self._own_units(coverage.file))

    def _own_units(self, file: str) -> gpd.GeoDataFrame:
        import geopandas as gpd

        return gpd.read_file(self.root / file, engine="pyogrio").to_crs("EPSG:4326")
