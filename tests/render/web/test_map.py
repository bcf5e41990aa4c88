"""A scene as a folium map: added to, shown and saved; it never asks the network unseen."""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
from pathlib import Path

import folium
import numpy as np
import pytest
from branca.element import Element, Figure, JavascriptLink
from folium import plugins

from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.errors import OutputError
from sxgeo.render.web import render_html, render_map
from sxgeo.render.web.additions import NetworkFileError
from sxgeo.render.web.page import hash_of

CHECKOUT = Path(__file__).resolve().parents[3]
SAMPLE = Path(__file__).parent / "sample_map.py"


@pytest.fixture(scope="module")
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


@pytest.fixture
def chart(scene):
    return render_map(scene)


def rendered(chart, **kwargs) -> str:
    return chart.get_root().render(**kwargs)


def test_it_is_a_folium_map(chart):
    assert isinstance(chart, folium.Map)
    assert chart.get_bounds() == [[37.0, 112.0], [38.5, 114.0]]
    assert isinstance(chart.get_root(), Figure)


def test_the_page_stands_alone(chart):
    page = rendered(chart)
    assert not re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=", page)
    assert page.count("<script>") == 3
    assert page.count('<script type="application/json"') == 1
    for block in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        assert hash_of(block) in page
    for block in re.findall(r"<style>(.*?)</style>", page, re.DOTALL):
        assert hash_of(block) in page


def test_the_shell_keeps_its_contract(chart):
    page = rendered(chart)
    name = chart.get_name()
    assert f'<div id="sxgeo-app"><div class="folium-map" id="{name}"></div></div>' in page
    assert f'var {name} = sxgeoPage.start("{name}");' in page
    assert page.index('id="sxgeo-data"') < page.index('id="sxgeo-app"') < page.index("<script>")
    assert "<noscript><p>试验省水井图: " in page


def test_language_title_and_description(scene):
    page = rendered(render_map(scene, language="en"))
    assert '<html lang="en">' in page
    assert "<title>Wells of Testland</title>" in page
    assert '<meta name="description" content="For tests.">' in page


def test_rendering_twice_changes_nothing(chart):
    folium.Marker([37.5, 112.5], popup="p", tooltip="t").add_to(chart)
    first = rendered(chart)
    assert rendered(chart) == first
    assert not re.findall(r"_[0-9a-f]{32}", first)


def test_the_same_program_gives_the_same_bytes(tmp_path, shared_root):
    pages = []
    for seed, zone, folder in (("0", "UTC", "a"), ("4711", "Asia/Shanghai", "b")):
        (tmp_path / folder).mkdir()
        out = tmp_path / folder / "map.html"
        subprocess.run(
            [sys.executable, str(SAMPLE), str(shared_root), str(out)],
            check=True,
            cwd=tmp_path / folder,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "", "PYTHONPATH": str(CHECKOUT)},
        )
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]


def test_children_survive_saving(chart, tmp_path):
    group = folium.FeatureGroup("mine").add_to(chart)
    folium.CircleMarker([37.5, 112.5], radius=4, popup="<b>bold</b>").add_to(group)
    folium.Marker([37.6, 112.6], tooltip="hint", icon=folium.DivIcon(html="<i>x</i>")).add_to(chart)
    folium.GeoJson(
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [113, 38]},
        }
    ).add_to(chart)
    folium.LayerControl().add_to(chart)
    chart.fit_bounds([[37, 112], [38, 113]])
    chart.save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    for call in ("L.circleMarker(", "L.marker(", "L.geoJson(", "L.control.layers(", ".fitBounds("):
        assert call in page
    assert "<b>bold</b>" in page
    assert "var $ = sxgeoPage.elementsOf;" in page
    # Popups and icons write style="…" into the page; only then are such styles let through.
    assert "style-src 'unsafe-inline'" in page


def test_scripts_of_children_are_let_through_by_hash(chart):
    chart.get_root().header.add_child(Element("<script>window.mine = 1;</script>"))
    chart.get_root().html.add_child(Element("<p>legend</p><script>window.more = 2;</script>"))
    chart.get_root().script.add_child(Element(f"{chart.get_name()}.on('click', () => 1);"))
    page = rendered(chart)
    for script in ("window.mine = 1;", "window.more = 2;"):
        assert hash_of(script) in page
    assert ".on('click', () => 1);" in page
    assert "<p>legend</p>" in page


def test_a_child_cannot_end_the_script_block(chart):
    folium.Marker([37.5, 112.5], popup="a</script><b>z</b>").add_to(chart)
    blocks = re.findall(r"<script>(.*?)</script>", rendered(chart), re.DOTALL)
    assert len(blocks) == 3
    assert "<\\/script>" in blocks[2]


