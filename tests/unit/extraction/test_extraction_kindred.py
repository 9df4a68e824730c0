"""Habits of kindred systems: what their pages set between paragraphs, in a head within the text, and behind it."""

from __future__ import annotations

import pytest
from skin_pages import HEAD, LEAD, MOMENT, PARAGRAPHS, TITLE, cms_page, paragraphs, read_page

from dvingest.extraction import extract
from dvingest.model import Rejection

PAGE = "https://baophapluat.vn/xa-bon-sua-xong-con-duong-ra-cho.html"
SHORT = ("Xã Bồn thông đường hôm qua.", "Bà con đi chợ sớm hơn trước.", "Xe thồ không còn sa lầy nữa.")
CARDS = "".join(
    f'<li><h3><a href="/tin-{number}.html">Huyện Bồn mở thêm tuyến xe buýt số {number}</a></h3>'
    f"<p>Tuyến số {number} chạy từ sáu giờ sáng, vé tháng của học sinh được giảm một nửa so với vé lượt.</p></li>"
    for number in range(1, 6)
)


def kindred_page(main: str, behind: str = "") -> str:
    return (
        f'<html lang="vi"><head>{HEAD}<title>{TITLE}</title></head><body><header><ul><li><a href="/xa-hoi">Xã hội</a>'
        f"</li></ul></header>{main}{behind}<footer><p>Báo điện tử của huyện Bồn, giấy phép số 303.</p></footer>"
        "</body></html>"
    )


def texts_of(page: str) -> list[str]:
    return [block.text for block in read_page(page, PAGE).blocks]


def test_bare_text_between_empty_paragraphs_is_the_body() -> None:
    lines = "<p></p>\n".join(SHORT)
    assert texts_of(
        kindred_page(f'<h1>{TITLE}</h1><div class="x-ct"><div>(PLVN) - {LEAD}</div>{lines}<p></p></div>')
    ) == list(SHORT)


@pytest.mark.parametrize(("called", "count"), [("", 4), (' class="x-text"', 3)], ids=["editor's", "body"])
def test_box_without_a_name_is_a_part_of_the_text_beside_its_paragraphs(called: str, count: int) -> None:
    broken = f"<div{called}>{'<br><br>'.join(PARAGRAPHS)}</div>"
    last = "Đoàn kiểm tra sẽ trở lại xã Bồn trong tháng sau."
    main = f'<h1>{TITLE}</h1><p class="x-sapo">{LEAD}</p><div class="x-box">{broken}<p>{last} {SHORT[1]}</p></div>'
    assert len(texts_of(kindred_page(main))) == count


def test_list_of_summaries_below_linked_titles_never_outweighs_a_short_article() -> None:
    text = "".join(f"<p>{line}</p>" for line in SHORT)
    main = (
        f'<div class="x-main"><article class="entry"><h1>{TITLE}</h1><p class="x-sapo">{LEAD}</p>{text}</article></div>'
    )
    assert texts_of(kindred_page(main, f'<div class="x-next"><div>Bài đọc tiếp</div><ul>{CARDS}</ul></div>')) == list(
        SHORT
    )


def test_items_of_an_article_with_a_link_in_their_words_are_no_cards() -> None:
    items = "".join(f"<li>{text} <a href='/x.html'>Xem bản đồ</a></li>" for text in PARAGRAPHS)
    assert len(texts_of(kindred_page(f"<h1>{TITLE}</h1><div><p>(PLVN) - {LEAD}</p><ul>{items}</ul></div>"))) == len(
        PARAGRAPHS
    )


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("<p>Lúa chín rồi</p><p>Anh về chưa</p><p>Em đợi</p><p>Bên cầu</p>", id="verse"),
        pytest.param(
            "<table><tr><td>Giải nhất</td><td>99120</td></tr><tr><td>Giải nhì</td><td>18845</td></tr>"
            "<tr><td>Giải ba</td><td>70233</td></tr></table><p>Chúc mừng!</p>",
            id="rows of results",
        ),
    ],
)
def test_page_that_has_nothing_but_short_lines_is_read(lines: str) -> None:
    page = kindred_page(f'<h1>{TITLE}</h1><main id="x-editor"><h4>{LEAD}</h4>{lines}</main>', f"<ul>{CARDS}</ul>")
    assert texts_of(page)[-1] in {"Bên cầu", "Chúc mừng!"}


