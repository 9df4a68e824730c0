from __future__ import annotations

import html
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

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


LEAD_LINE = f"(PLVN) - {LEAD}"
PLAIN_TITLE = "Xa Bon sua xong con duong ra cho"
CARDS = ["Làng gốm trăm tuổi giữ lửa nghề", "Vì sao giá thịt lợn chưa giảm"]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(["Trang chủ", "Bạn đọc", TITLE, LEAD_LINE], id="names of sections"),
        pytest.param(["Trang chủ > Xã hội > Y tế", TITLE, LEAD_LINE], id="breadcrumb"),
        pytest.param(["Trang chủ > Tư pháp > Chuyện xã tôi", TITLE, LEAD_LINE], id="breadcrumb to an unknown section"),
        pytest.param([f"Home | Nội chính | {TITLE}", TITLE, LEAD_LINE], id="breadcrumb that ends in the title"),
        pytest.param([TITLE, "494 lượt xem", "aa", LEAD_LINE], id="readers counted, size of letters"),
        pytest.param([TITLE, LEAD_LINE, "Tin nên đọc", CARDS[0]], id="box of sister papers below the lead"),
        pytest.param(
            [TITLE, "Nghe bài báo", "0:00", "/", "3:45", "1x", "Giọng nam", "Giọng nữ", LEAD_LINE], id="audio player"
        ),
        pytest.param(["qc-top", f"Home | Nội chính | {TITLE}", TITLE, LEAD_LINE], id="line above the breadcrumb"),
        pytest.param([TITLE, "Theo dõi Báo Pháp luật Việt Nam trên", LEAD_LINE], id="invitation without its picture"),
        pytest.param([TITLE, LEAD_LINE, f"• {PLAIN_TITLE}", f"• {PLAIN_TITLE}-Hinh-2"], id="titles without marks"),
        pytest.param([TITLE.upper(), TITLE, LEAD_LINE], id="title in capitals above the title"),
        pytest.param([TITLE, LEAD_LINE, f"{LEAD[:50]}..."], id="lead cut short below the lead"),
        pytest.param(["Skip to content", "Toggle navigation", TITLE, LEAD_LINE], id="links above the menus"),
        pytest.param([TITLE, "Cỡ chữ", "Giảm cỡ chữ", "Tăng cỡ chữ", LEAD_LINE], id="buttons for the size of letters"),
        pytest.param([f"# {TITLE}", f"**(PLVN)** - {LEAD}"], id="Markdown"),
        pytest.param([TITLE, LEAD_LINE, f"{TITLE} - Hình 1", f"{TITLE} - Ảnh 2."], id="numbered pictures"),
        pytest.param([f"{TITLE} | Báo Pháp luật Việt Nam", TITLE, LEAD_LINE], id="name of the paper"),
        pytest.param([TITLE, f"{TITLE} - baophapluat.vn", LEAD_LINE], id="name of the paper below"),
        pytest.param(["12/01/2021 06:30", TITLE, LEAD_LINE], id="date above"),
        pytest.param([TITLE, f"{LEAD_LINE[:60]}...", LEAD_LINE], id="lead cut short above the lead"),
        pytest.param([TITLE, "Chia sẻ", "Facebook", "Zalo", LEAD_LINE], id="row of buttons"),
        pytest.param(
            [TITLE, "Chia sẻ", "Facebook", "Zalo", "Copy link", "In bài viết", LEAD_LINE], id="row of many buttons"
        ),
        pytest.param([TITLE, "Nghe đọc bài", "A- A A+", LEAD_LINE], id="size of letters"),
        pytest.param([TITLE, LEAD_LINE, "Tin liên quan", *CARDS], id="box below the lead"),
        pytest.param([TITLE.upper(), f"{TITLE} | PLVN", LEAD_LINE], id="title in capitals above that with the paper"),
        pytest.param([TITLE, f"{TITLE}.", LEAD_LINE], id="title with a full stop below the title"),
        pytest.param(["Đọc báo", "Trang chủ > Xã hội > Y tế", TITLE, LEAD_LINE], id="two lines above the title"),
        pytest.param([TITLE, "Play Video", LEAD_LINE], id="button that reads like a name"),
        pytest.param([TITLE, "PLVN | 12/01/2021", LEAD_LINE], id="newspaper beside a date without a clock"),
        pytest.param([TITLE, "Ngày 12/01/2021 06:30", LEAD_LINE], id="date that says it is one"),
    ],
)
def test_what_stands_around_title_and_lead_goes(head: list[str]) -> None:
    article = clean("\n".join([*head, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_menus_of_a_whole_page_stand_above_the_title() -> None:
    menus = ["Trang chủ", "Kinh tế Tài chính Chứng khoán", "Tin mới", "Bạn đọc Tư vấn", "Đăng nhập", "Hotline"]
    article = clean("\n".join([*menus, TITLE, "12/01/2021 06:30", LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "author"),
    [("Chủ Nhật, 12/01/2020 - 06:30 (GMT+7)", ()), ("Nguyễn Thu Hiền | 12/01/2020 06:30", ("Nguyễn Thu Hiền",))],
)
def test_row_with_the_date_is_no_title_below_menus(line: str, author: tuple[str, ...]) -> None:
    article = clean("\n".join([*MENUS[:5], "Chuyện xưa", TITLE, line, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead, article.authors) == (TITLE, LEAD, author)


MENUS = ["Báo Pháp luật Việt Nam", "Đăng nhập", "Thời sự", "Tư pháp", "Kinh tế", "Chuyện xưa", "Quốc tế", "Podcasts"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (MENUS, TITLE),
        (["12/01/2021", *MENUS], TITLE),
        ([*MENUS, "Chuyện nay", "12/01/2021 06:30"], TITLE),
        (MENUS, "Lũ rút"),
        ([*MENUS, "Chủ Nhật, 12/01/2020 - 06:30 (GMT+7)"], TITLE),
        (["Hà Nội 18 °C", "Hải Phòng 15 °C", "• Hà Nội 18°C", "• Đà Nẵng 21°C"], TITLE),
    ],
)
def test_menus_of_a_page_whose_lead_has_no_mark_stand_above_the_title(head: list[str], title: str) -> None:
    article = clean("\n".join([*head, title, *PARAGRAPHS]))
    assert article.title == title
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_names_of_sections_below_a_title_are_no_menu() -> None:
    lines = ["Y tế", "Giáo dục", "Giao thông", "Môi trường", *PARAGRAPHS]
    article = clean("\n".join([TITLE, *lines]))
    assert (article.title, [block.text for block in article.blocks]) == (TITLE, lines)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Y tế", "12,5", "30%", "Giáo dục", "9,1", "22%", "Giao thông", "8,8", "21%"], id="a table"),
        pytest.param(["Kinh tế"], id="a sub-heading"),
    ],
)
def test_names_of_sections_below_a_kicker_and_a_title_are_no_menu(lines: list[str]) -> None:
    article = clean("\n".join(["Thời sự", TITLE, *lines, *PARAGRAPHS]))
    assert (article.title, [block.text for block in article.blocks]) == (TITLE, [*lines, *PARAGRAPHS])


def test_title_is_the_first_line_where_one_too_long_for_a_menu_stands_above_the_lead() -> None:
    title = f"{TITLE} và ba cây cầu sau hai năm bà con chờ đợi"
    above = ["Nghe bài", "Giọng nam", "Giọng nữ", "Con đường ra chợ xã Bồn"]
    assert clean("\n".join([title, *above, LEAD_LINE, *PARAGRAPHS])).title == title


def test_way_from_the_front_page_below_the_text_cuts_nothing_off() -> None:
    article = clean("\n".join([TITLE, *PARAGRAPHS, "Trang chủ > Xã hội > Y tế"]))
    assert (article.title, [block.text for block in article.blocks][:3]) == (TITLE, list(PARAGRAPHS))


@pytest.mark.parametrize(
    "title",
    ["Nước đã rút khỏi làng.", "HTX", f"{TITLE} và ba cây cầu sau hai năm bà con gùi hàng qua đoạn lầy ra chợ huyện"],
)
def test_line_above_the_paragraphs_is_the_title(title: str) -> None:
    article = clean("\n".join([title, *PARAGRAPHS]))
    assert (article.title, [block.text for block in article.blocks]) == (title, list(PARAGRAPHS))


@pytest.mark.parametrize("first", [PARAGRAPHS[0], f"“{PARAGRAPHS[0]} {PARAGRAPHS[1]}”"])
def test_text_that_begins_with_a_paragraph_has_no_title(first: str) -> None:
    lines = [first, *PARAGRAPHS[1:]]
    article = clean("\n".join(lines))
    assert (article.title, [block.text for block in article.blocks]) == ("", lines)


@pytest.mark.parametrize("line", ["Nước đã rút khỏi làng.", f"“{PARAGRAPHS[0]}”"])
def test_first_line_of_a_text_below_menus_and_a_short_title_is_no_title(line: str) -> None:
    article = clean("\n".join([*MENUS, "Lũ rút", line, *PARAGRAPHS]))
    assert (article.title, article.blocks[0].text) == ("Lũ rút", line)


@pytest.mark.parametrize("behind", [PARAGRAPHS[0], f"Lũ {PARAGRAPHS[0]}"])
@pytest.mark.parametrize("lead", ["Lũ…", "Đường thông, chợ họp, trẻ em ba thôn trở lại trường…"])
def test_lead_that_ends_in_dots_is_not_cut_short_by_them(lead: str, behind: str) -> None:
    article = clean("\n".join([TITLE, f"(PLVN) - {lead}", behind, *PARAGRAPHS[1:]]))
    assert (article.lead, article.blocks[0].text) == (lead, behind)


def test_author_above_the_clock_below_the_lead_is_read() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, "Thùy Dương", "07/09/2024 - 21:15", *PARAGRAPHS]))
    assert article.authors == ("Thùy Dương",)
    assert article.published_at is not None
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_author_above_the_clock_below_menus_and_title_is_read() -> None:
    article = clean("\n".join([*MENUS, TITLE, "Thùy Dương", "07/09/2024 - 21:15", *PARAGRAPHS]))
    assert (article.title, article.authors) == (TITLE, ("Thùy Dương",))


