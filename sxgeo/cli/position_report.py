"""What `sxgeo layers check --positions` says: a head a layer, then its features, worst first."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sxgeo.domain.evidence import Evidence
    from sxgeo.domain.position_tests import CountyTest, NearTest, RouteTest


def report_lines(layer_id: str, found: Sequence[Evidence]) -> Iterator[str]:
    """Yield the lines of one layer's report.

    Parameters
    ----------
    layer_id : str
        The layer.
    found : sequence of Evidence
        Of its features, in the order to show them.
    """
    yield f"{layer_id}: {_counts(found)}"
    for each in found:
        yield f"  {each.feature} {each.name}: {_facts(each)}"
        yield from (f"    wrong: {one}" for one in each.contradictions)
        yield from (f"    look: {one}" for one in each.doubts)


def as_row(each: Evidence) -> dict[str, Any]:
    """Return the evidence of one feature as JSON values."""
    from dataclasses import asdict

    return {
        **asdict(each),
        "contradictions": list(each.contradictions),
        "doubts": list(each.doubts),
    }


def _counts(found: Sequence[Evidence]) -> str:
    if not found:
        return "no features"
    numbers = [len(each.witnesses) for each in found]
    several, one = sum(number > 1 for number in numbers), numbers.count(1)
    wrong = sum(bool(each.contradictions) for each in found)
    return (
        f"{len(found)} features, {several} on two or more sources, {one} on one, "
        f"{numbers.count(0)} on none; median accuracy "
        f"{median(each.accuracy_m for each in found):,.0f} m; {wrong or 'none'} contradicted"
    )


def _facts(each: Evidence) -> str:
    cited = f"{len(each.sources)} cited ({', '.join(each.sources)})"
    facts = [
        f"{each.position_status}, {each.accuracy_m:,.0f} m",
        f"{len(each.witnesses)} independent of {cited}",
    ]
    if each.spread_m is not None:
        facts.append(f"{each.spread_m:,.0f} m apart")
    elif len(each.witnesses) > 1:
        facts.append("distance between them not recorded")
    if each.county is not None:
        facts.append(_county(each.county))
    if each.route is not None:
        facts.append(_route(each.route))
    return "; ".join([*facts, *(_near(one) for one in each.near)])


def _county(test: CountyTest) -> str:
    verdict = test.verdict.replace("_", " ")
    return f"county {test.county}: {verdict}, {test.border_m:,.0f} m from its border"


def _route(test: RouteTest) -> str:
    shares = ", ".join(f"{number} {status}" for status, number in test.waypoints.items())
    return f"waypoints: {shares}"


def _near(test: NearTest) -> str:
    without = " without it" if test.left_out else ""
    return f"{test.place} {test.distance_m:,.0f} m from {test.feature}{without}"
