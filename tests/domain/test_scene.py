import pytest

from sxgeo.data.recipe import Content, Page, Recipe, read_recipe, read_recipes
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


@pytest.fixture
def owing_root(small_root):
    """The small root with a source whose terms ask for a name on every map."""
    path = small_root / "geodata" / "sources" / "all.toml"
    text = path.read_text(encoding="utf-8")
    owing = 'licence = "CC-BY-4.0"\nattribution = "© Surveyors of Testland"'
    path.write_text(text.replace('licence = "CC0-1.0"', owing), encoding="utf-8")
    return small_root


def test_a_map_says_what_its_sources_ask_for_before_its_review(owing_root):
    content = Content(title="图", title_en="Map", layers=("wells",))
    scene = build_scene(content, root=owing_root)
    assert scene.attributions == ("© Surveyors of Testland",)
    *_, owed, review = scene.compliance("zh")
    assert (owed, review) == ("数据署名：© Surveyors of Testland", "本图未经审核，仅供内部参考")
    assert scene.compliance("en")[-2] == "Data credits: © Surveyors of Testland"


def test_a_map_that_owes_nobody_says_nothing_of_it(shared_root):
    scene = build_scene(Content(title="图", title_en="Map", layers=("wells",)), root=shared_root)
    assert scene.attributions == ()
    assert scene.attribution_line("en") == ""
    assert len(scene.compliance("zh")) == 4


def test_every_attribution_stands_once_and_only_where_it_is_owed():
    rail = build_scene(Content(title="铁", title_en="Rail", layers=("rail", "rail_stations")))
    line = rail.attribution_line("en")
    assert line.count("© OpenStreetMap contributors, ODbL 1.0") == 1
    assert line.count("Wikipedia contributors, CC BY-SA 4.0") == 1
    pilots = build_scene(Content(title="点", title_en="Pilots", layers=("city_pilots",)))
    assert "OpenStreetMap" not in " ".join(pilots.compliance("en"))


def test_a_line_owes_the_sources_of_its_waypoints(small_root):
    path = small_root / "geodata" / "sources" / "all.toml"
    text = path.read_text(encoding="utf-8")
    other = text.split("\n\n[", 1)[0].replace("[survey]", "[open-map]")
    path.write_text(f'{text}\n{other}\nattribution = "© Mappers"\n', encoding="utf-8")
    places = small_root / "geodata" / "places" / "all.csv"
    told = places.read_text(encoding="utf-8").replace("survey [4]", "open-map [4]")
    places.write_text(told, encoding="utf-8")
    scene = build_scene(Content(title="路", title_en="Path", layers=("paths",)), root=small_root)
    assert set(scene.layers[0].frame["source"]) == {"survey"}
    assert scene.attributions == ("© Mappers",)
