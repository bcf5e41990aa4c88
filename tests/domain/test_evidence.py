import csv

import pytest

from sxgeo.data.catalogue import Source, open_catalogue
from sxgeo.data.places import read_places
from sxgeo.data.sealing import seal_layer
from sxgeo.domain.evidence import badness, collect_evidence, witnesses_of
from sxgeo.errors import DataError


@pytest.fixture
def rewrite(small_root):
    """Change one cell of the small root's gazetteer."""

    def change(place, column, value):
        path = small_root / "geodata" / "places" / "all.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(dict.fromkeys([*rows[0], column]))
        for row in rows:
            row[column] = value if row["id"] == place else row.get(column, "")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change


def rule(root, layer_id, text):
    """Add a rule to a layer's descriptor."""
    path = root / "geodata" / "layers" / layer_id / "layer.toml"
    content = path.read_text(encoding="utf-8")
    path.write_text(f"{content}\n[[position_check]]\n{text}\n", encoding="utf-8")
    path.write_text(seal_layer(path.parent), encoding="utf-8")


def by_id(layer_id, root):
    return {each.feature: each for each in collect_evidence(layer_id, root=root)}


def source(key, **given):
    rest = {"title": key, "publisher": "", "licence": "", "vintage": "", "accuracy": ""}
    return Source(id=key, locator="page", datum="wgs84", **rest | given)


def test_sources_of_one_origin_are_one_witness():
    known = {
        "a": source("a", origin="survey"),
        "b": source("b", origin="survey"),
        "c": source("c"),
    }
    assert witnesses_of("a [1]; b [2]", known) == ("survey",)
    assert witnesses_of("c; a; c", known) == ("c", "survey")


def test_a_printed_page_and_nobodys_word_are_no_witnesses():
    page = source("page").model_copy(update={"datum": "none"})
    nobody = source("nobody").model_copy(update={"locator": ""})
    assert witnesses_of("page; nobody; gone", {"page": page, "nobody": nobody}) == ()


def test_what_nobody_confirms_comes_first(shared_root):
    found = collect_evidence("wells", root=shared_root)
    assert [each.feature for each in found] == ["w3", "w2", "w1", "w4"]
    assert [len(each.witnesses) for each in found] == [0, 1, 1, 1]
    assert [each.county.verdict for each in found] == ["inside"] * 4


def test_a_place_outside_its_county_is_a_contradiction_and_comes_first(small_root, rewrite):
    rewrite("well-one", "county_adcode", "990202")
    first, *rest = collect_evidence("wells", root=small_root)
    assert first.feature == "w1"
    assert first.contradictions[0].endswith(" m outside 990202")
    assert not any(each.contradictions for each in rest)


def test_a_waypoint_outside_its_county_is_named(small_root, rewrite):
    rewrite("well-one", "county_adcode", "990202")
    (path,) = collect_evidence("paths", root=small_root)
    assert path.stray == ("well-one",)
    assert path.contradictions == ("well-one lies outside the county it is said to be in",)


def test_the_waypoints_of_a_line_are_counted_by_status(shared_root):
    (path,) = collect_evidence("paths", root=shared_root)
    assert path.route.waypoints == {"sourced": 2, "derived": 1}
    assert path.county is None


@pytest.fixture
def other_source(small_root):
    """Give the small root a second source that measured for itself."""
    path = small_root / "geodata" / "sources" / "all.toml"
    text = path.read_text(encoding="utf-8")
    second = text.split("\n\n[", 1)[0].replace("[survey]", "[levelling]", 1)
    path.write_text(f"{text}\n{second}\n", encoding="utf-8")


@pytest.mark.usefixtures("other_source")
def test_a_line_is_no_better_known_than_its_least_known_waypoint(small_root, rewrite):
    rewrite("well-one", "source", "survey; levelling")
    rewrite("seat-990102", "source", "levelling")
    (path,) = collect_evidence("paths", root=small_root)
    assert (path.weakest, path.witnesses) == ("seat-990102", ("levelling",)), "not 2 for the line"
    for place in ("seat-990102", "well-four"):
        rewrite(place, "source", "survey; levelling")
    (path,) = collect_evidence("paths", root=small_root)
    assert len(path.witnesses) == 2, "two at every waypoint are two for the line"


def test_one_waypoint_nobody_confirmed_leaves_a_line_without_witnesses(small_root, rewrite):
    rewrite("well-four", "position_status", "unverified")
    (path,) = collect_evidence("paths", root=small_root)
    assert (path.weakest, path.witnesses) == ("well-four", ())
    assert path.sources == ("survey",)


