"""Layer metadata as QGIS reads it: source, licence, datum, accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.domain.terms import licences_of
from sxgeo.export.markup import add, document, new
from sxgeo.export.qgis.style import DOCTYPE, QGIS_VERSION

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from sxgeo.export.contents import Contents, ExportLayer

AUTHORITY = "EPSG:4326"
_PROJ = "+proj=longlat +datum=WGS84 +no_defs"


def render_metadata(layer: ExportLayer, contents: Contents) -> str:
    """Return the metadata of a layer as a document of its own."""
    root = new("qgis", version=QGIS_VERSION)
    root.extend(metadata_elements(layer, contents))
    return document(root, doctype=DOCTYPE)


def metadata_elements(layer: ExportLayer, contents: Contents) -> list[ET.Element]:
    """Return what is known of a layer: title, abstract, sources, rights, licence, CRS, extent."""
    group = next((each for each in contents.groups if each.id == layer.group), None)
    found = [
        new("identifier", layer.id),
        new("parentidentifier", contents.scene.id),
        new("language", "ZHO" if contents.language == "zh" else "ENG"),
        new("type", "dataset"),
        new("title", layer.title_in(contents.language)),
        new("abstract", abstract(layer, contents)),
    ]
    if group is not None:
        keywords = new("keywords", vocabulary="gmd:topicCategory")
        add(keywords, "keyword", group.title_in(contents.language))
        found.append(keywords)
    found.append(_links(layer))
    found += [new("history", each) for each in history(layer, contents)]
    found += [
        new("fees"),
        new("rights", contents.credits(layer)),
        *(new("license", each) for each in licences_of(layer.licence)),
        new("encoding", "UTF-8"),
        _crs(),
        _extent(layer),
    ]
    return found


def abstract(layer: ExportLayer, contents: Contents) -> str:
    """Return what a layer is, with the datum and the accuracy of its positions."""
    zh = contents.language == "zh"
    least, most = (f"{each:,.10g}" for each in layer.accuracy_m)
    colon, stop = ("：", "") if zh else (": ", " ")
    between = least if least == most else f"{least}–{most}"
    lines = [
        layer.description_in(contents.language),
        f"{contents.word('datum')}{colon}WGS-84 ({AUTHORITY})",
        f"{contents.word('accuracy')}{colon}{between}{stop or ' '}m",
        f"{contents.word('edition')}{colon}{contents.edition}",
    ]
    return "\n".join(lines)


def history(layer: ExportLayer, contents: Contents) -> list[str]:
    """Return one line for every document and source the layer rests on."""
    documents = [
        " ".join(
            part
            for part in (
                each.id,
                f"《{each.title}》" if contents.language == "zh" else each.title_en,
                each.number,
                each.date,
            )
            if part
        )
        for each in layer.documents
    ]
    sources = [
        "; ".join(
            part for part in (f"{each.id}: {each.title}", each.publisher, each.licence) if part
        )
        for each in layer.sources
    ]
    return [*([layer.rights] if layer.rights else []), *documents, *sources]


def spatial_reference() -> ET.Element:
    """Return ``<spatialrefsys>`` of WGS-84."""
    element = new("spatialrefsys")
    add(element, "proj4", _PROJ)
    add(element, "srid", 4326)
    add(element, "authid", AUTHORITY)
    add(element, "description", "WGS 84")
    add(element, "projectionacronym", "longlat")
    add(element, "ellipsoidacronym", "EPSG:7030")
    add(element, "geographicflag", "true")
    return element


def _crs() -> ET.Element:
    element = new("crs")
    element.append(spatial_reference())
    return element


def _extent(layer: ExportLayer) -> ET.Element:
    west, south, east, north = layer.bounds
    element = new("extent")
    add(
        element,
        "spatial",
        crs=AUTHORITY,
        dimensions=2,
        minx=west,
        miny=south,
        maxx=east,
        maxy=north,
        minz=0,
        maxz=0,
    )
    return element


def _links(layer: ExportLayer) -> ET.Element:
    element = new("links")
    for each in layer.sources:
        if each.locator.startswith(("http://", "https://")):
            add(
                element,
                "link",
                name=each.id,
                type="WWW:LINK",
                url=each.locator.split()[0],
                description=each.title,
                format="",
                mimeType="",
                size="",
            )
    return element
