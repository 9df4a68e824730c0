"""The newspaper gives too much: rows W6, W8, W17 and X4 of the table of faults."""

from __future__ import annotations

import gzip
import itertools
import re
import time
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from crawls import crawl, order, settings_for
from newspaper_site import DAY, Answer, Exchange, NewspaperSite, page, serving, sitemap_index, stories

from dvingest.config import Settings
from dvingest.model import OutcomeStatus

pytestmark = pytest.mark.faults

ZEROS = b"<html>" + b"0" * 200_000_000


def packed(pack: Callable[[bytes], bytes], encoding: str) -> Answer:
    body = pack(ZEROS)
    return page(body, headers=[("Content-Encoding", encoding)])


def endless(exchange: Exchange) -> None:
    """Send a body that does not end."""
    exchange.send_response(200)
    exchange.send_header("Content-Type", "text/html")
    exchange.send_header("Connection", "close")
    exchange.end_headers()
    exchange.close_connection = True
    for _ in range(4_000):
        exchange.wfile.write(b"x" * 65_536)


def test_pages_beyond_the_limit_are_given_up(store_settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="dvingest.crawl")
    answers = {
        "gzip": packed(gzip.compress, "gzip"),
        "gzip twice": packed(lambda data: gzip.compress(gzip.compress(data)), "gzip, gzip"),
        "br": packed(lambda data: bytes(brotli.compress(data, quality=1)), "br"),
        "zstd": packed(zstd.compress, "zstd"),
        "endless": endless,
        "announced": page(b"x" * 9_000_000),
    }
    site = NewspaperSite(stories(len(answers) + 3))
    large = dict(zip(answers, site.stories, strict=False))
    site.routes |= {large[kind].path: answer for kind, answer in answers.items()}
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    outcomes = {kind: brought.outcome_of(story.url) for kind, story in large.items()}
    assert {kind: (outcome.status, outcome.reason) for kind, outcome in outcomes.items()} == dict.fromkeys(
        answers, (OutcomeStatus.FAILED, "too_large")
    )
    assert len(brought.articles) == 3
    peak = re.search(r"Peak memory of the crawl: (\d+) MiB", caplog.text)
    assert peak
    assert int(peak[1]) < 512


@pytest.mark.slow
def test_page_that_trickles_is_abandoned_after_thirty_seconds(store_settings: Settings) -> None:
    site = NewspaperSite(stories(6))
    story = site.stories[1]

    def trickle(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("Content-Type", "text/html")
        exchange.send_header("Content-Length", "100000")
        exchange.end_headers()
        for _ in range(100):
            exchange.wfile.write(b"x")
            exchange.wfile.flush()
            time.sleep(0.5)

    site.routes[story.path] = trickle
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.outcome_of(story.url).reason == "timeout"
    assert site.asked(story.path) == 2
    assert len(brought.articles) == 5
    assert brought.result.progress.elapsed_seconds < 75


def test_section_that_shows_the_same_page_forever_is_left(store_settings: Settings) -> None:
    site = NewspaperSite(stories(10), has_sitemap=False)
    items = "".join(f'<a href="{story.path}">{story.number}</a>' for story in site.stories)

    def same(exchange: Exchange) -> None:
        number = int(exchange.path.partition("page=")[2] or 1)
        exchange.give(f'<html><body>{items}<a rel="next" href="/thoi-su/?page={number + 1}">sau</a></body></html>')

    site.routes["/thoi-su/"] = same
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 10
    assert sum(request.path.startswith("/thoi-su/") for request in site.requests) <= 4


def test_endless_calendar_stops_at_its_budget_with_a_reason(store_settings: Settings) -> None:
    site = NewspaperSite(stories(1), has_sitemap=False)

    def calendar(exchange: Exchange) -> None:
        number = int(exchange.path.partition("page=")[2] or 1)
        links = "".join(
            f'<article><a href="/mot-bai-bia-ra-khong-co-that-post{number}{index:02}.html">x</a>'
            f'<time datetime="{DAY.isoformat()}"></time></article>'
            for index in range(10)
        )
        exchange.give(f'<html><body>{links}<a rel="next" href="/thoi-su/?page={number + 1}">sau</a></body></html>')

    site.routes["/thoi-su/"] = calendar
    with serving(site):
        brought = crawl(settings_for(site, store_settings, max_listings=20), order(limit=3))
    listings = [request for request in site.requests if request.path.startswith("/thoi-su/")]
    assert len(listings) <= 20
    assert not brought.result.complete
    assert "DVINGEST_MAX_LISTINGS" in brought.result.message
    assert brought.accounted == brought.result.progress.considered


def test_sitemap_with_a_million_entries_stops_at_the_budget(store_settings: Settings) -> None:
    site = NewspaperSite(stories(2))
    stamp = DAY.isoformat().encode()
    packer = zlib.compressobj(1, wbits=31)
    body = packer.compress(b'<urlset xmlns="x">')
    for number in range(1_000_000):
        body += packer.compress(
            b"<url><loc>https://baophapluat.vn/a-b-c-d-post%d.html</loc><lastmod>%s</lastmod></url>" % (number, stamp)
        )
    body += packer.compress(b"</urlset>") + packer.flush()
    site.routes["/sitemap.xml"] = page(body, content_type="application/gzip")
    with serving(site):
        brought = crawl(settings_for(site, store_settings, max_urls=2_000), order(limit=2))
    assert brought.result.progress.considered <= 2_000
    assert not brought.result.complete
    assert "too_many" in brought.result.message or "DVINGEST_MAX_URLS" in brought.result.message
    assert brought.accounted == brought.result.progress.considered


def test_limit_of_pages_leaves_the_rest_with_a_reason(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(20))) as site:
        brought = crawl(settings_for(site, store_settings), order(limit=5))
    newest = {story.key for story in site.stories[:5]}
    assert brought.articles == newest
    assert sum(outcome.reason == "limit" for outcome in brought.outcomes) == 15


def test_index_that_names_itself_and_sinks_deep_ends(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    deep = [f"/sitemaps/sau-{number}.xml" for number in range(10)]
    site.build()
    index = site.routes["/sitemap.xml"]
    site.routes["/sitemap.xml"] = page(
        sitemap_index(
            [
                "https://baophapluat.vn/sitemap.xml",
                *(f"https://baophapluat.vn/sitemaps/news-{DAY.year}-{DAY.month}.xml",),
                f"https://baophapluat.vn{deep[0]}",
            ]
        )
    )
    assert index is not site.routes["/sitemap.xml"]
    for here, below in itertools.pairwise(deep):
        site.routes[here] = page(sitemap_index([f"https://baophapluat.vn{below}"]))
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 3
    assert sum(request.path.startswith("/sitemaps/sau") for request in site.requests) <= 3


def test_sitemap_with_entities_is_not_read_and_the_sections_are(store_settings: Settings) -> None:
    site = NewspaperSite(stories(12))
    site.routes["/sitemap.xml"] = page(
        '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://baophapluat.vn/&x;-post1.html</loc></url></urlset>"
    )
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 12
