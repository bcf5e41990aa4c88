"""Parts of layers and boundaries: by unit, status, year, columns, in any CRS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sxgeo.data.descriptor import STATUSES
from sxgeo.domain.boundaries import read_boundaries, simplified
from sxgeo.domain.find_unit import match_unit
from sxgeo.domain.layer import read_layer, read_mentions
from sxgeo.domain.placement import split
from sxgeo.domain.timeline import frame_in_year
from sxgeo.domain.unit_names import read_unit_names
from sxgeo.errors import SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

Choice = str | Sequence[str] | None
_PREFECTURE, _COUNTY = "prefecture", "county"


@dataclass(frozen=True)
class Selection:
    """What of a layer to read; None leaves everything.

    Attributes
    ----------
    prefecture, county : str or sequence of str
        Names or adcodes; a county's name is looked for in the prefecture where one is given.
    status : str or sequence of str
        Of the features, in the year where one is given.
    as_of : int
        A year; see `sxgeo.domain.timeline.TIMELINE_RULE`.
    columns : sequence of str
        In this order; the geometry comes last.
    crs : str or int
        Whatever PROJ takes: ``"EPSG:4490"``, ``4547`` …
    """

    prefecture: Choice = None
    county: Choice = None
    status: Choice = None
    as_of: int | None = None
    columns: Sequence[str] | None = None
    crs: str | int | None = None


def select_features(
    layer_id: str, selection: Selection, *, root: str | Path | None = None
) -> gpd.GeoDataFrame:
    """Return a layer's features that a selection asks for, in the layer's order.

    Parameters
    ----------
    layer_id : str
        A layer.
    selection : Selection
        What to keep.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        As `sxgeo.domain.layer.read_layer` gives it; `attrs` gains ``selected`` where anything was
        left out.

    Raises
    ------
    UnknownNameError
        No such layer, unit, status or column.
    AmbiguousNameError
        A unit's name is that of several.
    SxgeoError
        The year or the CRS is none.
    DataError
        Faults of the layer.
    """
    frame = read_layer(layer_id, root=root)
    if selection.as_of is not None:
        mentions = read_mentions(layer_id, root=root)
        frame = frame_in_year(frame, mentions, selection.as_of)
    attrs = frame.attrs
    units = _wanted_units(selection, root)
    for column, wanted in units.items():
        frame = frame[[not wanted.isdisjoint(split(cell)) for cell in frame[column]]]
    if selection.status is not None:
        frame = frame[frame["status"].isin(_known_statuses(selection.status))]
    frame = in_crs(_with_columns(frame.reset_index(drop=True), selection.columns), selection.crs)
    told = {key: value for key, value in asdict(selection).items() if value is not None}
    frame.attrs = {**attrs, "selected": told} if told else attrs
    return frame


def listed(choice: str | Sequence[str]) -> list[str]:
    """Return one name, or several, as a list."""
    return [choice] if isinstance(choice, str) else list(choice)


def _wanted_units(selection: Selection, root: str | Path | None) -> dict[str, set[str]]:
    """Return the adcodes to keep by column of the frame."""
    wanted: dict[str, set[str]] = {}
    prefectures: list[str] = []
    if selection.prefecture is not None:
        given = listed(selection.prefecture)
        prefectures = [match_unit(each, level=_PREFECTURE, root=root).adcode for each in given]
        wanted["prefecture_adcodes"] = set(prefectures)
    if selection.county is not None:
        parent = prefectures[0] if len(prefectures) == 1 else ""
        given = listed(selection.county)
        counties = [match_unit(each, level=_COUNTY, parent=parent, root=root) for each in given]
        wanted["county_adcodes"] = {each.adcode for each in counties}
    return wanted


def _known_statuses(status: str | Sequence[str]) -> list[str]:
    wanted = listed(status)
    for each in wanted:
        if each not in STATUSES:
            raise UnknownNameError("status", each, STATUSES)
    return wanted


def _with_columns(frame: gpd.GeoDataFrame, columns: Sequence[str] | None) -> gpd.GeoDataFrame:
    if columns is None:
        return frame
    known = [str(each) for each in frame.columns]
    for each in columns:
        if each not in known:
            raise UnknownNameError("column", each, known)
    kept = [each for each in dict.fromkeys(columns) if each != "geometry"]
    return frame[[*kept, "geometry"]]


def in_crs(frame: gpd.GeoDataFrame, crs: str | int | None) -> gpd.GeoDataFrame:
    """Return a frame in another CRS; the same frame where none is asked for.

    Raises
    ------
    SxgeoError
        PROJ does not know the CRS.
    """
    if crs is None:
        return frame
    from pyproj.exceptions import CRSError

    try:
        return frame.to_crs(crs)
    except CRSError as error:
        msg = f"{crs!r} is no CRS that PROJ knows; give an EPSG code such as 4490 or 'EPSG:4547'."
        raise SxgeoError(msg) from error


def select_boundaries(
    level: str,
    *,
    parent: str | None = None,
    simplify_m: float = 0.0,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Return the units of a level, all or those below one unit.

    Parameters
    ----------
    level : str
        An admin level of the region.
    parent : str, optional
        Name or adcode of a unit above.
    simplify_m : float
        Metres; see `sxgeo.domain.boundaries.simplified`. The whole level is simplified together,
        so that parts of it fit one another.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    UnknownNameError
        No such level or unit.
    AmbiguousNameError
        The parent's name is that of several units.
    SxgeoError
        The parent has no units of the level below it, or the tolerance is negative.
    """
    frame = read_boundaries(level, root=root)
    attrs: dict[Any, Any] = dict(frame.attrs)
    if simplify_m:
        frame = simplified(frame, simplify_m)
        attrs["simplified_m"] = simplify_m
    if parent is not None:
        frame, attrs["parent"] = _below(frame, parent, root)
    frame.attrs = attrs
    return frame


def _below(
    frame: gpd.GeoDataFrame, parent: str, root: str | Path | None
) -> tuple[gpd.GeoDataFrame, str]:
    names = read_unit_names(root)
    code = match_unit(parent, root=root).adcode
    below = [names.is_below(names.units[each], code) for each in frame["adcode"]]
    if not any(below):
        level = frame.attrs["level"]
        msg = f"{names.labelled(code)} ({names.units[code].level}) has no {level} below it."
        raise SxgeoError(msg)
    return frame[below].reset_index(drop=True), code
