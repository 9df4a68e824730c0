"""A crawl after others: what is known already is not fetched again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from crawls import Brought, crawl, settings_for
from newspaper_site import NewspaperSite, serving, status, stories

from dvingest.config import Settings
from dvingest.lake.bronze import list_parts, read_part
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.model import OutcomeStatus, RawArticle
from dvingest.normalise import normalise

pytestmark = pytest.mark.integration


def publish(settings: Settings, brought: Brought, fetched_before: timedelta = timedelta()) -> None:
    """Publish what a crawl brought, as if it had been fetched so long before."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    records = (record for part in list_parts(store, layout, brought.run_id) for record in read_part(store, part.key))
    rows = [normalise(record) for record in records if isinstance(record.capture.reading, RawArticle)]
    aged = [row.model_copy(update={"fetched_at": row.fetched_at - fetched_before}) for row in rows]
    SilverTable(store, layout).publish(aged, brought.run_id)


def test_second_crawl_fetches_no_article_page(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(20))) as site:
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings))
        site.requests.clear()
        again = crawl(settings)
    assert sum(site.article_requests().values()) == 0
    assert {outcome.status for outcome in again.outcomes} == {OutcomeStatus.UNCHANGED}
    assert again.accounted == 20


def test_only_the_changed_and_the_new_article_are_fetched(store_settings: Settings) -> None:
    site = NewspaperSite(stories(20))
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings), timedelta(days=1))
    edited = site.stories[5]
    changed = NewspaperSite(list(site.stories))
    changed.stories[5] = type(edited)(edited.number, edited.published, edited.section, datetime.now(UTC))
    changed.stories.insert(0, stories(1, first=500_000)[0])
    with serving(changed):
        again = crawl(settings_for(changed, settings))
    assert again.articles == {edited.key, "plvn:500000"}
    assert again.accounted == 21


@pytest.mark.parametrize("code", [404, 410])
def test_known_article_that_vanished_from_the_listings_is_looked_for(store_settings: Settings, code: int) -> None:
    site = NewspaperSite(stories(12))
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings), timedelta(days=1))
    gone = site.stories[4]
    rest = NewspaperSite([story for story in site.stories if story is not gone])
    rest.routes[gone.path] = status(code)
    with serving(rest):
        again = crawl(settings_for(rest, settings))
    outcome = again.outcome_of(gone.url)
    assert (outcome.status, outcome.reason) == (OutcomeStatus.FAILED, f"http_{code}")
    assert outcome.article_id == gone.key
    assert sum(rest.article_requests().values()) == 0
