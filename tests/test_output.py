import os
import sys
from pathlib import Path

import pytest

from sxgeo.errors import OutputError
from sxgeo.output import replacing, replacing_folder, write_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole(tmp_path):
    write_text(tmp_path / "new" / "a.txt", "一")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "一".encode()
    assert names(tmp_path / "new") == ["a.txt"]


def test_a_failed_run_leaves_the_old_file_and_no_trace(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(target) as part:  # noqa: PT012
        part.write_text("half")
        _ = 1 / 0
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


@posix
def test_a_new_file_gets_ordinary_permissions(tmp_path):
    previous = os.umask(0o022)
    try:
        write_text(tmp_path / "a.txt", "")
    finally:
        os.umask(previous)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "a.html").mkdir()
    with pytest.raises(OutputError, match=r"Cannot write .*a\.html: it is a folder"):
        write_text(tmp_path / "a.html", "")


def test_a_device_is_never_replaced():
    with pytest.raises(OutputError, match=r"Cannot write .*: it is no ordinary file"):
        write_text(os.devnull, "")


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(OutputError, match=r"a file stands where its folder should be"):
        write_text(tmp_path / "a" / "b.txt", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with (
        pytest.raises(OutputError, match="No space left on device"),
        replacing(target),
        Path("/dev/full").open("w", encoding="utf-8") as full,
    ):
        full.write("x" * 100_000)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_appears_whole(tmp_path):
    with replacing_folder(tmp_path / "layer") as part:
        (part / "layer.toml").write_text("")
        assert not (tmp_path / "layer").exists()
    assert names(tmp_path / "layer") == ["layer.toml"]


def test_a_folder_is_never_overwritten(tmp_path):
    (tmp_path / "layer").mkdir()
    with (
        pytest.raises(OutputError, match="exists already; nothing was written"),
        replacing_folder(tmp_path / "layer"),
    ):
        pass


def test_a_failed_folder_leaves_no_trace(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing_folder(tmp_path / "layer"):
        _ = 1 / 0
    assert names(tmp_path) == []
