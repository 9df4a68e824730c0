"""Finds the pages of other articles that show a purged one, and masks it there."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dvingest.archive.masking import Traces, masked_pages, quotes
from dvingest.archive.replaying import read_afresh
from dvingest.archive.tracing import ids_of
from dvingest.lake.bronze import Part
from dvingest.lake.redaction import replace_pages
from dvingest.lake.warc import members
from dvingest.model import Article, BronzeRecord, Capture, RawArticle, Reading, Rejection
from dvingest.normalise import normalise

log = logging.getLogger(__name__)


def traces_of(wanted: str, article: Article | None, records: Sequence[BronzeRecord]) -> Traces:
    """Return what the article is recognised by: its addresses, and everything that was ever read from its pages."""
    addresses = {url for record in records for url in (record.capture.url, record.capture.redirected_from) if url}
    if article is not None:
        addresses |= {article.url, article.canonical_url}
    readings = (record.capture.reading for record in records)
    return Traces.of(wanted, addresses, (reading for reading in readings if isinstance(reading, RawArticle)))


def first_seen(article: Article | None, records: Sequence[BronzeRecord]) -> date | None:
    """Return the day before which no page can have shown the article, None if nothing is known of it."""
    moments = [record.capture.fetched_at for record in records]
    if article is not None:
        moments += [article.published_at, article.first_seen_at]
    # A newspaper's clock and a run over midnight may be a day off.
    return min(moments).date() - timedelta(days=2) if moments else None


def mask_part(part: Part, traces: Traces, quoted_by: set[str]) -> tuple[int, bytes]:
    """Return how many pages of the part show the article, and the part with these masked."""
    suspects = {member.offset for member in members(part.data) if traces.are_on(member.record)}
    if not suspects:
        return 0, part.data
    pages: dict[int, bytes] = {}
    for record in part.records():
        if record.offset not in suspects or not traces.ids.isdisjoint(ids_of(record)):
            continue
        own = record.capture.reading if isinstance(record.capture.reading, RawArticle) else None
        if own is not None and quotes(own, traces):
            quoted_by.add(normalise(record).article_id)
        page = _masked(record.capture, own, traces)
        if page is not None:
            pages[record.offset] = page
    return len(pages), replace_pages(part.data, pages) if pages else part.data


def _masked(capture: Capture, own: RawArticle | None, traces: Traces) -> bytes | None:
    """Return the page masked as far as the same is read from it as before, None if there is nothing to mask."""
    before = read_afresh(capture)
    for page in masked_pages(capture.body, capture.url, traces, own):
        if page == capture.body:
            return None
        if reads_the_same(before, read_afresh(replace(capture, body=page))):
            return page
    log.warning("%s shows a purged article in a way that cannot be masked without harm to its own text", capture.url)
    return None


def reads_the_same(before: Reading, after: Reading) -> bool:
    """Tell whether two readings of a page have the same content, or were refused for the same reason."""
    if isinstance(before, Rejection) or isinstance(after, Rejection):
        return isinstance(before, Rejection) and isinstance(after, Rejection) and before.reason == after.reason
    return replace(before, dropped={}, warnings=()) == replace(after, dropped={}, warnings=())
