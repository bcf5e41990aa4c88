"""What the formats written through GDAL share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

_FIXED_DATE = "2000-01-01T00:00:00.000Z"


def write_ogr(
    frame: gpd.GeoDataFrame, path: Path, *, driver: str, layer: str, **options: str
) -> None:
    """Write a frame through GDAL with single and multi-part shapes under one type, and no clock.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:4326.
    path : Path
        Replaced when it exists.
    driver : str
        GDAL driver.
    layer : str
        Layer name.
    **options
        GDAL's layer creation options.
    """
    path.unlink(missing_ok=True)
    kinds = {name.removeprefix("Multi") for name in frame.geometry.geom_type}
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_DATE})
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            driver=driver,
            layer=layer,
            geometry_type="Unknown" if len(kinds) > 1 else None,
            promote_to_multi=None if len(kinds) == 1 else False,
            layer_options=options,
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
