"""Basemaps are there when asked for; keys reach a file only when asked for by name."""

from __future__ import annotations

import pytest

from sxgeo.crs import DATUMS
from sxgeo.data.basemap import BasemapSpec, read_basemap, read_basemaps
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.errors import DataError, SxgeoError, UnknownNameError
from sxgeo.render.web import render_map
from sxgeo.render.web.basemaps import resolve_basemaps, tile_origins

KEYED = "tianditu_vec"


def test_the_register_is_whole():
    known = read_basemaps()
    assert {"tianditu_vec", "tianditu_img", "tianditu_cva", "amap", "osm", "intranet"} <= set(known)
    for spec in known.values():
        assert spec.datum in DATUMS
        assert spec.attribution
        assert spec.terms or spec.url_variable
        assert spec.min_zoom < spec.max_zoom
    assert known["amap"].datum == "gcj02"


def test_no_page_has_a_basemap_unless_asked(shared_root):
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    html = render_map(scene).get_root().render()
    assert "img-src data: blob:;" in html
    for spec in read_basemaps().values():
        assert not spec.url or spec.url.split("{")[0] not in html


def test_a_key_is_refused_until_it_is_asked_for_by_name():
    with pytest.raises(SxgeoError) as caught:
        resolve_basemaps([KEYED], environment={"SXGEO_TIANDITU_KEY": "secret"})
    assert str(caught.value) == (
        "The basemap 'tianditu_vec' needs a key, and every reader of the page could read it there. "
        "If that is meant, ask for it by name: "
        "write_keys=['tianditu_vec'] (--write-key tianditu_vec)."
    )


def test_a_key_comes_from_its_variable():
    environment = {"SXGEO_TIANDITU_KEY": "a&b"}
    (found,) = resolve_basemaps([KEYED], write_keys=[KEYED], environment=environment)
    assert found["url"].endswith("tk=a%26b")
    with pytest.raises(SxgeoError, match="SXGEO_TIANDITU_KEY, which is not set"):
        resolve_basemaps([KEYED], write_keys=[KEYED], environment={})


def test_an_office_names_its_own_server_by_a_variable():
    environment = {"SXGEO_TILES_URL": "http://tiles.office.example:8080/{z}/{x}/{y}.png"}
    (found,) = resolve_basemaps(["intranet"], environment=environment)
    assert tile_origins([found]) == ["http://tiles.office.example:8080"]
    with pytest.raises(SxgeoError, match="no usable address"):
        resolve_basemaps(["intranet"], environment={"SXGEO_TILES_URL": "javascript:alert(1)"})


def test_unknown_basemaps_offer_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'amap'"):
        read_basemap("amapp")


def test_faults_of_the_register_are_told_together(small_root):
    (small_root / "maps" / "basemaps.toml").write_text(
        '[a]\ntitle = "a"\ntitle_en = "a"\nurl = "ftp://x/{z}"\ndatum = "gcj2"\nattribution = "a"\n'
        '[b]\ntitle = "b"\ntitle_en = "b"\ndatum = "wgs84"\nattribution = "b"\n',
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        read_basemaps(small_root)
    told = str(caught.value)
    assert "key a, key url" in told
    assert "key a, key datum" in told
    assert "key b: give either url or url_variable" in told


def test_a_source_of_ones_own_opens_its_hosts_alone(shared_root):
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    spec = BasemapSpec(
        id="own", title="自有", title_en="Own", url="https://{s}.tiles.example/{z}/{x}/{y}.png",
        subdomains=("a", "b"), datum="bd09", attribution="me",
    )  # fmt: skip
    html = render_map(scene, basemaps=[spec]).get_root().render()
    assert "img-src data: blob: https://a.tiles.example https://b.tiles.example;" in html
    assert "connect-src 'none'" in html
