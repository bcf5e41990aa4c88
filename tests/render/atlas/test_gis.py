"""A GIS puts our pages where they belong: GDAL and QGIS read them, and the marks are there."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import CRS

from sxgeo.data.recipe import Recipe, read_recipe
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.nearness import _seats
from sxgeo.domain.user_layer import UserData
from sxgeo.render.atlas import Atlas
from sxgeo.render.atlas.page_files import page_stem, write_page
from sxgeo.render.atlas.pdf import PdfBook
from sxgeo.render.atlas.trim import Press

PROBE = Path(__file__).with_name("gis_probe.py")
SYSTEM_PYTHON = Path("/usr/bin/python3")
DPI = 200
APART = 0.16  # degrees between seats, for their marks not to touch
PAGES = ("province", "prefecture")


@pytest.fixture(scope="module")
def gis(tmp_path_factory):
    """Ask GDAL and QGIS about images; fail without them, or skip where they need not be."""
    clean = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": ""}
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"):
        clean.pop(name, None)
    needed = [SYSTEM_PYTHON, "-c", "import numpy, osgeo.gdal, qgis.core"]
    if subprocess.run(needed, env=clean, capture_output=True, check=False).returncode:
        if os.environ.get("SXGEO_REQUIRE_QGIS"):
            pytest.fail("QGIS or GDAL is missing: install python3-qgis and python3-gdal")
        pytest.skip("no QGIS: apt-get install --no-install-recommends python3-qgis python3-gdal")

    def ask(tasks):
        folder = tmp_path_factory.mktemp("gis")
        (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
        done = subprocess.run(
            [SYSTEM_PYTHON, PROBE, folder / "tasks.json", folder / "told.json"],
            env=clean, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert (folder / "told.json").is_file(), done.stderr
        assert "ERROR" not in done.stderr, done.stderr
        return json.loads((folder / "told.json").read_text(encoding="utf-8"))

    return ask


@pytest.fixture(scope="module")
def seats():
    """County seats that lie well apart, with the prefecture each is in."""
    units = read_boundaries("county").reset_index(drop=True)
    found = pd.DataFrame(_seats(units, None)[["lon", "lat"]]).assign(
        name=units["name"], prefecture=units["parent_adcode"]
    )
    found = found.dropna()
    at = found[["lon", "lat"]].to_numpy()
    gaps = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(len(at)) * 9
    return found[gaps.min(axis=1) > APART].reset_index(drop=True)


@pytest.fixture(scope="module", params=[0.0, 3.0], ids=["trimmed", "bleeding"])
def drawn(request, seats, tmp_path_factory):
    """Pages that mark the seats, in every format that says where it lies."""
    folder = tmp_path_factory.mktemp("pages")
    told = read_recipe("shanxi").model_dump()
    told |= {"pages": ({"title": "全省", "title_en": "All", "layers": ("lakes",)},)}
    told |= {"front": ("cover",), "back": ()}
    told["coverage"] |= {"themes": (), "layers": ("lakes",), "table": False}
    data = UserData(seats[["name", "lon", "lat"]], datum="wgs84", title="驻地", symbol="square")
    atlas = Atlas(Recipe.model_validate(told), add=[data], press=Press(request.param))
    numbers = {"province": 2, "prefecture": _page_about(atlas, "140200")}
    book, pages = PdfBook("试", "", "", ""), {}
    book.add(atlas.draw(1))
    for name, number in numbers.items():
        pages[name] = atlas.draw(number)
        write_page(pages[name], folder, ["png", "tif"], dpi=DPI)
        book.add(pages[name])
    book.finish(folder / "book.pdf")
    return folder, pages


def _page_about(atlas, adcode):
    return next(page.number for page in atlas.pages if page.focus and page.focus.adcode == adcode)


@pytest.fixture(scope="module")
def told(gis, drawn, seats):
    """What the GIS say, by page and format."""
    folder, pages = drawn
    asked = {}
    for place, name in enumerate(PAGES):
        page = pages[name]
        here = seats if name == "province" else seats[seats["prefecture"] == "140200"]
        layers = {each.layer.descriptor.title: each.layer for each in page.drawn.layers}
        symbol = layers["驻地"].symbology.symbols[0]
        color = [int(symbol.color[start : start + 2], 16) for start in (1, 3, 5)]
        stem = str(folder / page_stem(page))
        files = (f"{stem}.png", f"{stem}.tif", f"PDF:{place + 2}:{folder / 'book.pdf'}")
        for kind, file in zip(("png", "tif", "pdf"), files, strict=True):
            asked[name, kind] = {
                "file": file, "dpi": DPI, "color": color, "reach_mm": symbol.size * 0.2,
                "places": here[["lon", "lat"]].to_numpy().tolist(),
            }  # fmt: skip
    return dict(zip(asked, gis(list(asked.values())), strict=True))


@pytest.fixture(params=[(page, kind) for page in PAGES for kind in ("png", "tif", "pdf")])
def case(request):
    return request.param


def test_gdal_finds_every_seat_under_its_mark(told, case):
    """Within a pixel: 0.13 mm on paper."""
    off = told[case]["off"]
    assert len(off) >= {"province": 60, "prefecture": 5}[case[0]]
    assert None not in off
    assert np.abs(np.array(off)).max() < 1.0


def test_gdal_knows_the_projection(told, drawn, case):
    page = drawn[1][case[0]]
    ours, theirs = CRS(page.frame.crs), CRS(told[case]["projection"])
    assert _parameters(theirs) == pytest.approx(_parameters(ours))
    if case == ("prefecture", "tif"):
        assert told[case]["epsg"] == page.frame.crs.removeprefix("EPSG:")


def _parameters(crs):
    operation = crs.coordinate_operation
    return {each.name.lower(): each.value for each in operation.params}


def test_qgis_takes_the_page_and_its_projection(told, drawn, case):
    said = told[case]
    page = drawn[1][case[0]]
    assert said["valid"]
    ours, theirs = CRS(page.frame.crs), CRS(said["qgis_crs"])
    assert _parameters(theirs) == pytest.approx(_parameters(ours))
    west, south, east, north = said["extent"]
    assert (east - west) / page.frame.scale * 1000 == pytest.approx(page.media.width, abs=0.1)
    assert (north - south) / page.frame.scale * 1000 == pytest.approx(page.media.height, abs=0.1)
