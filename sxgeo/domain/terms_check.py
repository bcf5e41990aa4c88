"""Whether a layer states its terms, and holds to those of the data its shapes are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.domain.position_sources import position_sources
from sxgeo.domain.terms import is_stated, share_alike
from sxgeo.errors import Issue, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor


def terms_issues(
    descriptor: LayerDescriptor, frame: gpd.GeoDataFrame, catalogue: Catalogue
) -> Iterator[Issue]:
    """Yield an issue for terms a layer does not state, though it has to.

    Parameters
    ----------
    descriptor : LayerDescriptor
        Its `licence` is an SPDX expression.
    frame : GeoDataFrame
        From `read_layer`.
    catalogue : Catalogue
        Of the root it was read from.

    Yields
    ------
    Issue
        No licence at all; or one for every share-alike licence of a source that positions and
        outlines are taken from and the layer's licence does not name.
    """
    file = shown_path(catalogue.layer_folder(descriptor.id) / "layer.toml", catalogue.root)
    if not is_stated(descriptor.licence):
        problem = "the layer states no licence: give an SPDX expression, such as CC-BY-4.0"
        yield Issue(file, "key licence", problem, "descriptor")
        return
    named = share_alike(descriptor.licence)
    for licence, by in _binding(descriptor, frame, catalogue).items():
        if licence not in named:
            problem = (
                f"{descriptor.licence!r} does not name {licence}, under which positions were "
                f"taken from {', '.join(by)}; expected {descriptor.licence} AND {licence}"
            )
            yield Issue(file, "key licence", problem, "evidence")


def _binding(
    descriptor: LayerDescriptor, frame: gpd.GeoDataFrame, catalogue: Catalogue
) -> dict[str, list[str]]:
    """Return the share-alike licences of the sources used, each with the ids of those sources."""
    used = position_sources(descriptor.id, frame, catalogue)
    found: dict[str, list[str]] = {}
    for key, source in catalogue.sources().items():
        for licence in share_alike(source.licence) if key in used else ():
            found.setdefault(licence, []).append(key)
    return found
