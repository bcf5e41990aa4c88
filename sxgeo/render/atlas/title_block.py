"""What every page carries: a title above, credits and the compliance line below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sxgeo.render.atlas.lettering import spaced, wrapped
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import Level, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

_BELOW = 1.5  # millimetres on A4 that the last line may stand in the margin


@dataclass(frozen=True)
class PageText:
    """The words around a page.

    Attributes
    ----------
    title, subtitle : str
        Of the page; the subtitle is the title in the other language.
    atlas : str
        Title of the whole.
    number : int
        Of the page.
    credits : tuple of str
        Lines at the foot, left.
    compliance : str
        The sentence about the map's review, right.
    """

    title: str
    subtitle: str
    atlas: str
    number: int
    credits: tuple[str, ...]
    compliance: str


def draw_title(sheet: Sheet, rect: Rect, text: PageText) -> None:
    """Write title and subtitle at the left of the head, the atlas' title at the right."""
    title, subtitle = sheet.style("title", weight="bold"), sheet.style("heading", sheet.look.muted)
    small = sheet.style("body", sheet.look.muted)
    factor = sheet.factor
    base = rect.bottom + 5.6 * factor
    bar = Rect(rect.left, base - 1.2 * factor, rect.left + 1.3 * factor, base + 5.4 * factor)
    sheet.rectangle(bar, fill=sheet.look.accent, level=Level.TEXT)
    room = rect.width - small.width_of(text.atlas) - 12 * factor
    while title.width_of(text.title) > room and title.size > small.size:
        title = title.scaled(0.94)
    drawn = sheet.text((bar.right + 2 * factor, base), text.title, title)
    rest = rect.right - small.width_of(text.atlas) - 6 * factor - drawn.right - 3 * factor
    while subtitle.width_of(text.subtitle) > rest and subtitle.size > small.size:
        subtitle = subtitle.scaled(0.94)
    if subtitle.width_of(text.subtitle) <= rest:
        sheet.text((drawn.right + 3 * factor, base), text.subtitle, subtitle)
    sheet.text((rect.right, base), text.atlas, small, align="right")


def draw_foot(sheet: Sheet, rect: Rect, text: PageText) -> None:
    """Write the credits, the compliance line and the page's number."""
    style = sheet.style("small", sheet.look.muted)
    number = sheet.style("heading", weight="bold")
    y = rect.top - 2.2 * sheet.factor
    shown = str(text.number)
    room = rect.width - number.width_of(shown) - 8 * sheet.factor
    lines = [line for part in text.credits for line in wrapped(part, room, style.size)]
    deep = y - rect.bottom + _BELOW * sheet.factor
    leading = min(style.leading, deep / (len(lines) + 1))  # many credits stand closer together
    y = sheet.paragraph((rect.left, y), lines, style, leading=leading)
    sheet.paragraph(
        (rect.left, y), [spaced(text.compliance)], sheet.style("small", sheet.look.accent, "bold")
    )
    sheet.text((rect.right, rect.bottom + 1.0), shown, number, align="right")


def joined_credits(sentences: Sequence[str], language: str) -> str:
    """Return sentences as one line of credits."""
    return ("　" if language == "zh" else "   ").join(sentences)
