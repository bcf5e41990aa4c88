"""What a layer says of itself in `layer.toml`, read into closed models before any data is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field, model_validator

from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError, Issue, shown_path

if TYPE_CHECKING:
    from pathlib import Path

GeometryType = Literal["Point", "LineString", "Polygon"]
AttributeType = Literal["text", "number", "integer", "date"]
Status = Literal["operating", "under_construction", "starting", "planned", "concept"]
PositionStatus = Literal["sourced", "derived", "proxy", "unverified", "schematic"]
DatumName = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
NetworkName = Literal["railway", "metro", "motorway", "road", "waterway"]
Shape = Literal[
    "circle", "square", "diamond", "triangle", "pentagon", "hexagon", "star", "cross", "flag"
]

STATUSES: tuple[str, ...] = get_args(Status)
POSITION_STATUSES: tuple[str, ...] = get_args(PositionStatus)
SOURCE_DATUMS: tuple[str, ...] = (*get_args(DatumName), "unstated")
LIST_SEPARATOR = "|"


class FileSpec(Model):
    """One data file of a layer and the bytes it must hold.

    Attributes
    ----------
    name : str
        File name inside the layer's folder.
    sha256 : str
        Of the file's bytes; `sxgeo layers seal` writes it.
    rows : int
        Rows (CSV, without the header) or features.
    """

    name: str = Field(pattern=r"^[\w.-]+$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int = Field(ge=0)


class AttributeSpec(Model):
    """One attribute of a layer beyond the shared columns.

    Attributes
    ----------
    figure : bool
        The attribute is a figure: `<name>_source` and `<name>_year` stand beside it.
    refers_to : str
        The attribute holds feature ids of that layer, joined by ``|``; `<name>_names` and
        `<name>_names_en` are read from it and shown instead.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    label_en: str
    type: AttributeType = "text"
    unit: str = ""
    unit_label: str = ""
    figure: bool = False
    refers_to: str = ""

    @property
    def shown(self) -> str:
        """The column a reader sees."""
        return f"{self.name}_names" if self.refers_to else self.name


class ClassSpec(Model):
    """One class of a categorised layer: a value of the attribute and how it looks."""

    value: str
    label: str
    label_en: str
    color: str | None = None
    shape: Shape | None = None


class SymbologySpec(Model):
    """How a layer looks; colours are names of the palette in `maps/theme.toml`.

    Attributes
    ----------
    width, size : float
        Points (1/72 inch): line width, and the diameter of a mark.
    attribute : str, optional
        The attribute whose values `classes` list; without it the layer has one class.
    label : bool
        Features are named on the map.
    units : {'fill', 'marks'}
        How features that are admin units are drawn: as areas, or as marks near the unit's name
        (where one unit may carry several classes).
    priority : int
        Which labels and marks win where there is no room; larger wins.
    """

    color: str
    shape: Shape = "circle"
    width: float = Field(default=1.6, gt=0, le=12)
    size: float = Field(default=9.0, gt=0, le=40)
    attribute: str | None = None
    classes: tuple[ClassSpec, ...] = ()
    label: bool = True
    units: Literal["fill", "marks"] = "fill"
    priority: int = 0

    @model_validator(mode="after")
    def _classes_go_with_an_attribute(self) -> SymbologySpec:
        if bool(self.classes) != (self.attribute is not None):
            msg = "classes and attribute go together: give both or neither"
            raise ValueError(msg)
        return self


class PositionCheck(Model):
    """A rule that tells a misplaced feature: what its places should lie on.

    Attributes
    ----------
    near : str
        The layer whose features they lie on, within both accuracies.
    by : str
        An attribute that refers to that layer: only the features it names.
    kinds, places : tuple of str
        Kinds of places, and ids of places, the rule is for; without either it is for all.
    exempt : tuple of str
        Ids of places it is not for, such as a dam on a river no layer draws.
    """

    near: str
    by: str = ""
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()

    def covers(self, place: str, kind: str) -> bool:
        """Return whether the rule is for a place of some kind."""
        everything = not (self.kinds or self.places)
        return place not in self.exempt and (
            everything or kind in self.kinds or place in self.places
        )


class Unplaced(Model):
    """A name that a document gives and nobody could place, with the reason."""

    name: str
    document: str
    quote: str
    reason: str
    reason_en: str


class LayerDescriptor(Model):
    """The whole of `layer.toml`, before any data is read.

    Attributes
    ----------
    id : str
        Name of the folder: lower-case ASCII with underscores.
    each_row_is_a : str
        What one feature is, in English.
    datum : str
        Of every coordinate in the layer's own files; the reader converts to WGS-84.
    beyond_province : bool
        Features may leave the province.
    licence : str
        An SPDX expression that names every licence of its data: ``CC-BY-4.0 AND ODbL-1.0``.
    position_check : tuple of PositionCheck
        What `sxgeo layers check --positions` holds its places against.
    network : str, optional
        What the layer's lines run along on the ground, and its stations stand at; `sxgeo refine`
        looks for them there. Without it the layer is left as it is.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    title_en: str
    theme: str
    description: str
    description_en: str
    each_row_is_a: str
    geometry_type: tuple[GeometryType, ...] = Field(min_length=1)
    datum: DatumName = "wgs84"
    beyond_province: bool = False
    network: NetworkName | None = None
    licence: str
    file: tuple[FileSpec, ...] = Field(min_length=1)
    attributes: tuple[AttributeSpec, ...] = ()
    symbology: SymbologySpec
    popup: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    position_check: tuple[PositionCheck, ...] = ()

    def attribute(self, name: str) -> AttributeSpec | None:
        """Return the layer's own attribute of that name, or None."""
        return next((each for each in self.attributes if each.name == name), None)

    def file_rows(self, name: str) -> int | None:
        """Return how many rows a file should have, or None where the layer has no such file."""
        return next((each.rows for each in self.file if each.name == name), None)


def read_descriptor(folder: Path, *, root: Path | None = None) -> LayerDescriptor:
    """Return the descriptor of the layer in `folder`.

    Raises
    ------
    DataError
        Every fault of `layer.toml`: syntax, missing or unknown keys, wrong values, or an id that is
        not the folder's name.
    """
    path = folder / "layer.toml"
    descriptor = parse_model(LayerDescriptor, read_toml(path, root=root), path, root=root)
    if descriptor.id != folder.name:
        problem = f"it says {descriptor.id!r}, but the folder is called {folder.name!r}"
        raise DataError([Issue(shown_path(path, root), "key id", problem, "descriptor")])
    return descriptor
