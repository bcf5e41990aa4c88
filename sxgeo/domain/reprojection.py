"""Shapes of any datum brought to WGS-84."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from sxgeo.crs import wgs84_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def wgs84_shapes(
    shapes: Sequence[shapely.Geometry] | NDArray[np.object_], datum: str
) -> NDArray[np.object_]:
    """Return shapes in WGS-84, vertex by vertex, exact to a centimetre.

    Parameters
    ----------
    shapes : sequence of Geometry
        Degrees (longitude, latitude) in `datum`.
    datum : str
        One of `sxgeo.crs.DATUMS`; WGS-84 and CGCS2000 come back unchanged.

    Raises
    ------
    DatumError
        The datum is missing or unknown.
    """
    found: NDArray[np.object_] = np.asarray(shapes, dtype=object)

    def convert(pairs: NDArray[Any]) -> NDArray[Any]:
        lon, lat = wgs84_from(pairs[:, 0], pairs[:, 1], datum)
        return np.column_stack([lon, lat])

    moved: NDArray[np.object_] = np.asarray(shapely.transform(found, convert), dtype=object)
    return moved
