"""A scene as a small picture: an SVG of a few kilobytes, for lists of maps."""

from __future__ import annotations

import base64
import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.domain.boundaries import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.domain.symbology import Symbol

WIDTH, HEIGHT = 240, 320  # CSS pixels
_MARGIN = 8
_METRES_A_DEGREE = 111_320.0
_PIXEL_A_POINT = 0.5  # symbols shrink with the map
_MOST_FEATURES = 2_000


class _View:
    """Degrees to pixels: the extent, straight at its middle latitude, fitted into the picture."""

    def __init__(self, extent: tuple[float, float, float, float]) -> None:
        west, south, east, north = extent
        self._squeeze = math.cos(math.radians((south + north) / 2))
        across, along = (east - west) * self._squeeze, north - south
        self.scale = min((WIDTH - 2 * _MARGIN) / across, (HEIGHT - 2 * _MARGIN) / along)
        self._left = (WIDTH - across * self.scale) / 2 - west * self._squeeze * self.scale
        self._top = (HEIGHT - along * self.scale) / 2 + north * self.scale

    def place(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        across = self._left + positions[:, 0] * self._squeeze * self.scale
        return np.column_stack([across, self._top - positions[:, 1] * self.scale]).round(1)


def thumbnail_svg(scene: MapScene) -> str:
    """Return a scene as SVG: the land, its prefectures, and what is switched on at the start.

    Parameters
    ----------
    scene : MapScene
        Positions are WGS-84.

    Returns
    -------
    str
        One ``<svg>`` element without text or scripts; the same scene gives the same bytes.
    """
    view = _View(scene.extent)
    parts = [*_land(scene, view)]
    for layer in reversed(scene.layers):
        if layer.visible:
            parts += _features(layer, view)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return f"{head}{''.join(parts)}</svg>"


def data_uri(svg: str) -> str:
    """Return an SVG as an address of its own bytes."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode('utf-8')).decode('ascii')}"


def _land(scene: MapScene, view: _View) -> Iterator[str]:
    pixel_m = _METRES_A_DEGREE / view.scale
    style = scene.theme.boundary
    fill = style["land"].fill or "none"
    for level in list(scene.units)[1::-1]:
        look = style.get(level)
        color, width = (look.color, look.width) if look else (None, None)
        coarse = simplified(scene.units[level], pixel_m)
        path = "".join(_rings(each, view) for each in coarse.geometry)
        line = f'stroke="{color or "none"}" stroke-width="{(width or 1.0) * _PIXEL_A_POINT:g}"'
        yield f'<path d="{path}" fill="{fill}" {line}/>'
        fill = "none"


def _rings(area: shapely.Geometry, view: _View) -> str:
    return "".join(f"{_steps(ring, view)}z" for ring in shapely.get_rings(area))


def _steps(line: shapely.Geometry, view: _View) -> str:
    points = view.place(shapely.get_coordinates(line))
    return "M" + " ".join(f"{across:g},{down:g}" for across, down in points.tolist())


def _features(layer: SceneLayer, view: _View) -> Iterator[str]:
    shapes = layer.frame.geometry.to_numpy()[:_MOST_FEATURES]
    drawn = shapely.simplify(shapes, 0.5 / view.scale)
    for place, shape in enumerate(drawn):
        symbol = layer.symbol_of(place)
        if symbol.geometry == "point":
            radius = symbol.size * _PIXEL_A_POINT / 2
            for across, down in view.place(shapely.get_coordinates(shape)).tolist():
                look = f'fill="{escape(symbol.fill)}" stroke="{escape(symbol.color)}"'
                yield f'<circle cx="{across:g}" cy="{down:g}" r="{radius:g}" {look}/>'
        else:
            yield _path(shape, symbol, view)


def _path(shape: shapely.Geometry, symbol: Symbol, view: _View) -> str:
    stroke = f'stroke="{escape(symbol.color)}" stroke-width="{symbol.width * _PIXEL_A_POINT:g}"'
    if symbol.geometry == "area":
        fill = f'fill="{escape(symbol.fill)}" fill-opacity="{symbol.fill_opacity:g}"'
        return f'<path d="{_rings(shape, view)}" {fill} {stroke}/>'
    path = "".join(_steps(part, view) for part in shapely.get_parts(shape))
    return f'<path d="{path}" fill="none" {stroke}/>'
