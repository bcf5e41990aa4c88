import numpy as np
import pytest
from pyproj import Transformer

from sxgeo.refine.extract import read_extract
from sxgeo.refine.graph import GAP, build_graph, edge_factors

BOUNDS = (112.0, 37.0, 114.0, 38.5)
METRES = "+proj=aea +lat_1=37.2 +lat_2=38.2 +lat_0=37.75 +lon_0=113 +units=m"


@pytest.fixture
def graph_of(tmp_path):
    plane = Transformer.from_crs("EPSG:4326", METRES, always_xy=True)

    def build(drawn, *, gap_m=300.0):
        path = drawn.write(tmp_path / "some.osm.pbf")
        return build_graph(read_extract(path, ["railway"], BOUNDS), "railway", plane, gap_m=gap_m)

    return build


def test_a_long_straight_way_is_cut_and_its_length_kept(world, graph_of):
    drawn = world.Map()
    drawn.way([(0, 0), (3, 0), (3, 0.1)], railway="rail")
    graph = graph_of(drawn)
    assert graph.metres.max() <= 200.0
    assert graph.metres.sum() == pytest.approx(3100, rel=0.005)
    assert graph.drawn.sum() == 3, "only the way's own corners are drawn"
    line = graph.lonlat[~graph.drawn]
    assert np.abs(line[:, 1] - world.at(0, 0)[1]).max() < 1e-6
    joined = np.bincount(np.concatenate([graph.start, graph.end]))
    assert sorted(set(joined.tolist())) == [1, 2]


def test_ways_that_share_a_node_are_joined_and_crossings_without_one_are_not(world, graph_of):
    drawn = world.Map()
    drawn.way([(0, 0), (1, 0), (2, 0)], railway="rail")
    drawn.way([(1, 0), (1, 1)], railway="rail")
    drawn.way([(1.5, -1), (1.5, 1)], railway="rail")
    graph = graph_of(drawn)
    joined = np.bincount(np.concatenate([graph.start, graph.end]))
    assert sorted(set(joined.tolist())) == [1, 2, 3]
    assert (joined == 3).sum() == 1


@pytest.mark.parametrize(("gap_m", "bridges"), [(300.0, 1), (100.0, 0), (0.0, 0)])
def test_only_near_dead_ends_are_bridged(world, graph_of, gap_m, bridges):
    drawn = world.Map()
    drawn.way([(0, 0), (1, 0)], railway="rail")
    drawn.way([(1.15, 0), (2, 0)], railway="rail")
    drawn.way([(0.5, 0.05), (0.5, 1)], railway="rail")  # near the first way's middle, not its end
    graph = graph_of(drawn, gap_m=gap_m)
    gaps = graph.kind == graph.kinds.index(GAP)
    assert gaps.sum() == bridges
    assert graph.metres[gaps].tolist() == pytest.approx([150.0] * bridges, rel=0.01)


def test_a_node_the_extract_lacks_cuts_the_way_there(world, graph_of):
    drawn = world.Map()
    drawn.way([(0, 0), (0.1, 0), (0.2, 0), (0.3, 0)], railway="rail")
    missing = drawn.nodes.pop((0.1, 0.0))
    assert missing
    graph = graph_of(drawn, gap_m=0.0)
    assert graph.metres.tolist() == pytest.approx([100.0], rel=0.01)


def test_factors_close_what_is_not_listed_and_prefer_the_name(world, graph_of):
    drawn = world.Map()
    drawn.way([(0, 0), (0.1, 0)], railway="rail", name="甲乙线")
    drawn.way([(0, 1), (0.1, 1)], railway="rail", name="丙线")
    drawn.way([(0, 2), (0.1, 2)], railway="rail")
    drawn.way([(0, 3), (0.1, 3)], railway="rail", service="yard")
    graph = graph_of(drawn, gap_m=0.0)
    matched = np.array([names == ("甲乙线",) for names in graph.names])
    factors = edge_factors(graph, {"rail": 2.0}, matched)
    by_row = dict(zip(graph.lonlat[graph.start, 1].round(3).tolist(), factors, strict=True))
    rows = [by_row[round(world.at(0, row)[1], 3)] for row in range(4)]
    assert rows == pytest.approx([2.0, 3.6, 2.6, np.inf])
