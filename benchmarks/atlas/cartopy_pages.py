"""The same prefecture pages as a careful person would script them with cartopy.

Run by `benchmarks/atlas/run.py` in a process of its own:
cartopy_pages.py FOLDER png|pdf PAGES FONTS
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from cartopy import crs as ccrs
from matplotlib.lines import Line2D
from timed_pages import time_pages

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

SHEET = ccrs.TransverseMercator(  # CGCS2000 / 3-degree Gauss-Kruger CM 111E, as EPSG:4546
    central_longitude=111, false_easting=500_000, approx=False
)
DEGREES = ccrs.PlateCarree()


def draw(
    unit: gpd.GeoSeries,
    counties: gpd.GeoDataFrame,
    prefectures: gpd.GeoDataFrame,
    layers: dict[str, gpd.GeoDataFrame],
    path: Path,
) -> None:
    """One page: land, borders, features by colour, names, title, legend; no collision control."""
    figure = plt.figure(figsize=(8.27, 11.69))
    axes = figure.add_subplot(projection=SHEET)
    mine = counties[counties["parent_adcode"] == unit["adcode"]]
    for frame, look in (
        (counties, {"facecolor": "#FBF9F4", "edgecolor": "#C4C0B8", "linewidth": 0.4}),
        (prefectures, {"facecolor": "none", "edgecolor": "#4A4A4A", "linewidth": 1.2}),
        (mine, {"facecolor": "#F5EFE0", "edgecolor": "#8A8A8A", "linewidth": 0.5}),
    ):
        axes.add_geometries(frame.geometry, crs=DEGREES, **look)
    entries = []
    for place, (name, frame) in enumerate(layers.items()):
        here = frame[frame.intersects(unit.geometry)]
        if len(here):
            entries.append(draw_layer(axes, name, here, f"C{place % 10}"))
    for row in mine.itertuples():
        write(axes, row, size=7)
    west, south, east, north = mine.total_bounds
    axes.set_extent((west, east, south, north), crs=DEGREES)
    axes.set_title(unit["name"], fontsize=16)
    axes.legend(handles=entries, loc="lower right", fontsize=6)
    axes.gridlines(draw_labels=True, linewidth=0.3)
    figure.savefig(path, dpi=300)
    plt.close(figure)


def draw_layer(axes: plt.Axes, name: str, frame: gpd.GeoDataFrame, color: str) -> Line2D:
    """Draw and name a layer's features; return its legend entry."""
    if name.endswith("Point"):
        points = frame.geometry.representative_point()
        axes.scatter(points.x, points.y, s=18, color=color, transform=DEGREES, zorder=3)
    else:
        fill = (color, 0.25) if name.endswith("Polygon") else "none"
        axes.add_geometries(
            frame.geometry, crs=DEGREES, facecolor=fill, edgecolor=color, linewidth=1.6
        )
    for row in frame.itertuples():
        write(axes, row, size=6)
    return Line2D([], [], color=color, marker="o", label=name)


def write(axes: plt.Axes, row: object, *, size: float) -> None:
    """Write a feature's name where its middle falls; what is off the page is not drawn."""
    point = row.geometry.representative_point()
    axes.text(
        point.x, point.y, row.name, fontsize=size, transform=DEGREES, clip_on=True,
        clip_box=axes.bbox,
    )  # fmt: skip


time_pages("cartopy", draw)
