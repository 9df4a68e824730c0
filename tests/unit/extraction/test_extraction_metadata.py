from __future__ import annotations

import json

import pytest
from skin_pages import BARE, HEAD, LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, picture, platform_page, read_page

from dvingest.extraction import extract
from dvingest.extraction.media import kind_by_content
from dvingest.model import Block, Rejection
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
        ('<div class="x1"><a href="/xa-hoi/">Xã hội</a> trong tuần</div>', ()),
        ('<div class="x1"><a href="/tag/cau-duong.html">Cầu đường</a></div>', ()),
        ('<div class="x1"><a href="/lang-gom-post497329.html">Làng gốm trăm tuổi</a></div>', ()),
        ('<div class="x1"><a href="https://example.org/xa-hoi/">Xã hội</a></div>', ()),
        ('<div class="x1"><a href="http://[">Xã hội</a></div>', ()),
        ("<nav><a href='/xa-hoi/'>Xã hội</a></nav>", ()),
    ],
)
def test_links_to_sections_alone_right_above_the_title_are_the_path_to_the_page(
    row: str, path: tuple[str, ...]
) -> None:
    page = cms_page(paragraphs()).replace('<a class="text" href="/xa-hoi/">Xã hội</a>', "")
    page = page.replace('<h1 class="article__title', f'{row}<h1 class="article__title')
    assert read_page(page).section_path == path


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
    ("lead", "expected"),
    [
        ("Đường tốt.<br><a href='/k-post1.html'>Khởi tố</a><br>>> <a href='/l-post2.html'>Bắt giam</a>", "Đường tốt."),
        ("Nghị định<br><a href='/k-post1.html'>15/2024</a> có hiệu lực.", "Nghị định 15/2024 có hiệu lực."),
        ("Đường về <a href='/k-post1.html'>Bản Khe Mo</a>", "Đường về Bản Khe Mo"),
        ("<a href='/k-post1.html'>Bản Khe Mo nhận lại rừng</a>", "Bản Khe Mo nhận lại rừng"),
    ],
)
def test_link_of_its_own_line_below_the_lead_is_no_part_of_it(lead: str, expected: str) -> None:
    assert read_page(cms_page(paragraphs(), lead=lead)).lead == expected


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


def test_element_named_like_the_lead_that_holds_the_text_is_not_the_lead() -> None:
    page = (
        f"<html><head>{HEAD}</head><body><div class='wrap-sapo'><h1>{TITLE}</h1>{{}}{paragraphs()}</div></body></html>"
    )
    assert read_page(page.format("")).lead is None
    assert read_page(page.format("<div class='sapo-detail'>Đường tốt.</div>")).lead == "Đường tốt."


def test_lead_is_not_guessed_from_one_of_several_short_lines() -> None:
    above = "<p>Nghe đọc bài này.</p><p>Đường đã về tới bản.</p><p>15/01/2026 14:20</p>"
    assert read_page(platform_page(BARE, above, paragraphs())).lead is None


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
    assert read_page(page).tags == ("cầu",)
    assert read_page(page.replace('itemprop="articleBody">', f'itemprop="articleBody">{tags}')).tags == ("đường",)


def test_body_within_a_box_named_like_a_card_is_the_body_where_the_title_stands_there_too() -> None:
    page = cms_page(paragraphs())
    assert read_page(page.replace('<div class="article">', '<div class="article story">')).template == "cms"


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
    article = read_page(UNKNOWN)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.template == "generic"
    assert "generic_template" in article.warnings


def test_page_whose_text_stands_only_in_json_ld_is_read_from_there() -> None:
    ld = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(PARAGRAPHS)}
    script = f"<script type='application/ld+json'>{json.dumps(ld)}</script>"
    page = f"<html><head>{HEAD}{script}</head><body><p>x</p></body></html>"
    article = read_page(page)
    assert (article.title, article.template) == (TITLE, "generic")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_lead_repeated_as_first_paragraph_is_no_text() -> None:
    assert [block.text for block in read_page(cms_page(f"<p>(PLVN) - {LEAD}</p>{paragraphs()}")).blocks] == list(
        PARAGRAPHS
    )


