"""What is written: searchable text, fonts inside, links that lead, the same bytes again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from sxgeo.errors import OutputError, SxgeoError
from sxgeo.render.atlas import page_png, render_atlas
from sxgeo.render.atlas.outline import outline_parents
from sxgeo.render.atlas.pdf import PdfBook
from sxgeo.render.atlas.resuming import RECORD

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def shanxi_pdf(shanxi, shanxi_pages, tmp_path_factory):
    path = tmp_path_factory.mktemp("shanxi") / "shanxi.pdf"
    book = PdfBook("山西", "", "", "", parents=outline_parents(shanxi.pages))
    for page in shanxi_pages:
        book.add(page)
    book.finish(path)
    return path


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def plain(text):
    return re.sub(r"\s+", "", text)


def test_poppler_finds_every_name(shanxi, shanxi_pdf):
    text = plain(run("pdftotext", "-layout", str(shanxi_pdf), "-"))
    scene = shanxi.ground_of(None).scene
    names = {name for units in scene.units.values() for name in units["name"]}
    names -= set(scene.units["province"]["name"])
    missing = {name for name in names if plain(name) not in text}
    assert not missing


@pytest.mark.parametrize("kind", ["place_index", "stroke_index"])
def test_pypdf_finds_every_feature_in_each_index(shanxi, shanxi_pdf, kind):
    pages = PdfReader(shanxi_pdf).pages
    text = "".join(
        plain(pages[plan.number - 1].extract_text()) for plan in shanxi.pages if plan.kind == kind
    )
    names = [name for layer in shanxi.ground_of(None).scene.layers for name in layer.frame["name"]]
    missing = [name for name in names if plain(name) not in text]
    assert not missing


def test_fonts_are_embedded_truetype_subsets_with_unicode(shanxi_pdf):
    rows = run("pdffonts", str(shanxi_pdf)).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+NotoSansSC-(Regular|Bold)\s+CID TrueType", row), row
        assert re.search(r"\byes yes yes\b", row), row


def test_the_pages_of_a_book_share_their_fonts(shanxi_pdf):
    shared = {
        page["/Resources"]["/Font"].raw_get(name).idnum
        for page in PdfReader(shanxi_pdf).pages
        for name in ("/F1", "/F2")  # what a page composes of several characters has a third
        if name in page["/Resources"]["/Font"]
    }
    assert len(shared) == 2


def test_maps_are_vectors(shanxi_pdf):
    assert len(run("pdfimages", "-list", str(shanxi_pdf)).splitlines()) <= 2


def test_the_book_stays_small(shanxi, shanxi_pdf):
    assert shanxi_pdf.stat().st_size < 200_000 * len(shanxi.pages)


def test_outline_and_links_lead_to_their_pages(shanxi, shanxi_pages, shanxi_pdf):
    reader = PdfReader(shanxi_pdf)
    outline = [(title, place) for _, title, place in outline_of(reader)]
    assert outline == [(page.title, page.number - 1) for page in shanxi.pages]
    for page in shanxi_pages:
        told = reader.pages[page.number - 1].get("/Annots") or []
        found = [reader.get_object(each)["/Dest"][0] for each in told]
        targets = [
            int(each) if not hasattr(each, "idnum") else _place(reader, each) for each in found
        ]
        assert targets == [link.page - 1 for link in page.links]


def outline_of(reader):
    """Return depth, title and place of every entry of an outline, in order."""

    def walk(entries, depth):
        for each in entries:
            if isinstance(each, list):
                yield from walk(each, depth + 1)
            else:
                yield depth, each.title, reader.get_destination_page_number(each)

    return list(walk(reader.outline, 0))


def test_the_outline_lists_centres_tables_and_parts_below_their_first_page(shanxi, shanxi_pdf):
    told = outline_of(PdfReader(shanxi_pdf))
    units = [page.title for page in shanxi.pages if page.tabled]
    assert len(units) == 11
    outermost = [title for depth, title, _ in told if depth == 0]
    assert len(outermost) == len(set(outermost))
    assert set(units) < set(outermost)
    above = []
    for (depth, _, _), page in zip(told, shanxi.pages, strict=True):
        above[depth:] = [page]
        assert depth == (page.kind == "unit_table") + bool(page.part) + page.slug.endswith(
            "-centre"
        )
        if depth:
            assert above[depth - 1].focus == page.focus
            assert above[-2].kind == (page.kind if page.part else "map")
    entries = PdfReader(shanxi_pdf).trailer["/Root"]["/Outlines"]
    assert entries["/Count"] == len(outermost)  # the rest is closed


def test_an_outline_without_the_page_above_lists_below_the_next_one_up(book, tmp_path):
    parents = {5: 2, 2: 1, 3: 4}
    bound = PdfBook("", "", "", "", parents=parents)
    for number in (1, 3, 5):
        bound.add(book.draw(number))
    bound.finish(tmp_path / "some.pdf")
    depths = [(depth, place) for depth, _, place in outline_of(PdfReader(tmp_path / "some.pdf"))]
    assert depths == [(0, 0), (1, 2), (0, 1)]


def _place(reader, reference):
    return next(i for i, page in enumerate(reader.pages) if page.indirect_reference == reference)


def test_every_map_says_where_it_lies(shanxi, shanxi_pdf):
    for plan, page in zip(shanxi.pages, PdfReader(shanxi_pdf).pages, strict=True):
        if plan.kind != "map":
            assert "/VP" not in page
            continue
        measure = page["/VP"][0]["/Measure"]
        south, west, north, _, _, east, *_ = (float(each) for each in measure["/GPTS"])
        x, y = plan.frame.rect.centre
        ((lon, lat),) = plan.frame.to_degrees(np.array([[x, y]]))
        assert west < lon < east
        assert south < lat < north
        height = (north - south) * 110_950 / plan.frame.scale * 1000
        assert height == pytest.approx(plan.frame.rect.height, rel=0.01)
        assert "PROJCS" in str(measure["/GCS"]["/WKT"])


def test_metadata_name_the_atlas_and_no_date(book, tmp_path):
    (path,) = render_atlas(book.recipe, tmp_path / "book.pdf", root=book.root, pages=[1, 5])
    told = PdfReader(path).metadata
    assert told["/Title"] == "试验省图集"
    assert "2026-01-01" in told["/Author"]  # the edition of the data
    assert "水井" in told["/Keywords"]
    assert "/CreationDate" not in told
    assert "/ModDate" not in told


def test_a_folder_gets_numbered_pages_and_the_book(book, tmp_path):
    told = []
    files = render_atlas(
        book.recipe, tmp_path / "out", root=book.root, pages=[1, 5], dpi=50,
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    names = [path.name for path in files]
    assert names == ["01-cover.png", "05-wells.png", "05-wells.pgw", "05-wells.prj",
             "05-wells.png.aux.xml", "book.pdf"]  # fmt: skip
    assert all(path.stat().st_size for path in files)
    assert told[-1] == (4, 4, "试验省图集")
    assert len(PdfReader(tmp_path / "out" / "book.pdf").pages) == 2


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_pdf_names_the_language_it_is_in(book, tmp_path, language, tag):
    path = tmp_path / "book.pdf"
    render_atlas(book.recipe, path, root=book.root, pages=[1], language=language)
    assert PdfReader(path).trailer["/Root"]["/Lang"] == tag


@pytest.mark.parametrize(("fmt", "names"), [("png", ["01-cover.png"]), ("pdf", ["book.pdf"])])
def test_one_format_only(book, tmp_path, fmt, names):
    files = render_atlas(book.recipe, tmp_path, root=book.root, pages=[1], dpi=40, fmt=fmt)
    assert [path.name for path in files] == names


def test_png_pages_do_not_fit_into_a_pdf(book, tmp_path):
    with pytest.raises(SxgeoError, match="PNG pages need a folder"):
        render_atlas(book.recipe, tmp_path / "book.pdf", root=book.root, fmt="png")


def test_a_page_has_the_pixels_its_paper_and_resolution_ask_for(book):
    image = Image.open(io.BytesIO(page_png(book.draw(5), 300)))
    assert image.size == (2480, 3508)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_two_processes_write_the_same_bytes_as_one(book, tmp_path):
    one = render_atlas(book.recipe, tmp_path / "one", root=book.root, dpi=50)
    two = render_atlas(book.recipe, tmp_path / "two", root=book.root, dpi=50, jobs=2)
    assert [path.name for path in one] == [path.name for path in two]
    for here, there in zip(one, two, strict=True):
        assert here.read_bytes() == there.read_bytes(), here.name


def test_two_processes_bind_the_same_book_as_one(book, tmp_path):
    for jobs in (1, 2):
        render_atlas(book.recipe, tmp_path / f"{jobs}.pdf", root=book.root, jobs=jobs)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


SCRIPT = """\
import sys
from pathlib import Path
from sxgeo.data.recipe import read_recipe
from sxgeo.render.atlas import render_atlas
root, out = sys.argv[1:]
render_atlas(read_recipe("book", root), Path(out), root=root, dpi=60)
"""


def test_fresh_processes_write_the_same_bytes(shared_root, tmp_path):
    digests = []
    for place, (seed, zone) in enumerate((("1", "UTC"), ("77", "Asia/Shanghai"))):
        out, here = tmp_path / f"out{place}", tmp_path / f"cwd{place}"
        here.mkdir()
        matplotlibrc = here / "matplotlibrc"
        matplotlibrc.write_text("lines.linewidth: 9\nfont.size: 33\npath.simplify: True\n")
        changed = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(CHECKOUT)}
        if place:
            changed["MATPLOTLIBRC"] = str(matplotlibrc)
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(shared_root), str(out)],
            check=True, cwd=here, env={**os.environ, **changed},
        )  # fmt: skip
        digests.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
        )
    assert len(digests[0]) == 10
    assert digests[0] == digests[1]


def test_resume_draws_only_what_changed(small_root, tmp_path):
    from sxgeo.data.recipe import read_recipe

    out = tmp_path / "out"
    recipe = read_recipe("book", small_root)
    everything = render_atlas(recipe, out, root=small_root, dpi=40)
    assert render_atlas(recipe, out, root=small_root, dpi=40, resume=True) == []
    pages = list(recipe.pages)
    pages[1] = pages[1].model_copy(update={"title": "洪洞市内"})
    changed = recipe.model_copy(update={"pages": tuple(pages)})
    again = render_atlas(changed, out, root=small_root, dpi=40, resume=True)
    names = [path.name for path in again]
    assert names == ["02-hongtong.png", "02-hongtong.pgw", "02-hongtong.prj",
             "02-hongtong.png.aux.xml", "book.pdf"]  # fmt: skip
    everything[0].unlink()
    again = render_atlas(changed, out, root=small_root, dpi=40, resume=True)
    assert again[0].name == "01-wells.png"
    assert len(render_atlas(changed, out, root=small_root, dpi=50, resume=True)) == 9
    assert set(json.loads((out / RECORD).read_text())) == {
        "01-wells.png", "02-hongtong.png", "book.pdf"
    }  # fmt: skip


def test_an_interrupted_run_leaves_whole_pages_and_goes_on(book, tmp_path):
    def stop(done, _total, _title):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_atlas(book.recipe, tmp_path, root=book.root, dpi=40, progress=stop)
    left = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert left
    for name in left:
        if name.endswith(".png"):
            Image.open(tmp_path / name).load()
    assert "book.pdf" not in left
    again = render_atlas(book.recipe, tmp_path, root=book.root, dpi=40, resume=True)
    assert "01-cover.png" not in [path.name for path in again]
    assert again[-1].name == "book.pdf"


def test_a_file_in_the_way_is_an_error_that_says_so(book, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="Cannot write"):
        render_atlas(book.recipe, tmp_path / "out", root=book.root, pages=[1], dpi=40)
    assert (tmp_path / "out").read_text() == "mine"
