import pytest

from sxgeo.data.recipe import Recipe
from sxgeo.domain.credits import credit_lines
from sxgeo.domain.scene import build_scene
from sxgeo.errors import UnknownNameError


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_credits_begin_with_the_lines_every_map_carries(shared_root, lang):
    recipe = Recipe(id="r", kind="web", title="t", title_en="t", layers=("wells",))
    scene = build_scene(recipe, root=shared_root)
    lines = credit_lines(["wells"], lang, root=shared_root)
    assert tuple(lines[:4]) == scene.compliance(lang)
    assert len(lines) == 4 + len(scene.documents) + len(scene.sources)


def test_documents_and_sources_with_their_terms(shared_root):
    lines = credit_lines(["wells"], root=shared_root)
    assert "文件：《试验省规划纲要》，试验省人民政府，试政发〔2021〕7号，2021-04-09" in lines
    assert "来源：Survey of Testland，Nobody，CC0-1.0" in lines
    lines = credit_lines(["wells"], "en", root=shared_root)
    assert "Source: Survey of Testland, Nobody, CC0-1.0" in lines


def test_boundaries_alone_have_credits_too(shared_root):
    assert len(credit_lines([], root=shared_root)) == 4


def test_an_unknown_layer_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError, match="Did you mean 'wells'"):
        credit_lines(["well"], root=shared_root)
