"""On which side of a line a position lies, without any rounding.

Floating point answers all but the positions that lie within a rounding error of the line; those
are summed exactly (Shewchuk, "Adaptive precision floating-point arithmetic and fast robust
geometric predicates", 1997: his error bound, and his products and differences without error).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    Pair = tuple[FloatArray, FloatArray]

SURE = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
"""A determinant larger than this share of its two products' sum has its true sign."""
_SPLITTER = 2.0**27 + 1.0


def side_of(edges: FloatArray, lon: FloatArray, lat: FloatArray) -> NDArray[np.int8]:
    """Return on which side of its edge's line each position lies, exactly.

    Parameters
    ----------
    edges : ndarray of float64, shape (n, 4)
        Longitude and latitude of the start, then of the end.
    lon, lat : ndarray of float64, shape (n,)
        One position an edge, all finite.

    Returns
    -------
    ndarray of int8
        1 left of the line, looking from start to end; -1 right of it; 0 on it.

    Examples
    --------
    >>> edge = np.array([[0.0, 0.0, 0.3, 0.9]])
    >>> side_of(edge, np.array([0.1]), np.array([0.3])).tolist()
    [-1]
    """
    x1, y1, x2, y2 = edges.T
    left, right = (x2 - x1) * (lat - y1), (lon - x1) * (y2 - y1)
    rough = left - right
    sides: NDArray[np.int8] = np.sign(rough).astype(np.int8)
    unsure = np.flatnonzero(np.abs(rough) <= SURE * (np.abs(left) + np.abs(right)))
    if unsure.size:
        terms = _terms(edges[unsure], lon[unsure], lat[unsure])
        sides[unsure] = [np.sign(math.fsum(row)) for row in terms.tolist()]
    return sides


def _terms(edges: FloatArray, lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return sixteen numbers a row whose exact sum is the determinant."""
    x1, y1, x2, y2 = edges.T
    factors = (_difference(x2, x1), _difference(lat, y1), _difference(lon, x1), _difference(y2, y1))
    left = [_product(one, two) for one in factors[0] for two in factors[1]]
    right = [_product(-one, two) for one in factors[2] for two in factors[3]]
    return np.column_stack([term for pair in (*left, *right) for term in pair])


def _difference(one: FloatArray, two: FloatArray) -> Pair:
    """Return two numbers that add up to ``one - two`` without error."""
    result = one - two
    back = one - result
    return result, (one - (result + back)) + (back - two)


def _product(one: FloatArray, two: FloatArray) -> Pair:
    """Return two numbers that add up to ``one * two`` without error."""
    result = one * two
    one_high, one_low = _halves(one)
    two_high, two_low = _halves(two)
    rest = result - one_high * two_high - one_low * two_high - one_high * two_low
    return result, one_low * two_low - rest


def _halves(value: FloatArray) -> Pair:
    """Return two numbers of 26 bits each that add up to a number without error."""
    scaled = _SPLITTER * value
    high = scaled - (scaled - value)
    return high, value - high
