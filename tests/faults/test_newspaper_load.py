"""Politeness and size of a crawl: rows L1 and L4 of the table of faults."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from crawls import crawl, settings_for
from flow_runs import article_requests, check_truth, crawl_memory, memory_peaks, site, start_flow, wanted_ids
from newspaper_site import NewspaperSite, page, serving, stories

from dvingest.config import Settings
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.faults


def gaps(site: NewspaperSite) -> list[float]:
    """Return the seconds between one request and the next."""
    return [later.at - earlier.at for earlier, later in itertools.pairwise(site.requests)]


def test_delay_is_kept_between_any_two_requests(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(5))) as site:
        brought = crawl(settings_for(site, store_settings, download_delay=1.0))
    assert len(brought.articles) == 5
    assert min(gaps(site)) >= 0.95


def test_crawl_delay_of_robots_txt_is_kept(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    site.routes["/robots.txt"] = page("User-agent: *\nCrawl-delay: 1.5\nAllow: /\n", content_type="text/plain")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 3
    assert min(gaps(site)[1:]) >= 1.4


def test_pages_are_asked_for_one_at_a_time(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    with serving(site):
        crawl(settings_for(site, store_settings))
    agents = {request.headers.get("User-Agent") for request in site.requests}
    assert len(agents) == 1
    assert re.fullmatch(r"Mozilla/5\.0 \(compatible; dvingest/[\d.]+; \+https?://\S+\)", str(agents.pop()))
    assert site.most_at_once == 1
    assert site.connections == 1


@pytest.mark.slow
def test_backfill_of_ten_thousand_articles_is_whole_and_bounded_in_memory(
    store_settings: Settings, prefect_server: PrefectServer
) -> None:
    month = DateWindow.of_days(date(2026, 10, 1), date(2026, 10, 31))
    grown: list[tuple[int, int]] = []
    with ReplicaServer(build_corpus(3, date(2026, 11, 23), 10_000, window=month)) as replica:
        where = site(store_settings, prefect_server, replica, part_pages=200)
        running = start_flow(where, "backfill.py:backfill", start=month.start, end=month.last)
        peaks = memory_peaks(
            running, 1_800, lambda: grown.append((len(article_requests(replica)), crawl_memory(running)))
        )
        assert running.wait(1) == 0, running.said()[-3000:]
        wanted = len(wanted_ids(replica, month))
        check_truth(where, replica, month)
    slope = slope_of([(pages, kib) for pages, kib in grown if kib and pages > 0.2 * wanted]) * 1_000
    told = ", ".join(f"{name} {size:.0f}" for name, size in peaks.items())
    print(f"{wanted} articles: peaks in MiB {told}, {slope:.0f} KiB more for every 1,000 pages of the crawl")
    assert wanted >= 9_900
    assert max(peaks.values()) <= 512
    assert slope <= 1024


def slope_of(points: list[tuple[int, int]]) -> float:
    """Return the slope of the straight line through points, by least squares."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
