"""Which days silver covers: articles per day, days that have suspiciously few, and the backfills that would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from statistics import median

from dvingest.windows import DateWindow, vietnamese_day

NEIGHBOURS = 8
"""Weeks before and after whose same weekday says what is usual."""
LEAST_OF_USUAL = 0.5
LEAST_USUAL = 3
"""Where fewer articles a day are usual, a day without any is chance."""


def articles_per_day(published: Iterable[datetime]) -> Counter[date]:
    """Return the number of articles per Vietnamese day from their dates of publication."""
    return Counter(vietnamese_day(moment) for moment in published)


def thin_days(counts: Mapping[date, int], window: DateWindow) -> tuple[date, ...]:
    """Return the days of `window` with fewer than half of the articles usual for their weekday around them.

    A day without any is among them, unless hardly any are usual. Usual is the median over the weeks around that have
    articles at all, so that a gap of months does not declare itself normal.
    """
    first, last = min(counts, default=date.max), max(counts, default=date.min)
    return tuple(day for day in window.days() if _is_thin(counts, day, is_between=first < day < last))


def _is_thin(counts: Mapping[date, int], day: date, *, is_between: bool) -> bool:
    around = [counts.get(day + timedelta(weeks=weeks), 0) for weeks in range(-NEIGHBOURS, NEIGHBOURS + 1) if weeks]
    some = [number for number in around if number > 0]
    if not some:
        # Nothing around either: a gap that is wider than the comparison, or a time before the newspaper.
        return counts.get(day, 0) == 0 and is_between
    usual = median(some)
    return usual >= LEAST_USUAL and counts.get(day, 0) < LEAST_OF_USUAL * usual


def suggest_backfills(days: Collection[date]) -> tuple[DateWindow, ...]:
    """Return the windows that cover `days`, newest first: days that lie within a week of each other form one.

    No window crosses a month, as a backfill runs month by month.
    """
    windows: list[DateWindow] = []
    for day in sorted(days):
        last = windows[-1] if windows else None
        if last and (day - last.last).days <= 7 and (day.year, day.month) == (last.start.year, last.start.month):
            windows[-1] = DateWindow.of_days(last.start, day)
        else:
            windows.append(DateWindow.of_days(day, day))
    return tuple(reversed(windows))
