"""A crawl that only looks says what it would fetch, asks for no article and writes nothing."""

import pytest
from crawls import order, settings_for
from newspaper_site import NewspaperSite, serving, stories

from dvingest.config import Settings
from dvingest.crawling.runner import run_crawl
from dvingest.lake.objects import ObjectStore

pytestmark = pytest.mark.integration


def test_it_counts_what_would_be_fetched_and_leaves_no_trace(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    with serving(site):
        settings = settings_for(site, store_settings)
        result = run_crawl(order(dry_run=True), settings)
    assert result.finished
    assert result.complete, result
    assert (result.progress.considered, result.progress.skipped) == (30, 30)
    assert not site.article_requests()
    assert not list(ObjectStore(settings).list(f"{settings.prefix}/"))
    assert not [path for path in settings.work_dir.rglob("*") if path.is_file()]
