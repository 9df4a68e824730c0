"""What scrapers write around a text and amid it: who wrote it, buttons, comments, addresses, broken links."""

from __future__ import annotations

import pytest
from scraped_texts import CARDS, LEAD_LINE, clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

DAY = "12/06/2024 17:05"
BOXES = ["Cùng chuyên mục", *CARDS, "Đọc thêm"]
MORE = (
    "Ông Vàng A Sính, trưởng thôn Hạ, cho biết trước đây người ốm phải cáng qua hai con suối mới tới trạm y tế. "
    "Nay xe cứu thương vào được tận sân nhà văn hóa. Chợ phiên tuần đầu tiên sau ngày thông đường đông gấp đôi, "
    "hàng quán bày kín hai bên bờ sông."
)
LONG_TITLES = [
    "Cà Mau: Phạt nặng chủ tàu vượt ranh giới trên biển",
    "Hà Nội thêm ba tuyến buýt điện từ tháng sau",
]


def texts(*lines: str) -> list[str]:
    return [block.text for block in clean("\n".join(lines)).blocks]


@pytest.mark.parametrize(
    "name", ["Khánh Huyền", "Mai Lan - Quốc Bảo", "Minh Châu (Theo TTXVN)", "PV", "Nhóm phóng viên"]
)
@pytest.mark.parametrize("is_above", [True, False], ids=["above the day", "below the day"])
def test_author_beside_the_day_and_below_the_text_is_no_text(name: str, is_above: bool) -> None:
    beside = [name, DAY] if is_above else [DAY, name]
    assert texts(TITLE, *beside, LEAD_LINE, *PARAGRAPHS, name, *BOXES) == list(PARAGRAPHS)


def test_name_beside_the_day_that_heads_a_paragraph_further_down_is_whom_the_text_is_about() -> None:
    lines = ["Khánh Huyền", PARAGRAPHS[0], "Minh Châu", PARAGRAPHS[1], "Khánh Huyền", PARAGRAPHS[2]]
    assert texts(TITLE, DAY, LEAD_LINE, *lines) == lines


@pytest.mark.parametrize(
    "line", ["Nhóm PV miền Trung", "PV tổng hợp", "Tổng hợp", "(T/h)", "Luật sư Phạm Văn Hưng", "ThS. Lê Thị Mai"]
)
def test_who_wrote_is_no_text_without_a_name_or_with_a_title_before_it(line: str) -> None:
    assert texts(TITLE, LEAD_LINE, *PARAGRAPHS, line, *BOXES) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "lines",
    [
        ["Diễn giả gồm:", "Luật sư Phạm Văn Hưng", "Bác sĩ Lê Thị Mai"],
        ["Kính thư", "Luật sư Phạm Văn Hưng"],
        ["Ba phần thi", "Kiến thức", "Tài năng", "Tổng hợp"],
        ["Nhóm PV miền Trung có mặt tại xã Bồn."],
    ],
    ids=["list of speakers", "letter", "list that ends in such a word", "sentence"],
)
def test_lines_at_the_end_that_only_look_like_authors_stay(lines: list[str]) -> None:
    assert texts(TITLE, LEAD_LINE, *PARAGRAPHS, *lines) == [*PARAGRAPHS, *lines]


@pytest.mark.parametrize("buttons", [["Nghe bài viết", "Lưu bài"], ["Nghe bài viếtLưu bài"]])
@pytest.mark.parametrize("is_above", [True, False], ids=["above the lead", "below the lead"])
def test_report_by_the_clock_begins_below_the_buttons(buttons: list[str], is_above: bool) -> None:
    report = ["04:40", "Mất điện ở Tam Kỳ.", "03:15", PARAGRAPHS[0], "01:00", "Toàn bộ tàu thuyền đã vào bờ."]
    head = [*buttons, LEAD_LINE] if is_above else [LEAD_LINE, *buttons]
    assert texts(TITLE, DAY, *head, *report) == report


