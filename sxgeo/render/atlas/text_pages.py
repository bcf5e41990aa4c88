"""Pages of text: how to read the atlas, and where everything comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sxgeo.data.descriptor import POSITION_STATUSES
from sxgeo.domain.amounts import english_amount
from sxgeo.domain.citation import half, quoted
from sxgeo.domain.symbology import Symbol, is_exact
from sxgeo.render.atlas.flow import Block, balanced, columns_of
from sxgeo.render.atlas.layout import body_of
from sxgeo.render.atlas.legend import draw_sample
from sxgeo.render.atlas.lettering import spaced, wrapped
from sxgeo.render.atlas.user_data import is_added

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sxgeo.data.figures import Figure
    from sxgeo.domain.scene import MapScene
    from sxgeo.render.atlas.flow import PlacedBlock
    from sxgeo.render.atlas.rect import Rect
    from sxgeo.render.atlas.sheet import Sheet

_SAMPLE_INDENT = 16.0


def reading_pages(sheet: Sheet, scene: MapScene) -> list[list[PlacedBlock]]:
    """Return the guide, laid out page by page."""
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    columns = columns_of(body, 2, 10 * sheet.factor)
    width = columns[0].width
    blocks = [*_section(sheet, "reading_status", width), *_statuses(sheet, scene)]
    blocks += [*_section(sheet, "reading_position", width), *_positions(sheet, scene)]
    for key in ("reading_accuracy", "reading_document", "reading_scale", "reading_grid"):
        blocks += _section(sheet, key, width)
    blocks += _features(sheet, scene, width)
    return balanced(blocks, columns)


def sources_pages(sheet: Sheet, scene: MapScene) -> list[list[PlacedBlock]]:
    """Return documents, sources and the compliance block, laid out page by page."""
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    columns = columns_of(body, 2, 8 * sheet.factor)
    width = columns[0].width
    blocks = [
        *_review(sheet, scene, width),
        *_documents(sheet, scene, width),
        *_boundaries(sheet, scene, width),
        *_sources(sheet, scene, width),
        *_added(sheet, scene, width),
    ]
    return balanced(blocks, columns)


def figures_pages(sheet: Sheet, scene: MapScene) -> list[list[PlacedBlock]]:
    """Return the figures of the whole province by theme, laid out page by page."""
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    columns = columns_of(body, 2, 8 * sheet.factor)
    width = columns[0].width
    style = sheet.style("body")
    note = wrapped(spaced(sheet.word("figures_note")), width, style.size)
    blocks = [Block(tuple(note), style)]
    for theme in scene.themes:
        own = [each for each in scene.figures if each.theme == theme.id]
        if own:
            blocks.append(_heading(sheet, sheet.pick(theme.title, theme.title_en)))
        for figure in own:
            document = scene.documents[figure.document]
            title = f"《{document.title}》" if sheet.language == "zh" else document.title_en
            name = sheet.pick(figure.name, figure.name_en)
            head = f"{name}  {_amount(sheet, figure)}"
            blocks += _entry(sheet, head, [figure.year, title, quoted(figure.quote)], width)
    return balanced(blocks, columns)


def _amount(sheet: Sheet, figure: Figure) -> str:
    if sheet.language == "en":
        return english_amount(figure.value, figure.unit)
    gap = "" if figure.unit_label in ("", "%") else " "
    return f"{figure.value:,.10g}{gap}{figure.unit_label}"


def _section(sheet: Sheet, key: str, width: float) -> list[Block]:
    style = sheet.style("body").scaled(1.1)
    text = spaced(sheet.word(f"{key}_text"))
    return [
        _heading(sheet, sheet.word(key)),
        Block(tuple(wrapped(text, width, style.size)), style, before=1.2 * sheet.factor),
    ]


def _heading(sheet: Sheet, text: str) -> Block:
    return Block(
        (text,),
        sheet.style("heading", weight="bold").scaled(1.1),
        before=6 * sheet.factor,
        rule=True,
        with_next=True,
    )


def _sampled(sheet: Sheet, label: str, *symbols: Symbol) -> Block:
    def draw(target: Sheet, rect: Rect) -> None:
        half = rect.width / len(symbols)
        for place, symbol in enumerate(symbols):
            left = rect.left + place * half
            draw_sample(target, symbol, rect._replace(left=left + 0.4, right=left + half - 0.4))

    return Block(
        (label,),
        sheet.style("body").scaled(1.1),
        before=1.6 * sheet.factor,
        indent=_SAMPLE_INDENT * sheet.factor,
        draw=draw,
    )


def _statuses(sheet: Sheet, scene: MapScene) -> Iterator[Block]:
    line = Symbol("line", sheet.look.ink, width=1.6)
    mark = Symbol("point", sheet.look.ink, fill=sheet.look.ink, size=8, width=1.3)
    for status, dash in scene.theme.status_dash.items():
        label = scene.labels.status[status]
        yield _sampled(
            sheet,
            sheet.pick(label.label, label.label_en),
            replace(line, dash=dash),
            replace(mark, dash=dash),
        )


def _positions(sheet: Sheet, scene: MapScene) -> Iterator[Block]:
    style = scene.theme.inexact
    for position in POSITION_STATUSES:
        label = scene.labels.position_status[position]
        line = Symbol("line", sheet.look.ink, width=1.6)
        mark = Symbol("point", sheet.look.ink, fill=sheet.look.ink, size=8, width=1.3)
        if not is_exact(position):
            line = replace(line, band_width=style.band_width, band_opacity=style.band_opacity)
            mark = replace(mark, fill=style.point_fill)
        yield _sampled(sheet, sheet.pick(label.label, label.label_en), line, mark)


def _features(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    """Yield every layer with its look and what it is."""
    yield _heading(sheet, sheet.word("reading_colour"))
    small = sheet.style("small", sheet.look.muted)
    indent = _SAMPLE_INDENT * sheet.factor
    for layer in scene.layers:
        descriptor = layer.descriptor
        symbols = [entry.symbol for entry in layer.legend if entry.kind == "class" and entry.count]
        title = sheet.pick(descriptor.title, descriptor.title_en)
        block = _sampled(sheet, title, *dict.fromkeys(symbols[:2]))
        about = sheet.pick(descriptor.description, descriptor.description_en)
        yield replace(block, with_next=bool(about))
        if not about:
            continue
        lines = wrapped(spaced(about), width - indent, small.size)
        yield Block(tuple(lines), small, indent=indent)


def _review(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    yield replace(_heading(sheet, sheet.word("sources_compliance")), before=0.0)
    style = sheet.style("body")
    for sentence in scene.compliance(sheet.language):
        yield Block(tuple(wrapped(spaced(sentence), width, style.size)), style, before=0.8)


def _documents(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    yield _heading(sheet, sheet.word("sources_documents"))
    for document in scene.documents.values():
        zh = sheet.language == "zh"
        title = f"《{document.title}》" if zh else document.title_en
        issuer = document.issuer if zh else document.issuer_en
        number = sheet.pick(document.number, document.number_en)
        facts = [each for each in (issuer, number, document.date) if each]
        yield from _entry(sheet, title, [" · ".join(facts)], width)


def _boundaries(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    yield _heading(sheet, sheet.word("sources_boundaries"))
    told = next(iter(scene.units.values())).attrs
    title = sheet.pick(told["source_title"], told["source_title_en"])
    radius = max(int(units.attrs["accuracy_m"]) for units in scene.units.values())
    facts = [
        _fact(sheet, "review_number", told["review_number"]) if told["review_number"] else "",
        _licence(sheet, scene, told["licence"]),
        _datum(sheet, scene, told["datum_of_source"]),
        _fact(sheet, "accuracy", f"{radius:,} {sheet.word('metres')}"),
        _fact(sheet, "vintage", told["vintage"]) if told["vintage"] else "",
    ]
    yield from _entry(sheet, title, [each for each in facts if each], width)


def _licence(sheet: Sheet, scene: MapScene, licence: str) -> str:
    label = scene.labels.licence.get(licence)
    return _fact(sheet, "licence", sheet.pick(label.label, label.label_en) if label else licence)


def _datum(sheet: Sheet, scene: MapScene, datum: str) -> str:
    label = scene.labels.datum[datum]
    return _fact(sheet, "datum", sheet.pick(label.label, label.label_en))


def _sources(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    yield _heading(sheet, sheet.word("sources_positions"))
    if any(units["population_2020"].notna().any() for units in scene.units.values()):
        told = next(iter(scene.units.values())).attrs["population_source"]
        yield from _entry(sheet, sheet.word("population"), [half(told, sheet.language)], width)
    for source in scene.sources.values():
        facts = [
            source.publisher,
            source.locator,
            _licence(sheet, scene, source.licence),
            _datum(sheet, scene, source.datum),
            _fact(sheet, "vintage", source.vintage) if source.vintage else "",
            source.accuracy,
        ]
        yield from _entry(sheet, source.title, [each for each in facts if each], width)


def _added(sheet: Sheet, scene: MapScene, width: float) -> Iterator[Block]:
    """Yield the reader's own layers: whose terms and accuracy only the reader knows."""
    layers = [layer for layer in scene.layers if is_added(layer)]
    if layers:
        yield _heading(sheet, sheet.word("your_data"))
    unverified = scene.labels.position_status["unverified"]
    for layer in layers:
        facts = [
            sheet.word("features_count", n=len(layer.frame)),
            _fact(sheet, "licence", sheet.word("licence_unstated")),
            _datum(sheet, scene, str(layer.frame["datum_of_source"].iloc[0])),
            _fact(sheet, "position", sheet.pick(unverified.label, unverified.label_en)),
        ]
        yield from _entry(sheet, layer.descriptor.title, facts, width)


def _fact(sheet: Sheet, key: str, value: str) -> str:
    """Return a phrase of `maps/strings.toml` and what it says here."""
    colon = "：" if sheet.language == "zh" else ": "
    return f"{sheet.word(key)}{colon}{value}"


def _entry(sheet: Sheet, title: str, facts: list[str], width: float) -> Iterator[Block]:
    head, small = sheet.style("body"), sheet.style("small", sheet.look.muted)
    told = ("；" if sheet.language == "zh" else "; ").join(facts)
    yield Block(
        tuple(wrapped(title, width, head.size)), head, before=1.8 * sheet.factor, with_next=True
    )
    yield Block(tuple(wrapped(told, width, small.size)), small)
