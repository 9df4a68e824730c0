"""What holds for every page, whatever stands in it: nothing invented, nothing lost, boxes of no account."""

from __future__ import annotations

import html as markup
import random
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from case_pages import Case, all_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from dvingest.extraction import clean_text, extract
from dvingest.extraction.text import normalise_text
from dvingest.model import BronzeRecord, Capture, RawArticle, Reading, Rejection
from dvingest.normalise import normalise

URL = "https://baophapluat.vn/mot-ngay-o-bo-ke-song-tien-post512345.html"
FETCHED_AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
FEW = settings(QUICK, max_examples=6)

SYLLABLES = re.findall(
    r"\S+",
    "người dân bờ kè sông Tiền thường xuyên lo lắng mỗi khi mùa lũ về chính quyền địa phương đã khảo sát và cam kết "
    "hỗ trợ di dời trong quý tới theo quy định của pháp luật hòa giải thủy lợi khuếch đại nghiêng ngả Cùng chuyên mục "
    "Đọc thêm Xem tiếp Quảng cáo Chia sẻ Bình luận Từ khóa Theo TTXVN (PLVN) Ảnh",
)

words = st.sampled_from(SYLLABLES)
# Long enough that nobody takes it for a heading, a caption or a link to another article.
sentences = st.lists(words, min_size=30, max_size=45).map(lambda chosen: "Ngày 5/6, " + " ".join(chosen) + ".")
bodies = st.lists(sentences, min_size=3, max_size=6, unique=True)
short_lines = st.lists(words, min_size=4, max_size=9).map(lambda chosen: "Toàn cảnh " + " ".join(chosen) + ".")


def cms_page(paragraphs: list[str], caption: str | None = None, boxes: random.Random | None = None) -> str:
    """One article in the cms skin; `boxes` draws the adverts and boxes around and within it."""
    pieces = [f'<p style="text-align: justify;">{markup.escape(text)}</p>' for text in paragraphs]
    if caption is not None:
        text = markup.escape(caption)
        picture = f'<img class="lazyload  cms-photo" src="data:image/gif;base64,R0lGOD" data-src="https://image.baophapluat.vn/w840/Uploaded/2024/xyz/2024_06_05/bo-ke-1715.jpg" alt="{text}" title="{text}">'  # noqa: E501
        shapes = [
            f'<table class="picture"><tbody><tr><td class="pic">{picture}</td></tr>'
            f'<tr><td class="caption"><p>{text}</p></td></tr></tbody></table>',
            f'<table class="picture"><tbody><tr><td class="pic">{picture}<br>{text}</td></tr></tbody></table>',
            f"<figure>{picture}<figcaption>{text}</figcaption></figure>",
        ]
        pieces.insert(1, shapes[boxes.randrange(3) if boxes else 0])
    before, after = "", ""
    if boxes:
        for _ in range(boxes.randrange(4)):
            pieces.insert(boxes.randrange(2, len(pieces) + 1), boxes.choice([advert, related_box])(boxes))
        before = "".join(card(boxes) for _ in range(boxes.randrange(3)))
        headings = boxes.sample(["h2", "h3", "h4", "div"], 2)
        after = "".join(
            f'<{tag} class="{boxes.choice(["box-heading", "title", ""])}">{words}</{tag}>'
            f'<div class="content-list">{"".join(card(boxes) for _ in range(boxes.randrange(9)))}</div>'
            for tag, words in zip(headings, ["Cùng chuyên mục", "Đọc thêm"], strict=True)
        )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Một ngày ở bờ kè sông Tiền</title>
