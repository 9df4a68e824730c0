"""Where a list goes on in an unusual way, or seems to: by a crawl's lists alone, no request is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, timedelta, tzinfo

import pytest

from dvingest.crawling.knowledge import Knowledge
from dvingest.model import KnownArticle
from dvingest.windows import VIETNAM_TIME, DateWindow
from tests.unit.crawling.test_ends_of_lists import MENU, NOW, ORDER, Answers, dated, path, read_lists, section

OLD = '<div><p><a href="{0}">Bài</a><time datetime="2020-01-01"></time></p></div>'
DEAD_BUTTON = '<button onclick="loadPage(2)">Xem thêm</button>'


def read(site: Answers) -> tuple[list[str], set[str]]:
    """Return what a crawl says of lists, and what it finds; sections that are not of interest have one old article."""
    old = {f"/muc-{zone}/": OLD.format(path(zone)) for zone in (1, 2, 3)}
    return read_lists({"/": MENU, **old, **site})


def two_pages(more: str, second: str, first: str = "/muc-1/") -> Answers:
    return {first: dated(range(1000, 1008), 0.1) + more, second: dated(range(990, 998), 0.1)}


def followed_by(second: str) -> Answers:
    return {"/muc-1/": dated(range(1000, 1008), 0.1) + '<a href="?page=2">2</a>', "/muc-1/?page=2": second}


@pytest.mark.parametrize(
    ("more", "second"),
    [
        ('<a class="prev-day" href="/muc-1/?date=2026-11-19">Hôm trước</a>', "/muc-1/?date=2026-11-19"),
        ('<a href="/muc-1/?date=2026-11-19">« Ngày trước</a>', "/muc-1/?date=2026-11-19"),
        ('<a href="?page=8">Cũ hơn »</a>', "/muc-1/?page=8"),
        ('<a href="/muc-1/?before=8">← Older posts</a>', "/muc-1/?before=8"),
        ('<a href="/muc-1/?page=8">Tin cũ hơn</a>', "/muc-1/?page=8"),
        ('<div class="load-more" data-url="/api/list?cursor=k8">Xem thêm</div>', "/api/list?cursor=k8"),
        ('<div class="view-more"><a data-url="/api/list?cursor=k8">Xem tiếp</a></div>', "/api/list?cursor=k8"),
        ("<div data-next-page='/ajax/muc-1?offset=8'></div>", "/ajax/muc-1?offset=8"),
        ('<a href="/muc-1-p2.htm">2</a>', "/muc-1-p2.htm"),
        ('<a href="/muc-1-trang-2.html">2</a>', "/muc-1-trang-2.html"),
        ('<a href="?offset=0">1</a><a href="?offset=8">2</a>', "/muc-1/?offset=8"),
        ('<a href="/muc-1/2/">2</a><a href="/muc-1/3/">3</a>', "/muc-1/2/"),
        ('<a href="/muc-1/2.html">Trang 2</a>', "/muc-1/2.html"),
        ('<option value="/muc-1/?trang=1">1</option><option value="/muc-1/?trang=2">2</option>', "/muc-1/?trang=2"),
    ],
)
def test_next_page_is_read_whatever_it_is_called(more: str, second: str) -> None:
    notes, found = read(two_pages(more, second))
    assert (notes, len(found)) == ([], 16)


@pytest.mark.parametrize(
    "written",
    [
        '<script type="application/ld+json">{{"@type": "ItemList", "itemListElement": {}}}</script>',
        '<script type="application/ld+json">{{"a": }}</script><script type="application/ld+json">{}</script>',
    ],
)
def test_articles_of_a_section_that_stand_in_json_ld_alone_are_found(written: str) -> None:
    records = [
        {"position": number, "item": {"url": path(number), "datePublished": NOW.isoformat()}} for number in range(8)
    ]
    notes, found = read({"/muc-1/": f"{MENU}<div id='app'></div>{written.format(json.dumps(records))}"})
    assert (notes, len(found)) == ([], 8)


def test_articles_that_a_section_shows_are_its_list_whatever_json_ld_names() -> None:
    told = json.dumps({"@type": "ItemList", "itemListElement": [{"url": path(7), "datePublished": NOW.isoformat()}]})
    shown = dated(range(1000, 1008), 0.1) + f'<script type="application/ld+json">{told}</script>'
    assert read({"/muc-1/": shown})[1] == {str(number) for number in range(1000, 1008)}


@pytest.mark.parametrize("form", ["/muc-1/?offset={}0", "/muc-1/{}", "/muc-1/{}.html"])
def test_pages_that_only_their_links_number_are_read_to_the_last(form: str) -> None:
    def row(here: int) -> str:
        others = (number for number in (1, 2, 3, 4) if number != here)
        menu = "".join(f'<a href="/muc-{zone}/">Mục</a>' for zone in (1, 2, 3))
        return f"<nav>{menu}</nav>" + "".join(f'<a href="{form.format(number)}">{number}</a>' for number in others)

    pages = {n: dated(range(1000 - 8 * n, 1008 - 8 * n), 0.1) + row(n) for n in (1, 2, 3, 4)}
    notes, found = read({"/muc-1/": pages[1]} | {form.format(n): pages[n] for n in (2, 3, 4)})
    assert (notes, len(found)) == ([], 32)


def test_cells_of_a_calendar_are_not_page_numbers() -> None:
    days = "".join(f'<a href="/muc-1/?ngay=2026-11-{day}">{day}</a>' for day in range(10, 30) if day != 19)
    more = f'{days}<a href="/muc-1/2026/11/2">2</a><option value="2">2</option>'
    assert read(two_pages(more, "/muc-1/?ngay=2026-11-20"))[1] == {str(number) for number in range(1000, 1008)}


def pages_dated(count: int, write: Callable[[float], str]) -> tuple[Answers, dict[int, float]]:
    """Return a list of articles, 2.4 hours between them, in pages of 8, the newest first; and their ages in days."""
    ages = {5000 - place: 0.1 * place for place in range(count)}
    items = [f'<p><a href="{path(n)}">Bài</a><time>{write(age)}</time></p>' for n, age in ages.items()]
    pages = {
        f"/muc-1/?page={at // 8 + 1}": "".join(items[at : at + 8]) + f'<a href="?page={at // 8 + 2}">Trang sau</a>'
        for at in range(0, count, 8)
    }
    others = {f"/muc-{zone}/": OLD.format(path(zone)) for zone in (2, 3)}
    return {"/": MENU, **others, "/muc-1/": pages["/muc-1/?page=1"], **pages}, ages


@pytest.mark.parametrize("zone", [UTC, VIETNAM_TIME])
def test_list_that_tells_no_zone_is_read_to_the_begin_of_the_window(zone: tzinfo) -> None:
    site, ages = pages_dated(60, lambda age: f"{(NOW - timedelta(days=age)).astimezone(zone):%Y-%m-%d %H:%M:%S}")
    notes, found = read_lists(site, ages)
    wanted = {str(number) for number, age in ages.items() if ORDER.window.contains(NOW - timedelta(days=age))}
    assert notes == []
    assert wanted <= found
    assert len(found - wanted) <= 8  # a few, to learn that the rest is older


def test_list_that_tells_weeks_is_read_to_the_end_of_a_window_in_the_past() -> None:
    past = replace(ORDER, window=DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 3)))
    site, ages = pages_dated(240, lambda age: f"{int(age)} ngày trước" if age < 7 else f"{int(age / 7)} tuần trước")
    _, found = read_lists(site, ages, order=past)
    assert {str(number) for number, age in ages.items() if past.window.contains(NOW - timedelta(days=age))} <= found


NAV = "<nav>" + "".join(f'<a href="/muc-{zone}/">Mục</a>' for zone in (1, 2, 3)) + "</nav>"
NOT_THERE = NAV + "<h1>Trang không tồn tại</h1>"


@pytest.mark.parametrize(
    ("site", "missed"),
    [
        (followed_by(NOT_THERE), "/muc-1/?page=2"),
        (followed_by(f"{NAV}<h1>Đăng nhập</h1><input type=password>"), "/muc-1/?page=2"),
        ({"/muc-1/": NOT_THERE}, "/muc-1/"),
        (followed_by(NAV), ""),  # the list is at its end
        ({"/muc-1/": f"{NAV}<h1>Mục</h1>"}, ""),  # a new section
    ],
)
def test_notice_beside_a_menu_is_no_end_of_a_list(site: Answers, missed: str) -> None:
    notes, _ = read(site)
    assert notes == ([f"https://baophapluat.vn{missed} could not be read (no_list)."] if missed else [])


@pytest.mark.parametrize("is_empty", [True, False])
def test_sections_that_show_nothing_beside_a_feed_are_told(is_empty: bool) -> None:
    items = "".join(f"<item><link>https://baophapluat.vn{path(number)}</link></item>" for number in range(1000, 1008))
    sections = {f"/muc-{zone}/": NAV + ("" if is_empty else dated(range(zone, zone + 1), 9)) for zone in (1, 2, 3)}
    notes, found = read_lists({"/": MENU, "/rss/home.rss": f"<rss><channel>{items}</channel></rss>", **sections})
    assert notes == (["no section shows any article: their lists have changed."] if is_empty else [])
    assert found >= {str(number) for number in range(1000, 1008)}


def test_button_for_more_that_names_no_address_is_told_where_all_that_a_list_shows_is_of_the_window() -> None:
    notes, _ = read({"/muc-1/": dated(range(1000, 1008), 0.1) + DEAD_BUTTON})
    assert len(notes) == 1
    assert "https://baophapluat.vn/muc-1/ shows articles of the window only" in notes[0]


@pytest.mark.parametrize(
    "site",
    [
        {"/muc-1/": dated(range(1000, 1008), 0.6) + DEAD_BUTTON},  # leads out of the window
        {"/muc-1/": dated(range(1000, 1008), 0.1) + f"<nav>{DEAD_BUTTON}</nav>"},  # more of the menu
        {"/muc-1/": dated(range(1000, 1008), 0.1) + "<button>›</button>"},  # the next picture
        {"/muc-1/": dated(range(1000, 1004), 0.1) + DEAD_BUTTON},  # of a new section
        {"/muc-1/": dated(range(1000, 1006), 0.1) + DEAD_BUTTON, "/muc-2/": dated(range(2000, 2008), 0.6)},  # short
    ],
)
def test_other_buttons_for_more_say_nothing(site: Answers) -> None:
    assert read(site)[0] == []


@pytest.mark.parametrize(
    ("others", "is_told"),
    [(["http://localhost:3000"], True), (["http://localhost:3000", "https://baophapluat.vn"], False)],
)
def test_sitemap_that_names_other_sites_only_is_told_and_covers_no_day(others: list[str], is_told: bool) -> None:
    file = f"https://baophapluat.vn/sitemaps/news-{NOW.year}-{NOW.month}.xml"
    entries = "".join(f"<url><loc>{root}{path(number)}</loc></url>" for number, root in enumerate(others, 2000))
    notes, found = read(
        {
            "/sitemap.xml": f"<sitemapindex><sitemap><loc>{file}</loc></sitemap></sitemapindex>",
            file.removeprefix("https://baophapluat.vn"): f"<urlset>{entries}</urlset>",
            "/muc-1/": dated(range(1000, 1004), 0.1),
        }
    )
    assert notes == ([f"{file} names other sites only, like http://localhost:3000{path(2000)}."] if is_told else [])
    assert found >= {str(number) for number in range(1000, 1004)}


def test_button_for_more_says_nothing_where_a_sitemap_reaches_behind_the_list() -> None:
    moments = {number: NOW - timedelta(days=0.1 * place) for place, number in enumerate(range(1000, 1020))}
    entries = "".join(
        f"<url><loc>https://baophapluat.vn{path(number)}</loc><lastmod>{when.isoformat()}</lastmod></url>"
        for number, when in moments.items()
    )
    site = {
        "/muc-1/": dated(range(1000, 1008), 0.1) + DEAD_BUTTON,
        "/sitemap.xml": f"<urlset>{entries}</urlset>",
    }
    notes, found = read(site)
    assert (notes, len(found)) == ([], 20)


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("dvingest.plvn.discovery.links.MAX_ANCHORS", "https://baophapluat.vn/muc-1/ has more than"),
        ("dvingest.crawling.finding.sections.MAX_SECTIONS", "sections: the others were not read."),
    ],
)
@pytest.mark.parametrize("most", [2, 100])
def test_what_lies_beyond_a_bound_is_told(monkeypatch: pytest.MonkeyPatch, bound: str, words: str, most: int) -> None:
    monkeypatch.setattr(bound, most)
    notes, _ = read({"/muc-1/": dated(range(1000, 1008), 0.6)})
    assert any(words in note for note in notes) is (most == 2)


def test_page_that_a_cache_shows_once_more_does_not_end_its_list() -> None:
    pages = {n: dated(range(1000 - 8 * n, 1008 - 8 * n), 0.1) for n in (1, 3)}
    site = {
        "/muc-1/": pages[1] + '<a href="/muc-1/?page=2">2</a>',
        "/muc-1/?page=2": pages[1] + '<a href="/muc-1/?page=3">3</a>',
        "/muc-1/?page=3": pages[3],
    }
    assert len(read(site)[1]) == 16


def test_answer_names_the_next_one_or_says_that_there_is_none() -> None:
    def answer(numbers: range, following: str | None) -> str:
        return json.dumps({"items": [{"link": path(number)} for number in numbers], "paging": {"next": following}})

    site = {
        "/muc-1/": dated(range(1000, 1008), 0.1) + '<div class="load-more" data-url="/api/list?cursor=a"></div>',
        "/api/list?cursor=a": answer(range(990, 994), "/api/list?cursor=b"),
        "/api/list?cursor=b": answer(range(980, 984), None),
    }
    notes, found = read(site)
    assert (notes, len(found)) == ([], 16)


def test_parts_of_a_section_are_found_in_a_field_to_choose_from() -> None:
    choice = (
        "<select><option value='/muc-1/trong-nuoc/'>a</option><option value='/muc-1/dia-phuong/'>b</option></select>"
    )
    site = {"/muc-1/": MENU + choice, "/muc-1/dia-phuong/": section(1, range(1000, 1003))}
    assert len(read(site)[1]) == 3


def test_list_without_dates_that_begins_with_the_oldest_is_read_from_its_end() -> None:
    ages = {number: (1300 - number) * 0.3 for number in range(1000, 1300)}
    site = {"/": MENU, "/muc-1/": section(1, range(1000, 1300)), "/muc-2/": OLD.format(path(2)), "/muc-3/": ""}
    _, found = read_lists(site, ages)
    assert {str(number) for number in range(1291, 1300)} <= found
    assert len(found) < 40


def test_feed_in_json_is_read() -> None:
    items = [{"id": str(n), "url": path(n), "date_published": NOW.isoformat()} for n in range(1000, 1003)]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    home = f'<link rel="alternate" type="application/feed+json" href="/feed.json">{MENU}'
    assert len(read({"/": home, "/feed.json": feed})[1]) == 3


def test_parts_of_a_part_are_found_beneath_it() -> None:
    links = "<ul class='menu'><a href='/muc-1/dia-phuong/mien-nui/'>a</a><a href='/khac/'>b</a></ul>"
    site = {
        "/muc-1/": MENU + "<nav><a href='/muc-1/dia-phuong/'>a</a></nav>",
        "/muc-1/dia-phuong/": links + section(1, range(1000, 1002)),
        "/muc-1/dia-phuong/mien-nui/": section(1, range(1100, 1103))
        + "<ul class='menu'><a href='/muc-1/dia-phuong/mien-nui/thon-ban/'>a</a></ul>",
        "/muc-1/dia-phuong/mien-nui/thon-ban/": section(1, range(1300, 1302)),
        "/khac/": section(1, range(1200, 1204)),
    }
    assert len(read(site)[1]) == 7


def test_articles_whose_numbers_stand_in_the_query_alone_are_told() -> None:
    links = "".join(f'<p><a href="/tin-bai.html?id={number}">x</a></p>' for number in range(1000, 1004))
    notes, _ = read({"/muc-1/": links})
    assert len(notes) == 1
    assert "https://baophapluat.vn/tin-bai.html?id=" in notes[0]


@pytest.mark.parametrize(
    ("form", "numbers", "told"),
    [("/?p=", range(70001, 70005), 1), ("/?nam=", range(2021, 2026), 0), ("/video/?id=", range(70001, 70005), 0)],
)
def test_feed_of_numbers_in_queries_is_told(form: str, numbers: range, told: int) -> None:
    items = "".join(f"<item><link>https://baophapluat.vn{form}{number}</link></item>" for number in numbers)
    feed = f"<rss><channel>{items}</channel></rss>"
    assert len(read({"/rss/home.rss": feed})[0]) == told


@pytest.mark.parametrize("form", ["{path}?v=20261130", "{path}?id={n}", "/mot-bai-bao-kia.html?from=home&p={p}"])
def test_other_queries_are_not_those_of_articles(form: str) -> None:
    links = "".join(f'<p><a href="{form.format(path=path(n), n=n, p=n % 10)}">x</a></p>' for n in range(1000, 1006))
    assert read({"/muc-1/": links})[0] == []


@pytest.mark.parametrize(("day", "told"), [("2026-11-20", 1), ("2026-11-21", 0)])
def test_file_of_days_to_come_that_an_index_names_already_is_not_missed(day: str, told: int) -> None:
    file = f"<sitemap><loc>https://baophapluat.vn/news-{day}.xml</loc></sitemap>"
    notes, _ = read({"/sitemap.xml": f"<sitemapindex>{file}</sitemapindex>"})
    assert len(notes) == told


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (range(1, 5), {2}),  # parts: the 4th is long ago
        (range(1, 21), {18, 20}),  # days until today
        (range(1, 19), {18}),  # days until the day before yesterday
        (range(1, 31), {18, 20}),  # days to come as well
        (range(1, 26), {2, 18, 20}),  # parts: no day is the 25th yet
    ],
)
def test_parts_of_a_month_by_number_are_not_taken_for_its_days(numbers: range, found: set[int]) -> None:
    entry = "<url><loc>https://baophapluat.vn{}</loc><lastmod>2026-11-20T08:00:00+07:00</lastmod></url>"
    files = [f"/news-2026-11-{number}.xml" for number in numbers]
    site: Answers = dict.fromkeys(files, "<urlset></urlset>")
    for number in {2, 18, 20} & set(numbers):
        site[f"/news-2026-11-{number}.xml"] = f"<urlset>{entry.format(path(1000 + number))}</urlset>"
    names = "".join(f"<sitemap><loc>https://baophapluat.vn{name}</loc></sitemap>" for name in files)
    _, asked = read({**site, "/sitemap.xml": f"<sitemapindex>{names}</sitemapindex>"})
    assert asked == {str(1000 + number) for number in found}


@pytest.mark.parametrize(("oldest", "asked"), [(9.0, True), (2.0, False)])
def test_flat_sitemap_that_reaches_behind_the_window_tells_what_is_listed_no_more(oldest: float, asked: bool) -> None:
    def known(number: int, age: float) -> KnownArticle:
        url = f"https://baophapluat.vn{path(number)}"
        return KnownArticle(f"plvn:{number}", url, NOW - timedelta(days=age), None, NOW - timedelta(days=1))

    articles = {f"plvn:{number}": known(number, age) for number, age in ((1000, 1.5), (1001, 1.0), (1002, 15.0))}
    entries = "".join(
        f"<url><loc>https://baophapluat.vn{path(number)}</loc>"
        f"<lastmod>{(NOW - timedelta(days=age)).isoformat()}</lastmod></url>"
        for number, age in ((1000, 1.5), (500, oldest))
    )
    site = {"/": MENU, "/sitemap.xml": f"<urlset>{entries}</urlset>"}
    _, found = read_lists(site, knowledge=Knowledge(articles))
    assert ("1001" in found) is asked
    assert "1002" not in found