def test_author_between_title_and_lead_is_read_but_not_who_is_named_once_more_below() -> None:
    article = clean("\n".join([TITLE, "Thu Hiền", LEAD_LINE, *PARAGRAPHS]))
    assert (article.authors, [block.text for block in article.blocks]) == (("Thu Hiền",), list(PARAGRAPHS))
    article = clean("\n".join([TITLE, "Hồ Thị Cúc", LEAD_LINE, PARAGRAPHS[0], "Hồ Thị Cúc", *PARAGRAPHS[1:]]))
    assert article.authors == ()


@pytest.mark.parametrize("clock", ["02/08/2018", "02/08/2018 08:42"])
def test_author_below_the_date_is_read(clock: str) -> None:
    article = clean("\n".join([TITLE, clock, "Duy Khương", "aa", *PARAGRAPHS]))
    assert article.authors == ("Duy Khương",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        pytest.param("Võ Văn Kiệt", list(PARAGRAPHS), id="title"),
        pytest.param(TITLE, ["Lê Thị Chi", PARAGRAPHS[0], "Phạm Đức Toàn", PARAGRAPHS[1]], id="candidates"),
    ],
)
def test_name_beside_the_clock_may_be_whom_the_text_is_about(title: str, lines: list[str]) -> None:
    article = clean("\n".join([title, "02/08/2018 08:42", *lines]))
    assert (article.title, article.authors) == (title, ())
    assert [block.text for block in article.blocks] == lines


