"""The newspaper changes what it published: edits, dates, addresses, templates (rows W2 and W13 to W16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from real_store import in_empty_folder, lead_to

from dvingest.archive.auditing import audit_identities, audit_rows
from dvingest.archive.purging import purge
from dvingest.archive.tracing import revisions
from dvingest.config import Settings
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.manifests import read_manifests
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import Entry, ReplicaServer, build_corpus
from dvingest.local.seaweed import EmbeddedStore
from dvingest.model import Article, Manifest
from dvingest.windows import VIETNAM_TIME, DateWindow

pytestmark = pytest.mark.faults

TODAY = date(2026, 11, 20)
WINDOW = DateWindow.of_days(date(2026, 11, 1), TODAY)
LATE = datetime(2026, 11, 20, 23, tzinfo=VIETNAM_TIME)


def a_replica() -> ReplicaServer:
    return ReplicaServer(build_corpus(5, TODAY, 60, window=WINDOW))


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with a_replica() as server:
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


@dataclass
class Story:
    """Four runs over a newspaper that edits, dates anew and takes down one article each after the first of them."""

    where: Site
    replica: ReplicaServer
    edited: Entry
    moved: Entry
    gone: Entry
    missing: Entry
    states: list[dict[str, Article]] = field(default_factory=list)
    """The rows after each run."""
    asked: list[int] = field(default_factory=list)
    """How many article pages had been asked for after each run."""
    first_wanted: set[str] = field(default_factory=set)

    def run(self) -> None:
        daily(self.where)
        self.states.append({row.article_id: row for row in self.where.lake.silver.articles()})
        self.asked.append(len(article_requests(self.replica)))

    def rows(self, entry: Entry) -> list[Article]:
        """Return the article's row after each run."""
        return [state[self.replica.corpus.article_id(entry)] for state in self.states]


@pytest.fixture(scope="module")
def story(
    embedded_store: EmbeddedStore, prefect_server: PrefectServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    with pytest.MonkeyPatch.context() as patch, a_replica() as replica:
        lead_to(embedded_store, patch)
        where = site(in_empty_folder(tmp_path_factory.mktemp("story")), prefect_server, replica)
        told = Story(where, replica, *(plain_article(replica, place) for place in range(4)))
        told.first_wanted = wanted_ids(replica, WINDOW)
        told.run()
        replica.newspaper.move(told.moved, datetime(2026, 10, 31, 22, tzinfo=VIETNAM_TIME))
        replica.newspaper.take_down(told.gone, 410)
        replica.newspaper.take_down(told.missing, 404)
        for entry in (told.edited, told.moved, told.gone, told.missing):
            replica.newspaper.edit(entry, just_now())
        for _ in range(3):
            told.run()
        yield told


def test_every_article_is_there_once_though_it_has_several_addresses(story: Story) -> None:
    assert story.states[0].keys() == story.first_wanted
    assert sorted(stored_ids(story.where)) == sorted(story.first_wanted)
    assert not audit_identities(story.where.lake).counts["duplicate_url"]


def test_an_edit_is_one_revision_more(story: Story) -> None:
    before, after, *later = story.rows(story.edited)
    assert (before.revision, after.revision) == (1, 2)
    assert after.first_seen_at == before.first_seen_at
    assert later == [after, after]
    assert [row.content_sha256 for row in revisions(story.where.lake, after.article_id)] == [
        before.content_sha256,
        after.content_sha256,
    ]


def test_what_nobody_changed_is_neither_fetched_nor_written_again(story: Story) -> None:
    changed = {story.replica.corpus.article_id(one) for one in (story.edited, story.moved, story.gone, story.missing)}
    first, second, *_ = [{name: row for name, row in state.items() if name not in changed} for state in story.states]
    assert first == second
    assert story.asked[1] - story.asked[0] <= 3 + len(changed)


def test_an_article_dated_into_another_month_is_one_row(story: Story) -> None:
    assert [row.month for row in story.rows(story.moved)] == ["2026-11", "2026-10", "2026-10", "2026-10"]
    assert stored_ids(story.where).count(story.replica.corpus.article_id(story.moved)) == 1


def test_an_article_that_answers_410_when_it_is_asked_for_again_is_marked(story: Story) -> None:
    assert [row.gone_at is not None for row in story.rows(story.gone)] == [False, True, True, True]
    assert all(row.body for row in story.rows(story.gone))
    # A 404 may pass: it takes three.
    assert [row.gone_at is not None for row in story.rows(story.missing)] == [False, False, False, True]


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
