"""Which element of an unknown page holds the body, beside lists, notes and other articles."""

from __future__ import annotations

import json

import pytest
from skin_pages import BARE, HEAD, LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, platform_page, read_page

from dvingest.extraction import extract
from dvingest.model import Rejection


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


CARDS = (
    ("/lang-gom-post301.html", "Làng gốm trăm tuổi giữ lửa nghề"),
    ("/gia-thit-post302.html", "Vì sao giá thịt lợn chưa giảm"),
)
LINKED = {
    "titles in a list": "<ul>{}</ul>".format("".join(f'<li><h4><a href="{a}">{t}</a></h4></li>' for a, t in CARDS)),
    "thumbnails": "<div>{}</div>".format(
        "".join(f'<div><a href="{a}"><img src="/t.jpg"></a><h3><a href="{a}">{t}</a></h3></div>' for a, t in CARDS)
    ),
    "thumbnails with summaries": "<div>{}</div>".format(
        "".join(
            f'<div><a href="{a}"><img src="/t.jpg"></a><h3><a href="{a}">{t}</a></h3>'
            "<p>Bà con trong xóm đã kể lại chuyện này vào sáng nay.</p></div>"
            for a, t in CARDS
        )
    ),
}
SHORT = (
    "Sáng nay xã Bồn thông con đường ra chợ.",
    "Tuyến dài hơn bốn cây số, rộng năm mét, hai xe tải tránh nhau được.",
)


@pytest.mark.parametrize("marked", ["<p>{}</p>", "<div>{}</div>", "{}<br><br>"])
@pytest.mark.parametrize("box", LINKED.values(), ids=LINKED.keys())
def test_short_text_in_a_box_that_opens_with_cards_of_others_is_none_of_them(box: str, marked: str) -> None:
    text = "".join(marked.format(said) for said in SHORT)
    assert [block.text for block in read_page(cms_page(f"<div>{box}{text}</div>")).blocks] == list(SHORT)
    apart = read_page(cms_page(f"{text}<div><div>{box}</div></div>"))
    assert [block.text for block in apart.blocks] == list(SHORT)


@pytest.mark.parametrize("marked", ["<p>{}</p>", "<div>{}</div>"])
def test_cards_alone_in_a_body_are_no_text(marked: str) -> None:
    summaries = "".join(f'<h3><a href="{a}">{t}</a></h3>{marked.format(SHORT[1])}' for a, t in CARDS)
    reading = extract(cms_page(f"<div>{summaries}</div>"), URL)
    assert isinstance(reading, Rejection)


def test_note_on_cookies_does_not_stand_for_a_text_that_json_holds() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS * 2)}
    head = f'{HEAD}<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    note = "<div class='c1'><p>Trang này dùng cookie để bạn đọc tin thuận tiện hơn, mời bạn đồng ý.</p></div>"
    page = platform_page(head, "", "").replace("<div itemprop='articleBody'></div>", note)
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS * 2)


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


SAID = tuple(f"{text} Mong xã sớm làm." for text in PARAGRAPHS)
COMMENTS = {
    "below a heading with their number": "<section><h2>Bình luận (3)</h2>"
    + "".join(f"<div><b>An</b><p>{text}</p></div>" for text in SAID)
    + "</section>",
    "below a heading in a row of its own": "<div><div><h3>Ý kiến bạn đọc (3)</h3></div>"
    f"<div><p>{SAID[0]}</p><p>{SAID[1]}</p></div></div>",
    "with buttons to reply": "".join(
        f"<div><div><b>An</b><p>{text}</p><div><a>Thích</a> <a>Trả lời</a></div></div></div>" for text in SAID
    ),
}


