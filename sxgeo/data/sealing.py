"""Writing into `layer.toml` what its data files hold: names, hashes, rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import tomlkit
from tomlkit.exceptions import ParseError

from sxgeo.data.checksums import sha256_of
from sxgeo.errors import DataError, Issue, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit.items import AoT


def seal_layer(folder: Path, *, root: Path | None = None) -> str:
    """Return the text of `layer.toml` with its ``[[file]]`` tables made anew from the folder.

    Everything else, comments included, stays as it is written.

    Parameters
    ----------
    folder : Path
        A layer's folder.
    root : Path, optional
        Messages name files relative to it.

    Raises
    ------
    DataError
        `layer.toml` is missing or is not TOML.
    """
    path = folder / "layer.toml"
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    except (OSError, ParseError) as error:
        problem = f"it cannot be read: {error}"
        raise DataError([Issue(shown_path(path, root), "", problem, "descriptor")]) from error
    tables = tomlkit.aot()
    for each in data_files(folder):
        table = tomlkit.table()
        table.update({"name": each.name, "sha256": sha256_of(each), "rows": count_rows(each)})
        tables.append(table)
    return _with_files(document, tables)


def data_files(folder: Path) -> list[Path]:
    """Return the data files of a layer's folder, sorted by name."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name != "layer.toml" and not path.name.startswith(".")
    )


def count_rows(path: Path) -> int:
    """Return the rows of a CSV file without its header, or the features of any other file."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        return max(sum(1 for _ in csv.reader(io.StringIO(text))) - 1, 0)
    import pyogrio

    return int(pyogrio.read_info(path, force_feature_count=True)["features"])


def _with_files(document: tomlkit.TOMLDocument, tables: AoT) -> str:
    document.pop("file", None)
    document.append("file", tables)
    text = tomlkit.dumps(document)
    return "\n".join(text.rstrip().splitlines()) + "\n"
