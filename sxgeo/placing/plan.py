"""Which files are read, and where each goes."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sxgeo.errors import DataError, Issue, SxgeoError
from sxgeo.placing.files import CSV_SUFFIXES, PARQUET_SUFFIXES, is_table

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ", ".join((*CSV_SUFFIXES, *PARQUET_SUFFIXES))


@dataclass(frozen=True)
class Source:
    """A file to read.

    Attributes
    ----------
    path : Path
        The file.
    name : str
        Where it goes within an output folder: its path below the folder it was found in.
    """

    path: Path
    name: str


def find_sources(inputs: Sequence[str | Path]) -> list[Source]:
    """Return the tables that inputs name, each input's sorted by path.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders (all tables below them) and patterns such as ``big/*.parquet``.

    Raises
    ------
    DataError
        Inputs that name no table, and tables that would go to one place: all at once.
    """
    sources: list[Source] = []
    issues: list[Issue] = []
    for each in inputs:
        found = _sources_of(str(each))
        if not found:
            issues.append(Issue(str(each), "", f"no table is there; expected {_KINDS}"))
        sources += found
    first: dict[str, Source] = {}
    for source in sources:
        if source.name in first:
            problem = f"it and {first[source.name].path} would both be written as {source.name}"
            issues.append(Issue(str(source.path), "", problem))
        first.setdefault(source.name, source)
    if issues:
        raise DataError(issues)
    return sources


def check_target(sources: Sequence[Source], inputs: Sequence[str | Path], out: Path) -> bool:
    """Return whether the output is one file; False for a folder.

    Parameters
    ----------
    sources : sequence of Source
        What is read.
    inputs : sequence of str or Path
        What was asked to be read.
    out : Path
        Where the result is to go.

    Raises
    ------
    SxgeoError
        Several tables cannot go to one file, and none over itself.
    """
    one = len(sources) == 1 and len(inputs) == 1 and Path(inputs[0]).is_file()
    if is_table(out) and not one:
        msg = f"{len(sources)} tables cannot be written to the one file {out}; name a folder."
        raise SxgeoError(msg)
    if out.exists() and any(out.samefile(source.path) for source in sources):
        msg = f"{out} is the input; name another output."
        raise SxgeoError(msg)
    if any(source.path.resolve().is_relative_to(out.resolve()) for source in sources):
        msg = f"{out} holds the input; name another output."
        raise SxgeoError(msg)
    return is_table(out)


def _sources_of(given: str) -> list[Source]:
    path = Path(given)
    if path.is_dir():
        return [
            Source(each, each.relative_to(path).as_posix())
            for each in sorted(path.rglob("*"))
            if each.is_file() and is_table(each) and not each.name.startswith(".")
        ]
    if path.is_file():
        return [Source(path, path.name)] if is_table(path) else []
    matches = (Path(each) for each in sorted(glob.glob(given, recursive=True)))  # noqa: PTH207
    return [Source(each, each.name) for each in matches if each.is_file() and is_table(each)]
