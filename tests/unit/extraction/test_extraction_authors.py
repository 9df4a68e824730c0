"""Authors and sources are read from where they stand, and taken out of the text."""

from __future__ import annotations

import pytest
from skin_pages import BARE, HEAD, LEAD, PARAGRAPHS, TITLE, cms_page, paragraphs, platform_page, read_page

from dvingest.extraction.wording.byline import is_byline, is_labelled, read_byline, read_source, reads_like_names


def test_declared_author_with_an_initial_is_taken_off_the_end_of_the_text() -> None:
    head = f'{HEAD}<meta name="author" content="Lê Thị B.">'
    article = read_page(cms_page(f"{paragraphs()}<p>Lê Thị B.</p>", head=head))
    assert article.authors == ("Lê Thị B.",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("shown", ["Sê San (Theo Báo Lạng Sơn)", "Sê San/Báo Lạng Sơn", "Theo Báo Lạng Sơn"])
def test_paper_that_the_author_is_shown_with_is_taken_off_the_end_of_the_text(shown: str) -> None:
    page = cms_page(f"{paragraphs()}<p>Báo Lạng Sơn</p>").replace(
        '<div class="article__sapo', f'<span class="author cms-author">{shown}</span><div class="article__sapo'
    )
    article = read_page(page)
    assert article.source == "Báo Lạng Sơn"
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_office_that_is_the_source_and_signs_below_the_text_is_no_person() -> None:
    page = cms_page(f"{paragraphs()}<p>Sở Tư pháp Lạng Sơn</p>").replace(
        '<div class="article__sapo',
        '<span class="author cms-author">Theo Sở Tư pháp Lạng Sơn</span><div class="article__sapo',
    )
    article = read_page(page)
    assert (article.authors, article.source) == ((), "Sở Tư pháp Lạng Sơn")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_author_beside_the_date_is_read_in_a_sibling_paper_too() -> None:
    page = cms_page(paragraphs()).replace(
        '<div class="article__sapo',
        '<div class="details__meta"><div class="cms-author">Sê San</div></div><div class="article__sapo',
    )
    assert read_page(page).authors == ("Sê San",)


def test_authors_in_links_of_their_own_are_several() -> None:
    names = "".join(
        f'<div class="author"><a class="cms-author" href="#">{name}</a></div>' for name in ("Vi Hậu", "Lò Thị Inh")
    )
    page = cms_page(paragraphs() + f'<div class="article__author">{names}</div>')
    assert read_page(page).authors == ("Vi Hậu", "Lò Thị Inh")


def test_card_of_an_author_names_one_and_is_no_text() -> None:
    card = '<div class="author-box"><img src="/x/2024_01_01/a.jpg"><b>Mộc Lan Hạ</b><p>Phóng viên Ban Pháp đình, '
    card += 'mười hai năm theo dõi các phiên tòa.</p><a href="/tac-gia/moc-lan.html">Xem tất cả bài viết</a></div>'
    article = read_page(cms_page(paragraphs() + card))
    assert article.authors == ("Mộc Lan Hạ",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "note",
    ["* Tên nhân vật trong bài đã được thay đổi.", "(*) Ảnh do nhân vật cung cấp.", "Tên các nhân vật đã thay đổi."],
)
def test_note_below_the_signature_stays_and_the_signature_goes(note: str) -> None:
    signed = '<p style="text-align: right;"><strong>Mộc Lan Hạ</strong></p>'
    article = read_page(cms_page(f"{paragraphs()}{signed}<p><em>{note}</em></p>"))
    assert article.authors == ("Mộc Lan Hạ",)
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, note]


def test_name_above_a_starred_item_of_the_text_is_no_signature() -> None:
    article = read_page(cms_page(f"{paragraphs()}<p><strong>Mộc Lan Hạ</strong></p><p>* Giải nhì, lớp 9A</p>"))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, "Mộc Lan Hạ", "* Giải nhì, lớp 9A"]


