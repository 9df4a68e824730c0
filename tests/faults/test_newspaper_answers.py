"""The newspaper answers badly: refuses, is busy, breaks off (rows W1, W3, W4, W9 of the table of faults)."""

from __future__ import annotations

import gzip
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from backports import zstd
from crawls import Brought, crawl, crawled_once, settings_for
from newspaper_site import Answer, Exchange, NewspaperSite, page, serving, status, stories

from dvingest.config import Settings
from dvingest.local.seaweed import EmbeddedStore
from dvingest.model import OutcomeStatus

pytestmark = pytest.mark.faults


def fails_first(site: NewspaperSite, path: str, times: int, answer: Answer) -> None:
    """Let a path answer badly so many times before it answers as it should."""
    left = [times]

    def intercept(asked: str) -> Answer | None:
        if asked == path and left[0] > 0:
            left[0] -= 1
            return answer
        return None

    site.intercepts.append(intercept)


def test_crawl_that_is_refused_everywhere_stops_after_ten_refusals(store_settings: Settings) -> None:
    site = NewspaperSite(stories(40))
    site.intercepts.append(lambda path: status(403) if "post" in path else None)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.stop_reason == "blocked"
    assert brought.result.finished
    assert not brought.result.complete
    assert sum(site.article_requests().values()) == 10
    assert brought.accounted == brought.result.progress.considered == 40
    assert Counter(outcome.reason for outcome in brought.outcomes) == {"http_403": 10, "stopped": 30}


@pytest.mark.parametrize("code", [401, 403])
def test_refusal_of_every_address_costs_at_most_fifteen_requests(store_settings: Settings, code: int) -> None:
    site = NewspaperSite(stories(40))
    site.intercepts.append(lambda path: status(code) if path != "/robots.txt" else None)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.stop_reason == "blocked"
    assert f"answered {code}" in brought.result.message
    assert not brought.captures
    assert not brought.result.complete
    assert len(site.requests) <= 15


def test_single_refusals_do_not_stop_the_crawl(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    refused = {story.path for story in site.stories[::3]}
    site.intercepts.append(lambda path: status(403) if path in refused else None)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.stop_reason != "blocked"
    assert len(brought.articles) == 20
    assert {outcome.reason for outcome in brought.outcomes} == {"http_403"}


def test_retry_after_is_waited_for_in_seconds_and_as_a_date(store_settings: Settings) -> None:
    site = NewspaperSite(stories(6))

    def in_seconds(exchange: Exchange) -> None:
        exchange.give(b"", 429, headers=[("Retry-After", "2")])

    def as_date(exchange: Exchange) -> None:
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
        exchange.give(b"", 429, headers=[("Retry-After", format_datetime(until, usegmt=True))])

    for story, answer in zip(site.stories[1:3], (in_seconds, as_date), strict=True):
        fails_first(site, story.path, 1, answer)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 6
    for story in site.stories[1:3]:
        refused = next(index for index, request in enumerate(site.requests) if request.path == story.path)
        assert site.requests[refused + 1].at - site.requests[refused].at >= 1.9


@pytest.mark.slow
def test_newspaper_that_asks_for_patience_again_and_again_loses_nothing(store_settings: Settings) -> None:
    site = NewspaperSite(stories(5))
    fails_first(site, site.stories[2].path, 9, status(503, ("Retry-After", "1")))
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 5
    assert site.asked(site.stories[2].path) == 10


def test_third_of_server_errors_loses_nothing(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    chance = random.Random(7)
    tries: Counter[str] = Counter()

    def intercept(path: str) -> Answer | None:
        if path == "/robots.txt":
            return None
        tries[path] += 1
        return status(chance.choice([500, 502, 503])) if tries[path] < 5 and chance.random() < 0.3 else None

    site.intercepts.append(intercept)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories}
    assert brought.result.complete, brought.result.message
    assert max(tries.values()) <= 5


@pytest.mark.slow
def test_newspaper_that_is_away_for_a_while_loses_nothing(store_settings: Settings) -> None:
    site = NewspaperSite(stories(25))
    away: list[float] = []

    def intercept(path: str) -> Answer | None:
        if path == site.stories[5].path and not away:
            away.append(time.monotonic())
        return status(503) if away and time.monotonic() < away[0] + 20 else None

    site.intercepts.append(intercept)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories}
    assert len(site.requests) <= 60


