"""A page that is no article is refused for its reason; an article that speaks of such things is none of them."""

from __future__ import annotations

import pytest
from skin_pages import BARE, MOMENT, PARAGRAPHS, TITLE, URL, cms_page, paragraphs, platform_page, read_page

from dvingest.extraction import extract
from dvingest.model import Rejection, RejectionReason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://baophapluat.vn/xa-hoi/", RejectionReason.NOT_ARTICLE),
        ("https://baophapluat.vn/duong-tag285.html", RejectionReason.NOT_ARTICLE),
        ("https://baophapluat.vn/media/mot-doan-phim-ve-con-duong.html", RejectionReason.NOT_ARTICLE),
    ],
)
def test_address_of_a_listing_is_no_article_whatever_its_page_says(url: str, reason: RejectionReason) -> None:
    reading = extract(cms_page(paragraphs()), url)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


GATES = {
    RejectionReason.COOKIE_GATE: '<html><body><script>document.cookie="a=1";location.reload()</script></body></html>',
    RejectionReason.SOFT_404: "<html><head><title>404</title></head><body><h1>Không tìm thấy trang</h1></body></html>",
    RejectionReason.LOGIN_WALL: cms_page("<p>Đầu bài.</p><p>Vui lòng đăng nhập để đọc tiếp.</p>"),
}


