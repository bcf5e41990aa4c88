import pytest

from sxgeo.domain.listing import list_documents, list_layers, list_sources
from sxgeo.errors import UnknownNameError


def test_one_row_a_layer(shared_root):
    frame = list_layers(root=shared_root).set_index("id")
    assert list(frame.index) == ["paths", "wells"]
    assert frame.loc["wells", ["features", "unplaced", "geometry_type"]].tolist() == [4, 1, "Point"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"geometry_type": "LineString"}, ["paths"]),
        ({"geometry_type": "Polygon"}, []),
        ({"status": "planned"}, ["paths", "wells"]),
        ({"status": "under_construction"}, ["wells"]),
        ({"status": "concept"}, []),
    ],
)
def test_layers_of_a_kind(shared_root, asked, expected):
    frame = list_layers(root=shared_root, **asked)
    assert frame["id"].tolist() == expected
    assert list(frame.columns) == list(list_layers(root=shared_root).columns)


def test_layers_of_a_theme():
    frame = list_layers(theme="water")
    assert set(frame["theme"]) == {"water"}
    assert 0 < len(frame) < len(list_layers())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"theme": "watr"}, "Unknown theme 'watr'. Did you mean 'water'?"),
        ({"geometry_type": "Line"}, "Unknown geometry type 'Line'. Did you mean 'LineString'?"),
        ({"status": "plan"}, "Unknown status 'plan'. Did you mean 'planned'?"),
    ],
)
def test_unknown_choices_offer_the_nearest(shared_root, asked, message):
    with pytest.raises(UnknownNameError) as caught:
        list_layers(root=shared_root, **asked)
    assert str(caught.value).startswith(message)


def test_documents_and_sources(shared_root):
    assert list_documents(root=shared_root)["id"].tolist() == ["P", "R"]
    frame = list_sources(root=shared_root).set_index("id")
    assert frame.loc["survey", "licence"] == "CC0-1.0"
