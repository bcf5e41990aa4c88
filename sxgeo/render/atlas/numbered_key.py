"""Where a name finds no room, a number stands in for it, and a key on the map explains it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.anchors import middle_of
from sxgeo.render.atlas.inset import free_place
from sxgeo.render.atlas.labels import place_points, place_units, place_upon
from sxgeo.render.atlas.lettering import wrapped
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sxgeo.render.atlas.labels import Label, LabelRequest
    from sxgeo.render.atlas.naming import Naming
    from sxgeo.render.atlas.rect import Rect
    from sxgeo.render.atlas.sheet import TextStyle

_BAND = 6.0  # millimetres: marks of one band are numbered from the left
_WIDTHS = (34.0, 42.0, 52.0)
_MOST_COLUMNS = 3
_PAD, _GAP = 1.6, 3.0
_MOST_GIVEN_UP, _SHORT = 12, 3


@dataclass(frozen=True)
class KeyEntry:
    """A number on the map and the name it stands for."""

    number: int
    name: str


@dataclass(frozen=True)
class NumberedKey:
    """The key of a map.

    Attributes
    ----------
    entries : tuple of KeyEntry
        Ascending from 1.
    rect : Rect, optional
        Where on the map it stands; None where the panel has to hold it.
    columns : int
        How many it has on the map.
    width : float
        Of a column, millimetres.
    """

    entries: tuple[KeyEntry, ...] = ()
    rect: Rect | None = None
    columns: int = 1
    width: float = 0.0


def number_the_rest(windows: Sequence[Naming]) -> tuple[tuple[KeyEntry, ...], tuple[str, ...]]:
    """Give a number to every name without room that no window of the map has.

    Parameters
    ----------
    windows : sequence of Naming
        The map and its inset; their labels grow by the numbers. Where even a number finds no room,
        the nearest name becomes a number too.

    Returns
    -------
    entries : tuple of KeyEntry
        What the numbers mean.
    unnamed : tuple of str
        Names for which not even a number found room.
    """
    numbers, lost = _numbered(windows)
    for _ in range(_MOST_GIVEN_UP):
        if not lost:
            break
        for window, request in lost:
            _make_room(window, request)
        numbers, lost = _numbered(windows)
    for window in windows:
        window.labels += [label for owner, label in numbers.values() if owner is window]
    entries = [KeyEntry(place, name) for place, name in enumerate(numbers, start=1)]
    return tuple(entries), tuple(dict.fromkeys(request.text for _, request in lost))


def _numbered(
    windows: Sequence[Naming],
) -> tuple[dict[str, tuple[Naming, Label]], list[tuple[Naming, LabelRequest]]]:
    """Return the numbers of names without room, in their order, and what has no room even so."""
    named = {label.text for window in windows for label in window.labels}
    found: dict[str, tuple[Naming, Label]] = {}
    lost = []
    for window in windows:
        window.field.back_to(window.start)
        for label in window.labels:
            window.field.take_label(label)
        for request in sorted(window.refused, key=_reading_order):
            if request.text in named or request.text in found:
                continue
            numeral = _numeral(window, request, len(found) + 1)
            if numeral is None:
                lost.append((window, request))
            else:
                found[request.text] = window, numeral
                window.field.take_label(numeral)
    return found, lost


def _make_room(window: Naming, request: LabelRequest) -> None:
    """Give up the feature's name that is nearest to a mark for which there is no room."""
    at = shapely.Point(middle_of(request.shape))
    inclined = [label for label in window.labels if label.text in window.features]
    inclined = [label for label in inclined if len(label.text) > _SHORT]
    if inclined:
        away = [
            float(shapely.distance(at, shapely.box(*label.boxes.T)).min()) for label in inclined
        ]
        window.give_up(inclined[int(np.argmin(away))])


