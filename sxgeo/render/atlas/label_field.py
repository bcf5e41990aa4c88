"""Where labels may still go: boxes already taken, and what a label should rather not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sxgeo.render.atlas.labels import Label
    from sxgeo.render.atlas.rect import Rect

    Boxes = NDArray[np.float64]  # (n, 4): left, bottom, right, top

_CELL = 0.5
_SAMPLE = 0.25
_LEAVING = 2.8


class LabelField:
    """A map's window with its taken boxes and its ink.

    Parameters
    ----------
    window : Rect
        Labels stay inside, millimetres.
    clearance : float
        Millimetres between labels.
    """

    def __init__(self, window: Rect, *, clearance: float = 0.25) -> None:
        self.window, self.clearance = window, clearance
        self._taken: Boxes = np.empty((0, 4))
        self._marks: Boxes = np.empty((0, 4))
        self._leaders = np.empty((0, 2, 2))
        shape = (int(window.height / _CELL) + 2, int(window.width / _CELL) + 2)
        self._ink = np.zeros(shape)
        self._sums: NDArray[np.float64] | None = None

    def state(self) -> tuple[int, int]:
        """Return how much is taken, for `back_to`."""
        return len(self._taken), len(self._leaders)

    def back_to(self, state: tuple[int, int]) -> None:
        """Free everything taken since `state` was asked for."""
        self._taken, self._leaders = self._taken[: state[0]], self._leaders[: state[1]]

    def take_marks(self, boxes: Boxes) -> None:
        """Mark boxes (n, 4) as taken by marks: no name covers them, leaders may start over them."""
        self._marks = np.concatenate([self._marks, np.asarray(boxes, dtype=np.float64)])

    def take(self, boxes: Boxes) -> None:
        """Mark boxes (n, 4) as taken."""
        self._taken = np.concatenate([self._taken, np.asarray(boxes, dtype=np.float64)])

    def take_label(self, label: Label) -> None:
        """Mark what a label covers as taken, with its leader line."""
        self.take(label.boxes)
        if label.leader is not None:
            self.take_leader(label.leader)

    def free(self, boxes: Boxes, *, marks: bool = True) -> NDArray[np.bool_]:
        """Return which of the boxes (n, 4) are inside the window and touch nothing taken.

        With `marks` false they may lie upon marks.
        """
        window = self.window
        inside = (
            (boxes[:, 0] >= window.left)
            & (boxes[:, 1] >= window.bottom)
            & (boxes[:, 2] <= window.right)
            & (boxes[:, 3] <= window.top)
        )
        taken = np.concatenate([self._marks, self._taken]) if marks else self._taken
        if not len(taken):
            return inside
        grown = taken + self.clearance * np.array([-1, -1, 1, 1])
        apart = (
            (boxes[:, None, 0] >= grown[:, 2])
            | (boxes[:, None, 2] <= grown[:, 0])
            | (boxes[:, None, 1] >= grown[:, 3])
            | (boxes[:, None, 3] <= grown[:, 1])
        )
        return np.asarray(inside & apart.all(axis=1))

    def take_leader(self, leader: NDArray[np.float64]) -> None:
        """Mark a straight line, an array (2, 2), as taken: neither name nor leader crosses it."""
        self._leaders = np.concatenate([self._leaders, leader[None]])
        start, end = leader
        steps = np.linspace(0.0, 1.0, max(int(np.hypot(*(end - start)) / 0.6), 2))[:, None]
        along = start + (end - start) * steps
        self.take(np.column_stack([along - 0.15, along + 0.15]))

    def clear_paths(
        self, starts: NDArray[np.float64], ends: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return which straight lines between points (n, 2) cross nothing taken."""
        steps = np.linspace(0.0, 1.0, 40)[:, None]
        along = starts[:, None] + (ends - starts)[:, None] * steps  # (n, 40, 2)
        hit = _inside(along, self._taken).any(axis=(1, 2))
        # Where marks crowd, a line may leave over its neighbours.
        beyond = np.hypot(*(along - starts[:, None]).transpose(2, 0, 1)) > _LEAVING
        hit |= (_inside(along, self._marks) & beyond[..., None]).any(axis=(1, 2))
        clear = ~hit
        if len(self._leaders):
            paths = shapely.linestrings(np.stack([starts, ends], axis=1))
            others = np.asarray(shapely.linestrings(self._leaders), dtype=object)
            clear = clear & ~shapely.intersects(np.asarray(paths)[:, None], others).any(axis=1)
        return np.asarray(clear)

    def add_lines(self, lines: Iterable[NDArray[np.float64]], weight: float) -> None:
        """Make covering lines cost `weight` a square millimetre."""
        for line in lines:
            self._stain(_dense(line), weight)

    def add_discs(self, centres: NDArray[np.float64], radius: float, weight: float) -> None:
        """Make covering discs around points (n, 2) cost `weight` a square millimetre."""
        steps = np.arange(-radius, radius + _CELL / 2, _CELL)
        across, up = np.meshgrid(steps, steps)
        disc = np.column_stack([across.ravel(), up.ravel()])
        disc = disc[np.hypot(*disc.T) <= radius]
        for centre in centres:
            self._stain(disc + centre, weight)

    def cost(self, boxes: Boxes) -> NDArray[np.float64]:
        """Return what covering each box (n, 4) costs."""
        if self._sums is None:
            self._sums = np.pad(self._ink.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        sums = self._sums
        rows, columns = self._ink.shape
        window = self.window
        left = _cells(boxes[:, 0] - window.left, columns)
        right = _cells(boxes[:, 2] - window.left, columns) + 1
        low = _cells(boxes[:, 1] - window.bottom, rows)
        high = _cells(boxes[:, 3] - window.bottom, rows) + 1
        total = sums[high, right] - sums[low, right] - sums[high, left] + sums[low, left]
        return np.asarray(total * _CELL * _CELL)

    def _stain(self, points: NDArray[np.float64], weight: float) -> None:
        rows, columns = self._ink.shape
        column = ((points[:, 0] - self.window.left) / _CELL).astype(int)
        row = ((points[:, 1] - self.window.bottom) / _CELL).astype(int)
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        cells = row[inside], column[inside]
        self._ink[cells] = np.maximum(self._ink[cells], weight)
        self._sums = None


def _inside(points: NDArray[np.float64], boxes: Boxes) -> NDArray[np.bool_]:
    """Return which points (n, m, 2) lie inside which boxes, (n, m, boxes)."""
    x, y = points[..., 0, None], points[..., 1, None]
    left, bottom, right, top = boxes.T
    return np.asarray((x > left) & (x < right) & (y > bottom) & (y < top))


def _cells(offset: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    return np.clip((offset / _CELL).astype(np.intp), 0, count - 1)


def _dense(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a line, no further apart than a sample."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.linspace(0.0, at[-1], max(int(at[-1] / _SAMPLE), 1) + 1)
    return np.column_stack([np.interp(wanted, at, line[:, 0]), np.interp(wanted, at, line[:, 1])])