@pytest.mark.parametrize(("reason", "page"), GATES.items(), ids=[reason.value for reason in GATES])
def test_gate_is_told_from_an_article(reason: RejectionReason, page: str) -> None:
    reading = extract(page, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


HINTS = {
    "comments": "<div class='box-comment'><p>Đăng nhập để tiếp tục</p></div>",
    "comments by their words": "<p class='hint'>Bạn cần <a href='/dang-nhap'>đăng nhập</a> để xem và gửi bình luận</p>",
    "channel of films": "<p>Đăng ký kênh YouTube Báo Pháp luật Việt Nam để xem thêm nhiều video!</p>",
    "wall that somebody tells of": "<p>Trang giả hiện dòng “Vui lòng đăng nhập để xem nội dung”.</p>",
    "something of its own": "<p>Bạn đọc đăng ký tài khoản để xem lịch hiến máu gần nhà.</p>",
    "members counted": "<p>Nội dung dành cho thuê bao chiếm 60% trang nhất.</p>",
    "saved articles": "<p class='hint'>Đăng nhập để xem bài đã lưu</p>",
    "window to log in": "<div id='login-modal'><p>Đăng nhập để tiếp tục</p></div>",
    "script": "<script>var text = 'Đăng nhập để tiếp tục';</script>",
    "data for scripts": "<script type='text/x'>Đăng nhập để đọc tiếp bài viết</script>",
    "not shown": "<p hidden>Đăng nhập để đọc tiếp bài viết</p>",
    "not shown by its dress": "<p style='display: none'>Đăng nhập để đọc tiếp bài viết</p>",
    "form of comments": "<form><textarea></textarea><p>Đăng nhập để đọc tiếp bài viết</p></form>",
    "window by its role": "<div role='dialog'><p>Đăng nhập để tiếp tục</p></div>",
    "side column": "<aside><p>Đăng nhập để tiếp tục</p></aside>",
    "nobody is asked": "<p>Cần đăng nhập để xem</p>",
    "said by somebody": '<p>Dòng "Vui lòng đăng nhập để đọc tiếp bài viết" hiện ra.</p>',
    "no object": "<p>Vui lòng đăng nhập</p>",
    "for members of a club": "<p class='hint'>Sân bóng dành riêng cho thành viên câu lạc bộ xã Bồn</p>",
}


@pytest.mark.parametrize("hint", HINTS.values(), ids=HINTS.keys())
def test_hint_to_log_in_for_something_else_is_no_wall(hint: str) -> None:
    assert read_page(cms_page("<p>Con đường ra chợ đã thông.</p>", around=hint)).blocks


WALLS = {
    "above the text": "<p>Mua gói để tiếp tục đọc</p>",
    "in bare words": f"<div>{PARAGRAPHS[0]} {PARAGRAPHS[1]}<br>Đăng nhập để đọc tiếp bài viết này<br></div>",
    "price with a point": "<p>Đăng nhập, từ 39.000đ/tháng để đọc trọn bài.</p>",
    "for those who pay": "<h3>Bài dành riêng cho độc giả trả phí</h3>",
    "in two elements": "<p>Bạn cần <a href='/dang-nhap'>đăng nhập</a> để đọc tiếp</p>",
    "with an offer": "<p>Đăng ký để xem toàn bộ bài viết và gửi bình luận</p>",
    "not saying for what": "<p>Vui lòng đăng nhập để tiếp tục</p>",
    "for members": "<h3>Nội dung dành riêng cho thành viên</h3>",
    "in a window that opens by itself": "<div class='modal'><p>Đăng nhập để đọc tiếp bài viết này</p></div>",
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS.keys())
def test_wall_is_found_in_whatever_words(wall: str) -> None:
    reading = extract(cms_page(f"<p>Đầu bài.</p>{wall}"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.LOGIN_WALL


CARDS = "".join(
    f"<article class='story'><h3><a href='/bai-so-{n}-post51234{n}.html'>Bài số {n} rất hay</a></h3>"
    f"<time datetime='2024-06-12T17:05:00+0700'>17:05</time></article>"
    for n in range(6)
)


@pytest.mark.parametrize(
    "title", ["Báo Mỹ khóa bài: đăng ký để đọc tiếp", "“Bài viết không tồn tại” - chiêu của sàn ảo"]
)
def test_title_that_speaks_of_a_wall_or_a_missing_page_is_one_of_an_article(title: str) -> None:
    assert read_page(cms_page("<p>Con đường ra chợ đã thông.</p>").replace(TITLE, title)).title == title


def test_list_of_articles_with_their_times_is_no_article_without_a_date() -> None:
    page = f"<html><head>{BARE}</head><body><h1>Đường sá</h1><div class='list'>{CARDS}</div></body></html>"
    reading = extract(page, URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NOT_ARTICLE


LINKS = "".join(
    f"<div><a class='loading-link' href='/bai-so-{n}-rat-hay.html'><h3>Bài số {n} rất hay</h3></a></div>"
    for n in range(6)
)


@pytest.mark.parametrize(
    "head",
    ["<p>Mọi chuyện về đường sá, cầu cống và xe cộ trong cả nước, do các phóng viên của báo kể mỗi ngày.</p>", ""],
)
def test_list_with_the_present_day_below_its_title_is_no_article(head: str) -> None:
    page = f"<html><head>{BARE}</head><body><main><h1>Đường sá</h1>{head}<div>Thứ Tư, 12/06/2024 17:05</div> Trang 1"
    reading = extract(f"{page} {LINKS}</main></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NOT_ARTICLE


def test_short_article_above_a_list_with_times_is_an_article() -> None:
    text = f"<h1>{TITLE}</h1><div>Thứ Tư, 12/06/2024 17:05</div><div>{paragraphs(PARAGRAPHS[:2])}</div>"
    page = f"<html><head>{BARE}</head><body><div class='w1'>{text}</div><div class='list'>{CARDS}</div></body></html>"
    assert read_page(page).published_at == MOMENT


REFERENCE = (
    "<p><em>&gt;&gt; <a href='/con-duong-ra-cho-ky-1.html'>Con đường ra chợ - Kỳ 1: Lầy lội quanh năm</a></em></p>"
)


@pytest.mark.parametrize(("text", "is_one"), [(paragraphs(PARAGRAPHS[:2]), True), (REFERENCE * 3, False)])
def test_reference_above_a_short_text_makes_no_list_of_an_article(text: str, is_one: bool) -> None:
    main = f"<h1>{TITLE}</h1><div>Thứ Tư, 12/06/2024 17:05</div><div>{REFERENCE}{text}</div>"
    reading = extract(f"<html><head>{BARE}</head><body><main>{main}{LINKS}</main></body></html>", URL)
    assert isinstance(reading, Rejection) is not is_one


def test_article_about_a_missing_page_or_a_login_is_an_article() -> None:
    body = paragraphs(
        ("Không tìm thấy trang nào của sổ gốc, cán bộ xã trả lời bà Tơ như vậy khi bà đến hỏi lần thứ ba.",)
    )
    page = cms_page(body).replace(TITLE, "Không tìm thấy trang sổ gốc, bà lão suýt mất nhà")
    assert read_page(page).blocks


BARE_PAGE = f"<html><head>{BARE}<title>Báo</title></head><body><main>{{}}</main></body></html>"
ASKING = "<p>Vui lòng bật JavaScript và cookie trong trình duyệt để tiếp tục.</p>"
MISSING = "<h1>Báo</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>"
SETTING = '<script>document.cookie="a=1";location.reload()</script>'
DATED = "<time datetime='2024-06-12T17:05:00+07:00'>hôm qua</time>"
LIST = '<script type="application/ld+json">{"@type": "CollectionPage"}</script><h1>Đường sá</h1>'
SAYING = {
    "asks for cookies": (ASKING, RejectionReason.COOKIE_GATE),
    "asks for cookies above a text": (ASKING + paragraphs(PARAGRAPHS * 3), RejectionReason.NO_DATE),
    "says that it is gone": (MISSING, RejectionReason.SOFT_404),
    "says that something is gone above a text": (MISSING + paragraphs(), RejectionReason.NO_DATE),
    "sets a cookie above a text": (SETTING + paragraphs(PARAGRAPHS * 2), RejectionReason.NO_DATE),
    "sets a cookie and stays": (SETTING.replace("location.reload()", "1"), RejectionReason.NO_BODY),
    "calls itself a list": (LIST + paragraphs(PARAGRAPHS[:1]), RejectionReason.NOT_ARTICLE),
    "calls itself a list above a text": (LIST + DATED + paragraphs(PARAGRAPHS * 3), None),
    "is headed by marks alone": (f"<h1>!!!</h1>{DATED}{paragraphs()}", None),
}


@pytest.mark.parametrize(("body", "reason"), SAYING.values(), ids=SAYING.keys())
def test_what_a_page_says_of_itself_counts_only_where_no_text_stands_beside_it(
    body: str, reason: RejectionReason | None
) -> None:
    assert getattr(extract(BARE_PAGE.format(body), URL), "reason", None) is reason


@pytest.mark.parametrize("sure", ["<div itemprop='articleBody'>{}</div>", f"{DATED}{{}}"])
def test_text_that_the_page_calls_its_own_or_dates_is_an_article_above_a_list(sure: str) -> None:
    page = BARE_PAGE.format(f"<h1>{TITLE}</h1>{sure.format(paragraphs())}<div>{CARDS}</div>")
    assert getattr(extract(page, URL), "reason", None) in {None, RejectionReason.NO_DATE}


def test_wall_is_none_beside_a_whole_article_or_above_its_title() -> None:
    wall = "<p>Đăng nhập để đọc tiếp bài viết này</p>"
    assert len(read_page(cms_page(paragraphs() * 3 + wall)).blocks) >= 3 * len(PARAGRAPHS)
    page = cms_page(paragraphs(PARAGRAPHS[:1])).replace("<h1", "<div><p>Vui lòng đăng nhập để xem</p></div><h1")
    assert read_page(page).title == TITLE
    # The logo is a heading as well on pages of 2019 to 2021.
    assert (
        read_page(page.replace("<div><p>Vui", "<h1 class='logo'><a href='/'>PLVN</a></h1><div><p>Vui")).title == TITLE
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Mời bạn đăng nhập.", RejectionReason.LOGIN_WALL),
        ("Vui lòng đăng nhập để gửi bài", RejectionReason.NO_BODY),
        ("Vui lòng đăng nhập để theo dõi", RejectionReason.NO_BODY),
    ],
)
def test_page_without_a_text_that_asks_to_log_in_is_a_wall_unless_it_is_for_something_else(
    words: str, reason: RejectionReason
) -> None:
    reading = extract(cms_page("").replace("</body>", f"<p>{words}</p></body>"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


@pytest.mark.parametrize(
    ("heading", "field", "reason"),
    [
        ("<h2>Đăng nhập</h2>", "password", RejectionReason.LOGIN_WALL),
        ("<h2>Đăng nhập</h2>", "text", RejectionReason.NO_BODY),
        (f"<h1>{TITLE}</h1>", "password", RejectionReason.NO_BODY),
        ("", "password", RejectionReason.NO_BODY),
    ],
)
def test_form_to_log_in_is_told_from_one_on_an_empty_page(heading: str, field: str, reason: RejectionReason) -> None:
    form = f"<form><input type='{field}'><button>Đăng nhập</button></form>"
    reading = extract(f"<html><head></head><body>{heading}{form}</body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is reason


MISSING = [
    *("404", "Lỗi 404", "Error 404", "Oops! 404", "Xin lỗi, không tìm thấy trang", "Rất tiếc! Not found"),
    *("Page not found", "Không tìm thấy", "Không tìm thấy bài viết bạn yêu cầu", "Không tìm thấy nội dung này"),
    *("Trang bạn tìm không tồn tại", "Bài viết này không còn tồn tại", "Bài báo đã bị xóa", "Đường dẫn không khả dụng"),
    *("Liên kết bạn truy cập đã bị gỡ", "Địa chỉ bạn muốn xem không tồn tại", "Tin bài được gỡ bỏ", "Dữ liệu bị xoá"),
    *("Trang web bạn đang tìm kiếm không tìm thấy hoặc đã bị xóa", "Nội dung mà bạn cần không tồn tại"),
    "Không tìm thấy kết quả",
]


@pytest.mark.parametrize("heading", [text for text in MISSING if text != "404"])
def test_heading_that_says_nothing_but_that_a_page_is_missing_is_none_of_an_article(heading: str) -> None:
    reading = extract(f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.SOFT_404
    told = f"{heading}: chuyện ở xã Bồn"
    assert read_page(cms_page(paragraphs()).replace(f">{TITLE}</h1>", f">{told}</h1>")).title == told


@pytest.mark.parametrize(
    "text",
    [
        *("Trang này không tìm thấy.", "Bài viết bạn đọc không còn tồn tại.", "Nội dung không có trong hệ thống."),
        *("Đường dẫn không còn trên hệ thống.", "Liên kết đã bị xóa.", "Địa chỉ đã được gỡ.", "Trang không khả dụng."),
        *("Không tìm thấy trang.", "Không tìm thấy bài viết.", "Không tìm thấy nội dung.", "Không tìm thấy đường dẫn."),
        *("Page not found.", "Bài viết đã bị xoá.", "Bài viết đã bị gỡ."),
    ],
)
def test_page_without_a_text_that_says_it_is_missing_is_no_article(text: str) -> None:
    reading = extract(f"<html><head><title>Báo</title></head><body><div>{text}</div></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.SOFT_404
    assert read_page(cms_page(paragraphs() + f"<p>{text}</p>")).title == TITLE


@pytest.mark.parametrize(
    "script",
    [
        *("document.cookie = 'a=1'; location.reload()", "setCookie('a'); location.href = '/x'"),
        *(
            "var __ddg1 = 1; window.location='/x'",
            "cf_chl_opt = {}; location.replace('/')",
            "_abck; location.assign('/')",
        ),
        "document.write('aes.js'); toNumbers('1'); location = '/x'",
    ],
)
def test_script_that_sets_a_cookie_and_loads_again_is_a_gate(script: str) -> None:
    reading = extract(f"<html><body><script>{script}</script></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.COOKIE_GATE
    assert read_page(cms_page(paragraphs() + f"<script>{script}</script>")).title == TITLE


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Please enable JavaScript to go on.",
            "Please enable cookies.",
            "Vui lòng bật JavaScript.",
            "Hãy bật cookie.",
        ),
        *("Checking your browser before accessing", "Just a moment...", "Đang kiểm tra trình duyệt của bạn"),
    ],
)
def test_page_that_asks_for_scripts_or_cookies_is_a_gate(text: str) -> None:
    reading = extract(f"<html><body><p>{text}</p></body></html>", URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.COOKIE_GATE
    assert read_page(cms_page(paragraphs() + f"<p>{text}</p>")).title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Đăng nhập mới có thể đọc tiếp",
            "Mua gói để xem trọn vẹn",
            "Đăng ký để đọc đầy đủ",
            "Đăng ký để xem toàn bộ",
        ),
        *("Đăng nhập để đọc toàn văn", "Đăng nhập để xem tin này", "Đăng nhập để đọc nội dung", "Đăng nhập để đọc bài"),
        *(
            "Bài viết này chỉ dành cho thuê bao",
            "Nội dung dành riêng cho thành viên của báo",
            "Tin dành cho thành viên",
        ),
        *("Phần này dành cho độc giả trả phí.", "Bài báo dành cho thành viên VIP"),
    ],
)
def test_words_of_a_wall(line: str) -> None:
    reading = extract(cms_page(f"<p>Đầu bài.</p><p>{line}</p>"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.LOGIN_WALL


@pytest.mark.parametrize(
    "line",
    [
        *("Đăng ký kênh để xem phim", "Đăng ký nhận bản tin để đọc", "Đăng ký YouTube để xem", "Đăng ký Zalo để xem"),
        *("Đăng nhập để xem thảo luận", "Đăng nhập để đọc phản hồi", "Đăng nhập để xem tin đã đọc"),
        *("Đăng nhập để xem thông báo", "Đăng nhập để xem mục yêu thích", "Đăng nhập để xem lịch sử"),
        "Tin dành cho thành viên mới của thôn",
    ],
)
def test_words_that_ask_readers_for_something_else(line: str) -> None:
    assert read_page(cms_page(f"<p>Đầu bài.</p><p>{line}</p>")).title == TITLE


LIST_OF_OTHERS = (
    '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": '
    '[{"@type": "ListItem", "url": "/lang-gom-tram-tuoi-giu-lua-post497329.html"}]}</script>'
)


def test_article_that_declares_only_a_list_of_others_is_read() -> None:
    page = platform_page(BARE + LIST_OF_OTHERS, "<div>Thứ Tư 12/06/2024 17:05 (GMT+7)</div>", paragraphs())
    article = read_page(page.replace(" itemprop='articleBody'", ""))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


def test_list_that_declares_itself_is_no_article_though_the_present_day_stands_below_its_title() -> None:
    cards = "".join(
        f"<div><h3><a href='/bai-so-{n}-moi-post9{n}.html'>Bài số {n} rất mới</a></h3><p>{PARAGRAPHS[n]}</p></div>"
        for n in range(3)
    )
    page = platform_page(BARE + LIST_OF_OTHERS, "<div>Thứ Tư 12/06/2024 17:05 (GMT+7)</div>", cards)
    reading = extract(page.replace(" itemprop='articleBody'", "").replace(TITLE, "Xã hội"), URL)
    assert isinstance(reading, Rejection)
    assert reading.reason is RejectionReason.NOT_ARTICLE


FIGURE = "<figure><img src='/a/2024_06_12/duong-{}.jpg'></figure>"
ABOVE = {
    "film": ("<article><video src='/a/film.mp4'></video></article>", True),
    "drawing": (f"<article>{FIGURE.format(1).replace('<img', '<img width=1280 height=4000')}</article>", True),
    "picture with a linked title": (
        FIGURE.format(2).replace("<img", "<a href='/bai-so-7-rat-hay.html'>Bài số 7</a><img"),
        False,
    ),
    "picture of a card": (
        f"<div>{FIGURE.format(2)}<h3><a href='/bai-so-7-rat-hay.html'>Bài số 7 rất hay</a></h3></div>",
        False,
    ),
}


@pytest.mark.parametrize(("shown", "is_one"), ABOVE.values(), ids=ABOVE.keys())
def test_film_or_picture_below_the_date_and_above_the_links_is_what_an_article_shows(shown: str, is_one: bool) -> None:
    head = f'{BARE}<meta property="og:type" content="website">'
    page = f"<main><h1>{TITLE}</h1><div>Thứ Tư, 12/06/2024 17:05</div>{shown}{LINKS}</main>"
    reading = extract(f"<html><head>{head}</head><body>{page}</body></html>", URL)
    assert isinstance(reading, Rejection) is not is_one
    assert is_one or reading.reason is RejectionReason.NOT_ARTICLE
