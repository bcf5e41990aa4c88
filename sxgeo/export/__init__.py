"""Layers and boundaries in the formats other tools read: one module a format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sxgeo.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.export.exporting import EXPORT_FORMATS as EXPORT_FORMATS
    from sxgeo.export.exporting import Report as Report
    from sxgeo.export.exporting import export_layers as export_layers

FORMATS = ("geojson", "gpkg", "fgb", "parquet", "csv")
_EXPORTING = ("EXPORT_FORMATS", "Report", "export_layers")


def write_frame(frame: gpd.GeoDataFrame, path: Path, file_format: str, *, layer: str) -> None:
    """Write a frame to a file, the same bytes each time.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer or a level of boundaries, EPSG:4326.
    path : Path
        Where to write; an existing file is replaced.
    file_format : str
        One of `FORMATS`.
    layer : str
        Name of the layer inside formats that hold several.

    Raises
    ------
    UnknownNameError
        No such format; offers the nearest.
    """
    if file_format not in FORMATS:
        raise UnknownNameError("format", file_format, FORMATS)
    module = import_module(f"sxgeo.export.{file_format}")
    module.write(frame, path, layer=layer)


def __getattr__(name: str) -> object:
    if name in _EXPORTING:
        return getattr(import_module("sxgeo.export.exporting"), name)
    msg = f"module 'sxgeo.export' has no attribute {name!r}"
    raise AttributeError(msg)
