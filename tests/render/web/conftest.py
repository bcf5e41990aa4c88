"""Pages in a real browser: no network, no console errors, screenshots kept beside the build."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sxgeo.assets import asset_names
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.render.web import render_map

CHECKOUT = Path(__file__).resolve().parents[3]
SCREENSHOTS = Path(os.environ.get("SXGEO_SCREENSHOTS", CHECKOUT / "build" / "screenshots"))
SIZES = {"desktop": (1366, 768), "wide": (1920, 1080), "phone": (360, 740)}
# A function, not a text: the page's policy allows no eval.
READY = "() => document.documentElement.dataset.sxgeoReady === 'true'"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """A page that was opened, and everything it did that it should not."""

    page: Any
    name: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def inspect(self) -> dict[str, Any]:
        return json.loads(self.page.evaluate("JSON.stringify(sxgeoPage.inspect())"))

    def drawn(self) -> dict[str, int]:
        self.settle()
        return {layer: count for layer, count in self.inspect()["drawn"].items() if count}

    def settle(self) -> None:
        """Wait until what was asked for is on the screen."""
        self.page.evaluate(
            """() => new Promise(done => requestAnimationFrame(
                () => requestAnimationFrame(() => setTimeout(done, 60))))"""
        )

    def key(self, name: str) -> Any:
        """The control the page knows by a key, whatever its language."""
        return self.page.locator(f'[data-k="{name}"]').first

    def point_of(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a position lies on the screen."""
        return tuple(
            self.page.evaluate(
                """([lon, lat]) => {
                    const div = document.querySelector('.folium-map');
                    const map = window[div.id], box = div.getBoundingClientRect();
                    const point = map.latLngToContainerPoint([lat, lon]);
                    return [point.x + box.x, point.y + box.y];
                }""",
                [lon, lat],
            )
        )

    def shoot(self, state: str) -> bytes:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        return self.page.screenshot(path=SCREENSHOTS / f"{self.name}-{state}.png")


@pytest.fixture
def open_page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Open a file in the browser; then prove that it asked nothing and complained of nothing."""
    if "page.js" not in asset_names():
        pytest.skip("the page's script was not built: python -m build_support.assets")
    visits: list[tuple[tuple[str, ...], Visit]] = []

    def opened(
        path: Path,
        size: str = "desktop",
        *,
        address: str = "",
        ready: bool = True,
        allow: str = "no address",
        **options: Any,
    ) -> Visit:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            accept_downloads=True,
            **options,
        )
        own = path.as_uri()
        page = context.new_page()
        page.set_default_timeout(8000)
        visit = Visit(page, f"{request.node.name}-{size}".replace("/", "_"))

        def decide(route: Any) -> None:
            if route.request.url.split("#")[0] == own or route.request.url.startswith(allow):
                route.continue_()
            else:
                route.abort()

        context.route("**/*", decide)
        page.on("request", lambda each: visit.requests.append(each.url))
        page.on("pageerror", lambda error: visit.faults.append(f"error: {error}"))
        page.on(
            "console",
            lambda told: (
                visit.faults.append(f"{told.type}: {told.text}")
                if told.type in ("error", "warning")
                else None
            ),
        )
        page.goto(own + address)
        if ready:
            page.wait_for_function(READY)
        visits.append(((own, allow, "data:", "blob:", "about:"), visit))
        return visit

    yield opened
    for allowed, visit in visits:
        asked = [url for url in visit.requests if not url.startswith(allowed)]
        visit.page.context.close()
        assert asked == [], "the page asked the network"
        assert visit.faults == [], "the page complained"


@pytest.fixture(scope="session")
def small_map(shared_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the small root, as a file."""
    scene = build_scene(read_recipe("everything", shared_root), root=shared_root)
    path = tmp_path_factory.mktemp("small") / "map.html"
    render_map(scene).save(path)
    return path


@pytest.fixture(scope="session")
def real_map(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A recipe of the checkout, as a file; each is written once."""
    folder = tmp_path_factory.mktemp("real")

    def written(recipe: str, language: str = "zh") -> Path:
        path = folder / f"{recipe}-{language}.html"
        if not path.is_file():
            render_map(build_scene(read_recipe(recipe)), language=language).save(path)
        return path

    return written
