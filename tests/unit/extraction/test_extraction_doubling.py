"""Captions of lost pictures are known by standing twice; verse, talk and tables keep their repetitions."""

from __future__ import annotations

import pytest

from dvingest.extraction.cleaning.joining import part_twice
from dvingest.extraction.scraped.doubling import settle_doubled
from dvingest.extraction.wording.credits import is_caption_alone

CAPTION = "Người dân thôn Hạ san nền đường."
LONG = (
    "Sau trận mưa lớn đêm 12/1, con đường độc đạo vào thôn Hạ bị sạt một đoạn dài chừng bốn mươi mét, "
    "xe thồ chở hàng hóa không qua được, bà con phải gùi từng bao lúa ra chợ huyện."
)
OTHER = (
    "Chủ tịch UBND xã cho biết, đơn vị thi công đã đưa hai máy xúc lên từ sáng sớm, dự kiến thông đường trong ba ngày "
    "tới nếu trời không mưa thêm, còn việc gia cố mái taluy phải chờ vốn của tỉnh."
)
VERSE = ["Con đò nằm nghiêng bên bến", "Khói bếp bay qua bờ dâu", "Mẹ ngồi giặt áo bên cầu", "Tóc mây trắng cả mùa sau"]


def settle(*lines: str) -> tuple[list[str], list[str | None]]:
    settled = settle_doubled(list(lines))
    return settled.lines, [image.caption for image in settled.images]


@pytest.mark.parametrize(
    ("scraped", "caption"),
    [
        pytest.param([CAPTION, CAPTION], CAPTION, id="alike"),
        pytest.param([CAPTION] * 4, CAPTION, id="four times"),
        pytest.param([CAPTION.rstrip("."), CAPTION], CAPTION, id="full stop"),
        pytest.param([CAPTION, f"{CAPTION} Ảnh: Hoàng Lâm"], f"{CAPTION} Ảnh: Hoàng Lâm", id="credit in one of them"),
        pytest.param(["Đường về “thôn Hạ”", 'Đường về "thôn Hạ".'], 'Đường về "thôn Hạ".', id="quotation marks"),
        pytest.param([f"{CAPTION} {CAPTION}"], CAPTION, id="on one line"),
        pytest.param([f"{CAPTION}{CAPTION}"], CAPTION, id="on one line without a space"),
        pytest.param([f"{CAPTION[:-1]}…", f"{CAPTION[:-1]} ở bản."], f"{CAPTION[:-1]} ở bản.", id="cut short"),
        pytest.param(["Chợ phiên sớm mai. Chợ phiên sớm mai."], "Chợ phiên sớm mai.", id="few words on one line"),
        pytest.param(["Anh Sùng", "Anh Sùng"], "Anh Sùng", id="a name between paragraphs"),
        pytest.param(["Không khí phiên chợ."] * 2, "Không khí phiên chợ.", id="few words that name what is seen"),
        pytest.param([f"Ảnh: {CAPTION}", CAPTION], f"Ảnh: {CAPTION}", id="label in one of them"),
        pytest.param(["Ảnh minh họa.", "Ảnh minh họa."], "Ảnh minh họa.", id="an illustration"),
        pytest.param(["Ảnh minh họa."], "Ảnh minh họa.", id="an illustration, once"),
        pytest.param(["Ảnh minh họa. Ảnh minh họa."], "Ảnh minh họa.", id="an illustration, twice on one line"),
        pytest.param(["Đường sạt. (Ảnh: TTXVN)"], "Đường sạt. (Ảnh: TTXVN)", id="a credit, once"),
        pytest.param(
            ["Đường sạt.Ảnh: Hoàng Lâm", "Đường sạt.", "Ảnh: Hoàng Lâm"],
            "Đường sạt.Ảnh: Hoàng Lâm",
            id="cell and parts",
        ),
        pytest.param(
            ["Đường sạt. Dân gùi hàng.", "Đường sạt.", "Dân gùi hàng."], "Đường sạt. Dân gùi hàng.", id="cell"
        ),
        pytest.param(["Chợ phiên buổi sớm. Chợ phiên buổi sớm."], "Chợ phiên buổi sớm.", id="four words on one line"),
        pytest.param(["Chợ vẫn chưa họp"] * 2, "Chợ vẫn chưa họp", id="few words that tell, without a full stop"),
        pytest.param(
            ["Người dân thôn Hạ vẫn chưa có điện sau lũ."] * 2,
            "Người dân thôn Hạ vẫn chưa có điện sau lũ.",
            id="many words that tell",
        ),
    ],
)
def test_caption_of_a_lost_picture_is_known(scraped: list[str], caption: str) -> None:
    assert settle(LONG, *scraped, OTHER) == ([LONG, OTHER], [caption])


def test_row_of_captions_that_stands_twice_is_captions() -> None:
    row = [CAPTION, "Đoạn đường sạt lở nhìn từ trên cao.", "Máy xúc làm việc cả đêm."]
    assert settle(LONG, *row, *row, OTHER) == ([LONG, OTHER], row)


def test_caption_in_front_of_a_paragraph_without_a_space_is_no_part_of_it() -> None:
    assert settle(CAPTION, CAPTION + LONG, OTHER) == ([LONG, OTHER], [CAPTION])
    assert settle(LONG, CAPTION, CAPTION + OTHER) == ([LONG, OTHER], [CAPTION])
    lines = [CAPTION, f"{CAPTION} {LONG}", OTHER]
    assert settle(*lines) == (lines, [])


@pytest.mark.parametrize(
    ("scraped", "kept", "captions"),
    [
        pytest.param(
            [LONG, "Đường đã thông.", *["Anh Sùng"] * 2, OTHER],
            [LONG, "Đường đã thông.", OTHER],
            ["Anh Sùng"],
            id="name below a sentence",
        ),
        pytest.param(
            [LONG, "Việc lớn", *["Chợ phiên sớm mai."] * 2, OTHER],
            [LONG, "Việc lớn", OTHER],
            ["Chợ phiên sớm mai."],
            id="below a heading",
        ),
        pytest.param(
            [
                LONG,
                *(f"{text} {text}" for text in (CAPTION, "Máy xúc làm việc suốt đêm.", "Trẻ em qua cầu tạm.")),
                OTHER,
            ],
            [LONG, OTHER],
            [CAPTION, "Máy xúc làm việc suốt đêm.", "Trẻ em qua cầu tạm."],
            id="three on one line each",
        ),
        pytest.param(
            [LONG, *(f"Người dân qua cầu số {number}" for number in range(7) for _ in "ab"), OTHER],
            [LONG, OTHER],
            [f"Người dân qua cầu số {number}" for number in range(7)],
            id="many",
        ),
        pytest.param(
            [LONG, *[CAPTION] * 2, "Ảnh minh họa. Ảnh minh họa.", *["Máy xúc làm việc suốt đêm."] * 2, OTHER],
            [LONG, OTHER],
            [CAPTION, "Ảnh minh họa.", "Máy xúc làm việc suốt đêm."],
            id="an illustration between others",
        ),
        pytest.param(
            [
                text
                for text in (CAPTION, "Máy xúc làm việc đêm", "Cầu tạm qua suối cạn", "Chợ phiên buổi sớm mai")
                for _ in "ab"
            ],
            [],
            [CAPTION, "Máy xúc làm việc đêm", "Cầu tạm qua suối cạn", "Chợ phiên buổi sớm mai"],
            id="nothing else",
        ),
    ],
)
def test_doubled_captions_are_known_beside_other_lines(
    scraped: list[str], kept: list[str], captions: list[str]
) -> None:
    assert settle(*scraped) == (kept, captions)


def test_first_line_that_stands_twice_is_a_caption_where_it_ends_as_none_but_these_do() -> None:
    begin = LONG.rstrip(".")
    for line in (begin, f"{begin}. (Ảnh: TTXVN)"):
        assert [image.caption for image in settle_doubled([line, line, OTHER], has_lead=False).images] == [line]
    assert settle_doubled([LONG, LONG, OTHER], has_lead=False).lines == [LONG, OTHER]


def test_credit_that_stands_twice_is_that_of_the_caption_above_and_a_second_one_is_not() -> None:
    settled = settle_doubled(
        [LONG, *[CAPTION] * 2, *["Ảnh: Hoàng Lâm"] * 2, *["Máy xúc đêm nay ở thôn Hạ."] * 2, OTHER]
    )
    assert [image.credit for image in settled.images] == ["Hoàng Lâm", None]
    settled = settle_doubled([LONG, *[CAPTION] * 2, "Ảnh: Hoàng Lâm", "Ảnh: Vi Hậu", OTHER])
    assert ([image.credit for image in settled.images], settled.lines) == (["Hoàng Lâm"], [LONG, OTHER])


