"""KML: a folder a theme, a folder a layer, looks as styles, columns as extended data.

Nothing of the data goes into a description, which readers show as HTML, and no style names an icon,
which readers would fetch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from sxgeo.export.columns import worded
from sxgeo.export.markup import add, document, new

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from sxgeo.domain.symbology import Symbol
    from sxgeo.export.contents import Contents, ExportLayer

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_PIXELS = 4 / 3  # a point
_SOFT = 0.5  # opacity of what is not where it is drawn
_MARK_POINTS = 24.0  # size of a mark of scale 1


def write_layers(contents: Contents, path: Path) -> list[str]:
    """Write every layer into one KML file.

    Returns
    -------
    list of str
        What the format cannot draw.
    """
    path.write_text(render_kml(contents), encoding="utf-8", newline="\n")
    note = (
        "KML knows neither dashes nor soft bands: statuses are told in words, and what is "
        "schematic or inexact is half transparent"
    )
    return [note]


def render_kml(contents: Contents) -> str:
    """Return the KML document."""
    root = new("kml", xmlns=_NAMESPACE)
    top = add(root, "Document")
    add(top, "name", contents.title)
    add(top, "Snippet", contents.credits(), maxLines=2)
    for layer in contents.layers:
        for place, look in enumerate(layer.looks):
            top.append(_style(_style_id(layer, place), look.symbol))
    for group in contents.groups:
        folder = add(top, "Folder")
        add(folder, "name", group.title_in(contents.language))
        for layer in group.layers:
            folder.append(_folder(layer, contents))
    return document(root)


def _style_id(layer: ExportLayer, place: int) -> str:
    return f"{layer.id}-{place}"


def _folder(layer: ExportLayer, contents: Contents) -> ET.Element:
    folder = new("Folder", id=layer.id)
    add(folder, "name", layer.title_in(contents.language))
    add(folder, "visibility", int(layer.visible))
    add(folder, "Snippet", contents.credits(layer), maxLines=2)
    table = worded(layer.frame, layer.columns, contents.language).astype(object)
    name = "name" if contents.language == "zh" else "name_en"
    labels = [each.label_in(contents.language, unit=True) for each in layer.columns]
    rows = zip(table.to_dict("records"), layer.frame.geometry, layer.look_of, strict=True)
    for row, shape, look in rows:
        mark = add(folder, "Placemark")
        add(mark, "name", row[name] or row["name"])
        add(mark, "visibility", int(layer.visible))
        add(mark, "styleUrl", f"#{_style_id(layer, look)}")
        mark.append(_data(row, labels))
        mark.append(_geometry(shape))
    return folder


def _data(row: Mapping[Hashable, object], labels: Sequence[str]) -> ET.Element:
    element = new("ExtendedData")
    for (name, value), label in zip(row.items(), labels, strict=True):
        text = _text(value)
        if text:
            data = add(element, "Data", name=name)
            add(data, "displayName", label)
            add(data, "value", text)
    return element


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    try:
        return f"{float(value):.15g}"  # type: ignore[arg-type]
    except TypeError:
        return ""  # a missing whole number


def _style(style_id: str, symbol: Symbol) -> ET.Element:
    """Return a style: colours are aabbggrr; marks keep the reader's own icon, tinted."""
    inexact = bool(symbol.band_width) or (
        symbol.geometry == "point" and symbol.fill != symbol.color
    )
    opacity = _SOFT if inexact else 1.0
    style = new("Style", id=style_id)
    if symbol.geometry == "point":
        icon = add(style, "IconStyle")
        add(icon, "color", _abgr(symbol.color, opacity))
        add(icon, "scale", f"{symbol.size / _MARK_POINTS:.3g}")
    line = add(style, "LineStyle")
    add(line, "color", _abgr(symbol.color, opacity))
    add(line, "width", f"{symbol.width * _PIXELS:.3g}")
    if symbol.geometry == "area":
        area = add(style, "PolyStyle")
        add(area, "color", _abgr(symbol.fill or symbol.color, symbol.fill_opacity))
        add(area, "fill", int(symbol.fill_opacity > 0))
    return style


def _abgr(color: str, opacity: float) -> str:
    red, green, blue = (color[place : place + 2] for place in (1, 3, 5))
    return f"{round(opacity * 255):02x}{blue}{green}{red}".lower()


def _geometry(shape: shapely.Geometry) -> ET.Element:
    parts = shapely.get_parts(shape).tolist()
    make = _GEOMETRIES[int(shapely.get_dimensions(shape))]
    if len(parts) == 1:
        return make(parts[0])
    element = new("MultiGeometry")
    element.extend(make(part) for part in parts)
    return element


def _point(shape: shapely.Geometry) -> ET.Element:
    element = new("Point")
    add(element, "coordinates", _coordinates(shape))
    return element


def _line(shape: shapely.Geometry) -> ET.Element:
    element = new("LineString")
    add(element, "tessellate", 1)
    add(element, "coordinates", _coordinates(shape))
    return element


def _polygon(shape: shapely.Geometry) -> ET.Element:
    element = new("Polygon")
    add(element, "tessellate", 1)
    for place, ring in enumerate(shapely.get_rings(shape)):
        side = add(element, "innerBoundaryIs" if place else "outerBoundaryIs")
        add(add(side, "LinearRing"), "coordinates", _coordinates(ring))
    return element


def _coordinates(shape: shapely.Geometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())


_GEOMETRIES: dict[int, Callable[[shapely.Geometry], ET.Element]] = {
    0: _point,
    1: _line,
    2: _polygon,
}