def test_clock_of_a_player_below_its_button_is_no_text() -> None:
    assert texts(TITLE, LEAD_LINE, "Nghe bài viết", "0:00", "/", "03:25", *PARAGRAPHS) == list(PARAGRAPHS)


def test_last_line_of_a_box_that_is_too_short_for_a_title_heads_the_paragraph_below() -> None:
    lines = [PARAGRAPHS[0], "Tin liên quan", *LONG_TITLES, "Ai trả tiền đường?", PARAGRAPHS[1], PARAGRAPHS[2]]
    assert texts(TITLE, LEAD_LINE, *lines) == [PARAGRAPHS[0], "Ai trả tiền đường?", *PARAGRAPHS[1:]]


@pytest.mark.parametrize("titles", [LONG_TITLES, [*CARDS, "Ai trả tiền đường?"]], ids=["long", "short ones beside it"])
def test_titles_of_a_box_go_where_none_is_shorter_than_the_others(titles: list[str]) -> None:
    lines = [PARAGRAPHS[0], "Tin liên quan", *titles, PARAGRAPHS[1], PARAGRAPHS[2]]
    assert texts(TITLE, LEAD_LINE, *lines) == list(PARAGRAPHS)


@pytest.mark.parametrize("behind", [[], BOXES], ids=["alone", "above boxes"])
def test_comments_below_their_number_go_without_any_button_to_reply(behind: list[str]) -> None:
    comments = ["Bình luận (2)", "Bài viết rất hay, cảm ơn tác giả.", "Tôi đồng ý."]
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Minh Châu", *comments, *behind]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.authors == ("Minh Châu",)


def test_number_of_comments_above_the_text_cuts_nothing_off() -> None:
    assert set(PARAGRAPHS) <= set(texts(TITLE, LEAD_LINE, "Bình luận (2)", *PARAGRAPHS))


def test_sub_heading_called_like_comments_stays_above_the_form_for_these() -> None:
    lines = [PARAGRAPHS[0], "Đề xuất", PARAGRAPHS[1], "Bình luận", PARAGRAPHS[2]]
    form = "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu"
    assert texts(TITLE, LEAD_LINE, *lines, form) == lines
    assert texts(TITLE, LEAD_LINE, *lines, "Ý kiến bạn đọc", form, "Gửi bình luận") == lines


@pytest.mark.parametrize("label", ["", "Nguồn: ", "Link:"])
def test_address_of_the_page_below_the_boxes_keeps_none_of_them(label: str) -> None:
    address = f"{label}https://baophapluat.vn/xa-bon-post501234.html"
    assert texts(TITLE, LEAD_LINE, *PARAGRAPHS, *BOXES, address) == list(PARAGRAPHS)


def test_address_of_another_site_that_ends_a_text_stays() -> None:
    lines = [*PARAGRAPHS, "Website: https://dichvucong.gov.vn/"]
    assert texts(TITLE, LEAD_LINE, *lines) == lines


@pytest.mark.parametrize("pointer", [[f">> {LONG_TITLES[0]}"], [f"> > {LONG_TITLES[0]}"], [">>", LONG_TITLES[0]]])
def test_title_behind_or_below_the_sign_of_a_link_is_no_text(pointer: list[str]) -> None:
    assert texts(TITLE, LEAD_LINE, PARAGRAPHS[0], *pointer, *PARAGRAPHS[1:]) == list(PARAGRAPHS)


def test_paragraph_below_a_lonely_sign_stays() -> None:
    assert set(PARAGRAPHS) <= set(texts(TITLE, LEAD_LINE, PARAGRAPHS[0], ">>", *PARAGRAPHS[1:]))


def test_caption_in_italics_in_a_cell_in_markdown_is_a_caption() -> None:
    cell = "| *Người dân thôn Hạ san nền đường.* |"
    article = clean(
        "\n".join([f"# {TITLE}", "", LEAD_LINE, "", PARAGRAPHS[0], "|  |", "| --- |", cell, *PARAGRAPHS[1:]])
    )
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == ["Người dân thôn Hạ san nền đường."]