def test_page_that_keeps_failing_is_asked_five_times_with_growing_delays(store_settings: Settings) -> None:
    site = NewspaperSite(stories(5))
    broken = site.stories[1]
    site.routes[broken.path] = status(503)
    with serving(site):
        brought = crawl(settings_for(site, store_settings, download_delay=0.01))
    times = [request.at for request in site.requests if request.path == broken.path]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(times) == 5
    assert gaps == sorted(gaps)
    assert gaps[0] >= 0.5
    outcome = brought.outcome_of(broken.url)
    assert (outcome.status, outcome.reason, outcome.article_id) == (OutcomeStatus.FAILED, "http_503", broken.key)
    assert len(brought.articles) == 4


def test_missing_article_is_named_with_its_id(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    codes = {404: site.stories[0], 410: site.stories[1]}
    site.routes |= {story.path: status(code) for code, story in codes.items()}
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    for code, story in codes.items():
        outcome = brought.outcome_of(story.url)
        assert (outcome.status, outcome.reason) == (OutcomeStatus.FAILED, f"http_{code}")
        assert outcome.article_id == story.key
        assert site.asked(story.path) == 1


def cut_short(body: bytes) -> Answer:
    """Return an answer that promises more than it sends."""

    def answer(exchange: Exchange) -> None:
        exchange.give(body[: len(body) // 2], length=len(body))
        exchange.close_connection = True

    return answer


def without_length(body: bytes) -> Answer:
    """Return half a page whose end is the end of the connection."""

    def answer(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("Content-Type", "text/html; charset=utf-8")
        exchange.send_header("Connection", "close")
        exchange.end_headers()
        exchange.wfile.write(body[: len(body) // 2])
        exchange.close_connection = True

    return answer


def cut_gzip(body: bytes) -> Answer:
    """Return a gzip stream without its end, with a length that fits it."""
    return half_of(gzip.compress(body), "gzip")


def cut_brotli(body: bytes) -> Answer:
    """Return a brotli stream without its end, with a length that fits it."""
    return half_of(brotli.compress(body), "br")


def cut_zstd(body: bytes) -> Answer:
    """Return a zstd frame without its end, with a length that fits it."""
    return half_of(zstd.compress(body), "zstd")


def half_of(packed: bytes, encoding: str) -> Answer:
    return page(packed[: len(packed) // 2], headers=[("Content-Encoding", encoding)])


def part_of(body: bytes) -> Answer:
    """Return the first half as the part that it is, though nobody asked for one."""
    half = len(body) // 2
    return page(body[:half], status=206, headers=[("Content-Range", f"bytes 0-{half - 1}/{len(body)}")])


def test_whole_page_that_is_called_a_part_is_stored(store_settings: Settings) -> None:
    site = NewspaperSite(stories(2))
    body = site.stories[0].page()
    span = f"bytes 0-{len(body) - 1}/{len(body)}"
    site.routes[site.stories[0].path] = page(body, status=206, headers=[("Content-Range", span)])
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 2


CUTS = (cut_short, without_length, cut_gzip, cut_brotli, cut_zstd, part_of)


@pytest.fixture(scope="module")
def cut_once(embedded_store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    """A crawl in which a page breaks off once in each of the ways; the last page does not."""
    site = NewspaperSite(stories(len(CUTS) + 1))
    for story, cut in zip(site.stories, CUTS, strict=False):
        fails_first(site, story.path, 1, cut(story.page()))
    with crawled_once(site, embedded_store, tmp_path_factory.mktemp("cut once")) as brought:
        yield brought


@pytest.fixture(scope="module")
def cut_always(embedded_store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    """A crawl in which a page breaks off whenever it is asked for, in each of the ways; the last page does not."""
    site = NewspaperSite(stories(len(CUTS) + 1))
    for story, cut in zip(site.stories, CUTS, strict=False):
        site.routes[story.path] = cut(story.page())
    with crawled_once(site, embedded_store, tmp_path_factory.mktemp("cut always")) as brought:
        yield brought


@pytest.mark.parametrize("way", range(len(CUTS)), ids=[cut.__name__ for cut in CUTS])
def test_page_that_breaks_off_once_is_fetched_whole(cut_once: Brought, way: int) -> None:
    story = stories(len(CUTS) + 1)[way]
    assert [capture.body for capture in cut_once.captures if capture.url == story.url] == [story.page()]
    assert len(cut_once.articles) == len(CUTS) + 1


@pytest.mark.parametrize("way", range(len(CUTS)), ids=[cut.__name__ for cut in CUTS])
def test_page_that_always_breaks_off_is_never_stored(cut_always: Brought, way: int) -> None:
    story = stories(len(CUTS) + 1)[way]
    assert story.url not in {capture.url for capture in cut_always.captures}
    assert cut_always.outcome_of(story.url).reason == "truncated"
    assert len(cut_always.articles) == 1
