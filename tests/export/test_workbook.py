"""XLSX as openpyxl reads it: words, formulas that stay text, sheets that fit."""

import openpyxl
import pandas as pd
import pytest
import shapely

from sxgeo.domain.history import read_history
from sxgeo.export import export_layers, xlsx
from sxgeo.export.columns import worded
from sxgeo.export.xlsx import Sheet, workbook


@pytest.fixture(scope="module")
def book(exported):
    folder, _ = exported
    return openpyxl.load_workbook(folder / "layers.xlsx")


def table(sheet):
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_sheets_are_titled_in_chinese_and_end_with_columns_and_sources(book, contents):
    titles = [layer.title for layer in contents.layers]
    assert book.sheetnames == [*titles, "字段说明", "资料来源"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)


def test_rows_hold_what_the_layers_hold_with_codes_in_words(book, contents):
    for layer in contents.layers:
        rows = table(book[layer.title])
        ours = worded(layer.frame, layer.columns, "zh").astype(object)
        assert len(rows) == len(ours)
        for column in layer.columns:
            read = [row[column.label_in("zh", unit=True)] for row in rows]
            mine = ours[column.name].tolist()
            if column.type == "string":
                assert [each or "" for each in read] == mine, column.name
            else:
                assert read == [None if pd.isna(each) else each for each in mine], column.name


def test_the_history_is_told_in_words(book, contents):
    rail = next(each for each in contents.layers if each.id == "rail")
    documents, labels = contents.scene.documents, contents.scene.labels.status
    for row, cell in zip(table(book[rail.title]), rail.frame["history"], strict=True):
        for told, said in zip(row["文件记载"].split("｜"), read_history(cell), strict=True):
            words = [said.date[:4], f"《{documents[said.document].title}》"]
            words += [labels[said.status].label] if said.status else []
            assert told == f"{' '.join(words)}：{said.quote}"


def test_points_have_coordinates_and_short_shapes_their_wkt(book, contents):
    zones, layer = table(book[contents.layers[0].title]), contents.layers[0]
    assert [row["经度"] for row in zones] == layer.frame.geometry.x.tolist()
    assert [row["纬度"] for row in zones] == layer.frame.geometry.y.tolist()
    rail = next(each for each in contents.layers if each.id == "rail")
    shapes = shapely.from_wkt([row["图形（WKT）"] for row in table(book[rail.title])])
    assert shapely.equals_exact(shapes, rail.frame.geometry.to_numpy(), 1e-7).all()


def test_shapes_longer_than_a_cell_are_left_out_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "_CELL_CHARACTERS", 5000)  # no shape reaches the true 32,767
    report = export_layers(["province"], tmp_path / "a.xlsx")
    rows = table(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0])
    assert [row["图形（WKT）"] for row in rows] == [None]
    told = "xlsx, province: 1 of 1 geometries are longer than the 5,000 characters of a cell and"
    assert [note[: len(told)] for note in report.notes] == [told]


def test_no_cell_is_a_formula(troubled, trouble, tmp_path):
    export_layers(["wells"], tmp_path / "a.xlsx", root=troubled)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    names = [cell for cell in sheet["B"] if cell.value in {trouble.formula, trouble.script}]
    assert [cell.value for cell in names] == [trouble.script, trouble.formula]
    assert all(
        cell.data_type == "s"
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    )
    assert [cell.quotePrefix for cell in names] == [False, True]  # stays text when edited


def test_sheet_names_are_short_plain_and_different(tmp_path):
    names = ["a/b:c", "A B C", "x" * 40, "x" * 50, ""]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([Sheet(name, ["h"], [[1]]) for name in names]))
    read = openpyxl.load_workbook(path).sheetnames
    assert read == ["a b c", "A B C 2", "x" * 31, "x" * 29 + " 2", "sheet"]


def test_control_characters_do_not_break_the_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook([Sheet("s", ["h"], [["a\x00b\x0bc"], [float("nan")], [None], [2.5]])])
    )
    sheet = openpyxl.load_workbook(path).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["h", "abc", None, None, 2.5]
