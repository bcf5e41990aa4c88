"""One browser for everything that is drawn for one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start Chromium once for the whole run."""
    from playwright.sync_api import sync_playwright

    named = (
        os.environ.get("SXGEO_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("google-chrome")
    )
    if named is None:
        pytest.skip("no Chromium: install it or name it in SXGEO_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
        yield browser
        browser.close()
