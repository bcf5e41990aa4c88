import pytest

from sxgeo.errors import SxgeoError
from sxgeo.paths import geodata_dir, maps_dir, project_root


@pytest.fixture
def root(tmp_path):
    for name in ("geodata", "maps"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_an_explicit_root_wins_over_the_variable(root, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setenv("SXGEO_ROOT", str(other))
    assert project_root(root) == root.resolve()


def test_the_variable_wins_over_the_checkout(root, monkeypatch):
    monkeypatch.setenv("SXGEO_ROOT", str(root))
    assert project_root() == root.resolve()
    assert geodata_dir() == root.resolve() / "geodata"
    assert maps_dir() == root.resolve() / "maps"


def test_without_either_the_checkout_or_the_wheel_serves(monkeypatch):
    monkeypatch.delenv("SXGEO_ROOT", raising=False)
    assert (project_root() / "geodata" / "region.toml").is_file()


def test_a_folder_without_data_is_refused_with_what_it_lacks(tmp_path):
    (tmp_path / "maps").mkdir()
    with pytest.raises(SxgeoError, match=r"named by --root.*lacks the folder geodata\."):
        project_root(tmp_path)


def test_a_bad_variable_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("SXGEO_ROOT", str(tmp_path))
    with pytest.raises(SxgeoError, match=r"named by SXGEO_ROOT.*geodata and maps"):
        project_root()
