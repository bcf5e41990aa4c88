"""A `Symbol` as layers of a QGIS symbol: band, casing, line, fill, mark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sxgeo.export.markup import add, new

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from sxgeo.domain.symbology import GeometryKind, Symbol

_TYPES: dict[GeometryKind, str] = {"point": "marker", "line": "line", "area": "fill"}
# The page's shapes as QGIS names them; it has no flag, its pennant stands in.
_SHAPES = {"cross": "cross_fill", "flag": "right_half_triangle"}
_CASING = 1.1  # points on either side, as on the page
_SOFT_CASING = 0.85
_CORE = 2.4  # outline widths by which a filling keeps off a broken outline, as on paper
_BELOW, _ABOVE = 0, 1  # drawing passes: every band lies under every line of the layer


class Ink(NamedTuple):
    """One layer of a symbol: its class, its properties, when it is drawn, what fills it."""

    kind: str
    properties: dict[str, str]
    drawn: int = _BELOW
    inside: tuple[Ink, ...] = ()


def rgba(color: str, opacity: float = 1.0) -> str:
    """Return ``#rrggbb`` as QGIS writes it.

    Examples
    --------
    >>> rgba("#1F4E8C", 0.16)
    '31,78,140,41'
    """
    parts = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    return ",".join(map(str, [*parts, round(opacity * 255)]))


def symbol_element(name: str, symbol: Symbol, paper: str) -> ET.Element:
    """Return a ``<symbol>``.

    Parameters
    ----------
    name : str
        What a rule refers to.
    symbol : Symbol
        Lengths are points.
    paper : str
        ``#rrggbb`` of the casing that sets the symbol off.
    """
    inks = {"point": _mark, "line": _line, "area": _area}[symbol.geometry](symbol, paper)
    return _symbol(name, _TYPES[symbol.geometry], inks)


def _symbol(name: str, kind: str, inks: tuple[Ink, ...]) -> ET.Element:
    element = new("symbol", name=name, type=kind, alpha=1, clip_to_extent=1, force_rhr=0)
    for place, ink in enumerate(inks):
        layer = add(element, "layer", class_=ink.kind, enabled=1, locked=0, pass_=ink.drawn)
        options = add(layer, "Option", type="Map")
        for key, value in ink.properties.items():
            add(options, "Option", name=key, value=value, type="QString")
        for key, value in ink.properties.items():  # QGIS before 3.22 reads these
            add(layer, "prop", k=key, v=value)
        if ink.inside:
            layer.append(_symbol(f"@{name}@{place}", "fill", ink.inside))
    return element


def _stroke(color: str, width: float, *, dash: tuple[float, ...] = (), drawn: int = _ABOVE) -> Ink:
    pattern = ";".join(_number(part * width) for part in dash)
    properties = {
        "capstyle": "flat" if dash else "round",
        "customdash": pattern or "5;2",
        "customdash_unit": "Point",
        "joinstyle": "round",
        "line_color": color,
        "line_style": "solid",
        "line_width": _number(width),
        "line_width_unit": "Point",
        "use_custom_dash": "1" if dash else "0",
    }
    return Ink("SimpleLine", properties, drawn)


def _line(symbol: Symbol, paper: str) -> tuple[Ink, ...]:
    """Return a soft band below an inexact line, a light casing below an exact one."""
    if symbol.band_width:
        below = _stroke(
            rgba(symbol.color, symbol.band_opacity), symbol.width * symbol.band_width, drawn=_BELOW
        )
    else:
        below = _stroke(rgba(paper, _SOFT_CASING), symbol.width + 2 * _CASING, drawn=_BELOW)
    return below, _stroke(rgba(symbol.color), symbol.width, dash=symbol.dash)


def _fill(color: str) -> Ink:
    nothing = color.endswith(",0")
    properties = {
        "color": color,
        "outline_style": "no",
        "style": "no" if nothing else "solid",
    }
    return Ink("SimpleFill", properties)


def _area(symbol: Symbol, _paper: str) -> tuple[Ink, ...]:
    inside = _fill(rgba(symbol.fill or symbol.color, symbol.fill_opacity))
    return inside, _stroke(rgba(symbol.color), symbol.width, dash=symbol.dash)


def _mark(symbol: Symbol, paper: str) -> tuple[Ink, ...]:
    """Return a casing and a mark.

    A broken outline needs a mark filled by a symbol of its own; its filling is drawn smaller on
    paper, so that the outline is seen at all.
    """
    casing = _simple_mark(symbol, rgba(paper), rgba(paper), symbol.width + 2 * _CASING)
    fill = rgba(symbol.fill or symbol.color, symbol.fill_opacity)
    if not symbol.dash:
        return casing, _simple_mark(symbol, fill, rgba(symbol.color), symbol.width)
    outline = _stroke(rgba(symbol.color), symbol.width, dash=symbol.dash, drawn=_BELOW)
    ground = Ink(
        "FilledMarker",
        {**_shape(symbol), "color": rgba(symbol.color)},
        _BELOW,
        (_fill(rgba(paper)), outline),
    )
    size = max(symbol.size - _CORE * symbol.width, symbol.size / 2)
    core = _simple_mark(replace(symbol, size=size), fill, fill, 0.0)
    return casing, ground, core


def _simple_mark(symbol: Symbol, fill: str, outline: str, width: float) -> Ink:
    properties = {
        **_shape(symbol),
        "color": fill,
        "joinstyle": "round",
        "outline_color": outline,
        "outline_style": "solid" if width else "no",
        "outline_width": _number(width),
        "outline_width_unit": "Point",
    }
    return Ink("SimpleMarker", properties)


def _shape(symbol: Symbol) -> dict[str, str]:
    return {
        "angle": "0",
        "horizontal_anchor_point": "1",
        "name": _SHAPES.get(symbol.shape, symbol.shape),
        "scale_method": "diameter",
        "size": _number(symbol.size),
        "size_unit": "Point",
        "vertical_anchor_point": "1",
    }


def _number(value: float) -> str:
    return f"{value:.6g}"
