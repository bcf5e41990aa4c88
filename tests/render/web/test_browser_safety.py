"""Hostile tables: nothing runs, nothing breaks, the text shows, spreadsheets get no formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.render.web import render_map

RUNS = [
    "</script><script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 2'>",
    "${window.pwned = 3}",
    "`); window.pwned = 4; (`",
    "javascript:window.pwned=5",
    "\"'><svg onload=window.pwned=6>",
    "<!--<script>window.pwned = 7//",
    "{{ window.pwned }} {% raw %}",
    "</style><style>*{display:none}</style>",
]
ODD = [
    "\u202e右至左\u202c",
    "零\u200b宽\u200d\ufeff字",
    "分\u2028行\u2029段",
    "__proto__",
    "constructor",
    "&lt;b&gt;&amp;",
    "长" * 10_000,
    "𠮷" * 20,
    "null",
]
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("https://a.example","x")']
HOSTILE = [*RUNS, *ODD, *FORMULAS]


@pytest.fixture(scope="module")
def hostile_table():
    count = len(HOSTILE)
    return pd.DataFrame(
        {
            "lon": [112.1 + 1.8 * place / count for place in range(count)],
            "lat": [37.2 + (place * 7 % count) / count for place in range(count)],
            "what": HOSTILE,
            "more </script>": HOSTILE[::-1],
            "__proto__": HOSTILE,
            "constructor": HOSTILE,
            "kind": [HOSTILE[place % 5] for place in range(count)],
        }
    )


@pytest.fixture(scope="module")
def user_page(shared_root, hostile_table, tmp_path_factory):
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    added = UserData(hostile_table, datum="wgs84", name="what", by="kind", title=RUNS[0])
    path = tmp_path_factory.mktemp("hostile") / "user.html"
    render_map(add_user_data(scene, [added])).save(path)
    return path


@pytest.fixture(scope="module")
def own_page(shared_root, tmp_path_factory):
    """Every text of the scene itself is hostile: titles, units, documents, sources, features."""
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    bad = RUNS[0]
    layers = []
    for layer in scene.layers:
        frame = layer.frame.copy()
        for column in ("name", "name_en", "quote", "status_source"):
            frame[column] = [f"{bad} {number}" for number in range(len(frame))]
        mentions = layer.mentions.assign(quote=RUNS[1])
        layers.append(replace(layer, frame=frame, mentions=mentions))
    hostile = replace(
        scene,
        title=bad,
        title_en=bad,
        description=RUNS[1],
        description_en=RUNS[1],
        themes=(replace(scene.themes[0], title=bad, title_en=bad, layers=tuple(layers)),),
        units={
            level: units.assign(name=bad, name_en=RUNS[1]) for level, units in scene.units.items()
        },
        documents={
            key: each.model_copy(update={"title": bad, "title_en": bad, "number": RUNS[4]})
            for key, each in scene.documents.items()
        },
        sources={
            key: each.model_copy(update={"title": bad, "locator": RUNS[4], "publisher": RUNS[5]})
            for key, each in scene.sources.items()
        },
    )
    path = tmp_path_factory.mktemp("hostile") / "own.html"
    render_map(hostile).save(path)
    return path


def nothing_ran(visit) -> bool:
    return visit.page.evaluate("window.pwned === undefined && ({}).polluted === undefined")


def shown(text: str) -> str:
    """Text as a reader finds it: runs of white space are one space to the browser."""
    return " ".join(text.split())


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_hostile_features_are_only_text(open_page, user_page, size):
    visit = open_page(user_page, size, address="#l=user_1")
    assert visit.drawn().get("user_1", 0) >= 1
    for number, text in enumerate(HOSTILE, start=1):
        visit.page.evaluate("to => { location.hash = to; }", f"#l=user_1&s=user_1/{number}")
        visit.page.wait_for_function(
            "to => sxgeoPage.inspect().selection === to", arg=f"user_1/{number}"
        )
        told = visit.page.locator(".sx-detail").evaluate("panel => panel.textContent")
        assert shown(text) in shown(told), repr(text[:40])
        links = visit.page.locator(".sx-detail a[href]").evaluate_all(
            "all => all.map(a => a.protocol)"
        )
        assert set(links) <= {"http:", "https:"}
    assert nothing_ran(visit)
    visit.shoot("panel")


def test_hostile_names_are_found_and_drawn(open_page, user_page):
    visit = open_page(user_page)
    for text in (*RUNS[:3], "__proto__", "constructor"):
        visit.key("search").fill(text)
        visit.page.get_by_role("option").first.wait_for()
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert visit.inspect()["selection"].startswith("user_1/")
    assert nothing_ran(visit)


def test_hostile_cells_in_the_table_and_its_files(open_page, user_page, hostile_table):
    visit = open_page(user_page, address="#t=1&l=user_1&m=7/37.75/113")
    visit.settle()
    with visit.page.expect_download() as caught:
        visit.key("download_csv").click()
    text = caught.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(hostile_table) + 1
    cells = {cell for row in rows for cell in row}
    for formula in FORMULAS:
        assert formula not in cells, "a spreadsheet would run it"
        assert f"'{formula}" in cells
    for harmless in (*RUNS, "长" * 10_000, "__proto__"):
        if not harmless.startswith(("=", "+", "-", "@")):
            assert harmless in cells
    for cell in cells:
        assert not cell.lstrip("\u200b\ufeff ").startswith(("=", "+", "@", "\t", "\r")), repr(
            cell[:40]
        )
    assert nothing_ran(visit)


def test_a_hostile_scene_is_only_text(open_page, own_page):
    visit = open_page(own_page, address="#s=wells/w1")
    page = visit.page
    assert page.title() == shown(RUNS[0])
    told = page.locator(".sx-detail").evaluate("panel => panel.textContent")
    assert RUNS[0] in told
    assert RUNS[1] in told
    links = page.locator("a[href]").evaluate_all("all => all.map(a => a.protocol)")
    assert "javascript:" not in links
    page.get_by_role("button", name="分市查看").click()
    visit.key("unit-990100").click()
    visit.key("tool-help").click()
    visit.settle()
    assert RUNS[0] in page.locator("dialog").evaluate("dialog => dialog.textContent")
    visit.page.emulate_media(media="print")
    visit.settle()
    assert nothing_ran(visit)


def test_the_page_may_neither_fetch_nor_evaluate(open_page, small_map):
    """The policy holds even against a script that would run."""
    visit = open_page(small_map)
    tried = visit.page.evaluate(
        """async () => {
            const blocked = [];
            document.addEventListener('securitypolicyviolation',
                event => blocked.push(event.effectiveDirective));
            await fetch('https://a.example/').catch(() => 0);
            const image = new Image(); image.src = 'https://a.example/x.png';
            const script = document.createElement('script');
            script.textContent = 'window.pwned = 9';
            document.body.append(script);
            const style = document.createElement('style'); style.textContent = 'body{display:none}';
            document.head.append(style);
            const frame = document.createElement('iframe'); frame.src = 'https://a.example/';
            document.body.append(frame);
            await new Promise(done => setTimeout(done, 300));
            return blocked.sort();
        }"""
    )
    assert tried == ["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-elem"]
    assert nothing_ran(visit)
    # Complaints and a blocked attempt were asked for here, and only these.
    assert all("Content Security Policy" in each for each in visit.faults)
    visit.faults.clear()
    visit.requests = [each for each in visit.requests if each != "https://a.example/x.png"]
