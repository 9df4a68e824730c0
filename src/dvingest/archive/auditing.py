"""Verifies silver against bronze and the manifests, and finds what is missing."""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dvingest.archive.findings import Audit, Findings
from dvingest.archive.promises import promised_ids
from dvingest.archive.replaying import read_afresh
from dvingest.coverage import articles_per_day, suggest_backfills, thin_days
from dvingest.errors import ConfigError, StoreError
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.bronze import load_part, read_record, runs_in_bronze
from dvingest.lake.manifests import read_manifests, run_ids_with_manifest
from dvingest.lake.opened import Lake
from dvingest.lake.purged import read_purged
from dvingest.leaks import leaks_of
from dvingest.miner import RecurringText, find_recurring
from dvingest.model import Article, Manifest, RawArticle
from dvingest.normalise import content_sha256, normalise, told_by_page
from dvingest.plvn.urls import article_id
from dvingest.windows import DateWindow, first_of_next_month, month_of

SAMPLE = 20
"""Rows per month whose page is read back from bronze, unless every one is asked for."""


def audited_window(lake: Lake, start: date | None, end: date | None, today: date) -> DateWindow | None:
    """Return the days to audit: as asked, else from the first row of silver to yesterday; None when silver is empty.

    Today is not over, and would always look as if articles were missing.
    """
    if start is None:
        months = lake.silver.months()
        if not months:
            return None
        start = min(articles_per_day(_column(lake, months[:1], "published_at")))
    elif start > today:
        raise ConfigError(f"start {start} lies in the future: give a day up to today, {today}.")
    return DateWindow.of_days(start, end or max(today - timedelta(days=1), start))


def audit_rows(lake: Lake, months: Sequence[str], *, every_page: bool = False) -> Audit:
    """Return what is wrong within and between the rows of `months`, and between them and their pages in bronze."""
    first, last = (date.fromisoformat(f"{month}-01") for month in (min(months), max(months)))
    audit = Audit(DateWindow(first, first_of_next_month(last)))
    parts: dict[str, frozenset[str]] = {}
    for month in sorted(months):
        rows = list(lake.silver.articles([month]))
        audit.rows += len(rows)
        audit.per_day.update(articles_per_day(row.published_at for row in rows))
        for row in rows:
            _check_row(row, month, audit.findings)
        _check_keys(lake, rows, parts, audit.findings)
        sample = rows if every_page else random.Random(month).sample(rows, min(SAMPLE, len(rows)))
        for row in sample:
            audit.sampled += 1
            _check_page(lake, row, audit.findings)
    return audit


def audit_identities(lake: Lake) -> Findings:
    """Return what stands twice anywhere in silver: an id, an address, the same text under two ids."""
    findings = Findings()
    table = lake.silver.read(None, ["article_id", "canonical_url", "content_sha256"])
    columns: dict[str, list[Any]] = table.to_pydict()
    for kind, values in (("duplicate_id", columns["article_id"]), ("duplicate_url", columns["canonical_url"])):
        for value, number in Counter(values).items():
            if number > 1:
                findings.add(kind, f"{value} ({number} rows)")
    by_text: defaultdict[str, set[str]] = defaultdict(set)
    for name, digest in zip(columns["article_id"], columns["content_sha256"], strict=True):
        by_text[digest].add(name)
    for names in by_text.values():
        if len(names) > 1:
            findings.add("same_text", ", ".join(sorted(names)[:4]))
    return findings


def audit_runs(lake: Lake, window: DateWindow, *, every_part: bool = False) -> Audit:
    """Return what the runs over `window` promised and silver or bronze does not hold."""
    audit = Audit(window)
    purged = read_purged(lake.store, lake.layout)
    stored: dict[str, str] = {}
    damaged: list[str] = []
    for manifest in read_manifests(lake.store, lake.layout, since=window.start, damaged=damaged):
        if not manifest.window.overlaps(window):
            continue
        audit.runs += 1
        audit.parts += len(manifest.parts)
        _check_parts(lake, manifest, audit.findings, every_part=every_part)
        stored |= dict.fromkeys(promised_ids(lake, manifest.run_id, purged), manifest.run_id)
    there = set(_column(lake, None, "article_id"))
    for name, run_id in sorted(stored.items()):
        if name not in there:
            audit.findings.add("missing_row", f"{name} of run {run_id}")
    for trouble in damaged:
        audit.findings.add("manifest_damaged", trouble)
    audit.forgotten = forgotten_runs(lake, window)
    return audit


def forgotten_runs(lake: Lake, window: DateWindow) -> list[str]:
    """Return the runs since the window's first day that left parts and no manifest, oldest first."""
    finished = run_ids_with_manifest(lake.store, lake.layout, since=window.start)
    return [name for name in runs_in_bronze(lake.store, lake.layout, window.start) if name not in finished]


