"""WARC parts in a real store, read by two independent WARC readers."""

from __future__ import annotations

import io
import logging
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastReader
from lake_samples import RUN_ID, capture, rejected_capture
from warcio.archiveiterator import ArchiveIterator as SlowReader

from dvingest.config import Settings
from dvingest.crawling.spool import recover_spool, spool_root
from dvingest.errors import ConditionFailed, StoreError
from dvingest.lake.bronze import (
    CrawlEnd,
    PartWriter,
    list_parts,
    load_part,
    read_part,
    read_record,
    runs_in_bronze,
    upload_part,
)
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.lake.opened import open_lake
from dvingest.model import Capture, Outcome, OutcomeStatus
from dvingest.publishing import dead_runs

pytestmark = pytest.mark.integration

OUTCOMES = [
    Outcome("https://baophapluat.vn/a-post5.html", OutcomeStatus.UNCHANGED, article_id="plvn:5"),
    Outcome("https://baophapluat.vn/b-post6.html", OutcomeStatus.FAILED, "http_503", detail="5 tries"),
]
BIG = capture(3, body=os.urandom(600_000))
CAPTURES = (
    capture(1),
    rejected_capture(2),
    BIG,
    capture(4, headers=(("Transfer-Encoding", "chunked"), ("X-Note", "tiếng Việt")), status=299, body=b""),
    capture(5, url="https://baophapluat.vn/có dấu-post5.html", headers=()),
)


def write(path: Path, captures: tuple[Capture, ...] = CAPTURES) -> list[int]:
    with PartWriter(path, RUN_ID, 1) as writer:
        offsets = [writer.add(one) for one in captures]
        writer.add_outcomes(OUTCOMES)
        writer.finish(complete=False, message="budget of 5 listings reached")
    return offsets


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool dir" / "part-00001.warc.gz"


@pytest.fixture
def key(object_store: ObjectStore, layout: Layout, spool: Path) -> str:
    write(spool)
    return upload_part(object_store, layout, RUN_ID, 1, spool).key


def test_captures_come_back_as_they_were_put(object_store: ObjectStore, key: str) -> None:
    assert tuple(record.capture for record in read_part(object_store, key)) == CAPTURES


def test_outcomes_and_the_end_of_the_crawl_stand_in_the_part(object_store: ObjectStore, key: str) -> None:
    assert list(load_part(object_store, key).outcomes()) == OUTCOMES
    assert load_part(object_store, key).crawl_end() == CrawlEnd(False, "budget of 5 listings reached")


def test_one_capture_is_read_by_its_offset_alone(object_store: ObjectStore, key: str) -> None:
    for record in read_part(object_store, key):
        assert read_record(object_store, key, record.offset) == record


def test_offset_between_records_is_told(object_store: ObjectStore, key: str) -> None:
    with pytest.raises(StoreError, match="damaged at byte 401"):
        read_record(object_store, key, 401)


def test_offsets_are_known_while_writing(spool: Path, object_store: ObjectStore, layout: Layout) -> None:
    offsets = write(spool)
    key = upload_part(object_store, layout, RUN_ID, 1, spool).key
    assert [record.offset for record in read_part(object_store, key)] == offsets


def test_warcio_reads_every_record_and_finds_all_digests_right(spool: Path) -> None:
    write(spool)
    with spool.open("rb") as stream:
        kinds = []
        for record in SlowReader(stream, check_digests="raise"):
            record.content_stream().read()
            kinds.append(record.rec_type)
    assert kinds == ["warcinfo", *["response", "conversion"] * 5, "metadata"]


def test_fastwarc_reads_every_record_and_finds_all_digests_right(spool: Path) -> None:
    write(spool)
    with spool.open("rb") as stream:
        records = list(FastReader(stream, parse_http=False))
        assert len(records) == 12
    with spool.open("rb") as stream:
        assert all(record.verify_block_digest() for record in FastReader(stream, parse_http=False))