@pytest.mark.parametrize(
    "row", ["Pháp luật | 12/01/2021 06:30", "TTXVN - 12/01/2021 06:30", "Báo Pháp luật Việt Nam | PLVN | 12/01/2021"]
)
def test_section_or_paper_beside_the_clock_is_no_text(row: str) -> None:
    article = clean("\n".join([TITLE, row, LEAD_LINE, *PARAGRAPHS]))
    assert article.published_at is not None
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_weather_below_a_title_is_no_menu() -> None:
    lines = ["Hà Nội 18 °C", "Hải Phòng 15 °C", "Đà Nẵng 21 °C", "Cần Thơ 27 °C", *PARAGRAPHS]
    article = clean("\n".join([TITLE, *lines]))
    assert (article.title, [block.text for block in article.blocks]) == (TITLE, lines)


def test_short_sentences_above_a_marked_line_are_no_menu() -> None:
    above = ["Nước rút dần.", "Chợ xã họp lại.", "Trẻ em trở lại trường.", "Đường đã thông xe."]
    article = clean("\n".join([TITLE, *above, PARAGRAPHS[0], f"(PLVN) - {PARAGRAPHS[1]}", PARAGRAPHS[2]]))
    assert article.title == TITLE
    assert [block.text for block in article.blocks][:4] == above


def test_lead_that_is_said_once_more_amid_headings_cuts_nothing() -> None:
    lines = ["Việc lớn của xã", PARAGRAPHS[0], "Việc nhỏ của thôn", PARAGRAPHS[1]]
    article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[2], "(PLVN) - Đường thông rồi.", *lines]))
    assert [block.text for block in article.blocks][-4:] == lines


