"""Classes and colours for a user's own data: texts by how often they stand, numbers by size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from sxgeo.domain.classification import classify_values
from sxgeo.domain.symbology import GeometryKind, LegendEntry, Symbol, Symbology

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from sxgeo.data.theme import Strings, Theme

_KINDS: tuple[GeometryKind, ...] = ("point", "line", "area")
_MOST_CLASSES = 8
_MARK, _LINE, _AREA_LINE, _AREA_FILL = 7.0, 1.6, 0.8, 0.25


@dataclass(frozen=True)
class _Class:
    key: str
    label: str
    label_en: str
    color: str


@dataclass(frozen=True)
class Look:
    """What all of a layer's symbols share: its title and the shape of its marks."""

    title: str
    shape: str
    number: int


def user_symbology(
    frame: gpd.GeoDataFrame, by: str, look: Look, *, theme: Theme, strings: Strings
) -> Symbology:
    """Give every feature of a user's data its look, and the data its legend.

    Parameters
    ----------
    frame : GeoDataFrame
        The data.
    by : str
        A column whose values become classes; empty for one class. At most eight classes of text,
        the rest together; numbers take as many as the theme's first ramp has colours.
    look : Look
        Title, shape of marks, and which of the user's layers it is (chooses its colour).
    theme : Theme
        Colours.
    strings : Strings
        The words for the rest and for what is not known.
    """
    kinds = _kinds(frame)
    classes, codes = _classes(frame, by, look, theme=theme, strings=strings)
    pairs = codes * len(_KINDS) + kinds
    used, index = np.unique(pairs, return_inverse=True)
    symbols = tuple(
        _symbol(_KINDS[pair % len(_KINDS)], classes[pair // len(_KINDS)].color, look.shape)
        for pair in used.tolist()
    )
    counts = np.bincount(index, minlength=len(used)).tolist()
    entries = [classes[pair // len(_KINDS)] for pair in used.tolist()]
    legend = tuple(
        LegendEntry("class", each.key, each.label, each.label_en, symbol, count)
        for each, symbol, count in zip(entries, symbols, counts, strict=True)
    )
    keys = np.array([each.key for each in classes], dtype=object)[codes]
    return Symbology(symbols, tuple(index.tolist()), tuple(keys.tolist()), legend)


def narrowed(symbology: Symbology, here: NDArray[np.bool_]) -> Symbology:
    """Return the looks and the legend of some of the features, classes as of all of them.

    Parameters
    ----------
    symbology : Symbology
        As `user_symbology` returns it: one line of the legend a symbol.
    here : ndarray of bool, shape (n,)
        Which of the features are meant.
    """
    index = np.asarray(symbology.index)[here]
    used, own = np.unique(index, return_inverse=True)
    counts = np.bincount(own, minlength=len(used)).tolist()
    places = used.tolist()
    legend = [
        replace(symbology.legend[place], count=count)
        for place, count in zip(places, counts, strict=True)
    ]
    symbols = tuple(symbology.symbols[place] for place in places)
    keys = tuple(np.array(symbology.classes, dtype=object)[here].tolist())
    return Symbology(symbols, tuple(own.tolist()), keys, tuple(legend))


def _kinds(frame: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return 0 for points, 1 for lines, 2 for areas."""
    return shapely.get_dimensions(frame.geometry.to_numpy()).astype(np.int64)


def _symbol(kind: GeometryKind, color: str, shape: str) -> Symbol:
    if kind == "line":
        return Symbol("line", color, width=_LINE)
    if kind == "area":
        return Symbol("area", color, fill=color, fill_opacity=_AREA_FILL, width=_AREA_LINE)
    return Symbol("point", color, fill=color, shape=shape, size=_MARK, width=1.0)


def _classes(
    frame: gpd.GeoDataFrame, by: str, look: Look, *, theme: Theme, strings: Strings
) -> tuple[list[_Class], NDArray[np.int64]]:
    palette = list(theme.palette.values())
    if not by:
        color = palette[look.number % len(palette)]
        return [_Class("", look.title, look.title, color)], np.zeros(len(frame), dtype=np.int64)
    column = frame[by]
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return _by_size(column, next(iter(theme.ramps.values())), theme.missing, strings)
    return _by_frequency(column, palette, theme.missing, strings)


def _by_frequency(
    column: pd.Series, palette: Sequence[str], missing: str, strings: Strings
) -> tuple[list[_Class], NDArray[np.int64]]:
    texts = column.fillna("").astype(str)
    counts = texts[texts != ""].value_counts()
    # The most frequent first; equals in the order of their text, whatever the rows' order.
    ranked = sorted(counts.index, key=lambda text: (-int(counts[text]), text))[:_MOST_CLASSES]
    classes = [
        _Class(text, text, text, color) for text, color in zip(ranked, palette, strict=False)
    ]
    place = {each.key: number for number, each in enumerate(classes)}
    rest = strings.words["other_values"]
    classes.append(_Class("\u2026", rest.zh, rest.en, missing))
    return classes, texts.map(lambda text: place.get(text, len(place))).to_numpy(dtype=np.int64)


def _by_size(
    column: pd.Series, ramp: Sequence[str], missing: str, strings: Strings
) -> tuple[list[_Class], NDArray[np.int64]]:
    values = column.to_numpy(dtype="float64", na_value=np.nan)
    breaks = classify_values(values, len(ramp))
    codes = np.where(np.isnan(values), len(breaks), np.searchsorted(breaks, values, side="left"))
    step = (len(ramp) - 1) / max(len(breaks) - 1, 1)
    classes = []
    for place, high in enumerate(breaks):
        low = values[codes == place].min()
        label = f"{low:,.6g}\u2013{high:,.6g}" if low != high else f"{high:,.6g}"
        classes.append(_Class(str(place), label, label, ramp[round(place * step)]))
    unknown = strings.words["missing_value"]
    classes.append(_Class("\u2026", unknown.zh, unknown.en, missing))
    return classes, codes.astype(np.int64)
