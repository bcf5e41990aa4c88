"""GeoPackage."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from sxgeo.export.ogr import write_ogr


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as GeoPackage (see `sxgeo.export.write_frame`)."""
    write_ogr(frame, path, driver="GPKG", layer=layer)
