from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from skin_pages import HEAD, LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs

from dvingest.extraction import extract
from dvingest.extraction.byline import is_byline, read_byline, read_source
from dvingest.extraction.media import kind_by_content
from dvingest.model import Block, RawArticle, Rejection, RejectionReason

BARE = '<meta charset="utf-8">'


def read(page: str, url: str = URL) -> RawArticle:
    reading = extract(page, url)
    assert isinstance(reading, RawArticle), reading
    return reading


def shown(meta: str, head: str = BARE) -> RawArticle:
    page = cms_page(paragraphs(), head=head)
    return read(
        page.replace('<div class="article__sapo', f'<div class="article__meta">{meta}</div><div class="article__sapo')
    )


MOMENT = datetime(2024, 6, 12, 10, 5, tzinfo=UTC)

LD = '<script type="application/ld+json">'
LD_ARTICLE = '{"@type": "NewsArticle", "datePublished": "2024-06-12T17:05:00+07:00"}'

DATES = {
    "meta": (f"{BARE}<meta property='article:published_time' content='2024-06-12T17:05:00+0700'>", ""),
    "json-ld": (
        BARE + '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2024-06-12T17:05:00+07:00"}</script>',
        "",
    ),
    "json-ld with a comma too many": (f"{BARE}{LD}{LD_ARTICLE[:-1]}, }}</script>", ""),
    "json-ld within a comment": (f"{BARE}{LD}<!-- {LD_ARTICLE} --></script>", ""),
    "json-ld within cdata": (f"{BARE}{LD}//<![CDATA[\n{LD_ARTICLE}\n//]]></script>", ""),
    "json-ld with quotes in a title": (f'{BARE}{LD}{{"headline": "a "b" c", {LD_ARTICLE[1:]}</script>', ""),
    "json-ld with its quotes escaped": (f"{BARE}{LD}{LD_ARTICLE.replace(chr(34), '&quot;')}</script>", ""),
    "json-ld of a film": (
        f"{BARE}{LD}{LD_ARTICLE.replace('NewsArticle', 'VideoObject').replace('datePublished', 'uploadDate')}</script>",
        "",
    ),
    "json-ld of the page": (f"{BARE}{LD}{LD_ARTICLE.replace('NewsArticle', 'WebPage')}</script>", ""),
    "day of making": (f"{BARE}<meta itemprop='dateCreated' content='2024-06-12T17:05:00+07:00'>", ""),
    "meta named date": (f"{BARE}<meta name='date' content='2024-06-12T17:05:00+07:00'>", ""),
    "meta of a counter": (f"{BARE}<meta name='parsely-pub-date' content='2024-06-12T10:05:00Z'>", ""),
    "title of a time": (BARE, '<time class="time" title="12/06/2024 17:05">2 giờ trước</time>'),
    "itemprop": (f"{BARE}<meta itemprop='datePublished' content='2024-06-12T17:05:00+07:00'>", ""),
    "time": (BARE, '<time class="time" datetime="2024-06-12T17:05:00+0700">x</time>'),
    "epoch": (BARE, '<time class="time" data-time="1718186700">x</time>'),
    "text": (BARE, '<time class="time">Thứ Tư 12/06/2024 | 17:05 GMT+7</time>'),
}


@pytest.mark.parametrize(("head", "meta"), DATES.values(), ids=DATES.keys())
def test_date_is_read_wherever_the_page_has_it(head: str, meta: str) -> None:
    article = shown(meta, head)
    assert article.published_at == MOMENT
    assert article.published_raw
    assert "date_disagrees" not in article.warnings


