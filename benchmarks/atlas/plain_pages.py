"""The same prefecture pages as a careful person would script them: geopandas and matplotlib.

Run by `benchmarks/atlas/run.py` in a process of its own: plain_pages.py FOLDER png|pdf PAGES
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from timed_pages import time_pages

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def draw(
    unit: gpd.GeoSeries,
    counties: gpd.GeoDataFrame,
    prefectures: gpd.GeoDataFrame,
    layers: dict[str, gpd.GeoDataFrame],
    path: Path,
) -> None:
    """One page: land, borders, features by colour, names, title, legend; no collision control."""
    crs = "EPSG:4547"
    figure, axes = plt.subplots(figsize=(8.27, 11.69))
    mine = counties[counties["parent_adcode"] == unit["adcode"]].to_crs(crs)
    counties.to_crs(crs).plot(ax=axes, color="#FBF9F4", edgecolor="#C4C0B8", linewidth=0.4)
    prefectures.to_crs(crs).boundary.plot(ax=axes, color="#4A4A4A", linewidth=1.2)
    mine.plot(ax=axes, color="#F5EFE0", edgecolor="#8A8A8A", linewidth=0.5)
    west, south, east, north = mine.total_bounds
    for name, frame in layers.items():
        here = frame[frame.intersects(unit.geometry)].to_crs(crs)
        if len(here):
            here.plot(ax=axes, label=name, markersize=18, linewidth=1.6)
            for row in here.itertuples():
                point = row.geometry.representative_point()
                axes.annotate(row.name, (point.x, point.y), fontsize=6, xytext=(3, 3),
                              textcoords="offset points", annotation_clip=True)  # fmt: skip
    for row in mine.itertuples():
        point = row.geometry.representative_point()
        axes.annotate(row.name, (point.x, point.y), fontsize=7, ha="center")
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.set_title(unit["name"], fontsize=16)
    axes.legend(loc="lower right", fontsize=6)
    axes.grid(linewidth=0.3)
    figure.savefig(path, dpi=300)
    plt.close(figure)


time_pages("plain", draw)
