"""Section pages and load-more answers: the articles they list, with their dates, and what they lead to."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dvingest.plvn.discovery import parse_load_more, parse_section_page
from dvingest.plvn.urls import canonical_url

URL = "https://baophapluat.vn/thoi-su/"
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

PAGE = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss/thoi-su-276.rss"></head><body>
<header><nav class="menu"><a href="/">Trang chủ</a><a href="/thoi-su/">Thời sự</a><a href="/tu-phap/">Tư pháp</a>
<a href="/chuyen-muc/kinh-te.html">Kinh tế</a><a href="/lien-he.html">Liên hệ</a><a href="https://example.com/">X</a></nav></header>
<section class="zone"><article class="story"><h2><a class="cms-link" href="/bai-mot-hai-ba-post101.html">Một</a></h2>
<time datetime="2026-11-20T09:12:00+0700">20/11/2026</time></article>
<article class="story"><h2><a href="https://baophapluat.vn/bai-hai-ba-bon-post102.html#binh-luan">Hai</a></h2>
<span class="date">19/11/2026 21:05</span></article>
<article class="story"><h2><a href="/bai-ba-bon-nam-post103.html">Ba</a></h2>
<span class="time">2 giờ trước</span></article></section>
<aside><div class="most-read"><a href="/bai-cu-nam-ngoai-post50.html">Cũ</a>
<a href="/bai-cu-hon-nua-post49.html">Cũ hơn</a></div></aside>
<a href="/da-lat-tag285.html">Đà Lạt</a><a href="javascript:void(0)">x</a><a href="#top">x</a>
<div class="view-more"><a data-url="/api/morenews-zone-276-2.html">Xem tiếp</a></div></body></html>"""


def test_articles_are_listed_in_order_and_once() -> None:
    page = parse_section_page(PAGE, URL, now=NOW)
    numbers = [link.url.rpartition("post")[2] for link in page.links]
    assert numbers == ["101.html", "102.html", "103.html", "50.html", "49.html"]
    assert {link.section for link in page.links} == {"thoi-su"}


def test_dates_belong_to_the_article_they_stand_beside() -> None:
    dates = {link.url[-8:-5]: link.modified_at for link in parse_section_page(PAGE, URL, now=NOW).links}
    assert dates["101"] == datetime(2026, 11, 20, 2, 12, tzinfo=UTC)
    assert dates["102"] == datetime(2026, 11, 19, 14, 5, tzinfo=UTC)
    assert dates["103"] == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert dates["t50"] is None


@pytest.mark.parametrize(
    ("shown", "day", "hour"),
    [
        ("Hôm qua, 20:03", 19, 13),
        ("20h03 hôm qua", 19, 13),
        ("Hôm nay 09:03", 20, 2),
        ("Hôm kia lúc 07:03", 18, 0),
        ("20:03 hôm quan trọng", 0, 0),
    ],
)
def test_day_that_is_told_by_its_distance_is_a_date(shown: str, day: int, hour: int) -> None:
    item = f'<p><a href="/bai-mot-hai-ba-post101.html">Một</a><span class="time">{shown}</span></p>'
    (link,) = parse_section_page(item, URL, now=NOW).links
    assert link.modified_at == (datetime(2026, 11, day, hour, 3, tzinfo=UTC) if day else None)


def test_lists_are_told_from_columns() -> None:
    lists = parse_section_page(PAGE, URL).lists
    assert [len(one) for one in lists] == [3, 2]


def test_sections_come_from_the_menu_without_standing_pages() -> None:
    assert parse_section_page(PAGE, URL).sections == (
        "https://baophapluat.vn/thoi-su/",
        "https://baophapluat.vn/tu-phap/",
        "https://baophapluat.vn/chuyen-muc/kinh-te.html",
    )


def test_sections_are_read_from_a_field_to_choose_from() -> None:
    options = '<option value="">Chọn</option><option value="/thoi-su/">A</option><option value="/tu-phap/">B</option>'
    words = '<option value="10/20">C</option><option value="/tim-kiem?q=x">D</option>'
    page = f"<nav><select>{options}<option value='/kinh-te/'>E</option>{words}</select></nav>"
    slugs = [url.split("/")[3] for url in parse_section_page(page, "https://baophapluat.vn/").sections]
    assert slugs == ["thoi-su", "tu-phap", "kinh-te"]