@pytest.mark.parametrize("comments", COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_longer_than_the_article_are_not_the_body(comments: str) -> None:
    below = f"<div class='m'>{paragraphs(PARAGRAPHS[:1])}</div><div class='n'>{comments}</div>"
    page = platform_page(HEAD, below, "").replace(" itemprop='articleBody'", "")
    assert [block.text for block in read_page(page).blocks] == [PARAGRAPHS[0]]


ANSWERS = {
    "answers behind a label": "".join(f"<div><span>Trả lời</span><p>{text}</p></div>" for text in PARAGRAPHS),
    "parts by their number": "".join(f"<h3>Ý kiến thứ {n}</h3><p>{text}</p>" for n, text in enumerate(PARAGRAPHS, 1)),
}


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_only_sounds_like_comments_is_the_body(body: str) -> None:
    page = platform_page(HEAD, f"<div class='m'>{body}</div>", "").replace(" itemprop='articleBody'", "")
    assert set(PARAGRAPHS) <= {block.text for block in read_page(page).blocks}


BROKEN = "<br><br>".join(PARAGRAPHS)
LONG = " ".join(PARAGRAPHS)
LINK = "<a href='/lang-gom-giu-lua-post501.html'>Làng gốm trăm tuổi giữ lửa nghề</a>"
GROUNDS = {
    "lines below a lead in a paragraph": f"<h1>{TITLE}</h1><p>{LEAD} {LONG[:220]}</p><div class='b'>{BROKEN}</div>",
    "few paragraphs above a long quotation": (
        f"<h1>{TITLE}</h1><div class='b'>{paragraphs()}<blockquote>{f'<p>{LONG}</p>' * 3}</blockquote></div>"
    ),
    "lines above a longer foot of the site": (
        f"<h1>{TITLE}</h1><div class='b'>{BROKEN}</div><footer><div>{LONG}<br>{LONG}<br>{LONG}</div></footer>"
    ),
    "divisions with a linked title between them": (
        f"<h1>{TITLE}</h1><div class='b'>{''.join(f'<div>{text}</div>' for text in PARAGRAPHS)}<div>{LINK}</div></div>"
    ),
    "two paragraphs below a title that is no heading": (
        f"<div class='t'>{TITLE}</div><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{LINK}"
    ),
    "paragraphs in boxes of their own, one with a link in it": (
        f"<h1>{TITLE}</h1><div class='b'><div><p>{PARAGRAPHS[0]}</p></div>"
        f"<div><p>{PARAGRAPHS[1]} {LINK.replace('Làng', 'Theo làng')}</p></div><div><p>{PARAGRAPHS[2]}</p></div></div>"
    ),
    "two paragraphs above a tag": (
        f"<h1>{TITLE}</h1><div class='b'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><a href='/tag/bon'>Bồn</a></div>"
    ),
}


@pytest.mark.parametrize("body", GROUNDS.values(), ids=GROUNDS.keys())
def test_paragraphs_of_an_unknown_page_are_found_beside_other_text(body: str) -> None:
    head = f'{HEAD}<meta property="og:title" content="{TITLE}">'
    page = f"<html><head>{head}</head><body><div class='page'>{body}</div></body></html>"
    found = [block.text for block in read_page(page).blocks]
    assert set(PARAGRAPHS[:2]) <= {text.split(" Theo làng")[0] for text in found}, found


def test_two_short_lines_of_an_unknown_page_are_no_article() -> None:
    page = f"<html><head>{HEAD}</head><body><h1>{TITLE}</h1><div><p>Bản quyền</p><p>Liên hệ</p></div></body></html>"
    assert isinstance(extract(page, URL), Rejection)


def test_days_that_head_the_parts_of_a_chronicle_below_the_title_stay() -> None:
    days = ("Ngày 12/3/2020", "Ngày 4/9/2020")
    parts = f"<p><b>{days[0]}</b></p><p>{PARAGRAPHS[0]}</p><h2>{days[1]}</h2><p>{PARAGRAPHS[1]}</p>"
    page = (
        f"<html><head>{HEAD}</head><body><section class='breadcrumbs'><div class='grow'><a href='/x/'>Xã hội</a></div>"
    )
    page += f"</section><main><h1>{TITLE}</h1><p><b>{LEAD}</b></p><p>12/06/2024 17:05</p>{parts}</main></body></html>"
    article = read_page(page)
    assert [block.text for block in article.blocks] == [days[0], PARAGRAPHS[0], days[1], PARAGRAPHS[1]]


FOOT = (
    "<p>Báo điện tử Pháp luật Việt Nam</p><p>Giấy phép xuất bản số 303/GP-BTTTT</p><p>Cơ quan chủ quản: Bộ Tư pháp</p>"
    "<p>Tổng Biên tập: Nguyễn Văn Bồn</p><p>Bản quyền thuộc về Báo Pháp luật Việt Nam</p>"
)


@pytest.mark.parametrize("box", ["footer", "Footer_root__x1", "css-1x2y"])
def test_foot_of_the_site_does_not_win_over_a_text_in_divisions(box: str) -> None:
    texts = (PARAGRAPHS[0], "Đường dài bốn cây số, rộng năm mét.")
    body = "".join(f"<div>{text}</div>" for text in texts)
    page = platform_page(HEAD, f"<p>{LEAD}</p>", "").replace("<div itemprop='articleBody'></div>", f"<div>{body}</div>")
    article = read_page(page.replace("</body>", f"<div class='{box}'>{FOOT}</div></body>"))
    assert [block.text for block in article.blocks] == list(texts)


@pytest.mark.parametrize("box", ["post footer-dark", "Footnotes__x1"])
def test_article_in_a_box_whose_name_has_the_words_of_other_places_is_read(box: str) -> None:
    notes = "".join(f"<p>{text}</p>" for text in ("Bản quyền hình ảnh thuộc về tác giả bài viết này.", *PARAGRAPHS))
    page = f"<html><head>{HEAD}</head><body><div class='{box}'><h1>{TITLE}</h1><div>{notes}</div></div></body></html>"
    assert [block.text for block in read_page(page).blocks][-3:] == list(PARAGRAPHS)


def test_note_with_paragraphs_is_not_the_body_of_a_text_set_in_divisions() -> None:
    lines = ("Lộ trình thay thế: quốc lộ 5, cầu Hạ, đường tỉnh 390 và ngược lại.", "Đường dây nóng hỗ trợ tài xế: 022.")
    note = "<div class='note'>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"
    body = f"<div>{PARAGRAPHS[0]}</div>{note}<div>{PARAGRAPHS[1]}</div><div>{PARAGRAPHS[2]}</div>"
    page = platform_page(HEAD, f"<p>{LEAD} {PARAGRAPHS[1][:60]}.</p>", "")
    article = read_page(page.replace("<div itemprop='articleBody'></div>", f"<div>{body}</div>"))
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], *lines, *PARAGRAPHS[1:]]


