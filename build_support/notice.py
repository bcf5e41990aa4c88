"""Write the table of data sources in `NOTICE.md` from `geodata/sources*.toml`.

`python -m build_support.notice` rewrites it; `--check` only tells whether it is up to date.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

NOTICE = Path("NOTICE.md")
BEGIN = "<!-- sources: written by `python -m build_support.notice` -->"
END = "<!-- end of sources -->"

_COLUMNS = (
    ("Id", "id"),
    ("What", "title"),
    ("Publisher", "publisher"),
    ("Where from", "locator"),
    ("Licence", "licence"),
    ("Datum", "datum"),
    ("Vintage", "vintage"),
)


def read_sources(root: Path) -> dict[str, dict[str, Any]]:
    """Return every source of `geodata/sources.toml` and `geodata/sources/*.toml` by id, sorted."""
    geodata = root / "geodata"
    files = [*geodata.glob("sources.toml"), *geodata.glob("sources/*.toml")]
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(files):
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return dict(sorted(found.items()))


def sources_table(sources: dict[str, dict[str, Any]]) -> str:
    """Return the sources as a Markdown table, one row per id."""
    lines = [
        "| " + " | ".join(title for title, _ in _COLUMNS) + " |",
        "|" + "---|" * len(_COLUMNS),
    ]
    for identity, source in sources.items():
        row = {**source, "id": f"`{identity}`"}
        lines.append("| " + " | ".join(_cell(row.get(key, "")) for _, key in _COLUMNS) + " |")
    return "\n".join(lines)


def with_sources(notice: str, table: str) -> str:
    """Return the text of the notice with `table` between its two marks."""
    head, _, rest = notice.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table}\n{END}{tail}"


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split()) or "–"


def main() -> int:
    """Rewrite or check the notice; the exit code is 1 when a check finds it out of date."""
    parser = argparse.ArgumentParser(prog="python -m build_support.notice", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    root = Path(__file__).resolve().parents[1]
    path = root / NOTICE
    before = path.read_text(encoding="utf-8")
    after = with_sources(before, sources_table(read_sources(root)))
    if after == before:
        return 0
    if check:
        print("NOTICE.md is out of date: run python -m build_support.notice", file=sys.stderr)
        return 1
    path.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
