"""The newspaper's ways of writing a time are read, and other numbers are no dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvingest.plvn.dates import is_date_line, names_day_of, parse_date, parse_publication

NINE_TWELVE = datetime(2021, 1, 11, 2, 12, tzinfo=UTC)

FORMS = [
    "Thứ Hai 11/01/2021 | 09:12 GMT+7",
    "Thứ Hai, 11/01/2021 09:12 (GMT+7)",
    "Thứ 2, 11/01/2021, 09:12 [GMT+7]",
    "11/01/2021 09:12",
    "09:12 11-01-2021",
    "09h12 ngày 11/1/2021",
    "9 giờ 12, ngày 11 tháng 1 năm 2021",
    "11.01.2021, 09:12",
    "11/01/2021 9:12:00 SA",
    "2021-01-11T09:12:00+0700",
    "2021-01-11T09:12:00+07:00",
    "2021-01-11T09:12:00+07",
    "2021-01-11T02:12:00Z",
    "2021-01-11T02:12:00.000Z",
    "2021-01-11 09:12",
    "2021/01/11 09:12:00",
    "2021-01-11 02:12:00 UTC",
    "2021-01-11 02:12 (GMT)",
    "2021-01-11 09:12 GMT + 7",
    "2021-01-11 09:12 (GMT+7)",
    "11 thg 1, 2021 09:12",
    "11 Tháng Một, 2021 09:12",
    "09:12, ngày 11 tháng một năm 2021",
    "09:12 Chủ nhật 11/01/2021",
    "11.01.2021, 9:12 a.m.",
    "9 giờ 12 phút sáng 11/01/2021",
    "1610331120",
    "1610331120000",
    "Mon, 11 Jan 2021 09:12:00 +0700",
    "Mon, 11 Jan 2021 02:12:00 GMT",
    "Mon Jan 11 2021 09:12:00 GMT+0700 (Indochina Time)",
    "2021-01-11t02:12:00z",
    "2021-01-11 09:12 +7",
    "2021-01-11 09:12 UTC+07:00",
    "2021-01-10T21:12:00-05:00",
    "Sun, 10 Jan 2021 21:12:00 -0500",
    "11/01/2021 02:12 UTC",
    "11/01/2021 09:12 (GMT +07:00)",
    "11/01/2021 09:12 +07:00",
    "January 11, 2021 09:12",
    "11 January 2021 09:12",
    "11 thg. 1, 2021 09:12",
    "9g12 11/01/2021",
    "9 g 12 ngày 11/01/2021",
    "9:12 AM 11/01/2021",
    "9:12 a. m. 11/01/2021",
]


@pytest.mark.parametrize("text", FORMS)
def test_every_way_of_writing_a_time_is_read(text: str) -> None:
    assert parse_date(text) == NINE_TWELVE


def test_day_comes_before_month_unless_it_cannot() -> None:
    assert parse_date("05/04/2021 10:00") == datetime(2021, 4, 5, 3, tzinfo=UTC)
    assert parse_date("1/25/2021 9:12:00 PM") == datetime(2021, 1, 25, 14, 12, tzinfo=UTC)


MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *((f"tháng {name} 2021", number) for number, name in enumerate(MONTHS, 1)),
        *(("Tháng Mười Một, 2021", 11), ("tháng năm năm 2021", 5)),
    ],
)
def test_month_may_be_named_in_words(text: str, month: int) -> None:
    moment = parse_date(f"20 {text} 09:12")
    assert moment is not None
    assert (moment.month, moment.day) == (month, 20)


@pytest.mark.parametrize("line", ["28-11-17, 18:05", "18:05 | 28/11/17", "Thứ Ba, 28.11.17 18h05"])
def test_year_of_two_digits_counts_beside_a_clock(line: str) -> None:
    assert parse_date(line) == datetime(2017, 11, 28, 11, 5, tzinfo=UTC)
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["Thứ Ba, 28/11/17", "Thứ 3 ngày 28-11-17", "28.11.17 - Thứ ba"])
def test_year_of_two_digits_counts_beside_the_weekday_of_that_day(line: str) -> None:
    assert parse_date(line) == datetime(2017, 11, 27, 17, tzinfo=UTC)


WEEKDAYS = ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"]


@pytest.mark.parametrize("place", range(7))
def test_every_weekday_is_known_by_name_and_number(place: int) -> None:
    for name in (WEEKDAYS[place], f"thứ {place + 2}" if place < 6 else "Chủ Nhật"):
        assert parse_date(f"{name}, {20 + place}/11/17") is not None
        assert parse_date(f"{name}, {21 + place}/11/17") is None


@pytest.mark.parametrize(
    "line",
    [
        "28-11-17",
        "Thứ Tư, 28/11/17",
        "28/11/99 18:05",
        "Tỷ số 2-1-10 sau 90 phút",
        "Gọi 09-11-17-20 trước 18:05",
        "Điều 28/11/17",
        "31-02-17",
        "Người dân thôn Hạ kể rằng hôm 28-11-17, 18:05 nước lũ đã tràn vào chợ huyện",
    ],
)
def test_figures_without_a_clock_are_no_short_date(line: str) -> None:
    assert parse_date(line) is None


def test_minutes_of_one_digit_are_read_at_the_end_of_a_line() -> None:
    assert parse_date("Thứ 5, 5/1/2017 8:4") == datetime(2017, 1, 5, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        *(("12:05", 12), ("12:05 PM", 12), ("12:05 SA", 0), ("12:05 trưa", 12), ("1:05 trưa", 13), ("11:05 trưa", 11)),
        *(("8:05 tối", 20), ("20:05 tối", 20), ("15:05 chiều", 15), ("6:05 sáng", 6), ("7:05 chợ", 7)),
    ],
)
def test_hour_is_that_of_the_half_of_the_day(clock: str, hour: int) -> None:
    moment = parse_date(f"{clock} 20/11/2025")
    assert moment is not None
    assert (moment.hour, moment.minute) == (hour, 5)


@pytest.mark.parametrize("clock", ["3:05 PM", "3:05 p.m.", "3:05 CH", "3 giờ 5 phút chiều", "15h05", "15:05"])
def test_hour_of_the_afternoon_is_told_in_every_way(clock: str) -> None:
    assert parse_date(f"{clock} 20/11/2025") == datetime(2025, 11, 20, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "Cập nhật lúc 09:00 21/11/2025 (Xuất bản 15:05 20/11/2025)",
        "20/11/2025 15:05 · Cập nhật 21/11/2025 09:00",
        "Xuất bản: 20/11/2025 15:05 - Cập nhật: 21/11/2025 09:00",
        "Ngày đăng 20/11/2025 15:05, cập nhật 21/11/2025 09:00",
    ],
)
def test_line_with_two_times_says_which_is_the_change(line: str) -> None:
    published, changed = datetime(2025, 11, 20, 8, 5, tzinfo=UTC), datetime(2025, 11, 21, 2, tzinfo=UTC)
    assert parse_publication(line) == (published, changed)


@pytest.mark.parametrize(
    "line",
    [
        *("Cập nhật lúc 15:05 20/11/2025", "15:05 20/11/2025", "Cập nhật: 15:05, 20/11/2025"),
        "Xuất bản 15:05 20/11/2025 (cập nhật hôm nay)",
        "Xuất bản 15:05 20/11/2025, cập nhật 09:00 19/11/2025",
    ],
)
def test_only_time_of_a_line_is_that_of_publication(line: str) -> None:
    assert parse_publication(line) == (datetime(2025, 11, 20, 8, 5, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "2 giờ trước",
        "hôm nay",
        "vừa xong",
        "0001-01-01T00:00:00",
        "31/02/2021",
        "99999999999",
        "số 303/GP",
        "12:30",
        *("15 Xuan 2021", "tháng Ba 2021", "120 tháng ba 2021", "1 tháng 3 20215", "112 Jan 2021", "1 Jan 20215"),
        *("Số 11/01/2021/TT-BTP", "Gọi 090.11.01.2021", "12021-01-11 09:12", "2021-01-11-12"),
    ],
)
def test_what_is_no_time_is_none_and_never_now(text: str | None) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_with_a_zone(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Thứ Năm 15/01/2026 14:20 (GMT+7)",
            "Cập nhật lúc 09:12 ngày 11/01/2021",
            "11/01/2021",
            "T5, 15/01/2026 14:20",
        ),
        *(
            "Thursday, 15/01/2026 14:20",
            "CN, 18/01/2026 14:20",
            "Updated: 15/01/2026 14:20",
            "15/01/2026 14:20 (Giờ Hà Nội)",
        ),
        "January 15, 2026 14:20",
        *(f"{day}, 15/01/2026 14:20" for day in ("Mon", "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri", "Sat", "Sun")),
        *(f"{day}day 15/01/2026" for day in ("Mon", "Tues", "Wednes", "Fri", "Satur", "Sun")),
        *(f"{day}, 15/01/2026" for day in ("Thứ 5", "T5", "Th5", "Th. 5", "Thứ Sáu", "Chủ nhật")),
        *("Đăng lúc 14 giờ 20, ngày 15 tháng 1 năm 2026", "Xuất bản vào 15/01/2026", "Posted 15/01/2026"),
        *("Published: 15/01/2026", "15/01/2026 14:20 UTC+7", "15/01/2026 14:20 +07:00"),
        *("15/01/2026 14:20 - 1.204 lượt xem", "15/01/2026 | Lượt đọc: 35"),
    ],
)
def test_line_that_is_only_a_date_is_told(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "15/01/2026: 1.204 lượt khách",
        "Ngày 15/01/2026, Bộ Tư pháp tổ chức hội nghị",
        "Số 261 ra ngày 08/10/2018",
        "2026",
        "Thời gian: 15/01/2026 8h",
    ],
)
def test_sentence_with_a_date_is_no_date_line(text: str) -> None:
    assert not is_date_line(text)


def test_day_is_named_by_a_date_without_a_clock() -> None:
    assert names_day_of("Hà Nội, ngày 11/01/2021", NINE_TWELVE)
    assert not names_day_of("Hà Nội, 09:12 ngày 11/01/2021", NINE_TWELVE)
    assert not names_day_of("Hà Nội", NINE_TWELVE)
    assert not names_day_of("11/01/2021", None)
