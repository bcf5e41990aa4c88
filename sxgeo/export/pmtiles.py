"""PMTiles 3: vector tiles of all layers in one file that needs no tile server.

GDAL cuts each layer into tiles; the tiles of all layers are joined here, which GDAL cannot do, and
written in the order and with the directories the format asks for, without a clock.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from sxgeo.export.ogr import write_ogr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sxgeo.export.contents import Contents, ExportLayer

MIN_ZOOM, MAX_ZOOM = 0, 10  # at zoom 10 a tile's grid is 9 m; map libraries enlarge beyond
_MAGIC = b"PMTiles"
_VERSION = 3
_HEADER_BYTES = 127
_ROOT_BYTES = 16_384 - _HEADER_BYTES
_GZIP, _MVT, _CLUSTERED = 2, 1, 1
_DEGREE = 10_000_000
_LEAF = 4096


class Entry(NamedTuple):
    """One tile, or a run of equal ones, of a directory."""

    tile: int
    offset: int
    length: int
    run: int


def write_layers(contents: Contents, path: Path) -> list[str]:
    """Write every layer into one PMTiles file (zooms 0 to 10).

    Returns
    -------
    list of str
        How much tiles round positions.
    """
    tiles: dict[tuple[int, int, int], bytes] = {}
    for layer in contents.layers:
        for key, tile in _tiles_of(layer, path.with_suffix(".mbtiles")):
            tiles[key] = tiles.get(key, b"") + tile  # a tile is a list of layers
    path.write_bytes(render_pmtiles(tiles, _metadata(contents), contents.bounds))
    return [f"tiles round positions to 9 m at zoom {MAX_ZOOM} and to twice that a zoom below it"]


def render_pmtiles(
    tiles: dict[tuple[int, int, int], bytes],
    metadata: dict[str, Any],
    bounds: tuple[float, float, float, float],
) -> bytes:
    """Return a PMTiles archive.

    Parameters
    ----------
    tiles : dict
        (zoom, column, row from the north) → a vector tile, not compressed.
    metadata : dict
        The archive's JSON.
    bounds : tuple of float
        (west, south, east, north), WGS-84 degrees.
    """
    numbered = sorted((tile_number(*key), content) for key, content in tiles.items())
    entries, data, distinct = _packed(numbered)
    root, leaves = _directories(entries)
    text = _compressed(json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode())
    sections = [root, text, leaves, data]
    counts = (len(numbered), len(entries), distinct)
    header = _header(sections, counts, [key[0] for key in tiles], bounds)
    return b"".join([header, *sections])


def tile_number(zoom: int, column: int, row: int) -> int:
    """Return a tile's place along the Hilbert curves of all zooms.

    Examples
    --------
    >>> tile_number(0, 0, 0), tile_number(1, 0, 0), tile_number(12, 3423, 1763)
    (0, 1, 19078479)
    """
    number = ((1 << 2 * zoom) - 1) // 3
    side = 1 << zoom
    half = side >> 1
    while half:
        right, below = int(column & half > 0), int(row & half > 0)
        number += half * half * ((3 * right) ^ below)
        if not below:
            if right:
                column, row = half - 1 - column, half - 1 - row
            column, row = row, column
        column, row = column & (half - 1), row & (half - 1)
        half >>= 1
    return number


def _tiles_of(layer: ExportLayer, scratch: Path) -> Iterable[tuple[tuple[int, int, int], bytes]]:
    """Cut one layer into tiles; yield (zoom, column, row) and the tile."""
    write_ogr(
        layer.frame,
        scratch,
        driver="MBTiles",
        layer=layer.id,
        dataset={"MINZOOM": str(MIN_ZOOM), "MAXZOOM": str(MAX_ZOOM), "COMPRESS": "NO"},
    )
    query = "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles"
    with closing(sqlite3.connect(scratch)) as database:
        rows = database.execute(query).fetchall()
    scratch.unlink()
    for zoom, column, row, tile in rows:
        yield (zoom, column, (1 << zoom) - 1 - row), tile  # MBTiles count rows from the south


def _packed(numbered: Sequence[tuple[int, bytes]]) -> tuple[list[Entry], bytes, int]:
    """Return directory entries, tile data with equal tiles once, and how many are distinct."""
    entries: list[Entry] = []
    places: dict[bytes, tuple[int, int]] = {}
    chunks: list[bytes] = []
    end = 0
    for number, tile in numbered:
        if tile not in places:
            chunk = _compressed(tile)
            places[tile] = (end, len(chunk))
            chunks.append(chunk)
            end += len(chunk)
        offset, length = places[tile]
        last = entries[-1] if entries else None
        if last and last.offset == offset and number == last.tile + last.run:
            entries[-1] = last._replace(run=last.run + 1)
        else:
            entries.append(Entry(number, offset, length, 1))
    return entries, b"".join(chunks), len(chunks)


def _directories(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """Return the root directory and the leaves it points to, where one level is too long."""
    root = _directory(entries)
    size = _LEAF
    leaves = b""
    while len(root) > _ROOT_BYTES:
        pointers, chunks, end = [], [], 0
        for start in range(0, len(entries), size):
            chunk = _directory(entries[start : start + size])
            pointers.append(Entry(entries[start].tile, end, len(chunk), 0))
            chunks.append(chunk)
            end += len(chunk)
        root, leaves = _directory(pointers), b"".join(chunks)
        size *= 2
    return root, leaves


def _directory(entries: Sequence[Entry]) -> bytes:
    """Return a directory: its columns one after the other, as variable-length numbers."""
    tiles = [each.tile for each in entries]
    steps = [now - before for before, now in zip([0, *tiles], tiles, strict=False)]
    offsets, expected = [], -1
    for each in entries:
        offsets.append(0 if each.offset == expected else each.offset + 1)
        expected = each.offset + each.length
    columns = [
        [len(entries)],
        steps,
        [each.run for each in entries],
        [each.length for each in entries],
        offsets,
    ]
    return _compressed(b"".join(_varint(value) for column in columns for value in column))


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _header(
    sections: Sequence[bytes],
    counts: tuple[int, int, int],
    zooms: Sequence[int],
    bounds: tuple[float, float, float, float],
) -> bytes:
    places, start = [], _HEADER_BYTES
    for section in sections:
        places += [start, len(section)]
        start += len(section)
    west, south, east, north = (round(degree * _DEGREE) for degree in bounds)
    least, most = min(zooms), max(zooms)
    return struct.pack(
        "<7sB8Q3Q6B4iB2i",
        _MAGIC,
        _VERSION,
        *places,
        *counts,
        _CLUSTERED,
        _GZIP,  # directories and metadata
        _GZIP,  # tiles
        _MVT,
        least,
        most,
        west,
        south,
        east,
        north,
        min(max(least, 6), most),
        (west + east) // 2,
        (south + north) // 2,
    )


def _metadata(contents: Contents) -> dict[str, Any]:
    return {
        "name": contents.title,
        "description": contents.title,
        "attribution": contents.credits(),
        "type": "overlay",
        "version": contents.edition,
        "vector_layers": [
            {
                "id": layer.id,
                "description": layer.title_in(contents.language),
                "minzoom": MIN_ZOOM,
                "maxzoom": MAX_ZOOM,
                "fields": {
                    each.name: "String" if each.type == "string" else "Number"
                    for each in layer.columns
                },
            }
            for layer in contents.layers
        ],
    }
