"""The page loop: a recipe becomes numbered pages, each with its place, projection and scale."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.crs import check_datum
from sxgeo.data.user_table import read_user_table
from sxgeo.errors import DataError, Issue, UnknownNameError
from sxgeo.render.atlas.coverage import coverage_issues, recipe_file
from sxgeo.render.atlas.frame import projected, zone_crs
from sxgeo.render.atlas.ground import Focus
from sxgeo.render.atlas.layout import plan_layout
from sxgeo.render.atlas.lettering import missing_characters
from sxgeo.render.atlas.page import PageKind, PagePlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.data.recipe import Coverage, Page, Recipe
    from sxgeo.data.theme import Paper, Strings
    from sxgeo.domain.scene import MapScene

_WIDEST_ZONE = 4.5
_ADCODE, _LEVEL = "adcode", "admin level"
_LONGITUDES = (73.5, 136.5)  # of the zones of CGCS2000


def sheet_size(recipe: Recipe, paper: Paper) -> tuple[float, float]:
    """Return width and height of the sheet, millimetres, turned as the recipe says."""
    short, long = sorted((paper.width_mm, paper.height_mm))
    return (short, long) if recipe.orientation == "portrait" else (long, short)


def plan_maps(
    recipe: Recipe, scene: MapScene, size: tuple[float, float], units: Sequence[UnitRow] = ()
) -> list[PagePlan]:
    """Return the map pages of a recipe, in order, not yet numbered.

    Parameters
    ----------
    recipe : Recipe
        Of kind ``atlas``.
    scene : MapScene
        Any scene of the root: gives boundaries and region.
    size : tuple of float
        Of the sheet, millimetres.
    units : sequence of UnitRow
        The recipe's coverage (see `coverage_units`).
    """
    plans = [_planned(page, _focus_of(page, scene), scene, size) for page in recipe.pages]
    if recipe.coverage is not None:
        for row in units:
            content = recipe.coverage.model_copy(
                update={
                    "title": _filled(recipe.coverage.title, row, recipe.id),
                    "title_en": _filled(recipe.coverage.title_en, row, recipe.id),
                    "extent": "",
                }
            )
            plans.append(_planned(content, row.focus, scene, size))
    return plans


class UnitRow:
    """One unit of a coverage: its focus and the values that titles may name."""

    def __init__(self, focus: Focus, values: dict[str, str]) -> None:
        self.focus, self.values = focus, values


def coverage_units(recipe: Recipe, scene: MapScene, frame: gpd.GeoDataFrame) -> list[UnitRow]:
    """Return the units of a recipe's coverage, filtered and sorted; none where it has no coverage.

    Parameters
    ----------
    recipe : Recipe
        Of kind ``atlas``.
    scene : MapScene
        Any scene of the root: says which adcodes are the region's.
    frame : GeoDataFrame
        The units: an admin level of the scene or a file of polygons, EPSG:4326.

    Raises
    ------
    DataError
        The units have no such column, or none has such a value; the recipe's keys are named.
    """
    coverage = recipe.coverage
    if coverage is None:
        return []
    columns = [name for name in frame.columns if name != frame.geometry.name]
    if issues := coverage_issues(recipe, frame, columns):
        raise DataError(issues)
    for name, allowed in coverage.where.items():
        frame = frame[frame[name].astype(str).isin(allowed)]
    by = coverage.sort or (_ADCODE if _ADCODE in columns else coverage.name)
    frame = frame.sort_values(by, kind="stable")
    known = {code for units in scene.units.values() for code in units[_ADCODE]}
    return [_unit_row(coverage, row, shape, known) for row, shape in _rows(frame, columns)]


def own_units(path: Path) -> gpd.GeoDataFrame:
    """Return the units of a reader's own file of polygons, EPSG:4326.

    Raises
    ------
    DataError
        The file is missing or cannot be read, or holds anything but polygons; every row is named.
    DatumError
        It states no CRS.
    """
    table = read_user_table(path)
    check_datum(table.datum, of=path.name)  # degrees of the two a CRS can state agree
    shapes = table.frame.geometry
    flat = table.frame.index[shapely.get_dimensions(shapes.to_numpy()) != 2]
    if len(flat):
        problem = "a unit of a coverage must be a polygon"
        raise DataError([Issue(path.name, f"row {row}", problem, "geometry") for row in flat])
    return table.frame.set_crs("EPSG:4326", allow_override=True)


def number_pages(pages: Iterable[PagePlan]) -> list[PagePlan]:
    """Return the pages numbered from 1."""
    return [replace(page, number=place) for place, page in enumerate(pages, start=1)]


def furniture(kind: PageKind, strings: Strings, *, part: int = 0, title: str = "") -> PagePlan:
    """Return the plan of a page without content of its own; its title is the phrase `kind`."""
    zh = title or strings.get(kind, "zh")
    en = title or strings.get(kind, "en")
    return PagePlan(0, kind, zh, en, kind.replace("_", "-"), part=part)


def with_parts(pages: Sequence[PagePlan], kind: str, count: int) -> list[PagePlan]:
    """Return the pages with as many of one kind as it needs, in its place."""
    found: list[PagePlan] = []
    for page in pages:
        if page.kind != kind:
            found.append(page)
        elif page.part == 0:
            found += [replace(page, part=part) for part in range(count)]
    return found


def slug_of(text: str) -> str:
    """Return a title as a file name.

    Examples
    --------
    >>> slug_of("Lüliang City: rail & roads")
    'luliang-city-rail-roads'
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "page"


