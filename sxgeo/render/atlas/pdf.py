"""The atlas as one PDF: vector maps, TrueType text, outline, links, georeference."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from sxgeo.render.atlas.outline import nearest_listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pypdf import PageObject, PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject

    from sxgeo.data.theme import Language
    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.page import AtlasPage
    from sxgeo.render.atlas.pdf_part import PdfPart, PdfSketch
    from sxgeo.render.atlas.rect import Rect

_LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_POINTS_PER_MM = 72 / 25.4
_CORNERS = [0, 0, 0, 1, 1, 1, 1, 0]


class PdfBook:
    """A PDF in the making: pages are added one by one and not kept.

    Parameters
    ----------
    title, subject, author, keywords : str
        Its metadata; no date is written, so the same input gives the same bytes.
    language : {"zh", "en"}
        Of its words, for those who have them read out.
    parents : mapping of int to int, optional
        Below which page the outline lists a page, by number (see `outline_parents`).
    """

    def __init__(
        self,
        title: str,
        subject: str,
        author: str,
        keywords: str,
        *,
        language: Language = "zh",
        parents: Mapping[int, int] | None = None,
    ) -> None:
        from pypdf import PdfWriter

        self._language = _LANGUAGE_TAGS[language]
        self._told = {"Title": title, "Subject": subject, "Author": author, "Keywords": keywords}
        self._writer = PdfWriter()
        self._letters: dict[str, set[str]] = {}
        self._wanted: list[tuple[int, str, str]] = []  # page from 0, the font's name there, file
        self._sketches: list[PdfSketch] = []
        self._parents = dict(parents or {})

    def add(self, page: AtlasPage) -> None:
        """Add a page; its figure may be thrown away afterwards."""
        from sxgeo.render.atlas.pdf_part import pdf_part

        self.add_part(pdf_part(page))

    def add_part(self, part: PdfPart) -> None:
        """Add a page drawn elsewhere."""
        from pypdf import PdfReader

        (page,) = PdfReader(io.BytesIO(part.content)).pages
        fonts = _fonts_of(page)
        names = {str(font.get_object()["/BaseFont"]): name for name, font in fonts.items()}
        for path, letters in part.letters.items():
            self._letters.setdefault(path, set()).update(letters)
            name = names[f"/{Path(path).stem}"]
            self._wanted.append((len(self._sketches), name, path))
            del fonts[name]
        self._writer.add_page(page)
        self._sketches.append(part.sketch)

    def finish(self, path: Path) -> None:
        """Write the whole, with fonts, outline, links and metadata."""
        from pypdf.generic import NameObject, TextStringObject

        writer = self._writer
        self._embed_fonts()
        writer.metadata = {f"/{key}": value for key, value in self._told.items() if value}
        place_of = {sketch.number: place for place, sketch in enumerate(self._sketches)}
        self._add_outline(place_of)
        for place, sketch in enumerate(self._sketches):
            _add_links(writer, place, sketch, place_of)
            if sketch.frame is not None:
                _add_viewport(writer.pages[place], sketch.frame, sketch.media)
            if sketch.bleed:
                _set_boxes(writer.pages[place], sketch)
        writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
        writer.root_object[NameObject("/Lang")] = TextStringObject(self._language)
        writer.write(path)

    def _add_outline(self, place_of: Mapping[int, int]) -> None:
        """List the pages; what is below another is shown once a reader opens that."""
        entries: dict[int, IndirectObject] = {}
        for sketch in self._sketches:
            above = nearest_listed(sketch.number, self._parents, entries)
            entries[sketch.number] = self._writer.add_outline_item(
                title=sketch.title,
                page_number=place_of[sketch.number],
                parent=None if above is None else entries[above],
                is_open=False,
            )

    def _embed_fonts(self) -> None:
        """Put every font into the book once, with the characters of all its pages."""
        from pypdf import PdfReader
        from pypdf.generic import NameObject

        from sxgeo.render.atlas.pdf_part import pdf_of_letters

        letters = {path: self._letters[path] for path in sorted(self._letters)}
        (page,) = PdfReader(io.BytesIO(pdf_of_letters(letters))).pages
        fonts = _fonts_of(page)
        embedded = {
            path: fonts.raw_get(f"/F{place}").clone(self._writer)
            for place, path in enumerate(letters, start=1)
        }
        for place, name, path in self._wanted:
            _fonts_of(self._writer.pages[place])[NameObject(name)] = embedded[path]


def _fonts_of(page: PageObject) -> DictionaryObject:
    resources = cast("DictionaryObject", page["/Resources"].get_object())
    return cast("DictionaryObject", resources["/Font"].get_object())


def _add_links(writer: PdfWriter, place: int, sketch: PdfSketch, place_of: dict[int, int]) -> None:
    from pypdf.annotations import Link as PdfLink

    for link in sketch.links:
        if link.page in place_of:
            rect = _points(link.rect, sketch.media)
            annotation = PdfLink(rect=rect, target_page_index=place_of[link.page])
            writer.add_annotation(place, annotation)


def _set_boxes(page: PageObject, sketch: PdfSketch) -> None:
    """Say where the paper is cut, and how far beyond it colours reach (ISO 32000-2, 14.11.2)."""
    from pypdf.generic import RectangleObject

    page.cropbox = RectangleObject(_points(sketch.media, sketch.media))  # with the marks
    page.bleedbox = RectangleObject(_points(sketch.trim.shrunk(-sketch.bleed), sketch.media))
    page.trimbox = RectangleObject(_points(sketch.trim, sketch.media))


def _points(rect: Rect, media: Rect) -> tuple[float, float, float, float]:
    """Return millimetres on paper as points from the sheet's lower left corner."""
    return (
        (rect.left - media.left) * _POINTS_PER_MM,
        (rect.bottom - media.bottom) * _POINTS_PER_MM,
        (rect.right - media.left) * _POINTS_PER_MM,
        (rect.top - media.bottom) * _POINTS_PER_MM,
    )


def _add_viewport(page: PageObject, frame: MapFrame, media: Rect) -> None:
    """Say where the frame lies on earth (ISO 32000-2, 12.10), so that readers can measure."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        TextStringObject,
    )

    def numbers(values: Sequence[float]) -> ArrayObject:
        return ArrayObject([FloatObject(f"{value:.7f}") for value in values])

    from sxgeo.render.atlas.frame import crs_of

    system = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/PROJCS"),
            NameObject("/WKT"): TextStringObject(crs_of(frame.crs).to_wkt("WKT1_ESRI")),
        }
    )
    measure = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Measure"),
            NameObject("/Subtype"): NameObject("/GEO"),
            NameObject("/Bounds"): numbers(_CORNERS),
            NameObject("/LPTS"): numbers(_CORNERS),
            NameObject("/GPTS"): numbers(corner_degrees(frame)),
            NameObject("/GCS"): system,
        }
    )
    viewport = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Viewport"),
            NameObject("/BBox"): numbers(_points(frame.rect, media)),
            NameObject("/Measure"): measure,
        }
    )
    page[NameObject("/VP")] = ArrayObject([viewport])


def corner_degrees(frame: MapFrame) -> list[float]:
    """Return latitude, longitude of the corners, clockwise from the lower left."""
    rect: Rect = frame.rect
    corners = np.array(
        [
            (rect.left, rect.bottom),
            (rect.left, rect.top),
            (rect.right, rect.top),
            (rect.right, rect.bottom),
        ]
    )
    return [float(each) for each in frame.to_degrees(corners)[:, ::-1].ravel()]
