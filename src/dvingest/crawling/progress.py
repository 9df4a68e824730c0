"""The account of a running crawl, told once a second to whoever started it: one JSON line per beat on stdout."""

from __future__ import annotations

import asyncio
import logging
import resource
import sys
import time
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

from dvingest.crawling.ledger import Ledger
from dvingest.model import Progress

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes.

    Linux hands the maximum of getrusage on from a parent to what it starts, so it would tell of a large parent.
    """
    try:
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS, the one system without /proc


class Account:
    """Ledger and counters of one crawl."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.progress = Progress()
        self._began = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._told = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Account:
        """Set up for `crawler`."""
        account = cls()
        crawler.signals.connect(account._begin, signal=signals.spider_opened)
        crawler.signals.connect(account._end, signal=signals.spider_closed)
        return account

    def count(self, *, pages: int = 0, listings: int = 0) -> None:
        """Add answered article pages and answered listings."""
        self.progress.pages_fetched += pages
        self.progress.listings_fetched += listings

    def tell(self) -> None:
        """Write a beat, if anything has changed since the last."""
        counts = self.ledger.fill(self.progress)
        same = counts.model_dump_json()
        if same == self._told:
            return
        self._told = same
        beat = counts.model_copy(update={"elapsed_seconds": round(time.monotonic() - self._began, 1)})
        try:
            sys.stdout.write(beat.model_dump_json() + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # Nobody listens any more; the watch on the parent ends the crawl.
            self._told = ""

    def finish(self, message: str) -> None:
        """Write the last beat."""
        self.progress.phase, self.progress.message = "finished", message
        self.tell()
        log.info("Peak memory of the crawl: %d MiB", peak_memory() // 2**20)

    def _begin(self) -> None:
        self._beat()

    def _beat(self) -> None:
        self.tell()
        self._timer = asyncio.get_running_loop().call_later(BEAT_SECONDS, self._beat)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
