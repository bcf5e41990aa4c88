"""The land within a distance of shapes, and the nearest of them: measured on the ellipsoid."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.crs import ground_distance
from sxgeo.domain.frames import dense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pyproj import Geod

    Numbers = NDArray[np.float64]

_CORNERS = 90  # of a circle; its radius is off by up to 0.03 %, as much outward as inward
_STEP_DEGREES = 0.02
_MARGIN, _MARGIN_M = 1.1, 1000.0  # a plane in degrees finds the nearest of shapes only roughly


def land_within(shapes: Sequence[shapely.Geometry], metres: float) -> shapely.Geometry:
    """Return the land within a distance of any of some shapes.

    Parameters
    ----------
    shapes : sequence of Geometry
        EPSG:4326, of any kind.
    metres : float
        Along the geodesic.

    Returns
    -------
    Geometry
        EPSG:4326 polygons; their edge is right to 0.03 % of the distance.
    """
    parts = shapely.get_parts(dense(shapes, _STEP_DEGREES))
    dimensions = shapely.get_dimensions(parts)
    areas = parts[dimensions == 2]
    edges = [*parts[dimensions == 1], *shapely.get_rings(areas)]
    points = shapely.get_coordinates(parts[dimensions == 0])
    pieces: list[shapely.Geometry] = [*areas, *_circles(points, metres)]
    for edge in edges:
        vertices = shapely.get_coordinates(edge)
        pieces += [*_circles(vertices, metres), *_bands(vertices, metres)]
    union: shapely.Geometry = shapely.union_all(pieces)
    return union


def _circles(points: Numbers, metres: float) -> list[shapely.Polygon]:
    """Return a polygon around each point whose corners and edges are off by the same."""
    turn = np.linspace(0.0, 360.0, _CORNERS, endpoint=False)
    radius = metres / np.sqrt(np.cos(np.pi / _CORNERS))
    lon, lat = np.repeat(points, _CORNERS, axis=0).T
    rings = _moved(lon, lat, np.tile(turn, len(points)), radius).reshape(-1, _CORNERS, 2)
    return [shapely.Polygon(ring) for ring in rings]


def _bands(vertices: Numbers, metres: float) -> list[shapely.Polygon]:
    """Return the strips beside the segments of a line: what its vertices' circles leave out."""
    (lon1, lat1), (lon2, lat2) = vertices[:-1].T, vertices[1:].T
    there, back, _ = _geod().inv(lon1, lat1, lon2, lat2)
    corners = [
        _moved(lon1, lat1, np.asarray(there) - 90.0, metres),
        _moved(lon2, lat2, np.asarray(back) + 90.0, metres),
        _moved(lon2, lat2, np.asarray(back) - 90.0, metres),
        _moved(lon1, lat1, np.asarray(there) + 90.0, metres),
    ]
    return [shapely.Polygon(corner) for corner in np.stack(corners, axis=1)]


def _moved(lon: Numbers, lat: Numbers, azimuth: Numbers, metres: float) -> Numbers:
    far_lon, far_lat, _ = _geod().fwd(lon, lat, azimuth, np.full(len(lon), metres))
    return np.column_stack([far_lon, far_lat])


def nearest_shape(lon: float, lat: float, shapes: Sequence[shapely.Geometry]) -> tuple[int, float]:
    """Return which of some shapes is nearest to a position, and how far it is.

    Parameters
    ----------
    lon, lat : float
        WGS-84 degrees.
    shapes : sequence of Geometry
        EPSG:4326, at least one, of any kind; lines and areas as `sxgeo.domain.frames.dense` gives
        them.

    Returns
    -------
    tuple of int and float
        The place in the sequence (the first of equals) and metres along the geodesic; 0 inside an
        area.
    """
    array = np.asarray(shapes, dtype=object)
    rough = _rough_distances(lon, lat, array)
    candidates = np.flatnonzero(rough <= rough.min() * _MARGIN + _MARGIN_M)
    exact = _exact_distances(lon, lat, array[candidates])
    best = int(np.argmin(exact))
    return int(candidates[best]), float(exact[best])


def _rough_distances(lon: float, lat: float, shapes: NDArray[np.object_]) -> Numbers:
    scale = 111_320.0 * np.array([np.cos(np.radians(lat)), 1.0])
    plane = shapely.transform(shapes, lambda pairs: (pairs - [lon, lat]) * scale)
    return np.asarray(shapely.distance(plane, shapely.Point(0.0, 0.0)), dtype=np.float64)


def _exact_distances(lon: float, lat: float, shapes: NDArray[np.object_]) -> Numbers:
    """Return geodesic distances, in the plane where those from the position are true."""

    def plane(pairs: Numbers) -> Numbers:
        here = np.full(len(pairs), lon), np.full(len(pairs), lat)
        azimuth, _, metres = _geod().inv(*here, pairs[:, 0], pairs[:, 1])
        turn = np.radians(azimuth)
        return np.column_stack([metres * np.sin(turn), metres * np.cos(turn)])

    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        return ground_distance(lon, lat, *shapely.get_coordinates(shapes).T)
    there = shapely.transform(shapes, plane)
    return np.asarray(shapely.distance(there, shapely.Point(0.0, 0.0)), dtype=np.float64)


@functools.cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")
