"""Title, section, tags, canonical address, language and other fields beside the text."""

from __future__ import annotations

import pytest
from skin_pages import BARE, HEAD, LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, platform_page, read_page

from dvingest.plvn.urls import canonical_url


def test_logo_is_not_the_title() -> None:
    page = cms_page(paragraphs()).replace(
        "<body>", '<body><h1 class="logo"><a href="/">Báo Pháp luật Việt Nam</a></h1>'
    )
    assert read_page(page).title == TITLE


def test_heading_with_the_name_of_the_newspaper_alone_is_not_the_title() -> None:
    page = cms_page(paragraphs()).replace("<body>", "<body><h1><a href='/'>Báo Pháp luật Việt Nam</a></h1>")
    page = page.replace('<h1 class="article__title cms-title ">', "<h2>")
    assert read_page(page.replace("</head>", f'<meta property="og:title" content="{TITLE}"></head>')).title == TITLE


def test_titles_that_disagree_are_a_warning() -> None:
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="og:title" content="Chuyện khác hẳn">')
    article = read_page(page)
    assert article.title == TITLE
    assert "title_disagrees" in article.warnings


def test_sections_come_from_the_breadcrumbs_without_the_front_page() -> None:
    page = cms_page(paragraphs()).replace(
        '<a class="text" href="/xa-hoi/">Xã hội</a>',
        '<a href="/">Trang chủ</a><a class="text" href="/xa-hoi/">Xã hội</a><a href="/giao-thong/">Giao thông</a>',
    )
    article = read_page(page)
    assert (article.section_path, article.section) == (("Xã hội", "Giao thông"), "Giao thông")


