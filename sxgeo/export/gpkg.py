"""GeoPackage: a table a layer, with QGIS styles and metadata inside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sxgeo.export.ogr import FIXED_DATE, write_ogr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.export.contents import Contents, ExportLayer

_GEOMETRY = "geom"
_VERSION = "1.2"  # the newest that GDAL 3.6, and so QGIS 3.22, reads without a warning
# As QGIS makes it (`QgsOgrProvider::saveStyle`).
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
# As the standard gives it (OGC 12-128r19, F.8).
_METADATA = """
CREATE TABLE gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
    md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL,
    mime_type TEXT NOT NULL DEFAULT 'text/xml',
    metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gpkg_metadata_reference (
    reference_scope TEXT NOT NULL,
    table_name TEXT,
    column_name TEXT,
    row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    md_file_id INTEGER NOT NULL,
    md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
"""
_EXTENSION = "http://www.geopackage.org/spec131/#extension_metadata"
_QGIS_METADATA = "http://mrcc.com/qgis.dtd"
_RESOURCE_METADATA = "https://specs.frictionlessdata.io/data-resource/"


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as GeoPackage (see `sxgeo.export.write_frame`)."""
    write_ogr(frame, path, driver="GPKG", layer=layer)


def write_layers(contents: Contents, path: Path) -> list[str]:
    """Write every layer into one GeoPackage that QGIS opens styled.

    Layers of mixed geometry become one table for each kind, since a style belongs to one.

    Parameters
    ----------
    contents : Contents
        What to write.
    path : Path
        Replaced when it exists.

    Returns
    -------
    list of str
        What had to be split.
    """
    from sxgeo.export.contents import by_kind

    path.unlink(missing_ok=True)
    notes: list[str] = []
    written: list[ExportLayer] = []
    for layer in contents.layers:
        parts = by_kind(layer, contents)
        if len(parts) > 1:
            told = " and ".join(each.id for each in parts)
            notes.append(f"{layer.id}: its geometry is mixed; it is written as {told}")
        for part in parts:
            write_ogr(
                part.frame,
                path,
                driver="GPKG",
                layer=part.id,
                append=True,
                dataset={"VERSION": _VERSION},
                IDENTIFIER=_identifier(part, contents, written),
                DESCRIPTION=part.description_in(contents.language),
                GEOMETRY_NAME=_GEOMETRY,
            )
            written.append(part)
    with closing(sqlite3.connect(path)) as database, database:
        _add_styles(database, written, contents)
        _add_metadata(database, written, contents)
    return notes


def _identifier(layer: ExportLayer, contents: Contents, written: Sequence[ExportLayer]) -> str:
    """Return the layer's title; with its id where an earlier layer has the same title."""
    title = layer.title_in(contents.language)
    taken = {each.title_in(contents.language) for each in written}
    return f"{title} ({layer.id})" if title in taken else title


def _add_styles(
    database: sqlite3.Connection, layers: Sequence[ExportLayer], contents: Contents
) -> None:
    from sxgeo.export.qgis.style import render_qml

    database.execute(_STYLES)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (FIXED_DATE,),
    )
    for layer in layers:
        title = layer.title_in(contents.language)
        row = (layer.id, _GEOMETRY, title[:30], render_qml(layer, contents), title, FIXED_DATE)
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "ui, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)",
            row,
        )


def _add_metadata(
    database: sqlite3.Connection, layers: Sequence[ExportLayer], contents: Contents
) -> None:
    import json

    from sxgeo.export.describe import layer_record
    from sxgeo.export.qgis.metadata import render_metadata

    database.executescript(_METADATA)
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
        [("gpkg_metadata", _EXTENSION), ("gpkg_metadata_reference", _EXTENSION)],
    )
    for layer in layers:
        record = json.dumps(layer_record(layer, contents), ensure_ascii=False, indent=1)
        for standard, mime, text in (
            (_QGIS_METADATA, "text/xml", render_metadata(layer, contents)),
            (_RESOURCE_METADATA, "application/json", record),
        ):
            number = database.execute(
                "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
                "VALUES ('dataset', ?, ?, ?)",
                (standard, mime, text),
            ).lastrowid
            database.execute(
                "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)",
                (layer.id, FIXED_DATE, number),
            )
