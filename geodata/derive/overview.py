"""Write `geodata/README.md`: every layer with its evidence, licences and sources.

    python geodata/derive/overview.py [--check]

Reads the catalogue and the layers as any user does; `--check` writes nothing and exits 1 when the
file is not what it should be.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sxgeo.data.catalogue import Catalogue, open_catalogue
from sxgeo.data.descriptor import POSITION_STATUSES
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.domain.layer import read_layer

if TYPE_CHECKING:
    import geopandas as gpd

TARGET = Path(__file__).resolve().parents[1] / "README.md"
HEAD = """\
# What is known, and how well

Written by `python geodata/derive/overview.py`; do not edit.
Formats and rules: [CONVENTIONS.md](CONVENTIONS.md).
`accuracy` is the radius in metres that holds the true position with 95 % probability, as each
feature states it;
“two sources” counts features whose position cites at least two.
"""


def main() -> int:
    """Write or check the file; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()
    text = overview(open_catalogue(TARGET.parents[1]))
    if options.check:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    print(TARGET.name)
    return 0


def overview(catalogue: Catalogue) -> str:
    """Return the whole text."""
    frames = {each: read_layer(each, root=catalogue.root) for each in catalogue.layer_ids()}
    parts = [
        HEAD,
        "## The frame\n",
        _table(_boundary_rows(catalogue)),
        "## Layers\n",
        _table([_layer_row(catalogue, key, frame) for key, frame in frames.items()]),
        "## Evidence of positions\n",
        _table([_evidence_row(key, frame) for key, frame in frames.items()]),
        "## Named and not placed\n",
        _table(_unplaced_rows(catalogue)),
        "## Sources\n",
        _table(_source_rows(catalogue, frames)),
    ]
    return "\n".join(parts)


def _table(rows: list[dict[str, object]]) -> str:
    if not rows:
        return "None.\n"
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += [
        "| " + " | ".join(str(row[name]).replace("|", "\\|") for name in columns) + " |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _boundary_rows(catalogue: Catalogue) -> list[dict[str, object]]:
    rows = []
    for level in catalogue.region().levels:
        frame = read_boundaries(level, root=catalogue.root)
        attrs = frame.attrs
        rows.append(
            {
                "level": level,
                "units": len(frame),
                "source": f"{attrs['source_title']} ({attrs['review_number']})",
                "package": f"{attrs['package']} {attrs['package_version']}, {attrs['licence']}",
                "vintage": attrs["vintage"],
                "datum": f"{attrs['datum']['stated']}, measured",
                "accuracy": attrs["accuracy_m"],
            }
        )
    return rows


def _layer_row(catalogue: Catalogue, key: str, frame: gpd.GeoDataFrame) -> dict[str, object]:
    descriptor = catalogue.descriptor(key)
    return {
        "layer": f"`{key}`",
        "名称": descriptor.title,
        "title": descriptor.title_en,
        "theme": descriptor.theme,
        "features": len(frame),
        "documents": ", ".join(sorted(set(frame["document"]))),
        "licence": descriptor.licence,
    }


def _evidence_row(key: str, frame: gpd.GeoDataFrame) -> dict[str, object]:
    counts = frame["position_status"].value_counts()
    sources = frame["source"].map(lambda cell: len(set(cited_ids(cell)) - {"recollection"}))
    return {
        "layer": f"`{key}`",
        **{status: int(counts.get(status, 0)) for status in POSITION_STATUSES},
        "two sources": int((sources >= 2).sum()),
        "one": int((sources == 1).sum()),
        "none": int((sources == 0).sum()),
        "accuracy: median": f"{frame['accuracy_m'].median():,.0f}",
        "95 % of features within": f"{frame['accuracy_m'].quantile(0.95):,.0f}",
    }


def _unplaced_rows(catalogue: Catalogue) -> list[dict[str, object]]:
    return [
        {"layer": f"`{each.id}`", "name": one.name, "document": one.document, "why": one.reason_en}
        for each in catalogue.descriptors()
        for one in each.unplaced
    ]


def _source_rows(
    catalogue: Catalogue, frames: dict[str, gpd.GeoDataFrame]
) -> list[dict[str, object]]:
    citing: dict[str, set[str]] = {}
    for key, frame in frames.items():
        cells = pd.concat([frame[name] for name in frame if is_citation_column(str(name))])
        for each in {each for cell in cells.unique() for each in cited_ids(str(cell))}:
            citing.setdefault(each, set()).add(f"`{key}`")
    return [
        {
            "id": f"`{key}`",
            "title": each.title,
            "licence": each.licence or "—",
            "datum": each.datum,
            "vintage": each.vintage or "—",
            "cited by": ", ".join(sorted(citing[key])),
        }
        for key, each in catalogue.sources().items()
        if key in citing
    ]


if __name__ == "__main__":
    sys.exit(main())