def test_a_shape_of_its_own_keeps_its_own_citation():
    by_feature = by_id("rivers", None)
    drawn = [each for each in by_feature.values() if each.route is None]
    assert drawn
    assert all(not each.weakest for each in drawn)
    assert any(each.witnesses for each in drawn)
    assert all(
        each.weakest
        for layer in ("rivers", "tourist_roads")
        for each in collect_evidence(layer)
        if each.route is not None
    )


def test_worst_first_holds_over_layers(small_root, rewrite):
    rewrite("well-one", "county_adcode", "990202")
    found = [
        *collect_evidence("wells", root=small_root),
        *collect_evidence("paths", root=small_root),
    ]
    order = [(each.layer, each.feature) for each in sorted(found, key=badness)]
    assert order == [
        ("paths", "p1"), ("wells", "w1"),  # contradicted, wider radius first
        ("wells", "w3"),  # nobody's word
        ("wells", "w2"), ("wells", "w4"),  # one source, wider radius first
    ]  # fmt: skip


def test_the_spread_of_a_place_is_told(small_root, rewrite):
    rewrite("well-one", "spread_m", "60")
    found = by_id("wells", small_root)
    assert found["w1"].spread_m == 60.0
    assert found["w2"].spread_m is None


def test_a_radius_that_leaves_out_a_source_is_refused(small_root, rewrite):
    rewrite("well-one", "spread_m", "101")
    with pytest.raises(DataError, match="a radius of 100 m leaves out a source that lies 101 m"):
        read_places(small_root)


def test_a_place_away_from_what_it_should_lie_on_is_a_contradiction(small_root):
    rule(small_root, "wells", 'near = "paths"\nplaces = ["well-three", "well-two"]')
    found = by_id("wells", small_root)
    (far,) = found["w3"].near
    assert (far.feature, far.left_out, far.allowed_m) == ("p1", False, 11_000.0)
    assert far.distance_m > far.allowed_m
    assert found["w3"].contradictions == (
        f"well-three lies {far.distance_m:,.0f} m from p1, both accuracies allow 11,000 m",
    )
    assert found["w2"].near[0].passed
    assert found["w1"].near == ()


def test_a_line_through_the_place_itself_is_measured_without_it(small_root, rewrite):
    rewrite("seat-990102", "lat", "38.4")
    steps = (small_root / "geodata" / "layers" / "wells" / "features.csv").read_text("utf-8")
    moved = steps.replace(",well-two,", ",seat-990102,")
    (small_root / "geodata" / "layers" / "wells" / "features.csv").write_text(moved, "utf-8")
    rule(small_root, "wells", 'near = "paths"\nplaces = ["seat-990102", "well-one"]')
    found = by_id("wells", small_root)
    assert found["w2"].near[0].left_out
    assert found["w2"].contradictions == ()
    assert found["w2"].doubts[0].startswith("without seat-990102, p1 would pass ")
    assert found["w1"].near == ()  # an end of the line says nothing


def test_exempt_places_and_other_kinds_are_not_held_to_a_rule(small_root):
    rule(small_root, "wells", 'near = "paths"\nkinds = ["well"]\nexempt = ["well-three"]')
    found = by_id("wells", small_root)
    assert found["w3"].near == ()
    assert [each.place for each in found["w2"].near] == ["well-two"]


@pytest.mark.parametrize("layer_id", open_catalogue().layer_ids())
def test_nothing_contradicts_a_position(layer_id):
    wrong = {
        each.feature: each.contradictions
        for each in collect_evidence(layer_id)
        if each.contradictions
    }
    assert wrong == {}


@pytest.mark.parametrize("layer_id", open_catalogue().layer_ids())
def test_what_is_called_sourced_rests_on_somebodys_word(layer_id):
    baseless = [
        each.feature
        for each in collect_evidence(layer_id)
        if each.position_status == "sourced" and not each.witnesses
    ]
    assert baseless == []


def test_the_rules_name_layers_attributes_and_places_that_exist():
    catalogue, places = open_catalogue(), read_places()
    for descriptor in catalogue.descriptors():
        for each in descriptor.position_check:
            assert each.near in catalogue.layer_ids()
            assert not each.by or descriptor.attribute(each.by).refers_to == each.near
            assert {*each.places, *each.exempt} <= set(places["id"])
            assert set(each.kinds) <= set(places["kind"])


def test_what_only_bounds_a_guess_confirms_nothing(small_root, rewrite):
    rewrite("well-three", "source", "recollection; survey [the road it lies on]")
    found = by_id("wells", small_root)
    assert found["w3"].sources == ("recollection", "survey")
    assert found["w3"].witnesses == ()
