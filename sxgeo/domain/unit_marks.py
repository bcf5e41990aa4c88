"""Features that are admin units, drawn as marks in rows near the unit's name.

Where one unit carries several classes, fills would lie on top of each other; a row of marks reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from numpy.typing import NDArray

# Degrees: about 1.3 times a mark's width on a province map.
_STEP, _ROW = 0.15, 0.12
_NAME = 0.2  # half the width of a unit's name
_ROOMS = (0.04, 0.01)  # half the sides of squares around a mark that a unit should hold
_UPWARDS = 1.6  # how much farther a row above the name counts


def as_marks(
    frame: gpd.GeoDataFrame, units: Mapping[str, gpd.GeoDataFrame], taken: Counter[str]
) -> gpd.GeoDataFrame:
    """Return the frame with every feature that is a unit as a point near the unit's label.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer with a `unit` column (empty where a feature has a shape of its own).
    units : mapping of str to GeoDataFrame
        Boundaries by level, with `label_lon` and `label_lat`.
    taken : Counter
        How many marks of other layers each unit has already; counted on.

    Returns
    -------
    GeoDataFrame
        A copy; marks of one unit stand in rows around its name, inside its border, in the frame's
        order, the nearest place below the name first. The points are where marks are drawn, not
        where anything lies: the evidence stays that of the unit's border, but no radius is told
        about the mark.
    """
    wanted = set(frame["unit"]) - {""}
    places = {
        code: _places(shape, lon, lat)
        for level in units.values()
        for code, shape, lon, lat in zip(
            level["adcode"], level.geometry, level["label_lon"], level["label_lat"], strict=True
        )
        if code in wanted
    }
    shapes: list[shapely.Geometry] = []
    for shape, unit in zip(frame.geometry, frame["unit"], strict=True):
        if unit:
            shapes.append(shapely.Point(places[unit][taken[unit] % len(places[unit])]))
            taken[unit] += 1
        else:
            shapes.append(shape)
    moved = frame.assign(accuracy_m=frame["accuracy_m"].mask(frame["unit"] != ""))
    return moved.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _places(unit: shapely.Geometry, lon: float, lat: float) -> NDArray[np.float64]:
    """Return all places for marks inside a unit, (n, 2), in the order they are taken.

    First come those of rows and columns about the name that hold a whole mark, then those that
    hold little more than its middle; when they are full, the places between them.
    """
    shapely.prepare(unit)
    found: list[NDArray[np.float64]] = []
    for shift in (0.0, 0.5):
        left = _grid(unit, lon, lat, shift)
        for room in _ROOMS:
            squares = shapely.box(*(left - room).T, *(left + room).T)
            inside = shapely.contains_properly(unit, squares)
            found.append(left[inside])
            left = left[~inside]
    places = np.concatenate(found)
    return places if len(places) else shapely.get_coordinates(shapely.point_on_surface(unit))


def _grid(unit: shapely.Geometry, lon: float, lat: float, shift: float) -> NDArray[np.float64]:
    """Return places in rows over a unit, the nearest below its name first; its name stays free."""
    west, south, east, north = (float(each) for each in shapely.bounds(unit))
    across = np.arange(np.ceil((west - lon) / _STEP), (east - lon) / _STEP) + shift
    up = np.arange(np.ceil((south - lat) / _ROW), (north - lat) / _ROW) - shift
    x, y = (each.ravel() for each in np.meshgrid(across * _STEP, up * _ROW))
    free = (np.abs(y) > _ROW / 4) | (np.abs(x) > _NAME)
    x, y = x[free], y[free]
    below = -_ROW - y
    far = np.hypot(x, np.where(below < 0, -_UPWARDS * below, below))
    order = np.lexsort((x, -y, np.round(far, 6)))
    return np.column_stack([lon + x, lat + y])[order]