def test_parts_of_a_section_are_found_wherever_its_page_names_them() -> None:
    names = (
        "/thoi-su/dia-phuong/",
        "/thoi-su-moi/",
        "/thoi-su/2026/11/",
        "/thoi-su/tim-kiem/",
        "/xa-hoi/y-te/",
        "/thoi-su/?sort=hot",
    )
    page = PAGE.replace("</body>", "".join(f'<div><a href="{name}">x</a></div>' for name in names) + "</body>")
    found = set(parse_section_page(page, URL).sections) - set(parse_section_page(PAGE, URL).sections)
    assert found == {"https://baophapluat.vn/thoi-su/dia-phuong/", "https://baophapluat.vn/thoi-su-moi/"}
    assert set(parse_section_page(page, "https://baophapluat.vn/").sections) == set(
        parse_section_page(PAGE, "https://baophapluat.vn/").sections
    )


def test_feeds_are_found() -> None:
    assert parse_section_page(PAGE, URL).feeds == ("https://baophapluat.vn/rss/thoi-su-276.rss",)


@pytest.mark.parametrize(
    ("html", "following"),
    [
        (PAGE, "https://baophapluat.vn/api/morenews-zone-276-2.html"),
        ('<a rel="next" href="/thoi-su/trang-2.html">sau</a>', "https://baophapluat.vn/thoi-su/trang-2.html"),
        (
            '<ul class="pagination"><a href="?page=2">2</a><a href="?page=3">3</a></ul>',
            "https://baophapluat.vn/thoi-su/?page=2",
        ),
        (
            '<a href="/thoi-su/?page=0">1</a><a href="/thoi-su/?page=1">2</a><a href="/thoi-su/?page=2">3</a>',
            "https://baophapluat.vn/thoi-su/?page=1",
        ),
        ('<a href="/thoi-su/?start=20">Trang sau »</a>', "https://baophapluat.vn/thoi-su/?start=20"),
        ('<a href="?before=17" title="Trang sau"><i></i></a>', "https://baophapluat.vn/thoi-su/?before=17"),
        ('<a href="?before=1796000000"> Xem thêm </a>', "https://baophapluat.vn/thoi-su/?before=1796000000"),
        (
            '<base href="https://baophapluat.vn/thoi-su/"><a href="trang-2.html">2</a>',
            "https://baophapluat.vn/thoi-su/trang-2.html",
        ),
        (
            '<div class="infinite" data-url="/ajax/tin?cat=276&amp;page=2"></div><i data-url="/x?page=7"></i>',
            "https://baophapluat.vn/ajax/tin?cat=276&page=2",
        ),
        ('<script>var zoneId = "25";</script>', "https://baophapluat.vn/api/morenews-zone-25-1.html"),
        ('<div data-zone-id="25"></div>', "https://baophapluat.vn/api/morenews-zone-25-1.html"),
        ('<script>load("/api/morenews-zone-7-" + page)</script>', "https://baophapluat.vn/api/morenews-zone-7-1.html"),
        ('<a href="/rss/thoi-su-276.rss">RSS</a>', "https://baophapluat.vn/api/morenews-zone-276-1.html"),
    ],
)
def test_next_page_is_found_in_every_form(html: str, following: str) -> None:
    page = parse_section_page(f"<html><body>{html}</body></html>", URL)
    assert (page.following + page.guesses)[0] == following


def test_address_of_the_api_that_no_page_names_is_a_guess() -> None:
    page = parse_section_page('<div data-zone-id="25"></div>', URL)
    assert page.following == ()
    assert len(page.guesses) == 2


@pytest.mark.parametrize("name", ["", "«", "« Trang trước", "Trang trước", "Mới nhất", "Sau khi được tại ngoại"])
def test_other_views_of_a_section_are_not_the_next_page(name: str) -> None:
    assert parse_section_page(f'<a href="/thoi-su/?sort=hot">{name}</a>', URL).following == ()


@pytest.mark.parametrize(
    ("base", "link"),
    [
        ("//www.baophapluat.vn/", "bai-mot-hai-ba-post101.html"),
        ("/tin/", "../bai-mot-hai-ba-post101.html"),
        ("https://cdn.example/", "/bai-mot-hai-ba-post101.html"),
    ],
)
def test_links_are_read_from_the_base_that_the_page_names_unless_it_lies_elsewhere(base: str, link: str) -> None:
    page = parse_section_page(f'<base href="{base}"><a href="{link}">Một</a>', URL)
    assert [canonical_url(found.url) for found in page.links] == ["https://baophapluat.vn/bai-mot-hai-ba-post101.html"]


