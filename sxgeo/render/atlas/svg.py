"""A page as an SVG drawing: letters as outlines, and the same words once more, unseen, as text.

A browser would take an embedded font, but Inkscape and Illustrator do not, and would set Chinese in
whatever font they have, or in none. Outlines look the same everywhere; each is written once a page
and used again. The words lie over them without a colour, so a page can be searched and copied from.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

from sxgeo.assets import FONT_FAMILY, font_path
from sxgeo.render.atlas.lettering import text_width
from sxgeo.render.atlas.sheet import drawing_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.text import Text

    from sxgeo.render.atlas.labels import Label
    from sxgeo.render.atlas.page import AtlasPage, Link
    from sxgeo.render.atlas.rect import Rect

_POINTS_PER_MM = 72 / 25.4
_HEAD = re.compile(
    r"<\?xml.*?<svg\b([^>]*?)\swidth=\"[^\"]*\"([^>]*?)\sheight=\"[^\"]*\"", re.DOTALL
)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_COURSE = re.compile(r' d="([^"]*)"')
_FINE = re.compile(r"(\.\d{3})\d+")  # thousandths of a point: a third of a micrometre
_LOOSE = re.compile(r"\s*([A-Zz])\s*")
_CONTROL = dict.fromkeys(range(32)) | {0x7F: None, 0xFFFE: None, 0xFFFF: None}


def page_svg(page: AtlasPage, files: Mapping[int, str] | None = None) -> bytes:
    """Return a page as an SVG document, UTF-8.

    It refers to nothing outside itself but, where `files` says so, by links to other pages that a
    reader may follow. The same page gives the same bytes.

    Parameters
    ----------
    page : AtlasPage
        A drawn page.
    files : mapping of int to str, optional
        Name of the file of every page a link may lead to, by the page's number.

    Returns
    -------
    bytes
        One drawing unit is a point; width and height are the sheet's, in millimetres.
    """
    from matplotlib.backends.backend_svg import RendererSVG

    media, stream = page.media, io.StringIO()
    told = {"Title": page.title.translate(_CONTROL), "Creator": "sxgeo", "Date": None, "Type": None}
    with drawing_settings():
        page.figure.set_dpi(72)
        page.figure.set_size_inches(media.width / 25.4, media.height / 25.4)
        size = (media.width * _POINTS_PER_MM, media.height * _POINTS_PER_MM)
        renderer = RendererSVG(*size, stream, image_dpi=72, metadata=told)  # type: ignore[no-untyped-call]
        page.figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
    more = "\n".join([*_words(page), *_links(page.links, files or {}, media)])
    drawing, end, _ = _tidied(stream.getvalue(), media).rpartition("</svg>")
    return f"{drawing}{more}\n{end}\n".encode()


def _words(page: AtlasPage) -> Iterator[str]:
    """Yield every line of text as an element nobody sees, a name along a line as one word."""
    labels = page.drawn.labels if page.drawn is not None else ()
    courses = [label for label in labels if _is_turned(label)]
    along = {piece[:3] for label in courses for piece in label.pieces}
    yield f'<g id="words" fill-opacity="0" font-family="{FONT_FAMILY}">'
    for text in _texts(page):
        if (text.get_text(), *text.get_position()) not in along:
            yield _element("text", _line_place(text, page.media), text.get_text())
    for label in courses:
        words = "".join(piece[0] for piece in label.pieces)
        yield _element("text", _course_place(label, page.media), words)
    yield "</g>"


def _is_turned(label: Label) -> bool:
    """Return whether a name follows a line, letter by letter."""
    return label.kind == "line" and all(len(piece[0]) == 1 for piece in label.pieces)


def _texts(page: AtlasPage) -> Iterator[Text]:
    return (text for axes in page.figure.axes for text in axes.texts if text.get_text().strip())


def _line_place(text: Text, media: Rect) -> dict[str, str]:
    """Return where a straight line of text stands and how long it is."""
    x, y = _point(*text.get_position(), media)
    size = float(text.get_fontsize())
    bold = text.get_fontproperties().get_file() == str(font_path("bold"))
    length = text_width(text.get_text(), size, "bold" if bold else "regular") * _POINTS_PER_MM
    place = {"x": x, "y": y, "font-size": f"{size:.2f}", "textLength": f"{length:.2f}"}
    angle = float(text.get_rotation())
    return place | ({"transform": f"rotate({-angle:.2f} {x} {y})"} if angle else {})


def _course_place(label: Label, media: Rect) -> dict[str, str]:
    """Return where every letter of a name along a line stands, and how it is turned."""
    points = [_point(x, y, media) for _, x, y, _ in label.pieces]
    return {
        "x": " ".join(x for x, _ in points),
        "y": " ".join(y for _, y in points),
        "rotate": " ".join(f"{-angle:.2f}" for *_, angle in label.pieces),
        "font-size": f"{label.style.size:.2f}",
    }


def _links(links: Sequence[Link], files: Mapping[int, str], media: Rect) -> Iterator[str]:
    """Yield a rectangle one can click, but not see, over what leads to another page."""
    for link in links:
        if link.page in files:
            left, top = _point(link.rect.left, link.rect.top, media)
            size = [f"{each * _POINTS_PER_MM:.2f}" for each in (link.rect.width, link.rect.height)]
            box = {"x": left, "y": top, "width": size[0], "height": size[1], "fill-opacity": "0"}
            yield f'<a xlink:href="{escape(files[link.page])}">{_element("rect", box)}</a>'


def _element(name: str, attributes: Mapping[str, str], words: str = "") -> str:
    told = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{told}>{escape(words.translate(_CONTROL))}</{name}>"


def _point(x: float, y: float, media: Rect) -> tuple[str, str]:
    """Return millimetres on paper as points from the drawing's upper left corner."""
    return f"{(x - media.left) * _POINTS_PER_MM:.2f}", f"{(media.top - y) * _POINTS_PER_MM:.2f}"


def _tidied(text: str, media: Rect) -> str:
    """Drop the reference to a DTD, comments, and digits nobody sees; give the size in mm."""
    size = f'width="{media.width:g}mm" height="{media.height:g}mm"'
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<svg {size}\\1\\2'
    text, found = _HEAD.subn(head, text, count=1)
    if not found:
        msg = "matplotlib's SVG begins in another way than it used to."
        raise AssertionError(msg)
    return _COURSE.sub(_tightened, _COMMENT.sub("", text))


def _tightened(course: re.Match[str]) -> str:
    """Return the attribute ``d`` of a path with less space and fewer digits."""
    tight = _LOOSE.sub(r"\1", _FINE.sub(r"\1", course[1]))
    return f' d="{tight}"'
