"""An atlas has one review number; every page of it says so."""

from sxgeo.data.recipe import read_recipe
from sxgeo.render.atlas.atlas import Atlas


def test_every_page_carries_the_number_of_the_atlas(small_root):
    path = small_root / "maps" / "recipes" / "book.toml"
    text = path.read_text(encoding="utf-8")
    numbered = text.replace('kind = "atlas"', 'kind = "atlas"\nreview_number = "晋S(2026)1号"')
    path.write_text(numbered, encoding="utf-8")
    atlas = Atlas(read_recipe("book", small_root), root=small_root)
    told = {atlas.ground_of(page.content).scene.compliance("zh")[-1] for page in atlas.pages}
    assert told == {"本图审图号：晋S(2026)1号"}
