"""Everything a root knows, by name: layers, documents, sources. Reads descriptors, never data."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import Field

from sxgeo.data.descriptor import read_descriptor
from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError, Issue, UnknownNameError, shown_path
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sxgeo.data.descriptor import LayerDescriptor

T = TypeVar("T", bound=Model)
R = TypeVar("R")
Signature = tuple[tuple[str, int, int], ...]


class Document(Model):
    """A document that names features.

    Attributes
    ----------
    date : str
        ISO 8601, as exact as the document shows.
    file : str
        Name of its text in the folder that `SXGEO_DOCUMENTS` names.
    """

    id: str
    title: str
    title_en: str
    number: str = ""
    number_en: str = ""
    issuer: str
    issuer_en: str
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    file: str


class Source(Model):
    """Where positions, figures or outlines come from, on what terms and how exact.

    Attributes
    ----------
    origin : str
        What it was made from, where several sources share that: they are one witness, not several.
    attribution : str
        The words its terms ask for where a map shows it; empty where they ask for none.
    """

    id: str
    title: str
    publisher: str
    locator: str
    licence: str
    datum: str = Field(pattern=r"^(wgs84|cgcs2000|gcj02|bd09|unstated|none)$")
    vintage: str = Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    accuracy: str
    origin: str = ""
    attribution: str = ""

    @property
    def witness(self) -> str:
        """Whose word on a position it is; empty where it gives none or nobody stands behind it."""
        return (self.origin or self.id) if self.datum != "none" and self.locator else ""


class LabelSpec(Model):
    """What a shared column or value is called, with its unit."""

    label: str
    label_en: str
    unit: str = ""
    unit_label: str = ""


class Labels(Model):
    """The whole of `geodata/attributes.toml`.

    Attributes
    ----------
    columns : dict
        Columns of layers; pages and popups show them.
    frames : dict
        Columns that only frames have: of boundaries, and of the answers to questions.
    licence : dict
        What terms are called that have no name of their own; others are written as they are.
    """

    columns: dict[str, LabelSpec]
    frames: dict[str, LabelSpec] = Field(default_factory=dict)
    status: dict[str, LabelSpec]
    position_status: dict[str, LabelSpec]
    datum: dict[str, LabelSpec]
    licence: dict[str, LabelSpec] = Field(default_factory=dict)


class Region(Model):
    """The whole of `geodata/region.toml`; `bounds` is (west, south, east, north), WGS-84."""

    name: str
    name_en: str
    adcode: str
    bounds: tuple[float, float, float, float]
    levels: tuple[str, ...]
    datum: str
    metric_crs: str
    edition: str


class Catalogue:
    """The descriptors of one root, read once.

    Parameters
    ----------
    root : Path
        A folder with `geodata/` and `maps/`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.geodata = root / "geodata"
        self._read: dict[str, tuple[Signature, object]] = {}

    def layer_ids(self) -> list[str]:
        """Return the ids of all layers, sorted."""
        return sorted(path.parent.name for path in self.geodata.glob("layers/*/layer.toml"))

    def layer_folder(self, layer_id: str) -> Path:
        """Return a layer's folder.

        Raises
        ------
        UnknownNameError
            No such layer; offers the nearest.
        """
        folder = self.geodata / "layers" / layer_id
        if not (folder / "layer.toml").is_file() or folder.name != layer_id:
            raise UnknownNameError("layer", layer_id, self.layer_ids())
        return folder

    def descriptor(self, layer_id: str) -> LayerDescriptor:
        """Return a layer's descriptor (see `read_descriptor`)."""
        return read_descriptor(self.layer_folder(layer_id), root=self.root)

    def descriptors(self) -> list[LayerDescriptor]:
        """Return every layer's descriptor, sorted by id; all their faults are raised at once."""
        found: list[LayerDescriptor] = []
        issues: list[Issue] = []
        for layer_id in self.layer_ids():
            try:
                found.append(self.descriptor(layer_id))
            except DataError as error:
                issues.extend(error.issues)
        if issues:
            raise DataError(issues)
        return found

    def documents(self) -> dict[str, Document]:
        """Return the documents by id, in the file's order."""
        paths = [self.geodata / "documents.toml"]
        return self._once("documents", paths, lambda: self._table(Document, paths))

    def sources(self) -> dict[str, Source]:
        """Return the sources by id, sorted by file, then in the file's order."""
        paths = sorted(self.geodata.glob("sources/*.toml"))
        return self._once("sources", paths, lambda: self._table(Source, paths))

    def labels(self) -> Labels:
        """Return what the shared columns and values are called."""
        return self._once_model(Labels, self.geodata / "attributes.toml")

    def region(self) -> Region:
        """Return the province the layers lie in."""
        return self._once_model(Region, self.geodata / "region.toml")

    def _once_model(self, model: type[T], path: Path) -> T:
        def read() -> T:
            return parse_model(model, read_toml(path, root=self.root), path, root=self.root)

        return self._once(model.__name__, [path], read)

    def _once(self, name: str, paths: list[Path], read: Callable[[], R]) -> R:
        """Return what `read` gives, read again only when one of the files has changed."""
        now = signature(paths)
        if name not in self._read or self._read[name][0] != now:
            self._read[name] = (now, read())
        return cast("R", self._read[name][1])

    def _table(self, model: type[T], paths: list[Path]) -> dict[str, T]:
        rows: dict[str, T] = {}
        issues: list[Issue] = []
        for path in paths:
            for row_id, row in read_toml(path, root=self.root).items():
                where = f"key {row_id}"
                if row_id in rows:
                    problem = "another file already defines this id"
                    issues.append(Issue(shown_path(path, self.root), where, problem, "descriptor"))
                    continue
                try:
                    rows[row_id] = parse_model(model, {"id": row_id, **row}, path, root=self.root)
                except DataError as error:
                    issues.extend(issue.within(where) for issue in error.issues)
        if issues:
            raise DataError(issues)
        return rows


def signature(paths: Iterable[Path]) -> Signature:
    """Return what tells whether files have changed: name, time and size of each."""
    stats = [(path, path.stat()) for path in paths if path.is_file()]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=8)
def _catalogue(root: Path) -> Catalogue:
    return Catalogue(root)


def open_catalogue(root: str | Path | None = None) -> Catalogue:
    """Return the catalogue of a root (see `sxgeo.paths.project_root`)."""
    return _catalogue(project_root(root))
