"""What a refined root has other than the one it is made from: whole files, by path."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
import tomlkit

from sxgeo.crs import wgs84_to
from sxgeo.data.places import read_places
from sxgeo.data.readers import read_table, records
from sxgeo.refine.lines import KEPT, PARTLY, REFINED
from sxgeo.refine.run import layer_table
from sxgeo.refine.stations import MOVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from sxgeo.data.catalogue import Catalogue
    from sxgeo.data.descriptor import LayerDescriptor
    from sxgeo.refine.lines import LineVerdict
    from sxgeo.refine.run import Refinement
    from sxgeo.refine.stations import PlaceVerdict

_SHAPE_FILES = ("geometry.fgb", "geometry.geojson")
_FREE = ("CC-BY-4.0", "CC0-1.0")


@dataclass
class Overlay:
    """The files that change, and the layers to seal once they are written.

    Attributes
    ----------
    files : dict of str to str or None
        Path below the root → text; None for a file that is no more.
    layers : list of str
        Layers with a changed file, sorted.
    """

    files: dict[str, str | None] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)


def build_overlay(refinement: Refinement) -> Overlay:
    """Return the files of a root that a refinement changes.

    Parameters
    ----------
    refinement : Refinement
        What was found.
    """
    catalogue = refinement.catalogue
    moved = {each.place: each for each in refinement.places if each.outcome == MOVED}
    overlay = Overlay()
    if moved or any(each.outcome != KEPT for each in refinement.lines):
        name = f"geodata/sources/refined-{refinement.source['id']}.toml"
        overlay.files[name] = _source_toml(refinement.source)
    _change_places(overlay, refinement, moved)
    for descriptor in catalogue.descriptors():
        drawn = {
            each.feature: each
            for each in refinement.lines
            if each.layer == descriptor.id and each.outcome != KEPT
        }
        used = _places_used(catalogue, descriptor, moved)
        if drawn or used:
            _change_layer(overlay, descriptor, refinement, drawn, used)
            overlay.layers.append(descriptor.id)
    return overlay


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV text, quoted only where needed."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _source_toml(source: dict[str, str]) -> str:
    document = tomlkit.document()
    table = tomlkit.table()
    table.update({key: value for key, value in source.items() if key != "id"})
    document[source["id"]] = table
    return tomlkit.dumps(document)


def _cited(source: dict[str, str], locator: str) -> str:
    """Return a citation; what would end one early is left out of the locator."""
    plain = " ".join(locator.translate(str.maketrans("[];", "   ")).split())
    return f"{source['id']} [{plain}]" if plain else source["id"]


# --- Places --------------------------------------------------------------------------------------


def _change_places(
    overlay: Overlay, refinement: Refinement, moved: Mapping[str, PlaceVerdict]
) -> None:
    """Write every file of the gazetteer with a place that moved, or that stands at one."""
    root = refinement.catalogue.root
    gazetteer = read_places(root)
    touched = gazetteer.index.isin(list(moved)) | gazetteer["at"].isin(list(moved))
    for file in sorted(set(gazetteer.loc[touched, "file"])):
        table = read_table(root / file, required=(), root=root)
        rows = [_place_row(row, refinement, moved) for row in records(table)]
        overlay.files[file] = csv_text(list(table.columns), rows)


def _place_row(
    row: dict[str, Any], refinement: Refinement, moved: Mapping[str, PlaceVerdict]
) -> dict[str, Any]:
    """Return a place's row as it is, moved, or with what moved the place it stands at."""
    if row["id"] in moved:
        return _moved_row(row, moved[row["id"]], refinement)
    if row.get("at", "") in moved:
        cited = _cited(refinement.source, moved[row["at"]].evidence)
        return {**row, "source": f"{row['source']}; {cited}"}
    return row


