"""How features look, in terms no drawing library owns.

A feature's look is made of three independent meanings:

* its **class** gives colour and shape;
* its **status** gives the line pattern (and, for a mark, the pattern of its outline);
* its **position** says whether it is exact: an inexact line lies on a soft band, an inexact mark
  is hollow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sxgeo.data.descriptor import STATUSES, ClassSpec

if TYPE_CHECKING:
    import pandas as pd

    from sxgeo.data.catalogue import Labels
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.data.theme import Theme

GeometryKind = Literal["point", "line", "area"]
LegendKind = Literal["class", "status", "position"]
EXACT = ("sourced", "derived")
_KINDS: dict[str, GeometryKind] = {"Point": "point", "LineString": "line", "Polygon": "area"}


@dataclass(frozen=True)
class Symbol:
    """One look. Lengths are points (1/72 inch) on paper and 4/3 CSS pixels a point on screen.

    Attributes
    ----------
    geometry : {'point', 'line', 'area'}
        What it draws.
    color : str
        ``#rrggbb`` of the line, outline or mark.
    fill : str
        ``#rrggbb`` inside a mark or area; empty for a line.
    fill_opacity : float
        0 to 1.
    shape : str
        Shape of a mark: circle, square, diamond, triangle, pentagon, hexagon, star, cross or flag.
    size : float
        Diameter of a mark.
    width : float
        Width of the line or outline.
    dash : tuple of float
        Pattern in multiples of `width`, on, off, …; empty for a solid line.
    band_width, band_opacity : float
        The soft band below an inexact line (in multiples of `width`); 0 for an exact one.
    """

    geometry: GeometryKind
    color: str
    fill: str = ""
    fill_opacity: float = 1.0
    shape: str = "circle"
    size: float = 0.0
    width: float = 1.0
    dash: tuple[float, ...] = ()
    band_width: float = 0.0
    band_opacity: float = 0.0


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a symbol, what it means, and how many features carry it.

    Attributes
    ----------
    kind : {'class', 'status', 'position'}
        Which of the three meanings it explains.
    key : str
        Class value, status, or ``exact``/``inexact``; what a filter compares with.
    """

    kind: LegendKind
    key: str
    label: str
    label_en: str
    symbol: Symbol
    count: int


@dataclass(frozen=True)
class Symbology:
    """The looks of one layer and who wears which.

    Attributes
    ----------
    symbols : tuple of Symbol
        The distinct looks of the layer.
    index : tuple of int
        For each feature, in the frame's order, its look in `symbols`.
    classes : tuple of str
        For each feature its class key (empty where the layer has one class).
    legend : tuple of LegendEntry
        What the features show: classes first, then statuses, then positions.
    """

    symbols: tuple[Symbol, ...]
    index: tuple[int, ...]
    classes: tuple[str, ...]
    legend: tuple[LegendEntry, ...]


def classify_layer(
    frame: pd.DataFrame, descriptor: LayerDescriptor, theme: Theme, labels: Labels
) -> Symbology:
    """Give every feature of a layer its look, and the layer its legend.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer as `sxgeo.domain.layer.read_layer` returns it.
    descriptor : LayerDescriptor
        Of the layer.
    theme : Theme
        Where the colours come from.
    labels : Labels
        What statuses and positions are called.

    Returns
    -------
    Symbology
        In the order of `frame`.

    Raises
    ------
    UnknownNameError
        The descriptor names a colour the theme does not have.
    """
    spec = descriptor.symbology
    column = frame[spec.attribute].tolist() if spec.attribute else [""] * len(frame)
    kinds = [_KINDS[name.removeprefix("Multi")] for name in frame.geometry.geom_type]
    looks: dict[Symbol, int] = {}
    index = []
    known: dict[tuple[str, str, str, str], Symbol] = {}
    rows = zip(kinds, column, frame["status"], frame["position_status"], strict=True)
    for kind, key, status, position in rows:
        symbol = known.get((kind, key, status, position))
        if symbol is None:
            symbol = _symbol(kind, _class_of(descriptor, key), descriptor, theme)
            symbol = _with_position(_with_status(symbol, status, theme), position, theme)
            known[kind, key, status, position] = symbol
        index.append(looks.setdefault(symbol, len(looks)))
    legend = (
        *_class_entries(kinds, column, descriptor, theme),
        *_status_entries(kinds, frame["status"].tolist(), descriptor, theme, labels),
        *_position_entries(kinds, frame["position_status"].tolist(), descriptor, theme, labels),
    )
    return Symbology(tuple(looks), tuple(index), tuple(column), legend)


