"""How far it is from each unit's seat to the nearest feature, and which units are near enough."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.crs import geodesic_area
from sxgeo.data.places import read_places
from sxgeo.domain.frames import check_km, dense, names_of, wgs84_frame
from sxgeo.domain.reach import land_within, nearest_shape
from sxgeo.domain.selection import select_boundaries
from sxgeo.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

Measure = Literal["seat", "land"]
MEASURES = ("seat", "land")
_SEAT, _MEASURE = "seat", "measure"
_UNIT = ["adcode", "name", "name_en", "parent_adcode"]
SEAT_RULE = (
    "Straight (geodesic) distance from the seat of the unit to the nearest point of the nearest "
    "feature: no road. accuracy_km joins the 95 % radii of both positions. Only the features given "
    "count: a layer holds what documents name, not all there is."
)
LAND_RULE = (
    "A unit counts when any of its land lies within the straight (geodesic) distance of a feature; "
    "share_within is the share of its area that does. Only the features given count: a layer holds "
    "what documents name, not all there is."
)


def nearest_to_seats(
    frame: gpd.GeoDataFrame,
    level: str = "county",
    *,
    parent: str | None = None,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Find the feature nearest to the seat of every unit, and how far it is.

    Parameters
    ----------
    frame : GeoDataFrame
        Features of any kind.
    level : str
        An admin level.
    parent : str, optional
        Name or adcode: only the units below it.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a unit, ascending by adcode: ``adcode, name, name_en, parent_adcode,
        nearest_id, nearest_name, distance_km, accuracy_km``, ``geometry`` (the seat). A unit whose
        seat is not in the gazetteer keeps its row, without a distance; `attrs` lists its adcode in
        ``without_seat``. `accuracy_km` is missing where the features state no accuracy.

    Raises
    ------
    UnknownNameError
        No such level or unit.
    SxgeoError, DatumError, DataError
        The frame cannot be asked (see `sxgeo.domain.frames.wgs84_frame`).

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> found = nearest_to_seats(read_layer("medical_centres"), parent="太原")
    >>> bool((found["distance_km"] < 100).all())
    True
    """
    given = wgs84_frame(frame)
    units = select_boundaries(level, parent=parent, root=root)
    seats = _seats(units, root)
    shapes = dense(given.geometry.tolist())
    ids, names = names_of(given)
    radii = pd.to_numeric(given.get("accuracy_m", pd.Series(math.nan, given.index))).to_numpy()
    rows: list[tuple[str | None, str | None, float, float]] = []
    for lon, lat, radius in seats[["lon", "lat", "accuracy_m"]].itertuples(index=False, name=None):
        if math.isnan(lon):
            rows.append((None, None, math.nan, math.nan))
            continue
        place, metres = nearest_shape(lon, lat, shapes)
        accuracy = math.hypot(radius, float(radii[place])) / 1000.0
        rows.append((ids[place], names[place], metres / 1000.0, accuracy))
    columns = ["nearest_id", "nearest_name", "distance_km", "accuracy_km"]
    answers = pd.DataFrame(rows, columns=columns, index=units.index)
    points = gpd.GeoSeries.from_xy(seats["lon"], seats["lat"], crs="EPSG:4326")
    result = gpd.GeoDataFrame(units[_UNIT].join(answers), geometry=points)
    missing = units.loc[seats["lon"].isna(), "adcode"].tolist()
    result.attrs = {
        "each_row_is_a": f"seat of a {level}",
        "of": frame.attrs.get("title", ""),
        "level": level,
        "rests_on": SEAT_RULE,
        "without_seat": missing,
    }
    return result


def _seats(units: gpd.GeoDataFrame, root: str | Path | None) -> pd.DataFrame:
    """Return the position of every unit's seat, in the units' order; NaN where there is none."""
    places = read_places(root)
    seats = places[places["kind"] == _SEAT].set_index("id")[["lon", "lat", "accuracy_m"]]
    wanted = [f"{_SEAT}-{code}" for code in units["adcode"]]
    return seats.reindex(wanted).astype("float64").set_axis(units.index)


def units_within(
    frame: gpd.GeoDataFrame,
    km: float,
    level: str = "county",
    *,
    measure: Measure = "seat",
    parent: str | None = None,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Return the units within a distance of any feature.

    Parameters
    ----------
    frame : GeoDataFrame
        Features of any kind.
    km : float
        Kilometres along the geodesic.
    level : str
        An admin level.
    measure : {'seat', 'land'}
        ``seat``: the unit's seat is that near. ``land``: any of its land is.
    parent : str, optional
        Name or adcode: only the units below it.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a unit: ``adcode, name, name_en, parent_adcode``, then the columns of
        `nearest_to_seats`, nearest first, or ``share_within`` (0 to 1), most first; ``geometry``
        (the unit). `attrs` holds ``units`` (how many were asked), ``rests_on`` and, for seats,
        ``without_seat`` (adcodes nobody can tell).

    Raises
    ------
    UnknownNameError
        No such level, unit or measure.
    SxgeoError, DatumError, DataError
        The distance is none, or the frame cannot be asked.

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> near = units_within(read_layer("medical_centres"), 20)
    >>> near["distance_km"].is_monotonic_increasing, bool(near["distance_km"].max() <= 20)
    (True, True)
    """
    metres = check_km(km)
    if measure not in MEASURES:
        raise UnknownNameError(_MEASURE, str(measure), MEASURES)
    given = wgs84_frame(frame)
    units = select_boundaries(level, parent=parent, root=root)
    told: dict[Hashable, Any] = {}
    if measure == "seat":
        nearest = nearest_to_seats(frame, level, parent=parent, root=root)
        told = {"without_seat": nearest.attrs["without_seat"]}
        answers = nearest.drop(columns="geometry")
        found = answers[answers["distance_km"] <= km].sort_values("distance_km", kind="stable")
    else:
        shares = share_of_land(units, given, metres)
        answers = units[_UNIT].assign(share_within=shares)
        found = answers[shares > 0].sort_values("share_within", ascending=False, kind="stable")
    result = gpd.GeoDataFrame(found, geometry=units.geometry.loc[found.index], crs="EPSG:4326")
    result = result.reset_index(drop=True)
    result.attrs = {
        "each_row_is_a": units.attrs["each_row_is_a"],
        "of": frame.attrs.get("title", ""),
        "level": level,
        "km": float(km),
        "units": len(units),
        "rests_on": SEAT_RULE if measure == "seat" else LAND_RULE,
        **told,
    }
    return result


def share_of_land(units: gpd.GeoDataFrame, features: gpd.GeoDataFrame, metres: float) -> np.ndarray:
    """Return the share of each unit's area within a distance of any feature, 0 to 1.

    Parameters
    ----------
    units, features : GeoDataFrame
        EPSG:4326.
    metres : float
        Along the geodesic.
    """
    land = land_within(features.geometry.tolist(), metres)
    areas = units.geometry.to_numpy()
    within = units.geometry.intersection(land).to_numpy()
    parts = np.array([_square_metres(shape) for shape in within])
    return np.minimum(parts / geodesic_area(areas), 1.0)


def _square_metres(shape: shapely.Geometry) -> float:
    """Return the area of what two areas share; lines and points they touch in have none."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return float(geodesic_area(parts).sum()) if parts else 0.0