@pytest.mark.parametrize("portrait", ["", '<img src="/static/avatar/q.jpg" width="80" height="80">'])
def test_life_of_an_author_below_the_name_is_no_second_author(portrait: str) -> None:
    card = f'<div class="author-bio">{portrait}<p><b>Mộc Lan Hạ</b></p><p>Luật sư, 20 năm trong nghề đất đai.</p></div>'
    article = read_page(cms_page(paragraphs() + card))
    assert article.authors == ("Mộc Lan Hạ",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_letter_in_the_place_of_a_portrait_is_no_part_of_the_name_beside_it() -> None:
    row = (
        '<p>Đường nay đã thông.</p><div class="flex"><span><span class="rounded-full">M</span><span>Mộc Lan Hạ</span> '
        "<span>17:05, 12/06/2024</span></span></div>"
    )
    article = read_page(platform_page(BARE, row, paragraphs()))
    assert article.authors == ("Mộc Lan Hạ",)
    assert article.lead == "Đường nay đã thông."
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_lead_whose_words_stand_in_spans_within_a_span_is_one_line() -> None:
    lead = "<p><span><span>Hộ bà Mộc Lan Hạ</span> <span>hiến đất mở đường cho cả ba thôn ven sông.</span></span></p>"
    article = read_page(platform_page(HEAD, lead, paragraphs()))
    assert article.lead == "Hộ bà Mộc Lan Hạ hiến đất mở đường cho cả ba thôn ven sông."
    assert article.authors == ()


def test_newspaper_itself_is_no_author() -> None:
    head = f'{HEAD}<meta name="author" content="Báo Pháp luật Việt Nam điện tử">'
    assert read_page(cms_page(paragraphs(), head=head)).authors == ()


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Minh Trang (t/h)", ("Minh Trang",), None),
        ("Minh Trang (t/h", ("Minh Trang",), None),
        ("Minh Trang - t/h", ("Minh Trang",), None),
        ("Minh Trang tổng hợp", ("Minh Trang",), None),
        ("Vi Hậu (thực hiện), Đoàn Quý (ảnh)", ("Vi Hậu",), None),
        ("H.Giang - T.Nga (Tổng hợp)", ("H.Giang", "T.Nga"), None),
        ("ThS. Vi Hậu (Đại học Luật), Đoàn Quý (Hà Nội)", ("ThS. Vi Hậu", "Đoàn Quý"), None),
        ("Mai Ly (TTXVN/Thông Tin+)", ("Mai Ly",), "TTXVN/Thông Tin+"),
        ("Lan Anh (tổng hợp theo Reuters, AFP)", ("Lan Anh",), "Reuters, AFP"),
        ("Mai Phương (Theo TTXVN)", ("Mai Phương",), "TTXVN"),
        ("(Mai Ly)", ("Mai Ly",), None),
        ("Minh Trang | 08:30 12/05/2024", ("Minh Trang",), None),
        ("Tổng hợp (Theo TTXVN)", (), "TTXVN"),
        ("Biên dịch: Lan Anh", ("Lan Anh",), None),
        ("Đỗ Thị Ghi", ("Đỗ Thị Ghi",), None),
        ("Tác giả Thạch Sơn", ("Thạch Sơn",), None),
        ("Thạch Sơn a.b@baophapluat.example", ("Thạch Sơn",), None),
        ("Thạch Sơn (a.b@baophapluat.example)", ("Thạch Sơn",), None),
        ("Lê Thị B.", ("Lê Thị B.",), None),
        ("Lê Thị B. (t/h)", ("Lê Thị B.",), None),
        ("Lê Thị B. - Vi Hậu.", ("Lê Thị B.", "Vi Hậu"), None),
        ("Luật sư Cầm Văn Thuận", ("Luật sư Cầm Văn Thuận",), None),
        ("Thứ Năm, Vi Hậu", ("Vi Hậu",), None),
        ("Hồng Tin", ("Hồng Tin",), None),
        ("CTV Hồ Trà Giang", ("Hồ Trà Giang",), None),
        ("Phóng viên Vi Hậu - PV Đoàn Quý", ("Vi Hậu", "Đoàn Quý"), None),
        ("PV Thời sự", ("PV Thời sự",), None),
        ("Nhóm PV Kinh tế", ("Nhóm PV Kinh tế",), None),
        ("Nhóm PV Pháp đình", ("Nhóm PV Pháp đình",), None),
        ("Minh Tú - CTV", ("Minh Tú",), None),
        ("Minh Tú và nhóm PV", ("Minh Tú", "nhóm PV"), None),
        ("Trung Kiên (từ Paris)", ("Trung Kiên",), None),
        ("Trung Kiên (từ TTXVN)", ("Trung Kiên",), "TTXVN"),
        ("Hồng Mây/Báo Tin tức", ("Hồng Mây",), "Báo Tin tức"),
        ("Hồng Mây/Báo Tin tức và Dân tộc", ("Hồng Mây",), "Báo Tin tức và Dân tộc"),
        # Papers and desks that no list has.
        ("Hồng Mây/Báo Nghệ An", ("Hồng Mây",), "Báo Nghệ An"),
        ("Hồng Mây/VOV Giao thông", ("Hồng Mây",), "VOV Giao thông"),
        ("PV/TTXVN", (), "TTXVN"),
        ("Hồng Mây - Báo Pháp luật Việt Nam", ("Hồng Mây",), None),
        ("Bài, ảnh, clip: Hồng Mây - Đoàn Quý", ("Hồng Mây", "Đoàn Quý"), None),
        ("Tin - ảnh: Hồng Mây", ("Hồng Mây",), None),
        ("Hồng Mây ghi", ("Hồng Mây",), None),
        ("Tác giả (Theo TTXVN)", (), "TTXVN"),
        ("Theo Reuters, AFP", (), "Reuters, AFP"),
        ("ThS. Lê Quang Ân - Khoa Luật, Đại học Vinh", ("ThS. Lê Quang Ân",), None),
        ("ThS. Lê Quang Ân - Trường Sơn", ("ThS. Lê Quang Ân", "Trường Sơn"), None),
        ("Đại úy Lò Bá Dũng (Công an tỉnh)", ("Đại úy Lò Bá Dũng",), None),
        ("Mai Phương - Theo Reuters", ("Mai Phương",), "Reuters"),
        ("Mộc Lan - Nguồn: Bộ Y tế", ("Mộc Lan",), "Bộ Y tế"),
        ("Mộc Lan [TTXVN]", ("Mộc Lan",), "TTXVN"),
        ("Mộc Lan (từ vnexpress.net)", ("Mộc Lan",), "vnexpress.net"),
        ("Mộc Lan (dịch theo Le Monde)", ("Mộc Lan",), "Le Monde"),
        ("Mộc Lan (Sức khỏe & Đời sống)", ("Mộc Lan",), "Sức khỏe & Đời sống"),
        ("PV Tuổi Trẻ", ("PV Tuổi Trẻ",), None),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(line: str, authors: tuple[str, ...], source: str | None) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert (byline.authors, byline.source) == (authors, source)


@pytest.mark.parametrize(
    "line",
    [
        *("Bài, ảnh, clip: Hồng Mây - Đoàn Quý", "Hồng Mây/Báo Tin tức và Dân tộc", "Hồng Mây ghi"),
        *("Hồng Mây/VOV Giao thông", "Phóng viên Hồng Mây"),
        *("Hồng Mây/Báo Tin tức", "Theo Reuters, AFP", "ThS. Lê Quang Ân - Khoa Luật, Đại học Vinh"),
        *("Đại úy Lò Bá Dũng (Công an tỉnh)", "Luật sư Lò Bá Dũng (Đoàn Luật sư TP Hà Nội)"),
    ],
)
def test_signature_with_paper_title_or_place_of_work_is_no_text(line: str) -> None:
    signed = f'<p style="text-align: right;"><strong>{line}</strong></p>'
    assert [block.text for block in read_page(cms_page(paragraphs() + signed)).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        *("Mộc Lan – Biên dịch", "Mộc Lan/Theo TTXVN", "Theo báo giao thông", "Theo moh.gov.vn", "Theo tuổi trẻ"),
        *("Nguồn: Cổng thông tin điện tử Bộ Tư pháp", "Theo Cổng Thông tin điện tử Chính phủ"),
    ],
)
def test_line_that_names_author_or_paper_is_no_text(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Mộc Lan;", "Theo Bộ Y tế:", "Hà Nội: Nắng", "- Mộc Lan", "Một Hai Ba Bốn Năm Sáu Bảy Tám Chín"),
        *(
            "Theo Bộ Y tế và Sở Y tế các tỉnh",
            "Theo Sở thì đường thông",
            "Theo Cổng thông tin thì đường thông từ hôm nay",
        ),
    ],
)
def test_line_with_the_words_or_marks_of_a_sentence_names_nobody(line: str) -> None:
    assert not is_byline(line)