QUESTIONS = (
    "Thưa ông, vì sao con đường phải chờ đến hai năm?",
    "Người dân đã nói gì với ông khi bị thu hẹp vườn?",
    "Sang năm xã của ông làm gì tiếp?",
)


def asked(opening: str, closing: str, questions: tuple[str, ...] = QUESTIONS) -> str:
    pairs = "".join(
        f"<p>{opening}{question}{closing}</p><p>{answer}</p>"
        for question, answer in zip(questions, PARAGRAPHS, strict=False)
    )
    return f"{paragraphs()}{pairs}"


@pytest.mark.parametrize(
    "body",
    [
        asked("<strong>", "</strong>"),
        asked("<strong>- ", "</strong>"),
        asked("<em>", "</em>"),
        asked("PV: ", ""),
        asked("<strong>", "</strong>", (QUESTIONS[0], "Khó khăn lớn nhất là gì?", "Bao giờ xong?")),
        asked("<strong>", "</strong>", QUESTIONS[:2]) + "<p>Xin trân trọng cảm ơn ông!</p>",
    ],
    ids=["bold", "bold with a dash", "italic", "labelled", "one that addresses", "two and thanks"],
)
def test_text_of_questions_to_somebody_is_an_interview_and_its_questions_head_nothing(body: str) -> None:
    article = read_page(cms_page(body))
    assert article.kind == "interview"
    assert {block.kind for block in article.blocks} == {"paragraph"}


def test_bold_questions_to_nobody_head_the_parts_of_an_article() -> None:
    questions = ("Vì sao phải chờ hai năm?", "Ông Trump nói gì?", "Bà Harris sẽ làm gì?", "Ai trả tiền?")
    article = read_page(cms_page(asked("<strong>", "</strong>", questions)))
    assert article.kind == "article"
    assert [block.text for block in article.blocks if block.kind == "heading"] == list(questions[:3])


def test_questions_within_the_text_make_no_interview() -> None:
    sentences = "".join(
        f"<p>“{question}” - một người dân hỏi chủ tịch xã.</p><p>{question}</p>" for question in QUESTIONS
    )
    assert read_page(cms_page(paragraphs() + sentences)).kind == "article"


def test_quote_in_a_table_of_one_cell_is_one() -> None:
    quote = '<table class="quote cms-quote"><tbody><tr><td><p>“Đường thông thì chợ đông.”</p></td></tr></tbody></table>'
    article = read_page(cms_page(paragraphs() + quote + paragraphs()))
    assert [block.kind for block in article.blocks if block.text.startswith("“")] == ["quote"]


def test_element_with_the_role_of_a_heading_is_one() -> None:
    heading = '<div class="b3x" role="heading" aria-level="2"><span>Hiến đất mở đường</span></div>'
    article = read_page(cms_page(paragraphs() + heading + paragraphs()))
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["Hiến đất mở đường"]


@pytest.mark.parametrize(
    "mark", ["<div class='x'><div class='pulse'></div></div>", "<div itemprop='articleBody'></div>"]
)
def test_page_that_scripts_fill_is_read_from_its_json(mark: str) -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)}
    head = (
        f'{HEAD}<meta property="og:description" content="(PLVN) - {LEAD}">'
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    )
    page = platform_page(head, "", "").replace("<div itemprop='articleBody'></div>", mark)
    article = read_page(page)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert (article.lead, article.agency_prefix) == (LEAD, "PLVN")


def test_row_of_tags_right_behind_the_box_of_the_article_is_its_own() -> None:
    tags = "".join(f'<a class="x" href="/tag/{slug}.html">{slug}</a>' for slug in ("chợ", "cầu"))
    page = platform_page(HEAD, "", paragraphs()).replace("<main>", "<main><div data-id='7'>")
    page = page.replace("</main>", f"</div><div class='y'>{tags}</div></main>")
    assert read_page(page).tags == ("chợ", "cầu")


