import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sxgeo.placing.exact import side_of

degrees = st.floats(-180, 180)


def true_side(edge, lon, lat):
    x1, y1, x2, y2 = map(Fraction, edge)
    determinant = (x2 - x1) * (Fraction(lat) - y1) - (Fraction(lon) - x1) * (y2 - y1)
    return (determinant > 0) - (determinant < 0)


@given(st.tuples(degrees, degrees, degrees, degrees), degrees, degrees)
def test_any_position_is_on_its_true_side(edge, lon, lat):
    edge = tuple(round(each, 9) for each in edge)  # below that, products vanish: 1e-18 degrees
    lon, lat = round(lon, 9), round(lat, 9)
    found = side_of(np.array([edge]), np.array([lon]), np.array([lat]))
    assert found.tolist() == [true_side(edge, lon, lat)]


@given(
    st.tuples(*[st.floats(110, 115)] * 4),
    st.floats(0, 1),
    st.sampled_from([-math.inf, None, math.inf]),
    st.integers(0, 3),
)
def test_a_hair_beside_the_line_is_told_from_on_it(edge, share, toward, steps):
    x1, y1, x2, y2 = edge
    lon, lat = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    for _ in range(steps if toward is not None else 0):
        lon = math.nextafter(lon, toward)
    found = side_of(np.array([edge]), np.array([lon]), np.array([lat]))
    assert found.tolist() == [true_side(edge, lon, lat)]


def test_where_rounding_alone_is_wrong_the_side_is_true():
    # Kettner et al., "Classroom examples of robustness problems in geometric computations", 2008.
    edge = (12.0, 12.0, 24.0, 24.0)
    steps = np.arange(64) * 2.0**-53
    lon, lat = (each.ravel() for each in np.meshgrid(0.5 + steps, 0.5 + steps))
    truth = [true_side(edge, *each) for each in zip(lon.tolist(), lat.tolist(), strict=True)]
    x1, y1, x2, y2 = edge
    rough = np.sign((x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1))
    assert rough.tolist() != truth
    assert side_of(np.array([edge] * lon.size), lon, lat).tolist() == truth