def test_broken_list_of_articles_dates_none_of_them() -> None:
    items = ", ".join(f'{{"@type": "ListItem", "item": {LD_ARTICLE}}}' for _ in range(2))
    broken = f'{BARE}{LD}{{"@type": "ItemList", "name": "a "b" c", "itemListElement": [{items}]}}</script>'
    reading = extract(cms_page(paragraphs(), head=broken), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_day_on_which_the_page_was_made_is_no_witness_against_what_is_shown() -> None:
    made = f"{BARE}<meta name='date' content='2026-11-24T09:00:00+07:00'>{LD}{{\"@type\": \"WebPage\", "
    made += '"datePublished": "2020-01-01"}</script>'
    article = shown('<time class="time">12/06/2024 17:05</time>', made)
    assert article.published_at == MOMENT
    assert "date_disagrees" not in article.warnings


def test_change_that_a_line_shows_is_no_publication() -> None:
    article = shown('<time class="time">Cập nhật 13/06/2024 08:00 (Xuất bản 12/06/2024 17:05)</time>', BARE)
    assert (article.published_at, article.modified_at) == (MOMENT, datetime(2024, 6, 13, 1, tzinfo=UTC))


def test_meta_data_is_trusted_before_text_and_disagreement_is_a_warning() -> None:
    article = shown('<time class="time">11/06/2024 08:00</time>', HEAD)
    assert article.published_at == MOMENT
    assert "date_disagrees" in article.warnings


def test_local_time_that_meta_data_call_utc_is_local_where_the_page_shows_the_same_clock() -> None:
    wrong = HEAD.replace("17:05:00+0700", "17:05:00Z")
    assert shown('<time class="time">12/06/2024 17:05 (GMT+7)</time>', wrong).published_at == MOMENT
    right = HEAD.replace("17:05:00+0700", "10:05:00Z")
    assert shown('<time class="time">12/06/2024 17:05 (GMT+7)</time>', right).published_at == MOMENT


def test_clock_of_the_site_head_and_dates_of_cards_are_no_date_of_the_article() -> None:
    around = '<aside><article class="story"><time datetime="2024-01-01T00:00:00+0700">1</time></article></aside>'
    page = cms_page(paragraphs(), head=BARE, around=around).replace(
        "<body>", '<body><header class="site-header"><time class="time">Thứ Ba, 24/11/2026 09:00</time></header>'
    )
    reading = extract(page, URL, fetched_at=datetime(2026, 11, 24, tzinfo=UTC))
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_date_after_the_fetch_is_a_warning() -> None:
    reading = extract(cms_page(paragraphs()), URL, fetched_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert isinstance(reading, RawArticle)
    assert "date_after_fetch" in reading.warnings


def test_epoch_beside_a_relative_time_dates_the_article() -> None:
    assert shown('<span class="ts" data-timestamp="1718186700000">Hôm qua</span>', BARE).published_at == MOMENT


@pytest.mark.parametrize("line", ["17:05 | 12/06/24", "12-06-24, 17:05"])
def test_year_of_two_digits_in_the_place_of_the_date_is_read(line: str) -> None:
    assert shown(f'<time class="time">{line}</time>', BARE).published_at == MOMENT


@pytest.mark.parametrize("inside", [True, False])
def test_line_of_day_and_clock_behind_the_text_dates_what_nothing_else_does(inside: bool) -> None:
    line = '<div class="date-post">Cập nhật lúc 17:05, ngày 12/06/2024</div>'
    page = cms_page(paragraphs() + line if inside else paragraphs(), head=BARE)
    article = read(page if inside else page.replace("</div></div></div></body>", f"</div>{line}</div></div></body>"))
    assert article.published_at == MOMENT
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_day_and_clock_that_end_a_dated_text_stay_unless_they_call_themselves_a_date() -> None:
    assert read(cms_page(f"{paragraphs()}<p>9h30, 20/6/2024</p>")).blocks[-1].text == "9h30, 20/6/2024"
    assert len(read(cms_page(f"{paragraphs()}<p>Cập nhật: 9h30, 20/6/2024</p>")).blocks) == len(PARAGRAPHS)


def test_logo_is_not_the_title() -> None:
    page = cms_page(paragraphs()).replace(
        "<body>", '<body><h1 class="logo"><a href="/">Báo Pháp luật Việt Nam</a></h1>'
    )
    assert read(page).title == TITLE


def test_titles_that_disagree_are_a_warning() -> None:
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="og:title" content="Chuyện khác hẳn">')
    article = read(page)
    assert article.title == TITLE
    assert "title_disagrees" in article.warnings


def test_sections_come_from_the_breadcrumbs_without_the_front_page() -> None:
    page = cms_page(paragraphs()).replace(
        '<a class="text" href="/xa-hoi/">Xã hội</a>',
        '<a href="/">Trang chủ</a><a class="text" href="/xa-hoi/">Xã hội</a><a href="/giao-thong/">Giao thông</a>',
    )
    article = read(page)
    assert (article.section_path, article.section) == (("Xã hội", "Giao thông"), "Giao thông")


def test_section_without_breadcrumbs_is_the_one_in_the_address_as_the_menu_calls_it() -> None:
    menu = '<div class="menu"><a href="/thoi-su/">Thời sự</a><a href="/ban-doc/">Bạn đọc</a></div>'
    page = cms_page(paragraphs()).replace("<body>", f"<body>{menu}")
    page = page.replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    assert read(page, "https://baophapluat.vn/ban-doc/xa-bon-sua-xong-con-duong-512345.html").section_path == (
        "Bạn đọc",
    )
    assert read(page).section_path == ()


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("http://baophapluat.vn/xa-bon-post512345.html?ref=1#a", "https://baophapluat.vn/xa-bon-post512345.html"),
        ("https://baophapluat.vn/", None),
        ("https://example.org/xa-bon-post512345.html", None),
        ("http://[", None),
    ],
)
def test_canonical_address_counts_only_if_it_is_an_article_of_the_newspaper(
    canonical: str, expected: str | None
) -> None:
    article = read(cms_page(paragraphs(), head=f'{HEAD}<link rel="canonical" href="{canonical}">'))
    assert article.canonical_url == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Đường tốt.<br><a href='/k-post1.html'>Khởi tố</a><br>>> <a href='/l-post2.html'>Bắt giam</a>", "Đường tốt."),
        ("Nghị định<br><a href='/k-post1.html'>15/2024</a> có hiệu lực.", "Nghị định 15/2024 có hiệu lực."),
        ("Đường về <a href='/k-post1.html'>Bản Khe Mo</a>", "Đường về Bản Khe Mo"),
        ("<a href='/k-post1.html'>Bản Khe Mo nhận lại rừng</a>", "Bản Khe Mo nhận lại rừng"),
    ],
)
def test_link_of_its_own_line_below_the_lead_is_no_part_of_it(lead: str, expected: str) -> None:
    assert read(cms_page(paragraphs(), lead=lead)).lead == expected


@pytest.mark.parametrize(
    ("heading", "declared", "expected"),
    [
        ("<span>Video</span> Xã Bồn có đường", "Xã Bồn có đường", "Xã Bồn có đường"),
        ("<span>Bài 2:</span> Xã Bồn có đường", "Xã Bồn có đường", "Bài 2: Xã Bồn có đường"),
        ("<a href='/xa-hoi/'>Xã hội</a> Xã Bồn có đường", "Xã Bồn có đường", "Xã Bồn có đường"),
        ("Xã Bồn có đường <span class='badge'>Mới</span>", "Xã Bồn có đường", "Xã Bồn có đường"),
        ("<span class='kicker'>Miền núi:</span> Xã Bồn có đường", "Xã Bồn có đường", "Xã Bồn có đường"),
        ("Video Xã Bồn có đường", "Xã Bồn có đường", "Video Xã Bồn có đường"),
        ("<span>Video</span> Xã Bồn có đường", "Chuyện khác", "Video Xã Bồn có đường"),
    ],
)
def test_label_in_the_title_goes_where_the_page_declares_it_without(heading: str, declared: str, expected: str) -> None:
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="og:title" content="{declared}">')
    assert read(page.replace(f">{TITLE}</h1>", f">{heading}</h1>")).title == expected


def test_language_is_that_of_the_text_where_the_site_declares_its_own() -> None:
    english = "The court of the province ruled in favour of the villagers and returned the forest to them."
    assert read(cms_page(paragraphs((english, english)))).language == "en"
    assert read(cms_page(paragraphs(("Hoan nghenh cac ban den voi xa Bon.",)))).language == "vi"


def platform_page(head: str, above: str, body: str) -> str:
    """Return a page of era D with `above` between title and body."""
    crumbs = (
        "<section class='breadcrumbs'><div class='grow'><a href='/chuyen-muc/xa-hoi.html'>Xã hội</a></div></section>"
    )
    return (
        f"<html lang='vi'><head>{head}</head><body>{crumbs}<main><h1>{TITLE}</h1>{above}"
        f"<div itemprop='articleBody'>{body}</div></main></body></html>"
    )


def test_clock_that_heads_a_part_of_a_dated_text_stays() -> None:
    first = "10h42 ngày 21/3/2024"
    article = read(platform_page(HEAD, "", f"<p><b>{first}</b></p>{paragraphs()}"))
    assert article.published_at == MOMENT
    assert article.blocks[0].text == first


