import pytest

from sxgeo.data.basemap import BasemapSpec, read_basemaps
from sxgeo.data.recipe import read_recipe, read_recipes
from sxgeo.data.sealing import seal_layer
from sxgeo.domain.publishing import basemap_issues, check_layers, check_recipe, shift_m
from sxgeo.domain.scene import build_scene
from sxgeo.errors import DataError


@pytest.fixture
def edit(small_root):
    """Replace text in a file of the small root, and seal the layer it belongs to."""

    def change(name, old, new):
        path = small_root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        if "layers/" in name:
            folder = path.parent
            (folder / "layer.toml").write_text(seal_layer(folder), encoding="utf-8")

    return change


def reasons(root, recipe="everything", **options):
    issues = check_recipe(read_recipe(recipe, root), root=root, **options)
    return [str(each) for each in issues]


def test_a_whole_map_may_be_published(shared_root):
    assert reasons(shared_root) == []
    assert reasons(shared_root, "book") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (
            "geodata/sources/all.toml",
            'licence = "CC0-1.0"',
            'licence = ""',
            "geodata/sources, key survey.licence: it states no licence",
        ),
        (
            "geodata/sources/all.toml",
            'title = "Survey of Testland"',
            'title = " "',
            "geodata/sources, key survey.title: it states no title",
        ),
        (
            "geodata/documents.toml",
            'title = "试验省政府工作报告"',
            'title = ""',
            "geodata/documents.toml, key R.title: it states no title",
        ),
        (
            "geodata/layers/wells/layer.toml",
            'licence = "CC-BY-4.0"\n',
            "",
            "geodata/layers/wells/layer.toml, key licence: the key is missing",
        ),
        (
            "geodata/layers/wells/layer.toml",
            'licence = "CC-BY-4.0"',
            'licence = "unstated"',
            "geodata/layers/wells/layer.toml, key licence: the layer states no licence",
        ),
        (
            "geodata/sources/all.toml",
            'publisher = "Nobody"',
            'publisher = ""',
            "geodata/sources, key survey.publisher: it states no publisher",
        ),
        (
            "geodata/sources/all.toml",
            'licence = "CC0-1.0"',
            'licence = "CC-BY-4.0"',
            "geodata/sources, key survey.attribution: it states no attribution",
        ),
        (
            "geodata/places/all.csv",
            "wgs84,100,sourced",
            "unstated,100,sourced",
            (
                "geodata/layers/wells/features.csv, feature w1: its source states no datum, and "
                "its radius of 100 m does not hold the "
            ),
        ),
        (
            "maps/theme.toml",
            "本图未经审核，仅供内部参考",
            "",
            (
                "maps/theme.toml, key compliance.unreviewed: it is empty: a map must say whether "
                "the map authority has reviewed it"
            ),
        ),
        (
            "maps/theme.toml",
            "本图审图号：{number}",
            "本图审图号",
            (
                "maps/theme.toml, key compliance.reviewed: it has no {number}, so a map could not "
                "show its review number"
            ),
        ),
        (
            "maps/recipes/everything.toml",
            "themes = [",
            'layers = ["well"]\nthemes = [',
            "maps/recipes/everything.toml, key layers: unknown layer 'well'; did you mean 'wells'?",
        ),
    ],
)
def test_what_a_map_lacks_is_told(small_root, edit, name, old, new, reason):
    edit(name, old, new)
    found = reasons(small_root)
    assert len(found) == 1
    assert found[0].startswith(reason)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("source_title", "the boundaries name no source"),
        ("review_number", "the boundaries' source has no review number"),
        ("licence", "the boundaries state no licence"),
        ("vintage", "the boundaries state no vintage"),
        ("datum_of_source", "the boundaries state no datum"),
    ],
)
def test_boundaries_without_terms_are_told(small_root, key, problem):
    path = small_root / "geodata" / "boundaries" / "county" / "boundary.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    blank = [f'{key} = ""' if line.startswith(f"{key} =") else line for line in lines]
    assert blank != lines
    path.write_text("\n".join(blank), encoding="utf-8")
    assert reasons(small_root) == [f"geodata/boundaries/county/boundary.toml, key {key}: {problem}"]


def test_all_reasons_are_told_at_once(small_root, edit):
    edit("geodata/sources/all.toml", 'licence = "CC0-1.0"', 'licence = ""')
    edit("geodata/layers/wells/mentions.csv", ",P,", ",Q,")
    edit("maps/theme.toml", "本图未经审核，仅供内部参考", "")
    found = "\n".join(reasons(small_root, basemaps=["intranet", "nowhere"]))
    assert "'Q' is not one of P, R" in found
    assert "it states no licence" in found
    assert "compliance.unreviewed" in found
    assert "key intranet.terms: its terms of use are not recorded" in found
    assert "unknown basemap 'nowhere'" in found


def test_faults_of_the_layers_are_told_without_asking_for_more(small_root, edit):
    edit("geodata/sources/all.toml", 'licence = "CC0-1.0"', 'licence = ""')
    edit("geodata/layers/wells/mentions.csv", ",P,", ",Q,")
    found = check_layers(read_recipe("everything", small_root), root=small_root)
    assert {each.check for each in found} == {"descriptor"}


def test_tiles_need_terms_and_somebody_to_attribute_them_to():
    bare = BasemapSpec(
        id="bare", title="", title_en="", url="https://t.example", datum="wgs84", attribution=" "
    )
    problems = [each.where for each in basemap_issues("bare", {"bare": bare})]
    assert problems == ["key bare.terms", "key bare.attribution"]
    assert basemap_issues("osm", read_basemaps()) == []


def test_nobody_knows_a_datum_by_more_than_a_kilometre_here():
    assert 1200 < shift_m(112.55, 37.87) < 1350


def test_a_recipe_may_give_the_number_of_its_review(small_root, edit):
    edit(
        "maps/recipes/everything.toml",
        'kind = "web"',
        'kind = "web"\nreview_number = "晋S(2026)1号"',
    )
    scene = build_scene(read_recipe("everything", small_root), root=small_root)
    assert scene.compliance("zh")[-1] == "本图审图号：晋S(2026)1号"
    assert scene.compliance("en")[-1].endswith("under number 晋S(2026)1号")
    assert scene.compliance("zh")[1].startswith("来源审图号：")
    assert reasons(small_root) == []


def test_a_review_number_has_the_authority_s_form(small_root, edit):
    edit("maps/recipes/everything.toml", 'kind = "web"', 'kind = "web"\nreview_number = "2026-1"')
    with pytest.raises(DataError, match="key review_number"):
        read_recipe("everything", small_root)


@pytest.mark.parametrize("recipe", read_recipes(), ids=lambda each: each.id)
def test_every_recipe_may_be_published(recipe):
    assert [str(each) for each in check_recipe(recipe)] == []
