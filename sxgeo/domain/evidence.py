"""How well each position is known: who says so, how far they differ, what geometry says of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.places import read_places
from sxgeo.data.readers import read_table, records
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import cited_ids
from sxgeo.domain.frames import dense
from sxgeo.domain.layer import read_layer
from sxgeo.domain.placement import split
from sxgeo.domain.position_tests import (
    CountyTest,
    NearTest,
    RouteTest,
    Waypoint,
    county_test,
    route_test,
    without,
)
from sxgeo.domain.reach import nearest_shape
from sxgeo.domain.routes import ROUTE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import shapely

    from sxgeo.data.catalogue import Catalogue, Source


@dataclass(frozen=True)
class Evidence:
    """What speaks for the position of one feature, and against it.

    Attributes
    ----------
    accuracy_m : float
        95 % radius in metres.
    sources : tuple of str
        Ids of the sources its position cites, in order, each once.
    witnesses : tuple of str
        Those among them that give positions and are independent of one another; none for a
        position that nobody confirmed, whatever bounds it. A line through places is no better
        known than the least known of them: the witnesses are those of `weakest`.
    weakest : str
        The place of a route with the fewest witnesses, the widest radius among such; empty for
        what is not drawn through places.
    spread_m : float, optional
        Metres to the farthest other position the sources give; None where not recorded.
    county : CountyTest, optional
        Of a feature at a place whose county is stated.
    route : RouteTest, optional
        Of a line through waypoints.
    near : tuple of NearTest
        Of the places that should lie on features of another layer.
    stray : tuple of str
        Waypoints outside the county they are said to be in by more than their accuracy.
    """

    layer: str
    feature: str
    name: str
    position_status: str
    accuracy_m: float
    datum_of_source: str
    sources: tuple[str, ...]
    witnesses: tuple[str, ...]
    weakest: str = ""
    spread_m: float | None = None
    county: CountyTest | None = None
    route: RouteTest | None = None
    near: tuple[NearTest, ...] = ()
    stray: tuple[str, ...] = ()

    @property
    def contradictions(self) -> tuple[str, ...]:
        """What cannot be true together with the accuracy stated, one sentence each."""
        found = [f"{each} lies outside the county it is said to be in" for each in self.stray]
        if self.county is not None and self.county.verdict == "outside":
            found.append(f"it lies {self.county.border_m:,.0f} m outside {self.county.county}")
        found += [
            f"{each.place} lies {each.distance_m:,.0f} m from {each.feature}, "
            f"both accuracies allow {each.allowed_m:,.0f} m"
            for each in self.near
            if not each.passed and not each.left_out
        ]
        if self.spread_m is not None and self.spread_m > self.accuracy_m:
            found.append(f"its sources lie {self.spread_m:,.0f} m apart")
        return tuple(found)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is worth a look and may well be right, one sentence each."""
        far = tuple(
            f"without {each.place}, {each.feature} would pass {each.distance_m:,.0f} m away"
            for each in self.near
            if each.left_out and not each.passed
        )
        if self.route is None:
            return far
        return (
            *far,
            *(f"the line turns back at {each}" for each in self.route.sharp_turns),
            *(f"the leg {each} is long" for each in self.route.long_legs),
            *(f"{each} may stand in the wrong order" for each in self.route.out_of_order),
        )


