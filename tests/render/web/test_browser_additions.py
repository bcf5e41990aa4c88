"""Items 12 and 13: many points of one's own, folium's children, and the page inside a notebook."""

from __future__ import annotations

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.render.web import render_map

MANY = 100_000


@pytest.fixture(scope="module")
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


@pytest.fixture(scope="module")
def many_points(scene, tmp_path_factory):
    rng = np.random.default_rng(20)
    table = pd.DataFrame(
        {
            "lon": rng.uniform(112, 114, MANY).round(5),
            "lat": rng.uniform(37, 38.5, MANY).round(5),
            "name": [f"点{number}" for number in range(MANY)],
            "value": rng.integers(0, 1000, MANY),
        }
    )
    path = tmp_path_factory.mktemp("many") / "map.html"
    render_map(add_user_data(scene, [UserData(table, datum="wgs84", title="很多点")])).save(path)
    return path, table


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_many_points_stay_usable(open_page, many_points, size):
    path, _ = many_points
    visit = open_page(path, size)
    seen = visit.inspect()
    assert seen["drawn"]["user_1"] > 0.5 * MANY
    assert seen["groups"] > 0, "far away, groups stand for points"
    count = f"{sum(visit.drawn().values()):,}"
    assert count in visit.page.locator("body").inner_text(), "the page says how many are drawn"
    visit.shoot("far")
    visit.page.evaluate("location.hash = '#m=15/37.75/113'")
    visit.page.wait_for_timeout(600)
    near = visit.inspect()
    assert near["groups"] == 0
    assert 0 < near["drawn"]["user_1"] < 2000
    visit.shoot("near")


def test_one_of_many_is_found_and_chosen(open_page, many_points):
    path, table = many_points
    visit = open_page(path)
    visit.key("search").fill("点77777")
    visit.page.get_by_role("option").first.wait_for()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(500)
    assert visit.inspect()["selection"] == "user_1/77778"
    assert visit.inspect()["center"] == pytest.approx(
        table.loc[77777, ["lon", "lat"]].tolist(), abs=0.02
    )
    assert "点77777" in visit.page.locator(".sx-detail").inner_text()


def test_ones_own_data_is_a_layer_like_any_other(open_page, scene, tmp_path):
    table = pd.DataFrame(
        {"lng": [112.5, 113.5], "lat": [37.5, 38.0], "叫": ["甲处", "乙处"], "级": ["大", "小"]}
    )
    added = UserData(
        table, datum="gcj02", lon="lng", name="叫", by="级", title="我的地方", symbol="star"
    )
    path = tmp_path / "map.html"
    render_map(add_user_data(scene, [added])).save(path)
    visit = open_page(path, address="#t=1&m=7/37.75/113")
    page = visit.page
    assert visit.drawn()["user_1"] == 2
    assert page.locator("#sx-layer-user_1").is_checked()
    assert page.get_by_role("button", name="大", exact=False).count() >= 1
    assert "甲处" in page.locator("#sx-table").inner_text()
    visit.key("search").fill("jiachu")
    page.keyboard.press("Enter")
    visit.settle()
    assert visit.inspect()["selection"] == "user_1/1"
    assert "级" in page.locator(".sx-detail").inner_text()
    visit.shoot("chosen")


def with_children(scene):
    chart = render_map(scene)
    group = folium.FeatureGroup("我的组").add_to(chart)
    folium.Marker([37.5, 112.4], popup="<b>钉</b>一", tooltip="提示").add_to(group)
    folium.CircleMarker([38.2, 113.5], radius=12, color="#123456", popup="圈").add_to(group)
    folium.Marker([37.3, 113.2], icon=folium.DivIcon(html="<i class='mine'>字</i>")).add_to(group)
    area = gpd.GeoDataFrame({"n": ["面"]}, geometry=[shapely.box(113, 37.2, 113.3, 37.5)], crs=4326)
    folium.GeoJson(area, tooltip=folium.GeoJsonTooltip(["n"])).add_to(group)
    folium.LayerControl().add_to(chart)
    return chart


def test_children_of_folium_work_in_the_saved_page(open_page, scene, tmp_path):
    path = tmp_path / "map.html"
    with_children(scene).save(path)
    visit = open_page(path)
    page = visit.page
    icon = page.locator("img.leaflet-marker-icon")
    assert icon.evaluate("image => image.complete && image.naturalWidth > 0"), "the pin is inside"
    assert page.locator(".mine").inner_text() == "字"
    assert page.locator(".leaflet-overlay-pane path").count() >= 2
    icon.click()
    page.locator(".leaflet-popup-content b").wait_for()
    assert page.locator(".leaflet-popup-content").inner_text() == "钉一"
    assert page.locator(".leaflet-control-layers").count() == 1
    assert visit.drawn() == {"wells": 4, "paths": 1}
    visit.shoot("children")


def test_a_notebook_shows_map_and_children(open_page, scene, tmp_path):
    chart = with_children(scene)
    path = tmp_path / "notebook.html"
    path.write_text(
        "<!doctype html><meta charset='utf-8'>"
        f"<div style='width:900px'>{chart._repr_html_()}</div>",
        encoding="utf-8",
    )
    visit = open_page(path, ready=False)
    frame = visit.page.frame_locator("iframe")
    frame.locator("html[data-sxgeo-ready=true]").wait_for()
    inside = visit.page.frames[1]
    assert inside.evaluate("sxgeoPage.inspect().drawn.wells") == 4
    assert frame.locator("img.leaflet-marker-icon").count() == 1
    frame.locator("#sx-layer-wells").uncheck()
    inside.wait_for_function("() => !sxgeoPage.inspect().visibleLayers.includes('wells')")
    visit.shoot("notebook")


def test_a_map_inside_a_figure_of_ones_own_still_draws(open_page, scene, tmp_path):
    from branca.element import Figure

    figure = Figure(height="500px")
    render_map(scene).add_to(figure)
    path = tmp_path / "figure.html"
    path.write_text(figure.render(), encoding="utf-8")
    assert open_page(path).drawn() == {"wells": 4, "paths": 1}
