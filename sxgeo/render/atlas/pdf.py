"""The atlas as one PDF: vector maps, TrueType text, outline, links, georeference."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import drawing_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pypdf import PageObject, PdfWriter

    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.page import AtlasPage, Link

_POINTS_PER_MM = 72 / 25.4
_CORNERS = [0, 0, 0, 1, 1, 1, 1, 0]


class PdfSketch:
    """What is kept of a page once it is drawn: enough for outline, links and georeference."""

    def __init__(self, page: AtlasPage) -> None:
        self.number, self.title, self.frame = page.number, page.title, page.frame
        self.media, self.trim = page.media, Rect(0, 0, page.width, page.height)
        self.bleed = page.bleed
        self.links: tuple[Link, ...] = tuple(page.links)


class PdfBook:
    """A PDF in the making: pages are added one by one and not kept.

    Parameters
    ----------
    title, subject, author, keywords : str
        Its metadata; no date is written, so the same input gives the same bytes.
    """

    def __init__(self, title: str, subject: str, author: str, keywords: str) -> None:
        from matplotlib.backends.backend_pdf import PdfPages

        self._buffer = io.BytesIO()
        self._told = {"Title": title, "Subject": subject, "Author": author, "Keywords": keywords}
        with drawing_settings():
            self._pages = PdfPages(self._buffer, metadata={"CreationDate": None})
        self._sketches: list[PdfSketch] = []

    def add(self, page: AtlasPage) -> None:
        """Add a page; its figure may be thrown away afterwards."""
        with drawing_settings():
            page.figure.set_dpi(72)
            page.figure.set_size_inches(page.media.width / 25.4, page.media.height / 25.4)
            self._pages.savefig(page.figure)  # type: ignore[no-untyped-call]
        self._sketches.append(PdfSketch(page))

    def finish(self, path: Path) -> None:
        """Write the whole, with outline, links and metadata."""
        from pypdf import PdfWriter
        from pypdf.generic import NameObject, TextStringObject

        with drawing_settings():
            self._pages.close()  # type: ignore[no-untyped-call]
        self._buffer.seek(0)
        writer = PdfWriter(clone_from=self._buffer)
        writer.metadata = {f"/{key}": value for key, value in self._told.items() if value}
        place_of = {sketch.number: place for place, sketch in enumerate(self._sketches)}
        for place, sketch in enumerate(self._sketches):
            writer.add_outline_item(title=sketch.title, page_number=place)
            _add_links(writer, place, sketch, place_of)
            if sketch.frame is not None:
                _add_viewport(writer.pages[place], sketch.frame, sketch.media)
            if sketch.bleed:
                _set_boxes(writer.pages[place], sketch)
        writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
        writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
        writer.write(path)


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
