"""PMTiles as the format's own reader sees them."""

import gzip

import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import zxy_to_tileid

from sxgeo.export import pmtiles
from sxgeo.export.pmtiles import render_pmtiles, tile_number

BOUNDS = (110.0, 34.5, 114.5, 40.7)


@pytest.mark.parametrize("zoom", range(13))
def test_tiles_are_numbered_as_the_format_numbers_them(zoom):
    side = 1 << zoom
    places = {(column * 7919 % side, column * 104_729 % side) for column in range(200)}
    for column, row in places:
        assert tile_number(zoom, column, row) == zxy_to_tileid(zoom, column, row)


@pytest.mark.parametrize("side", [4, 200])  # one directory; a root that points to leaves
def test_the_formats_own_reader_finds_every_tile(side, monkeypatch):
    monkeypatch.setattr(pmtiles, "_ROOT_BYTES", 300)
    tiles = {(8, x, y): f"tile {x} {y}".encode() for x in range(side) for y in range(side)}
    tiles |= {(9, x, 0): b"sea" for x in range(side)}
    archive = render_pmtiles(tiles, {"name": "试验"}, BOUNDS)
    reader = Reader(MemorySource(archive))
    header = reader.header()
    assert reader.metadata() == {"name": "试验"}
    assert (header["min_zoom"], header["max_zoom"]) == (8, 9)
    assert header["min_lon_e7"] == 1_100_000_000
    assert header["addressed_tiles_count"] == len(tiles)
    assert header["tile_contents_count"] == side * side + 1
    assert (header["leaf_directory_length"] > 0) == (side == 200)
    for key in [*list(tiles)[:50], *list(tiles)[-50:]]:
        assert gzip.decompress(reader.get(*key)) == tiles[key]
    assert reader.get(9, side, 5) is None


def test_a_tile_holds_the_layers_of_all(exported, contents):
    folder, _ = exported
    data = (folder / "layers.pmtiles").read_bytes()
    reader = Reader(MemorySource(data))
    assert [each["id"] for each in reader.metadata()["vector_layers"]] == [
        layer.id for layer in contents.layers
    ]
    assert "未经审核" in reader.metadata()["attribution"]
    top = gzip.decompress(reader.get(5, 25, 12))
    for layer in contents.layers:
        assert layer.id.encode() in top, layer.id
    stored = {key for key, _ in all_tiles(MemorySource(data))}
    assert {zoom for zoom, _, _ in stored} == set(range(11))
    assert len(stored) == reader.header()["addressed_tiles_count"]
