"""Chromium against the real UI of a stack that has crawled the replica once.

Wants Chromium, as of Debian's package chromium. Screenshots go to the folder that SCREENSHOTS names, else to pytest's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Request, sync_playwright
from prefect_lab import Lab, running_lab
from ui_browser import CHROMIUM, Browser, find_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("browser")) as running:
        run = running.daily(days=125)
        assert running.api.wait(run) == "COMPLETED", running.api.message(run)
        yield running


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def browser(lab: Lab, pictures: Path, request: pytest.FixtureRequest) -> Iterator[Browser]:
    lab.site.faults.set()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM))
        context = chromium.new_context(viewport={"width": 1400, "height": 950}, timezone_id="Asia/Ho_Chi_Minh")
        page = context.new_page()
        page.set_default_timeout(20_000)
        shown = Browser(page, lab, pictures)

        def note(asked: Request) -> None:
            if not asked.url.startswith((lab.ui, "data:", "blob:")):
                shown.foreign.append(asked.url)

        page.on("request", note)
        page.on("dialog", lambda dialog: shown.foreign.append(f"dialog: {dialog.message}") or dialog.dismiss())
        yield shown
        shown.picture(f"end of {request.node.name}"[:100])
        context.close()
        chromium.close()
    lab.site.faults.set()
    assert not shown.foreign, "the UI asked others than our server, or ran a script of a page"