def test_author_and_date_in_a_row_below_the_title_are_read() -> None:
    article = clean("\n".join([TITLE, "Thu Hiền | 12/01/2021 06:30", LEAD_LINE, *PARAGRAPHS]))
    assert article.authors == ("Thu Hiền",)
    assert article.published_at is not None
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_text_that_begins_with_its_lead_has_no_title() -> None:
    article = clean("\n".join([LEAD_LINE, "Thứ Năm 15/01/2026 14:20 (GMT+7)", *PARAGRAPHS]))
    assert (article.title, article.lead, article.agency_prefix) == ("", LEAD, "PLVN")
    assert article.published_at is not None
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(["Cùng chuyên mục", CARDS[0], "12/01/2021", "Đọc thêm", CARDS[1], PARAGRAPHS[0]], id="summaries"),
        pytest.param(["CÙNG CHUYÊN MỤC", "1", CARDS[0], "2", CARDS[1], "3 giờ trước", "Xem tiếp"], id="numbers, ages"),
        pytest.param(["Xem thêm", *CARDS, "Bình luận (0)"], id="words that may be a button"),
        pytest.param([CARDS[0], f"(PLVN) - {PARAGRAPHS[0]}", CARDS[1], "(PLVN) - Giá đã giảm."], id="leads of others"),
        pytest.param(["(PLVN) - Giá đã giảm.", "Làng còn ba lò.", "(PLVN) - Lũ đã rút."], id="leads without titles"),
        pytest.param(["Trang web này sử dụng cookie để tiện cho bạn. Bạn đồng ý?", "Từ chối"], id="cookies"),
        pytest.param(["Thăm dò ý kiến", "Đường đã tốt chưa?", "Rồi", "Chưa", "Bình chọn", "Xem kết quả"], id="poll"),
        pytest.param(["Theo dõi", "Facebook", "Chia sẻ bài viết", "Quay lại", "Về đầu trang"], id="row of buttons"),
        pytest.param(["Chia sẻ, Facebook, Zalo, Sao chép liên kết", "Thích 12 Chia sẻ"], id="buttons on one line"),
        pytest.param(["Cùng chuyên mục Đọc thêm"], id="headings on one line"),
        pytest.param(["Bình luận", "Vui lòng nhập nội dung bình luận.", "Gửi bình luận"], id="comment form"),
        pytest.param(["-----", "Cùng chuyên mục", "-----"], id="strokes between headings"),
        pytest.param(
            ["Ý kiến bạn đọc (2)", "Hoàng Long", "Đường đẹp quá!", "3 giờ trước Thích Trả lời", "An", PARAGRAPHS[0]],
            id="comments",
        ),
        pytest.param(["Bình luận", "An", "Đường đẹp.", "2 ngày trước", "Trả lời", *CARDS], id="comments, lines cut"),
        pytest.param(
            [
                *("Báo điện tử Pháp luật Việt Nam", "Giấy phép xuất bản số 303/GP-BTTTT", "Tổng Biên tập: TS. Hà Văn"),
                *("Tòa soạn: 42/29 Nguyễn Chí Thanh, Hà Nội", "© All rights reserved"),
            ],
            id="foot of the site",
        ),
    ],
)
def test_lists_behind_the_text_go(tail: list[str]) -> None:
    assert [block.text for block in clean("\n\n".join([SCRAPED, *tail])).blocks] == list(PARAGRAPHS)
    assert [block.text for block in clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *tail])).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(["Tin liên quan", *CARDS], id="heading and titles"),
        pytest.param(["Tin bài liên quan:", *(f"- {card}" for card in CARDS)], id="items"),
        pytest.param(["Xem thêm", *CARDS], id="words that may be a button"),
        pytest.param(["Đọc thêm", *CARDS], id="heading of the list behind articles"),
        pytest.param([f">>> {CARDS[0]}"], id="a line that points"),
        pytest.param(["{img}", "[Ảnh]", "https://image.baophapluat.vn/w840/a-1.jpg?x=1"], id="places of pictures"),
        pytest.param(["Play Video", "Current Time 0:00", "Duration 2:31", "1x"], id="film player"),
        pytest.param(["Phóng to", "1/5"], id="slide show"),
        pytest.param(["Tin liên quan", CARDS[0], "07/08/2025 09:00", CARDS[1], "06/08/2025"], id="titles with dates"),
        pytest.param(["Đăng ký nhận bản tin", "Nhập email của bạn", "Đăng ký"], id="newsletter"),
        pytest.param(["https://baophapluat.vn/duong-ve-thon-ha-post501.html"], id="address of the article"),
        pytest.param(["window.addEventListener('load', function(){", "});"], id="script cut into lines"),
    ],
)
def test_boxes_amid_the_text_go(box: list[str]) -> None:
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], *box, *PARAGRAPHS[1:]]
    assert [block.text for block in clean("\n".join(text)).blocks] == list(PARAGRAPHS)


LONG_CARDS = ["Làng gốm bên sông Bồn giữ lửa nghề trăm năm", "Vì sao giá thịt lợn ở chợ huyện chưa giảm?"]
VERSE = ["Sông ơi sông chảy về đâu", "Cho ta gửi một nhịp cầu", "Mẹ ta tóc bạc mái đầu"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param(
            "1. Hồ Thị Cúc - thôn Hạ", ["2. Sùng A Páo - thôn Thượng", "3. Lò Văn Ín - thôn Trung"], id="items"
        ),
        pytest.param("Ông đọc bài thơ ông thuộc từ nhỏ:", VERSE, id="verse"),
        pytest.param(VERSE[0], VERSE[1:], id="verse on both sides"),
    ],
)
def test_list_or_verse_goes_on_below_a_box_amid_it(above: str, below: list[str]) -> None:
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], above, "Tin liên quan", *LONG_CARDS, *below, PARAGRAPHS[1]]
    wanted = [PARAGRAPHS[0], above, *below, PARAGRAPHS[1]]
    assert [block.text for block in clean("\n".join(text)).blocks] == wanted


def test_title_that_asks_goes_with_its_box_unless_the_sub_headings_ask_too() -> None:
    box = ["Tin liên quan", *LONG_CARDS]
    names = ["Hồ Thị Cúc, thôn Hạ", "Sùng A Páo, thôn Thượng", "Lò Văn Ín, thôn Trung"]
    listed = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS[:2], *box, PARAGRAPHS[2], *names]))
    assert [block.text for block in listed.blocks] == [*PARAGRAPHS, *names]
    asking = ["Vì sao đường hỏng?", PARAGRAPHS[0], *box, PARAGRAPHS[1], "Bao giờ đường xong?", PARAGRAPHS[2]]
    assert LONG_CARDS[1] in [block.text for block in clean("\n".join([TITLE, LEAD_LINE, *asking])).blocks]


