"""Reads stored pages again with the extractor of today, and writes only the rows that come out differently."""

from __future__ import annotations

import gzip
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dvingest import __version__
from dvingest.archive.replay_plan import Batch, Known, Stretch
from dvingest.checks import run_checks
from dvingest.config import load_settings
from dvingest.errors import DamagedError, ObjectMissing
from dvingest.extraction import EXTRACTOR_VERSION, extract
from dvingest.lake.bronze import load_part
from dvingest.lake.manifests import write_manifest
from dvingest.lake.objects import ObjectStore
from dvingest.lake.opened import Lake
from dvingest.lake.purged import read_purged
from dvingest.model import SCHEMA_VERSION, Article, BronzeRecord, Capture, Manifest, Reading, Rejection
from dvingest.normalise import normalise, page_digest
from dvingest.publishing import rows_to_hold_back
from dvingest.reporting.differences import Line, difference
from dvingest.run_manifest import Census
from dvingest.windows import DateWindow

log = logging.getLogger(__name__)

FLOW = "replay"
MOST_EXAMPLES = 5


@dataclass(slots=True)
class ReadAgain:
    """What a batch came to; small enough to pass between machines."""

    pages: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """Reason to number of pages."""
    lost: dict[str, str] = field(default_factory=dict)
    """Articles of silver whose page the extractor of today rejects, with the reason; their rows stay."""
    held_back: list[str] = field(default_factory=list)
    """Articles that only the generic way reads today, and that were read with a template before."""
    unread: list[str] = field(default_factory=list)
    """What is wrong with parts that could not be read, or not to their end."""
    rows: bytes = b""
    """The rows to write: gzip, one JSON line each."""

    def articles(self) -> Iterator[Article]:
        """Yield the rows to write."""
        for line in gzip.decompress(self.rows).splitlines() if self.rows else ():
            yield Article.model_validate_json(line)


@dataclass(frozen=True, slots=True)
class Example:
    """One row before and after."""

    article_id: str
    title: str
    url: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class ReplayResult:
    """What a replay did, over all its stretches."""

    window: DateWindow
    pages: int = 0
    changed: int = 0
    """Rows with other content than before."""
    refreshed: int = 0
    """Rows with the same content that name the new extractor version, or had another program's alterations."""
    inserted: int = 0
    """Articles that had no row: their pages were rejected when they were fetched."""
    unchanged: int = 0
    """Pages that change nothing: rows as they stand, and older fetches of them."""
    rejected: Counter[str] = field(default_factory=Counter)
    lost: dict[str, str] = field(default_factory=dict)
    held_back: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """What is wrong with parts that could not be read; the rows of their pages stay as they are."""
    examples: list[Example] = field(default_factory=list)
    run_ids: list[str] = field(default_factory=list)
    version: int | None = None


def read_again(batch: Batch) -> ReadAgain:
    """Return what the pages of `batch` say to the extractor of today. Runs in a process of its own, or on Dask."""
    store = ObjectStore(load_settings())
    result = ReadAgain()
    lines: list[bytes] = []
    for key in batch.keys:
        try:
            for record in load_part(store, key).records():
                row = _row(record, batch, result)
                if row is not None:
                    lines.append(row.model_dump_json().encode())
        except (DamagedError, ObjectMissing) as error:
            result.unread.append(str(error))
    result.rows = gzip.compress(b"\n".join(lines), compresslevel=1) if lines else b""
    return result


def publish_stretch(
    lake: Lake, run_id: str, started: datetime, stretch: Stretch, batches: Iterable[ReadAgain]
) -> tuple[ReplayResult, Manifest]:
    """Write what came out differently in one commit, then the manifest; return what was done."""
    result = ReplayResult(stretch.window, run_ids=[run_id])
    rows: dict[str, Article] = {}
    purged = read_purged(lake.store, lake.layout)
    for batch in batches:
        _add(result, batch)
        for row in batch.articles():
            newest = rows.get(row.article_id)
            if row.article_id not in purged and (newest is None or row.fetched_at >= newest.fetched_at):
                rows[row.article_id] = row
    known = {name: there for batch in stretch.batches for name, there in batch.known.items()}
    # An older fetch of a row that came out the same is no change, nor the same one in another part.
    rows = {name: row for name, row in rows.items() if _is_news(row, known.get(name))}
    # One page that came for many articles is no new row of any, as in the run that fetched it.
    of_others = rows_to_hold_back(rows.values(), {}).keys() - known.keys()
    rows = {name: row for name, row in rows.items() if name not in of_others}
    result.held_back += sorted(of_others)
    result.lost = {name: reason for name, reason in result.lost.items() if name not in rows}
    changed = [row for name, row in rows.items() if name in known and row.content_sha256 != known[name].content_sha256]
    result.examples = _examples(lake, changed)
    # An article that was dated into another month since then has its row there.
    months = {*stretch.window.months(), *_months_of(lake, rows.keys() - known.keys())}
    publication = lake.silver.publish(rows.values(), run_id, months=sorted(months), is_replay=True)
    result.inserted = publication.inserted
    result.changed = len(changed)
    result.refreshed = publication.updated - len(changed)
    written = result.inserted + result.changed + result.refreshed
    result.unchanged = result.pages - written - result.rejected.total() - len(result.held_back)
    result.version = publication.version
    manifest = _manifest(lake, run_id, started, result, publication.months, list(rows.values()))
    write_manifest(lake.store, lake.layout, manifest)
    return result, manifest


