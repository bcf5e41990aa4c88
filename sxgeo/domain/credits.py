"""What has to stand beside anything made from layers: boundaries, documents, sources, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sxgeo.data.recipe import Recipe
from sxgeo.domain.scene import build_scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene


def credit_lines(
    layers: Sequence[str], lang: Language = "zh", *, root: str | Path | None = None
) -> list[str]:
    """Return the credits of a map of some layers, as every map of them carries them.

    Parameters
    ----------
    layers : sequence of str
        Layer ids; none for the boundaries alone.
    lang : {'zh', 'en'}
        Titles of sources stay as they are.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.

    Returns
    -------
    list of str
        The compliance lines (source of the boundaries, review number of that source, edition,
        review), then a line a document, then a line a source with its terms.

    Raises
    ------
    UnknownNameError
        No such layer.
    DataError
        Faults of the layers.

    Examples
    --------
    >>> credit_lines([], "en")[1]
    "source's review number: GS(2024)0650号"
    """
    title = "、".join(layers)
    recipe = Recipe(id="custom", kind="web", title=title, title_en=title, layers=tuple(layers))
    scene = build_scene(recipe, root=root)
    return [*scene.compliance(lang), *_documents(scene, lang), *_sources(scene, lang)]


def _documents(scene: MapScene, lang: Language) -> Iterator[str]:
    word, colon = scene.strings.get("document", lang), "：" if lang == "zh" else ": "
    for document in scene.documents.values():
        title = f"《{document.title}》" if lang == "zh" else document.title_en
        issuer = document.issuer if lang == "zh" else document.issuer_en
        number = document.number if lang == "zh" else document.number_en or document.number
        facts = [part for part in (title, issuer, number, document.date) if part]
        yield f"{word}{colon}{_joined(facts, lang)}"


def _sources(scene: MapScene, lang: Language) -> Iterator[str]:
    word, colon = scene.strings.get("source", lang), "：" if lang == "zh" else ": "
    for source in scene.sources.values():
        facts = [part for part in (source.title, source.publisher, source.licence) if part]
        yield f"{word}{colon}{_joined(facts, lang)}"


def _joined(facts: Sequence[str], lang: Language) -> str:
    return ("，" if lang == "zh" else ", ").join(facts)
