"""Between the spider and the rest: turns listings and pages into requests, captures and outcomes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from dvingest.config import load_settings
from dvingest.crawling.control import Refused
from dvingest.crawling.fetching.backoff import BackoffMiddleware
from dvingest.crawling.fetching.guards import control_of, extension_of
from dvingest.crawling.fetching.robots import RobotsMiddleware
from dvingest.crawling.finding.ends import GONE
from dvingest.crawling.finding.listings import Kind, Listing
from dvingest.crawling.finding.scout import Scout
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.knowledge import Knowledge, load_knowledge
from dvingest.crawling.ledger import Frontier
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder, StopReason
from dvingest.crawling.progress import Account
from dvingest.crawling.spool import recover_spool
from dvingest.errors import DvingestError
from dvingest.extraction.meta.naming import is_another_article
from dvingest.lake.objects import ObjectStore
from dvingest.model import ArticleLink, Capture, Outcome, OutcomeStatus, RawArticle, Reading, Rejection, RejectionReason
from dvingest.plvn.discovery.xml import MAX_DECODED
from dvingest.plvn.urls import article_id, is_article

MAX_GATES = 10
"""So many cookie gates or login walls in a row mean that no page will come any more."""
_GATES = frozenset({RejectionReason.COOKIE_GATE, RejectionReason.LOGIN_WALL})
_REFUSALS = frozenset({"robots", "stopped", "duplicate", "robots_unreachable"})


class CrawlSession:
    """The state of one crawl and every decision the spider needs."""

    def __init__(self, crawler: Crawler, order: CrawlOrder) -> None:
        self._crawler = crawler
        self._order = order
        self._settings = load_settings()
        self._mirror = Mirror(self._settings)
        self._account = extension_of(crawler, Account)
        self._control = control_of(crawler)
        self._frontier = Frontier()
        self._links: dict[str, ArticleLink] = {}
        self._aliases: set[str] = set()
        self._outcomes: list[Outcome] = []
        self._asked_pages = 0
        self._gates = 0
        self._learn(Knowledge())

    def _learn(self, knowledge: Knowledge) -> None:
        now = datetime.now(UTC)
        ledger = self._account.ledger
        self._selection = Selection(self._order, self._settings, self._mirror, knowledge, ledger, self._frontier, now)
        self._scout = Scout(self._order, self._settings, self._mirror, self._selection, now)

    @property
    def is_stopping(self) -> bool:
        """Whether the crawl is ending before its time."""
        return self._control.is_stopping

    @property
    def is_waiting(self) -> bool:
        """Whether requests that were postponed are still to be made."""
        return self._control.has_postponed

    async def open(self) -> list[Listing]:
        """Read what earlier runs know and robots.txt of every host; return the listings to begin with."""
        try:
            knowledge = await asyncio.to_thread(self._ask_the_store)
        except DvingestError as trouble:
            self._control.stop(StopReason.STORE_REFUSED, str(trouble))
            return []
        self._learn(knowledge)
        robots = self._crawler.get_downloader_middleware(RobotsMiddleware)
        sitemaps: dict[str, Sequence[str]] = {}
        for host in self._mirror.hosts:
            if robots is not None and not self.is_stopping:
                sitemaps[host] = await robots.sitemaps(host)
        return [] if self.is_stopping else self._scout.seeds(sitemaps)

    def _ask_the_store(self) -> Knowledge:
        recover_spool(self._settings, ObjectStore(self._settings))
        return load_knowledge(self._settings, self._order, datetime.now(UTC))

    # listings

    def address(self, url: str) -> str:
        """Return where a newspaper's address is fetched from; one without a mirror is refused by the guard."""
        return self._mirror.to_site(url) or url

    def listing_meta(self, listing: Listing) -> dict[str, Any]:
        """Return the limits of a listing's request."""
        return {"download_maxsize": MAX_DECODED} if listing.kind is Kind.SITEMAP else {}

    def read_listing(self, listing: Listing, response: Response) -> list[Listing]:
        """Return the listings that one leads to; its articles are considered."""
        self._account.count(listings=1)
        answered_as = self.newspaper_url(response.url)
        links = b", ".join(response.headers.getlist("Link")).decode("latin-1")
        return self._scout.read(listing, response.body, self.content_type(response) or "", answered_as, links)

    def listing_failed(self, listing: Listing, reason: str, detail: str) -> list[Listing]:
        """Return what to read instead of a listing that could not be had."""
        return self._scout.failed(listing, reason, detail)

    def resume_listings(self) -> list[Listing]:
        """Return listings whose turn depended on the articles before them."""
        return [] if self.is_stopping else self._scout.resume()

    def take_outcomes(self) -> list[Outcome]:
        """Return the outcomes decided since the last call."""
        taken, self._outcomes = self._outcomes + self._selection.take_outcomes(), []
        return taken

    # articles

    def next_article(self) -> tuple[str, str, dict[str, Any]] | None:
        """Return key, address and limits of the newest article to fetch; None when none waits."""
        self._account.progress.phase = "fetching"
        while (taken := self._frontier.pop()) is not None:
            key, link = taken
            if self._order.dry_run:
                self._outcomes += self._settled(key, link, OutcomeStatus.SKIPPED, "dry_run", "")
                continue
            limit = self._order.limit
            if limit is not None and self._asked_pages >= limit:
                self._outcomes += self._settled(key, link, OutcomeStatus.SKIPPED, "limit", f"limit of {limit} pages")
                continue
            self._asked_pages += 1
            self._links[key] = link
            return key, self.address(link.url), {"check_redirect": self._check_redirect, "key": key}
        return None

    def capture(
        self, key: str, response: Response, reading: Reading, extractor_version: str, fetched_at: datetime
    ) -> Capture | Outcome:
        """Return the capture of a page and close its account, provisionally where silver has the last word.

        A page that turns out to be a purged article under another address is not kept.
        """
        self._account.count(pages=1)
        link = self._links.pop(key, None)
        url = self.newspaper_url(response.url)
        asked = link.url if link else url
        own = reading.canonical_url if isinstance(reading, RawArticle) else None
        if self._selection.is_purged((asked, url, own)):
            self._account.ledger.settle(key, OutcomeStatus.SKIPPED)
            return Outcome(asked, OutcomeStatus.SKIPPED, "purged", key, link.section if link else None)
        if own and link and is_another_article(own, url):
            # The newspaper, or a cache before it, mixed up two pages: the next run asks again for the one that is due.
            self._selection.consider(ArticleLink(own, None, link.section, url))
            return self._settled(key, link, OutcomeStatus.FAILED, "other_article", f"the page of {own}")[0]
        self._account.ledger.settle(key, self._status_of(key, reading))
        known_as = None
        if isinstance(reading, RawArticle):
            known_as = self._selection.earlier_name(reading.published_at, (own or url, url, asked))
        return Capture(
            url=url,
            fetched_at=fetched_at,
            status=response.status,
            headers=_served_headers(response),
            body=response.body,
            reading=reading,
            section=link.section if link else None,
            extractor_version=extractor_version,
            redirected_from=asked if article_id(asked) != article_id(url) or asked != url else None,
            known_as=known_as,
        )

    def article_failed(self, key: str, reason: str, detail: str) -> Outcome | None:
        """Return the outcome of an article that could not be fetched and close its account.

        None where it has another address that is asked for yet: it may have moved to another section or slug, of which
        one of the listings has not heard.
        """
        status = OutcomeStatus.SKIPPED if reason in _REFUSALS else OutcomeStatus.FAILED
        link = self._links.pop(key, None)
        if link is None:
            return None
        if reason in GONE and (other := self._account.ledger.other_address(key)):
            self._frontier.push(key, replace(link, url=other))
            return None
        found = self._settled(key, link, status, reason, detail)
        return found[0] if found else None

    def _settled(self, key: str, link: ArticleLink, status: OutcomeStatus, reason: str, detail: str) -> list[Outcome]:
        if not self._account.ledger.settle(key, status):
            return []
        return [Outcome(link.url, status, reason, key, link.section, detail)]

    def _status_of(self, key: str, reading: Reading) -> OutcomeStatus:
        if isinstance(reading, Rejection):
            self._count_gates(reading)
            return OutcomeStatus.REJECTED
        self._gates = 0
        self._selection.note_published(key, reading.published_at)
        return OutcomeStatus.STORED if self._is_in_window(reading) else OutcomeStatus.SKIPPED

    def _is_in_window(self, article: RawArticle) -> bool:
        return article.published_at is None or self._order.window.contains(article.published_at)

    def _count_gates(self, rejection: Rejection) -> None:
        self._gates = self._gates + 1 if rejection.reason in _GATES else 0
        if self._gates >= MAX_GATES:
            self._control.stop(
                StopReason.BLOCKED,
                f"{self._gates} pages in a row were a gate ({rejection.reason}): the newspaper shows us no articles.",
            )

    def _check_redirect(self, request: Request, target: str) -> None:
        """Refuse to follow a redirect to an article that is fetched under its own address.

        Where many lead to one page that is no article, each is told by that page: a wall must not pass for one article.
        """
        own, key = request.meta["key"], article_id(target)
        if key == own or not is_article(target):
            return
        if key in self._aliases or self._account.ledger.knows(key):
            raise Refused("duplicate", f"redirects to {target}")
        self._aliases.add(key)

    # what pages are called

    def newspaper_url(self, url: str) -> str:
        """Return the newspaper's address of a fetched page."""
        return self._mirror.to_newspaper(url) or url

    def content_type(self, response: Response) -> str | None:
        """Return the `Content-Type` header as served."""
        value = response.headers.get("Content-Type")
        return value.decode("latin-1") if value else None

    def verdict(self) -> tuple[bool, str]:
        """Return whether the crawl is complete, and a sentence for a person."""
        if self.is_stopping:
            return False, f"{self._control.reason}: {self._control.message}"
        backoff = self._crawler.get_downloader_middleware(BackoffMiddleware)
        status = backoff.refused_with if backoff is not None else None
        if status:
            why = f"the newspaper answered {status} to everything: wait, and ask its editors."
            return False, f"{StopReason.BLOCKED}: {why}"
        self._scout.conclude()
        notes = self._selection.notes
        return not notes, " ".join(notes) if notes else "All that was found was fetched."


def _served_headers(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the headers as the newspaper sent them, with the content encoding that was taken off."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() != b"content-encoding"
    ]
    encoding = response.request.meta.get("content_encoding") if response.request else None
    return (*headers, ("Content-Encoding", encoding)) if encoding else tuple(headers)