def test_paragraphs_in_spans_set_as_blocks_are_paragraphs() -> None:
    for dress in ('class="block mb-4"', 'style="display: block"'):
        spans = "".join(f"<span {dress}>{text}</span>" for text in PARAGRAPHS)
        article = read_page(platform_page(HEAD, "", f'<div class="text-justify">{spans}</div>'))
        assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_next_article_in_an_element_of_its_own_is_no_part_of_this_one() -> None:
    body = f'<div class="article-body">{paragraphs()}</div>'
    page = platform_page(HEAD, "", "").replace("<div itemprop='articleBody'></div>", body)
    following = "".join(f"<p>Chuyện khác: {text}</p>" for text in PARAGRAPHS * 2)
    article = read_page(
        page.replace(
            "</main>", f"<article><h2>Tin khác hẳn</h2><div class='article-body'>{following}</div></article></main>"
        )
    )
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("box", ["<div>{}</div>", '<section class="b">{}</section>'])
def test_next_article_does_not_win_over_paragraphs_that_have_a_box_each(box: str) -> None:
    own = "".join(box.format(f"<p>{text}</p>") for text in PARAGRAPHS)
    following = "".join(f"<p>Chuyện khác: {text}</p>" for text in PARAGRAPHS * 2)
    page = platform_page(HEAD, "", "").replace("<div itemprop='articleBody'></div>", f"<div class='x'>{own}</div>")
    page = page.replace("</main>", f"<article><h2>Tin khác hẳn</h2><div>{following}</div></article></main>")
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)


def test_date_beside_the_title_in_a_box_like_that_of_the_text_is_not_the_body() -> None:
    head = f"<div><h1>{TITLE}</h1><p>Thứ Tư 12/06/2024 | 17:05 GMT+7</p></div><div>{LEAD}</div>"
    page = f"<html><head>{HEAD}</head><body><section>{head}<div>{paragraphs()}</div></section></body></html>"
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("box", ["<div><h3>Tin nóng</h3>{}</div>", "<section>{}</section>"])
def test_list_above_the_title_is_no_part_of_paragraphs_with_a_box_each(box: str) -> None:
    listed = "".join(
        f"<p><a href='/a-b-{n}.html'>Tin khác {n}</a></p><p>Chuyện {text}</p>" for n, text in enumerate(PARAGRAPHS)
    )
    own = "".join(f"<section><p>{text}</p></section>" for text in PARAGRAPHS)
    own = f"<div><h1>{TITLE}</h1><p>{LEAD}</p><div>{own}</div></div>"
    page = f"<html><head>{HEAD}</head><body><div>{box.format(listed)}{own}"
    article = read_page(f"{page}</div></body></html>")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("box", ["div", "section"])
def test_text_cut_by_breaks_alone_is_the_body_though_a_list_has_paragraphs(box: str) -> None:
    own = f"<h1>{TITLE}</h1><div>{LEAD}</div><{box}>{'<br><br>'.join(PARAGRAPHS)}</{box}>"
    page = f"<html><head>{HEAD}</head><body><main>{own}</main><section><h2>Tin mới</h2><ul>{SUMMARIES}</ul></section>"
    assert [block.text for block in read_page(f"{page}</body></html>").blocks] == list(PARAGRAPHS)


def test_line_with_the_clock_beside_the_title_dates_the_article_before_an_element_in_a_card() -> None:
    card = "<div><a href='/tin-khac-han.html'><div>Tin khác hẳn ở xã bên</div></a><time>18/01/2026</time></div>"
    page = (
        f"<html><head>{BARE}</head><body><div>{card}</div><div><h1>{TITLE}</h1><p>Thứ Tư 12/06/2024 17:05 (GMT+7)</p>"
    )
    article = read_page(f"{page}<div>{paragraphs()}</div></div></body></html>")
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-06-12T17:05:00+07:00"


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("<div><h1>{title}</h1></div><div><p>{lead}</p></div>", "<div>{}</div>"),
        ("<header><h1>{title}</h1><p>{lead}</p></header>", "<section>{}</section>"),
    ],
    ids=["lead in a box like that of the text", "lead in the head"],
)
@pytest.mark.parametrize("each", ["<p>{}</p>", "<section><p>{}</p></section>"])
def test_lead_beside_the_title_is_not_the_body(head: str, text: str, each: str) -> None:
    own = text.format("".join(each.format(f"{line} {line} {line}") for line in PARAGRAPHS))
    body = f"<main>{head.format(title=TITLE, lead=LEAD)}{own}</main>"
    article = read_page(f"<html><head>{HEAD}</head><body>{body}</body></html>")
    assert [block.text for block in article.blocks] == [f"{line} {line} {line}" for line in PARAGRAPHS]
    assert article.lead == LEAD


