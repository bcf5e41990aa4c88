"""What `sxgeo layers check --positions` says: a line a layer, then all features, worst first."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sxgeo.domain.evidence import Evidence
    from sxgeo.domain.position_tests import CountyTest, NearTest, RouteTest


def report_lines(found: Mapping[str, Sequence[Evidence]]) -> Iterator[str]:
    """Yield the lines of a report: one a layer, then its features among those of all others.

    Parameters
    ----------
    found : mapping of str to sequence of Evidence
        By layer.
    """
    for layer_id, features in found.items():
        yield f"{layer_id}: {_counts(features)}"
    for each in worst_first(found):
        yield f"{each.layer}/{each.feature} {each.name}: {_facts(each)}"
        yield from (f"  wrong: {one}" for one in each.contradictions)
        yield from (f"  look: {one}" for one in each.doubts)


def report_json(found: Mapping[str, Sequence[Evidence]]) -> dict[str, Any]:
    """Return the same as JSON values: ``layers`` (a row a layer) and ``features``, worst first."""
    return {
        "layers": [{"layer": key, **_numbers(features)} for key, features in found.items()],
        "features": [as_row(each) for each in worst_first(found)],
    }


def worst_first(found: Mapping[str, Sequence[Evidence]]) -> list[Evidence]:
    """Return the features of all layers as one list (see `sxgeo.domain.evidence.badness`)."""
    from sxgeo.domain.evidence import badness

    return sorted((each for features in found.values() for each in features), key=badness)


def as_row(each: Evidence) -> dict[str, Any]:
    """Return the evidence of one feature as JSON values."""
    from dataclasses import asdict

    return {
        **asdict(each),
        "contradictions": list(each.contradictions),
        "doubts": list(each.doubts),
    }


def _numbers(found: Sequence[Evidence]) -> dict[str, int | float | None]:
    """Return how many features of a layer rest on how much, and how exact they are."""
    numbers = [len(each.witnesses) for each in found]
    return {
        "features": len(found),
        "two_or_more": sum(number > 1 for number in numbers),
        "one": numbers.count(1),
        "none": numbers.count(0),
        "median_accuracy_m": median(each.accuracy_m for each in found) if found else None,
        "contradicted": sum(bool(each.contradictions) for each in found),
    }


def _counts(found: Sequence[Evidence]) -> str:
    if not found:
        return "no features"
    told = _numbers(found)
    return (
        f"{told['features']} features, {told['two_or_more']} on two or more sources, "
        f"{told['one']} on one, {told['none']} on none; median accuracy "
        f"{told['median_accuracy_m']:,.0f} m; {told['contradicted'] or 'none'} contradicted"
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
        facts.append(_route(each.route, each.weakest))
    return "; ".join([*facts, *(_near(one) for one in each.near)])


def _county(test: CountyTest) -> str:
    verdict = test.verdict.replace("_", " ")
    return f"county {test.county}: {verdict}, {test.border_m:,.0f} m from its border"


def _route(test: RouteTest, weakest: str) -> str:
    shares = ", ".join(f"{number} {status}" for status, number in test.waypoints.items())
    return f"waypoints: {shares}, least known {weakest}"


def _near(test: NearTest) -> str:
    without = " without it" if test.left_out else ""
    return f"{test.place} {test.distance_m:,.0f} m from {test.feature}{without}"
