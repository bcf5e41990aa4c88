"""What a page costs in Chromium: complete drawing, heap, long tasks while it is moved."""

from __future__ import annotations

import mimetypes
import os
import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

# Ours says when it is drawn; folium's is drawn when it has loaded and the browser has painted.
WATCH = """
window.longTasks = [];
new PerformanceObserver(list => {
    for (const each of list.getEntries()) window.longTasks.push(each.duration);
}).observe({entryTypes: ['longtask']});
const after = run => requestAnimationFrame(() => setTimeout(run, 0));
addEventListener('sxgeo:ready', () => { window.doneAt = performance.now(); });
addEventListener('load', () => after(() => {
    if (!document.getElementById('sxgeo-data')) window.doneAt = performance.now();
}));
"""


@dataclass(frozen=True)
class Cost:
    """Medians: seconds to complete drawing, heap in MB, milliseconds of long tasks when moved."""

    drawing_s: float
    heap_mb: float
    long_tasks_ms: float
    requests: int


def cost_of(page: Path, libraries: Path | None, *, repeats: int, moved: bool = False) -> Cost:
    """Open a page some times, each in a fresh context.

    Parameters
    ----------
    page : Path
        An HTML file.
    libraries : Path or None
        A folder of npm packages that serves what the page asks the network for; None blocks it.
    repeats : int
        How often.
    moved : bool
        Pan five times and zoom three times, and add up the long tasks meanwhile.
    """
    from playwright.sync_api import sync_playwright

    named = os.environ.get("SXGEO_CHROMIUM") or shutil.which("chromium") or "chromium"
    flags = ["--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=flags)
        found = [_one(browser, page, libraries, moved=moved) for _ in range(repeats)]
        browser.close()
    columns = [statistics.median(each) for each in zip(*found, strict=True)]
    return Cost(columns[0], columns[1], columns[2], int(columns[3]))


def _one(
    browser: Browser, page: Path, libraries: Path | None, *, moved: bool
) -> tuple[float, float, float, int]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    asked: list[str] = []

    def decide(route: Route) -> None:
        url = route.request.url
        if url.startswith("file:"):
            route.continue_()
            return
        asked.append(url)
        file = _local(url, libraries)
        if file is None:
            route.abort()
        else:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)

    context.route("**/*", decide)
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    tab.add_init_script(WATCH)
    tab.goto(page.as_uri(), wait_until="load")
    tab.wait_for_function("() => window.doneAt !== undefined")
    drawing = tab.evaluate("window.doneAt") / 1000
    heap = tab.evaluate("gc(), performance.memory.usedJSHeapSize") / 1e6
    long_tasks = _move(tab) if moved else 0.0
    context.close()
    return drawing, heap, long_tasks, len(asked)


def _move(tab: Page) -> float:
    tab.evaluate("window.longTasks.length = 0")
    for step in range(5):
        tab.mouse.move(800, 400)
        tab.mouse.down()
        tab.mouse.move(700 - 20 * step, 350, steps=4)
        tab.mouse.up()
        tab.wait_for_timeout(300)
    for _ in range(3):
        tab.mouse.wheel(0, -240)
        tab.wait_for_timeout(700)
    return float(tab.evaluate("window.longTasks.reduce((sum, each) => sum + each, 0)"))


def _local(url: str, libraries: Path | None) -> Path | None:
    if libraries is None:
        return None
    name = url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
    return next(iter(sorted(libraries.rglob(name))), None)
