"""Which line between title and body is the lead, and which is none."""

from __future__ import annotations

import pytest
from skin_pages import BARE, HEAD, LEAD, MOMENT, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, platform_page, read_page

from dvingest.extraction.wording.marks import split_mark


def test_lead_above_a_box_of_links_is_read_where_nothing_is_named() -> None:
    links = '<div><a href="/lang-gom-tram-tuoi-post497329.html">Làng gốm trăm tuổi vẫn đỏ lửa mỗi ngày</a></div>'
    page = f"<main><h1>{TITLE}</h1><div>(PLVN) - {LEAD}{links}</div><section>{paragraphs()}</section></main>"
    article = read_page(f"<html><head>{HEAD}</head><body>{page}</body></html>")
    assert (article.lead, article.agency_prefix) == (LEAD, "PLVN")
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Đường tốt.<br><a href='/k-post1.html'>Khởi tố</a><br>>> <a href='/l-post2.html'>Bắt giam</a>", "Đường tốt."),
        (
            "<p>Đường tốt.</p><div><a href='/k-post1.html'>Khởi tố</a> <a href='/l-post2.html'>Bắt</a></div>",
            "Đường tốt.",
        ),
        ("<div>Đường về <a href='/k-post1.html'>Bản Khe Mo</a></div>", "Đường về Bản Khe Mo"),
        ("<div><a href='/k-post1.html'>Bản Khe Mo nhận lại rừng</a></div>", "Bản Khe Mo nhận lại rừng"),
        ("Nghị định<br><a href='/k-post1.html'>15/2024</a> có hiệu lực.", "Nghị định 15/2024 có hiệu lực."),
        ("Đường về <a href='/k-post1.html'>Bản Khe Mo</a>", "Đường về Bản Khe Mo"),
        ("<a href='/k-post1.html'>Bản Khe Mo nhận lại rừng</a>", "Bản Khe Mo nhận lại rừng"),
    ],
)
def test_link_of_its_own_line_below_the_lead_is_no_part_of_it(lead: str, expected: str) -> None:
    assert read_page(cms_page(paragraphs(), lead=lead)).lead == expected


def test_element_named_like_the_lead_that_holds_the_text_is_not_the_lead() -> None:
    page = (
        f"<html><head>{HEAD}</head><body><div class='wrap-sapo'><h1>{TITLE}</h1>{{}}{paragraphs()}</div></body></html>"
    )
    assert read_page(page.format("")).lead is None
    assert read_page(page.format("<div class='sapo-detail'>Đường tốt.</div>")).lead == "Đường tốt."


def test_lead_is_not_guessed_from_one_of_several_short_lines() -> None:
    above = "<p>Nghe đọc bài này.</p><p>Đường đã về tới bản.</p><p>15/01/2026 14:20</p>"
    assert read_page(platform_page(BARE, above, paragraphs())).lead is None


def test_lead_repeated_as_first_paragraph_is_no_text() -> None:
    assert [block.text for block in read_page(cms_page(f"<p>(PLVN) - {LEAD}</p>{paragraphs()}")).blocks] == list(
        PARAGRAPHS
    )


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


def test_lead_of_a_known_layout_under_another_name_is_found_by_its_mark() -> None:
    page = cms_page(paragraphs()).replace('class="article__sapo cms-desc "', 'class="q7"')
    assert (read_page(page).lead, read_page(page).agency_prefix) == (LEAD, "PLVN")


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


