"""The index leads to where a name is drawn or listed, and nowhere else."""

from __future__ import annotations

import re

import pytest

from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.place_index import Reference, TablePage, build_index, rows_of


def unbroken(text):
    return re.sub(r"\s", "", text)


def written_on(page):
    texts = page.figure.findobj(lambda one: hasattr(one, "get_text"))
    return unbroken("".join(each.get_text() for each in texts))


def with_parents(scene, adcode):
    parents = {
        code: parent
        for units in scene.units.values()
        for code, parent in zip(units["adcode"], units["parent_adcode"], strict=True)
    }
    while adcode:
        yield adcode
        adcode = parents.get(adcode, "")


def marks_of_units(layer):
    """Return name and unit of the marks that stand for a unit."""
    if layer.descriptor.symbology.units != "marks" or "unit" not in layer.frame:
        return []
    pairs = zip(layer.frame["name"], layer.frame["unit"], strict=True)
    return [(name, unit) for name, unit in pairs if unit]


def test_a_mark_that_stands_for_a_unit_is_listed_for_that_unit_only(shanxi):
    """Such marks are drawn beside one another, and some of them over a neighbouring unit."""
    ground = shanxi.ground_of(None)
    scene = ground.scene
    marks = {pair for layer in scene.layers for pair in marks_of_units(layer)}
    assert len(marks) > 50
    listed = set()
    for plan in shanxi.pages:
        if plan.kind == "unit_table" and not plan.part:
            for layer in shanxi.ground_of(plan.content).layers_of(plan.focus):
                for name, unit in marks_of_units(layer):
                    assert plan.focus.adcode in with_parents(scene, unit), f"{name}: {plan.title}"
                    listed.add((name, unit))
    assert listed == marks


def test_what_no_map_of_a_unit_draws_is_found_in_its_table(shanxi):
    entries = {entry.name: entry for entry in shanxi.index_entries()}
    scene = shanxi.ground_of(None).scene
    for layer in scene.layers:
        for name, unit in marks_of_units(layer):
            tables = [
                each.page
                for each in entries[name].references
                if shanxi.plan_of(each.page).kind == "unit_table"
            ]
            assert len(tables) == 1, name
            assert shanxi.plan_of(tables[0]).focus.adcode in with_parents(scene, unit)


def test_a_page_without_a_square_writes_the_name(shanxi, shanxi_pages):
    bare = [
        (entry.name, each.page)
        for entry in shanxi.index_entries()
        for each in entry.references
        if not each.cell
    ]
    assert len(bare) > 50
    for name, number in bare:
        assert unbroken(name) in written_on(shanxi_pages[number - 1]), f"{name} {number}"


def test_a_square_is_given_only_of_pages_that_draw_the_feature(shanxi):
    units = {name for each in shanxi.ground_of(None).scene.units.values() for name in each["name"]}
    drawn = {}
    for plan in shanxi.pages:
        if plan.kind == "map":
            layers = shanxi.ground_of(plan.content).page_layers(plan.frame, plan.focus)
            drawn[plan.number] = {name for each in layers for name in each.layer.frame["name"]}
    for entry in shanxi.index_entries():
        if re.sub(r"（.*", "", entry.name) not in units:
            pages = {each.page for each in entry.references if each.cell}
            assert [page for page in pages if entry.name not in drawn[page]] == []


def test_a_table_page_lists_names_over_several_lines(shanxi):
    plan = next(page for page in shanxi.pages if page.kind == "unit_table")
    rows = rows_of(shanxi._unit_table(plan)[plan.part])
    names = {
        unbroken(name)
        for layer in shanxi.ground_of(plan.content).layers_of(plan.focus)
        for name in layer.frame["name"]
    }
    assert rows
    assert rows <= names


def test_without_a_table_what_is_not_drawn_is_not_in_the_index(shanxi):
    plan = next(page for page in shanxi.pages if page.kind == "map" and page.focus is not None)
    ground = shanxi.ground_of(plan.content)
    scene = ground.scene
    names = {name for layer in scene.layers for name, _ in marks_of_units(layer)}
    without = {entry.name for entry in build_index([(plan, ground)], scene, "zh")}
    assert not names & without
    name = next(
        name
        for layer in ground.layers_of(plan.focus)
        for name, unit in marks_of_units(layer)
        if unit == plan.focus.adcode
    )
    table = TablePage(99, plan.focus.key, frozenset({unbroken(name)}))
    found = {entry.name: entry for entry in build_index([(plan, ground)], scene, "zh", [table])}
    assert found[name].references == (Reference(99, ""),)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_stands_twice(shanxi, language):
    atlas = shanxi if language == "zh" else Atlas(shanxi.recipe, language="en")
    names = [entry.name for entry in atlas.index_entries()]
    assert len(names) == len(set(names))
    assert all(entry.references for entry in atlas.index_entries())