def test_label_of_an_author_line_is_told_from_a_sentence_that_begins_with_its_word() -> None:
    assert is_labelled("Bài và ảnh: Mộc Lan")
    assert is_labelled("Tác giả Mộc Lan")
    assert not is_labelled("Tác giả bài thơ")


@pytest.mark.parametrize("line", ["TTXVN", "Mộc Lan, Sê San, Hạ Vy, Thu An"])
def test_agencies_alone_and_rows_of_many_names_sign_nothing_in_plain_dress(line: str) -> None:
    assert not reads_like_names(line)


def test_name_and_source_in_lines_of_one_box_are_both_read() -> None:
    box = '<div class="author"><p>Mộc Lan</p><p>(Theo TTXVN)</p></div>'
    article = read_page(cms_page(paragraphs() + box))
    assert (article.authors, article.source) == (("Mộc Lan",), "TTXVN")


@pytest.mark.parametrize("line", ["Theo Điều 5, Điều 6 của Luật", "Lò Bá Dũng - Sở Tư pháp tỉnh", "Đại úy Công an xã"])
def test_line_that_only_looks_like_a_signature_with_a_place_of_work_is_text(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Minh Khuê (lược thuật)", True),
        ("Mai Ly (TTXVN/Thông Tin+)", True),
        ("(TTXVN/Vietnam+)", True),
        ("Lò Văn Inh (SN 1987)", False),
        ("Thông tin", False),
        ("Bảng tổng hợp", False),
        ("Mộc Lan (tổng hợp từ báo Nga)", True),
        ("Mộc Lan [t/h]", True),
        ("(theo sở y tế)", True),
        ("theo sở y tế", False),
        ("(...)", False),
    ],
)
def test_line_of_names_is_told_from_others_by_what_stands_in_brackets(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Báo Lâm nghiệp Trường Sơn", (), "Báo Lâm nghiệp Trường Sơn"),
        ("(TTXVN/Thông Tin+)", (), "TTXVN/Thông Tin+"),
        ("Nguồn: Dân trí", (), "Dân trí"),
        ("Mai Phương (Theo TTXVN)", ("Mai Phương",), "TTXVN"),
    ],
)
def test_element_of_a_source_names_no_author(line: str, authors: tuple[str, ...], source: str) -> None:
    byline = read_source(line)
    assert byline is not None
    assert (byline.authors, byline.source) == (authors, source)


