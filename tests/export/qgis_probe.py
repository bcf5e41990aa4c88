"""Run by the system's Python, which has QGIS: open a project and a GeoPackage, say what is there.

qgis_probe.py PROJECT GEOPACKAGE OUT
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

SIDE = 700


def main(project_file, package, out):
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    told = {"opened": project.read(project_file), "title": project.title()}
    told["crs"] = project.crs().toProj()
    told["groups"] = [
        [group.name(), [node.layerId() for node in group.children()]]
        for group in project.layerTreeRoot().children()
    ]
    told["hidden"] = [
        node.layerId()
        for node in project.layerTreeRoot().findLayers()
        if not node.itemVisibilityChecked()
    ]
    told["order"] = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    told["layers"] = {key: describe(layer) for key, layer in project.mapLayers().items()}
    told["whole"] = colours(project.layerTreeRoot().layerOrder(), project.crs())
    names = [part.split("!!::!!")[1] for part in sublayers(package)]
    told["tables"] = {}
    for name in names:
        layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
        told["tables"][name] = describe(layer)
    Path(out).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def sublayers(package):
    layer = QgsVectorLayer(package, "all", "ogr")  # kept while its provider is asked
    return layer.dataProvider().subLayers()


def describe(layer):
    return {
        "name": layer.name(),
        "valid": layer.isValid(),
        "source": layer.source(),
        "features": layer.featureCount(),
        "crs": layer.crs().authid(),
        "renderer": layer.renderer().type(),
        "rules": [rule_of(each, layer) for each in layer.renderer().rootRule().children()]
        if layer.renderer().type() == "RuleRenderer"
        else [],
        "label": label_of(layer),
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "words": {
            field.name(): [next(iter(each)) for each in field.editorWidgetSetup().config()["map"]]
            for field in layer.fields()
            if field.editorWidgetSetup().type() == "ValueMap"
        },
        "title": layer.metadata().title(),
        "abstract": layer.metadata().abstract(),
        "licences": layer.metadata().licenses(),
        "rights": layer.metadata().rights(),
        "history": layer.metadata().history(),
        "colours": colours([layer], layer.crs()),
    }


def rule_of(rule, layer):
    count = sum(1 for _ in layer.getFeatures(rule.filterExpression())) if rule.filter() else None
    return {
        "label": rule.label(),
        "filter": rule.filterExpression(),
        "count": count,
        "inks": [ink_of(each) for each in rule.symbol().symbolLayers()],
    }


def ink_of(ink):
    told = {"kind": ink.layerType(), "colour": ink.color().name(), "alpha": ink.color().alpha()}
    for name in ("strokeColor", "fillColor"):
        if hasattr(ink, name):
            told[name] = getattr(ink, name)().name()
    if ink.layerType() == "SimpleLine":
        dashes = list(ink.customDashVector()) if ink.useCustomDashPattern() else []
        told |= {"width": ink.width(), "unit": ink.widthUnit(), "dash": dashes}
    if hasattr(ink, "shape"):
        told |= {"shape": ink.encodeShape(ink.shape()), "size": ink.size()}
    if ink.subSymbol() is not None:
        told["inside"] = [ink_of(each) for each in ink.subSymbol().symbolLayers()]
    return told


def label_of(layer):
    if not layer.labelsEnabled():
        return None
    labeling = layer.labeling()  # each is kept while its part is asked
    settings = labeling.settings()
    text = settings.format()
    halo = text.buffer()
    return {
        "field": settings.fieldName,
        "font": text.font().family(),
        "colour": text.color().name(),
        "halo": halo.enabled(),
        "html": text.allowHtmlFormatting(),
    }


def colours(layers, crs):
    """Return how many pixels have each colour, the fewest left out."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setOutputDpi(150)
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(settings.fullExtent())
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format_RGB32)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    pixels = Counter(memoryview(bytes(bits)).cast("I"))
    return {f"#{value & 0xFFFFFF:06x}": count for value, count in pixels.items() if count >= 5}


main(*sys.argv[1:])
os._exit(0)  # QGIS's own clean-up crashes where Python's comes first
