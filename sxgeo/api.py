"""What notebooks call: layers and boundaries as frames, recipes as maps and atlases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.recipe import Recipe, read_recipe
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.layer import read_layer
from sxgeo.domain.scene import build_scene
from sxgeo.domain.validation import check_layer
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import folium

    from sxgeo.data.theme import Language

__all__ = [
    "build_map",
    "check_layer",
    "list_layers",
    "read_boundaries",
    "read_layer",
    "render_atlas",
]


def list_layers(*, root: str | Path | None = None) -> pd.DataFrame:
    """Return the catalogue: one row a layer, boundaries left out.

    Parameters
    ----------
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    DataFrame
        ``id, title, title_en, theme, geometry_type, features, unplaced, each_row_is_a, licence``,
        sorted by id.

    Examples
    --------
    >>> catalogue = list_layers().set_index("id")
    >>> int(catalogue.loc["zones", "features"])
    12
    """
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "title_en": each.title_en,
            "theme": each.theme,
            "geometry_type": "|".join(each.geometry_type),
            "features": each.file_rows("features.csv"),
            "unplaced": len(each.unplaced),
            "each_row_is_a": each.each_row_is_a,
            "licence": each.licence,
        }
        for each in open_catalogue(root).descriptors()
    ]
    return pd.DataFrame(rows)


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

    chosen = _web_recipe(recipe, layers, root)
    return render_map(build_scene(chosen, root=root), language=language)


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
    recipe: str | Recipe,
    out: str | Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    progress: Callable[[int, int, str], None] | None = None,
    **options: object,
) -> list[Path]:
    """Write an atlas and return the files written.

    Parameters
    ----------
    recipe : str or Recipe
        A recipe of kind ``atlas``.
    out : str or Path
        A ``.pdf`` file, or a folder for one PNG a page and the PDF.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Of everything on the pages but quotes.
    progress : callable, optional
        Called with (pages done, pages in all, title of the page).
    **options
        ``paper``, ``dpi``, ``pages``, ``fmt``, ``jobs``, ``resume``: see `sxgeo.render.atlas.render_atlas`.

    Raises
    ------
    SxgeoError
        The recipe is no atlas.
    OutputError
        A file cannot be written; what stood there is untouched.
    """
    from sxgeo.render.atlas import render_atlas as render

    chosen = read_recipe(recipe, root) if isinstance(recipe, str) else recipe
    if chosen.kind != "atlas":
        msg = f"The recipe {chosen.id!r} is a web map; draw it with sxgeo map or build_map."
        raise SxgeoError(msg)
    return render(
        chosen,
        Path(out),
        root=root,
        language=language,
        progress=progress,
        **options,
    )