def test_section_without_breadcrumbs_is_the_one_in_the_address_as_the_menu_calls_it() -> None:
    menu = '<div class="menu"><a href="/thoi-su/">Thời sự</a><a href="/ban-doc/">Bạn đọc</a></div>'
    page = cms_page(paragraphs()).replace("<body>", f"<body>{menu}")
    page = page.replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    assert read_page(page, "https://baophapluat.vn/ban-doc/xa-bon-sua-xong-con-duong-512345.html").section_path == (
        "Bạn đọc",
    )
    assert read_page(page).section_path == ()


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ('<div class="x1"><a href="/xa-hoi/">Xã hội</a> » <a href="/y-te/">Y tế</a></div>', ("Xã hội", "Y tế")),
        ('<div class="x1"><a href="/">Trang chủ</a> / <a href="/y-te/">Y tế</a></div>', ("Y tế",)),
        ('<div><ul class="x1"><li><a href="/y-te/">Y tế</a></li></ul><div>12/06/2024 17:05</div></div>', ("Y tế",)),
        ('<div class="x1"><a href="/y-te/">Y tế</a></div><div>Thứ Tư, 12/06/2024</div>', ("Y tế",)),
        (
            '<div class="x1"><a href="/y-te/">Y tế</a></div><div><a href="/tac-gia/moc-lan-7.html">Mộc Lan</a></div>',
            ("Y tế",),
        ),
        ('<div class="x1"><a href="/y-te/">Y tế</a></div><div><p>12/06/2024 17:05</p></div>', ("Y tế",)),
        ('<p><a href="/y-te/">Y tế</a></p><ul class="x-social"><li><a href="#">Zalo</a></li></ul>', ("Y tế",)),
        ('<p><a href="/y-te/">Y tế</a></p><ul class="x-list"><li><a href="#">Zalo</a></li></ul>', ()),
        ('<div class="x1"><a href="/tac-gia/moc-lan-7.html">Mộc Lan</a></div>', ()),
        ('<div class="x1"><a href="/xa-hoi/">Xã hội</a> trong tuần</div>', ()),
        ('<div class="x1"><a href="/tag/cau-duong.html">Cầu đường</a></div>', ()),
        ('<div class="x1"><a href="/lang-gom-post497329.html">Làng gốm trăm tuổi</a></div>', ()),
        ('<div class="x1"><a href="https://example.org/xa-hoi/">Xã hội</a></div>', ()),
        ('<div class="x1"><a href="http://[">Xã hội</a></div>', ()),
        ("<nav><a href='/xa-hoi/'>Xã hội</a></nav>", ()),
        ("<div><nav><a href='/xa-hoi/'>Xã hội</a><a href='/y-te/'>Y tế</a></nav></div>", ()),
        (
            "<nav><a href='/'>Trang chủ</a><a href='/xa-hoi/'>Xã hội</a><a href='/xa-hoi/y/'>Y tế</a></nav>",
            ("Xã hội", "Y tế"),
        ),
        (
            "<nav><a href='/'>Trang chủ</a> › <a href='/x/'>Xã hội</a> › <a href='/y/'>Y tế</a></nav>",
            ("Xã hội", "Y tế"),
        ),
        ("<nav><a href='/'>Trang chủ</a><a href='/y/'>Y tế</a></nav><p>Ghi từ cơ sở</p>", ("Y tế",)),
        ("<nav><a href='/'>Trang chủ</a><a href='/x/'>Xã hội</a><a href='/y/'>Y tế</a></nav>", ()),
        ("<nav><a href='/x/'>Xã hội</a> / <a href='/x/y/'>Y tế</a></nav>", ()),
        ("<nav><a href='/'>Trang chủ</a></nav>", ()),
    ],
)
def test_links_to_sections_alone_right_above_the_title_are_the_path_to_the_page(
    row: str, path: tuple[str, ...]
) -> None:
    page = cms_page(paragraphs()).replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    page = page.replace('<h1 class="article__title', f'{row}<h1 class="article__title')
    assert read_page(page).section_path == path


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ('<p><a href="/xa-hoi/">Xã hội</a> | <a href="/y-te/">Y tế</a> - 12/06/2024 17:05</p>', ("Xã hội", "Y tế")),
        ('<h2>Ghi từ cơ sở</h2><div><a href="/y-te/">Y tế</a> <b>12/06/2024</b></div>', ("Y tế",)),
        ('<p><a href="/y-te/">Y tế</a></p>', ()),
        ('<p><a href="/cau-bon-sap-post497329.html">Cầu Bồn sập</a> 12/06/2024 17:05</p>', ()),
    ],
)
def test_links_to_sections_beside_the_date_below_the_title_are_the_path_to_the_page(
    row: str, path: tuple[str, ...]
) -> None:
    page = cms_page(paragraphs()).replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    assert read_page(page.replace("</h1>", f"</h1>{row}")).section_path == path


@pytest.mark.parametrize(
    "named", ['aria-label="breadcrumb"', 'itemtype="https://schema.org/BreadcrumbList"', 'class="x-crumb"']
)
def test_path_by_any_of_its_names_leads_to_a_page_of_the_new_platform(named: str) -> None:
    path = f'<nav {named}><ol><li><a href="/chuyen-muc/y-te.html"><span>Y tế</span></a></li></ol></nav>'
    page = platform_page(HEAD, "", f'{paragraphs()}<a class="loading-link" href="/x.html">Xem</a>')
    shown = page[: page.index("<section")] + path + page[page.index("</section>") + len("</section>") :]
    article = read_page(shown)
    assert (article.template, article.section_path) == ("platform", ("Y tế",))


@pytest.mark.parametrize(
    ("declared", "path"),
    [
        ("Xã hội", ("Xã hội", "Y tế")),
        ("Bạn đọc", ("Bạn đọc",)),
        ("", ("Xã hội", "Y tế")),
        ("News", ("Xã hội", "Y tế")),
        ("Newsroom", ("Newsroom",)),
    ],
)
def test_links_above_the_title_tell_more_than_the_one_section_meta_data_name(
    declared: str, path: tuple[str, ...]
) -> None:
    logo = '<h1 class="x0"><a href="/">Báo Pháp luật Việt Nam</a></h1>'
    row = '<div class="x1"><a href="/xa-hoi/">Xã hội</a><a href="/y-te/">Y tế</a></div>'
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="article:section" content="{declared}">')
    page = page.replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "").replace("<body>", f"<body>{logo}")
    assert read_page(page.replace('<h1 class="article__title', f'{row}<h1 class="article__title')).section_path == path


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
    article = read_page(cms_page(paragraphs(), head=f'{HEAD}<link rel="canonical" href="{canonical}">'))
    assert article.canonical_url == expected


