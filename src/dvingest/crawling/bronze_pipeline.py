"""Captures and outcomes into bronze parts, uploaded while the crawl goes on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from dvingest.config import Settings, load_settings
from dvingest.crawling.fetching.guards import control_of, extension_of
from dvingest.crawling.order import CrawlOrder, StopReason
from dvingest.crawling.progress import Account
from dvingest.crawling.spool import Spool
from dvingest.errors import ConditionFailed, StoreError, StoreRefused
from dvingest.lake.bronze import PartWriter, upload_part
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.model import Capture, Outcome, OutcomeStatus
from dvingest.plvn.urls import article_id

log = logging.getLogger(__name__)

LAST_UPLOAD_SECONDS = 6.0
"""How long a crawl that was told to stop waits for its last uploads; what remains is uploaded by the next run."""


class BronzePipeline:
    """Writes parts, and makes the crawl wait while too many of them wait for the store."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._control = control_of(crawler)
        self._account = extension_of(crawler, Account)
        self._settings: Settings = load_settings()
        self._layout = Layout(self._settings.prefix)
        self._part: PartWriter | None = None
        self._part_began = 0.0
        self._in_part: list[Outcome] = []
        """What becomes of the pages in the open part, should it be lost."""
        self._lost: list[Outcome] = []
        self._number = 0
        self._waiting: asyncio.Queue[tuple[int, Path]] = asyncio.Queue()
        self._backlog = 0
        self._finishing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BronzePipeline:
        """Set up for `crawler`."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline._not_kept, signal=signals.item_error)
        return pipeline

    async def open_spider(self) -> None:
        """Open the spool and begin to upload."""
        order: CrawlOrder = self._crawler.spider.order  # type: ignore[union-attr]
        self._run_id = order.run_id
        self._dry_run = order.dry_run
        self._spool = Spool(self._settings, order.run_id)
        self._store = ObjectStore(self._settings)
        self._uploader = asyncio.create_task(self._upload_all())
        self._clock = asyncio.create_task(self._watch_age())
        self._control.on_abandon.append(self._abandon)

    async def process_item(self, item: Capture | Outcome) -> Capture | Outcome:
        """Keep a capture or the outcome of a URL without a page."""
        while self._backlog >= self._settings.spool_parts and not self._control.is_stopping:
            self._account.progress.message = f"waiting for the store: {self._backlog} parts are not uploaded yet"
            await asyncio.sleep(0.2)
        if self._finishing is not None or self._dry_run:
            return item
        try:
            part = self._part or self._open_part()
            if isinstance(item, Capture):
                self._in_part.append(_lost_with_part(item))
                part.add(item)
            else:
                part.add_outcomes([item])
            if part.pages >= self._settings.part_pages or part.size >= self._settings.part_bytes:
                self._close_part()
        except OSError as error:
            self._disk_failed(error)
        return item

    async def close_spider(self) -> None:
        """Write what is left, say how the crawl ended, and wait for the uploads."""
        await asyncio.shield(self._finish())

    def _finish(self) -> asyncio.Task[None]:
        if self._finishing is None:
            self._finishing = asyncio.create_task(self._write_the_end())
        return self._finishing

    async def _write_the_end(self) -> None:
        self._clock.cancel()
        self._control.notice_signal()
        spider = self._crawler.spider
        complete, message = spider.verdict()  # type: ignore[union-attr]
        last = spider.last_outcomes()  # type: ignore[union-attr]
        lost = self._account.ledger.close(*self._why_open())
        if lost and complete:
            complete, message = False, f"{len(lost)} requests ended without an answer or an error."
        try:
            if not self._dry_run:
                part = self._part or self._open_part()
                part.add_outcomes([*last, *lost, *self._lost])
                part.finish(complete, message)
                self._close_part()
        except OSError as error:
            self._disk_failed(error)
            message = self._control.message
        try:
            await asyncio.wait_for(self._waiting.join(), LAST_UPLOAD_SECONDS if self._control.is_stopping else None)
        except TimeoutError:
            log.warning("%d parts stay in %s for the next run to upload", self._backlog, self._spool.folder)
        self._uploader.cancel()
        self._spool.close()
        # A last part that the store refused is why the run is not whole, though everything was fetched.
        self._account.progress.complete = complete and not self._control.is_stopping
        self._account.finish(self._control.message or message)

    def _why_open(self) -> tuple[str, OutcomeStatus, str]:
        if self._control.is_stopping:
            return "stopped", OutcomeStatus.SKIPPED, self._control.message
        # A request that ended neither in a callback nor in an errback: nobody knows why, and nobody may hide it.
        return "lost", OutcomeStatus.FAILED, ""

    def _open_part(self) -> PartWriter:
        self._number += 1
        self._part = PartWriter(self._spool.part(self._number), self._run_id, self._number)
        self._part_began = time.monotonic()
        return self._part

    def _close_part(self) -> None:
        if self._part is None:
            return
        part = self._part
        path = part.close()
        self._part = None
        self._in_part.clear()
        self._backlog += 1
        self._waiting.put_nowait((part.number, path))

    async def _watch_age(self) -> None:
        while True:
            await asyncio.sleep(min(1.0, self._settings.part_seconds / 4))
            age = time.monotonic() - self._part_began
            if self._part is not None and not self._part.is_empty and age >= self._settings.part_seconds:
                try:
                    self._close_part()
                except OSError as error:
                    self._disk_failed(error)

    async def _upload_all(self) -> None:
        while True:
            number, path = await self._waiting.get()
            try:
                if await self._upload(number, path):
                    path.unlink(missing_ok=True)
                    self._account.progress.parts_uploaded += 1
            except Exception as error:  # the crawl would wait for its parts for ever
                log.exception("Part %d could not be uploaded", number)
                self._control.stop(StopReason.ERROR, f"part {number} could not be uploaded ({error}): see the log.")
            self._backlog -= 1
            self._waiting.task_done()

    async def _upload(self, number: int, path: Path) -> bool:
        """Upload one part, however long the store is down; False when the crawl ends first."""
        pause = 1.0
        while True:
            try:
                await asyncio.to_thread(upload_part, self._store, self._layout, self._run_id, number, path)
            except StoreRefused as refusal:
                self._control.stop(StopReason.STORE_REFUSED, str(refusal))
                return False
            except ConditionFailed as conflict:
                self._control.stop(StopReason.ERROR, f"{conflict} Start a new run: this one's id is taken.")
                return False
            except OSError as error:
                self._disk_failed(error)
                return False
            except StoreError as trouble:
                if self._control.is_stopping:
                    return False
                log.warning("Part %d waits: %s", number, trouble)
                await asyncio.sleep(pause)
                pause = min(2 * pause, 15.0)
            else:
                return True

    def _disk_failed(self, error: OSError) -> None:
        part, self._part = self._part, None
        if part is not None:
            self._lost += self._in_part
            self._in_part = []
            # Closing writes what is buffered, which fails once more.
            with contextlib.suppress(OSError):
                part.discard()
        self._control.stop(
            StopReason.DISK_FULL,
            f"{self._spool.folder} cannot be written ({error.strerror or error}): make room there and run again; "
            "the parts already closed are kept.",
        )

    def _not_kept(self, item: Capture | Outcome, failure: Failure) -> None:
        """Stop at an error of our own: a page that was fetched and not written must not count as kept."""
        if isinstance(item, Capture):
            self._lost.append(_lost_with_part(item))
        self._control.stop(StopReason.ERROR, f"{item.url} could not be written ({failure.value}): see the log.")

    def _abandon(self) -> None:
        """End without the page under way, which may take half a minute more."""
        leaving = self._finish()
        leaving.add_done_callback(lambda _: os._exit(0))


def _lost_with_part(capture: Capture) -> Outcome:
    url = capture.redirected_from or capture.url
    return Outcome(url, OutcomeStatus.FAILED, "not_written", article_id(url), capture.section)