@pytest.mark.parametrize("tag", ["<a href='/tag/hai-phong.html'>Hải Phòng</a>", "<a href='#' rel='tag'>Hải Phòng</a>"])
def test_single_tag_below_the_text_is_no_author(tag: str) -> None:
    page = platform_page(HEAD, "", paragraphs()).replace("</main>", f"<div class='flex'>{tag}</div></main>")
    assert read_page(page).authors == ()
    page = platform_page(HEAD, "", paragraphs()).replace("</main>", "<div class='flex'><b>Hải Phong</b></div></main>")
    assert read_page(page).authors == ("Hải Phong",)


def test_last_name_of_a_numbered_list_is_no_author_though_it_has_no_number() -> None:
    lines = ("Những người có mặt gồm:", "1. Lê Thị Cảnh", "2. Ngô Đình Mân", "Trần Thị Nở")
    article = read_page(cms_page(paragraphs() + "".join(f"<p>{line}</p>" for line in lines)))
    assert article.authors == ()
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *lines]


def test_role_alone_names_nobody() -> None:
    assert read_byline("Tổng hợp") is None


def test_newspaper_itself_is_no_source() -> None:
    assert read_source("Báo Pháp luật Việt Nam") is None


@pytest.mark.parametrize("name", ["mây hạ", "Nhóm phóng viên", "lá thu vàng"])
def test_last_line_set_to_the_right_in_bold_is_an_author_also_in_small_letters(name: str) -> None:
    article = read_page(cms_page(f'{paragraphs()}<p style="text-align: right;"><strong>{name}</strong></p>'))
    assert article.authors == (name,)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("line", ["còn nữa", "hết phần một", "mây hạ về ngang ngõ vắng"])
def test_words_in_small_letters_that_end_a_text_are_no_author(line: str) -> None:
    article = read_page(cms_page(f'{paragraphs()}<p style="text-align: right;"><strong>{line}</strong></p>'))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, line]


