"""Datums: the one border every coordinate crosses once.

Four datums are known by name. Positions are decimal degrees, `(longitude, latitude)`:

``wgs84``
    WGS-84 (EPSG:4326), what GPS gives; the datum of everything inside this package.
``cgcs2000``
    China Geodetic Coordinate System 2000 (EPSG:4490), what the state survey and Tianditu give. Its
    ellipsoid differs from WGS-84's by 0.1 mm of polar radius; its frame (ITRF97, epoch 2000) stays
    with the plate, which moves about 3 cm a year in today's WGS-84. Coincident *at the decimetre
    level* (some 8 dm by 2026), far below any accuracy in this package, and converted by identity
    here. It keeps its own name, so that a file always says which of the two its source stated.
``gcj02``
    GCJ-02, the shifted grid of Chinese web maps (Amap, Tencent): 536 to 612 m east of WGS-84 at the
    prefecture seats of Shanxi.
``bd09``
    BD-09 (longitude and latitude, not BD-09 Mercator), Baidu's second shift on top of GCJ-02.

The shift applies to every position whose *WGS-84* coordinates lie in the rectangle 72.004 to
137.8347 E, 0.8293 to 55.8271 N, edges included: the rule all public implementations share.
Elsewhere the four datums are one. At the rectangle's edge the shift jumps by several hundred
metres, so a shifted position just beyond it may have two origins: the one inside is returned.

The shift was never published officially. The formulas are those every public implementation repeats
(github.com/googollee/eviltransform, github.com/Artoria2e5/PRCoords), written down here from the
mathematics: a polynomial plus sine waves about 105 E 35 N gives metres east and north, which the
radii of curvature of the Krasovsky 1940 ellipsoid turn into degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args, overload

import numpy as np

from sxgeo.errors import DatumError, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    Pair = tuple[FloatArray, FloatArray]

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)
DATUM_LABELS: dict[Datum, dict[str, str]] = {
    "wgs84": {"zh": "WGS-84 坐标系", "en": "WGS-84"},
    "cgcs2000": {"zh": "2000国家大地坐标系", "en": "CGCS2000"},
    "gcj02": {"zh": "GCJ-02 坐标系(国测局)", "en": "GCJ-02"},
    "bd09": {"zh": "BD-09 坐标系(百度)", "en": "BD-09"},
}
SHIFT_BOUNDS = (72.004, 0.8293, 137.8347, 55.8271)
"""The rectangle with the shift, WGS-84 degrees: `(west, south, east, north)`."""

_BLOCK = 1 << 14  # positions worked on at once: the temporaries stay in the processor's cache
_ROUNDS = (
    6  # the error shrinks at least thirtyfold each round: measured 1.7e-13 degree after six (BD-09)
)
_REACH = 0.1  # degrees; no shift is longer
_EDGE = 1e-9  # degrees; an inverse this close to the rectangle's edge lies on it

_CENTRE_LON, _CENTRE_LAT = 105.0, 35.0
_KRASOVSKY_A = 6_378_245.0
_KRASOVSKY_E2 = 0.00669342162296594323
# (amplitude in metres × 3/2, half-waves per degree)
_WAVES_BOTH = ((20.0, 6.0), (20.0, 2.0))
_WAVES_NORTH = ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
_WAVES_EAST = ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
_BD_STEP = np.pi * 3000.0 / 180.0
_BD_EAST, _BD_NORTH = 0.0065, 0.006


def check_datum(datum: str | None, *, of: str = "the coordinates") -> Datum:
    """Return `datum` when it is one of `DATUMS`.

    Parameters
    ----------
    datum : str or None
        A datum's name, exactly as in `DATUMS`.
    of : str, default "the coordinates"
        What the datum belongs to, for the sentence of the error (``"places.csv, row 3"``).

    Returns
    -------
    Datum
        The same name.

    Raises
    ------
    DatumError
        It is missing (None or empty) or unknown; the text names the choices and the nearest one.

    Examples
    --------
    >>> check_datum("gcj02")
    'gcj02'
    >>> check_datum("GCJ-02", of="row 3")
    Traceback (most recent call last):
    sxgeo.errors.DatumError: Unknown datum 'GCJ-02' of row 3. Did you mean 'gcj02'?
        Known: wgs84, cgcs2000, gcj02, bd09.
    """
    if datum is None or not datum.strip():
        msg = f"The datum of {of} is missing; say which one it is.{suggestion('', DATUMS)}"
        raise DatumError(msg)
    if datum not in DATUMS:
        msg = f"Unknown datum {datum!r} of {of}.{suggestion(datum, DATUMS)}"
        raise DatumError(msg)
    return datum


@overload
def convert(
    lon: float, lat: float, source: str | None, target: str | None
) -> tuple[float, float]: ...
@overload
def convert(lon: ArrayLike, lat: ArrayLike, source: str | None, target: str | None) -> Pair: ...
def convert(
    lon: ArrayLike, lat: ArrayLike, source: str | None, target: str | None
) -> tuple[float, float] | Pair:
    """Take positions from one datum to another, by way of WGS-84.

    Parameters
    ----------
    lon, lat : array_like
        Decimal degrees in the datum `source`; scalars or arrays of any shape, broadcast against
        each other.
        A position with NaN in either coordinate is NaN in both.
    source, target : str
        Names from `DATUMS`.

    Returns
    -------
    lon, lat : float or ndarray of float64
        Decimal degrees in the datum `target`; two floats for two scalars, else two new arrays of
        the broadcast shape. Leaving GCJ-02 or BD-09 is iterated: converting back gives the input
        within 1e-9 degree (0.1 mm).

    Raises
    ------
    DatumError
        A datum is missing or unknown.

    Examples
    --------
    >>> lon, lat = convert(116.404, 39.915, "gcj02", "bd09")
    >>> round(lon, 6), round(lat, 6)
    (116.410369, 39.921337)
    """
    from_datum = check_datum(source, of="the source coordinates")
    to_datum = check_datum(target, of="the target coordinates")
    given_lon, given_lat = np.broadcast_arrays(
        np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    )
    flat_lon, flat_lat = given_lon.flatten(), given_lat.flatten()
    unknown = np.isnan(flat_lon) | np.isnan(flat_lat)
    flat_lon[unknown] = flat_lat[unknown] = np.nan
    if from_datum != to_datum:
        for start in range(0, flat_lon.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            wgs84 = _leave(flat_lon[part], flat_lat[part], from_datum)
            flat_lon[part], flat_lat[part] = _enter(*wgs84, to_datum)
    if given_lon.ndim == 0:
        return float(flat_lon[0]), float(flat_lat[0])
    return flat_lon.reshape(given_lon.shape), flat_lat.reshape(given_lon.shape)


@overload
def wgs84_from(lon: float, lat: float, datum: str | None) -> tuple[float, float]: ...
@overload
def wgs84_from(lon: ArrayLike, lat: ArrayLike, datum: str | None) -> Pair: ...
def wgs84_from(lon: ArrayLike, lat: ArrayLike, datum: str | None) -> tuple[float, float] | Pair:
    """Take positions given in `datum` to WGS-84 (see `convert`).

    Parameters
    ----------
    lon, lat : array_like
        Decimal degrees in `datum`; scalars or arrays of any shape.
    datum : str
        A name from `DATUMS`.

    Returns
    -------
    lon, lat : float or ndarray of float64
        WGS-84 decimal degrees, of the broadcast shape.

    Raises
    ------
    DatumError
        The datum is missing or unknown.

    Examples
    --------
    >>> lon, lat = wgs84_from([112.549, 113.3], [37.857, float("nan")], "gcj02")
    >>> lon.round(5), lat.round(5)
    (array([112.54269,       nan]), array([37.85646,      nan]))
    """
    return convert(lon, lat, datum, "wgs84")


@overload
def wgs84_to(lon: float, lat: float, datum: str | None) -> tuple[float, float]: ...
@overload
def wgs84_to(lon: ArrayLike, lat: ArrayLike, datum: str | None) -> Pair: ...
def wgs84_to(lon: ArrayLike, lat: ArrayLike, datum: str | None) -> tuple[float, float] | Pair:
    """Take WGS-84 positions to `datum` (see `convert`).

    Parameters
    ----------
    lon, lat : array_like
        WGS-84 decimal degrees; scalars or arrays of any shape.
    datum : str
        A name from `DATUMS`.

    Returns
    -------
    lon, lat : float or ndarray of float64
        Decimal degrees in `datum`, of the broadcast shape.

    Raises
    ------
    DatumError
        The datum is missing or unknown.

    Examples
    --------
    >>> lon, lat = wgs84_to(116.404, 39.915, "gcj02")
    >>> round(lon, 6), round(lat, 6)
    (116.410244, 39.916404)
    """
    return convert(lon, lat, "wgs84", datum)


def _leave(lon: FloatArray, lat: FloatArray, datum: Datum) -> Pair:
    """Return the WGS-84 positions that `_enter` takes to these (fixed-point rounds)."""
    shift = _SHIFTS.get(datum)
    if shift is None:
        return lon, lat
    near = np.flatnonzero(_in_rectangle(lon, lat, _REACH))
    lon_near, lat_near = lon[near], lat[near]
    found_lon, found_lat = lon_near, lat_near
    for _ in range(_ROUNDS):
        back_lon, back_lat = shift(found_lon, found_lat)
        found_lon, found_lat = found_lon + (lon_near - back_lon), found_lat + (lat_near - back_lat)
    came_from_inside = _in_rectangle(found_lon, found_lat, _EDGE)
    west, south, east, north = SHIFT_BOUNDS
    result_lon, result_lat = lon.copy(), lat.copy()
    result_lon[near] = np.where(came_from_inside, np.clip(found_lon, west, east), lon_near)
    result_lat[near] = np.where(came_from_inside, np.clip(found_lat, south, north), lat_near)
    return result_lon, result_lat


def _enter(lon: FloatArray, lat: FloatArray, datum: Datum) -> Pair:
    """Return WGS-84 positions in `datum`."""
    shift = _SHIFTS.get(datum)
    if shift is None:
        return lon, lat
    inside = np.flatnonzero(_in_rectangle(lon, lat, 0.0))
    result_lon, result_lat = lon.copy(), lat.copy()
    result_lon[inside], result_lat[inside] = shift(lon[inside], lat[inside])
    return result_lon, result_lat


def _in_rectangle(lon: FloatArray, lat: FloatArray, margin: float) -> NDArray[np.bool_]:
    west, south, east, north = SHIFT_BOUNDS
    in_lon = (lon >= west - margin) & (lon <= east + margin)
    return in_lon & (lat >= south - margin) & (lat <= north + margin)


def _waves(t: FloatArray, waves: tuple[tuple[float, float], ...]) -> FloatArray:
    total = np.zeros_like(t)
    for amplitude, half_waves in waves:
        total += amplitude * np.sin(half_waves * np.pi * t)
    return total * (2 / 3)


def _gcj02_shift(lon: FloatArray, lat: FloatArray) -> Pair:
    """WGS-84 → GCJ-02 by the bare formula, wherever the position lies."""
    x, y = lon - _CENTRE_LON, lat - _CENTRE_LAT
    root, both = np.sqrt(np.abs(x)), _waves(x, _WAVES_BOTH)
    east = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both + _waves(x, _WAVES_EAST)
    )
    north = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + both
        + _waves(y, _WAVES_NORTH)
    )
    phi = np.radians(lat)
    w2 = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    prime_vertical = _KRASOVSKY_A / np.sqrt(w2)
    meridian = prime_vertical * (1.0 - _KRASOVSKY_E2) / w2
    return lon + np.degrees(east / (prime_vertical * np.cos(phi))), lat + np.degrees(
        north / meridian
    )


def _bd09_shift(lon: FloatArray, lat: FloatArray) -> Pair:
    """WGS-84 → BD-09 by the bare formula: GCJ-02, then polar coordinates wobbled and moved."""
    gcj_lon, gcj_lat = _gcj02_shift(lon, lat)
    radius = np.hypot(gcj_lon, gcj_lat) + 2e-5 * np.sin(gcj_lat * _BD_STEP)
    angle = np.arctan2(gcj_lat, gcj_lon) + 3e-6 * np.cos(gcj_lon * _BD_STEP)
    return radius * np.cos(angle) + _BD_EAST, radius * np.sin(angle) + _BD_NORTH


_SHIFTS: dict[Datum, Callable[[FloatArray, FloatArray], Pair]] = {
    "gcj02": _gcj02_shift,
    "bd09": _bd09_shift,
}
