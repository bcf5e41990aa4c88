"""The boundaries as a data provider of `cnmaps`, which draws by named units of China.

`cnmaps` finds the provider by its entry point: ``get_adm_maps(province=…, provider="sxgeo")``. The
files its contract asks for are written once a process, into a temporary folder.
"""

from __future__ import annotations

import atexit
import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from sxgeo import __version__
from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.boundaries import read_boundaries

if TYPE_CHECKING:
    import geopandas as gpd

_NAME = "sxgeo"
_API = "1"
_LEVELS = ("省", "市", "区县")  # what cnmaps calls levels, coarse to fine
_KIND = "陆地"
_MANIFEST = "manifest.json"
_INDEX = "administrative.db"
_DATASETS: dict[str, dict[str, str]] = {
    "administrative": {"kind": "boundary", "root": "administrative", "index_db": _INDEX},
    "geography": {"kind": "boundary", "root": "geography"},
    "sample": {"kind": "sample", "root": "sample"},
}
_TABLE = """
CREATE TABLE ADMINISTRATIVE (
    id text, country text, iso3 text, province text, city text, district text,
    path text, level text, source text, kind text
)
"""


class BoundaryProvider:
    """What `cnmaps` asks a provider: its name, and where its files lie.

    Parameters
    ----------
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Notes
    -----
    Geometry is WGS-84 as in `read_boundaries`; `cnmaps` shifts only what a known web map's data
    is, so it leaves it. The country of a unit is not stated: do not ask for ``country=``.
    """

    name = _NAME
    version = __version__

    def __init__(self, root: str | Path | None = None) -> None:
        self._root = root

    @cached_property
    def folder(self) -> Path:
        """The folder of the files, written when first asked for and removed at exit."""
        folder = Path(tempfile.mkdtemp(prefix="sxgeo-cnmaps-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        write_provider(folder, root=self._root)
        return folder

    @property
    def manifest(self) -> dict[str, Any]:
        """The contents of `manifest.json`."""
        return _manifest()

    def get_dataset_root(self, dataset: str) -> str:
        """Return the folder of a dataset."""
        return str(self.folder / _DATASETS[dataset]["root"])

    def get_index_db(self, dataset: str = "administrative") -> str:
        """Return the SQLite index of a dataset."""
        return str(self.folder / _DATASETS[dataset]["index_db"])

    def resolve_dataset_path(self, dataset: str, relative_path: str) -> str:
        """Return where a file of a dataset lies."""
        relative = Path(relative_path)
        if relative.parts[:1] == (dataset,):
            relative = relative.relative_to(dataset)
        return str(Path(self.get_dataset_root(dataset)) / relative)

    def get_sample_path(self, filename: str) -> str:
        """Return where a sample lies."""
        return str(Path(self.get_dataset_root("sample")) / filename)


def get_provider() -> BoundaryProvider:
    """Return the provider; the entry point of the group ``cnmaps.data_providers``."""
    return BoundaryProvider()


def write_provider(folder: Path, *, root: str | Path | None = None) -> None:
    """Write the folder that `cnmaps-data-check` accepts.

    Parameters
    ----------
    folder : Path
        An empty folder.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    """
    levels = open_catalogue(root).region().levels
    frames = [read_boundaries(level, root=root) for level in levels]
    for name in _DATASETS:
        (folder / name).mkdir()
    manifest = json.dumps(_manifest(), ensure_ascii=False, indent=1)
    (folder / _MANIFEST).write_text(manifest, encoding="utf-8")
    _write_units(folder, frames)
    for level, frame in zip(levels, frames, strict=True):
        borders = shapely.multilinestrings(
            shapely.get_parts(shapely.line_merge(shapely.union_all(frame.geometry.boundary)))
        )
        path = folder / "geography" / f"{level}.geojson"
        path.write_text(str(shapely.to_geojson(borders)), encoding="utf-8")
    told = frames[0].attrs
    credit = f"{told['source_title']}\n{told['review_number']}\n{told['licence']}\n"
    (folder / "sample" / "credits.txt").write_text(credit, encoding="utf-8")


def _manifest() -> dict[str, Any]:
    return {
        "name": _NAME,
        "provider": "community",
        "version": __version__,
        "cnmaps_data_api_version": _API,
        "datasets": _DATASETS,
    }


def _write_units(folder: Path, frames: list[gpd.GeoDataFrame]) -> None:
    """Write a GeoJSON file for each unit, and the index that finds it by name."""
    names: dict[str, tuple[str, ...]] = {"": ()}
    rows = []
    for level, frame in zip(_LEVELS, frames, strict=False):
        units = zip(
            frame["adcode"], frame["name"], frame["parent_adcode"], frame.geometry, strict=True
        )
        for code, name, parent, shape in units:
            names[code] = (*names[parent], name)
            path = f"administrative/{code}.geojson"
            multi = shapely.multipolygons(shapely.get_parts(shape))
            (folder / path).write_text(str(shapely.to_geojson(multi)), encoding="utf-8")
            above = (*names[code], None, None)[: len(_LEVELS)]
            source = frame.attrs["source_title"]
            rows.append((code, None, None, *above, path, level, source, _KIND))
    with closing(sqlite3.connect(folder / _INDEX)) as database, database:
        database.execute(_TABLE)
        database.executemany(
            f"INSERT INTO ADMINISTRATIVE VALUES ({', '.join('?' * 10)})",  # noqa: S608 - no text
            rows,
        )
