"""The edge of the paper: bleed for what runs over it, marks where to cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.rect import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_GAP, _MARK, _EDGE = 1.0, 5.0, 1.0
_FURTHEST_IN = 3.0  # millimetres that a mark keeps off the paper, however small the bleed


@dataclass(frozen=True)
class Press:
    """What a printer asks of the pages.

    Attributes
    ----------
    bleed : float
        Millimetres by which what lies on the paper's edge runs on over it; with any, the sheets
        are larger than the paper and have crop marks.
    greyscale : bool
        Every colour is replaced by the grey that is as light.
    """

    bleed: float = 0.0
    greyscale: bool = False


PLAIN = Press()
"""Pages as large as the paper, in colour."""


def media_box(width: float, height: float, bleed: float) -> Rect:
    """Return the sheet that paper is cut from: the paper itself where nothing bleeds.

    Parameters
    ----------
    width, height : float
        Of the paper, millimetres.
    bleed : float
        By how many millimetres colours run on over the paper's edge.

    Returns
    -------
    Rect
        Millimetres from the paper's lower left corner: room for the bleed and for crop marks.
    """
    around = _start(bleed) + _MARK + _EDGE if bleed else 0.0
    return Rect(0, 0, width, height).shrunk(-around)


def bled(rect: Rect, width: float, height: float, bleed: float) -> Rect:
    """Return a rectangle with each side that lies on the paper's edge moved out by the bleed.

    Examples
    --------
    >>> bled(Rect(0, 10, 50, 297), 210, 297, 3)
    Rect(left=-3, bottom=10, right=50, top=300)
    """
    return Rect(
        rect.left - bleed if rect.left <= 0 else rect.left,
        rect.bottom - bleed if rect.bottom <= 0 else rect.bottom,
        rect.right + bleed if rect.right >= width else rect.right,
        rect.top + bleed if rect.top >= height else rect.top,
    )


def crop_marks(width: float, height: float, bleed: float) -> list[NDArray[np.float64]]:
    """Return eight lines (2, 2), millimetres, that point at the paper's corners from outside."""
    return [np.array(line) for line in _marks(width, height, _start(bleed))]


def _marks(width: float, height: float, start: float) -> Iterator[list[tuple[float, float]]]:
    for x, outwards in ((0.0, -1), (width, 1)):
        for y, up in ((0.0, -1), (height, 1)):
            near, far = start, start + _MARK
            yield [(x + outwards * near, y), (x + outwards * far, y)]
            yield [(x, y + up * near), (x, y + up * far)]


def _start(bleed: float) -> float:
    return max(bleed + _GAP, _FURTHEST_IN)