@pytest.mark.parametrize(
    ("fetched", "canonical", "is_believed"),
    [
        ("xa-bon-sua-xong-con-duong-post512345", "bat-tam-giam-giam-doc-cong-ty-dien-luc-post512999", False),
        ("xa-bon-sua-xong-con-duong", "bat-tam-giam-giam-doc-cong-ty-dien-luc", False),
        ("xa-bon-sua-xong-con-duong-post512345", "xa-bon-xay-xong-con-kenh-post512999", False),
        # Posted anew, retitled, of an address that speaks of nothing, in letters of the language.
        ("xa-bon-sua-xong-con-duong-post512345", "xa-bon-sua-xong-con-duong-post512999", True),
        ("chuyen-con-duong-o-mot-xa", "bat-tam-giam-giam-doc-cong-ty-dien-luc", True),
        ("mua-lu-lam-hong-duong-vao-xa-bon", "xa-bon-sua-xong-con-duong", True),
        ("xa-hoi/tin-tuc-khac-hom-nay-512345", "xa-bon-sua-xong-con-duong-post512999", True),
        ("xa-bon-sua-xong-con-duong", "xã-bôn-sửa-xong-con-đường-khác-rồi", True),
        ("tin-tuc/chi-tiet/32992/", "xa-bon-sua-xong-con-duong", True),
    ],
)
def test_canonical_address_of_another_article_does_not_count(fetched: str, canonical: str, is_believed: bool) -> None:
    url, named = (
        f"https://baophapluat.vn/{path}" + ("" if path.endswith("/") else ".html") for path in (fetched, canonical)
    )
    head = f'{HEAD}<link rel="canonical" href="{named}"><meta property="og:url" content="{named}">'
    article = read_page(cms_page(paragraphs(), head=head), url)
    assert article.canonical_url == (canonical_url(named) if is_believed else None)


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
    assert read_page(page.replace(f">{TITLE}</h1>", f">{heading}</h1>")).title == expected


def test_language_is_that_of_the_text_where_the_site_declares_its_own() -> None:
    english = "The court of the province ruled in favour of the villagers and returned the forest to them."
    assert read_page(cms_page(paragraphs((english, english)))).language == "en"
    assert read_page(cms_page(paragraphs(("Hoan nghenh cac ban den voi xa Bon.",)))).language == "vi"


def test_tags_come_from_the_page_before_its_meta_data() -> None:
    tags = '<div class="article__tag"><span>Từ khóa:</span><a href="/duong-tag1.html">đường</a></div>'
    page = cms_page(paragraphs(), head=f'{HEAD}<meta property="article:tag" content="cầu">')
    assert read_page(page).tags == ("cầu",)
    assert read_page(page.replace('itemprop="articleBody">', f'itemprop="articleBody">{tags}')).tags == ("đường",)


def test_quote_in_a_table_of_one_cell_is_one() -> None:
    quote = '<table class="quote cms-quote"><tbody><tr><td><p>“Đường thông thì chợ đông.”</p></td></tr></tbody></table>'
    article = read_page(cms_page(paragraphs() + quote + paragraphs()))
    assert [block.kind for block in article.blocks if block.text.startswith("“")] == ["quote"]


def test_element_with_the_role_of_a_heading_is_one() -> None:
    heading = '<div class="b3x" role="heading" aria-level="2"><span>Hiến đất mở đường</span></div>'
    article = read_page(cms_page(paragraphs() + heading + paragraphs()))
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["Hiến đất mở đường"]


