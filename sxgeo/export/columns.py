"""What columns are called and what their values mean, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sxgeo.domain.history import HISTORY, worded_history

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from sxgeo.data.catalogue import LabelSpec
    from sxgeo.data.descriptor import AttributeSpec, LayerDescriptor
    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene

ColumnType = Literal["string", "number", "integer"]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Column:
    """One column of an exported table.

    Attributes
    ----------
    name : str
        As in the frame: lower-case ASCII.
    type : {'string', 'number', 'integer'}
        Of its values.
    unit, unit_label : str
        English and Chinese; empty for what has none.
    words : dict of str to (str, str)
        For coded columns, what each code means in Chinese and English.
    told : dict of str to (str, str)
        The same for the codes inside the texts of a history.
    """

    name: str
    type: ColumnType
    label: str
    label_en: str
    unit: str = ""
    unit_label: str = ""
    words: dict[str, Pair] = field(default_factory=dict)
    told: dict[str, Pair] = field(default_factory=dict)

    def label_in(self, language: Language, *, unit: bool = False) -> str:
        """Return what the column is called, with its unit where asked for.

        Examples
        --------
        >>> Column("length_km", "number", "长度", "Length", "km", "公里").label_in("zh", unit=True)
        '长度（公里）'
        """
        zh = language == "zh"
        label, of = (self.label, self.unit_label) if zh else (self.label_en, self.unit)
        if not unit or not of:
            return label
        return f"{label}（{of}）" if zh else f"{label} ({of})"

    def word(self, code: object, language: Language) -> object:
        """Return what a value means; the value itself where it is no code."""
        if not isinstance(code, str):
            return code
        if self.told:
            words = {each: pair[language == "en"] for each, pair in self.told.items()}
            return worded_history(code, words, "：" if language == "zh" else ": ")
        pair = self.words.get(code)
        return code if pair is None else pair[language == "en"]


def layer_columns(
    descriptor: LayerDescriptor, frame: gpd.GeoDataFrame, scene: MapScene
) -> tuple[Column, ...]:
    """Return the columns of a layer's frame, in its order, geometry left out."""
    shared = {
        name: Column(name, "string", each.label, each.label_en, each.unit, each.unit_label)
        for name, each in scene.labels.columns.items()
    }
    known = shared | {
        column.name: column
        for spec in descriptor.attributes
        for column in _attribute_columns(spec, scene)
    }
    words = _words(descriptor, scene)
    return tuple(_described(name, frame, known, words) for name in _names(frame))


def boundary_columns(frame: gpd.GeoDataFrame, scene: MapScene) -> tuple[Column, ...]:
    """Return the columns of a level of boundaries, in its order, geometry left out."""
    known = {
        name: Column(name, "string", each.label, each.label_en, each.unit, each.unit_label)
        for name, each in scene.labels.columns.items()
    }
    told = {
        level: (str(units.attrs["name"]), str(units.attrs["name_en"]))
        for level, units in scene.units.items()
    }
    return tuple(_described(name, frame, known, {"level": told}) for name in _names(frame))


def worded(frame: gpd.GeoDataFrame, columns: Iterable[Column], language: Language) -> pd.DataFrame:
    """Return the table without geometry, codes told in words."""
    return pd.DataFrame(
        {
            each.name: (
                [each.word(value, language) for value in frame[each.name]]
                if each.words or each.told
                else frame[each.name]
            )
            for each in columns
        }
    )


def _names(frame: gpd.GeoDataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name != frame.geometry.name]


def _described(
    name: str,
    frame: gpd.GeoDataFrame,
    known: dict[str, Column],
    words: dict[str, dict[str, Pair]],
) -> Column:
    found = known.get(name, Column(name, "string", name, name))
    return Column(
        name,
        _type_of(frame[name]),
        found.label,
        found.label_en,
        found.unit,
        found.unit_label,
        words.get(name, {}),
        {**words["status"], **words["document"]} if name == HISTORY and "status" in words else {},
    )


def _type_of(column: pd.Series) -> ColumnType:
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"


def _attribute_columns(spec: AttributeSpec, scene: MapScene) -> list[Column]:
    """Return the columns one attribute brings: itself, its source and year, its names."""
    own = Column(spec.name, "string", spec.label, spec.label_en, spec.unit, spec.unit_label)
    found = [own]
    if spec.figure:
        found += [_beside(spec, scene, "_source", "source"), _beside(spec, scene, "_year", "year")]
    if spec.refers_to:
        english = scene.strings.get("in_english", "zh"), scene.strings.get("in_english", "en")
        found += [
            Column(spec.shown, "string", spec.label, spec.label_en),
            Column(
                f"{spec.shown}_en",
                "string",
                f"{spec.label}（{english[0]}）",
                f"{spec.label_en} ({english[1]})",
            ),
        ]
    return found


def _beside(spec: AttributeSpec, scene: MapScene, end: str, word: str) -> Column:
    zh, en = scene.strings.get(word, "zh"), scene.strings.get(word, "en")
    return Column(
        f"{spec.name}{end}", "string", f"{spec.label}：{zh}", f"{spec.label_en}: {en.lower()}"
    )


def _words(descriptor: LayerDescriptor, scene: MapScene) -> dict[str, dict[str, Pair]]:
    labels = scene.labels
    words = {
        "status": _pairs(labels.status),
        "position_status": _pairs(labels.position_status),
        "datum_of_source": _pairs(labels.datum),
        "document": {
            key: (f"《{each.title}》", each.title_en) for key, each in scene.documents.items()
        },
    }
    look = descriptor.symbology
    if look.attribute:
        words[look.attribute] = {each.value: (each.label, each.label_en) for each in look.classes}
    return words


def _pairs(table: dict[str, LabelSpec]) -> dict[str, Pair]:
    return {key: (each.label, each.label_en) for key, each in table.items()}
