from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skin_pages import LEAD, PARAGRAPHS, TITLE

from dvingest.extraction import clean_text
from dvingest.model import RawArticle, Rejection, RejectionReason

CAPTION = "Người dân thôn Hạ san nền đường."
SCRAPED = "\n\n".join(
    [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục", "Đọc thêm"],
)


def clean(text: str) -> RawArticle:
    reading = clean_text(text)
    assert isinstance(reading, RawArticle), reading
    return reading


def test_naively_scraped_text_gives_the_article() -> None:
    article = clean(SCRAPED)
    assert (article.title, article.lead, article.agency_prefix) == (TITLE, LEAD, "PLVN")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [(image.url, image.caption) for image in article.images] == [(None, CAPTION)]
    assert (article.template, article.published_at) == ("text", None)
    assert article.dropped == {"repeated_caption": 1, "trailing_box": 1}


def test_titles_of_other_articles_behind_a_heading_go_with_it() -> None:
    lists = "\n".join(
        ["Cùng chuyên mục", "Làng gốm trăm tuổi giữ lửa nghề", "Đọc thêm", "(PLVN) - Tóm tắt của bài khác."]
    )
    assert [block.text for block in clean(f"{SCRAPED}\n{lists}").blocks] == list(PARAGRAPHS)


def test_text_behind_words_of_a_heading_in_a_sentence_stays() -> None:
    last = "Độc giả tìm Đọc thêm ở trang cuối."
    assert clean(f"{TITLE}\n(PLVN) - {LEAD}\n{PARAGRAPHS[0]}\n{last}").blocks[-1].text == last


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_empty_text_is_rejected(text: str) -> None:
    reading = clean_text(text)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_BODY


LINES = st.sampled_from(
    [
        *PARAGRAPHS,
        CAPTION,
        LEAD,
        f"(PLVN) - {LEAD}",
        *("Cùng chuyên mục", "Đọc thêm", "Tin liên quan", "Bình luận", "Chia sẻ", "Xem thêm: Làng gốm trăm tuổi"),
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


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = clean_text("\n\n".join([TITLE, *lines]))
    if isinstance(once, Rejection):
        return
    mark = "(PLVN) - " if once.agency_prefix else ""
    again = clean_text("\n\n".join([once.title, *([mark + once.lead] if once.lead else []), once.body]))
    assert isinstance(again, RawArticle)
    assert (again.title, again.lead, again.body) == (once.title, once.lead, once.body)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_no_line_appears_that_the_text_has_not(lines: list[str]) -> None:
    reading = clean_text("\n".join([TITLE, *lines]))
    if isinstance(reading, RawArticle):
        assert {block.text for block in reading.blocks} <= set(lines)
