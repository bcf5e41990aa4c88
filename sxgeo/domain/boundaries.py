"""Administrative units: read with provenance, drawn simpler together, found by position."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from sxgeo.data.boundary import BoundaryDescriptor, read_boundary_descriptor
from sxgeo.data.catalogue import open_catalogue, signature
from sxgeo.data.checksums import sha256_of
from sxgeo.errors import DataError, Issue, SxgeoError, UnknownNameError, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    from sxgeo.data.catalogue import Signature

_TEXT = ("adcode", "name", "name_en", "level", "parent_adcode")
_KIND = "admin level"
_METRES_A_DEGREE = 111_320.0


def read_boundaries(level: str, *, root: str | Path | None = None) -> gpd.GeoDataFrame:
    """Return the units of one admin level, ascending by adcode.

    Parameters
    ----------
    level : str
        A level of the region, such as ``"county"``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a unit: `adcode, name, name_en, level, parent_adcode` (text; the topmost
        unit's parent is empty), `population_2020` (2020 census, missing where unsourced),
        `area_km2` (geodesic), `label_lon, label_lat` (a point well inside), `geometry`. The units
        of a level share their borders vertex by vertex and add up to the level above. `attrs`
        holds the provenance: the keys of `boundary.toml`.

    Raises
    ------
    UnknownNameError
        The region has no such level.
    DataError
        A descriptor or file is missing, or the file is not the one its descriptor was written for.

    Examples
    --------
    >>> read_boundaries("prefecture")[["adcode", "name_en", "population_2020"]].head(
    ...     2
    ... ).values.tolist()
    [['140100', 'Taiyuan City', 5304061], ['140200', 'Datong City', 3105591]]
    """
    catalogue = open_catalogue(root)
    levels = catalogue.region().levels
    if level not in levels:
        raise UnknownNameError(_KIND, level, levels)
    path = catalogue.geodata / "boundaries" / level / "boundary.toml"
    descriptor = read_boundary_descriptor(path, root=catalogue.root)
    file = path.with_name(descriptor.file)
    _check_bytes(file, descriptor, catalogue.root)
    frame = _read_units(file, signature([file])).copy()
    frame.attrs.update(descriptor.model_dump(mode="json"))
    return frame


@lru_cache(maxsize=8)
def _read_units(file: Path, _signature: Signature) -> gpd.GeoDataFrame:
    frame = gpd.read_file(file, engine="pyogrio")
    for column in _TEXT:
        frame[column] = frame[column].fillna("")
    frame["population_2020"] = frame["population_2020"].astype("Int64")
    return frame


def simplified(frame: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    """Return a drawing copy with fewer vertices whose neighbours still share their borders.

    Parameters
    ----------
    frame : GeoDataFrame
        Units of one level, EPSG:4326.
    tolerance_m : float
        Metres: detail whose triangle of vertices covers less than the square of this goes
        (Visvalingam and Whyatt's rule). 0 changes nothing.

    Returns
    -------
    GeoDataFrame
        The same rows, columns and attrs, in the same order; every vertex left is one of the
        input's (to 1e-12 degree). Levels simplified one by one need not agree with one another.

    Raises
    ------
    SxgeoError
        The tolerance is negative or not a number.

    Examples
    --------
    >>> units = read_boundaries("prefecture")
    >>> before, after = (f.count_coordinates().sum() for f in (units, simplified(units, 1000)))
    >>> int(before), int(after)
    (4180, 2631)
    """
    if not tolerance_m >= 0:
        msg = f"The tolerance of a simplified drawing is 0 metres or more, not {tolerance_m}."
        raise SxgeoError(msg)
    result = frame.copy()
    if tolerance_m == 0 or frame.empty:
        return result
    _, south, _, north = frame.total_bounds
    scale = _METRES_A_DEGREE * np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    metric = shapely.transform(frame.geometry.to_numpy(), lambda pairs: pairs * scale)
    coarse = shapely.coverage_simplify(metric, tolerance_m)
    back = shapely.transform(coarse, lambda pairs: pairs / scale)
    return result.set_geometry(gpd.GeoSeries(back, index=frame.index, crs=frame.crs))


def locate(
    lon: ArrayLike, lat: ArrayLike, level: str, *, root: str | Path | None = None
) -> NDArray[np.object_]:
    """Return the adcode of the unit each position lies in.

    Parameters
    ----------
    lon, lat : array_like
        WGS-84 decimal degrees, broadcast against each other.
    level : str
        A level of the region.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    ndarray of str objects
        Adcodes, of the broadcast shape. A position on a border lies in the unit with the smallest
        adcode; one outside every unit, or with a NaN, has the empty text.

    Raises
    ------
    UnknownNameError
        The region has no such level.

    Examples
    --------
    >>> locate([112.55, 116.4], [37.87, 39.9], "prefecture").tolist()
    ['140100', '']
    """
    units = read_boundaries(level, root=root)
    codes = units["adcode"].to_numpy(dtype=object)
    order = np.argsort(codes)
    tree = shapely.STRtree(units.geometry.to_numpy()[order])
    given = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    flat_lon, flat_lat = (array.ravel() for array in given)
    known = np.flatnonzero(np.isfinite(flat_lon) & np.isfinite(flat_lat))
    points = shapely.points(flat_lon[known], flat_lat[known])
    which, where = tree.query(points, predicate="intersects")
    smallest = np.full(flat_lon.size, len(codes))
    np.minimum.at(smallest, known[which], where)
    found = np.append(codes[order], "")[smallest]
    return np.asarray(found, dtype=object).reshape(given[0].shape)


def _check_bytes(file: Path, descriptor: BoundaryDescriptor, root: Path) -> None:
    if not file.is_file():
        problem = "the file is missing; boundary.toml names it"
    elif (found := sha256_of(file)) != descriptor.sha256:
        problem = f"its SHA-256 is {found}, not {descriptor.sha256} as boundary.toml says"
    else:
        return
    raise DataError([Issue(shown_path(file, root), "", f"{problem}; run {descriptor.command}")])
