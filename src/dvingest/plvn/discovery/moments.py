"""The ways in which listings show a time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dvingest.plvn.discovery.xml import parse_time
from dvingest.windows import VIETNAM_TIME

_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)", re.ASCII)
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h]([0-5]\d)(?!\d)", re.ASCII)
_AGO = re.compile(r"(\d{1,3})\s*(giây|phút|giờ|ngày|tuần|tháng)\s*trước", re.IGNORECASE)
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?", re.ASCII)
_OF_DAYS = 86_400
_NAMED_DAY = re.compile(r"(?<!\w)hôm\s+(nay|qua|kia)(?!\w)", re.IGNORECASE)
_DAYS_AGO = {"nay": 0, "qua": 1, "kia": 2}
_AGO_UNITS = {"giây": 1, "phút": 60, "giờ": 3600, "ngày": 86_400, "tuần": 604_800, "tháng": 2_592_000}


def parse_moment(value: object, now: datetime | None = None) -> datetime | None:
    """Return what ISO, RFC 822, epoch seconds, `11/01/2021 09:12`, `Hôm qua 09:12` or `2 giờ trước` mean; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text, re.ASCII):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    return parse_time(text) or _written_date(text) or _time_ago(text, now) or _named_day(text, now)


def slack_of(value: object) -> timedelta:
    """Return by how much later than `parse_moment` says the moment may be, earlier where it is negative.

    Programs write times of UTC without saying so, and "3 ngày trước" is said for the whole of a fourth day.
    """
    text = str(value).strip()
    if _WITHOUT_ZONE.fullmatch(text):
        return VIETNAM_TIME.utcoffset(None)
    found = _AGO.search(text)
    unit = _AGO_UNITS[found[2].lower()] if found else 0
    return timedelta(seconds=-unit if unit >= _OF_DAYS else 0)


def _written_date(text: str) -> datetime | None:
    day = _DAY.search(text)
    if not day:
        return None
    hour, minute = _clock(text.replace(day[0], " "))
    try:
        return datetime(int(day[3]), int(day[2]), int(day[1]), hour, minute, tzinfo=VIETNAM_TIME)
    except ValueError:
        return None


def _named_day(text: str, now: datetime | None) -> datetime | None:
    found = _NAMED_DAY.search(text) if now else None
    if not found or now is None:
        return None
    hour, minute = _clock(text)
    day = now.astimezone(VIETNAM_TIME) - timedelta(days=_DAYS_AGO[found[1].lower()])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _clock(text: str) -> tuple[int, int]:
    clock = _CLOCK.search(text)
    return (int(clock[1]), int(clock[2])) if clock else (0, 0)


def _time_ago(text: str, now: datetime | None) -> datetime | None:
    found = _AGO.search(text) if now else None
    if not found or now is None:
        return None
    return now - timedelta(seconds=int(found[1]) * _AGO_UNITS[found[2].lower()])
