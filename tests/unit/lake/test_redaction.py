"""A purged record leaves no byte of itself in its part, and every other record stays where it is."""

import gzip
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from dvingest.errors import StoreError
from dvingest.lake.bronze import Part, PartWriter
from dvingest.lake.purged import PURGED_URL
from dvingest.lake.redaction import blank_records, replace_pages
from dvingest.lake.warc import members
from dvingest.model import Block, Capture, Outcome, OutcomeStatus, RawArticle, Rejection, RejectionReason

RUN = "20261123t223000z-1f0c9a2b"
KEY = f"bronze/crawl_date=2026-11-23/{RUN}/part-00001.warc.gz"
SECRET = "Người được nêu tên đã xin rút bài này"


def a_capture(number: int, text: str, *, rejected: bool = False) -> Capture:
    url = f"https://baophapluat.vn/bai-so-post{number}.html"
    noise = random.Random(number).randbytes(number % 7 * 9000)
    article = RawArticle(url=url, template="cms", title=text, blocks=(Block("paragraph", text),))
    return Capture(
        url=url,
        fetched_at=datetime(2026, 11, 23, 1, number % 60, tzinfo=UTC),
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=b"<html>" + text.encode() + noise,
        reading=Rejection(url, RejectionReason.NO_DATE, text) if rejected else article,
    )


@pytest.fixture
def part(tmp_path: Path) -> Part:
    writer = PartWriter(tmp_path / "part-00001.warc.gz", RUN, 1)
    for number in range(100, 120):
        text = SECRET if number in (104, 111) else f"Bài số {number}"
        writer.add(a_capture(number, text, rejected=number == 111))
    writer.add_outcomes(
        [
            Outcome(
                "https://baophapluat.vn/nguoi-duoc-neu-ten-post104.html", OutcomeStatus.UNCHANGED, None, "plvn:104"
            ),
            Outcome(
                "https://baophapluat.vn/bai-khac-post90.html", OutcomeStatus.FAILED, "http_503", "plvn:90", detail="x"
            ),
        ]
    )
    writer.finish(complete=True)
    return Part(KEY, writer.close().read_bytes())


def secret_offsets(part: Part) -> set[int]:
    return {record.offset for record in part.records() if SECRET in repr(record.capture.reading)}


def blanked(part: Part) -> Part:
    return Part(KEY, blank_records(part.data, secret_offsets(part), lambda line: line.get("article_id") == "plvn:104"))


def test_no_byte_of_the_purged_text_is_left(part: Part) -> None:
    assert SECRET.encode() in b"".join(member.record for member in members(part.data))
    plain = gzip.decompress(blanked(part).data)
    assert SECRET.encode() not in plain
    assert b"post104" not in plain
    assert b"nguoi-duoc-neu-ten" not in plain


def test_every_other_record_stays_at_its_byte(part: Part) -> None:
    after = blanked(part)
    assert len(after.data) == len(part.data)
    gone = secret_offsets(part)
    assert list(after.records()) == [record for record in part.records() if record.offset not in gone]
    assert len(list(after.records())) == 18


def test_outcomes_still_add_up_and_the_end_of_the_crawl_is_still_there(part: Part) -> None:
    after = blanked(part)
    assert len(list(after.outcomes())) == 2
    assert [outcome.url for outcome in after.outcomes()] == [PURGED_URL, "https://baophapluat.vn/bai-khac-post90.html"]
    end = after.crawl_end()
    assert end is not None
    assert end.complete


def test_another_reader_of_warc_files_reads_the_part(part: Part, tmp_path: Path) -> None:
    path = tmp_path / "blanked.warc.gz"
    path.write_bytes(blanked(part).data)
    with path.open("rb") as stream:
        kinds = [record.record_type.name for record in ArchiveIterator(stream)]
    assert kinds.count("response") == kinds.count("conversion") == 18


def test_blanking_twice_changes_nothing_more(part: Part) -> None:
    once = blank_records(part.data, secret_offsets(part))
    assert blank_records(once, secret_offsets(part)) == once
    assert blank_records(part.data, set()) == part.data


def test_a_part_that_is_cut_off_is_refused(part: Part) -> None:
    with pytest.raises(StoreError, match="cut off"):
        blank_records(part.data[:-20], set())
    with pytest.raises(StoreError, match="damaged at byte"):
        blank_records(part.data + b"x" * 30, set())


def test_another_page_of_the_same_length_takes_the_place_of_a_page(part: Part) -> None:
    before = list(part.records())
    target = before[4]
    page = target.capture.body.replace("Người".encode(), b"x" * len("Người".encode()))
    after = Part(KEY, replace_pages(part.data, {target.offset: page}))
    assert len(after.data) == len(part.data)
    records = list(after.records())  # digests are checked on the way
    assert [record.offset for record in records] == [record.offset for record in before]
    assert records[4].capture.body == page
    assert [one.capture for one in records if one.offset != target.offset] == [
        one.capture for one in before if one.offset != target.offset
    ]
    assert [outcome.url for outcome in after.outcomes()] == [outcome.url for outcome in part.outcomes()]


def test_a_page_of_another_length_is_refused(part: Part) -> None:
    target = next(part.records())
    with pytest.raises(StoreError, match="length"):
        replace_pages(part.data, {target.offset: target.capture.body + b"x"})
