from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvingest.plvn.dates import is_date_line, parse_date, parse_publication

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
]


@pytest.mark.parametrize("text", FORMS)
def test_every_way_of_writing_a_time_is_read(text: str) -> None:
    assert parse_date(text) == NINE_TWELVE


def test_day_comes_before_month_unless_it_cannot() -> None:
    assert parse_date("05/04/2021 10:00") == datetime(2021, 4, 5, 3, tzinfo=UTC)
    assert parse_date("1/25/2021 9:12:00 PM") == datetime(2021, 1, 25, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [("tháng mười 2021", 10), ("Tháng Mười Một, 2021", 11), ("tháng năm năm 2021", 5), ("tháng năm 2021", 5)],
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


@pytest.mark.parametrize(
    "line",
    [
        "28-11-17",
        "Thứ Tư, 28/11/17",
        "28/11/99 18:05",
        "Tỷ số 2-1-10 sau 90 phút",
        "Gọi 09-11-17-20 trước 18:05",
        "Điều 28/11/17",
    ],
)
def test_figures_without_a_clock_are_no_short_date(line: str) -> None:
    assert parse_date(line) is None


def test_minutes_of_one_digit_are_read_at_the_end_of_a_line() -> None:
    assert parse_date("Thứ 5, 5/1/2017 8:4") == datetime(2017, 1, 5, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["3:05 PM", "3:05 p.m.", "3:05 CH", "3 giờ 5 phút chiều", "15h05", "15:05"])
def test_hour_of_the_afternoon_is_told_in_every_way(clock: str) -> None:
    assert parse_date(f"{clock} 20/11/2025") == datetime(2025, 11, 20, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "Cập nhật lúc 09:00 21/11/2025 (Xuất bản 15:05 20/11/2025)",
        "20/11/2025 15:05 · Cập nhật 21/11/2025 09:00",
        "Xuất bản: 20/11/2025 15:05 - Cập nhật: 21/11/2025 09:00",
    ],
)
def test_line_with_two_times_says_which_is_the_change(line: str) -> None:
    published, changed = datetime(2025, 11, 20, 8, 5, tzinfo=UTC), datetime(2025, 11, 21, 2, tzinfo=UTC)
    assert parse_publication(line) == (published, changed)


@pytest.mark.parametrize("line", ["Cập nhật lúc 15:05 20/11/2025", "15:05 20/11/2025", "Cập nhật: 15:05, 20/11/2025"])
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
    ],
)
def test_line_that_is_only_a_date_is_told(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text",
    ["Ngày 15/01/2026, Bộ Tư pháp tổ chức hội nghị", "Số 261 ra ngày 08/10/2018", "2026", "Thời gian: 15/01/2026 8h"],
)
def test_sentence_with_a_date_is_no_date_line(text: str) -> None:
    assert not is_date_line(text)
