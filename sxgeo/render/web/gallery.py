"""The list of what a build made: one page without scripts, Chinese first, English beside it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sxgeo.data.theme import read_strings, read_theme
from sxgeo.domain.scene import attribution_line, build_scene
from sxgeo.errors import SxgeoError
from sxgeo.render.web.page import HTML_LANGUAGES, Page, render_page
from sxgeo.render.web.thumbnail import HEIGHT, WIDTH, data_uri, thumbnail_svg

if TYPE_CHECKING:
    from pathlib import Path

    from sxgeo.data.recipe import Recipe
    from sxgeo.data.theme import Language, Strings, Theme

# Colours come from the theme: ink, paper, ground and rule.
_STYLE = """\
:root{{color-scheme:light}}
body{{margin:0;background:{ground};color:{ink};line-height:1.5;
font-family:"Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}}
main,header,footer{{max-width:72rem;margin:0 auto;padding:1rem 1.5rem}}
h1{{font-size:1.75rem;margin:1rem 0 0}}h2{{font-size:1.25rem;margin:2rem 0 .75rem;
border-bottom:1px solid {rule};padding-bottom:.25rem}}h3{{font-size:1.0625rem;margin:0}}
.other{{font-size:.875em}}
ul{{list-style:none;margin:0;padding:0}}
.cards{{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.25rem}}
.card{{background:{paper};border:1px solid {rule};border-radius:.5rem;padding:1rem;display:flex;
flex-direction:column;gap:.5rem}}
.card img{{width:100%;height:14rem;object-fit:contain;border-bottom:1px solid {rule}}}
.card p{{margin:0}}.card ul{{margin-top:auto;display:flex;flex-wrap:wrap;gap:.25rem 1rem}}
a{{color:inherit;display:inline-block;padding:.375rem 0;min-height:1.5rem}}
a:focus-visible{{outline:3px solid;outline-offset:2px}}
"""


@dataclass(frozen=True)
class GalleryLink:
    """A file of the build: what it is called in both languages, and its path from the gallery."""

    label: str
    label_en: str
    path: str


@dataclass(frozen=True)
class GalleryCard:
    """One map or atlas of the build.

    Attributes
    ----------
    kind : str
        ``web`` or ``atlas``; decides under which heading it stands.
    links : tuple of GalleryLink
        Its files; the first is the one the picture shows.
    thumbnail : str
        SVG from `sxgeo.render.web.thumbnail.thumbnail_svg`, or empty.
    """

    kind: str
    title: str
    title_en: str
    links: tuple[GalleryLink, ...]
    description: str = ""
    description_en: str = ""
    thumbnail: str = ""


def render_gallery(
    recipes: Sequence[Recipe],
    folder: Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
) -> str:
    """Return the page that lists what a build has written to a folder.

    Parameters
    ----------
    recipes : sequence of Recipe
        In the order to show them; those without a file in the folder are left out.
    folder : Path
        Holds ``<recipe>.html`` of a map, ``<recipe>/*.pdf`` and ``<recipe>/*.png`` of an atlas.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {'zh', 'en'}
        Which of the two languages comes first.

    Returns
    -------
    str
        HTML without scripts or requests, links relative; the same input gives the same bytes.
    """
    strings, theme = read_strings(root), read_theme(root)
    cards: list[GalleryCard] = []
    notes: dict[str, None] = {}
    owed: set[str] = set()
    for recipe in recipes:
        links = _links(recipe, folder, strings)
        if links:
            content = recipe if recipe.kind == "web" else next(iter(recipe.pages), None)
            scene = build_scene(content, root=root) if content else None
            cards.append(_recipe_card(recipe, links, thumbnail_svg(scene) if scene else ""))
            if scene:
                owed |= set(scene.attributions)
                told = replace(scene, sources={}, review_number=recipe.review_number)
                notes |= dict.fromkeys(told.compliance(language))
    shown = [*notes, *filter(None, [attribution_line(sorted(owed), strings, language)])]
    return gallery_page(cards, strings=strings, theme=theme, notes=shown, language=language)


def gallery_page(
    cards: Sequence[GalleryCard],
    *,
    strings: Strings,
    theme: Theme,
    notes: Sequence[str] = (),
    language: Language = "zh",
) -> str:
    """Return the page for cards made by hand.

    Parameters
    ----------
    cards : sequence of GalleryCard
        In the order to show them.
    strings : Strings
        Its words.
    theme : Theme
        Its colours.
    notes : sequence of str
        Sentences for the foot of the page, such as `MapScene.compliance`.
    language : {'zh', 'en'}
        Which of the two languages comes first.

    Raises
    ------
    SxgeoError
        A link leaves the gallery's folder.
    """
    write = _Writer(language)
    sections = [
        _section(heading, [card for card in cards if card.kind == kind], strings, write)
        for kind, heading in (("web", "maps"), ("atlas", "atlas"))
    ]
    title = strings.words["gallery"]
    foot = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    body = (
        f"<header>{write.both('h1', 'p', title.zh, title.en)}</header>\n"
        f"<main>\n{''.join(sections)}</main>\n<footer>{foot}</footer>"
    )
    return render_page(
        Page(
            title=title.in_language(language),
            description=title.in_language("en" if language == "zh" else "zh"),
            language=language,
            body=body,
            styles=[_style(theme)],
        )
    )


@dataclass(frozen=True)
class _Writer:
    """Writes a phrase twice: first in the page's language, then in the other."""

    language: Language

    def both(self, first_tag: str, other_tag: str, zh: str, en: str) -> str:
        own, other = (zh, en) if self.language == "zh" else (en, zh)
        other_language = HTML_LANGUAGES["en" if self.language == "zh" else "zh"]
        first = f"<{first_tag}>{html.escape(own)}</{first_tag}>" if own else ""
        if not other or other == own:
            return first
        start = f'<{other_tag} class="other" lang="{other_language}">'
        return f"{first} {start}{html.escape(other)}</{other_tag}>"


def _recipe_card(recipe: Recipe, links: tuple[GalleryLink, ...], thumbnail: str) -> GalleryCard:
    return GalleryCard(
        kind=recipe.kind,
        title=recipe.title,
        title_en=recipe.title_en,
        links=links,
        description=recipe.description,
        description_en=recipe.description_en,
        thumbnail=thumbnail,
    )


def _links(recipe: Recipe, folder: Path, strings: Strings) -> tuple[GalleryLink, ...]:
    if recipe.kind == "web":
        words = strings.words["open_map"]
        path = folder / f"{recipe.id}.html"
        return (GalleryLink(words.zh, words.en, path.name),) if path.is_file() else ()
    page = strings.words["page"]
    below = folder / recipe.id
    documents = [
        GalleryLink("PDF", "PDF", f"{recipe.id}/{path.name}")
        for path in sorted(below.glob("*.pdf"))
    ]
    documents += [
        GalleryLink("PDF", "PDF", path.name) for path in sorted(folder.glob(f"{recipe.id}.pdf"))
    ]
    pictures = [
        GalleryLink(
            page.zh.replace("{n}", str(number)),
            page.en.replace("{n}", str(number)),
            f"{recipe.id}/{path.name}",
        )
        for number, path in enumerate(sorted(below.glob("*.png")), start=1)
    ]
    return (*documents, *pictures)


def _style(theme: Theme) -> str:
    boundary = theme.boundary
    return _STYLE.format(
        ink=boundary["province"].color,
        rule=boundary["county"].color,
        paper=boundary["paper"].fill,
        ground=boundary["land"].fill,
    )


def _section(heading: str, cards: Sequence[GalleryCard], strings: Strings, write: _Writer) -> str:
    if not cards:
        return ""
    words = strings.words[heading]
    items = "\n".join(_card(card, write) for card in cards)
    return (
        f"<h2>{write.both('span', 'span', words.zh, words.en)}</h2>\n"
        f'<ul class="cards">\n{items}\n</ul>\n'
    )


def _card(card: GalleryCard, write: _Writer) -> str:
    # The title says what the picture shows, so the picture is silent to a screen reader.
    picture = (
        f'<img src="{data_uri(card.thumbnail)}" alt="" width="{WIDTH}" height="{HEIGHT}">'
        if card.thumbnail
        else ""
    )
    links = "".join(
        f'<li><a href="{html.escape(_relative(each.path))}">'
        f"{write.both('span', 'span', each.label, each.label_en)}</a></li>"
        for each in card.links
    )
    return (
        f'<li class="card">{picture}{write.both("h3", "p", card.title, card.title_en)}'
        f"{write.both('p', 'p', card.description, card.description_en)}<ul>{links}</ul></li>"
    )


def _relative(path: str) -> str:
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or path.startswith("/") or ".." in path.split("/"):
        msg = f"The gallery links to files beside it; {path!r} is elsewhere."
        raise SxgeoError(msg)
    return quote(path)
