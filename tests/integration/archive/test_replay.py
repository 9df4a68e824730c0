"""A replay changes exactly the rows whose page is read differently today, and a second one none."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, pages

from dvingest.archive import replaying
from dvingest.archive.replay_plan import plan_replay
from dvingest.archive.replaying import ReplayResult, merge, publish_stretch, read_again
from dvingest.archive.reports import replay_report
from dvingest.config import Settings
from dvingest.extraction import EXTRACTOR_VERSION
from dvingest.lake.layout import new_run_id
from dvingest.lake.manifests import read_manifests
from dvingest.lake.opened import Lake
from dvingest.model import Block, RawArticle, Reading, Rejection, RejectionReason
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

NOVEMBER = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))
Reader = Callable[[Reading], Reading]
TOMORROW = "tomorrow's"
"""A version other than that of today, which the stored pages were read with."""


@pytest.fixture
def lake(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Lake:
    # Batches open the store by the environment, as they do in processes of their own.
    monkeypatch.setenv("DVINGEST_PREFIX", store_settings.prefix)
    monkeypatch.setenv("DVINGEST_WORK_DIR", str(store_settings.work_dir))
    return a_lake(store_settings)


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Reader, str], None]]:
    """Change one rule of the extractor, which gets another version; batches run in this process."""
    extract = replaying.extract

    def change(reader: Reader, version: str) -> None:
        monkeypatch.setattr(replaying, "EXTRACTOR_VERSION", version)
        monkeypatch.setattr(replaying, "extract", lambda *args, **kwargs: reader(extract(*args, **kwargs)))

    return change


def replay(lake: Lake, window: DateWindow = NOVEMBER) -> ReplayResult:
    results = []
    for stretch in plan_replay(lake, window):
        now = datetime.now(UTC)
        batches = [read_again(batch) for batch in stretch.batches]
        results.append(publish_stretch(lake, new_run_id(now), now, stretch, batches)[0])
    return merge(results, window)


def without_last_block(reading: Reading) -> Reading:
    """A rule that takes out a phrase below the article."""
    if isinstance(reading, RawArticle) and reading.blocks[-1].text.startswith("Tải ứng dụng"):
        return replace(reading, blocks=reading.blocks[:-1])
    return reading


PLANTED = "<p>Tải ứng dụng của báo để đọc tin nhanh hơn mỗi ngày nhé</p>"


def test_the_extractor_of_then_changes_nothing(lake: Lake) -> None:
    a_run(lake, pages(40))
    version = lake.silver.version()
    result = replay(lake)
    assert (result.pages, result.unchanged) == (40, 40)
    assert (result.changed, result.refreshed, result.inserted) == (0, 0, 0)
    assert lake.silver.version() == version


def test_one_changed_rule_changes_exactly_the_rows_it_should_and_a_second_replay_none(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    plain, planted = pages(30), pages(7, 400_100, extra=PLANTED)
    a_run(lake, [*plain, *planted])
    rule(without_last_block, TOMORROW)
    result = replay(lake)
    assert (result.changed, result.refreshed, result.inserted) == (7, 30, 0)
    rows = {row.article_id: row for row in lake.silver.articles()}
    assert not [row for row in rows.values() if "Tải ứng dụng" in row.body]
    assert {rows[page.key].revision for page in planted} == {2}
    assert {rows[page.key].revision for page in plain} == {1}
    assert {row.extractor_version for row in rows.values()} == {TOMORROW}
    assert {row.first_seen_at for row in rows.values()} == {row.fetched_at for row in rows.values()}
    version = lake.silver.version()
    again = replay(lake)
    assert (again.changed, again.refreshed, again.inserted) == (0, 0, 0)
    assert lake.silver.version() == version


def test_a_page_that_was_rejected_becomes_an_article_when_it_is_read_rightly(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    undated = Page(400_500, day=date(2026, 11, 3), has_date=False)
    manifest = a_run(lake, [*pages(10), undated])
    assert manifest.counts["rejected"] == 1

    def dated(reading: Reading) -> Reading:
        if isinstance(reading, Rejection) and reading.reason is RejectionReason.NO_DATE:
            text = Block("paragraph", "Một đoạn của bài không có ngày.")
            return RawArticle(
                reading.url, "cms", "Bài không ngày", (text,), published_at=undated.published, published_raw="3/11"
            )
        return reading

    rule(dated, EXTRACTOR_VERSION)
    result = replay(lake)
    assert result.inserted == 1
    row = lake.silver.find(undated.key)
    assert row is not None
    assert row.title == "Bài không ngày"
    assert replay(lake).inserted == 0


def test_a_row_whose_page_is_rejected_today_stays_and_is_reported(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    a_run(lake, pages(10))

    def refusing(reading: Reading) -> Reading:
        if reading.url.endswith("post400003.html"):
            return Rejection(reading.url, RejectionReason.NO_BODY, "nothing")
        return reading

    rule(refusing, EXTRACTOR_VERSION)
    result = replay(lake)
    assert result.lost == {"plvn:400003": "no_body"}
    assert lake.silver.find("plvn:400003") is not None
    assert "plvn:400003" in replay_report(result)


def test_the_newest_fetch_of_an_edited_article_wins_again(lake: Lake, rule: Callable[[Reader, str], None]) -> None:
    first = Page(400_001)
    edited = replace(first, text="tòa soạn đã sửa câu chuyện này sau khi đăng lần đầu tiên")
    a_run(lake, [first, *pages(5, 400_010)])
    a_run(lake, [edited], AFTERWARDS + timedelta(days=1))
    rule(lambda reading: reading, TOMORROW)
    result = replay(lake)
    row = lake.silver.find(first.key)
    assert row is not None
    assert "tòa soạn đã sửa" in row.body
    assert row.revision == 2
    assert (result.changed, result.refreshed) == (0, 6)


class Elsewhere(Page):
    """An article in whose place another site answers."""

    def html(self) -> bytes:
        head = '<meta charset="utf-8"><meta property="article:published_time" content="2026-11-20T09:00:00+07:00">'
        paragraphs = "".join(f"<p>Hiệp {number}: cầu thủ ghi bàn, khán giả vỗ tay rất lâu.</p>" for number in range(6))
        return (
            f"<html><head>{head}</head><body><article><h1>Thắng lớn</h1>{paragraphs}</article></body></html>".encode()
        )


def test_page_of_another_site_that_came_for_many_addresses_is_stored_for_none_nor_by_a_replay(lake: Lake) -> None:
    a_run(lake, [*pages(2), *(Elsewhere(number) for number in range(500_000, 500_003))])
    result = replay(lake)
    assert result.held_back == [f"plvn:{number}" for number in range(500_000, 500_003)]
    assert sorted(row.article_id for row in lake.silver.articles()) == [page.key for page in pages(2)]


def test_what_only_the_generic_way_reads_does_not_replace_what_was_read_well(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    a_run(lake, pages(5))

    def generic(reading: Reading) -> Reading:
        return (
            replace(reading, template="generic", blocks=reading.blocks[:1])
            if isinstance(reading, RawArticle)
            else reading
        )

    rule(generic, TOMORROW)
    result = replay(lake)
    assert sorted(result.held_back) == [page.key for page in pages(5)]
    assert {row.template for row in lake.silver.articles()} == {"cms"}


def test_only_days_of_the_window_are_replayed(lake: Lake, rule: Callable[[Reader, str], None]) -> None:
    a_run(lake, pages(28))
    rule(lambda reading: reading, TOMORROW)
    first_week = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 7))
    week = replay(lake, first_week)
    assert (week.pages, week.refreshed, week.unchanged) == (7, 7, 0)
    assert replay(lake, DateWindow.of_days(date(2020, 1, 1), date(2020, 12, 31))).pages == 0


def test_an_article_that_was_dated_into_another_month_is_not_brought_back_to_the_first(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    first = Page(400_001, day=date(2026, 11, 3))
    a_run(lake, [first, *pages(3, 400_010)])
    # The run knew November, so the row left it; November's bronze still holds the first page.
    moved = replace(first, day=date(2026, 10, 30))
    a_run(lake, [moved], AFTERWARDS + timedelta(days=1))
    lake.silver.delete([first.key], "20261203t000000z-0000000a")
    a_run(lake, [moved], AFTERWARDS + timedelta(days=2))
    rule(lambda reading: reading, TOMORROW)
    assert replay(lake).inserted == 0
    ids = lake.silver.read(None, ["article_id"])["article_id"].to_pylist()
    assert ids.count(first.key) == 1


def test_the_report_shows_rows_before_and_after_and_the_manifest_adds_up(
    lake: Lake, rule: Callable[[Reader, str], None]
) -> None:
    a_run(lake, pages(8, extra=PLANTED))
    rule(without_last_block, TOMORROW)
    result = replay(lake)
    assert len(result.examples) == 5
    assert [str(line) for line in result.examples[0].lines][
        -1
    ] == "- Tải ứng dụng của báo để đọc tin nhanh hơn mỗi ngày nhé"
    report = replay_report(result)
    assert report.startswith("# ✓ replay 2026-11-01 to 2026-11-30: 8 rows written")
    assert "**−** Tải ứng dụng" in report
    manifest = next(m for m in read_manifests(lake.store, lake.layout) if m.run_id == result.run_ids[0])
    assert manifest.counts["considered"] == 8 == manifest.counts["stored"]
    assert [check.ok for check in manifest.checks] == [True]


def test_rows_that_silver_lost_are_made_again_from_their_pages(lake: Lake) -> None:
    manifest = a_run(lake, pages(10), part_pages=5)
    lake.silver.delete(["plvn:400004", "plvn:400007"], manifest.run_id)
    assert replay(lake).inserted == 2
    assert {row.article_id for row in lake.silver.articles()} == {page.key for page in pages(10)}
    assert replay(lake).inserted == 0


def test_table_that_is_lost_is_made_again_from_bronze(lake: Lake) -> None:
    old = Page(300_001, day=date(2026, 3, 4))
    a_run(lake, [*pages(10), old])
    a_run(lake, [replace(page, text="đã sửa lại") for page in pages(3)], AFTERWARDS + timedelta(days=1))
    before = {(row.article_id, row.content_sha256, row.bronze_key) for row in lake.silver.articles()}
    for info in list(lake.store.list(lake.layout.silver + "/")):
        lake.store.delete(info.key)
    again = a_lake(lake.settings)
    replay(again, DateWindow.of_days(date(2026, 1, 1), date(2026, 11, 30)))
    assert {(row.article_id, row.content_sha256, row.bronze_key) for row in again.silver.articles()} == before


def test_lost_table_is_made_again_in_steps_of_as_many_pages_as_are_asked_for(lake: Lake) -> None:
    a_run(lake, pages(60), part_pages=10)
    for info in list(lake.store.list(lake.layout.silver + "/")):
        lake.store.delete(info.key)
    (stretch,) = plan_replay(a_lake(lake.settings), NOVEMBER, batch_pages=20)
    assert [len(batch.keys) for batch in stretch.batches] == [2, 2, 2]