<meta property="og:title" content="Một ngày ở bờ kè sông Tiền">
<meta property="article:published_time" content="2024-06-05T09:12:00+0700"></head><body>{before}
<div class="main-col content-col"><div class="breadcrumbs"><a class="text" href="/xa-hoi/">Xã hội</a></div>
<div class="article"><h1 class="article__title cms-title ">Một ngày ở bờ kè sông Tiền</h1>
<div class="article__meta"><time class="time" datetime="2024-06-05T09:12:00+0700">05/06/2024 09:12 GMT+7</time></div>
<div class="article__sapo cms-desc ">(PLVN) - Chuyện ghi ở đoạn kè vừa sạt lở, nơi hàng chục hộ dân phải dời nhà.</div>
<div class="article__body cms-body " itemprop="articleBody">{"".join(pieces)}</div></div>{after}</div></body></html>"""


def advert(draw: random.Random) -> str:
    number = draw.randrange(9)
    return (
        f'<div class="ads_middle"><div id="adsWeb_AdsArticleMiddle{number}" class="banner fyi">'
        f"<script>window.CMS_BANNER.pushAds({number})</script></div></div>"
    )


def related_box(draw: random.Random) -> str:
    cards = "".join(card(draw) for _ in range(draw.randrange(1, 4)))
    return draw.choice(
        [
            f'<div class="related-news">{cards}</div>',
            f'<div class="article-relate"><a href="/tin-{draw.randrange(999)}-post500100.html">{title(draw)}</a></div>',
        ]
    )


def card(draw: random.Random) -> str:
    number = draw.randrange(400000, 530000)
    return (
        f'<article class="story" data-id="{number}"><h3 class="story__heading">'
        f'<a class="cms-link" href="/tin-khac-post{number}.html">{title(draw)}</a></h3></article>'
    )


def title(draw: random.Random) -> str:
    return "Tin " + " ".join(draw.choices(SYLLABLES[:40], k=draw.randrange(5, 12)))


def read(page: str | bytes) -> RawArticle:
    reading = extract(page, URL, fetched_at=FETCHED_AT)
    assert isinstance(reading, RawArticle), reading
    return reading


def content_hash(page: str) -> str:
    return hash_of(page.encode(), read(page.encode()))


def hash_of(page: bytes, reading: Reading) -> str:
    capture = Capture(URL, FETCHED_AT, 200, (), page, reading)
    return normalise(BronzeRecord(capture, "run", "bronze/part-00001.warc.gz", 0)).content_sha256


def words_of(article: RawArticle) -> set[str]:
    captions = [image.caption or "" for image in article.images]
    texts = [article.title, article.lead or "", article.body, *captions, *article.authors, *article.tags]
    return set(re.findall(r"\w+", " ".join(texts)))


def words_of_page(page: bytes) -> set[str]:
    tree = lxml_html.fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    values = [str(value) for element in tree.iter() for value in element.attrib.values()]
    texts = [str(text) for text in tree.itertext()]
    joined = ["".join(texts), " ".join(texts), " ".join(values)]
    return set(re.findall(r"\w+", " ".join(normalise_text(text) for text in joined)))


UTF8_CASES = [case for case in all_cases() if case.expected and not case.is_text and "1258" not in case.name]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in UTF8_CASES])
def test_no_word_appears_that_the_page_does_not_have(case: Case) -> None:
    assert isinstance(case.reading, RawArticle), case.reading
    assert words_of(case.reading) - words_of_page(case.page) == set()


@given(bodies, st.none() | short_lines, st.integers(0, 2**32))
@QUICK
def test_every_paragraph_of_the_article_is_kept_and_nothing_else(
    paragraphs: list[str], caption: str | None, seed: int
) -> None:
    article = read(cms_page(paragraphs, caption, random.Random(seed)))
    assert [block.text for block in article.blocks] == paragraphs
    assert [image.caption for image in article.images] == ([caption] if caption else [])


@given(bodies, short_lines)
@FEW
def test_twenty_renderings_with_other_adverts_and_boxes_are_one_article(paragraphs: list[str], caption: str) -> None:
    hashes = {content_hash(cms_page(paragraphs, caption, random.Random(seed))) for seed in range(20)}
    assert len(hashes) == 1


@given(bodies, short_lines)
@QUICK
def test_composed_and_decomposed_letters_are_one_article(paragraphs: list[str], caption: str) -> None:
    page = cms_page(paragraphs, caption)
    assert content_hash(unicodedata.normalize("NFD", page)) == content_hash(unicodedata.normalize("NFC", page))


def test_one_article_in_three_layouts_is_one_content() -> None:
    names = {"cms-doubled-caption", "zone-doubled-caption", "legacy-news"}
    pages = [(case.page, case.reading) for case in UTF8_CASES if case.name in names]
    assert len(pages) == len(names)
    assert len({hash_of(page, reading) for page, reading in pages}) == 1


@given(bodies)
@QUICK
def test_another_word_in_the_body_is_another_content(paragraphs: list[str]) -> None:
    changed = [*paragraphs[:-1], paragraphs[-1].removesuffix(".") + " đính chính."]
    assert content_hash(cms_page(paragraphs)) != content_hash(cms_page(changed))


@given(
    st.lists(sentences | short_lines | st.sampled_from(["Cùng chuyên mục", "Đọc thêm", "Toàn cảnh bờ kè."]), max_size=9)
)
@QUICK
def test_cleaning_scraped_text_twice_is_cleaning_it_once(lines: list[str]) -> None:
    once = clean_text("\n\n".join(["Một ngày ở bờ kè sông Tiền", "(PLVN) - Chuyện ghi ở đoạn kè.", *lines]))
    if isinstance(once, Rejection):
        return
    again = clean_text("\n\n".join([once.title, f"(PLVN) - {once.lead}" if once.agency_prefix else "", once.body]))
    assert isinstance(again, RawArticle), again
    assert (again.title, again.lead, again.body) == (once.title, once.lead, once.body)


BROKEN_SOURCES = [case for case in UTF8_CASES if case.name.endswith(("doubled-caption", "data-table", "not-marked"))]


@given(st.sampled_from(BROKEN_SOURCES), st.integers(0, 40_000), st.binary(max_size=12))
@QUICK
def test_page_cut_short_or_damaged_is_read_without_an_exception(case: Case, place: int, noise: bytes) -> None:
    for damaged in (case.page[:place], case.page[:place] + noise + case.page[place + 40 :]):
        assert isinstance(extract(damaged, case.meta["url"]), RawArticle | Rejection)


@given(st.text(max_size=400) | st.binary(max_size=400))
@QUICK
def test_anything_at_all_is_read_without_an_exception(page: str | bytes) -> None:
    assert isinstance(extract(page, URL), RawArticle | Rejection)
