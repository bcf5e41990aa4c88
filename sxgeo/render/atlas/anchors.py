"""Points that stand for shapes: in the index, for leader lines, for names set inside."""

from __future__ import annotations

import numpy as np
import shapely


def anchor(shape: shapely.Geometry) -> shapely.Point:
    """Return a point on a shape's longest line, or inside its largest area.

    Examples
    --------
    >>> anchor(shapely.LineString([(0, 0), (4, 0)])).wkt
    'POINT (2 0)'
    """
    largest = _largest(shape)
    if shapely.get_dimensions(largest) == 1:
        found = shapely.line_interpolate_point(largest, 0.5, normalized=True)  # type: ignore[call-overload]
    else:
        found = shapely.point_on_surface(largest)
    return shapely.Point(*middle_of(found))


def innermost(shape: shapely.Geometry) -> shapely.Point:
    """Return the point of an area that is furthest from its border; `anchor` of anything else."""
    largest = _largest(shape)
    if shapely.get_dimensions(largest) < 2:
        return anchor(shape)
    west, _, east, _ = shapely.bounds(largest)
    tolerance = max(min(float(east - west), 50.0) / 50, 0.1)
    circle = shapely.maximum_inscribed_circle([largest], tolerance=tolerance)
    return shapely.Point(shapely.get_coordinates(circle)[0])


def middle_of(shape: shapely.Geometry) -> tuple[float, float]:
    """Return the coordinates of a shape's centroid."""
    middle = shapely.centroid(shape)
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    part: shapely.Geometry = parts[int(np.argmax(shapely.area(parts) + shapely.length(parts)))]
    return part
