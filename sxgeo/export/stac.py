"""A static STAC catalogue: a collection a theme, an item a layer, an asset a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sxgeo.domain.terms import licences_of
from sxgeo.export.datapackage import MEDIA_TYPES
from sxgeo.export.describe import column_record, licence_record, source_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sxgeo.export.contents import Contents, ExportGroup, ExportLayer
    from sxgeo.export.exporting import Written

_STAC_VERSION = "1.1.0"
_SEVERAL_LICENCES = "other"  # the standard's word; each item names its own
_JSON = "application/json"
_GEOJSON = "application/geo+json"
_ROOT = "catalog.json"


def render_catalogue(
    contents: Contents, folder: Path, written: Sequence[Written]
) -> dict[str, str]:
    """Return the files of a static catalogue, by path below the folder of the export.

    Parameters
    ----------
    contents : Contents
        What was exported.
    folder : Path
        Where the catalogue will lie.
    written : sequence of Written
        Files to link to as assets.
    """
    documents: dict[str, dict[str, Any]] = {_ROOT: _catalogue(contents)}
    for group in contents.groups:
        documents[f"stac/{group.id}/collection.json"] = _collection(group, contents)
        for layer in group.layers:
            assets = _assets(layer, folder, written)
            documents[f"stac/{group.id}/{layer.id}.json"] = _item(layer, group, contents, assets)
    return {
        name: json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        for name, document in documents.items()
    }


def _catalogue(contents: Contents) -> dict[str, Any]:
    children = [
        _link("child", f"./stac/{group.id}/collection.json", group.title_in(contents.language))
        for group in contents.groups
    ]
    return {
        "type": "Catalog",
        "stac_version": _STAC_VERSION,
        "id": contents.scene.id,
        "title": contents.title,
        "description": contents.credits(),
        "links": [_link("root", f"./{_ROOT}"), *children],
    }


def _collection(group: ExportGroup, contents: Contents) -> dict[str, Any]:
    language = contents.language
    west, south, east, north = zip(*(each.bounds for each in group.layers), strict=True)
    moment = _moment(contents)
    return {
        "type": "Collection",
        "stac_version": _STAC_VERSION,
        "id": group.id,
        "title": group.title_in(language),
        "description": "; ".join(each.title_in(language) for each in group.layers),
        "license": _licence(each.licence for each in group.layers),
        "extent": {
            "spatial": {"bbox": [[min(west), min(south), max(east), max(north)]]},
            "temporal": {"interval": [[moment, moment]]},
        },
        "links": [
            _link("root", f"../../{_ROOT}"),
            _link("parent", f"../../{_ROOT}"),
            *(
                _link("item", f"./{each.id}.json", each.title_in(language), _GEOJSON)
                for each in group.layers
            ),
        ],
    }


def _item(
    layer: ExportLayer, group: ExportGroup, contents: Contents, assets: dict[str, Any]
) -> dict[str, Any]:
    language = contents.language
    west, south, east, north = layer.bounds
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "stac_version": _STAC_VERSION,
        "stac_extensions": [],
        "id": layer.id,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "bbox": [west, south, east, north],
        "properties": {
            "datetime": _moment(contents),
            "title": layer.title_in(language),
            "description": layer.description_in(language),
            "license": _licence([layer.licence]),
            "rights": contents.credits(layer),
            "sources": source_records(layer),
            "accuracy_m": list(layer.accuracy_m),
            "features": len(layer.frame),
            "each_row_is_a": layer.each_row_is_a,
            "columns": [column_record(each, contents) for each in layer.columns],
        },
        "links": [
            _link("root", f"../../{_ROOT}"),
            _link("parent", "./collection.json"),
            _link("collection", "./collection.json"),
            *_licence_links(layer),
        ],
        "assets": assets,
        "collection": group.id,
    }


def _assets(layer: ExportLayer, folder: Path, written: Sequence[Written]) -> dict[str, Any]:
    """Return the files that hold a layer; of a shapefile's, the one to open."""
    return {
        _asset_key(each, layer): {
            "href": f"../../{each.path.relative_to(folder).as_posix()}",
            "type": MEDIA_TYPES[each.file_format],
            "title": each.path.name,
            "roles": ["data"],
        }
        for each in written
        if each.layer_id in {layer.id, ""}
        and (each.file_format != "shp" or each.path.suffix == ".shp")
    }


def _asset_key(written: Written, layer: ExportLayer) -> str:
    kind = written.path.stem.removeprefix(layer.id) if written.layer_id else ""
    return f"{written.file_format}{kind}"


def _moment(contents: Contents) -> str:
    return f"{contents.edition}T00:00:00Z"


def _licence(expressions: Iterable[str]) -> str:
    """Return the one licence of some expressions, or the standard's word for several."""
    found = licences_of(*expressions)
    return found[0] if len(found) == 1 else _SEVERAL_LICENCES


def _licence_links(layer: ExportLayer) -> list[dict[str, str]]:
    records = [licence_record(each) for each in licences_of(layer.licence)]
    return [
        _link("license", each["path"], each["name"], "text/html")
        for each in records
        if "path" in each
    ]


def _link(relation: str, href: str, title: str = "", media_type: str = _JSON) -> dict[str, str]:
    link = {"rel": relation, "href": href, "type": media_type}
    return link | {"title": title} if title else link
