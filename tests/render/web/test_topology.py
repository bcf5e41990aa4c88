"""Shared arcs: every unit comes back exactly, every border is written once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sxgeo.domain.boundaries import read_boundaries
from sxgeo.render.web.packing import Grid, points_of
from sxgeo.render.web.topology import Topology, build_topology

GRID = Grid((110.0, 34.0), 100_000)


def decode_ring(topology: Topology, ring: list[int]) -> np.ndarray:
    pieces = []
    for arc in ring:
        points = points_of(topology.arcs[arc if arc >= 0 else ~arc])
        pieces.append(points if arc >= 0 else points[::-1])
    for before, after in zip(pieces, [*pieces[1:], pieces[0]], strict=True):
        assert before[-1].tolist() == after[0].tolist(), "arcs of a ring meet"
    return np.vstack([pieces[0], *(each[1:] for each in pieces[1:])])


def decode(topology: Topology, area: list[list[list[int]]]) -> shapely.MultiPolygon:
    return shapely.multipolygons(
        [
            shapely.Polygon(rings[0], rings[1:])
            for polygon in area
            if (rings := [decode_ring(topology, ring) for ring in polygon])
        ]
    )


def snapped(area: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shapely.multipolygons(shapely.get_parts(area)), GRID.snap)


def assert_same(topology: Topology, levels: dict[str, list]) -> None:
    for level, areas in levels.items():
        for area, packed in zip(areas, topology.polygons[level], strict=True):
            expected = shapely.remove_repeated_points(snapped(area))
            found = shapely.normalize(decode(topology, packed))
            assert shapely.equals_exact(found, shapely.normalize(expected))


def arcs_used(area: list[list[list[int]]]) -> list[int]:
    return [arc if arc >= 0 else ~arc for polygon in area for ring in polygon for arc in ring]


def test_two_neighbours_share_one_arc_read_both_ways():
    left, right = shapely.box(110, 34, 111, 35), shapely.box(111, 34, 112, 35)
    topology = build_topology({"county": [left, right]}, GRID)
    assert_same(topology, {"county": [left, right]})
    assert len(topology.arcs) == 3
    ours, theirs = (set(arcs_used(each)) for each in topology.polygons["county"])
    assert len(ours & theirs) == 1


def test_an_enclave_is_the_hole_around_it():
    outer = shapely.Polygon(
        [(110, 34), (113, 34), (113, 37), (110, 37)],
        [[(111, 35), (112, 35), (112, 36), (111, 36)]],
    )
    # The same ring from another vertex: it must still be found.
    inner = shapely.Polygon([(112, 36), (112, 35), (111, 35), (111, 36)])
    topology = build_topology({"county": [outer, inner]}, GRID)
    assert_same(topology, {"county": [outer, inner]})
    assert len(topology.arcs) == 2


def test_borders_stand_under_the_coarsest_level_once():
    counties = [shapely.box(x, y, x + 1, y + 1) for x in (110, 111) for y in (34, 35)]
    levels = {
        "province": [shapely.coverage_union_all(counties)],
        "prefecture": [
            shapely.coverage_union_all(counties[:2]),
            shapely.coverage_union_all(counties[2:]),
        ],
        "county": counties,
    }
    topology = build_topology(levels, GRID)
    assert_same(topology, levels)
    listed = [arc for arcs in topology.borders.values() for arc in arcs]
    assert sorted(listed) == list(range(len(topology.arcs)))
    assert sorted(topology.borders["province"]) == sorted(
        set(arcs_used(topology.polygons["province"][0]))
    )
    assert len(topology.borders["prefecture"]) == 2
    assert len(topology.borders["county"]) == 2


def test_what_is_smaller_than_a_step_vanishes_but_never_a_whole_unit():
    speck = shapely.box(112, 36, 112.000001, 36.000001)
    island = shapely.MultiPolygon([shapely.box(110, 34, 111, 35), speck])
    holed = shapely.Polygon(
        shapely.box(113, 34, 114, 35).exterior,
        [shapely.box(113.5, 34.5, 113.500001, 34.500001).exterior],
    )
    topology = build_topology({"county": [island, speck, holed]}, GRID)
    assert len(topology.polygons["county"][0]) == 1
    assert len(topology.polygons["county"][1]) == 1
    assert len(topology.polygons["county"][2][0]) == 1


@pytest.mark.parametrize("seed", range(5))
def test_random_coverages_come_back(seed):
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform([110, 34], [114, 40], (60, 2)))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(points, extend_to=shapely.box(110, 34, 114, 40))
    )
    clipped = list(
        shapely.set_precision(shapely.intersection(cells, shapely.box(110, 34, 114, 40)), 1e-5)
    )
    topology = build_topology({"county": clipped}, GRID)
    assert_same(topology, {"county": clipped})


def test_the_real_units_come_back_and_cost_half():
    levels = {
        level: read_boundaries(level).geometry.tolist()
        for level in ("province", "prefecture", "county")
    }
    topology = build_topology(levels, GRID)
    assert_same(topology, levels)
    written = sum(len(arc) for arc in topology.arcs) / 2
    assert written < 0.6 * shapely.get_num_coordinates(levels["county"]).sum()