SUMMARIES = "".join(
    f"<li><a href='/tin-khac-han-{number}.html'>Tin khác hẳn ở xã bên</a><p>Chuyện khác: {text}</p></li>"
    for number, text in enumerate(PARAGRAPHS * 2)
)


@pytest.mark.parametrize("order", ["{own}{list}", "{list}{own}", "{list}{own}{list}"])
@pytest.mark.parametrize(
    "inside", ["", "<div><h3>Tin liên quan</h3><ul><li><a href='/x-y-z.html'>Tin nào đó</a></li></ul></div>"]
)
def test_text_in_divisions_is_the_body_though_lists_beside_it_have_paragraphs(order: str, inside: str) -> None:
    own = f"<article><h1>{TITLE}</h1><div>{LEAD}</div><div>"
    own += inside.join(f"<div>{text}</div>" for text in PARAGRAPHS[:2])
    own += "".join(f"<div>{text}</div>" for text in PARAGRAPHS[2:]) + "</div></article>"
    listed = f"<section><h2>Tin mới</h2><ul>{SUMMARIES}</ul></section>"
    page = f"<html><head>{HEAD}</head><body>{order.format(own=own, list=listed)}</body></html>"
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)


def test_long_paragraph_in_a_box_of_its_own_is_not_the_whole_body() -> None:
    """Equal boxes belong together, however little text the others hold; a box of another kind is another part."""
    long = " ".join(PARAGRAPHS * 4)
    boxes = "".join(f"<div><p>{text}</p></div>" for text in (long, PARAGRAPHS[0], PARAGRAPHS[1]))
    page = platform_page(HEAD, "", "").replace(
        "<div itemprop='articleBody'></div>", f"<div class='entry'>{boxes}</div>"
    )
    assert [block.text for block in read_page(page).blocks] == [long, *PARAGRAPHS[:2]]
    apart = f"<div class='entry'><div><p>{long}</p></div></div><div class='note'><p>{PARAGRAPHS[0]}</p></div>"
    page = platform_page(HEAD, "", "").replace("<div itemprop='articleBody'></div>", f"<div>{apart}</div>")
    assert [block.text for block in read_page(page).blocks] == [long]
    boxes = "".join(f"<div><p>{text}</p></div>" for text in ("Mở đầu", long, "Còn tiếp"))
    page = platform_page(HEAD, "", "").replace("<div itemprop='articleBody'></div>", f"<article>{boxes}</article>")
    assert [block.text for block in read_page(page).blocks] == ["Mở đầu", long, "Còn tiếp"]


def test_short_text_in_a_box_is_the_body_below_a_longer_lead_and_notes_of_the_page_win_over_no_text() -> None:
    lead = " ".join([LEAD] * 4)
    above = f"<p>{lead}</p><div>12/06/2024 17:05</div>"
    page = platform_page(BARE, above, "").replace(
        "<div itemprop='articleBody'></div>",
        f"<div class='entry'><p>{PARAGRAPHS[0]}</p><p>Đường dài bốn cây số, rộng năm mét.</p></div>",
    )
    article = read_page(page)
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], "Đường dài bốn cây số, rộng năm mét."]
    assert article.lead == lead
    inside = f"<h2>Tin liên quan</h2><ul>{SUMMARIES}</ul>"
    text = "<br><br>".join(f"<span>{text}</span>" for text in PARAGRAPHS)
    own = f"<section><h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p><div>{text}<section>{inside}</section></div></section>"
    page = f"<html><head>{HEAD}</head><body>{own}</body></html>"
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)
    notes = "<div><p>Trang tin của huyện Hạ, số 2 phố Chợ.</p><p>Mọi thư từ gửi về phòng văn hóa.</p></div>"
    own = f"<div>12/06/2024 17:05</div><p>{lead}</p><p>{PARAGRAPHS[2]}</p>"
    page = platform_page(BARE, own, "").replace("<div itemprop='articleBody'></div>", notes)
    assert PARAGRAPHS[2] in [block.text for block in read_page(page).blocks]


