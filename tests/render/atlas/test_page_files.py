"""One page in several formats: which files, by how many processes, and what is left alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from sxgeo.cli.atlas import command
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.render.atlas import render_atlas
from sxgeo.render.atlas.frame import crs_of
from sxgeo.render.atlas.georeference import geo_keys
from sxgeo.render.atlas.resuming import RECORD

EVERY = ("svg", "tif", "png")


def test_every_format_of_the_pages_asked_for(book, tmp_path):
    files = render_atlas(
        book.recipe, tmp_path, root=book.root, pages=[1, 5], dpi=40, fmt=(*EVERY, "pdf")
    )
    assert [path.name for path in files] == [
        "01-cover.png", "01-cover.tif", "01-cover.svg",
        "05-wells.png", "05-wells.pgw", "05-wells.prj", "05-wells.png.aux.xml",
        "05-wells.tif", "05-wells.svg", "book.pdf",
    ]  # fmt: skip
    assert all(path.stat().st_size for path in files)


@pytest.fixture(scope="module")
def drawn(book, tmp_path_factory):
    """Return a folder with two pages in several formats, and their book."""
    out = tmp_path_factory.mktemp("drawn") / "out"
    asked = {"root": book.root, "pages": [1, 5], "dpi": 40, "fmt": ("png", "tif", "pdf")}
    render_atlas(book.recipe, out, **asked)
    return out


@pytest.mark.parametrize("fmt", ["svg", "tif"])
def test_one_format_alone(book, tmp_path, fmt):
    (path,) = render_atlas(book.recipe, tmp_path, root=book.root, pages=[5], dpi=40, fmt=fmt)
    assert path.name == f"05-wells.{fmt}"
    assert {each.name for each in tmp_path.iterdir()} == {path.name, RECORD}


def test_processes_write_the_same_bytes(book, tmp_path):
    one = render_atlas(book.recipe, tmp_path / "one", root=book.root, dpi=40, fmt=EVERY)
    two = render_atlas(book.recipe, tmp_path / "two", root=book.root, dpi=40, fmt=EVERY, jobs=2)
    assert [path.name for path in one] == [path.name for path in two]
    for here, there in zip(one, two, strict=True):
        assert here.read_bytes() == there.read_bytes(), here.name


def test_resume_writes_only_the_formats_that_are_missing(book, tmp_path):
    asked = {"root": book.root, "pages": [1, 5], "dpi": 40, "resume": True}
    render_atlas(book.recipe, tmp_path, fmt="svg", **asked)
    assert render_atlas(book.recipe, tmp_path, fmt="svg", **asked) == []
    files = render_atlas(book.recipe, tmp_path, fmt=("svg", "tif"), **asked)
    assert [path.name for path in files] == ["01-cover.tif", "05-wells.tif"]
    (tmp_path / "05-wells.svg").unlink()
    files = render_atlas(book.recipe, tmp_path, fmt=("svg", "tif"), **asked)
    assert [path.name for path in files] == ["05-wells.svg"]
    assert len(json.loads((tmp_path / RECORD).read_text())) == 4
    again = render_atlas(book.recipe, tmp_path, fmt="svg", bleed=3, **asked)
    assert [path.name for path in again] == ["01-cover.svg", "05-wells.svg"]


def _cut(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("name", "harm", "again"),
    [
        ("05-wells.png", lambda path: path.write_bytes(b"junk"), 4),
        ("05-wells.png", _cut, 4),
        ("05-wells.pgw", Path.unlink, 4),
        ("05-wells.prj", Path.unlink, 4),
        ("05-wells.png.aux.xml", lambda path: path.write_text("<a/>"), 4),
        ("05-wells.tif", _cut, 1),
        ("book.pdf", _cut, 1),
    ],
)
def test_resume_draws_again_what_was_harmed(drawn, book, tmp_path, name, harm, again):
    out = tmp_path / "out"
    shutil.copytree(drawn, out)
    asked = {"root": book.root, "pages": [1, 5], "dpi": 40, "fmt": ("png", "tif", "pdf")}
    whole = (out / name).read_bytes()
    harm(out / name)
    files = render_atlas(book.recipe, out, resume=True, **asked)
    assert len(files) == again
    assert name in [path.name for path in files]
    assert (out / name).read_bytes() == whole
    assert render_atlas(book.recipe, out, resume=True, **asked) == []


@pytest.mark.parametrize("told", ["junk", "[]", '{"05-wells.png": "a key of old"}', None])
def test_resume_trusts_no_record_it_cannot_read(drawn, book, tmp_path, told):
    out = tmp_path / "out"
    shutil.copytree(drawn, out)
    (out / RECORD).write_text(told) if told else (out / RECORD).unlink()
    asked = {"root": book.root, "pages": [1, 5], "dpi": 40, "resume": True, "fmt": "tif"}
    assert len(render_atlas(book.recipe, out, **asked)) == 2


def test_the_tiff_has_the_pixels_of_the_png(book, tmp_path):
    render_atlas(book.recipe, tmp_path, root=book.root, pages=[5], dpi=60, fmt=("png", "tif"))
    png, tif = (Image.open(tmp_path / f"05-wells.{each}") for each in ("png", "tif"))
    assert np.array_equal(np.asarray(png), np.asarray(tif))
    assert tif.info["dpi"] == pytest.approx((60, 60))
    assert 33550 in tif.tag_v2
    png.close()
    tif.close()


def test_a_projection_geotiff_has_no_words_for_is_an_error_that_says_so():
    with pytest.raises(SxgeoError, match="A GeoTIFF cannot name the projection"):
        list(geo_keys(crs_of("+proj=robin +lon_0=112")))


@pytest.mark.parametrize(
    "crs",
    [
        "+proj=lcc +lat_1=35.6 +lat_2=39.7 +lat_0=37.6 +lon_0=112.4 +ellps=krass +x_0=5e5",
        "+proj=tmerc +lat_0=1 +lon_0=112.4 +k=0.9999 +x_0=500000 +ellps=GRS80",
    ],
)
def test_keys_of_other_projections_hold_every_parameter(crs):
    keys = dict(geo_keys(crs_of(crs)))
    values = [each.value for each in crs_of(crs).coordinate_operation.params]
    held = [value for key, value in keys.items() if 3078 <= key <= 3092]
    assert sorted(held) == pytest.approx(sorted(values))
    assert list(keys) == sorted(keys)


def test_formats_are_checked_before_anything_is_drawn(book, tmp_path):
    with pytest.raises(UnknownNameError, match="jpg"):
        render_atlas(book.recipe, tmp_path / "a", root=book.root, fmt="jpg")
    with pytest.raises(SxgeoError, match="SVG pages need a folder"):
        render_atlas(book.recipe, tmp_path / "a.pdf", root=book.root, fmt=("svg", "pdf"))
    with pytest.raises(SxgeoError, match=r"Pages need a folder, but .*b\.svg is the name of one"):
        render_atlas(book.recipe, tmp_path / "b.svg", root=book.root, fmt="svg")
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_several_formats_bleed_and_grey(shared_root, tmp_path):
    told = CliRunner().invoke(
        command,
        [
            "book", "-o", str(tmp_path), "--root", str(shared_root), "--pages", "1", "--dpi", "40",
            "--format", "svg", "--format", "png", "--bleed", "3", "--greyscale",
        ],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    image = Image.open(tmp_path / "01-wells.png")
    assert image.size == (round(230 / 25.4 * 40), round(317 / 25.4 * 40))
    red, green, blue = (np.asarray(each) for each in image.split())
    assert np.array_equal(red, green)
    assert np.array_equal(red, blue)
    assert 'width="230mm"' in (tmp_path / "01-wells.svg").read_text("utf-8")
