"""What a user's own folium children bring along: their markup, and the files they would ask for."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from branca.element import CssLink, Element, JavascriptLink, Link
from folium.elements import JSCSSMixin
from folium.features import CustomIcon
from folium.folium import Map
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer

from sxgeo.errors import SxgeoError

_RANDOM_ID = re.compile(r"[0-9a-f]{32}")
_TAG_WITH_FILE = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc=)[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
# Libraries that folium puts on every page and its children lean on without naming them.
_LEANS_ON = {
    "jquery": re.compile(r"(?<![\w$.])\$\.|\bjQuery\b"),
    "bootstrap": re.compile(r"\bbootstrap\.\w|\bdata-bs-"),
    "awesome_markers": re.compile(r"\bL\.AwesomeMarkers\b"),
}
_GO_TOGETHER = {
    "jquery": ("jquery",),
    "bootstrap": ("bootstrap", "bootstrap_css"),
    "awesome_markers": (
        "awesome_markers", "bootstrap_css", "glyphicons_css", "awesome_markers_font_css",
        "awesome_markers_css", "awesome_rotate_css",
    ),
}  # fmt: skip
_FOLIUM_FILES: Mapping[str, str] = dict([*Map.default_js, *Map.default_css])
_OURS = re.compile(r"/leaflet(?:-src)?(?:\.min)?\.(?:js|css)$")


class NetworkFileError(SxgeoError):
    """A user's addition needs a file from the network, and the page was to do without.

    Parameters
    ----------
    needs : list of Need
        Every file and what needs it.
    """

    def __init__(self, needs: list[Need]) -> None:
        self.needs = tuple(needs)
        lines = "\n".join(f"  - {each.child} needs {each.url}" for each in needs)
        super().__init__(
            f"The page would need the network for what was added to it:\n{lines}\n"
            "Leave that out, or allow it: save(path, inline=False)."
        )


@dataclass(frozen=True)
class Need:
    """One file from the network, and the kind of child that needs it."""

    child: str
    url: str

    @property
    def is_file(self) -> bool:
        """Whether it is a script or style sheet (else tiles, a picture, data)."""
        return bool(re.search(r"\.(?:js|css)(?:[?#].*)?$", self.url))


def descendants(element: Element) -> Iterator[Element]:
    """Return an element, its children and whatever else it holds, each once, parents first."""
    seen: set[int] = set()
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting.extend(reversed(list(_held(each))))


def _held(element: Element) -> Iterator[Element]:
    for name, value in vars(element).items():
        if name != "_parent":
            values = value.values() if isinstance(value, dict) else [value]
            yield from (each for each in values if isinstance(each, Element))
            if isinstance(value, (list, tuple)):
                yield from (each for each in value if isinstance(each, Element))


def children_of(element: Element) -> OrderedDict[str, Element]:
    """Return the children of an element by name; changing it changes the element."""
    found: OrderedDict[str, Element] = element._children  # noqa: SLF001 - branca gives no public way
    return found


def count_names(markup: list[str], elements: Iterator[Element]) -> list[str]:
    """Return markup in which the random ids of elements are numbered in order of appearance.

    Parameters
    ----------
    markup : list of str
        Pieces of one page, in order.
    elements : iterator of Element
        Those whose ids may be changed; other texts that look like one are data and stay.
    """
    known = {each._id for each in elements if _RANDOM_ID.fullmatch(each._id)}  # noqa: SLF001 - no public way
    numbers: dict[str, str] = {}

    def numbered(match: re.Match[str]) -> str:
        found = match[0]
        return numbers.setdefault(found, str(len(numbers) + 1)) if found in known else found

    return [_RANDOM_ID.sub(numbered, each) for each in markup]


def needs_of(
    root: Element, head: list[Element], scripts: Mapping[str, str], markup: str
) -> list[Need]:
    """Return every file the additions would load, in the order they were added.

    Parameters
    ----------
    root : Element
        The page's map; what hangs below it is a user's.
    head : list of Element
        Children of the page's head.
    scripts : mapping of str to str
        Element name → its script.
    markup : str
        The additions' HTML.
    """
    kinds = {each.get_name(): type(each).__name__ for each in descendants(root)}
    found: dict[str, str] = {}
    claims = [
        *(
            (url, kinds[each.get_name()])
            for each in descendants(root)
            if each is not root
            for url in _files_of(each)
        ),
        *(
            (url, kinds.get(name, "a script"))
            for name, script in scripts.items()
            for url in _leans_on(script)
        ),
        *((each.url, "the page's head") for each in head if isinstance(each, Link)),
        *((url, "markup added to the page") for url in _TAG_WITH_FILE.findall(markup)),
    ]
    for url, child in claims:
        found.setdefault(url, child)
    return [Need(child, url) for url, child in found.items() if _is_remote(url)]


def _leans_on(script: str) -> Iterator[str]:
    for library, pattern in _LEANS_ON.items():
        if pattern.search(script):
            yield from (
                _FOLIUM_FILES[file] for file in _GO_TOGETHER[library] if file in _FOLIUM_FILES
            )


def _files_of(child: Element) -> Iterator[str]:
    if isinstance(child, JSCSSMixin):
        yield from (url for _, url in (*child.default_js, *child.default_css))
    if isinstance(child, TileLayer):
        yield str(child.tiles)
    if isinstance(child, (WmsTileLayer, ImageOverlay)):
        yield str(child.url)
    if isinstance(child, VideoOverlay):
        yield str(child.video_url)
    if isinstance(child, CustomIcon):
        yield str(child.options.get("icon_url", child.options.get("iconUrl", "")))
    if getattr(child, "embed", True) is False:
        yield str(getattr(child, "embed_link", ""))


def _is_remote(url: str) -> bool:
    return bool(url) and not url.startswith(("data:", "#", "blob:")) and not _OURS.search(url)


def is_library_link(element: Element) -> bool:
    """Return whether an element of the head is a link to a script or style sheet."""
    return isinstance(element, (JavascriptLink, CssLink))


def inline_scripts(markup: str) -> list[str]:
    """Return the text of every inline script in markup."""
    return _INLINE_SCRIPT.findall(markup)