@pytest.mark.parametrize("label", ["Đọc thêm", "Cùng chuyên mục", "Tin liên quan"])
@pytest.mark.parametrize("titles", [1, 2])
def test_paragraphs_and_sub_headings_behind_a_box_amid_the_text_stay(label: str, titles: int) -> None:
    for behind in ([PARAGRAPHS[2]], [PARAGRAPHS[2], "Hồ Thị Cúc"], [PARAGRAPHS[1], "Việc nhỏ", PARAGRAPHS[2]]):
        text = [TITLE, LEAD_LINE, PARAGRAPHS[0], label, *CARDS[:titles], *behind]
        wanted = [PARAGRAPHS[0], *(line for line in behind if line != "Hồ Thị Cúc")]
        if len(wanted) > 2 and titles == 1 and label != "Tin liên quan":
            continue  # so look two cards with summaries as well
        assert [block.text for block in clean("\n".join(text)).blocks] == wanted


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Việc lớn", PARAGRAPHS[0], "Việc nhỏ", PARAGRAPHS[1]], id="sub-headings, a paragraph below each"),
        pytest.param([*PARAGRAPHS, "Xem thêm: Điều 21, Điều 80 Luật Đất đai"], id="articles of a law"),
        pytest.param([*PARAGRAPHS, "Facebook", PARAGRAPHS[0] + " Hết."], id="a network as heading"),
        pytest.param([*PARAGRAPHS, "Chưa có bình luận nào từ phía nhà máy."], id="a comment that was not made"),
        pytest.param(["08:15", PARAGRAPHS[0], "Chia sẻ", "09:30", PARAGRAPHS[1]][:2], id="clock of a live report"),
        pytest.param([*PARAGRAPHS, "Từ chối", "Đồng ý", PARAGRAPHS[0] + " Hết."], id="answers without a question"),
        pytest.param([*PARAGRAPHS, "Thăm dò dư luận", "Báo đã hỏi 300 hộ."], id="poll as sub-heading"),
        pytest.param([*PARAGRAPHS, "Bình chọn", "Cây cầu đẹp nhất", "Kết quả", "Cầu Bồn: 35%"], id="an award"),
        pytest.param([*PARAGRAPHS, "Bảng A: Lào, Thái Lan", "1/2", "Bảng B: Nhật Bản"], id="fraction of a table"),
        pytest.param([PARAGRAPHS[0], "#ThônHạ", PARAGRAPHS[1]], id="a hashtag"),
        pytest.param([PARAGRAPHS[0], "https://dichvucong.gov.vn/", PARAGRAPHS[1]], id="an address for readers"),
        pytest.param(
            [PARAGRAPHS[0], "Hồ Thị Cúc", "Bà thắp đèn.", "Hồ Thị Cúc"], id="whom it is about, named at the end"
        ),
        pytest.param(
            [*PARAGRAPHS, "TM. HỘI ĐỒNG XÉT XỬ", "Thẩm phán - Chủ tọa phiên tòa", "Trần Thị Thúy"], id="a verdict"
        ),
        pytest.param(
            [*PARAGRAPHS, "Hội Thẩm (HT): người ngồi ghế xét xử.", "Việc của hội thẩm xã", "Việc của hội thẩm huyện"],
            id="items below a term that is explained",
        ),
        pytest.param([*PARAGRAPHS, "Nhóm máu hiếm", "A-", "A+"], id="groups of blood"),
        pytest.param([*PARAGRAPHS, "Website dùng cookie để nhớ tên của bạn, ông Sùng nói."], id="about cookies"),
        pytest.param([*PARAGRAPHS, "Trân trọng cảm ơn!", "Người làm đơn", "Lò Thị Ín"], id="signature of a complaint"),
        pytest.param([*PARAGRAPHS, "Kỳ sau: Người giữ đê"], id="what comes next"),
        pytest.param([*PARAGRAPHS, "Facebook, YouTube, TikTok", "Zalo, Telegram, Viber"], id="names of networks"),
        pytest.param(["Bình luận", *PARAGRAPHS, "Hỏi", "Đường ai làm?", "Trả lời", PARAGRAPHS[0]], id="an answer"),
        pytest.param([*PARAGRAPHS, "Họ về TP.Hồ Chí Minh"], id="a city with a dot in it"),
        pytest.param([PARAGRAPHS[0], "* * *", PARAGRAPHS[1], "-----", PARAGRAPHS[2]], id="strokes between parts"),
        pytest.param([*PARAGRAPHS, "- Anh là ai?", "- ???"], id="signs that somebody says"),
        pytest.param([*PARAGRAPHS, "Hãy nhập cuộc rồi hẵng bình luận về họ."], id="words about comments"),
        pytest.param([*PARAGRAPHS, "Ông mời bạn Đọc thêm"], id="words of a heading at the end of a line"),
        pytest.param([*PARAGRAPHS, "Mời gặp lại ở kỳ sau", "Bao giờ cho hết lũ"], id="short lines at the end"),
        pytest.param([*PARAGRAPHS, "Hồng Minh, ngày 20 tháng 7 năm 2021", "Đoàn Văn Chấp"], id="signature of a letter"),
        pytest.param([*PARAGRAPHS, "Kính thư,", "Đoàn Văn Chấp"], id="signature below the close of a letter"),
        pytest.param(["10h ngày 2/3/2024", *PARAGRAPHS[:1], "9h ngày 3/3/2024", *PARAGRAPHS[1:]], id="a chronicle"),
    ],
)
def test_text_that_looks_like_boxes_and_names_stays(lines: list[str]) -> None:
    for tail in ([], ["Cùng chuyên mục", "Đọc thêm"], ["Cùng chuyên mục", *CARDS, "Đọc thêm"]):
        article = clean("\n".join([TITLE, LEAD_LINE, *lines, *tail]))
        assert [block.text for block in article.blocks] == lines


def test_last_paragraph_below_a_box_amid_the_text_stays_above_author_and_tags() -> None:
    lines = [TITLE, LEAD_LINE, *PARAGRAPHS[:2], "Đọc thêm", CARDS[0], PARAGRAPHS[2], "Mộc Lan Hạ", "Từ khóa: đê, lũ"]
    article = clean("\n".join(lines))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert (article.authors, article.tags) == (("Mộc Lan Hạ",), ("đê", "lũ"))


