from __future__ import annotations

import time

import pytest
from crawls import brought_by, crawl, order, settings_for
from newspaper_site import Exchange, NewspaperSite, page, serving, stories

from dvingest.config import Settings
from dvingest.crawling.runner import run_crawl
from dvingest.model import OutcomeStatus, Progress, Rejection

pytestmark = pytest.mark.integration


def test_articles_of_the_window_are_found_and_fetched_once(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(25))) as site:
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.finished, brought.result
    assert brought.articles == {story.key for story in site.stories}
    assert set(site.article_requests().values()) == {1}
    assert brought.accounted == brought.result.progress.considered == 25
    assert brought.result.complete, brought.result.message


def test_parts_are_uploaded_while_the_crawl_goes_on(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    site.intercepts.append(lambda path: time.sleep(0.1) if "post" in path else None)
    uploaded_before_the_end: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.phase == "fetching" and progress.pages_fetched < 30:
            uploaded_before_the_end.append(progress.parts_uploaded)

    an_order = order()
    with serving(site):
        settings = settings_for(site, store_settings, part_pages=5)
        result = run_crawl(an_order, settings, watch)
    brought = brought_by(settings, an_order, result)
    assert max(uploaded_before_the_end) > 0
    assert brought.parts == 7  # six full ones, and the last says how the crawl ended
    assert result.progress.parts_uploaded == 7
    assert brought.articles == {story.key for story in site.stories}


def test_part_is_closed_when_it_gets_old(store_settings: Settings) -> None:
    site = NewspaperSite(stories(20))
    site.intercepts.append(lambda path: time.sleep(0.2) if "post" in path else None)
    with serving(site):
        brought = crawl(settings_for(site, store_settings, part_seconds=1.0))
    assert brought.parts >= 3
    assert len(brought.articles) == 20


def test_page_is_kept_as_served_with_its_headers_and_its_reading(store_settings: Settings) -> None:
    import gzip

    site = NewspaperSite(stories(1))
    story = site.stories[0]
    packed = gzip.compress(story.page())
    site.routes[story.path] = page(packed, headers=[("Content-Encoding", "gzip"), ("X-Cache", "HIT")])
    with serving(site):
        (capture,) = crawl(settings_for(site, store_settings)).captures
    assert capture.url == story.url
    assert capture.body == story.page()
    headers = {name.lower(): value for name, value in capture.headers}
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(packed))
    assert headers["x-cache"] == "HIT"
    assert capture.section == "thoi-su" or capture.section is None
    assert capture.extractor_version


def test_page_that_is_no_article_is_kept_with_the_reason(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    story = site.stories[1]
    site.routes[story.path] = page("<html><body><h1>Lỗi 404</h1><p>Không tìm thấy trang này.</p></body></html>")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    (refused,) = [capture.reading for capture in brought.captures if isinstance(capture.reading, Rejection)]
    assert refused.url == story.url
    assert brought.result.progress.rejected == 1
    assert brought.accounted == 3


def test_gate_that_wants_its_cookie_back_is_passed(store_settings: Settings) -> None:
    site = NewspaperSite(stories(4))

    def gated(exchange: Exchange) -> None:
        story = next(story for story in site.stories if story.path == exchange.path)
        if "gate=1" in exchange.headers.get("Cookie", ""):
            exchange.give(story.page())
        else:
            exchange.give(b"", 302, headers=[("Set-Cookie", "gate=1; Path=/"), ("Location", exchange.path)])

    for story in site.stories:
        site.routes[story.path] = gated
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 4


def test_redirect_to_an_article_that_is_fetched_anyway_is_a_duplicate(store_settings: Settings) -> None:
    site = NewspaperSite(stories(5))
    old, new = site.stories[0], site.stories[1]
    site.routes[old.path] = page(b"", status=301, headers=[("Location", new.path)])
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    outcome = brought.outcome_of(old.url)
    assert (outcome.status, outcome.reason) == (OutcomeStatus.SKIPPED, "duplicate")
    assert site.asked(new.path) == 1
    assert len(brought.articles) == 4
