"""Steers one crawl: stops it with a reason, makes it wait, and lets go when its parent is gone."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import Callable

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Request

from dvingest.config import load_settings
from dvingest.crawling.order import HOLD, StopReason

log = logging.getLogger(__name__)

LONGEST_PAUSE = 15 * 60.0
"""Seconds: what a `Retry-After` asks for beyond this is cut."""
_LOOK_SECONDS = 0.25
_LEAST_PATIENCE = 2.0
"""Seconds without a word of a parent, which says one several times a second, before it is taken for stopped."""
STOP_GRACE = 4.0
"""Seconds after which a stopping crawl no longer waits for a page under way."""


class Refused(IgnoreRequest):
    """A request that is not made, or not followed; `reason` becomes the reason of the URL's outcome."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail


class Postponed(IgnoreRequest):
    """The request will be made again later; its URL has no outcome yet."""


class CrawlControl:
    """The one place that stops or slows the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.reason: StopReason | None = None
        self.message = ""
        self.on_abandon: list[Callable[[], None]] = []
        """Called when the crawl has to end without waiting for its last page."""
        self._stopping: asyncio.Event | None = None
        self._not_before = 0.0
        self.is_held = False
        """Whether nothing may be asked of the newspaper, as another run may have it."""
        self._heard = time.monotonic()
        # Half of the term after which the lease that the parent renews is free.
        self._patience = max(_LEAST_PATIENCE, load_settings().lease_seconds / 2)
        self._postponed: dict[Request, asyncio.TimerHandle] = {}
        self._parent = os.getppid()
        self._is_over = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlControl:
        """Set up for `crawler`."""
        control = cls(crawler)
        crawler.signals.connect(control._opened, signal=signals.spider_opened)
        crawler.signals.connect(control._idle, signal=signals.spider_idle)
        crawler.signals.connect(control._ended, signal=signals.spider_closed)
        return control

    @property
    def is_stopping(self) -> bool:
        """Whether the crawl is on its way to its end before its time."""
        return self.reason is not None

    @property
    def has_postponed(self) -> bool:
        """Whether requests wait to be made again."""
        return bool(self._postponed)

    def stop(self, reason: StopReason, message: str) -> None:
        """End the crawl in good order; the first reason counts."""
        if self.is_stopping:
            return
        self.reason, self.message = reason, message
        log.warning("The crawl stops: %s", message)
        for timer in self._postponed.values():
            timer.cancel()
        self._postponed.clear()
        if self._stopping is not None:
            self._stopping.set()
        loop = asyncio.get_running_loop()
        loop.call_later(STOP_GRACE, self._abandon)
        self._closing = loop.create_task(self.crawler.engine.close_spider_async(reason=reason.value))

    async def wait(self, seconds: float) -> None:
        """Wait, but not longer than the crawl lasts: Refused(`stopped`) when it ends meanwhile."""
        if self._stopping is None:
            self._stopping = asyncio.Event()
        if self.is_stopping:
            self._stopping.set()
        try:
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)
        except TimeoutError:
            return
        raise Refused("stopped", self.message)

    def pause(self, seconds: float) -> None:
        """Let nothing be asked of the newspaper for so many seconds, at most LONGEST_PAUSE."""
        self._not_before = max(self._not_before, time.monotonic() + min(seconds, LONGEST_PAUSE))

    def hold(self, is_held: bool, why: str = "the store is out of reach") -> None:
        """Let nothing be asked of the newspaper until it is let go."""
        self._heard = time.monotonic()
        if is_held == self.is_held:
            return
        self.is_held = is_held
        if is_held:
            log.warning("The crawl waits: %s, and another run may have the newspaper.", why)
        else:
            log.info("The crawl goes on")

    async def pass_gate(self) -> None:
        """Return when the newspaper may be asked again."""
        if self.is_stopping:
            raise Refused("stopped", self.message)
        while (seconds := self._not_before - time.monotonic()) > 0 or self.is_held:
            await self.wait(max(seconds, _LOOK_SECONDS))

    def postpone(self, request: Request, seconds: float) -> None:
        """Make `request` after so many seconds, without holding up others."""
        if self.is_stopping:
            raise Refused("stopped", self.message)
        timer = asyncio.get_running_loop().call_later(seconds, self._resume, request)
        self._postponed[request] = timer

    def _resume(self, request: Request) -> None:
        self._postponed.pop(request, None)
        if not self.is_stopping:
            self.crawler.engine.crawl(request)

    def _opened(self) -> None:
        loop = asyncio.get_running_loop()
        if getattr(self.crawler.spider, "supervised", False):
            threading.Thread(target=self._watch_parent, args=(loop,), name="parent-watch", daemon=True).start()
        self._look_around(loop)

    def notice_signal(self) -> None:
        """Learn of a shutdown that Scrapy's signal handlers began; its end may come before the next look around."""
        # Scrapy stops its crawlers on its way out as well, when the crawl has come to its own end.
        if not self.crawler.crawling and not self._is_over:
            self.stop(StopReason.SIGNAL, "asked to stop by a signal.")

    def _look_around(self, loop: asyncio.AbstractEventLoop) -> None:
        """Notice a signal, and a parent that is gone although somebody else holds its pipe open."""
        if self._is_over:
            return
        self.notice_signal()
        if getattr(self.crawler.spider, "supervised", False):
            if os.getppid() != self._parent:
                self.stop(StopReason.PARENT_DIED, "the process that started the crawl is gone.")
            elif time.monotonic() - self._heard > self._patience:
                self.hold(True, "the process that started it is stopped")
        if not self.is_stopping:
            loop.call_later(_LOOK_SECONDS, self._look_around, loop)

    def _watch_parent(self, loop: asyncio.AbstractEventLoop) -> None:
        # Reading ends when the parent closes the pipe, by will or by dying.
        while words := os.read(sys.stdin.fileno(), 1024):
            loop.call_soon_threadsafe(self.hold, words.endswith(HOLD.encode()))
        loop.call_soon_threadsafe(self.stop, StopReason.PARENT_DIED, "the process that started the crawl let go of it.")

    def _ended(self) -> None:
        self._is_over = True

    def _idle(self) -> None:
        if self.has_postponed and not self.is_stopping:
            raise DontCloseSpider

    def _abandon(self) -> None:
        for give_up in self.on_abandon:
            give_up()