def test_headings_with_a_paragraph_each_below_a_box_at_the_beginning_stay() -> None:
    lines = ["Việc lớn của xã", PARAGRAPHS[0], "Việc nhỏ của thôn", PARAGRAPHS[1]]
    article = clean("\n".join([TITLE, LEAD_LINE, "Tin liên quan", CARDS[0], *lines]))
    assert [block.text for block in article.blocks][-3:] == lines[1:]


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["Trần Hằng - Hoàng Anh"], ("Trần Hằng", "Hoàng Anh")),
        (["H.Minh"], ("H.Minh",)),
        (["Đỗ Thị Ánh - Ưng Đức"], ("Đỗ Thị Ánh", "Ưng Đức")),
        (["H.Minh/TTXVN"], ("H.Minh",)),
        (["Nhóm PV Bạn đọc"], ("Nhóm PV Bạn đọc",)),
        (["(Minh Ngọc)", "Chia sẻ", "Facebook"], ("Minh Ngọc",)),
        (["Ghi chép của Nguyễn Thị Thùy"], ("Nguyễn Thị Thùy",)),
        (["Minh Ngọc", "Từ khóa: đê, lũ"], ("Minh Ngọc",)),
    ],
)
def test_author_line_of_plain_text(lines: list[str], authors: tuple[str, ...]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *lines, "Cùng chuyên mục", "Đọc thêm"]))
    assert article.authors == authors
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("tags", [["Từ khóa: đê, lũ"], ["Từ khóa:", "đê", "lũ"], ["Tags: đê; lũ"]])
def test_tags_of_plain_text_are_read(tags: list[str]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *tags, "Cùng chuyên mục", "Đọc thêm"]))
    assert article.tags == ("đê", "lũ")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda text: text.encode().decode("latin-1"), id="UTF-8 read as latin-1"),
        pytest.param(json.dumps, id="a string of JSON"),
        pytest.param(lambda text: json.dumps(text)[1:-1], id="a string of JSON without its quotation marks"),
        pytest.param(lambda text: html.escape(f"<p>{text.replace(chr(10) * 2, '</p><p>')}</p>"), id="escaped tags"),
        pytest.param(lambda text: text.replace("\n\n", "\u2028"), id="separators of lines"),
    ],
)
def test_text_that_was_written_or_read_wrongly_is_the_same_text(write: Callable[[str], str]) -> None:
    assert clean(write(SCRAPED)) == clean(SCRAPED)


def test_letters_of_western_europe_stay() -> None:
    text = f"{PARAGRAPHS[0]} São Paulo, Ãngela, “Ã”, C:\\Users\\an."
    assert clean("\n".join([TITLE, LEAD_LINE, text])).body == text


def test_lead_without_a_mark_that_stands_twice_is_no_caption() -> None:
    lead = f"{LEAD} Sau nhiều năm chờ đợi, bà con ba thôn ven sông không còn phải gùi hàng qua đoạn lầy ra chợ huyện."
    article = clean("\n".join([TITLE, lead, lead, CAPTION, CAPTION, *PARAGRAPHS]))
    assert [block.text for block in article.blocks] == [lead, *PARAGRAPHS]
    assert [image.caption for image in article.images] == [CAPTION]


def test_breaks_and_entities_that_a_scraper_left_standing_are_read() -> None:
    article = clean(f"{TITLE}<br>(PLVN) - {LEAD}<br/>{CAPTION}<br />{CAPTION}\n“GD&amp;ĐT”&nbsp;là &ldquo;tên&rdquo;.")
    assert article.lead == LEAD
    assert article.body == "“GD&ĐT” là “tên”."


@pytest.mark.parametrize("tags", ["#đê điều #lũ", "#đê điều  #lũ "])
def test_hashtags_with_spaces_at_the_end_are_tags(tags: str) -> None:
    assert clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, tags, "Đọc thêm"])).tags == ("đê điều", "lũ")


def test_clocks_of_a_report_stay_beside_a_button() -> None:
    lines = ["08:15", PARAGRAPHS[0], "Chia sẻ", "09:30", PARAGRAPHS[1]]
    article = clean("\n".join([TITLE, LEAD_LINE, *lines]))
    assert [block.text for block in article.blocks] == [line for line in lines if line != "Chia sẻ"]


def test_who_asked_signs_below_the_thanks_of_an_interview() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Trân trọng cảm ơn!", "Hồng Minh", "Đọc thêm"]))
    assert (article.authors, article.blocks[-1].text) == (("Hồng Minh",), "Trân trọng cảm ơn!")


def test_line_with_an_address_is_no_title_in_a_box() -> None:
    line = "Toàn văn dự thảo có ở http://dichvucong.example/du-thao"
    article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], "Tin liên quan", line, PARAGRAPHS[1]]))
    assert line in [block.text for block in article.blocks]
    article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], "Tin liên quan", CARDS[0], PARAGRAPHS[1]]))
    assert CARDS[0] not in [block.text for block in article.blocks]


