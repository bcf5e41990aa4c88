"""Names of features as QGIS places them: font, colour, halo, priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.export.contents import first_symbol, paper_of
from sxgeo.export.markup import add, new
from sxgeo.export.qgis.expressions import condition, quoted
from sxgeo.export.qgis.symbols import rgba

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from sxgeo.domain.symbology import GeometryKind, Symbol
    from sxgeo.export.contents import Contents, ExportLayer

_FONTS = (
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
)
_POINTS = 9.0  # the page's 12 pixels
_HALO = 1.2
_DARKER = 0.4  # share of black in a name's colour, as on the page
# QgsPalLayerSettings::Placement: around a point, along a line, horizontal in an area.
_PLACEMENTS: dict[GeometryKind, int] = {"point": 6, "line": 3, "area": 4}
_MOST_PRIORITY = 100


def darker(color: str) -> str:
    """Return a darker cousin of a colour, for names.

    Examples
    --------
    >>> darker("#C8501E")
    '#783012'
    """
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * (1 - _DARKER)):02x}" for part in parts)


def labeling_element(layer: ExportLayer, contents: Contents) -> ET.Element:
    """Return ``<labeling>``: the name in the export's language, in a darker colour of its class."""
    element = new("labeling", type="simple")
    settings = add(element, "settings", calloutType="simple")
    name = "name" if contents.language == "zh" else "name_en"
    _add_style(settings, name, darker(first_symbol(layer).color), paper_of(contents))
    add(settings, "text-format", multilineAlign=3, formatNumbers=0, wrapChar="")
    _add_placement(settings, layer, first_symbol(layer))
    add(
        settings,
        "rendering",
        drawLabels=1,
        displayAll=0,
        obstacle=1,
        obstacleFactor=1,
        mergeLines=0,
        labelPerPart=0,
        scaleVisibility=0,
        fontMinPixelSize=3,
        fontMaxPixelSize=10000,
    )
    settings.append(_properties(layer))
    return element


def _add_style(settings: ET.Element, name: str, color: str, halo: str) -> None:
    style = add(
        settings,
        "text-style",
        fieldName=name,
        isExpression=0,
        fontFamily=_FONTS[0],
        fontSize=_POINTS,
        fontSizeUnit="Point",
        fontWeight=50,
        textColor=rgba(color),
        textOpacity=1,
        multilineHeight=1,
        allowHtml=0,  # a name is text, whatever it holds
    )
    families = add(style, "families")
    for font in _FONTS[1:]:
        add(families, "family", name=font)
    add(
        style,
        "text-buffer",
        bufferDraw=1,
        bufferSize=_HALO,
        bufferSizeUnits="Point",
        bufferColor=rgba(halo),
        bufferOpacity=1,
        bufferNoFill=0,
        bufferJoinStyle=128,
    )


def _add_placement(settings: ET.Element, layer: ExportLayer, symbol: Symbol) -> None:
    add(
        settings,
        "placement",
        placement=_PLACEMENTS[symbol.geometry],
        priority=round(min(layer.priority, _MOST_PRIORITY) / 10),
        dist=1.5 if symbol.geometry != "area" else 0,
        distUnits="Point",
        offsetType=1,
        placementFlags=10,
        predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR",
        centroidInside=1,
        fitInPolygonOnly=0,
        repeatDistance=0,
        maxCurvedCharAngleIn=25,
        maxCurvedCharAngleOut=-25,
    )


def _properties(layer: ExportLayer) -> ET.Element:
    """Return the properties that follow the data: the colour, where classes differ in it."""
    element = new("dd_properties")
    options = add(element, "Option", type="Map")
    add(options, "Option", name="name", value="", type="QString")
    colors = {look.symbol.color for look in layer.looks}
    if len(colors) > 1:
        found = add(options, "Option", name="properties", type="Map")
        color = add(found, "Option", name="Color", type="Map")
        add(color, "Option", name="active", value="true", type="bool")
        add(color, "Option", name="expression", value=_color_of(layer), type="QString")
        add(color, "Option", name="type", value=3, type="int")
    else:
        add(options, "Option", name="properties")
    add(options, "Option", name="type", value="collection", type="QString")
    return element


def _color_of(layer: ExportLayer) -> str:
    cases = " ".join(
        f"WHEN {condition(look)} THEN {quoted(darker(look.symbol.color))}" for look in layer.looks
    )
    return f"CASE {cases} ELSE {quoted(darker(first_symbol(layer).color))} END"
