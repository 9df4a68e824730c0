"""Scraped texts as a whole: what holds for any of them, whatever its lines are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scraped_texts import CAPTION, LEAD_LINE, clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

from dvingest.extraction import clean_text
from dvingest.model import RawArticle, Rejection, RejectionReason

SCRAPED = "\n\n".join(
    [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục", "Đọc thêm"],
)
LINES = st.sampled_from(
    [
        *PARAGRAPHS,
        CAPTION,
        LEAD,
        f"(PLVN) - {LEAD}",
        *("Cùng chuyên mục", "Đọc thêm", "Tin liên quan", "Bình luận", "Chia sẻ", "Xem thêm: Làng gốm trăm tuổi"),
        *(f"{CAPTION} Ảnh: Hoàng Lâm", "Ảnh: Hoàng Lâm", "Ảnh minh họa", "Từ khóa: đê, lũ", "Facebook", "Xem thêm"),
        *("PV", "Trang chủ", "Thu Hiền | 12/01/2021 06:30", "(PLVN) - Lũ về...", ">> Làng gốm trăm tuổi", "55,80"),
        *(
            "Minh Trang",
            "Theo TTXVN",
            "Làng gốm trăm tuổi giữ lửa nghề",
            "11/01/2021 09:12",
            "Ngày 7/9/2024",
            "Không.",
            "x",
        ),
    ]
)


def test_naively_scraped_text_gives_the_article() -> None:
    article = clean(SCRAPED)
    assert (article.title, article.lead, article.agency_prefix) == (TITLE, LEAD, "PLVN")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [(image.url, image.caption) for image in article.images] == [(None, CAPTION)]
    assert (article.template, article.published_at) == ("text", None)
    assert article.dropped == {"repeated_caption": 1, "trailing_box": 1}


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_empty_text_is_rejected(text: str) -> None:
    reading = clean_text(text)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_BODY


@settings(max_examples=150)
@given(st.lists(LINES, max_size=14))
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = clean_text("\n\n".join([TITLE, *lines]))
    if isinstance(once, Rejection):
        return
    mark = "(PLVN) - " if once.agency_prefix else ""
    again = clean_text("\n\n".join([once.title, *([mark + once.lead] if once.lead else []), once.body]))
    assert isinstance(again, RawArticle)
    assert (again.title, again.lead, again.body) == (once.title, once.lead, once.body)


@settings(max_examples=80)
@given(st.lists(LINES, max_size=14))
def test_no_line_appears_that_the_text_has_not(lines: list[str]) -> None:
    reading = clean_text("\n".join([TITLE, *lines]))
    if isinstance(reading, RawArticle):
        assert {block.text for block in reading.blocks} <= set(lines)


@pytest.mark.parametrize(
    "line",
    [
        "Chú thích ảnh số {half} của bài",
        "(PLVN) - Tin số {index}",
        "Ảnh: Hoàng Lâm",
        "Mục {half}:",
        "Hết {index}",
        "Bình luận ({half})\nTôi đồng ý",
    ],
)
def test_time_for_many_lines_grows_with_their_number(line: str) -> None:
    # Each against all others takes 3 s even where comparing two is cheap, and minutes where it is not.
    started = time.process_time()
    clean_text("\n".join(["Tiêu đề", *(line.format(index=index, half=index // 2) for index in range(4000))]))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "parts",
    [
        ["xã Bồn(PLVN) - tin"] * 3000,
        [f"Người dân xã Bồn đi chợ sớm nay, phiên {n // 26}{chr(97 + n % 26)}." * 2 for n in range(500)],
        ["sữaChia sẻ"] * 3000,
    ],
    ids=["leads", "captions", "buttons"],
)
def test_line_with_thousands_of_seams_is_read(parts: list[str]) -> None:
    clean_text("".join(["Tiêu đề của bài\n", *parts]))


def test_thousands_of_captions_at_the_beginning_are_read() -> None:
    lines = [f"Người dân thôn {number} san nền đường." for number in range(1500) for _ in range(2)]
    assert [block.text for block in clean("\n".join([*lines, LEAD_LINE, *PARAGRAPHS])).blocks][-3:] == list(PARAGRAPHS)
