"""The loop that the scripts of a careful person share: each page drawn and timed, one by one."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import matplotlib.pyplot as plt
from matplotlib.font_manager import fontManager

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER, FORMAT, PAGES = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
FONTS = Path(sys.argv[4])


def time_pages(name: str, draw: Callable[..., None]) -> None:
    """Draw the pages; print seconds and processor seconds of each, without reading."""
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)
    plt.rcParams.update({"font.family": "Noto Sans SC", "pdf.fonttype": 42})
    data = FOLDER / "data"
    counties, prefectures = (
        gpd.read_file(data / f"{level}.fgb") for level in ("county", "prefecture")
    )
    layers = {path.stem: gpd.read_file(path) for path in sorted(data.glob("layer-*.fgb"))}
    seconds = []
    for place, unit in list(prefectures.iterrows())[:PAGES]:
        start = time.perf_counter(), time.process_time()
        draw(unit, counties, prefectures, layers, FOLDER / f"{name}-{place:02d}.{FORMAT}")
        now = time.perf_counter(), time.process_time()
        seconds.append((now[0] - start[0], now[1] - start[1]))
    print(*(f"{wall:.4f}/{cpu:.4f}" for wall, cpu in seconds))
