"""The gallery lists what is there, in both languages, without scripts, never leaving its folder."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

import pytest

from sxgeo.data.recipe import read_recipe, read_recipes
from sxgeo.data.theme import read_strings, read_theme
from sxgeo.domain.scene import build_scene
from sxgeo.errors import SxgeoError
from sxgeo.render.web import GalleryCard, GalleryLink, render_gallery, thumbnail_svg
from sxgeo.render.web.gallery import gallery_page


@pytest.fixture
def built(tmp_path):
    (tmp_path / "book").mkdir()
    for name in ("everything.html", "book/book.pdf", "book/02.png", "book/01.png"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_it_lists_what_was_written(shared_root, built):
    page = render_gallery(read_recipes(root=shared_root), built, root=shared_root)
    links = re.findall(r'<a href="([^"]*)"', page)
    assert links == ["everything.html", "book/book.pdf", "book/01.png", "book/02.png"]
    assert page.index("交互地图") < page.index("Interactive maps") < page.index("图集</span>")
    assert "试验省水井图" in page
    assert '<p class="other" lang="en">Wells of Testland</p>' in page
    assert "本图未经审核，仅供内部参考" in page


def test_what_is_not_there_is_not_listed(shared_root, tmp_path):
    page = render_gallery(read_recipes(root=shared_root), tmp_path, root=shared_root)
    assert "<a " not in page


def test_english_may_come_first(shared_root, built):
    page = render_gallery(read_recipes(root=shared_root), built, root=shared_root, language="en")
    assert '<html lang="en">' in page
    assert '<p class="other" lang="zh-Hans">试验省水井图</p>' in page


def test_nothing_runs_and_nothing_loads(shared_root, built):
    page = render_gallery(read_recipes(root=shared_root), built, root=shared_root)
    assert "<script" not in page
    assert "script-src 'none'" in page
    assert all(
        each.startswith("data:image/svg+xml;base64,") for each in re.findall(r'src="([^"]*)"', page)
    )


def test_the_same_build_gives_the_same_bytes(shared_root, built):
    recipes = read_recipes(root=shared_root)
    assert render_gallery(recipes, built, root=shared_root) == render_gallery(
        recipes, built, root=shared_root
    )


def test_titles_are_text(shared_root):
    hostile = '"><script>x()</script>'
    card = GalleryCard(
        "web", hostile, hostile, (GalleryLink(hostile, hostile, "a b&c.html"),), hostile
    )
    page = gallery_page(
        [card], strings=read_strings(shared_root), theme=read_theme(shared_root), notes=[hostile]
    )
    assert "<script>" not in page
    assert 'href="a%20b%26c.html"' in page


@pytest.mark.parametrize(
    "path", ["https://a.example/x", "/etc/passwd", "../x.html", "javascript:x()"]
)
def test_links_stay_inside(shared_root, path):
    card = GalleryCard("web", "t", "t", (GalleryLink("a", "a", path),))
    with pytest.raises(SxgeoError, match="is elsewhere"):
        gallery_page([card], strings=read_strings(shared_root), theme=read_theme(shared_root))


def test_the_picture_shows_the_land_and_the_features(shared_root):
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    svg = thumbnail_svg(scene)
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    names = [each.tag.rsplit("}", 1)[1] for each in root]
    assert names.count("circle") == 4
    assert names.count("path") == 3  # province, prefectures, the road
    across = [float(each.get("cx")) for each in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert across[0] < across[2], "west is left"
    assert len(base64.b64encode(svg.encode())) < 12_000
