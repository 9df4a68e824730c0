"""A page of the Prefect UI in a real browser, for tests."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page
from prefect_lab import Lab

CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """Return where the browser is."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "no Chromium: install one, on Debian the package chromium"
    return program


@dataclass
class Browser:
    """A page of the UI, where its pictures go, and what it asked of others than the server."""

    page: Page
    lab: Lab
    pictures: Path
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.lab.ui + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def picture(self, name: str, *, whole: bool = False) -> None:
        # Lists and charts come in with an animation.
        self.page.wait_for_timeout(800)
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=whole)
