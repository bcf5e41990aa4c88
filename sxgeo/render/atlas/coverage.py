"""What is wrong with the coverage of a recipe, when it meets the units it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.errors import Issue, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd

    from sxgeo.data.recipe import Coverage, Recipe

_USUAL_NAME_EN = "name_en"  # a file of the reader's own may do without
_MOST_SHOWN = 30  # values of a column, in a message


def recipe_file(recipe_id: str) -> str:
    """Return the file of a recipe of the root, for messages."""
    return f"maps/recipes/{recipe_id}.toml"


def coverage_issues(recipe: Recipe, frame: gpd.GeoDataFrame, columns: Sequence[str]) -> list[Issue]:
    """Return what a recipe's coverage asks of the units that they do not have.

    Parameters
    ----------
    recipe : Recipe
        With a coverage.
    frame : GeoDataFrame
        The units.
    columns : sequence of str
        Names of its columns, but for the geometry.

    Returns
    -------
    list of Issue
        Columns there are not; or values no unit has; or that no unit has all of them.
    """
    coverage = recipe.coverage
    if coverage is None:
        return []
    found = list(_unknown_columns(coverage, columns)) or list(_unmatched(coverage, frame))
    file = recipe_file(recipe.id)
    return [Issue(file, f"key coverage.{key}", told, "descriptor") for key, told in found]


def _unknown_columns(coverage: Coverage, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    asked = [("name", coverage.name), ("sort", coverage.sort)]
    asked += [(f"where.{column}", column) for column in coverage.where]
    if not coverage.file or coverage.name_en != _USUAL_NAME_EN:
        asked.insert(1, ("name_en", coverage.name_en))
    for key, column in asked:
        if column not in columns and (column or key != "sort"):
            yield key, f"the units have no column {column!r}.{suggestion(column, columns)}"


def _unmatched(coverage: Coverage, frame: gpd.GeoDataFrame) -> Iterator[tuple[str, str]]:
    """Yield what nothing matches: a value that is mistyped would silently leave units out."""
    left = frame
    faultless = True
    for column, allowed in coverage.where.items():
        values = frame[column].astype(str)
        held = list(dict.fromkeys(values))
        left = left[left[column].astype(str).isin(allowed)]
        for value in allowed:
            if value not in held:
                faultless = False
                yield f"where.{column}", f"no unit has {value!r}.{_suggested(value, held)}"
        if not allowed:
            faultless = False
            yield f"where.{column}", "it allows no value, so no unit is left"
    if faultless and left.empty:
        yield "where", f"none of the {len(frame)} units has all of these values together"


def _suggested(value: str, held: Sequence[str]) -> str:
    if len(held) <= _MOST_SHOWN:
        return suggestion(value, held)
    near = suggestion(value, held).partition(" Known: ")[0]
    return f"{near} Known: {', '.join(held[:_MOST_SHOWN])} … ({len(held)} in all)."
