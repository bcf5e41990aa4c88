import pandas as pd
import pytest
import shapely

from sxgeo.domain.routes import build_routes

PLACES = pd.DataFrame(
    {"lon": [112.0, 112.5, 113.0], "lat": [37.0, 37.5, 38.0]}, index=["a", "b", "c"]
)


def routes(*rows):
    index = pd.RangeIndex(2, len(rows) + 2)
    return pd.DataFrame(rows, columns=["feature", "part", "seq", "place"], index=index)


def test_places_join_in_order_of_seq_not_of_rows():
    lines, issues = build_routes(
        routes(("r", "1", "10", "c"), ("r", "1", "2", "a"), ("r", "1", "3", "b")), PLACES, "f"
    )
    assert issues == []
    assert lines["r"].equals(shapely.LineString([(112, 37), (112.5, 37.5), (113, 38)]))


def test_parts_stay_apart():
    rows = [("r", "1", "1", "a"), ("r", "1", "2", "b"), ("r", "2", "1", "b"), ("r", "2", "2", "c")]
    lines, _ = build_routes(routes(*rows), PLACES, "f")
    assert lines["r"].geom_type == "MultiLineString"
    assert len(lines["r"].geoms) == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("r", "1", "1", "a"), ("r", "1", "2", "bb")], "row 3, column place: unknown place 'bb'"),
        ([("r", "1", "x", "a"), ("r", "1", "2", "b")], "row 2, column seq: 'x' is not a whole"),
        ([("r", "1", "1", "a"), ("r", "1", "1", "b")], "row 3: the same feature, part and seq"),
        ([("r", "1", "1", "a")], "feature r, part 1: a route needs at least two places"),
    ],
)
def test_every_fault_is_named_by_row(rows, message):
    _, issues = build_routes(routes(*rows), PLACES, "routes.csv")
    assert any(message in str(issue) for issue in issues)


def test_all_faults_at_once():
    _, issues = build_routes(routes(("r", "x", "1", "q"), ("r", "1", "y", "w")), PLACES, "f")
    assert len(issues) == 4
