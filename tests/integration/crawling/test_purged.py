"""A purged article is not fetched again, and not kept when another address leads to it."""

from dataclasses import dataclass

import pytest
from crawls import crawl, settings_for
from newspaper_site import NewspaperSite, Story, serving, stories

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.purged import PURGED_URL, add_purged, entry_of
from dvingest.model import OutcomeStatus
from dvingest.plvn.urls import article_id

pytestmark = pytest.mark.integration


@dataclass(frozen=True)
class Twin(Story):
    """A story at an address without its number; the page names the address with it."""

    @property
    def path(self) -> str:
        return "/chuyen-lang-ke-lai-o-mot-dia-chi-khac-hoan-toan.html"

    def page(self) -> bytes:
        story = Story(self.number, self.published, self.section)
        return story.page()


def test_purged_article_is_neither_fetched_nor_kept(store_settings: Settings) -> None:
    some = stories(8)
    purged, shown = some[2], some[5]
    twin = Twin(shown.number, shown.published)
    site = NewspaperSite([twin if story is shown else story for story in some])
    with serving(site):
        settings = settings_for(site, store_settings)
        add_purged(ObjectStore(settings), Layout(settings.prefix), [purged.key, shown.key])
        brought = crawl(settings)
    assert brought.result.complete, brought.result
    assert site.article_requests()[purged.path] == 0
    assert site.article_requests()[twin.path] == 1
    assert not {purged.key, shown.key} & brought.articles
    assert len(brought.articles) == 6
    assert brought.accounted == brought.result.progress.considered == 8
    # Nothing of their addresses, which spell their titles, is written.
    for address in (f"{PURGED_URL}{purged.key}", PURGED_URL + entry_of(article_id(twin.url))):
        outcome = brought.outcome_of(address)
        assert (outcome.status, outcome.reason) == (OutcomeStatus.SKIPPED, "purged")
    assert not [outcome for outcome in brought.outcomes if outcome.url in (purged.url, twin.url)]
