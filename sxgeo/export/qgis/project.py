"""A QGIS project: every layer of a GeoPackage beside it, styled, in the groups of the web map."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import geopandas as gpd
import pyproj
import shapely

from sxgeo.export.contents import BOUNDARIES, by_kind
from sxgeo.export.markup import add, archive, document, new
from sxgeo.export.qgis.metadata import metadata_elements, spatial_reference
from sxgeo.export.qgis.style import DOCTYPE, QGIS_VERSION, style_elements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from sxgeo.domain.symbology import GeometryKind
    from sxgeo.export.contents import Contents, ExportLayer

_GEOMETRIES: dict[GeometryKind, str] = {"point": "Point", "line": "Line", "area": "Polygon"}
_MARGIN = 0.03  # of the extent, around the first view


def render_qgz(contents: Contents, data: str, *, name: str) -> bytes:
    """Return a `.qgz` project.

    Parameters
    ----------
    contents : Contents
        What the GeoPackage holds.
    data : str
        Name of the GeoPackage in the project's folder; the project refers to it relatively.
    name : str
        Name of the project inside the archive.
    """
    return archive({f"{name}.qgs": render_project(contents, data).encode()})


def render_project(contents: Contents, data: str) -> str:
    """Return the project as XML (see `render_qgz`)."""
    groups = [
        (group, [part for layer in group.layers for part in by_kind(layer, contents)])
        for group in contents.groups
    ]
    layers = [layer for _, parts in groups for layer in parts]
    source = f"./{PurePosixPath(data).name}"
    root = new("qgis", version=QGIS_VERSION, projectname=contents.title)
    add(root, "homePath", path="")
    add(root, "title", contents.title)
    add(root, "projectCrs").append(_project_crs(contents))
    tree = add(root, "layer-tree-group")
    tree.append(_drawing_order(layers))
    for group, parts in groups:
        shown = any(each.visible for each in parts)
        branch = add(
            tree,
            "layer-tree-group",
            name=group.title_in(contents.language),
            checked=_checked(visible=shown),
            expanded=1,
        )
        for layer in parts:
            branch.append(_leaf(layer, contents, source))
    root.append(_canvas(contents))
    found = add(root, "projectlayers")
    found.extend(_map_layer(each, contents, source) for each in layers)
    order = add(root, "layerorder")
    for layer in layers:
        add(order, "layer", id=_id(layer))
    root.append(_properties(contents))
    root.append(_metadata(contents))
    root.append(_first_view(contents))
    return document(root, doctype=DOCTYPE)


def _id(layer: ExportLayer) -> str:
    """Return what the project calls a layer; QGIS replaces ids of ten characters and fewer."""
    return f"sxgeo_layer_{layer.id}"


def _drawing_order(layers: Sequence[ExportLayer]) -> ET.Element:
    """Return who is drawn above whom: marks, lines, areas, boundaries, as in the web map."""
    element = new("custom-order", enabled=1)
    ranked = sorted(
        layers, key=lambda each: (each.group == BOUNDARIES, list(_GEOMETRIES).index(each.kinds[0]))
    )
    for layer in ranked:
        add(element, "item", _id(layer))
    return element


def _checked(*, visible: bool) -> str:
    return "Qt::Checked" if visible else "Qt::Unchecked"


def _source(layer: ExportLayer, source: str) -> str:
    return f"{source}|layername={layer.id}"


def _leaf(layer: ExportLayer, contents: Contents, source: str) -> ET.Element:
    return new(
        "layer-tree-layer",
        id=_id(layer),
        name=layer.title_in(contents.language),
        source=_source(layer, source),
        providerKey="ogr",
        checked=_checked(visible=layer.visible),
        expanded=int(len(layer.looks) > 1),
    )


def _map_layer(layer: ExportLayer, contents: Contents, source: str) -> ET.Element:
    element = new(
        "maplayer",
        type="vector",
        geometry=_GEOMETRIES[layer.kinds[0]],
        styleCategories="AllStyleCategories",
        hasScaleBasedVisibilityFlag=0,
        labelsEnabled=int(layer.labelled),
    )
    element.append(_box("extent", layer.bounds))
    add(element, "id", _id(layer))
    add(element, "datasource", _source(layer, source))
    add(element, "layername", layer.title_in(contents.language))
    add(element, "srs").append(spatial_reference())
    add(element, "resourceMetadata").extend(metadata_elements(layer, contents))
    add(element, "provider", "ogr", encoding="UTF-8")
    manager = add(element, "map-layer-style-manager", current="default")
    add(manager, "map-layer-style", name="default")
    element.extend(style_elements(layer, contents))
    return element


def _box(tag: str, bounds: tuple[float, float, float, float]) -> ET.Element:
    element = new(tag)
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), bounds, strict=True):
        add(element, name, repr(value))
    return element


def _project_crs(contents: Contents) -> ET.Element:
    """Return the region's metric CRS: distances and shapes look right on the screen."""
    crs = pyproj.CRS.from_user_input(contents.scene.region.metric_crs)
    element = new("spatialrefsys")
    add(element, "wkt", crs.to_wkt())
    add(element, "proj4", contents.scene.region.metric_crs)
    add(element, "srid", 0)
    add(element, "description", contents.scene.region.name)
    add(element, "ellipsoidacronym", "EPSG:7030")
    add(element, "geographicflag", "false")
    return element