@pytest.mark.parametrize(
    ("add", "child", "file"),
    [
        (lambda m: plugins.MarkerCluster().add_to(m), "MarkerCluster", "leaflet.markercluster.js"),
        (lambda m: plugins.HeatMap([[37.5, 112.5]]).add_to(m), "HeatMap", "leaflet_heat"),
        (lambda m: folium.TileLayer().add_to(m), "TileLayer", "https://tile.openstreetmap.org/"),
        (
            lambda m: folium.Marker([37, 112], icon=folium.Icon(color="red")).add_to(m),
            "Icon",
            "leaflet.awesome-markers.js",
        ),
        (
            lambda m: folium.Marker(
                [37, 112], icon=folium.CustomIcon("https://a.example/pin.png")
            ).add_to(m),
            "CustomIcon",
            "https://a.example/pin.png",
        ),
        (
            lambda m: m.get_root().header.add_child(JavascriptLink("https://a.example/x.js")),
            "the page's head",
            "https://a.example/x.js",
        ),
        (
            lambda m: m.get_root().html.add_child(
                Element('<img src="https://a.example/logo.png">')
            ),
            "markup added to the page",
            "https://a.example/logo.png",
        ),
    ],
)
def test_what_needs_the_network_is_named(chart, tmp_path, add, child, file):
    add(chart)
    out = tmp_path / "map.html"
    with pytest.raises(NetworkFileError) as caught:
        chart.save(out)
    told = str(caught.value)
    assert told.startswith("The page would need the network for what was added to it:\n  - ")
    assert f"{child} needs " in told
    assert file in told
    assert told.endswith("Leave that out, or allow it: save(path, inline=False).")
    assert not out.exists()


def test_inline_false_lets_just_those_files_in(chart, tmp_path):
    plugins.MarkerCluster().add_to(chart)
    chart.save(tmp_path / "map.html", inline=False)
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    (source,) = set(re.findall(r'<script src="([^"]*markercluster\.js)"', page))
    policy = re.search(r"script-src ([^;]*);", page)[1]
    assert source in policy
    assert "unsafe" not in policy
    assert page.index("Leaflet") < page.index(f'src="{source}"'), (
        "plugins extend the Leaflet before them"
    )
    # Ours stays inside: nothing loads Leaflet a second time.
    assert not re.search(r'src="[^"]*/leaflet\.js"', page)


def test_saving_replaces_whole_or_not_at_all(chart, tmp_path):
    out = tmp_path / "folder"
    out.mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        chart.save(out)
    stream = io.BytesIO()
    chart.save(stream, close_file=False)
    assert stream.getvalue().decode("utf-8") == rendered(chart)


def test_a_notebook_shows_it_in_a_frame(chart):
    plugins.MarkerCluster().add_to(chart)
    shown = chart._repr_html_()
    assert shown.count("<iframe") == 1
    inside = html.unescape(re.search(r'srcdoc="([^"]*)"', shown)[1])
    assert inside == rendered(chart, inline=False)
    assert "Make this Notebook Trusted" in shown


def test_a_figure_of_ones_own_holds_it(scene):
    figure = Figure(width="600px", height="400px")
    chart = render_map(scene).add_to(figure)
    page = figure.render()
    assert f'sxgeoPage.start("{chart.get_name()}")' in page
    assert 'id="sxgeo-data"' in page
    assert "L.version" in page or "leaflet" in page.lower()
    shown = chart._repr_html_()
    assert 'height="400px"' in shown


def test_ids_that_are_data_stay(chart):
    digest = "0123456789abcdef0123456789abcdef"
    folium.Marker([37.5, 112.5], tooltip=f"sha {digest}").add_to(chart)
    assert digest in rendered(chart)


def test_keep_in_front(chart):
    group = folium.FeatureGroup("top").add_to(chart)
    chart.keep_in_front(group)
    assert re.search(r"feature_group_\d+\.bringToFront\(\);", rendered(chart))


def test_an_array_as_a_picture_needs_no_network(chart):
    folium.raster_layers.ImageOverlay(
        np.zeros((2, 2, 3), dtype=np.uint8), bounds=[[37, 112], [38, 113]]
    ).add_to(chart)
    assert "data:image/png" in rendered(chart)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_without_folium_has_the_same_bytes(scene, language):
    page = render_html(scene, language=language)
    assert page == rendered(render_map(scene, language=language))


def test_the_page_without_folium_does_not_load_it(shared_root):
    code = (
        "import sys; from sxgeo.data.recipe import read_recipe;"
        "from sxgeo.domain.scene import build_scene; from sxgeo.render.web import render_html;"
        f"root = {str(shared_root)!r};"
        "render_html(build_scene(read_recipe('everything', root), root=root));"
        "sys.exit(not {'folium', 'branca', 'jinja2', 'pypinyin'}.isdisjoint(sys.modules))"
    )
    env = {"PATH": "", "PYTHONPATH": str(CHECKOUT)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
