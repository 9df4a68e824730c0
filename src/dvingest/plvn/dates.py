"""The newspaper's ways of writing a time; never the present, never a guess from a relative one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from dvingest.windows import VIETNAM_TIME

# "2026-09-07T17:52:56+0700", "2024/6/12 17:05 (GMT+7)", "2024-06-12".
_ISO = re.compile(
    r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*[(\[]?(Z|[+-]\d{1,2}(?::?\d{2})?|(?:GMT|UTC)(?:\s*[+-]\s*\d{1,2}(?::?\d{2})?)?)?)?(?![\d/-])",
    re.IGNORECASE | re.ASCII,
)
_PLAIN_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?[+-]\d\d:?\d\d", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_EPOCH = re.compile(r"^(\d{10}|\d{13})$", re.ASCII)
# "12/06/2024", "12-6-2024"; with a year of two figures "12/6/24".
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/])", re.ASCII)
_SHORT_YEAR = re.compile(r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}\1(\d{2})(?![\d/.-])", re.ASCII)
_MAX_SHORT = 60
_FUTURE = 50
_WEEKDAYS = {
    name: day
    for day, names in enumerate(("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"))
    for name in ((names, f"thứ {day + 2}") if day < 6 else (names,))
}
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_NAMED_MONTHS = ("", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
# "12 tháng 6 năm 2024", "2 tháng chín, 2024".
_IN_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+(?:tháng|thg)\.?\s+(\d{{1,2}}|{'|'.join(reversed(_NAMED_MONTHS[1:]))}),?\s+(?:năm\s+)?"
    r"(\d{4})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
# "12 Jun 2024", "June 12, 2024".
_ENGLISH = re.compile(
    r"(?<!\d)(?:(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*|([A-Z][a-z]{2})[a-z]*\s+(\d{1,2}),?)\s+(\d{4})(?!\d)", re.ASCII
)
_CLOCK_SOMEWHERE = re.compile(r"\d\s*(?:[:hg]|giờ)\s*\d")
# "17:05:30", "17h05", "5 giờ 5 phút chiều"; of "Chủ nhật" the first letters are no sign of the afternoon.
_CLOCK = re.compile(
    r"(?<![\d:/])(\d{1,2})\s*(?::|h|g|giờ)\s*(\d{2}|\d(?=\s*(?:phút|$)))(?::(\d{2}))?(?!\d)(?:\s*phút)?"
    r"\s*((?:AM|PM|SA|CH|[AP]\.\s?M|sáng|trưa|chiều|tối)(?![a-zÀ-ỹ]))?",
    re.I | re.ASCII,
)
_AFTERNOON = frozenset({"pm", "ch", "p.m", "p. m", "chiều", "tối"})
_FORENOON = frozenset({"am", "sa", "a.m", "a. m", "sáng"})
_LABEL = re.compile(r"\b(?:(cập\s+nhật)|xuất\s+bản|đăng)\b", re.IGNORECASE)
# "GMT+7", "UTC", and "+0700" behind a clock.
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+-]\s*\d{1,2}(?::?\d{2})?)?|(?<=[\d\s])([+-]\d{2}:?\d{2})(?!\d)", re.I | re.ASCII)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1
    )
}
# What may stand beside day and clock in a line that is nothing but a date; skins in English keep their own weekdays.
_WORDS_OF_DATES = re.compile(
    r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|\bth?\.?\s?[2-7]\b|\bcn\b|giờ hà nội|ngày|lúc|"
    r"cập\s+nhật|đăng|xuất bản|năm|giờ|vào|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?:published|posted|updated)\b|[\d.,]+\s*lượt (?:xem|đọc)|lượt (?:xem|đọc)\s*:?\s*[\d.,]+",
    re.IGNORECASE,
)
_EARLIEST, _LATEST = 1990, 2100


def parse_date(text: str | None) -> datetime | None:
    """Return the first time written in `text`, aware; None if there is none or it cannot be.

    A time without a zone is Vietnamese time. Days come before months. "2 giờ trước" is no time, because it would
    need to know when the page was made.
    """
    if not text:
        return None
    if _YEAR.search(text):
        return _parse(" ".join(text.split())[:400])
    return _parse_short(" ".join(text.split())) if len(text) <= _MAX_SHORT else None


def _parse_short(text: str) -> datetime | None:
    """Return the time of a line like "28-11-17, 18:05": only clock or weekday make a day of such figures."""
    found = _SHORT_YEAR.search(text)
    if found is None or int(found[2]) >= _FUTURE:
        return None
    moment = _parse(f"{text[: found.start(2)]}20{text[found.start(2) :]}")
    if moment is None or _CLOCK.search(text[: found.start()] + text[found.end() :]):
        return moment
    weekday = _WEEKDAY.search(text)
    is_day = weekday is not None and _WEEKDAYS[weekday[1].lower()] == moment.weekday()
    return moment if is_day else None


# A page writes its time in several places.
@lru_cache(maxsize=16)
def _parse(text: str) -> datetime | None:
    if _PLAIN_ISO.fullmatch(text):
        try:
            return _plausible(datetime.fromisoformat(text))
        except ValueError:
            return None
    epoch = _EPOCH.match(text)
    if epoch:
        seconds = int(epoch[1]) / (1000 if len(epoch[1]) == 13 else 1)
        return _plausible(datetime.fromtimestamp(seconds, UTC))
    iso = _ISO.search(text)
    if iso:
        year, month, day, hour, minute, second, zone = iso.groups()
        return _moment(int(year), int(month), int(day), (hour, minute, second), zone)
    return _parse_spoken(text)


def parse_publication(text: str) -> tuple[datetime | None, datetime | None]:
    """Return when an article was published and when it was changed, for a line that says both; else the first time.

    "Cập nhật 09:00 21/11/2025 (Xuất bản 15:05 20/11/2025)" was published on the 20th.
    """
    text = " ".join(text.split())
    labels = list(_LABEL.finditer(text)) if len(text) <= 400 else []
    if not any(label[1] for label in labels):
        return parse_date(text), None
    parts = [(False, text[: labels[0].start()])]
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        parts.append((label[1] is not None, text[label.end() : following.start() if following else None]))
    published = next((moment for is_change, part in parts if not is_change and (moment := parse_date(part))), None)
    changed = next((moment for is_change, part in parts if is_change and (moment := parse_date(part))), None)
    if published is None or changed is None or changed < published:
        return published or parse_date(text), None
    return published, changed


def parse_change(line: str) -> datetime | None:
    """Return when a line that begins with "Cập nhật" says that the article was changed; None for any other line."""
    label = _LABEL.match(line)
    return parse_date(line) if label is not None and label[1] else None


def has_clock(text: str) -> bool:
    """Tell whether a text names a time of day in one of the newspaper's ways: "14:20", "9h05", "7g30", "7 giờ 30"."""
    return _CLOCK_SOMEWHERE.search(text) is not None


def names_day_of(text: str, moment: datetime | None) -> bool:
    """Tell whether a text names the Vietnamese day of `moment`, and no time of day."""
    if moment is None or has_clock(text):
        return False
    said = parse_date(text)
    return said is not None and said.date() == moment.astimezone(VIETNAM_TIME).date()


def is_date_line(text: str) -> bool:
    """Tell whether `text` is nothing but a date: no words besides weekday, "ngày", "cập nhật", zone."""
    if len(text) > 80 or parse_date(text) is None:
        return False
    rest = text
    for part in (_IN_WORDS, _ENGLISH, _ISO, _DAY_FIRST, _SHORT_YEAR, _ZONE, _CLOCK, _WORDS_OF_DATES):
        rest = part.sub(" ", rest)
    return not re.search(r"\w", rest)


def _parse_spoken(text: str) -> datetime | None:
    found = _DAY_FIRST.search(text)
    if found:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        # ASP.NET pages of another culture write the month first; only a day above 12 proves it.
        if month > 12 >= day:
            day, month = month, day
    else:
        found = _IN_WORDS.search(text)
        if found:
            named = found[2].lower()
            month = int(named) if named.isdigit() else _NAMED_MONTHS.index(named)
            day, year = int(found[1]), int(found[3])
        else:
            found = _ENGLISH.search(text)
            if not found or (found[2] or found[3]) not in _MONTHS:
                return None
            day, month, year = int(found[1] or found[4]), _MONTHS[found[2] or found[3]], int(found[5])
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    clock = _CLOCK.search(_ZONE.sub(" ", rest))
    zone = _ZONE.search(rest)
    time: tuple[str | None, str | None, str | None] = (None, None, None)
    if clock:
        hour = int(clock[1])
        half = (clock[4] or "").lower()
        if (half in _AFTERNOON and hour < 12) or (half == "trưa" and hour < 3):
            hour += 12
        elif half in _FORENOON and hour == 12:
            hour = 0
        time = (str(hour), clock[2], clock[3])
    return _moment(year, month, day, time, (zone[1] or zone[2] or "Z") if zone else None)


def _moment(
    year: int, month: int, day: int, clock: tuple[str | None, str | None, str | None], zone: str | None
) -> datetime | None:
    hour, minute, second = (int(piece or 0) for piece in clock)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone))
    except ValueError:
        return None
    return _plausible(moment)


def _zone(text: str | None) -> timezone:
    if not text:
        return VIETNAM_TIME
    found = re.search(r"([+-])\s*(\d{1,2}):?(\d{2})?", text, re.ASCII)
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def _plausible(moment: datetime) -> datetime | None:
    return moment if _EARLIEST <= moment.year < _LATEST else None