@pytest.mark.parametrize(
    "box",
    [
        "<div><h4>Tin liên quan</h4><ul><li><a href='/tin-khac-han.html'>Tin khác hẳn ở xã bên</a></li></ul></div>",
        "<div><article><h2><a href='/tin-khac-han.html'>Tin khác hẳn ở xã bên</a></h2></article></div>",
    ],
)
def test_short_article_with_links_to_others_in_it_is_no_card(box: str) -> None:
    short = "Xã Bồn vừa thông con đường ra chợ."
    body = f"<article><p>{short}</p>{box}<p>Tuyến mới dài hơn bốn cây số.</p></article>"
    above = f"<p class='sapo'>{LEAD}</p><div>12/06/2024 17:05</div>"
    page = platform_page(BARE, above, "").replace("<div itemprop='articleBody'></div>", body)
    article = read_page(page)
    assert [block.text for block in article.blocks] == [short, "Tuyến mới dài hơn bốn cây số."]
    assert article.published_at is not None
    page = platform_page(BARE, f"<p>{LEAD}</p><div>12/06/2024 17:05</div>", "")
    listed = box.replace("</ul>", "<li><a href='/x-y-z.html'>Tin khác nữa ở xã bên</a></li></ul>")
    body = f"<article><p>{short}</p>{listed}<p>Tuyến mới dài hơn bốn cây số.</p></article>"
    article = read_page(page.replace("<div itemprop='articleBody'></div>", body))
    assert [block.text for block in article.blocks] == [short, "Tuyến mới dài hơn bốn cây số."]


def test_lead_of_a_known_layout_under_another_name_is_found_by_its_mark() -> None:
    page = cms_page(paragraphs()).replace('class="article__sapo cms-desc "', 'class="q7"')
    assert (read_page(page).lead, read_page(page).agency_prefix) == (LEAD, "PLVN")


def test_note_on_cookies_does_not_stand_for_a_text_that_json_holds() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS * 2)}
    head = f'{HEAD}<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    note = "<div class='c1'><p>Trang này dùng cookie để bạn đọc tin thuận tiện hơn, mời bạn đồng ý.</p></div>"
    page = platform_page(head, "", "").replace("<div itemprop='articleBody'></div>", note)
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS * 2)


@pytest.mark.parametrize(
    "other",
    [
        '<div class="c1"><a href="/y-post2.html"><h2>Tin khác hẳn</h2>'
        '<p class="summary">Chuyện ở một xã khác hẳn, cách đây ba ngày.</p></a></div>',
        '<figure><img src="/a/2024_06_12/x.jpg"><figcaption itemprop="description">Bà con.</figcaption></figure>',
    ],
    ids=["summary of a card", "description of a picture"],
)
def test_lead_of_an_unknown_page_is_never_taken_from_its_body(other: str) -> None:
    head = HEAD.replace("og:type", "og:kind")
    page = f"<html><head>{head}</head><body><h1>{TITLE}</h1><p class='d9'>{LEAD}</p><div class='b3'>{paragraphs()}"
    article = read_page(f"{page}{other}{paragraphs()}</div></body></html>")
    assert article.lead == LEAD
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("emagazine", "longform"), ("longform", "longform"), ("detail__maga-content", "longform")),
        *(("live-blog", "live"), ("live", "article"), ("photo", "article")),
    ],
)
def test_box_around_the_text_names_its_kind_only_if_nothing_else_is_called_so(name: str, kind: str) -> None:
    page = cms_page(paragraphs()).replace(
        '<div class="article__body', f'<section class="{name}"><div class="article__body'
    )
    assert read_page(page).kind == kind


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


NEXT_DATE = "<p class='date'>11/06/2024 08:15</p>"


@pytest.mark.parametrize("mark", ["", " itemprop='articleBody'"])
@pytest.mark.parametrize("date", [NEXT_DATE, ""])
def test_article_loaded_behind_a_short_one_is_not_read_for_it(mark: str, date: str) -> None:
    own = f"<h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p><div{mark}><p>Đường đã thông xe lúc tám giờ.</p></div>"
    other = f"<div class='a'><h1>Chợ huyện mở thêm dãy hàng cá</h1>{date}<div{mark}>{paragraphs()}</div></div>"
    head = f'{HEAD}<meta property="og:title" content="{TITLE}">'
    article = read_page(f"<html><head>{head}</head><body><main><div>{own}</div>{other}</main></body></html>")
    texts = [block.text for block in article.blocks]
    if date:
        assert (article.title, article.lead) == (TITLE, LEAD)
        assert texts == ["Đường đã thông xe lúc tám giờ."]
    else:
        # Without a date of its own it may be a part of the text, which must not be lost.
        assert set(PARAGRAPHS) <= set(texts)


