import pytest

from sxgeo.data.recipe import Page, Recipe, read_recipe, read_recipes
from sxgeo.domain.scene import build_scene
from sxgeo.errors import DataError, UnknownNameError


@pytest.fixture
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


def test_a_scene_holds_all_layers_of_its_themes_and_the_frame(scene, small):
    assert {layer.id for layer in scene.layers} == {"wells", "paths"}
    assert {level: len(frame) for level, frame in scene.units.items()} == {
        level: len(units) for level, units in small.units.items()
    }
    assert scene.extent == scene.region.bounds


def test_important_layers_come_first(scene):
    assert [layer.id for layer in scene.layers] == ["wells", "paths"]


def test_documents_and_sources_are_those_cited(scene):
    assert list(scene.documents) == ["P", "R"]
    assert list(scene.sources) == ["survey", "recollection"]


def test_the_compliance_line_names_the_boundary_source_and_claims_no_number_of_its_own(scene):
    for language in ("zh", "en"):
        told = scene.compliance(language)
        assert len(told) == 4
        assert scene.region.edition in told[2]
    assert told[3] == scene.theme.compliance.unreviewed_en


def test_a_page_is_a_scene_of_its_own(shared_root):
    page = Page(title="页", title_en="Page", layers=("paths",), extent="990100")
    scene = build_scene(page, root=shared_root, scene_id="page")
    assert [layer.id for layer in scene.layers] == ["paths"]
    assert scene.focus == "990100"
    assert scene.extent[2] < scene.region.bounds[2]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("themes", ("nonsense",), "Unknown theme 'nonsense'"),
        ("layers", ("well",), "Unknown layer 'well'. Did you mean 'wells'?"),
        ("extent", "990109", "Unknown adcode '990109'. Did you mean"),
        ("choropleths", ("peple",), "Unknown choropleth 'peple'. Did you mean 'people'?"),
    ],
)
def test_unknown_names_offer_the_nearest(shared_root, field, value, message):
    recipe = Recipe(id="r", kind="web", title="t", title_en="t", **{field: value})
    with pytest.raises(UnknownNameError) as caught:
        build_scene(recipe, root=shared_root)
    assert message in str(caught.value)


def test_an_unknown_recipe_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError, match=r"Unknown recipe 'everthing'\. Did you mean"):
        read_recipe("everthing", shared_root)


def test_faults_of_all_recipes_come_together(small_root):
    folder = small_root / "maps" / "recipes"
    (folder / "a.toml").write_text('kind = "web"\n', encoding="utf-8")
    (folder / "b.toml").write_text('kind = "wbe"\ntitle = "b"\ntitle_en = "b"\n', encoding="utf-8")
    (folder / "c.toml").write_text("title = \n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_recipes(root=small_root)
    text = str(caught.value)
    assert "maps/recipes/a.toml, key title: the key is missing" in text
    assert "maps/recipes/b.toml, key kind: input should be 'web' or 'atlas', not 'wbe'" in text
    assert "maps/recipes/c.toml: it is not valid TOML" in text