def mine(lake: Lake, months: Sequence[str] | None = None) -> list[RecurringText]:
    """Return the texts that recur in unusually many articles of `months` (None: all), a month in memory at a time."""
    every = lake.silver.months() if months is None else [month for month in lake.silver.months() if month in months]
    return find_recurring(article for month in every for article in lake.silver.articles([month]))


def conclude(
    window: DateWindow, pieces: Iterable[Audit], identities: Findings, recurring: list[RecurringText]
) -> Audit:
    """Return one audit from its pieces, with the thin days and the backfills that would fill them."""
    whole = Audit(window, recurring=recurring)
    whole.findings.update(identities)
    for piece in pieces:
        for name in ("rows", "sampled", "runs", "parts"):
            setattr(whole, name, getattr(whole, name) + getattr(piece, name))
        whole.findings.update(piece.findings)
        whole.per_day.update(piece.per_day)
        whole.forgotten += piece.forgotten
    whole.thin = thin_days(whole.per_day, window)
    whole.backfills = suggest_backfills(whole.thin)
    return whole


def _check_row(row: Article, month: str, findings: Findings) -> None:
    captions = [image.caption for image in row.images]
    if content_sha256(row.title, row.lead, row.blocks, captions) != row.content_sha256:
        findings.add("wrong_hash", row.article_id)
    if row.body != "\n\n".join(block.text for block in row.blocks):
        findings.add("wrong_body", row.article_id)
    if not month == row.month == month_of(row.published_at):
        findings.add("wrong_month", row.article_id)
    if row.published_at > datetime.now(UTC) and row.published_at > row.fetched_at:
        findings.add("future_date", row.article_id)
    for leak in leaks_of(row):
        findings.add(leak, row.article_id)


def _check_keys(lake: Lake, rows: Sequence[Article], parts: dict[str, frozenset[str]], findings: Findings) -> None:
    """Look whether every row's part is there; `parts` keeps those of each run, which is listed once."""
    for row in rows:
        folder = row.bronze_key.rpartition("/")[0] + "/"
        if folder not in parts:
            parts[folder] = frozenset(info.key for info in lake.store.list(folder))
        if row.bronze_key not in parts[folder]:
            findings.add("no_part", f"{row.article_id}: {row.bronze_key}")


def _check_page(lake: Lake, row: Article, findings: Findings) -> None:
    try:
        record = read_record(lake.store, row.bronze_key, row.bronze_offset)
    except StoreError as error:
        findings.add("no_page", f"{row.article_id}: {error}")
        return
    if row.extractor_version == EXTRACTOR_VERSION != record.capture.extractor_version:  # a replay has read it
        again = replace(record.capture, reading=read_afresh(record.capture), extractor_version=EXTRACTOR_VERSION)
        record = replace(record, capture=again)
    reading = record.capture.reading
    if not isinstance(reading, RawArticle):
        # A replay accepted a page that was rejected when it was fetched: its own address has to be the row's.
        if article_id(record.capture.url) != row.article_id and record.capture.url != row.url:
            findings.add("no_page", f"{row.article_id}: another page stands at its place")
        return
    of_page = normalise(record)
    if of_page.article_id != row.article_id:
        findings.add("no_page", f"{row.article_id}: the page of {of_page.article_id} stands at its place")
    elif (of_page.extractor_version, of_page.schema_version) == (row.extractor_version, row.schema_version):
        said, kept = told_by_page(of_page), told_by_page(row)
        if differing := [name for name in said if said[name] != kept[name]]:
            findings.add("other_content", f"{row.article_id}: {', '.join(differing)}")


def _check_parts(lake: Lake, manifest: Manifest, findings: Findings, *, every_part: bool) -> None:
    if not manifest.parts:
        return
    sizes = {info.key: info.size for info in lake.store.list(lake.layout.bronze_run(manifest.run_id))}
    for part in manifest.parts:
        if part.key not in sizes:
            findings.add("part_missing", part.key)
        elif sizes[part.key] != part.size:
            findings.add("part_changed", f"{part.key}: {sizes[part.key]} bytes, the manifest says {part.size}")
        elif every_part and _digest(lake, part.key) != part.sha256:
            findings.add("part_changed", f"{part.key}: its digest is not the manifest's")


def _digest(lake: Lake, key: str) -> str:
    try:
        return hashlib.sha256(load_part(lake.store, key).data).hexdigest()
    except StoreError as error:
        return str(error)


def _column(lake: Lake, months: Sequence[str] | None, name: str) -> list[Any]:
    values: list[Any] = lake.silver.read(months, [name])[name].to_pylist()
    return values


def month_groups(months: Collection[str], rows: Mapping[str, int], most: int) -> list[list[str]]:
    """Return the months in groups of about `most` rows, oldest first, so that each is one step of the flow."""
    groups: list[list[str]] = []
    size = most
    for month in sorted(months):
        if size >= most:
            groups.append([])
            size = 0
        groups[-1].append(month)
        size += rows.get(month, 0)
    return groups