def test_author_and_section_in_a_head_within_the_text_are_read() -> None:
    head = (
        f'<div class="sc-longform-header"><div class="block-sc-cate-name"><a href="/an-sinh">An sinh</a></div>'
        f'<h1 class="block-sc-title">{TITLE}</h1><p class="block-sc-sapo">{LEAD}</p>'
        '<p><span class="block-sc-author">Mộc Lan</span><span class="block-sc-publish-time">12/06/2024 - 17:05</span>'
        "</p></div>"
    )
    article = read_page(kindred_page(f'<article class="entry">{head}{paragraphs()}</article>'), PAGE)
    assert (article.authors, article.section_path) == (("Mộc Lan",), ("An sinh",))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_line_behind_the_text_that_says_when_it_was_published_is_none_of_it() -> None:
    article = read_page(cms_page(f"{paragraphs()}<p align=right><b>Sê San</b></p><p>- 17:05 12/06/2024</p>"))
    assert (article.authors, article.published_at) == (("Sê San",), MOMENT)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_line_behind_the_text_that_says_another_time_stays() -> None:
    article = read_page(cms_page(f"{paragraphs()}<p>17:05 13/06/2024</p>"))
    assert article.blocks[-1].text == "17:05 13/06/2024"


PICTURE = '<img src="https://cdn.baophapluat.vn/uploaded/an/2024_06_12/cho-1.jpg" width="800" height="500">'
WITHIN = f'<div class="x-media">{PICTURE}</div><h1>{TITLE}</h1><p class="x-sapo">(PLVN) - {LEAD}</p>'
IN_ITALICS = "<p><em>Sáng sớm ở chợ Bồn, tiếng gọi nhau đã vang khắp bến.</em></p>"


def test_first_paragraph_is_no_caption_of_a_picture_above_the_title_within_the_text() -> None:
    article = read_page(kindred_page(f'<article class="entry">{WITHIN}{IN_ITALICS}{paragraphs()}</article>'), PAGE)
    assert article.blocks[0].text == "Sáng sớm ở chợ Bồn, tiếng gọi nhau đã vang khắp bến."
    assert [image.caption for image in article.images] == [None]


def test_element_of_the_article_with_its_title_is_no_card_though_it_has_as_many_links_as_lines() -> None:
    links = "".join(
        f'<li><a href="/tin-khac-so-{number}.html">Huyện Bồn mở tuyến xe số {number}</a></li>' for number in "12"
    )
    text = "".join(f"<p>{line}</p>" for line in SHORT)
    main = f'<article class="entry">{WITHIN}<ul>{links}</ul>{text}</article>'
    article = read_page(kindred_page(f'<div class="x-main"><div class="x-col">{main}</div></div>'), PAGE)
    assert [block.text for block in article.blocks] == list(SHORT)
    assert len(article.images) == 1


def test_heading_of_a_box_beside_the_date_is_no_author() -> None:
    row = '<p class="x-date"><span>12/06/2024 17:05</span></p><div class="x-new"><span>TIN MỚI</span></div>'
    page = kindred_page(f"<h1>{TITLE}</h1>{row}<p>(PLVN) - {LEAD}</p><div class='x-text'>{paragraphs()}</div>")
    assert read_page(page, PAGE).authors == ()


@pytest.mark.parametrize(
    ("line", "authors", "source"), [("Sê San (Lào Cai)", ("Sê San",), None), ("Theo Astro", (), "Astro")]
)
def test_author_in_an_item_named_for_it_is_read(line: str, authors: tuple[str, ...], source: str | None) -> None:
    meta = f'<ul><li class="the-article-author"><a href="/x.html">{line}</a></li><li class="the-article-publish">'
    head = f"<header><h1>{TITLE}</h1>{meta}Thứ Tư, 12/06/2024 17:05 GMT+7</li></ul></header>"
    text = f'<section><p>(PLVN) - {LEAD}</p><div class="the-article-body">{paragraphs()}</div></section>'
    article = read_page(kindred_page(f"<article>{head}{text}</article>"), PAGE)
    assert (article.authors, article.source) == (authors, source)


