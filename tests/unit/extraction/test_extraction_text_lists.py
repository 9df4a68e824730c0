"""Lists of other articles amid and behind scraped texts, and what only looks like them."""

from __future__ import annotations

import pytest
from scraped_texts import CAPTION, CARDS, LEAD_LINE, clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

SCRAPED = "\n\n".join(
    [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục", "Đọc thêm"],
)
LONG_CARDS = ["Làng gốm bên sông Bồn giữ lửa nghề trăm năm", "Vì sao giá thịt lợn ở chợ huyện chưa giảm?"]
VERSE = ["Sông ơi sông chảy về đâu", "Cho ta gửi một nhịp cầu", "Mẹ ta tóc bạc mái đầu"]
CARDS_WITH_SUMMARIES = [
    "Làng gốm giữ lửa nghề",
    "Mười hộ còn theo nghề.",
    "Giá thịt lợn chưa giảm",
    "Cung vẫn thiếu cầu.",
]


def test_titles_of_other_articles_behind_a_heading_go_with_it() -> None:
    lists = "\n".join(
        ["Cùng chuyên mục", "Làng gốm trăm tuổi giữ lửa nghề", "Đọc thêm", "(PLVN) - Tóm tắt của bài khác."]
    )
    assert [block.text for block in clean(f"{SCRAPED}\n{lists}").blocks] == list(PARAGRAPHS)


def test_text_behind_words_of_a_heading_in_a_sentence_stays() -> None:
    last = "Độc giả tìm Đọc thêm ở trang cuối."
    assert clean(f"{TITLE}\n(PLVN) - {LEAD}\n{PARAGRAPHS[0]}\n{last}").blocks[-1].text == last


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(["Cùng chuyên mục", CARDS[0], "12/01/2021", "Đọc thêm", CARDS[1], PARAGRAPHS[0]], id="summaries"),
        pytest.param(["CÙNG CHUYÊN MỤC", "1", CARDS[0], "2", CARDS[1], "3 giờ trước", "Xem tiếp"], id="numbers, ages"),
        pytest.param(["Xem thêm", *CARDS, "Bình luận (0)"], id="words that may be a button"),
        pytest.param([CARDS[0], f"(PLVN) - {PARAGRAPHS[0]}", CARDS[1], "(PLVN) - Giá đã giảm."], id="leads of others"),
        pytest.param(
            [CARDS[0], "12/01/2021 09:00", "(PLVN) - Giá đã giảm.", CARDS[1], "13/01/2021", "(PLVN) - Lũ đã rút."],
            id="leads of others below dates",
        ),
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
        pytest.param(["Tin liên quan", CARDS[0], "(PLVN) - Sáng nay.", CARDS[1], "(PLVN) - Giá đã giảm."], id="leads"),
        pytest.param(["Tin liên quan", CARDS[0], "07/08/2025 09:00", CARDS[1], "06/08/2025"], id="titles with dates"),
        pytest.param(["Đăng ký nhận bản tin", "Nhập email của bạn", "Đăng ký"], id="newsletter"),
        pytest.param(["https://baophapluat.vn/duong-ve-thon-ha-post501.html"], id="address of the article"),
        pytest.param(["window.addEventListener('load', function(){", "});"], id="script cut into lines"),
    ],
)
def test_boxes_amid_the_text_go(box: list[str]) -> None:
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], *box, *PARAGRAPHS[1:]]
    assert [block.text for block in clean("\n".join(text)).blocks] == list(PARAGRAPHS)


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
@pytest.mark.parametrize("between", [[], ['window.addEventListener("load", function(){});']])
def test_list_or_verse_goes_on_below_a_box_amid_it(above: str, below: list[str], between: list[str]) -> None:
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], above, *between, "Tin liên quan", *LONG_CARDS, *below, PARAGRAPHS[1]]
    wanted = [PARAGRAPHS[0], above, *below, PARAGRAPHS[1]]
    assert [block.text for block in clean("\n".join(text)).blocks] == wanted


def test_text_goes_on_below_a_box_with_summaries_though_lists_with_summaries_follow() -> None:
    cards = [CARDS[0], "(PLVN) - Lũ đã rút.", CARDS[1], "(PLVN) - Giá đã giảm."]
    below = ["Đường ra chợ", "Hôm nay chợ đông.", "Ai cũng vui."]
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], "Tin liên quan", *cards, *below, "Cùng chuyên mục", *cards, "Xem tiếp"]
    assert [block.text for block in clean("\n".join(text)).blocks] == [PARAGRAPHS[0], *below]


def test_thanks_that_end_a_talk_below_a_box_are_no_title_in_it() -> None:
    text = [TITLE, LEAD_LINE, *PARAGRAPHS, "Tin liên quan", *CARDS, "Xin trân trọng cảm ơn ông!", "Cùng chuyên mục"]
    assert [block.text for block in clean("\n".join(text)).blocks] == [*PARAGRAPHS, "Xin trân trọng cảm ơn ông!"]


def test_words_of_a_talk_are_no_title_in_a_box_amid_it() -> None:
    talk = ["- Đường này ai làm thế ông?", "- Dân góp tiền cả đấy."]
    text = [TITLE, LEAD_LINE, PARAGRAPHS[0], *talk, "Tin liên quan", *CARDS, "- Xin cảm ơn ông!", PARAGRAPHS[1]]
    said = [block.text for block in clean("\n".join(text)).blocks]
    assert said == [PARAGRAPHS[0], *talk, "- Xin cảm ơn ông!", PARAGRAPHS[1]]


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
        pytest.param([PARAGRAPHS[0], "► Người dân thôn Hạ góp công.", PARAGRAPHS[1]], id="sentence behind a sign"),
        pytest.param(
            [*PARAGRAPHS, "Họ về trong mùa lũ.Đường đã thông xe rồi"], id="sentence without a space before it"
        ),
        pytest.param([*PARAGRAPHS, "Họ về làng ngày12/06/2024"], id="day without a space before it"),
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


def test_cards_with_summaries_below_the_author_are_no_text_whatever_heads_them() -> None:
    head = [TITLE, f"(PLVN) - {LEAD}", *PARAGRAPHS]
    behind = ["Tin liên quan", *CARDS_WITH_SUMMARIES]
    signed = clean("\n".join([*head, "Mộc Lan Hạ (t/h)", "đường sá", *behind]))
    assert (signed.authors, [block.text for block in signed.blocks][: len(PARAGRAPHS)]) == ((), list(PARAGRAPHS))
    assert not any("Làng gốm" in block.text or "thiếu cầu" in block.text for block in signed.blocks)
    unsigned = clean("\n".join([*head, *behind]))
    assert "Cung vẫn thiếu cầu." in [block.text for block in unsigned.blocks]


@pytest.mark.parametrize("heading", ["Đọc thêm", "Cùng chuyên mục", "Tin liên quan"])
def test_heading_of_an_empty_box_amid_the_text_goes_alone(heading: str) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], heading, *PARAGRAPHS[1:]]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("below", "goes"), [("3. Công tác xã hội: 100 chỉ tiêu", False), ("1. Làng gốm bên sông Bồn giữ nghề", True)]
)
def test_list_counts_on_below_an_empty_box_amid_it(below: str, goes: bool) -> None:
    items = ["1. Dịch vụ pháp lý: 300 chỉ tiêu", "2. Văn thư hành chính: 100 chỉ tiêu"]
    lines = [PARAGRAPHS[0], "Các ngành gồm:", *items, "Tin liên quan", below, *PARAGRAPHS[1:]]
    blocks = [block.text for block in clean("\n".join([TITLE, LEAD_LINE, *lines])).blocks]
    assert "Tin liên quan" not in blocks
    assert (below in blocks) is not goes


def test_items_of_a_box_are_no_sub_headings() -> None:
    headings = ["Chuyện của người mở đường qua thôn Hạ", "Người đi trước"]
    box = ["Tin liên quan", "- Làng gốm trăm tuổi giữ lửa nghề", "- Chợ huyện đông trở lại"]
    lines = [headings[0], PARAGRAPHS[0], *box, PARAGRAPHS[1], headings[1], PARAGRAPHS[2]]
    article = clean("\n".join([TITLE, LEAD_LINE, *lines]))
    assert [block.text for block in article.blocks] == [line for line in lines if line not in box]


def test_one_link_amid_the_text_with_a_paragraph_below_it_is_no_list_where_a_list_follows() -> None:
    lines = [TITLE, LEAD_LINE, *PARAGRAPHS[:2], "Đọc thêm", CARDS[0], PARAGRAPHS[2], "Cùng chuyên mục", *CARDS]
    article = clean("\n".join(lines))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


NOTE = "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu."


@pytest.mark.parametrize(
    "comments",
    [
        pytest.param(["Ý kiến bạn đọc (2)", NOTE, "Bài viết rất hay!", "Mong nơi khác làm theo."], id="a form"),
        pytest.param(
            ["Lê Phước1 giờ trước", "Bài viết rất hay!", "Thích Trả lời", "Thu | 2 giờ trước", "Hay!", "Thích Trả lời"],
            id="who wrote and when",
        ),
    ],
)
def test_comments_of_readers_go(comments: list[str]) -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, *comments, "Cùng chuyên mục", *CARDS]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_what_readers_say_in_an_article_stays() -> None:
    lines = [PARAGRAPHS[0], "Ý kiến bạn đọc", *PARAGRAPHS[1:], "Con đường mở 2 năm trước", "Bà con trả lời phỏng vấn."]
    article = clean("\n".join([TITLE, LEAD_LINE, *lines]))
    assert [block.text for block in article.blocks] == lines


