"""Rectangles on paper."""

from __future__ import annotations

from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle, in millimetres from the paper's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return ((self.left + self.right) / 2, (self.bottom + self.top) / 2)

    def shrunk(self, by: float) -> Rect:
        """Return the rectangle with every side moved inwards."""
        return Rect(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def contains(self, other: Rect) -> bool:
        """Return whether `other` lies inside, edges included."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and self.right >= other.right
            and self.top >= other.top
        )

    def overlaps(self, other: Rect) -> bool:
        """Return whether the insides of both share anything.

        Examples
        --------
        >>> Rect(0, 0, 2, 2).overlaps(Rect(1, 1, 3, 3)), Rect(0, 0, 2, 2).overlaps(Rect(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )
