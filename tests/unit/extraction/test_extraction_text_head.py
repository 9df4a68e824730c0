"""The head of scraped texts: menus, title, date, author and lead, in whatever order a scraper wrote them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scraped_texts import CAPTION, CARDS, LEAD_LINE, clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

PLAIN_TITLE = "Xa Bon sua xong con duong ra cho"
MENUS = ["Báo Pháp luật Việt Nam", "Đăng nhập", "Thời sự", "Tư pháp", "Kinh tế", "Chuyện xưa", "Quốc tế", "Podcasts"]


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
        pytest.param([TITLE, "12/01/2021 06:30", "Google News", LEAD_LINE], id="button of a search engine"),
        pytest.param([TITLE, "/", "Kinh doanh", "/", "Xã hội", LEAD_LINE], id="crumbs below the title"),
        pytest.param(["Báo Pháp luật Việt Nam điện tử", TITLE, LEAD_LINE], id="name of the newspaper above"),
        pytest.param(["BÁO ĐIỆN TỬ CHÍNH PHỦ", TITLE, LEAD_LINE], id="name of another paper above"),
        pytest.param(["Tài chính - Ngân hàng", TITLE, LEAD_LINE], id="two sections with a stroke above"),
        pytest.param(["- Tuần xã Bon", "- Sức khỏe", f"# {TITLE}", LEAD_LINE], id="menus above a heading in Markdown"),
        pytest.param([TITLE, "Theo dõi Báo Thanh Niên trên Google News", LEAD_LINE], id="invitation of another paper"),
        pytest.param([TITLE, LEAD_LINE, f"{TITLE} - Hình 1", f"{TITLE} - Ảnh 2."], id="numbered pictures"),
        pytest.param([f"{TITLE} | Báo Pháp luật Việt Nam", TITLE, LEAD_LINE], id="name of the paper"),
        pytest.param([TITLE, f"{TITLE} - baophapluat.vn", LEAD_LINE], id="name of the paper below"),
        pytest.param(["12/01/2021 06:30", TITLE, LEAD_LINE], id="date above"),
        pytest.param([TITLE, f"{LEAD_LINE[:60]}...", LEAD_LINE], id="lead cut short above the lead"),
        pytest.param([TITLE, "Chia sẻ", "Facebook", "Zalo", LEAD_LINE], id="row of buttons"),
        pytest.param(
            [TITLE, "Chia sẻ", "Facebook", "Zalo", "Copy link", "In bài viết", LEAD_LINE], id="row of many buttons"
        ),
        pytest.param([TITLE, "Facebook", LEAD_LINE], id="a network alone above the lead"),
        pytest.param([TITLE, LEAD_LINE, "Facebook", "Zalo"], id="networks below the lead"),
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


def test_networks_that_head_the_parts_of_a_text_stay() -> None:
    parts = ["Facebook", PARAGRAPHS[0], "Zalo", PARAGRAPHS[1]]
    assert [block.text for block in clean("\n".join([TITLE, LEAD_LINE, *parts])).blocks] == parts


def test_name_above_the_date_is_the_authors_whatever_tags_stand_behind_the_text() -> None:
    tail = ["Từ khóa:", "Hà Nội", "Mai Châu", "Cùng chuyên mục", *CARDS]
    article = clean("\n".join([TITLE, LEAD_LINE, "Minh Trang", "12/01/2021 06:30", *PARAGRAPHS, *tail]))
    assert article.authors == ("Minh Trang",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_menus_of_a_whole_page_stand_above_the_title() -> None:
    menus = ["Trang chủ", "Kinh tế Tài chính Chứng khoán", "Tin mới", "Bạn đọc Tư vấn", "Đăng nhập", "Hotline"]
    article = clean("\n".join([*menus, TITLE, "12/01/2021 06:30", LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_menus_stand_above_the_title_of_a_sister_paper_too() -> None:
    menus = ["Multimedia", "Chính trị - Xã hội", "Điều tra - Bạn đọc", "Facebook", "Pháp luật", "Giáo dục", "Youtube"]
    tail = ["Mộc Lan Hạ", "Nên đọc", *CARDS]
    article = clean("\n".join([*menus, TITLE, "17:26 - 18/01/2016", "|", f"(PL+) - {LEAD}", *PARAGRAPHS, *tail]))
    assert (article.title, article.lead, article.agency_prefix) == (TITLE, LEAD, "PL+")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.authors == ("Mộc Lan Hạ",)
    books = clean("\n".join([TITLE, f"(PL+) - {LEAD}", *PARAGRAPHS[:2], "Nên đọc", PARAGRAPHS[2]]))
    assert [block.text for block in books.blocks] == [*PARAGRAPHS[:2], "Nên đọc", PARAGRAPHS[2]]


@pytest.mark.parametrize(
    ("line", "author"),
    [("Chủ Nhật, 12/01/2020 - 06:30 (GMT+7)", ()), ("Nguyễn Thu Hiền | 12/01/2020 06:30", ("Nguyễn Thu Hiền",))],
)
def test_row_with_the_date_is_no_title_below_menus(line: str, author: tuple[str, ...]) -> None:
    article = clean("\n".join([*MENUS[:5], "Chuyện xưa", TITLE, line, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead, article.authors) == (TITLE, LEAD, author)


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


@pytest.mark.parametrize(
    "first",
    [
        PARAGRAPHS[0],
        f"“{PARAGRAPHS[0]} {PARAGRAPHS[1]}”",
        f"{PARAGRAPHS[0]} Ai cũng mong ngày thông xe…",
        "Ủy ban xã hướng dẫn:",
    ],
)
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


@pytest.mark.parametrize("title", [TITLE, f"{TITLE}, vì sao?", f"{TITLE} sau mưa 'trăm năm'"])
def test_title_date_and_text_that_were_written_together_are_parted(title: str) -> None:
    article = clean("\n".join([f"{title}12/06/2024 17:05{PARAGRAPHS[0]}", *PARAGRAPHS[1:]]))
    assert (article.title, [block.text for block in article.blocks]) == (title, list(PARAGRAPHS))
    assert article.published_at == datetime(2024, 6, 12, 10, 5, tzinfo=UTC)


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


def test_lead_without_a_mark_that_stands_twice_is_no_caption() -> None:
    lead = f"{LEAD} Sau nhiều năm chờ đợi, bà con ba thôn ven sông không còn phải gùi hàng qua đoạn lầy ra chợ huyện."
    article = clean("\n".join([TITLE, lead, lead, CAPTION, CAPTION, *PARAGRAPHS]))
    assert [block.text for block in article.blocks] == [lead, *PARAGRAPHS]
    assert [image.caption for image in article.images] == [CAPTION]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Kinh tế Doanh nghiệp", TITLE, "12/06/2024 17:05", "Chia sẻ Facebook Zalo"], id="in a row"),
        pytest.param(["Xã hội, Y tế", TITLE, "Chia sẻ, Facebook, In bài viết", "12/06/2024 17:05"], id="with commas"),
        pytest.param(["Trang chủ", ">", "Kinh tế", ">", "Doanh nghiệp", TITLE, "12/06/2024 17:05"], id="signs alone"),
        pytest.param([f"Tin địa phương{TITLE}12/06/2024 17:05Chia sẻ Facebook Zalo"], id="without a space"),
        pytest.param([f"{TITLE}12/06/2024 17:05"], id="only the date, without a space"),
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


@pytest.mark.parametrize("between", [MENUS, ["Hotline: 0966.000.111 - bandoc@plvn.example", *MENUS], ["Kinh tế"]])
def test_title_of_the_window_above_the_menus_is_the_title(between: list[str]) -> None:
    article = clean("\n".join([f"{TITLE} | Báo Pháp luật Việt Nam", *between, TITLE, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_verse_between_a_title_and_the_same_words_stays() -> None:
    verse = [
        "Con đò nằm nghiêng",
        "Bờ sông vắng",
        "Lau trắng",
        "Gió về",
        "Khói bếp bay qua",
        "Mẹ ngồi bên cầu",
        "Tóc mây trắng cả",
        "Đò ơi",
    ]
    article = clean("\n".join(["Đò ơi", *verse, *PARAGRAPHS]))
    assert article.title == "Đò ơi"
    assert [block.text for block in article.blocks] == [*verse, *PARAGRAPHS]


def test_row_above_the_logo_belongs_to_the_menus() -> None:
    head = ["Hotline: 0966.000.111", "bandoc@plvn.example", "Báo Pháp luật Việt Nam điện tử", "Thời sự", "Quốc tế"]
    article = clean("\n".join([*head, TITLE, "12/01/2021 06:30", *PARAGRAPHS]))
    assert article.title == TITLE
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_headings_of_empty_boxes_above_the_title_are_none() -> None:
    article = clean("\n".join(["Cùng chuyên mục", "Đọc thêm", TITLE, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)


@pytest.mark.parametrize("caption", [CAPTION, f"{CAPTION} Ảnh: Hoàng Lâm"])
def test_caption_above_the_title_that_stands_below_the_lead_is_no_title(caption: str) -> None:
    article = clean("\n".join([caption, TITLE, LEAD_LINE, caption, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [caption]


def test_sentence_above_the_title_that_stands_below_it_is_no_caption() -> None:
    article = clean("\n".join([LEAD, TITLE, LEAD, *PARAGRAPHS]))
    assert LEAD in [article.title, *(block.text for block in article.blocks)]
    assert article.images == ()


def test_date_with_a_bar_in_it_beside_the_author_is_no_title() -> None:
    row = "Thu Hiền | Thứ Ba 12/01/2021 | 06:30 GMT+7"
    article = clean("\n".join([TITLE, row, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.authors, article.published_raw) == (TITLE, ("Thu Hiền",), row)


def test_title_that_stands_again_amid_the_text_is_none_of_it() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], TITLE, *PARAGRAPHS[1:]]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_question_of_an_interview_below_the_caption_that_opens_a_text_is_no_title() -> None:
    talk = ["- Phóng viên: Thưa bà, bao giờ đường thông?", "- Bà Mai: Trước mùa lũ, nếu trời thương."]
    article = clean("\n".join([CAPTION, CAPTION, *talk, *PARAGRAPHS]))
    assert (article.title, [block.text for block in article.blocks]) == ("", [*talk, *PARAGRAPHS])


@pytest.mark.parametrize(
    "row",
    [
        ["Hồng Mây 12/01/2021 06:30"],
        ["Hồng Mây Thứ Ba, 12/01/2021 06:30 (GMT+7)"],
        ["Hồng Mây", "-", "Thứ ba, 12/01/2021, 06:30"],
        ["Hồng Mây", "hongmay@bao.vn", "12/01/2021 06:30 GMT+7"],
        ["Hồng Mây - Thứ Ba 12/01/2021 | 06:30 GMT+7"],
    ],
)
def test_author_beside_the_day_or_parted_from_it_by_a_sign_is_the_author(row: list[str]) -> None:
    article = clean("\n".join([TITLE, *row, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead, article.authors) == (TITLE, LEAD, ("Hồng Mây",))
    assert article.published_at == datetime(2021, 1, 11, 23, 30, tzinfo=UTC)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Báo Pháp luật Việt Nam điện tử ra số đầu ngày 12/01/2021.",
        "Trận đấu diễn ra lúc 19h30 ngày 12/01/2021",
        "Gặp lại Hồng Mây 12/01",
        "- Giá gạo ở chợ huyện vẫn giữ nguyên.",
    ],
)
def test_line_below_the_title_that_only_looks_like_a_head_stays(line: str) -> None:
    article = clean("\n".join([TITLE, line, *PARAGRAPHS]))
    assert (article.title, [block.text for block in article.blocks]) == (TITLE, [line, *PARAGRAPHS])


def test_points_above_a_heading_in_markdown_stay() -> None:
    points = ["- Đường về thôn Hạ đã thông từ sáng nay.", "- Bà con góp công, xã góp xi măng."]
    article = clean("\n".join([*points, f"# {TITLE}", *PARAGRAPHS]))
    assert [block.text for block in article.blocks][:2] == points


def test_row_of_buttons_above_a_text_without_a_title_is_none() -> None:
    article = clean("\n".join(["Chia sẻ", "Facebook", "Zalo", LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead, article.body) == ("", LEAD, "\n\n".join(PARAGRAPHS))


def test_clock_and_network_that_begin_a_text_stay() -> None:
    for first, line in (("Chia sẻ", "08:15"), ("Xã hội", "Facebook")):
        article = clean("\n".join([first, line, *PARAGRAPHS]))
        assert line in (article.title, *(block.text for block in article.blocks))


@pytest.mark.parametrize("mark", [["(PLVN)", f"- {LEAD}"], ["(PLVN) -", LEAD], ["(PLVN)", "–", LEAD], ["(PLVN)", LEAD]])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_mark_cut_from_the_lead_by_its_bold_letters_marks_it(mark: list[str], between: str) -> None:
    article = clean(between.join([TITLE, *mark, *PARAGRAPHS]))
    assert (article.lead, article.agency_prefix) == (LEAD, "PLVN")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_mark_that_signs_a_text_marks_nothing_below_it() -> None:
    article = clean("\n".join([TITLE, LEAD, *PARAGRAPHS, "(PLVN)", "Cùng chuyên mục", *CARDS, "Đọc thêm"]))
    assert [block.text for block in article.blocks] == [LEAD, *PARAGRAPHS]
