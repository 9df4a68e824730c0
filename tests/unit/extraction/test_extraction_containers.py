"""Which containers hold the body of a page, and what belongs to it behind them."""

from __future__ import annotations

from time import perf_counter

import pytest
from skin_pages import BARE, HEAD, PARAGRAPHS, TITLE, cms_page, paragraphs, picture, read_page

BODY = '<div class="article__body cms-body ">{}</div>'
TWO = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:])
BEHIND = {
    "paragraphs": (TWO, 2),
    "paragraphs below a comment": (f"<!-- hết phần đầu -->{TWO}", 2),
    "paragraphs and a heading": (f"<h3>Đoạn cuối</h3>{TWO}", 3),
    "paragraphs below a picture": (picture() + TWO, 2),
    "one paragraph": (f"<p>{PARAGRAPHS[1]}</p>", 0),
    "short paragraphs": ("<p>Thôn Hạ đi trước.</p><p>Thôn Thượng theo sau.</p>", 0),
    "long headings": (TWO.replace("<p>", "<h4>").replace("</p>", "</h4>"), 0),
    "paragraphs below bare words": (f"Tin khác {TWO}", 0),
    "paragraphs below a table": (f"<table><tr><td>Tin khác</td></tr></table>{TWO}", 0),
    "paragraphs with names": (TWO.replace("<p>", '<p class="note">'), 0),
    "paragraphs with an identity": (TWO.replace("<p>", '<p id="note">'), 0),
}


@pytest.mark.parametrize(("behind", "count"), BEHIND.values(), ids=BEHIND.keys())
def test_paragraphs_right_behind_the_body_belong_to_it_where_it_ended_early(behind: str, count: int) -> None:
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p></div>{behind}<div>"))
    assert len(article.blocks) == 1 + count
    assert ("body_continued" in article.warnings) is (count > 0)


def test_body_of_another_article_in_a_card_or_column_is_none_of_the_page() -> None:
    page = cms_page(paragraphs())
    for other in ("<aside>{}</aside>", '<article class="story">{}</article>'):
        teaser = other.format(BODY.format("<p>Làng gốm trăm tuổi tìm cách giữ lửa nghề.</p>"))
        article = read_page(page.replace('<div class="article">', f'{teaser}<div class="article">'))
        assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_body_in_several_containers_is_read_from_all_that_stand_beside_each_other() -> None:
    page = cms_page(f"<p>{PARAGRAPHS[0]}</p></div>{BODY.format(TWO)}<div>")
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)
    # An empty one elsewhere, for a script to fill, is none of them; nor is a second article.
    empty, second = f"<div>{BODY.format('')}</div>", f"<div>{BODY.format('<p>Chuyện khác.</p>')}</div>"
    page = page.replace('<div class="article">', f'{empty}<div class="article">').replace("</body>", f"{second}</body>")
    assert [block.text for block in read_page(page).blocks] == list(PARAGRAPHS)


def test_picture_above_the_body_is_the_lead_picture_unless_it_is_that_of_a_card() -> None:
    lead = '<div class="article__avatar"><img src="/a/2024_06_12/x.jpg"></div>'
    page = cms_page(paragraphs()).replace('<div class="article__sapo', f'{lead}<div class="article__sapo')
    assert len(read_page(page).images) == 1
    for card in ('<article class="story">{}</article>', "<aside>{}</aside>"):
        assert read_page(page.replace(lead, card.format(lead))).images == ()
    assert read_page(page.replace('<img src="/a/2024_06_12/x.jpg">', "")).images == ()


@pytest.mark.parametrize(
    ("head", "row", "has_more"),
    [
        ("", '<div class="pages"><a href="?page=1">1</a><a href="?page=2">2</a></div>', True),
        ('<link rel="next" href="/xa-bon-sua-xong-con-duong-ra-cho-post512345.html?trang=2">', "", True),
        ('<link rel="next" href="/lang-gom-tram-tuoi-post497329.html?page=2">', "", False),
        ("", '<p>Xem <a href="/tim-kiem.html?q=duong&amp;page=2">kết quả</a></p>', False),
        ("", '<p><a href="http://[?page=2">2</a></p>', False),
    ],
)
def test_further_pages_of_an_article_are_a_warning(head: str, row: str, has_more: bool) -> None:
    article = read_page(cms_page(paragraphs() + row, head=HEAD + head))
    assert ("more_pages" in article.warnings) is has_more


def test_picture_above_the_body_of_the_oldest_layout_is_the_lead_picture() -> None:
    above = '<div id="ctl00_mainContent_divAvatar"><img src="/a/2014_07_12/x.jpg" alt=""></div>'
    body = f'<h1>{TITLE}</h1>{above}<div id="ctl00_mainContent_abody">{paragraphs()}</div>'
    assert len(read_page(f"<html><head>{HEAD}</head><body>{body}</body></html>").images) == 1


@pytest.mark.parametrize(
    ("above", "captions"),
    [
        (f'<div><img src="/a/x.jpg" alt="{TITLE}"></div>', [None]),
        ('<div><img src="/a/x.jpg"><p class="image-caption">Chợ Bồn sáng nay.</p></div>', ["Chợ Bồn sáng nay."]),
        ('<div><a href="https://ban-xe.example/"><img src="/a/x.gif" alt="Xe mới"></a></div>', []),
        (f'<div><a href="/lang-gom-tram-tuoi-post497329.html"><img src="/a/x.jpg" alt="{TITLE}"></a></div>', []),
    ],
)
def test_picture_between_title_and_text_of_an_unknown_page_is_its_own_by_caption_or_title(
    above: str, captions: list[str | None]
) -> None:
    page = f"<main><h1>{TITLE}</h1>{above}<div>{paragraphs()}</div></main>"
    images = read_page(f"<html><head>{HEAD}</head><body>{page}</body></html>").images
    assert [image.caption for image in images] == captions


def test_thousands_of_pictures_above_the_text_of_an_unknown_page_take_no_time() -> None:
    above = "<div>" + "<img src='/a/x.jpg' alt='Chợ'>" * 20_000 + "</div>"
    page = f"<main><h1>{TITLE}</h1>{above}<div>{paragraphs()}</div></main>"
    start = perf_counter()
    assert read_page(f"<html><head>{HEAD}</head><body>{page}</body></html>").images == ()
    assert perf_counter() - start < 10


def test_article_without_text_above_the_next_one_is_not_that_one() -> None:
    own = f"<section><h1>[Infographic] {TITLE}</h1><time>12/06/2024 17:05</time><p><img src='/a/x.jpg'></p></section>"
    other = f"<section><h1>Làng gốm trăm tuổi</h1><time>11/06/2024 7:05</time>{paragraphs()}</section>"
    head = f'{BARE}<meta property="og:title" content="[Infographic] {TITLE}">'
    article = read_page(f"<html><head>{head}</head><body>{own}{other}</body></html>")
    assert (article.title, article.kind, article.blocks) == (f"[Infographic] {TITLE}", "infographic", ())
