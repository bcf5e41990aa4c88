"""One export of real layers, a root full of trouble, and what QGIS says of the export."""

import csv
import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.sealing import seal_layer
from sxgeo.export import export_layers
from sxgeo.export.contents import read_contents

# Marks, lines with every status, mixed geometry, areas, many vertices, and two admin levels.
LAYERS = ("zones", "rail", "water_works", "zone_parks", "rivers", "county", "province")
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.org","x")'
LONG = "深" * 200  # 600 bytes
collect_ignore = ["qgis_probe.py"]  # for another Python
PROBE = Path(__file__).with_name("qgis_probe.py")
QGIS_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="session")
def layers():
    return LAYERS


@pytest.fixture(scope="session")
def trouble():
    """The texts of the troubled root."""
    return SimpleNamespace(script=SCRIPT, formula=FORMULA, long=LONG)


@pytest.fixture(scope="session")
def contents():
    return read_contents(LAYERS)


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """A folder with every format, and the report of its making."""
    folder = tmp_path_factory.mktemp("exported") / "all"
    return folder, export_layers(LAYERS, folder)


@pytest.fixture(scope="session")
def troubled(tmp_path_factory, small):
    """A root whose texts are markup, formulas and longer than formats like."""
    root = small.write(tmp_path_factory.mktemp("troubled") / "root")
    folder = root / "geodata" / "layers" / "wells"
    path = folder / "features.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["name"], rows[1]["name"] = SCRIPT, FORMULA
    rows = [{**row, "note": LONG if row is rows[2] else "", "note_en": ""} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "layer.toml").write_text(
        seal_layer(folder, root=open_catalogue(root).root), encoding="utf-8"
    )
    return root


@pytest.fixture(scope="session")
def qgis(exported):
    """What QGIS says of the exported project and GeoPackage, and the colours it draws."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": ""}
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"):
        offscreen.pop(name, None)
    asked = subprocess.run(
        [QGIS_PYTHON, "-c", "import qgis.core"], env=offscreen, capture_output=True, check=False
    )
    if asked.returncode:
        if os.environ.get("SXGEO_REQUIRE_QGIS"):
            pytest.fail("QGIS is missing: install python3-qgis and qgis")
        pytest.skip("no QGIS: apt-get install --no-install-recommends qgis python3-qgis")
    folder, _ = exported
    told = folder.parent / "qgis.json"
    done = subprocess.run(
        [QGIS_PYTHON, PROBE, folder / "layers.qgz", folder / "layers.gpkg", told],
        env=offscreen,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.is_file(), done.stderr
    return {**json.loads(told.read_text(encoding="utf-8")), "stderr": done.stderr}