def test_row_of_tags_right_behind_the_box_of_the_article_is_its_own() -> None:
    tags = "".join(f'<a class="x" href="/tag/{slug}.html">{slug}</a>' for slug in ("chợ", "cầu"))
    page = platform_page(HEAD, "", paragraphs()).replace("<main>", "<main><div data-id='7'>")
    page = page.replace("</main>", f"</div><div class='y'>{tags}</div></main>")
    assert read_page(page).tags == ("chợ", "cầu")


def test_line_with_the_clock_beside_the_title_dates_the_article_before_an_element_in_a_card() -> None:
    card = "<div><a href='/tin-khac-han.html'><div>Tin khác hẳn ở xã bên</div></a><time>18/01/2026</time></div>"
    page = (
        f"<html><head>{BARE}</head><body><div>{card}</div><div><h1>{TITLE}</h1><p>Thứ Tư 12/06/2024 17:05 (GMT+7)</p>"
    )
    article = read_page(f"{page}<div>{paragraphs()}</div></div></body></html>")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-06-12T17:05:00+07:00"


def test_bold_line_that_only_quotes_a_word_is_a_heading() -> None:
    lines = ["“Lỗ hổng” trong khâu thẩm định", "“Chúng tôi đã chờ con đường này mười năm”", "“Có đường” là chuyện vui."]
    texts = "".join(f"<p><strong>{line}</strong></p><p>{PARAGRAPHS[0]}</p>" for line in lines)
    article = read_page(cms_page(paragraphs() + texts))
    assert [block.text for block in article.blocks if block.kind == "heading"] == lines[:1]


@pytest.mark.parametrize(
    "head", [f'{HEAD}<meta property="og:title" content="{TITLE}">', f"{HEAD}<title>{TITLE} - PLVN</title>"]
)
def test_heading_of_the_first_rank_in_the_body_is_no_title_where_one_above_says_the_declared(head: str) -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><h1>Dân hiến đất</h1><p>{PARAGRAPHS[1]}</p>"
    article = read_page(platform_page(head, f"<p>(PLVN) - {LEAD}</p>", body))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], "Dân hiến đất", PARAGRAPHS[1]]


def test_title_within_the_body_is_the_title_though_the_logo_is_a_heading_too() -> None:
    body = f"<h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p>{paragraphs()}"
    page = (
        f'<html><head>{HEAD}<meta property="og:title" content="{TITLE}"></head><body><h1>Báo Pháp luật Việt Nam</h1>'
        f"<main><article itemprop='articleBody'>{body}</article></main></body></html>"
    )
    article = read_page(page)
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(("row", "kicker"), [("Chuyện nghề", "Chuyện nghề"), ("<a href='/xa-hoi/'>Xã hội</a>", None)])
def test_line_called_kicker_is_one_unless_it_leads_to_the_section(row: str, kicker: str | None) -> None:
    page = f"<html><head>{HEAD}</head><body><main><p class='x-kicker'>{row}</p><h1>{TITLE}</h1>{paragraphs()}</main>"
    assert read_page(page).kicker == kicker


ODD_JSON = [
    '[{"@type": []}, "x", 7, null]',
    '{"@type": "WebPage", "datePublished": ["2020-01-01"]}',
    '{"@type": "BreadcrumbList", "itemListElement": "x"}',
    '{"@type": "BreadcrumbList", "itemListElement": ["x", {"item": "https://x.vn/"}, {"item": {"name": ""}}]}',
    '{"@type": "NewsArticle", "author": null, "datePublished": {"@value": "2020-01-01"}, "keywords": " "}',
    '{"@type": "NewsArticle", "author": [null, {"name": null}], "articleSection": [" "], "dateModified": ""}',
    '{"@type": "NewsArticle", "articleBody": ["x"], "articleSection": ["Xã hội", 7], "datePublished": [" "]}',
]


