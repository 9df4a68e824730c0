"""Readings and outcomes as JSON, there and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_samples import capture, rejected_capture

from dvingest.errors import StoreError
from dvingest.lake.records import (
    CrawlEnd,
    outcomes_from_lines,
    outcomes_to_lines,
    reading_from_json,
    reading_to_json,
)
from dvingest.model import Block, Outcome, OutcomeStatus, RawArticle, Rejection
from dvingest.windows import VIETNAM_TIME


def test_article_and_rejection_come_back_equal() -> None:
    for one in (capture(1), rejected_capture(2)):
        reading, beside = reading_from_json(reading_to_json(one))
        assert reading == one.reading
        assert type(reading) is type(one.reading)
        assert beside["section"] == "phap-dinh"
        assert beside["redirected_from"] == one.redirected_from


@given(text=st.text(), tags=st.lists(st.text()), moment=st.datetimes(timezones=st.sampled_from([UTC, VIETNAM_TIME])))
def test_any_text_comes_back_equal(text: str, tags: list[str], moment: datetime) -> None:
    reading = RawArticle("u", "zone", text, (Block("paragraph", text),), tags=tuple(tags), published_at=moment)
    back, _ = reading_from_json(reading_to_json(capture(1, reading=reading)))
    assert back == reading


def test_lone_surrogate_of_a_broken_page_comes_back() -> None:
    reading = RawArticle("u", "zone", "a\ud800b", (Block("paragraph", "x"),))
    assert reading_from_json(reading_to_json(capture(1, reading=reading)))[0] == reading


def test_field_of_a_later_version_is_left_out() -> None:
    content = json.loads(reading_to_json(capture(1)))
    content["value"]["mood"] = "calm"
    assert reading_from_json(json.dumps(content).encode())[0] == capture(1).reading


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"{}", b'{"reading": "article", "value": {}}', b"null"])
def test_what_is_no_reading_is_told_in_one_sentence(line: bytes) -> None:
    with pytest.raises(StoreError, match="no reading"):
        reading_from_json(line)


def test_outcomes_and_the_end_of_a_crawl_come_back_in_order() -> None:
    outcomes = [
        Outcome("https://baophapluat.vn/a", OutcomeStatus.FAILED, "timeout", None, "phap-dinh", "30 s\nsecond line"),
        Outcome("https://baophapluat.vn/b\u2028c", OutcomeStatus.STORED, None, "plvn:1"),
    ]
    end = CrawlEnd(True, "")
    assert list(outcomes_from_lines(outcomes_to_lines(outcomes, end))) == [*outcomes, end]
    assert list(outcomes_from_lines(b"")) == []


@pytest.mark.parametrize("line", [b"{", b"{}", b'{"url": "u", "status": "lost"}'])
def test_damaged_outcome_is_told(line: bytes) -> None:
    with pytest.raises(StoreError, match="line of outcomes"):
        list(outcomes_from_lines(line))


def test_rejections_keep_their_reason() -> None:
    reading, _ = reading_from_json(reading_to_json(rejected_capture(1)))
    assert isinstance(reading, Rejection)
    assert reading.reason == "no_date"
