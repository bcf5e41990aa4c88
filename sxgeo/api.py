"""What notebooks call: the catalogue, layers and boundaries as frames, questions, maps, atlases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sxgeo.data.changes import read_changes
from sxgeo.data.recipe import Recipe, read_recipe
from sxgeo.domain.counting import count_by_unit
from sxgeo.domain.credits import credit_lines
from sxgeo.domain.description import describe_frame
from sxgeo.domain.find_unit import find_unit
from sxgeo.domain.lengths import length_by_unit
from sxgeo.domain.listing import list_documents, list_layers, list_sources
from sxgeo.domain.nearness import nearest_to_seats, units_within
from sxgeo.domain.population import population_within
from sxgeo.domain.scene import build_scene
from sxgeo.domain.search import search
from sxgeo.domain.selection import Selection, select_boundaries, select_features
from sxgeo.domain.table_join import join_units
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.domain.validation import check_layer
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import folium
    import geopandas as gpd
    import pandas as pd

    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene
    from sxgeo.domain.selection import Choice
    from sxgeo.render.atlas import AtlasPage

__all__ = [
    "UserData",
    "build_map",
    "changes",
    "check_layer",
    "count_by_unit",
    "credits",
    "describe",
    "documents",
    "draw_pages",
    "find_unit",
    "join_units",
    "length_by_unit",
    "list_layers",
    "nearest_to_seats",
    "population_within",
    "read_boundaries",
    "read_layer",
    "render_atlas",
    "search",
    "sources",
    "units_within",
]
credits = credit_lines  # noqa: A001 (what maps and the issue call them; nobody means site's)
describe = describe_frame
changes = read_changes
documents, sources = list_documents, list_sources


def read_layer(  # noqa: PLR0913 (each is a question of its own, and notebooks name them all)
    layer_id: str,
    *,
    prefecture: Choice = None,
    county: Choice = None,
    status: Choice = None,
    as_of: int | None = None,
    crs: str | int | None = None,
    columns: Sequence[str] | None = None,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Return one layer, or a part of it, as a frame.

    Parameters
    ----------
    layer_id : str
        A folder of `geodata/layers/`.
    prefecture, county : str or sequence of str, optional
        Only features in, or passing through, these units: names or adcodes (see `find_unit`).
    status : str or sequence of str, optional
        Only features with this status.
    as_of : int, optional
        A year: features as far as they were by then, by the rule of the page's time slider (see
        `sxgeo.domain.timeline.TIMELINE_RULE`), with the document and quote of that time. What
        nobody had spoken of by then is left out, unless it was there already.
    crs : str or int, optional
        Another CRS than EPSG:4326, such as ``4490``.
    columns : sequence of str, optional
        Only these, and the geometry.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        One row a feature, columns as `sxgeo.domain.layer.read_layer` says. `.attrs` holds where it
        comes from (``layer, title, licence, documents, sources, files`` …) and what was asked for
        (``selected``, ``as_of``, ``as_of_rule``).

    Raises
    ------
    UnknownNameError
        No such layer, unit, status or column; offers the nearest.
    AmbiguousNameError
        A unit's name is that of several.
    SxgeoError
        The year or the CRS is none.
    DataError
        Every fault of its files, all at once.

    Examples
    --------
    >>> rail = read_layer("rail", prefecture="太原", as_of=2021, columns=["name", "status"])
    >>> list(rail.columns), rail.attrs["as_of"]
    (['name', 'status', 'geometry'], 2021)
    """
    selection = Selection(prefecture, county, status, as_of, columns, crs)
    return select_features(layer_id, selection, root=root)


