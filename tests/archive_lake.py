"""Fills a lake for tests as runs do: pages into bronze, rows into silver, manifest and outcomes; no crawl is needed."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pyarrow.parquet as pq

from dvingest.config import Settings
from dvingest.extraction import EXTRACTOR_VERSION, extract
from dvingest.lake.bronze import PartWriter, list_parts, read_part, runs_in_bronze, upload_part
from dvingest.lake.layout import new_run_id
from dvingest.lake.opened import Lake, open_lake
from dvingest.model import BronzeRecord, Capture, Manifest, Outcome
from dvingest.publishing import batches_of_parts, publish_staged, stage_parts
from dvingest.run_manifest import CrawlFacts, RunPlan, finish_run
from dvingest.windows import VIETNAM_TIME, DateWindow

FIRST_DAY = date(2026, 11, 1)
AFTERWARDS = datetime(2026, 12, 1, tzinfo=UTC)
"""When the first run fetched the month's pages."""


@dataclass(frozen=True)
class Page:
    """A page of the newspaper as it is served at some moment."""

    number: int
    text: str = "bà con trong làng đã họp và bàn chuyện nước sạch, chuyện đường sá, chuyện học của con em"
    day: date = FIRST_DAY
    has_date: bool = True
    extra: str = ""
    """Markup at the end of the body."""
    furniture: int = 0
    """Links in the menus around the article: with 400 a page is as large as one of the newspaper's."""

    @property
    def url(self) -> str:
        return f"https://baophapluat.vn/bai-viet-so-{self.number}-o-que-post{self.number}.html"

    @property
    def key(self) -> str:
        return f"plvn:{self.number}"

    @property
    def published(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, self.number % 60, tzinfo=VIETNAM_TIME)

    def html(self) -> bytes:
        paragraphs = "".join(
            f"<p>Đoạn {index} của bài số {self.number} kể rằng {self.text} trong năm vừa qua.</p>"
            for index in range(1, 5)
        )
        stamp = self.published.isoformat()
        dates = f'<meta property="article:published_time" content="{stamp}">' if self.has_date else ""
        clock = f'<time class="time" datetime="{stamp}">{self.published:%d/%m/%Y %H:%M}</time>' if self.has_date else ""
        link = '<nav class="menu"><a class="cms-link" href="/muc-{0}/" title="Mục số {0} của báo">Mục số {0}</a></nav>'
        menu = "".join(link.format(number) for number in range(self.furniture))
        page = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Chuyện làng số {self.number}</title>
<meta property="og:title" content="Chuyện làng số {self.number} được kể lại">{dates}
<link rel="canonical" href="{self.url}"></head><body>{menu}<div class="main-col content-col">
<div class="breadcrumbs"><a class="text" href="/thoi-su/">Thời sự</a></div><div class="article">
<h1 class="article__title cms-title ">Chuyện làng số {self.number} được kể lại</h1>
<div class="article__meta">{clock}</div>
<div class="article__sapo cms-desc ">(PLVN) - Làng số {self.number} vừa có một ngày hội vui và ấm áp.</div>
<div class="article__body cms-body " itemprop="articleBody">{paragraphs}{self.extra}</div>
</div></div></body></html>"""
        return page.encode()


def capture_of(page: Page, fetched_at: datetime) -> Capture:
    """Return the page as the spider yields it."""
    content_type = "text/html; charset=utf-8"
    reading = extract(page.html(), page.url, content_type=content_type, fetched_at=fetched_at)
    return Capture(
        url=page.url,
        fetched_at=fetched_at,
        status=200,
        headers=(("Content-Type", content_type),),
        body=page.html(),
        reading=reading,
        section="thoi-su",
        extractor_version=EXTRACTOR_VERSION,
    )


def a_lake(settings: Settings) -> Lake:
    """Return the lake of the settings; its bucket exists."""
    lake = open_lake(settings)
    lake.store.ensure_bucket()
    return lake


def write_bronze(
    lake: Lake, pages: Sequence[Page], at: datetime, outcomes: Sequence[Outcome] = (), part_pages: int = 50
) -> str:
    """Write the parts of a run that fetched `pages` from `at` on, and return its id; the run has no manifest yet."""
    run_id = new_run_id(at)
    groups = [pages[begin : begin + part_pages] for begin in range(0, len(pages), part_pages)] or [[]]
    for number, group in enumerate(groups, 1):
        path = lake.settings.work_dir / "spool" / run_id / f"part-{number:05d}.warc.gz"
        with PartWriter(path, run_id, number) as writer:
            for index, page in enumerate(group):
                writer.add(capture_of(page, at + timedelta(seconds=number * 100 + index)))
            if number == len(groups):
                writer.add_outcomes(outcomes)
                writer.finish(complete=True)
        upload_part(lake.store, lake.layout, run_id, number, path)
        path.unlink()
    return run_id


def a_run(
    lake: Lake,
    pages: Sequence[Page],
    at: datetime = AFTERWARDS,
    *,
    window: DateWindow | None = None,
    outcomes: Sequence[Outcome] = (),
    flow: str = "daily-crawl",
    part_pages: int = 50,
) -> Manifest:
    """Do what a run does after its crawl brought `pages`, and return the manifest."""
    run_id = write_bronze(lake, pages, at, outcomes, part_pages)
    for number, keys in enumerate(batches_of_parts(lake, run_id), 1):
        stage_parts(lake, run_id, number, keys)
    published = publish_staged(lake, run_id)
    span = window or DateWindow.of_days(FIRST_DAY, FIRST_DAY + timedelta(days=29))
    plan = RunPlan(run_id, flow, span, at)
    considered = len(pages) + len(outcomes)
    return finish_run(lake, plan, published, CrawlFacts(considered, len(pages), finished=True, complete=True), [])


def pages(count: int, first: int = 400_000, **changes: object) -> list[Page]:
    """Return so many pages, spread over the days of a month."""
    return [
        replace(Page(first + number, day=FIRST_DAY + timedelta(days=number % 28)), **changes)  # type: ignore[arg-type]
        for number in range(count)
    ]


def records_in(lake: Lake) -> Iterator[BronzeRecord]:
    """Yield every captured page in bronze."""
    for run_id in runs_in_bronze(lake.store, lake.layout):
        for part in list_parts(lake.store, lake.layout, run_id):
            yield from read_part(lake.store, part.key)


def everything_in(lake: Lake) -> bytes:
    """Return every byte of the lake, unpacked as far as a curious reader would unpack it."""
    found = []
    for info in lake.store.list(lake.layout.prefix):
        data = lake.store.get(info.key)
        found.append(info.key.encode() + data)
        if info.key.endswith(".gz"):
            text = gzip.decompress(data)
            # A title may also stand as entities, or as escapes of JSON.
            found += [text, unescape(text.decode(errors="replace")).encode(errors="replace")]
        elif info.key.endswith(".parquet"):
            table = pq.read_table(io.BytesIO(data))
            found.append(repr(table.to_pylist()).encode())
    return b"\n".join(found)
