"""GeoParquet 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as GeoParquet 1.1 (see `sxgeo.export.write_frame`)."""
    del layer
    frame.to_parquet(path, index=False, schema_version="1.1.0", compression="zstd")
