"""Type: what may start a line, which marks move together, what processes may not share."""

from __future__ import annotations

import multiprocessing
import sys

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sxgeo.render.atlas import lettering
from sxgeo.render.atlas.lettering import (
    MM_PER_POINT,
    halo_rings,
    runs_of,
    squeezes,
    straight,
    text_width,
    wrapped,
)
from sxgeo.render.atlas.sheet import TextStyle

DPI = 400


def ink_of(sheet):
    """Return left and right end of what is drawn, in millimetres."""
    sheet.figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(sheet.figure)
    canvas.draw()
    dark = np.asarray(canvas.buffer_rgba())[..., :3].min(axis=(0, 2)) < 128
    columns = np.flatnonzero(dark)
    return columns[0] / DPI * 25.4, (columns[-1] + 1) / DPI * 25.4


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("山西“三纵”水网", 0.0),
        ("“三纵”水网", 0.5),
        ("《纲要》：“建设”。", 0.5 + 0.5 + 0.5 + 0.5),
        ("（“1+11”）", 0.5 + 0.5 + 0.5),
        ("plain, words (here)", 0.0),
        ("", 0.0),
    ],
)
def test_full_width_marks_that_meet_give_up_a_blank_half(text, taken):
    assert sum(squeezes(text)) == taken
    runs = runs_of(text, "regular")
    assert "".join(run for _, run in runs) == text


def test_the_line_is_drawn_as_it_is_measured(make_sheet):
    """The ink of the last hanzi ends where the measure says, squeezed marks before it."""
    text = "《纲要》：“山"
    sheet = make_sheet(120, 30)
    style = TextStyle(17, "#000000")
    box = sheet.text((10, 10), text, style)
    _, right = ink_of(sheet)
    plain = make_sheet(120, 30)
    shown = plain.text((10, 10), "纲山", style)
    _, edge = ink_of(plain)
    assert right - box.right == pytest.approx(edge - shown.right, abs=0.12)
    assert box.width == pytest.approx((7 - 1.5) * 17 * MM_PER_POINT, abs=0.01)


def test_an_opening_mark_stands_at_the_edge(make_sheet):
    sheet = make_sheet(120, 30)
    sheet.text((10, 10), "“三纵”", TextStyle(17, "#000000"))
    left, _ = ink_of(sheet)
    assert 9.9 < left < 10 + 0.2 * 17 * MM_PER_POINT


def test_a_turned_line_is_squeezed_along_itself(make_sheet):
    sheet = make_sheet(30, 120)
    style = TextStyle(17, "#000000")
    sheet.text((20, 10), "纲》：“山", style, angle=90)
    sheet.figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(sheet.figure)
    canvas.draw()
    dark = np.flatnonzero(np.asarray(canvas.buffer_rgba())[..., :3].min(axis=(1, 2)) < 128)
    top = 120 - dark[0] / DPI * 25.4
    assert top == pytest.approx(10 + style.width_of("纲》：“山"), abs=0.9)


def test_halos_move_with_their_letters():
    rings = halo_rings("《纲要》：“山", 10)
    assert max(float(ring[:, 0].max()) for ring in rings) < text_width("《纲要》：“山", 10) + 0.6


def test_no_line_starts_with_a_closing_mark_or_a_dash_or_ends_with_an_opening_one():
    text = "全面完成（一泓清水），建设“三纵九横”；太原—忻州城际《纲要》……实施"
    for width in np.arange(12.0, 40.0, 0.7):
        lines = wrapped(text, float(width), 6.6)
        assert "".join(lines) == text
        assert not [line for line in lines[1:] if line[0] in "，。；：）”》—…"]
        assert not [line for line in lines[:-1] if line[-1] in "（“《"]


def test_a_code_is_not_broken_at_its_hyphen_and_words_are():
    lines = [
        wrapped("取自地图（BD-09，已转WGS-84）", width, 6.6) for width in np.arange(16, 40, 0.5)
    ]
    assert not [line for each in lines for line in each if line.endswith(("BD-", "WGS-"))]
    assert ["Taiyuan–", "Xinzhou"] in [wrapped("Taiyuan–Xinzhou", w, 6.6) for w in (10.5, 11, 12)]


def test_english_quotes_are_straight_on_chinese_pages_too():
    assert straight("The “1+11” reform zones") == 'The "1+11" reform zones'


def test_no_paragraph_ends_in_a_lone_hanzi():
    text = "建成太原城市轨道交通一号线一期工程，推进二期、三号线等项目。"
    for width in np.arange(16.0, 60.0, 0.5):
        lines = wrapped(text, float(width), 6.6)
        assert "".join(lines) == text
        assert len(lines) == 1 or len(lines[-1].rstrip("。")) > 1
        assert max(text_width(line, 6.6) for line in lines) <= width
    assert wrapped("Outline 2035 晋政发〔2021〕7号", 31.0, 6.6)[-1].endswith("7号")


def _advances(hanzi):
    lettering._advance.cache_clear()
    return [lettering._advance(each, "regular") for each in hanzi]


def _faces_at_hand():
    return lettering._face.cache_info().currsize


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork")
def test_forked_processes_read_the_font_by_themselves():
    known = lettering._face("regular").get_charmap()
    hanzi = [chr(code) for code in sorted(known) if 0x4E00 <= code < 0x9FA5][:3000]
    before = _advances(hanzi)
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        assert pool.apply(_faces_at_hand) == 0
    with context.Pool(3) as pool:
        assert pool.map(_advances, [hanzi] * 6, chunksize=1) == [before] * 6