@pytest.mark.parametrize("json", ODD_JSON)
def test_json_of_any_shape_says_nothing_wrong(json: str) -> None:
    head = f'{HEAD}<script type="application/ld+json">{json}</script>'
    assert read_page(cms_page(paragraphs(), head=head)) == read_page(cms_page(paragraphs()))


def test_sections_stand_in_json_where_the_page_shows_none() -> None:
    crumbs = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Trang chủ"}, {"item": {"name": "Xã hội"}}]}'
    head = HEAD + "".join(f'<script type="application/ld+json">{json}</script>' for json in (*ODD_JSON[2:3], crumbs))
    page = cms_page(paragraphs(), head=head).replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    assert read_page(page).section_path == ("Xã hội",)


@pytest.mark.parametrize(
    ("place", "path"), [("2", ("Xã hội", "Giao thông")), ('"2"', ("Giao thông", "Xã hội"))], ids=["told", "no number"]
)
def test_sections_in_json_stand_in_the_order_of_their_places(place: str, path: tuple[str, ...]) -> None:
    items = f'{{"position": {place}, "name": "Giao thông"}}, {{"position": 1, "item": {{"name": "Xã hội"}}}}'
    crumbs = f'{{"@type": "BreadcrumbList", "itemListElement": [{items}]}}'
    head = f'{HEAD}<script type="application/ld+json">{crumbs}</script>'
    page = cms_page(paragraphs(), head=head).replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    assert read_page(page).section_path == path


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("Đường l<b>à</b>ng<br>đã thông", "Đường làng đã thông"),
        ("<div>Đường làng</div>đã thông", "Đường làng đã thông"),
        ("Đường làng<div>đã thông</div>", "Đường làng đã thông"),
        ("<script>var a</script>Đường làng<br>đã thông", "Đường làng đã thông"),
    ],
)
def test_words_of_a_title_are_parted_where_a_line_ends_and_nowhere_else(inside: str, title: str) -> None:
    page = cms_page(paragraphs()).replace(f'cms-title ">{TITLE}<', f'cms-title ">{inside}<')
    assert read_page(page).title == title


def test_logo_with_a_slogan_is_not_the_title() -> None:
    page = platform_page(HEAD, "", paragraphs())
    page = page.replace("<main>", "<h1 class='logo'>Tiếng nói của ngành tư pháp</h1><main>")
    assert read_page(page).title == TITLE


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("<b>Đoạn cuối con đường</b>", PARAGRAPHS[0], 2),
        ("<b>Đoạn cuối con đường</b>", f"<b>{PARAGRAPHS[0]}</b>", 1),
        ("<b>Đoạn cuối con đường</b>", "nay đã thông", 1),
        ("Đoạn cuối con đường", PARAGRAPHS[0], 1),
        ("<b>Đoạn cuối</b> con đường", PARAGRAPHS[0], 1),
        ("Đoạn cuối con đường.", PARAGRAPHS[0], 2),
        ("Đoạn cuối con đường", f"- {PARAGRAPHS[0]}", 2),
    ],
)
def test_one_line_break_parts_a_heading_a_sentence_or_an_item_from_what_follows(
    first: str, second: str, count: int
) -> None:
    assert len(read_page(cms_page(f"<p>{first}<br>{second}</p>{paragraphs()}")).blocks) == count + len(PARAGRAPHS)


def test_linked_title_stays_where_the_page_declares_another() -> None:
    head = f'{HEAD}<meta property="og:title" content="Chuyện khác hẳn ở xã bên">'
    page = cms_page(paragraphs(), head=head).replace(f">{TITLE}</h1>", f'><a href="{URL}">{TITLE}</a></h1>')
    article = read_page(page)
    assert article.title == TITLE
    assert "title_disagrees" in article.warnings


