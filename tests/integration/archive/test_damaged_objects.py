"""One object that is damaged, or that somebody else put there, does not stand in the way of everything else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta

import boto3
import pytest
from archive_lake import AFTERWARDS, a_lake, a_run, pages, write_bronze

from dvingest.archive.auditing import audit_runs, forgotten_runs
from dvingest.archive.backfilling import month_done
from dvingest.archive.purging import purge
from dvingest.archive.replay_plan import plan_replay
from dvingest.archive.replaying import read_again
from dvingest.config import Settings
from dvingest.crawling.knowledge import load_knowledge
from dvingest.crawling.order import CrawlOrder
from dvingest.errors import DamagedError
from dvingest.lake.layout import new_run_id
from dvingest.lake.manifests import read_manifests
from dvingest.lake.opened import Lake
from dvingest.overview import read_overview
from dvingest.publishing import batches_of_parts, dead_runs, stage_parts
from dvingest.run_manifest import adopt_run
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

NOVEMBER = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))
LATER = AFTERWARDS + timedelta(hours=5)


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    return a_lake(store_settings)


def flipped(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[2 * len(data) // 3] ^= 0x10
    return bytes(changed)


def silver_ids(lake: Lake) -> set[str]:
    return set(lake.silver.read(None, ["article_id"])["article_id"].to_pylist())


def everything_that_reads(lake: Lake) -> list[Callable[[], object]]:
    """Return what runs and commands read of bronze and of the runs."""
    order = CrawlOrder(run_id=new_run_id(LATER), window=NOVEMBER, today=NOVEMBER.last)
    return [
        lambda: dead_runs(lake, "", LATER),
        lambda: read_overview(lake, LATER),
        lambda: audit_runs(lake, NOVEMBER),
        lambda: plan_replay(lake, NOVEMBER),
        lambda: load_knowledge(lake.settings, order, LATER),
        lambda: a_run(lake, pages(1, first=500_000), LATER),
    ]


def test_what_others_put_beside_ours_is_passed_over(lake: Lake) -> None:
    run_id = a_run(lake, pages(3)).run_id
    day, month = f"{lake.layout.bronze}crawl_date=2026-12-01/", lake.layout.runs_of_month("2026-12")
    for key in (
        f"{lake.layout.bronze}readme.txt",
        f"{lake.layout.bronze}crawl_date=nonsense/x/part-00001.warc.gz",
        f"{day}notes.txt",
        f"{day}a-copy/part-00001.warc.gz",
        f"{day}{run_id}/part-00001-copy.warc.gz",
        f"{day}{run_id}/old/part-00001.json",
        f"{lake.layout.runs}index.json",
        f"{lake.layout.runs}old/backup/x.json",
        f"{month}readme.json",
        f"{month}readme",
    ):
        lake.store.put(key, b"not ours")
    for read in everything_that_reads(lake):
        read()
    assert dead_runs(lake, "", LATER) == []
    assert forgotten_runs(lake, NOVEMBER) == []
    assert next(manifest.run_id for manifest in read_manifests(lake.store, lake.layout)) == run_id


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[]", b"{}"])
def test_manifest_that_is_none_is_named_by_the_audit_and_stops_nothing(
    lake: Lake, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    key = lake.layout.manifest(a_run(lake, pages(3)).run_id)
    lake.store.put(key, content)
    with caplog.at_level(logging.WARNING, "dvingest"):
        for read in everything_that_reads(lake):
            read()
    assert f"Manifest {key!r} cannot be read" in caplog.text
    (verdict,) = [check for check in audit_runs(lake, NOVEMBER).checks if check.name == "manifests"]
    assert verdict.required
    assert not verdict.ok
    assert key in verdict.note
    assert "delete it" in verdict.note
    with pytest.raises(DamagedError, match="cannot be read"):
        purge(lake, pages(1)[0].key)


def test_outcomes_that_are_none_stop_no_run_but_a_purge(lake: Lake) -> None:
    manifest = a_run(lake, pages(3))
    lake.store.put(lake.layout.outcomes(manifest.run_id), b"garbage")
    for read in everything_that_reads(lake):
        read()
    with pytest.raises(DamagedError, match="are damaged"):
        purge(lake, pages(1)[0].key)


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}", b"null", b"[5]"])
def test_list_of_purged_articles_that_is_none_lets_nothing_come_back(lake: Lake, content: bytes) -> None:
    a_run(lake, pages(2))
    lake.store.put(lake.layout.purged, content)
    for action in (
        lambda: a_run(lake, pages(3), LATER),
        lambda: purge(lake, pages(1)[0].key),
        lambda: audit_runs(lake, NOVEMBER),
    ):
        with pytest.raises(DamagedError, match=r"list of purged articles .* restore it"):
            action()
    assert len(silver_ids(lake)) == 2


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}"])
def test_note_of_a_month_that_is_none_counts_as_none(lake: Lake, content: bytes) -> None:
    lake.store.put(lake.layout.month_done("2026-11"), content)
    assert month_done(lake, NOVEMBER) is None


@pytest.mark.parametrize("is_noticed_by_its_digest", [False, True])
def test_dead_run_with_a_damaged_part_is_adopted_with_what_can_be_read(
    lake: Lake, is_noticed_by_its_digest: bool, store_environment: dict[str, str]
) -> None:
    wanted = pages(60)
    run_id = write_bronze(lake, wanted, AFTERWARDS, part_pages=20)
    key = lake.layout.part(run_id, 2)
    damaged = flipped(lake.store.get(key))
    if is_noticed_by_its_digest:
        # As a disk would do it: the digest that was stored with the part stays.
        s3 = boto3.client("s3", endpoint_url=store_environment["AWS_ENDPOINT_URL"])
        place = {"Bucket": lake.store.bucket, "Key": key}
        s3.put_object(**place, Body=damaged, Metadata=s3.head_object(**place)["Metadata"])
    else:
        lake.store.put(key, damaged)
    keys = [one for batch in batches_of_parts(lake, run_id) for one in batch]
    with pytest.raises(DamagedError):  # a run that lives does not take a hole for granted
        stage_parts(lake, run_id, 1, keys)
    assert dead_runs(lake, "", LATER) == [run_id]
    manifest = adopt_run(lake, run_id, adopted_by="20261202t000000z-0000000f")
    assert dead_runs(lake, "", LATER) == []
    there = silver_ids(lake)
    assert {page.key for page in (*wanted[:20], *wanted[40:])} <= there
    assert manifest.counts["considered"] == manifest.counts["stored"] == len(there)
    assert len(there) == 40 if is_noticed_by_its_digest else 40 < len(there) < 60


@pytest.mark.parametrize("is_gone", [False, True])
def test_replay_reads_the_other_parts_and_names_the_one_it_could_not(lake: Lake, is_gone: bool) -> None:
    run_id = a_run(lake, pages(60), part_pages=20).run_id
    key = lake.layout.part(run_id, 2)
    if is_gone:
        lake.store.delete(key)
    else:
        lake.store.put(key, flipped(lake.store.get(key)))
    (stretch,) = plan_replay(lake, NOVEMBER)
    read = [read_again(batch) for batch in stretch.batches]
    assert sum(one.pages for one in read) >= 40
    (said,) = [sentence for one in read for sentence in one.unread]
    assert key in said
