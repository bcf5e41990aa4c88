"""`boundary.toml`: what one level of boundaries is, whence, and in which datum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sxgeo.data.descriptor import PositionStatus
from sxgeo.data.toml import Model, parse_model, read_toml

if TYPE_CHECKING:
    from pathlib import Path


class DatumEvidence(Model):
    """One measurement of how far a drawing lies from another, or from the ground (metres)."""

    id: str
    method: str
    east_m: float
    north_m: float | None = None
    spread_m: float
    count: int


class MeasuredDatum(Model):
    """What the source says of its datum, what the data is used as, and why that is right."""

    stated: str
    used_as: Literal["wgs84"]
    if_gcj02_east_m: float
    evidence: tuple[DatumEvidence, ...]


class BoundaryDescriptor(Model):
    """The whole of a `boundary.toml`.

    Attributes
    ----------
    bounds : tuple of float
        (west, south, east, north), WGS-84 degrees.
    accuracy_m : int
        How far, in metres, the true border may lie from the drawn one, 95 %.
    accuracy_method : str
        How that was measured.
    """

    level: str
    name: str
    name_en: str
    each_row_is_a: str
    file: str
    sha256: str
    rows: int
    bounds: tuple[float, float, float, float]
    crs: Literal["EPSG:4326"]
    written_with: str
    command: str
    source: str
    source_title: str
    source_title_en: str
    review_number: str
    accuracy_m: int
    accuracy_method: str = ""
    position_status: PositionStatus
    datum_of_source: str
    package: str
    package_version: str
    licence: str
    vintage: str
    population_source: str
    area_method: str
    datum: MeasuredDatum


def read_boundary_descriptor(path: Path, *, root: Path | None = None) -> BoundaryDescriptor:
    """Return a `boundary.toml` as a model.

    Raises
    ------
    DataError
        The file is missing or breaks the model; lists every fault.
    """
    return parse_model(BoundaryDescriptor, read_toml(path, root=root), path, root=root)
