"""Run by the system's Python, which has GDAL and QGIS: say where a GIS puts places on images.

gis_probe.py TASKS OUT

TASKS is a list of {"file", "dpi", "color", "reach_mm", "places"}: an image or `PDF:page:file`, the
colour of the marks on it, and longitude and latitude of places that have a mark. For every place
OUT tells where GDAL expects it, in pixels, and how far from there the ink of its mark lies.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, osr
from qgis.core import QgsApplication, QgsRasterLayer

CLOSE = 48  # of 255, by which a pixel of the mark may differ from its colour
gdal.UseExceptions()


def main(tasks, out):
    application = QgsApplication([], False)
    application.initQgis()
    told = [{**by_gdal(task), **by_qgis(task)} for task in json.loads(Path(tasks).read_text())]
    Path(out).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def by_gdal(task):
    options = [f"DPI={task['dpi']}"] if task["file"].startswith("PDF:") else []
    image = gdal.OpenEx(task["file"], gdal.OF_RASTER, open_options=options)
    target = image.GetSpatialRef()
    target.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    metres = osr.CoordinateTransformation(degrees, target).TransformPoints(task["places"])
    inverse = gdal.InvGeoTransform(image.GetGeoTransform())
    expected = [gdal.ApplyGeoTransform(inverse, east, north) for east, north, _ in metres]
    pixels = np.stack([image.GetRasterBand(band).ReadAsArray() for band in (1, 2, 3)], axis=-1)
    inked = np.abs(pixels.astype(int) - task["color"]).max(axis=-1) <= CLOSE
    reach = task["reach_mm"] / 25.4 * task["dpi"]
    return {
        "size": [image.RasterXSize, image.RasterYSize],
        "projection": target.ExportToProj4(),
        "epsg": target.GetAuthorityCode(None),
        "expected": expected,
        "off": [distance(inked, column, row, reach) for column, row in expected],
    }


def distance(inked, column, row, reach):
    """Return by how many pixels the middle of the ink around a point is off, or None without."""
    rows, columns = np.nonzero(inked)
    near = np.hypot(columns + 0.5 - column, rows + 0.5 - row) <= reach
    if near.sum() < 8:
        return None
    return [float(columns[near].mean() + 0.5 - column), float(rows[near].mean() + 0.5 - row)]


def by_qgis(task):
    layer = QgsRasterLayer(task["file"], "page", "gdal")
    extent = layer.extent()
    return {
        "valid": layer.isValid(),
        "qgis_crs": layer.crs().toProj(),
        "extent": [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()],
    }


main(*sys.argv[1:])
sys.stdout.flush()
os._exit(0)  # QGIS's own clean-up crashes where Python's comes first
