"""Datums (the one border every coordinate crosses once) and measuring on the ellipsoid."""

from sxgeo.crs.datums import (
    DATUM_LABELS,
    DATUMS,
    SHIFT_BOUNDS,
    Datum,
    check_datum,
    convert,
    wgs84_from,
    wgs84_to,
)
from sxgeo.crs.geodesy import geodesic_area, geodesic_length, ground_distance

__all__ = [
    "DATUMS",
    "DATUM_LABELS",
    "SHIFT_BOUNDS",
    "Datum",
    "check_datum",
    "convert",
    "geodesic_area",
    "geodesic_length",
    "ground_distance",
    "wgs84_from",
    "wgs84_to",
]
