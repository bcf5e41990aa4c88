"""Features that are admin units, drawn as marks in rows near the unit's name.

Where one unit carries several classes, fills would lie on top of each other; a row of marks reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

# Degrees: about 1.3 times a mark's width on a province map.
_STEP, _ROW = 0.15, 0.12
_COLUMNS = 4
_BELOW_NAME = 0.12


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
        A copy; marks of one unit stand in rows of four below its name, in the frame's order. The
        points are where marks are drawn, not where anything lies: the evidence stays that of
        the unit's border, but no radius is told about the mark.
    """
    labels = {
        code: at
        for level in units.values()
        for code, *at in zip(level["adcode"], level["label_lon"], level["label_lat"], strict=True)
    }
    shapes: list[shapely.Geometry] = []
    for shape, unit in zip(frame.geometry, frame["unit"], strict=True):
        if unit:
            row, column = divmod(taken[unit], _COLUMNS)
            taken[unit] += 1
            lon, lat = labels[unit]
            east = (column - (_COLUMNS - 1) / 2) * _STEP
            shapes.append(shapely.Point(lon + east, lat - _BELOW_NAME - row * _ROW))
        else:
            shapes.append(shape)
    moved = frame.assign(accuracy_m=frame["accuracy_m"].mask(frame["unit"] != ""))
    return moved.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