def _moved_row(
    row: dict[str, Any], verdict: PlaceVerdict, refinement: Refinement
) -> dict[str, Any]:
    """Return a place's row with its new position; an old source that agrees is still named."""
    source = _cited(refinement.source, verdict.evidence)
    agrees = row["position_status"] == "sourced" and verdict.distance_m <= verdict.accuracy_m
    spread = max(round(verdict.distance_m), 1)
    earlier = row.get("note", "")
    note = f"Moved {verdict.distance_m:,.0f} m by sxgeo refine."
    changed = {
        **row,
        "lon": f"{verdict.lon:.6f}",
        "lat": f"{verdict.lat:.6f}",
        "datum_of_source": refinement.source["datum"],
        "accuracy_m": f"{verdict.accuracy_m:.0f}",
        "spread_m": str(spread) if agrees else "",
        "position_status": "sourced",
        "method": refinement.method,
        "source": f"{source}; {row['source']}" if agrees else source,
        "at": "",
        "note": f"{note} Noted before: {earlier}" if earlier else note,
    }
    return {key: value for key, value in changed.items() if key in row}


# --- Layers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Use:
    """Which features of a layer stand at places that moved, or run through them."""

    standing: frozenset[str]
    running: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.standing or self.running)


def _places_used(
    catalogue: Catalogue, descriptor: LayerDescriptor, moved: Mapping[str, PlaceVerdict]
) -> _Use:
    gazetteer = read_places(catalogue.root)
    there = set(moved) | set(gazetteer.index[gazetteer["at"].isin(list(moved))])
    found = []
    for file, key in (("features.csv", "id"), ("routes.csv", "feature")):
        table = layer_table(catalogue, descriptor, file)
        if table is None or "place" not in table:
            found.append(frozenset[str]())
        else:
            found.append(frozenset(table.loc[table["place"].isin(there), key]))
    return _Use(*found)


def _change_layer(
    overlay: Overlay,
    descriptor: LayerDescriptor,
    refinement: Refinement,
    drawn: Mapping[str, LineVerdict],
    used: _Use,
) -> None:
    folder = f"geodata/layers/{descriptor.id}"
    catalogue = refinement.catalogue
    features = layer_table(catalogue, descriptor, "features.csv")
    assert features is not None  # noqa: S101  (every layer has features)
    rows = [
        _feature_row(row, refinement, drawn.get(row["id"]), runs=row["id"] in used.running)
        for row in records(features)
    ]
    columns = [*features.columns, *([] if "note" in features else ["note", "note_en"])]
    overlay.files[f"{folder}/features.csv"] = csv_text(columns, rows)
    if drawn:
        overlay.files |= _shape_files(catalogue, descriptor, drawn)
        overlay.files |= _route_files(catalogue, descriptor, drawn)
    path = catalogue.layer_folder(descriptor.id) / "layer.toml"
    count = len({*drawn, *used.standing, *used.running})
    overlay.files[f"{folder}/layer.toml"] = _descriptor_toml(
        path.read_text(encoding="utf-8"), refinement, count, whole=_all_refined(drawn, rows)
    )


def _all_refined(drawn: Mapping[str, LineVerdict], rows: Sequence[Mapping[str, Any]]) -> bool:
    refined = [each for each in drawn.values() if each.outcome == REFINED]
    return len(refined) == len(rows)


def _feature_row(
    row: dict[str, Any], refinement: Refinement, verdict: LineVerdict | None, *, runs: bool
) -> dict[str, Any]:
    """Return a feature's row with its new evidence, and what readers are told of it."""
    told = {"note": row.get("note", ""), "note_en": row.get("note_en", "")}
    source = refinement.source
    if verdict is None:
        cited = f"{row['source']}; {_cited(source, 'places it runs through')}" if runs else None
        return {**row, **told, **({"source": cited} if cited else {})}
    followed = sum(leg.accepted for leg in verdict.legs)
    notes = _notes(followed, len(verdict.legs), source, told)
    if verdict.outcome == PARTLY:
        locator = f"{followed} of {len(verdict.legs)} legs"
        return {**row, **notes, "source": f"{row['source']}; {_cited(source, locator)}"}
    evidence = {
        "position_status": "sourced",
        "accuracy_m": f"{verdict.accuracy_m:.0f}",
        "datum_of_source": source["datum"],
        "source": _cited(source, "ways"),
    }
    return {**row, **notes, **evidence}