@pytest.mark.parametrize(
    "behind",
    [
        "<ul><li>Dài bốn cây số</li></ul>",
        '<br><a href="https://x.vn/a.html">Bản đồ con đường</a>',
        '<div><a href="https://x.vn/a.html">Bản đồ con đường</a></div>',
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


@pytest.mark.parametrize(
    "line",
    [
        '<a href="https://news.google.com/x">Theo dõi Báo Pháp luật Việt Nam trên Google News</a>',
        "<div>QUẢNG CÁO</div>",
        "<p>Mời bạn đọc theo dõi Báo Pháp luật Việt Nam trên Zalo để đọc tin nhanh nhất.</p>",
    ],
    ids=["channel", "advert", "invitation"],
)
def test_line_of_the_page_below_the_title_is_neither_lead_nor_author_and_hides_no_date(line: str) -> None:
    row = "<div><span>Hà Linh</span><span>12/06/2024 17:05 (GMT+7)</span></div>"
    text = f"{line}{row}<p>(PLVN) - {LEAD}</p>{paragraphs()}"
    article = read_page(f"<html><head>{HEAD}</head><body><main><h1>{TITLE}</h1>{text}</main></body></html>")
    assert (article.lead, [block.text for block in article.blocks]) == (LEAD, list(PARAGRAPHS))
    assert article.authors == ("Hà Linh",)


@pytest.mark.parametrize("mark", ["(PLVN -)", "- (PLVN) -", "(PLVN) \u2011", "(PLVN)\u2011", "PLVN \u2011"])
def test_mark_with_its_dash_in_another_place_is_one(mark: str) -> None:
    assert split_mark(f"{mark} {LEAD}") == (LEAD, "PLVN")


@pytest.mark.parametrize("mark", ["<b>(PLVN)</b>", "<p>(PLVN) -</p>", "<span>(PLVN)</span> <span>-</span>"])
def test_mark_in_an_element_of_its_own_is_the_lead_s_on_unknown_pages(mark: str) -> None:
    article = read_page(platform_page(HEAD, f"<div>{mark}<p>{LEAD}</p></div>", paragraphs()))
    assert (article.agency_prefix, article.lead) == ("PLVN", LEAD)


def test_title_in_spans_is_not_the_lead_as_well() -> None:
    page = platform_page(HEAD, "", paragraphs()).replace(TITLE, f"<span>{TITLE} hôm nay.</span>")
    article = read_page(page)
    assert (article.title, article.lead) == (f"{TITLE} hôm nay.", None)


def test_description_is_the_lead_only_of_a_page_whose_text_json_holds() -> None:
    head = f'{HEAD}<meta name="description" content="Chuyện một con đường làng và những người đã làm ra nó.">'
    assert read_page(cms_page(paragraphs(), head=head, lead="")).lead is None


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("<div><a href='/y-post2.html'>Làng gốm trăm tuổi giữ lửa nghề</a></div>", None),
        ("<div><a href='/xa-hoi/'>Chuyện xã tôi</a></div>", LEAD),
        ("<div>Theo loạt bài <a href='/y-post2.html'>Làng gốm trăm tuổi giữ lửa nghề</a></div>", LEAD),
        (f"<div><a href='/xa-bon-post512345.html'>{TITLE}</a></div>", LEAD),
    ],
)
def test_summary_behind_the_linked_title_of_another_article_is_no_lead(before: str, lead: str | None) -> None:
    page = platform_page(BARE + f'<meta property="article:published_time" content="{MOMENT.isoformat()}">', "", "")
    page = page.replace("</h1>", f"</h1>{before}<p class='sapo'>{LEAD}</p><div>{paragraphs()}</div>")
    assert read_page(page).lead == lead


@pytest.mark.parametrize("in_body", [True, False], ids=["title in the body", "title beside it"])
def test_lead_of_a_long_report_stands_in_a_picture_above_title_and_body(in_body: bool) -> None:
    lead = f'<div class="hero"><div class="article__sapo cms-desc ">(PLVN) - {LEAD}</div></div>'
    title = f'<h1 class="article__title cms-title">{TITLE}</h1>'
    body = f'<div class="article__body cms-body " itemprop="articleBody">{title * in_body}{paragraphs()}</div>'
    page = f"<html><head>{HEAD}</head><body>{lead}<div>{title * (not in_body)}{body}</div></body></html>"
    assert (read_page(page).lead, read_page(page).title) == (LEAD, TITLE)


@pytest.mark.parametrize(
    "other", [f"<aside><p class='sapo'>{OTHER_LINE}.</p></aside>", "<p class='sapo'> </p>", f"<nav>{OTHER_LINE}</nav>"]
)
def test_lead_is_neither_that_of_a_column_nor_an_empty_element(other: str) -> None:
    page = platform_page(HEAD, f"{other}<p class='sapo'>{LEAD}</p>", paragraphs())
    assert read_page(page).lead == LEAD


def test_sentence_of_a_lead_with_links_in_it_stays_whole() -> None:
    lead = "<div>Đường về <a href='/k-post1.html'>Bản Khe Mo</a> và <a href='/l-post2.html'>Bản Lò</a> đã thông.</div>"
    assert read_page(cms_page(paragraphs(), lead=f"{lead}<p>Chợ đông.</p>")).lead == (
        "Đường về Bản Khe Mo và Bản Lò đã thông. Chợ đông."
    )


@pytest.mark.parametrize(
    ("line", "subtitle"),
    [
        ("Dân ba thôn hiến gần một nghìn mét vuông đất để con đường được mở rộng", True),
        ("Dân ba thôn hiến gần một nghìn mét vuông đất để con đường được mở rộng.", False),
    ],
)
def test_lead_with_the_mark_at_the_head_of_the_text_makes_a_line_below_the_title_the_subtitle(
    line: str, subtitle: bool
) -> None:
    body = f"<div class='entry-content'><p><b>(PLVN) - {LEAD}</b></p>{paragraphs()}</div>"
    page = platform_page(HEAD, f"<h2>{line}</h2>", "").replace("<div itemprop='articleBody'></div>", body)
    article = read_page(page)
    if subtitle:
        assert (article.subtitle, article.lead, article.agency_prefix) == (line, LEAD, "PLVN")
        assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    else:
        assert (article.subtitle, article.lead) == (None, line)


OPENING = "Sau hai năm chờ đợi, con đường dài bốn cây số về ba thôn ven sông đã thông xe sáng nay."


