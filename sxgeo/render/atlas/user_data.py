"""A reader's own layers on paper: the columns that pages print, in type that can print them."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from sxgeo.domain.user_layer import USER_THEME, add_user_data
from sxgeo.errors import DataError, Issue
from sxgeo.render.atlas.lettering import missing_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from sxgeo.domain.popup import PopupField
    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.domain.user_layer import UserData

    Added = UserData | pd.DataFrame | str | Path  # all but `UserData` stand for one of nothing else

_UNSAID = ("status", "status_date", "document", "quote")
_POSITION = "unverified"
_BREAKS = re.compile(r"\s+")


def join_user_data(scene: MapScene, added: Sequence[Added]) -> MapScene:
    """Return a scene with a reader's layers on top, ready for paper.

    Parameters
    ----------
    scene : MapScene
        Of the whole atlas.
    added : sequence of UserData, DataFrame, str or Path
        See `sxgeo.domain.user_layer.add_user_data`, also for the errors.

    Returns
    -------
    MapScene
        The very same where nothing is added. An added layer's frame has the columns pages print:
        no status, no document, a position nobody verified, with no radius.

    Raises
    ------
    DataError
        A name or a value holds characters the printed type does not have; every row is named.
    """
    joined = add_user_data(scene, added)
    if not added:
        return joined
    own, *others = joined.themes
    layers = tuple(_on_paper(each) for each in own.layers)
    issues = [issue for each in layers for issue in _unprintable(each)]
    if issues:
        raise DataError(issues)
    return replace(joined, themes=(replace(own, layers=layers), *others))


def is_added(layer: SceneLayer) -> bool:
    """Return whether a layer is a reader's own."""
    return layer.descriptor.theme == USER_THEME


def is_listed(layer: SceneLayer) -> bool:
    """Return whether tables and indexes list a layer's features: not those of a large added one."""
    return not is_added(layer) or layer.descriptor.symbology.label


def told_values(layer: SceneLayer, place: int) -> list[tuple[PopupField, str]]:
    """Return what a reader's own columns say of one feature, empty cells left out."""
    feature = layer.frame.iloc[place]
    fields = [each for each in layer.popup if each.kind in ("text", "number")]
    told = [(field, _cell(feature[field.name])) for field in fields]
    return [(field, text) for field, text in told if text]


def _on_paper(layer: SceneLayer) -> SceneLayer:
    frame = layer.frame.copy(deep=False)
    for column in ("name", "name_en"):
        given = frame[column] if column in frame else frame["name"]
        frame[column] = [_cell(each) for each in given]
    for column in _UNSAID:
        frame[column] = ""
    frame["position_status"], frame["accuracy_m"] = _POSITION, math.nan
    frame.attrs = {"files": {"data": _digest(layer)}}
    legend = tuple(
        replace(each, label=_cell(each.label), label_en=_cell(each.label_en))
        for each in layer.legend
    )
    return replace(layer, frame=frame, symbology=replace(layer.symbology, legend=legend))


def _digest(layer: SceneLayer) -> str:
    """Return a hash of all that a page shows of a layer."""
    table = layer.frame.drop(columns="geometry").astype(str).to_csv()
    shapes = b"".join(shapely.to_wkb(layer.frame.geometry.to_numpy()))
    return hashlib.sha256(f"{table}{layer.symbology}{layer.popup}".encode() + shapes).hexdigest()


def _unprintable(layer: SceneLayer) -> Iterator[Issue]:
    title = layer.descriptor.title
    legend = "".join(f"{each.label}{each.label_en}" for each in layer.legend)
    labels = "".join(f"{each.label}{each.label_en}" for each in layer.popup)
    for where, text in (("title", title), ("legend", legend), ("columns", labels)):
        yield from _issue(title, where, text)
    if is_listed(layer):
        for place in range(len(layer.frame)):
            feature = layer.frame.iloc[place]
            values = "".join(text for _, text in told_values(layer, place))
            text = f"{feature['name']}{feature['name_en']}{values}"
            yield from _issue(title, f"row {place + 1}", text)


def _issue(title: str, where: str, text: str) -> Iterator[Issue]:
    if missing := missing_characters(text):
        named = ", ".join(f"{each} (U+{ord(each):04X})" for each in missing)
        problem = f"the type of the printed pages has no {named}; write it otherwise"
        yield Issue(title, where, problem)


def _cell(value: object) -> str:
    """Return a cell as one line of text; what is missing is empty."""
    if value is None or value != value:  # noqa: PLR0124 (NaN alone differs from itself)
        return ""
    text = f"{value:,.10g}" if isinstance(value, float) else str(value)
    return _BREAKS.sub(" ", text).strip()