def test_titles_between_author_and_boxes_go_with_these() -> None:
    tail = ["H.Minh", *CARDS, "Cùng chuyên mục", "Đọc thêm"]
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *tail]))
    assert article.authors == ("H.Minh",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_names_with_their_works_below_stay_above_boxes() -> None:
    lines = ["Hoa trên đá", "Trần Thị Hoa", *CARDS]
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *lines, "Cùng chuyên mục", "Đọc thêm"]))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *lines]


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


@pytest.mark.parametrize(
    "line",
    ["Chú thích ảnh số {half} của bài", "(PLVN) - Tin số {index}", "Ảnh: Hoàng Lâm", "Mục {half}:", "Hết {index}"],
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


def test_source_below_the_name_that_signs_a_document_is_the_source_and_the_name_stays() -> None:
    signed = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Pờ"]
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *signed, "Theo Moj.gov.vn"]))
    assert article.source == "Moj.gov.vn"
    assert [block.text for block in article.blocks][-3:] == signed


CUT = [
    "Như\nbáo đã đưa\n, con đường này từng\nđóng cửa\nhai năm vì mưa lũ làm sụt lở taluy ở đầu thôn Hạ.",
    "Sở Xây dựng tỉnh\nSơn La\ncho biết đã hai lần xin vốn, theo\nLuật Đầu tư công\n(sửa đổi năm 2020), để sửa đường.",
    "“Dân mong từng ngày”, ông\nLò Văn Bồn\nnói.",
    "Trả lời:\nỦy ban xã sẽ công bố trong tháng này, kèm danh sách các hộ được đền bù.",
    "M\nười năm trước, đoạn này chỉ là bờ ruộng, nay rộng 1.250m\n2\n, xe tải tránh nhau được.",
]


def test_lines_cut_at_links_and_bold_words_are_sentences_again_and_headings_stay_apart() -> None:
    text = "\n".join([TITLE, f"(PLVN) - {LEAD}", *CUT[:4], "Vì sao chậm trễ", CUT[4], PARAGRAPHS[0]])
    whole = [part.replace("\n2", "2").replace("M\n", "M").replace("\n,", ",").replace("\n", " ") for part in CUT]
    assert [block.text for block in clean(text).blocks] == [*whole[:4], "Vì sao chậm trễ", whole[4], PARAGRAPHS[0]]
    assert (
        clean(f"{TITLE}\n(PLVN) - {LEAD}\nHồ sơ\nđơn xin học\nSổ hộ khẩu\n{PARAGRAPHS[0]}").blocks[1].text
        == "đơn xin học"
    )


@pytest.mark.parametrize("line", ["a) Người già;", ". Ảnh minh họa", "- Đường xóm", "b) trẻ em."])
def test_line_that_may_begin_so_is_not_joined_to_the_sentence_above(line: str) -> None:
    text = "\n".join(
        [TITLE, f"(PLVN) - {LEAD}", "Theo\nông Bồn\n, đường đã thông.", "Được miễn phí:", line, PARAGRAPHS[0]]
    )
    assert line in [block.text for block in clean(text).blocks]


CARDS_WITH_SUMMARIES = [
    "Làng gốm giữ lửa nghề",
    "Mười hộ còn theo nghề.",
    "Giá thịt lợn chưa giảm",
    "Cung vẫn thiếu cầu.",
]


def test_cards_with_summaries_below_the_author_are_no_text_whatever_heads_them() -> None:
    head = [TITLE, f"(PLVN) - {LEAD}", *PARAGRAPHS]
    behind = ["Tin liên quan", *CARDS_WITH_SUMMARIES]
    signed = clean("\n".join([*head, "Mộc Lan Hạ (t/h)", "đường sá", *behind]))
    assert (signed.authors, [block.text for block in signed.blocks][: len(PARAGRAPHS)]) == ((), list(PARAGRAPHS))
    assert not any("Làng gốm" in block.text or "thiếu cầu" in block.text for block in signed.blocks)
    unsigned = clean("\n".join([*head, *behind]))
    assert "Cung vẫn thiếu cầu." in [block.text for block in unsigned.blocks]


def test_buttons_sections_and_headings_that_were_written_together_are_no_text() -> None:
    above = ["Kinh tếDoanh nghiệp", TITLE, "12/06/2024 17:05Chia sẻ", "FacebookZaloSao chép liên kết"]
    behind = ["Chia sẻ12Lưu bài", "Cùng chuyên mụcĐọc thêm", CARDS[0]]
    article = clean("\n".join([*above, f"(PLVN) - {LEAD}", *PARAGRAPHS, *behind]))
    assert (article.title, article.published_at) == (TITLE, datetime(2024, 6, 12, 10, 5, tzinfo=UTC))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("line", ["iPhone và eKYC", "Bộ GDĐT và VNPay", "Lớp 10A2", "Sông HồngHà Nội"])
