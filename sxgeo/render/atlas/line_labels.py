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
_SHARPEST = 42.0
_SMOOTHING = 4.0
_SAMPLE = 0.4
_MOST = 160
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
    style = request.style
    steps = advances(request.text, style.size, style.weight, spacing=style.spacing)
    best: tuple[float, Label] | None = None
    for line in merged_lines(request.shape)[:6]:
        course = _Course(line, max(_SMOOTHING * style.size * MM_PER_POINT, 2.0))
        room = course.length - float(steps.sum())
        if room <= 0:
            continue
        starts = np.linspace(0.02, 0.98, min(max(int(room / _STEP), 1), _MOST)) * room
        for start in starts:
            for above in (True, False):
                found = _stretch(field, request, course, float(start), above=above)
                if found is not None and (best is None or found[0] < best[0]):
                    best = found
    return best[1] if best is not None else None


class _Course:
    """A line by distance along it, and the same line smoothed over a stretch of that length."""

    def __init__(self, line: NDArray[np.float64], over: float) -> None:
        at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        self.length = float(at[-1])
        self._at = np.linspace(0.0, self.length, max(int(self.length / _SAMPLE), 2) + 1)
        plain = np.column_stack([np.interp(self._at, at, axis) for axis in line.T])
        reach = max(int(over / 2 / max(float(self._at[1]), 1e-9)), 0)
        padded = np.pad(plain, ((reach + 1, reach), (0, 0)), mode="edge")
        sums = padded.cumsum(axis=0)
        self._x, self._y = ((sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)).T

    def point(self, distance: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (n, 2) of the smoothed line."""
        x = np.interp(distance, self._at, self._x)
        return np.column_stack([x, np.interp(distance, self._at, self._y)])


def _stretch(
    field: LabelField, request: LabelRequest, course: _Course, start: float, *, above: bool
) -> tuple[float, Label] | None:
    """Return cost and label for one stretch, or None where the line bends or the place is taken."""
    style = request.style
    em = style.size * MM_PER_POINT
    text = request.text
    steps = advances(text, style.size, style.weight, spacing=style.spacing)
    total = float(steps.sum())
    ends = course.point(np.array([start, start + total]))
    backwards = _runs_backwards(ends[1] - ends[0], text)
    centres = start + (
        np.cumsum(steps) - steps / 2 if not backwards else total - (np.cumsum(steps) - steps / 2)
    )
    points = course.point(centres)
    ahead = course.point(centres + 0.6) - course.point(centres - 0.6)
    if backwards:
        ahead = -ahead
    angles = np.degrees(np.arctan2(ahead[:, 1], ahead[:, 0]))
    vertical = _is_vertical(ends[1] - ends[0]) and all(is_wide(each) for each in text)
    turn = (np.diff(angles) + 180) % 360 - 180
    if len(turn) and np.abs(turn).max() > _SHARPEST:
        return None
    normal = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.hypot(*ahead.T)[:, None]
    off = request.radius + 0.45 + 0.5 * em
    points = points + normal * (off if above else -off)
    if vertical:
        angles = angles + 90  # hanzi of a column stand upright
    widths = steps - style.spacing * em
    boxes = _boxes(points, widths, em, angles)
    if not field.free(boxes).all():
        return None
    spread = float(np.abs(turn).sum()) if len(turn) else 0.0
    aside = 0.0 if above else 0.6
    middle = abs(start + total / 2 - course.length / 2) / max(course.length, 1e-9)
    covered = float(field.cost(boxes).sum())
    if covered > _WORST * float(((boxes[:, 2:] - boxes[:, :2]).prod(axis=1)).sum()):
        return None
    cost = covered + 0.05 * spread + aside + 1.2 * middle
    return cost, Label(text, style, "line", _pieces(text, points, angles, widths, em), boxes)


def _runs_backwards(direction: NDArray[np.float64], text: str) -> bool:
    """Return whether the line must be read against its direction: left to right, or downwards."""
    if _is_vertical(direction) and all(is_wide(each) for each in text):
        return bool(direction[1] > 0)
    return bool(direction[0] < 0)


def _is_vertical(direction: NDArray[np.float64]) -> bool:
    return bool(abs(direction[1]) > 1.2 * abs(direction[0]))


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
    """Return the upright boxes around the turned characters."""
    turns = np.radians(angles)
    height = (ASCENT + _DEEPEST) * em
    across = (np.abs(np.cos(turns)) * widths + np.abs(np.sin(turns)) * height) / 2
    up = (np.abs(np.sin(turns)) * widths + np.abs(np.cos(turns)) * height) / 2
    return np.column_stack(
        [points[:, 0] - across, points[:, 1] - up, points[:, 0] + across, points[:, 1] + up]
    )
