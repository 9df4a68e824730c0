"""The months of a backfill go newest first, and one is done only when nothing more can come of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dvingest.archive.backfilling import (
    Estimate,
    backfill_window,
    brings_whole_month,
    estimate,
    estimate_line,
    is_whole_month,
    name_of,
    newest_first,
    time_left,
)
from dvingest.errors import ConfigError
from dvingest.model import Manifest, Progress
from dvingest.windows import DateWindow

TODAY = date(2026, 11, 23)


def window(first: str, last: str) -> DateWindow:
    return DateWindow.of_days(date.fromisoformat(first), date.fromisoformat(last))


def a_manifest(**changes: object) -> Manifest:
    values: dict[str, object] = {
        "run_id": "20210301t000000z-0000000a",
        "flow": "backfill",
        "site": "https://baophapluat.vn",
        "host": "baophapluat.vn",
        "start": date(2021, 1, 1),
        "end": date(2021, 2, 1),
        "started_at": datetime(2021, 3, 1, tzinfo=UTC),
        "finished_at": datetime(2021, 3, 1, 1, tzinfo=UTC),
        "status": "succeeded",
        "counts": {"considered": 10, "stored": 9, "failed": 1},
        "reasons": {"failed:http_404": 1},
    }
    return Manifest.model_validate(values | changes)


def test_months_go_newest_first_and_cover_the_window() -> None:
    months = newest_first(window("2020-11-20", "2021-02-03"))
    assert [f"{month.start} {month.last}" for month in months] == [
        "2021-02-01 2021-02-03",
        "2021-01-01 2021-01-31",
        "2020-12-01 2020-12-31",
        "2020-11-20 2020-11-30",
    ]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2021-01-01", "2021-01-31", "backfill 2021-01"),
        ("2021-01-01", "2021-12-31", "backfill 2021-01 to 2021-12"),
        ("2021-01-10", "2021-01-12", "backfill 2021-01-10 to 2021-01-12"),
    ],
)
def test_runs_are_called_after_their_days(first: str, last: str, name: str) -> None:
    assert name_of(window(first, last)) == name


def test_days_after_today_are_left_out_and_a_future_start_is_refused() -> None:
    assert backfill_window(date(2026, 11, 1), date(2026, 12, 31), TODAY).last == TODAY
    with pytest.raises(ConfigError, match="lies in the future"):
        backfill_window(date(2026, 12, 1), date(2026, 12, 31), TODAY)
    with pytest.raises(ConfigError, match="lies after end"):
        backfill_window(date(2026, 2, 1), date(2026, 1, 1), TODAY)


def test_a_month_is_whole_from_its_first_day_to_its_last() -> None:
    assert is_whole_month(window("2024-02-01", "2024-02-29"))
    assert not is_whole_month(window("2024-02-01", "2024-02-28"))
    assert not is_whole_month(window("2024-01-01", "2024-02-29"))


def test_a_run_that_left_nothing_to_bring_completes_its_month() -> None:
    assert brings_whole_month(a_manifest())
    lasting = {"failed:redirect_loop": 1, "skipped:robots": 3, "skipped:duplicate": 2, "rejected:no_date": 1}
    assert brings_whole_month(a_manifest(reasons=lasting))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "rejected"},
        {"complete": False},
        {"limited": True},
        {"reasons": {"failed:http_503": 1}},
        {"reasons": {"skipped:robots_unreachable": 4}},
        {"reasons": {"rejected:login_wall": 1}},
        {"end": date(2021, 1, 31)},
        {"finished_at": datetime(2021, 1, 31, 20, tzinfo=UTC)},
    ],
    ids=lambda changes: str(next(iter(changes.values()))),
)
def test_a_month_with_something_left_is_not_complete(changes: dict[str, object]) -> None:
    assert not brings_whole_month(a_manifest(**changes))


def test_estimate_counts_what_would_be_fetched_at_the_polite_pace() -> None:
    guess = estimate(Progress(considered=4000, unchanged=400, skipped=3600), delay=1.0, complete=True)
    assert (guess.urls, guess.to_fetch, guess.hours) == (4000, 3600, 1.0)


def test_time_left_follows_the_slower_of_delay_and_pace() -> None:
    assert time_left(Progress(phase="discovering", considered=10), 1.0) is None
    fast = Progress(phase="fetching", considered=110, stored=10, pages_fetched=10, elapsed_seconds=1)
    assert time_left(fast, 1.0) == timedelta(seconds=100)
    slow = fast.model_copy(update={"elapsed_seconds": 30})
    assert time_left(slow, 1.0) == timedelta(seconds=300)


@pytest.mark.parametrize(
    ("hours", "span"), [(0.0, "at least 1 min"), (1.7, "at least 102 min"), (33.3, "at least 33.3 hours")]
)
def test_an_estimate_says_how_long_it_takes_in_a_measure_that_fits(hours: float, span: str) -> None:
    line = estimate_line(window("2021-01-01", "2021-12-31"), Estimate(3, 2, hours, complete=True))
    assert f"fetch 2 pages, {span}." in line
