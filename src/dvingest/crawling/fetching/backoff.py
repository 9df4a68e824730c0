"""What is done when the newspaper does not answer as it should: wait, ask again later, or stop."""

from __future__ import annotations

import logging
import random
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Headers, Request, Response

from dvingest.config import load_settings
from dvingest.crawling.control import Postponed, Refused
from dvingest.crawling.fetching.failures import CONNECTION_FAILURES, PASSING, TRUNCATED, reason_of
from dvingest.crawling.fetching.guards import control_of, refused_hosts
from dvingest.crawling.fetching.robots import IS_ROBOTS
from dvingest.crawling.order import StopReason

log = logging.getLogger(__name__)

MAX_TRIES = 5
MAX_PAUSES = 12
"""So often a page is asked for again after the pause that its answer asked for; these are no failed tries."""
MAX_SLOW_TRIES = 2
"""A page that takes all of its 30 seconds holds up the others, so it gets fewer tries."""
MAX_REFUSALS = 10
"""So many 403 in a row mean that the newspaper refuses us."""
MAX_LOST_CONNECTIONS = 12
"""So many failed connections in a row mean that the newspaper is down."""
MANY_BUSY = 4
"""So many pages in a row that the server could not serve speak of the site and not of themselves: the crawl rests."""
LONGEST_REST = 60.0
MAX_RESTS = 8
"""So many rests, each twice as long as the one before, without any page between them: the newspaper is down."""
MANY_COOKIES = 1_024
"""Bytes of cookies from which a server may find a request too long."""
_TOO_LONG = frozenset({400, 431})
PARTIAL_CONTENT = 206
_SPAN = re.compile(rb"\s*bytes\s+0-(\d{1,15})/(\d{1,15})\s*", re.IGNORECASE)
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class BackoffMiddleware:
    """Asks again for what may have passed, with growing delays, and counts what means that it will not."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._control = control_of(crawler)
        delay = load_settings().download_delay
        # Without a delay it is a replica on this machine that is asked, which need not be spared.
        self._first_delay = max(0.5, 2 * delay) if delay else 0.1
        self._refusals = 0
        self._refused_with: int | None = None
        self._has_answers = False
        self._lost_connections = 0
        self._busy: set[str] = set()
        self._rests = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackoffMiddleware:
        """Set up for `crawler`."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return a whole answer; Postponed for one that may be better later."""
        self._lost_connections = 0
        self._count_refusals(request, response)
        seconds = retry_after(response.headers, datetime.now(UTC))
        # Some limiters answer 403 and say when to come back; a wall that was there from the first has nobody come back.
        is_limiter = response.status == 403 and seconds is not None and self._has_answers
        if response.status in _BUSY or is_limiter:
            if seconds:  # 0, or a moment that is over, asks for no pause: the usual delays hold
                self._control.pause(seconds)
                self._once_more_after_pause(request)
            elif response.status == 429:
                self._control.pause(self._delay(request))
            else:
                self._rest_after_many(request, response.status)
            self._again(request, MAX_TRIES)
            return response
        self._busy.clear()
        self._rests = 0
        if response.status in _TOO_LONG and len(request.headers.get("Cookie") or b"") > MANY_COOKIES:
            self._forget_cookies()
            self._again(request, MAX_TRIES)
        if TRUNCATED in response.flags or _is_cut(response):
            self._again(request, MAX_TRIES)
            raise Refused(TRUNCATED, f"the body ended after {len(response.body)} bytes")
        if response.status == 304 or (200 <= response.status < 300 and not response.body.strip()):
            # So answers a server that broke off or has not finished yet, and a cache that mistakes us for another.
            self._again(request, MAX_SLOW_TRIES)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Postpone what failed on the way; count failed connections."""
        if isinstance(exception, Refused | Postponed):
            return
        reason, detail = reason_of(exception)
        host = request.url.partition("://")[2].partition("/")[0].rpartition("@")[2]
        if reason == "dns" and (host.partition(":")[0] in refused_hosts or host.strip("[]") in refused_hosts):
            raise Refused("private_address", f"{host} lies on a private address") from exception
        if reason in CONNECTION_FAILURES:
            self._lost_connections += 1
            if self._lost_connections >= MAX_LOST_CONNECTIONS:
                self._control.stop(
                    StopReason.SITE_DOWN,
                    f"{self._lost_connections} connections in a row failed ({reason} {detail}): try again later.",
                )
        if reason in PASSING:
            self._again(request, MAX_SLOW_TRIES if reason == "timeout" else MAX_TRIES)

    @property
    def refused_with(self) -> int | None:
        """Status that refused all that was asked for, however little it was; robots.txt may be there for everybody."""
        return None if self._has_answers else self._refused_with

    def _forget_cookies(self) -> None:
        """Begin as a new reader: a site that sets a cookie for every article it shows refuses who brings them all."""
        cookies = self._crawler.get_downloader_middleware(CookiesMiddleware)
        if cookies is not None:
            cookies.jars.clear()

    def _count_refusals(self, request: Request, response: Response) -> None:
        if response.status in (401, 403):
            self._refusals += 1
            self._refused_with = response.status
        else:
            self._refusals = 0
            self._has_answers = self._has_answers or not request.meta.get(IS_ROBOTS)
        if self._refusals >= MAX_REFUSALS:
            self._control.stop(
                StopReason.BLOCKED,
                f"the newspaper answered {response.status} {self._refusals} times in a row: wait, and ask its editors.",
            )

    def _rest_after_many(self, request: Request, status: int) -> None:
        """Let the whole crawl rest when page after page fails: asking for the others as well would only lose them."""
        if request.meta.get("no_retry"):
            return
        self._busy.add(request.url)
        if len(self._busy) < MANY_BUSY:
            return
        self._busy.clear()
        self._rests += 1
        if self._rests > MAX_RESTS:
            self._control.stop(
                StopReason.SITE_DOWN,
                f"the newspaper answered {status} to every page, after {MAX_RESTS} rests as well: try again later.",
            )
        seconds = min(LONGEST_REST, self._first_delay * 2.0 ** (1 + self._rests))
        log.warning("%d pages in a row answered %d: the crawl rests %.0f s", MANY_BUSY, status, seconds)
        self._control.pause(seconds)
        self._once_more_after_pause(request)

    def _once_more_after_pause(self, request: Request) -> None:
        """Postpone a request without counting a try: whoever says when to come back is meant to be believed."""
        pauses = request.meta.get("pauses", 0)
        if pauses >= MAX_PAUSES or request.meta.get("no_retry"):
            return
        self._control.postpone(request.replace(meta=request.meta | {"pauses": pauses + 1}, dont_filter=True), 0.0)
        raise Postponed("after the pause")

    def _again(self, request: Request, max_tries: int) -> None:
        """Postpone `request` if it has tries left; return where it has not."""
        tries = request.meta.get("tries", 1)
        if tries >= max_tries or request.meta.get("no_retry"):
            return
        seconds = self._delay(request)
        log.info("Asking again in %.1f s (try %d of %d): %s", seconds, tries + 1, max_tries, request.url)
        again = request.replace(meta=request.meta | {"tries": tries + 1}, dont_filter=True)
        self._control.postpone(again, seconds)
        raise Postponed(f"try {tries + 1}")

    def _delay(self, request: Request) -> float:
        """Return the seconds before the next try: doubled each time, up to a quarter more by chance."""
        growth: float = self._first_delay * 2.0 ** (request.meta.get("tries", 1) - 1)
        return growth * random.uniform(1.0, 1.25)


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Return the seconds that `Retry-After` asks for, whether written in seconds or as a date; None without one.

    A date is measured against the server's own clock where it tells it, so that ours need not be right.
    """
    value = (headers.get("Retry-After") or b"").decode("ascii", "replace").strip()
    if not value:
        return None
    if value.isdigit():
        return float(min(int(value[:9]), 10**8))
    until = _http_date(value)
    if until is None:
        return None
    served = _http_date((headers.get("Date") or b"").decode("ascii", "replace"))
    return max(0.0, (until - (served or now)).total_seconds())


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_cut(response: Response) -> bool:
    """Tell whether a page ends before its end: a part that nobody asked for, or one without a length.

    Twisted flags a body that ended with the connection: only such a one is looked into, as a page may well be
    whole without its closing tag.
    """
    if response.status == PARTIAL_CONTENT:
        # Some caches name the whole a part.
        span = _SPAN.fullmatch(response.headers.get("Content-Range") or b"")
        return span is None or int(span[1]) + 1 != int(span[2])
    if "partial" not in response.flags or response.status != 200:
        return False
    kind = (response.headers.get("Content-Type") or b"").lower()
    return b"html" in kind and b"</html" not in response.body[-4096:].lower()
