"""From `dvingest up` in an empty folder to a green daily run before somebody's eyes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from ui_browser import CHROMIUM, find_chromium
from up_terminal import Terminal

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = 120


def test_green_run_of_the_replica_is_seen_in_the_ui_within_two_minutes(tmp_path: Path, pictures: Path) -> None:
    began = time.monotonic()
    terminal = Terminal(tmp_path, "--replica")
    try:
        address = terminal.wait_until_up()
        up = time.monotonic() - began
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM))
            page = chromium.new_page(viewport={"width": 1400, "height": 950}, timezone_id="Asia/Ho_Chi_Minh")
            page.goto(f"{address}/runs")
            run = page.locator(".state-list-item, li").filter(has_text="daily-crawl").filter(has_text="Completed")
            # Nobody presses reload: the page itself shows what has happened.
            expect(run.first).to_be_visible(timeout=SECONDS * 1000)
            seen = time.monotonic() - began
            page.screenshot(path=pictures / "first run.png")
            chromium.close()
    finally:
        terminal.end()
    print(f"up after {up:.1f} s, a green daily run in the UI after {seen:.1f} s")
    assert seen < SECONDS
