"""How long each line runs through each unit: split at the borders, measured on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.crs import geodesic_length
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.frames import dense, names_of, wgs84_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

_OUTSIDE = ""
_DUST_DEGREES = 1e-9  # a tenth of a millimetre: rounding where a border is crossed
LENGTH_RULE = (
    "Geodesic length of the line as it is drawn, split at the borders; a stretch along a border "
    "counts in the unit with the smaller adcode; what lies beyond the outer border, even by less "
    "than the line's accuracy, counts in none. A schematic line has a schematic length."
)


def length_by_unit(
    frame: gpd.GeoDataFrame, level: str = "county", *, root: str | Path | None = None
) -> gpd.GeoDataFrame:
    """Split lines at the borders of an admin level and measure every piece.

    Parameters
    ----------
    frame : GeoDataFrame
        Lines.
    level : str
        An admin level.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a line and a unit it runs through, lines in their order, units by adcode:
        ``id, name, adcode, unit_name, drawn_km, share`` (of the whole line), ``position_status``
        and ``accuracy_m`` where the lines have them, ``geometry`` (the piece). What lies in no unit
        is a row with an empty ``adcode``, so that a line's rows add up to the whole of it. `attrs`
        holds ``rests_on``.

    Raises
    ------
    UnknownNameError
        No such level.
    SxgeoError, DatumError, DataError
        The frame cannot be asked (see `sxgeo.domain.frames.wgs84_frame`), or holds other shapes.

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> pieces = length_by_unit(read_layer("rail"), "prefecture")
    >>> bool((pieces.groupby("id")["share"].sum() - 1).abs().max() < 1e-9)
    True
    """
    given = wgs84_frame(frame, kinds=("LineString",))
    units = read_boundaries(level, root=root)
    kept = [name for name in ("position_status", "accuracy_m") if name in given]
    ids, names = names_of(given)
    rows: list[dict[str, Any]] = []
    for place, line in enumerate(given.geometry):
        told = {"id": ids[place], "name": names[place]}
        evidence = {name: given[name].iloc[place] for name in kept}
        for code, unit_name, piece in _pieces(line, units):
            unit = {"adcode": code, "unit_name": unit_name}
            rows.append({**told, **unit, **evidence, "geometry": piece})
    pieces = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs="EPSG:4326")
    # Measured only after the split: a vertex between two of a border's own would lie beside it.
    pieces["drawn_km"] = geodesic_length(np.array(dense(pieces.geometry.tolist()))) / 1000.0
    pieces["share"] = pieces["drawn_km"] / pieces.groupby("id")["drawn_km"].transform("sum")
    result = pieces[["id", "name", "adcode", "unit_name", "drawn_km", "share", *kept, "geometry"]]
    result.attrs = {
        "each_row_is_a": f"line and a {level} it runs through",
        "of": frame.attrs.get("title", ""),
        "level": level,
        "rests_on": LENGTH_RULE,
        "source_title": units.attrs["source_title"],
        "review_number": units.attrs["review_number"],
    }
    return result


def _pieces(
    line: shapely.Geometry, units: gpd.GeoDataFrame
) -> Iterator[tuple[str, str, shapely.Geometry]]:
    """Return what of a line lies in each unit, then what lies in none; nothing lies in two.

    Segment by segment, so that a line that runs over itself counts twice, as it should.
    """
    rest = _segments(line)
    near = units[units.intersects(line)].sort_values("adcode")
    for code, name, area in near[["adcode", "name", "geometry"]].itertuples(index=False, name=None):
        shapely.prepare(area)
        whole = shapely.contains_properly(area, rest)
        cut = ~whole & shapely.intersects(area, rest)
        inside = np.concatenate([rest[whole], _lines(shapely.intersection(rest[cut], area))])
        outside = _lines(shapely.difference(rest[cut], area))
        rest = np.concatenate([rest[~whole & ~cut], outside])
        if inside.size:
            yield code, name, _joined(inside)
    if rest.size:
        yield _OUTSIDE, "", _joined(rest)


def _segments(line: shapely.Geometry) -> Shapes:
    """Return a line's segments, each between two vertices."""
    vertices, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    joined = np.flatnonzero(part[1:] == part[:-1])
    pairs = np.stack([vertices[joined], vertices[joined + 1]], axis=1)
    return np.asarray(shapely.linestrings(pairs), dtype=object)


def _lines(shapes: Shapes) -> Shapes:
    """Return the lines among the parts of shapes; points where a line touches are left out."""
    parts = shapely.get_parts(shapes)
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return np.asarray(lines[shapely.length(lines) > _DUST_DEGREES], dtype=object)


def _joined(lines: Shapes) -> shapely.Geometry:
    merged: shapely.Geometry = shapely.line_merge(shapely.MultiLineString(list(lines)))
    return merged
