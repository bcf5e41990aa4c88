"""Layers and files described as the Frictionless standards want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sxgeo.domain.terms import licences_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sxgeo.export.columns import Column
    from sxgeo.export.contents import Contents, ExportLayer

_LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "LGPL-3.0-or-later": "https://www.gnu.org/licenses/lgpl-3.0.html",
    "MIT": "https://opensource.org/license/mit",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}


def layer_record(layer: ExportLayer, contents: Contents) -> dict[str, Any]:
    """Return what is known of a layer: names, licence, sources, datum, accuracy, columns.

    Parameters
    ----------
    layer : ExportLayer
        The layer.
    contents : Contents
        Gives the language of titles and labels.

    Returns
    -------
    dict
        A Frictionless data resource without its path; ``crs``, ``datum``, ``accuracy_m`` (smallest
        and largest 95 % radius), ``bounds`` (west, south, east, north) and ``each_row_is_a`` are
        this package's own keys.
    """
    language = contents.language
    return {
        "name": layer.id,
        "title": layer.title_in(language),
        "description": layer.description_in(language),
        "each_row_is_a": layer.each_row_is_a,
        "features": len(layer.frame),
        "crs": "EPSG:4326",
        "datum": "WGS-84",
        "accuracy_m": list(layer.accuracy_m),
        "bounds": list(layer.bounds),
        "edition": contents.edition,
        "rights": contents.credits(layer),
        "licenses": [licence_record(each) for each in licences_of(layer.licence)],
        "sources": source_records(layer),
        "columns": [column_record(each, contents) for each in layer.columns],
    }


def licence_record(name: str) -> dict[str, str]:
    """Return a licence by its SPDX name, with its address where that is well known."""
    path = _LICENCES.get(name)
    return {"name": name, "path": path} if path else {"name": name}


def source_records(layer: ExportLayer) -> list[dict[str, str]]:
    """Return the documents and sources a layer rests on."""
    found = [
        {"title": " ".join(part for part in (each.title, each.number, each.date) if part)}
        for each in layer.documents
    ]
    if layer.rights:
        found.append({"title": layer.rights})
    for each in layer.sources:
        record = {"title": f"{each.id}: {each.title}", "license": each.licence}
        address = each.locator.split()[0] if each.locator else ""
        if address.startswith(("http://", "https://")):
            record["path"] = address
        found.append(record)
    return found


def column_record(column: Column, contents: Contents) -> dict[str, Any]:
    """Return a Table Schema field; ``words`` says what its codes mean."""
    record: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.label_in(contents.language),
    }
    unit = column.unit_label if contents.language == "zh" else column.unit
    if unit:
        record["unit"] = unit
    if column.words:
        record["words"] = {code: column.word(code, contents.language) for code in column.words}
    return record


def table_schema(
    layer: ExportLayer, contents: Contents, extra: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return the Table Schema of a layer's CSV file.

    Parameters
    ----------
    layer : ExportLayer
        The layer.
    contents : Contents
        Gives the language of titles.
    extra : iterable of (str, str)
        Names and types of the columns after the frame's own.
    """
    fields = [column_record(each, contents) for each in layer.columns]
    labels = contents.scene.labels.columns
    for name, kind in extra:
        spec = labels[name]
        title = spec.label if contents.language == "zh" else spec.label_en
        fields.append({"name": name, "type": kind, "title": title})
    return {"fields": fields, "primaryKey": layer.key, "missingValues": [""]}
