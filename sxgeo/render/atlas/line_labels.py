"""Names along lines: every character follows the line's course, clear of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.labels import Label, LabelRequest
from sxgeo.render.atlas.lettering import ASCENT, DESCENT, MM_PER_POINT, advances, is_wide
from sxgeo.render.atlas.outlines import merged_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sxgeo.render.atlas.label_field import LabelField

_STEP = 2.5
_SHARPEST = 35.0
_CLOSEST = 0.93  # of their usual distance, for two characters on the inside of a bend
_SMOOTHING = 4.0
_SAMPLE = 0.4
_MOST = 160
_AT_ONCE = 12
_DEEPEST = 0.16
_WORST = 0.45  # a name may cover ink worth this share of its own area, no more


def place_lines(
    field: LabelField, requests: Sequence[LabelRequest]
) -> tuple[list[Label], list[LabelRequest]]:
    """Place names along their lines.

    Parameters
    ----------
    field : LabelField
        Placed names are added.
    requests : sequence of LabelRequest
        Of lines, in millimetres on paper; `radius` is the line's half width.

    Returns
    -------
    placed, refused
        As of `sxgeo.render.atlas.labels.place_points`; refused names have no stretch that is long,
        straight and free enough.
    """
    placed, refused = [], []
    for request in sorted(
        requests, key=lambda each: (-each.priority, float(shapely.length(each.shape)))
    ):
        label = _best_stretch(field, request)
        if label is None:
            refused.append(request)
        else:
            placed.append(label)
            field.take(label.boxes)
    return placed, refused


def _best_stretch(field: LabelField, request: LabelRequest) -> Label | None:
    total = float(_steps_of(request).sum())
    style = request.style
    best: tuple[float, Label] | None = None
    for line in merged_lines(request.shape)[:6]:
        course = _Course(line, max(_SMOOTHING * style.size * MM_PER_POINT, 2.0))
        room = course.length - total
        if room <= 0:
            continue
        starts = np.linspace(0.02, 0.98, min(max(int(room / _STEP), 1), _MOST)) * room
        found = _cheapest_free(field, request, _Stretches(request, course, starts))
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best is not None else None


def _steps_of(request: LabelRequest) -> NDArray[np.float64]:
    style = request.style
    return advances(request.text, style.size, style.weight, spacing=style.spacing)


def _cheapest_free(
    field: LabelField, request: LabelRequest, stretches: _Stretches
) -> tuple[float, Label] | None:
    """Return cost and label of the cheapest stretch that is free; whether it is, is asked last."""
    boxes = stretches.boxes
    count, characters = boxes.shape[:2]
    covered = field.cost(boxes.reshape(-1, 4)).reshape(count, characters).sum(axis=1)
    area = (boxes[..., 2:] - boxes[..., :2]).prod(axis=2).sum(axis=1)
    cost = covered + stretches.cost
    possible = np.flatnonzero(stretches.straight & (covered <= _WORST * area))
    possible = possible[np.argsort(cost[possible], kind="stable")]
    for low in range(0, len(possible), _AT_ONCE):
        some = possible[low : low + _AT_ONCE]
        free = field.free(boxes[some].reshape(-1, 4)).reshape(-1, characters).all(axis=1)
        if free.any():
            best = int(some[int(free.argmax())])
            pieces = stretches.pieces(best)
            label = Label(request.text, request.style, "line", pieces, boxes[best])
            return float(cost[best]), label
    return None


def _lengths(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for every vertex of a line (n, 2) how far along it lies."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


class _Course:
    """A line smoothed over a stretch of a length, by distance along what the smoothing made."""

    def __init__(self, line: NDArray[np.float64], over: float) -> None:
        at = _lengths(line)
        even = np.linspace(0.0, float(at[-1]), max(int(float(at[-1]) / _SAMPLE), 2) + 1)
        plain = np.column_stack([np.interp(even, at, axis) for axis in line.T])
        reach = max(int(over / 2 / max(float(even[1]), 1e-9)), 0)
        padded = np.pad(plain, ((reach + 1, reach), (0, 0)), mode="edge")
        sums = padded.cumsum(axis=0)
        smooth = (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)
        # Smoothing shortens bends and ends: measured along the old line, letters would huddle.
        self._at = _lengths(smooth)
        self.length = float(self._at[-1])
        self._x, self._y = smooth.T

    def points(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (..., 2) of the smoothed line at distances (...)."""
        x = np.interp(distances, self._at, self._x)
        return np.stack([x, np.interp(distances, self._at, self._y)], axis=-1)