@pytest.mark.parametrize(
    "card",
    [
        "<div><a href='/mot-bai-bao-khac-ve-duong.html'>Một bài báo khác kể về những con đường</a>{}</div>",
        "<div>{}<a href='/mot-bai-bao-khac-ve-duong.html'>Một bài báo khác kể về những con đường</a></div>",
        "<a class='loading-link' href='/bai-khac.html'><h3>Bài khác</h3>{}</a>",
    ],
)
def test_date_of_another_article_at_the_head_of_the_body_dates_none(card: str) -> None:
    dated = card.format("<span>12/06/2024 17:05</span>")
    reading = extract(platform_page(BARE, "", dated + paragraphs()), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_clock_amid_a_text_set_in_divisions_dates_no_article() -> None:
    texts = [f"<div>{text}</div>" for text in PARAGRAPHS]
    reading = extract(platform_page(BARE, "", f"{texts[0]}<div>17:05 12/06/2024</div>{''.join(texts[1:])}"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_element_named_like_the_lead_that_holds_the_text_is_not_the_lead() -> None:
    page = (
        f"<html><head>{HEAD}</head><body><div class='wrap-sapo'><h1>{TITLE}</h1>{{}}{paragraphs()}</div></body></html>"
    )
    assert read(page.format("")).lead is None
    assert read(page.format("<div class='sapo-detail'>Đường tốt.</div>")).lead == "Đường tốt."


def test_sentence_that_tells_a_time_dates_no_article() -> None:
    told = "<p>Lúc 8h30 ngày 20/11/2025, đường được khởi công.</p>"
    reading = extract(platform_page(BARE, "", told + paragraphs()), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_lead_is_not_guessed_from_one_of_several_short_lines() -> None:
    above = "<p>Nghe đọc bài này.</p><p>Đường đã về tới bản.</p><p>15/01/2026 14:20</p>"
    assert read(platform_page(BARE, above, paragraphs())).lead is None


def test_declared_author_with_an_initial_is_taken_off_the_end_of_the_text() -> None:
    head = f'{HEAD}<meta name="author" content="Lê Thị B.">'
    article = read(cms_page(f"{paragraphs()}<p>Lê Thị B.</p>", head=head))
    assert article.authors == ("Lê Thị B.",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_author_beside_the_date_is_read_in_a_sibling_paper_too() -> None:
    page = cms_page(paragraphs()).replace(
        '<div class="article__sapo',
        '<div class="details__meta"><div class="cms-author">Sê San</div></div><div class="article__sapo',
    )
    assert read(page).authors == ("Sê San",)


def test_authors_in_links_of_their_own_are_several() -> None:
    names = "".join(
        f'<div class="author"><a class="cms-author" href="#">{name}</a></div>' for name in ("Vi Hậu", "Lò Thị Inh")
    )
    page = cms_page(paragraphs() + f'<div class="article__author">{names}</div>')
    assert read(page).authors == ("Vi Hậu", "Lò Thị Inh")


def test_card_of_an_author_names_one_and_is_no_text() -> None:
    card = '<div class="author-box"><img src="/x/2024_01_01/a.jpg"><b>Mộc Lan Hạ</b><p>Phóng viên Ban Pháp đình, '
    card += 'mười hai năm theo dõi các phiên tòa.</p><a href="/tac-gia/moc-lan.html">Xem tất cả bài viết</a></div>'
    article = read(cms_page(paragraphs() + card))
    assert article.authors == ("Mộc Lan Hạ",)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_body_within_a_box_named_like_a_card_is_the_body_where_the_title_stands_there_too() -> None:
    page = cms_page(paragraphs())
    assert read(page.replace('<div class="article">', '<div class="article story">')).template == "cms"


def test_newspaper_itself_is_no_author() -> None:
    head = f'{HEAD}<meta name="author" content="Báo Pháp luật Việt Nam điện tử">'
    assert read(cms_page(paragraphs(), head=head)).authors == ()


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
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(line: str, authors: tuple[str, ...], source: str | None) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert (byline.authors, byline.source) == (authors, source)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Minh Khuê (lược thuật)", True),
        ("Mai Ly (TTXVN/Thông Tin+)", True),
        ("(TTXVN/Vietnam+)", True),
        ("Lò Văn Inh (SN 1987)", False),
        ("Thông tin", False),
        ("Bảng tổng hợp", False),
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


def test_role_alone_names_nobody() -> None:
    assert read_byline("Tổng hợp") is None


def test_newspaper_itself_is_no_source() -> None:
    assert read_source("Báo Pháp luật Việt Nam") is None


def live(*texts: str) -> str:
    return kind_by_content(TITLE, [Block(kind="paragraph", text=text) for text in texts], 0, 0)


def test_live_report_is_known_by_entries_headed_by_the_clock() -> None:
    assert live("10:42", PARAGRAPHS[0], "9h30", PARAGRAPHS[1], "8 giờ 15", PARAGRAPHS[2]) == "live"
    assert live("10:42", PARAGRAPHS[0], "9h30", PARAGRAPHS[1]) == "article"
    assert (
        live("10h42 ngày 21/3", PARAGRAPHS[0], "9h30 ngày 21/3", PARAGRAPHS[1], "8h15 ngày 21/3", "Hết.") == "article"
    )
    assert live("07:30", "Đón khách", "08:00", "Khai mạc", "09:45", "Thi hùng biện", PARAGRAPHS[0]) == "article"


def test_tags_come_from_the_page_before_its_meta_data() -> None:
    tags = '<div class="article__tag"><span>Từ khóa:</span><a href="/duong-tag1.html">đường</a></div>'
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="article:tag" content="cầu">')
    assert read(page).tags == ("cầu",)
    assert read(page.replace('itemprop="articleBody">', f'itemprop="articleBody">{tags}')).tags == ("đường",)


UNKNOWN = (
    f"<html><head>{HEAD}</head><body><div class='w1'><h1>{TITLE}</h1><div class='w2'>{paragraphs()}</div></div>"
    "<div class='w3'>"
    + "".join(
        f"<div><h3><a href='/bai-so-{n}-rat-hay.html'>Bài số {n} rất hay</a></h3><p>{PARAGRAPHS[0]}</p></div>"
        for n in range(9)
    )
    + "</div></body></html>"
)


def test_page_nobody_has_seen_is_read_by_its_paragraphs_and_counted() -> None:
    article = read(UNKNOWN)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.template == "generic"
    assert "generic_template" in article.warnings


def test_page_whose_text_stands_only_in_json_ld_is_read_from_there() -> None:
    ld = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(PARAGRAPHS)}
    script = f"<script type='application/ld+json'>{json.dumps(ld)}</script>"
    page = f"<html><head>{HEAD}{script}</head><body><p>x</p></body></html>"
    article = read(page)
    assert (article.title, article.template) == (TITLE, "generic")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_lead_repeated_as_first_paragraph_is_no_text() -> None:
    assert [block.text for block in read(cms_page(f"<p>(PLVN) - {LEAD}</p>{paragraphs()}")).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://baophapluat.vn/xa-hoi/", RejectionReason.NOT_ARTICLE),
        ("https://baophapluat.vn/duong-tag285.html", RejectionReason.NOT_ARTICLE),
        ("https://baophapluat.vn/media/mot-doan-phim-ve-con-duong.html", RejectionReason.NOT_ARTICLE),
    ],
)
def test_address_of_a_listing_is_no_article_whatever_its_page_says(url: str, reason: RejectionReason) -> None:
    reading = extract(cms_page(paragraphs()), url)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


GATES = {
    RejectionReason.COOKIE_GATE: '<html><body><script>document.cookie="a=1";location.reload()</script></body></html>',
    RejectionReason.SOFT_404: "<html><head><title>404</title></head><body><h1>Không tìm thấy trang</h1></body></html>",
    RejectionReason.LOGIN_WALL: cms_page("<p>Đầu bài.</p><p>Vui lòng đăng nhập để đọc tiếp.</p>"),
}


@pytest.mark.parametrize(("reason", "page"), GATES.items(), ids=[reason.value for reason in GATES])
def test_gate_is_told_from_an_article(reason: RejectionReason, page: str) -> None:
    reading = extract(page, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


HINTS = {
    "comments": "<div class='box-comment'><p>Đăng nhập để tiếp tục</p></div>",
    "comments by their words": "<p class='hint'>Bạn cần <a href='/dang-nhap'>đăng nhập</a> để xem và gửi bình luận</p>",
    "channel of films": "<p>Đăng ký kênh YouTube Báo Pháp luật Việt Nam để xem thêm nhiều video!</p>",
    "wall that somebody tells of": "<p>Trang giả hiện dòng “Vui lòng đăng nhập để xem nội dung”.</p>",
    "something of its own": "<p>Bạn đọc đăng ký tài khoản để xem lịch hiến máu gần nhà.</p>",
    "members counted": "<p>Nội dung dành cho thuê bao chiếm 60% trang nhất.</p>",
    "saved articles": "<p class='hint'>Đăng nhập để xem bài đã lưu</p>",
    "window to log in": "<div id='login-modal'><p>Đăng nhập để tiếp tục</p></div>",
    "script": "<script>var text = 'Đăng nhập để tiếp tục';</script>",
    "for members of a club": "<p class='hint'>Sân bóng dành riêng cho thành viên câu lạc bộ xã Bồn</p>",
}


@pytest.mark.parametrize("hint", HINTS.values(), ids=HINTS.keys())
def test_hint_to_log_in_for_something_else_is_no_wall(hint: str) -> None:
    assert read(cms_page("<p>Con đường ra chợ đã thông.</p>", around=hint)).blocks


WALLS = {
    "price with a point": "<p>Đăng nhập, từ 39.000đ/tháng để đọc trọn bài.</p>",
    "for those who pay": "<h3>Bài dành riêng cho độc giả trả phí</h3>",
    "in two elements": "<p>Bạn cần <a href='/dang-nhap'>đăng nhập</a> để đọc tiếp</p>",
    "with an offer": "<p>Đăng ký để xem toàn bộ bài viết và gửi bình luận</p>",
    "not saying for what": "<p>Vui lòng đăng nhập để tiếp tục</p>",
    "for members": "<h3>Nội dung dành riêng cho thành viên</h3>",
    "in a window that opens by itself": "<div class='modal'><p>Đăng nhập để đọc tiếp bài viết này</p></div>",
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS.keys())
def test_wall_is_found_in_whatever_words(wall: str) -> None:
    reading = extract(cms_page(f"<p>Đầu bài.</p>{wall}"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.LOGIN_WALL


CARDS = "".join(
    f"<article class='story'><h3><a href='/bai-so-{n}-post51234{n}.html'>Bài số {n} rất hay</a></h3>"
    f"<time datetime='2024-06-12T17:05:00+0700'>17:05</time></article>"
    for n in range(6)
)


@pytest.mark.parametrize(
    "title", ["Báo Mỹ khóa bài: đăng ký để đọc tiếp", "“Bài viết không tồn tại” - chiêu của sàn ảo"]
)
def test_title_that_speaks_of_a_wall_or_a_missing_page_is_one_of_an_article(title: str) -> None:
    assert read(cms_page("<p>Con đường ra chợ đã thông.</p>").replace(TITLE, title)).title == title


def test_list_of_articles_with_their_times_is_no_article_without_a_date() -> None:
    page = f"<html><head>{BARE}</head><body><h1>Đường sá</h1><div class='list'>{CARDS}</div></body></html>"
    reading = extract(page, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NOT_ARTICLE


LINKS = "".join(
    f"<div><a class='loading-link' href='/bai-so-{n}-rat-hay.html'><h3>Bài số {n} rất hay</h3></a></div>"
    for n in range(6)
)


@pytest.mark.parametrize(
    "head",
    ["<p>Mọi chuyện về đường sá, cầu cống và xe cộ trong cả nước, do các phóng viên của báo kể mỗi ngày.</p>", ""],
)
def test_list_with_the_present_day_below_its_title_is_no_article(head: str) -> None:
    page = f"<html><head>{BARE}</head><body><main><h1>Đường sá</h1>{head}<div>Thứ Tư, 12/06/2024 17:05</div> Trang 1"
    reading = extract(f"{page} {LINKS}</main></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NOT_ARTICLE


def test_short_article_above_a_list_with_times_is_an_article() -> None:
    text = f"<h1>{TITLE}</h1><div>Thứ Tư, 12/06/2024 17:05</div><div>{paragraphs(PARAGRAPHS[:2])}</div>"
    page = f"<html><head>{BARE}</head><body><div class='w1'>{text}</div><div class='list'>{CARDS}</div></body></html>"
    assert read(page).published_at == MOMENT


def test_article_about_a_missing_page_or_a_login_is_an_article() -> None:
    body = paragraphs(
        ("Không tìm thấy trang nào của sổ gốc, cán bộ xã trả lời bà Tơ như vậy khi bà đến hỏi lần thứ ba.",)
    )
    page = cms_page(body).replace(TITLE, "Không tìm thấy trang sổ gốc, bà lão suýt mất nhà")
    assert read(page).blocks
