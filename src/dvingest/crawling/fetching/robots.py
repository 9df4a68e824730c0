"""robots.txt: read once per host, obeyed, and a crawl without one it could read does not begin."""

from __future__ import annotations

import asyncio
import codecs
import logging
import re
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from dvingest.config import load_settings
from dvingest.crawling.control import Refused
from dvingest.crawling.fetching.failures import DOWNLOAD_FAILURES, PASSING, reason_of
from dvingest.crawling.fetching.guards import SLOT, control_of
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import StopReason
from dvingest.plvn.urls import MAIN_HOST

log = logging.getLogger(__name__)

MAX_BYTES = 512 * 1024
"""What comes after this is not read, as RFC 9309 asks of a reader at least 500 KiB."""
MAX_DELAY = 120.0
"""Seconds: a longer Crawl-delay is cut, or a crawl would never end."""
_TRIES = 3
_VERSION = re.compile(rb"((?:^|[\r\n])[ \t]*user-?agent[ \t]*:[ \t]*[a-z_-]+)/[^\r\n#]*", re.IGNORECASE)
IS_ROBOTS = "is_robots"
"""Marks the request for a robots.txt itself."""


class RobotsMiddleware:
    """Lets through what robots.txt allows.

    404 and other 4xx: everything is allowed. 401 and 403: the newspaper refuses us, the crawl stops. 5xx,
    timeout, no connection, a redirect to elsewhere: nobody knows the rules, so the crawl stops for this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._mirror = Mirror(load_settings())
        self._control = control_of(crawler)
        self._agent = str(crawler.settings["USER_AGENT"])
        self._rules: dict[str, asyncio.Task[ProtegoRobotParser | Refused]] = {}
        self._sitemaps: dict[str, list[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Set up for `crawler`."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware._cut, signal=signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Refuse what robots.txt forbids."""
        if request.meta.get(IS_ROBOTS):
            return
        # The rules are written for the newspaper's paths, wherever a mirror keeps its copies.
        url = self._mirror.to_newspaper(request.url) or request.url
        rules = await self._rules_of(urlsplit(url).hostname or MAIN_HOST)
        if isinstance(rules, Refused):
            raise rules
        if not rules.allowed(url, self._agent):
            raise Refused("robots", "robots.txt forbids this address")

    async def _rules_of(self, host: str) -> ProtegoRobotParser | Refused:
        if host not in self._rules:
            self._rules[host] = asyncio.create_task(self._read(host))
        return await asyncio.shield(self._rules[host])

    async def _read(self, host: str) -> ProtegoRobotParser | Refused:
        url = self._mirror.to_site(f"https://{host}/robots.txt")
        if url is None:
            return Refused("off_site", host)
        reason, detail = "", ""
        for attempt in range(_TRIES):
            try:
                if attempt:
                    await self._control.wait(2.0**attempt)
                response = await self._crawler.engine.download_async(_request(url))
            except Refused as refusal:
                return self._stop(host, refusal.reason, refusal.detail)
            except DOWNLOAD_FAILURES as failure:
                reason, detail = reason_of(failure)
                if reason not in PASSING:
                    break
                continue
            if response.status < 300:
                return self._accept(host, response.body)
            if response.status in (401, 403):
                return self._stop(host, f"http_{response.status}", blocked=True)
            if response.status < 500 and response.status not in (408, 429):
                return self._accept(host, b"")
            reason, detail = f"http_{response.status}", ""
        return self._stop(host, reason, detail)

    def _accept(self, host: str, body: bytes) -> ProtegoRobotParser:
        rules = ProtegoRobotParser(readable(body[:MAX_BYTES]), self._crawler.spider)
        delay = rules.crawl_delay(self._agent)
        if delay:
            self._slow_down(min(delay, MAX_DELAY))
        self._sitemaps[host] = list(rules.rp.sitemaps)[:50]
        return rules

    async def sitemaps(self, host: str) -> list[str]:
        """Return the `Sitemap:` lines of a host's robots.txt, reading it if need be."""
        await self._rules_of(host)
        return self._sitemaps.get(host, [])

    def _stop(self, host: str, reason: str, detail: str = "", *, blocked: bool = False) -> Refused:
        """Return the refusal for every address of `host`; a host that no crawl can do without stops this one."""
        why = f"{reason}: {detail.rstrip('.')}" if detail else reason
        rules = f"robots.txt of {self._mirror.root_of(f'https://{host}')}"
        log.warning("%s could not be read: %s", rules, why)
        if host == MAIN_HOST:
            if blocked:
                self._control.stop(StopReason.BLOCKED, f"the newspaper refuses us: {rules} answers {why}.")
            else:
                self._control.stop(
                    StopReason.ROBOTS_UNREACHABLE, f"{rules} could not be read ({why}): try again later."
                )
        return Refused("robots_unreachable", why)

    def _slow_down(self, delay: float) -> None:
        downloader = self._crawler.engine.downloader
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
        # Slots that idle for a minute are thrown away; the next one is made from these settings.
        wanted = max(delay, float(downloader.per_slot_settings.get(SLOT, {}).get("delay", 0.0)))
        downloader.per_slot_settings[SLOT] = {"concurrency": 1, "delay": wanted, "jitter": 0.0}
        slot = downloader.slots.get(SLOT)
        if slot is not None:
            slot.delay = max(slot.delay, delay)

    def _cut(self, data: bytes, request: Request) -> None:
        if request.meta.get(IS_ROBOTS):
            received = request.meta["received"] = request.meta.get("received", 0) + len(data)
            if received > MAX_BYTES:
                raise StopDownload(fail=False)


def readable(rules: bytes) -> bytes:
    """Return robots.txt in UTF-8, with the bare names of agents: rules for "Name/1.0" are meant for any version.

    An editor that saved it in UTF-16 forbids what it says all the same.
    """
    if rules.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        rules = rules.decode("utf-16", "replace").encode()
    return _VERSION.sub(rb"\1", rules)


def _request(url: str) -> Request:
    # Without content encoding, so that what is cut off can still be read.
    return Request(
        url,
        callback=NO_CALLBACK,
        dont_filter=True,
        priority=1_000,
        headers={"Accept-Encoding": "identity"},
        meta={IS_ROBOTS: True, "no_retry": True, "download_timeout": 15.0, "download_maxsize": 0},
    )
