"""A purged article leaves no byte in the bucket, and nothing brings it back."""

import gzip
import io
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, pages, write_bronze

from dvingest.archive.auditing import audit_identities, audit_rows, audit_runs
from dvingest.archive.purging import purge
from dvingest.archive.replaying import plan_replay, publish_stretch, read_again
from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.lake.layout import new_run_id
from dvingest.lake.purged import read_purged
from dvingest.model import Outcome, OutcomeStatus
from dvingest.settling import Lake
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

SECRET = "ông Tạ Quang Bửu Lâm đã xin rút lại lời kể này khỏi mặt báo"
EARLIER = "bản đầu tiên còn nhắc tên người cháu gái Tạ Thị Nguyệt Hà"
START = AFTERWARDS


def everything_in(lake: Lake) -> bytes:
    """Return every byte of the lake, unpacked as far as a curious reader would unpack it."""
    found = []
    for info in lake.store.list(lake.layout.prefix):
        data = lake.store.get(info.key)
        found.append(info.key.encode() + data)
        if info.key.endswith(".gz"):
            found.append(gzip.decompress(data))
        elif info.key.endswith(".parquet"):
            table = pq.read_table(io.BytesIO(data))
            found.append(repr(table.to_pylist()).encode())
    return b"\n".join(found)


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    return a_lake(store_settings)


def test_no_byte_of_its_text_is_left_in_the_bucket(lake: Lake) -> None:
    target = Page(400_107, text=EARLIER)
    a_run(lake, [*pages(60, 400_000), target, *pages(30, 400_200)])
    named = Outcome(target.url, OutcomeStatus.FAILED, "http_503", target.key)
    edited = replace(target, text=SECRET)
    a_run(lake, [edited, *pages(5, 400_300)], START + timedelta(days=1))
    a_run(lake, pages(3, 400_400), START + timedelta(days=2), outcomes=[named])
    assert SECRET.encode() in everything_in(lake)
    assert EARLIER.encode() in everything_in(lake)

    done = purge(lake, target.url)

    assert (done.article_id, done.rows, done.pages) == (target.key, 1, 2)
    assert done.files >= 1
    left = everything_in(lake)
    for trace in (SECRET, EARLIER, "Chuyện làng số 400107", "bai-viet-so-400107"):
        assert trace.encode() not in left, trace
    assert lake.silver.find(target.key) is None
    assert len(lake.silver.read(None, ["article_id"])) == 60 + 30 + 5 + 3


def test_every_other_article_still_stands_on_its_page(lake: Lake) -> None:
    a_run(lake, pages(60), part_pages=20)
    purge(lake, "plvn:400030")
    months = lake.silver.months()
    audit = audit_rows(lake, months, every_page=True)
    assert audit.rows == audit.sampled == 59
    assert not audit.findings.counts
    assert not audit_identities(lake).counts
    window = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))
    assert not audit_runs(lake, window, every_part=True).findings.counts


def test_neither_replay_nor_another_run_brings_it_back(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target, *pages(3, 400_010)])
    purge(lake, target.key)
    window = DateWindow.of_days(target.day, target.day + timedelta(days=28))
    for stretch in plan_replay(lake, window):
        batches = [read_again(batch) for batch in stretch.batches]
        publish_stretch(lake, new_run_id(START), START, stretch, batches)
    a_run(lake, [target], START + timedelta(days=3))
    assert lake.silver.find(target.key) is None
    assert target.key in read_purged(lake.store, lake.layout)


def test_pages_of_a_dead_run_without_a_manifest_are_purged_too(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target])
    write_bronze(lake, [target, *pages(2, 400_010)], START + timedelta(days=1))
    assert purge(lake, target.key).pages == 2
    assert SECRET.encode() not in everything_in(lake)


def test_purging_again_finds_nothing_more_and_finishes_what_was_left(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    a_run(lake, [target, *pages(3, 400_010)])
    assert not purge(lake, target.key).is_empty
    assert purge(lake, target.key).is_empty


def test_the_list_of_purged_ids_holds_no_words_of_an_address(lake: Lake) -> None:
    purge(lake, "plvn:baophapluat.vn/nguoi-duoc-neu-ten-trong-bai")
    data = lake.store.get(lake.layout.purged)
    assert b"nguoi-duoc" not in data
    assert "plvn:baophapluat.vn/nguoi-duoc-neu-ten-trong-bai" in read_purged(lake.store, lake.layout)
    assert "plvn:baophapluat.vn/mot-bai-khac" not in read_purged(lake.store, lake.layout)


@pytest.mark.parametrize(
    "name", ["384250", "https://example.org/x-post1.html", "plvn:", "https://baophapluat.vn@evil.example/"]
)
def test_what_is_no_article_is_refused(lake: Lake, name: str) -> None:
    with pytest.raises(ConfigError, match=r"plvn:384250|no address of the newspaper"):
        purge(lake, name)
    assert len(read_purged(lake.store, lake.layout)) == 0


def test_the_blank_is_no_copy(lake: Lake) -> None:
    target = Page(400_005, text=SECRET)
    manifest = a_run(lake, [target, *pages(3, 400_010)])
    before = lake.store.get(manifest.parts[0].key)
    purge(lake, target.key)
    after = lake.store.get(manifest.parts[0].key)
    assert len(after) == len(before)
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert b"warcinfo" in inflate.decompress(after)
