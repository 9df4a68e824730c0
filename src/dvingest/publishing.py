"""From the bronze parts of one run to rows of silver and one outcome per URL; knows neither Scrapy nor Prefect."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from dvingest.errors import DamagedError
from dvingest.gone import newly_gone
from dvingest.lake.bronze import Part, list_parts, load_part, runs_in_bronze
from dvingest.lake.manifests import read_manifests, readable_outcomes, run_ids_of_month
from dvingest.lake.opened import Lake
from dvingest.lake.purged import PURGED, read_purged, unnamed
from dvingest.lake.staging import ADOPTION, Staging, Step
from dvingest.model import (
    SAME_AS_BEFORE,
    Article,
    BronzeRecord,
    Outcome,
    OutcomeStatus,
    PartReceipt,
    RawArticle,
    Rejection,
)
from dvingest.normalise import normalise
from dvingest.plvn.urls import article_id

BATCH_PAGES = 1000
"""Pages that one step works through."""
SAME_PAGE = 3
"""Addresses with one text that no template has read: a page that is none of theirs."""
RUNS_LOOKED_AT = 30
"""Earlier runs among which an article that answers 404 is looked for."""

_PASSED_OVER = "What cannot be read of it is passed over and fetched again."
T = TypeVar("T")
log = logging.getLogger(__name__)


def dead_runs(lake: Lake, run_id: str, now: datetime) -> list[str]:
    """Return the runs of the last days that left parts but no manifest, oldest first, without `run_id` itself.

    Whoever asks holds the host's lease, so none of them is still at work.
    """
    since = (now - ADOPTION).astimezone(UTC).date()
    runs = runs_in_bronze(lake.store, lake.layout, since)
    months = dict.fromkeys(f"{name[:4]}-{name[4:6]}" for name in runs)
    finished = {name for month in months for name in run_ids_of_month(lake.store, lake.layout, month)}
    return [name for name in runs if name not in finished and name != run_id]


def batches_of_parts(lake: Lake, run_id: str) -> list[list[str]]:
    """Return the keys of a run's parts in groups of about a thousand pages."""
    keys = [info.key for info in list_parts(lake.store, lake.layout, run_id)]
    size = max(1, BATCH_PAGES // lake.settings.part_pages)
    return [keys[begin : begin + size] for begin in range(0, len(keys), size)]


def stage_parts(lake: Lake, run_id: str, number: int, keys: Sequence[str], *, is_dead: bool = False) -> int:
    """Normalise the captures of some parts into the run's staging folder; return how many are articles.

    Of the parts of a run that is dead what can be read is taken: a damaged one would else stand in the way of every
    run to come. Its other pages have no row and no outcome, and are fetched again.
    """
    with Staging(lake.settings, run_id).step(number) as step:
        return sum(_stage_part(lake, key, step, is_dead=is_dead) for key in keys)


def _stage_part(lake: Lake, key: str, step: Step, *, is_dead: bool) -> int:
    whole = _readable if is_dead else iter
    try:
        part = load_part(lake.store, key)
    except DamagedError as error:
        if not is_dead:
            raise
        log.warning("%s %s", error, _PASSED_OVER)
        return 0
    pages = articles = 0
    for record in whole(part.records()):
        pages += 1
        outcome, article = settle_record(record)
        step.add_outcome(outcome)
        if isinstance(record.capture.reading, RawArticle):
            step.dropped.update(record.capture.reading.dropped)
        if article is not None:
            step.add_article(article)
            articles += 1
    for outcome in whole(part.outcomes()):
        step.add_outcome(outcome)
    step.add_receipt(_receipt(part, pages))
    return articles


def _readable(items: Iterator[T]) -> Iterator[T]:
    try:
        yield from items
    except DamagedError as error:
        log.warning("%s %s", error, _PASSED_OVER)


def _receipt(part: Part, pages: int) -> PartReceipt:
    return PartReceipt(key=part.key, sha256=hashlib.sha256(part.data).hexdigest(), size=len(part.data), pages=pages)


def settle_record(record: BronzeRecord) -> tuple[Outcome, Article | None]:
    """Return what became of one captured page, and its row if it is an article."""
    capture = record.capture
    reading = capture.reading
    url = capture.redirected_from or capture.url
    if isinstance(reading, Rejection):
        outcome = Outcome(
            url, OutcomeStatus.REJECTED, reading.reason, article_id(capture.url), capture.section, reading.detail
        )
        return outcome, None
    article = normalise(record)
    return Outcome(url, OutcomeStatus.STORED, None, article.article_id, article.section or capture.section), article


@dataclass(frozen=True, slots=True)
class Published:
    """What one commit changed."""

    written: frozenset[str]
    """Ids of the rows that stand in silver as this run wrote them."""
    held_back: dict[str, str]
    """Ids of the articles whose row was not allowed into silver, and why."""
    purged: frozenset[str]
    """Ids of the articles that were captured and have been purged meanwhile."""
    version: int | None
    inserted: int
    updated: int
    months: tuple[str, ...]


def publish_staged(lake: Lake, run_id: str, window_months: Sequence[str] = ()) -> Published:
    """Merge the staged rows into silver in one commit; doing it again for the same run changes nothing.

    An article that stood in one of `window_months` and has been dated into another month moves there.
    """
    staging = Staging(lake.settings, run_id)
    month_of = {row.article_id: row.month for row in staging.newest()}
    months = sorted(set(month_of.values()))
    held_back = rows_to_hold_back(staging.newest(), dict(_pairs(lake, sorted({*months, *window_months}), "template")))
    purged = read_purged(lake.store, lake.layout)
    rows = (row for row in staging.newest() if row.article_id not in held_back and row.article_id not in purged)
    gone = newly_gone(staging.outcomes(), _outcomes_before(lake, run_id))
    marks = dict.fromkeys(gone, datetime.now(UTC))
    publication = lake.silver.publish(rows, run_id, months=window_months, gone=marks)
    written = frozenset(name for name, writer in _pairs(lake, months, "run_id") if writer == run_id)
    return Published(
        written=written,
        held_back=held_back,
        purged=frozenset(name for name in month_of if name in purged),
        version=publication.version,
        inserted=publication.inserted,
        updated=publication.updated,
        months=tuple(publication.months),
    )


def _outcomes_before(lake: Lake, run_id: str) -> Iterator[Iterator[Outcome]]:
    """Yield the outcomes of earlier runs, newest first; nothing is read before it is asked for."""
    for manifest in reversed(read_manifests(lake.store, lake.layout, last=RUNS_LOOKED_AT)):
        if manifest.run_id < run_id:
            yield readable_outcomes(lake.store, lake.layout, manifest.run_id)


def rows_to_hold_back(rows: Iterable[Article], templates: dict[str, str]) -> dict[str, str]:
    """Return the ids of rows, read by the generic way, that do not get into silver, and why.

    `held_back`: silver has the article read by a template. When the newspaper changes its pages, the generic way keeps
    new articles; what was read well stays as it is until the extractor knows the new pages and a replay brings the
    change in. `same_page`: one page came for several, another site's or a notice. What a template has read is the
    newspaper's own, which prints the notices of courts three times over.
    """
    unknown = {row.article_id: row.content_sha256 for row in rows if row.template == "generic"}
    times = Counter(unknown.values())
    several = {name: "same_page" for name, content in unknown.items() if times[content] >= SAME_PAGE}
    known = (name for name in unknown if templates.get(name, "generic") != "generic")
    return dict.fromkeys(known, "held_back") | several


def _pairs(lake: Lake, months: Sequence[str], column: str) -> Iterator[tuple[str, str]]:
    if not months:
        return
    table = lake.silver.read(months, columns=["article_id", column])
    yield from zip(table["article_id"].to_pylist(), table[column].to_pylist(), strict=True)


def settle_outcomes(outcomes: Iterable[Outcome], published: Published) -> Iterator[Outcome]:
    """Yield one final outcome per URL: captured articles become stored, unchanged, or a duplicate of another URL."""
    seen_urls: set[str] = set()
    seen_articles: set[str] = set()
    for outcome in outcomes:
        if outcome.url in seen_urls:
            continue  # a part that was written again after a kill holds the same page twice
        seen_urls.add(outcome.url)
        if outcome.status is OutcomeStatus.STORED:
            name = outcome.article_id or ""
            if name in seen_articles:
                outcome = replace(outcome, status=OutcomeStatus.SKIPPED, reason="duplicate")
            elif name in published.purged:
                outcome = unnamed(replace(outcome, status=OutcomeStatus.SKIPPED, reason=PURGED))
            elif name in published.held_back:
                outcome = replace(outcome, status=OutcomeStatus.REJECTED, reason=published.held_back[name])
            elif name not in published.written:
                outcome = replace(outcome, status=OutcomeStatus.UNCHANGED, detail=SAME_AS_BEFORE)
            seen_articles.add(name)
        yield outcome
