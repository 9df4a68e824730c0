"""The audit finds what is broken between silver, bronze and the manifests, and names what would mend it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from archive_lake import AFTERWARDS, FIRST_DAY, Page, a_lake, a_run, pages, write_bronze

from dvingest.archive.auditing import (
    audit_identities,
    audit_rows,
    audit_runs,
    audited_window,
    conclude,
    mine,
)
from dvingest.archive.findings import Audit, commands
from dvingest.archive.replay_plan import plan_replay
from dvingest.archive.replaying import publish_stretch, read_again
from dvingest.archive.reports import audit_report, recurring_report
from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.lake.bronze import load_part
from dvingest.lake.opened import Lake
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

NOVEMBER = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    return a_lake(store_settings)


def audited(lake: Lake, *, every_page: bool = True) -> Audit:
    months = lake.silver.months()
    pieces = [audit_rows(lake, months, every_page=every_page), audit_runs(lake, NOVEMBER, every_part=every_page)]
    return conclude(NOVEMBER, pieces, audit_identities(lake), mine(lake, months))


def failed(audit: Audit) -> list[str]:
    return [check.name for check in audit.checks if not check.ok]


def rewrite(lake: Lake, article_id: str, **changes: object) -> None:
    """Put a row into silver that no run would have written."""
    row = lake.silver.find(article_id)
    assert row is not None
    later = {"fetched_at": row.fetched_at + timedelta(hours=1), "content_sha256": "0" * 64}
    lake.silver.publish([row.model_copy(update=later | changes)], "20261202t000000z-0000000f")


def test_a_sound_archive_passes_every_check(lake: Lake) -> None:
    a_run(lake, pages(56))
    audit = audited(lake)
    assert failed(audit) == []
    assert (audit.rows, audit.sampled, audit.runs, audit.parts) == (56, 56, 1, 2)
    assert audit_report(audit).startswith("# ✓ audit: everything is there")


def test_a_row_whose_text_was_altered_is_found_by_its_hash(lake: Lake) -> None:
    a_run(lake, pages(10))
    rewrite(lake, "plvn:400003", body="Khác.")
    audit = audited(lake)
    assert "hashes" in failed(audit)
    assert audit.findings.examples["wrong_hash"] == ["plvn:400003"]
    assert audit.findings.counts["wrong_body"] == 1
    assert "## What to do\n\n* **hashes**: " in audit_report(audit)


def test_what_another_program_altered_in_any_column_is_found_and_a_replay_mends_it(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVINGEST_PREFIX", lake.settings.prefix)
    a_run(lake, pages(10))
    sound = {row.article_id: row for row in lake.silver.articles()}
    altered = [
        sound["plvn:400003"].model_copy(update={"url": "https://baophapluat.vn/khac-post400003.html"}),
        sound["plvn:400004"].model_copy(
            update={"published_at": sound["plvn:400004"].published_at + timedelta(hours=1)}
        ),
        sound["plvn:400005"].model_copy(update={"body": "Khác."}),
    ]
    lake.silver.publish(altered, "20261202t000000z-0000000f", is_replay=True)
    audit = audited(lake)
    assert failed(audit) == ["hashes"]
    assert audit.findings.examples["other_content"] == [
        "plvn:400003: url",
        "plvn:400004: published_at",
        "plvn:400005: body",
    ]
    for stretch in plan_replay(lake, NOVEMBER):
        batches = [read_again(batch) for batch in stretch.batches]
        publish_stretch(lake, "20261203t000000z-0000000f", AFTERWARDS, stretch, batches)
    mended = {
        row.article_id: row.model_copy(update={"run_id": sound[row.article_id].run_id})
        for row in lake.silver.articles()
    }
    assert mended == sound
    assert failed(audited(lake)) == []


def test_lost_and_altered_parts_are_found(lake: Lake) -> None:
    manifest = a_run(lake, pages(60), part_pages=20)
    lake.store.delete(manifest.parts[0].key)
    data = bytearray(lake.store.get(manifest.parts[1].key))
    data[-30] ^= 0xFF
    lake.store.put(manifest.parts[1].key, bytes(data))
    audit = audited(lake)
    assert {"records", "parts"} <= set(failed(audit))
    assert audit.findings.counts["no_part"] == 20
    assert audit.findings.counts["part_missing"] == 1
    assert audit.findings.counts["part_changed"] == 1


def test_a_row_that_points_to_another_page_is_found(lake: Lake) -> None:
    manifest = a_run(lake, pages(10))
    offsets = [record.offset for record in load_part(lake.store, manifest.parts[0].key).records()]
    rewrite(lake, "plvn:400003", bronze_offset=offsets[7])
    assert audited(lake).findings.examples["no_page"] == ["plvn:400003: the page of plvn:400007 stands at its place"]


def test_an_article_that_a_run_stored_and_silver_lost_is_found(lake: Lake) -> None:
    manifest = a_run(lake, pages(10))
    lake.silver.delete(["plvn:400004"], manifest.run_id)
    audit = audited(lake)
    assert failed(audit) == ["rows"]
    assert audit.findings.examples["missing_row"] == [f"plvn:400004 of run {manifest.run_id}"]


def test_an_article_that_stands_in_two_months_is_found_and_mended(lake: Lake) -> None:
    a_run(lake, pages(10))
    row = lake.silver.find("plvn:400001")
    assert row is not None
    moved = {"published_at": row.published_at - timedelta(days=60), "month": "2026-09"}
    later = {"fetched_at": row.fetched_at + timedelta(days=1)}
    lake.silver.publish([row.model_copy(update=moved | later)], "20261202t000000z-0000000f")
    assert audit_identities(lake).examples["duplicate_id"] == ["plvn:400001 (2 rows)"]
    assert lake.silver.drop_duplicates("20261203t000000z-0000000f") == ["plvn:400001"]
    assert not audit_identities(lake).counts
    left = lake.silver.find("plvn:400001")
    assert left is not None
    assert left.month == "2026-09"
    assert left.first_seen_at == row.first_seen_at
    assert lake.silver.drop_duplicates("20261204t000000z-0000000f") == []


def test_two_ids_with_one_text_are_pointed_out(lake: Lake) -> None:
    a_run(lake, pages(10))
    row = lake.silver.find("plvn:400001")
    assert row is not None
    twin = row.model_copy(update={"article_id": "plvn:499999", "canonical_url": "https://baophapluat.vn/khac.html"})
    lake.silver.publish([twin], "20261202t000000z-0000000f")
    audit = audited(lake, every_page=False)
    assert audit.findings.examples["same_text"] == ["plvn:400001, plvn:499999"]


def test_days_without_articles_are_named_with_the_backfill_that_fills_them(lake: Lake) -> None:
    def usual(day: int) -> list[Page]:
        return [Page(400_000 + 10 * day + number, day=FIRST_DAY + timedelta(days=day)) for number in range(6)]

    a_run(lake, [page for day in range(30) if day not in (10, 11, 20) for page in usual(day)])
    audit = audited(lake, every_page=False)
    assert audit.thin == (date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 21))
    assert commands(audit) == [
        "dvingest backfill --start 2026-11-21 --end 2026-11-21",
        "dvingest backfill --start 2026-11-11 --end 2026-11-12",
    ]
    report = audit_report(audit)
    assert report.startswith("# ! audit: 3 days have suspiciously few articles")
    assert "`dvingest backfill --start 2026-11-21 --end 2026-11-21`" in report


def test_a_phrase_planted_in_two_of_a_hundred_articles_is_the_first_row(lake: Lake) -> None:
    phrase = "Tải ứng dụng của báo để đọc tin nhanh hơn mỗi ngày"
    many = [
        replace(
            page,
            text=f"chuyện thứ {page.number * 7919 % 1009} của làng, nhà ông {chr(65 + page.number % 26)}{page.number}",
        )
        for page in pages(300)
    ]
    a_run(
        lake,
        [replace(page, extra=f"<p>{phrase}</p>") if number % 50 == 0 else page for number, page in enumerate(many)],
    )
    recurring = mine(lake)
    texts = [text for text in recurring if not text.text.startswith("Đoạn")]
    assert texts[0].text == phrase
    assert texts[0].articles == 6
    assert texts[0].trailing == 1.0
    assert phrase in recurring_report(recurring)


def test_runs_that_died_and_were_forgotten_are_named(lake: Lake) -> None:
    a_run(lake, pages(5))
    dead = write_bronze(lake, pages(3, 400_100), AFTERWARDS + timedelta(days=1))
    assert audited(lake).forgotten == [dead]


def test_without_days_the_whole_table_is_audited_up_to_yesterday(lake: Lake) -> None:
    today = date(2026, 12, 2)
    assert audited_window(lake, None, None, today) is None
    a_run(lake, pages(3))
    assert audited_window(lake, None, None, today) == DateWindow.of_days(FIRST_DAY, date(2026, 12, 1))
    with pytest.raises(ConfigError, match="start 2027-01-01 lies in the future"):
        audited_window(lake, date(2027, 1, 1), None, today)
    assert audited_window(lake, date(2026, 11, 2), date(2026, 11, 3), today) == DateWindow.of_days(
        date(2026, 11, 2), date(2026, 11, 3)
    )