@pytest.mark.parametrize(("row", "kicker"), [("Chuyện nghề", "Chuyện nghề"), ("<a href='/xa-hoi/'>Xã hội</a>", None)])
def test_line_called_kicker_is_one_unless_it_leads_to_the_section(row: str, kicker: str | None) -> None:
    page = f"<html><head>{HEAD}</head><body><main><p class='x-kicker'>{row}</p><h1>{TITLE}</h1>{paragraphs()}</main>"
    assert read_page(page).kicker == kicker


def test_body_of_pictures_alone_is_an_article_where_its_place_is_known() -> None:
    assert read_page(cms_page(picture(1))).kind == "infographic"
    assert read_page(cms_page(picture(1, "Chợ Bồn") + picture(2, "Bến Bồn"))).kind == "gallery"
    elsewhere = cms_page("").replace(
        '<div class="article__body', f'<div class="article__avatar">{picture(1)}</div><div class="article__body'
    )
    assert isinstance(extract(elsewhere, URL), Rejection)
    unknown = f"<html><head>{HEAD}</head><body><main><h1>{TITLE}</h1>{picture(1)}</main></body></html>"
    assert isinstance(extract(unknown, URL), Rejection)


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


DESCRIBED = "Sau hai năm chờ đợi, con đường dài bốn cây số đã thông, chợ huyện lại đông như thuở trước lũ"
OTHER_LINE = "Chuyên mục này do xã Bồn, nhà văn hóa thôn Hạ và thư viện huyện cùng thực hiện mỗi tuần một kỳ"
LINES = {
    "cut short in the description": (f"{DESCRIBED}, ai cũng mừng.", OTHER_LINE, f"{DESCRIBED[:80]}...", 0),
    "described in few letters": (f"{DESCRIBED}, ai cũng mừng.", OTHER_LINE, "Sau hai năm chờ đợi", None),
    "described by another beginning": (f"{DESCRIBED}.", OTHER_LINE, f"Xã Bồn, {DESCRIBED[:70]}...", None),
    "beside a long line of the day": (f"{DESCRIBED}.", f"Thứ tư, 12/06/2024 17:05 | {OTHER_LINE}", "", 0),
    "few words beside names": ("Ảnh tư liệu.", "Mộc Lan", "", None),
}


@pytest.mark.parametrize(("first", "second", "described", "place"), LINES.values(), ids=LINES.keys())
def test_line_between_title_and_body_is_the_lead_if_nothing_speaks_for_another(
    first: str, second: str, described: str, place: int | None
) -> None:
    head = f'{HEAD}<meta name="description" content="{described}">' if described else HEAD
    above = f"<div><p>{first}</p></div><div><p>{second}</p></div>"
    article = read_page(platform_page(head, above, paragraphs()))
    assert article.lead == (None if place is None else (first, second)[place])


def test_first_paragraph_that_a_short_description_repeats_stays_text() -> None:
    first = "Đường đã thông, chợ lại đông."
    head = f'{HEAD}<meta name="description" content="{first}">'
    assert read_page(platform_page(head, "", f"<p>{first}</p>{paragraphs()}")).blocks[0].text == first


CLOCKS = "".join(f"<p>0{hour}:15</p><p>{{}}</p>" for hour in (7, 8, 9))
FILM = '<video src="/a/film.mp4"></video>'
KINDS = {
    "entries by their name": (HEAD, f'<div class="timeline__item">{paragraphs()}</div>', "live"),
    "live report in json": (
        HEAD + '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>',
        paragraphs(),
        "live",
    ),
    "clocks above sentences": (HEAD, CLOCKS.format(*PARAGRAPHS), "live"),
    "clocks above few words": (HEAD, CLOCKS.format("Khai mạc.", "Trao quà.", "Bế mạc."), "article"),
    "clocks above names of long plays": (HEAD, CLOCKS.format(*[text.rstrip(".") for text in PARAGRAPHS]), "article"),
    "film in the meta data": (HEAD.replace('"article"', '"video.other"'), paragraphs(), "video"),
    "film and few words": (HEAD, f"<p>Đường đã thông.</p>{FILM}", "video"),
    "film and a text": (HEAD, paragraphs() + FILM, "article"),
}