def merge(results: Sequence[ReplayResult], window: DateWindow) -> ReplayResult:
    """Return one result over several stretches."""
    total = ReplayResult(window)
    for result in results:
        _add(total, result)
        for name in ("changed", "refreshed", "inserted", "unchanged"):
            setattr(total, name, getattr(total, name) + getattr(result, name))
        total.run_ids += result.run_ids
        total.examples = (total.examples + result.examples)[:MOST_EXAMPLES]
        total.version = result.version if result.version is not None else total.version
    return total


def _row(record: BronzeRecord, batch: Batch, result: ReadAgain) -> Article | None:
    """Return the row to write of a page, None if there is nothing to write; what became of it is counted.

    Articles of other days, which stand in the same parts, do not count.
    """
    reading = read_afresh(record.capture)
    if isinstance(reading, Rejection):
        result.pages += 1
        result.rejected[reading.reason.value] += 1
        known_id = _known_at(record, batch)
        if known_id:
            result.lost[known_id] = reading.reason.value
        return None
    capture = replace(record.capture, reading=reading, extractor_version=EXTRACTOR_VERSION)
    row = normalise(replace(record, capture=capture))
    there = batch.known.get(row.article_id)
    if not batch.window.contains(row.published_at) and there is None:
        return None
    result.pages += 1
    if not _is_news(row, there):
        return None
    if there is not None and row.template == "generic" and there.template != "generic":
        result.held_back.append(row.article_id)
        return None
    return row


def _is_news(row: Article, there: Known | None) -> bool:
    """Tell whether a row says something else than the one that is there; of the same fetch, in any column."""
    if there is None:
        return True
    if row.fetched_at == there.fetched_at:
        return page_digest(row) != there.page_digest
    is_same = (row.content_sha256, row.extractor_version) == (there.content_sha256, there.extractor_version)
    return row.fetched_at > there.fetched_at and not is_same


def _known_at(record: BronzeRecord, batch: Batch) -> str | None:
    """Return the article of silver whose row came from exactly this fetch."""
    if isinstance(record.capture.reading, Rejection):
        return None
    name = normalise(record).article_id
    there = batch.known.get(name)
    return name if there is not None and there.fetched_at == record.capture.fetched_at else None


def read_afresh(capture: Capture) -> Reading:
    """Return what the page says to the extractor of today."""
    content_type = next((value for name, value in capture.headers if name.lower() == "content-type"), None)
    return extract(capture.body, capture.url, content_type=content_type, fetched_at=capture.fetched_at)


def _months_of(lake: Lake, names: Collection[str]) -> set[str]:
    """Return the months in which silver has these articles, wherever they are."""
    if not names:
        return set()
    columns = lake.silver.read(None, ["article_id", "month"]).to_pydict()
    return {month for name, month in zip(columns["article_id"], columns["month"], strict=True) if name in names}


def _add(total: ReplayResult, part: ReadAgain | ReplayResult) -> None:
    total.pages += part.pages
    total.rejected.update(part.rejected)
    total.lost.update(part.lost)
    total.held_back += part.held_back
    total.unread += part.unread


def _examples(lake: Lake, changed: Sequence[Article]) -> list[Example]:
    examples = []
    for row in changed[:MOST_EXAMPLES]:
        before = lake.silver.find(row.article_id)
        if before is not None:
            lines = tuple(difference(before, row))
            examples.append(Example(row.article_id, row.title, row.canonical_url, lines))
    return examples


def _manifest(
    lake: Lake, run_id: str, started: datetime, result: ReplayResult, months: Sequence[str], rows: Sequence[Article]
) -> Manifest:
    now = datetime.now(UTC)
    census = Census.of(rows, before=now)
    rejected, held_back = result.rejected.total(), len(result.held_back)
    manifest = Manifest(
        run_id=run_id,
        flow=FLOW,
        site=lake.settings.site_url,
        host=lake.settings.site_host,
        start=result.window.start,
        end=result.window.end,
        started_at=started,
        finished_at=now,
        status="succeeded",
        counts={
            "considered": result.pages,
            "stored": result.inserted + result.changed + result.refreshed,
            "unchanged": result.unchanged,
            "rejected": rejected,
            "failed": 0,
            "skipped": held_back,
        },
        reasons={f"rejected:{reason}": number for reason, number in result.rejected.items()}
        | ({"skipped:held_back": held_back} if held_back else {}),
        templates=dict(census.templates),
        field_coverage=census.coverage,
        warnings=dict(census.warnings),
        published_months=list(months),
        rows_inserted=result.inserted,
        rows_updated=result.changed + result.refreshed,
        silver_version=result.version,
        versions={"dvingest": __version__, "extractor": EXTRACTOR_VERSION, "schema": SCHEMA_VERSION},
    )
    # The other checks judge what the newspaper delivered, and it delivered nothing.
    checks = [check for check in run_checks(manifest) if check.name == "reconciled"]
    return manifest.model_copy(update={"checks": checks})