def place_key(
    sheet: Sheet,
    window: Rect,
    entries: Sequence[KeyEntry],
    keep_free: shapely.Geometry,
    boxes: Iterable[NDArray[np.float64]],
) -> NumberedKey:
    """Return the key of a map, with a place on it where there is one.

    Parameters
    ----------
    sheet : Sheet
        Gives the type.
    window : Rect
        The map.
    entries : sequence of KeyEntry
        What it holds.
    keep_free : Geometry
        What it may not cover, millimetres on paper.
    boxes : iterable of ndarray, shape (n, 4)
        Labels it may not cover either.
    """
    taken = shapely.box(*np.concatenate(list(boxes)).T)
    covered = shapely.union_all([keep_free, *taken])
    for columns, width in _shapes(sheet, entries):
        place = free_place(window, *_size(sheet, entries, width, columns), covered)
        if place is not None:
            return NumberedKey(tuple(entries), place, columns, width)
    return NumberedKey(tuple(entries))


def draw_key(sheet: Sheet, key: NumberedKey) -> None:
    """Draw the key in its place on the map; nothing where it has none."""
    if key.rect is None:
        return
    look, factor = sheet.look, sheet.factor
    sheet.rectangle(key.rect, fill=look.veil, color=look.rule, width=0.5, level=Level.MASK)
    style, head = _styles(sheet)
    left, pad = key.rect.left + _PAD * factor, _PAD * factor
    top = sheet.paragraph((left, key.rect.top - pad), [sheet.word("numbered_key")], head)
    for part in _parts(sheet, key.entries, key.width, key.columns):
        y = top
        for number, lines in part:
            sheet.paragraph((left, y), [str(number)], replace(style, weight="bold"))
            y = sheet.paragraph((left + _indent(sheet), y), lines, style)
        left += key.width + _GAP * factor


def _shapes(sheet: Sheet, entries: Sequence[KeyEntry]) -> list[tuple[int, float]]:
    """Return numbers and widths of columns to try, the smallest key first."""
    tried = [
        (columns, width * sheet.factor)
        for width in _WIDTHS
        for columns in range(1, min(_MOST_COLUMNS, len(entries)) + 1)
    ]

    def area(shape: tuple[int, float]) -> float:
        width, height = _size(sheet, entries, shape[1], shape[0])
        return width * height

    return sorted(tried, key=area)


def _reading_order(request: LabelRequest) -> tuple[int, float]:
    x, y = middle_of(request.shape)
    return -round(y / _BAND), x


def _numeral(window: Naming, request: LabelRequest, number: int) -> Label | None:
    style = replace(request.style, weight="bold", spacing=0.0)
    state = window.field.state()
    numeral = replace(request, text=str(number), style=style)
    place = place_units if request.kind == "unit" else place_points
    placed, _ = place(window.field, [numeral])
    window.field.back_to(state)
    label = placed[0] if placed else place_upon(window.field, numeral)
    return replace(label, text=request.text) if label is not None else None


def _styles(sheet: Sheet) -> tuple[TextStyle, TextStyle]:
    return sheet.style("small"), sheet.style("body", weight="bold")


def _indent(sheet: Sheet) -> float:
    return sheet.style("small", weight="bold").width_of("00") + 1.0 * sheet.factor


def _parts(
    sheet: Sheet, entries: Sequence[KeyEntry], width: float, columns: int
) -> list[list[tuple[int, list[str]]]]:
    """Return numbers and lines by column; no column is longer than the first."""
    style, _ = _styles(sheet)
    rows = [
        (each.number, wrapped(each.name, width - _indent(sheet), style.size)) for each in entries
    ]
    total = sum(len(lines) for _, lines in rows)
    most = max(-(-total // columns), *(len(lines) for _, lines in rows))
    while True:
        parts: list[list[tuple[int, list[str]]]] = [[]]
        for row in rows:
            if parts[-1] and sum(len(lines) for _, lines in parts[-1]) + len(row[1]) > most:
                parts.append([])
            parts[-1].append(row)
        if len(parts) <= columns:
            return parts
        most += 1


def _size(
    sheet: Sheet, entries: Sequence[KeyEntry], width: float, columns: int
) -> tuple[float, float]:
    style, head = _styles(sheet)
    parts = _parts(sheet, entries, width, columns)
    lines = max(sum(len(lines) for _, lines in part) for part in parts)
    pad = 2 * _PAD * sheet.factor
    across = columns * width + (columns - 1) * _GAP * sheet.factor
    return across + pad, head.leading + lines * style.leading + pad
