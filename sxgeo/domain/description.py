"""A frame explained: what a row is, what the columns mean, in which unit, from which sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.theme import Language

_HEAD = (
    "title", "title_en", "name", "name_en", "theme", "level", "each_row_is_a", "of", "rests_on",
    "as_of", "as_of_rule", "selected", "parent", "simplified_m",
    "source_title", "review_number", "accuracy_m", "licence", "vintage",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class FrameDescription:
    """What a frame says of itself; it shows as text in a notebook and in `print`.

    Attributes
    ----------
    head : dict of str to str
        What a row is, how many there are, the CRS, the terms.
    columns : DataFrame
        One row a column: ``column, label, unit, type, filled`` (how many rows have a value).
    cited : DataFrame
        One row a document or source that the rows cite: ``id, title, licence, rows``.
    """

    head: dict[str, str]
    columns: pd.DataFrame
    cited: pd.DataFrame

    def __repr__(self) -> str:
        parts = ["\n".join(f"{key}: {value}" for key, value in self.head.items())]
        with pd.option_context({"display.unicode.east_asian_width": True}):
            parts += [
                table.to_string(index=False, justify="left", max_colwidth=60)
                for table in (self.columns, self.cited)
                if len(table)
            ]
        return "\n\n".join(parts)


def describe_frame(
    frame: object, *, lang: Language = "zh", root: str | Path | None = None
) -> FrameDescription:
    """Explain a frame that `read_layer`, `read_boundaries` or one of the questions returned.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
        Any frame; one of another origin has fewer labels.
    lang : {'zh', 'en'}
        Of the labels.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    SxgeoError
        It is no frame.

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> told = describe_frame(read_layer("medical_centres"), lang="en")
    >>> told.columns.set_index("column").loc["accuracy_m", ["label", "unit"]].tolist()
    ['Accuracy', 'm']
    """
    if not isinstance(frame, pd.DataFrame):
        msg = f"A {type(frame).__name__} cannot be described; give a frame."
        raise SxgeoError(msg)
    catalogue = open_catalogue(root)
    crs = getattr(frame, "crs", None)
    head = {key: str(frame.attrs[key]) for key in _HEAD if frame.attrs.get(key) not in (None, "")}
    head["rows"] = str(len(frame))
    if crs is not None:
        head["crs"] = crs.to_string()
        head["bounds"] = ", ".join(f"{each:.9g}" for each in gpd.GeoDataFrame(frame).total_bounds)
    return FrameDescription(head, _columns(frame, catalogue, lang), _cited(frame, catalogue))


def _columns(frame: pd.DataFrame, catalogue: Catalogue, lang: Language) -> pd.DataFrame:
    shared = {**catalogue.labels().frames, **catalogue.labels().columns}
    layer = frame.attrs.get("layer", "")
    own = catalogue.descriptor(layer) if layer in catalogue.layer_ids() else None
    rows = []
    for name, column in frame.items():
        told = (own.attribute(str(name)) if own else None) or shared.get(str(name))
        label, unit = "", ""
        if told is not None:
            label = told.label if lang == "zh" else told.label_en
            unit = told.unit_label if lang == "zh" else told.unit
        filled = int((column.notna() & (column.astype("object") != "")).sum())
        rows.append((str(name), label, unit, str(column.dtype), filled))
    return pd.DataFrame(rows, columns=["column", "label", "unit", "type", "filled"])


def _cited(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return what the rows cite, documents before sources, each in the catalogue's order."""
    counts: dict[str, int] = {}
    columns = [c for c in map(str, frame.columns) if c == "document" or is_citation_column(c)]
    for cells in frame[columns].astype("str").itertuples(index=False, name=None):
        for each in {cited for cell in cells for cited in cited_ids(cell)}:
            counts[each] = counts.get(each, 0) + 1
    documents = [(key, each.title, "") for key, each in catalogue.documents().items()]
    sources = [(key, each.title, each.licence) for key, each in catalogue.sources().items()]
    rows = [(*each, counts[each[0]]) for each in (*documents, *sources) if each[0] in counts]
    return pd.DataFrame(rows, columns=["id", "title", "licence", "rows"])