def test_links_and_pictures_that_were_broken_at_a_width_are_whole_again() -> None:
    lines = [
        *("![Người dân thôn Hạ san nền", "đường.](//image.baophapluat.vn/w840/a.jpg)Người dân thôn Hạ san nền đường."),
        *("", PARAGRAPHS[0], "", "[Làng gốm trăm tuổi giữ lửa nghề](/xa-", "hoi/lang-gom-post501.html)", ""),
    ]
    article = clean("\n".join([f"# {TITLE}", "", LEAD_LINE, "", *lines, *PARAGRAPHS[1:]]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == ["Người dân thôn Hạ san nền đường."]


def test_same_caption_twice_at_two_pictures_is_a_caption_at_each() -> None:
    caption = "Bữa cơm trưa của công nhân và bộ đội trên công trường."
    other = "Người dân thôn Hạ san nền đường sau trận lũ."
    between = "Dự kiến, dân về nhà mới trước Tết."
    lines = [other, other, PARAGRAPHS[0], caption, caption, between, caption, caption, PARAGRAPHS[1]]
    assert texts(TITLE, LEAD_LINE, *lines) == [PARAGRAPHS[0], between, PARAGRAPHS[1]]


def test_refrain_stays_beside_doubled_captions() -> None:
    caption = "Liền chị mời trầu trên thuyền rồng."
    song = ["Người ơi, người ở đừng về.", "Người ơi, người ở đừng về.", "Đôi bên vạt áo ướt đầm", "Như mưa"]
    lines = [caption, caption, PARAGRAPHS[0], *song, *song, PARAGRAPHS[1]]
    assert texts(TITLE, LEAD_LINE, *lines) == [PARAGRAPHS[0], *song, *song, PARAGRAPHS[1]]


def test_one_line_is_parted_at_day_author_tags_and_comments() -> None:
    body = " ".join([*PARAGRAPHS, MORE])
    behind = "Minh Châu Từ khóa: đường chợ Bình luận (1) Hoa Lê 5 giờ trước Tôi đồng ý. Thích Trả lời"
    article = clean(f"{TITLE} Thứ Tư {DAY} Facebook Zalo Chia sẻ {LEAD_LINE} {body} {behind}")
    assert (article.title, article.authors, article.published_raw) == (TITLE, ("Minh Châu",), f"Thứ Tư {DAY}")
    assert [block.text for block in article.blocks] == [f"{LEAD} {body}"]
    assert article.tags == ("đường chợ",)


def test_day_in_a_title_on_one_line_parts_nothing() -> None:
    title = "Vụ sập cầu ngày 12/3/2024 ở xã Bồn: Ai chịu trách nhiệm"
    assert clean(f"{title} {LEAD_LINE} {' '.join(PARAGRAPHS)} {MORE}").title == title


def test_long_last_line_gives_its_author_and_keeps_a_last_sentence() -> None:
    body = " ".join([*PARAGRAPHS, MORE])
    assert texts(TITLE, LEAD_LINE, f"{body} Minh Châu") == [body]
    assert texts(TITLE, LEAD_LINE, f"{body} Đường đã thông. Xe đã chạy") == [f"{body} Đường đã thông. Xe đã chạy"]


def test_line_of_many_bars_is_parted_at_each() -> None:
    lines = [TITLE, f"Thứ Tư {DAY[:10]} | {DAY[11:]}", LEAD_LINE, *PARAGRAPHS, "Minh Châu", *BOXES]
    article = clean("|".join(lines))
    assert (article.title, article.lead, article.authors) == (TITLE, LEAD, ("Minh Châu",))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_short_title_of_a_notice_below_menus_is_the_title() -> None:
    menus = ["Thời sự", "Tư pháp", "Kinh tế", "Pháp luật", "Xã hội", "Bạn đọc"]
    notice = ["Báo Pháp luật Việt Nam và gia đình vô cùng thương tiếc báo tin:", "Ông Nguyễn Hữu Trác", PARAGRAPHS[0]]
    article = clean("\n".join([*menus, "Tin buồn", DAY, *notice]))
    assert (article.title, [block.text for block in article.blocks]) == ("Tin buồn", notice)