def wide_page(opening: str, text: str = "", head: str = "") -> str:
    return (
        f'<html lang="vi"><head><meta charset="utf-8">{head}</head><body><a href="/xa-hoi/">Xã hội</a>'
        f'<div class="col"><h1>{TITLE}</h1><p class="ngay">12/06/2024 17:05</p>{opening}{text or paragraphs()}</div>'
        "</body></html>"
    )


@pytest.mark.parametrize(
    ("page", "lead"),
    [
        (wide_page(f"<p><strong>{OPENING}</strong></p>"), OPENING),
        (wide_page(f"<p><b>{OPENING}</b></p>", f"{paragraphs()}<p><b>Dân vui</b></p>{paragraphs()}"), OPENING),
        (cms_page(f"<p><strong>{OPENING}</strong></p>{paragraphs()}", lead=""), OPENING),
        (wide_page(f"<p>{OPENING}</p>"), None),
        (wide_page(f"<p><b>Bạn đọc Lò Thị Inh hỏi: {OPENING}</b></p>"), None),
        (wide_page(f"<p><b>Điều 1. {OPENING}</b></p>"), None),
        (wide_page(f"<p><b>{OPENING[:-1]}?</b></p>"), None),
        (wide_page(f"<p><b>{OPENING}</b></p>", f"{paragraphs()}<p><b>Ai lo?</b></p><p>{OPENING}</p>"), None),
        (wide_page(f"<p><img src='/2024_06_12/a.jpg'></p><p><b>{OPENING}</b></p>"), None),
        (wide_page(f"<p><b>{OPENING}</b></p>", head='<meta name="description" content="Tin của huyện.">'), None),
    ],
    ids=[
        "bold",
        "with headings",
        "known",
        "plain",
        "asked",
        "a law",
        "question",
        "interview",
        "below a picture",
        "other",
    ],
)
def test_bold_sentence_that_opens_a_text_without_a_lead_is_the_lead(page: str, lead: str | None) -> None:
    article = read_page(page)
    assert article.lead == lead
    assert (lead is None) is (OPENING[:40] in article.blocks[0].text or bool(article.images))


ROWS = {
    "a list": "<ul><li>Lê Thị Bưởi</li><li>12/06/2024 17:05</li><li>Chia sẻ</li></ul>",
    "a labelled row": "<p>Tác giả: <b>Lê Thị Bưởi</b> - 12/06/2024 17:05</p>",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
@pytest.mark.parametrize("tag", ["h2", "blockquote", "p"])
def test_marked_lead_below_rows_of_names_dates_and_buttons_in_a_wide_body_is_read(row: str, tag: str) -> None:
    head = f"<h1>{TITLE}</h1>{row}<{tag}>(PLVN) - {LEAD}</{tag}>"
    page = f"<html><head>{BARE}</head><body><div class='col'>{head}{paragraphs()}</div></body></html>"
    article = read_page(page)
    assert (article.lead, article.agency_prefix, article.authors) == (LEAD, "PLVN", ("Lê Thị Bưởi",))
    assert article.published_at == MOMENT
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_title_and_date_in_a_table_at_the_head_of_a_wide_body_are_no_data() -> None:
    head = f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>Thứ Tư, 12/06/2024 17:05</td></tr></table>"
    page = f"<html><head>{BARE}</head><body><div>{head}<p>(PLVN) - {LEAD}</p>{paragraphs()}</div></body></html>"
    article = read_page(page)
    assert (article.lead, article.published_at) == (LEAD, MOMENT)
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_address_above_the_text_names_the_author() -> None:
    head = f"<h1>{TITLE}</h1><address>Lê Thị Bưởi</address><time>12/06/2024 17:05</time><p>(PLVN) - {LEAD}</p>"
    page = f"<html><head>{BARE}</head><body><div>{head}<div class='x'>{paragraphs()}</div></div></body></html>"
    assert read_page(page).authors == ("Lê Thị Bưởi",)


@pytest.mark.parametrize(
    ("said", "is_lead"), [(OPENING, True), ("“Đường thông rồi, bà con mừng lắm”, bà Vi Hậu nói.", False)]
)
@pytest.mark.parametrize("box", ["<div>{}</div>", "{}"], ids=["a body of its own", "a wide body"])
def test_quotation_that_opens_an_article_is_the_lead_where_the_page_describes_itself_so(
    said: str, is_lead: bool, box: str
) -> None:
    head = f'{HEAD}<meta name="description" content="{OPENING}">'
    text = box.format(paragraphs()) if is_lead else box.format(f"<blockquote>{said}</blockquote>{paragraphs()}")
    opening = f"<blockquote>{OPENING}</blockquote>" if is_lead else ""
    page = f"<html><head>{head}</head><body><div><h1>{TITLE}</h1>{opening}{text}</div></body></html>"
    article = read_page(page)
    assert (article.lead == OPENING) is is_lead
    assert [block.text for block in article.blocks] == [*([] if is_lead else [said]), *PARAGRAPHS]
