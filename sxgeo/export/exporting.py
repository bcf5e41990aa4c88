"""One export: which formats, into which files, whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sxgeo.errors import OutputError, SxgeoError, UnknownNameError
from sxgeo.export.contents import Contents, read_contents
from sxgeo.export.csv import guarded_cells
from sxgeo.output import replacing, replacing_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sxgeo.data.theme import Language

_FORMAT = "format"
_DRAWING_TOGETHER = ("gpkg", "kml", "pmtiles", "qgz", "xlsx")
_ONE_EACH = ("geojson", "fgb", "parquet", "csv", "shp")
EXPORT_FORMATS: tuple[str, ...] = (*_DRAWING_TOGETHER, *_ONE_EACH)
_SUFFIXES = {f".{name}": name for name in EXPORT_FORMATS} | {".zip": "shp", ".json": "geojson"}


class Written(NamedTuple):
    """One file of an export: where, in which format, and which layer (empty: all)."""

    path: Path
    file_format: str
    layer_id: str


@dataclass(frozen=True)
class Report:
    """What an export wrote and what it could not keep.

    Attributes
    ----------
    files : tuple of Path
        The files, in the order written.
    notes : tuple of str
        One sentence for every loss or change a format forced: shortened names, cut texts …
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def export_layers(
    layers: Sequence[str],
    out: str | Path,
    *,
    formats: Sequence[str] = (),
    recipe: str = "",
    root: str | Path | None = None,
    language: Language = "zh",
) -> Report:
    """Write layers and boundaries for other tools, the same bytes each time.

    Parameters
    ----------
    layers : sequence of str
        Ids of layers and admin levels; none, and no recipe, means everything there is.
    out : str or Path
        A file, whose suffix gives the format, or a new folder, which also gets `datapackage.json`
        (Frictionless) and `catalog.json` (STAC). A `.qgz` project brings a GeoPackage of the same
        name; a `.shp` its companions, a `.zip` holds them.
    formats : sequence of str
        Of `EXPORT_FORMATS`; all of them for a folder, that of the suffix for a file.
    recipe : str
        A recipe of kind ``web``, for its title, its layers and what it hides.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Of titles, labels and legends; texts of the data stay as they are.

    Returns
    -------
    Report
        The files, and what their formats could not hold.

    Raises
    ------
    UnknownNameError
        No such layer, level or format; offers the nearest.
    OutputError
        A file cannot be written, or the folder exists; what stood there is untouched.
    DataError
        Faults of the layers, all at once.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = export_layers(["zones", "county"], f"{folder}/zones.gpkg")
    >>> [path.name for path in report.files], report.notes
    (['zones.gpkg'], ())
    """
    target = Path(out)
    for name in formats:
        if name not in EXPORT_FORMATS:
            raise UnknownNameError(_FORMAT, name, EXPORT_FORMATS)
    file_format = _file_format(target, formats)
    contents = read_contents(layers, recipe=recipe, root=root, language=language)
    if file_format:
        return _export_file(contents, target, file_format)
    return _export_folder(contents, target, formats or EXPORT_FORMATS)


def _file_format(out: Path, formats: Sequence[str]) -> str:
    """Return the format of a file to write; empty where `out` is to be a folder."""
    told = _SUFFIXES.get(out.suffix.lower(), "")
    if not told:
        return formats[0] if out.suffix and len(formats) == 1 else ""
    if any(name != told for name in formats):
        msg = f"{out.name} is a file of the format {told}, not {', '.join(formats)}."
        raise SxgeoError(msg)
    return told


def _export_file(contents: Contents, out: Path, file_format: str) -> Report:
    if file_format in _ONE_EACH and len(contents.layers) != 1:
        msg = (
            f"A {file_format} file holds one layer, not {len(contents.layers)}; give a folder, or "
            f"a format that holds several: {', '.join(_DRAWING_TOGETHER)}."
        )
        raise SxgeoError(msg)
    with _folder_beside(out) as folder, _told_as_output_errors(out):
        written, notes = _write(contents, folder, file_format, out.stem)
        if out.suffix.lower() == ".zip":
            written = [_zipped(written, folder / out.name)]
        elif file_format in _ONE_EACH:
            written = [_renamed(each, out) for each in written]
        files = _published(written, out)
    return Report(tuple(files), tuple(notes))