def test_button_is_no_sub_heading_that_the_last_title_of_a_box_could_be() -> None:
    lines = [PARAGRAPHS[0], "Bà con thôn Hạ bên con đường mới mở qua núi", *PARAGRAPHS[1:]]
    box = ["Tin liên quan", *CARDS[::-1]]
    article = clean("\n".join([TITLE, LEAD_LINE, "Gửi bình luận", *lines[:3], *box, *lines[3:]]))
    assert [block.text for block in article.blocks] == lines


def test_box_of_the_governments_paper_amid_the_text_goes() -> None:
    text = "\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], "Tham khảo thêm", *LONG_CARDS, *PARAGRAPHS[1:]])
    assert [block.text for block in clean(text).blocks] == list(PARAGRAPHS)


def test_sub_heading_in_such_words_above_a_paragraph_stays() -> None:
    for heading in ("Tham khảo thêm ở thư viện xã", "Bình luận hay"):
        article = clean("\n".join([TITLE, LEAD_LINE, PARAGRAPHS[0], heading, *PARAGRAPHS[1:]]))
        assert [block.text for block in article.blocks] == [PARAGRAPHS[0], heading, *PARAGRAPHS[1:]]


@pytest.mark.parametrize("between", [[], ["0 lượt xem"], ["12/01/2021"]])
def test_headings_of_markdown_with_nothing_below_them_are_titles_of_others(between: list[str]) -> None:
    cards = [line for card in LONG_CARDS for line in (f"#### {card}", *between)]
    article = clean("\n".join([f"# {TITLE}", LEAD_LINE, *PARAGRAPHS, *cards]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param([f"## {LONG_CARDS[0]}"], id="heading of a lost table"),
        pytest.param([f"## {LONG_CARDS[0]}", f"### {LONG_CARDS[1]}"], id="headings of several ranks"),
        pytest.param(["## Giải Nhất: Lò Văn Pờ", "## Giải Nhì: Lò Thị Mai"], id="short headings"),
        pytest.param([f"## {LONG_CARDS[0]}", f"## {LONG_CARDS[1]}", "Hết."], id="text below the headings"),
    ],
)
def test_headings_of_markdown_that_may_be_the_articles_stay(tail: list[str]) -> None:
    article = clean("\n".join([f"# {TITLE}", LEAD_LINE, *PARAGRAPHS, *tail]))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *(line.lstrip("# ") for line in tail)]


def test_headings_of_the_rank_that_heads_parts_of_the_text_stay_at_its_end() -> None:
    lines = [f"## {LONG_CARDS[0]}", PARAGRAPHS[0], f"## {LONG_CARDS[1]}", f"## {LONG_CARDS[0]} (tiếp)"]
    article = clean("\n".join([f"# {TITLE}", LEAD_LINE, *lines]))
    assert len(article.blocks) == len(lines)


def test_list_announced_above_a_box_goes_on_below_it_to_the_end_of_the_text() -> None:
    fixtures = ["17h00: Bồn - Hạ", "18h00: Thượng - Trung", "19h15: Đông - Đoài"]
    box = ["Tin liên quan", "Xã Bồn khánh thành sân bóng mới sau hai năm thi công"]
    lines = [
        TITLE,
        LEAD_LINE,
        *PARAGRAPHS,
        "Lịch thi đấu cụ thể:",
        *box,
        *fixtures,
        "Cùng chuyên mục",
        *CARDS,
        "Đọc thêm",
    ]
    assert [block.text for block in clean("\n\n".join(lines)).blocks] == [
        *PARAGRAPHS,
        "Lịch thi đấu cụ thể:",
        *fixtures,
    ]


def test_boxes_below_a_text_that_ends_by_announcing_a_lost_picture_go() -> None:
    lines = [
        TITLE,
        LEAD_LINE,
        *PARAGRAPHS,
        "Bảng giá như sau:",
        "Cùng chuyên mục",
        "Giá gạo giảm nhẹ",
        *CARDS,
        "Đọc thêm",
    ]
    assert [block.text for block in clean("\n\n".join(lines)).blocks] == [*PARAGRAPHS, "Bảng giá như sau:"]


def test_label_of_buttons_above_a_box_announces_no_list() -> None:
    lines = [TITLE, LEAD_LINE, *PARAGRAPHS, "Hồng Mây", "Chia sẻ:", "Tin liên quan", LONG_CARDS[0], "Giá gạo giảm nhẹ"]
    assert [block.text for block in clean("\n\n".join(lines)).blocks] == list(PARAGRAPHS)
