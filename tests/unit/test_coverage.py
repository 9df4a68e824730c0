"""Days with suspiciously few articles are found by what is usual around them; backfills that fill them are named."""

from datetime import UTC, date, datetime, timedelta

from dvingest.coverage import articles_per_day, suggest_backfills, thin_days
from dvingest.windows import DateWindow

YEAR = DateWindow.of_days(date(2025, 1, 1), date(2025, 12, 31))


def counts(weekday: int = 120, sunday: int = 50) -> dict[date, int]:
    return {day: sunday if day.weekday() == 6 else weekday for day in YEAR.days()}


def test_days_are_counted_as_a_clock_in_vietnam_shows_them() -> None:
    late_evening_in_utc = datetime(2025, 3, 1, 18, tzinfo=UTC)
    assert articles_per_day([late_evening_in_utc]) == {date(2025, 3, 2): 1}


def test_quiet_sundays_are_usual_and_a_half_empty_weekday_is_not() -> None:
    assert thin_days(counts(), YEAR) == ()
    thin = date(2025, 5, 14)
    assert thin_days(counts() | {thin: 50}, YEAR) == (thin,)


def test_a_gap_of_half_a_year_is_found_whole() -> None:
    gap = DateWindow(date(2025, 3, 1), date(2025, 9, 1))
    kept = {day: number for day, number in counts().items() if not gap.start <= day < gap.end}
    assert thin_days(kept, YEAR) == tuple(gap.days())


def test_days_without_articles_in_a_small_old_newspaper_are_chance() -> None:
    small = counts(weekday=2, sunday=1) | {date(2025, 5, 14): 0}
    assert thin_days(small, YEAR) == ()


def test_time_before_the_first_article_is_no_gap() -> None:
    long_before = DateWindow.of_days(date(2020, 1, 1), date(2020, 12, 31))
    assert thin_days(counts(), long_before) == ()
    assert thin_days({}, YEAR) == ()


def test_backfills_are_named_newest_first_and_by_month() -> None:
    days = [date(2025, 3, 30), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 3), date(2025, 4, 25)]
    assert suggest_backfills(days) == (
        DateWindow.of_days(date(2025, 4, 25), date(2025, 4, 25)),
        DateWindow.of_days(date(2025, 4, 1), date(2025, 4, 3)),
        DateWindow.of_days(date(2025, 3, 30), date(2025, 3, 31)),
    )
    covered = {day for window in suggest_backfills(days) for day in window.days()}
    assert set(days) <= covered
    assert max(days) + timedelta(days=1) not in covered
    assert suggest_backfills([]) == ()
