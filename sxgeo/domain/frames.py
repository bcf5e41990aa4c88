"""What a question needs of a frame that is put to it: shapes, a CRS, features of the right kind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from sxgeo.domain.placement import split, units_of
from sxgeo.errors import DataError, DatumError, Issue, SxgeoError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

GEOMETRY_KINDS = ("Point", "LineString", "Polygon")


def wgs84_frame(frame: object, *, kinds: Sequence[str] = GEOMETRY_KINDS) -> gpd.GeoDataFrame:
    """Return a frame in EPSG:4326 that is fit to be asked something.

    Parameters
    ----------
    frame : GeoDataFrame
        At least one feature; any CRS; multi-part shapes count as the single kind.
    kinds : sequence of str
        Of ``Point``, ``LineString`` and ``Polygon``: what the question is about.

    Raises
    ------
    SxgeoError
        It is no GeoDataFrame, or has no features.
    DatumError
        It states no CRS.
    DataError
        A feature has no geometry or one of another kind; every row is named.
    """
    if not isinstance(frame, gpd.GeoDataFrame):
        kind = type(frame).__name__
        msg = f"A {kind} has no shapes; give a GeoDataFrame, such as read_layer returns."
        raise SxgeoError(msg)
    if frame.empty:
        msg = f"{_called(frame)} has no features: there is nothing to ask about."
        raise SxgeoError(msg)
    if frame.crs is None:
        msg = f"{_called(frame)} states no CRS; set it with set_crs, once its datum is WGS-84."
        raise DatumError(msg)
    issues = [*_shape_issues(frame, kinds)]
    if issues:
        raise DataError(issues)
    return frame.to_crs("EPSG:4326")


def _called(frame: pd.DataFrame) -> str:
    return str(frame.attrs.get("layer") or "The frame")


def _shape_issues(frame: gpd.GeoDataFrame, kinds: Sequence[str]) -> list[Issue]:
    issues = []
    shapes, called = frame.geometry, _called(frame)
    missing = shapes.isna() | shapes.is_empty
    for row, kind, empty in zip(frame.index, shapes.geom_type, missing, strict=True):
        if empty:
            issues.append(Issue(called, f"row {row}", "it has no geometry", "geometry"))
        elif (single := str(kind).removeprefix("Multi")) not in kinds:
            problem = f"it is a {single}, expected {' or '.join(kinds)}"
            issues.append(Issue(called, f"row {row}", problem, "geometry"))
    return issues


def check_km(km: object) -> float:
    """Return a distance in metres, given in kilometres.

    Raises
    ------
    SxgeoError
        It is not a number above zero, or more than 2000.
    """
    number = isinstance(km, (int, float)) and not isinstance(km, bool) and math.isfinite(km)
    if not number or not 0 < km <= 2000:  # type: ignore[operator]  # a number by then
        msg = f"A distance is a number of kilometres above 0 and up to 2000, not {km!r}."
        raise SxgeoError(msg)
    return float(km) * 1000.0  # type: ignore[arg-type]  # the same


def unit_codes(frame: gpd.GeoDataFrame, level: str, units: gpd.GeoDataFrame) -> list[list[str]]:
    """Return the adcodes of the units of a level that each feature lies in, ascending.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:4326. The column ``<level>_adcodes`` of a layer is believed; without it the shapes are
        laid on the boundaries.
    level : str
        An admin level.
    units : GeoDataFrame
        All units of the level.
    """
    column = f"{level}_adcodes"
    if column in frame:
        return [split(cell) for cell in frame[column]]
    return units_of(frame.geometry.tolist(), units)


def names_of(frame: gpd.GeoDataFrame) -> tuple[list[str], list[str]]:
    """Return ids and names of the features: those of the columns, else the index and nothing."""
    ids = frame.get("id", frame.index)
    names = frame.get("name", [""] * len(frame))
    return [str(each) for each in ids], [str(each) for each in names]


def dense(shapes: Sequence[shapely.Geometry], degrees: float = 0.01) -> list[shapely.Geometry]:
    """Return shapes with a vertex at least every so many degrees.

    Between two vertices a line is drawn straight in degrees, which is not the geodesic between
    them; every hundredth of a degree the two are within centimetres of each other.
    """
    return list(shapely.segmentize(list(shapes), degrees))
