"""Which units a feature lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.data.descriptor import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def units_of(geometries: Sequence[shapely.Geometry], units: pd.DataFrame) -> list[list[str]]:
    """Return, for each geometry, the adcodes of the units it lies in or passes through, ascending.

    Parameters
    ----------
    geometries : sequence of Geometry
        WGS-84; a point on a border lies in the unit with the smaller adcode, a line must cross a
        unit's inside (running along its border is not enough).
    units : GeoDataFrame
        One level of boundaries, with `adcode`.
    """
    areas = units.geometry.to_numpy()
    codes = units["adcode"].to_numpy()
    shapes = np.asarray(geometries, dtype=object)
    # The tree prepares what it is asked about: the few large outlines, not the many small shapes.
    where, which = shapely.STRtree(shapes).query(areas, predicate="intersects")
    is_point = shapely.get_dimensions(shapes) == 0
    # A point on a border is in; whatever is longer must share more than a border with the unit.
    inside = is_point[which]
    shapely.prepare(areas)
    inside[~inside] = ~shapely.touches(areas[where[~inside]], shapes[which[~inside]])
    found: list[list[str]] = [[] for _ in shapes]
    for feature, unit in zip(which[inside], where[inside], strict=True):
        found[feature].append(str(codes[unit]))
    return [
        sorted(each)[:1] if point else sorted(each)
        for point, each in zip(is_point, found, strict=True)
    ]


def joined(codes: Sequence[str]) -> str:
    """Return adcodes as one cell."""
    return LIST_SEPARATOR.join(codes)


def split(cell: str) -> list[str]:
    """Return the adcodes of a cell; an empty cell has none."""
    return cell.split(LIST_SEPARATOR) if cell else []
