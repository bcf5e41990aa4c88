"""A layer's style as QGIS reads it: rules, labels, column names, words for codes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sxgeo.export.contents import paper_of
from sxgeo.export.markup import add, document, new
from sxgeo.export.qgis.expressions import condition
from sxgeo.export.qgis.labels import labeling_element
from sxgeo.export.qgis.symbols import symbol_element

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from sxgeo.domain.symbology import GeometryKind
    from sxgeo.export.columns import Column
    from sxgeo.export.contents import Contents, ExportLayer

QGIS_VERSION = "3.22.16-Białowieża"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_GEOMETRY_CODES: dict[GeometryKind, int] = {"point": 0, "line": 1, "area": 2}


def render_qml(layer: ExportLayer, contents: Contents) -> str:
    """Return the QML of a layer of one kind of geometry (see `sxgeo.export.contents.by_kind`)."""
    root = new(
        "qgis",
        version=QGIS_VERSION,
        styleCategories="AllStyleCategories",
        hasScaleBasedVisibilityFlag=0,
        labelsEnabled=int(layer.labelled),
    )
    root.extend(style_elements(layer, contents))
    add(root, "layerGeometryType", _GEOMETRY_CODES[layer.kinds[0]])
    return document(root, doctype=DOCTYPE)


def style_elements(layer: ExportLayer, contents: Contents) -> list[ET.Element]:
    """Return what a style says; a project repeats the same inside its layers."""
    fields, aliases = _fields(layer, contents)
    name = "name" if contents.language == "zh" else "name_en"
    return [
        _renderer(layer, contents),
        labeling_element(layer, contents),
        new("blendMode", 0),
        new("featureBlendMode", 0),
        new("layerOpacity", 1),
        new("legend", type="default-vector", showLabelLegend=0),
        fields,
        aliases,
        new("previewExpression", f'"{name}"'),
        new("mapTip", _safe_tip(name)),
    ]


def _renderer(layer: ExportLayer, contents: Contents) -> ET.Element:
    element = new(
        "renderer-v2",
        type="RuleRenderer",
        symbollevels=int(layer.kinds[0] == "line"),
        forceraster=0,
        enableorderby=0,
        referencescale=-1,
    )
    rules = add(element, "rules", key=_key(layer.id, "rules"))
    symbols = new("symbols")
    for place, look in enumerate(layer.looks):
        label = look.label_in(contents.language)
        told = {"filter": condition(look)} if look.conditions else {}
        add(
            rules,
            "rule",
            key=_key(layer.id, f"rule {place}"),
            label=label,
            symbol=place,
            **told,
        )
        symbols.append(symbol_element(str(place), look.symbol, paper_of(contents)))
    element.append(symbols)
    return element


def _key(layer_id: str, what: str) -> str:
    """Return an identifier that is the same in every export."""
    return f"{{{uuid5(NAMESPACE_URL, f'sxgeo:{layer_id}:{what}')}}}"


def _fields(layer: ExportLayer, contents: Contents) -> tuple[ET.Element, ET.Element]:
    fields, aliases = new("fieldConfiguration"), new("aliases")
    for place, column in enumerate(layer.columns, start=1):  # 0 is the feature's number
        field = add(fields, "field", name=column.name, configurationFlags="None")
        field.append(_widget(column, contents))
        label = column.label_in(contents.language, unit=True)
        add(aliases, "alias", field=column.name, index=place, name=label)
    return fields, aliases


def _widget(column: Column, contents: Contents) -> ET.Element:
    """Return how a value is shown: codes as words, the rest as they are."""
    widget = new("editWidget", type="ValueMap" if column.words else "")
    config = add(widget, "config")
    if not column.words:
        add(config, "Option")
        return widget
    options = add(add(config, "Option", type="Map"), "Option", name="map", type="List")
    for code in column.words:
        pair = add(options, "Option", type="Map")
        word = column.word(code, contents.language)
        add(pair, "Option", name=word, value=code, type="QString")
    return widget


def _safe_tip(name: str) -> str:
    """Return a map tip: QGIS shows it as HTML, so what could be markup is escaped first."""
    return f"""[% replace(replace("{name}", '&', '&amp;'), '<', '&lt;') %]"""
