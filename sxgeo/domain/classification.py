"""Numbers by admin unit put into classes for a choropleth map."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sxgeo.domain.layer import read_layer
from sxgeo.domain.placement import split

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from sxgeo.data.choropleth import ChoroplethSpec
    from sxgeo.data.theme import Theme


@dataclass(frozen=True)
class Choropleth:
    """A map of numbers ready to draw.

    Attributes
    ----------
    spec : ChoroplethSpec
        Titles, unit and note.
    values : dict of str to float or None
        By adcode; None where the number is not known, which is drawn as missing, never as zero.
    breaks : tuple of float
        Upper bound of each class, ascending; a value belongs to the first class it does not exceed.
    colors : tuple of str
        ``#rrggbb``, one a class.
    missing_color : str
        Of units without a value.
    """

    spec: ChoroplethSpec
    values: dict[str, float | None]
    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    missing_color: str

    def class_of(self, adcode: str) -> int | None:
        """Return the class of a unit, 0 for the lowest; None where its value is missing."""
        value = self.values.get(adcode)
        return None if value is None else int(np.searchsorted(self.breaks, value, side="left"))

    @property
    def ranges(self) -> tuple[str, ...]:
        """The classes in writing, none overlapping the next: ``≤ 2``, ``> 2 – 7``.

        Whole numbers where all values are whole, else one decimal everywhere; bounds are rounded
        up, so that the highest value of a class stands within what is written of it.
        """
        whole = all(value is None or value.is_integer() for value in self.values.values())
        told = [_rounded_up(high, 0 if whole else 1) for high in self.breaks]
        first = [f"≤ {high}" for high in told[:1]]
        return (*first, *(f"> {low} – {high}" for low, high in pairwise(told)))

    def color_of(self, adcode: str) -> str:
        """Return the fill of a unit."""
        found = self.class_of(adcode)
        return self.missing_color if found is None else self.colors[found]


def _rounded_up(number: float, digits: int) -> str:
    exact = Decimal(repr(number))
    return f"{exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_CEILING):,f}"


def build_choropleth(
    spec: ChoroplethSpec, units: gpd.GeoDataFrame, theme: Theme, *, root: str | Path | None = None
) -> Choropleth:
    """Compute, round and classify the numbers of one choropleth.

    Parameters
    ----------
    spec : ChoroplethSpec
        What to count or divide.
    units : GeoDataFrame
        Boundaries of the level the specification names.
    theme : Theme
        Holds the ramp.
    root : str or Path, optional
        Where counted layers are read from.
    """
    numbers = _counts(spec, units, root) if spec.count else _values(spec, units)
    ramp = theme.ramp(spec.ramp)
    breaks = classify_values(numbers.to_numpy(dtype="float64"), len(ramp), scheme=spec.scheme)
    step = (len(ramp) - 1) / max(len(breaks) - 1, 1)
    colors = tuple(ramp[round(place * step)] for place in range(len(breaks)))
    values = {
        str(code): None if math.isnan(number) else float(number)
        for code, number in zip(units["adcode"], numbers, strict=True)
    }
    return Choropleth(spec, values, breaks, colors, theme.missing)


def classify_values(
    values: np.ndarray, classes: int, *, scheme: str = "FisherJenks"
) -> tuple[float, ...]:
    """Return the upper bounds of the classes of some numbers.

    Parameters
    ----------
    values : ndarray of float, any shape
        NaN is missing and belongs to no class.
    classes : int
        At most so many; fewer where there are fewer distinct values.
    scheme : str
        A classifier of mapclassify that takes `k`.

    Examples
    --------
    >>> import numpy as np
    >>> classify_values(np.array([1.0, 2.0, 2.0, np.nan, 9.0]), 5)
    (1.0, 2.0, 9.0)
    """
    known = values[~np.isnan(values)]
    distinct = np.unique(known)
    if len(distinct) <= classes:
        return tuple(float(each) for each in distinct)
    import mapclassify

    with warnings.catch_warnings():
        # without numba Fisher-Jenks says that it is slow; for some hundred units it is not
        warnings.filterwarnings("ignore", message="Numba not installed")
        classifier = getattr(mapclassify, scheme)(known, k=classes)
    # differences near the smallest number a float holds can leave bins out of order
    bins = np.unique(np.append(classifier.bins, known.max()))
    return tuple(float(each) for each in bins)


def _values(spec: ChoroplethSpec, units: gpd.GeoDataFrame) -> pd.Series:
    numbers = pd.to_numeric(units[spec.value]).astype("float64")
    if spec.per:
        numbers = numbers / pd.to_numeric(units[spec.per]).astype("float64")
    return numbers.round(2)


def _counts(spec: ChoroplethSpec, units: gpd.GeoDataFrame, root: str | Path | None) -> pd.Series:
    frame = read_layer(spec.count, root=root)
    column = f"{spec.level}_adcodes"
    found = pd.Series([code for cell in frame[column] for code in split(cell)], dtype="str")
    counts = found.value_counts()
    return units["adcode"].map(counts).fillna(0).astype("float64")
