"""The wheel: small, complete, and able to stand alone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIMIT_BYTES = 15_000_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_is_small(wheel):
    assert wheel.stat().st_size < LIMIT_BYTES


def test_wheel_carries_data_assets_and_licences(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {
        "sxgeo/py.typed",
        "sxgeo/_assets/page.js",
        "sxgeo/_assets/page.css",
        "sxgeo/_assets/leaflet.js",
        "sxgeo/_assets/fonts/NotoSansSC-Regular.ttf",
        "sxgeo/_assets/fonts/NotoSansSC-Bold.ttf",
        "sxgeo/_assets/licenses/NotoSansSC-OFL.txt",
        "sxgeo/data/strokes.toml",
        "sxgeo/_data/geodata/region.toml",
        "sxgeo/_data/maps/theme.toml",
    } <= set(names)
    licences = {path.name for path in (ROOT / "LICENSES").iterdir()} | {"LICENSE", "NOTICE.md"}
    assert {Path(name).name for name in names if ".dist-info/licenses/" in name} == licences


def test_wheel_leaves_the_workshop_out(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"sxgeo"}
    assert [name for name in names if "/derive/" in name] == []
    assert [name for name in names if "/_data/" in name and name.endswith((".py", ".pyc"))] == []
    assert len(names) == len(set(names))


def test_wheel_stands_alone(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "from sxgeo.assets import font_path; from sxgeo.paths import project_root;"
        "print(font_path('bold')); print(project_root())"
    )
    environment = {k: v for k, v in os.environ.items() if k != "SXGEO_ROOT"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
        text=True,
    )
    font, root = map(Path, done.stdout.splitlines())
    assert font.is_relative_to(tmp_path)
    assert root == (tmp_path / "site" / "sxgeo" / "_data").resolve()


def test_same_sources_same_wheel(wheel, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