@pytest.mark.parametrize(("head", "body", "kind"), KINDS.values(), ids=KINDS.keys())
def test_kind_is_told_by_what_only_it_has(head: str, body: str, kind: str) -> None:
    assert read_page(cms_page(body, head=head)).kind == kind


FILMS = {
    "twice": (FILM + FILM, ["/a/film.mp4"]),
    "with its caption in a box of a player": (f'<div class="player-x">{FILM}<p>Xe qua cầu.</p></div>', ["/a/film.mp4"]),
    "held as data": ('<video src="data:video/mp4;base64,AA" data-src="/a/film.mp4"></video>', ["/a/film.mp4"]),
    "held by the browser": ('<video src="blob:https://x.vn/1"></video>', []),
    "page in a frame": ('<iframe src="https://x.vn/ban-do"></iframe>', []),
}


@pytest.mark.parametrize(("film", "addresses"), FILMS.values(), ids=FILMS.keys())
def test_film_stands_once_without_the_words_of_its_box(film: str, addresses: list[str]) -> None:
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p>{film}<p>{PARAGRAPHS[1]}</p>"))
    assert list(article.videos) == [f"https://baophapluat.vn{address}" for address in addresses]
    assert [block.text for block in article.blocks] == list(PARAGRAPHS[:2])


def test_sentence_beside_a_film_stays() -> None:
    body = f"<div>{FILM}<p>Đường nay đã thông.</p></div>{paragraphs()}"
    assert read_page(cms_page(body)).blocks[0].text == "Đường nay đã thông."
    named = f'<div class="video-box">{FILM}{paragraphs()}</div>'
    assert [block.text for block in read_page(cms_page(named)).blocks] == list(PARAGRAPHS)


def test_film_outside_the_body_is_the_article_s_only_if_it_is_one_and_stands_in_no_column() -> None:
    head = HEAD.replace('"article"', '"video.other"') + '<script type="application/ld+json">{}</script>'
    said = '{"@type": "VideoObject", "embedUrl": "https://x.vn/e/1"}'
    page = cms_page(
        paragraphs(), head=head.replace("{}", said), around=f"{FILM}<aside><video src='/b.mp4'></video></aside>"
    )
    assert list(read_page(page).videos) == ["https://baophapluat.vn/a/film.mp4", "https://x.vn/e/1"]
    assert read_page(cms_page(paragraphs(), around=FILM)).videos == ()


def test_marked_text_in_a_side_column_is_not_the_body() -> None:
    column = f"<aside><div itemprop='articleBody'>{paragraphs()}{paragraphs()}</div></aside>"
    page = platform_page(HEAD, "", "<p>Đường thông.</p>" + paragraphs()).replace("<main>", f"{column}<main>")
    assert read_page(page).blocks[0].text == "Đường thông."


def test_paragraphs_in_the_element_of_the_head_are_not_the_body() -> None:
    above = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
    page = platform_page(HEAD, "", "").replace("<main>", "<main><header>")
    text = "".join(f"<p>{text}</p>" for text in (PARAGRAPHS[2], *PARAGRAPHS))
    page = page.replace("</h1>", f"</h1>{above}</header><div>{text}</div>")
    assert [block.text for block in read_page(page).blocks][-4:] == [PARAGRAPHS[2], *PARAGRAPHS]


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
    "behind",
    [
        "<ul><li>Dài bốn cây số</li></ul>",
        '<br><a href="https://x.vn/a.html">Bản đồ con đường</a>',
        f'<br><a href="{URL.replace("512345", "512346")}">Đọc phần hai ở đây.</a>',
    ],
)
def test_list_or_link_in_a_lead_that_leads_to_no_other_article_is_part_of_it(behind: str) -> None:
    lead = read_page(cms_page(paragraphs(), lead=LEAD + behind)).lead
    assert lead is not None
    assert len(lead) > len(LEAD)