class _Stretches:
    """The places a name may take along a course: at each start above the line, then below it.

    Parameters
    ----------
    request : LabelRequest
        The name.
    course : _Course
        The line.
    starts : ndarray, shape (n,)
        Where the name may begin, millimetres along the course.

    Attributes
    ----------
    boxes : ndarray, shape (2 n, characters, 4)
        What the characters cover.
    straight : ndarray of bool, shape (2 n,)
        Whether the line bends so little there that no two characters come too close.
    cost : ndarray, shape (2 n,)
        For bends, for standing below the line and away from its middle.
    """

    def __init__(self, request: LabelRequest, course: _Course, starts: NDArray[np.float64]) -> None:
        style = request.style
        steps = _steps_of(request)
        total = float(steps.sum())
        self._text, self._em = request.text, style.size * MM_PER_POINT
        self._widths = steps - style.spacing * self._em
        along = course.points(starts + total) - course.points(starts)
        hanzi = all(is_wide(each) for each in request.text)
        columns = (np.abs(along[:, 1]) > 1.2 * np.abs(along[:, 0])) & hanzi
        # Read from left to right, or downwards, whichever way the line was drawn.
        backwards = np.where(columns, along[:, 1] > 0, along[:, 0] < 0)[:, None]
        into = np.cumsum(steps) - steps / 2
        centres = starts[:, None] + np.where(backwards, total - into, into)
        ahead = course.points(centres + 0.6) - course.points(centres - 0.6)
        ahead = np.where(backwards[..., None], -ahead, ahead)
        angles = np.degrees(np.arctan2(ahead[..., 1], ahead[..., 0]))
        turn = np.abs((np.diff(angles, axis=1) + 180) % 360 - 180)
        normal = np.stack([-ahead[..., 1], ahead[..., 0]], axis=-1)
        normal /= np.hypot(ahead[..., 0], ahead[..., 1])[..., None]
        off = normal * (request.radius + 0.45 + 0.5 * self._em)
        middle = course.points(centres)
        self._points = np.stack([middle + off, middle - off], axis=1).reshape(-1, len(steps), 2)
        # Hanzi of a column stand upright.
        self._angles = np.repeat(angles + np.where(columns, 90.0, 0.0)[:, None], 2, axis=0)
        self.boxes = _boxes(self._points, self._widths, self._em, self._angles)
        apart = np.hypot(*np.diff(self._points, axis=1).transpose(2, 0, 1))
        roomy = apart >= _CLOSEST * (self._widths[1:] + self._widths[:-1]) / 2
        # Narrow letters turn less from one to the next than hanzi may.
        most = _SHARPEST * np.minimum((steps[1:] + steps[:-1]) / (2 * self._em), 1.0)
        self.straight = np.repeat((turn <= most).all(axis=1), 2) & roomy.all(axis=1)
        aside = np.abs(starts + total / 2 - course.length / 2) / max(course.length, 1e-9)
        below = np.tile([0.0, 0.6], len(starts))
        self.cost = np.repeat(0.05 * turn.sum(axis=1) + 1.2 * aside, 2) + below

    def pieces(self, which: int) -> tuple[tuple[str, float, float, float], ...]:
        """Return every character of one place with the left end of its baseline."""
        points, angles = self._points[which], self._angles[which]
        return _pieces(self._text, points, angles, self._widths, self._em)


def _pieces(
    text: str,
    points: NDArray[np.float64],
    angles: NDArray[np.float64],
    widths: NDArray[np.float64],
    em: float,
) -> tuple[tuple[str, float, float, float], ...]:
    """Return every character with the left end of its baseline."""
    rise = (ASCENT - DESCENT) / 2 * em  # from the baseline to the middle of a hanzi
    turns = np.radians(angles)
    x = points[:, 0] - np.cos(turns) * widths / 2 + np.sin(turns) * rise
    y = points[:, 1] - np.sin(turns) * widths / 2 - np.cos(turns) * rise
    return tuple(
        (character, float(left), float(base), float(angle))
        for character, left, base, angle in zip(text, x, y, angles, strict=True)
        if character != " "
    )


def _boxes(
    points: NDArray[np.float64],
    widths: NDArray[np.float64],
    em: float,
    angles: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the upright boxes (..., n, 4) around n turned characters at points (..., n, 2)."""
    turns = np.radians(angles)
    height = (ASCENT + _DEEPEST) * em
    across = (np.abs(np.cos(turns)) * widths + np.abs(np.sin(turns)) * height) / 2
    up = (np.abs(np.sin(turns)) * widths + np.abs(np.cos(turns)) * height) / 2
    half = np.stack([across, up], axis=-1)
    return np.concatenate([points - half, points + half], axis=-1)
