"""Write `geodata/README.md`: every layer with its evidence, licences and sources.

The table of evidence also goes into the READMEs of the project, between their two marks.

    python geodata/derive/overview.py [--check]

Reads the catalogue and the layers as any user does; `--check` writes nothing and exits 1 when the
files are not what they should be.
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
from sxgeo.domain.evidence import collect_evidence
from sxgeo.domain.layer import read_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.domain.evidence import Evidence

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "geodata" / "README.md"
BEGIN, END = "<!-- evidence: written by geodata/derive/overview.py -->", "<!-- /evidence -->"
READMES = {
    "README.md": ("layer", "features", "≥ 2 sources", "1", "0", "median m", "95 % within m"),
    "README.zh-CN.md": (
        "图层",
        "要素",
        "独立来源≥2",
        "1",
        "0",
        "精度中位数（米）",
        "95%以内（米）",
    ),
}
HEAD = """\
# What is known, and how well

Written by `python geodata/derive/overview.py`; do not edit.
Formats and rules: [CONVENTIONS.md](CONVENTIONS.md).
`accuracy` is the radius in metres that holds the true position with 95 % probability, as each
feature states it. “Independent” sources give a position and were not made from one another; a
printed page without a coordinate and general knowledge count as none. A line drawn through places
is no better known than the least known of them: it counts as resting on as many sources as that
place does, on none where one place is unverified. “Spread known” counts
features whose sources' distance from each other is recorded. `sxgeo layers check --positions` tells
all this feature by feature, worst first over all layers, with what county borders, rivers and
routes say of it. `licence` is an SPDX expression: what binds all of a layer's data together.
“Attribution” is what maps that show a source must say, and do.
"""


def main() -> int:
    """Write or check the file; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    options = parser.parse_args()
    catalogue = open_catalogue(ROOT)
    frames = {each: read_layer(each, root=catalogue.root) for each in catalogue.layer_ids()}
    evidence = {each: collect_evidence(each, root=catalogue.root) for each in frames}
    texts = {TARGET: overview(catalogue, frames, evidence)}
    for name, heads in READMES.items():
        before = (ROOT / name).read_text(encoding="utf-8")
        texts[ROOT / name] = with_table(before, readme_table(heads, frames, evidence))
    wrong = [
        path
        for path, text in texts.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in wrong:
        print(path.relative_to(ROOT))
        if not options.check:
            path.write_text(texts[path], encoding="utf-8")
    return int(options.check and bool(wrong))


def readme_table(
    heads: Sequence[str],
    frames: dict[str, gpd.GeoDataFrame],
    evidence: dict[str, list[Evidence]],
) -> str:
    """Return the short table of the READMEs: per layer, how many independent sources, how exact."""
    rows = []
    for key, frame in frames.items():
        counts = _evidence_counts(evidence[key])
        cells = (
            f"`{key}`",
            len(frame),
            counts["two or more independent"],
            counts["one"],
            counts["none"],
            f"{frame['accuracy_m'].median():,.0f}",
            f"{frame['accuracy_m'].quantile(0.95):,.0f}",
        )
        rows.append(dict(zip(heads, cells, strict=True)))
    return _table(rows)


def with_table(text: str, table: str) -> str:
    """Return a README with the table between its two marks."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{table}\n{END}{tail}"


def overview(
    catalogue: Catalogue,
    frames: dict[str, gpd.GeoDataFrame],
    evidence: dict[str, list[Evidence]],
) -> str:
    """Return the whole text of `geodata/README.md`."""
    rows = [_evidence_row(key, frame, evidence[key]) for key, frame in frames.items()]
    parts = [
        HEAD,
        "## The frame\n",
        _table(_boundary_rows(catalogue)),
        "## Layers\n",
        _table([_layer_row(catalogue, key, frame) for key, frame in frames.items()]),
        "## Evidence of positions\n",
        _table([*rows, _all_row(frames, evidence)]),
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
        "vintage of positions": _vintages(frame, catalogue),
        "licence": descriptor.licence,
    }


def _evidence_row(
    key: str, frame: gpd.GeoDataFrame, evidence: Sequence[Evidence]
) -> dict[str, object]:
    return {
        "layer": f"`{key}`",
        **_evidence_counts(evidence),
        "accuracy: median": f"{frame['accuracy_m'].median():,.0f}",
        "95 % of features within": f"{frame['accuracy_m'].quantile(0.95):,.0f}",
    }


def _evidence_counts(evidence: Sequence[Evidence]) -> dict[str, object]:
    statuses = [each.position_status for each in evidence]
    witnesses = [len(each.witnesses) for each in evidence]
    return {
        **{status: statuses.count(status) for status in POSITION_STATUSES},
        "two or more independent": sum(number > 1 for number in witnesses),
        "one": witnesses.count(1),
        "none": witnesses.count(0),
        "spread known": sum(each.spread_m is not None for each in evidence),
        "contradicted": sum(bool(each.contradictions) for each in evidence),
    }


def _all_row(
    frames: dict[str, gpd.GeoDataFrame], evidence: dict[str, list[Evidence]]
) -> dict[str, object]:
    every = pd.concat([frame["accuracy_m"] for frame in frames.values()])
    return {
        "layer": "all",
        **_evidence_counts([each for found in evidence.values() for each in found]),
        "accuracy: median": f"{every.median():,.0f}",
        "95 % of features within": f"{every.quantile(0.95):,.0f}",
    }


def _vintages(frame: gpd.GeoDataFrame, catalogue: Catalogue) -> str:
    """Return the years of the dated sources of a layer's positions, first and last."""
    sources = catalogue.sources()
    cited = {each for cell in frame["source"].unique() for each in cited_ids(str(cell))}
    years = sorted(
        sources[each].vintage[:4] for each in cited if each in sources and sources[each].vintage
    )
    if not years:
        return "—"
    return years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


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
            "attribution": each.attribution or "—",
            "datum": each.datum,
            "vintage": each.vintage or "—",
            "cited by": ", ".join(sorted(citing[key])),
        }
        for key, each in catalogue.sources().items()
        if key in citing
    ]


if __name__ == "__main__":
    sys.exit(main())
