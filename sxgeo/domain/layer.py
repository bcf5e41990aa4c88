"""A layer from its folder: text becomes typed, places become positions, in their counties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from sxgeo.data.catalogue import open_catalogue, signature
from sxgeo.data.checksums import sha256_of
from sxgeo.data.descriptor import (
    POSITION_STATUSES,
    SOURCE_DATUMS,
    STATUSES,
)
from sxgeo.data.places import read_places
from sxgeo.data.readers import (
    allowed_issues,
    duplicate_issues,
    finite,
    parse_column,
    positive,
    read_table,
    records,
)
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.history import history_text, mentions_by_feature
from sxgeo.domain.placement import joined, split, units_of
from sxgeo.domain.reprojection import wgs84_shapes
from sxgeo.domain.routes import ROUTE_COLUMNS, build_routes
from sxgeo.errors import DataError, Issue, shown_path, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.data.catalogue import Catalogue, Signature
    from sxgeo.data.descriptor import AttributeSpec, LayerDescriptor

IDENTITY = ("id", "name", "name_en", "status", "status_date", "status_source")
EVIDENCE = ("position_status", "accuracy_m", "datum_of_source", "source")
MENTION_COLUMNS = ("feature", "document", "status", "quote")
NOTES = ("note", "note_en")
BASE_COLUMNS = (
    "id", "name", "name_en", "layer", "status", "status_date", "status_source", "document",
    "quote", "history", "position_status", "accuracy_m", "datum_of_source", "source",
    "prefecture_adcodes", "county_adcodes",
)  # fmt: skip
_GEOMETRY_FILES = ("geometry.fgb", "geometry.geojson")


@dataclass
class _Reading:
    """What is gathered while one layer is read; issues pile up and are raised together."""

    descriptor: LayerDescriptor
    folder: Path
    root: Path
    issues: list[Issue]

    def file(self, name: str) -> str:
        return shown_path(self.folder / name, self.root)

    def has(self, name: str) -> bool:
        return self.descriptor.file_rows(name) is not None

    def stop_if_wrong(self) -> None:
        if self.issues:
            raise DataError(self.issues)


def read_layer(layer_id: str, *, root: str | Path | None = None) -> gpd.GeoDataFrame:
    """Return one layer as a frame, every feature with its status, evidence and place.

    Parameters
    ----------
    layer_id : str
        A folder of `geodata/layers/`.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row a feature in the file's order. Columns `BASE_COLUMNS`, `unit` (the adcode
        of a feature that is a unit; only where the layer has such), then the layer's attributes
        (a figure with its ``_source`` and ``_year``), `note`, `note_en`, `geometry`.
        `document` and `quote` are of the newest document that names it, `history` is what all of
        them said, newest first (see `sxgeo.domain.history.history_text`). `accuracy_m` is a 95 %
        radius in metres; adcodes are joined by ``|``. `.attrs` holds
        ``layer``, ``title``, ``title_en``, ``theme``, ``each_row_is_a``, ``licence``,
        ``documents``, ``sources``, ``files`` (name → sha256).

    Raises
    ------
    UnknownNameError
        No such layer.
    DataError
        Every fault of its files, all at once.

    Examples
    --------
    >>> frame = read_layer("medical_centres")
    >>> frame.crs.to_epsg(), len(frame)
    (4326, 4)
    """
    catalogue = open_catalogue(root)
    descriptor = catalogue.descriptor(layer_id)
    reading = _Reading(descriptor, catalogue.layer_folder(layer_id), catalogue.root, [])
    check_files(reading.descriptor, reading.folder, reading.root, reading.issues)
    reading.stop_if_wrong()
    table = _read_features(reading)
    mentions = _read_mentions(reading, table, catalogue)
    reading.stop_if_wrong()
    table = _with_position(reading, table, read_places(catalogue.root))
    reading.stop_if_wrong()
    return _assemble(table, mentions, reading, catalogue)


def read_mentions(layer_id: str, *, root: str | Path | None = None) -> pd.DataFrame:
    """Return every phrase in which a document names a feature of a layer, newest document first.

    Returns
    -------
    DataFrame
        Text columns ``feature, document, status, quote`` and ``date`` (the document's).
    """
    catalogue = open_catalogue(root)
    folder = catalogue.layer_folder(layer_id)
    dates = tuple((key, each.date) for key, each in catalogue.documents().items())
    file = folder / "mentions.csv"
    return _mentions(file, catalogue.root, dates, signature([file])).copy()


@lru_cache(maxsize=64)
def _mentions(
    file: Path, root: Path, dates: tuple[tuple[str, str], ...], _signature: Signature
) -> pd.DataFrame:
    mentions = read_table(file, required=MENTION_COLUMNS, root=root)
    mentions = mentions.assign(date=mentions["document"].map(dict(dates)).fillna(""))
    return mentions.sort_values("date", ascending=False, kind="stable").reset_index(drop=True)


def check_files(descriptor: LayerDescriptor, folder: Path, root: Path, issues: list[Issue]) -> None:
    """Append an issue for every file that is missing, unlisted, or not what was sealed."""
    for spec in descriptor.file:
        path = folder / spec.name
        file = shown_path(path, root)
        if not path.is_file():
            issues.append(Issue(file, "", "the file is missing", "descriptor"))
        elif (found := sha256_of(path)) != spec.sha256:
            problem = (
                f"its sha256 is {found[:12]}…, layer.toml says {spec.sha256[:12]}…; "
                f"if the change is meant, run: sxgeo layers seal {descriptor.id}"
            )
            issues.append(Issue(file, "", problem, "descriptor"))
    listed = {spec.name for spec in descriptor.file} | {"layer.toml"}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in listed and not path.name.startswith("."):
            problem = "layer.toml does not list it"
            issues.append(Issue(shown_path(path, root), "", problem, "descriptor"))


def _own_columns(descriptor: LayerDescriptor) -> list[str]:
    names = []
    for each in descriptor.attributes:
        names += [each.name]
        if each.figure:
            names += [f"{each.name}_source", f"{each.name}_year"]
    return names


def _read_features(reading: _Reading) -> pd.DataFrame:
    descriptor = reading.descriptor
    file = reading.file("features.csv")
    table = read_table(
        reading.folder / "features.csv",
        required=[*IDENTITY, *_own_columns(descriptor)],
        optional=["place", "unit", *EVIDENCE, *NOTES],
        root=reading.root,
    )
    issues = reading.issues
    issues += duplicate_issues(file, table["id"])
    issues += allowed_issues(file, table["status"], STATUSES)
    rows = descriptor.file_rows("features.csv")
    if rows != len(table):
        problem = f"it has {len(table)} rows, layer.toml says {rows}"
        issues.append(Issue(file, "", problem, "descriptor"))
    for spec in descriptor.attributes:
        if spec.type in ("number", "integer"):
            table[spec.name], found = parse_column(
                file, table[spec.name], finite, "a number", empty=True
            )
            issues += found
    for name in (*NOTES, "place", "unit", *EVIDENCE):
        if name not in table:
            table[name] = ""
    return table.assign(county_claimed="")


def _read_mentions(reading: _Reading, table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    mentions = read_mentions(reading.descriptor.id, root=reading.root)
    file = reading.file("mentions.csv")
    known = set(table["id"])
    for row, each in enumerate(mentions["feature"], start=1):
        if each not in known:
            problem = f"unknown feature {each!r}"
            reading.issues.append(Issue(file, f"mention {row}, column feature", problem))
    reading.issues += allowed_issues(file, mentions["document"], list(catalogue.documents()))
    reading.issues += allowed_issues(file, mentions["status"], STATUSES, empty=True)
    return mentions


def _with_position(reading: _Reading, table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a geometry and its evidence for every feature."""
    shapes = _read_shapes(reading)
    if reading.has("routes.csv"):
        routes = read_table(
            reading.folder / "routes.csv", required=ROUTE_COLUMNS, optional=(), root=reading.root
        )
        lines, found = build_routes(routes, places, reading.file("routes.csv"))
        reading.issues += found
        shapes |= lines
    file = reading.file("features.csv")
    units = _units(reading.root) if (table["unit"] != "").any() else {}
    here = places[places.index.isin(table["place"])]
    by_id = {place["id"]: place for place in records(here)}
    rows = []
    for number, row in zip(table.index, records(table), strict=True):
        if row["unit"]:
            where = f"row {number}, column unit"
            rows.append(_as_unit(row, units, reading, where))
        elif row["place"] in by_id:
            rows.append(_at_place(row, by_id[row["place"]]))
        elif row["place"]:
            problem = unknown("place", row["place"], places.index)
            reading.issues.append(Issue(file, f"row {number}, column place", problem))
            rows.append({**row, "accuracy_m": "1", "geometry": None})
        else:
            shape = shapes.get(row["id"])
            if shape is None and not reading.issues:
                problem = "it has no place, no route and no geometry"
                reading.issues.append(Issue(file, f"row {number}, feature {row['id']}", problem))
            rows.append({**row, "geometry": shape})
    located = pd.DataFrame(rows, index=table.index, columns=[*table.columns, "geometry"])
    own = located[(located["place"] == "") & (located["unit"] == "")]
    reading.issues += allowed_issues(file, own["position_status"], POSITION_STATUSES)
    reading.issues += allowed_issues(file, own["datum_of_source"], SOURCE_DATUMS)
    radius, found = parse_column(
        file, located["accuracy_m"].astype(str), positive, "a radius in metres above zero"
    )
    reading.issues += found
    return located.assign(accuracy_m=radius)


def _at_place(row: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    """Return a feature's row with the position and evidence of its place."""
    evidence = {column: str(place[column]) for column in EVIDENCE}
    shape = shapely.Point(place["lon"], place["lat"])
    return {**row, **evidence, "county_claimed": place["county_adcode"], "geometry": shape}


def _as_unit(
    row: dict[str, Any], units: dict[str, dict[str, Any]], reading: _Reading, where: str
) -> dict[str, Any]:
    """Return the row of a feature that is an admin unit, with the boundary's shape and evidence."""
    code = row["unit"]
    if problem := unknown("unit", code, units):
        reading.issues.append(Issue(reading.file("features.csv"), where, problem))
        return {**row, "accuracy_m": "1", "geometry": None}
    return {**row, **units[code]}


def _units(root: Path) -> dict[str, dict[str, Any]]:
    """Return shape and evidence of every unit of every level, by adcode."""
    found = {}
    for level in open_catalogue(root).region().levels:
        frame = read_boundaries(level, root=root)
        evidence = {column: str(frame.attrs[column]) for column in EVIDENCE}
        for code, shape in zip(frame["adcode"], frame.geometry, strict=True):
            found[str(code)] = {**evidence, "geometry": shape}
    return found


def _read_shapes(reading: _Reading) -> dict[str, shapely.Geometry]:
    name = next((each for each in _GEOMETRY_FILES if reading.has(each)), None)
    if name is None:
        return {}
    frame = pyogrio.read_dataframe(reading.folder / name, columns=["id"])
    rows = reading.descriptor.file_rows(name)
    if rows != len(frame):
        problem = f"it has {len(frame)} features, layer.toml says {rows}"
        reading.issues.append(Issue(reading.file(name), "", problem, "descriptor"))
    shapes = wgs84_shapes(frame.geometry.to_numpy(), reading.descriptor.datum)
    return dict(zip(frame["id"], shapes, strict=True))


def _referring(descriptor: LayerDescriptor) -> list[AttributeSpec]:
    return [each for each in descriptor.attributes if each.refers_to]


def _with_names(table: pd.DataFrame, reading: _Reading, catalogue: Catalogue) -> pd.DataFrame:
    """Return the table with the names of the features its attributes refer to."""
    for spec in _referring(reading.descriptor):
        path = catalogue.layer_folder(spec.refers_to) / "features.csv"
        names = read_table(path, required=IDENTITY, root=reading.root).set_index("id")
        reading.issues += [
            Issue(reading.file("features.csv"), f"row {row}, column {spec.name}", problem)
            for row, cell in table[spec.name].items()
            for each in split(cell)
            if (problem := unknown("feature", each, names.index))
        ]
        reading.stop_if_wrong()
        for column, end, comma in (("name", "", "、"), ("name_en", "_en", ", ")):
            table[f"{spec.shown}{end}"] = [
                comma.join(str(names.loc[each, column]) for each in split(cell))
                for cell in table[spec.name]
            ]
    return table


def _assemble(
    table: pd.DataFrame, mentions: pd.DataFrame, reading: _Reading, catalogue: Catalogue
) -> gpd.GeoDataFrame:
    descriptor = reading.descriptor
    table = _with_names(table, reading, catalogue)
    first = mentions.drop_duplicates("feature").set_index("feature")
    said = mentions_by_feature(mentions)
    shapes = table["geometry"].tolist()
    units = read_boundaries(catalogue.region().levels[-1], root=catalogue.root)
    counties = [
        found or ([claim] if claim else [])
        for found, claim in zip(units_of(shapes, units), table["county_claimed"], strict=True)
    ]
    parents = dict(zip(units["adcode"], units["parent_adcode"], strict=True))
    prefectures = [sorted({parents[code] for code in each}) for each in counties]
    frame = gpd.GeoDataFrame(
        table.assign(
            layer=descriptor.id,
            document=table["id"].map(first["document"]).fillna(""),
            quote=table["id"].map(first["quote"]).fillna(""),
            history=[history_text(said.get(each, ())) for each in table["id"]],
            prefecture_adcodes=[joined(each) for each in prefectures],
            county_adcodes=[joined(each) for each in counties],
        ),
        geometry="geometry",
        crs="EPSG:4326",
    )
    named = [f"{each.shown}{end}" for each in _referring(descriptor) for end in ("", "_en")]
    unit = ["unit"] if (frame["unit"] != "").any() else []
    columns = [*BASE_COLUMNS, *unit, *_own_columns(descriptor), *named, *NOTES, "geometry"]
    frame = frame[columns].reset_index(drop=True)
    frame.attrs = {
        "layer": descriptor.id,
        "title": descriptor.title,
        "title_en": descriptor.title_en,
        "theme": descriptor.theme,
        "each_row_is_a": descriptor.each_row_is_a,
        "licence": descriptor.licence,
        "documents": sorted(set(frame["document"]) - {""}),
        "sources": sorted(set(frame["source"]) - {""}),
        "files": {spec.name: spec.sha256 for spec in descriptor.file},
    }
    return frame