def is_exact(position_status: str) -> bool:
    """Return whether a position is that of the thing itself, read or computed from a source."""
    return position_status in EXACT


def _class_of(descriptor: LayerDescriptor, key: str) -> ClassSpec | None:
    return next((each for each in descriptor.symbology.classes if each.value == key), None)


def _symbol(
    kind: GeometryKind, spec: ClassSpec | None, descriptor: LayerDescriptor, theme: Theme
) -> Symbol:
    look = descriptor.symbology
    color = theme.color((spec and spec.color) or look.color)
    shape = (spec and spec.shape) or look.shape
    if kind == "line":
        return Symbol("line", color, width=look.width)
    if kind == "area":
        return Symbol("area", color, fill=color, fill_opacity=0.25, width=0.8)
    return Symbol("point", color, fill=color, shape=shape, size=look.size, width=1.2)


def _with_status(symbol: Symbol, status: str, theme: Theme) -> Symbol:
    return replace(symbol, dash=theme.status_dash[status]) if status else symbol


def _with_position(symbol: Symbol, position_status: str, theme: Theme) -> Symbol:
    if is_exact(position_status):
        return symbol
    style = theme.inexact
    if symbol.geometry == "line":
        return replace(symbol, band_width=style.band_width, band_opacity=style.band_opacity)
    if symbol.geometry == "point":
        return replace(symbol, fill=style.point_fill)
    return replace(symbol, fill_opacity=style.band_opacity)


def _class_entries(
    kinds: list[GeometryKind], keys: list[str], descriptor: LayerDescriptor, theme: Theme
) -> list[LegendEntry]:
    entries = []
    pairs = list(zip(kinds, keys, strict=True))
    whole = ClassSpec(value="", label=descriptor.title, label_en=descriptor.title_en)
    for spec in descriptor.symbology.classes or (whole,):
        for kind in dict.fromkeys(kind for kind, key in pairs if key == spec.value):
            symbol = _symbol(kind, spec, descriptor, theme)
            count = pairs.count((kind, spec.value))
            entries.append(
                LegendEntry("class", spec.value, spec.label, spec.label_en, symbol, count)
            )
    return entries


def _status_entries(
    kinds: list[GeometryKind],
    statuses: list[str],
    descriptor: LayerDescriptor,
    theme: Theme,
    labels: Labels,
) -> list[LegendEntry]:
    entries = []
    for status in (each for each in STATUSES if each in statuses):
        kind = kinds[statuses.index(status)]
        symbol = _with_status(_symbol(kind, None, descriptor, theme), status, theme)
        label = labels.status[status]
        entries.append(
            LegendEntry(
                "status", status, label.label, label.label_en, symbol, statuses.count(status)
            )
        )
    return entries


def _position_entries(
    kinds: list[GeometryKind],
    positions: list[str],
    descriptor: LayerDescriptor,
    theme: Theme,
    labels: Labels,
) -> list[LegendEntry]:
    entries = []
    for position in (each for each in labels.position_status if each in positions):
        kind = kinds[positions.index(position)]
        symbol = _with_position(_symbol(kind, None, descriptor, theme), position, theme)
        label = labels.position_status[position]
        entries.append(
            LegendEntry(
                "position",
                position,
                label.label,
                label.label_en,
                symbol,
                positions.count(position),
            )
        )
    return entries
