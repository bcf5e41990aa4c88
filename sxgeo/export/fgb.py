"""FlatGeobuf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.export.ogr import write_ogr

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as FlatGeobuf (see `sxgeo.export.write_frame`)."""
    write_ogr(frame, path, driver="FlatGeobuf", layer=layer)
