"""Phrases of the site are known however they are written, and sentences that hold them are not taken for them."""

from __future__ import annotations

import pytest

from dvingest.plvn.boilerplate import (
    PHRASES,
    is_box_heading,
    is_page_line,
    is_sure_box_heading,
    opening_phrase,
)
from dvingest.plvn.element_names import BOX_RULES


@pytest.mark.parametrize("text", ["Cùng chuyên mục", "CÙNG CHUYÊN MỤC", "Đọc thêm:", "  Tin liên quan ", ">> Xem thêm"])
def test_headings_of_boxes_are_known_however_they_are_written(text: str) -> None:
    assert is_box_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đọc thêm sách là một thói quen tốt",
        "Các tin cùng chuyên mục của báo",
        "Bình luận của chuyên gia về dự luật",
        "",
    ],
)
def test_words_in_a_sentence_are_no_heading(text: str) -> None:
    assert not is_box_heading(text)
    assert not is_page_line(text)


def test_words_of_a_button_with_a_full_stop_are_a_sentence_unless_no_text_has_them() -> None:
    assert all(map(is_page_line, ["Chia sẻ", "Xem thêm...", "Sao chép liên kết."]))
    assert all(map(is_box_heading, ["Bình luận:", "Cùng chuyên mục."]))
    assert not is_page_line("Chia sẻ.")
    assert not is_box_heading("Bình luận.")


def test_row_of_buttons_is_one_of_the_page_unless_it_is_dressed_like_a_heading_or_a_sentence() -> None:
    assert is_page_line("Thích | Chia sẻ | Bình luận (4)")
    assert not is_page_line("Thích, chia sẻ, bình luận", is_heading=True)
    assert not is_page_line("Thích, chia sẻ, bình luận.")


def test_notes_of_the_page_are_known_by_how_they_begin() -> None:
    assert is_page_line("Ý kiến của bạn sẽ được biên tập trước khi đăng. Vui lòng gõ tiếng Việt có dấu.")
    assert is_page_line("Giấy phép xuất bản số 303/GP-BTTTT")
    assert is_page_line("Nguồn: Báo Pháp luật Việt Nam - https://baophapluat.vn")
    assert not is_page_line("Nguồn: Báo Nghệ An - https://baonghean.vn")
    assert is_page_line("Đọc báo Pháp luật Việt Nam trên Google News")
    assert not is_page_line("Đọc báo Pháp luật Việt Nam trên Facebook, chị Hoa mới biết mình bị ghi nợ.")
    assert is_page_line("Bản quyền thuộc về Báo Pháp luật Việt Nam. Cấm sao chép dưới mọi hình thức.")
    assert not is_page_line("Bản quyền thuộc về báo Lao động Mới từ năm 1998, theo hợp đồng hai bên đã ký tại tòa.")
    assert not is_page_line("Ông Tám nêu ý kiến của bạn đọc trong cuộc họp.")


def test_only_a_colon_makes_an_announcement_of_the_words() -> None:
    assert opening_phrase("Xem thêm: Làng gốm trăm tuổi") == "Xem thêm"
    assert opening_phrase("Xem thêm về làng gốm trăm tuổi") is None


def test_every_rule_gives_its_reason() -> None:
    assert all(rule.why for rule in BOX_RULES)
    assert all(phrase.why for phrase in PHRASES)
    assert len({(phrase.text, phrase.place) for phrase in PHRASES}) == len(PHRASES)


def test_every_phrase_is_known_in_its_place_in_any_letters_and_in_a_sentence_only_if_it_is_sure() -> None:
    for phrase in PHRASES:
        for text in (phrase.text, phrase.text.upper(), f"  {phrase.text} "):
            if phrase.place == "heading":
                assert is_box_heading(f"{text}:"), text
                assert is_sure_box_heading(text) is phrase.sure, text
            elif phrase.place == "line":
                assert is_page_line(text), text
                assert is_page_line(text, is_heading=True) is phrase.sure, text
            else:
                assert opening_phrase(f"{text}: Làng gốm trăm tuổi") == text, text


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Trình duyệt của bạn không hỗ trợ video.", "Bạn tôi nói trình duyệt của bạn không hỗ trợ."),
        ("|---|:---:|", "| Thôn Hạ | 2 km |"),
        ("Đường dây nóng Báo PLVN: 0353 636 555", "Đường dây nóng của Bộ Y tế là 1900 9095"),
        ("Tự động cập nhật sau 30 giây", "Tự động cập nhật sau 30 giây là việc của máy."),
        ("App Store Google Play", "App Store có ba trăm trò chơi mới"),
        ("Quét mã QR để ủng hộ tác giả", "Quét mã QR để trả tiền chợ"),
    ],
)
def test_line_of_the_page_is_told_from_one_of_a_text_with_its_words(line: str, stays: str) -> None:
    assert is_page_line(line)
    assert not is_page_line(stays)
