"""Which tiles a map may lie on when asked to (`maps/basemaps.toml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from sxgeo.data.descriptor import DatumName
from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError, Issue, UnknownNameError
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from pathlib import Path


class BasemapSpec(Model):
    """One source of tiles.

    Attributes
    ----------
    url : str
        Address of a tile in Web Mercator with ``{z}``, ``{x}``, ``{y}`` (``{-y}`` counts from the
        south), ``{s}`` for a sub-domain and ``{key}`` for the reader's key.
    url_variable : str
        The environment variable that holds the address instead, for an office's own server.
    subdomains : tuple of str
        What ``{s}`` stands for, in turn.
    datum : str
        Of the tiles' pixels; our data is moved onto it.
    terms : str
        Where its terms of use stand.
    key_variable : str
        The environment variable that holds the key.
    min_zoom, max_zoom : int
        Zoom levels it has tiles for.
    """

    id: str
    title: str
    title_en: str
    url: str = Field(default="", pattern=r"^(https?://[^\s\"'<>]+)?$")
    url_variable: str = ""
    subdomains: tuple[str, ...] = ()
    datum: DatumName
    attribution: str
    terms: str = ""
    key_variable: str = ""
    min_zoom: int = Field(default=0, ge=0, le=22)
    max_zoom: int = Field(default=18, ge=0, le=22)

    @model_validator(mode="after")
    def _one_address(self) -> BasemapSpec:
        if bool(self.url) == bool(self.url_variable):
            msg = "give either url or url_variable"
            raise ValueError(msg)
        if ("{key}" in self.url) != bool(self.key_variable):
            msg = "{key} in url and key_variable go together: give both or neither"
            raise ValueError(msg)
        return self


def read_basemaps(root: str | Path | None = None) -> dict[str, BasemapSpec]:
    """Return the registered basemaps by id, in the file's order; none where the file is missing.

    Raises
    ------
    DataError
        The file has faults; all are listed.
    """
    base = project_root(root)
    path = base / "maps" / "basemaps.toml"
    if not path.is_file():
        return {}
    found: dict[str, BasemapSpec] = {}
    issues: list[Issue] = []
    for key, row in read_toml(path, root=base).items():
        try:
            found[key] = parse_model(BasemapSpec, {"id": key, **row}, path, root=base)
        except DataError as error:
            issues.extend(issue.within(f"key {key}") for issue in error.issues)
    if issues:
        raise DataError(issues)
    return found


def read_basemap(basemap_id: str, root: str | Path | None = None) -> BasemapSpec:
    """Return one registered basemap.

    Raises
    ------
    UnknownNameError
        No such basemap; offers the nearest.
    """
    known = read_basemaps(root)
    if basemap_id not in known:
        raise UnknownNameError("basemap", basemap_id, list(known))
    return known[basemap_id]
