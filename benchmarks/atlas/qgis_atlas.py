"""The same pages by QGIS' print-layout atlas, offscreen. Needs Debian's python3 with QGIS.

Run by `benchmarks/atlas/run.py`: qgis_atlas.py FOLDER png|pdf PAGES
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

FOLDER, FORMAT, PAGES = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


def add_layer(path: Path, *, named: bool) -> QgsVectorLayer:
    """Read a file, label it by name, and add it to the project."""
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    if named:
        settings = QgsPalLayerSettings()
        settings.fieldName = "name"
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        layer.setLabelsEnabled(True)
    QgsProject.instance().addMapLayer(layer)
    return layer


def main() -> None:
    """Export the atlas page by page and print the seconds and processor seconds each took."""
    application = QgsApplication([], False)  # noqa: FBT003 - no keyword in the binding
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4547"))
    data = FOLDER / "data"
    coverage = add_layer(data / "prefecture.fgb", named=False)
    add_layer(data / "county.fgb", named=True)
    for path in sorted(data.glob("layer-*.fgb")):
        add_layer(path, named=True)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize("A4", page.Portrait)
    chart = QgsLayoutItemMap(layout)
    chart.attemptMove(QgsLayoutPoint(10, 25, QgsUnitTypes.LayoutMillimeters))
    chart.attemptResize(QgsLayoutSize(190, 180, QgsUnitTypes.LayoutMillimeters))
    chart.setAtlasDriven(True)
    chart.setFrameEnabled(True)
    chart.grid().setEnabled(True)
    chart.grid().setIntervalX(20_000)
    chart.grid().setIntervalY(20_000)
    layout.addLayoutItem(chart)
    items: tuple[tuple[QgsLayoutItem, float, float], ...] = (
        (QgsLayoutItemLegend(layout), 10, 210),
        (QgsLayoutItemScaleBar(layout), 130, 270),
        (QgsLayoutItemLabel(layout), 10, 10),
    )
    for item, x, y in items:
        layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(x, y, QgsUnitTypes.LayoutMillimeters))
    items[1][0].setLinkedMap(chart)
    items[2][0].setText("[% name %]")
    items[2][0].adjustSizeToText()
    atlas = layout.atlas()
    atlas.setCoverageLayer(coverage)
    atlas.setEnabled(True)
    atlas.beginRender()
    exporter = QgsLayoutExporter(layout)
    images, papers = QgsLayoutExporter.ImageExportSettings(), QgsLayoutExporter.PdfExportSettings()
    images.dpi = papers.dpi = 300
    seconds = []
    done = atlas.first()
    while done and len(seconds) < PAGES:
        start = time.perf_counter(), time.process_time()
        path = str(FOLDER / f"qgis-{len(seconds):02d}.{FORMAT}")
        if FORMAT == "png":
            exporter.exportToImage(path, images)
        else:
            exporter.exportToPdf(path, papers)
        seconds.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        done = atlas.next()
    print(*(f"{wall:.4f}/{cpu:.4f}" for wall, cpu in seconds))
    sys.stdout.flush()
    os._exit(0)  # QGIS tears down slowly, and that is not what is measured


main()
