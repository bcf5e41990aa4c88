"""No two names overlap, none is cut, and every name is there."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sxgeo.render.atlas.features import by_symbol
from sxgeo.render.atlas.label_field import LabelField
from sxgeo.render.atlas.labels import LabelRequest, place_points, place_units
from sxgeo.render.atlas.line_labels import place_lines
from sxgeo.render.atlas.naming import Naming
from sxgeo.render.atlas.numbered_key import number_the_rest
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.sheet import TextStyle

STYLE = TextStyle(6.4, "#000000")
WINDOW = Rect(0, 0, 100, 80)


def overlaps(boxes):
    """Return the pairs of rows (n, 4) whose insides meet."""
    tree = shapely.STRtree(shapely.box(*boxes.T))
    one, other = tree.query(shapely.box(*boxes.T), predicate="intersects")
    share = shapely.area(
        shapely.intersection(shapely.box(*boxes[one].T), shapely.box(*boxes[other].T))
    )
    return {(a, b) for a, b, area in zip(one, other, share, strict=True) if a < b and area > 1e-6}


def points(coordinates, text="太原南站"):
    return [
        LabelRequest(f"{text}{place}", STYLE, "point", shapely.Point(*at), radius=1.2)
        for place, at in enumerate(coordinates)
    ]


def test_a_lone_name_stands_right_of_its_mark():
    (label,), refused = place_points(LabelField(WINDOW), points([(50, 40)]))
    assert not refused
    assert label.boxes[0, 0] > 51.2
    assert label.boxes[0, 1] < 40 < label.boxes[0, 3]
    assert label.leader is None


def test_a_name_at_the_edge_turns_inwards():
    (label,), _ = place_points(LabelField(WINDOW), points([(98, 40)]))
    assert label.boxes[0, 2] < 98


def test_crowded_names_stand_off_with_leaders_and_never_overlap():
    around = np.random.default_rng(3).normal((50, 40), 5, (16, 2))
    field = LabelField(WINDOW)
    field.take_marks(np.hstack([around - 1.2, around + 1.2]))
    labels, refused = place_points(field, points(around))
    assert not refused
    assert any(label.leader is not None for label in labels)
    boxes = np.concatenate([label.boxes for label in labels])
    assert overlaps(boxes) == set()
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= (100, 80)).all()
    leaders = [shapely.LineString(label.leader) for label in labels if label.leader is not None]
    assert not any(a.crosses(b) for a, b in itertools.combinations(leaders, 2))


def test_what_has_no_room_is_refused_by_name():
    field = LabelField(Rect(0, 0, 12, 12))
    labels, refused = place_points(field, points([(6, 6)] * 8))
    assert len(labels) + len(refused) == 8
    assert refused


def test_larger_priority_chooses_first():
    low, high = points([(50, 40)], "低")[0], points([(50.5, 40)], "高")[0]
    labels, _ = place_points(
        LabelField(WINDOW), [low, LabelRequest(high.text, STYLE, "point", high.shape, 1.2, 5)]
    )
    assert labels[0].text == high.text


def test_a_unit_is_named_inside_itself_off_a_line_through_its_middle():
    shape = shapely.box(20, 20, 80, 60)
    field = LabelField(WINDOW)
    field.add_lines([np.array([(20.0, 40.0), (80.0, 40.0)])], 1.0)
    (label,), _ = place_units(field, [LabelRequest("忻州市", STYLE, "unit", shape)])
    assert shape.contains(shapely.box(*label.boxes[0]))
    assert not (label.boxes[0, 1] < 40 < label.boxes[0, 3])


def test_a_unit_too_small_for_its_name_gets_a_leader():
    shape = shapely.box(50, 40, 53, 43)
    (label,), _ = place_units(LabelField(WINDOW), [LabelRequest("迎泽区", STYLE, "unit", shape)])
    assert label.leader is not None
    assert shape.buffer(0.5).contains(shapely.Point(label.leader[0]))


def line_request(line, text="滹沱河"):
    return LabelRequest(text, TextStyle(7, "#000", spacing=0.4), "line", line, radius=0.5)


def test_a_name_follows_its_line_and_reads_from_the_left():
    angle = np.linspace(0, np.pi / 2, 60)
    arc = shapely.LineString(
        np.column_stack([10 + 60 * (1 - np.cos(angle)), 10 + 60 * np.sin(angle)])[::-1]
    )
    (label,), _ = place_lines(LabelField(WINDOW), [line_request(arc)])
    assert [piece[0] for piece in label.pieces] == list("滹沱河")
    middles = (label.boxes[:, :2] + label.boxes[:, 2:]) / 2
    off = shapely.distance(arc, shapely.points(middles))
    assert (off < 3.5).all()
    assert (off > 1.0).all()
    assert (np.diff(middles[:, 0]) > 0).all() or (np.diff(middles[:, 1]) < 0).all()


def test_hanzi_along_a_vertical_line_stand_upright_and_run_down():
    line = shapely.LineString([(50, 10), (50, 70)])
    (label,), _ = place_lines(LabelField(WINDOW), [line_request(line)])
    angles = np.array([piece[3] for piece in label.pieces])
    assert np.allclose((angles + 180) % 360 - 180, 0, atol=1e-6)
    assert (np.diff(label.boxes[:, 1]) < 0).all()


def test_a_line_too_short_or_too_bent_is_refused():
    short = shapely.LineString([(10, 10), (14, 10)])
    bent = shapely.LineString([(40 + 12 * (i % 2), 10 + 4 * i) for i in range(16)])
    _, refused = place_lines(
        LabelField(WINDOW), [line_request(short), line_request(bent, "丹" * 9)]
    )
    assert len(refused) == 2


@pytest.mark.parametrize(
    ("size", "text"), [(6.4, "滹沱河西段"), (9, "Taiyuan South 12"), (17, "1+11示范区")]
)
def test_the_measure_agrees_with_what_matplotlib_draws(make_sheet, size, text):
    sheet = make_sheet(120, 40)
    box = sheet.text((5, 10), text, TextStyle(size, "#000000"))
    (artist,) = (each for each in sheet.axes.get_children() if getattr(each, "get_text", str)())
    drawn = artist.get_window_extent(FigureCanvasAgg(sheet.figure).get_renderer())
    left, bottom, right, top = np.array(drawn.extents) / 100 * 25.4
    assert right - left == pytest.approx(box.width, abs=0.05 * box.height + 0.3)
    assert box.left - 0.3 <= left
    assert box.bottom - 0.35 <= bottom
    assert top <= box.top + 0.35


def test_no_names_overlap_on_any_page(shanxi_pages):
    for page in shanxi_pages:
        if page.drawn is None:
            continue
        boxes = np.concatenate([label.boxes for label in page.drawn.labels])
        owner = np.concatenate(
            [np.full(len(label.boxes), place) for place, label in enumerate(page.drawn.labels)]
        )
        clash = {(a, b) for a, b in overlaps(boxes) if owner[a] != owner[b]}
        names = [
            (page.drawn.labels[owner[a]].text, page.drawn.labels[owner[b]].text) for a, b in clash
        ]
        assert not names, f"page {page.number}: {names}"


def test_no_name_is_cut_by_the_frame(shanxi_pages):
    for page in shanxi_pages:
        if page.drawn is None:
            continue
        rect = page.frame.rect
        for label in page.drawn.labels:
            assert (label.boxes[:, :2] >= (rect.left, rect.bottom)).all(), label.text
            assert (label.boxes[:, 2:] <= (rect.right, rect.top)).all(), label.text


def test_every_name_is_on_its_page(every_map):
    """Written on the map, or as a number that a key on the page explains."""
    assert not [(page.number, page.drawn.unnamed) for page in every_map if page.drawn.unnamed]


def test_few_names_are_numbers(every_map):
    numbers = sum(len(page.drawn.key.entries) for page in every_map)
    assert numbers <= 0.05 * sum(len(page.drawn.labels) for page in every_map)


def test_every_number_is_explained_and_on_the_map(every_map):
    for page in every_map:
        key = page.drawn.key
        assert [entry.number for entry in key.entries] == list(range(1, len(key.entries) + 1))
        pieces = {label.text: label.pieces for label in page.drawn.labels}
        written = "".join(
            each.get_text() for each in page.figure.findobj(lambda one: hasattr(one, "get_text"))
        )
        for entry in key.entries:
            assert pieces[entry.name][0][0] == str(entry.number)
            assert entry.name.replace(" ", "") in written.replace(" ", "")


def test_a_key_on_the_map_covers_no_name_and_nothing_the_page_is_about(every_map):
    found = [page for page in every_map if page.drawn.key.rect is not None]
    assert found
    for page in found:
        rect = shapely.box(*page.drawn.key.rect)
        boxes = np.concatenate([label.boxes for label in page.drawn.labels])
        assert not shapely.intersects(rect, shapely.box(*boxes.T)).any(), page.title
        assert page.frame.rect.contains(page.drawn.key.rect)


def test_letters_along_a_line_keep_their_distance(every_map):
    """At a bend or an end they once huddled and lay upon each other."""
    for page in every_map:
        for label in page.drawn.labels:
            if len(label.boxes) > 1:
                middles = (label.boxes[:, :2] + label.boxes[:, 2:]) / 2
                apart = np.hypot(*np.diff(middles, axis=0).T)
                narrow = [label.style.width_of(text) for text, *_ in label.pieces]
                if len(narrow) == len(middles):  # without spaces
                    least = (np.array(narrow[1:]) + narrow[:-1]) / 2
                    assert (apart > 0.9 * least).all(), f"page {page.number}: {label.text}"


def test_no_name_lies_on_a_mark_of_its_own_layer_or_another(shanxi_pages):
    """But for numbers, which may stand upon the mark they name where marks crowd."""
    for page in shanxi_pages:
        if page.drawn is None or page.drawn.inset is not None:
            continue
        marks = [
            (x, y, symbol.size / 2 * 25.4 / 72)
            for each in page.drawn.layers
            for symbol, shapes in by_symbol(each)
            if symbol.geometry == "point"
            for x, y in shapely.get_coordinates(shapes)
        ]
        numbered = {entry.name for entry in page.drawn.key.entries}
        for label in page.drawn.labels:
            if label.text not in numbered:
                for x, y, half in marks:
                    mark = shapely.box(x - half, y - half, x + half, y + half)
                    names = shapely.box(*label.boxes.T)
                    assert not shapely.intersects(mark.buffer(-0.05), names).any(), (
                        f"page {page.number}: {label.text}"
                    )


def test_where_not_even_a_number_fits_a_neighbour_becomes_one_too():
    field = LabelField(Rect(0, 0, 14, 14))
    at = [(3, 7), (7, 7), (11, 7)]
    requests = points(at)
    field.take_marks(np.array([(x - 1.2, y - 1.2, x + 1.2, y + 1.2) for x, y in at]))
    start = field.state()
    labels, refused = place_points(field, requests)
    assert refused
    window = Naming(field, start, labels, refused, {each.text: each for each in requests}, [])
    entries, unnamed = number_the_rest([window])
    assert not unnamed
    assert {label.text for label in window.labels} == {each.text for each in requests}
    written = [label.pieces[0][0] for label in window.labels]
    assert {str(entry.number) for entry in entries} <= set(written)
    assert overlaps(np.concatenate([label.boxes for label in window.labels])) == set()


def test_a_remark_in_brackets_stands_on_a_line_of_its_own():
    request = points([(50, 40)], "太原—忻州城际快速路（太忻大道）")[0]
    (label,), _ = place_points(LabelField(WINDOW), [request])
    assert [piece[0] for piece in label.pieces] == ["太原—忻州城际快速路", "（太忻大道）0"]


def test_no_line_of_a_name_starts_with_what_may_not_start_one(every_map):
    forbidden = set("）》”’、，。；：！？—–·…)")
    for page in every_map:
        for label in page.drawn.labels:
            if label.kind != "line" or len(label.boxes) == 1:
                assert not [text for text, *_ in label.pieces if text[0] in forbidden], label.text
