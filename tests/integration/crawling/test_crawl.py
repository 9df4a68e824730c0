"""A crawl finds the articles of its window, keeps each page once, and accounts for every address."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from crawls import brought_by, crawl, order, publish, settings_for
from fault_proxy import FaultProxy
from newspaper_site import (
    WINDOW,
    Answer,
    Exchange,
    NewspaperSite,
    page,
    redirect,
    serving,
    sitemap,
    status,
    stories,
)

from dvingest.config import Settings
from dvingest.crawling.runner import run_crawl
from dvingest.model import OutcomeStatus, Progress, Rejection
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration


def test_articles_of_the_window_are_found_and_fetched_once(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(25))) as site:
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.finished, brought.result
    assert brought.articles == {story.key for story in site.stories}
    assert set(site.article_requests().values()) == {1}
    assert brought.accounted == brought.result.progress.considered == 25
    assert brought.result.complete, brought.result.message


def test_parts_are_uploaded_while_the_crawl_goes_on(store_settings: Settings) -> None:
    site = NewspaperSite(stories(30))
    site.intercepts.append(lambda path: time.sleep(0.1) if "post" in path else None)
    uploaded_before_the_end: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.phase == "fetching" and progress.pages_fetched < 30:
            uploaded_before_the_end.append(progress.parts_uploaded)

    an_order = order()
    with serving(site):
        settings = settings_for(site, store_settings, part_pages=5)
        result = run_crawl(an_order, settings, watch)
    brought = brought_by(settings, an_order, result)
    assert max(uploaded_before_the_end) > 0
    assert brought.parts == 7  # six full ones, and the last says how the crawl ended
    assert result.progress.parts_uploaded == 7
    assert brought.articles == {story.key for story in site.stories}


def test_part_is_closed_when_it_gets_old(store_settings: Settings) -> None:
    site = NewspaperSite(stories(20))
    site.intercepts.append(lambda path: time.sleep(0.2) if "post" in path else None)
    with serving(site):
        brought = crawl(settings_for(site, store_settings, part_seconds=1.0))
    assert brought.parts >= 3
    assert len(brought.articles) == 20


def test_page_is_kept_as_served_with_its_headers_and_its_reading(store_settings: Settings) -> None:
    site = NewspaperSite(stories(1))
    story = site.stories[0]
    packed = gzip.compress(story.page())
    site.routes[story.path] = page(packed, headers=[("Content-Encoding", "gzip"), ("X-Cache", "HIT")])
    with serving(site):
        (capture,) = crawl(settings_for(site, store_settings)).captures
    assert capture.url == story.url
    assert capture.body == story.page()
    headers = {name.lower(): value for name, value in capture.headers}
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(packed))
    assert headers["x-cache"] == "HIT"
    assert capture.section == "thoi-su" or capture.section is None
    assert capture.extractor_version


def test_page_is_read_however_wrongly_it_says_how_it_is_packed(store_settings: Settings) -> None:
    site = NewspaperSite(stories(7), has_sitemap=False, has_sections=False)
    items = "".join(f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories)
    site.routes["/"] = page('<nav><a href="/thoi-su/">A</a></nav>', headers=[("Content-Encoding", "gzip")])
    site.routes["/thoi-su/"] = page(gzip.compress(f"<div>{items}</div>".encode()))
    ways: list[tuple[Callable[[bytes], bytes], str]] = [
        (gzip.compress, ""),
        (lambda body: gzip.compress(gzip.compress(body)), "gzip"),
        (lambda body: body, "gzip"),
        (lambda body: b"\xef\xbb\xbf\n" + body, "deflate"),
        (lambda body: body, "br"),
        (lambda body: body, "zstd, gzip"),
        (gzip.compress, "br"),
    ]
    for story, (packed, name) in zip(site.stories, ways, strict=True):
        site.routes[story.path] = page(packed(story.page()), headers=[("Content-Encoding", name)] if name else [])
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories}
    assert {capture.url: capture.body.lstrip(b"\xef\xbb\xbf\n") for capture in brought.captures} == {
        one.url: one.page() for one in site.stories
    }
    assert set(site.article_requests().values()) == {1}


def test_article_that_has_moved_is_found_though_a_sitemap_still_names_where_it_was(store_settings: Settings) -> None:
    site = NewspaperSite(stories(4))
    moved, gone = site.stories[:2]
    items = "".join(f'<p><a href="/phap-luat/{story.path.lstrip("/")}">Bài</a></p>' for story in (moved, gone))
    site.routes["/thoi-su/"] = page(f"<div>{items}</div>")
    site.routes |= {moved.path: status(404), gone.path: status(410)}
    site.routes[f"/phap-luat{moved.path}"] = page(moved.page())
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories if story != gone}
    assert brought.accounted == 4
    assert [(one.article_id, one.reason) for one in brought.outcomes] == [(gone.key, "http_404")]


def test_reader_who_brings_too_many_cookies_begins_anew(store_settings: Settings) -> None:
    site = NewspaperSite(stories(12))

    def greedy(exchange: Exchange) -> None:
        story = next(story for story in site.stories if story.path == exchange.path)
        is_too_long = len(exchange.headers.get("Cookie", "")) > 2_000
        seen = ("Set-Cookie", f"seen_{story.number}={'1' * 400}; Path=/")
        exchange.give(b"" if is_too_long else story.page(), 400 if is_too_long else 200, headers=[seen])

    site.routes |= {story.path: greedy for story in site.stories}
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories}
    assert sum(site.article_requests().values()) <= 15


def test_wall_that_every_page_leads_to_does_not_pass_for_an_article(store_settings: Settings) -> None:
    site = NewspaperSite(stories(8))
    for story in site.stories[2:]:
        site.routes[story.path] = page(b"", status=302, headers=[("Location", f"/captcha?u={story.path}")])
    site.routes["/captcha"] = page("<html><body><form><p>Vui lòng xác minh để tiếp tục.</p></form></body></html>")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 2
    assert brought.result.progress.rejected == 6
    assert brought.accounted == 8


def test_section_that_nobody_has_heard_of_is_told(store_settings: Settings) -> None:
    with serving(NewspaperSite(stories(3))) as site:
        brought = crawl(settings_for(site, store_settings), order(sections=("thoi-xu",)))
    assert not brought.result.complete
    assert "thoi-xu" in brought.result.message


def test_page_that_is_no_article_is_kept_with_the_reason(store_settings: Settings) -> None:
    site = NewspaperSite(stories(3))
    story = site.stories[1]
    site.routes[story.path] = page("<html><body><h1>Lỗi 404</h1><p>Không tìm thấy trang này.</p></body></html>")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    (refused,) = [capture.reading for capture in brought.captures if isinstance(capture.reading, Rejection)]
    assert refused.url == story.url
    assert brought.result.progress.rejected == 1
    assert brought.accounted == 3


@pytest.mark.parametrize("is_elsewhere", [False, True], ids=["the page itself", "another page"])
def test_gate_that_wants_its_cookie_back_is_passed(store_settings: Settings, is_elsewhere: bool) -> None:
    site = NewspaperSite(stories(4))

    def gated(exchange: Exchange) -> None:
        story = next(story for story in site.stories if story.path == exchange.path)
        if "gate=1" in exchange.headers.get("Cookie", ""):
            exchange.give(story.page())
        elif is_elsewhere:
            exchange.give(b"", 302, headers=[("Location", f"/cua?ve={exchange.path}")])
        else:
            exchange.give(b"", 302, headers=[("Set-Cookie", "gate=1; Path=/"), ("Location", exchange.path)])

    def gate(exchange: Exchange) -> None:
        back = exchange.path.partition("=")[2]
        exchange.give(b"", 302, headers=[("Set-Cookie", "gate=1; Path=/"), ("Location", back)])

    site.routes["/cua"] = gate
    for story in site.stories:
        site.routes[story.path] = gated
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 4


@pytest.mark.parametrize("by_header", [False, True])
def test_short_page_that_leads_on_by_itself_is_followed(store_settings: Settings, by_header: bool) -> None:
    site = NewspaperSite(stories(4))
    led, reloading, waiting = site.stories[:3]
    site.routes["/moi" + led.path] = page(led.page())

    def leads_to(path: str, seconds: int = 0) -> Answer:
        target = f"{seconds}; url={path}"
        if by_header:
            return page("<html><body>Đang chuyển</body></html>", headers=[("Refresh", target)])
        return page(f'<html><head><meta http-equiv="refresh" content="{target}"></head></html>')

    site.routes |= {led.path: leads_to("/moi" + led.path), reloading.path: leads_to(reloading.path)}
    site.routes[waiting.path] = leads_to("/moi" + waiting.path, 300)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {led.key, site.stories[3].key}
    assert brought.result.progress.rejected == 2
    assert site.asked("/moi" + waiting.path) == 0


def test_redirect_to_an_article_that_is_fetched_anyway_is_a_duplicate(store_settings: Settings) -> None:
    site = NewspaperSite(stories(5))
    old, new = site.stories[0], site.stories[1]
    site.routes[old.path] = page(b"", status=301, headers=[("Location", new.path)])
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    outcome = brought.outcome_of(old.url)
    assert (outcome.status, outcome.reason) == (OutcomeStatus.SKIPPED, "duplicate")
    assert site.asked(new.path) == 1
    assert len(brought.articles) == 4


@pytest.mark.parametrize("is_listed", [True, False])
def test_page_of_another_article_is_not_stored_in_the_place_of_the_one_asked_for(
    store_settings: Settings, is_listed: bool
) -> None:
    site = NewspaperSite(stories(4))
    asked = replace(site.stories[0], number=site.stories[0].number + 50)
    path = "/mua-lu-cuon-troi-cau-treo-cuoi-ban.html"
    served = asked.page().replace(asked.path.encode(), path.encode())
    site.routes |= {site.stories[0].path: page(served), path: page(served)}
    if is_listed:
        site.routes["/"] = page(f'<nav><a href="/thoi-su/">A</a></nav><p><a href="{path}">Bài</a></p>')
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
        assert brought.outcome_of(site.stories[0].url).reason == "other_article"
        other = "plvn:baophapluat.vn/mua-lu-cuon-troi-cau-treo-cuoi-ban"
        assert brought.articles == {other, *(story.key for story in site.stories[1:])}
        publish(settings_for(site, store_settings), brought)
        site.routes[site.stories[0].path] = page(site.stories[0].page())
        again = crawl(settings_for(site, store_settings))
    assert again.articles == {site.stories[0].key}


@pytest.mark.parametrize("answer", [page("<html>Lỗi hệ thống</html>"), page("<urlset><url>", content_type="text/xml")])
def test_sitemap_of_robots_txt_that_is_none_is_looked_for_elsewhere_and_told(
    store_settings: Settings, answer: Answer
) -> None:
    robots = page("User-agent: *\nSitemap: https://baophapluat.vn/ban-do.xml\n", content_type="text/plain")
    site = NewspaperSite(stories(4), has_sections=False)
    site.routes |= {"/robots.txt": robots, "/ban-do.xml": answer}
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 4
    nowhere = NewspaperSite(stories(4), has_sections=False, has_sitemap=False)
    nowhere.routes |= {"/robots.txt": robots, "/ban-do.xml": answer}
    with serving(nowhere):
        brought = crawl(settings_for(nowhere, store_settings))
    assert not brought.result.complete
    assert "could not be read" in brought.result.message


@pytest.mark.parametrize("shows_dates", [True, False], ids=["dated", "undated"])
def test_pages_that_name_no_next_one_are_counted_on_to_the_begin_of_the_window(
    store_settings: Settings, shows_dates: bool
) -> None:
    newer = stories(9, first=500_000)
    past = DateWindow(WINDOW.start - timedelta(days=60), WINDOW.start - timedelta(days=50))
    older = [replace(story, published=story.published - timedelta(days=56)) for story in stories(9)]
    site = NewspaperSite([*newer, *older], has_sitemap=False, page_size=3, shows_dates=shows_dates, names_pages=False)
    with serving(site):
        brought = crawl(settings_for(site, store_settings), order(window=past))
    assert {story.key for story in older} <= brought.articles
    assert brought.result.complete, brought.result.message
    assert site.asked("/thoi-su/?page=8") == 0


def test_pages_that_only_the_header_names_are_followed(store_settings: Settings) -> None:
    site = NewspaperSite(stories(12), has_sitemap=False, has_sections=False)
    site.routes["/"] = page('<nav><a href="/thoi-su/">A</a></nav>')
    addresses = ["/thoi-su/", "/thoi-su/tiep/k4", "/thoi-su/tiep/k8"]
    for number, address in enumerate(addresses):
        items = "".join(f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories[4 * number : 4 * number + 4])
        links = [f'</thoi-su/>; rel="first", <{following}>; rel="next"' for following in addresses[number + 1 :]][:1]
        site.routes[address] = page(items, headers=[("Link", link) for link in links])
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {story.key for story in site.stories}


def test_column_of_old_articles_beside_a_list_does_not_end_it(store_settings: Settings) -> None:
    site = NewspaperSite(stories(16), has_sitemap=False, has_sections=False)
    old = [replace(story, published=story.published - timedelta(days=300)) for story in site.stories[8:]]
    site.stories[8:] = old
    column = "<aside>{}</aside>".format("".join(f'<p><a href="{story.path}">Cũ</a></p>' for story in old[:4]))
    site.routes["/"] = page('<nav><a href="/thoi-su/">A</a></nav>')
    for number in range(1, 6):
        shown = [*site.stories[:8], *old[4:]][number * 2 - 2 : number * 2]
        items = "".join(f'<p><a href="{story.path}">Bài</a></p>' for story in shown)
        site.routes[f"/thoi-su/?page={number}"] = page(f"<div>{items}</div>{column}")
    site.routes["/thoi-su/"] = site.routes["/thoi-su/?page=1"]
    for story in old:
        site.routes[story.path] = page(story.page())
    with serving(site):
        settings = settings_for(site, store_settings)
        brought = crawl(settings)
        publish(settings, brought)
        fresh = [replace(story, number=story.number + 100) for story in site.stories[:2]]
        for number, story in enumerate(fresh, 1):
            site.routes[story.path] = page(story.page())
            items = f'<p><a href="{story.path}">Bài</a></p><p><a href="{site.stories[number].path}">Bài</a></p>'
            site.routes[f"/thoi-su/?page={number}"] = page(f"<div>{items}</div>{column}")
        site.routes["/thoi-su/"] = site.routes["/thoi-su/?page=1"]
        again = crawl(settings)
    assert {story.key for story in site.stories[:8]} <= brought.articles
    assert {story.key for story in fresh} <= again.articles


@pytest.mark.parametrize("is_full", [True, False])
def test_page_that_nothing_names_is_missed_where_others_are_there_and_the_one_before_is_full(
    store_settings: Settings, is_full: bool
) -> None:
    site = NewspaperSite(stories(18), has_sitemap=False, has_sections=False)
    items = [f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories]
    site.routes["/"] = page('<nav><a href="/thoi-su/">A</a><a href="/tu-phap/">B</a></nav>')
    for slug, number, first, last in (("thoi-su", 1, 0, 4), ("thoi-su", 2, 4, 8), ("tu-phap", 1, 8, 12)):
        address = f"/{slug}/" if number == 1 else f"/{slug}/?page={number}"
        site.routes[address] = page("".join(items[first:last]))
    site.routes["/thoi-su/?page=3"] = page("".join(items[:4]))
    site.routes["/tu-phap/?page=2"] = page("".join(items[12 : 16 if is_full else 14]))
    site.routes["/tu-phap/?page=3"] = status(500)
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.complete is not is_full, brought.result.message
    assert ("/tu-phap/?page=3 could not be read" in brought.result.message) is is_full


NOTICE = page("<title>Bảo trì</title><h1>Hệ thống đang bảo trì</h1><p>Xin quay lại sau ít phút.</p>")
MENU = '<nav><a href="/thoi-su/">A</a><a href="/tu-phap/">B</a></nav>'


@pytest.mark.parametrize("broken", ["/", "/thoi-su/", "/thoi-su/?page=2"])
def test_notice_in_the_place_of_a_list_is_no_empty_list(store_settings: Settings, broken: str) -> None:
    site = NewspaperSite(stories(18), has_sitemap=False, has_sections=False)
    items = [f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories]
    following = '<a rel="next" href="/thoi-su/?page=2">Sau</a>'
    site.routes |= {"/": page(MENU), "/tu-phap/": page(MENU + "".join(items[12:]))}
    site.routes |= {
        "/thoi-su/": page(MENU + "".join(items[:6]) + following),
        "/thoi-su/?page=2": page(MENU + "".join(items[6:12])),
        broken: NOTICE,
    }
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert not brought.result.complete
    assert f"https://baophapluat.vn{broken} could not be read (no_list)" in brought.result.message


def test_section_without_articles_that_shows_the_menu_is_an_empty_list(store_settings: Settings) -> None:
    site = NewspaperSite(stories(4), has_sitemap=False, has_sections=False)
    items = "".join(f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories)
    site.routes |= {"/": page(MENU), "/thoi-su/": page(MENU + items), "/tu-phap/": page(MENU)}
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.complete, brought.result.message


@pytest.mark.parametrize("answer", [status(404), redirect("/thoi-su/")], ids=["missing", "leads back"])
@pytest.mark.parametrize("is_full", [True, False])
def test_next_page_that_is_named_behind_a_full_one_and_is_not_there_is_told(
    store_settings: Settings, answer: Answer, is_full: bool
) -> None:
    site = NewspaperSite(stories(12), has_sitemap=False, has_sections=False)
    items = [f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories]
    following = '<a rel="next" href="/thoi-su/?page=2">Sau</a>'
    site.routes |= {"/": page(MENU), "/tu-phap/": page(MENU + "".join(items[6:]))}
    site.routes |= {"/thoi-su/": page(MENU + "".join(items[: 6 if is_full else 4]) + following)}
    site.routes["/thoi-su/?page=2"] = answer
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.complete is not is_full, brought.result.message
    assert ("/thoi-su/?page=2 could not be read" in brought.result.message) is is_full


def site_with_a_load_more_button() -> NewspaperSite:
    site = NewspaperSite(stories(12), has_sitemap=False, has_sections=False)
    button = '<div class="view-more"><a data-url="/api/morenews-zone-9-1.html">Xem tiếp</a></div>'
    items = "".join(f'<p><a href="{story.path}">Bài</a></p>' for story in site.stories[:4])
    site.routes |= {"/": page('<nav><a href="/thoi-su/">A</a></nav>'), "/thoi-su/": page(f"<div>{items}</div>{button}")}
    for count in (1, 2, 3):
        records = [{"url": story.path, "title": "Bài"} for story in site.stories[count * 4 : count * 4 + 4]]
        site.routes[f"/api/morenews-zone-9-{count}.html"] = page(json.dumps({"data": {"contents": records}}))
    return site


def test_load_more_answers_are_asked_for_to_their_end(store_settings: Settings) -> None:
    with serving(site_with_a_load_more_button()) as site:
        brought = crawl(settings_for(site, store_settings))
    assert brought.result.complete, brought.result.message
    assert len(brought.articles) == 12


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    "answer",
    [
        page('{"data": {"contents": [{"url": "/b'),
        page('{"data": null, "message": "Too many connections"}'),
        status(500),
    ],
    ids=["piece", "error", "500"],
)
def test_load_more_answer_that_is_none_is_no_end(store_settings: Settings, number: int, answer: Answer) -> None:
    site = site_with_a_load_more_button()
    site.routes[f"/api/morenews-zone-9-{number}.html"] = answer
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert not brought.result.complete
    assert f"morenews-zone-9-{number}.html could not be read" in brought.result.message
    assert brought.accounted == brought.result.progress.considered


def test_pages_of_a_section_that_moved_are_followed_where_it_is_now(store_settings: Settings) -> None:
    moved = NewspaperSite(stories(9), has_sitemap=False, has_sections=False)
    menu = '<nav><a href="/thoi-su/">Thời sự</a><a href="/thoi-su-cu/">Cũ</a></nav>'
    moved.routes |= {"/": page(menu), "/thoi-su/": redirect("/chinh-tri/", 301), "/thoi-su-cu/": redirect("/", 301)}
    for number in (1, 2, 3):
        items = "".join(f'<a href="{story.path}">Bài</a>' for story in moved.stories[number * 3 - 3 : number * 3])
        moved.routes[f"/chinh-tri/?page={number}"] = page(
            f'<div>{items}</div><a href="?page={number + 1}">{number + 1}</a>'
        )
    moved.routes["/chinh-tri/"] = moved.routes["/chinh-tri/?page=1"]
    with serving(moved):
        brought = crawl(settings_for(moved, store_settings))
    assert brought.articles == {story.key for story in moved.stories}
    assert moved.asked("/?page=2") == 0


def test_sections_that_only_the_page_of_another_names_are_read_but_not_those_that_these_name(
    store_settings: Settings,
) -> None:
    site = NewspaperSite(stories(2), has_sitemap=False, has_sections=False)
    first, second = site.stories
    menu = '<ul class="sub-menu"><a href="/{0}/">x</a><a href="/{0}-khac/">x</a><a href="/{0}-nua/">x</a></ul>'
    site.routes |= {
        "/": page('<nav><a href="/thoi-su/">Thời sự</a></nav>'),
        "/thoi-su/": page(f'<a href="{first.path}">Bài</a>{menu.format("cai-cach")}'),
        "/cai-cach/": page(f'<a href="{second.path}">Bài</a>{menu.format("lich-thang-11")}'),
    }
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert brought.articles == {first.key, second.key}
    assert site.asked("/cai-cach-khac/") == 1
    assert site.asked("/lich-thang-11/") == 0
    assert brought.result.complete, brought.result.message


def test_lists_that_end_before_the_window_are_told(store_settings: Settings) -> None:
    past = DateWindow(WINDOW.start - timedelta(days=60), WINDOW.start - timedelta(days=50))
    with serving(NewspaperSite(stories(5), has_sitemap=False)) as site:
        brought = crawl(settings_for(site, store_settings), order(window=past))
    assert not brought.result.complete
    assert f"no list reaches back to {past.last}" in brought.result.message
    # Files named by their months tell that there is none of the month.
    with serving(NewspaperSite(stories(5))) as site:
        brought = crawl(settings_for(site, store_settings), order(window=past))
    assert brought.result.complete, brought.result.message


def test_index_whose_dates_nobody_keeps_is_read_all_the_same(store_settings: Settings) -> None:
    site = NewspaperSite(stories(6), has_sections=False, has_sitemap=False)
    old = "<lastmod>2020-01-05</lastmod>"
    files = "".join(f"<sitemap><loc>/bai-{number}.xml</loc>{old}</sitemap>" for number in (1, 2))
    site.routes["/sitemap.xml"] = page(f"<sitemapindex>{files}</sitemapindex>", content_type="text/xml")
    for number in (1, 2):
        entries = [(story.url, story.published.isoformat()) for story in site.stories[number - 1 :: 2]]
        site.routes[f"/bai-{number}.xml"] = page(sitemap(entries), content_type="text/xml")
    with serving(site):
        brought = crawl(settings_for(site, store_settings))
    assert len(brought.articles) == 6


def test_sitemap_that_dates_every_page_by_the_moment_has_nothing_fetched_again(store_settings: Settings) -> None:
    site = NewspaperSite(stories(12), has_sections=False, has_sitemap=False)

    def stamped(exchange: Exchange) -> None:
        moment = datetime.now(UTC).isoformat()
        exchange.give(sitemap((story.url, moment) for story in site.stories), content_type="text/xml")

    site.routes["/sitemap.xml"] = stamped
    with serving(site):
        settings = settings_for(site, store_settings)
        publish(settings, crawl(settings))
        again = crawl(settings)
    assert {outcome.status for outcome in again.outcomes} == {OutcomeStatus.UNCHANGED}
    assert sum(site.article_requests().values()) == 12


@pytest.mark.parametrize("days_ago", [60, 20])
def test_lists_are_not_walked_back_to_days_that_sitemaps_name(store_settings: Settings, days_ago: int) -> None:
    newer = stories(40, first=500_000)
    past = DateWindow.of_days(WINDOW.last - timedelta(days=days_ago + 4), WINDOW.last - timedelta(days=days_ago))
    older = [replace(story, published=story.published - timedelta(days=days_ago)) for story in stories(6)]
    site = NewspaperSite([*newer, *older], page_size=5, shows_dates=False, names_pages=False)
    with serving(site):
        brought = crawl(settings_for(site, store_settings), order(window=past))
    assert {story.key for story in older} <= brought.articles
    assert len(brought.articles) <= len(older) + (0 if days_ago > 31 else site.page_size)
    assert brought.result.complete, brought.result.message


def test_refusal_of_the_last_part_is_why_the_crawl_did_not_come_to_its_end(
    store_settings: Settings, fault_proxy: FaultProxy
) -> None:
    with (
        serving(NewspaperSite(stories(6))) as site,
        fault_proxy.with_fault("forbidden", methods="PUT", path="part-00002"),
    ):
        brought = crawl(settings_for(site, store_settings, part_pages=5))
    assert not brought.result.finished
    assert "AccessDenied" in brought.result.message
    assert len(brought.captures) == 5
