from __future__ import annotations

import pytest
from crawls import crawl, settings_for
from newspaper_site import NewspaperSite, serving, stories

from dvingest.config import Settings

pytestmark = pytest.mark.integration


def test_articles_of_the_window_are_found_and_fetched_once(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(25))) as site:
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.finished, brought.result
    assert brought.articles == {story.key for story in site.stories}
    assert set(site.article_requests().values()) == {1}
    assert brought.accounted == brought.result.progress.considered == 25
    assert brought.result.complete, brought.result.message
