"""Figures that the documents give for the province as a whole (`geodata/figures.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.readers import (
    allowed_issues,
    duplicate_issues,
    finite,
    parse_column,
    read_table,
    records,
)
from sxgeo.errors import DataError, shown_path

if TYPE_CHECKING:
    from pathlib import Path

FIGURE_COLUMNS = (
    "id",
    "theme",
    "name",
    "name_en",
    "value",
    "unit",
    "unit_label",
    "year",
    "document",
    "quote",
)


@dataclass(frozen=True)
class Figure:
    """One number of the whole province, with the phrase that gives it.

    Attributes
    ----------
    unit, unit_label : str
        The unit in English and in Chinese.
    year : str
        The year the number is for, as the document says it.
    """

    id: str
    theme: str
    name: str
    name_en: str
    value: float
    unit: str
    unit_label: str
    year: str
    document: str
    quote: str


def read_figures(root: str | Path | None = None) -> tuple[Figure, ...]:
    """Return the figures in the file's order; none where a root has no such file.

    Raises
    ------
    DataError
        Every fault of the file: missing columns, wrong numbers, doubled ids, unknown documents.
    """
    catalogue = open_catalogue(root)
    path = catalogue.geodata / "figures.csv"
    if not path.is_file():
        return ()
    file = shown_path(path, catalogue.root)
    table = read_table(path, required=FIGURE_COLUMNS, optional=(), root=catalogue.root)
    values, issues = parse_column(file, table["value"], finite, "a number")
    issues += duplicate_issues(file, table["id"])
    issues += allowed_issues(file, table["document"], list(catalogue.documents()))
    if issues:
        raise DataError(issues)
    return tuple(Figure(**row) for row in records(table.assign(value=values)))
