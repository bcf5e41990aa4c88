"""Layers and boundaries in the formats other tools read: one module a format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sxgeo.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

FORMATS = ("geojson", "gpkg", "fgb", "parquet", "csv")


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
