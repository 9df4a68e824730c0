"""What stops a crawl, and what only looks like it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from dvingest.crawling.control import CrawlControl


def test_crawl_that_came_to_its_end_is_not_taken_for_one_that_was_asked_to_stop() -> None:
    crawler = Crawler(Spider)
    control = CrawlControl.from_crawler(crawler)
    crawler.signals.send_catch_log(signals.spider_closed, spider=None, reason="finished")
    crawler.crawling = False  # Scrapy on its way out
    control.notice_signal()
    assert not control.is_stopping


def test_nothing_is_asked_while_the_process_that_holds_the_lease_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_LEASE_SECONDS", "60")
    crawler = Crawler(Spider)
    crawler.spider = SimpleNamespace(supervised=True)  # type: ignore[assignment]
    crawler.crawling = True
    control = CrawlControl(crawler)
    now = time.monotonic()
    seen = []
    for seconds, word in ((29.0, None), (31.0, None), (32.0, False), (33.0, True), (34.0, False)):
        monkeypatch.setattr(time, "monotonic", lambda seconds=seconds: now + seconds)
        control._look_around(Mock()) if word is None else control.hold(word)
        seen.append(control.is_held)
    assert seen == [False, True, False, True, False]
