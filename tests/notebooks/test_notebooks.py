"""The notebooks are what their sources say, carry no outputs, and run without a warning."""

import importlib.util
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
SOURCES = sorted(FOLDER.glob("*.md"))
RICH = {"quickstart": 2, "planning_questions": 1, "your_own_data": 1, "printing": 2}


def load_writer():
    spec = importlib.util.spec_from_file_location("write_notebooks", FOLDER / "write.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRITER = load_writer()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_is_what_its_source_says(source):
    fresh = WRITER.notebook_text(source.read_text(encoding="utf-8"))
    stored = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert stored == fresh, "run `python notebooks/write.py`"
    nbformat.validate(nbformat.reads(stored, as_version=4))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_carries_no_outputs_and_has_a_source(path):
    assert path.with_suffix(".md").is_file()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_headings_are_in_both_languages(source):
    text = [
        part
        for place, part in enumerate(WRITER._CODE.split(source.read_text("utf-8")))
        if place % 2 == 0
    ]
    heads = [line for part in text for line in part.splitlines() if line.startswith("#")]
    assert heads
    for chinese, english in zip(heads[::2], heads[1::2], strict=True):
        assert any("\u4e00" <= each <= "\u9fff" for each in chinese), chinese
        assert english.isascii(), english


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs_without_errors_and_warnings(source, tmp_path, monkeypatch):
    from nbclient import NotebookClient

    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    notebook = nbformat.reads(WRITER.notebook_text(source.read_text("utf-8")), as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    outputs = [each for cell in notebook.cells for each in cell.get("outputs", [])]
    warned = [each["text"] for each in outputs if each.get("name") == "stderr"]
    assert warned == []
    shown = [each["data"] for each in outputs if "data" in each]
    rich = [each for each in shown if "<iframe" in each.get("text/html", "") or "image/png" in each]
    assert len(rich) >= RICH[source.stem]