@pytest.mark.parametrize(
    "above",
    [
        f'<figure><img src="/a/2024_06_12/x.jpg"><figcaption><p>{DESCRIBED}.</p></figcaption></figure>',
        f"<nav><p>{DESCRIBED}.</p></nav>",
        f"<aside><p>{DESCRIBED}.</p></aside>",
        "<div><span>•</span></div>",
    ],
)
def test_words_of_pictures_and_menus_above_the_body_are_no_lead(above: str) -> None:
    assert read_page(platform_page(HEAD, above, paragraphs())).lead is None
    told = "<div><p>Đường thông, chợ huyện lại đông.</p></div>"
    assert read_page(platform_page(HEAD, above + told, paragraphs())).lead == "Đường thông, chợ huyện lại đông."


def test_title_in_spans_is_not_the_lead_as_well() -> None:
    page = platform_page(HEAD, "", paragraphs()).replace(TITLE, f"<span>{TITLE} hôm nay.</span>")
    article = read_page(page)
    assert (article.title, article.lead) == (f"{TITLE} hôm nay.", None)


def test_list_of_other_articles_beside_a_paragraph_alone_is_not_the_body() -> None:
    other = (
        '<a href="/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html">Làng gốm trăm tuổi tìm cách giữ lửa</a>'
    )
    items = "".join(f"<li>{other} {text}</li>" for text in PARAGRAPHS)
    page = platform_page(HEAD, f"<p>{PARAGRAPHS[0]}</p><ul>{items}</ul>", "").replace(" itemprop='articleBody'", "")
    assert read_page(page).blocks[0].text == PARAGRAPHS[0]


def test_comments_between_a_short_article_and_the_next_one_are_not_the_body() -> None:
    said = "".join(f"<p>{text} {text}</p>" for text in PARAGRAPHS)
    comments = f'<div class="comment-zone"><div>{said}</div></div>'
    text = f"<div><p>{PARAGRAPHS[0]}</p></div>{comments}"
    head = HEAD + f'<meta property="og:title" content="{TITLE}">'
    page = platform_page(head, text, "").replace(" itemprop='articleBody'", "")
    second = f"<article><h1>Làng gốm giữ lửa</h1><time datetime='2024-06-11'>11/06/2024</time>{said}</article>"
    article = read_page(page.replace("</main>", f"</main>{second}"))
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0]]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (("Vì sao ông về quê làm đường?", "Rồi ông làm gì?", "Ông còn mong gì nữa?"), "interview"),
        (("Ông Pờ làm gì khi mưa?", "Bà Lụa đi đâu?", "Ông Tám nói gì với xã?"), "article"),
    ],
)
def test_questions_about_somebody_with_a_name_make_no_interview(asked: tuple[str, ...], kind: str) -> None:
    body = "".join(f"<p><b>{question}</b></p><p>{text}</p>" for question, text in zip(asked, PARAGRAPHS, strict=True))
    assert read_page(cms_page(body)).kind == kind


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


def test_description_is_the_lead_only_of_a_page_whose_text_json_holds() -> None:
    head = f'{HEAD}<meta name="description" content="Chuyện một con đường làng và những người đã làm ra nó.">'
    assert read_page(cms_page(paragraphs(), head=head, lead="")).lead is None


@pytest.mark.parametrize(
    ("title", "words", "pictures", "films", "kind"),
    [
        ("Mùa lũ về", 10, 4, 0, "gallery"),
        ("Mùa lũ về", 10, 3, 0, "article"),
        ("Mùa lũ về", 45, 4, 0, "article"),
        ("Mùa lũ về", 50, 0, 1, "video"),
        ("Mùa lũ về", 70, 0, 1, "article"),
        ("[Infographic] Mùa lũ về", 10, 1, 0, "infographic"),
        ("[Infographic] Mùa lũ về", 10, 0, 0, "article"),
        ("[Infographic] Mùa lũ về", 45, 1, 0, "article"),
    ],
)
def test_film_or_pictures_make_the_kind_only_where_few_words_stand_beside_them(
    title: str, words: int, pictures: int, films: int, kind: str
) -> None:
    assert kind_by_content(title, [Block("paragraph", "nước " * words)], pictures, films) == kind


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