def _export_folder(contents: Contents, out: Path, formats: Sequence[str]) -> Report:
    from sxgeo.export.datapackage import render_datapackage
    from sxgeo.export.stac import render_catalogue

    notes: list[str] = []
    written: list[Written] = []
    with replacing_folder(out) as folder, _told_as_output_errors(out):
        for name in dict.fromkeys(formats):
            if name == "qgz" and "gpkg" in formats:
                written.append(_write_project(contents, folder, contents.scene.id))
                continue
            part = folder / name if name in _ONE_EACH else folder
            part.mkdir(exist_ok=True)
            found, told = _write(contents, part, name, contents.scene.id)
            written += found
            notes += told
        texts = {"datapackage.json": render_datapackage(contents, folder, written, notes)}
        texts |= render_catalogue(contents, folder, written)
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        files = [each.path.relative_to(folder) for each in written] + list(map(Path, texts))
    return Report(tuple(out / each for each in files), tuple(notes))


def _write(
    contents: Contents, folder: Path, file_format: str, stem: str
) -> tuple[list[Written], list[str]]:
    """Write one format into a folder; return its files and notes."""
    if file_format == "qgz":
        found, notes = _write(contents, folder, "gpkg", stem)
        return [*found, _write_project(contents, folder, stem)], notes
    module = import_module(f"sxgeo.export.{file_format}")
    if file_format in _DRAWING_TOGETHER:
        path = folder / f"{stem}.{file_format}"
        notes = [f"{file_format}, {note}" for note in module.write_layers(contents, path)]
        return [Written(path, file_format, "")], notes
    written, notes = [], _notes(contents, file_format)
    for layer in contents.layers:
        if file_format == "shp":
            before = set(folder.iterdir())
            notes += [f"shp, {note}" for note in module.write_layer(layer, folder, contents)]
            paths = sorted(set(folder.iterdir()) - before)
        else:
            paths = [folder / f"{layer.id}.{file_format}"]
            module.write(layer.frame, paths[0], layer=layer.id)
        written += [Written(path, file_format, layer.id) for path in paths]
    return written, notes


def _notes(contents: Contents, file_format: str) -> list[str]:
    """Return what a format of one layer a file changes in all of them."""
    if file_format == "shp":
        from sxgeo.export.shp import name_notes

        return [f"shp, {note}" for note in name_notes(contents)]
    if file_format != "csv":
        return []
    return [
        f"csv, {layer.id}: {count} texts of {name} begin like a formula and stand behind an "
        "apostrophe"
        for layer in contents.layers
        for name, count in guarded_cells(layer.frame)
    ]


def _write_project(contents: Contents, folder: Path, stem: str) -> Written:
    from sxgeo.export.qgis.project import render_qgz

    path = folder / f"{stem}.qgz"
    path.write_bytes(render_qgz(contents, f"{stem}.gpkg", name=stem))
    return Written(path, "qgz", "")


def _zipped(written: Sequence[Written], path: Path) -> Written:
    from sxgeo.export.markup import archive

    path.write_bytes(archive({each.path.name: each.path.read_bytes() for each in written}))
    return Written(path, written[0].file_format, written[0].layer_id)


def _renamed(written: Written, out: Path) -> Written:
    """Call a file as it was asked for; a shapefile's companions keep their endings."""
    path = written.path
    end = path.stem.removeprefix(written.layer_id)
    suffix = path.suffix if written.file_format == "shp" else out.suffix
    return written._replace(path=path.rename(path.with_name(f"{out.stem}{end}{suffix}")))


@contextmanager
def _folder_beside(out: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk as a file to write; remove it at the end."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.stem}-", dir=out.parent))
    except OSError as error:
        msg = f"Cannot write {out}: {error.strerror or error}. Nothing was written."
        raise OutputError(msg) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _published(written: Sequence[Written], out: Path) -> list[Path]:
    """Move files beside `out`, all of them or none; the file asked for last."""
    order = sorted(written, key=lambda each: each.path.name == out.name)
    targets = [out.with_name(each.path.name) for each in order]
    with ExitStack() as stack:
        slots = [stack.enter_context(replacing(target)) for target in reversed(targets)]
        for each, slot in zip(order, reversed(slots), strict=True):
            os.replace(each.path, slot)  # noqa: PTH105 - a name that exists is meant
    return targets


@contextmanager
def _told_as_output_errors(out: Path) -> Iterator[None]:
    """Say what GDAL and SQLite could not write in one sentence."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

    failures = (DataLayerError, DataSourceError, FeatureError, FieldError, sqlite3.Error)
    try:
        yield
    except failures as error:
        msg = f"Cannot write {out}: {error}. What was there before is untouched."
        raise OutputError(msg) from error
    except OSError as error:
        if isinstance(error, SxgeoError):
            raise
        msg = f"Cannot write {out}: {error.strerror or error}. What was there before is untouched."
        raise OutputError(msg) from error
