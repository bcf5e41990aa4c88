"""`datapackage.json`: every file of an export as the Frictionless standards describe it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sxgeo.data.checksums import sha256_of
from sxgeo.domain.terms import licences_of
from sxgeo.export.csv import extra_columns
from sxgeo.export.describe import layer_record, licence_record, table_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sxgeo.export.contents import Contents, ExportLayer
    from sxgeo.export.exporting import Written

MEDIA_TYPES = {
    "csv": "text/csv",
    "fgb": "application/vnd.flatgeobuf",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
    "pmtiles": "application/vnd.pmtiles",
    "qgz": "application/x-qgis-project",
    "shp": "application/vnd.shp",
    "shx": "application/vnd.shx",
    "dbf": "application/vnd.dbf",
    "prj": "text/plain",
    "cpg": "text/plain",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COMPANIONS = (".cpg", ".dbf", ".prj", ".shx")  # what a .shp needs beside it
_FORMAT_NAMES = {"parquet": "geoparquet"}  # a plain table's reader would miss the geometry
_PROFILE = "data-package"
_KEPT = ("title", "description", "sources", "licenses")
_OWN = ("each_row_is_a", "features", "crs", "datum", "accuracy_m", "bounds", "rights")


def render_datapackage(
    contents: Contents, folder: Path, written: Sequence[Written], notes: Sequence[str]
) -> str:
    """Return `datapackage.json`.

    Parameters
    ----------
    contents : Contents
        What was exported.
    folder : Path
        Where the descriptor will lie; the files lie in it or below.
    written : sequence of Written
        The files.
    notes : sequence of str
        What the formats could not hold; the descriptor repeats it.
    """
    layers = {layer.id: layer for layer in contents.layers}
    licences = licences_of(*(layer.licence for layer in contents.layers))
    package = {
        "profile": _PROFILE,
        "name": contents.scene.id.replace("_", "-"),
        "title": contents.title,
        "description": contents.credits(),
        "version": contents.edition,
        "created": f"{contents.edition}T00:00:00Z",
        "licenses": [licence_record(each) for each in licences],
        "resources": [
            _resource(each, layers.get(each.layer_id), contents, folder) for each in written
        ],
        "notes": list(notes),
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(
    written: Written, layer: ExportLayer | None, contents: Contents, folder: Path
) -> dict[str, Any]:
    path = written.path
    record: dict[str, Any] = {
        "name": f"{path.stem}-{path.suffix[1:]}".replace("_", "-").lower(),
        "path": path.relative_to(folder).as_posix(),
        "format": _FORMAT_NAMES.get(path.suffix[1:], path.suffix[1:]),
        "mediatype": MEDIA_TYPES[path.suffix[1:]],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }
    if layer is None:
        return record | {"title": contents.title, "layers": [each.id for each in contents.layers]}
    if path.suffix in _COMPANIONS:
        return record | {"title": layer.title_in(contents.language)}
    told = layer_record(layer, contents)
    record |= {key: told[key] for key in _KEPT if told[key]}
    record |= {key: told[key] for key in _OWN}
    if written.file_format == "csv":
        record |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8-sig",
            "schema": table_schema(layer, contents, extra_columns(layer.frame)),
        }
    return record
