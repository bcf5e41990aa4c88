"""Lengths, areas and distances on the WGS-84 ellipsoid: no projection, hence no choice of one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod

    FloatArray = NDArray[np.float64]


def ground_distance(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> FloatArray:
    """Return the length of the geodesics between pairs of WGS-84 positions.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : array_like
        WGS-84 decimal degrees, broadcast against each other.

    Returns
    -------
    ndarray of float64
        Metres on the WGS-84 ellipsoid, of the broadcast shape; NaN where a coordinate is.

    Examples
    --------
    >>> float(ground_distance(112.0, 37.0, 113.0, 37.0).round(1))
    89011.3
    """
    given = (np.asarray(degrees, dtype=np.float64) for degrees in (lon1, lat1, lon2, lat2))
    arrays = np.broadcast_arrays(*given)
    from_lon, from_lat, to_lon, to_lat = (array.flatten() for array in arrays)
    _, _, metres = _geod().inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(metres, dtype=np.float64).reshape(arrays[0].shape)


def geodesic_length(lines: ArrayLike) -> FloatArray:
    """Return the length of lines on the ground.

    Parameters
    ----------
    lines : array_like of shapely LineString, LinearRing or MultiLineString
        WGS-84 `(longitude, latitude)` degrees; None stands for a missing line.

    Returns
    -------
    ndarray of float64
        Metres on the WGS-84 ellipsoid, one per line and of the input's shape; NaN for None.

    Raises
    ------
    SxgeoError
        A geometry is no line.

    Examples
    --------
    >>> from shapely import LineString
    >>> float(geodesic_length(LineString([(112, 37), (113, 37), (113, 38)])).round(1))
    199998.3
    """
    import shapely

    shape, flat, missing = _geometries(lines, ("LineString", "LinearRing", "MultiLineString"))
    parts, of_line = shapely.get_parts(flat, return_index=True)
    coordinates, of_part = shapely.get_coordinates(parts, return_index=True)
    joined = np.flatnonzero(of_part[1:] == of_part[:-1])
    metres = ground_distance(*coordinates[joined].T, *coordinates[joined + 1].T)
    total = np.bincount(of_line[of_part[joined]], weights=metres, minlength=flat.size)
    return np.where(missing, np.nan, total).reshape(shape)


def geodesic_area(polygons: ArrayLike) -> FloatArray:
    """Return the area of polygons on the ground, their edges taken as geodesics.

    Parameters
    ----------
    polygons : array_like of shapely Polygon or MultiPolygon
        WGS-84 `(longitude, latitude)` degrees, rings in either direction; None stands for a
        missing polygon.

    Returns
    -------
    ndarray of float64
        Square metres on the WGS-84 ellipsoid, holes taken off, one per polygon and of the
        input's shape; NaN for None.

    Raises
    ------
    SxgeoError
        A geometry is no polygon.

    Examples
    --------
    >>> from shapely import box
    >>> float(geodesic_area(box(112, 37, 113, 38)).round(-3))
    9813925000.0
    """
    import shapely

    shape, flat, missing = _geometries(polygons, ("Polygon", "MultiPolygon"))
    parts, of_polygon = shapely.get_parts(flat, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    is_hole = np.concatenate([[False], of_part[1:] == of_part[:-1]])[: rings.size]
    square_metres = np.array([abs(_geod().geometry_area_perimeter(ring)[0]) for ring in rings])
    signed = np.where(is_hole, -square_metres, square_metres)
    total = np.bincount(of_polygon[of_part], weights=signed, minlength=flat.size)
    return np.where(missing, np.nan, total).reshape(shape)


@functools.cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _geometries(
    given: ArrayLike, allowed: tuple[str, ...]
) -> tuple[tuple[int, ...], NDArray[np.object_], NDArray[np.bool_]]:
    """Return shape, flat array and where it is None; refuse any other type than the `allowed`."""
    import shapely

    array = np.asarray(given, dtype=object)
    flat = array.ravel()
    missing = shapely.is_missing(flat)
    for geometry in flat[~missing]:
        if geometry.geom_type not in allowed:
            msg = f"Expected {' or '.join(allowed)}, got a {geometry.geom_type}."
            raise SxgeoError(msg)
    return array.shape, flat, missing
