"""How far the frame's borders lie from another publisher's drawing of them, unit by unit.

The other drawing is finer and errs too; neither is proven to be independent of the other, so it is
no second source of the positions, but it bounds what a unit's border may be off.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from tianditu import read_divisions

if TYPE_CHECKING:
    import geopandas as gpd

OTHER = "amap"
SHARE = 0.95
STEP_M = 100.0
"""Metres between the points of a border that are measured."""
ROUND_M = 100
_PREFIX = {"province": 2, "prefecture": 4, "county": 6}  # digits of an adcode that name the level


def border_spread(frame: gpd.GeoDataFrame, level: str, metric_crs: str) -> pd.Series[float]:
    """Return by adcode the distance that holds 95 % of a unit's border, metres.

    Parameters
    ----------
    frame : GeoDataFrame
        Units of one level with `adcode`, EPSG:4326.
    level : {"province", "prefecture", "county"}
        Theirs.
    metric_crs : str
        Projected CRS the distances are measured in.
    """
    table, outlines = read_divisions("district", publisher=OTHER)
    codes = table["district_adcode"].str[: _PREFIX[level]]
    found = {}
    for adcode, outline in zip(
        frame["adcode"], frame.geometry.to_crs(metric_crs).to_numpy(), strict=True
    ):
        parts = outlines[(codes == adcode[: _PREFIX[level]]).to_numpy()]
        other = type(frame.geometry)([shapely.union_all(parts)], crs=frame.crs).to_crs(metric_crs)
        found[adcode] = _distance(shapely.boundary(outline), shapely.boundary(other.iloc[0]))
    return pd.Series(found)


def stated_accuracy(spread: pd.Series[float]) -> int:
    """Return the accuracy a level states: that of its worst unit, rounded up.

    Examples
    --------
    >>> stated_accuracy(pd.Series([700.0, 1279.4]))
    1300
    """
    return math.ceil(float(spread.max()) / ROUND_M) * ROUND_M


def _distance(border: shapely.Geometry, other: shapely.Geometry) -> float:
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(border, STEP_M)))
    lines = shapely.STRtree(shapely.get_parts(_pieces(other)))
    distances = lines.query_nearest(points, return_distance=True, all_matches=False)[1]
    return float(np.quantile(distances, SHARE))


def _pieces(border: shapely.Geometry) -> shapely.Geometry:
    """Return the segments of a border one by one, which a tree finds quicker than whole rings."""
    pairs, line = shapely.get_coordinates(shapely.get_parts(border), return_index=True)
    same = line[:-1] == line[1:]
    ends = np.stack([pairs[:-1], pairs[1:]], axis=1)[same]
    return shapely.multilinestrings(shapely.linestrings(ends))
