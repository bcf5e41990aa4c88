"""Item 11: on a shifted basemap our data falls on the tiles' own marks, within a pixel."""

from __future__ import annotations

import functools
import io
import math
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw

from sxgeo.crs import wgs84_to
from sxgeo.data.basemap import BasemapSpec
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.render.web import render_map

PLACES = pd.DataFrame({"lon": [112.55, 113.31, 112.83], "lat": [37.87, 37.52, 37.41]})
TILE, FINER = 256, 8
RING, RING_WIDTH = 22.0, 3.0  # pixels: wide enough that our mark stands inside
PINK = (255, 0, 255)
ZOOMS = (9, 11, 13)


def mercator(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Pixels from the north-west corner of the world."""
    world = TILE * 2**zoom
    down = math.asinh(math.tan(math.radians(lat)))
    return (lon + 180) / 360 * world, (1 - down / math.pi) / 2 * world


@functools.cache
def tile(datum: str, zoom: int, column: int, row: int) -> bytes:
    """A white tile with a ring around every place, where the datum puts it."""
    seen = []
    for lon, lat in zip(*wgs84_to(PLACES["lon"], PLACES["lat"], datum), strict=True):
        across, down = mercator(float(lon), float(lat), zoom)
        across, down = across - column * TILE, down - row * TILE
        if -RING < across < TILE + RING and -RING < down < TILE + RING:
            seen.append((across * FINER, down * FINER))
    image = Image.new("RGB", (TILE * FINER, TILE * FINER) if seen else (TILE, TILE), "white")
    draw = ImageDraw.Draw(image)
    for across, down in seen:
        for radius, color in ((RING, PINK), (RING - RING_WIDTH, "white")):
            reach = radius * FINER
            draw.ellipse((across - reach, down - reach, across + reach, down + reach), fill=color)
    stream = io.BytesIO()
    image.resize((TILE, TILE), Image.Resampling.BOX).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def tile_server():
    """Tiles at /<datum>/<z>/<x>/<y>.png on loopback."""

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self):
            datum, zoom, column, row = self.path.strip("/").removesuffix(".png").split("/")
            content = tile(datum, int(zoom), int(column), int(row))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def tiled_map(shared_root, tile_server, tmp_path_factory):
    """Write a map of the places over tiles of one datum that are said to be in another."""

    def written(datum: str, stated: str):
        scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
        scene = add_user_data(scene, [UserData(PLACES, datum="wgs84")])
        theme = scene.themes[0]
        layer = theme.layers[0]
        quiet = layer.descriptor.symbology.model_copy(update={"label": False})
        layer = replace(layer, descriptor=layer.descriptor.model_copy(update={"symbology": quiet}))
        scene = replace(scene, themes=(replace(theme, layers=(layer,)),), choropleths=())
        spec = BasemapSpec(
            id="own", title="自有", title_en="Own", datum=stated, attribution="本机图块",
            url=f"{tile_server}/{datum}/{{z}}/{{x}}/{{y}}.png", max_zoom=18,
        )  # fmt: skip
        path = tmp_path_factory.mktemp("tiled") / "map.html"
        render_map(scene, basemaps=[spec]).save(path)
        return path, layer.symbology.symbols[0].color

    return written


def centre_of(pixels: np.ndarray, color: tuple[int, ...], near: tuple[float, float], reach: float):
    """Middle of the pixels of a colour near a place; weights follow how pure they are."""
    down, across = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    distance = np.abs(pixels.astype(float) - color).max(axis=2)
    weight = np.clip(1 - distance / 90, 0, None)
    weight[np.hypot(across - near[0], down - near[1]) > reach] = 0
    assert weight.sum() > 10, "the mark is not there"
    return (across * weight).sum() / weight.sum(), (down * weight).sum() / weight.sum()


def offsets(open_page, path, color, server, zoom) -> list[float]:
    """Distance in pixels between our marks and the tiles' rings."""
    rgb = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    found = []
    for lon, lat in PLACES.itertuples(index=False):
        visit = open_page(path, address=f"#m={zoom}/{lat}/{lon}&b=own&l=user_1", allow=server)
        visit.page.wait_for_function(
            "() => [...document.querySelectorAll('img.leaflet-tile')].length > 0"
            " && [...document.querySelectorAll('img.leaflet-tile')].every(each => each.complete)"
        )
        visit.page.wait_for_timeout(350)
        box = visit.page.locator(".folium-map").bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        left, top = round(middle[0]) - 100, round(middle[1]) - 100
        whole = Image.open(io.BytesIO(visit.shoot(f"z{zoom}"))).convert("RGB")
        shot = np.asarray(whole.crop((left, top, left + 200, top + 200)))
        middle = (middle[0] - left, middle[1] - top)
        mark = centre_of(shot, rgb, middle, 9)
        ring = centre_of(shot, PINK, middle, 70)
        found.append(math.dist(mark, ring))
        assert "本机图块" in visit.page.locator("body").inner_text(), "its attribution is shown"
    return found


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_our_marks_fall_on_the_tiles_own(open_page, tiled_map, tile_server, datum, zoom):
    path, color = tiled_map(datum, datum)
    assert max(offsets(open_page, path, color, tile_server, zoom)) < 1.0


def test_the_measure_sees_a_datum_that_is_wrong(open_page, tiled_map, tile_server):
    # 500 m are 16 pixels at this zoom: the ring is still found, beside the mark.
    path, color = tiled_map("gcj02", "wgs84")
    rings = offsets(open_page, path, color, tile_server, 11)
    assert min(rings) > 3
