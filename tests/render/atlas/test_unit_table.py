"""The table of a unit: what it says of a feature's status, from real layers."""

import re

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.recipe import Content
from sxgeo.domain.citation import cited_ids, half
from sxgeo.domain.history import course_of, read_history
from sxgeo.domain.scene import build_scene
from sxgeo.render.atlas.lettering import missing_characters
from sxgeo.render.atlas.unit_table import unit_table_pages

LAYERS = ("urban_rail", "airports", "energy", "rail")


@pytest.fixture(scope="module")
def scene():
    return build_scene(Content(title="全", title_en="All", layers=LAYERS))


def lines_of(make_sheet, scene, language="zh"):
    sheet = make_sheet(400.0, 400.0, language)
    pages = unit_table_pages(sheet, scene, scene.layers)
    return [placed.block.lines for page in pages for placed in page]


def row_of(scene, feature):
    return next(
        row
        for layer in scene.layers
        for row in layer.frame.to_dict("records")
        if row["id"] == feature
    )


def facts_of(blocks, name):
    """Return the text below a name, blanks at breaks left out."""
    place = next(number for number, lines in enumerate(blocks) if "".join(lines) == name)
    return re.sub(r"\s", "", "".join(blocks[place + 1]))


def test_where_documents_differ_the_course_is_told(make_sheet, scene):
    blocks = lines_of(make_sheet, scene)
    words = {key: each.label for key, each in scene.labels.status.items()}
    told = 0
    for layer in scene.layers:
        for row in layer.frame.to_dict("records"):
            facts = facts_of(blocks, row["name"])
            history = read_history(row["history"])
            steps = course_of(history, row["status"], row["status_date"])
            if steps:
                expected = "→".join(f"{words[s]}（{y}）" if y else words[s] for s, y in steps)
                assert f"历程：{expected}" in facts
                told += 1
            else:
                assert "历程" not in facts
                newest_first = {each.document: each.status for each in history[::-1] if each.status}
                assert len(set(newest_first.values())) <= 1 or row["status_date"]
    assert told > 5


def test_the_source_of_a_status_is_told_where_it_is_not_the_document_quoted(make_sheet, scene):
    blocks = lines_of(make_sheet, scene)
    metro = row_of(scene, "metro-1")
    [source, *_] = cited_ids(metro["status_source"])
    assert source not in open_catalogue().documents()
    title = re.sub(r"\s", "", half(scene.sources[source].title, "zh"))
    assert f"状态出处：{title}" in facts_of(blocks, metro["name"])
    same = next(
        row
        for layer in scene.layers
        for row in layer.frame.to_dict("records")
        if row["status_source"] == row["document"]
    )
    assert "状态出处" not in facts_of(blocks, same["name"])


def test_english_tables_tell_the_same(make_sheet, scene):
    metro = row_of(scene, "metro-1")
    facts = facts_of(lines_of(make_sheet, scene, "en"), metro["name_en"])
    assert "Statusfrom:" in facts
    assert "Course:Underconstruction(2021)→" in facts


def test_the_type_has_every_character_of_a_course(scene):
    assert missing_characters(f"{scene.strings.get('course', 'zh')}→（）；") == []
