"""The shapes of marks, inscribed in a circle of diameter one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.sheet import rings_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.path import Path
    from numpy.typing import NDArray


def _turned(corners: int, *, start: float = 90.0, inner: float = 0.0) -> NDArray[np.float64]:
    """Return a regular polygon, or a star with every second corner at `inner` of the radius."""
    count = corners * 2 if inner else corners
    angles = np.radians(start + np.arange(count + 1) * 360 / count)
    radius = np.full(count + 1, 0.5)
    if inner:
        radius[1::2] *= inner
    return np.asarray(np.column_stack([np.cos(angles), np.sin(angles)]) * radius[:, None])


_ARM = 0.17
_CROSS = np.array(
    [
        (-_ARM, 0.5), (_ARM, 0.5), (_ARM, _ARM), (0.5, _ARM), (0.5, -_ARM), (_ARM, -_ARM),
        (_ARM, -0.5), (-_ARM, -0.5), (-_ARM, -_ARM), (-0.5, -_ARM), (-0.5, _ARM), (-_ARM, _ARM),
        (-_ARM, 0.5),
    ]
)  # fmt: skip
_FLAG = np.array(
    [(-0.05, 0), (-0.05, 0.95), (0.6, 0.7), (0.05, 0.45), (0.05, 0), (-0.05, 0)]
)  # its foot stands on the place
_SHAPES = {
    "circle": lambda: _turned(32),
    "square": lambda: _turned(4, start=45) * 1.25,
    "diamond": lambda: _turned(4) * 1.1,
    "triangle": lambda: _turned(3) * 1.15,
    "pentagon": lambda: _turned(5) * 1.05,
    "hexagon": lambda: _turned(6),
    "star": lambda: _turned(5, inner=0.45) * 1.2,
    "cross": lambda: _CROSS,
    "flag": lambda: _FLAG,
}


@functools.cache
def mark_ring(shape: str) -> NDArray[np.float64]:
    """Return a mark's closed outline (n, 2), about the place it marks."""
    make: Callable[[], NDArray[np.float64]] = _SHAPES[shape]
    return make()


def mark_path(shape: str, size: float, at: NDArray[np.float64]) -> Path:
    """Return one path with a mark of diameter `size` (millimetres) at each point."""
    ring = mark_ring(shape) * size
    return rings_path([ring + point for point in at])
