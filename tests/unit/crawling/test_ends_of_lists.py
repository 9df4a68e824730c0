"""Whether a list that breaks off is told, by a crawl's lists alone: no request is made."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from dvingest.config import Settings
from dvingest.crawling.finding.scout import Scout
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.knowledge import Knowledge
from dvingest.crawling.ledger import Frontier, Ledger
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder
from dvingest.model import OutcomeStatus
from dvingest.plvn.discovery.names import is_load_more
from dvingest.plvn.urls import article_id
from dvingest.windows import DateWindow

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
ORDER = CrawlOrder("20261120t050000z-00000000", DateWindow.of_days(date(2026, 11, 18), date(2026, 11, 20)))
ROOT = "https://baophapluat.vn"

Answers = dict[str, str | int]


def read_lists(
    answers: Mapping[str, str | int],
    ages: Mapping[int, float] = {},
    knowledge: Knowledge | None = None,
    order: CrawlOrder = ORDER,
) -> tuple[list[str], set[str]]:
    """Return what a crawl says of lists that it could not read, and the articles it found.

    An answer is a body or a status; what is not there answers 404. Articles are of now, or so many days old; of
    infinite age is what is no article.
    """
    settings, frontier, ledger = Settings(), Frontier(), Ledger()
    mirror = Mirror(settings)
    selection = Selection(order, settings, mirror, knowledge or Knowledge(), ledger, frontier, NOW)
    scout = Scout(order, settings, mirror, selection, NOW)
    waiting, found = scout.seeds({}), set()
    for _ in range(500):
        while waiting:
            listing = waiting.pop(waiting.index(max(waiting, key=lambda one: one.kind.value)))  # as the spider asks
            answer = answers.get(listing.url.removeprefix(ROOT), 404)
            if isinstance(answer, int):
                waiting += scout.failed(listing, "robots" if answer == 999 else f"http_{answer}")
            else:
                kind = "application/json" if is_load_more(listing.url) or answer[:1] == "{" else "text/html"
                waiting += scout.read(listing, answer.encode(), kind, listing.url)
        waiting = scout.resume()
        taken = frontier.pop()
        if taken is None and not waiting:
            break
        if taken is not None:
            found.add(taken[1].url)
            name = taken[0].removeprefix("plvn:")
            age = ages.get(int(name), 0.1) if name.isdigit() else 0.1
            if age == math.inf:
                ledger.settle(taken[0], OutcomeStatus.FAILED)
                continue
            selection.note_published(taken[0], NOW - timedelta(days=age))
            ledger.settle(taken[0], OutcomeStatus.STORED)
    scout.conclude()
    return selection.notes, {article_id(url).removeprefix("plvn:") for url in found}


def path(number: int) -> str:
    return f"/mot-bai-bao-post{number}.html"


def section(zone: int, numbers: range, more: str = "") -> str:
    items = "".join(f'<p><a href="{path(number)}">Bài</a></p>' for number in numbers)
    return f"<div>{items}</div>{more}"


def dated(numbers: range, step: float) -> str:
    """Return a list of articles that are each so many days older than the one before."""
    times = [(NOW - timedelta(days=step * place)).isoformat() for place in range(len(numbers))]
    shown = zip(numbers, times, strict=True)
    return "".join(f'<p><a href="{path(number)}">Bài</a><time datetime="{when}"></time></p>' for number, when in shown)


def button(zone: int) -> str:
    return f'<div class="view-more"><a data-url="/api/morenews-zone-{zone}-1.html">Xem tiếp</a></div>'


def answer(numbers: range) -> str:
    return json.dumps({"data": {"contents": [{"url": path(number)} for number in numbers]}})


def api(zone: int, number: int) -> str:
    return f"/api/morenews-zone-{zone}-{number}.html"


MENU = "<nav>{}</nav>".format("".join(f'<a href="/muc-{zone}/">x</a>' for zone in (1, 2, 3)))


def newspaper(end: str | int) -> Answers:
    """Three sections of 9, 9 and 2 articles, four on a first page and three in an answer of the API."""
    site: Answers = {"/": MENU}
    for zone, last in ((1, 9), (2, 9), (3, 2)):
        numbers = range(zone * 1000, zone * 1000 + last)
        site[f"/muc-{zone}/"] = section(zone, numbers[:4], button(zone))
        for page in (1, 2):
            part = numbers[1 + 3 * page : 4 + 3 * page]
            site[api(zone, page)] = answer(part) if part else end
        site[api(zone, 3)] = end
    return site


ENDS = [404, 410, "", '{"data": []}', '{"data": null}', '{"data": null, "message": "ok"}']


@pytest.mark.parametrize("end", ENDS)
def test_however_lists_end_nothing_is_told(end: str | int) -> None:
    notes, found = read_lists(newspaper(end))
    assert (notes, len(found)) == ([], 20)


@pytest.mark.parametrize("end", ENDS)
def test_list_that_ends_behind_a_full_answer_as_others_end_behind_short_ones_is_at_its_end(end: str | int) -> None:
    site = newspaper(end) | {api(2, 2): answer(range(2007, 2010))}
    assert read_lists(site)[0] == []


@pytest.mark.parametrize("fault", [404, 403, "", '{"data": null, "message": "Too many connections"}'])
@pytest.mark.parametrize("number", [1, 2])
def test_answer_that_is_not_there_behind_a_full_page_is_told_where_lists_end_otherwise(
    fault: str | int, number: int
) -> None:
    notes, _ = read_lists(newspaper('{"data": []}') | {api(2, number): fault})
    assert len(notes) == 1
    assert f"{api(2, number)} could not be read" in notes[0]


@pytest.mark.parametrize("fault", [404, 403, ""])
def test_api_that_pages_name_and_that_answers_nothing_is_told(fault: str | int) -> None:
    dead = {api(zone, number): fault for zone in (1, 2, 3) for number in (1, 2, 3)}
    notes, _ = read_lists(newspaper(404) | dead)
    assert len(notes) == 2  # the third section has all of its articles on its page
    guessed = {f"/muc-{zone}/": section(zone, range(zone * 1000, zone * 1000 + 4)) for zone in (1, 2, 3)}
    zones = {page: f'{body}<i data-zone-id="{page[5]}"></i>' for page, body in guessed.items()}
    assert read_lists(newspaper(404) | dead | zones)[0] == []


@pytest.mark.parametrize("fault", [404, 500])
def test_api_that_is_not_there_is_not_missed_behind_articles_of_earlier_days(fault: int) -> None:
    dead = {api(zone, number): fault for zone in (1, 2, 3) for number in (1, 2, 3)}
    assert len(read_lists(newspaper(404) | dead)[0]) == (2 if fault == 404 else 3)
    ages = {zone * 1000 + number: 9.0 for zone in (1, 2, 3) for number in range(1, 9)}
    assert read_lists(newspaper(404) | dead, ages)[0] == []


def test_api_that_robots_txt_closes_is_told_where_it_may_have_more() -> None:
    closed = {api(zone, number): 999 for zone in (1, 2, 3) for number in (1, 2, 3)}
    (note,) = read_lists(newspaper(404) | closed)[0]
    assert note.startswith("robots.txt of https://baophapluat.vn forbids")
    ages = {zone * 1000 + number: 9.0 for zone in (1, 2, 3) for number in range(2, 9)}
    assert read_lists(newspaper(404) | closed, ages)[0] == []


def test_pages_are_counted_on_where_the_api_is_a_guess_that_leads_nowhere() -> None:
    site: Answers = {"/": MENU}
    for number in (1, 2, 3):
        body = section(1, range(number * 100, number * 100 + 4), '<i data-zone-id="1"></i>')
        site["/muc-1/" if number == 1 else f"/muc-1/?page={number}"] = body
    notes, found = read_lists(site | {"/muc-2/": MENU, "/muc-3/": MENU})
    assert (notes, len(found)) == ([], 12)


@pytest.mark.parametrize("fault", [404, 410, 999, 503])
@pytest.mark.parametrize("days", [2, 3])
def test_section_that_only_the_menu_still_knows_is_told_for_three_days(fault: int, days: int) -> None:
    before = frozenset(NOW.date() - timedelta(days=back + 1) for back in range(days))
    knowledge = Knowledge(absent_lists={f"{ROOT}/muc-2/": before})
    notes, _ = read_lists(newspaper('{"data": []}') | {"/muc-2/": fault}, knowledge=knowledge)
    assert len(notes) == (0 if days == 3 and fault != 503 else 1)


@pytest.mark.parametrize(("hours", "is_told"), [(3, False), (30, True)])
def test_section_is_missed_unless_sitemaps_name_all_days_and_what_has_come_today(hours: int, is_told: bool) -> None:
    newest = (NOW - timedelta(hours=hours)).isoformat()
    entry = f"<url><loc>{ROOT}{path(1000)}</loc><lastmod>{newest}</lastmod></url>"
    files = {
        "/sitemap.xml": f"<sitemapindex><sitemap><loc>{ROOT}/sitemaps/news-2026-11.xml</loc></sitemap></sitemapindex>",
        "/sitemaps/news-2026-11.xml": f"<urlset>{entry}</urlset>",
    }
    notes, _ = read_lists(newspaper('{"data": []}') | files | {"/muc-2/": 503})
    assert bool(notes) is is_told


@pytest.mark.parametrize("articles", [0, 1])
def test_list_without_end_is_left_where_its_addresses_are_no_articles(articles: int) -> None:
    site: Answers = {"/": MENU, "/muc-2/": MENU, "/muc-3/": MENU}
    for number in range(1, 40):
        body = section(
            1, range(number * 100, number * 100 + 4), f'<a rel="next" href="/muc-1/?page={number + 1}">Sau</a>'
        )
        site["/muc-1/" if number == 1 else f"/muc-1/?page={number}"] = body
    ages = {number * 100 + one: math.inf for number in range(2, 40) for one in range(articles, 4)}
    notes, found = read_lists(site | {"/muc-1/?page=40": MENU}, ages)
    assert len(found) == (4 * 39 if articles else 4 * 4)
    assert bool(notes) is not bool(articles)


@pytest.mark.parametrize(("step", "is_missed"), [(0.1, True), (1.5, False)])
@pytest.mark.parametrize("following", [button(1), '<a rel="next" href="/muc-1/?page=2">Sau</a>'])
@pytest.mark.parametrize("fault", [404, 500])
def test_page_that_fails_is_missed_only_if_the_dates_before_it_do_not_lead_out_of_the_window(
    step: float, is_missed: bool, following: str, fault: int
) -> None:
    page = f"<div>{dated(range(100, 106), step)}</div><aside>{dated(range(1, 4), 0.0)}</aside>{following}"
    site: Answers = {"/": MENU, "/muc-1/": page, "/muc-2/": MENU, "/muc-3/": MENU}
    notes, _ = read_lists(site | {api(1, 1): fault, "/muc-1/?page=2": fault})
    assert bool(notes) is is_missed


@pytest.mark.parametrize("is_dated", [True, False])
def test_column_of_old_articles_without_dates_ends_no_list(is_dated: bool) -> None:
    column = f"<aside>{section(1, range(900, 904))}</aside>"
    site: Answers = {"/": MENU, "/muc-2/": MENU, "/muc-3/": MENU}
    for number in (1, 2, 3):
        numbers = range(number * 100, number * 100 + 6)
        shown = f"<div>{dated(numbers, 0.1)}</div>" if is_dated else section(1, numbers)
        more = f'<a rel="next" href="/muc-1/?page={number + 1}">Sau</a>' if number < 3 else ""
        site["/muc-1/" if number == 1 else f"/muc-1/?page={number}"] = shown + column + more
    ages = dict.fromkeys(range(900, 904), 90.0)
    notes, found = read_lists(site, ages)
    assert {str(number) for first in (100, 200, 300) for number in range(first, first + 6)} <= found
    assert notes == []


def test_column_of_new_articles_with_dates_does_not_lead_through_a_list_of_old_ones() -> None:
    site: Answers = {"/": MENU, "/muc-2/": MENU, "/muc-3/": MENU}
    for number in range(1, 30):
        column = f"<aside>{dated(range(900, 904), 0.1)}</aside>"
        more = f'<a rel="next" href="/muc-1/?page={number + 1}">Sau</a>'
        page = section(1, range(1000 + number * 10, 1006 + number * 10)) + column + more
        site["/muc-1/" if number == 1 else f"/muc-1/?page={number}"] = page
    ages = {1000 + number * 10 + one: 9.0 for number in range(2, 30) for one in range(6)}
    notes, found = read_lists(site, ages)
    assert len(found) < 30
    assert notes == []
