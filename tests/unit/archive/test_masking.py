"""What the page of another article shows of a purged one is masked; its own text never is."""

from __future__ import annotations

import unicodedata
from html import escape

import pytest

from dvingest.archive.masking import Traces, masked_pages, quotes
from dvingest.model import Block, Image, RawArticle

TITLE = "Người đàn bà gánh nước qua đồi cát kể chuyện đời mình"
LEAD = "Bà Tạ Thị Nguyệt Hà, sáu mươi tuổi, mỗi ngày ba lượt gánh nước qua đồi cát về nuôi đàn dê của cả xóm."
BODY = "Con đường qua đồi cát dài ba cây số, mùa gió chướng thì không ai muốn bước chân ra khỏi nhà."
CAPTION = "Bà Hà bên đôi thùng gánh nước đã theo bà qua ba mươi mùa khô trên đồi cát."
URL = "https://baophapluat.vn/nguoi-dan-ba-ganh-nuoc-qua-doi-cat-post384250.html"
OTHER = "https://baophapluat.vn/mot-bai-viet-khac-cua-bao-post384300.html"
PURGED = RawArticle(
    url=URL,
    template="cms",
    title=TITLE,
    lead=LEAD,
    blocks=(Block("paragraph", BODY), Block("paragraph", "Vâng.")),
    images=(Image("https://baophapluat.vn/a.jpg", CAPTION),),
)
TRACES = Traces.of("plvn:384250", [URL], [PURGED])
OWN = RawArticle(url=OTHER, template="cms", title="Một bài viết khác của báo", blocks=(Block("paragraph", "Thân."),))


def page(inner: str) -> bytes:
    return f"<html><body><p>Thân.</p>{inner}<p>Một bài viết khác của báo</p></body></html>".encode()


def masked(body: bytes, own: RawArticle | None = OWN) -> bytes:
    return next(masked_pages(body, OTHER, TRACES, own))


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in plain if letter.isalnum())


SHOWN = {
    "link": f'<a href="{URL}">{TITLE}</a>',
    "relative link with a query": f'<a class="x" href="/nguoi-dan-ba-post384250.html?utm=1#y">Xem bài: {TITLE}</a>',
    "link of an older form": '<a href="/thoi-su/nguoi-dan-ba-ganh-nuoc-384250.html"><b>Người đàn bà</b> gánh nước</a>',
    "picture in a link": f'<a href="{URL}" title="{TITLE}"><img src="/p.jpg" alt="{TITLE}"></a>',
    "card": f'<div><h3><a href="{URL}">{TITLE}</a></h3><p class="sapo">{LEAD}</p></div>',
    "teaser that breaks off": f'<a href="{URL}">Xem</a><p>{LEAD[:60]}...</p><p>{BODY[:50]}…</p>',
    "teaser in another case and form": f"<p>{unicodedata.normalize('NFD', LEAD.upper())}</p><i>384250</i>",
    "teaser that is partly bold": f"<p>{LEAD[:20]}<b>{LEAD[20:40]}</b>{LEAD[40:]}</p><i>384250</i>",
    "title without a link": f"<li>{TITLE}</li>",
    "entities": f"<a href='{URL}'>{TITLE.encode('ascii', 'xmlcharrefreplace').decode()}</a>",
    "JSON with escapes": '<script>{"url":"https:\\/\\/baophapluat.vn\\/nguoi-dan-ba-ganh-nuoc-post384250.html"'
    + f',"name":"{TITLE.encode("unicode_escape").decode()}"}}</script>'.replace("\\x", "\\u00"),
    "share link": f'<a href="https://example.org/share?u={URL}&amp;t=1">Chia sẻ {TITLE}</a>',
    "encoded share link": '<a href="https://example.org/s?u=https%3A%2F%2Fbaophapluat.vn%2F'
    f'nguoi-dan-ba-ganh-nuoc-qua-doi-cat-post384250.html">{TITLE}</a>',
    "caption": f'<img alt="{escape(CAPTION)}" data-id="384250">',
}


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_left_of_what_another_page_shows(name: str) -> None:
    before = page(SHOWN[name])
    assert TRACES.are_on(before)
    after = masked(before)
    assert len(after) == len(before)
    assert after.count(b"<") == before.count(b"<")
    for text in (TITLE, LEAD, BODY, CAPTION, LEAD[:60], BODY[:50], "nguoi-dan-ba"):
        assert letters(text)[:32] not in letters(after.decode()), text
    assert b"384250.html" not in after
    assert "Một bài viết khác của báo".encode() in after


def test_masked_address_still_looks_like_an_article() -> None:
    after = masked(page(f'<a href="{URL}">{TITLE}</a>')).decode()
    assert 'href="https://baophapluat.vn/xxxxx-xxx-xx-xxxx-xxxx-xxx-xxx-xxx-post000000.html"' in after


@pytest.mark.parametrize(
    "inner",
    [
        '<a href="/mot-bai-khac-post384251.html">Bài khác</a>',
        '<a href="/mot-bai-khac-post1384250.html">Bài khác</a>',
        '<a href="https://example.org/bai-post384250.html">Báo khác</a>',
        '<p>Số đơn 384250 đã được giải quyết.</p><img src="/anh/384250.jpg" alt="Ảnh của bài">',
        f"<p>{TITLE[:20]} là chuyện khác.</p>",
    ],
)
def test_what_only_looks_like_it_stays(inner: str) -> None:
    before = page(inner)
    assert masked(before) == before


def test_a_quotation_in_the_own_text_stays_and_is_reported() -> None:
    quoting = f"Như báo đã viết, {LEAD} Chuyện ấy còn dài."
    own = RawArticle(url=OTHER, template="cms", title="Một bài khác", blocks=(Block("paragraph", quoting),))
    before = page(f"<p>{quoting}</p>")
    assert masked(before, own) == before
    assert quotes(own, TRACES)
    assert not quotes(OWN, TRACES)


def test_words_of_a_link_in_the_own_text_stay_and_its_address_goes() -> None:
    own = RawArticle(
        url=OTHER, template="cms", title="Khác", blocks=(Block("paragraph", "Như báo đã đưa tin, dê về."),)
    )
    after = masked(page(f'<p>Như báo <a href="{URL}" title="{TITLE}">đã đưa tin</a>, dê về.</p>'), own).decode()
    assert ">đã đưa tin</a>, dê về." in after
    assert "post384250" not in after
    assert TITLE not in after


def test_each_time_less_is_masked_and_links_always_are() -> None:
    everything, titles, links = masked_pages(
        page(f'<a href="{URL}">{TITLE}</a><p>{LEAD}</p><p>{BODY}</p>'), OTHER, TRACES, OWN
    )
    for one, left in ((everything, ()), (titles, (BODY,)), (links, (BODY, LEAD))):
        assert TITLE.encode() not in one
        assert [text for text in (BODY, LEAD) if text.encode() in one] == list(left)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1258", "latin-1"])
def test_pages_in_other_encodings_keep_their_length_and_lose_the_link(encoding: str) -> None:
    before = page(f'<a href="{URL}">xem them</a>').decode().encode(encoding, "xmlcharrefreplace")
    assert TRACES.are_on(before)
    after = masked(before)
    assert len(after) == len(before)
    assert "384250" not in after.decode(encoding)
    assert "xem them" not in after.decode(encoding)