def _view(contents: Contents) -> tuple[float, float, float, float]:
    """Return the scene's extent in the region's metric CRS, with a margin, whole metres."""
    extent = shapely.segmentize(shapely.box(*contents.scene.extent), 0.1)
    metric = gpd.GeoSeries([extent], crs="EPSG:4326").to_crs(contents.scene.region.metric_crs)
    west, south, east, north = metric.total_bounds
    aside = _MARGIN * max(east - west, north - south)
    return (
        float(round(west - aside)),
        float(round(south - aside)),
        float(round(east + aside)),
        float(round(north + aside)),
    )


def _canvas(contents: Contents) -> ET.Element:
    element = new("mapcanvas", name="theMapCanvas", annotationsVisible=1)
    add(element, "units", "meters")
    element.append(_box("extent", _view(contents)))
    add(element, "rotation", 0)
    add(element, "destinationsrs").append(_project_crs(contents))
    return element


def _first_view(contents: Contents) -> ET.Element:
    west, south, east, north = _view(contents)
    element = new("ProjectViewSettings", UseProjectScales=0, rotation=0)
    add(element, "Scales")
    extent = add(element, "DefaultViewExtent", xmin=west, ymin=south, xmax=east, ymax=north)
    extent.append(_project_crs(contents))
    return element


def _properties(contents: Contents) -> ET.Element:
    """Return the project's settings: relative paths, canvas colour, the compliance line."""
    element = new("properties")
    paths = add(element, "Paths")
    add(paths, "Absolute", "false", type="bool")
    projected = add(element, "SpatialRefSys")
    add(projected, "ProjectionsEnabled", 1, type="int")
    land = str(contents.scene.theme.boundary["land"].fill)
    gui = add(element, "Gui")
    for part, place in (("Red", 1), ("Green", 3), ("Blue", 5)):
        value = int(land[place : place + 2], 16)
        add(gui, f"CanvasColor{part}Part", value, type="int")
    credit = add(element, "CopyrightLabel")
    add(credit, "Enabled", "true", type="bool")
    add(credit, "Label", contents.credits(), type="QString")
    add(credit, "Placement", 3, type="int")  # bottom right
    return element


def _metadata(contents: Contents) -> ET.Element:
    element = new("projectMetadata")
    add(element, "identifier", contents.scene.id)
    add(element, "language", "ZHO" if contents.language == "zh" else "ENG")
    add(element, "type", "project")
    add(element, "title", contents.title)
    add(element, "abstract", contents.credits())
    add(element, "creation", f"{contents.edition}T00:00:00")
    return element