def test_text_in_an_article_element_beside_lead_and_note_is_no_card_for_its_links() -> None:
    related = "".join(f"<div><a href='/tin-khac-{n}.html'>Tin khác hẳn ở xã bên {n}</a></div>" for n in range(3))
    own = f"<article><p>{PARAGRAPHS[0]}</p><div>{related}</div><p>{PARAGRAPHS[2]}</p></article>"
    note = f"<p>{PARAGRAPHS[1]} Thư về <a href='mailto:a@b.vn'>hộp thư của huyện</a>.</p>"
    page = platform_page(HEAD, f"<p>(PLVN) - {LEAD}</p>", "")
    article = read_page(page.replace("<div itemprop='articleBody'></div>", f"{own}{note}"))
    assert [block.text for block in article.blocks][:2] == [PARAGRAPHS[0], PARAGRAPHS[2]]


@pytest.mark.parametrize(
    "form",
    [
        "<h3><a href='/tin-khac-post501.html'>Tin khác hẳn ở xã bên</a></h3>{}",
        "<p><a href='/tin-khac-post501.html'><b>Tin khác hẳn ở xã bên</b></a></p>{}",
        "<a href='/tin-khac-post501.html'>{}</a>",
    ],
)
def test_next_article_below_its_linked_title_is_a_card_however_much_it_tells(form: str) -> None:
    told = "".join(f"<p>Chuyện khác: {text}</p>" for text in PARAGRAPHS[:2])
    card = f"<article>{form.format(told)}</article>"
    texts = [block.text for block in read_page(cms_page(paragraphs(PARAGRAPHS * 3) + card)).blocks]
    assert texts == list(PARAGRAPHS * 3)


