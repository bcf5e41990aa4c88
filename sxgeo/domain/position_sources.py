"""Whose data a layer's shapes are made of: its features' sources, and those of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.data.places import read_places
from sxgeo.data.readers import read_table
from sxgeo.domain.citation import cited_ids

if TYPE_CHECKING:
    import geopandas as gpd

    from sxgeo.data.catalogue import Catalogue

_PLACE_FILES = ("features.csv", "routes.csv")


def position_sources(layer_id: str, frame: gpd.GeoDataFrame, catalogue: Catalogue) -> set[str]:
    """Return the ids of all sources that positions and outlines of a layer are taken from.

    A line's own citation may sum up; the terms of the places it is drawn through hold all the same.

    Parameters
    ----------
    layer_id : str
        A folder of `geodata/layers/`.
    frame : GeoDataFrame
        From `read_layer`.
    catalogue : Catalogue
        Of the root it was read from.

    Returns
    -------
    set of str
        Ids as cited; an unknown one is a fault that `check_layer` tells.

    Examples
    --------
    >>> from sxgeo.data.catalogue import open_catalogue
    >>> from sxgeo.domain.layer import read_layer
    >>> "osm-water-2017" in position_sources("lakes", read_layer("lakes"), open_catalogue())
    True
    """
    places = read_places(catalogue.root)
    used = places[places.index.isin(_places_used(layer_id, catalogue))]
    stood_at = places[places.index.isin(used["at"])]
    cells = {*frame["source"], *used["source"], *stood_at["source"]}
    return {each for cell in cells for each in cited_ids(str(cell))}


def _places_used(layer_id: str, catalogue: Catalogue) -> set[str]:
    """Return the places the features of a layer are at or run through."""
    descriptor, folder = catalogue.descriptor(layer_id), catalogue.layer_folder(layer_id)
    found: set[str] = set()
    for name in _PLACE_FILES:
        if descriptor.file_rows(name) is not None:
            table = read_table(folder / name, required=(), root=catalogue.root)
            found |= set(table["place"]) if "place" in table else set()
    return found - {""}
