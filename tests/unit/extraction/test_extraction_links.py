"""Where links lead, and which lines of a body are nothing but links to elsewhere."""

from __future__ import annotations

import pytest
from skin_pages import PARAGRAPHS, TITLE, URL, cms_page, paragraphs, read_page

from dvingest.extraction import clean_text
from dvingest.extraction.links import leads_to_other_article, leads_to_other_page
from dvingest.model import RawArticle

OTHER = "/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html"
LINK = f'<a href="{OTHER}">Làng gốm trăm tuổi tìm cách giữ lửa nghề</a>'


def blocks(body: str) -> list[str]:
    return [block.text for block in read_page(cms_page(body)).blocks]


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        (OTHER, True),
        (f"https://xahoi.baophapluat.vn{OTHER}", True),
        (f"https://tuoitre.vn{OTHER}", False),
        ("/phu-luc.pdf", False),
        ("/", False),
        ("#", False),
        (f"{URL}#phan-2", False),
        (URL, True),
        ("mailto:lan@baophapluat.vn", False),
        ("javascript:void(0)", False),
        ("https://[x/", False),
    ],
)
def test_link_leads_to_another_page_of_the_site(href: str, leads: bool) -> None:
    assert leads_to_other_page(href, URL) is leads


def test_sites_of_offices_are_told_apart_by_three_parts_of_their_names() -> None:
    assert leads_to_other_page("https://tin.moh.gov.vn/a.html", "https://moh.gov.vn/b.html")
    assert not leads_to_other_page("https://moj.gov.vn/a.html", "https://moh.gov.vn/b.html")


@pytest.mark.parametrize(
    ("href", "leads"),
    [("/lang-gom-tram-tuoi.htm", True), ("/lang-gom.htm", False), ("/lang-gom-tram-tuoi/", False)],
)
def test_article_of_another_paper_has_words_and_an_ending_in_its_address(href: str, leads: bool) -> None:
    assert leads_to_other_article(href, "https://bao.example/xa-bon-sua-duong.htm") is leads


CRUMBS = '<a href="/">Trang chủ</a> › <a href="/xa-hoi/">Xã hội</a>'


@pytest.mark.parametrize("row", [f"<div>{CRUMBS}</div>", f"<p>{CRUMBS}</p>"])
def test_way_from_the_front_page_above_the_text_is_no_text(row: str) -> None:
    assert blocks(row + paragraphs()) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        '<p>Theo <a href="/">báo này</a> đường nay đã thông.</p>',
        '<p><a href="#tai-lieu">Tài liệu kèm theo</a></p>',
        '<p><a href="https://x.vn/a.pdf">Toàn văn nghị định</a></p>',
    ],
)
def test_first_line_with_links_elsewhere_stays(line: str) -> None:
    assert len(blocks(line + paragraphs())) == 1 + len(PARAGRAPHS)


def test_names_below_a_title_in_the_body_are_no_text() -> None:
    head = '<meta name="author" content="Mộc Lan Hạ">'
    page = cms_page(f"<h2>{TITLE}</h2><p>Mộc Lan Hạ</p>{paragraphs()}").replace("<title>", f"{head}<title>")
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Mộc Lan | 17:05 12/06/2024", False),
        ("Mộc Lan về thăm quê lúc 17:05 ngày 12/06/2024.", True),
        ("Tàu khởi hành lúc 17:05", True),
        ("Cả làng ra bến từ sáng sớm để đón chuyến tàu đầu tiên trong năm vào lúc 17:05 ngày 12/06/2024", True),
    ],
)
def test_row_of_name_and_clock_below_a_title_in_the_body_is_no_text(line: str, stays: bool) -> None:
    found = blocks(f"<h2>{TITLE}</h2><p>{line}</p>{paragraphs()}")
    assert (line in found) is stays
    assert found[-3:] == list(PARAGRAPHS)


TEXTS = tuple(f"{text} {text}" for text in PARAGRAPHS * 2)


@pytest.mark.parametrize(("dress", "stay"), [("<p>{}</p>", False), ("<p><b>{}</b></p>", True), ("<h3>{}</h3>", True)])
def test_linked_titles_amid_a_text_that_has_begun_are_its_headings_only_if_dressed_so(dress: str, stay: bool) -> None:
    body = "".join(
        f"<p>{text}</p>" + (dress.format(LINK) if index in {1, 2, 3, 4} else "") for index, text in enumerate(TEXTS)
    )
    assert len(blocks(body)) == len(TEXTS) + 4 * stay


STAYS = {
    "long linked paragraph": f'<p><a href="{OTHER}">{" ".join(PARAGRAPHS)}</a></p>',
    "linked sentence": f'<p><a href="{OTHER}">Làng gốm trăm tuổi tìm cách giữ lửa nghề.</a></p>',
    "words behind a sign": "<p>Cổng chợ &gt;&gt; bến đò</p>",
    "article of a law to be read": "<p>Xem thêm: Điều 8 của Luật Đất đai</p>",
    "sign before a sentence": "<p>&gt;&gt; Đường về thôn Hạ nay đã thông</p>",
}


@pytest.mark.parametrize("line", STAYS.values(), ids=STAYS.keys())
def test_line_that_is_no_title_of_another_article_stays(line: str) -> None:
    assert len(blocks(f"<p>{PARAGRAPHS[0]}</p>{line}<p>{PARAGRAPHS[1]}</p>")) == 3


def test_invitation_to_read_on_needs_no_link() -> None:
    assert blocks(f"{paragraphs()}<p>Mời bạn đọc xem thêm: Ai được lợi từ con đường</p>") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Xem thêm: Làng gốm trăm tuổi tìm cách giữ lửa nghề", False),
        ("Xem thêm: người dân có thể tới nhà văn hóa thôn.", True),
        ("Từ khóa: đường làng, chợ huyện", False),
    ],
)
def test_line_of_a_scraped_text_points_elsewhere_only_if_it_is_a_title(line: str, stays: bool) -> None:
    text = clean_text("\n".join((TITLE, *PARAGRAPHS, line, PARAGRAPHS[0][:-1] + ", ai cũng mừng.")), URL)
    assert isinstance(text, RawArticle)
    assert (line in [block.text for block in text.blocks]) is stays


def test_heading_of_a_box_above_a_picture_of_the_text_goes_with_the_link_below_it() -> None:
    shown = '<p><b>Xem thêm</b></p><p><img src="/a/2024_06_12/x.jpg"></p>'
    article = read_page(cms_page(f"{paragraphs()}{shown}<p>{LINK}</p>{paragraphs()}"))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *PARAGRAPHS]
    assert len(article.images) == 1
    above_text = read_page(cms_page(f"{paragraphs()}{shown}{paragraphs()}"))
    assert "Xem thêm" in [block.text for block in above_text.blocks]


def test_last_of_several_single_links_leads_away_where_no_text_follows() -> None:
    link = '<p><strong><a href="/duong-lang-da-mo-post4500{0}.html">Đường làng thứ {0} đã mở</a></strong></p>'
    body = "".join(f"{link.format(10 + at)}<p>{text}</p>" for at, text in enumerate(PARAGRAPHS[:3]))
    texts = [block.text for block in read_page(cms_page(body + link.format(20))).blocks]
    assert texts == [line for at in range(3) for line in (f"Đường làng thứ {10 + at} đã mở", PARAGRAPHS[at])]
