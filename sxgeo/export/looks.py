"""Looks with the condition a feature must meet to wear them, as desktop tools want rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sxgeo.data.descriptor import POSITION_STATUSES, STATUSES
from sxgeo.domain.symbology import EXACT, Symbol, is_exact

if TYPE_CHECKING:
    import geopandas as gpd

    from sxgeo.data.theme import BoundaryStyle, Language, Theme
    from sxgeo.domain.scene import MapScene, SceneLayer

_INEXACT = tuple(each for each in POSITION_STATUSES if each not in EXACT)
_Key = tuple[str, str, bool, str]  # class, status, exact, kind of geometry


@dataclass(frozen=True)
class Look:
    """One look, what it means, and who wears it.

    Attributes
    ----------
    symbol : Symbol
        How it is drawn.
    label, label_en : str
        Class, status and, for an inexact position, a warning.
    conditions : tuple of (str, tuple of str)
        Columns with the values they may hold; all must be met. None means everybody.
    count : int
        How many features wear it.
    """

    symbol: Symbol
    label: str
    label_en: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    count: int = 0

    def label_in(self, language: Language) -> str:
        """Return the label in ``zh`` or ``en``."""
        return self.label if language == "zh" else self.label_en


def layer_looks(layer: SceneLayer, scene: MapScene) -> tuple[tuple[Look, ...], tuple[int, ...]]:
    """Return the looks of a layer in legend order, and for each feature the number of its look."""
    frame, symbology = layer.frame, layer.symbology
    rows: list[_Key] = []
    symbols: dict[_Key, Symbol] = {}
    for place, (key, status, position) in enumerate(
        zip(symbology.classes, frame["status"], frame["position_status"], strict=True)
    ):
        symbol = layer.symbol_of(place)
        row = (key, status, is_exact(position), symbol.geometry)
        symbols[row] = symbol
        rows.append(row)
    order = [each.value for each in layer.descriptor.symbology.classes]
    keys = sorted(symbols, key=lambda row: _rank(row, order))
    looks = tuple(_look(key, symbols[key], rows.count(key), layer, scene) for key in keys)
    return looks, tuple(keys.index(row) for row in rows)


def boundary_look(frame: gpd.GeoDataFrame, style: BoundaryStyle, theme: Theme) -> Look:
    """Return the one look of an admin level: an outline, nothing inside."""
    color = style.color or str(theme.boundary["label"].color)
    symbol = Symbol("area", color, fill=color, fill_opacity=0.0, width=style.width or 0.5)
    return Look(symbol, frame.attrs["name"], frame.attrs["name_en"], count=len(frame))


def _rank(row: _Key, classes: list[str]) -> tuple[int, int, bool, str]:
    key, status, exact, kind = row
    place = classes.index(key) if key in classes else len(classes)
    return place, STATUSES.index(status) if status in STATUSES else -1, not exact, kind


def _look(key: _Key, symbol: Symbol, count: int, layer: SceneLayer, scene: MapScene) -> Look:
    value, status, exact, _ = key
    spec = layer.descriptor.symbology
    conditions = [
        ("status", (status,)),
        ("position_status", EXACT if exact else _INEXACT),
    ]
    if spec.attribute:
        conditions.insert(0, (spec.attribute, (value,)))
    labels = [
        _label(key, layer, scene, language)
        for language in ("zh", "en")  # one by one: each has its own words
    ]
    return Look(symbol, labels[0], labels[1], tuple(conditions), count)


def _label(key: _Key, layer: SceneLayer, scene: MapScene, language: str) -> str:
    value, status, exact, _ = key
    end = "" if language == "zh" else "_en"
    classes = {each.value: each for each in layer.descriptor.symbology.classes}
    parts = [getattr(classes[value], f"label{end}")] if value in classes else []
    if status in scene.labels.status:
        parts.append(getattr(scene.labels.status[status], f"label{end}"))
    if not exact:
        parts.append(scene.strings.get("inexact", language))  # type: ignore[arg-type]
    return " · ".join(parts)
