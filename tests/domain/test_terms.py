import pytest

from sxgeo.domain.terms import asks_for_attribution, is_stated, share_alike
from sxgeo.domain.validation import check_layer


def test_share_alike_licences_are_found_in_an_expression():
    expression = "CC-BY-4.0 AND CC-BY-SA-4.0 AND LGPL-3.0-or-later AND ODbL-1.0"
    assert share_alike(expression) == ("CC-BY-SA-4.0", "LGPL-3.0-or-later", "ODbL-1.0")
    assert share_alike("ODbL 1.0, © OpenStreetMap contributors") == ("ODbL-1.0",)
    assert share_alike("MIT (package)") == share_alike("facts only") == ()


def test_what_is_not_said_is_not_stated():
    assert [is_stated(each) for each in ("CC0-1.0", "", " ", "unstated")] == [True, *[False] * 3]


def test_which_licences_want_their_source_named():
    assert all(map(asks_for_attribution, ("CC-BY-4.0", "CC BY 4.0", "ODbL-1.0", "LGPL-3.0-only")))
    assert not any(map(asks_for_attribution, ("CC0-1.0", "MIT", "facts only", "public domain")))


@pytest.fixture
def edit(small_root):
    """Replace text in a file of the small root."""

    def change(name, old, new):
        path = small_root / "geodata" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def faults(root, layer):
    return [(each.where, each.problem) for each in check_layer(layer, root=root)]


def test_a_layer_without_a_licence_is_faulty(small_root, edit):
    edit("layers/wells/layer.toml", 'licence = "CC-BY-4.0"\n', "")
    assert faults(small_root, "wells") == [("key licence", "the key is missing")]


@pytest.mark.parametrize("licence", ["", "unstated"])
def test_a_licence_that_says_nothing_is_none(small_root, edit, licence):
    edit("layers/wells/layer.toml", 'licence = "CC-BY-4.0"', f'licence = "{licence}"')
    problem = "the layer states no licence: give an SPDX expression, such as CC-BY-4.0"
    assert faults(small_root, "wells") == [("key licence", problem)]


def test_share_alike_terms_of_a_source_go_into_the_layer_s_licence(small_root, edit):
    edit("sources/all.toml", 'licence = "CC0-1.0"', 'licence = "ODbL-1.0"')
    problem = (
        "'CC-BY-4.0' does not name ODbL-1.0, under which positions were taken from survey; "
        "expected CC-BY-4.0 AND ODbL-1.0"
    )
    assert faults(small_root, "wells") == [("key licence", problem)]
    edit("layers/wells/layer.toml", '"CC-BY-4.0"', '"CC-BY-4.0 AND ODbL-1.0"')
    assert faults(small_root, "wells") == []


def test_a_line_is_bound_by_the_terms_of_its_waypoints(small_root, edit):
    path = small_root / "geodata" / "sources" / "all.toml"
    text = path.read_text(encoding="utf-8")
    open_map = text.split("\n\n[", 1)[0].replace("[survey]", "[open-map]").replace("CC0", "ODbL")
    path.write_text(f"{text}\n{open_map}\n", encoding="utf-8")
    edit("places/all.csv", "survey [4]", "open-map [4]")
    ((where, problem),) = faults(small_root, "paths")
    assert where == "key licence"
    assert "ODbL-1.0, under which positions were taken from open-map" in problem
