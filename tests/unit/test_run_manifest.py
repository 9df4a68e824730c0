"""What a manifest carries on from the runs before it."""

from datetime import UTC, date, datetime

from dvingest.model import Manifest
from dvingest.run_manifest import carried_on


def run(finished: str, per_day: dict[date, int]) -> Manifest:
    moment = datetime.fromisoformat(finished).replace(tzinfo=UTC)
    return Manifest(
        run_id="20261120t000000z-00000000",
        flow="daily-crawl",
        site="https://baophapluat.vn",
        host="baophapluat.vn",
        start=date(2026, 11, 20),
        end=date(2026, 11, 21),
        started_at=moment,
        finished_at=moment,
        status="succeeded",
        counts={},
        per_day=per_day,
    )


def test_days_counted_now_replace_what_the_last_run_knew() -> None:
    earlier = [run("2026-11-19", {date(2026, 11, 18): 3, date(2026, 11, 19): 5}), run("2026-11-18", {})]
    assert carried_on(earlier, {date(2026, 11, 19): 7, date(2026, 11, 20): 2}) == {
        date(2026, 11, 18): 3,
        date(2026, 11, 19): 7,
        date(2026, 11, 20): 2,
    }


def test_run_that_counted_nothing_does_not_break_the_chain() -> None:
    earlier = [run("2026-11-18", {date(2026, 11, 18): 3}), run("2026-11-19", {})]
    assert carried_on(earlier, {date(2026, 11, 20): 2})[date(2026, 11, 18)] == 3


def test_days_older_than_a_year_and_days_without_articles_are_left_out() -> None:
    earlier = [run("2026-11-19", {date(2025, 1, 1): 9})]
    assert carried_on(earlier, {date(2026, 11, 19): 0, date(2026, 11, 20): 2}) == {date(2026, 11, 20): 2}
