"""What the formats written through GDAL share."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import pyogrio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

_ONE_FILE = ("FlatGeobuf", "GeoJSON")
FIXED_DATE = "2000-01-01T00:00:00.000Z"


def write_ogr(
    frame: gpd.GeoDataFrame,
    path: Path,
    *,
    driver: str,
    layer: str,
    append: bool = False,
    dataset: Mapping[str, str] | None = None,
    **options: str,
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
    append : bool
        Keep what `path` holds and add the layer to it.
    dataset : mapping of str to str, optional
        GDAL's dataset creation options.
    **options
        GDAL's layer creation options.
    """
    kinds = {name.removeprefix("Multi") for name in frame.geometry.geom_type}
    # GDAL does not say when the last bytes of these did not fit on the disk; Python does.
    stream = BytesIO() if driver in _ONE_FILE else None
    if not append:
        path.unlink(missing_ok=True)
    with without_clock():
        pyogrio.write_dataframe(
            frame,
            path if stream is None else stream,
            driver=driver,
            layer=layer,
            geometry_type="Unknown" if len(kinds) > 1 else None,
            promote_to_multi=None if len(kinds) == 1 else False,
            dataset_options=dict(dataset or {}),
            layer_options=options,
        )
    if stream is not None:
        path.write_bytes(stream.getvalue())


@contextmanager
def without_clock() -> Iterator[None]:
    """Let GDAL write a fixed date wherever a format asks for today's."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