def test_words_with_a_capital_amid_them_are_not_parted(line: str) -> None:
    assert line in [block.text for block in clean("\n".join([TITLE, f"(PLVN) - {LEAD}", line, *PARAGRAPHS])).blocks]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Kinh tế Doanh nghiệp", TITLE, "12/06/2024 17:05", "Chia sẻ Facebook Zalo"], id="in a row"),
        pytest.param(["Xã hội, Y tế", TITLE, "Chia sẻ, Facebook, In bài viết", "12/06/2024 17:05"], id="with commas"),
        pytest.param(["Trang chủ", ">", "Kinh tế", ">", "Doanh nghiệp", TITLE, "12/06/2024 17:05"], id="signs alone"),
        pytest.param([f"Tin địa phương{TITLE}12/06/2024 17:05Chia sẻ Facebook Zalo"], id="without a space"),
    ],
)
def test_sections_and_buttons_around_a_title_are_none(lines: list[str]) -> None:
    article = clean("\n".join([*lines, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.published_at == datetime(2024, 6, 12, 10, 5, tzinfo=UTC)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("lead", [LEAD_LINE, None])
def test_menus_in_items_below_the_day_stand_above_the_title(lead: str | None) -> None:
    menus = [
        "Thứ Hai, 30/11/2026 Đăng nhập",
        "Báo Pháp luật Việt Nam",
        "* Thời sự",
        "* Tư pháp",
        "* Kinh tế",
        "* Xã hội",
    ]
    below = ["12/06/2024 17:05", "Chia sẻ Facebook Zalo In bài viết", *([lead] if lead else []), *PARAGRAPHS]
    article = clean("\n".join([*menus, "Tin địa phương", TITLE, *below]))
    assert (article.title, [block.text for block in article.blocks]) == (TITLE, list(PARAGRAPHS))


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param("{}Cùng chuyên mụcĐọc thêm", id="headings without a space"),
        pytest.param("{} Cùng chuyên mục Đọc thêm", id="headings behind the sentence"),
        pytest.param("{}Mộc Lan Hạ", id="author"),
        pytest.param("{}Chia sẻ Facebook Zalo", id="buttons"),
        pytest.param("{}\nTin liên quanLàng gốm giữ lửa nghềGiá thịt chưa giảm", id="box on one line"),
        pytest.param("{}\nMộc Lan HạCùng chuyên mục\nLàng gốm giữ lửa nghề", id="author and heading"),
        pytest.param("{}\nMộc Lan Hạ\nMộc Lan Hạ\nMộc Lan Hạ", id="author in cells within cells"),
    ],
)
def test_what_a_scraper_wrote_right_behind_the_text_is_no_part_of_it(tail: str) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS[:2], tail.format(PARAGRAPHS[2])]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.authors == (("Mộc Lan Hạ",) if "Mộc Lan" in tail else ())
    assert not article.images


def test_caption_that_opens_a_text_is_no_title() -> None:
    article = clean("\n".join([CAPTION, CAPTION, *PARAGRAPHS]))
    assert (article.title, [image.caption for image in article.images]) == ("", [CAPTION])
    above = clean("\n".join([CAPTION, CAPTION, TITLE, LEAD_LINE, *PARAGRAPHS]))
    assert (above.title, above.lead, [image.caption for image in above.images]) == (TITLE, LEAD, [CAPTION])
    twice = clean("\n".join([TITLE, TITLE, *PARAGRAPHS]))
    assert (twice.title, [block.text for block in twice.blocks]) == (TITLE, list(PARAGRAPHS))


def test_caption_behind_the_lead_that_stands_below_it_again_is_no_part_of_it() -> None:
    article = clean("\n".join([TITLE, f"{LEAD_LINE} {CAPTION}", CAPTION, *PARAGRAPHS]))
    assert (article.lead, [image.caption for image in article.images]) == (LEAD, [CAPTION])
    said = f"{PARAGRAPHS[0]} {CAPTION}"
    assert said in [block.text for block in clean("\n".join([TITLE, LEAD_LINE, said, CAPTION, PARAGRAPHS[1]])).blocks]


def test_author_beside_a_day_and_a_clock_with_a_dash_between_is_read() -> None:
    for row in ("Mộc Lan Hạ | 12/06/2024 - 17:05", "Mộc Lan Hạ - 12/06/2024 17:05"):
        article = clean("\n".join([TITLE, row, LEAD_LINE, *PARAGRAPHS]))
        assert (article.authors, [block.text for block in article.blocks]) == (("Mộc Lan Hạ",), list(PARAGRAPHS))
        assert article.published_at == datetime(2024, 6, 12, 10, 5, tzinfo=UTC)


def test_lead_below_many_buttons_is_the_lead_and_what_cuts_it_short_is_none() -> None:
    buttons = ["12/06/2024 17:05", "Chia sẻ", "Facebook", "Zalo", "Sao chép liên kết", "In bài viết"]
    article = clean("\n".join(["Xã hội", TITLE, *buttons, f"{LEAD_LINE[:40]}...", LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead, article.images) == (TITLE, LEAD, ())
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_title_twice_below_the_menus_of_a_page_is_the_title() -> None:
    title = "Xã Bồn sửa xong con đường bốn cây số nối ba thôn với chợ huyện"
    menus = ["Báo Pháp luật Việt Nam", "Đăng nhập", "Thời sự", "Tư pháp", "Kinh tế"]
    article = clean("\n".join([*menus, title, title, "12/06/2024 17:05", LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, [block.text for block in article.blocks]) == (title, list(PARAGRAPHS))


def test_buttons_written_behind_the_lead_that_was_written_behind_the_title_are_no_part_of_it() -> None:
    article = clean("\n".join([f"{TITLE}{LEAD_LINE}Chia sẻ Facebook Zalo", *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
