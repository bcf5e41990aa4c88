"""CSV with the geometry as WKT: UTF-8 with a byte-order mark, which Excel needs for Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def write(frame: gpd.GeoDataFrame, path: Path, *, layer: str) -> None:
    """Write a frame as CSV (see `sxgeo.export.write_frame`).

    Points also get `longitude` and `latitude` columns. WKT holds at most seven decimals (1 cm).
    """
    del layer
    table = pd.DataFrame(frame.drop(columns="geometry"))
    shapes = frame.geometry.to_numpy()
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        table["longitude"] = shapely.get_x(shapes)
        table["latitude"] = shapely.get_y(shapes)
    table["wkt"] = shapely.to_wkt(shapes, rounding_precision=7)
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
