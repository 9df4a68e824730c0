"""The lake under faults of the store: nothing lost, nothing twice, nothing torn; what cannot work says why."""

from __future__ import annotations

import itertools
import logging
import re
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from fault_proxy import FaultProxy
from flow_runs import run_command, site
from lake_samples import FETCHED, RUN_ID, article, capture

from dvingest.config import Settings
from dvingest.errors import ConditionFailed, HostBusyError, ObjectMissing, StoreError, StoreRefused
from dvingest.lake.bronze import PartWriter, read_part, read_record, upload_part
from dvingest.lake.layout import Layout
from dvingest.lake.lease import HostLease
from dvingest.lake.objects import ObjectStore, connection
from dvingest.lake.silver import SilverTable
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.model import Article

pytestmark = [pytest.mark.faults, pytest.mark.integration]

LATER = FETCHED + timedelta(days=1)
DATA = bytes(range(256)) * 1_000


@pytest.fixture
def store(store_settings: Settings, fault_proxy: FaultProxy) -> ObjectStore:
    """The store as it is reached through the proxy, with time-outs short enough for a test."""
    return ObjectStore(store_settings, read_timeout=2.0)


@pytest.fixture
def brief_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pauses between tries grow no longer than this: for tests of what is tried again, and not of when."""
    monkeypatch.setattr(connection, "_LONGEST_PAUSE", 0.2)


@pytest.fixture
def silver(store: ObjectStore, layout: Layout) -> SilverTable:
    return SilverTable(store, layout)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "part-00001.warc.gz"
    with PartWriter(path, RUN_ID, 1) as writer:
        for number in range(50):
            writer.add(capture(number))
    return path


def insist(action: Callable[[], object], tries: int = 30) -> None:
    """Do it as often as a flow would have it done, until it works."""
    for _ in range(tries):
        try:
            action()
        except StoreError:
            continue
        return
    pytest.fail(f"did not work in {tries} tries")


def rows(store: ObjectStore, layout: Layout) -> list[Article]:
    return sorted(SilverTable(store, layout).articles(), key=lambda one: one.article_id)


# S1, S2: down


@pytest.mark.slow
def test_s1_daily_run_whose_store_is_down_ends_within_a_minute_without_a_page(
    store_settings: Settings, prefect_server: PrefectServer, fault_proxy: FaultProxy
) -> None:
    fault_proxy.stop()
    today = date(2026, 11, 20)
    with ReplicaServer(build_corpus(7, today, 10)) as replica:
        where = site(store_settings, prefect_server, replica)
        began = time.monotonic()
        ended = run_command(where, "daily", "--day", str(today), seconds=120)
        took = time.monotonic() - began
        assert not replica.requests
    print(f"exit code {ended.returncode} after {took:.0f} s: {ended.stderr}")
    assert ended.returncode == 1
    assert re.search(r"nothing answers at http://127.0.0.1:\d+, after \d+ tries", " ".join(ended.stderr.split()))
    assert "Traceback" not in ended.stderr
    assert took < 60


def test_s2_operation_goes_on_when_the_store_is_back(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout
) -> None:

    store.put(layout.prefix + "before", DATA)
    fault_proxy.stop()
    threading.Timer(2, fault_proxy.start).start()
    store.put(layout.prefix + "after", DATA)
    assert store.get(layout.prefix + "after") == DATA


# S3: overloaded


@pytest.mark.usefixtures("brief_pauses")
def test_s3_a_third_of_all_requests_refused_for_load_loses_nothing(
    store: ObjectStore,
    silver: SilverTable,
    object_store: ObjectStore,
    layout: Layout,
    fault_proxy: FaultProxy,
    part: Path,
) -> None:
    with fault_proxy.with_fault("slow_down", share=0.3):
        for number in range(1, 6):
            upload_part(store, layout, RUN_ID, number, part)
            silver.publish([article(number), article(number + 10, "2021-02")], f"r{number}")
    assert len(rows(object_store, layout)) == 10
    assert sum(1 for number in range(1, 6) for _ in read_part(object_store, layout.part(RUN_ID, number))) == 250
    assert sum(seen.fault is not None for seen in fault_proxy.seen) > 10


@pytest.mark.slow
def test_s3_a_minute_of_nothing_but_refusals_is_waited_out_without_a_tight_loop(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout
) -> None:
    with fault_proxy.with_fault("slow_down", seconds=60):
        store.put(layout.prefix + "x", DATA)
    times = [seen.at for seen in fault_proxy.seen]
    assert 5 < len(times) < 60
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert max(gaps) < 10
    assert len({round(gap, 1) for gap in gaps}) > 3, "pauses without jitter"


# S4: slow, hanging, broken off


@pytest.mark.parametrize("methods", ["GET", "PUT"])
@pytest.mark.parametrize("kind", ["reset", "hang", "internal_error"])
def test_s4_connections_that_break_or_hang_are_tried_again(
    store_settings: Settings, fault_proxy: FaultProxy, layout: Layout, kind: str, methods: str
) -> None:
    store = ObjectStore(store_settings, read_timeout=0.7)
    with fault_proxy.with_fault(kind, methods=methods, times=2):
        store.put(layout.prefix + "x", DATA)
        assert store.get(layout.prefix + "x") == DATA


def test_s4_slow_connection_is_given_the_time_it_needs(
    store_settings: Settings, fault_proxy: FaultProxy, layout: Layout
) -> None:
    store = ObjectStore(store_settings, read_timeout=1.5)
    with fault_proxy.with_fault("slow"):
        store.put(layout.prefix + "x", DATA[:20_000])
        assert store.get(layout.prefix + "x") == DATA[:20_000]
    assert [seen.method for seen in fault_proxy.seen] == ["PUT", "PUT", "GET"]


@pytest.mark.usefixtures("brief_pauses")
@pytest.mark.parametrize("kind", ["reset", "lost_answer", "internal_error"])
def test_s4_table_is_never_torn_by_connections_that_break(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, kind: str
) -> None:
    with fault_proxy.with_fault(kind, share=0.15, methods="GET PUT"):
        for number in range(1, 9):
            insist(lambda number=number: silver.publish([article(number), article(1)], f"r{number}"))  # type: ignore[misc]
    assert rows(object_store, layout) == [article(number) for number in range(1, 9)]


# S5: 200 with other bytes


@pytest.mark.parametrize("kind", ["truncated", "altered"])
def test_s5_damaged_download_is_noticed_and_fetched_again(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, kind: str
) -> None:
    store.put(layout.prefix + "x", DATA)
    with fault_proxy.with_fault(kind, methods="GET", times=2):
        assert store.get(layout.prefix + "x") == DATA


@pytest.mark.usefixtures("brief_pauses")
@pytest.mark.parametrize("kind", ["truncated", "altered"])
def test_s5_download_that_is_always_damaged_is_an_error(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, kind: str, part: Path
) -> None:
    store.put(layout.prefix + "x", DATA)
    key = upload_part(store, layout, RUN_ID, 1, part).key
    with fault_proxy.with_fault(kind, methods="GET"):
        with pytest.raises(StoreError):
            store.get(layout.prefix + "x")
        with pytest.raises(StoreError):
            list(read_part(store, key))
        with pytest.raises(StoreError):
            read_record(store, key, next(read_part(ObjectStore(Settings(store="s3")), key)).offset)


@pytest.mark.usefixtures("brief_pauses")
@pytest.mark.parametrize("kind", ["truncated", "altered"])
def test_s5_what_was_misread_is_never_published(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, kind: str
) -> None:
    batch = [article(number, body="Đoạn. " * number) for number in range(1, 16)]
    SilverTable(object_store, layout).publish(batch, "r0")
    edits = [
        one.model_copy(update={"content_sha256": f"{n:064x}", "fetched_at": LATER, "title": f"Sửa {n}"})
        for n, one in enumerate(batch)
    ]
    with fault_proxy.with_fault(kind, methods="GET", share=0.05):
        for number, edited in enumerate(edits):
            insist(lambda one=edited, number=number: silver.publish([one], f"r-{number}"))  # type: ignore[misc]
    expected = sorted((one.model_copy(update={"revision": 2}) for one in edits), key=lambda one: one.article_id)
    assert rows(object_store, layout) == expected
    assert sum(seen.fault is not None for seen in fault_proxy.seen) > 10


@pytest.mark.parametrize("kind", ["altered_upload"])
def test_s5_damaged_upload_is_noticed_and_sent_again(
    store: ObjectStore, object_store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, kind: str
) -> None:
    with fault_proxy.with_fault(kind, methods="PUT", times=2):
        store.put(layout.prefix + "x", DATA)
    assert object_store.get(layout.prefix + "x") == DATA
    with fault_proxy.with_fault(kind, methods="PUT", times=2):
        store.put_if_absent(layout.prefix + "y", DATA)
    assert object_store.get(layout.prefix + "y") == DATA


def test_s5_what_a_node_of_the_store_does_not_know_yet_is_looked_for_again(
    store: ObjectStore, silver: SilverTable, layout: Layout, fault_proxy: FaultProxy, part: Path
) -> None:
    key = upload_part(store, layout, RUN_ID, 1, part).key
    with fault_proxy.with_fault("not_there", methods="GET", path="part-00001", times=2):
        assert sum(1 for _ in read_part(store, key)) == 50
    silver.publish([article(1)], "r1")
    with fault_proxy.with_fault("not_there", methods="GET", path=r"\.parquet", times=2):
        silver.publish([article(1, content_sha256="f" * 64, fetched_at=LATER)], "r2")
    assert [one.revision for one in rows(store, layout)] == [2]


# S6: done, but the answer was lost


def test_s6_write_whose_answer_was_lost_counts_as_ours(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout
) -> None:
    with fault_proxy.with_fault("lost_answer", methods="PUT", times=1):
        etag = store.put_if_absent(layout.prefix + "x", b"one")
    with fault_proxy.with_fault("lost_answer", methods="PUT", times=1):
        store.put_if_match(layout.prefix + "x", b"two", etag)
    assert store.get(layout.prefix + "x") == b"two"
    with pytest.raises(ConditionFailed):
        store.put_if_absent(layout.prefix + "x", b"three")


def test_s6_part_whose_upload_was_not_confirmed_is_there_once(
    store: ObjectStore, object_store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, part: Path
) -> None:
    with fault_proxy.with_fault("lost_answer", methods="PUT", times=1):
        receipt = upload_part(store, layout, RUN_ID, 1, part)
    assert receipt.pages == 50
    assert [info.key for info in object_store.list(layout.bronze)] == [receipt.key]


def test_s6_commit_whose_answer_was_lost_is_made_once_and_told_right(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy
) -> None:
    silver.publish([article(1)], "r1")
    with fault_proxy.with_fault("lost_answer", methods="PUT", path=r"_delta_log/\d+\.json", times=1) as fault:
        publication = silver.publish([article(2)], "r2")
        assert fault.times == 0
    assert (publication.inserted, publication.version, publication.already) == (1, 2, False)
    assert SilverTable(object_store, layout).version() == 2
    assert rows(object_store, layout) == [article(1), article(2)]


# S7: refused


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("forbidden", "lack the right"),
        ("expired", "have expired"),
        ("no_bucket", "does not exist"),
        ("too_skewed", "clock"),
    ],
)
def test_s7_refusal_ends_it_within_three_requests_and_one_sentence(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, part: Path, kind: str, sentence: str
) -> None:
    actions: list[Callable[[], object]] = [
        lambda: store.put(layout.prefix + "x", b""),
        lambda: store.get(layout.prefix + "x"),
        lambda: list(store.list(layout.prefix)),
        lambda: upload_part(store, layout, RUN_ID, 1, part),
        lambda: HostLease(store, layout, "baophapluat.vn", RUN_ID, 60).acquire(),
    ]
    for action in actions:
        before = len(fault_proxy.seen)
        with fault_proxy.with_fault(kind), pytest.raises(StoreRefused, match=sentence) as refusal:
            action()
        assert len(fault_proxy.seen) - before <= 3
        assert "planted" not in str(refusal.value)
        assert refusal.value.__cause__ is None


@pytest.mark.parametrize("kind", ["forbidden", "expired", "no_bucket"])
@pytest.mark.parametrize("methods", ["GET", "PUT", "GET PUT"])
def test_s7_publishing_stops_within_three_requests_and_one_sentence(
    silver: SilverTable, fault_proxy: FaultProxy, kind: str, methods: str
) -> None:
    silver.publish([article(1)], "r1")
    with fault_proxy.with_fault(kind, methods=methods), pytest.raises(StoreRefused) as refusal:
        silver.publish([article(2)], "r2")
    assert sum(seen.fault is not None for seen in fault_proxy.seen) <= 3
    assert "planted" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("kind", "about"), [("moved", "place"), ("wrong_region", "place"), ("storage_full", "space")])
def test_s7_store_that_is_elsewhere_or_full_says_so_in_both_layers(
    store: ObjectStore, silver: SilverTable, fault_proxy: FaultProxy, layout: Layout, kind: str, about: str
) -> None:
    silver.publish([article(1)], "r1")
    with fault_proxy.with_fault(kind) as fault:
        for action in (store.ensure_bucket, lambda: store.put(layout.prefix + "x", b"")):
            with pytest.raises(StoreRefused) as refusal:
                action()
            assert refusal.value.about == about
        assert sum(seen.fault is not None for seen in fault_proxy.seen) == 2
        fault.methods, fault.path = "PUT", "_delta_log"
        with pytest.raises(StoreRefused) as refusal:
            silver.publish([article(2)], "r2")
        assert refusal.value.about == about


# S5: answers that are not the store's


@pytest.mark.usefixtures("brief_pauses")
def test_s5_page_of_a_proxy_is_no_answer_of_the_store(
    store: ObjectStore, silver: SilverTable, fault_proxy: FaultProxy, layout: Layout
) -> None:
    store.put(layout.prefix + "x", DATA)
    actions: list[Callable[[], object]] = [
        lambda: store.get(layout.prefix + "x"),
        lambda: store.put(layout.prefix + "x", b"y"),
        lambda: store.put_if_absent(layout.prefix + "z", b"z"),
        lambda: store.head(layout.prefix + "x"),
        lambda: list(store.list(layout.prefix)),
        lambda: list(store.list_folders(layout.prefix)),
        store.ensure_bucket,
        silver.version,
    ]
    for action in actions:
        with fault_proxy.with_fault("foreign_answer"), pytest.raises(StoreError):
            action()
    with fault_proxy.with_fault("foreign_answer", times=2):
        assert [info.key for info in store.list(layout.prefix)] == [layout.prefix + "x"]


@pytest.mark.usefixtures("brief_pauses")
def test_s5_answers_without_an_etag_are_not_believed(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout
) -> None:
    store.put(layout.prefix + "x", DATA)
    for action in (store.get, store.head, lambda key: store.put(key, DATA)):
        with fault_proxy.with_fault("no_etag"), pytest.raises(StoreError, match="has no ETag"):
            action(layout.prefix + "x")
        with fault_proxy.with_fault("no_etag", times=2):
            action(layout.prefix + "x")


def test_s5_listing_that_begins_anew_ends(store: ObjectStore, fault_proxy: FaultProxy, layout: Layout) -> None:
    store.put(layout.prefix + "x", DATA)
    with fault_proxy.with_fault("forgets_place"), pytest.raises(StoreError, match="repeats a page"):
        list(store.list(layout.prefix))
    assert len(fault_proxy.seen) < 10


# S3: what Amazon asks to send again


@pytest.mark.parametrize("kind", ["request_timeout", "conflict"])
def test_s3_table_is_made_although_the_store_asks_to_send_again(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, kind: str
) -> None:
    with fault_proxy.with_fault(kind, methods="PUT", path="_delta_log", times=2):
        silver.publish([article(1)], "r1")
    with fault_proxy.with_fault(kind, methods="PUT", path="_delta_log", times=2):
        silver.publish([article(2)], "r2")
    assert len(rows(object_store, layout)) == 2


def test_s8_log_that_cannot_be_written_on_condition_is_refused_at_once(
    silver: SilverTable, fault_proxy: FaultProxy
) -> None:
    began = time.monotonic()
    with (
        fault_proxy.with_fault("refuses_conditions", path="_delta_log"),
        pytest.raises(StoreRefused, match="does not accept the request to create the table"),
    ):
        silver.publish([article(1)], "r1")
    assert time.monotonic() - began < 30


# S9: checksums


def test_s9_store_that_refuses_checksum_headers_works_with_one_warning(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    with fault_proxy.with_fault("refuses_checksums"), caplog.at_level(logging.WARNING, "dvingest"):
        for number in range(3):
            store.put(f"{layout.prefix}{number}", DATA)
            assert store.get(f"{layout.prefix}{number}") == DATA
        SilverTable(store, layout).publish([article(1)], "r1")
    assert len(caplog.records) == 1
    assert "checksum" in caplog.text


def test_s9_store_without_checksums_or_digests_gets_every_upload_read_back(
    store: ObjectStore,
    object_store: ObjectStore,
    fault_proxy: FaultProxy,
    layout: Layout,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with fault_proxy.with_fault("own_etags"), caplog.at_level(logging.WARNING, "dvingest"):
        for number in range(3):
            store.put(f"{layout.prefix}{number}", DATA)
            assert store.get(f"{layout.prefix}{number}") == DATA
    assert len(caplog.records) == 1
    assert "read back" in caplog.text


def test_s9_setting_keeps_checksums_out_from_the_start(
    store_settings: Settings, fault_proxy: FaultProxy, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    store = ObjectStore(store_settings.model_copy(update={"checksums": "when_required"}))
    with fault_proxy.with_fault("refuses_checksums"), caplog.at_level(logging.WARNING, "dvingest"):
        store.put(layout.prefix + "x", DATA)
        assert store.get(layout.prefix + "x") == DATA
    assert caplog.records == []


# S11: clocks


@pytest.mark.parametrize("minutes", [20, -20])
def test_s11_lease_is_kept_and_freed_whatever_the_clock_says(
    store: ObjectStore, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, minutes: float
) -> None:
    first = HostLease(object_store, layout, "baophapluat.vn", "run-1", 3)
    second = HostLease(store, layout, "baophapluat.vn", "run-2", 3)
    with first, fault_proxy.with_fault("clock", minutes=minutes):
        with pytest.raises(HostBusyError, match="run-1"):
            second.acquire()
        first.release()
        second.acquire()
        second.release()


@pytest.mark.parametrize("minutes", [20, -20])
def test_s11_articles_are_published_in_their_order_whatever_the_clock_says(
    silver: SilverTable, object_store: ObjectStore, layout: Layout, fault_proxy: FaultProxy, minutes: float
) -> None:
    with fault_proxy.with_fault("clock", minutes=minutes):
        silver.publish([article(1)], "r1")
        silver.publish([article(1, content_sha256="f" * 64, fetched_at=LATER)], "r2")
        silver.publish([article(1, content_sha256="e" * 64)], "r3")
        assert silver.vacuum() == []
    assert [(one.revision, one.content_sha256) for one in rows(object_store, layout)] == [(2, "f" * 64)]


def test_missing_object_behind_faults_is_still_missing(
    store: ObjectStore, fault_proxy: FaultProxy, layout: Layout
) -> None:
    with fault_proxy.with_fault("internal_error", times=2), pytest.raises(ObjectMissing):
        store.get(layout.prefix + "x")
