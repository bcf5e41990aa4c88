"""The administrative units of a page: names to search, a place for each name, shared arcs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from sxgeo.render.web.columns import cell_of
from sxgeo.render.web.topology import Topology, build_topology

if TYPE_CHECKING:
    import geopandas as gpd

    from sxgeo.domain.pinyin import Romanised
    from sxgeo.render.web.layer_payload import Spoken
    from sxgeo.render.web.packing import Grid

_LABEL_DIGITS = 4  # ten metres: a name is wider
_LABEL_TOLERANCE = 0.02  # degrees; where a name stands need not be exact either
_AREA_DIGITS = 2


def unit_payloads(
    units: Mapping[str, gpd.GeoDataFrame], grid: Grid, spoken: Spoken
) -> tuple[list[dict[str, Any]], Topology]:
    """Return all units, coarse to fine, and the arcs they are made of.

    Parameters
    ----------
    units : mapping of str to GeoDataFrame
        Level → boundaries as `sxgeo.domain.boundaries.read_boundaries` gives them.
    grid : Grid
        What positions are snapped to.
    spoken : mapping
        Pinyin of the units' names, from `speak`.
    """
    topology = build_topology(
        {level: frame.geometry.tolist() for level, frame in units.items()}, grid
    )
    found = []
    for level, frame in units.items():
        rows = frame.drop(columns="geometry").to_dict("records")
        labels = label_places(frame.geometry.to_numpy())
        for row, label, polygons in zip(rows, labels, topology.polygons[level], strict=True):
            found.append(
                _unit(row, spoken[row["name"], row["name_en"]], label, level=level)
                | {"polygons": polygons}
            )
    return found, topology


def label_places(areas: np.ndarray) -> list[list[float]]:
    """Return where a name has most room: the centre of each area's widest circle, degrees."""
    parts, of_area = shapely.get_parts(areas, return_index=True)
    # The circle lies in the largest part; finding it there alone is quicker.
    order = np.lexsort((-shapely.area(parts), of_area))
    largest = parts[order][np.concatenate([[True], np.diff(of_area[order]) > 0])]
    circles = shapely.maximum_inscribed_circle(largest, tolerance=_LABEL_TOLERANCE)
    centres = shapely.get_coordinates(shapely.get_point(circles, 0))
    places: list[list[float]] = np.round(centres, _LABEL_DIGITS).tolist()
    return places


def _unit(
    row: Mapping[Any, Any], spoken: Romanised, label: list[float], *, level: str
) -> dict[str, Any]:
    return {
        "adcode": row["adcode"],
        "level": level,
        "parent": row["parent_adcode"],
        "name": {"zh": row["name"], "en": row["name_en"]},
        "pinyin": spoken.pinyin,
        "initials": spoken.initials,
        "population": cell_of(row["population_2020"]),
        "area_km2": round(float(row["area_km2"]), _AREA_DIGITS),
        "label": label,
    }
