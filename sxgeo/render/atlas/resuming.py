"""What pages were drawn from and what they became, as hashes: the whole need not be redrawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import shapely

from sxgeo.assets import font_path
from sxgeo.output import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sxgeo.render.atlas.atlas import Atlas
    from sxgeo.render.atlas.page import PagePlan

RECORD = ".atlas.json"
"""Name of the file beside the pages that says what each was drawn from."""


def page_keys(atlas: Atlas, dpi: int) -> dict[int, str]:
    """Return a hash of all inputs of every page, by number.

    Parameters
    ----------
    atlas : Atlas
        Its plan.
    dpi : int
        Pixels an inch.
    """
    shared = _shared_inputs(atlas, dpi)
    files = _layer_files(atlas)
    return {page.number: _hash(shared, _page_inputs(atlas, page, files)) for page in atlas.pages}


@dataclass(frozen=True)
class Written:
    """What a run left of a page in one format, or of the book.

    Attributes
    ----------
    inputs : str
        The hash of what it was drawn from.
    files : dict of str to str
        SHA-256 of the files by name, companions such as a world file among them.
    """

    inputs: str
    files: dict[str, str]

    def stands(self, folder: Path, inputs: str) -> bool:
        """Return whether it was drawn from these inputs and all its files are as they were."""
        return self.inputs == inputs and all(
            (folder / name).is_file() and sha256_of(folder / name) == digest
            for name, digest in self.files.items()
        )


def written_from(inputs: str, files: Iterable[Path]) -> Written:
    """Return what is to be remembered of files just written."""
    return Written(inputs, {path.name: sha256_of(path) for path in files})


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(folder: Path) -> dict[str, Written]:
    """Return what an earlier run left, by the name of the page's file; empty where none is known.

    What cannot be read, as of another version, is left out: it is drawn again.
    """
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    told = found.items() if isinstance(found, dict) else ()
    return {str(name): Written(**each) for name, each in told if _is_record(each)}


def write_record(folder: Path, record: Mapping[str, Written]) -> None:
    """Write what is to be remembered, by the name of the page's file."""
    told = {name: asdict(each) for name, each in record.items()}
    write_text(folder / RECORD, json.dumps(told, indent=1, sort_keys=True) + "\n")


def _is_record(told: object) -> bool:
    return (
        isinstance(told, dict)
        and told.keys() == {"inputs", "files"}
        and isinstance(told["files"], dict)
        and bool(told["files"])
    )


def _shared_inputs(atlas: Atlas, dpi: int) -> list[str]:
    """Return what every page depends on: code, fonts, theme, words, boundaries, size, language."""
    import matplotlib as mpl

    digest = hashlib.sha256()
    code = sorted(_package().rglob("*.py"))
    maps = [atlas.root / "maps" / name for name in ("theme.toml", "strings.toml")]
    region = [atlas.root / "geodata" / name for name in ("region.toml", "attributes.toml")]
    for path in [*code, *maps, *region, font_path("regular"), font_path("bold")]:
        digest.update(path.read_bytes())
    units = [str(frame.attrs["sha256"]) for frame in atlas.ground_of(None).scene.units.values()]
    versions = [mpl.__version__, shapely.__version__, shapely.geos_version_string]
    sheet = [atlas.paper, atlas.recipe.orientation, str(atlas.press), str(dpi)]
    told = [atlas.language, atlas.title, *sheet]
    return [digest.hexdigest(), *units, *versions, *told]


def _package() -> Path:
    from pathlib import Path

    return Path(__file__).resolve().parents[2]


def _layer_files(atlas: Atlas) -> dict[str, str]:
    """Return a hash of every layer: its files and its descriptor."""
    found = {}
    for layer in atlas.ground_of(None).scene.layers:
        descriptor = layer.descriptor.model_dump_json()
        found[layer.id] = _hash([descriptor], sorted(layer.frame.attrs["files"].values()))
    return found


def _page_inputs(atlas: Atlas, page: PagePlan, files: dict[str, str]) -> list[str]:
    told = [page.kind, str(page.number), page.title, page.title_en, str(page.part)]
    if page.content is None:
        plan = [f"{each.number} {each.title} {each.title_en} {each.layout}" for each in atlas.pages]
        return [*told, atlas.recipe.model_dump_json(), *plan, *files.values()]
    layers = [files[layer.id] for layer in atlas.ground_of(page.content).scene.layers]
    focus = str(shapely.to_wkb(page.focus.shape, hex=True)) if page.focus is not None else ""
    return [*told, page.content.model_dump_json(), focus, str(page.layout), *layers]


def _hash(*parts: list[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for text in part:
            digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()
