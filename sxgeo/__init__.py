"""The systems that Shanxi's government documents name, at their true places.

The public names load what they need when first used, so importing the package costs nothing.

Examples
--------
>>> import sxgeo
>>> sxgeo.read_boundaries("prefecture")["name"].iloc[0]
'太原市'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sxgeo.api import (
        UserData,
        build_map,
        changes,
        check_layer,
        count_by_unit,
        credits,  # noqa: A004
        describe,
        documents,
        draw_pages,
        find_unit,
        join_units,
        length_by_unit,
        list_layers,
        nearest_to_seats,
        population_within,
        read_boundaries,
        read_layer,
        render_atlas,
        search,
        sources,
        units_within,
    )
    from sxgeo.crs import wgs84_from
    from sxgeo.export.exporting import export_layers
    from sxgeo.placing.table import place

__version__ = "0.1.0"
__all__ = [
    "UserData",
    "__version__",
    "build_map",
    "changes",
    "check_layer",
    "count_by_unit",
    "credits",
    "describe",
    "documents",
    "draw_pages",
    "export_layers",
    "find_unit",
    "join_units",
    "length_by_unit",
    "list_layers",
    "nearest_to_seats",
    "place",
    "population_within",
    "read_boundaries",
    "read_layer",
    "render_atlas",
    "search",
    "sources",
    "units_within",
    "wgs84_from",
]
_HOMES = {
    "export_layers": "sxgeo.export.exporting",
    "place": "sxgeo.placing.table",
    "wgs84_from": "sxgeo.crs",
}


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "sxgeo.api")), name)
    msg = f"module 'sxgeo' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
