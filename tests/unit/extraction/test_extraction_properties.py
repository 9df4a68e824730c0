"""Pages made from parts: other renderings are the same article, and no word is added."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from skin_pages import LEAD, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, picture

from dvingest.extraction import extract
from dvingest.extraction.text import normalise_text
from dvingest.model import RawArticle
from dvingest.normalise import content_sha256

CAPTION = "Người dân thôn Hạ san nền đường."
OTHER = "/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html"
ADVERT = '<div class="ads_middle"><div class="banner fyi"><script>window.CMS_BANNER.pushAds(1)</script></div></div>'
CARD = f'<article class="story"><h2><a href="{OTHER}">Làng gốm trăm tuổi</a></h2></article>'
BOX = f'<div class="related-news">{CARD}</div>'


def read(page: str | bytes) -> RawArticle:
    reading = extract(page, URL)
    assert isinstance(reading, RawArticle), reading
    return reading


def hash_of(article: RawArticle) -> str:
    return content_sha256(article.title, article.lead, article.blocks, [image.caption for image in article.images])


def test_twenty_renderings_of_one_article_have_one_hash() -> None:
    parts = [f"<p>{PARAGRAPHS[0]}</p>", picture(caption=CAPTION), f"<p>{PARAGRAPHS[1]}</p>", f"<p>{PARAGRAPHS[2]}</p>"]
    hashes = set()
    for number in range(20):
        body = "".join(
            part + (ADVERT if number & 1 << index else BOX if number & 3 else "") for index, part in enumerate(parts)
        )
        around = f"<h3 class='h{number}'>Cùng chuyên mục</h3><h3>Đọc thêm</h3>" + BOX * number
        hashes.add(hash_of(read(cms_page(body, around=around))))
    assert len(hashes) == 1


def test_decomposed_twin_has_the_same_hash() -> None:
    page = cms_page(picture(caption=CAPTION) + paragraphs())
    twin = unicodedata.normalize("NFD", page)
    assert twin != page
    assert hash_of(read(twin)) == hash_of(read(page))


VOCABULARY = [
    "đường",
    "chợ",
    "thôn",
    "Hạ",
    "(PLVN)",
    "Minh",
    "Trang",
    "Đọc",
    "thêm",
    "xe.",
    "mưa,",
    "12/6",
    "“lũ”",
    "-",
]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14)
INLINE = st.sampled_from(
    ["{}", "<b>{}</b>", "<em>{}</em>", '<a href="/x.html">{}</a>', "<span>{}</span>", "{}<br>", "<u>{}</u>"]
)
BLOCK = st.sampled_from(
    [
        "<p>{}</p>",
        "<h2>{}</h2>",
        "<div>{}</div>",
        "<li>{}</li>",
        "<blockquote>{}</blockquote>",
        "<table><tr><td>{}</td></tr></table>",
    ]
)


@st.composite
def bodies(draw: st.DrawFn) -> str:
    blocks = draw(
        st.lists(st.tuples(BLOCK, st.lists(st.tuples(INLINE, WORDS), min_size=1, max_size=4)), min_size=1, max_size=8)
    )
    return "".join(
        block.format("".join(inline.format(" ".join(words)) for inline, words in runs)) for block, runs in blocks
    )


def words_of(text: str) -> set[str]:
    return set(normalise_text(text).split())


@settings(max_examples=120)
@given(bodies())
def test_no_word_appears_that_the_page_has_not(body: str) -> None:
    article = read(cms_page(f"<p>{PARAGRAPHS[0]}</p>{body}"))
    on_page = re.sub(r"</?(?:p|h2|div|li|blockquote|table|tr|td|br)>", " ", body)
    on_page = words_of(re.sub(r"<[^>]+>", "", on_page)) | words_of(PARAGRAPHS[0])
    assert words_of(article.body) <= on_page


@settings(max_examples=80)
@given(bodies())
def test_reading_what_was_read_changes_nothing(body: str) -> None:
    once = read(cms_page(f"<p>{PARAGRAPHS[0]}</p>{body}<p>{PARAGRAPHS[1]}</p>"))
    tags = {"heading": "h2", "quote": "blockquote", "list_item": "li"}
    again = read(
        cms_page(
            "".join(f"<{tags.get(block.kind, 'p')}>{block.text}</{tags.get(block.kind, 'p')}>" for block in once.blocks)
        )
    )
    assert [block.text for block in again.blocks] == [block.text for block in once.blocks]


def test_title_and_lead_are_the_page_s() -> None:
    article = read(cms_page(paragraphs()))
    assert (article.title, article.lead) == (TITLE, LEAD)
