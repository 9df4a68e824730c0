"""Runs real crawls for tests and reads from bronze what they brought."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newspaper_site import WINDOW, NewspaperSite, serving
from real_store import in_empty_folder, lead_to

from dvingest.config import Settings
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import CrawlResult, run_crawl
from dvingest.lake.bronze import list_parts, load_part, read_part
from dvingest.lake.layout import Layout, new_run_id
from dvingest.lake.objects import ObjectStore
from dvingest.lake.silver import SilverTable
from dvingest.local.seaweed import EmbeddedStore
from dvingest.model import Capture, Outcome, RawArticle
from dvingest.normalise import normalise
from dvingest.plvn.urls import article_id


@dataclass
class Brought:
    """What stands in bronze after a crawl."""

    result: CrawlResult
    captures: list[Capture]
    outcomes: list[Outcome]
    parts: int
    run_id: str

    @property
    def articles(self) -> set[str]:
        """Ids of the articles that were read."""
        return {article_id(capture.url) for capture in self.captures if isinstance(capture.reading, RawArticle)}

    @property
    def accounted(self) -> int:
        """Pages and outcomes: must be what was considered."""
        return len(self.captures) + len(self.outcomes)

    def outcome_of(self, url: str) -> Outcome:
        """Return the one outcome of a URL."""
        found = [outcome for outcome in self.outcomes if outcome.url == url]
        assert len(found) == 1, f"{url} has {len(found)} outcomes: {found}"
        return found[0]


def settings_for(site: NewspaperSite, base: Settings, **changes: object) -> Settings:
    """Return settings that crawl `site` into the test's own folder of the store, as fast as it goes."""
    return base.model_copy(update={"site_url": site.url, "download_delay": 0.0} | changes)


def order(**changes: object) -> CrawlOrder:
    """Return an order for the site's window."""
    fields: dict[str, object] = {"run_id": new_run_id(datetime.now(UTC)), "window": WINDOW, "today": WINDOW.last}
    return CrawlOrder(**(fields | changes))  # type: ignore[arg-type]


def crawl(settings: Settings, an_order: CrawlOrder | None = None) -> Brought:
    """Run a crawl to its end and return what it brought."""
    an_order = an_order or order()
    return brought_by(settings, an_order, run_crawl(an_order, settings))


@contextmanager
def crawled_once(site: NewspaperSite, store: EmbeddedStore, work_dir: Path, **changes: object) -> Iterator[Brought]:
    """Yield what one crawl of `site` brings into a folder of its own: for tests that look at one page of it each."""
    with pytest.MonkeyPatch.context() as patch, serving(site):
        lead_to(store, patch)
        yield crawl(settings_for(site, in_empty_folder(work_dir), **changes))


def brought_by(settings: Settings, an_order: CrawlOrder, result: CrawlResult) -> Brought:
    """Return what stands in bronze for a run."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    parts = list_parts(store, layout, an_order.run_id)
    return Brought(
        result,
        [record.capture for part in parts for record in read_part(store, part.key)],
        [outcome for part in parts for outcome in load_part(store, part.key).outcomes()],
        len(parts),
        an_order.run_id,
    )


def crawl_processes(run_id: str) -> list[int]:
    """Return the ids of the crawl processes of a run that are alive."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"scrapy" in line and run_id.encode() in line:
                found.append(int(folder.name))
    return found


def publish(settings: Settings, brought: Brought, fetched_before: timedelta = timedelta()) -> None:
    """Publish what a crawl brought, as if it had been fetched so long before."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    records = (record for part in list_parts(store, layout, brought.run_id) for record in read_part(store, part.key))
    rows = [normalise(record) for record in records if isinstance(record.capture.reading, RawArticle)]
    aged = [row.model_copy(update={"fetched_at": row.fetched_at - fetched_before}) for row in rows]
    SilverTable(store, layout).publish(aged, brought.run_id)