ROW = '<span>{}</span> <a href="/gia-gom.htm">giá gốm</a>, <a href="/lang-nghe.htm">làng nghề</a>'


@pytest.mark.parametrize(
    ("row", "tags"),
    [
        (f"<div class='x-key'>{ROW.format('Từ khóa:')}</div>", ("giá gốm", "làng nghề")),
        (
            "<ul><li>Chủ đề:</li><li><h3><a href='/gia-gom-tag1.html'>giá gốm</a></h3></li>"
            "<li><h3><a href='/lang-nghe-tag2.html'>làng nghề</a></h3></li></ul>",
            ("giá gốm", "làng nghề"),
        ),
        ("<div class='detail-tab'><a href='/gia-gom.htm'>giá gốm</a></div>", ("giá gốm",)),
        (f"<div class='x-key'>{ROW.format('Cùng xem:')}</div>", ()),
        (f"<div class='x-key'>{ROW.format('Từ khóa:')} được tìm nhiều trong tuần</div>", ()),
        (f"<aside><div>{ROW.format('Từ khóa:')}</div></aside>", ()),
    ],
)
def test_links_beside_a_label_of_tags_are_tags_whatever_their_addresses(row: str, tags: tuple[str, ...]) -> None:
    page = kindred_page(f"<main><h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p><div>{paragraphs()}</div>{row}</main>")
    assert read_page(page, PAGE).tags == tags


def test_row_of_crumbs_names_the_section_and_an_empty_place_above_the_title_hides_none() -> None:
    crumbs = '<div class="entry-crumbs"><a href="/">Home</a> <a href="/category/xa-hoi/">Xã hội</a></div><h2>Tin</h2>'
    alone = '<div class="x-way"><a href="/xa-hoi/">Xã hội</a></div><p style="display: none;"></p>'
    for above in (crumbs, alone):
        page = kindred_page(f"<main>{above}<h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p><div>{paragraphs()}</div></main>")
        assert read_page(page, PAGE).section_path == ("Xã hội",)


def test_date_in_the_foot_that_opens_an_article_is_its_own() -> None:
    foot = "<footer class='x-meta'>Đăng bởi <span>admin</span> vào <span>Thứ Tư, 12/06/2024 - 17:05</span></footer>"
    head = HEAD.replace("article:published_time", "x")
    page = kindred_page(f"<h1>{TITLE}</h1><article>{{}}<div><p>(PLVN) - {LEAD}</p>{paragraphs()}</div>{{}}</article>")
    page = page.replace(HEAD, head)
    assert read_page(page.format(foot, ""), PAGE).published_at == MOMENT
    assert isinstance(extract(page.format("", foot), PAGE), Rejection)


def test_film_that_an_editor_s_program_only_names_is_one() -> None:
    film = '<figure class="media"><oembed url="https://www.youtube.com/watch?v=abc123"></oembed></figure>'
    article = read_page(cms_page(f"{paragraphs()}{film}"))
    assert article.videos == ("https://www.youtube.com/watch?v=abc123",)
    assert read_page(cms_page(paragraphs() + film.replace("www.youtube.com/watch?v=", "x.vn/"))).videos == ()


def test_sections_and_tags_are_read_around_a_title_that_is_no_heading() -> None:
    way = '<div class="x-way"><a href="/xa-hoi/">Xã hội</a> <a href="/giao-thong/">Giao thông</a></div>'
    row = "<div><span>Tag:</span><a href='/lang-nghe.htm'>làng nghề</a></div>"
    page = kindred_page(
        f"<div>{way}<div class='x-title'>{TITLE}</div><p>(PLVN) - {LEAD}</p><div>{paragraphs()}</div>{row}</div>"
    )
    article = read_page(page, PAGE)
    assert (article.section_path, article.tags) == (("Xã hội", "Giao thông"), ("làng nghề",))


def test_date_in_a_cell_of_a_page_laid_out_in_tables_is_read() -> None:
    cells = (f"<h1>{TITLE}</h1>", "(Thứ Tư, 12/06/2024 17:05)", paragraphs())
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    page = kindred_page(f"<table>{rows}</table>").replace("article:published_time", "x")
    assert read_page(page, PAGE).published_at == MOMENT


