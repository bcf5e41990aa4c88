"""The map's window on the sheet: projection, true scale, and the grid that references use."""

from __future__ import annotations

import functools
import math
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pyproj import CRS, Transformer

    from sxgeo.data.theme import Language, Strings
    from sxgeo.render.atlas.rect import Rect

    FloatArray = NDArray[np.float64]

_ROUND = (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10)
_CELL_MM = 42.0
_FIRST_ZONE_EPSG, _FIRST_ZONE_MERIDIAN = 4534, 75  # CGCS2000 / 3-degree Gauss-Kruger CM 75E


def round_scale(least: float) -> int:
    """Return the smallest round scale denominator that is not below `least`.

    Examples
    --------
    >>> round_scale(2_880_000), round_scale(612_000)
    (3000000, 650000)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return round(next(each for each in _ROUND if each * power >= least * (1 - 1e-9)) * power)


def zone_crs(longitude: float) -> str:
    """Return the CGCS2000 3-degree Gauss–Krüger zone of the nearest central meridian.

    Examples
    --------
    >>> zone_crs(112.55)
    'EPSG:4547'
    """
    zone = round((longitude - _FIRST_ZONE_MERIDIAN) / 3)
    return f"EPSG:{_FIRST_ZONE_EPSG + min(max(zone, 0), 20)}"


@functools.cache
def crs_of(name: str) -> CRS:
    """Return a coordinate reference system by name."""
    from pyproj import CRS

    return CRS.from_user_input(name)


@functools.cache
def _transformer(name: str) -> Transformer:
    # CGCS2000 and WGS-84 agree within decimetres (see sxgeo.crs): degrees are taken over.
    from pyproj import Transformer

    target = crs_of(name)
    return Transformer.from_crs(target.geodetic_crs or target, target, always_xy=True)


def projected(
    geometries: Sequence[shapely.Geometry] | NDArray[np.object_], crs: str
) -> NDArray[np.object_]:
    """Return geometries in metres of `crs`; they are given in WGS-84 degrees."""
    transformer = _transformer(crs)

    def forward(degrees: FloatArray) -> FloatArray:
        east, north = transformer.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([east, north])

    found = shapely.transform(np.asarray(geometries, dtype=object), forward)
    return np.asarray(found, dtype=object)


@dataclass(frozen=True)
class MapFrame:
    """A window through which a map is seen.

    Attributes
    ----------
    rect : Rect
        On paper, millimetres.
    crs : str
        Projected, metres.
    scale : int
        The denominator N of 1:N.
    centre : tuple of float
        Easting and northing at the middle of the window.
    """

    rect: Rect
    crs: str
    scale: int
    centre: tuple[float, float]

    @property
    def mm_per_metre(self) -> float:
        """Millimetres on paper of one metre on the ground."""
        return 1000 / self.scale

    def on_paper(
        self, geometries: Sequence[shapely.Geometry] | NDArray[np.object_]
    ) -> NDArray[np.object_]:
        """Return geometries in millimetres on paper; they are given in metres of `crs`."""
        (east, north), (x, y) = self.centre, self.rect.centre
        k = self.mm_per_metre
        return shapely.transform(
            np.asarray(geometries, dtype=object),
            lambda metres: (metres - (east, north)) * k + (x, y),
        )

    def to_paper(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return WGS-84 degrees as an array (n, 2) of millimetres on paper."""
        east, north = _transformer(self.crs).transform(np.asarray(lon), np.asarray(lat))
        offset = np.column_stack([east, north]) - self.centre
        return np.asarray(offset * self.mm_per_metre + self.rect.centre)

    def to_degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return millimetres on paper, an array (n, 2), as WGS-84 degrees."""
        metres = (np.asarray(points) - self.rect.centre) / self.mm_per_metre + self.centre
        east, north = metres.T
        lon, lat = _transformer(self.crs).transform(east, north, direction="INVERSE")
        return np.column_stack([lon, lat])

    @property
    def cells(self) -> tuple[int, int]:
        """Columns and rows of the reference grid."""
        return (
            max(round(self.rect.width / _CELL_MM), 1),
            max(round(self.rect.height / _CELL_MM), 1),
        )

    def grid_reference(self, x: float, y: float) -> str:
        """Return the cell of a point on paper: a letter from the left, a number from the top."""
        columns, rows = self.cells
        column = int((x - self.rect.left) / self.rect.width * columns)
        row = int((self.rect.top - y) / self.rect.height * rows)
        letter = string.ascii_uppercase[min(max(column, 0), columns - 1)]
        return f"{letter}{min(max(row, 0), rows - 1) + 1}"

    def north_angle(self, x: float, y: float) -> float:
        """Return by how many degrees true north leans to the left of the page's top at a point."""
        here = self.to_degrees(np.array([[x, y]]))[0]
        there = self.to_paper(np.array([here[0]]), np.array([here[1] + 0.01]))[0]
        return math.degrees(math.atan2(x - there[0], there[1] - y))

    def scale_text(self) -> str:
        """Return the scale as ``1:3 000 000``."""
        return f"1:{self.scale:,}".replace(",", " ")

    def projection_text(self, strings: Strings, language: Language) -> str:
        """Return the projection's name with what fixes it."""
        crs = crs_of(self.crs)
        operation = crs.coordinate_operation
        if operation is None:
            return crs.name
        method = operation.method_name
        values = [each.value for each in operation.params if "standard parallel" in each.name]
        meridian = next(each.value for each in operation.params if "ongitude of" in each.name)
        key = "projection_zone" if method == "Transverse Mercator" else "projection_conic"
        standard = values or [meridian]
        return strings.get(key, language).format(
            meridian=f"{meridian:g}", south=f"{standard[0]:g}", north=f"{standard[-1]:g}"
        )


def fitted_frame(
    rect: Rect, bounds: tuple[float, float, float, float], crs: str, *, pad: float
) -> MapFrame:
    """Return the window that shows `bounds` (metres of `crs`) at the largest round scale.

    Parameters
    ----------
    rect : Rect
        Where on paper.
    bounds : tuple of float
        ``(west, south, east, north)``.
    crs : str
        Projected, metres.
    pad : float
        Millimetres to leave free on every side.
    """
    west, south, east, north = bounds
    room = rect.shrunk(pad)
    least = max((east - west) / room.width, (north - south) / room.height) * 1000
    return MapFrame(rect, crs, round_scale(least), ((west + east) / 2, (south + north) / 2))
