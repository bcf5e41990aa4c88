"""The inset: where features crowd, a window at a larger scale in a free corner of the map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.frame import MapFrame, round_scale
from sxgeo.render.atlas.rect import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sxgeo.render.atlas.ground import PageLayer

_SIDES = (62.0, 56.0, 50.0, 44.0, 38.0)
_ENLARGED = (8.0, 6.0, 4.0, 3.0, 2.5, 2.0)
EDGE = 3.0
"""Marks nearer to an inset's edge than this, in millimetres, are not named in it."""
_CROWD = 5
_CENTRE_SIDE, _CENTRE_CROWD = 30.0, 20
_STEP = 3.0
_TAB = 4.5


@dataclass(frozen=True)
class Inset:
    """A window at a larger scale.

    Attributes
    ----------
    frame : MapFrame
        Where on paper, at which scale.
    shown : Rect
        What of the main map it shows again.
    """

    frame: MapFrame
    shown: Rect

    def names(self, x: float, y: float) -> bool:
        """Return whether a mark at a point of the main map is named in the inset."""
        edge = EDGE * self.shown.width / self.frame.rect.width
        left, bottom, right, top = self.shown.shrunk(edge)
        return left <= x <= right and bottom <= y <= top


def plan_inset(
    frame: MapFrame,
    layers: Sequence[PageLayer],
    keep_free: shapely.Geometry,
    *,
    factor: float = 1.0,
) -> Inset | None:
    """Return the inset a map needs, or None where nothing crowds or no corner is free.

    Parameters
    ----------
    frame : MapFrame
        The main map.
    layers : sequence of PageLayer
        What it shows.
    keep_free : Geometry
        What no inset may cover, millimetres on paper.
    factor : float
        How much larger the furniture is than on the smallest paper.
    """
    points = named_points(layers)
    best: tuple[float, Inset] | None = None
    for enlarged, side in product(_ENLARGED, _SIDES):
        scale = round_scale(frame.scale / enlarged)
        edge = side * factor
        half = edge * scale / frame.scale / 2
        centre, count = _crowd(points, half * (1 - 2 * EDGE / side), half, frame.rect)
        worth = count * math.sqrt(enlarged)  # many names, and much room for each
        if count < _CROWD or (best is not None and worth <= best[0]):
            continue
        shown = Rect(centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half)
        covered = shapely.union(keep_free, shapely.box(*shown))
        rect = free_place(frame.rect, edge, edge, covered)
        if rect is not None:
            offset = (np.array(centre) - frame.rect.centre) / frame.mm_per_metre
            metres = (frame.centre[0] + float(offset[0]), frame.centre[1] + float(offset[1]))
            best = (worth, Inset(MapFrame(rect, frame.crs, scale, metres), shown))
    return best[1] if best is not None else None


def crowded_centre(
    frame: MapFrame, layers: Sequence[PageLayer], *, factor: float = 1.0
) -> tuple[float, float, float, float] | None:
    """Return what a map should show again on a page of its own, or None where an inset will do.

    Returns
    -------
    tuple of float or None
        ``(west, south, east, north)`` in metres of the map's CRS.
    """
    points = named_points(layers)
    half = _CENTRE_SIDE * factor / 2
    (x, y), count = _crowd(points, half * 0.85, half, frame.rect)
    if count < _CENTRE_CROWD:
        return None
    corners = np.array([(x - half, y - half), (x + half, y + half)])
    metres = (corners - frame.rect.centre) / frame.mm_per_metre + frame.centre
    west, south, east, north = (float(each) for each in metres.ravel())
    return west, south, east, north


def named_points(layers: Sequence[PageLayer]) -> NDArray[np.float64]:
    """Return the places of all marks that are named, (n, 2), millimetres."""
    shapes = [
        shape
        for each in layers
        if each.layer.descriptor.symbology.label
        for shape in each.shapes
        if shapely.get_dimensions(shape) == 0
    ]
    return shapely.get_coordinates(np.asarray(shapes, dtype=object))


def _crowd(
    points: NDArray[np.float64], inner: float, half: float, rect: Rect
) -> tuple[tuple[float, float], int]:
    """Return the middle of the square with the most points well inside, and how many those are."""
    if not len(points):
        return rect.centre, 0
    # A best square has a point on its left edge and one on its lower edge.
    x, y = ((axis >= axis[:, None]) & (axis <= axis[:, None] + 2 * inner) for axis in points.T)
    held = x.astype(np.int64) @ y.T.astype(np.int64)
    column, row = np.unravel_index(int(held.argmax()), held.shape)
    inside = points[x[column] & y[row]]
    best_count = len(inside)
    middle = (inside.min(axis=0) + inside.max(axis=0)) / 2
    low, high = (rect.left + half, rect.bottom + half), (rect.right - half, rect.top - half)
    x, y = np.clip(middle, low, high)
    return (float(x), float(y)), best_count


def free_place(window: Rect, width: float, height: float, covered: shapely.Geometry) -> Rect | None:
    """Return a rectangle along a map's edges that touches nothing covered, corners first.

    Parameters
    ----------
    window : Rect
        The map.
    width, height : float
        Of the rectangle, millimetres; some room for a tab is left above it.
    covered : Geometry
        What it keeps off, millimetres on paper.
    """
    room = window.shrunk(2.0)._replace(top=window.top - 2.0 - _TAB)
    if room.width < width or room.height < height:
        return None
    across = np.linspace(room.left, room.right - width, max(int((room.width - width) / _STEP), 2))
    up = np.linspace(room.bottom, room.top - height, max(int((room.height - height) / _STEP), 2))
    found = [
        *((x, y) for x in across for y in (up[0], up[-1])),
        *((x, y) for y in up for x in (across[0], across[-1])),
    ]
    corners = np.array([(x, y) for x in (across[0], across[-1]) for y in (up[0], up[-1])])
    places = np.array(found)
    boxes = shapely.box(*(places - 1.5).T, *(places + np.array([width + 1.5, height + _TAB])).T)
    shapely.prepare(covered)
    free = ~shapely.intersects(covered, boxes)
    if not free.any():
        return None
    off = np.hypot(*(places[:, None] - corners[None]).transpose(2, 0, 1)).min(axis=1)
    best = int(np.where(free, off, np.inf).argmin())
    left, low = float(places[best][0]), float(places[best][1])
    return Rect(left, low, left + width, low + height)