def witnesses_of(citation: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return whose word a position rests on: independent sources that give positions.

    Parameters
    ----------
    citation : str
        A `source` cell.
    sources : mapping of str to Source
        The catalogue's.

    Returns
    -------
    tuple of str
        Source ids, or the origin several of them share; each once, in the cell's order. A document
        that names a place without a coordinate, and nobody's word, are none.
    """
    cited = [sources[each].witness for each in cited_ids(citation) if each in sources]
    return tuple(dict.fromkeys(filter(None, cited)))


def collect_evidence(layer_id: str, *, root: str | Path | None = None) -> list[Evidence]:
    """Return the evidence of every feature of a layer, worst first (see `badness`).

    Parameters
    ----------
    layer_id : str
        A folder of `geodata/layers/`.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Raises
    ------
    UnknownNameError
        No such layer.
    DataError
        Faults of its files.

    Examples
    --------
    >>> found = collect_evidence("medical_centres")
    >>> [each.county.verdict for each in found]
    ['inside', 'inside', 'inside', 'inside']
    """
    frame = read_layer(layer_id, root=root)
    reading = _Reading(layer_id, open_catalogue(root))
    found = [_evidence(row, reading) for row in records(frame)]
    return sorted(found, key=badness)


def badness(each: Evidence) -> tuple[int, int, float, str, str]:
    """Return what sorts evidence worst first, over all layers.

    Worst is what something contradicts, the more the worse; then what has no independent source,
    one, more; then what has the wider radius; ties go by id.
    """
    wrong, witnesses = len(each.contradictions), len(each.witnesses)
    return -wrong, witnesses, -each.accuracy_m, each.layer, each.feature


@dataclass(frozen=True)
class _Feature:
    """A feature that places may have to lie on."""

    id: str
    shape: shapely.Geometry
    accuracy_m: float
    route: list[list[Waypoint]]

    def test(self, place: Waypoint) -> NearTest | None:
        """Return how far a place lies from it; None for an end of the line itself."""
        allowed = place.accuracy_m + self.accuracy_m
        if any(each.id == place.id for part in self.route for each in part):
            lines = without(place.id, self.route)
            if not lines:
                return None
            _, metres = nearest_shape(place.lon, place.lat, dense(lines))
            return NearTest(place.id, self.id, metres, allowed, left_out=True)
        _, metres = nearest_shape(place.lon, place.lat, [self.shape])
        return NearTest(place.id, self.id, metres, allowed)


class _Steps:
    """Which places the features of a layer are at, or run through."""

    def __init__(self, layer_id: str, catalogue: Catalogue) -> None:
        descriptor = catalogue.descriptor(layer_id)

        def table(name: str, required: Sequence[str]) -> pd.DataFrame | None:
            if descriptor.file_rows(name) is None:
                return None
            path = catalogue.layer_folder(layer_id) / name
            return read_table(path, required=required, root=catalogue.root)

        self._features = table("features.csv", ("id",))
        self._routes = table("routes.csv", ROUTE_COLUMNS)

    def place(self, feature: str) -> str:
        """Return the place a feature is at, or an empty text."""
        table = self._features
        if table is None or "place" not in table:
            return ""
        return str(table.loc[table["id"] == feature, "place"].iloc[0])

    def route(self, feature: str) -> list[list[str]]:
        """Return the places a feature runs through, part by part."""
        if self._routes is None:
            return []
        mine = self._routes[self._routes["feature"] == feature]
        mine = mine.assign(part=mine["part"].astype(int), seq=mine["seq"].astype(int))
        ordered = mine.sort_values(["part", "seq"], kind="stable")
        return [part["place"].tolist() for _, part in ordered.groupby("part")]


class _Reading:
    """One layer with all that its evidence is drawn from."""

    def __init__(self, layer_id: str, catalogue: Catalogue) -> None:
        self.id = layer_id
        self.sources = catalogue.sources()
        self.places = {row["id"]: row for row in records(read_places(catalogue.root))}
        level = catalogue.region().levels[-1]
        units = read_boundaries(level, root=catalogue.root)
        self.counties = units.set_index("adcode").geometry
        self.steps = _Steps(layer_id, catalogue)
        rules = catalogue.descriptor(layer_id).position_check
        self.rules = [(each, self._features(each.near, catalogue)) for each in rules]

    def _features(self, layer_id: str, catalogue: Catalogue) -> dict[str, _Feature]:
        """Return the features of a layer that places are measured to, by id."""
        frame, steps = read_layer(layer_id, root=catalogue.root), _Steps(layer_id, catalogue)
        shapes = dense(frame.geometry.tolist())
        return {
            key: _Feature(key, shape, radius, self.waypoints(steps.route(key)))
            for key, shape, radius in zip(frame["id"], shapes, frame["accuracy_m"], strict=True)
        }

    def waypoints(self, parts: list[list[str]]) -> list[list[Waypoint]]:
        """Return the places of a route as the tests read them."""
        return [[self.waypoint(place) for place in part] for part in parts]

    def waypoint(self, place: str) -> Waypoint:
        """Return a place of the gazetteer as the tests read it."""
        row = self.places[place]
        return Waypoint(place, row["lon"], row["lat"], row["accuracy_m"], row["position_status"])

    def witnesses(self, place: str) -> tuple[str, ...]:
        """Return whose word the position of a place rests on."""
        return _witnesses(self.places[place], self.sources)

    def weakest(self, places: Sequence[str]) -> str:
        """Return the least known of some places, or an empty text where there are none."""

        def known(place: str) -> tuple[int, float]:
            return len(self.witnesses(place)), -self.places[place]["accuracy_m"]

        return min(places, key=known, default="")

    def county_of(self, place: str) -> CountyTest | None:
        """Return the county test of a place; None where no known county is stated."""
        code, at = self.places[place]["county_adcode"], self.waypoint(place)
        if code not in self.counties.index:
            return None
        area = self.counties.loc[code]
        return county_test(at.lon, at.lat, at.accuracy_m, county=code, area=area)


def _evidence(row: Mapping[str, Any], reading: _Reading) -> Evidence:
    own, parts = reading.steps.place(row["id"]), reading.steps.route(row["id"])
    through = list(dict.fromkeys(place for part in parts for place in part))
    spread = reading.places[own]["spread_m"] if own else math.nan
    weakest = "" if own or row.get("unit") else reading.weakest(through)
    return Evidence(
        layer=reading.id,
        feature=row["id"],
        name=row["name"],
        position_status=row["position_status"],
        accuracy_m=float(row["accuracy_m"]),
        datum_of_source=row["datum_of_source"],
        sources=tuple(dict.fromkeys(cited_ids(row["source"]))),
        witnesses=reading.witnesses(weakest) if weakest else _witnesses(row, reading.sources),
        weakest=weakest,
        spread_m=None if math.isnan(spread) else spread,
        county=reading.county_of(own) if own else None,
        route=route_test(reading.waypoints(parts)) if parts else None,
        near=tuple(_near(row, reading, [own] if own else through)),
        stray=tuple(place for place in through if _is_stray(reading.county_of(place))),
    )


def _witnesses(row: Mapping[str, Any], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return whose word a position rests on; what only bounds a guess confirms none."""
    if row["position_status"] == "unverified":
        return ()
    return witnesses_of(row["source"], sources)


def _is_stray(test: CountyTest | None) -> bool:
    return test is not None and test.verdict == "outside"


def _near(row: Mapping[str, Any], reading: _Reading, places: list[str]) -> list[NearTest]:
    """Return the tests of the layer's rules that apply to the places of a feature."""
    found = []
    for rule, features in reading.rules:
        for place in places:
            if rule.covers(place, reading.places[place]["kind"]):
                named = [features[each] for each in split(row[rule.by])] if rule.by else []
                at = reading.waypoint(place)
                found += [each.test(at) for each in named or [_nearest(at, features)]]
    return [each for each in found if each is not None]


def _nearest(place: Waypoint, features: Mapping[str, _Feature]) -> _Feature:
    among = list(features.values())
    which, _ = nearest_shape(place.lon, place.lat, [each.shape for each in among])
    return among[which]
