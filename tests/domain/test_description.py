import geopandas as gpd
import pandas as pd
import pytest

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.description import describe_frame
from sxgeo.domain.layer import read_layer
from sxgeo.domain.nearness import nearest_to_seats
from sxgeo.errors import SxgeoError


def test_a_layer_tells_its_rows_columns_units_and_sources(shared_root):
    told = describe_frame(read_layer("wells", root=shared_root), root=shared_root)
    assert told.head["title"] == "水井"
    assert (told.head["rows"], told.head["crs"]) == ("4", "EPSG:4326")
    columns = told.columns.set_index("column")
    assert columns.loc["depth_m", ["label", "unit", "filled"]].tolist() == ["井深", "米", 2]
    assert columns.loc["accuracy_m", ["label", "unit", "filled"]].tolist() == ["位置精度", "米", 4]
    cited = told.cited.set_index("id")
    assert cited.loc["survey", ["licence", "rows"]].tolist() == ["CC0-1.0", 3]
    assert cited.loc["R", "rows"] == 4


def test_english_labels(shared_root):
    told = describe_frame(read_layer("wells", root=shared_root), lang="en", root=shared_root)
    assert told.columns.set_index("column").loc["depth_m", ["label", "unit"]].tolist() == [
        "Depth",
        "m",
    ]


def test_it_shows_as_text(shared_root):
    text = str(describe_frame(read_layer("wells", root=shared_root), root=shared_root))
    assert text.startswith("title: 水井\ntitle_en: Wells\n")
    assert "井深" in text
    assert "Survey of Testland" in text
    assert repr(describe_frame(read_layer("wells", root=shared_root), root=shared_root)) == text


@pytest.mark.parametrize("level", ["province", "prefecture", "county"])
def test_every_column_of_the_boundaries_has_a_label(level):
    columns = describe_frame(read_boundaries(level)).columns.set_index("column")["label"]
    assert columns.drop("geometry").ne("").all()


def test_every_column_of_an_answer_has_a_label(shared_root):
    answer = nearest_to_seats(read_layer("wells", root=shared_root), root=shared_root)
    told = describe_frame(answer, root=shared_root)
    assert told.columns.set_index("column")["label"].drop("geometry").ne("").all()
    assert told.head["rests_on"].startswith("Straight (geodesic) distance")


def test_any_frame_can_be_described(shared_root):
    told = describe_frame(pd.DataFrame({"a": [1, None], "b": ["", "x"]}), root=shared_root)
    assert told.columns[["column", "filled"]].to_numpy().tolist() == [["a", 1], ["b", 1]]
    bare = gpd.GeoDataFrame(geometry=gpd.points_from_xy([112], [37]))
    assert "crs" not in describe_frame(bare, root=shared_root).head


def test_something_else_cannot(shared_root):
    with pytest.raises(SxgeoError) as caught:
        describe_frame([1, 2], root=shared_root)
    assert str(caught.value) == "A list cannot be described; give a frame."