@pytest.mark.parametrize(
    "line", ["Công an Nhân dân", "Báo Tuổi Trẻ", "Sức khỏe và Đời sống", "Giáo dục & Thời đại", "Lao Động"]
)
def test_paper_that_stands_alone_in_the_place_of_an_author_is_the_source(line: str) -> None:
    article = read_page(cms_page(f'{paragraphs()}<p style="text-align: right;"><strong>{line}</strong></p>'))
    assert (article.authors, article.source) == ((), line)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_supplements_of_the_newspaper_are_no_source() -> None:
    assert read_byline("Pháp luật Plus") is None
    assert read_byline("Doanh nhân") is None


def test_name_with_an_address_for_letters_and_one_above_a_place_of_work_are_authors() -> None:
    mail = '<p><strong>Mộc Lan Hạ</strong> <a href="mailto:lan@bao.example">lan@bao.example</a></p>'
    work = '<p style="text-align: right;"><strong>Luật sư Mộc Lan Hạ</strong></p>'
    work += '<p style="text-align: right;"><em>(Đoàn Luật sư TP Hà Nội)</em></p>'
    for line in (mail, work):
        article = read_page(cms_page(paragraphs() + line))
        assert [author.removeprefix("Luật sư ") for author in article.authors] == ["Mộc Lan Hạ"]
        assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_words_in_brackets_to_the_right_below_the_text_stay() -> None:
    article = read_page(cms_page(f'{paragraphs()}<p style="text-align: right;"><em>(Trích thơ dân gian)</em></p>'))
    assert article.blocks[-1].text == "(Trích thơ dân gian)"


@pytest.mark.parametrize("line", ["(TTXVN/Vietnam+)", "TTXVN", "Reuters, AFP"])
def test_last_line_that_is_nothing_but_agencies_is_the_source(line: str) -> None:
    article = read_page(cms_page(f"{paragraphs()}<div>{line}</div>"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.authors == ()
    assert article.source is not None


def test_word_before_the_author_of_other_software_is_no_name() -> None:
    assert read_byline("bởi") is None
    byline = read_byline("Đăng bởi Mộc Lan Hạ")
    assert byline is not None
    assert byline.authors == ("Mộc Lan Hạ",)


def test_address_of_a_page_names_its_paper_as_the_source() -> None:
    byline = read_byline("Nguồn: https://www.tuoitre.vn/xa-bon-20240612.htm?ref=1")
    assert byline is not None
    assert (byline.authors, byline.source) == ((), "tuoitre.vn")


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ('<div class="notebox cms-note"><p>Điều 9. Đường làng do dân làm.</p></div>', "Điều 9. Đường làng do dân làm."),
        ("<p><em>Ý kiến xin gửi về tòa soạn.</em></p>", "Ý kiến xin gửi về tòa soạn."),
    ],
)
def test_name_to_the_right_above_a_last_note_is_the_author_and_the_note_stays(below: str, text: str) -> None:
    article = read_page(cms_page(f"{paragraphs()}<p align=right><b>Sê San</b></p>{below}"))
    assert article.authors == ("Sê San",)
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, text]


def test_bold_name_above_a_last_line_in_plain_dress_heads_it() -> None:
    article = read_page(cms_page(f"{paragraphs()}<p><b>Sê San</b></p><p>Dòng sông chảy qua ba huyện.</p>"))
    assert [block.text for block in article.blocks][-2] == "Sê San"


RIGHT = "<p style='text-align: right'>{}</p>"