@pytest.mark.parametrize("place", ["kicker", "subtitle"])
def test_second_title_is_kicker_above_the_first_and_subtitle_below_it(place: str) -> None:
    second = '<h2 class="article__title--sub">Mỗi nhà một ngày công</h2>'
    page = cms_page(paragraphs())
    mark = '<h1 class="article__title' if place == "kicker" else '<div class="article__sapo'
    article = read_page(page.replace(mark, f"{second}{mark}"))
    assert getattr(article, place) == "Mỗi nhà một ngày công"
    assert (article.kicker is None) or (article.subtitle is None)


def test_title_at_the_end_of_the_breadcrumbs_is_no_section() -> None:
    crumb = '<a class="text" href="/xa-hoi/">Xã hội</a>'
    page = cms_page(paragraphs()).replace(crumb, f'{crumb}<a href="{URL}">{TITLE}</a>')
    assert read_page(page).section_path == ("Xã hội",)


def tagged(row: str, head: str = HEAD) -> tuple[str, ...]:
    """Return the tags of a page with a row below its text."""
    page = platform_page(head, "", paragraphs())
    return read_page(page.replace("</main>", f"{row}</main>")).tags


LU, DE = '<a href="/tag/lu.html">lũ</a>', '<a href="/tag/de.html">đê</a>'


@pytest.mark.parametrize(
    ("row", "tags"),
    [
        (f"<div class='y'>{LU}{DE}</div>", ("lũ", "đê")),
        (f"<div class='y'>{LU}</div><div class='z'>{DE}</div>", ("lũ",)),
        (f"<nav>{LU}{DE}</nav>", ()),
        (f"<div class='y'>{LU}<a href='/bat-dau-tag-ten-vao-anh.html'>Gắn tên vào ảnh</a></div>", ()),
        (f"<div class='y'>{LU}<a href='/xa-hoi/'>Xã hội</a></div>", ()),
        (f"<p>{LU.replace('>lũ', '>#lũ')} {DE.replace('>đê', '>#đê')}</p>", ("lũ", "đê")),
        (f"<p>{LU} {DE}</p>", ()),
        (f"<h3>Từ khóa</h3><div class='y'>{LU}{DE}</div>", ("lũ", "đê")),
        (f"<h3>Xem nhiều</h3><div class='y'>{LU}{DE}</div>", ()),
        (f"<div class='y'>Xem thêm: {LU}{DE}</div>", ()),
        (f"<footer><div class='y'>{LU}{DE}</div></footer>", ()),
        (f"<article><p>{PARAGRAPHS[0]}</p><footer><div class='y'>{LU}{DE}</div></footer></article>", ()),
    ],
)
def test_row_of_nothing_but_links_to_tags_is_the_tags(row: str, tags: tuple[str, ...]) -> None:
    assert tagged(row) == tags


@pytest.mark.parametrize(
    ("row", "tags"),
    [
        ("<div><span>Từ khóa:</span> <a href='/x1'>lũ</a>, <a href='/x2'>đê</a></div>", ("lũ", "đê")),
        (f"<div><span>Từ khóa:</span> <a href='/x1'>{PARAGRAPHS[0]}</a></div>", ()),
        ("<div><span>Từ khóa:</span> lũ, đê</div>", ()),
        ("<aside><div><span>Từ khóa:</span> <a href='/x1'>lũ</a></div></aside>", ()),
        ("<div><span>Từ khóa:</span> <a href='/x1'>lũ</a> và nhiều chuyện khác</div>", ()),
    ],
)
def test_links_beside_a_label_are_tags_where_nothing_else_stands_there(row: str, tags: tuple[str, ...]) -> None:
    assert tagged(row) == tags


