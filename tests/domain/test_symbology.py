import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.theme import read_theme
from sxgeo.domain.layer import read_layer
from sxgeo.domain.symbology import classify_layer, is_exact
from sxgeo.errors import UnknownNameError


def looks(root, layer_id):
    catalogue = open_catalogue(root)
    frame = read_layer(layer_id, root=root)
    theme = read_theme(root)
    symbology = classify_layer(frame, catalogue.descriptor(layer_id), theme, catalogue.labels())
    return frame, symbology, theme


def test_class_gives_shape_and_colour(shared_root):
    frame, symbology, theme = looks(shared_root, "wells")
    shapes = [symbology.symbols[place].shape for place in symbology.index]
    assert shapes == ["square", "square", "circle", "circle"]
    assert len({symbology.symbols[place].color for place in symbology.index}) == 2
    assert symbology.classes == ("deep", "deep", "shallow", "shallow")
    assert len(frame) == len(symbology.index)
    assert theme.palette


def test_an_inexact_mark_is_hollow(shared_root):
    frame, symbology, theme = looks(shared_root, "wells")
    for position, place in zip(frame["position_status"], symbology.index, strict=True):
        symbol = symbology.symbols[place]
        assert (symbol.fill == theme.inexact.point_fill) == (not is_exact(position))


def test_status_gives_the_line_pattern(shared_root):
    frame, symbology, theme = looks(shared_root, "wells")
    for status, place in zip(frame["status"], symbology.index, strict=True):
        assert symbology.symbols[place].dash == theme.status_dash[status]


def test_an_inexact_line_lies_on_a_soft_band(shared_root):
    _, symbology, theme = looks(shared_root, "paths")
    [symbol] = symbology.symbols
    assert symbol.geometry == "line"
    assert symbol.band_width == theme.inexact.band_width
    assert symbol.dash == theme.status_dash["planned"]


def test_the_legend_holds_only_what_is_there_and_counts_it(shared_root):
    _, symbology, _ = looks(shared_root, "wells")
    found = {(each.kind, each.key): each.count for each in symbology.legend}
    assert found == {
        ("class", "deep"): 2,
        ("class", "shallow"): 2,
        ("status", "operating"): 2,
        ("status", "under_construction"): 1,
        ("status", "planned"): 1,
        ("position", "sourced"): 1,
        ("position", "derived"): 1,
        ("position", "proxy"): 1,
        ("position", "unverified"): 1,
    }


def test_a_colour_the_theme_does_not_have_is_named(small_root):
    path = small_root / "geodata/layers/paths/layer.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('color = "', 'color = "no-'), encoding="utf-8")
    with pytest.raises(UnknownNameError, match=r"Unknown colour of maps/theme\.toml 'no-"):
        looks(small_root, "paths")
