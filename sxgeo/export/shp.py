"""Shapefile: UTF-8, names of ten bytes, texts of 254 bytes; what does not fit is reported."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.errors import OutputError
from sxgeo.export.contents import by_kind
from sxgeo.export.ogr import write_ogr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.export.contents import Contents, ExportLayer

_NAME_BYTES = 10
_TEXT_BYTES = 254
_DATE = "2000-01-01"
_ENDS = {"_source": "_s", "_year": "_y", "_names_en": "_ne", "_names": "_n", "_en": "_e"}


def write_layer(layer: ExportLayer, folder: Path, contents: Contents) -> list[str]:
    """Write a layer into a folder: one set of files for each kind of geometry.

    Parameters
    ----------
    layer : ExportLayer
        The layer.
    folder : Path
        Where `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` go.
    contents : Contents
        Its columns are shortened together: a column is called alike in every layer.

    Returns
    -------
    list of str
        What the format could not hold: split geometry and cut texts (see also `name_notes`).
    """
    parts = by_kind(layer, contents)
    notes = []
    if len(parts) > 1:
        told = " and ".join(f"{each.id}.shp" for each in parts)
        notes.append(f"{layer.id}: its geometry is mixed; it is written as {told}")
    names = _names(contents)
    for part in parts:
        frame, cut = _fitted(part)
        notes += cut
        write_ogr(
            frame.rename(columns=names),
            folder / f"{part.id}.shp",
            driver="ESRI Shapefile",
            layer=part.id,
            ENCODING="UTF-8",
            DBF_DATE_LAST_UPDATE=_DATE,
        )
        _check_whole(folder / f"{part.id}.shp")
    return notes


def name_notes(contents: Contents) -> list[str]:
    """Return which column names the format shortens, in one sentence for all layers."""
    changed = [f"{name} → {short}" for name, short in _names(contents).items() if name != short]
    if not changed:
        return []
    return [f"column names are cut to {_NAME_BYTES} bytes: {', '.join(changed)}"]


def _names(contents: Contents) -> dict[str, str]:
    wanted = (column.name for layer in contents.layers for column in layer.columns)
    return short_names(dict.fromkeys(wanted))


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return names of at most ten bytes, all different, in the same order.

    Parameters
    ----------
    names : iterable of str
        Lower-case ASCII column names.

    Examples
    --------
    >>> short_names(["name", "length_km", "length_km_source", "length_km_year"])
    {'name': 'name', 'length_km': 'length_km', 'length_km_source': 'length_k_s',
     'length_km_year': 'length_k_y'}
    """
    wanted = list(names)
    taken = {name for name in wanted if len(name) <= _NAME_BYTES}
    found = {}
    for name in wanted:
        short = name if len(name) <= _NAME_BYTES else _shortened(name, taken)
        taken.add(short)
        found[name] = short
    return found


def _shortened(name: str, taken: set[str]) -> str:
    end = next((each for each in _ENDS if name.endswith(each)), "")
    stem, tail = name.removesuffix(end), _ENDS.get(end, "")
    short = stem[: _NAME_BYTES - len(tail)] + tail
    number = 1
    while short in taken:
        number += 1
        last = f"{number}{tail}"
        short = stem[: _NAME_BYTES - len(last)] + last
    return short


def cut_text(text: str) -> str:
    """Return the longest beginning of a text that fits, never half a character.

    Examples
    --------
    >>> cut_text("山" * 100) == "山" * 84
    True
    """
    return text.encode()[:_TEXT_BYTES].decode(errors="ignore")


def _check_whole(path: Path) -> None:
    """Raise where a file is shorter than its header says: GDAL is silent when a disk fills."""
    for suffix in (".shp", ".shx"):
        head = path.with_suffix(suffix).read_bytes()[:28]
        _check_size(path.with_suffix(suffix), 2 * struct.unpack(">i", head[24:28])[0])
    rows, start, width = struct.unpack("<IHH", path.with_suffix(".dbf").read_bytes()[4:12])
    _check_size(path.with_suffix(".dbf"), start + rows * width)


def _check_size(path: Path, size: int) -> None:
    if path.stat().st_size < size:
        msg = f"Cannot write {path.name}: the disk is full or the file too large."
        raise OutputError(msg)


def _fitted(layer: ExportLayer) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the frame with texts that fit, and which features lost some."""
    frame, notes = layer.frame.copy(), []
    for column in layer.columns:
        if column.type != "string":
            continue
        texts = frame[column.name].astype(object)
        short = texts.map(lambda cell: cut_text(cell) if isinstance(cell, str) else cell)
        lost = texts.notna() & (texts != short)
        if lost.any():
            frame[column.name] = short
            rows = ", ".join(frame.loc[lost, layer.key].astype(str))
            notes.append(
                f"{layer.id}: {int(lost.sum())} texts of {column.name} are longer than "
                f"{_TEXT_BYTES} bytes and cut: {rows}"
            )
    return _plain_numbers(frame), notes


def _plain_numbers(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with whole numbers that know no missing value where none is missing."""
    for name in frame.columns:
        if pd.api.types.is_extension_array_dtype(frame[name]) and frame[name].dtype == "Int64":
            frame[name] = frame[name].astype("float64" if frame[name].isna().any() else "int64")
    return frame
