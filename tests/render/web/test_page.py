"""The shell of a page: what may run, what can end a block early, what the head says."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from sxgeo.render.web.page import (
    Network,
    Page,
    content_security_policy,
    hash_of,
    in_script,
    render_page,
)
from sxgeo.render.web.payload import payload_json

PLAIN = Page(
    title="题",
    description="述",
    language="zh",
    body="<p>体</p>",
    data="{}",
    scripts=["run()"],
    styles=["p{}"],
)


def policy(page: Page) -> dict[str, list[str]]:
    text = re.search(r'Content-Security-Policy" content="([^"]*)"', render_page(page))[1]
    return {words[0]: words[1:] for part in text.split("; ") if (words := part.split())}


def test_nothing_loads_and_only_known_blocks_run():
    found = policy(PLAIN)
    digest = base64.b64encode(hashlib.sha256(b"run()").digest()).decode()
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == [f"'sha256-{digest}'"]
    assert found["style-src"] == [hash_of("p{}")]
    assert found["connect-src"] == found["base-uri"] == found["form-action"] == ["'none'"]
    assert found["img-src"] == ["data:", "blob:"]
    assert not any("unsafe" in word for words in found.values() for word in words)


def test_a_page_without_scripts_allows_none():
    assert policy(Page("t", "d", "en", "")) | {"script-src": ["'none'"]} == policy(
        Page("t", "d", "en", "")
    )


def test_basemaps_open_pictures_only():
    page = Page("t", "d", "en", "", network=Network(images=("https://a.example",)))
    assert policy(page)["img-src"] == ["data:", "blob:", "https://a.example"]
    assert policy(page)["connect-src"] == ["'none'"]


def test_markup_that_writes_styles_gives_up_style_hashes_alone():
    found = policy(Page("t", "d", "en", "", scripts=["run()"], styles=["p{}"], inline_styles=True))
    assert found["style-src"] == ["'unsafe-inline'"]
    assert found["script-src"] == [hash_of("run()")]


def test_the_policy_comes_before_anything_it_governs():
    html = render_page(PLAIN)
    assert html.index("Content-Security-Policy") < min(html.index("<style"), html.index("<script"))
    assert html.index("charset") < 1024


@pytest.mark.parametrize("text", ['"><script>x()</script>', "<!-- & 'quotes'", "\u202e反"])
def test_title_and_description_are_text(text):
    html = render_page(Page(text, text, "zh", ""))
    assert "<script>x()" not in html
    assert re.search(r"<title>([^<]*)</title>", html)


def test_language_is_set():
    assert '<html lang="zh-Hans">' in render_page(PLAIN)
    assert '<html lang="en">' in render_page(Page("t", "d", "en", ""))


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>x()</script>",
        "</SCRIPT >",
        "<!--<script>",
        "\u2028\u2029",
        "\ud800",
        "`${x}`",
        "\x00",
        "]]>",
    ],
)
def test_the_data_block_holds_any_text_and_gives_it_back(hostile):
    written = payload_json({"name": hostile, hostile: 1})
    assert "<" not in written
    assert "\u2028" not in written
    written.encode("utf-8")
    assert json.loads(written) == {"name": hostile, hostile: 1}


def test_infinity_never_reaches_a_page():
    with pytest.raises(ValueError, match="JSON"):
        payload_json({"x": float("inf")})


def test_a_script_cannot_end_its_block():
    script = "let a = '</script>', b = `</ScRiPt`, c = '<!--';"
    assert not re.search(r"</script|<!--", in_script(script), re.IGNORECASE)


def test_hashes_are_those_of_the_text_as_browsers_read_it():
    page = Page("t", "d", "en", "", scripts=["a()\r\nb()"])
    inside = re.search(r"<script>(.*?)</script>", render_page(page), re.DOTALL)[1]
    assert hash_of(inside) in content_security_policy(page, scripts=page.scripts, styles=[])
