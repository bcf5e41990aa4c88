"""What to draw: one TOML file a map or an atlas, in `maps/recipes/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError, Issue, UnknownNameError
from sxgeo.paths import project_root

RecipeKind = Literal["web", "atlas"]
Orientation = Literal["portrait", "landscape"]
FrontPage = Literal["cover", "contents", "reading", "index_map"]
BackPage = Literal["figures", "place_index", "stroke_index", "sources"]
MOST_BLEED_MM = 20.0
_OWN = ".toml"


class Content(Model):
    """Which layers a map or page shows: all of some themes, then named ones.

    Attributes
    ----------
    choropleths : tuple of str
        Ids of `maps/choropleths.toml`; a web map offers them all, a page draws the first.
    extent : str
        An adcode; empty for the whole province.
    review_number : str
        The number the map authority gave this map when it reviewed it, such as ``GS(2024)0650号``;
        without one the map says that nobody has. An atlas has one for all its pages.
    """

    title: str
    title_en: str
    review_number: str = Field(default="", pattern=r"^(\S+[(（]\d{4}[)）]\d+号)?$")
    themes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    choropleths: tuple[str, ...] = ()
    extent: str = Field(default="", pattern=r"^(\d{6})?$")


class Page(Content):
    """One page of an atlas.

    Attributes
    ----------
    levels : tuple of str
        Admin levels to draw; none for those that suit the page: on a page of a unit all, else all
        but the finest. The finest is named; of three on a page of the whole region, the two finest.
    """

    levels: tuple[str, ...] = ()


class Coverage(Page):
    """A page for each of many units: those of an admin level, or of a file of polygons.

    Attributes
    ----------
    level : str
        An admin level of the region …
    file : str
        … or a file of polygons of the reader's own (see `sxgeo.data.user_table.read_user_table`),
        relative to the recipe's own folder where the recipe is a file of the reader's, else to the
        root, else to the working directory.
    name, name_en, sort : str
        Columns of the units: names in both languages, and what orders the pages; without the last
        their adcode, where they have one, else the name.
    where : dict of str to tuple of str
        Keep only units whose column holds one of these values; each must be that of a unit.
    table : bool
        Whether pages with all features of the unit follow its map.
    title, title_en : str
        May hold ``{name}``, ``{name_en}`` and the name of any other column in braces.
    """

    title: str = "{name}"
    title_en: str = "{name_en}"
    level: str = ""
    file: str = ""
    name: str = "name"
    name_en: str = "name_en"
    sort: str = ""
    table: bool = False
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _level_or_file(self) -> Coverage:
        if bool(self.level) == bool(self.file):
            msg = "give either level or file"
            raise ValueError(msg)
        return self


class Recipe(Content):
    """The whole of one recipe file; its id is the file's name.

    Attributes
    ----------
    shown, hidden : tuple of str
        Layers switched on at the start: those shown, or where none is named all but those hidden.
    paper : str
        A paper of `maps/theme.toml`.
    pages : tuple of Page
        Maps of an atlas, in order …
    coverage : Coverage, optional
        … followed by a map of each unit. A text alone is the name of a file of polygons: each of
        its maps shows what all `pages` show together.
    front, back : tuple of str
        Which pages stand before and after the maps; ``stroke_index`` only in the Chinese edition.
    bleed_mm : float
        By how many millimetres colours run on over the paper's edge, for a printer who cuts it.
    """

    id: str
    kind: RecipeKind
    description: str = ""
    description_en: str = ""
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    paper: str = "A4"
    orientation: Orientation = "portrait"
    pages: tuple[Page, ...] = ()
    coverage: Coverage | None = None
    front: tuple[FrontPage, ...] = ()
    back: tuple[BackPage, ...] = ()
    bleed_mm: float = Field(default=0.0, ge=0, le=MOST_BLEED_MM)

    @model_validator(mode="before")
    @classmethod
    def _coverage_of_a_file(cls, told: object) -> object:
        if not isinstance(told, dict) or not isinstance(told.get("coverage"), str):
            return told
        shown: dict[str, Any] = {"file": told["coverage"]}
        pages = [page for page in told.get("pages", ()) if isinstance(page, dict)]
        for key in ("themes", "layers"):
            named = (name for page in pages for name in page.get(key, ()))
            shown[key] = tuple(dict.fromkeys(named))
        return {**told, "coverage": shown}

    @model_validator(mode="after")
    def _pages_go_with_an_atlas(self) -> Recipe:
        if bool(self.pages or self.coverage) != (self.kind == "atlas"):
            msg = 'pages and coverage belong to kind = "atlas", and an atlas needs one of them'
            raise ValueError(msg)
        return self


def list_recipes(root: str | Path | None = None) -> list[str]:
    """Return the ids of all recipes, sorted."""
    return sorted(path.stem for path in _folder(root).glob("*.toml"))


def read_recipe(recipe_id: str, root: str | Path | None = None) -> Recipe:
    """Return one recipe.

    Parameters
    ----------
    recipe_id : str
        The name of a recipe of the root, or the path of a ``.toml`` file of the reader's own.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    UnknownNameError
        No such recipe; offers the nearest.
    DataError
        The file has faults; all are listed.
    """
    if recipe_id.endswith(_OWN):
        return _own_recipe(Path(recipe_id))
    known = list_recipes(root)
    if recipe_id not in known:
        raise UnknownNameError("recipe", recipe_id, known)
    path = _folder(root) / f"{recipe_id}.toml"
    base = project_root(root)
    return parse_model(Recipe, {"id": recipe_id, **read_toml(path, root=base)}, path, root=base)


def read_recipes(kind: RecipeKind | None = None, root: str | Path | None = None) -> list[Recipe]:
    """Return all recipes of a kind (or all), sorted by id; all their faults are raised at once."""
    recipes: list[Recipe] = []
    issues: list[Issue] = []
    for recipe_id in list_recipes(root):
        try:
            recipes.append(read_recipe(recipe_id, root))
        except DataError as error:
            issues.extend(error.issues)
    if issues:
        raise DataError(issues)
    return [recipe for recipe in recipes if kind in (None, recipe.kind)]


def _own_recipe(path: Path) -> Recipe:
    """Return a recipe that stands outside the root, its coverage's file beside it."""
    folder = path.parent
    if not path.is_file():
        raise DataError([Issue(path.name, "", "the file is missing", "descriptor")])
    read = parse_model(Recipe, {"id": path.stem, **read_toml(path, root=folder)}, path, root=folder)
    if read.coverage is None or not (folder / read.coverage.file).is_file():
        return read
    beside = str((folder / read.coverage.file).resolve())
    return read.model_copy(update={"coverage": read.coverage.model_copy(update={"file": beside})})


def _folder(root: str | Path | None) -> Path:
    return project_root(root) / "maps" / "recipes"