def test_decoded_page_keeps_its_changed_headers_under_another_name(spool: Path) -> None:
    write(spool, (capture(1),))
    with spool.open("rb") as stream:
        page = next(record for record in SlowReader(stream) if record.rec_type == "response")
        headers, body = page.http_headers, page.content_stream().read()
    assert body == capture(1).body
    assert headers.get_header("Content-Encoding") is None
    assert headers.get_header("X-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("X-Orig-Content-Length") == "11"
    assert headers.get_header("Content-Length") == str(len(body))


def test_same_part_uploaded_again_is_success_and_another_one_is_not(
    object_store: ObjectStore, layout: Layout, spool: Path
) -> None:
    write(spool)
    first = upload_part(object_store, layout, RUN_ID, 1, spool)
    assert upload_part(object_store, layout, RUN_ID, 1, spool) == first
    assert first.pages == 5
    assert first.size == spool.stat().st_size
    write(spool, (capture(9),))
    with pytest.raises(ConditionFailed):
        upload_part(object_store, layout, RUN_ID, 1, spool)


def test_part_that_was_not_closed_is_not_under_its_name(spool: Path) -> None:
    writer = PartWriter(spool, RUN_ID, 1)
    writer.add(capture(1))
    assert not spool.exists()
    writer.discard()
    assert list(spool.parent.iterdir()) == []


@pytest.mark.parametrize("where", [0.1, 0.3, 0.5, 0.9, 0.999])
def test_flipped_byte_anywhere_is_noticed_without_the_store(key: str, object_store: ObjectStore, where: float) -> None:
    part = load_part(object_store, key)
    data = bytearray(part.data)
    data[int(len(data) * where)] ^= 0x10
    with pytest.raises(StoreError, match="damaged"):
        list(type(part)(key, bytes(data)).records())


def test_cut_off_part_is_noticed_without_the_store(key: str, object_store: ObjectStore) -> None:
    part = load_part(object_store, key)
    with pytest.raises(StoreError, match="cut off"):
        list(type(part)(key, part.data[:-10]).records())


def test_header_of_a_page_cannot_begin_another_record(spool: Path) -> None:
    evil = capture(
        1, url="https://baophapluat.vn/a\r\nWARC-Type: warcinfo", headers=(("X", "a\r\n\r\nWARC/1.1\r\nY: 1"),)
    )
    write(spool, (evil,))
    records = list(FastReader(io.BytesIO(spool.read_bytes()), parse_http=False))
    assert len(records) == 4


def test_runs_and_parts_are_found_by_day(object_store: ObjectStore, layout: Layout, spool: Path) -> None:
    write(spool, (capture(1),))
    for run_id in ("20261122t000000z-00000001", "20261123t223000z-1f0c9a2b", "20261124t010000z-00000002"):
        for number in (1, 2):
            upload_part(object_store, layout, run_id, number, spool)
    assert len(runs_in_bronze(object_store, layout)) == 3
    assert runs_in_bronze(object_store, layout, date(2026, 11, 23)) == [RUN_ID, "20261124t010000z-00000002"]
    assert [info.key for info in list_parts(object_store, layout, RUN_ID)] == [
        layout.part(RUN_ID, 1),
        layout.part(RUN_ID, 2),
    ]


def test_part_left_in_the_spool_of_a_run_that_has_ended_is_taken_over_by_the_next_run(
    store_settings: Settings, object_store: ObjectStore, layout: Layout
) -> None:
    """A manifest names all parts of its run, so this one is stored as another's."""
    left = spool_root(store_settings) / RUN_ID
    left.mkdir(parents=True)
    for number in (1, 2):
        write(left / f"part-{number:05d}.warc.gz", (capture(number),))
    upload_part(object_store, layout, RUN_ID, 1, left / "part-00001.warc.gz")
    object_store.put(layout.manifest(RUN_ID), b"{}")

    (late,) = recover_spool(store_settings, object_store)

    assert late != RUN_ID
    assert [part.key for part in list_parts(object_store, layout, RUN_ID)] == [layout.part(RUN_ID, 1)]
    assert [part.key for part in list_parts(object_store, layout, late)] == [layout.part(late, 2)]
    started = datetime.strptime(RUN_ID[:8], "%Y%m%d").replace(tzinfo=UTC)
    assert dead_runs(open_lake(store_settings), "", started) == [late]
    assert not left.exists()


def test_what_others_left_in_the_spool_stops_no_run(
    object_store: ObjectStore, store_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    root = spool_root(store_settings)
    root.mkdir(parents=True)
    (root / "20260101t000000z-deadbeef").write_text("a file", encoding="utf-8")
    (root / "notes.json").write_text("{}", encoding="utf-8")
    unreadable = root / "20260101t000000z-0000000a" / "part-00001.warc.gz"
    unreadable.mkdir(parents=True)
    with caplog.at_level(logging.WARNING, "dvingest"):
        assert recover_spool(store_settings, object_store) == []
    assert "20260101t000000z-0000000a could not be uploaded and stays there" in caplog.text
    assert unreadable.is_dir()
