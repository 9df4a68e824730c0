"""The spider against the replica of the newspaper: what the window holds is found, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from crawls import crawl, order

from dvingest.config import Settings
from dvingest.local.replica.corpus import build_corpus
from dvingest.local.replica.faults import Fault
from dvingest.local.replica.server import ReplicaServer
from dvingest.model import RawArticle
from dvingest.plvn.urls import article_id
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def replica() -> Iterator[ReplicaServer]:
    server = ReplicaServer(build_corpus(seed=1, today=TODAY, articles=150)).start()
    yield server
    server.stop()


def settings_for(replica: ReplicaServer, base: Settings, **changes: object) -> Settings:
    return base.model_copy(
        update={"site_url": replica.url, "mirrors": replica.mirrors, "download_delay": 0.0} | changes
    )


@pytest.mark.parametrize("days", [3, 30, 125])
def test_every_article_of_the_window_is_brought(replica: ReplicaServer, store_settings: Settings, days: int) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=days - 1), TODAY)
    brought = crawl(settings_for(replica, store_settings), order(window=window, today=TODAY))
    wanted = {truth["article_id"] for truth in replica.newspaper.truths(window) if "article_id" in truth}
    read = {article_id(capture.url) for capture in brought.captures if isinstance(capture.reading, RawArticle)}
    assert wanted - read == set()
    assert brought.accounted == brought.result.progress.considered
    assert brought.result.complete, brought.result.message
    assert not [outcome for outcome in brought.outcomes if outcome.reason == "lost"]


def missing_from_sections(replica: ReplicaServer, window: DateWindow) -> int:
    """How many articles no section page names, so that without a sitemap nobody can find them."""
    return len(list(replica.newspaper.truths(window))) // 10


@pytest.mark.parametrize("days", [3, 60])
@pytest.mark.parametrize(
    ("faults", "lacks_sitemaps"),
    [
        ((Fault("status", only="feed", status=404),), False),
        ((Fault("status", path="/rss/*", status=302),), False),
        ((Fault("status", path="/api/*", status=404),), False),
        ((Fault("status", only="section", status=404), Fault("status", path="/api/*", status=404)), False),
        ((Fault("status", path="/", status=500),), False),
        ((Fault("status", path="*sitemap*", status=404),), True),
        ((Fault("status", path="*sitemap*", status=404), Fault("status", path="/rss/*", status=404)), True),
        ((Fault("status", path="*sitemap*", status=404), Fault("status", path="/api/*", status=404)), True),
    ],
    ids=[
        "no feeds",
        "feeds redirect",
        "no load-more",
        "no sections",
        "no home",
        "no sitemap",
        "only sections",
        "pages only",
    ],
)
def test_one_way_of_discovery_may_be_missing(
    replica: ReplicaServer, store_settings: Settings, faults: tuple[Fault, ...], lacks_sitemaps: bool, days: int
) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=days - 1), TODAY)
    replica.faults.set(*faults)
    try:
        brought = crawl(settings_for(replica, store_settings), order(window=window, today=TODAY))
    finally:
        replica.faults.clear()
    wanted = {truth["article_id"] for truth in replica.newspaper.truths(window) if "article_id" in truth}
    lost = wanted - brought.articles
    assert len(lost) <= (missing_from_sections(replica, window) if lacks_sitemaps else 0), lost
    assert brought.accounted == brought.result.progress.considered


def test_address_of_the_site_is_all_that_is_needed(replica: ReplicaServer, store_settings: Settings) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=59), TODAY)
    brought = crawl(settings_for(replica, store_settings, mirrors={}), order(window=window, today=TODAY))
    wanted = {
        truth["article_id"]
        for truth in replica.newspaper.truths(window)
        if truth.get("host") == "baophapluat.vn" and "article_id" in truth
    }
    assert wanted
    assert wanted - brought.articles == set()
    assert brought.accounted == brought.result.progress.considered


def test_sections_that_were_asked_for_are_read_and_no_others(replica: ReplicaServer, store_settings: Settings) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=29), TODAY)
    replica.requests.clear()
    brought = crawl(settings_for(replica, store_settings), order(window=window, today=TODAY, sections=("phap-luat",)))
    sections = {capture.section for capture in brought.captures}
    assert brought.articles
    assert sections == {"phap-luat"}
    assert brought.accounted == brought.result.progress.considered
    assert not replica.requests.of_kind("sitemap")


def test_same_crawl_again_brings_the_same(replica: ReplicaServer, store_settings: Settings) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=9), TODAY)
    first, second = (crawl(settings_for(replica, store_settings), order(window=window, today=TODAY)) for _ in range(2))
    assert first.articles == second.articles
    assert [capture.url for capture in first.captures] == [capture.url for capture in second.captures]