@pytest.mark.parametrize("space", ["", " "])
def test_caption_twice_on_the_line_of_a_paragraph_is_no_part_of_it(space: str) -> None:
    said = "Người dân thôn Hạ san nền đường sau trận lũ đêm 12/1 tại xã Bồn."
    assert part_twice(space.join([said, said, LONG])) == [said, said, LONG]
    assert part_twice(space.join([LONG, said, said])) == [LONG, said, said]
    # What is said twice in a speech has fewer words.
    line = f"{OTHER} Tôi không ký giấy ấy. Tôi không ký giấy ấy. {OTHER}"
    assert part_twice(line) == [line]


def test_caption_below_items_and_headlines_is_none_of_them() -> None:
    items = ["Méo miệng, lệch nhân trung", "“Bao giờ hết xếp hàng?”", "Nói khó, nói ngọng", "Đau đầu dữ dội"]
    assert settle(LONG, *items, CAPTION, CAPTION, OTHER) == ([LONG, *items, OTHER], [CAPTION])
    below = "Ông bảo, báo ngày ấy ít trang, tin ngắn, mà ai cũng cắt ra dán vào sổ."
    assert settle(LONG, *items, CAPTION, CAPTION, below) == ([LONG, *items, below], [CAPTION])
    assert settle(LONG, *items, CAPTION[:-1], CAPTION, below) == ([LONG, *items, below], [CAPTION])
    told = ["Trời tối.", "Gió nổi.", "Đò chưa về.", "Mẹ đợi.", "Cả làng vẫn ngồi đợi.", "Cả làng vẫn ngồi đợi."]
    assert settle(LONG, *told, OTHER) == ([LONG, *told, OTHER], [])


def test_same_picture_shown_twice_has_one_caption() -> None:
    assert settle(LONG, CAPTION, CAPTION, OTHER, CAPTION, CAPTION, LONG) == ([LONG, OTHER, LONG], [CAPTION, CAPTION])


def test_credit_below_a_doubled_caption_is_the_credit_of_its_picture() -> None:
    settled = settle_doubled([LONG, CAPTION, "Ảnh: Hoàng Lâm", CAPTION, "Ảnh: Hoàng Lâm", OTHER])
    assert settled.lines == [LONG, OTHER]
    assert [(image.caption, image.credit) for image in settled.images] == [(CAPTION, "Hoàng Lâm")]


@pytest.mark.parametrize("short", ["Trạm cân không biển hiệu.", "Chợ phiên Phúc Sen."])
def test_few_words_that_tell_are_a_caption_beside_another_one(short: str) -> None:
    lines = [LONG, CAPTION, CAPTION, OTHER, "Ai cũng mừng.", short, short, LONG]
    assert settle(*lines) == ([LONG, OTHER, "Ai cũng mừng.", LONG], [CAPTION, short])
    alone = [line for line in lines if line != CAPTION]
    assert settle(*alone) == (alone, [])


def test_few_words_that_tell_are_a_caption_where_no_space_parts_them() -> None:
    assert settle(LONG, "Trạm cân không biển hiệu." * 2, OTHER) == ([LONG, OTHER], ["Trạm cân không biển hiệu."])


def test_sentence_twice_below_items_is_a_caption() -> None:
    items = ["Bông Sen Vàng: Tro tàn", "Bông Sen Bạc: Hai bàn tay", "Phim hoạt hình", "Bông Sen Vàng: Không trao"]
    assert settle(LONG, *items, CAPTION, CAPTION, "Lễ bế mạc diễn ra tối qua.") == (
        [LONG, *items, "Lễ bế mạc diễn ra tối qua."],
        [CAPTION],
    )
    verse = [*VERSE, "Con đò nằm nghiêng bên bến", "Con đò nằm nghiêng bên bến.", "Mẹ về."]
    assert settle(LONG, *verse) == ([LONG, *verse], [])


