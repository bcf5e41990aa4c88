"""The full table of a unit: every feature with its status, position, document and quote."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sxgeo.domain.citation import cited_ids, half, quoted
from sxgeo.domain.history import course_of, read_history
from sxgeo.render.atlas.flow import Block, balanced, columns_of
from sxgeo.render.atlas.layout import body_of
from sxgeo.render.atlas.lettering import wrapped
from sxgeo.render.atlas.table import document_text
from sxgeo.render.atlas.user_data import is_added, is_listed, told_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from sxgeo.domain.scene import MapScene, SceneLayer
    from sxgeo.render.atlas.flow import PlacedBlock
    from sxgeo.render.atlas.sheet import Sheet


def unit_table_pages(
    sheet: Sheet, scene: MapScene, layers: Sequence[SceneLayer]
) -> list[list[PlacedBlock]]:
    """Return the table of a unit's features, laid out page by page.

    Parameters
    ----------
    sheet : Sheet
        Its size and language.
    scene : MapScene
        Names statuses and documents.
    layers : sequence of SceneLayer
        Only the unit's features (see `sxgeo.render.atlas.ground.Ground.layers_of`).
    """
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    columns = columns_of(body, 2, 8 * sheet.factor)
    blocks = [
        block
        for layer in layers
        if is_listed(layer)
        for block in _layer_blocks(sheet, scene, layer, columns[0].width)
    ]
    return balanced(blocks, columns)


def _layer_blocks(
    sheet: Sheet, scene: MapScene, layer: SceneLayer, width: float
) -> Iterator[Block]:
    descriptor = layer.descriptor
    yield Block(
        (sheet.pick(descriptor.title, descriptor.title_en),),
        sheet.style("heading", weight="bold"),
        before=4 * sheet.factor,
        rule=True,
        with_next=True,
    )
    style, small = sheet.style("body"), sheet.style("small", sheet.look.muted)
    for place in range(len(layer.frame)):
        feature = layer.frame.iloc[place]
        status = scene.labels.status.get(feature["status"])
        told = sheet.pick(status.label, status.label_en) if status is not None else ""
        room = width - style.width_of(told) - 3 * sheet.factor
        name = sheet.pick(feature["name"], feature["name_en"])
        yield Block(
            tuple(wrapped(name, room, style.size)),
            style,
            before=1.5 * sheet.factor,
            marks=((told, 0),),
            with_next=True,
        )
        facts = _facts(sheet, scene, layer, place)
        yield Block(
            tuple(line for fact in facts for line in wrapped(fact, width - 2, small.size)),
            small,
            indent=2 * sheet.factor,
        )


def _facts(sheet: Sheet, scene: MapScene, layer: SceneLayer, place: int) -> list[str]:
    """Return what is known of a feature's position, and the document that names it."""
    feature = layer.frame.iloc[place]
    position = scene.labels.position_status[feature["position_status"]]
    where = sheet.pick(position.label, position.label_en)
    if not math.isnan(float(feature["accuracy_m"])):  # what is marked for a whole unit has none
        where = f"{where} ± {_radius(sheet, float(feature['accuracy_m']))}"
    if feature["status_date"]:
        where = f"{where} · {feature['status_date']}"
    if is_added(layer):
        colon = "：" if sheet.language == "zh" else ": "
        told = ("；" if sheet.language == "zh" else "; ").join(
            f"{sheet.pick(field.label, field.label_en)}{colon}{text}"
            for field, text in told_values(layer, place)
        )
        return [where, told] if told else [where]
    facts = [where, *_status_facts(sheet, scene, feature)]
    if feature["document"]:
        named = document_text(sheet, scene, feature["document"])
        quote = f"：{quoted(str(feature['quote']))}" if sheet.language == "zh" else ""
        facts.append(f"{named}{quote}")
    return facts


def _status_facts(sheet: Sheet, scene: MapScene, feature: pd.Series) -> list[str]:
    """Return where the status comes from, if not from the document quoted, and how it went on."""
    colon = "：" if sheet.language == "zh" else ": "
    cited = [each for each in cited_ids(feature["status_source"]) if each != feature["document"]]
    facts = []
    if cited:
        label = scene.labels.columns["status_source"]
        told = sheet.pick("；", "; ").join(_source_text(sheet, scene, each) for each in cited)
        facts.append(f"{sheet.pick(label.label, label.label_en)}{colon}{told}")
    said = read_history(feature["history"])
    steps = [
        _step(sheet, scene, status, year)
        for status, year in course_of(said, feature["status"], feature["status_date"])
    ]
    if steps:
        facts.append(f"{sheet.word('course')}{colon}{' → '.join(steps)}")
    return facts


def _step(sheet: Sheet, scene: MapScene, status: str, year: str) -> str:
    label = scene.labels.status[status]
    told = sheet.pick(label.label, label.label_en)
    if not year:
        return told
    return f"{told}（{year}）" if sheet.language == "zh" else f"{told} ({year})"


def _source_text(sheet: Sheet, scene: MapScene, code: str) -> str:
    if code in scene.documents:
        return document_text(sheet, scene, code)
    return half(scene.sources[code].title, sheet.language)


def _radius(sheet: Sheet, metres: float) -> str:
    if metres < 1000:
        return f"{metres:g} {sheet.word('metres')}"
    return f"{metres / 1000:g} {sheet.word('kilometres')}"