def test_sentences_to_readers_beside_a_form_are_part_of_it() -> None:
    said = ("Mỗi sáng, chúng tôi gửi đến bạn những tin đáng đọc.", "Vui lòng điền đầy đủ thông tin vào ô dưới đây.")
    form = "<form><input type='email'><button>Đăng ký</button></form>"
    box = f"<div><h3>Bản tin</h3>{''.join(f'<p>{text}</p>' for text in said)}{form}</div>"
    assert [block.text for block in read_page(cms_page(paragraphs() + box)).blocks] == list(PARAGRAPHS)


def test_box_around_a_form_ends_where_two_sentences_stand() -> None:
    short = ("Vụ việc xảy ra lúc 5h10 ngày 22/6 tại bến đò xã Bồn.", "Hai người bị thương đã được đưa đi cấp cứu.")
    poll = "<p>Theo bạn, xã nên làm gì?</p><form><label><input type='radio'>Sửa</label></form>"
    told = "".join(f"<p>{text}</p>" for text in short)
    article = read_page(cms_page(f"{paragraphs()}<div>{told}<div>{poll}</div></div>"))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *short]


VERSES = tuple(
    f"Con đò nằm nghiêng dưới gốc bần già<br>Mái chèo gác lên {count} mùa nước<br>Người đi không hẹn ngày sau trước"
    for count in ("hai", "ba", "bốn")
)
OTHERS = "<ul>" + "".join(f"<li><a href='/tin-{n}.html'>Tin khác hẳn ở xã bên {n}</a></li>" for n in range(4)) + "</ul>"
NOTES = (
    "<div class='n1'><p>Quét mã QR để ủng hộ tác giả bài viết</p></div><p>"
    "<a href='https://www.youtube.com/@plvn?sub_confirmation=1'>Đăng ký kênh YouTube Báo Pháp luật Việt Nam</a></p>"
)


@pytest.mark.parametrize("behind", [f"<h4>Tin liên quan</h4>{OTHERS}<div>{PARAGRAPHS[0][:60]}</div>", NOTES])
def test_verses_beside_links_and_notes_are_the_body(behind: str) -> None:
    verses = "".join(f"<p>{verse}</p>" for verse in VERSES)
    note = "<div class='n2'><p>Trang tin của huyện Hạ, số 2 phố Chợ.</p></div>"
    page = f"<html><head>{HEAD}</head><body><h1>{TITLE}</h1><div class='x1'>{verses}{behind}</div>{note}</body></html>"
    texts = [block.text for block in read_page(page).blocks]
    assert texts[:3] == [verse.replace("<br>", " ") for verse in VERSES]


IMG = "<img src='https://cdn.baophapluat.vn/w1280/uploaded/bon/2024_06_12/cho-1000.jpg' width='840' height='560'>"
TAGS = "<a href='/tag/cho.html'>Chợ</a>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='x1'><div><audio src='/a.mp3'></audio><b>Nghe bài viết</b></div><div>{IMG}</div></div>",
        f"<div class='x1'><p>{IMG}</p><p><b>Từ khóa:</b> {TAGS}</p></div>",
        f"<article><p>{IMG}</p><div>{TAGS}</div></article>",
    ],
)
def test_picture_alone_is_the_body_with_a_player_or_tags_beside_it(body: str) -> None:
    title = "Infographic: Các chợ của xã Bồn năm nay"
    page = platform_page(HEAD, f"<p>(PLVN) - {LEAD}</p>", "").replace(TITLE, title)
    article = read_page(page.replace("<div itemprop='articleBody'></div>", body))
    assert (article.kind, len(article.images), article.lead) == ("infographic", 1, LEAD)


@pytest.mark.parametrize(
    "card",
    [
        f"<article><a href='/tin.html'>{IMG}<b>Chợ mới mở cửa</b></a><p>Chợ mở từ sáng sớm đến trưa.</p></article>",
        "<article><h3><a href='/tin-khac.html'>Chợ mới mở cửa</a></h3><p>Chợ mở từ sáng sớm đến trưa.</p></article>",
        "<article><a href='/tin-khac.html'><h3>Chợ mới mở cửa</h3></a><p>Chợ mở từ sáng sớm đến trưa.</p></article>",
    ],
)
def test_card_with_a_short_title_or_a_picture_that_leads_to_it_is_no_text(card: str) -> None:
    article = read_page(cms_page(paragraphs() + card))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.images == ()
