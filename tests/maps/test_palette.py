"""What must be told apart can be, with any of the three colour-vision deficiencies."""

import itertools

import numpy as np
import pytest
from colorspacious import cspace_convert

from sxgeo.data.recipe import read_recipes
from sxgeo.data.theme import read_theme
from sxgeo.domain.scene import build_scene

LEAST = 10.0  # CAM02-UCS; two colours side by side in a legend are told apart from about 5
SIGHTS = (
    None,
    *(
        {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        for kind in ("deuteranomaly", "protanomaly", "tritanomaly")
    ),
)


def rgb_of(color):
    return np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def seen(color, sight):
    """Return a colour in CAM02-UCS as a sight sees it."""
    rgb = rgb_of(color)
    if sight is not None:
        rgb = np.clip(cspace_convert(rgb, sight, "sRGB1"), 0, 1)
    return cspace_convert(rgb, "sRGB1", "CAM02-UCS")


def difference(one, other):
    """Return the smallest difference any sight sees."""
    return min(float(np.linalg.norm(seen(one, each) - seen(other, each))) for each in SIGHTS)


def classes(recipe):
    """Return (name, form, colour) of every class that is switched on when the map opens."""
    return [
        (
            f"{layer.id}:{entry.key}",
            entry.symbol.shape if entry.symbol.geometry == "point" else entry.symbol.geometry,
            entry.symbol.color,
        )
        for layer in build_scene(recipe).layers
        if layer.visible
        for entry in layer.legend
        if entry.kind == "class"
    ]


@pytest.mark.parametrize("recipe", read_recipes("web"), ids=lambda recipe: recipe.id)
def test_classes_of_one_form_differ_in_colour_for_every_sight(recipe):
    alike = [
        (first, second, round(difference(one, other), 1))
        for (first, form, one), (second, same, other) in itertools.combinations(classes(recipe), 2)
        if form == same and difference(one, other) < LEAST
    ]
    assert alike == []


def test_ramps_darken_evenly_so_that_grey_print_keeps_their_order():
    for name, ramp in read_theme().ramps.items():
        lightness = [cspace_convert(rgb_of(each), "sRGB1", "JCh")[0] for each in ramp]
        steps = -np.diff(lightness)
        assert (steps > 5).all(), name


def test_the_measure_itself_finds_red_and_green_alike():
    assert difference("#C0504D", "#7F7A2C") < LEAST < difference("#000000", "#FFFFFF")
