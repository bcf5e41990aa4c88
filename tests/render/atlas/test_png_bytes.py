"""The PNG writer: what readers of PNG find in its files."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from sxgeo.render.atlas.png_bytes import png_bytes


@pytest.mark.parametrize("channels", [3, 4])
def test_a_reader_finds_the_same_pixels_and_resolution(channels):
    pixels = np.random.default_rng(7).integers(0, 256, (37, 53, channels), dtype=np.uint8)
    image = Image.open(io.BytesIO(png_bytes(pixels, 300)))
    image.load()
    assert image.mode == "RGB"
    assert image.size == (53, 37)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert (np.asarray(image) == pixels[..., :3]).all()


def test_flat_colour_takes_little_room():
    paper = np.full((2000, 1000, 4), 255, dtype=np.uint8)
    assert len(png_bytes(paper, 300)) < 40_000