DAY_BESIDE_CRUMBS = (
    '<div class="bread-crumb-detail"><ul><li><a href="/xa-hoi">Xã hội</a></li></ul>'
    '<div class="bread-crumb-detail__time">Thứ Tư, 12/06/2024 - 17:05</div></div>'
)


def test_day_and_clock_beside_the_breadcrumbs_date_an_article_of_unknown_layout() -> None:
    main = f'<div class="x-detail"><h1>{TITLE}</h1><div class="x-text">{paragraphs()}</div></div>'
    page = kindred_page(f"{DAY_BESIDE_CRUMBS}{main}").replace(HEAD, '<meta charset="utf-8">')
    assert read_page(page, PAGE).published_at == MOMENT
    present = extract(page, PAGE, fetched_at=MOMENT)
    assert isinstance(present, Rejection)


def test_lead_and_author_are_read_in_elements_of_the_sites_own_making() -> None:
    main = (
        f"<news-article><h1>{TITLE}</h1><news-author>Sê San</news-author><news-sapo>(PLVN) - {LEAD}</news-sapo>"
        f"<news-body>{paragraphs()}</news-body></news-article>"
    )
    article = read_page(kindred_page(main), PAGE)
    assert (article.lead, article.agency_prefix, article.authors) == (LEAD, "PLVN", ("Sê San",))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_captions_in_tables_of_pictures_do_not_outweigh_the_only_paragraph_beside_the_title() -> None:
    tables = "".join(
        f"<table><tr><td><img src='/2024_06_12/{n}.jpg'></td></tr><tr><td>Bà Vi Hậu đan tấm lưới thứ {n} trong sân nhà."
        "</td></tr></table>"
        for n in range(1, 6)
    )
    main = f'<div class="x-col"><h1>{TITLE}</h1><p><b>(PLVN) - {LEAD}</b></p>{tables}<p>{PARAGRAPHS[0]}</p></div>'
    article = read_page(kindred_page(main), PAGE)
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0]]
    assert len([image for image in article.images if image.caption]) == 5


def test_text_in_the_cells_of_a_table_with_drawings_is_the_body() -> None:
    rows = "".join(f"<tr><td>{line} {line}</td></tr>" for line in SHORT)
    main = f'<h1>{TITLE}</h1><table class="x-tb"><tr><td><img src="/static/line.gif"></td></tr>{rows}</table>'
    assert texts_of(kindred_page(main)) == [f"{line} {line}" for line in SHORT]


def summarised(number: int) -> str:
    return (
        f'<div class="inner-x"><a href="/huyen-bon-mo-tuyen-xe-buyt-so-{number}-41177{number}.html"><h4>Huyện Bồn mở '
        f"tuyến xe buýt số {number}</h4></a><div>Tuyến số {number} chạy từ sáu giờ, vé tháng giảm một nửa.</div></div>"
    )


def test_linked_title_above_its_summary_is_a_card_amid_a_text() -> None:
    main = f"<h1>{TITLE}</h1><div class='x-ct'><p>(PLVN) - {LEAD}</p>{paragraphs()}{summarised(1)}{paragraphs()}</div>"
    assert texts_of(kindred_page(main)) == [*PARAGRAPHS, *PARAGRAPHS]


def test_linked_titles_above_summaries_that_hold_most_of_the_text_are_a_round_up() -> None:
    body = "".join(map(summarised, (1, 2, 3)))
    texts = [block.text for block in read_page(cms_page(f"<p>{SHORT[0]}</p>{body}")).blocks]
    assert [text for text in texts if text.startswith("Tuyến số")] == [
        f"Tuyến số {number} chạy từ sáu giờ, vé tháng giảm một nửa." for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Đánh giá bài viết (4 lượt)", False),
        ("Đánh giá bài viết:", False),
        ("4,5/5 - (2 bình chọn)", False),
        ("Đánh giá bài viết của học sinh là việc khó.", True),
        ("4,5/5 điểm là mức bình quân.", True),
    ],
)
def test_stars_that_readers_gave_are_no_text_and_hide_no_author(line: str, stays: bool) -> None:
    body = f"{paragraphs()}<p style='text-align:right'><b>Sê San</b></p><div>{line}</div>"
    article = read_page(cms_page(body))
    assert (article.authors == ("Sê San",)) is not stays
    assert (line in [block.text for block in article.blocks]) is stays


