"""What a reader is told of one feature: a title and rows of text, the source line last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor

FieldKind = Literal[
    "text", "number", "integer", "date", "figure", "status", "position", "accuracy",
    "document", "quote", "citation", "datum",
]  # fmt: skip
_HEAD: tuple[tuple[str, FieldKind], ...] = (
    ("status", "status"),
    ("status_date", "date"),
    ("status_source", "citation"),
)
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
