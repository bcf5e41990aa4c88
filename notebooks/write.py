"""Write the notebooks from their sources: ``python notebooks/write.py [--check]``.

A source is Markdown: each fenced block of ``python`` is a cell of code, the text between two of
them a cell of text. Notebooks are kept without outputs, so that a change is readable.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import nbformat

FOLDER = Path(__file__).resolve().parent
_CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def sources() -> list[Path]:
    """Return the sources, sorted by name."""
    return sorted(FOLDER.glob("*.md"))


def notebook_text(source: str) -> str:
    """Return a source as the text of a notebook: the same source, the same text."""
    parts = _CODE.split(source)  # text, code, text, code, …, text
    made = (nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell)
    cells = [
        made[place % 2](part.strip(), id=f"cell-{place:02d}")
        for place, part in enumerate(parts)
        if part.strip()
    ]
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(notebook).rstrip() + "\n"


def main() -> int:
    """Write every notebook; with ``--check`` only tell which are out of date (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    stale = []
    for path in sources():
        text, target = notebook_text(path.read_text(encoding="utf-8")), path.with_suffix(".ipynb")
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(target.name)
            if not check:
                target.write_text(text, encoding="utf-8")
    print("\n".join(stale))
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