@pytest.mark.parametrize(
    ("links", "stays"), [(2, False), (1, True)], ids=["two links in one paragraph", "a link that a sentence announces"]
)
def test_label_of_links_that_breaks_part_in_one_paragraph_goes_with_them(links: int, stays: bool) -> None:
    hrefs = "<br>".join(f'<a href="/xe-so-{n}-41177{n}.html">Huyện Bồn mở tuyến xe số {n}</a>' for n in range(links))
    body = f"<p>{PARAGRAPHS[0]}</p><p><b>Tin cùng tuyến đường này:</b><br>{hrefs}</p>{paragraphs(PARAGRAPHS[1:])}"
    texts = [block.text for block in read_page(cms_page(body)).blocks]
    assert (texts != list(PARAGRAPHS)) is stays


@pytest.mark.parametrize(
    "items", ["<p>- Hai xe máy;</p><p>- Ba chiếc thuyền.</p>", "<ul><li>Hai xe máy;</li><li>Ba thuyền.</li></ul>"]
)
def test_line_that_announces_items_is_no_label_of_the_box_of_links_set_between(items: str) -> None:
    links = "".join(
        f'<a href="/xe-so-{n}-41177{n}.html">Huyện Bồn mở thêm tuyến xe số {n} đi chợ</a>' for n in range(2)
    )
    body = f"<p>{PARAGRAPHS[0]}</p><p>Tang vật thu giữ gồm:</p><div>{links}</div>{items}{paragraphs(PARAGRAPHS[1:])}"
    texts = [block.text for block in read_page(cms_page(body)).blocks]
    assert texts[:2] == [PARAGRAPHS[0], "Tang vật thu giữ gồm:"]
    assert len(texts) == 6


@pytest.mark.parametrize("label", ["Đọc báo hôm nay", "Chuyện những con đường"])
@pytest.mark.parametrize("form", ["<p><b>{}</b></p>", "<h3>{}</h3>"])
def test_sub_heading_with_nothing_but_links_below_it_goes_with_them(label: str, form: str) -> None:
    links = "".join(
        f'<li><a href="/xe-so-{n}-41177{n}.html">Huyện Bồn mở thêm tuyến xe số {n} đi chợ</a></li>' for n in range(2)
    )
    article = read_page(cms_page(f"{paragraphs()}{form.format(label)}<ul>{links}</ul>"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    below = read_page(cms_page(f"{paragraphs()}{form.format(label)}<ul>{links}</ul><p>{PARAGRAPHS[0]}</p>"))
    assert label in [block.text for block in below.blocks]


@pytest.mark.parametrize("last", ["<p><b>Mộc Lan Hạ</b></p>", "<p>Còn nữa</p>"])
def test_last_words_of_a_text_above_links_are_no_heading_of_these(last: str) -> None:
    links = "".join(
        f'<li><a href="/xe-so-{n}-41177{n}.html">Huyện Bồn mở thêm tuyến xe số {n} đi chợ</a></li>' for n in range(2)
    )
    article = read_page(cms_page(f"{paragraphs()}{last}<ul>{links}</ul>"))
    assert article.authors == ("Mộc Lan Hạ",) or article.blocks[-1].text == "Còn nữa"


def test_photo_essay_with_a_card_of_another_article_beside_its_only_paragraph_is_read() -> None:
    shown = "".join(
        f"<table><tr><td><img src='/2024_06_12/{n}.jpg'></td></tr><tr><td>Vi Hậu đan lưới thứ {n}.</td></tr></table>"
        for n in range(1, 4)
    )
    head = f'<div class="q1"><h1>{TITLE}</h1></div><div class="q2">12/06/2024 17:05</div><div>(PLVN) - {LEAD}</div>'
    article = read_page(
        kindred_page(f'{head}<div class="q4">{shown}<p>{PARAGRAPHS[0]}</p>{summarised(4)}<p>Theo Dân trí</p></div>'),
        PAGE,
    )
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0]]
    assert (len(article.images), article.source, article.lead) == (3, "Dân trí", LEAD)
