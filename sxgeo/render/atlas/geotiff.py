"""A page as a GeoTIFF: one image file that a GIS places by itself.

Pillow, which encodes the PNG pages, writes the tags as well; nothing more is needed for it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sxgeo.render.atlas.georeference import geotiff_tags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.render.atlas.page import AtlasPage

_PREDICTOR = 317


def page_tiff(page: AtlasPage, pixels: NDArray[np.uint8], dpi: int = 300) -> bytes:
    """Return a page as a TIFF, placed on earth where it has a map.

    Parameters
    ----------
    page : AtlasPage
        A drawn page.
    pixels : ndarray of uint8, shape (height, width, 4)
        Its image (see `sxgeo.render.atlas.png.page_pixels`).
    dpi : int
        Pixels an inch, with which the image was made.

    Raises
    ------
    SxgeoError
        GeoTIFF's keys have no words for the projection.
    """
    from PIL import Image
    from PIL.TiffImagePlugin import ImageFileDirectory_v2
    from PIL.TiffTags import ASCII, DOUBLE, SHORT

    tags = ImageFileDirectory_v2()
    tags[_PREDICTOR] = 2  # neighbours are alike: their differences compress better
    for tag, value in geotiff_tags(page, dpi).items():
        whole = isinstance(value[0], int)
        tags.tagtype[tag] = ASCII if isinstance(value, str) else SHORT if whole else DOUBLE
        tags[tag] = value
    out = io.BytesIO()
    image = Image.fromarray(pixels).convert("RGB")
    image.save(out, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi), tiffinfo=tags)
    return out.getvalue()