@pytest.mark.parametrize(
    ("signed", "authors"),
    [
        ("<table align='right'><tr><td><p><strong>Mộc Lan Hạ</strong></p></td></tr></table>", ("Mộc Lan Hạ",)),
        ("<table border='0' width='100%'><tr><td align='right'><b>Sê San</b></td></tr></table>", ("Sê San",)),
        (RIGHT.format("<strong>Mộc Lan<br>Sê San</strong>"), ("Mộc Lan", "Sê San")),
        (RIGHT.format("<em>Mộc Lan (Đoàn Luật sư huyện Bồn)</em>"), ("Mộc Lan",)),
    ],
)
def test_names_in_a_table_of_one_cell_and_on_lines_of_their_own_are_authors(
    signed: str, authors: tuple[str, ...]
) -> None:
    article = read_page(cms_page(paragraphs() + signed))
    assert article.authors == authors
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "signed",
    [
        RIGHT.format("<em>Lò Bá Dũng (xã Bồn, tỉnh Sơn La)</em>"),
        RIGHT.format("<b>Lò Bá Dũng</b><br>(Phường Chợ Mới, Bồn)"),
        RIGHT.format("<b>Lò Bá Dũng</b>") + RIGHT.format("(thôn Hạ, xã Bồn)"),
    ],
)
def test_reader_who_says_where_the_house_stands_is_no_author(signed: str) -> None:
    article = read_page(cms_page(paragraphs() + signed))
    assert article.authors == ()
    assert " ".join(block.text for block in article.blocks[len(PARAGRAPHS) :]).startswith("Lò Bá Dũng (")


def test_framed_cell_that_says_more_than_names_stays_a_note() -> None:
    note = "<table><tr><td><p>Đường rộng sáu mét, dài bốn cây số.</p></td></tr></table>"
    assert read_page(cms_page(paragraphs() + note)).blocks[-1].kind == "note"


@pytest.mark.parametrize(
    "box", ["<blockquote>{}</blockquote>", '<div class="cms-note">{}</div>', "<ul><li>{}</li></ul>"]
)
def test_name_that_ends_a_quote_a_note_or_a_list_is_text(box: str) -> None:
    words = box.format("<b>Mộc Lan Hạ</b>")
    article = read_page(cms_page(paragraphs() + words))
    assert article.blocks[-1].text == "Mộc Lan Hạ"
    assert article.authors == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ('<p class="article__author">Mộc Lan Hạ</p>', ("Mộc Lan Hạ",)),
        ('<p class="article__author">Người dân trong thôn đều mừng vì đường đã thông.</p>', ()),
        ('<figure><p class="article__author">Mộc Lan Hạ</p></figure>', ()),
        ('<aside><p class="article__author">Mộc Lan Hạ</p></aside>', ()),
    ],
)
def test_element_of_the_author_names_one_unless_it_is_a_sentence_or_stands_elsewhere(
    line: str, authors: tuple[str, ...]
) -> None:
    page = cms_page(paragraphs()).replace('<div class="article__body', f'{line}<div class="article__body')
    assert read_page(page).authors == authors


def with_elements(*elements: str, head: str = HEAD) -> str:
    page = cms_page(paragraphs(), head=head)
    return page.replace('<div class="article__body', f'{"".join(elements)}<div class="article__body')


SOURCE = '<p class="article__source">Theo Dân trí</p>'
SIGNED = '<p style="text-align: right"><b>Mộc Lan Hạ</b></p>'


