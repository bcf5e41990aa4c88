"""Names of marks and units: none overlaps another; a leader line helps where room is short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from sxgeo.render.atlas.anchors import innermost, middle_of
from sxgeo.render.atlas.lettering import ASCENT, MM_PER_POINT, descent_of, wrapped
from sxgeo.render.atlas.sheet import Level, Sheet, TextStyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sxgeo.render.atlas.label_field import LabelField

LabelKind = Literal["unit", "point", "line"]
_GAP = 0.55
_NEAR = 4.0  # millimetres over which a neighbour counts as hemming in
_LEADER_COST = 7.0
_RETRIES = 3  # times that names without room may choose before all others
_SMALLER = 0.86  # of the type of a name that else finds no room
_RINGS = (4.0, 6.0, 8.5, 11.0, 14.0, 18.0, 22.0)
_AT_ONCE = 12
_WIDEST = 25.0
_BRACKETS = "（("
_SHARES = (0.5, 0.53, 0.56, 0.6, 0.65, 0.7)  # of a name's width, tried for each of two lines
# Horizontal and vertical side of the mark, and what choosing it costs.
_SIDES = np.array(
    [
        (1, 0, 0.0), (1, 1, 0.5), (1, -1, 0.7), (-1, 0, 0.9), (-1, 1, 1.2), (-1, -1, 1.4),
        (0, 1, 1.0), (0, -1, 1.3),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class LabelRequest:
    """A name that wants a place on the map.

    Attributes
    ----------
    text : str
        The name.
    style : TextStyle
        How it is written.
    kind : {"unit", "point", "line"}
        What it names.
    shape : Geometry
        What it names, millimetres on paper.
    radius : float
        Of the mark, millimetres.
    priority : int
        Larger ones choose first.
    """

    text: str
    style: TextStyle
    kind: LabelKind
    shape: shapely.Geometry
    radius: float = 0.0
    priority: int = 0


@dataclass(frozen=True)
class Label:
    """A name in its place.

    Attributes
    ----------
    text : str
        The whole name.
    pieces : tuple
        What is written: text, baseline's left end (x, y), angle in degrees.
    boxes : ndarray, shape (n, 4)
        What the pieces cover: left, bottom, right, top, millimetres.
    leader : ndarray of shape (2, 2), optional
        From the mark to the name.
    """

    text: str
    style: TextStyle
    kind: LabelKind
    pieces: tuple[tuple[str, float, float, float], ...]
    boxes: NDArray[np.float64]
    leader: NDArray[np.float64] | None = None


def place_points(
    field: LabelField, requests: Sequence[LabelRequest]
) -> tuple[list[Label], list[LabelRequest]]:
    """Place names beside their marks, with leader lines where they must stand off.

    Parameters
    ----------
    field : LabelField
        Holds the marks already; placed names are added.
    requests : sequence of LabelRequest
        Of points (or of anything named at its middle).

    Returns
    -------
    placed : list of Label
        In the order they chose.
    refused : list of LabelRequest
        Names without any room.
    """
    order = _choosing_order(requests)
    state = field.state()
    best = _place_in_order(field, order)
    for _ in range(_RETRIES):
        if not best[1]:
            break
        first = {id(each) for each in best[1]}
        order = [*best[1], *(each for each in order if id(each) not in first)]
        field.back_to(state)
        found = _place_in_order(field, order)
        if len(found[1]) < len(best[1]):
            best = found
            continue
        field.back_to(state)
        for label in best[0]:
            field.take_label(label)
        break
    return best


def _place_in_order(
    field: LabelField, requests: Sequence[LabelRequest]
) -> tuple[list[Label], list[LabelRequest]]:
    placed, refused = [], []
    for request in requests:
        small = replace(request, style=request.style.scaled(_SMALLER))
        label = _point_label(field, request) or _point_label(field, small)
        if label is None:
            refused.append(request)
        else:
            placed.append(label)
            field.take_label(label)
    return placed, refused


def place_upon(field: LabelField, request: LabelRequest) -> Label | None:
    """Return a short text upon the middle of its mark, or None where another text lies there."""
    width, height = _size(request, [request.text])
    x, y = middle_of(request.shape)
    box = np.array([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
    if not field.free(box[None, :], marks=False).all():
        return None
    return _label(request, [request.text], box)


def place_units(
    field: LabelField, requests: Sequence[LabelRequest]
) -> tuple[list[Label], list[LabelRequest]]:
    """Place names inside their units; those too small get a leader line.

    Parameters
    ----------
    field : LabelField
        Placed names are added.
    requests : sequence of LabelRequest
        Of areas, in millimetres on paper.

    Returns
    -------
    placed, refused
        As of `place_points`; what is refused is the part in the window.
    """
    placed, crowded = [], []
    for request in sorted(requests, key=_smallest_first):
        label = _within(field, request)
        if label is None:
            crowded.append(request)
        else:
            placed.append(label)
            field.take_label(label)
    seen = [
        replace(each, shape=part)
        for each in crowded
        if not shapely.is_empty(part := shapely.clip_by_rect(each.shape, *field.window))
    ]
    standing_off = [replace(each, shape=innermost(each.shape)) for each in seen]
    led, refused = place_points(field, standing_off)
    without = {id(each) for each in refused}
    left = [each for each, off in zip(seen, standing_off, strict=True) if id(off) in without]
    return placed + led, left


def draw_labels(sheet: Sheet, labels: Sequence[Label]) -> None:
    """Write labels and draw their leader lines."""
    for label in labels:
        for text, x, y, angle in label.pieces:
            sheet.text((x, y), text, label.style, angle=angle, level=Level.LABELS)
    leaders = [label.leader for label in labels if label.leader is not None]
    for color, width in ((sheet.look.veil, 1.4), (sheet.look.muted, 0.45)):
        sheet.lines(leaders, color=color, width=width, level=Level.LEADERS, capstyle="round")


def _line_height(line: str, style: TextStyle) -> float:
    return (ASCENT + descent_of(line)) * style.size * MM_PER_POINT


def _leading(style: TextStyle) -> float:
    return 1.12 * style.size * MM_PER_POINT


def _choosing_order(requests: Sequence[LabelRequest]) -> list[LabelRequest]:
    """Return requests in the order they choose: by priority, the most hemmed in first."""
    middles = [middle_of(each.shape) for each in requests]
    at = np.array(middles).reshape(-1, 2)
    near = np.exp(-np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) / _NEAR).sum(axis=1)
    order = sorted(
        range(len(requests)),
        key=lambda i: (-requests[i].priority, -round(near[i], 6), -middles[i][1], middles[i][0]),
    )
    return [requests[i] for i in order]


def _point_label(field: LabelField, request: LabelRequest) -> Label | None:
    """Return the name beside its mark, or led to it; what has no mark is always led."""
    lines = _broken(request)
    beside = _beside(field, request, lines) if request.radius else None
    return beside or _led(field, request, lines)


def _smallest_first(request: LabelRequest) -> tuple[int, float]:
    return (-request.priority, float(shapely.area(request.shape)))


def _broken(request: LabelRequest) -> list[str]:
    """Return a long name as two lines, or three, as even as its breaks allow."""
    style = request.style
    width = style.width_of(request.text)
    most = _WIDEST * style.size / 6.4
    if width <= most:
        return [request.text]
    count = 2 if width <= 2.2 * most else 3
    bracket = max(request.text.find(each) for each in _BRACKETS)
    if bracket > 0:  # a remark in brackets stands on a line of its own
        parts = [request.text[:bracket].rstrip(), request.text[bracket:]]
        widths = [style.width_of(part) for part in parts]
        if max(widths) <= max(0.62 * width, most):
            return parts
    for share in _SHARES:
        room = width * share * 2 / count
        lines = wrapped(request.text, room, style.size, style.weight)
        if len(lines) <= count:
            return lines
    return wrapped(request.text, width * 0.58, style.size, style.weight, most=3)


def _label(
    request: LabelRequest,
    lines: Sequence[str],
    box: NDArray[np.float64],
    *,
    side: float = 0.0,
    leader: NDArray[np.float64] | None = None,
) -> Label:
    """Return the label that fills a box; lines are flush with the side next to the mark."""
    style = request.style
    em = style.size * MM_PER_POINT
    deep = descent_of(lines[-1])
    pieces = []
    for place, line in enumerate(reversed(lines)):
        spare = float(box[2] - box[0]) - style.width_of(line)
        x = float(box[0]) + spare * (0.0 if side > 0 else 1.0 if side < 0 else 0.5)
        pieces.append((line, x, float(box[1]) + deep * em + place * _leading(style), 0.0))
    return Label(request.text, style, request.kind, tuple(reversed(pieces)), box[None, :], leader)


def _size(request: LabelRequest, lines: Sequence[str]) -> tuple[float, float]:
    style = request.style
    width = max(style.width_of(line) for line in lines)
    return width, _line_height(lines[-1], style) + (len(lines) - 1) * _leading(style)


def _beside(field: LabelField, request: LabelRequest, lines: Sequence[str]) -> Label | None:
    width, height = _size(request, lines)
    x, y = middle_of(request.shape)
    across, up, cost = _SIDES.T
    diagonal = np.where((across != 0) & (up != 0), 0.75, 1.0)
    reach = (request.radius + _GAP) * diagonal
    left = x + across * reach - width * (1 - across) / 2
    low = y + up * reach - height * (1 - up) / 2
    boxes = np.column_stack([left, low, left + width, low + height])
    best = _cheapest(field, boxes, cost)
    if best is None:
        return None
    return _label(request, lines, boxes[best], side=float(across[best]))


def _led(field: LabelField, request: LabelRequest, lines: Sequence[str]) -> Label | None:
    """Stand off from the mark, as little as possible, with a leader line that crosses nothing."""
    width, height = _size(request, lines)
    angles = np.radians(np.arange(0, 360, 15))
    rings, turns = (grid.ravel() for grid in np.meshgrid(_RINGS, angles, indexing="ij"))
    x, y = middle_of(request.shape)
    across, up = np.cos(turns), np.sin(turns)
    left = x + across * rings - width * (1 - np.clip(across * 1.6, -1, 1)) / 2
    low = y + up * rings - height * (1 - np.clip(up * 1.6, -1, 1)) / 2
    boxes = np.column_stack([left, low, left + width, low + height])
    ends = np.column_stack(
        [np.clip(x, left + 0.2, left + width - 0.2), np.clip(y, low + 0.4, low + height - 0.4)]
    )
    toward = ends - (x, y)
    length = np.hypot(*toward.T)
    widest = np.maximum(np.abs(toward).max(axis=1), 1e-9)  # to leave the square around the mark
    starts = np.array([x, y]) + toward * ((request.radius + 0.15) / widest)[:, None]
    shown = length > request.radius + 1.0
    open_to = np.flatnonzero(shown & field.free(boxes))
    cost = _LEADER_COST + 0.6 * length[open_to] + field.cost(boxes[open_to])
    best = _first_clear(field, open_to[np.argsort(cost, kind="stable")], starts, ends)
    if best is None:
        return None
    leader = np.array([starts[best], ends[best]])
    return _label(request, lines, boxes[best], side=float(np.round(across[best])), leader=leader)


def _first_clear(
    field: LabelField,
    candidates: NDArray[np.intp],
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
) -> int | None:
    """Return the first candidate whose leader line crosses nothing; they come a few at a time."""
    for low in range(0, len(candidates), _AT_ONCE):
        some = candidates[low : low + _AT_ONCE]
        clear = field.clear_paths(starts[some], ends[some])
        if clear.any():
            return int(some[int(clear.argmax())])
    return None


def _within(field: LabelField, request: LabelRequest) -> Label | None:
    """Place a name inside its unit, near the unit's middle and off what is drawn there."""
    style = request.style
    width, height = style.width_of(request.text), _line_height(request.text, style)
    shape = shapely.clip_by_rect(request.shape, *field.window)
    if shapely.is_empty(shape):
        return None
    middle = innermost(shape)
    west, south, east, north = (float(each) for each in shapely.bounds(shape))
    step = max(0.8, ((east - west) * (north - south) / 1500) ** 0.5)
    across, up = np.meshgrid(
        np.arange(west, east - width + step, step), np.arange(south, north - height + step, step)
    )
    left, low = across.ravel(), up.ravel()
    if not len(left):
        return None
    boxes = np.column_stack([left, low, left + width, low + height])
    shapely.prepare(shape)
    boxes = boxes[shapely.contains_properly(shape, shapely.box(*boxes.T))]
    if not len(boxes):
        return None
    off = np.hypot(boxes[:, [0, 2]].mean(1) - middle.x, boxes[:, [1, 3]].mean(1) - middle.y)
    best = _cheapest(field, boxes, 0.35 * off)
    return None if best is None else _label(request, [request.text], boxes[best])


def _cheapest(
    field: LabelField, boxes: NDArray[np.float64], cost: NDArray[np.float64]
) -> int | None:
    total = np.where(field.free(boxes), cost + field.cost(boxes), np.inf)
    best = int(np.argmin(total))
    return best if np.isfinite(total[best]) else None
