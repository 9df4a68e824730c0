"""Takes an article out of every layer, and keeps later runs from bringing it back."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from dvingest.archive.masking import Traces
from dvingest.archive.mentions import first_seen, mask_part, traces_of
from dvingest.archive.tracing import captures, ids_of, is_about, resolve, runs_that_saw
from dvingest.errors import ObjectMissing
from dvingest.lake.bronze import Part, list_parts, runs_in_bronze
from dvingest.lake.layout import new_run_id
from dvingest.lake.manifests import parse_manifest, read_outcomes
from dvingest.lake.opened import Lake
from dvingest.lake.purged import PURGED_URL, add_purged
from dvingest.lake.redaction import blank_records, redacted
from dvingest.model import JsonObject
from dvingest.plvn.urls import article_id

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Purge:
    """What was taken out."""

    article_id: str
    rows: int = 0
    """Of silver."""
    files: int = 0
    """Of silver that held it in an older version, deleted."""
    pages: int = 0
    """Of bronze, blanked out."""
    parts: int = 0
    """Of bronze that were rewritten."""
    receipts: int = 0
    """Manifests and lists of outcomes that named it and no longer do."""
    masked: int = 0
    """Pages of other articles that showed a link to it, its title or a teaser, and no longer do."""
    quoted_by: tuple[str, ...] = ()
    """Articles whose own text has words of it; they stay as they are."""
    leaves_versions: bool = False
    """Whether the bucket keeps old versions of objects, which still hold it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the article was found anywhere."""
        return not (self.rows or self.files or self.pages or self.receipts or self.masked)


def purge(lake: Lake, name: str) -> Purge:
    """Take the article with this id or address out of silver, bronze, outcomes and manifests, for good.

    Doing it again finishes what a kill left undone. The list of purged ids comes first, so that a run that starts
    meanwhile does not fetch the article again.
    """
    wanted, article = resolve(lake, name)
    wanted = article.article_id if article else wanted
    # By now it may be found under another address than the one its id was made of.
    named = {article_id(address) for address in (article.url, article.canonical_url)} if article else set()
    add_purged(lake.store, lake.layout, sorted({wanted, *named}))
    runs = runs_that_saw(lake, wanted)
    records = list(captures(lake, wanted, runs))
    traces = traces_of(wanted, article, records)
    rows = lake.silver.delete([wanted], new_run_id(datetime.now(UTC)))
    files = lake.silver.purge_files([wanted])
    # The article's own pages come last: they say what to look for on the others, also when a kill comes between.
    began = Purge(wanted, rows=rows, files=len(files), leaves_versions=lake.store.keeps_versions())
    done = _mask_others(lake, traces, first_seen(article, records), began)
    for run_id in runs:
        done = _purge_run(lake, run_id, wanted, done)
    log.info("purged %s", done)
    return done


def _mask_others(lake: Lake, traces: Traces, since: date | None, done: Purge) -> Purge:
    """Mask what pages of other articles show of this one; one part is in memory at a time."""
    quoted_by: set[str] = set()
    for run_id in runs_in_bronze(lake.store, lake.layout, since):
        for info in list_parts(lake.store, lake.layout, run_id):
            masked = _rewrite(lake, run_id, info.key, lambda part: mask_part(part, traces, quoted_by))
            done = replace(done, masked=done.masked + (masked or 0))
    return replace(done, quoted_by=tuple(sorted(quoted_by)))


def _purge_run(lake: Lake, run_id: str, wanted: str, done: Purge) -> Purge:
    parts = list_parts(lake.store, lake.layout, run_id)
    found = [_rewrite(lake, run_id, info.key, lambda part: _blanked(part, wanted)) for info in parts]
    rewritten = [pages for pages in found if pages is not None]
    # The manifest comes first: which addresses led to the article is known from the outcomes alone.
    named = {one.url for one in read_outcomes(lake.store, lake.layout, run_id) if is_about(one, wanted)}
    receipts = _purge_manifest(lake, run_id, named, {}) + _purge_outcomes(lake, run_id, wanted)
    return replace(
        done,
        pages=done.pages + sum(rewritten),
        parts=done.parts + len(rewritten),
        receipts=done.receipts + receipts,
    )


def _blanked(part: Part, wanted: str) -> tuple[int, bytes]:
    offsets = {record.offset for record in part.records() if wanted in ids_of(record)}
    return len(offsets), blank_records(part.data, offsets, lambda line: _names(line, wanted))


def _rewrite(lake: Lake, run_id: str, key: str, change: Callable[[Part], tuple[int, bytes]]) -> int | None:
    """Change a part and return how many of its pages that concerned; None if it stays as it is.

    The manifest has the new digest first: a purge that is killed between the two finds the page still there when it is
    done again, and writes both.
    """
    data, etag = lake.store.get_with_etag(key)
    pages, after = change(Part(key, data))
    if after == data:
        return None
    _purge_manifest(lake, run_id, set(), {key: hashlib.sha256(after).hexdigest()})
    lake.store.put_if_match(key, after, etag, "application/warc")
    return pages


def _purge_outcomes(lake: Lake, run_id: str, wanted: str) -> int:
    key = lake.layout.outcomes(run_id)
    try:
        data, etag = lake.store.get_with_etag(key)
    except ObjectMissing:
        return 0
    before = gzip.decompress(data).splitlines()
    after = [redacted(outcome) if _names(outcome := json.loads(line), wanted) else line for line in before]
    if after == before:
        return 0
    content = gzip.compress(b"".join(line + b"\n" for line in after), mtime=0)
    lake.store.put_if_match(key, content, etag, "application/gzip")
    return 1


def _purge_manifest(lake: Lake, run_id: str, named: Collection[str], digests: dict[str, str]) -> int:
    """Take the addresses out of the run's manifest, and put in the digests of parts that were rewritten."""
    key = lake.layout.manifest(run_id)
    try:
        data, etag = lake.store.get_with_etag(key)
    except ObjectMissing:
        return 0
    manifest = parse_manifest(data, key)
    examples = {reason: [url for url in urls if url not in named] for reason, urls in manifest.examples.items()}
    parts = [
        part.model_copy(update={"sha256": digests[part.key]}) if part.key in digests else part
        for part in manifest.parts
    ]
    if examples == manifest.examples and parts == manifest.parts:
        return 0
    after = manifest.model_copy(update={"examples": examples, "parts": parts})
    lake.store.put_if_match(key, after.to_json().encode(), etag, "application/json")
    return 1


def _names(outcome: JsonObject, wanted: str) -> bool:
    url = outcome.get("url")
    if not isinstance(url, str) or url.startswith(PURGED_URL):
        return False
    return outcome.get("article_id") == wanted or article_id(url) == wanted
