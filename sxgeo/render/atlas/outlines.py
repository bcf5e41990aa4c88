"""Geometries as what matplotlib draws: compound paths and arrays of coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.sheet import rings_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.path import Path
    from numpy.typing import NDArray

    from sxgeo.render.atlas.rect import Rect


def clipped(shapes: Iterable[shapely.Geometry], rect: Rect) -> NDArray[np.object_]:
    """Return the parts of shapes inside a rectangle; empty geometries where nothing is."""
    return np.asarray(
        shapely.clip_by_rect(np.asarray(list(shapes), dtype=object), *rect), dtype=object
    )


def line_arrays(shapes: Iterable[shapely.Geometry]) -> list[NDArray[np.float64]]:
    """Return every line, or ring of a polygon, as an array (n, 2)."""
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    dimensions = shapely.get_dimensions(parts)
    lines = [*parts[dimensions == 1], *shapely.get_rings(parts[dimensions == 2])]
    return [shapely.get_coordinates(each) for each in lines if not each.is_empty]


def area_path(shapes: Iterable[shapely.Geometry]) -> Path:
    """Return one path of all polygons among the shapes; their holes stay open."""
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    areas = parts[shapely.get_dimensions(parts) == 2]
    oriented = shapely.normalize(areas)  # shells one way, holes the other
    return rings_path([shapely.get_coordinates(each) for each in shapely.get_rings(oriented)])


def merged_lines(shape: shapely.Geometry) -> list[NDArray[np.float64]]:
    """Return a feature's lines with parts that meet end to end joined, the longest first."""
    lines = [each for each in shapely.get_parts(shape) if shapely.get_dimensions(each) == 1]
    if not lines:
        return []
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    return [
        shapely.get_coordinates(each)
        for each in sorted(joined, key=lambda line: -shapely.length(line))
    ]