def _rows(
    frame: gpd.GeoDataFrame, columns: Sequence[str]
) -> Iterator[tuple[dict[str, str], shapely.Geometry]]:
    for place, shape in enumerate(frame.geometry):
        yield {name: str(frame[name].iloc[place]) for name in columns}, shape


def _unit_row(
    coverage: Coverage, row: dict[str, str], shape: shapely.Geometry, known: set[str]
) -> UnitRow:
    name = row[coverage.name]
    name_en = row.get(coverage.name_en, name)
    adcode = row.get(_ADCODE, "")
    focus = Focus(name, name_en, shape, adcode if adcode in known else "")
    return UnitRow(focus, {**row, "name": name, "name_en": name_en})


def _filled(template: str, row: UnitRow, recipe_id: str) -> str:
    file = recipe_file(recipe_id)

    def value(match: re.Match[str]) -> str:
        token = match[1]
        if token not in row.values:
            problem = (
                f"the coverage has no column {token!r}; known: {', '.join(sorted(row.values))}"
            )
            issues = [Issue(file, "key coverage.title", problem, "descriptor")]
            raise DataError(issues)
        return row.values[token]

    title = re.sub(r"\{(\w+)\}", value, template)
    if missing := missing_characters(title):
        named = ", ".join(f"{each} (U+{ord(each):04X})" for each in missing)
        problem = f"the type of the printed pages has no {named}, which stands in {title!r}"
        raise DataError([Issue(file, "key coverage.title", problem, "descriptor")])
    return title


def _focus_of(page: Page, scene: MapScene) -> Focus | None:
    if not page.extent:
        return None
    for units in scene.units.values():
        found = units[units["adcode"] == page.extent]
        if len(found):
            row = found.iloc[0]
            return Focus(row["name"], row["name_en"], row.geometry, page.extent)
    known = sorted(code for units in scene.units.values() for code in units["adcode"])
    raise UnknownNameError("adcode", page.extent, known)


def _planned(
    content: Page, focus: Focus | None, scene: MapScene, size: tuple[float, float]
) -> PagePlan:
    region = scene.region
    if focus is None:
        shapes = scene.units[region.levels[0]].geometry.to_numpy()
        crs, levels = region.metric_crs, region.levels[:-1]
    else:
        shapes = np.array([focus.shape], dtype=object)
        crs, levels = _crs_for(focus.shape, region.metric_crs), region.levels
    west, south, east, north = shapely.total_bounds(projected(shapes, crs))
    bounds = (float(west), float(south), float(east), float(north))
    layout = plan_layout(*size, bounds, crs, factor=(min(size) / 210.0) ** 0.5)
    return PagePlan(
        0,
        "map",
        content.title,
        content.title_en,
        slug_of(content.title_en),
        content=content,
        focus=focus,
        levels=_levels_of(content, region.levels) or tuple(levels) or region.levels,
        layout=layout,
    )


def _levels_of(page: Page, known: Sequence[str]) -> tuple[str, ...]:
    """Return the levels that a page asks for, coarse to fine."""
    for level in page.levels:
        if level not in known:
            raise UnknownNameError(_LEVEL, level, list(known))
    return tuple(level for level in known if level in page.levels)


def _crs_for(shape: shapely.Geometry, otherwise: str) -> str:
    west, _, east, _ = (float(each) for each in shapely.bounds(shape))
    fits = _LONGITUDES[0] <= west and east <= _LONGITUDES[1] and east - west <= _WIDEST_ZONE
    return zone_crs((west + east) / 2) if fits else otherwise
