"""What makes a page an interview, a live report, a film or a gallery, and which films are its own."""

from __future__ import annotations

from time import perf_counter

import pytest
from skin_pages import HEAD, LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, picture, read_page

from dvingest.extraction import extract
from dvingest.extraction.meta.media import kind_by_content
from dvingest.model import Block, RawArticle, Rejection


def live(*texts: str) -> str:
    return kind_by_content(TITLE, [Block(kind="paragraph", text=text) for text in texts], 0, 0)


def test_live_report_is_known_by_entries_headed_by_the_clock() -> None:
    assert live("10:42", PARAGRAPHS[0], "9h30", PARAGRAPHS[1], "8 giờ 15", PARAGRAPHS[2]) == "live"
    assert live("10:42", PARAGRAPHS[0], "9h30", PARAGRAPHS[1]) == "article"
    assert (
        live("10h42 ngày 21/3", PARAGRAPHS[0], "9h30 ngày 21/3", PARAGRAPHS[1], "8h15 ngày 21/3", "Hết.") == "article"
    )
    assert live("07:30", "Đón khách", "08:00", "Khai mạc", "09:45", "Thi hùng biện", PARAGRAPHS[0]) == "article"


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
        "<p><strong>Xin chào luật sư!</strong></p>" + asked("<strong>", "</strong>"),
        asked("<strong>", "</strong>") + f"<p><strong>Trân trọng cảm ơn ông!</strong></p><p>{PARAGRAPHS[0]}</p>",
    ],
    ids=[
        *("bold", "bold with a dash", "italic", "labelled", "one that addresses", "two and thanks", "a bold greeting"),
        "bold thanks above a note",
    ],
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


def test_body_of_pictures_alone_is_an_article_where_its_place_is_known() -> None:
    assert read_page(cms_page(picture(1))).kind == "infographic"
    assert read_page(cms_page(picture(1, "Chợ Bồn") + picture(2, "Bến Bồn"))).kind == "gallery"
    elsewhere = cms_page("").replace(
        '<div class="article__body', f'<div class="article__avatar">{picture(1)}</div><div class="article__body'
    )
    assert isinstance(extract(elsewhere, URL), Rejection)
    unknown = f"<html><head>{HEAD}</head><body><main><h1>{TITLE}</h1>{picture(1)}</main></body></html>"
    assert isinstance(extract(unknown, URL), Rejection)


@pytest.mark.parametrize(
    ("body", "is_one"), [(picture(1) + picture(2), True), ("", False)], ids=["set in pictures", "empty"]
)
def test_longform_may_be_set_in_pictures_that_stand_in_its_body(body: str, is_one: bool) -> None:
    page = cms_page(body).replace('<div class="article">', '<div class="article e-magazine">')
    avatar = f'<div class="article__avatar">{picture(3)}</div><div class="article__body'
    reading = extract(page.replace('<div class="article__body', avatar), URL)
    assert isinstance(reading, RawArticle) is is_one
    assert not isinstance(reading, RawArticle) or (reading.kind, reading.blocks) == ("longform", ())


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


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("page-video", "video"),
        ("detail-videos", "video"),
        ("is-gallery", "gallery"),
        ("detail__photo", "gallery"),
        ("article-slideshow", "gallery"),
        ("page-album", "gallery"),
        ("detail-infographic", "infographic"),
        ("emag", "longform"),
        ("megastory", "longform"),
        ("detail-magazine", "longform"),
        ("is-live", "live"),
        ("liveblog", "live"),
        ("article-interview", "interview"),
        ("page-giao-luu", "interview"),
        ("page-photography", "article"),
        ("article-delivery", "article"),
    ],
)
def test_name_of_the_box_around_the_text_tells_its_kind(name: str, kind: str) -> None:
    assert read_page(cms_page(paragraphs()).replace('<div class="article">', f'<div class="{name}">')).kind == kind


SHOWN = '<figure><img src="https://cdn.baophapluat.vn/w1280/uploaded/x/2025_11_20/duong-1.jpg"{}></figure>'
HEADED = f"<h1>{TITLE}</h1><p>(PLVN) - {LEAD}</p><div>12/06/2024 17:05</div>"
CARD = "<div><figure><img src='/a/2024_06_11/c-1.jpg'></figure><h3><a href='/{0}-rat-hay.html'>{0}</a></h3></div>"
CARDS = f"<section><h2>Đọc thêm</h2>{''.join(CARD.format(f'bai-khac-so-{number}') for number in range(6))}</section>"
LETTER = (
    "<div class='avatar'><span>H</span></div><div><a href='/tac-gia/ha-thu.html'>Hà Thu</a><span>17:05</span></div>"
)
BESIDE = {
    "a head with the author": f"<article><header>{HEADED}{LETTER}</header><div class='x1'>{{}}</div></article>",
    "a picture on all of the screen": f"<div class='hero'>{HEADED}</div><div class='x1'>{{}}</div>",
    "a box of the lead": HEADED.replace("<p>", "<div class='x2'><p>").replace("</p>", "</p></div>") + "<div>{}</div>",
    "one box with the lead": HEADED + "{}",
}