def test_line_of_tags_by_the_names_of_kindred_systems_is_no_text() -> None:
    row = f'<p class="the-article-tags"><strong>lũ lụt</strong> {DE}</p>'
    other = '<div class="details__tags"><a href="/x.html">cầu</a></div>'
    article = read_page(platform_page(HEAD, "", paragraphs() + row + other))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_tags_above_the_title_or_in_a_card_are_of_others() -> None:
    row = f"<div class='y'>{LU}{DE}</div>"
    page = platform_page(HEAD, "", paragraphs()).replace("<main>", f"<main>{row}")
    assert read_page(page).tags == ()
    assert read_page(page.replace("<main>", '<main><h1 class="logo">Báo</h1>')).tags == ()
    card = f'<article class="story"><div class="article__tag">{LU}</div></article>'
    assert read_page(cms_page(paragraphs() + card)).tags == ()


@pytest.mark.parametrize(("keywords", "tags"), [("lũ, đê; chợ", ("lũ", "đê", "chợ")), (" , ", ())])
def test_tags_are_else_the_keywords_of_meta_data(keywords: str, tags: tuple[str, ...]) -> None:
    assert tagged("", f'{HEAD}<meta name="news_keywords" content="{keywords}">') == tags


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Xã <b>Bồn</b>g<br>sửa đường", "Xã Bồng sửa đường"),
        ("<p><b>X</b>ã Bồn</p><p>sửa đường</p>", "Xã Bồn sửa đường"),
        ("<div>Xã Bồn</div><ul><li>sửa</li><li>đường</li></ul>", "Xã Bồn sửa đường"),
        ("<p>đường <i>về</i> đường</p>về Bồn", "đường về đường về Bồn"),
        ("Xã Bồn<script>x()</script><br>sửa đường", "Xã Bồn sửa đường"),
    ],
)
def test_blocks_and_breaks_part_words_of_a_title_and_letters_in_another_dress_do_not(heading: str, title: str) -> None:
    assert read_page(cms_page(paragraphs()).replace(f">{TITLE}</h1>", f">{heading}</h1>")).title == title


def test_class_of_the_page_itself_puts_nothing_elsewhere() -> None:
    page = cms_page(paragraphs()).replace("<body>", '<body class="has-menu sidebar story">')
    assert (read_page(page).title, read_page(page).lead) == (TITLE, LEAD)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ('<p class="c-detail__kicker">Chuyện nghề</p>', "", ("Chuyện nghề", None)),
        ('<div class="Detail_kicker__x1">Chuyện nghề</div>', "", ("Chuyện nghề", None)),
        ("", '<h2 class="article__sub-title">Dân hiến đất mở đường</h2>', (None, "Dân hiến đất mở đường")),
        ("", '<p class="Detail_subtitle__x1">Dân hiến đất mở đường</p>', (None, "Dân hiến đất mở đường")),
        ('<p class="kickers"><a href="/xa-hoi/">Xã hội</a></p>', '<div class="subhead"><p>Dân</p></div>', (None, None)),
        ("<p>Chuyện nghề</p>", "<p>Dân hiến đất mở đường</p>", (None, None)),
    ],
)
def test_lines_right_beside_the_title_are_kicker_and_subtitle_by_a_part_of_their_names(
    above: str, below: str, expected: tuple[str | None, str | None]
) -> None:
    page = cms_page(paragraphs()).replace('<h1 class="article__title', f'{above}<h1 class="article__title')
    article = read_page(page.replace("</h1>", f"</h1>{below}"))
    assert (article.kicker, article.subtitle, article.lead) == (*expected, LEAD)


@pytest.mark.parametrize(
    "row",
    [
        "<div class='tags'><a href='javascript:;'>Từ khóa:</a><a href='/x1'>lũ</a><a href='/x2'>đê</a></div>",
        "<div>Từ khóa: <a href='/x1'>lũ</a>, <a href='/x2'>đê</a></div>",
        "<div><h3>Chủ đề:</h3><ul><li><h3><a href='/x1'>lũ</a></h3></li><li><a href='/x2'>đê</a></li></ul></div>",
    ],
    ids=["a link", "words of the row", "a heading"],
)
def test_label_of_tags_is_none_of_them_however_it_is_set(row: str) -> None:
    assert tagged(row) == ("lũ", "đê")
