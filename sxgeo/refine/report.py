"""What was snapped, how far, how sure, and what stayed as it was and why: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sxgeo.refine.judging import LegVerdict
    from sxgeo.refine.lines import LineVerdict
    from sxgeo.refine.run import Refinement
    from sxgeo.refine.stations import PlaceVerdict

_COLUMNS = (
    "what", "layer", "id", "name", "outcome", "score", "distance_m", "accuracy_m", "length_km",
    "named_share", "reason",
)  # fmt: skip


def counts(refinement: Refinement) -> dict[str, int]:
    """Return how many places and lines came to which outcome, outcomes by name."""
    found = Counter(f"places {each.outcome}" for each in refinement.places)
    found.update(f"lines {each.outcome}" for each in refinement.lines)
    return dict(sorted(found.items()))


def report_json(refinement: Refinement) -> str:
    """Return the whole report as JSON; same input, same text."""
    content = {
        "edition": refinement.catalogue.region().edition,
        "source": refinement.source,
        "limits": refinement.limits,
        "counts": counts(refinement),
        "places": [_place(each) for each in refinement.places],
        "lines": [_line(each) for each in refinement.lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def report_csv(refinement: Refinement) -> str:
    """Return the report as a table: one row a place, a line or a leg of a line."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for place in refinement.places:
        writer.writerow(_place_row(place))
    for line in refinement.lines:
        writer.writerows(_line_rows(line))
    return stream.getvalue()


def _place(verdict: PlaceVerdict) -> dict[str, Any]:
    return {key: _rounded(key, value) for key, value in vars(verdict).items()}


def _line(verdict: LineVerdict) -> dict[str, Any]:
    content = {
        key: _rounded(key, value)
        for key, value in vars(verdict).items()
        if key not in ("geometry", "legs")
    }
    legs = [{key: _rounded(key, value) for key, value in vars(leg).items()} for leg in verdict.legs]
    return {**content, "legs": legs}


def _rounded(key: str, value: object) -> object:
    """Return a value as the report has it: metres to a decimetre, nothing for what is not known."""
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return None
    return round(value, {"lon": 6, "lat": 6}.get(key, 1 if key.endswith("_m") else 3))


def _place_row(verdict: PlaceVerdict) -> dict[str, object]:
    return {
        "what": "place",
        "id": verdict.place,
        "name": verdict.name,
        "outcome": verdict.outcome,
        "score": _rounded("score", verdict.score),
        "distance_m": _rounded("distance_m", verdict.distance_m),
        "accuracy_m": _rounded("accuracy_m", verdict.accuracy_m),
        "reason": verdict.reason,
    }


def _line_rows(verdict: LineVerdict) -> Iterator[dict[str, object]]:
    common = {"layer": verdict.layer, "id": verdict.feature}
    yield {
        "what": "line",
        **common,
        "name": verdict.name,
        "outcome": verdict.outcome,
        "accuracy_m": _rounded("accuracy_m", verdict.accuracy_m or math.nan),
        "reason": verdict.reason,
    }
    for leg in verdict.legs:
        yield {"what": "leg", **common, **_leg_cells(leg)}


def _leg_cells(leg: LegVerdict) -> dict[str, object]:
    return {
        "name": f"{leg.from_place} – {leg.to_place}",
        "outcome": "followed" if leg.accepted else "as it was",
        "score": _rounded("score", leg.score),
        "distance_m": _rounded("distance_m", max(leg.from_off_m, leg.to_off_m)),
        "length_km": _rounded("length_km", leg.metres / 1000),
        "named_share": _rounded("named_share", leg.named),
        "reason": leg.reason,
    }
