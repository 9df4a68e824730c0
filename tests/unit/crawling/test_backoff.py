"""A site that fails is given time, and left alone in the end; a page that fails holds nothing up."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from scrapy.http import Request, Response

from dvingest.crawling.control import Postponed
from dvingest.crawling.fetching.backoff import MANY_BUSY, MAX_REFUSALS, MAX_RESTS, BackoffMiddleware
from dvingest.crawling.order import StopReason


class FakeControl:
    """Notes what the crawl is told."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.postponed: list[Request] = []
        self.stopped: StopReason | None = None

    def get_extension(self, _kind: type) -> Any:
        return self

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def postpone(self, request: Request, _seconds: float) -> None:
        self.postponed.append(request)

    def stop(self, reason: StopReason, _message: str) -> None:
        self.stopped = reason


def ask(backoff: BackoffMiddleware, number: int, status: int, **headers: str) -> None:
    request = Request(f"https://baophapluat.vn/mot-bai-bao-post{number}.html")
    served = {name.replace("_", "-"): value for name, value in headers.items()}
    with suppress(Postponed):
        backoff.process_response(request, Response(request.url, status=status, headers=served, body=b"x"))


@pytest.fixture
def control() -> FakeControl:
    return FakeControl()


@pytest.fixture
def backoff(control: FakeControl) -> BackoffMiddleware:
    return BackoffMiddleware(control)  # type: ignore[arg-type]


def test_crawl_rests_longer_and_longer_when_page_after_page_fails(
    backoff: BackoffMiddleware, control: FakeControl
) -> None:
    for number in range(3 * MANY_BUSY):
        ask(backoff, number, 503)
    first, second, third = control.pauses
    assert second == 2 * first
    assert third == 2 * second
    assert control.stopped is None
    # The page that the rest began with is asked for again, and that is no failed try of it.
    assert [request.meta for request in control.postponed if "pauses" in request.meta] == [{"pauses": 1}] * 3


def test_one_page_that_keeps_failing_lets_nothing_rest(backoff: BackoffMiddleware, control: FakeControl) -> None:
    for _ in range(20):
        ask(backoff, 1, 500)
    assert control.pauses == []


def test_any_answer_between_them_tells_that_the_site_is_there(backoff: BackoffMiddleware, control: FakeControl) -> None:
    for number in range(40):
        ask(backoff, number, 200 if number % MANY_BUSY == 0 else 502)
    assert control.pauses == []


def test_newspaper_that_answers_no_page_any_more_is_left_alone(
    backoff: BackoffMiddleware, control: FakeControl
) -> None:
    for number in range(MAX_RESTS * MANY_BUSY):
        ask(backoff, number, 503)
    assert control.stopped is None
    for number in range(MANY_BUSY):
        ask(backoff, number, 503)
    assert control.stopped is StopReason.SITE_DOWN


@pytest.mark.parametrize("status", [202, 304])
def test_empty_answer_is_asked_for_once_more(backoff: BackoffMiddleware, control: FakeControl, status: int) -> None:
    first = Request("https://baophapluat.vn/mot-bai-bao-post1.html")
    with pytest.raises(Postponed):
        backoff.process_response(first, Response(first.url, status=status))
    (again,) = control.postponed
    empty = Response(again.url)
    assert backoff.process_response(again, empty) is empty


def test_refusal_that_says_when_to_come_back_is_waited_out(backoff: BackoffMiddleware, control: FakeControl) -> None:
    ask(backoff, 0, 403, Retry_After="900")  # of a wall, which nobody has passed yet
    ask(backoff, 1, 200)
    ask(backoff, 2, 403, Retry_After="3")
    ask(backoff, 3, 403)
    assert control.pauses == [3.0]
    assert [request.meta for request in control.postponed] == [{"pauses": 1}]


def test_page_that_may_be_had_at_once_is_asked_for_with_growing_delays(
    backoff: BackoffMiddleware, control: FakeControl
) -> None:
    ask(backoff, 1, 429, Retry_After="0")
    ask(backoff, 2, 503, Retry_After="Mon, 01 Jan 2024 00:00:00 GMT")
    assert [request.meta for request in control.postponed] == [{"tries": 2}, {"tries": 2}]


def test_refusals_in_a_row_end_the_crawl_whatever_they_promise(
    backoff: BackoffMiddleware, control: FakeControl
) -> None:
    ask(backoff, 0, 200)
    for number in range(1, 1 + MAX_REFUSALS):
        assert control.stopped is None
        ask(backoff, number, 403, Retry_After="3")
    assert control.stopped is StopReason.BLOCKED