def test_caption_below_cells_or_items_that_stand_twice_is_none_of_them() -> None:
    cells = ["Thương hiệu", "Mua vào", "Bán ra", "SJC", "86,0", "88,0", "DOJI", "85,5", "87,9"]
    for above in (LONG, "Giá vàng như sau:"):
        lines = [above, *(cell for cell in cells for _ in range(2)), CAPTION, CAPTION, OTHER]
        assert settle(*lines) == ([above, *cells, OTHER], [CAPTION])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*VERSE, VERSE[0], VERSE[0], *VERSE[:2]], id="refrain of a song"),
        pytest.param([*VERSE, VERSE[0], VERSE[0]], id="refrain at the end"),
        pytest.param([LONG, *VERSE, *VERSE[:2], *VERSE[:2], VERSE[3]], id="stanza sung again"),
        pytest.param(["- Có ai không?", "- Không.", "- Không.", LONG], id="talk"),
        pytest.param([LONG, "Về thôi!", "Về thôi!", OTHER], id="a cry"),
        pytest.param([LONG, "Cả làng ra sông.", "Không ai khóc.", "Không ai khóc.", OTHER], id="short sentences"),
        pytest.param([LONG, "Vẫn không có tin.", "Vẫn không có tin.", OTHER], id="few words that tell"),
        pytest.param([LONG, "“Con xin lỗi mẹ.”", "“Con xin lỗi mẹ.”", OTHER], id="words of somebody"),
        pytest.param([LONG, *VERSE[:1] * 2, VERSE[1], *VERSE[:1] * 2, OTHER], id="refrain beside paragraphs"),
        pytest.param([*VERSE[:1] * 2, VERSE[1], *VERSE[:1] * 2], id="refrain that opens a text"),
        pytest.param([*VERSE[:2], *VERSE[2:4], *VERSE[2:4]], id="last lines of a short poem sung again"),
        pytest.param(["PNJ", "55,80", "55,80", "DOJI", "55,80", LONG], id="equal cells"),
        pytest.param([LONG, "***", OTHER, "***", "***", LONG], id="stars"),
        pytest.param([LONG, CAPTION, f"{CAPTION} Họ làm từ ba giờ sáng.", OTHER], id="a paragraph that begins like it"),
        pytest.param([LONG, "Anh chờ đợi mãi...", "Anh chờ đợi mãi mà không ai tới.", OTHER], id="words said again"),
        pytest.param([LONG, "a) Làm chết hai người;", "a) Làm chết hai người;", OTHER], id="points of a law"),
        pytest.param([LONG, "Không ai khóc. Không ai khóc.", OTHER], id="few words that tell, on one line"),
        pytest.param([LONG, "Không ai trả lời tôi. Không ai trả lời tôi.", OTHER], id="a complaint, on one line"),
        pytest.param([LONG, "Về thôi con! Về thôi con!", OTHER], id="a cry on one line"),
        pytest.param([*VERSE, "Mẹ ơi mẹ. Mẹ ơi mẹ.", *VERSE], id="verse that says a thing twice"),
        pytest.param([LONG, "Khu vực 1.", "Khu vực 2.", OTHER], id="numbers differ"),
        pytest.param([LONG, "Ông Sùng (ảnh) là người đi đầu.", OTHER], id="words that point to a picture"),
        pytest.param([LONG, "Chuyện sau bức ảnh: Người cha.", OTHER], id="a colon amid a sentence"),
        pytest.param(
            [LONG, *VERSE[:2], "Mưa rơi mãi trên phố", "Mưa rơi mãi trên phố", *VERSE[2:]], id="a line of verse"
        ),
        pytest.param([*VERSE, "Trăng lên trên núi. Trăng lên trên núi.", *VERSE], id="verse of few words on one line"),
        pytest.param([LONG, "08:00 - 09:00 - 10:00 - 11:00", "08:00 - 09:00 - 10:00 - 11:00", OTHER], id="figures"),
        pytest.param(
            [LONG, "Trời đã tối.", "Anh về đến nhà.", "Anh về đến nhà.", OTHER], id="short sentences of a story"
        ),
        pytest.param([LONG, "Hò khoan Hò khoan", OTHER], id="two words on one line"),
        pytest.param(
            [LONG, *["- Bao giờ con đường này sửa xong hả bác?", "- Chắc phải qua mùa lũ này, cháu ạ."] * 2, OTHER],
            id="talk said again",
        ),
        pytest.param(
            [
                LONG,
                "PNJ",
                "PNJ",
                "55,80",
                "55,90",
                "DOJI",
                "55,70",
                "SJC",
                "55,60",
                "Mua",
                "Bán",
                "Giá",
                "Hôm qua",
                OTHER,
            ],
            id="cells of a table of which two are alike",
        ),
    ],
)
def test_repetition_of_the_text_itself_stays(lines: list[str]) -> None:
    assert settle(*lines) == (lines, [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("dài " * 120, id="paragraph"),
        pytest.param("“" + "Giữ rừng là giữ nước, giữ nước là giữ làng. " * 2 + "Người già dặn thế.”", id="quotation"),
        pytest.param("Vì sao bà con chưa dời đi?", id="question of an interview"),
    ],
)
def test_text_that_was_scraped_twice_stands_once_in_the_text(text: str) -> None:
    assert settle(LONG, text, text, OTHER) == ([LONG, text, OTHER], [])


