"""What shapely and geopandas say, for comparison."""

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely

NOWHERE = -1


def units_by_shapely(geometries, lon, lat):
    """Return the first unit each position touches, and whether it lies on that unit's border."""
    unit = np.full(lon.size, NOWHERE)
    border = np.zeros(lon.size, dtype=bool)
    for number, geometry in reversed(list(enumerate(geometries))):
        shapely.prepare(geometry)
        touches = shapely.intersects_xy(geometry, lon, lat)
        unit[touches] = number
        border[touches] = ~shapely.contains_xy(geometry, lon[touches], lat[touches])
    return unit, border


def units_by_sjoin(frame, lon, lat):
    """Return the same units from a spatial join."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=frame.crs)
    joined = gpd.sjoin(points, frame.reset_index(drop=True)[["geometry"]], predicate="intersects")
    unit = np.full(lon.size, len(frame))
    np.minimum.at(unit, joined.index.to_numpy(), joined["index_right"].to_numpy())
    return np.where(unit == len(frame), NOWHERE, unit)


def hard_positions(geometries, rng, count):
    """Return positions on, and as near as floats allow to, the borders: (n, 2)."""
    vertices = shapely.get_coordinates(geometries)
    first = rng.integers(0, len(vertices) - 1, count)
    start, end = vertices[first], vertices[first + 1]
    middle = (start + end) / 2
    along = start + rng.random((count, 1)) * (end - start)
    hair = np.nextafter(along, along + rng.choice([-1.0, 1.0], along.shape))
    beside = np.nextafter(start, start + rng.choice([-1.0, 1.0], start.shape))
    level = np.column_stack([start[:, 0] - rng.random(count), start[:, 1]])
    above = np.column_stack([start[:, 0], start[:, 1] + rng.random(count)])
    return np.vstack([vertices, middle, along, hair, beside, level, above])


@pytest.fixture(scope="session")
def reference():
    return SimpleNamespace(
        units_by_shapely=units_by_shapely,
        units_by_sjoin=units_by_sjoin,
        hard_positions=hard_positions,
    )
