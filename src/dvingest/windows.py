"""Spans of Vietnamese days and the months they fall into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from dvingest.errors import ConfigError

# Viet Nam has no summer time and has kept UTC+7 since 1975, which is older than any page of the newspaper;
# a fixed offset needs no time zone database.
VIETNAM_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_OLDEST, _NEWEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that can be asked for; beyond them a clock's arithmetic ends."""


@dataclass(frozen=True, slots=True)
class DateWindow:
    """Half-open span [start, end) of days in Vietnamese time; `end` is the first day outside."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty or reversed span with ConfigError."""
        if self.start >= self.end:
            last = self.end - timedelta(days=1)
            raise ConfigError(f"start {self.start} lies after end {last}: give a start that is not later than the end.")

    @classmethod
    def of_days(cls, first: date, last: date) -> DateWindow:
        """Return the window from `first` to `last`, both included; ConfigError where no newspaper can be."""
        for day in (first, last):
            _require_possible(day, "")
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    @property
    def length(self) -> int:
        """How many days are inside."""
        return (self.end - self.start).days

    @property
    def starts_at(self) -> datetime:
        """The first moment inside, in UTC."""
        return datetime.combine(self.start, time(), VIETNAM_TIME).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment outside, in UTC."""
        return datetime.combine(self.end, time(), VIETNAM_TIME).astimezone(UTC)

    def contains(self, moment: datetime) -> bool:
        """Tell whether an aware `moment` falls on a day inside."""
        return self.starts_at <= moment < self.ends_at

    def overlaps(self, other: DateWindow) -> bool:
        """Tell whether the windows have a day in common."""
        return self.start < other.end and other.start < self.end

    def days(self) -> Iterator[date]:
        """Yield every day inside, oldest first."""
        for offset in range(self.length):
            yield self.start + timedelta(days=offset)

    def whole_months(self) -> DateWindow:
        """Return the months touched, from their first day to their last."""
        return DateWindow(self.start.replace(day=1), first_of_next_month(self.last))

    def months(self) -> tuple[str, ...]:
        """Return the months touched, as `2021-01`, oldest first."""
        return tuple(f"{month.start:%Y-%m}" for month in self.split_by_month())

    def split_by_month(self) -> tuple[DateWindow, ...]:
        """Return one window per month touched, oldest first; together they are this window."""
        windows = []
        start = self.start
        while start < self.end:
            end = min(self.end, first_of_next_month(start))
            windows.append(DateWindow(start, end))
            start = end
        return tuple(windows)


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after the one of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def vietnamese_day(moment: datetime) -> date:
    """Return the day of an aware `moment` as a clock in Viet Nam shows it."""
    return moment.astimezone(VIETNAM_TIME).date()


def month_of(moment: datetime) -> str:
    """Return the partition of an aware `moment`: its month in Viet Nam, as `2021-01`."""
    return f"{vietnamese_day(moment):%Y-%m}"


def parse_day(value: str, name: str = "day") -> date:
    """Return the date written as `2026-11-23`; ConfigError names the value and the allowed form."""
    try:
        day = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=VIETNAM_TIME).date()
    except ValueError:
        raise ConfigError(f"{name} {value!r} is not a date: write it as YYYY-MM-DD, like 2026-11-23.") from None
    _require_possible(day, f"{name} ")
    return day


def days_before(day: date, count: int) -> date:
    """Return the day `count` days before `day`; ConfigError where no newspaper can be."""
    _require_possible(day, "")
    return day - timedelta(days=count)


def _require_possible(day: date, name: str) -> None:
    if not _OLDEST <= day <= _NEWEST:
        raise ConfigError(f"{name}{day} is no day of the newspaper: give one from {_OLDEST} to {_NEWEST}.")