def test_box_that_was_scraped_twice_stands_once_with_its_caption_apart() -> None:
    quote = "“Cách đây chưa đầy một thế hệ, chúng tôi còn gùi từng bao gạo qua đây”, ông Sùng nhớ lại. " + OTHER
    assert settle(LONG, "Ông Sùng. (Ảnh: TTXVN)", quote, "Ông Sùng. (Ảnh: TTXVN)", quote, OTHER) == (
        [LONG, quote, OTHER],
        ["Ông Sùng. (Ảnh: TTXVN)"],
    )
    assert settle(LONG, f"Ông Sùng.{quote}", "Ông Sùng.", "Ông Sùng.", quote, OTHER) == (
        [LONG, quote, OTHER],
        ["Ông Sùng."],
    )


def test_bars_of_a_table_are_no_part_of_a_caption() -> None:
    assert settle(LONG, f"| {CAPTION} |", CAPTION, OTHER) == ([LONG, OTHER], [CAPTION])
    assert settle(LONG, f"| {CAPTION} |", OTHER) == ([LONG, OTHER], [CAPTION])
    rows = ["| Thương hiệu | Mua vào |", "| DOJI | 55,80 |"]
    assert settle(LONG, *rows, f"| {LONG} {OTHER} |") == ([LONG, *rows, f"{LONG} {OTHER}"], [])


def test_items_of_a_list_that_stand_twice_stand_once() -> None:
    items = ["Nộp đơn trực tiếp tại xã.", "Gửi qua bưu chính."]
    assert settle("Có hai cách:", *[item for item in items for _ in "ab"], OTHER) == (
        ["Có hai cách:", *items, OTHER],
        [],
    )
    assert settle("Có hai cách:", CAPTION, CAPTION, *items, OTHER) == (["Có hai cách:", *items, OTHER], [CAPTION])


def test_notice_in_a_table_is_no_caption() -> None:
    notice = ["Thông tin thêm về cây cầu", "Cầu treo dài 72m, rộng 1,8m, tải trọng 500kg."]
    assert settle(LONG, " ".join(notice), *notice, OTHER) == ([LONG, *notice, OTHER], [])


def test_text_of_a_container_goes_where_its_paragraphs_follow() -> None:
    assert settle(f"{LONG}{OTHER}", LONG, OTHER) == ([LONG, OTHER], [])


def test_where_every_paragraph_stands_twice_they_are_no_captions() -> None:
    paragraphs = [LONG, OTHER, LONG.replace("đêm", "chiều"), OTHER.replace("sáng", "chiều")]
    lines = [line for text in paragraphs for line in (text, text)]
    assert settle(CAPTION, CAPTION, CAPTION, CAPTION, *lines) == (paragraphs, [CAPTION])
    long = f"{LONG} {OTHER}"
    assert settle(*[long] * 4, *lines) == ([long, *paragraphs], [])


def test_cells_of_a_table_that_stand_twice_stand_once() -> None:
    cells = ["Thương hiệu", "Mua vào", "Bán ra", "SJC tại Thành phố Huế", "55,80", "55,90"]
    assert settle(LONG, *[cell for cell in cells for _ in "ab"], OTHER) == ([LONG, *cells, OTHER], [])


