import pytest

from sxgeo.domain.citation import Citation, cited_ids, parse_citations


def test_several_citations_with_and_without_a_locator():
    assert parse_citations("osm-2025 [太原南, node 1]; R") == [
        Citation("osm-2025", "太原南, node 1"),
        Citation("R", ""),
    ]


def test_an_empty_cell_cites_nothing():
    assert parse_citations(" ") == []


@pytest.mark.parametrize("cell", ["two words", "a [b", "a [b] c", "[b]"])
def test_a_malformed_part_is_named(cell):
    with pytest.raises(ValueError, match=r".+"):
        parse_citations(cell)
    assert cited_ids(cell) == []