def read_boundaries(
    level: str,
    *,
    parent: str | None = None,
    simplify_m: float = 0.0,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Return the units of an admin level, or those below one unit, ascending by adcode.

    Parameters
    ----------
    level : str
        A level of the region, such as ``"county"``.
    parent : str, optional
        Name or adcode of a unit above (see `find_unit`).
    simplify_m : float
        Metres: leave out detail smaller than this, keeping borders shared; 0 for the full shapes.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, columns and `.attrs` as `sxgeo.domain.boundaries.read_boundaries` says.

    Raises
    ------
    UnknownNameError
        No such level or unit.
    AmbiguousNameError
        The name of the unit above is that of several.
    SxgeoError
        The unit has none of the level below it, or the tolerance is negative.
    DataError
        A descriptor or file is missing or not the one it was.

    Examples
    --------
    >>> len(read_boundaries("county", parent="太原"))
    10
    """
    return select_boundaries(level, parent=parent, simplify_m=simplify_m, root=root)


def custom_recipe(layers: Sequence[str], *, title: str = "", title_en: str = "") -> Recipe:
    """Return a web recipe that shows some layers, in their order."""
    named = title or "、".join(layers)
    return Recipe(
        id="custom", kind="web", title=named, title_en=title_en or named, layers=tuple(layers)
    )


def build_map(
    recipe: str | Recipe | None = None,
    *,
    layers: Sequence[str] | None = None,
    root: str | Path | None = None,
    language: Language = "zh",
    add: Sequence[UserData | pd.DataFrame | str | Path] = (),
    basemaps: Sequence[str] = (),
    write_keys: Collection[str] = (),
) -> folium.Map:
    """Return an interactive map, ready to show in a notebook, to add to, or to save.

    Parameters
    ----------
    recipe : str or Recipe, optional
        A recipe of `maps/recipes/`, or one made in code.
    layers : sequence of str, optional
        Layer ids, instead of a recipe.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        The page opens in it; the reader can switch.
    add : sequence of UserData, GeoDataFrame, str or Path
        Your own layers, first-class like ours: see `sxgeo.UserData`.
    basemaps : sequence of str
        Ids of `maps/basemaps.toml` the reader may choose; tiles always come over the network.
    write_keys : collection of str
        Basemaps whose key, read from the environment, may stand in the page.

    Returns
    -------
    folium.Map
        `save(path)` writes one file that needs no network.

    Raises
    ------
    SxgeoError
        Neither or both of `recipe` and `layers` are given, or the recipe is an atlas.
    UnknownNameError
        No such recipe or layer.
    DataError
        Faults of the layers, all at once.

    Examples
    --------
    >>> import tempfile
    >>> chart = build_map(layers=["medical_centres"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     chart.save(f"{folder}/medical.html")
    """
    from sxgeo.render.web import render_map

    scene = map_scene(recipe, layers=layers, root=root, add=add)
    return render_map(scene, language=language, basemaps=basemaps, write_keys=write_keys, root=root)


def map_scene(
    recipe: str | Recipe | None = None,
    *,
    layers: Sequence[str] | None = None,
    root: str | Path | None = None,
    add: Sequence[UserData | pd.DataFrame | str | Path] = (),
) -> MapScene:
    """Return what a web map would show, before it is drawn (see `build_map`)."""
    scene = build_scene(_web_recipe(recipe, layers, root), root=root)
    if not add:
        return scene
    return add_user_data(scene, add)


def _web_recipe(
    recipe: str | Recipe | None, layers: Sequence[str] | None, root: str | Path | None
) -> Recipe:
    if (recipe is None) == (layers is None):
        msg = "Give either a recipe or layers."
        raise SxgeoError(msg)
    if recipe is None:
        return custom_recipe(layers or ())
    chosen = read_recipe(recipe, root) if isinstance(recipe, str) else recipe
    if chosen.kind != "web":
        msg = f"The recipe {chosen.id!r} is an atlas; draw it with sxgeo atlas or render_atlas."
        raise SxgeoError(msg)
    return chosen


def render_atlas(
    recipe: str | Path | Recipe,
    out: str | Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    add: Sequence[UserData | pd.DataFrame | str | Path] = (),
    progress: Callable[[int, int, str], None] | None = None,
    **options: object,
) -> list[Path]:
    """Write an atlas and return the files written.

    Parameters
    ----------
    recipe : str, Path or Recipe
        A recipe of kind ``atlas``: its id, its ``.toml`` file, or one made in code.
    out : str or Path
        A ``.pdf`` file, or a folder for one PNG a page and the PDF.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Of everything on the pages but quotes.
    add : sequence of UserData, GeoDataFrame, str or Path
        Your own layers, on every map page they touch: see `sxgeo.UserData` and
        `sxgeo.render.atlas.Atlas`.
    progress : callable, optional
        Called with (pages done, pages in all, title of the page).
    **options
        ``paper``, ``orientation``, ``bleed``, ``greyscale``, ``dpi``, ``pages``, ``fmt``,
        ``jobs``, ``resume``: see `sxgeo.render.atlas.render_atlas`.

    Raises
    ------
    SxgeoError
        The recipe is no atlas, or an option is out of range.
    UnknownNameError
        No such recipe, paper, page, language or format.
    OutputError
        A file cannot be written; what stood there is untouched.
    """
    from sxgeo.render.atlas import render_atlas as render

    return render(
        _atlas_recipe(recipe, root),
        Path(out),
        root=root,
        language=language,
        add=add,
        progress=progress,
        **options,  # type: ignore[arg-type]
    )


def draw_pages(
    recipe: str | Path | Recipe,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    pages: Sequence[int] | None = None,
    add: Sequence[UserData | pd.DataFrame | str | Path] = (),
    **options: object,
) -> Iterator[AtlasPage]:
    """Return pages of an atlas one by one, each with its matplotlib figure, to draw more on.

    Parameters
    ----------
    recipe : str, Path or Recipe
        A recipe of kind ``atlas``: its id, its ``.toml`` file, or one made in code.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Of everything on the pages but quotes.
    pages : sequence of int, optional
        Numbers of the pages to draw; all without it.
    add : sequence of UserData, GeoDataFrame, str or Path
        Your own layers: see `render_atlas`.
    **options
        ``paper``, ``orientation``, ``bleed``, ``greyscale``: see `sxgeo.render.atlas.render_atlas`.

    Returns
    -------
    iterator of AtlasPage
        ``page.figure`` has one pair of axes, ``page.figure.axes[0]``, in millimetres from the
        paper's lower left corner; ``page.to_paper(lon, lat)`` gives such millimetres for WGS-84
        degrees. A zorder of 12.5 lies above the map and below its labels, 100 above everything.

    Raises
    ------
    SxgeoError
        The recipe is no atlas, or an option is out of range; at once, before a page is drawn.
    UnknownNameError
        No such recipe, paper, page or language.

    Examples
    --------
    >>> page = next(draw_pages("shanxi", pages=[9]))
    >>> spot = page.to_paper([112.56], [37.87])
    >>> axes = page.figure.axes[0]
    >>> (mark,) = axes.plot(spot[:, 0], spot[:, 1], "r*", zorder=100)
    >>> spot.shape
    (1, 2)
    """
    from sxgeo.render.atlas import draw_pages as draw

    return draw(
        _atlas_recipe(recipe, root),
        root=root,
        language=language,
        pages=pages,
        add=add,
        **options,  # type: ignore[arg-type]
    )


def _atlas_recipe(recipe: str | Path | Recipe, root: str | Path | None) -> Recipe:
    chosen = recipe if isinstance(recipe, Recipe) else read_recipe(str(recipe), root)
    if chosen.kind != "atlas":
        msg = f"The recipe {chosen.id!r} is a web map; draw it with sxgeo map or build_map."
        raise SxgeoError(msg)
    return chosen
