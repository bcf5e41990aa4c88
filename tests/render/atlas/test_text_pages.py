"""Pages of text: figures and sources, in the words of their readers."""

import re

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.recipe import Content
from sxgeo.data.theme import read_strings, read_theme
from sxgeo.domain.scene import build_scene
from sxgeo.render.atlas.sheet import Sheet
from sxgeo.render.atlas.text_pages import figures_pages, sources_pages

_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


@pytest.fixture(scope="module")
def scene():
    layers = tuple(open_catalogue().layer_ids())
    content = Content(title="全", title_en="All", layers=layers, choropleths=("population",))
    return build_scene(content)


def text_of(pages):
    return "\n".join(" ".join(each.block.lines) for page in pages for each in page)


def sheet_in(language):
    return Sheet(210, 297, theme=read_theme(), strings=read_strings(), language=language)


def test_english_figures_have_english_amounts(scene):
    told = text_of(figures_pages(sheet_in("en"), scene))
    assert "55 billion CNY" in told
    assert "100 million" not in told


def test_quotes_in_quotes_are_single(scene):
    told = re.sub(r"\s+", "", text_of(figures_pages(sheet_in("zh"), scene)))
    assert not re.search(r"“[^”]*“", told)
    assert "“全部开工‘一泓清水入黄河’工程," in told


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ("坐标系：CGCS2000", "位置精度（95%）：1,300 米", "第七次全国人口普查")),
        ("en", ("Datum: CGCS2000", "Accuracy (95 %): 1,300 m", "Seventh national census")),
    ],
)
def test_boundaries_and_population_say_where_they_come_from(scene, language, expected):
    told = text_of(sources_pages(sheet_in(language), scene))
    squeezed = re.sub(r"\s+", "", told)
    assert [each for each in expected if re.sub(r"\s+", "", each) not in squeezed] == []


def test_terms_are_told_in_the_language_of_the_reader(scene):
    squeezed = re.sub(r"\s+", "", text_of(sources_pages(sheet_in("zh"), scene)))
    terms = set(re.findall(r"许可：([^；]*)", squeezed))
    assert len(terms) > 5
    assert [each for each in terms if re.search(r"(?<![\w.-])[a-z]{4}", each)] == []
    assert "只采用其中的事实" in terms
    english = text_of(sources_pages(sheet_in("en"), scene))
    assert "Licence: Facts only, no text or drawing taken" in re.sub(r"\s+", " ", english)


def test_every_licence_has_a_name_or_words():
    catalogue = open_catalogue()
    known = catalogue.labels().licence
    stated = {each.licence for each in catalogue.sources().values()}
    assert [each for each in stated if each not in known and not _SPDX.fullmatch(each)] == []
    assert known.keys() <= stated
