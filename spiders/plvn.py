"""The crawl of the newspaper PLVN: which pages to visit; how one is read stands in `dvingest.extraction`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from dvingest.crawling.control import Postponed
from dvingest.crawling.fetching.failures import Failure, failed_with
from dvingest.crawling.finding.listings import Listing
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.session import CrawlSession
from dvingest.extraction import EXTRACTOR_VERSION, extract
from dvingest.model import Capture, Outcome

Yields = Request | Capture | Outcome

PAGES_UNDER_WAY = 16
"""Article requests in the scheduler at a time; the rest waits in the frontier, where an entry is small."""


class PlvnSpider(Spider):
    """Asks for listings first, then for the articles they name, newest first, and yields captures and outcomes."""

    name = "plvn"

    def __init__(self, order: str, supervised: str = "", **kwargs: Any) -> None:
        """Take the order as `CrawlOrder.to_json` writes it; `supervised` says that a parent holds stdin open."""
        super().__init__(**kwargs)
        self.order = CrawlOrder.from_json(order)
        self.supervised = bool(supervised)
        self._listings_under_way = 0
        self._pages_under_way = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Set up for `crawler`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stay_open, signal=signals.spider_idle)
        return spider

    @cached_property
    def session(self) -> CrawlSession:
        """The state of this crawl; Scrapy creates its extensions after the spider."""
        return CrawlSession(self.crawler, self.order)

    def verdict(self) -> tuple[bool, str]:
        """Return whether everything that was to be found was found and asked for, and a sentence that says why not."""
        return self.session.verdict()

    def last_outcomes(self) -> list[Outcome]:
        """Return the outcomes that were decided when no request was left to yield them."""
        return self.session.take_outcomes()

    async def start(self) -> AsyncIterator[Any]:
        """Learn what is known already, then ask for the first listings."""
        for listing in await self.session.open():
            yield self.listing_request(listing)
        for result in self.go_on():
            yield result

    def listing_request(self, listing: Listing) -> Request:
        """Return the request for a listing."""
        self._listings_under_way += 1
        return Request(
            self.session.address(listing.url),
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"listing": listing},
            priority=100 * listing.kind.value,
            meta=self.session.listing_meta(listing),
            dont_filter=True,
        )

    def parse_listing(self, response: Response, listing: Listing) -> Iterator[Yields]:
        """Follow what a listing leads to."""
        self._listings_under_way -= 1
        for following in self.session.read_listing(listing, response):
            yield self.listing_request(following)
        yield from self.go_on()

    def listing_failed(self, failure: Failure) -> Iterator[Yields]:
        """Look elsewhere instead of a listing that could not be read."""
        if isinstance(failure.value, Postponed):
            return
        self._listings_under_way -= 1
        listing = failure.request.cb_kwargs["listing"]  # type: ignore[attr-defined]  # Scrapy sets it
        for following in self.session.listing_failed(listing, *failed_with(failure)):
            yield self.listing_request(following)
        yield from self.go_on()

    def parse_article(self, response: Response, key: str) -> Iterator[Yields]:
        """Yield the page with what was read from it."""
        self._pages_under_way -= 1
        now = datetime.now(UTC)
        url = self.session.newspaper_url(response.url)
        content_type = self.session.content_type(response)
        reading = extract(response.body, url, content_type=content_type, fetched_at=now)
        yield self.session.capture(key, response, reading, EXTRACTOR_VERSION, now)
        yield from self.go_on()

    def article_failed(self, failure: Failure) -> Iterator[Yields]:
        """Yield the outcome of a page that could not be had."""
        if isinstance(failure.value, Postponed):
            return
        self._pages_under_way -= 1
        key = failure.request.cb_kwargs["key"]  # type: ignore[attr-defined]  # Scrapy sets it
        outcome = self.session.article_failed(key, *failed_with(failure))
        if outcome is not None:
            yield outcome
        yield from self.go_on()

    def go_on(self) -> Iterator[Yields]:
        """Yield the outcomes decided meanwhile and, when no listing is under way, the next requests."""
        yield from self.session.take_outcomes()
        yield from self.next_requests()
        yield from self.session.take_outcomes()

    def next_requests(self) -> Iterator[Request]:
        """Yield the next requests for articles; listings that turned out to be needed come before them."""
        if not self._listings_under_way:
            for listing in self.session.resume_listings():
                yield self.listing_request(listing)
        while not self._listings_under_way and self._pages_under_way < PAGES_UNDER_WAY:
            taken = self.session.next_article()
            if taken is None:
                break
            self._pages_under_way += 1
            key, address, meta = taken
            yield Request(
                address,
                callback=self.parse_article,
                errback=self.article_failed,
                cb_kwargs={"key": key},
                meta=meta,
                dont_filter=True,
            )

    def stay_open(self) -> None:
        """Go on when requests were lost on the way: with nothing under way there must be nothing left to fetch."""
        # A request that was postponed is none that was lost: a list that it may complete must not be judged yet.
        if self.session.is_stopping or self.session.is_waiting:
            return
        self._listings_under_way = self._pages_under_way = 0
        more = list(self.next_requests())
        for request in more:
            self.crawler.engine.crawl(request)
        if more:
            raise DontCloseSpider