@pytest.mark.parametrize(
    ("line", "at_end", "expected"),
    [
        ("Hội nghị. Ảnh: VGP/Nhật Bắc", True, True),
        ("Người dân qua cầu (ảnh minh họa).", True, True),
        ("Ông Sùng A Páo. (Ảnh: P.Thảo)", False, True),
        ("Người dân qua cầu. Ảnh: Th. Nga", True, True),
        ("Người dân qua cầu. (Ảnh: Baophapluat.vn.)", True, True),
        ("Người dân qua cầu. (Ảnh minh họa. Nguồn: Internet)", True, True),
        ("Người dân qua cầu. (Ảnh do xã cung cấp)", True, True),
        ("Ông Sùng A Páo tại lễ. (Ảnh trong bài: NVCC)", False, True),
        ("Ảnh minh họa. (Nguồn: Vietnam+)", False, True),
        (
            "Ảnh minh họa. (Nguồn ảnh đã gây tranh cãi trong thôn suốt nhiều tháng qua, theo lời kể của ông Bồn)",
            False,
            False,
        ),
        ("Dòng nước tràn qua cầu. Video: Hoàng Lâm - Mộc Lan", False, True),
        ("Công an đang tìm người quay đoạn video: N.T.H (SN 1991).", False, False),
        ("Ông đưa ra bức thư (ảnh do ông chụp).", True, False),
        ("Công an làm rõ người phát tán ảnh: N.T.H (SN 1991).", True, False),
        ("Vàng mắt là dấu hiệu. Ảnh minh họa (Internet).", True, True),
        ("Ông kể về một bức. Ảnh minh họa (trang 5) là của ông.", True, False),
        ("Mai Phương - Ảnh: Hoàng Anh", False, True),
        ("Mai Phương - Ảnh: Hoàng Anh", True, False),
        ("Bài và ảnh: Hồng Minh", False, False),
        ("Ảnh minh họa cho bài báo này do bạn đọc gửi đến đã gây tranh cãi.", False, False),
        ("dài " * 100 + "Ảnh: Hoàng Anh", False, False),
    ],
)
def test_line_is_a_caption_by_its_own_words(line: str, at_end: bool, expected: bool) -> None:
    assert is_caption_alone(line, at_end=at_end) is expected


KEPT_TWICE = {
    "cut line above another": [f"{LONG[:60]}…", CAPTION],
    "short question": ["Vì sao?", "Vì sao?"],
    "refrain on one line amid short ones": ["Gió lên rồi", "Ngủ đi em. Ngủ đi em.", "Trăng lên rồi", "Ngủ cho ngoan"],
    "short sentences of a story": ["Trời đã tối.", "Anh về nhà.", "Anh về nhà.", "Cửa khóa."],
}


@pytest.mark.parametrize("lines", KEPT_TWICE.values(), ids=KEPT_TWICE.keys())
def test_lines_that_only_look_repeated_stay_as_they_are(lines: list[str]) -> None:
    assert settle(LONG, *lines, OTHER) == ([LONG, *lines, OTHER], [])


def test_paragraph_that_opens_a_text_stays_with_the_credit_of_all_pictures() -> None:
    first = f"{LONG.rstrip('.')}. Nước đã rút từ trưa, đường vào thôn Hạ đi lại được. (Nguồn ảnh: TTXVN)"
    assert settle_doubled([first, OTHER], has_lead=False).lines == [first, OTHER]
    assert settle_doubled([CAPTION, CAPTION, first, OTHER], has_lead=False).lines == [first, OTHER]
    assert settle_doubled([first, OTHER], has_lead=True).lines == [OTHER]


@pytest.mark.parametrize("caption", ["Nước rút ở thôn Hạ. Ảnh: TTXVN", f"{CAPTION} Trời đã tạnh. (Ảnh: TTXVN)"])
def test_caption_that_opens_a_text_goes(caption: str) -> None:
    assert settle_doubled([caption, LONG, OTHER], has_lead=False).lines == [LONG, OTHER]


@pytest.mark.parametrize(
    "credit", ["(Ảnh minh họa)", "Nguồn ảnh: TTXVN", "Ảnh: Chủ đầu tư cung cấp", "Ảnh cắt từ clip"]
)
def test_credit_in_a_row_that_stands_twice_is_that_of_the_caption_above(credit: str) -> None:
    settled = settle_doubled([LONG, CAPTION, credit, CAPTION, credit, OTHER])
    assert settled.lines == [LONG, OTHER]
    assert [(image.caption, image.credit) for image in settled.images] == [(CAPTION, credit.strip("()"))]


def test_caption_with_its_credit_is_one_though_its_lines_follow_it() -> None:
    parts = ["Người dân thôn Hạ", "san nền đường. (Ảnh: Hoàng Lâm)"]
    assert settle(LONG, " ".join(parts), *parts, OTHER) == ([LONG, OTHER], [" ".join(parts)])


def test_sentence_twice_below_a_short_list_is_a_caption_where_one_with_its_credit_stands_twice_too() -> None:
    matches = ["Lịch thi đấu:", "18h: Thôn Hạ - Thôn Thượng", "19h: Thôn Bồn - Thôn Trung", "- Xin cảm ơn ông!"]
    credited = f"{CAPTION} Ảnh: Hoàng Lâm"
    last = "Đội thôn Hạ đang dẫn đầu."
    assert settle(LONG, credited, credited, OTHER, *matches, last, last) == ([LONG, OTHER, *matches], [credited, last])
    assert settle(LONG, OTHER, *matches, last, last) == ([LONG, OTHER, *matches, last, last], [])
