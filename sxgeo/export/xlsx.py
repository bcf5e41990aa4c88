"""XLSX: a sheet a layer, words for codes, and sheets for columns and sources.

Written directly: every text is stored as text and marked as such, so none can run as a formula, and
the bytes carry no clock.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import shapely

from sxgeo.export.columns import worded
from sxgeo.export.csv import is_formula, points_only
from sxgeo.export.markup import add, archive, document, new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from sxgeo.export.contents import Contents, ExportLayer

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CELL_CHARACTERS = 32767
_SHEET_CHARACTERS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_PLAIN, _HEADER, _TEXT = 0, 1, 2  # cell formats of styles.xml
_WIDTHS = (6.0, 40.0)  # of columns, in characters


class Sheet(NamedTuple):
    """One sheet: its name, its header, its rows."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def write_layers(contents: Contents, path: Path) -> list[str]:
    """Write a workbook with a sheet for each layer.

    Returns
    -------
    list of str
        Geometries longer than a cell can hold, which are left out.
    """
    notes: list[str] = []
    sheets = [_layer_sheet(each, contents, notes) for each in contents.layers]
    sheets += [_column_sheet(contents), _source_sheet(contents)]
    path.write_bytes(workbook(sheets))
    return notes


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an XLSX file of these sheets."""
    named = _distinct(sheets)
    parts = {
        "[Content_Types].xml": _content_types(len(named)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(named),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(named) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
    }
    for place, each in enumerate(named, start=1):
        parts[f"xl/worksheets/sheet{place}.xml"] = _worksheet(each)
    return archive({name: document(root).encode() for name, root in parts.items()})


def _layer_sheet(layer: ExportLayer, contents: Contents, notes: list[str]) -> Sheet:
    table = worded(layer.frame, layer.columns, contents.language)
    header = [each.label_in(contents.language, unit=True) for each in layer.columns]
    labels = contents.scene.labels.columns
    shapes = layer.frame.geometry.to_numpy()
    extra: dict[str, list[Any]] = {}
    if points_only(layer.frame):
        extra = {
            "longitude": shapely.get_x(shapes).tolist(),
            "latitude": shapely.get_y(shapes).tolist(),
        }
    texts = shapely.to_wkt(shapes, rounding_precision=7)
    long = [len(text) > _CELL_CHARACTERS for text in texts]
    if any(long):
        notes.append(
            f"{layer.id}: {sum(long)} of {len(long)} geometries are longer than the "
            f"{_CELL_CHARACTERS:,} characters of a cell and left out"
        )
    extra["wkt"] = ["" if out else text for out, text in zip(long, texts, strict=True)]
    for name, values in extra.items():
        table[name] = list(values)
        spec = labels[name]
        header.append(spec.label if contents.language == "zh" else spec.label_en)
    return Sheet(
        layer.title_in(contents.language), header, table.astype(object).to_numpy().tolist()
    )


def _column_sheet(contents: Contents) -> Sheet:
    """Return what every column is called in the other formats, and what its codes mean."""
    rows = [
        (
            layer.title_in(contents.language),
            column.label_in(contents.language),
            column.name,
            "; ".join(f"{code} = {column.word(code, contents.language)}" for code in column.words),
        )
        for layer in contents.layers
        for column in layer.columns
    ]
    header = ("layer", "columns", "column", "meaning")
    return Sheet(contents.word("columns"), [contents.word(each) for each in header], rows)


def _source_sheet(contents: Contents) -> Sheet:
    rows: list[tuple[object, ...]] = []
    for layer in contents.layers:
        title = layer.title_in(contents.language)
        rows.append((title, contents.credits(layer), "", layer.licence))
        rows += [(title, each.title, each.number, each.date) for each in layer.documents]
        rows += [
            (title, f"{each.id}: {each.title}", each.locator, each.licence)
            for each in layer.sources
        ]
    header = ("layer", "source", "document", "licence")
    return Sheet(contents.word("sources"), [contents.word(each) for each in header], rows)


def _distinct(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return the sheets with names a workbook accepts: short, plain, all different."""
    found: dict[str, Sheet] = {}
    for each in sheets:
        name = _FORBIDDEN.sub(" ", each.name)[:_SHEET_CHARACTERS].strip() or "sheet"
        number = 1
        while name.casefold() in found:
            number += 1
            end = f" {number}"
            name = name[: _SHEET_CHARACTERS - len(end)] + end
        found[name.casefold()] = each._replace(name=name)
    return list(found.values())


