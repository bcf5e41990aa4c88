"""One page as PDF without its fonts, which the pages of a book share; made in any process."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.backends.backend_pdf import Name, PdfFile, RendererPdf

from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import drawing_settings
from sxgeo.render.atlas.text_line import TextLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.backends.backend_pdf import Reference
    from matplotlib.figure import Figure

    from sxgeo.render.atlas.page import AtlasPage, Link

_UNDATED = {"CreationDate": None}
_BLANK = 100.0  # points: of the page that only carries fonts


class PdfSketch:
    """What is kept of a page once it is drawn: enough for outline, links and georeference."""

    def __init__(self, page: AtlasPage) -> None:
        self.number, self.title, self.frame = page.number, page.title, page.frame
        self.media, self.trim = page.media, Rect(0, 0, page.width, page.height)
        self.bleed = page.bleed
        self.links: tuple[Link, ...] = tuple(page.links)


@dataclass(frozen=True)
class PdfPart:
    """A page for a book.

    Attributes
    ----------
    content : bytes
        A PDF of one page whose fonts are named but not inside: those whose ``/BaseFont`` is
        ``/<file>`` of `letters`.
    letters : dict of str to str
        The characters of every font on the page, by the path of its file.
    sketch : PdfSketch
        Outline, links and georeference.
    """

    content: bytes
    letters: dict[str, str]
    sketch: PdfSketch


def pdf_part(page: AtlasPage) -> PdfPart:
    """Return a drawn page as a part of a book; its figure may be thrown away afterwards."""
    figure = page.figure
    buffer = io.BytesIO()
    with drawing_settings():
        figure.set_dpi(72)
        figure.set_size_inches(page.media.width / 25.4, page.media.height / 25.4)
        width, height = (float(each) for each in figure.get_size_inches())
        file = _WithoutFonts(buffer, _UNDATED)  # type: ignore[no-untyped-call]
        file.newPage(width, height)  # type: ignore[no-untyped-call]
        renderer = RendererPdf(file, 72, height, width)  # type: ignore[no-untyped-call]
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
        file.finalize()  # type: ignore[no-untyped-call]
        file.close()  # type: ignore[no-untyped-call]
    return PdfPart(buffer.getvalue(), _letters(figure), PdfSketch(page))


def pdf_of_letters(letters: Mapping[str, Iterable[str]]) -> bytes:
    """Return a PDF whose one page holds fonts ``/F1``, ``/F2`` … with the characters given.

    Parameters
    ----------
    letters : mapping of str to iterable of str
        Characters by the path of the font's file; fonts are numbered in this order.
    """
    from matplotlib.font_manager import FontProperties

    buffer = io.BytesIO()
    with drawing_settings():
        file = PdfFile(buffer, _UNDATED)  # type: ignore[no-untyped-call]
        file.newPage(_BLANK / 72, _BLANK / 72)  # type: ignore[no-untyped-call]
        renderer = RendererPdf(file, 72, _BLANK / 72, _BLANK / 72)  # type: ignore[no-untyped-call]
        for path, characters in letters.items():
            font = FontProperties(fname=path)
            for each in sorted(characters):
                renderer.draw_text(renderer.new_gc(), 0, 0, each, font, 0)  # type: ignore[no-untyped-call]
        renderer.finalize()  # type: ignore[no-untyped-call]
        file.finalize()  # type: ignore[no-untyped-call]
        file.close()  # type: ignore[no-untyped-call]
    return buffer.getvalue()


class _WithoutFonts(PdfFile):
    """A PDF that names its TrueType fonts where others embed them.

    Under `drawing_settings` a character's code in the page is its Unicode number, on every page
    alike, so one font can serve them all. matplotlib numbers a second subset of a font (of what is
    outside Unicode's first plane, or composed) as it comes: that one stays with its page.
    """

    def embedTTF(self, filename: str, *subset: object) -> Reference:  # noqa: N802 - its name
        """Write only the font's name, and return a reference to it."""
        if subset and subset[0] not in (0, None) and isinstance(subset[0], int):
            found: Reference = super().embedTTF(filename, *subset)  # type: ignore[no-untyped-call]
            return found
        named: Reference = self.reserveObject("font")  # type: ignore[no-untyped-call]
        name = Name(Path(filename).stem)  # type: ignore[no-untyped-call]
        self.writeObject(named, {"Type": Name("Font"), "BaseFont": name})  # type: ignore[no-untyped-call]
        return named


def _letters(figure: Figure) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for line in figure.findobj(TextLine):
        path = str(line.get_fontproperties().get_file())
        found.setdefault(path, set()).update(line.get_text())
    return {path: "".join(sorted(found[path])) for path in sorted(found)}
