"""What notebooks call: the names, and frames that other tools take as they are."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

import sxgeo
from sxgeo import api
from sxgeo.data.recipe import read_recipe
from sxgeo.domain import timeline
from sxgeo.domain.layer import read_mentions
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.render.atlas.png import page_pixels

FRAMES = {
    "layer": lambda root: sxgeo.read_layer("wells", root=root),
    "line": lambda root: sxgeo.read_layer("paths", root=root),
    "boundaries": lambda root: sxgeo.read_boundaries("county", simplify_m=500, root=root),
    "counts": lambda root: sxgeo.count_by_unit(sxgeo.read_layer("wells", root=root), root=root),
    "nearest": lambda root: sxgeo.nearest_to_seats(
        sxgeo.read_layer("wells", root=root), parent="长宁", root=root
    ),
    "within": lambda root: sxgeo.units_within(
        sxgeo.read_layer("wells", root=root), 30, measure="land", root=root
    ),
    "lengths": lambda root: sxgeo.length_by_unit(sxgeo.read_layer("paths", root=root), root=root),
    "joined": lambda root: sxgeo.join_units(
        pd.DataFrame({"县": ["北川", "东平县"], "v": [1.5, 2.5]}), "县", root=root
    ),
}


def public_names():
    return [name for name in sxgeo.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", public_names())
def test_every_public_name_is_a_documented_function(name):
    function = getattr(sxgeo, name)
    assert callable(function)
    assert inspect.getdoc(function)
    assert name in dir(sxgeo)


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(sxgeo.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {alias.name for node in block.body for alias in node.names}
    assert imported == set(public_names())
    assert sxgeo.__all__ == sorted(sxgeo.__all__)


def test_the_api_exports_nothing_else():
    assert set(api.__all__) <= set(sxgeo.__all__)


def test_importing_costs_nothing_and_searching_brings_its_own_tools():
    code = (
        "import sys, sxgeo\n"
        "assert not {'geopandas', 'pandas', 'pydantic'} & set(sys.modules)\n"
        "sxgeo.find_unit('太原')\n"
        "assert not {'rapidfuzz', 'pypinyin', 'folium', 'matplotlib'} & set(sys.modules)\n"
        "sxgeo.search('太愿市')\n"
        "assert 'rapidfuzz' in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'sxgeo' has no attribute 'nonsense'"):
        sxgeo.nonsense  # noqa: B018


@pytest.mark.parametrize("name", FRAMES)
def test_answers_are_ordinary_frames(name, shared_root):
    frame = FRAMES[name](shared_root)
    assert type(frame) is gpd.GeoDataFrame
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.name == "geometry"
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    assert pd.concat([frame, frame]).shape[0] == 2 * len(frame)  # attrs compare as plain values
    assert gpd.GeoDataFrame.from_features(frame.to_geo_dict()).shape[0] == len(frame)


@pytest.mark.parametrize("name", FRAMES)
def test_every_frame_says_what_a_row_is(name, shared_root):
    frame = FRAMES[name](shared_root)
    assert frame.attrs["each_row_is_a"]
    assert f"rows: {len(frame)}" in str(sxgeo.describe(frame, root=shared_root))


@pytest.mark.parametrize("name", ["layer", "line", "counts", "lengths", "joined"])
def test_explore_builds(name, shared_root):
    html = FRAMES[name](shared_root).explore(tiles=None).get_root().render()
    assert "leaflet" in html


@pytest.mark.parametrize("name", ["layer", "line", "counts", "nearest"])
def test_matplotlib_draws(name, shared_root):
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    axes = FRAMES[name](shared_root).plot()
    assert len(axes.collections) >= 1
    plt.close(axes.figure)


def test_frames_go_through_files(shared_root, tmp_path):
    frame = sxgeo.read_layer("wells", root=shared_root)
    frame.to_parquet(tmp_path / "wells.parquet")
    back = gpd.read_parquet(tmp_path / "wells.parquet")
    assert back.geometry.tolist() == frame.geometry.tolist()
    assert back.attrs["layer"] == "wells"


def test_a_year_of_a_layer_is_that_of_the_page():
    mentions = read_mentions("rail")
    for year in (2015, 2021, 2024, 2030):
        frame = sxgeo.read_layer("rail", as_of=year)
        whole = timeline.frame_in_year(sxgeo.read_layer("rail"), mentions, year)
        assert frame[["id", "status"]].equals(whole[["id", "status"]])


def test_selections_partition_the_layer():
    whole = sxgeo.read_layer("rail_stations")
    parts = [
        len(sxgeo.read_layer("rail_stations", prefecture=code))
        for code in sxgeo.read_boundaries("prefecture")["adcode"]
    ]
    assert sum(parts) >= (whole["prefecture_adcodes"] != "").sum()
    statuses = whole["status"].unique()
    assert sum(len(sxgeo.read_layer("rail_stations", status=each)) for each in statuses) == len(
        whole
    )


def test_an_old_table_maps_onto_todays_shapes():
    table = pd.DataFrame({"县": ["太谷县", "怀仁县", "大同县"], "产量": [1.0, 2.0, np.nan]})
    joined = sxgeo.join_units(table, "县")
    assert joined["unit_name"].tolist() == ["太谷区", "怀仁市", "云州区"]
    assert joined["产量"].isna().tolist() == [False, False, True]


def test_the_ledger_is_public():
    assert sxgeo.changes().equals(sxgeo.changes(None))
    assert set(sxgeo.changes()["kind"]) == {"converted", "merged", "divided"}


def test_a_newcomer_draws_on_a_page(shared_root):
    (page,) = sxgeo.draw_pages("book", root=shared_root, pages=[1])
    axes = page.figure.axes[0]
    assert (*axes.get_xlim(), *axes.get_ylim()) == (0, page.width, 0, page.height)
    ((x, y),) = page.to_paper(113.0, 37.75)
    ground = page_pixels(page, 50)
    pixel = int((page.height - y) / 25.4 * 50), int(x / 25.4 * 50)
    axes.plot(x, y, "s", color=(1, 0, 1), markersize=12, zorder=100)
    drawn = page_pixels(page, 50)
    assert tuple(ground[pixel][:3]) != (255, 0, 255)
    assert tuple(drawn[pixel][:3]) == (255, 0, 255)


def test_what_is_drawn_at_12_and_a_half_lies_above_the_map_and_below_its_names(shared_root):
    (page,) = sxgeo.draw_pages("book", root=shared_root, pages=[1])
    axes, rect = page.figure.axes[0], page.frame.rect
    inside = [
        label
        for label in axes.texts
        if rect.left < label.get_position()[0] < rect.right
        and rect.bottom < label.get_position()[1] < rect.top
    ]
    assert inside
    look = {"facecolor": (1, 0, 1), "edgecolor": "none", "zorder": 12.5}
    axes.add_patch(Rectangle((rect.left, rect.bottom), rect.width, rect.height, **look))
    rows = slice(*(round((page.height - y) / 25.4 * 50) for y in (rect.top, rect.bottom)))
    columns = slice(*(round(x / 25.4 * 50) for x in (rect.left, rect.right)))
    covered = (page_pixels(page, 50)[rows, columns, :3] == (255, 0, 255)).all(axis=-1)
    assert 0.9 < covered.mean() < 0.999  # the map is hidden, its names are not


def test_atlas_functions_take_an_id_a_path_and_a_recipe(shared_root, tmp_path):
    path = Path(shared_root) / "maps" / "recipes" / "book.toml"
    recipe = read_recipe("book", shared_root)
    for asked in ("book", str(path), path, recipe):
        (page,) = sxgeo.draw_pages(asked, root=shared_root, pages=[2])
        assert page.number == 2
        out = tmp_path / "out.pdf"
        assert sxgeo.render_atlas(asked, out, root=shared_root, pages=[2]) == [out]
    for draw in (sxgeo.draw_pages, lambda told, root: sxgeo.render_atlas(told, out, root=root)):
        with pytest.raises(UnknownNameError, match="Did you mean 'book'"):
            draw("bok", root=shared_root)
        with pytest.raises(SxgeoError, match="is a web map"):
            draw("everything", root=shared_root)
