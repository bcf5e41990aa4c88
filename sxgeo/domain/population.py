"""How many people live within a distance of features: an estimate that says how weak it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sxgeo.domain.frames import check_km, wgs84_frame
from sxgeo.domain.nearness import share_of_land
from sxgeo.domain.selection import select_boundaries
from sxgeo.domain.unit_names import read_unit_names
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

_COLUMN = "population_2020"
_ALL, _NONE = 0.999, 0.001  # shares of a unit's land that are all of it, and none
POPULATION_RULE = (
    "Weak: the census counts of whole {level} units, spread evenly over their land (area "
    "weighting). People live in valleys and towns, so the true share may lie anywhere between "
    "at_least (units that lie wholly within) and at_most (units of which any land does). Only the "
    "features given count: a layer holds what documents name, not all there is."
)


def population_within(
    frame: gpd.GeoDataFrame,
    km: float,
    level: str = "prefecture",
    *,
    parent: str | None = None,
    root: str | Path | None = None,
) -> gpd.GeoDataFrame:
    """Estimate how many people live within a distance of any feature.

    Parameters
    ----------
    frame : GeoDataFrame
        Features of any kind.
    km : float
        Kilometres along the geodesic.
    level : str
        An admin level whose boundaries give a population for every unit asked.
    parent : str, optional
        Name or adcode: only the units below it.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a unit: ``adcode, name, name_en, population_2020, area_km2,
        share_within`` (of its land, 0 to 1), ``population_within`` (that share of its people, to
        the nearest hundred), ``geometry``. `attrs` holds ``share`` (0 to 1), ``at_least``,
        ``at_most`` (between which it must lie), ``population``, ``population_source`` and
        ``rests_on``: read it before you quote the share.

    Raises
    ------
    SxgeoError
        The population of a unit is not known, or the distance is none.
    UnknownNameError
        No such level or unit.
    SxgeoError, DatumError, DataError
        The frame cannot be asked (see `sxgeo.domain.frames.wgs84_frame`).

    Examples
    --------
    >>> from sxgeo.domain.layer import read_layer
    >>> told = population_within(read_layer("medical_centres"), 50).attrs
    >>> told["at_least"] <= told["share"] <= told["at_most"]
    True
    """
    metres = check_km(km)
    given = wgs84_frame(frame)
    units = select_boundaries(level, parent=parent, root=root)
    _check_known(units, level, root)
    people = units[_COLUMN].astype("float64")
    shares = share_of_land(units, given, metres)
    total = float(people.sum())
    columns = ["adcode", "name", "name_en", _COLUMN, "area_km2"]
    result = units[["geometry"]].join(units[columns])
    result["share_within"] = shares
    result["population_within"] = (people * shares).round(-2).astype("int64")
    result = result[[*columns, "share_within", "population_within", "geometry"]]
    result.attrs = {
        "each_row_is_a": units.attrs["each_row_is_a"],
        "of": frame.attrs.get("title", ""),
        "level": level,
        "km": float(km),
        "share": float((people * shares).sum() / total),
        "at_least": float(people[shares >= _ALL].sum() / total),
        "at_most": float(people[shares > _NONE].sum() / total),
        "population": int(total),
        "population_source": units.attrs["population_source"],
        "rests_on": POPULATION_RULE.format(level=level),
    }
    return result


def _check_known(units: gpd.GeoDataFrame, level: str, root: str | Path | None) -> None:
    missing = units.loc[units[_COLUMN].isna().to_numpy(dtype=np.bool_), "adcode"].tolist()
    if not missing:
        return
    names = read_unit_names(root)
    told = ", ".join(names.labelled(code) for code in missing[:3])
    more = ", …" if len(missing) > 3 else ""
    msg = (
        f"No population is known for {len(missing)} of {len(units)} units of level {level!r} "
        f"({told}{more}); a share without them would be wrong."
    )
    raise SxgeoError(msg)
