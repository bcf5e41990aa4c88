"""A page as a PNG image, and the world file that places it for a GIS."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sxgeo.output import write_bytes, write_text
from sxgeo.render.atlas.sheet import drawing_settings

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.render.atlas.page import AtlasPage, PagePlan

_COMPRESSION = 1  # more costs a third more time a page and saves two per cent of bytes


def page_png(page: AtlasPage, dpi: int = 300) -> bytes:
    """Return a page as PNG.

    Parameters
    ----------
    page : AtlasPage
        A drawn page.
    dpi : int
        Pixels an inch.
    """
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    size = (round(page.width / 25.4 * dpi), round(page.height / 25.4 * dpi))
    with drawing_settings():
        # A little beyond the paper's edge: matplotlib cuts off what is left of a pixel.
        page.figure.set_size_inches((size[0] + 0.01) / dpi, (size[1] + 0.01) / dpi)
        page.figure.set_dpi(dpi)
        canvas = FigureCanvasAgg(page.figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        image = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        FigureCanvasBase(page.figure)  # takes the place of the canvas with its pixels
        out = io.BytesIO()
        image.convert("RGB").save(out, "PNG", compress_level=_COMPRESSION, dpi=(dpi, dpi))
    return out.getvalue()


def world_file(page: AtlasPage, dpi: int = 300) -> str | None:
    """Return a page's world file (six lines, metres of its CRS), or None without a map."""
    frame = page.frame
    if frame is None:
        return None
    pixel = 25.4 / dpi / frame.mm_per_metre
    left, top = 0.0 - frame.rect.centre[0], page.height - frame.rect.centre[1]
    east = frame.centre[0] + left / frame.mm_per_metre + pixel / 2
    north = frame.centre[1] + top / frame.mm_per_metre - pixel / 2
    numbers = (pixel, 0.0, 0.0, -pixel, east, north)
    return "".join(f"{number:.6f}\n" for number in numbers)


def projection_file(page: AtlasPage) -> str | None:
    """Return the WKT of a page's CRS (a ``.prj`` file), or None without a map."""
    if page.frame is None:
        return None
    from sxgeo.render.atlas.frame import crs_of

    return crs_of(page.frame.crs).to_wkt("WKT1_ESRI")


def page_stem(page: AtlasPage | PagePlan) -> str:
    """Return the name of a page's files, without suffix."""
    return f"{page.number:02d}-{page.slug}"


def write_png(page: AtlasPage, folder: Path, dpi: int) -> list[Path]:
    """Write a page's image, world file and projection; return their paths."""
    stem = page_stem(page)
    written = [folder / f"{stem}.png"]
    write_bytes(written[0], page_png(page, dpi))
    for text, suffix in ((world_file(page, dpi), ".pgw"), (projection_file(page), ".prj")):
        if text is not None:
            written.append(folder / f"{stem}{suffix}")
            write_text(written[-1], text)
    return written