def test_cards_that_a_script_follows_are_articles() -> None:
    card = '<div data-href="/bai-mot-hai-ba-post101.html"><a href="javascript:void(0)">Một</a></div>'
    page = parse_section_page(f'{card}<div data-href="/thoi-su/?page=2"></div>', URL)
    assert [link.url for link in page.links] == ["https://baophapluat.vn/bai-mot-hai-ba-post101.html"]


def test_page_of_another_section_is_not_the_next_page() -> None:
    html = '<a href="/tu-phap/?page=2">2</a><a href="https://example.com/thoi-su/?page=2">2</a>'
    assert parse_section_page(html, URL).following == ()


@pytest.mark.parametrize("answer_form", ["contents", "articles", "html", "capitals"])
def test_load_more_answers_are_read_in_all_forms(answer_form: str) -> None:
    url = "https://baophapluat.vn/api/morenews-zone-276-2.html"
    item = '<article><a href="/bai-mot-hai-ba-post101.html">x</a><time data-time="1795140720"></time></article>'
    record = {"content_id": 101, "title": "x", "date": "1795140720", "url": "/bai-mot-hai-ba-post101.html"}
    bodies = {
        "contents": json.dumps({"data": {"contents": [record]}}),
        "articles": json.dumps({"data": {"articles": item}}),
        "html": item,
        "capitals": json.dumps({"Data": [{"Title": "x", "Url": record["url"], "PublishDate": record["date"]}]}),
    }
    (link,) = parse_load_more(bodies[answer_form].encode(), url).links
    assert link.url == "https://baophapluat.vn/bai-mot-hai-ba-post101.html"
    assert link.modified_at == datetime.fromtimestamp(1795140720, UTC)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"data": {"contents": []}}', b"[" * 100_000, b"null", b"\xff\xfe\x00"])
def test_empty_or_broken_answer_gives_no_links(body: bytes) -> None:
    page = parse_load_more(body, "https://baophapluat.vn/api/morenews-zone-276-9.html")
    assert page.links == ()


@pytest.mark.parametrize("body", ["", "<", "<a href='" + "x" * 5_000 + "-post1.html'>", "<a href='http://[bad'>x</a>"])
def test_broken_pages_give_no_links(body: str) -> None:
    assert parse_section_page(body, URL).links == ()


def test_page_built_to_take_long_is_read_in_seconds() -> None:
    import time

    nest = "<div>" * 40 + "</div>" * 39  # deeper nesting is flattened before
    items = "".join(f'{nest}<a href="/x">x</a><time>20/11/2026</time>' for _ in range(100))
    items += "".join(f'<a href="/bai-mot-hai-ba-post{number}.html">y</a>' for number in range(20_000))
    began = time.process_time()
    page = parse_section_page(f"<html><body>{items}</body></html>", URL)
    assert time.process_time() - began < 5
    assert len(page.links) == 4_900


@pytest.mark.parametrize("depth", [400, 900, 100_000])
def test_deeply_nested_answer_is_given_up(depth: int) -> None:
    body = b'{"data":' * depth + b'"x"' + b"}" * depth
    assert parse_load_more(body, "https://baophapluat.vn/api/morenews-zone-276-2.html").links == ()


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ('{"data": {"contents": [{"content_id": 1, "url": "/tin', "broken"),
        ('{"success": false, "message": "Too many connections", "data": null}', "no_list"),
        ("<html><head><title>Bảo trì</title></head><body>Xin quay lại sau</body></html>", "no_list"),
        ('{"data": {"contents": []}}', ""),
        ('{"data": {"articles": ""}}', ""),
        ("[]", ""),
        ("", "empty"),
        ("<p>Hết tin</p>", ""),
        ("null", ""),
        ('{"data": null}', ""),
        ('{"code": 200, "ok": true, "data": {"contents": null, "total": 0, "hasMore": false}}', ""),
        ('{"code": 500, "data": null}', "no_list"),
        ('{"success": false, "data": null}', "no_list"),
        ('{"message": "success", "data": null}', "no_list"),
        ('{"code": 0}', "no_list"),
    ],
)
def test_end_of_a_list_is_told_from_an_answer_that_is_none(body: str, trouble: str) -> None:
    page = parse_load_more(body.encode(), "https://baophapluat.vn/api/morenews-zone-276-2.html")
    assert (page.links, page.trouble) == ((), trouble)
