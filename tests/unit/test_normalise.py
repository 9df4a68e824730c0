"""A row has what its page says, in UTC, with ids and hashes that outlast address and layout."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from dvingest.errors import DvingestError
from dvingest.model import Block, BronzeRecord, Capture, Image, RawArticle, Reading, Rejection, RejectionReason
from dvingest.normalise import content_sha256, normalise

VIETNAM = timezone(timedelta(hours=7))
RAW = RawArticle(
    url="https://baophapluat.vn/xa-hoi/xa-bon-sua-duong-377123.html",
    template="zone",
    title="Xã Bồn sửa đường",
    lead="Con đường đã thông.",
    agency_prefix="PLVN",
    blocks=(Block("paragraph", "Đường dài bốn cây số."), Block("table", "Thôn\tDài\nHạ\t2 km")),
    images=(Image("https://image.baophapluat.vn/w840/2021_01_31/a.jpg", "Đường mới."), Image("https://x.vn/b.jpg")),
    published_raw="31/01/2021 23:30",
    published_at=datetime(2021, 1, 31, 23, 30, tzinfo=VIETNAM),
)


def record(reading: Reading, **changes: object) -> BronzeRecord:
    capture = Capture(
        url=RAW.url,
        fetched_at=datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM),
        status=200,
        headers=(),
        body=b"",
        reading=reading,
        extractor_version="1",
    )
    return BronzeRecord(replace(capture, **changes), "20261123t020000z-1f0c9a2b", "bronze/part-00001.warc.gz", 512)  # type: ignore[arg-type]


def test_row_has_utc_times_and_the_vietnamese_month() -> None:
    article = normalise(record(RAW))
    assert article.published_at == datetime(2021, 1, 31, 16, 30, tzinfo=UTC)
    assert article.published_at.tzinfo is UTC
    assert article.fetched_at == article.first_seen_at == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert article.month == "2021-01"
    assert (article.revision, article.gone_at) == (1, None)


def test_month_turns_at_midnight_in_viet_nam() -> None:
    late = replace(RAW, published_at=datetime(2021, 1, 31, 17, 0, tzinfo=UTC))
    assert normalise(record(late)).month == "2021-02"


def test_row_keeps_where_it_came_from() -> None:
    article = normalise(record(RAW))
    assert (article.run_id, article.bronze_key, article.bronze_offset) == (
        "20261123t020000z-1f0c9a2b",
        "bronze/part-00001.warc.gz",
        512,
    )
    assert (article.article_id, article.host) == ("plvn:377123", "baophapluat.vn")
    assert article.body == "Đường dài bốn cây số.\n\nThôn\tDài\nHạ\t2 km"
    assert article.word_count == 4 + 4 + 5 + 5


@pytest.mark.parametrize(
    ("canonical", "fetched", "asked_for"),
    [
        ("https://baophapluat.vn/xa-bon-sua-duong-post377123.html", RAW.url, None),
        ("https://baophapluat.vn/xa-bon-sua-duong.html", RAW.url, None),
        (None, "https://baophapluat.vn/xa-bon-sua-duong.html", RAW.url),
        (None, "http://www.baophapluat.vn/xa-hoi/slug-khac-377123.html?x=1", None),
    ],
)
def test_id_is_the_same_whichever_address_has_the_number(
    canonical: str | None, fetched: str, asked_for: str | None
) -> None:
    article = normalise(record(replace(RAW, canonical_url=canonical), url=fetched, redirected_from=asked_for))
    assert article.article_id == "plvn:377123"


def test_rejected_page_and_text_without_a_date_become_no_row() -> None:
    with pytest.raises(DvingestError, match="rejected"):
        normalise(record(Rejection(RAW.url, RejectionReason.NO_BODY)))
    with pytest.raises(DvingestError, match="no date"):
        normalise(record(replace(RAW, published_at=None)))


def test_hash_is_that_of_the_text_and_not_of_its_encoding_or_dress() -> None:
    def hash_of(title: str, blocks: tuple[Block, ...], captions: list[str | None]) -> str:
        return content_sha256(title, RAW.lead, blocks, captions)

    usual = hash_of(RAW.title, RAW.blocks, ["Đường mới.", None])
    twin = tuple(Block(block.kind, unicodedata.normalize("NFD", block.text)) for block in RAW.blocks)
    assert hash_of(unicodedata.normalize("NFD", RAW.title), twin, ["Đường mới."]) == usual
    assert hash_of(RAW.title, (Block("heading", RAW.blocks[0].text), RAW.blocks[1]), ["Đường mới."]) == usual
    assert hash_of(RAW.title + "!", RAW.blocks, ["Đường mới."]) != usual
    assert hash_of(RAW.title, RAW.blocks[:1], ["Đường mới."]) != usual
    assert hash_of(RAW.title, RAW.blocks, []) != usual


def test_text_moved_from_one_field_to_another_is_another_content() -> None:
    assert content_sha256("a", "b", (), []) != content_sha256("a", None, (Block("paragraph", "b"),), [])
    two, one = (Block("paragraph", "a"), Block("paragraph", "b")), (Block("paragraph", "a b"),)
    assert content_sha256("t", None, two, []) != content_sha256("t", None, one, [])
