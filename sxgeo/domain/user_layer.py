"""A user's own data as a layer like any other: in the tree, the legend, the search, the table."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.crs import check_datum
from sxgeo.data.descriptor import FileSpec, LayerDescriptor, Shape, SymbologySpec
from sxgeo.data.places import position_problem
from sxgeo.data.user_table import UserTable, frame_table, read_user_table
from sxgeo.domain.layer import BASE_COLUMNS
from sxgeo.domain.placement import joined, units_of
from sxgeo.domain.popup import FieldKind, PopupField
from sxgeo.domain.reprojection import wgs84_shapes
from sxgeo.domain.scene import MapScene, SceneLayer, SceneTheme
from sxgeo.domain.user_symbology import Look, user_symbology
from sxgeo.errors import DataError, Issue, UnknownNameError

if TYPE_CHECKING:
    from numpy.typing import NDArray

USER_THEME = "user"
SHAPES: tuple[str, ...] = get_args(Shape)
_RESERVED = frozenset({*BASE_COLUMNS, "pinyin", "initials", "note", "note_en", "geometry"})
_TAKEN_OVER = ("id", "name", "name_en")  # ours and the user's mean the same
_LABELS_UP_TO = 200  # names on the map; more would only hide it


@dataclass(frozen=True)
class UserData:
    """One thing a user adds to a map.

    Attributes
    ----------
    data : str, Path, DataFrame or GeoDataFrame
        A file (see `sxgeo.data.user_table.read_user_table`) or a frame.
    datum : str
        ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``; may be left out where a CRS states it.
    lon, lat : str
        Coordinate columns of a table.
    name : str
        The column features are called by; ``name`` where there is one.
    title : str
        The layer's; the file's name by default.
    symbol : str
        Shape of the marks.
    by : str
        A column whose values become classes: texts by frequency, numbers by size.
    """

    data: str | Path | pd.DataFrame
    datum: str = ""
    lon: str = "lon"
    lat: str = "lat"
    name: str = ""
    title: str = ""
    symbol: str = "circle"
    by: str = ""


def add_user_data(
    scene: MapScene, added: Sequence[UserData | pd.DataFrame | str | Path]
) -> MapScene:
    """Return a scene with a user's layers in a theme of their own, on top.

    Parameters
    ----------
    scene : MapScene
        Any scene.
    added : sequence of UserData, GeoDataFrame, str or Path
        Frames and paths alone stand for `UserData` with nothing else said.

    Returns
    -------
    MapScene
        The same scene with one more theme; the very same where nothing is added.

    Raises
    ------
    DatumError
        The datum is neither given nor stated by the data.
    DataError
        A file cannot be read, or positions are wrong; every row is named.
    UnknownNameError
        No such column or shape; offers the nearest.
    """
    if not added:
        return scene
    given = [each if isinstance(each, UserData) else UserData(each) for each in added]
    layers = tuple(user_layer(each, scene, place) for place, each in enumerate(given, start=1))
    words = scene.strings.words["your_data"]
    theme = SceneTheme(USER_THEME, words.zh, words.en, layers)
    return replace(scene, themes=(theme, *scene.themes))


def user_layer(user: UserData, scene: MapScene, number: int = 1) -> SceneLayer:
    """Return one user's data as a layer of a scene (see `add_user_data` for the errors).

    Parameters
    ----------
    user : UserData
        What to add.
    scene : MapScene
        Its units place the features, its theme colours them.
    number : int
        Which of the user's layers it is; makes its id.
    """
    if user.symbol not in SHAPES:
        raise UnknownNameError("symbol", user.symbol, SHAPES)
    table = _read(user)
    datum = check_datum(user.datum or table.datum, of=table.name)
    shapes = wgs84_shapes(table.frame.geometry.to_numpy(), datum)
    _check_positions(shapes, table, scene)
    columns = _columns(table.frame, user)
    frame = _frame(table.frame, columns, shapes, scene=scene, datum=datum)
    title = user.title or table.name
    look = Look(title, user.symbol, number)
    by = "" if not user.by else _known(user.by, columns)
    return SceneLayer(
        descriptor=_descriptor(frame, title, number),
        frame=frame,
        symbology=user_symbology(frame, by, look, theme=scene.theme, strings=scene.strings),
        popup=_fields(columns, frame, scene),
        mentions=pd.DataFrame(columns=["feature", "document", "status", "quote"], dtype="str"),
    )


def _read(user: UserData) -> UserTable:
    if isinstance(user.data, (str, Path)):
        return read_user_table(Path(user.data), lon=user.lon, lat=user.lat)
    name = str(user.data.attrs.get("title", "")) or user.title or "frame"
    return frame_table(user.data, name, lon=user.lon, lat=user.lat)


def _check_positions(shapes: NDArray[np.object_], table: UserTable, scene: MapScene) -> None:
    west, south, east, north = shapely.bounds(shapes).T
    middles = zip(table.frame.index, (west + east) / 2, (south + north) / 2, strict=True)
    issues = [
        Issue(table.name, f"row {row}", problem, "geometry")
        for row, lon, lat in middles
        if (problem := position_problem(lon, lat, scene.region.bounds))
    ]
    if issues:
        raise DataError(issues)


def _known(column: str, columns: Mapping[str, str]) -> str:
    if column not in columns:
        raise UnknownNameError("column", column, list(columns))
    return columns[column]


def _columns(frame: gpd.GeoDataFrame, user: UserData) -> dict[str, str]:
    """Return the user's columns and what each is called inside: names of ours are taken."""
    given = [each for each in map(str, frame.columns) if each != "geometry"]
    found: dict[str, str] = {}
    if user.name:
        _known(user.name, dict.fromkeys(given, ""))
        found[user.name] = "name"
    for column in given:
        if column not in found:
            free = column if column in _TAKEN_OVER and column not in found.values() else ""
            found[column] = free or _free_name(column, {*_RESERVED, *found.values()})
    return found


