"""A layer folder made from a user's file: what it says is kept, what it does not is left to do."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely
import tomlkit

from sxgeo.crs import check_datum
from sxgeo.data.places import position_problem
from sxgeo.data.theme import read_theme
from sxgeo.data.user_table import read_user_table
from sxgeo.domain.layer import BASE_COLUMNS, EVIDENCE, IDENTITY, MENTION_COLUMNS, NOTES
from sxgeo.domain.reprojection import wgs84_shapes
from sxgeo.errors import DataError, Issue, SxgeoError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from sxgeo.crs import Datum
    from sxgeo.data.catalogue import Catalogue

_LAYER_ID = re.compile(r"^[a-z][a-z0-9_]*$")


def layer_files(
    layer_id: str, source: Path, *, catalogue: Catalogue, **answers: str | None
) -> dict[str, bytes]:
    """Return the files of a new layer: `layer.toml`, `features.csv`, `mentions.csv`, geometry.

    Parameters
    ----------
    layer_id : str
        Lower-case letters, digits and underscores; not yet in the catalogue.
    source : Path
        A table with coordinates, or a file of shapes.
    catalogue : Catalogue
        The root the layer is for.
    **answers
        ``datum`` (unless the file's CRS states it), ``lon`` and ``lat`` (columns of a table),
        ``name`` (column), ``theme``.

    Returns
    -------
    dict of str to bytes
        By file name. Columns of the same name as the shared ones (``status``, ``document``,
        ``quote``, ``accuracy_m``, ``source`` …) are taken over; what is missing stays empty, and
        `sxgeo layers check` names it.

    Raises
    ------
    DatumError
        The datum is neither given nor stated, or is unknown.
    DataError
        The file cannot be read, or coordinates are wrong; every row is named.
    SxgeoError
        The id is malformed or taken.
    """
    _check_id(layer_id, catalogue)
    style = read_theme(str(catalogue.root))
    themes = list(style.themes)
    theme = answers.get("theme") or themes[0]
    if theme not in themes:
        raise UnknownNameError("theme", theme, themes)
    asked = {key: answers.get(key) for key in ("datum", "lon", "lat")}
    frame, datum = read_source(source, catalogue, **asked)
    table = _features(layer_id, frame, answers.get("name"), datum)
    files = {
        "features.csv": _csv(table),
        "geometry.geojson": _geojson(table["id"], frame.geometry.to_numpy()),
        "mentions.csv": _csv(_mentions(table["id"], frame)),
    }
    kinds = sorted({kind.removeprefix("Multi") for kind in frame.geometry.geom_type})
    files["layer.toml"] = _descriptor(
        layer_id, (theme, next(iter(style.palette))), kinds, table, files
    )
    return files


def _check_id(layer_id: str, catalogue: Catalogue) -> None:
    if not _LAYER_ID.match(layer_id):
        msg = f"{layer_id!r} is no layer id: use lower-case letters, digits and underscores."
        raise SxgeoError(msg)
    if layer_id in catalogue.layer_ids():
        msg = f"The layer {layer_id!r} exists already."
        raise SxgeoError(msg)


def read_source(
    source: Path,
    catalogue: Catalogue,
    *,
    datum: str | None = None,
    lon: str | None = None,
    lat: str | None = None,
) -> tuple[gpd.GeoDataFrame, Datum]:
    """Return a user's file in WGS-84, every cell but the geometry as text, and its datum.

    Parameters
    ----------
    source : Path
        Any file `sxgeo.data.user_table.read_user_table` reads.
    catalogue : Catalogue
        Its region tells swapped and far-away coordinates.
    datum : str or None
        Of the coordinates; may be left out where the file's CRS states it.
    lon, lat : str or None
        Coordinate columns of a table.

    Raises
    ------
    DatumError
        The datum is neither given nor stated by the file, or is unknown.
    DataError
        Every wrong row.
    """
    table = read_user_table(source, lon=lon or "lon", lat=lat or "lat")
    known = check_datum(datum or table.datum, of=source.name)
    shapes = wgs84_shapes(table.frame.geometry.to_numpy(), known)
    bounds = catalogue.region().bounds
    issues = [
        Issue(source.name, f"row {row}", problem, "geometry")
        for row, (x, y) in zip(table.frame.index, _middles(shapes), strict=True)
        if (problem := position_problem(x, y, bounds))
    ]
    if issues:
        raise DataError(issues)
    cells = table.frame.drop(columns=table.frame.geometry.name)
    text = cells.astype(object).where(cells.notna(), "").astype(str)
    return gpd.GeoDataFrame(text, geometry=shapes, crs="EPSG:4326"), known


def _middles(shapes: NDArray[np.object_]) -> list[tuple[float, float]]:
    bounds = shapely.bounds(shapes)
    return [((w + e) / 2, (s + n) / 2) for w, s, e, n in bounds]


def _features(layer_id: str, frame: gpd.GeoDataFrame, name: str | None, datum: str) -> pd.DataFrame:
    if name is not None and name not in frame.columns:
        raise UnknownNameError("column", name, [str(each) for each in frame.columns])
    count = len(frame)
    table = pd.DataFrame(index=frame.index)
    taken = {*IDENTITY, *EVIDENCE}
    for column in (*IDENTITY, *EVIDENCE):
        table[column] = frame[column] if column in frame.columns else ""
    if "id" not in frame.columns:
        table["id"] = [f"{layer_id.replace('_', '-')}-{place}" for place in range(1, count + 1)]
    if name is not None:
        table["name"] = frame[name]
    table["datum_of_source"] = datum
    table["position_status"] = table["position_status"].replace("", "unverified")
    # what the reader makes itself, and what only means something in the root it came from
    skipped = {*taken, *BASE_COLUMNS, "geometry", "place", "unit", name}
    for column in frame.columns:
        if column not in skipped:
            table[_attribute_name(str(column))] = frame[column]
    return table


def _attribute_name(column: str) -> str:
    from pypinyin import lazy_pinyin

    spelled = "_".join(lazy_pinyin(column)) if not column.isascii() else column
    cleaned = re.sub(r"[^a-z0-9]+", "_", spelled.lower()).strip("_")
    return cleaned if cleaned[:1].isalpha() else f"column_{cleaned}"


def _mentions(ids: pd.Series, frame: gpd.GeoDataFrame) -> pd.DataFrame:
    if "document" not in frame.columns or "quote" not in frame.columns:
        return pd.DataFrame(columns=list(MENTION_COLUMNS))
    rows = frame[frame["document"] != ""]
    status = rows["status"] if "status" in rows.columns else ""
    table = pd.DataFrame({"feature": ids[rows.index], "document": rows["document"]})
    return table.assign(status=status, quote=rows["quote"])


def _csv(table: pd.DataFrame) -> bytes:
    stream = io.StringIO()
    table.to_csv(stream, index=False, lineterminator="\n")
    return stream.getvalue().encode("utf-8")


def _geojson(ids: pd.Series, shapes: NDArray[np.object_]) -> bytes:
    features = [
        {"type": "Feature", "properties": {"id": key}, "geometry": json.loads(text)}
        for key, text in zip(ids, shapely.to_geojson(shapes), strict=True)
    ]
    content = {"type": "FeatureCollection", "features": features}
    return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8")


def _descriptor(
    layer_id: str,
    looks: tuple[str, str],
    kinds: list[str],
    table: pd.DataFrame,
    files: Mapping[str, bytes],
) -> bytes:
    theme, color = looks
    document = tomlkit.document()
    document.update(
        {
            "id": layer_id,
            "title": layer_id,
            "title_en": layer_id,
            "theme": theme,
            "description": "",
            "description_en": "",
            "each_row_is_a": "feature of the user's file",
            "geometry_type": kinds,
            "datum": "wgs84",
            "licence": "unstated",
        }
    )
    own = [name for name in table.columns if name not in {*IDENTITY, *EVIDENCE, *NOTES}]
    attributes = [{"name": name, "label": name, "label_en": name} for name in own]
    rows = [
        {
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": len(table) if name != "mentions.csv" else content.count(b"\n") - 1,
        }
        for name, content in sorted(files.items())
    ]
    document["symbology"] = {"color": color}
    document["attributes"] = attributes
    document["file"] = rows
    return tomlkit.dumps(document).encode("utf-8")
