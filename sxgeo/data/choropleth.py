"""Which maps of numbers exist (`maps/choropleths.toml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError, UnknownNameError
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from pathlib import Path


class ChoroplethSpec(Model):
    """One map of numbers by admin unit.

    Attributes
    ----------
    value : str
        A numeric column of the boundaries; `per`, where given, divides it.
    count : str
        A layer whose features are counted instead.
    ramp : str
        A ramp of `maps/theme.toml`; one class a colour, light to dark.
    scheme : str
        A classifier of mapclassify.
    """

    id: str
    title: str
    title_en: str
    level: str
    value: str = ""
    per: str = ""
    count: str = ""
    unit: str
    unit_en: str
    ramp: str
    scheme: str = Field(default="FisherJenks", pattern=r"^[A-Z]\w+$")
    note: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _value_or_count(self) -> ChoroplethSpec:
        if bool(self.value) == bool(self.count):
            msg = "give either value or count"
            raise ValueError(msg)
        return self


def read_choropleth(choropleth_id: str, root: str | Path | None = None) -> ChoroplethSpec:
    """Return one choropleth's specification.

    Raises
    ------
    UnknownNameError
        No such choropleth; offers the nearest.
    DataError
        The file has faults.
    """
    base = project_root(root)
    path = base / "maps" / "choropleths.toml"
    tables = read_toml(path, root=base)
    if choropleth_id not in tables:
        raise UnknownNameError("choropleth", choropleth_id, list(tables))
    row = {"id": choropleth_id, **tables[choropleth_id]}
    try:
        return parse_model(ChoroplethSpec, row, path, root=base)
    except DataError as error:
        raise DataError(issue.within(f"key {choropleth_id}") for issue in error.issues) from error