def test_beside_the_source_only_the_last_line_names_who_wrote_and_no_meta_data() -> None:
    page = with_elements(SOURCE, head=f'{HEAD}<meta name="author" content="Sê San">')
    article = read_page(page)
    assert (article.authors, article.source) == ((), "Dân trí")
    signed = read_page(page.replace("</div></div></div></body>", f"{SIGNED}</div></div></div></body>"))
    assert (signed.authors, signed.source) == (("Mộc Lan Hạ",), "Dân trí")
    assert [block.text for block in signed.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("box", ['<blockquote class="cms-quote">{}</blockquote>', '<div class="inner-quote">{}</div>'])
def test_element_of_an_author_in_a_quote_names_who_is_quoted(box: str) -> None:
    quoted = box.format(f'<p>{PARAGRAPHS[0]}</p><p class="author">Ông Đỗ Bá Sơn</p>')
    assert read_page(cms_page(f"{quoted}{paragraphs()}")).authors == ()
    signed = '<div class="article__author"><p class="author">Mộc Lan Hạ</p></div>'
    assert read_page(cms_page(f"{quoted}{paragraphs()}{signed}")).authors == ("Mộc Lan Hạ",)


def test_author_that_two_elements_name_stands_once() -> None:
    page = with_elements('<p class="article__author">Mộc Lan Hạ</p>', '<p class="cms-author">Mộc Lan Hạ (ghi)</p>')
    assert read_page(page).authors == ("Mộc Lan Hạ",)
    assert read_page(with_elements('<p class="article__author">Mộc Lan Hạ</p>', SOURCE)).source == "Dân trí"


@pytest.mark.parametrize(
    ("called", "line", "authors"),
    [
        ("ax-author", "Phóng viên Mộc Lan", ("Mộc Lan",)),
        ("styles_author__m1", "Mộc Lan/VOV Giao thông", ("Mộc Lan",)),
        ("ax-author", "Cô Mộc Lan dạy học ở xã Bồn đã ba mươi năm.", ()),
        ("ax-place", "Phóng viên Mộc Lan", ()),
    ],
)
def test_element_above_the_body_that_is_called_an_author_is_one_if_it_reads_so(
    called: str, line: str, authors: tuple[str, ...]
) -> None:
    above = f'<div class="lead">{LEAD}</div><div class="{called}">{line}</div>'
    assert read_page(platform_page(HEAD, above, paragraphs())).authors == authors


@pytest.mark.parametrize(("beside", "authors"), [("Google News", ()), ("Facebook", ()), ("Mộc Lan", ("Mộc Lan",))])
def test_button_of_a_network_beside_the_date_is_no_author(beside: str, authors: tuple[str, ...]) -> None:
    row = f"<div><span>12/06/2024 17:05</span><span>{beside}</span></div>"
    assert read_page(platform_page(HEAD, row, paragraphs())).authors == authors


def test_source_in_the_row_below_the_title_is_no_text_where_the_body_takes_it_in() -> None:
    row = "<ul><li>12/06/2024 17:05</li><li>Mộc Lan (Theo TTXVN)</li></ul>"
    text = f"<p>{PARAGRAPHS[0]}</p><div><p>{PARAGRAPHS[1]}</p></div><p>{PARAGRAPHS[2]}</p>"
    article = read_page(f"<html><head>{HEAD}</head><body><main><h1>{TITLE}</h1>{row}{text}</main></body></html>")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert (article.authors, article.source) == (("Mộc Lan",), "TTXVN")


def test_author_in_the_foot_of_the_article_is_read_beside_a_wrapper_of_the_text() -> None:
    foot = '<footer><p class="text-right font-bold">Mộc Lan</p><div><a href="/tag/cau.html">cầu</a></div></footer>'
    main = f"<main><article><header><h1>{TITLE}</h1></header><div>{paragraphs()}</div>{foot}</article></main>"
    assert read_page(f"<html><head>{HEAD}</head><body>{main}</body></html>").authors == ("Mộc Lan",)


def test_name_of_the_newspaper_below_a_notice_is_no_text_and_no_author() -> None:
    signed = '<p style="text-align: right;"><strong>PLVN</strong></p>'
    article = read_page(cms_page(f"{paragraphs()}<p>PLVN xin lỗi bạn đọc.</p>{signed}"))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, "PLVN xin lỗi bạn đọc."]
    assert article.authors == ()


@pytest.mark.parametrize("other", ["<span>Mộc Lan (thực hiện)</span><b>·</b>", "<span>Ba phút đọc</span>"])
def test_author_in_the_row_of_the_date_is_read_where_the_body_takes_both_in(other: str) -> None:
    row = f"<div>{other}<time>12/06/2024 17:05</time></div>"
    text = f"<p>{PARAGRAPHS[0]}</p><div><p>{PARAGRAPHS[1]}</p></div><p>{PARAGRAPHS[2]}</p>"
    main = f"<main><h1>Xã Bồn sửa xong con đường</h1><p>{LEAD}</p>{row}{text}</main>"
    assert read_page(f"<html><head>{HEAD}</head><body>{main}</body></html>").authors == (
        ("Mộc Lan",) if "Lan" in other else ()
    )


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Theo Cổng thông tin điện tử Chính phủ.", (), "Cổng thông tin điện tử Chính phủ"),
        ("Nguồn: Cổng thông tin điện tử Bộ Tư pháp.", (), "Cổng thông tin điện tử Bộ Tư pháp"),
        ("Sê San (Theo Thông tấn xã Việt Nam).", ("Sê San",), "Thông tấn xã Việt Nam"),
    ],
)
def test_author_above_the_text_may_end_in_a_full_stop(line: str, authors: tuple[str, ...], source: str) -> None:
    article = read_page(cms_page(f'<p class="author">{line}</p>{paragraphs()}'))
    assert (article.authors, article.source) == (authors, source)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