def _notes(
    followed: int, legs: int, source: Mapping[str, str], told: Mapping[str, str]
) -> dict[str, str]:
    when = source["vintage"]
    zh = f"线位循 OpenStreetMap{f'（{when}）' if when else ' '}"
    en = f"Drawn along OpenStreetMap{f' ({when})' if when else ''}"
    if followed == legs:
        zh, en = f"{zh}绘制。", f"{en}."
        before = ("此前示意线的说明：", "Of the line it replaces: ")
    else:
        zh = f"{legs} 段中 {followed} 段{zh}绘制，其余未变。"
        en = f"{en} on {followed} of {legs} legs; the others are as they were."
        before = ("", "")
    old_zh = f"{before[0]}{told['note']}" if told["note"] else ""
    old_en = f" {before[1]}{told['note_en']}" if told["note_en"] else ""
    return {"note": f"{zh}{old_zh}", "note_en": f"{en}{old_en}"}


def _descriptor_toml(text: str, refinement: Refinement, count: int, *, whole: bool) -> str:
    """Return `layer.toml` with the terms that hold now, and a sentence on what changed."""
    document = tomlkit.parse(text)
    if refinement.licence:
        document["licence"] = _licence(str(document.get("licence", "")), refinement, whole=whole)
    by = refinement.source["title"]
    zh = f"其中 {count} 个要素按“{by}”修正。"
    en = f"Features corrected from “{by}”: {count}."
    document["description"] = f"{document['description']}{zh}"
    document["description_en"] = f"{document['description_en']} {en}"
    return tomlkit.dumps(document)


def _licence(before: str, refinement: Refinement, *, whole: bool) -> str:
    """Return the layer's terms: the new ones, and older ones that what is left still asks for."""
    new = refinement.licence
    if whole or not before or before in _FREE:
        return new
    return before if new in before else f"{new} AND {before}"


# --- Shapes and routes ---------------------------------------------------------------------------


def _shape_files(
    catalogue: Catalogue, descriptor: LayerDescriptor, drawn: Mapping[str, LineVerdict]
) -> dict[str, str | None]:
    """Return the layer's shapes: the old ones as they are, the new ones in the layer's datum."""
    folder = f"geodata/layers/{descriptor.id}"
    shapes: dict[str, shapely.Geometry | None] = {}
    files: dict[str, str | None] = {}
    for name in _SHAPE_FILES:
        if descriptor.file_rows(name) is not None:
            frame = pyogrio.read_dataframe(catalogue.root / folder / name, columns=["id"])
            shapes = dict(zip(frame["id"], frame.geometry, strict=True))
            files[f"{folder}/{name}"] = None
    for feature, verdict in drawn.items():
        shapes[feature] = _in_datum(verdict.geometry, descriptor.datum)
    files[f"{folder}/geometry.geojson"] = _geojson(shapes)
    return files


def _in_datum(shape: shapely.Geometry | None, datum: str) -> shapely.Geometry | None:
    def convert(lonlat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(wgs84_to(lonlat[:, 0], lonlat[:, 1], datum)).round(6)

    return shapely.transform(shape, convert)


def _geojson(shapes: Mapping[str, shapely.Geometry | None]) -> str:
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"id": feature},
                "geometry": json.loads(str(shapely.to_geojson(shape))),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for feature, shape in shapes.items()
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _route_files(
    catalogue: Catalogue, descriptor: LayerDescriptor, drawn: Mapping[str, LineVerdict]
) -> dict[str, str | None]:
    """Return the routes of the lines that are still drawn through places."""
    routes = layer_table(catalogue, descriptor, "routes.csv")
    if routes is None:
        return {}
    left: pd.DataFrame = routes[~routes["feature"].isin(list(drawn))]
    path = f"geodata/layers/{descriptor.id}/routes.csv"
    text = csv_text(list(routes.columns), records(left)) if len(left) else None
    return {path: text}