def _free_name(column: str, taken: set[str]) -> str:
    return next(
        name
        for tail in itertools.chain([""], (f"_{number}" for number in itertools.count(2)))
        if (name := f"{column}{tail}") not in taken
    )


def _frame(
    given: gpd.GeoDataFrame,
    columns: Mapping[str, str],
    shapes: NDArray[np.object_],
    *,
    scene: MapScene,
    datum: str,
) -> gpd.GeoDataFrame:
    """Return the features as a scene's frame: ids, names, units, then the user's columns."""
    named = given.drop(columns="geometry").rename(columns=str).rename(columns=dict(columns))
    count = len(given)
    numbers = pd.Series(range(1, count + 1), index=given.index).astype(str)
    ids = numbers
    if "id" in named and named["id"].astype(str).is_unique:
        ids = named["id"].astype(str)
    names = named["name"].fillna("").astype(str) if "name" in named else numbers
    data: dict[str, Any] = {"id": ids, "name": names}
    for level, codes in _unit_codes(shapes, scene).items():
        data[f"{level}_adcodes"] = codes
    own = {name: named[name] for name in columns.values() if name not in data}
    frame = pd.DataFrame({**data, **own, "datum_of_source": datum}, index=given.index)
    return gpd.GeoDataFrame(frame.reset_index(drop=True), geometry=list(shapes), crs="EPSG:4326")


def _unit_codes(shapes: NDArray[np.object_], scene: MapScene) -> dict[str, list[str]]:
    """Return the units each feature lies in, by level, but for the whole region."""
    levels = list(scene.units)
    finest = scene.units[levels[-1]]
    points = bool((shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all())
    codes = _units_of_points(shapes, finest) if points else units_of(list(shapes), finest)
    found = {levels[-1]: [joined(each) for each in codes]}
    for level in reversed(levels[1:]):
        parents = dict(
            zip(scene.units[level]["adcode"], scene.units[level]["parent_adcode"], strict=True)
        )
        if level != levels[1]:
            codes = [sorted({parents[code] for code in each}) for each in codes]
            found[levels[levels.index(level) - 1]] = [joined(each) for each in codes]
    return found


def _units_of_points(points: NDArray[np.object_], units: gpd.GeoDataFrame) -> list[list[str]]:
    """Return what `units_of` does, for points alone and many of them."""
    order = np.argsort(units["adcode"].to_numpy(dtype=object))
    codes = units["adcode"].to_numpy(dtype=object)[order]
    # The tree prepares what it is asked about: the few large outlines, not the many points.
    areas = units.geometry.to_numpy()[order]
    where, which = shapely.STRtree(points).query(areas, predicate="intersects")
    first = np.full(len(points), len(codes))
    np.minimum.at(first, which, where)
    lists = [[str(code)] for code in codes] + [[]]
    return [lists[place] for place in first.tolist()]


def _descriptor(frame: gpd.GeoDataFrame, title: str, number: int) -> LayerDescriptor:
    kinds = ("Point", "LineString", "Polygon")
    dimensions = sorted(set(shapely.get_dimensions(frame.geometry.to_numpy()).tolist()))
    content = b"".join(shapely.to_wkb(frame.geometry.to_numpy()))
    seal = FileSpec(name="data", sha256=hashlib.sha256(content).hexdigest(), rows=len(frame))
    return LayerDescriptor(
        id=f"{USER_THEME}_{number}",
        title=title,
        title_en=title,
        theme=USER_THEME,
        description="",
        description_en="",
        each_row_is_a="row of the user's data",
        geometry_type=tuple(kinds[each] for each in dimensions),  # type: ignore[misc]  # three literals
        licence="unstated",
        file=(seal,),
        symbology=SymbologySpec(color=USER_THEME, label=len(frame) <= _LABELS_UP_TO),
    )


def _fields(
    columns: Mapping[str, str], frame: gpd.GeoDataFrame, scene: MapScene
) -> tuple[PopupField, ...]:
    datum = scene.labels.columns["datum_of_source"]
    own = [
        PopupField(name, column, column, _field_kind(frame[name]))
        for column, name in columns.items()
        if name not in ("id", "name")
    ]
    return (*own, PopupField("datum_of_source", datum.label, datum.label_en, "datum"))


def _field_kind(column: pd.Series) -> FieldKind:
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return "number" if numeric else "text"