LINKED = "<a href='/tac-gia/moc-lan.html'>Mộc Lan Hạ</a>"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        (f"<div>{LINKED}</div>", ("Mộc Lan Hạ",)),
        (f"<div>{LINKED} Thứ Tư, ngày 12/06/2024 17:05 (GMT+7), năm phút đọc</div>", ("Mộc Lan Hạ",)),
        (f"<aside><div>{LINKED}</div></aside>", ()),
        (f"<figure>{LINKED}</figure>", ()),
        ("<div><a href='/tac-gia/moc-lan.html'>Xem tất cả bài viết</a></div>", ()),
        (f"<div>Ba năm trước, thư của {LINKED} đã tới tay những người làm đường ở xã.</div>", ()),
        ("".join(f"<div><a href='/tac-gia/{n}.html'>Mộc Lan {n}</a></div>" for n in ("Hạ", "Thu", "Đông", "Xuân")), ()),
    ],
)
def test_link_to_the_page_of_an_author_names_one_where_it_stands_alone(line: str, authors: tuple[str, ...]) -> None:
    assert read_page(with_elements(line)).authors == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<a href='/a'>Thu Hà</a> - <a href='/b'>Mai Lan</a> - Văn Nam", ("Thu Hà", "Mai Lan", "Văn Nam")),
        ("<a href='/a'>Thu Hà</a> <a href='/b'>Mai Lan</a>", ("Thu Hà", "Mai Lan")),
        (f"Mộc Lan Hạ {'viết về những con đường ' * 10}", ()),
    ],
)
def test_element_of_the_author_may_hold_links_and_names_without_one(line: str, authors: tuple[str, ...]) -> None:
    assert read_page(with_elements(f'<p class="article__author">{line}</p>')).authors == authors


def test_address_of_a_page_of_the_paper_on_a_network_is_no_author() -> None:
    head = f'{HEAD}<meta property="article:author" content="https://www.facebook.com/baophapluat">'
    article = read_page(cms_page(paragraphs(), head=head))
    assert (article.authors, article.source) == ((), None)


def test_source_that_two_elements_name_stands_once() -> None:
    page = with_elements('<p class="article__source">TTXVN</p>', '<p class="cms-source">Theo TTXVN</p>')
    assert read_page(page).byline == "TTXVN"


@pytest.mark.parametrize(
    "shown",
    [
        '<span itemprop="author" itemscope><span itemprop="name">Mộc Lan</span></span>',
        '<a rel="author" href="/x.html">Mộc Lan</a>',
        '<p class="byline">Mộc Lan</p>',
        '<div class="author"><span>Mộc Lan</span><span>10h04, 13/9/2024</span></div>',
        '<div class="article__author"><span>13 tháng 9, 2024 12:38</span> - <b>Mộc Lan</b></div>',
    ],
)
def test_author_in_the_head_of_a_known_layout_is_read_by_any_name_and_without_the_date(shown: str) -> None:
    page = cms_page(paragraphs()).replace("</h1>", f'</h1><div class="article__meta">{shown}</div>')
    assert read_page(page).authors == ("Mộc Lan",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<div class='nguoi-viet'><b>Sê San</b></div>", ("Sê San",)),
        ("<p style='text-align:right'>Sê San</p>", ("Sê San",)),
        ("<div class='chu-de'><a href='/chu-de/tran-hung-dao.html'>Trần Hưng Đạo</a></div>", ()),
        ("<div class='chu-de'>Đọc nhiều</div>", ()),
        ("<h3>Tin nổi bật</h3>", ()),
    ],
)
def test_line_right_behind_the_body_of_a_known_layout_names_the_author(line: str, authors: tuple[str, ...]) -> None:
    page = cms_page(paragraphs(), around=line).replace(f"</div></div>{line}", f"</div>{line}</div>")
    assert read_page(page).authors == authors


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Theo Mai Phương/Tiền phong", ("Mai Phương",), "Tiền phong"),
        ("Theo Reuters/AFP", (), "Reuters/AFP"),
        ("Theo VOV/Tiền phong", (), "VOV/Tiền phong"),
        ("Theo Tri thức/Znews", (), "Tri thức/Znews"),
    ],
)
def test_person_before_a_paper_behind_theo_wrote_there(line: str, authors: tuple[str, ...], source: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert (byline.authors, byline.source) == (authors, source)
