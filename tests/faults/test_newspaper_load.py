"""Politeness and size of a crawl: rows L1 and L4 of the table of faults."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from crawls import crawl, crawl_processes, order, settings_for
from newspaper_site import NewspaperSite, page, serving, stories

from dvingest.config import Settings
from dvingest.crawling.runner import run_crawl
from dvingest.local.replica.corpus import build_corpus
from dvingest.local.replica.server import ReplicaServer
from dvingest.model import Progress
from dvingest.windows import DateWindow

pytestmark = pytest.mark.faults


def gaps(site: NewspaperSite) -> list[float]:
    """Return the seconds between one request and the next."""
    return [later.at - earlier.at for earlier, later in itertools.pairwise(site.requests)]


def test_delay_is_kept_between_any_two_requests(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(8))) as site:
        brought = crawl(settings_for(site, store_settings, download_delay=1.0))
    assert len(brought.articles) == 8
    assert min(gaps(site)) >= 0.95


def test_crawl_delay_of_robots_txt_is_kept(store_settings: Settings) -> None:
    site = NewspaperSite(stories(4))
    site.routes["/robots.txt"] = page("User-agent: *\nCrawl-delay: 1.5\nAllow: /\n", content_type="text/plain")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 4
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
def test_ten_thousand_articles_in_bounded_memory(store_settings: Settings) -> None:
    window = DateWindow.of_days(date(2026, 8, 1), date(2026, 10, 15))
    corpus = build_corpus(seed=3, today=date(2026, 10, 16), articles=10_000, window=window)
    memory: list[tuple[int, int]] = []
    an_order = order(window=window, today=date(2026, 10, 16))

    def watch(progress: Progress) -> None:
        memory.append((progress.pages_fetched, resident_kib(an_order.run_id)))

    with ReplicaServer(corpus) as replica:
        settings = store_settings.model_copy(
            update={"site_url": replica.url, "mirrors": replica.mirrors, "download_delay": 0.0}
        )
        result = run_crawl(an_order, settings, on_progress=watch)
        wanted = sum("article_id" in truth for truth in replica.newspaper.truths(window))
    assert result.finished
    assert result.progress.stored >= wanted - 1, result
    seen = [(pages, kib) for pages, kib in memory if kib]
    peak = max(kib for _, kib in seen) / 1024
    slope = slope_of([(pages, kib) for pages, kib in seen if pages > 2_000]) * 1_000
    print(f"{wanted} articles: peak {peak:.0f} MiB, {slope:.0f} KiB more for every 1,000 pages")
    assert peak < 512
    assert slope <= 1024


def resident_kib(run_id: str) -> int:
    """Return the resident memory of a run's crawl process, 0 when it is gone."""
    total = 0
    for pid in crawl_processes(run_id):
        try:
            with Path(f"/proc/{pid}/status").open() as lines:
                total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        except OSError:
            continue
    return total


def slope_of(points: list[tuple[int, int]]) -> float:
    """Return the slope of the straight line through points, by least squares."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
