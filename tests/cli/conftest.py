import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sxgeo.cli import group
from sxgeo.errors import SxgeoError
from sxgeo.paths import project_root


@pytest.fixture
def root(tmp_path):
    """A copy of the project's own data, to break."""
    copy = tmp_path / "root"
    for name in ("geodata", "maps"):
        shutil.copytree(project_root() / name, copy / name)
    return copy


@pytest.fixture
def run():
    """Run the command line in this process; returns (exit code, stdout, stderr)."""

    def call(*arguments):
        result = CliRunner().invoke(group, [str(each) for each in arguments])
        if isinstance(result.exception, SxgeoError):
            return 1, result.stdout, str(result.exception)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return call


@pytest.fixture
def edit(root):
    """Replace text in a file of the copied root."""

    def change(name, old, new, *, count=1):
        path = Path(root / name)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    return change