@pytest.mark.parametrize("page", BESIDE.values(), ids=BESIDE.keys())
def test_pictures_and_films_behind_the_only_paragraph_are_the_body_where_that_is_the_lead(page: str) -> None:
    def read(shown: str, title: str) -> RawArticle:
        main = f"<html><head>{HEAD}</head><body><main>{page.format(shown)}{CARDS}</main></body></html>"
        return read_page(main.replace(TITLE, title))

    drawing = read(SHOWN.format(""), f"[Infographic] {TITLE}")
    assert (drawing.kind, drawing.lead, drawing.blocks, len(drawing.images)) == ("infographic", LEAD, (), 1)
    film = read(f'<div>{FILM}</div><p style="text-align: right"><b>Hà Thu</b></p>', TITLE)
    assert (film.kind, film.authors, film.blocks, film.lead) == ("video", ("Hà Thu",), (), LEAD)
    photos = "".join(SHOWN.format("").replace("duong-1", f"duong-{number}") for number in range(5))
    assert (read(photos, TITLE).kind, len(read(photos, TITLE).images)) == ("gallery", 5)


NOTE = "<p>Chúng tôi dùng cookie để trang chạy tốt hơn. Bằng việc đọc tiếp bạn đồng ý với điều đó.</p>"
WINDOWS = {
    "note on cookies": f"<div id='cookie-bar'>{NOTE}<button>Đồng ý</button></div>",
    "form to subscribe": f"<div class='popup-mail'>{NOTE}<form><input name='mail'></form></div>",
    "window by its role": f"<div role='dialog'>{NOTE}</div>",
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
def test_window_laid_over_a_page_is_no_body_of_an_article_without_a_text(window: str) -> None:
    page = f"<html><head>{HEAD}</head><body><main>{{}}</main>{window}</body></html>"
    film = read_page(page.format(f"<h1>{TITLE}</h1><h2>(PLVN) - {LEAD}</h2><article>{FILM}</article>"))
    assert (film.kind, film.blocks, len(film.videos)) == ("video", (), 1)
    short = read_page(page.format(f"<h1>{TITLE}</h1><div>12/06/2024 17:05</div><div><p>{PARAGRAPHS[0]}</p></div>"))
    assert [block.text for block in short.blocks] == [PARAGRAPHS[0]]


def test_window_with_the_title_in_it_holds_the_article() -> None:
    page = f"<html><head>{HEAD}</head><body><div class='modal-view'><h1>{TITLE}</h1><div><p>{PARAGRAPHS[0]}</p></div>"
    assert [block.text for block in read_page(f"{page}</div></body></html>").blocks] == [PARAGRAPHS[0]]


def test_links_to_documents_behind_the_only_paragraph_are_the_body_and_those_to_articles_are_none() -> None:
    names = ("Luật Thủ đô (sửa đổi)", "Luật Lưu trữ (sửa đổi)", "Luật Đường bộ năm 2024")
    links = "".join(
        f"<li><a href='https://quochoi.vn/{number}.pdf'>{name}</a></li>" for number, name in enumerate(names)
    )
    page = (
        f"<html><head>{HEAD}</head><body><main><div>{HEADED}</div><div><ul>{{}}</ul></div>{CARDS}</main></body></html>"
    )
    assert tuple(block.text for block in read_page(page.format(links)).blocks) == names
    others = "".join(
        f"<li><a href='/bai-khac-so-{number}-rat-hay.html'>{name}</a></li>" for number, name in enumerate(names)
    )
    assert isinstance(extract(page.format(others), URL), Rejection)


def test_thousands_of_pictures_in_cards_behind_a_lead_take_no_time() -> None:
    cards = f"<div>{SHOWN.format('') * 4000}<h3><a href='/x'>{TITLE}</a></h3></div>"
    start = perf_counter()
    extract(f"<html><head>{HEAD}</head><body><main><div>{HEADED}</div>{cards}</main></body></html>", URL)
    assert perf_counter() - start < 5


def test_paragraph_alone_that_is_no_lead_is_the_text_above_a_picture() -> None:
    text = f"<div class='x2'><p>{PARAGRAPHS[0]}</p></div>{SHOWN.format('')}"
    page = f"<html><head>{HEAD}</head><body><main><h1>{TITLE}</h1>{text}{CARDS}</main></body></html>"
    assert [block.text for block in read_page(page).blocks] == [PARAGRAPHS[0]]


def test_only_paragraph_with_a_mark_is_the_text_where_the_page_is_described_by_another() -> None:
    described = f'<meta name="description" content="{LEAD}">'
    text = f"<h2>{LEAD}</h2><div class='x2'><p>(PLVN) - {PARAGRAPHS[0]}</p></div><div>{SHOWN.format('')}</div>"
    page = f"<html><head>{HEAD}{described}</head><body><main><h1>{TITLE}</h1>{text}{CARDS}</main></body></html>"
    article = read_page(page)
    assert (article.lead, [block.text for block in article.blocks]) == (LEAD, [f"(PLVN) - {PARAGRAPHS[0]}"])


@pytest.mark.parametrize(
    ("size", "mark", "kind"),
    [
        (' width="1280" height="4100"', "", "infographic"),
        (' width="1280" height="853"', "", None),
        ("", "", None),
        ("", "itemprop='articleBody'", "infographic"),
    ],
)
def test_picture_without_a_word_is_an_article_if_it_is_tall_or_stands_in_a_marked_body(
    size: str, mark: str, kind: str | None
) -> None:
    body = f"<div {mark}>{SHOWN.format(size)}</div>"
    reading = extract(
        f"<html><head>{HEAD}</head><body><main><div>{HEADED}</div>{body}{CARDS}</main></body></html>", URL
    )
    assert (reading.kind if isinstance(reading, RawArticle) else None) == kind


def test_film_alone_is_what_a_report_of_several_parts_shows() -> None:
    page = cms_page(FILM).replace('<div class="article">', '<div class="article e-magazine">')
    assert read_page(page).videos == ("https://baophapluat.vn/a/film.mp4",)
