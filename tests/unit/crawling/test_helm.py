"""What stops a crawl, and what only looks like it."""

from __future__ import annotations

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from dvingest.crawling.helm import Helm


def test_crawl_that_came_to_its_end_is_not_taken_for_one_that_was_asked_to_stop() -> None:
    crawler = Crawler(Spider)
    helm = Helm.from_crawler(crawler)
    crawler.signals.send_catch_log(signals.spider_closed, spider=None, reason="finished")
    crawler.crawling = False  # Scrapy on its way out
    helm.notice_signal()
    assert not helm.is_stopping
