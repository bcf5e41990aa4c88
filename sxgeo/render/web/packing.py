"""Positions as small whole numbers: snapped to a grid, written as steps from the one before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Steps = NDArray[np.int64]

METRES_PER_DEGREE = (
    111_195.0  # of latitude, on the sphere: good enough to choose a number of digits
)
_SHARE_OF_ACCURACY = 0.1  # rounding may add this much to what is not known anyway


@dataclass(frozen=True)
class Grid:
    """The grid positions are written on.

    Attributes
    ----------
    origin : tuple of float
        (longitude, latitude) of the grid's zero, WGS-84 degrees.
    scale : int
        Steps in a degree.
    """

    origin: tuple[float, float]
    scale: int

    def snap(self, positions: NDArray[np.float64]) -> Steps:
        """Return the nearest grid points, whole numbers.

        Parameters
        ----------
        positions : ndarray of float, shape (n, 2)
            (longitude, latitude), degrees.
        """
        steps: Steps = np.rint((positions - np.array(self.origin)) * self.scale).astype(np.int64)
        return steps

    def restore(self, steps: Steps) -> NDArray[np.float64]:
        """Return grid points, shape (n, 2), as degrees: within half a step of what was snapped."""
        degrees: NDArray[np.float64] = np.asarray(steps) / self.scale + np.array(self.origin)
        return degrees


def choose_scale(accuracies_m: Sequence[float], *, finest: int = 6, coarsest: int = 5) -> int:
    """Return how many steps a degree deserves, a power of ten.

    Parameters
    ----------
    accuracies_m : sequence of float
        The 95 % radii, in metres, of what is drawn; the smallest decides. NaN is left out.
    finest, coarsest : int
        Decimal digits never exceeded, and never gone below (outlines must stay smooth).

    Examples
    --------
    >>> choose_scale([500.0, 2000.0]), choose_scale([5.0])
    (100000, 1000000)
    """
    known = [each for each in accuracies_m if each > 0]
    if not known:
        return int(10**coarsest)
    digits = math.ceil(math.log10(METRES_PER_DEGREE / (2 * _SHARE_OF_ACCURACY * min(known))))
    return int(10 ** min(max(digits, coarsest), finest))


def choose_origin(bounds: Sequence[float]) -> tuple[float, float]:
    """Return a whole degree south-west of `bounds` (west, south, east, north)."""
    return (float(math.floor(bounds[0])), float(math.floor(bounds[1])))


def steps_of(points: Steps) -> list[int]:
    """Return grid points, shape (n, 2), as ``x0, y0, dx1, dy1, …``.

    Examples
    --------
    >>> import numpy as np
    >>> steps_of(np.array([[5, 7], [6, 7], [6, 9]]))
    [5, 7, 1, 0, 0, 2]
    """
    return np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=points.dtype)).ravel().tolist()


def points_of(steps: Sequence[int]) -> Steps:
    """Return the grid points that `steps_of` wrote."""
    return np.cumsum(np.asarray(steps, dtype=np.int64).reshape(-1, 2), axis=0)


def pack_positions(positions: NDArray[np.float64], grid: Grid) -> list[int]:
    """Return positions, shape (n, 2) in degrees, as steps on a grid; none is left out."""
    return steps_of(grid.snap(positions))


def pack_line(line: shapely.Geometry, grid: Grid) -> list[int]:
    """Return a line or ring as steps; vertices that fall on the one before are left out."""
    points = grid.snap(shapely.get_coordinates(line))
    moved = np.concatenate([[True], np.any(points[1:] != points[:-1], axis=1)])
    kept = points[moved]
    return steps_of(kept if len(kept) > 1 else points[:2])
