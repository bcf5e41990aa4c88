"""Whether a written page may be published: its credits, its compliance lines, and no request."""

from __future__ import annotations

import html.parser
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sxgeo.data.basemap import read_basemaps
from sxgeo.data.theme import LANGUAGES, read_theme
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.citation import cited_ids, is_citation_column
from sxgeo.domain.publishing import CHECK, basemap_issues
from sxgeo.domain.terms import asks_for_attribution, is_stated
from sxgeo.errors import Issue
from sxgeo.render.web.basemaps import tile_origins
from sxgeo.render.web.page import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sxgeo.data.theme import Compliance

_DATA_ID = "sxgeo-data"
_LOADING = {"src", "srcset", "poster", "data", "background", "manifest", "action", "formaction"}
_LINKING = {"link", "base", "use", "image"}
_STYLE_REQUEST = re.compile(r"(?:url\(\s*[\"']?|@import\s*[\"'])\s*(?:https?:)?//", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:https?:|wss?:|ftp:)?//", re.IGNORECASE)


def check_page(text: str, file: str, *, root: str | Path | None = None) -> list[Issue]:
    """Return every reason why a written page must not be published; none means it may.

    Parameters
    ----------
    text : str
        The whole HTML file.
    file : str
        Its name, for messages.
    root : str or Path, optional
        Whose boundaries, basemaps and words the page is held against; see
        `sxgeo.paths.project_root`.

    Returns
    -------
    list of Issue
        The page asks the network for something, runs a script its policy does not know, lies on
        tiles without recorded terms, or lacks the compliance lines (with every attribution its
        sources ask for), the licence of a layer, or the title, publisher or terms of anything it
        cites.
    """
    page = _Reader()
    page.feed(text)
    page.close()
    problems = [*_policy_problems(page), *page.requests]
    issues = [Issue(file, "", problem, CHECK) for problem in problems]
    try:
        payload = json.loads(page.data)
    except json.JSONDecodeError:
        problem = "it carries no data of a map: it is no page that sxgeo wrote"
        return [*issues, Issue(file, "", problem, CHECK)]
    told = [
        *_compliance_problems(payload, root),
        *_credit_problems(payload),
        *_layer_problems(payload),
        *_attribution_problems(payload),
    ]
    issues += [Issue(file, "", problem, CHECK) for problem in told]
    issues += _tile_issues(page, payload, file, root)
    return list(dict.fromkeys(issues))


@dataclass
class _Policy:
    """The page's content security policy, by directive."""

    directives: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, content: str) -> _Policy:
        words = (each.split() for each in content.split(";"))
        return cls({name.lower(): values for name, *values in filter(None, words)})

    def origins(self, name: str) -> list[str]:
        """Return what of the network a directive allows."""
        values = self.directives.get(name, self.directives.get("default-src", ["*"]))
        return [each for each in values if "*" in each or re.match(r"(?:https?|wss?):", each)]


