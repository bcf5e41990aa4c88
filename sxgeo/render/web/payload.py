"""The data of a page: a scene as one JSON document, the contract of `web/src/payload.ts`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sxgeo.data.descriptor import STATUSES
from sxgeo.data.theme import LANGUAGES
from sxgeo.render.web.columns import number_of
from sxgeo.render.web.layer_payload import layer_payload, speak, text
from sxgeo.render.web.packing import Grid, choose_origin, choose_scale
from sxgeo.render.web.short_forms import shorten
from sxgeo.render.web.unit_payload import unit_payloads

if TYPE_CHECKING:
    from sxgeo.data.catalogue import Source
    from sxgeo.data.figures import Figure
    from sxgeo.data.theme import Language
    from sxgeo.domain.classification import Choropleth
    from sxgeo.domain.scene import MapScene

Payload: TypeAlias = "dict[str, Any]"

VERSION = 1


def build_payload(
    scene: MapScene, *, language: Language = "zh", basemaps: Sequence[Mapping[str, Any]] = ()
) -> Payload:
    """Return a scene as the page reads it.

    Parameters
    ----------
    scene : MapScene
        What to show; positions are WGS-84.
    language : {'zh', 'en'}
        Of the page when it opens; the page carries both.
    basemaps : sequence of mapping
        As `sxgeo.render.web.basemaps.resolve_basemaps` gives them.

    Returns
    -------
    dict
        JSON values only, in a fixed order; see `web/src/payload.ts` for the meaning of each key.
    """
    grid = _grid(scene)
    spoken = speak([*scene.units.values(), *(layer.frame for layer in scene.layers)])
    units, topology = unit_payloads(scene.units, grid, spoken)
    return {
        "version": VERSION,
        "id": scene.id,
        "title": text(scene.title, scene.title_en),
        "description": text(scene.description, scene.description_en),
        "language": language,
        "extent": [number_of(each) for each in scene.extent],
        "focus": scene.focus,
        "edition": scene.region.edition,
        "compliance": {each: list(scene.compliance(each)) for each in LANGUAGES},
        **_words(scene),
        "documents": _documents(scene),
        "sources": {key: _source(each) for key, each in scene.sources.items()},
        "boundary_style": {
            key: each.model_dump(exclude_none=True) for key, each in scene.theme.boundary.items()
        },
        "status_dash": {each: list(scene.theme.status_dash[each]) for each in STATUSES},
        "packing": {"origin": list(grid.origin), "scale": grid.scale},
        "arcs": topology.arcs,
        "borders": topology.borders,
        "units": units,
        "themes": [
            {
                "id": each.id,
                "title": text(each.title, each.title_en),
                "layers": [layer.id for layer in each.layers],
            }
            for each in scene.themes
        ],
        "layers": [
            shorten(layer_payload(layer, theme.id, grid, spoken))
            for theme in scene.themes
            for layer in theme.layers
        ],
        "choropleths": [_choropleth(each) for each in scene.choropleths],
        "figures": [_figure(each) for each in scene.figures],
        "basemaps": [dict(each) for each in basemaps],
    }


def _figure(figure: Figure) -> Payload:
    return {
        "theme": figure.theme,
        "name": text(figure.name, figure.name_en),
        "value": figure.value,
        "unit": text(figure.unit_label, figure.unit),
        "year": figure.year,
        "document": figure.document,
        "quote": figure.quote,
    }


def payload_json(payload: Payload) -> str:
    r"""Return a payload as text for a script block that nothing in it can end or leave.

    ``<`` never stands in it (so neither ``</script>`` nor ``<!--``), nor the two line separators
    that are no part of JavaScript strings everywhere, nor a lone half of a surrogate pair.

    Examples
    --------
    >>> payload_json({"name": "</script>\u2028"})
    '{"name":"\\u003c/script>\\u2028"}'
    """
    written = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    written = written.replace("<", "\\u003c").replace("\u2028", "\\u2028")
    written = written.replace("\u2029", "\\u2029")
    if not written.isascii() and _has_lone_surrogate(written):
        return "".join(
            f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in written
        )
    return written


def _has_lone_surrogate(written: str) -> bool:
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _grid(scene: MapScene) -> Grid:
    accuracies = [
        float(each)
        for layer in scene.layers
        if "accuracy_m" in layer.frame
        for each in layer.frame["accuracy_m"]
    ]
    outline = next(iter(scene.units.values()))
    return Grid(choose_origin(outline.total_bounds.tolist()), choose_scale(accuracies))


def _words(scene: MapScene) -> Payload:
    labels = scene.labels
    return {
        "strings": {
            key: {"zh": each.zh, "en": each.en} for key, each in scene.strings.words.items()
        },
        "labels": {
            part: {
                key: text(each.label, each.label_en) for key, each in getattr(labels, part).items()
            }
            for part in ("status", "position_status", "datum", "columns", "licence")
        },
    }


def _documents(scene: MapScene) -> Payload:
    return {
        key: {
            "title": text(each.title, each.title_en),
            "number": text(each.number, each.number_en or each.number),
            "issuer": text(each.issuer, each.issuer_en),
            "date": each.date,
        }
        for key, each in scene.documents.items()
    }


def _source(source: Source) -> Payload:
    silent = set() if source.attribution else {"attribution"}
    return source.model_dump(exclude={"id", "origin", *silent})


def _choropleth(choropleth: Choropleth) -> Payload:
    spec = choropleth.spec
    return {
        "id": spec.id,
        "title": text(spec.title, spec.title_en),
        "level": spec.level,
        "unit": text(spec.unit, spec.unit_en),
        "values": {
            code: None if value is None else number_of(value)
            for code, value in choropleth.values.items()
        },
        "breaks": [number_of(each) for each in choropleth.breaks],
        "ranges": list(choropleth.ranges),
        "colors": list(choropleth.colors),
        "missing_color": choropleth.missing_color,
        "note": text(spec.note, spec.note_en),
    }
