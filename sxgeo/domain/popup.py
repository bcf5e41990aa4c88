"""What a reader is told of one feature: a title and rows of text, the source line last."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.data.theme import Language

FieldKind = Literal[
    "text", "number", "integer", "date", "figure", "status", "position", "accuracy",
    "document", "quote", "citation", "datum",
]  # fmt: skip
_HEAD: tuple[tuple[str, FieldKind], ...] = (("status", "status"), ("status_date", "date"))
_TAIL: tuple[tuple[str, FieldKind], ...] = (
    ("document", "document"),
    ("quote", "quote"),
    ("position_status", "position"),
    ("accuracy_m", "accuracy"),
    ("datum_of_source", "datum"),
    ("source", "citation"),
)


@dataclass(frozen=True)
class PopupField:
    """One row of every popup of a layer: which column, what it is called, how it is written.

    Attributes
    ----------
    name : str
        The column of the layer's frame.
    kind : str
        How the value is written; a ``figure`` also shows ``<name>_year`` and ``<name>_source``.
    """

    name: str
    label: str
    label_en: str
    kind: FieldKind
    unit_label: str = ""
    unit: str = ""


def popup_fields(descriptor: LayerDescriptor, catalogue: Catalogue) -> tuple[PopupField, ...]:
    """Return the rows of a layer's popups: status, attributes, note, document, position, source."""
    columns = catalogue.labels().columns

    def shared(name: str, kind: FieldKind) -> PopupField:
        spec = columns[name]
        return PopupField(name, spec.label, spec.label_en, kind, spec.unit_label, spec.unit)

    own = descriptor.popup or tuple(each.name for each in descriptor.attributes)
    middle = [
        PopupField(
            each.shown,
            each.label,
            each.label_en,
            "figure" if each.figure else each.type,
            each.unit_label,
            each.unit,
        )
        for name in own
        if (each := descriptor.attribute(name)) is not None
    ]
    return (
        *(shared(name, kind) for name, kind in _HEAD),
        *middle,
        shared("note", "text"),
        *(shared(name, kind) for name, kind in _TAIL),
    )


def popup_rows(
    row: pd.Series, fields: tuple[PopupField, ...], catalogue: Catalogue, language: Language = "zh"
) -> list[tuple[str, str]]:
    """Return one feature's popup as (label, text) pairs; empty values are left out.

    Parameters
    ----------
    row : Series
        One row of a layer's frame.
    fields : tuple of PopupField
        From `popup_fields`.
    catalogue : Catalogue
        Names statuses, documents and sources.
    language : {'zh', 'en'}
        Of labels and enumerated values; quotes stay in the document's language.
    """
    rows = []
    for field in fields:
        text = _text(row, field, catalogue, language)
        if text:
            rows.append((field.label if language == "zh" else field.label_en, text))
    return rows


def _text(row: pd.Series, field: PopupField, catalogue: Catalogue, language: Language) -> str:
    zh = language == "zh"
    value = row.get(field.name) if zh else row.get(f"{field.name}_en") or row.get(field.name)
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    labels = catalogue.labels()
    table = {
        "status": labels.status,
        "position": labels.position_status,
        "datum": labels.datum,
    }.get(field.kind)
    if table is not None:
        return table[value].label if zh else table[value].label_en
    if field.kind == "document":
        document = catalogue.documents()[value]
        title = f"《{document.title}》" if zh else document.title_en
        return " ".join(part for part in (title, document.number, document.date) if part)
    if field.kind == "quote":
        return f"“{value}”"
    if field.kind in ("number", "integer", "figure", "accuracy"):
        return _number_text(row, field, value, zh=zh)
    return str(value)


def _number_text(row: pd.Series, field: PopupField, value: float, *, zh: bool) -> str:
    unit = field.unit_label if zh else field.unit
    text = f"{value:,.10g}{' ' if unit else ''}{unit}"
    if field.kind == "accuracy":
        return f"±{text}"
    if field.kind == "figure":
        year, source = row.get(f"{field.name}_year"), row.get(f"{field.name}_source")
        told = ", ".join(str(part) for part in (year, source) if part)
        return f"{text} ({told})" if told else text
    return text
