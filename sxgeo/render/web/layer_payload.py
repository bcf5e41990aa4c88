"""One layer of a page: looks, legend, columns, what the documents said, packed positions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

import shapely

from sxgeo.domain.pinyin import Romanised, romanise
from sxgeo.render.web.columns import cells_of, encode_column
from sxgeo.render.web.packing import Grid, pack_line, pack_positions

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pandas as pd

    from sxgeo.domain.popup import PopupField
    from sxgeo.domain.scene import SceneLayer
    from sxgeo.domain.symbology import LegendEntry, Symbol

Spoken: TypeAlias = dict[tuple[str, str], Romanised]

_ALWAYS = ("id", "name", "name_en", "pinyin", "initials")
_SPOKEN_UP_TO = (
    20_000  # names; above, pinyin would be a third of the page: search knows the names alone
)
# Packed apart; the layer's own id; the mentions as one text.
_NEVER = ("geometry", "layer", "history")


def text(zh: str, en: str) -> dict[str, str]:
    """Return a phrase in both languages; where there is no English the Chinese stands in."""
    return {"zh": zh, "en": en or zh}


def layer_payload(
    layer: SceneLayer, theme_id: str, grid: Grid, spoken: Spoken | None = None
) -> dict[str, Any]:
    """Return one layer as the page reads it (`Layer` of `web/src/payload.ts`).

    Parameters
    ----------
    layer : SceneLayer
        Its frame is EPSG:4326.
    theme_id : str
        The theme it stands under in this scene.
    grid : Grid
        What positions are snapped to.
    spoken : mapping, optional
        Pinyin of the names, from `speak`; found out here where it is not given.
    """
    descriptor, symbology = layer.descriptor, layer.symbology
    found: dict[str, Any] = {
        "id": layer.id,
        "theme": theme_id,
        "title": text(descriptor.title, descriptor.title_en),
        "description": text(descriptor.description, descriptor.description_en),
        "licence": descriptor.licence,
        "visible": layer.visible,
        "label": descriptor.symbology.label,
        "priority": descriptor.symbology.priority,
        "symbols": [symbol_payload(each) for each in symbology.symbols],
        "legend": [_legend_entry(each) for each in symbology.legend],
        "fields": [_field(each) for each in layer.popup],
        "symbol": list(symbology.index),
        "classes": list(symbology.classes) if any(symbology.classes) else [],
        "columns": _columns(layer.frame, speak([layer.frame]) if spoken is None else spoken),
        "geometry": pack_geometry(layer.frame.geometry, grid),
    }
    if len(layer.mentions):
        found["mentions"] = _mentions(layer)
    if descriptor.unplaced:
        found["unplaced"] = [
            {
                "name": each.name,
                "document": each.document,
                "quote": each.quote,
                "reason": text(each.reason, each.reason_en),
            }
            for each in descriptor.unplaced
        ]
    return found


def symbol_payload(symbol: Symbol) -> dict[str, Any]:
    """Return one look as the page reads it (`SymbolSpec` of `web/src/payload.ts`)."""
    return {**asdict(symbol), "dash": list(symbol.dash)}


def pack_geometry(geometry: gpd.GeoSeries, grid: Grid) -> dict[str, Any]:
    """Return the features' shapes as steps on a grid.

    Parameters
    ----------
    geometry : GeoSeries
        EPSG:4326, none missing or empty.
    grid : Grid
        What positions are snapped to.

    Returns
    -------
    dict
        One list of steps where every feature is one point (the fast way for many), else one entry a
        feature: ``point``, ``line`` (parts) or ``area`` (polygons of rings, outline first).
    """
    shapes = geometry.to_numpy()
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        positions = shapely.get_coordinates(shapes)
        return {"type": "points", "coordinates": pack_positions(positions, grid)}
    return {"type": "mixed", "features": [_feature(shape, grid) for shape in shapes]}


def _feature(shape: shapely.Geometry, grid: Grid) -> dict[str, Any]:
    parts = shapely.get_parts(shape)
    dimension = shapely.get_dimensions(shape)
    if dimension == 0:
        return {
            "type": "point",
            "coordinates": pack_positions(shapely.get_coordinates(shape), grid),
        }
    if dimension == 1:
        return {"type": "line", "parts": [pack_line(part, grid) for part in parts]}
    return {
        "type": "area",
        "polygons": [[pack_line(ring, grid) for ring in shapely.get_rings(part)] for part in parts],
    }


def _columns(frame: gpd.GeoDataFrame, spoken: Spoken) -> dict[str, Any]:
    cells = {name: cells_of(frame[name]) for name in frame.columns if name not in _NEVER}
    count = len(frame)
    if count <= _SPOKEN_UP_TO:
        told = [spoken[pair] for pair in _names(frame)]
        cells["pinyin"] = [each.pinyin for each in told]
        cells["initials"] = [each.initials for each in told]
    found = {}
    for name, column in cells.items():
        coded = encode_column([None if cell == "" else cell for cell in column])
        if coded is not None:
            found[name] = coded
    for name in _ALWAYS:
        # A column the page relies on, of which nothing is known.
        found.setdefault(name, {"values": [None], "index": []})
    return found


def speak(frames: Iterable[pd.DataFrame]) -> Spoken:
    """Return the pinyin of every name in some tables, all found in one reading of the dictionary.

    Parameters
    ----------
    frames : iterable of DataFrame
        Layers or units, with `name` and mostly `name_en`; tables too long to speak are left out.

    Returns
    -------
    dict
        (name, English name) → pinyin and initials.
    """
    tables = [frame for frame in frames if len(frame) <= _SPOKEN_UP_TO]
    pairs = list(dict.fromkeys(pair for frame in tables for pair in _names(frame)))
    names, english = [name for name, _ in pairs], [name for _, name in pairs]
    return dict(zip(pairs, romanise(names, english), strict=True))


def _names(frame: pd.DataFrame) -> list[tuple[str, str]]:
    none = [""] * len(frame)
    columns = (frame.get(name, none) for name in ("name", "name_en"))
    return [(str(zh or ""), str(en or "")) for zh, en in zip(*columns, strict=True)]


def _mentions(layer: SceneLayer) -> list[list[dict[str, str]]]:
    by_feature: dict[str, list[dict[str, str]]] = {each: [] for each in layer.frame["id"]}
    columns = (layer.mentions[name] for name in ("feature", "document", "status", "quote"))
    for feature, document, status, quote in zip(*columns, strict=True):
        by_feature[feature].append({"document": document, "status": status, "quote": quote})
    return list(by_feature.values())


def _legend_entry(entry: LegendEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "key": entry.key,
        "label": text(entry.label, entry.label_en),
        "symbol": symbol_payload(entry.symbol),
        "count": entry.count,
    }


def _field(field: PopupField) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": text(field.label, field.label_en),
        "kind": field.kind,
        "unit": text(field.unit_label, field.unit),
    }
