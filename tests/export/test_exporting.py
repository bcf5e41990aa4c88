"""Which files an export makes, what it reports, and that it makes all of them or none."""

import json
import resource
import subprocess
import sys

import geopandas as gpd
import pytest

from sxgeo.errors import DataError, OutputError, SxgeoError, UnknownNameError
from sxgeo.export import EXPORT_FORMATS, export_layers
from sxgeo.export.contents import read_contents

FAILING = """\
import resource, signal, sys
from sxgeo.errors import OutputError
from sxgeo.export import export_layers
import geopandas, pyogrio
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
name, out, limit = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    export_layers([name], out)
except OutputError as error:
    print(error)
    sys.exit(3)
"""


def names(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_folder_gets_every_format_and_its_description(exported):
    folder, report = exported
    found = names(folder)
    assert found == sorted(path.relative_to(folder).as_posix() for path in report.files)
    assert {"datapackage.json", "catalog.json", "layers.gpkg", "layers.qgz"} <= set(found)
    for name in EXPORT_FORMATS:
        assert any(path.endswith(f".{name}") for path in found), name


def test_the_same_export_gives_the_same_bytes(exported, layers, tmp_path):
    folder, _ = exported
    export_layers(layers, tmp_path / "again")
    assert names(tmp_path / "again") == names(folder)
    differing = [
        name
        for name in names(folder)
        if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ]
    assert differing == []


def test_no_file_names_the_folder_it_was_made_in(exported):
    folder, _ = exported
    for name in names(folder):
        content = (folder / name).read_bytes()
        assert str(folder.parent).encode() not in content, name


def test_what_formats_cannot_hold_is_reported(exported):
    _, report = exported
    told = "\n".join(report.notes)
    assert (
        "gpkg, water_works: its geometry is mixed; it is written as water_works_point and" in told
    )
    assert "position_status → position_s" in told
    assert "KML knows neither dashes nor soft bands" in told
    assert told.count("column names are cut") == 1


def test_a_name_is_shortened_alike_in_every_layer(exported):
    folder, _ = exported
    zones, rail = (gpd.read_file(folder / "shp" / f"{name}.shp") for name in ("zones", "rail"))
    assert "position_s" in zones.columns
    assert "position_s" in rail.columns


@pytest.mark.parametrize("file_format", EXPORT_FORMATS)
def test_a_file_has_the_format_of_its_suffix(tmp_path, file_format):
    out = tmp_path / f"a.{file_format}"
    report = export_layers(["zones"], out)
    assert out in report.files
    assert {path.stem for path in tmp_path.iterdir()} == {"a"}  # nothing else is left
    assert set(tmp_path.iterdir()) == set(report.files)


def test_an_unusual_suffix_takes_the_format_named(tmp_path):
    out = tmp_path / "a.txt"
    export_layers(["zones"], out, formats=["csv"])
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_a_zip_holds_a_shapefile_that_gdal_opens(tmp_path):
    out = tmp_path / "a.zip"
    assert export_layers(["zones"], out).files == (out,)
    assert len(gpd.read_file(out)) == 12


def test_mixed_geometry_becomes_shapefiles_named_after_the_file(tmp_path):
    report = export_layers(["water_works"], tmp_path / "a.shp")
    assert {path.stem for path in report.files} == {"a_point", "a_line"}


def test_a_file_is_replaced_whole(tmp_path):
    out = tmp_path / "a.geojson"
    out.write_text("old")
    export_layers(["zones"], out)
    assert json.loads(out.read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_a_folder_that_exists_is_left_alone(tmp_path):
    with pytest.raises(OutputError, match="exists already; nothing was written"):
        export_layers(["zones"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_layer_formats_refuse_several(tmp_path):
    with pytest.raises(SxgeoError, match="A csv file holds one layer, not 2; give a folder, or"):
        export_layers(["zones", "rail"], tmp_path / "a.csv")


def test_suffix_and_format_must_agree(tmp_path):
    with pytest.raises(SxgeoError, match=r"a\.gpkg is a file of the format gpkg, not csv"):
        export_layers(["zones"], tmp_path / "a.gpkg", formats=["csv"])


def test_unknown_names_offer_the_nearest(tmp_path):
    with pytest.raises(UnknownNameError, match=r"Unknown layer 'zone'\. Did you mean 'zones'\?"):
        export_layers(["zone"], tmp_path / "a")
    with pytest.raises(UnknownNameError, match=r"Unknown format 'gpk'\. Did you mean 'gpkg'\?"):
        export_layers(["zones"], tmp_path / "a", formats=["gpk"])


def test_faulty_data_is_told_and_nothing_written(small_root, tmp_path):
    path = small_root / "geodata" / "layers" / "wells" / "features.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("deep", "deeep"), encoding="utf-8")
    with pytest.raises(DataError, match="its sha256 is"):
        export_layers(["wells"], tmp_path / "a", root=small_root)
    assert not (tmp_path / "a").exists()


def test_without_names_everything_is_exported(shared_root, tmp_path):
    report = export_layers([], tmp_path / "all", formats=["fgb"], root=shared_root)
    stems = {path.stem for path in report.files if path.suffix == ".fgb"}
    assert stems == {"wells", "paths", "province", "prefecture", "county"}


def test_a_recipe_gives_title_layers_and_what_is_hidden():
    contents = read_contents(recipe="overview")
    hidden = {layer.id for layer in contents.layers if not layer.visible}
    assert contents.title == "山西省规划系统总图"
    assert "water_horizontals" in hidden
    assert "county" not in hidden


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file size")
@pytest.mark.parametrize("file_format", [name for name in EXPORT_FORMATS if name != "qgz"])
def test_a_disk_that_fills_at_the_last_byte_leaves_what_was_there(tmp_path, file_format):
    whole = tmp_path / "whole"
    report = export_layers(["county"], whole / f"a.{file_format}")
    limit = max(path.stat().st_size for path in report.files) - 40
    out = tmp_path / "full" / f"a.{file_format}"
    out.parent.mkdir()
    out.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FAILING, "county", str(out), str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert done.stdout.startswith("Cannot write ")
    assert out.read_text() == "old"
    assert [path.name for path in out.parent.iterdir()] == [out.name]
