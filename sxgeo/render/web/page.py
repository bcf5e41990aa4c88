"""The page as text: one file, scripts and styles inside, a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sxgeo.data.theme import Language

HTML_LANGUAGES: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
_SCRIPT_END = re.compile(r"</(script)", re.IGNORECASE)
_STYLE_END = re.compile(r"</(style)", re.IGNORECASE)


@dataclass(frozen=True)
class Network:
    """What a page may ask the network for; nothing unless it was asked to.

    Attributes
    ----------
    images : tuple of str
        Origins of tiles.
    files : tuple of str
        Addresses of scripts and style sheets that a user's own additions load.
    anything : bool
        Those additions may load pictures, fonts and data from anywhere.
    """

    images: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    anything: bool = False


@dataclass(frozen=True)
class Page:
    """The parts of a page. Scripts and styles are trusted text of ours; data is none of them.

    Attributes
    ----------
    title, description : str
        Plain text.
    body : str
        Markup of the body before the scripts.
    data : str
        JSON from `sxgeo.render.web.payload.payload_json`, or empty.
    head : str
        More markup for the head (a user's own additions).
    libraries : str
        Tags that load a user's own files; they stand after the first script, which they extend.
    inline_styles : bool
        Additions of the user write ``style="…"`` attributes, which no hash can allow.
    hashed : tuple of str
        Inline scripts that stand in `head` and `body` already.
    """

    title: str
    description: str
    language: Language
    body: str
    data: str = ""
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    head: str = ""
    libraries: str = ""
    inline_styles: bool = False
    hashed: tuple[str, ...] = ()
    network: Network = field(default_factory=Network)


def render_page(page: Page) -> str:
    """Return the page as HTML, with Unix line ends.

    Parameters
    ----------
    page : Page
        Its `data` stands in a script block of type ``application/json``, which no browser runs.
    """
    styles = [_in_style(each) for each in page.styles]
    scripts = [in_script(each) for each in page.scripts]
    policy = content_security_policy(page, scripts=scripts, styles=styles)
    data = f'<script type="application/json" id="sxgeo-data">{page.data}</script>\n'
    lines = [
        "<!doctype html>",
        f'<html lang="{HTML_LANGUAGES[page.language]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # Tile servers want to know who asks; nobody else is told.
        f'<meta name="referrer" content="{"origin" if page.network.images else "no-referrer"}">',
        f"<title>{html.escape(page.title)}</title>",
        f'<meta name="description" content="{html.escape(page.description)}">',
        *(f"<style>{each}</style>" for each in styles),
        *filter(None, [page.head.strip()]),
        "</head>",
        "<body>",
        f"{data if page.data else ''}{page.body.strip()}",
        *(f"<script>{each}</script>" for each in scripts[:1]),
        *filter(None, [page.libraries]),
        *(f"<script>{each}</script>" for each in scripts[1:]),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).replace("\r\n", "\n").replace("\r", "\n")


def content_security_policy(page: Page, *, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the page's policy: nothing loads, and of scripts only those whose bytes we know run.

    Parameters
    ----------
    page : Page
        Says what its network may be.
    scripts, styles : iterable of str
        The text of every inline block, exactly as it stands in the page.
    """
    allowed = page.network
    anywhere = ["https:", "http:"] if allowed.anything else []
    script_hashes = [hash_of(each) for each in (*scripts, *page.hashed)]
    # A hash beside 'unsafe-inline' would switch it off, so it is one or the other.
    style_sources = (
        ["'unsafe-inline'"] if page.inline_styles else [hash_of(each) for each in styles]
    )
    directives = {
        "default-src": ["'none'"],
        "script-src": [*dict.fromkeys(script_hashes), *sorted(allowed.files)] or ["'none'"],
        "style-src": [*dict.fromkeys(style_sources), *sorted(allowed.files)] or ["'none'"],
        "img-src": ["data:", "blob:", *sorted(allowed.images), *anywhere],
        "font-src": ["data:", *anywhere],
        "connect-src": anywhere or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def hash_of(block: str) -> str:
    """Return the policy's word for an inline block.

    Examples
    --------
    >>> hash_of("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    digest = hashlib.sha256(
        block.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    ).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def in_script(script: str) -> str:
    r"""Return a script that cannot end its own block early; inside strings the meaning is the same.

    Examples
    --------
    >>> in_script("let end = '</script>';")
    "let end = '<\\/script>';"
    """
    return _SCRIPT_END.sub(r"<\\/\1", script).replace("<!--", "<\\!--")


def _in_style(style: str) -> str:
    return _STYLE_END.sub(r"<\\/\1", style)
