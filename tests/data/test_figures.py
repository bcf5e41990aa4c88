import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.figures import FIGURE_COLUMNS, read_figures
from sxgeo.data.theme import read_theme
from sxgeo.domain.validation import documents_dir
from sxgeo.errors import DataError


def test_a_root_without_figures_has_none(shared_root):
    assert read_figures(shared_root) == ()


def test_every_fault_is_named(small_root):
    row = "a,water,名,Name,x,,个,2025,Q,原文\n"
    text = ",".join(FIGURE_COLUMNS) + "\n" + row + row.replace(",x,", ",1,")
    (small_root / "geodata" / "figures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_figures(small_root)
    assert [str(issue) for issue in caught.value.issues] == [
        "geodata/figures.csv, row 2, column value: 'x' is not a number",
        "geodata/figures.csv, row 3, column id: 'a' is already in row 2",
        "geodata/figures.csv, row 2, column document: 'Q' is not one of P, R",
        "geodata/figures.csv, row 3, column document: 'Q' is not one of P, R",
    ]


def test_the_projects_figures_belong_to_themes_and_quote_shortly():
    figures = read_figures()
    assert len(figures) >= 60
    assert {each.theme for each in figures} <= set(read_theme().themes)
    assert all(0 < len(each.quote) < 80 for each in figures)


@pytest.mark.documents
def test_every_figure_stands_in_its_document():
    folder = documents_dir()
    if folder is None:
        pytest.skip("SXGEO_DOCUMENTS names no folder of documents; figures were not compared")
    documents = open_catalogue().documents()
    texts = {key: (folder / each.file).read_text("utf-8") for key, each in documents.items()}
    assert [each.id for each in read_figures() if each.quote not in texts[each.document]] == []