class _Reader(html.parser.HTMLParser):
    """Gathers a page's policy, data, scripts, and whatever would load on its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.policy: _Policy | None = None
        self.data = ""
        self.scripts: list[str] = []
        self.requests: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag would load, and which block it opens."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = _Policy.read(given.get("content", ""))
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.requests.append("it reloads or leaves itself: <meta http-equiv=refresh>")
        for name, value in given.items():
            loads = name in _LOADING or (name.endswith("href") and tag in _LINKING)
            if loads and _ADDRESS.match(value):
                self.requests.append(f"it loads {value.strip()} (<{tag} {name}=…>)")
            elif name == "style" and _STYLE_REQUEST.search(value):
                self.requests.append(f"a style loads from the network (<{tag} style=…>)")
        if tag in ("script", "style"):
            self._open = _DATA_ID if given.get("id") == _DATA_ID else tag
            if self._open == "script" and "src" not in given:
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note that a block has ended."""
        if tag in ("script", "style"):
            self._open = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of the block that is open."""
        if self._open == _DATA_ID:
            self.data += data
        elif self._open == "script" and self.scripts:
            self.scripts[-1] += data
        elif self._open == "style" and _STYLE_REQUEST.search(data):
            self.requests.append("a style sheet loads from the network")


def _policy_problems(page: _Reader) -> Iterator[str]:
    if page.policy is None:
        yield "it has no content security policy, so nothing keeps it from asking the network"
        return
    for name in ("default-src", "script-src", "style-src", "font-src", "connect-src", "frame-src"):
        if allowed := page.policy.origins(name):
            yield f"its policy allows requests to {', '.join(allowed)} ({name})"
    known = page.policy.directives.get("script-src", [])
    unknown_scripts = sum(hash_of(each) not in known for each in page.scripts if each.strip())
    if unknown_scripts:
        yield f"{unknown_scripts} script(s) in it are none of those its policy knows"


def _compliance_problems(payload: Mapping[str, Any], root: str | Path | None) -> Iterator[str]:
    """Yield what the page lacks of the lines `MapScene.compliance` gives."""
    from sxgeo.data.catalogue import open_catalogue

    level = open_catalogue(root).region().levels[0]
    number = read_boundaries(level, root=root).attrs["review_number"]
    words = read_theme(root).compliance
    for language in LANGUAGES:
        lines = payload.get("compliance", {}).get(language, [])
        if not any(number in line for line in lines[:-1]):
            yield f"its compliance lines ({language}) lack the boundaries' review number {number}"
        if not lines or not _tells_of_review(lines[-1], words, zh=language == "zh"):
            yield f"its compliance lines ({language}) do not say whether this map was reviewed"


def _tells_of_review(line: str, words: Compliance, *, zh: bool) -> bool:
    reviewed = words.reviewed if zh else words.reviewed_en
    before, _, after = reviewed.partition("{number}")
    numbered = line.startswith(before) and line.endswith(after) and len(line) >= len(reviewed) - 7
    return numbered or line == (words.unreviewed if zh else words.unreviewed_en)


def _credit_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the page cites and does not credit."""
    sources, documents = payload.get("sources", {}), payload.get("documents", {})
    for key in sorted(_cited(payload)):
        if key not in sources and key not in documents:
            yield f"it cites {key!r} and does not say what that is"
        elif key in sources:
            source = sources[key]
            needed = ("title", "publisher", "licence")
            lacking = [name for name in needed if not str(source.get(name, "")).strip()]
            if source.get("locator") and lacking:
                yield f"the source {key!r} lacks its {' and its '.join(lacking)}"
        elif not documents[key].get("title", {}).get("zh"):
            yield f"the document {key!r} lacks its title"


def _layer_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    """Yield the layers whose origin or terms the page does not know."""
    for layer in payload.get("layers", []):
        if not layer["columns"].get("source"):
            yield f"the layer {layer['id']!r} names no source"
        if not is_stated(str(layer.get("licence", ""))):
            yield f"the layer {layer['id']!r} states no licence"


def _attribution_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    """Yield the attributions that the foot of the page, in sight beside the map, does not show."""
    for key, source in payload.get("sources", {}).items():
        owed = str(source.get("attribution", "")).strip()
        if not owed and asks_for_attribution(str(source.get("licence", ""))):
            yield f"the source {key!r} lacks the attribution its licence asks for"
        for language in LANGUAGES:
            lines = payload.get("compliance", {}).get(language, [])
            if owed and not any(owed in line for line in lines):
                yield (
                    f"its compliance lines ({language}) lack the attribution {owed!r}, which the "
                    f"source {key!r} asks for"
                )


def _cited(payload: Mapping[str, Any]) -> set[str]:
    cells = {
        str(cell)
        for layer in payload.get("layers", [])
        for name, column in layer["columns"].items()
        if name == "document" or is_citation_column(name)
        for cell in _cells(column)
        if cell
    }
    return {each for cell in cells for each in cited_ids(cell)}


def _cells(column: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the distinct cells of a column as `encode_column` writes it."""
    return list(column.get("values", []) if isinstance(column, dict) else column)


def _tile_issues(
    page: _Reader, payload: Mapping[str, Any], file: str, root: str | Path | None
) -> list[Issue]:
    """Return an issue for tiles without recorded terms, or from where no tiles are expected."""
    basemaps = payload.get("basemaps", [])
    known = read_basemaps(root)
    issues = [issue for each in basemaps for issue in basemap_issues(each["id"], known)]
    issues += [
        Issue(file, "", f"the tiles {each['id']!r} name nobody to attribute them to", CHECK)
        for each in basemaps
        if not each.get("attribution")
    ]
    expected = set(tile_origins(basemaps))
    allowed = page.policy.origins("img-src") if page.policy else []
    if strange := [each for each in allowed if each not in expected]:
        problem = f"its policy allows pictures from {', '.join(strange)}, which no basemap needs"
        issues.append(Issue(file, "", problem, CHECK))
    return issues
