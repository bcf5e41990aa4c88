"""What an atlas is asked is checked, with a sentence, before anything is drawn or written."""

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from sxgeo.cli.atlas import command
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.render.atlas import draw_pages, render_atlas
from sxgeo.render.atlas.asked import check_target, wanted_pages

WRONG = {
    "pages of text": ({"pages": "5"}, r"pages is '5'; expected a list of page numbers"),
    "one page": ({"pages": 5}, r"pages is 5; expected a list of page numbers, such as \[3, 5\]"),
    "no pages": ({"pages": []}, "pages is empty, so there is nothing to draw"),
    "half a page": ({"pages": [1.5]}, "A page is 1.5; expected a whole number"),
    "page zero": ({"pages": [0]}, r"Unknown page '0'. Known: 1–\d+\.$"),
    "language": ({"language": "fr"}, "Unknown language 'fr'.* Known: zh, en"),
    "orientation": ({"orientation": "lanscape"}, "Unknown orientation.*mean 'landscape'"),
    "bleed": ({"bleed": -1}, "The bleed is -1 mm; expected 0 to 20"),
}
WRONG_NUMBERS = {
    "no dpi": ({"dpi": 0}, "dpi is 0; expected 1 to 1200"),
    "negative dpi": ({"dpi": -30}, "dpi is -30; expected 1 to 1200"),
    "dpi of text": ({"dpi": "300"}, "dpi is '300'; expected a whole number"),
    "no jobs": ({"jobs": 0}, "jobs is 0; expected the number of processes"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_both_functions_refuse_the_same(book, tmp_path, wrong):
    options, message = WRONG[wrong]
    for ask in (
        lambda **told: render_atlas(book.recipe, tmp_path / "out", root=book.root, **told),
        lambda **told: draw_pages(book.recipe, root=book.root, **told),
    ):
        with pytest.raises(SxgeoError, match=message):
            ask(**options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", WRONG_NUMBERS)
def test_numbers_out_of_range_are_refused(book, tmp_path, wrong):
    options, message = WRONG_NUMBERS[wrong]
    with pytest.raises(SxgeoError, match=message):
        render_atlas(book.recipe, tmp_path / "out", root=book.root, **options)
    assert list(tmp_path.iterdir()) == []


def test_pages_may_be_any_whole_numbers_and_count_once(book):
    assert wanted_pages(book, np.array([5, 1, 5])) == [5, 1]
    assert wanted_pages(book, range(2, 4)) == [2, 3]
    assert wanted_pages(book, None) == [page.number for page in book.pages]


def test_an_unknown_page_is_told_the_range(book):
    with pytest.raises(UnknownNameError) as told:
        book.draw(99)
    assert str(told.value) == f"Unknown page '99'. Known: 1–{len(book.pages)}."


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ("7-5", "'7-5' ends before it begins; write 5-7."),
        ("", "'' is no page or range of pages; write 3,5-7."),
        ("1,", "'' is no page or range of pages; write 3,5-7."),
        ("1-999999999", "no atlas has so many pages"),
    ],
)
def test_the_command_refuses_pages_that_are_none(shared_root, tmp_path, pages, message):
    out = tmp_path / "out"
    told = CliRunner().invoke(
        command, ["book", "-o", str(out), "--root", str(shared_root), "--pages", pages]
    )
    assert told.exit_code == 2
    assert message in told.output
    assert not out.exists()


def test_the_paper_is_turned_as_asked(book, shared_root, tmp_path):
    (page,) = draw_pages(book.recipe, root=book.root, pages=[5], orientation="landscape")
    assert (page.width, page.height) == (297, 210)
    (page,) = draw_pages(book.recipe, root=book.root, pages=[5])
    assert (page.width, page.height) == (210, 297)
    asked = ["book", "-o", str(tmp_path), "--root", str(shared_root), "--pages", "1"]
    asked += ["--dpi", "40", "--format", "png", "--resume"]
    for turn, size in (("landscape", (468, 331)), ("portrait", (331, 468))):
        told = CliRunner().invoke(command, [*asked, "--orientation", turn])
        assert told.exit_code == 0, told.output
        with Image.open(tmp_path / "01-wells.png") as image:
            assert image.size == size


@pytest.mark.parametrize("name", ["x.jpg", "x.tiff", "x.TIF", "x.png", "x.svg", "x.zip", "x.gpkg"])
def test_the_name_of_a_file_is_no_folder(book, tmp_path, name):
    with pytest.raises(SxgeoError, match=r"is the name of one file.*leave out '\."):
        render_atlas(book.recipe, tmp_path / name, root=book.root, pages=[1], dpi=40)
    assert list(tmp_path.iterdir()) == []


def test_names_of_folders_and_a_folder_that_is_there_are_taken(tmp_path):
    (tmp_path / "x.jpg").mkdir()
    for name in ("x.jpg", "out", "maps-1.5", "2026.11.22", "x.pdf", "x.PDF"):
        check_target(tmp_path / name)
