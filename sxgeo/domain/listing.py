"""What a root holds, as tables: layers, documents, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pandas as pd

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.descriptor import STATUSES, GeometryType
from sxgeo.data.readers import read_table
from sxgeo.data.theme import read_theme
from sxgeo.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sxgeo.data.catalogue import Document, Source

_GEOMETRY_TYPES: tuple[str, ...] = get_args(GeometryType)
_COLUMNS = (
    "id", "title", "title_en", "theme", "geometry_type", "features", "unplaced", "each_row_is_a",
    "licence",
)  # fmt: skip


def list_layers(
    *,
    theme: str | None = None,
    geometry_type: str | None = None,
    status: str | None = None,
    root: str | Path | None = None,
) -> pd.DataFrame:
    """Return the catalogue: one row a layer, boundaries left out.

    Parameters
    ----------
    theme : str, optional
        Only layers of this theme of `maps/theme.toml`.
    geometry_type : {'Point', 'LineString', 'Polygon'}, optional
        Only layers that may hold such features.
    status : str, optional
        Only layers with a feature of this status, such as ``"under_construction"``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    DataFrame
        ``id, title, title_en, theme, geometry_type, features, unplaced, each_row_is_a, licence``,
        sorted by id; no rows where no layer is like that.

    Raises
    ------
    UnknownNameError
        No such theme, geometry type or status; offers the nearest.
    DataError
        Faults of the descriptors, all at once.

    Examples
    --------
    >>> catalogue = list_layers().set_index("id")
    >>> int(catalogue.loc["zones", "features"])
    12
    >>> "rivers" in list_layers(theme="water", geometry_type="LineString")["id"].tolist()
    True
    """
    _check_choices(theme, geometry_type, status, root)
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "title_en": each.title_en,
            "theme": each.theme,
            "geometry_type": "|".join(each.geometry_type),
            "features": each.file_rows("features.csv"),
            "unplaced": len(each.unplaced),
            "each_row_is_a": each.each_row_is_a,
            "licence": each.licence,
        }
        for each in open_catalogue(root).descriptors()
        if theme in (None, each.theme)
        and (geometry_type is None or geometry_type in each.geometry_type)
        and (status is None or status in _statuses(each.id, root))
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _check_choices(
    theme: str | None, geometry_type: str | None, status: str | None, root: str | Path | None
) -> None:
    choices = (
        ("theme", theme, tuple(read_theme(root).themes)),
        ("geometry type", geometry_type, _GEOMETRY_TYPES),
        ("status", status, STATUSES),
    )
    for kind, chosen, known in choices:
        if chosen is not None and chosen not in known:
            raise UnknownNameError(kind, str(chosen), known)


def _statuses(layer_id: str, root: str | Path | None) -> set[str]:
    catalogue = open_catalogue(root)
    path = catalogue.layer_folder(layer_id) / "features.csv"
    return set(read_table(path, required=["status"], root=catalogue.root)["status"])


def list_documents(*, root: str | Path | None = None) -> pd.DataFrame:
    """Return the documents that name features: one row each, in the catalogue's order.

    Returns
    -------
    DataFrame
        Text columns ``id, title, title_en, number, issuer, issuer_en, date, file``.

    Examples
    --------
    >>> list_documents().columns[0]
    'id'
    """
    return _table(list(open_catalogue(root).documents().values()))


def list_sources(*, root: str | Path | None = None) -> pd.DataFrame:
    """Return where positions, figures and outlines come from: one row a source.

    Returns
    -------
    DataFrame
        Text columns ``id, title, publisher, locator, licence, datum, vintage, accuracy``.

    Examples
    --------
    >>> "tianditu-boundaries" in set(list_sources()["id"])
    True
    """
    return _table(list(open_catalogue(root).sources().values()))


def _table(models: Sequence[Document] | Sequence[Source]) -> pd.DataFrame:
    return pd.DataFrame([each.model_dump() for each in models], dtype="str")
