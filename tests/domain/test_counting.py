import geopandas as gpd
import pytest
import shapely

from sxgeo.domain.counting import count_by_unit
from sxgeo.domain.layer import read_layer
from sxgeo.errors import SxgeoError, UnknownNameError


def test_every_unit_has_a_row(shared_root):
    found = count_by_unit(read_layer("wells", root=shared_root), root=shared_root)
    assert dict(zip(found["adcode"], found["features"], strict=True)) == {
        "990101": 1,
        "990102": 1,
        "990201": 1,
        "990202": 1,
    }
    assert found.crs.to_epsg() == 4326
    assert found.attrs["of"] == "水井"


def test_a_line_counts_in_every_unit_it_runs_through(shared_root):
    found = count_by_unit(read_layer("paths", root=shared_root), root=shared_root)
    assert found["features"].tolist() == [1, 1, 0, 1]
    assert (found.attrs["features"], found.attrs["in_several"], found.attrs["outside"]) == (1, 1, 0)


def test_classes_add_up(shared_root):
    wells = read_layer("wells", root=shared_root)
    found = count_by_unit(wells, "prefecture", by="status", root=shared_root)
    assert list(found.columns)[4:] == [
        "features",
        "operating",
        "planned",
        "under_construction",
        "geometry",
    ]
    classes = found[["operating", "planned", "under_construction"]]
    assert classes.sum(axis=1).equals(found["features"])
    assert found["under_construction"].tolist() == [1, 0]


def test_shapes_of_ones_own_are_laid_on_the_boundaries(shared_root):
    mine = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy([112.5, 112.5, 113.5, 100.0], [37.2, 37.3, 38.3, 30.0]),
        crs="EPSG:4326",
    )
    found = count_by_unit(mine.to_crs(4547), root=shared_root)
    assert found["features"].tolist() == [2, 0, 0, 1]
    assert found.attrs["outside"] == 1


def test_a_point_on_a_border_counts_once_in_the_smaller_adcode(shared_root):
    from sxgeo.domain.boundaries import read_boundaries

    units = read_boundaries("county", root=shared_root).set_index("adcode").geometry
    shared = units["990101"].intersection(units["990102"])
    corner = shapely.Point(shapely.get_coordinates(shared)[3])
    mine = gpd.GeoDataFrame(geometry=[corner], crs="EPSG:4326")
    assert count_by_unit(mine, root=shared_root)["features"].tolist() == [1, 0, 0, 0]


def test_only_the_units_below_one(shared_root):
    wells = read_layer("wells", root=shared_root)
    found = count_by_unit(wells, parent="洪洞", root=shared_root)
    assert found["adcode"].tolist() == ["990201", "990202"]
    assert found.attrs["outside"] == 0


def test_an_unknown_column_offers_the_nearest(shared_root):
    with pytest.raises(UnknownNameError, match="Unknown column 'statu'"):
        count_by_unit(read_layer("wells", root=shared_root), by="statu", root=shared_root)


def test_a_value_may_not_be_called_like_a_column(shared_root):
    wells = read_layer("wells", root=shared_root)
    wells["kind"] = "features"
    with pytest.raises(SxgeoError) as caught:
        count_by_unit(wells, by="kind", root=shared_root)
    assert str(caught.value) == (
        "The column 'kind' holds 'features', which the result calls something else."
    )