def _worksheet(sheet: Sheet) -> ET.Element:
    root = new("worksheet", xmlns=_MAIN)
    view = add(add(root, "sheetViews"), "sheetView", workbookViewId=0)
    add(view, "pane", ySplit=1, topLeftCell="A2", activePane="bottomLeft", state="frozen")
    columns = add(root, "cols")
    for place, width in enumerate(_column_widths(sheet), start=1):
        add(columns, "col", min=place, max=place, width=width, customWidth=1)
    data = add(root, "sheetData")
    for number, row in enumerate([sheet.header, *sheet.rows], start=1):
        element = add(data, "row", r=number)
        for place, value in enumerate(row):
            reference = f"{_letters(place)}{number}"
            if (cell := _cell(value, reference, header=number == 1)) is not None:
                element.append(cell)
    last = f"{_letters(len(sheet.header) - 1)}{len(sheet.rows) + 1}"
    add(root, "autoFilter", ref=f"A1:{last}")
    return root


def _cell(value: object, reference: str, *, header: bool) -> ET.Element | None:
    if value is None or value is pd.NA or value == "":
        return None
    if isinstance(value, str):
        style = _HEADER if header else _TEXT if is_formula(value) else _PLAIN
        cell = new("c", r=reference, t="inlineStr", s=style)
        text = add(add(cell, "is"), "t", value[:_CELL_CHARACTERS])
        text.set("xml:space", "preserve")
        return cell
    number = float(value)  # type: ignore[arg-type]
    if math.isnan(number):
        return None
    cell = new("c", r=reference)
    add(cell, "v", int(number) if number.is_integer() else repr(number))
    return cell


def _column_widths(sheet: Sheet) -> list[float]:
    """Return widths that show most texts, a Chinese character counting two."""
    least, most = _WIDTHS
    return [
        min(most, max([least, *(_width(row[place]) for row in [sheet.header, *sheet.rows])]))
        for place in range(len(sheet.header))
    ]


def _width(value: object) -> float:
    text = "" if value is None else str(value)
    return 2.0 + sum(2 if ord(letter) > 0x2E80 else 1 for letter in text[:40])


def _letters(place: int) -> str:
    """Return the name of a column counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _workbook(sheets: Sequence[Sheet]) -> ET.Element:
    root = new("workbook", xmlns=_MAIN)
    root.set("xmlns:r", _OFFICE)
    found = add(root, "sheets")
    for place, each in enumerate(sheets, start=1):
        add(found, "sheet", name=each.name, sheetId=place).set("r:id", f"rId{place}")
    return root


def _relations(targets: Sequence[tuple[str, str]]) -> ET.Element:
    root = new("Relationships", xmlns=f"{_PACKAGE}/relationships")
    for place, (kind, target) in enumerate(targets, start=1):
        add(root, "Relationship", Id=f"rId{place}", Type=f"{_OFFICE}/{kind}", Target=target)
    return root


def _content_types(sheets: int) -> ET.Element:
    root = new("Types", xmlns=f"{_PACKAGE}/content-types")
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    add(root, "Default", Extension="rels", ContentType=relations)
    add(root, "Default", Extension="xml", ContentType="application/xml")
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{place}.xml": "worksheet" for place in range(1, sheets + 1)}
    for name, kind in parts.items():
        add(root, "Override", PartName=name, ContentType=f"{_KIND}.{kind}+xml")
    return root


def _styles() -> ET.Element:
    """Return three cell formats: plain, header, and text that must stay text when edited."""
    root = new("styleSheet", xmlns=_MAIN)
    fonts = add(root, "fonts", count=2)
    for bold in (False, True):
        font = add(fonts, "font")
        if bold:
            add(font, "b")
        add(font, "sz", val=11)
        add(font, "name", val="Calibri")
    fills = add(root, "fills", count=2)
    for pattern in ("none", "gray125"):
        add(add(fills, "fill"), "patternFill", patternType=pattern)
    border = add(add(root, "borders", count=1), "border")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        add(border, side)
    base = add(root, "cellStyleXfs", count=1)
    add(base, "xf", numFmtId=0, fontId=0, fillId=0, borderId=0)
    formats = add(root, "cellXfs", count=3)
    for font_id, number_format, quoted in ((0, 0, 0), (1, 0, 0), (0, 49, 1)):
        add(
            formats,
            "xf",
            numFmtId=number_format,
            fontId=font_id,
            fillId=0,
            borderId=0,
            xfId=0,
            applyFont=font_id,
            quotePrefix=quoted,
        )
    styles = add(root, "cellStyles", count=1)
    add(styles, "cellStyle", name="Normal", xfId=0, builtinId=0)
    return root
