"""A real crawl of the replica: what it brings is what the replica says there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from crawls import Brought, brought_by, order

from dvingest.config import Settings
from dvingest.crawling.runner import run_crawl
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.model import OutcomeStatus, RawArticle
from dvingest.plvn.urls import article_id
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

TODAY = date(2026, 11, 23)
WINDOW = DateWindow(date(2026, 8, 1), TODAY + timedelta(days=1))


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(1, TODAY)) as server:
        yield server


def crawl_replica(server: ReplicaServer, settings: Settings, window: DateWindow) -> Brought:
    changes = {"site_url": server.url, "mirrors": server.mirrors, "download_delay": 0.0}
    settings = settings.model_copy(update=changes)
    an_order = order(window=window, today=TODAY)
    return brought_by(settings, an_order, run_crawl(an_order, settings))


def articles_within(brought: Brought, window: DateWindow) -> list[str]:
    """Ids of the pages read as articles of the window; listings without dates lead to others as well."""
    readings = [(article_id(capture.url), capture.reading) for capture in brought.captures]
    return [
        key
        for key, reading in readings
        if isinstance(reading, RawArticle) and reading.published_at and window.contains(reading.published_at)
    ]


def test_crawl_of_four_months_brings_every_article_once_and_accounts_for_the_rest(
    replica: ReplicaServer, store_settings: Settings
) -> None:
    brought = crawl_replica(replica, store_settings, WINDOW)
    wanted = {replica.corpus.article_id(entry) for entry in replica.newspaper.articles_in(WINDOW)}
    assert brought.result.finished, brought.result
    read = articles_within(brought, WINDOW)
    assert set(read) == wanted
    assert len(read) == len(set(read))
    assert brought.accounted == brought.result.progress.considered
    refused = {capture.url for capture in brought.captures if not isinstance(capture.reading, RawArticle)}
    refused |= {outcome.url for outcome in brought.outcomes if outcome.status is not OutcomeStatus.UNCHANGED}
    assert {refusal.url for refusal in replica.newspaper.refusals(WINDOW)} <= refused


def test_crawl_of_three_days_brings_the_articles_of_those_days(
    replica: ReplicaServer, store_settings: Settings
) -> None:
    window = DateWindow.of_days(TODAY - timedelta(days=2), TODAY)
    brought = crawl_replica(replica, store_settings, window)
    articles = replica.newspaper.articles_in(window)
    assert set(articles_within(brought, window)) == {replica.corpus.article_id(entry) for entry in articles}
    assert len({entry.skin for entry in articles}) >= 3
    assert not [request for request in replica.requests if request.path.startswith("/noi-bo/")]
