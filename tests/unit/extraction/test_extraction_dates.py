"""The date of an article is its own, wherever the page has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from skin_pages import BARE, HEAD, LEAD, MOMENT, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, platform_page, read_page

from dvingest.extraction import extract
from dvingest.model import RawArticle, Rejection, RejectionReason
from dvingest.plvn.dates import parse_date


def shown(meta: str, head: str = BARE) -> RawArticle:
    page = cms_page(paragraphs(), head=head)
    return read_page(
        page.replace('<div class="article__sapo', f'<div class="article__meta">{meta}</div><div class="article__sapo')
    )


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


@pytest.mark.parametrize("declared", ["2024-06-12T17:05:00Z", "6/12/2024 5:05:00 PM"])
def test_line_of_an_unnamed_place_shows_what_is_meant_by_another_zone_or_order(declared: str) -> None:
    head = f'{BARE}<meta property="article:published_time" content="{declared}">'
    article = read_page(platform_page(head, "<div><span>Thứ Tư 12/06/2024 17:05 (GMT+7)</span></div>", paragraphs()))
    assert article.published_at == MOMENT
    assert "date_disagrees" not in article.warnings
    at_another = platform_page(head, "<div><span>Thứ Tư 12/06/2024 18:05 (GMT+7)</span></div>", paragraphs())
    assert read_page(at_another).published_at == parse_date(declared)


@pytest.mark.parametrize("head", [BARE, HEAD])
def test_change_on_a_line_of_its_own_is_read_if_it_is_later(head: str) -> None:
    rows = "<div><span>Thứ Tư 12/06/2024 17:05 (GMT+7)</span> <span>Cập nhật: {} 19:30</span></div>"
    changed = read_page(platform_page(head, rows.format("12/06/2024"), paragraphs()))
    assert (changed.published_at, changed.modified_at) == (MOMENT, datetime(2024, 6, 12, 12, 30, tzinfo=UTC))
    assert read_page(platform_page(head, rows.format("11/06/2024"), paragraphs())).modified_at is None


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
    article = read_page(
        page if inside else page.replace("</div></div></div></body>", f"</div>{line}</div></div></body>")
    )
    assert article.published_at == MOMENT
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


BEHIND = {
    "card": '<a href="/lang-gom-tram-tuoi-tim-cach-giu-lua.html">Làng gốm tìm cách giữ lửa nghề</a><p>{}</p>',
    "heading": "<h2>Tin trong ngày</h2><p>{}</p>",
    "weather": "<div>Hà Nội 25 độ, trời nhiều mây</div><p>{}</p>",
    "foot of the page": "<footer>{}</footer>",
    "column": "<aside><span>{}</span></aside>",
    "event": "<p>Chợ đêm: 19h ngày {}</p>",
}


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND.keys())
def test_day_and_clock_of_something_else_behind_the_text_date_nothing(behind: str) -> None:
    page = platform_page(BARE, "", paragraphs()).replace("</main>", behind.format("20/11/2026 14:20") + "</main>")
    reading = extract(page, URL)
    assert isinstance(reading, Rejection), reading
    assert reading.reason is RejectionReason.NO_DATE


def test_name_may_stand_between_the_text_and_the_line_that_dates_it() -> None:
    behind = "<p class='text-right'>Mộc Lan Hạ</p><div>17:05 12/06/2024</div>"
    assert (
        read_page(platform_page(BARE, "", paragraphs()).replace("</main>", behind + "</main>")).published_at == MOMENT
    )


LONG_LEAD = f"{LEAD} {PARAGRAPHS[0]} {PARAGRAPHS[2]}"


@pytest.mark.parametrize("mark", ["(PLVN) - ", ""])
def test_name_and_date_below_a_long_lead_of_an_article_without_parts_are_its_own(mark: str) -> None:
    row = "<div><span>Mộc Lan Hạ</span><span>Thứ Tư 12/06/2024 17:05 (GMT+7)</span></div>"
    body = f"<h1>{TITLE}</h1><p>{mark}{LONG_LEAD}</p>{row}{paragraphs()}"
    article = read_page(
        f"<html lang='vi'><head>{BARE}</head><body><main><article>{body}</article></main></body></html>"
    )
    assert (article.lead, article.published_at, article.authors) == (LONG_LEAD, MOMENT, ("Mộc Lan Hạ",))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_day_and_clock_amid_the_text_of_an_article_without_parts_date_nothing() -> None:
    body = f"<h1>{TITLE}</h1><p>{LONG_LEAD}</p>{paragraphs()}<p>17h05 ngày 12/06/2024</p>{paragraphs()}"
    reading = extract(f"<html lang='vi'><head>{BARE}</head><body><main><article>{body}</article></main></body>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


def test_time_of_an_event_that_the_text_ends_with_dates_nothing_and_stays() -> None:
    when = "<p>Thời gian khai mạc:</p><p>20h00 ngày 12/6/2024</p>"
    reading = extract(platform_page(BARE, "", paragraphs() + when), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE
    labelled = when.replace("20h00", "Cập nhật: 20h00")
    assert read_page(platform_page(HEAD, "", paragraphs() + labelled)).blocks[-1].text.startswith("Cập nhật")


def test_day_and_clock_that_end_a_dated_text_stay_unless_they_call_themselves_a_date() -> None:
    assert read_page(cms_page(f"{paragraphs()}<p>9h30, 20/6/2024</p>")).blocks[-1].text == "9h30, 20/6/2024"
    assert len(read_page(cms_page(f"{paragraphs()}<p>Cập nhật: 9h30, 20/6/2024</p>")).blocks) == len(PARAGRAPHS)


def test_clock_that_heads_a_part_of_a_dated_text_stays() -> None:
    first = "10h42 ngày 21/3/2024"
    article = read_page(platform_page(HEAD, "", f"<p><b>{first}</b></p>{paragraphs()}"))
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


def test_sentence_that_tells_a_time_dates_no_article() -> None:
    told = "<p>Lúc 8h30 ngày 20/11/2025, đường được khởi công.</p>"
    reading = extract(platform_page(BARE, "", told + paragraphs()), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


@pytest.mark.parametrize(
    "page",
    [
        cms_page(paragraphs(), head=BARE).replace(
            "Xã hội</a>", "Xã hội</a><span>Thứ Tư 12/06/2024 | 17:05 GMT+7</span>"
        ),
        cms_page(paragraphs(), head=BARE).replace("</h1>", "</h1><div><i>Thứ Tư 12/06/2024 | 17:05 GMT+7</i></div>"),
    ],
    ids=["beside the breadcrumbs", "below the title"],
)
def test_day_and_clock_in_an_unnamed_place_of_a_known_layout_date_the_article(page: str) -> None:
    assert read_page(page).published_at == MOMENT


def test_day_beside_the_breadcrumbs_may_be_the_present_one() -> None:
    page = cms_page(paragraphs(), head=BARE).replace("Xã hội</a>", "Xã hội</a><span>Thứ Tư 12/06/2024</span>")
    reading = extract(page, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason == "no_date"


@pytest.mark.parametrize(
    "line",
    ["Đoạn cuối thông xe lúc 09:30 ngày 20/05/2024.", "(PLVN) - Sáng 20/05/2024, xã Bồn mở đường mới"],
    ids=["a sentence", "a lead"],
)
def test_date_in_a_short_lead_is_that_of_what_it_tells(line: str) -> None:
    reading = extract(platform_page(BARE, f"<p>{line}</p>", paragraphs()), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE
    article = read_page(platform_page(BARE, f"<p>{line}</p><div>Thứ Tư 12/06/2024 17:05 (GMT+7)</div>", paragraphs()))
    assert (article.published_at, article.lead) == (MOMENT, line.removeprefix("(PLVN) - "))


def test_clock_that_shows_when_the_page_was_fetched_dates_no_article() -> None:
    page = cms_page(paragraphs(), head=BARE).replace(
        "Xã hội</a>", "Xã hội</a><span>Thứ Tư 12/06/2024 | 17:05 GMT+7</span>"
    )
    reading = extract(page, URL, fetched_at=MOMENT + timedelta(minutes=2))
    assert isinstance(reading, Rejection)
    later = extract(page, URL, fetched_at=MOMENT + timedelta(hours=3))
    assert isinstance(later, RawArticle)


def test_time_element_of_a_line_that_tells_the_change_carries_the_publication() -> None:
    line = "<time datetime='2024-06-12T17:05:00+0700'>Cập nhật lúc 19:15 ngày 12/06/2024</time>"
    assert read_page(platform_page(BARE, line, paragraphs())).published_at == MOMENT


PRESENT_DAY = '<div class="top"><time id="now">Thứ Tư, 12/06/2024</time></div>'


def test_day_alone_above_the_title_is_no_date_where_it_is_the_day_of_the_fetch() -> None:
    page = (
        f"<html><head>{BARE}</head><body>{PRESENT_DAY}<h1>{TITLE}</h1><div class='x'>{paragraphs()}</div></body></html>"
    )
    reading = extract(page, URL, fetched_at=datetime(2024, 6, 12, 10, 0, tzinfo=UTC))
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NO_DATE


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        pytest.param(PRESENT_DAY, "", 30, id="another day"),
        pytest.param("", PRESENT_DAY, 12, id="below the title"),
        pytest.param(PRESENT_DAY.replace("</time>", " 17:05</time>"), "", 12, id="with a clock"),
    ],
)
def test_day_alone_dates_an_article_on_other_days_and_below_the_title(above: str, below: str, day: int) -> None:
    page = f"<html><head>{BARE}</head><body>{above}<h1>{TITLE}</h1>{below}<div>{paragraphs()}</div></body></html>"
    reading = extract(page, URL, fetched_at=datetime(2024, 6, day, 15, 0, tzinfo=UTC))
    assert isinstance(reading, RawArticle)
    assert reading.published_at is not None
    assert reading.published_at.day == 12


TIME = '<time datetime="2024-06-12T17:05:00+07:00">12/06/2024 17:05</time>'


@pytest.mark.parametrize(
    "head", ["<meta property='article:published_time' content='hôm nay'>", "<meta name='date' content='mới đây'>"]
)
def test_meta_data_that_name_no_day_date_nothing(head: str) -> None:
    assert shown(TIME, head=BARE + head).published_at == MOMENT
    page = cms_page(paragraphs(), head=BARE + head)
    assert isinstance(extract(page, URL), Rejection)


def test_clock_that_the_page_shows_is_right_against_two_sources_that_call_it_utc() -> None:
    head = f"{BARE}<meta property='article:published_time' content='2024-06-12T17:05:00Z'>"
    head += f"{LD}{LD_ARTICLE.replace('+07:00', 'Z')}</script>"
    assert shown("<span>12/06/2024 17:05</span>", head=head).published_at == MOMENT


def test_day_in_meta_data_is_at_odds_only_with_another_day() -> None:
    head = f"{BARE}<meta property='article:published_time' content='2024-06-12'>"
    assert "date_disagrees" not in shown(TIME, head=head).warnings
    assert "date_disagrees" in shown(TIME, head=head.replace("06-12", "06-15")).warnings


@pytest.mark.parametrize(
    ("words", "href", "is_card"),
    [
        ("Giá vàng hôm nay", "/gia-vang-hom-nay-post512399.html", True),
        ("Giá vàng ra sao", "/gia-vang-tuan-nay-ra-sao.html", True),
        ("Chính sách và cuộc sống", "/chinh-sach-moi.html", False),
        ("Chính sách và cuộc sống", "https://baophapluat.vn/chinh-sach/", False),
        ("Mộc Lan", "/gia-vang-hom-nay-post512399.html", False),
    ],
)
def test_date_in_an_item_of_a_list_is_that_of_the_title_linked_beside_it(words: str, href: str, is_card: bool) -> None:
    item = f'<ul><li><a href="{href}">{words}</a> <time datetime="2024-06-01T08:00:00+07:00">1/6</time></li></ul>'
    article = read_page(platform_page(BARE, item + TIME.replace("12/06/2024 17:05", "Tuần trước"), paragraphs()))
    assert (article.published_at == MOMENT) is is_card


def test_head_of_an_article_may_be_an_item_of_a_list_with_a_long_link() -> None:
    link = '<a href="/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html">Làng gốm trăm tuổi tìm cách giữ lửa</a>'
    head = f'<ul><li><h1>{TITLE}</h1>{link}<span class="time">12/06/2024 17:05</span></li></ul>'
    page = platform_page(BARE, head, paragraphs()).replace(f"<main><h1>{TITLE}</h1>", "<main>")
    assert read_page(page).published_at == MOMENT


def test_boxes_without_a_name_are_no_equal_boxes_of_a_list() -> None:
    link = '<a href="/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html">Làng gốm trăm tuổi tìm cách giữ lửa</a>'
    above = f'<div>{link}<span class="time">12/06/2024 17:05</span></div><div>Đời sống quanh ta</div>'
    assert read_page(platform_page(BARE, above, paragraphs())).published_at == MOMENT


@pytest.mark.parametrize("place", ["<aside>{}</aside>", f"<ul><li><a href='{URL}'>{TITLE * 2}</a>{{}}</li></ul>"])
def test_seconds_of_another_article_date_nothing(place: str) -> None:
    ago = "<span data-timestamp='1718186700'>Hôm qua</span>"
    assert read_page(platform_page(BARE, ago, paragraphs())).published_at == MOMENT
    assert isinstance(extract(platform_page(BARE, place.format(ago), paragraphs()), URL), Rejection)


def test_seconds_that_are_no_number_date_nothing() -> None:
    ago = "<span data-timestamp='hôm qua'>Hôm qua</span>"
    assert isinstance(extract(platform_page(BARE, ago, paragraphs()), URL), Rejection)


def test_script_of_an_advert_may_stand_between_the_text_and_the_line_that_dates_it() -> None:
    script = f"<script>{'showAdvert(1);' * 20}</script>"
    page = platform_page(BARE, "", paragraphs()).replace("</main>", f"{script}<div>12/06/2024 17:05</div></main>")
    assert read_page(page).published_at == MOMENT
    other = page.replace("<script>", "<div><p>").replace("</script>", "</p></div>")
    assert isinstance(extract(other, URL), Rejection)


@pytest.mark.parametrize(
    ("place", "is_own"),
    [
        ("<div class='breadcrumbs'>{}<span>12/06/2024 17:05</span></div>", True),
        ("<nav><div class='breadcrumbs'>{}<span>12/06/2024 17:05</span></div></nav>", False),
        ("<header><div class='breadcrumbs'>{}</div><span>12/06/2024 17:05</span></header>", False),
    ],
)
def test_clock_beside_the_breadcrumbs_is_none_of_the_head_of_the_site(place: str, is_own: bool) -> None:
    crumb = '<a class="text" href="/xa-hoi/">Xã hội</a>'
    page = cms_page(paragraphs(), head=BARE)
    page = page.replace(f'<div class="breadcrumbs">{crumb}</div>', "").replace("<body>", f"<body>{place.format(crumb)}")
    assert isinstance(extract(page, URL), RawArticle) is is_own


def test_clock_and_day_in_elements_of_their_own_are_put_together_where_the_body_takes_them_in() -> None:
    row = "<div><span>17:05</span> <i>|</i> <span>12/06/2024</span></div>"
    main = f"<main><h1>{TITLE}</h1>{row}{paragraphs()}</main>"
    assert read_page(f"<html><head>{BARE}</head><body>{main}</body></html>").published_at == MOMENT


TOLD = f"{LEAD} Đoạn cuối thông xe ngày 12/06/2024, đúng dịp chợ huyện họp phiên đầu tiên sau mùa lũ."


@pytest.mark.parametrize(
    ("told", "is_wide"), [(TOLD, False), (TOLD, True), ("Đoạn cuối thông xe lúc 17:05 ngày 12/06/2024.", True)]
)
def test_day_of_what_is_told_below_the_title_dates_no_article(told: str, is_wide: bool) -> None:
    page = platform_page(BARE, f"<p>{told}</p>", paragraphs())
    head = f"<h1>{TITLE}</h1><p>{told}</p>"
    wide = page.replace(head, "").replace("'articleBody'>", f"'articleBody'>{head}")
    assert isinstance(extract(wide if is_wide else page, URL), Rejection)


def test_day_that_heads_the_first_part_of_a_chronicle_dates_no_article() -> None:
    assert isinstance(extract(platform_page(BARE, "", f"<p>Ngày 12/06/2024</p>{paragraphs()}"), URL), Rejection)


ENTRIES = [
    f"<div><div><b>0{hour}:30</b> 12/06/2024</div><p>{text}</p></div>" for hour, text in enumerate(PARAGRAPHS, 7)
]


@pytest.mark.parametrize("head", ["", f"<h1>{TITLE}</h1><div>Thứ Tư 12/06/2024 17:05 (GMT+7)</div>"])
def test_day_and_clock_that_head_each_entry_of_a_report_stay(head: str) -> None:
    page = cms_page("".join(ENTRIES))
    if head:
        page = f"<html><head>{HEAD}</head><body><main>{head}{''.join(ENTRIES)}</main></body></html>"
    heads = [f"0{hour}:30 12/06/2024" for hour in (7, 8, 9)]
    expected = [line for entry in zip(heads, PARAGRAPHS, strict=True) for line in entry]
    assert [block.text for block in read_page(page).blocks] == expected


def test_day_behind_the_text_without_a_clock_dates_nothing() -> None:
    page = platform_page(BARE, "", paragraphs()).replace("</main>", "<div>12/06/2024</div></main>")
    assert isinstance(extract(page, URL), Rejection)


def test_icons_may_stand_between_the_text_and_the_line_that_dates_it() -> None:
    behind = "<ul><li><a href='#'></a></li></ul><div>12/06/2024 17:05</div>"
    assert (
        read_page(platform_page(BARE, "", paragraphs()).replace("</main>", f"{behind}</main>")).published_at == MOMENT
    )


def test_row_of_the_date_directly_in_a_body_with_links_dates_it() -> None:
    link = (
        "<p>Xem <a href='/lang-gom-tram-tuoi-tim-cach-giu-lua-post497329.html'>bài về làng gốm trăm tuổi</a> nữa.</p>"
    )
    assert read_page(platform_page(BARE, "", f"<p>12/06/2024 17:05</p>{paragraphs()}{link}")).published_at == MOMENT


def test_head_of_an_article_whose_title_links_to_itself_may_look_like_the_box_beside_it() -> None:
    head = f"<h1><a href='{URL}'>{TITLE}</a></h1><span class='time'>12/06/2024 17:05</span>"
    page = f"<body><main><div class='row'>{head}</div><div class='row'>{paragraphs()}</div></main></body>"
    assert read_page(f"<html><head>{BARE}</head>{page}</html>").published_at == MOMENT


def test_day_takes_no_line_beside_it_for_its_clock() -> None:
    above = "<div><span>12/06/2024</span></div><div><span>Đời sống quanh ta</span></div>"
    assert read_page(platform_page(BARE, above, paragraphs())).published_raw == "12/06/2024"
