"""How scrapers wrote down what they read: bytes, breaks and entities left standing, lines cut or written together."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from scraped_texts import CAPTION, CARDS, LEAD_LINE, clean
from skin_pages import LEAD, PARAGRAPHS, TITLE

from dvingest.extraction.scraped.rejoining import rejoin
from dvingest.extraction.scraped.text_head import read_lines

SCRAPED = "\n\n".join(
    [TITLE, f"(PLVN) - {LEAD}", CAPTION, CAPTION, *PARAGRAPHS, "Cùng chuyên mục", "Đọc thêm"],
)
CUT = [
    "Như\nbáo đã đưa\n, con đường này từng\nđóng cửa\nhai năm vì mưa lũ làm sụt lở taluy ở đầu thôn Hạ.",
    "Sở Xây dựng tỉnh\nSơn La\ncho biết đã hai lần xin vốn, theo\nLuật Đầu tư công\n(sửa đổi năm 2020), để sửa đường.",
    "“Dân mong từng ngày”, ông\nLò Văn Bồn\nnói.",
    "Tại cơ quan điều tra,\nLò Văn Bồn\n(sinh năm 1971) khai đã lấy tiền đền bù của ba hộ dân trong thôn.",
    "Trả lời:\nỦy ban xã sẽ công bố trong tháng này, kèm danh sách các hộ được đền bù.",
    "M\nười năm trước, đoạn này chỉ là bờ ruộng, nay rộng 1.250m\n2\n, xe tải tránh nhau được.",
]


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


def test_breaks_and_entities_that_a_scraper_left_standing_are_read() -> None:
    article = clean(f"{TITLE}<br>(PLVN) - {LEAD}<br/>{CAPTION}<br />{CAPTION}\n“GD&amp;ĐT”&nbsp;là &ldquo;tên&rdquo;.")
    assert article.lead == LEAD
    assert article.body == "“GD&ĐT” là “tên”."


def test_lines_cut_at_links_and_bold_words_are_sentences_again_and_headings_stay_apart() -> None:
    text = "\n".join([TITLE, f"(PLVN) - {LEAD}", *CUT[:5], "Vì sao chậm trễ", CUT[5], PARAGRAPHS[0]])
    whole = [part.replace("\n2", "2").replace("M\n", "M").replace("\n,", ",").replace("\n", " ") for part in CUT]
    assert [block.text for block in clean(text).blocks] == [*whole[:5], "Vì sao chậm trễ", whole[5], PARAGRAPHS[0]]
    assert (
        clean(f"{TITLE}\n(PLVN) - {LEAD}\nHồ sơ\nđơn xin học\nSổ hộ khẩu\n{PARAGRAPHS[0]}").blocks[1].text
        == "đơn xin học"
    )


def test_place_of_a_picture_amid_a_line_parts_two_paragraphs() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, f"{PARAGRAPHS[0]}{{img}}{PARAGRAPHS[1]}{{img2}}", PARAGRAPHS[2]]))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    braces = "Công thức ghi là {x1} cộng {imgx}."
    assert clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, braces])).blocks[-1].text == braces


@pytest.mark.parametrize("line", ["a) Người già;", ". Ảnh minh họa", "- Đường xóm", "b) trẻ em."])
def test_line_that_may_begin_so_is_not_joined_to_the_sentence_above(line: str) -> None:
    text = "\n".join(
        [TITLE, f"(PLVN) - {LEAD}", "Theo\nông Bồn\n, đường đã thông.", "Được miễn phí:", line, PARAGRAPHS[0]]
    )
    assert line in [block.text for block in clean(text).blocks]


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


def test_buttons_written_behind_the_lead_that_was_written_behind_the_title_are_no_part_of_it() -> None:
    article = clean("\n".join([f"{TITLE}{LEAD_LINE}Chia sẻ Facebook Zalo", *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_quotation_marks_that_json_escaped_are_plain_ones() -> None:
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, 'Bà con gọi là \\"đường mới\\", ai cũng mừng.']))
    assert article.blocks[-1].text == 'Bà con gọi là "đường mới", ai cũng mừng.'
    path = 'Bà con lưu ảnh vào thư mục "c:\\anh\\" trên máy.'
    assert clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, path])).blocks[-1].text == path


@pytest.mark.parametrize(
    "row",
    [
        "Tư phápKinh tếTài chínhChứng khoánNgân hàngQuốc tếPháp luậtTin nóngPháp đìnhĐiều traXã hộiY tếGiáo dục"
        "Môi trườngVăn hóaDu lịchGiải tríThể thaoBất động sảnBạn đọc",
        "[Chia sẻ](#)[Zalo](#)[Twitter](#)[Copy link](#)[Gửi bình luận](https://baophapluat.vn/a.html#y-kien)",
    ],
)
def test_menus_and_buttons_that_were_written_together_are_no_text(row: str) -> None:
    article = clean("\n".join([row, TITLE, LEAD_LINE, *PARAGRAPHS]))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_networks_behind_the_lead_go_with_the_buttons_behind_them() -> None:
    article = clean("\n".join([TITLE, f"{LEAD_LINE}Chia sẻZaloTwitterCopy linkGửi bình luận", *PARAGRAPHS]))
    assert article.lead == LEAD
    article = clean("\n".join([TITLE, LEAD_LINE, *PARAGRAPHS, "Anh dùng mạng xã hội Zalo"]))
    assert article.blocks[-1].text == "Anh dùng mạng xã hội Zalo"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Bao gồm:", "Gạo, muối và mắm;"], id="list below its label"),
        pytest.param(["Chi ra 3 tỷ đồng", "2"], id="number"),
        pytest.param(
            ["Mười năm ở tỉnh", "Đường chưa có, người dân đi bộ"], id="sub-heading that ends like part of one"
        ),
        pytest.param(["Đường rộng 5m.", "! Lưu ý xe tải nặng"], id="sign in front of a note"),
        pytest.param(["Điều kiện theo", "", "Người già trong xã"], id="empty line between"),
        pytest.param(["Phần thứ I", "I", "a) Người già"], id="items of an outline"),
    ],
)
def test_lines_apart_stay_so_in_a_text_that_was_cut_at_its_links(lines: list[str]) -> None:
    cut = ["Theo", "ông Bồn", ", đường đã thông."]
    assert rejoin([*cut, *lines]) == ["Theo ông Bồn, đường đã thông.", *lines]


def test_words_in_brackets_and_links_one_behind_the_other_are_put_together() -> None:
    cut = ["Nay theo", "Luật Đường bộ", "Quốc hội", ", đường (", "quốc lộ", ") do tỉnh lo."]
    assert rejoin(cut) == ["Nay theo Luật Đường bộ Quốc hội, đường (quốc lộ) do tỉnh lo."]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        pytest.param(
            ["“", "Ngày nào không chạm tay vào đất là thấy thiếu", "”, bà Tư cho biết."],
            "“Ngày nào không chạm tay vào đất là thấy thiếu”, bà Tư cho biết.",
            id="quotation in italics",
        ),
        pytest.param(
            ["Chị Hoa kể: “", "Ngày mới về tôi chưa biết nhào đất”,", "chị Hoa nói."],
            "Chị Hoa kể: “Ngày mới về tôi chưa biết nhào đất”, chị Hoa nói.",
            id="with its last mark in italics too",
        ),
        pytest.param(
            ['Ông Bảy nói: "', "Chúng tôi mong có thêm người trẻ", '".'],
            'Ông Bảy nói: "Chúng tôi mong có thêm người trẻ".',
            id="between plain marks",
        ),
        pytest.param(
            ["Trên báo", "Lao Động", ", tác giả từng viết về nghề này."],
            "Trên báo Lao Động, tác giả từng viết về nghề này.",
            id="name of a paper",
        ),
        pytest.param(
            ["Cả xã năm ngoái thu được", "15 tỷ đồng", ", gấp đôi năm trước."],
            "Cả xã năm ngoái thu được 15 tỷ đồng, gấp đôi năm trước.",
            id="number in bold",
        ),
        pytest.param(
            [
                "Dưới bài đăng trên trang của thôn, nhiều người để lại lời chúc cho đội thợ trẻ vừa đoạt giải ở tỉnh, "
                "trong đó có tài khoản",
                "Nguyen Van Bon",
                "chúc mừng cả làng.",
            ],
            "Dưới bài đăng trên trang của thôn, nhiều người để lại lời chúc cho đội thợ trẻ vừa đoạt giải ở tỉnh, "
            "trong đó có tài khoản Nguyen Van Bon chúc mừng cả làng.",
            id="name and the end of the sentence",
        ),
        pytest.param(
            [
                "Ở vòng thi này,",
                "Đội thợ thôn Hạ",
                "đã nung xong ba mẻ trước khi trời mưa, nhanh hơn mọi đội khác của tỉnh.",
            ],
            "Ở vòng thi này, Đội thợ thôn Hạ đã nung xong ba mẻ trước khi trời mưa, nhanh hơn mọi đội khác của tỉnh.",
            id="name behind a comma",
        ),
        pytest.param(
            [
                "Riêng trong tháng này, lượng",
                "khách quốc tế",
                "đến với thôn Hạ đạt hơn một nghìn lượt, gấp ba lần năm ngoái.",
            ],
            "Riêng trong tháng này, lượng khách quốc tế đến với thôn Hạ đạt hơn một nghìn lượt, gấp ba lần năm ngoái.",
            id="words in small letters",
        ),
    ],
)
def test_sentence_cut_at_what_is_dressed_in_it_is_whole_again(cut: list[str], whole: str) -> None:
    assert rejoin([TITLE, "", *cut, "", PARAGRAPHS[0]]) == [TITLE, "", whole, "", PARAGRAPHS[0]]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        pytest.param(["Lò gốm đầu xóm. (Ảnh:", "P.Thảo", ")"], "Lò gốm đầu xóm. (Ảnh: P.Thảo)", id="in brackets"),
        pytest.param(
            ["Lò gốm đầu xóm. (Ảnh: Hợp tác xã", "Bồn Hạ)."], "Lò gốm đầu xóm. (Ảnh: Hợp tác xã Bồn Hạ).", id="broken"
        ),
        pytest.param(["Lò gốm ở đầu xóm Hạ. Ảnh:", "KS."], "Lò gốm ở đầu xóm Hạ. Ảnh: KS.", id="initials"),
        pytest.param(["Đốt lò đêm qua. Video:", "Mộc Lan Hạ"], "Đốt lò đêm qua. Video: Mộc Lan Hạ", id="film"),
    ],
)
def test_caption_cut_before_its_photographer_is_whole_again(cut: list[str], whole: str) -> None:
    assert rejoin([PARAGRAPHS[0], *cut, PARAGRAPHS[1]]) == [PARAGRAPHS[0], whole, PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Đối tượng được miễn vé", "Người già", "trẻ em."], id="items below a short heading"),
        pytest.param(["Hồ sơ gồm đơn (theo mẫu", "1) Sổ hộ khẩu (bản sao)"], id="item behind an open bracket"),
        pytest.param(["Kèm theo ảnh:", "Ảnh chụp căn nhà từ phía đường."], id="what a label announces"),
        pytest.param(["Trời mưa,", "Đất trơn", "mẹ vẫn ra đồng."], id="verse"),
        pytest.param(["Bán lại cho nhau", "iPhone 15 giá tám triệu đồng."], id="name that begins small"),
        pytest.param(['Ông nói "đồng ý"', "Bà con vỗ tay"], id="words in plain marks at the end"),
    ],
)
def test_lines_of_a_text_that_was_not_cut_stay_apart(lines: list[str]) -> None:
    assert rejoin([PARAGRAPHS[0], *lines, PARAGRAPHS[1]]) == [PARAGRAPHS[0], *lines, PARAGRAPHS[1]]


def test_article_that_a_scraper_found_twice_stands_once() -> None:
    lines = [TITLE, LEAD_LINE, *PARAGRAPHS, "Cùng chuyên mục"]
    article = clean("\n".join(lines * 2))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    verse = ["Đò ơi", "Sông ơi sông chảy về đâu", "Cho ta gửi một nhịp cầu", "Mẹ ta tóc bạc mái đầu", "Đợi ai"] * 2
    assert read_lines("\n".join(verse)).lines == verse
