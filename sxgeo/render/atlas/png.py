"""A page as pixels: its image, and the PNG file of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sxgeo.render.atlas.georeference import image_size
from sxgeo.render.atlas.png_bytes import png_bytes
from sxgeo.render.atlas.sheet import drawing_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sxgeo.render.atlas.page import AtlasPage


def page_pixels(page: AtlasPage, dpi: int = 300) -> NDArray[np.uint8]:
    """Return a page's pixels, crop marks and all.

    Parameters
    ----------
    page : AtlasPage
        A drawn page.
    dpi : int
        Pixels an inch.

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Red, green, blue, and opacity, which is full everywhere.
    """
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    width, height = image_size(page, dpi)
    with drawing_settings():
        # A little beyond the paper's edge: matplotlib cuts off what is left of a pixel.
        page.figure.set_size_inches((width + 0.01) / dpi, (height + 0.01) / dpi)
        page.figure.set_dpi(dpi)
        canvas = FigureCanvasAgg(page.figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        FigureCanvasBase(page.figure)  # takes the place of the canvas with its pixels
    return pixels


def page_png(page: AtlasPage, dpi: int = 300) -> bytes:
    """Return a page as PNG (see `page_pixels`)."""
    return png_bytes(page_pixels(page, dpi), dpi)
