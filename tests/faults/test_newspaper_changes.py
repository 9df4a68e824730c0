"""The newspaper changes what it published: edits, dates, addresses, templates (rows W2 and W13 to W16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from archive_lake import everything_in, records_in
from flow_runs import (
    Site,
    article_requests,
    changed_package,
    run_to_its_end,
    site,
    stored_ids,
    wanted_ids,
)

from dvingest.archive.auditing import audit_identities, audit_rows
from dvingest.archive.purging import purge
from dvingest.archive.tracing import revisions
from dvingest.config import Settings
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.manifests import read_manifests
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import Entry, ReplicaServer, build_corpus
from dvingest.model import Article, Manifest
from dvingest.windows import VIETNAM_TIME, DateWindow

pytestmark = pytest.mark.faults

TODAY = date(2026, 11, 20)
WINDOW = DateWindow.of_days(date(2026, 11, 1), TODAY)
LATE = datetime(2026, 11, 20, 23, tzinfo=VIETNAM_TIME)


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(5, TODAY, 60, window=WINDOW)) as server:
        yield server


@pytest.fixture
def where(store_settings: Settings, prefect_server: PrefectServer, replica: ReplicaServer) -> Site:
    where = site(store_settings, prefect_server, replica)
    daily(where)
    return where


def daily(where: Site, expected: int = 0) -> Manifest:
    back = (WINDOW.last - WINDOW.start).days
    run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=back, expected=expected)
    return read_manifests(where.lake.store, where.lake.layout)[-1]


def row_of(where: Site, replica: ReplicaServer, entry: Entry) -> Article:
    row = where.lake.silver.find(replica.corpus.article_id(entry))
    assert row is not None
    return row


def just_now() -> datetime:
    """Return the date of an edit after everything that was fetched so far."""
    return datetime.now(VIETNAM_TIME)


def plain_article(replica: ReplicaServer, place: int = 0) -> Entry:
    """Return an article without a trap, with a template."""
    found = [entry for entry in replica.newspaper.articles_in(WINDOW) if not entry.trap and entry.skin == "cms"]
    return found[place]


def test_every_article_is_there_once_though_it_has_several_addresses(where: Site, replica: ReplicaServer) -> None:
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))
    assert not audit_identities(where.lake).counts["duplicate_url"]


def test_an_edit_is_one_revision_more(where: Site, replica: ReplicaServer) -> None:
    entry = plain_article(replica)
    before = row_of(where, replica, entry)
    asked = len(article_requests(replica))
    replica.newspaper.edit(entry, just_now())
    manifest = daily(where)
    after = row_of(where, replica, entry)
    assert (before.revision, after.revision) == (1, 2)
    assert after.first_seen_at == before.first_seen_at
    assert len(article_requests(replica)) - asked <= 4
    assert (manifest.rows_inserted, manifest.rows_updated) == (0, 1)
    assert [row.content_sha256 for row in revisions(where.lake, after.article_id)] == [
        before.content_sha256,
        after.content_sha256,
    ]


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_other_adverts_and_boxes_are_no_revision(where: Site, replica: ReplicaServer, times: int) -> None:
    before = {row.article_id: row for row in where.lake.silver.articles()}
    entries = replica.newspaper.articles_in(WINDOW)
    version, path = where.lake.silver.version(), replica.corpus.path(plain_article(replica))
    for _ in range(times):
        replica.newspaper.touch(entries, just_now())
        manifest = daily(where)
        assert (manifest.rows_inserted, manifest.rows_updated) == (0, 0)
    # Whatever sitemaps and feeds date was fetched anew each time, and every page was another.
    assert article_requests(replica).count(path) == 1 + times
    assert len(article_requests(replica)) > 0.8 * (1 + times) * len(entries)
    assert where.lake.silver.version() == version
    assert {row.article_id: row for row in where.lake.silver.articles()} == before


def test_an_article_dated_into_another_month_is_one_row(where: Site, replica: ReplicaServer) -> None:
    entry = plain_article(replica)
    name = replica.corpus.article_id(entry)
    replica.newspaper.move(entry, datetime(2026, 10, 31, 22, tzinfo=VIETNAM_TIME))
    replica.newspaper.edit(entry, just_now())
    run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=30)
    assert stored_ids(where).count(name) == 1
    assert row_of(where, replica, entry).month == "2026-10"


def test_an_article_that_answers_410_when_it_is_asked_for_again_is_marked(where: Site, replica: ReplicaServer) -> None:
    entry, other = plain_article(replica), plain_article(replica, 1)
    replica.newspaper.take_down(entry, 410)
    replica.newspaper.take_down(other, 404)
    for one in (entry, other):
        replica.newspaper.edit(one, just_now())
    daily(where)
    assert row_of(where, replica, entry).gone_at is not None
    assert row_of(where, replica, entry).body
    assert row_of(where, replica, other).gone_at is None
    daily(where)
    assert row_of(where, replica, other).gone_at is None
    daily(where)
    assert row_of(where, replica, other).gone_at is not None


def test_new_templates_fail_the_run_and_replace_nothing_that_was_read_well(where: Site, replica: ReplicaServer) -> None:
    good = {row.article_id: row for row in where.lake.silver.articles()}
    fresh = replica.newspaper.publish(12, LATE)
    entry = plain_article(replica)
    replica.newspaper.show("unknown", [*fresh, entry])
    replica.newspaper.edit(entry, just_now())
    manifest = daily(where, expected=3)
    assert manifest.status == "rejected"
    assert "templates" in [check.name for check in manifest.checks if check.required and not check.ok]
    rows = {row.article_id: row for row in where.lake.silver.articles()}
    assert {name: rows[name] for name in good} == good
    new = [rows[replica.corpus.article_id(one)] for one in fresh]
    assert {row.template for row in new} == {"generic"}
    assert all(len(row.body) > 200 for row in new)


NEW_LAYOUT = (
    "plvn/templates.py",
    "TEMPLATES = (",
    """TEMPLATES = (
    Template(
        name="cms",
        probe=(".nx-story",),
        body=(".nx-story",),
        why="the layout that the newspaper has taken up",
        title=(".nx-name",),
        lead=(".nx-intro",),
        byline=(".nx-by",),
    ),""",
)


def test_replay_repairs_what_new_templates_did_once_the_extractor_knows_them(
    where: Site, replica: ReplicaServer, tmp_path: Path
) -> None:
    fresh, entry = replica.newspaper.publish(12, LATE), plain_article(replica)
    replica.newspaper.show("unknown")
    replica.newspaper.edit(entry, just_now())
    daily(where, expected=3)
    before = {row.article_id: row for row in where.lake.silver.articles()}
    asked = len(article_requests(replica))

    version = ("extraction/__init__.py", f'EXTRACTOR_VERSION = "{EXTRACTOR_VERSION}"', 'EXTRACTOR_VERSION = "repaired"')
    where.environment["PYTHONPATH"] = str(changed_package(tmp_path, NEW_LAYOUT, version))
    run_to_its_end(where, "replay.py:replay", start=WINDOW.start, end=WINDOW.last)
    after = {row.article_id: row for row in where.lake.silver.articles()}
    assert len(article_requests(replica)) == asked
    assert after.keys() == before.keys()
    repaired = {replica.corpus.article_id(one) for one in (*fresh, entry)}
    for one in (*fresh, entry):
        truth, row = replica.newspaper.truth(one), after[replica.corpus.article_id(one)]
        assert (row.template, row.extractor_version) == ("cms", "repaired")
        assert (row.title, row.lead, row.body) == (truth["title"], truth["lead"], truth["body"])
    assert after[replica.corpus.article_id(entry)].revision == 2
    for name in after.keys() - repaired:
        kept = {"extractor_version": after[name].extractor_version, "run_id": after[name].run_id}
        assert after[name] == before[name].model_copy(update=kept)

    # From now on new pages are read with the new template, and the run is good again.
    more = replica.newspaper.publish(6, LATE + timedelta(minutes=30))
    manifest = daily(where)
    assert manifest.rows_inserted == len(more)
    assert manifest.templates.keys() == {"cms"}


def test_nothing_is_left_of_a_purged_article_though_others_show_it_and_listings_name_it(
    where: Site, replica: ReplicaServer
) -> None:
    """The article is one that other pages show in their boxes; it stays on the newspaper's lists."""
    pages = {record.capture.url: record.capture.body.decode(errors="replace") for record in records_in(where.lake)}
    entry = max(
        (one for one in replica.newspaper.articles_in(WINDOW) if not one.trap),
        key=lambda one: sum(replica.corpus.title(one) in page for page in pages.values()),
    )
    row, rows = row_of(where, replica, entry), {one.article_id: one for one in where.lake.silver.articles()}
    assert sum(row.title in page for page in pages.values()) > 3
    sentences = [
        part for text in (row.lead or "", row.body) for part in re.split(r"[.!?…]\s+|\n+", text) if len(part) > 30
    ]
    assert len(sentences) > 3
    slug = row.canonical_url.rsplit("/", 1)[1].removesuffix(".html")

    done = purge(where.lake, row.canonical_url)
    assert done.masked > 3
    manifest = daily(where)
    assert manifest.reasons["skipped:purged"] == 1
    left = everything_in(where.lake)
    for trace in (row.title, slug, *sentences):
        assert trace.encode() not in left, trace
    del rows[row.article_id]
    assert {one.article_id: one for one in where.lake.silver.articles()} == rows
    torn = audit_rows(where.lake, where.lake.silver.months(), every_page=True).findings.counts
    assert not torn.keys() - {"boilerplate_leak", "caption_leak"}
