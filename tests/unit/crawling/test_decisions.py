"""Which articles and lists a crawl asks for, by what is known of them and what the lists say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from scrapy.http import Headers

from dvingest.config import Settings
from dvingest.crawling.fetching.backoff import retry_after
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.finding.undated import Undated
from dvingest.crawling.knowledge import Knowledge, is_changed, warn_of_times_to_come
from dvingest.crawling.ledger import Frontier, Ledger
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder
from dvingest.crawling.runner import _environment
from dvingest.errors import ConfigError, StoreError
from dvingest.lake.purged import PurgedIds, entry_of
from dvingest.model import ArticleLink, KnownArticle, Outcome, OutcomeStatus
from dvingest.windows import DateWindow

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
PUBLISHED = NOW - timedelta(days=5)
ORDER = CrawlOrder("20261120t050000z-00000000", DateWindow.of_days(date(2026, 11, 18), date(2026, 11, 20)))


def link(number: int, days_ago: float | None = None) -> ArticleLink:
    when = None if days_ago is None else NOW - timedelta(days=days_ago)
    return ArticleLink(
        f"https://baophapluat.vn/mot-bai-bao-post{number}.html", when, "thoi-su", "https://baophapluat.vn/"
    )


def known(number: int, fetched_days_ago: float, modified_days_ago: float | None = None) -> KnownArticle:
    modified = None if modified_days_ago is None else NOW - timedelta(days=modified_days_ago)
    fetched = NOW - timedelta(days=fetched_days_ago)
    return KnownArticle(f"plvn:{number}", link(number).url, PUBLISHED, modified, fetched)


def selection(knowledge: Knowledge | None = None) -> tuple[Selection, Frontier]:
    frontier = Frontier()
    settings = Settings()
    made = Selection(ORDER, settings, Mirror(settings), knowledge or Knowledge(), Ledger(), frontier, NOW)
    return made, frontier


def waiting(frontier: Frontier) -> list[str]:
    found = []
    while (taken := frontier.pop()) is not None:
        found.append(taken[0].removeprefix("plvn:"))
    return found


def test_what_is_gone_is_not_looked_for_again_every_day() -> None:
    gone = replace(known(2, 3), gone_at=NOW - timedelta(days=2))
    refused = Outcome(link(3).url, OutcomeStatus.REJECTED, "soft_404", "plvn:3")
    knowledge = Knowledge({"plvn:1": known(1, 3), "plvn:2": gone, "plvn:3": known(3, 3)})
    knowledge.earlier["plvn:3"] = (NOW - timedelta(days=1), refused)
    assert [one.article_id for one in knowledge.unlisted(lambda _: False, NOW)] == ["plvn:1"]


@pytest.mark.parametrize(
    ("listed", "fetched", "modified", "changed"),
    [
        (None, 1, None, False),
        (2, 1, None, False),
        (0.5, 1, None, True),
        (0.5, 1, 0.5, False),
        (0.5, 1, 0.6, True),
        (1.007, 1, 1.2, True),  # ten minutes before it was fetched, by the clock of another
        (1.007, 1, 1.007, False),
        (1.02, 1, 1.2, False),
    ],
)
def test_article_is_fetched_again_only_when_a_listing_says_it_changed(
    listed: float | None, fetched: float, modified: float | None, changed: bool
) -> None:
    assert is_changed(link(1, listed).modified_at, known(1, fetched, modified)) is changed


def test_article_that_came_out_just_before_it_was_fetched_has_not_changed() -> None:
    published = NOW - timedelta(minutes=5)
    there = replace(known(1, 0), published_at=published)
    assert not is_changed(published, there)
    assert not is_changed(published + timedelta(seconds=40), there)  # pages often show no seconds
    assert is_changed(published + timedelta(minutes=2), there)


def test_fetches_of_a_time_to_come_are_told_as_they_hide_what_changes(caplog: pytest.LogCaptureFixture) -> None:
    warn_of_times_to_come([known(1, 1), known(2, -0.005)], NOW)
    assert not caplog.text  # clocks are never quite the same
    warn_of_times_to_come([known(1, 1), known(2, -365)], NOW)
    assert "Articles of these days (1) were fetched at a time to come" in caplog.text
    assert "clock" in caplog.text


def test_known_and_purged_articles_are_settled_without_a_request() -> None:
    knowledge = Knowledge({"plvn:1": known(1, 1), "plvn:2": known(2, 1)}, PurgedIds([entry_of("plvn:3")]))
    chosen, frontier = selection(knowledge)
    for one in (link(1, 2), link(2, 0.5), link(3, 0.5), link(4, 0.5)):
        chosen.consider(one)
    chosen.settle_unchanged()
    outcomes = {outcome.article_id: (outcome.status, outcome.reason) for outcome in chosen.take_outcomes()}
    assert outcomes == {
        "plvn:1": (OutcomeStatus.UNCHANGED, None),
        "plvn:3": (OutcomeStatus.SKIPPED, "purged"),
    }
    assert sorted(waiting(frontier)) == ["2", "4"]


def test_outcomes_of_recent_runs_spare_a_request() -> None:
    def before(reason: str, days: float) -> tuple[datetime, Outcome]:
        return NOW - timedelta(days=days), Outcome("u", OutcomeStatus.REJECTED, reason)

    knowledge = Knowledge(
        earlier={
            "plvn:1": before("no_body", 0.1),
            "plvn:2": before("no_body", 2),
            "plvn:3": before("no_body", 0.1),
        }
    )
    chosen, frontier = selection(knowledge)
    for one in (link(1), link(2), link(3, 0.01)):
        chosen.consider(one)
    assert {outcome.article_id: outcome.reason for outcome in chosen.take_outcomes()} == {"plvn:1": "no_body"}
    assert sorted(waiting(frontier)) == ["2", "3"]


def test_address_that_shows_another_article_for_three_days_is_an_earlier_one_of_it() -> None:
    page = "the page of https://baophapluat.vn/ten-moi-cua-bai.html"
    days = frozenset({date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19)})
    knowledge = Knowledge(aliases={"plvn:5": (page, days), "plvn:6": (page, frozenset({date(2026, 11, 19)}))})
    outcome = knowledge.settled(link(5), "plvn:5", NOW)
    assert outcome is not None
    assert (outcome.status, outcome.reason, outcome.detail) == (OutcomeStatus.SKIPPED, "duplicate", page)
    assert knowledge.settled(link(6), "plvn:6", NOW) is None


def test_change_that_a_later_listing_tells_is_not_hidden_by_a_feed_that_was_read_before() -> None:
    chosen, frontier = selection(Knowledge({"plvn:1": known(1, 1), "plvn:2": known(2, 1)}))
    for one in (link(1, 2), link(2, 2), link(1, 0.5), link(2, 2), link(2)):
        chosen.consider(one)
    assert waiting(frontier) == ["1"]
    chosen.settle_unchanged()
    assert [outcome.article_id for outcome in chosen.take_outcomes()] == ["plvn:2"]
    assert chosen.ledger.considered == 2


SLUG_ONLY = "https://baophapluat.vn/mot-bai-bao.html"


@pytest.mark.parametrize(
    ("published", "addresses", "name"),
    [
        (PUBLISHED + timedelta(seconds=20), [SLUG_ONLY], "plvn:7"),
        (PUBLISHED + timedelta(minutes=1), [SLUG_ONLY], None),  # tomorrow's article of that title
        (PUBLISHED, ["https://baophapluat.vn/mot-bai-bao-khac.html"], None),
        (PUBLISHED, ["https://doanhnhan.baophapluat.vn/mot-bai-bao.html"], None),
        (PUBLISHED, ["https://baophapluat.vn/mot-bai-bao-post8.html"], None),
        (PUBLISHED, [SLUG_ONLY, "https://baophapluat.vn/mot-bai-bao-post8.html"], None),
    ],
)
def test_article_that_lost_its_number_is_known_by_slug_and_minute(
    published: datetime, addresses: list[str], name: str | None
) -> None:
    assert Knowledge({"plvn:7": known(7, 1)}).earlier_name(published, addresses) == name


def test_figure_that_ends_a_title_is_not_taken_for_a_number_of_the_cms() -> None:
    numbered, plain = (f"https://baophapluat.vn/dai-hoi-lan-thu-14{end}.html" for end in ("-post7", ""))
    knowledge = Knowledge({"plvn:7": replace(known(7, 1), canonical_url=numbered)})
    assert knowledge.earlier_name(PUBLISHED, [plain]) == "plvn:7"
    assert knowledge.earlier_name(PUBLISHED, [plain.replace("-14", "")]) is None


def test_article_is_known_under_the_address_it_has_now() -> None:
    moved = replace(known(7, 1), canonical_url=SLUG_ONLY)
    knowledge = Knowledge({"plvn:7": moved, "plvn:baophapluat.vn/mot-bai-bao": moved})
    assert knowledge.earlier_name(NOW, [SLUG_ONLY]) == "plvn:7"
    assert knowledge.unlisted(lambda _: False, NOW + timedelta(days=3)) == [moved]
    assert knowledge.unlisted(lambda key: key == "plvn:baophapluat.vn/mot-bai-bao", NOW + timedelta(days=3)) == []
    chosen, frontier = selection(knowledge)
    chosen.consider(replace(link(7, 0.5), url=SLUG_ONLY))
    chosen.consider(link(7, 0.5))
    assert waiting(frontier) == ["7"]


def test_date_far_ahead_is_none_and_hides_no_article() -> None:
    chosen, frontier = selection(Knowledge({"plvn:1": known(1, 1)}))
    for one in (link(1, -40), link(2, -40), link(3, -0.3)):
        chosen.consider_dated(one)
    chosen.settle_unchanged()
    assert [outcome.article_id for outcome in chosen.take_outcomes()] == ["plvn:1"]
    assert waiting(frontier) == ["3", "2"]


def test_page_that_was_found_the_same_is_fetched_again_only_for_a_later_change() -> None:
    compared = {f"plvn:{number}": NOW - timedelta(days=1) for number in (1, 2)}
    chosen, frontier = selection(Knowledge({f"plvn:{n}": known(n, 3) for n in (1, 2, 3)}, compared=compared))
    for one in (link(1, 2), link(2, 0.5), link(3, 2)):
        chosen.consider(one)
    assert sorted(waiting(frontier)) == ["2", "3"]


def test_what_earlier_runs_could_not_have_is_asked_for_though_no_list_names_it() -> None:
    owed = {
        f"plvn:{number}": Outcome(link(number).url, OutcomeStatus.FAILED, "http_500", f"plvn:{number}")
        for number in range(1, 5)
    }
    chosen, frontier = selection(Knowledge({"plvn:2": known(2, 1)}, PurgedIds([entry_of("plvn:3")]), owed=owed))
    chosen.note_older(link(4).url, "https://baophapluat.vn/")
    chosen.ask_for_missed()
    assert waiting(frontier) == ["1"]


def test_newest_article_is_fetched_first_and_undated_ones_last() -> None:
    chosen, frontier = selection()
    for one in (link(1), link(2, 2), link(3, 0.1), link(4, 1)):
        chosen.consider(one)
    assert waiting(frontier) == ["3", "4", "2", "1"]


def test_two_addresses_of_one_article_are_considered_once() -> None:
    chosen, frontier = selection()
    chosen.consider(link(384250))
    chosen.consider(ArticleLink("http://baophapluat.vn/thoi-su/ten-khac-han-384250.html?utm=1", None, None, ""))
    assert len(frontier) == 1
    assert chosen.ledger.considered == 1


@pytest.mark.parametrize(
    ("path", "name", "is_told"),
    [
        ("tin-bai.html", "id", True),
        ("tin-bai.html", "newsId", True),
        ("mua-lon-o-vung-cao.html", "comment_id", False),
        ("mua-lon-o-vung-cao.html", "v", False),
        ("mua-lon-o-vung-cao-post384250.html", "id", False),
    ],
)
def test_articles_that_a_number_in_the_query_alone_tells_apart_are_told(path: str, name: str, is_told: bool) -> None:
    chosen, _ = selection()
    for number in range(41001, 41005):
        chosen.consider(ArticleLink(f"https://baophapluat.vn/{path}?{name}={number}", NOW, None, "https://a.vn/"))
    assert any("differ only in the number" in note for note in chosen.notes) is is_told


def test_budget_of_urls_is_kept_and_told() -> None:
    settings = Settings(max_urls=3)
    chosen = Selection(ORDER, settings, Mirror(settings), Knowledge(), Ledger(), Frontier(), NOW)
    for number in range(10):
        chosen.consider(link(number))
    assert chosen.ledger.considered == 3
    assert "DVINGEST_MAX_URLS" in chosen.notes[0]


def test_article_of_another_month_that_lost_its_number_is_known_too_and_the_month_is_read_once() -> None:
    published = datetime(2026, 8, 3, 5, tzinfo=UTC)
    plain = [link(number).url.replace(f"-post{number}", f"-{number}-viec") for number in (5, 6)]
    numbered = replace(known(5, 30), published_at=published, canonical_url=plain[0].replace(".html", "-post5.html"))
    renamed = replace(known(6, 30), published_at=published, canonical_url=plain[1])
    read: list[str] = []

    def read_month(month: str) -> list[KnownArticle]:
        read.append(month)
        return [numbered, renamed]

    knowledge = Knowledge({"plvn:7": known(7, 1)}, months=frozenset({"2026-11"}), read_month=read_month)
    assert knowledge.earlier_name(NOW, [plain[0]]) is None
    assert [knowledge.earlier_name(published, [url]) for url in plain] == ["plvn:5", "plvn:6"]
    assert read == ["2026-08"]


def test_month_that_cannot_be_read_costs_no_page() -> None:
    def read_month(_: str) -> list[KnownArticle]:
        raise StoreError("away")

    plain = link(5).url.replace("-post5", "-mot-viec")
    assert Knowledge(read_month=read_month).earlier_name(NOW, [plain]) is None


def fetch(chosen: Selection, frontier: Frontier, days_ago: dict[int, float]) -> list[int]:
    """Fetch what waits and tell when it was published."""
    numbers = [int(number) for number in waiting(frontier)]
    for number in numbers:
        chosen.note_published(f"plvn:{number}", NOW - timedelta(days=days_ago[number]))
        chosen.ledger.settle(f"plvn:{number}", OutcomeStatus.STORED)
    return numbers


def test_undated_list_is_fetched_from_its_top_until_it_gets_older() -> None:
    chosen, frontier = selection()
    undated = Undated(chosen)
    (trial,) = undated.add([[link(number) for number in range(140, 100, -1)]])
    ages = {140 - place: (place + 1) / 4 for place in range(40)}  # the window ends after number 129
    asked: list[int] = []
    for _ in range(20):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, ages)
    assert set(range(131, 141)) <= set(asked)
    assert len(asked) <= 16
    assert trial.is_over
    assert trial.met_older


def test_pinned_old_article_does_not_hide_the_new_ones() -> None:
    chosen, frontier = selection()
    chosen.note_older(link(1).url, "https://baophapluat.vn/")
    undated = Undated(chosen)
    undated.add([[link(number) for number in range(1, 7)]])
    asked: list[int] = []
    for _ in range(5):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, dict.fromkeys(range(1, 7), 0.5))
    assert asked == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("is_older_known", [False, True])
def test_several_pinned_articles_do_not_hide_those_with_later_numbers(is_older_known: bool) -> None:
    chosen, frontier = selection()
    pinned, newest = [17, 23, 11, 31, 19], [5_005, 5_004, 5_003, 5_002, 5_001]
    for number in pinned if is_older_known else []:
        chosen.note_older(link(number).url, "https://baophapluat.vn/")
    undated = Undated(chosen)
    (trial,) = undated.add([[link(number) for number in pinned + newest]])
    ages = dict.fromkeys(pinned, 900.0) | dict.fromkeys(newest, 0.5)
    asked: list[int] = []
    for _ in range(6):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, ages)
    assert asked == newest if is_older_known else pinned + newest
    assert not trial.met_older


def test_list_of_old_articles_in_no_order_is_left_after_a_few() -> None:
    chosen, frontier = selection()
    undated = Undated(chosen)
    (trial,) = undated.add([[link(100 + number * 7 % 60) for number in range(60)]])
    asked: list[int] = []
    for _ in range(20):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, dict.fromkeys(range(100, 160), 900.0))
    assert len(asked) == 12
    assert trial.met_older


def test_sitemap_without_dates_is_read_from_its_highest_numbers() -> None:
    chosen, frontier = selection()
    undated = Undated(chosen)
    ages = {number: (1_000 - number) / 4 for number in range(1_000)}  # the window begins at number 990
    dated = link(1_001, 0.5)
    assert undated.add_sitemap([link(number) for number in range(1_000)] + [dated]) == [dated]
    asked: list[int] = []
    for _ in range(300):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, ages)
    assert set(range(990, 1_000)) <= set(asked)
    assert len(asked) <= 40


def test_sitemap_without_dates_is_left_by_the_next_run_where_the_first_one_left_it() -> None:
    stored = Outcome("u", OutcomeStatus.STORED, None)
    october = {f"plvn:{number}": (NOW - timedelta(days=1), stored) for number in range(970, 980)}
    november = {
        f"plvn:{number}": replace(known(number, 1), published_at=NOW - timedelta(days=9)) for number in range(980, 990)
    }
    chosen, frontier = selection(
        Knowledge({f"plvn:{number}": known(number, 1) for number in range(990, 996)} | november, earlier=october)
    )
    undated = Undated(chosen)
    undated.add_sitemap([link(number) for number in range(1_000)])
    asked: list[int] = []
    for _ in range(300):
        undated.decide(is_covered=False)
        asked += fetch(chosen, frontier, {number: (1_000 - number) / 4 for number in range(1_000)})
    assert asked == [999, 998, 997, 996]


def test_sitemap_without_dates_and_without_numbers_tells_no_order() -> None:
    chosen, _ = selection()
    nameless = ArticleLink("https://baophapluat.vn/mot-bai-bao-khong-so.html", None, None, "")
    links = [link(number) for number in range(1_000)] + [nameless]
    assert Undated(chosen).add_sitemap(links) == links


@pytest.mark.parametrize(("named", "found"), [({2, 4}, ["1", "3"]), ({2}, ["1"]), (set(), ["1", "3", "5", "6"])])
def test_where_sitemaps_name_the_window_only_what_stands_above_the_last_that_they_name_is_news(
    named: set[int], found: list[str]
) -> None:
    chosen, frontier = selection()
    for number in (2, 4):
        chosen.consider(link(number, 1))
    assert waiting(frontier) == ["2", "4"]
    undated = Undated(chosen)
    undated.named.update(f"plvn:{number}" for number in named)
    undated.add([[link(number) for number in range(1, 8)]])
    undated.decide(is_covered=True)
    assert sorted(waiting(frontier)) == found


def test_number_of_the_cms_tells_an_old_article_where_sitemaps_name_the_window() -> None:
    chosen, frontier = selection()
    for number in (5_001, 5_002, 5_003):
        chosen.consider(link(number, 1))
    waiting(frontier)
    undated = Undated(chosen)
    undated.add([[link(number) for number in (5_004, 17, 23)]])
    undated.decide(is_covered=True)
    assert waiting(frontier) == ["5004"]
    undated.add([[link(number) for number in (29, 31)]])
    undated.decide(is_covered=False)
    assert waiting(frontier) == ["29", "31"]


def test_ledger_gives_every_url_exactly_one_outcome() -> None:
    ledger = Ledger()
    for key in ("a", "b", "c"):
        assert ledger.consider(key, key)
    assert not ledger.consider("a", "a")
    assert ledger.settle("a", OutcomeStatus.STORED)
    assert not ledger.settle("a", OutcomeStatus.FAILED)
    assert not ledger.settle("unknown", OutcomeStatus.FAILED)
    assert [outcome.reason for outcome in ledger.close("lost", OutcomeStatus.FAILED)] == ["lost", "lost"]
    assert ledger.considered == sum(ledger.counts.values()) == 3


@pytest.mark.parametrize(
    ("value", "served", "seconds"),
    [
        ("120", None, 120.0),
        ("0", None, 0.0),
        ("Fri, 20 Nov 2026 05:01:00 GMT", None, 60.0),
        ("Fri, 20 Nov 2026 05:01:00 GMT", "Fri, 20 Nov 2026 05:00:30 GMT", 30.0),
        ("Thu, 19 Nov 2026 05:01:00 GMT", None, 0.0),
        ("soon", None, None),
        ("-5", None, None),
        (None, None, None),
    ],
)
def test_retry_after_is_understood_in_seconds_and_as_a_date(
    value: str | None, served: str | None, seconds: float | None
) -> None:
    headers = Headers({name: text for name, text in (("Retry-After", value), ("Date", served)) if text is not None})
    assert retry_after(headers, NOW) == seconds


def test_order_passes_through_a_spider_argument() -> None:
    order = CrawlOrder(
        ORDER.run_id, ORDER.window, flow="backfill", sections=("thoi-su",), limit=5, today=date(2026, 11, 20)
    )
    assert CrawlOrder.from_json(order.to_json()) == order


@pytest.mark.parametrize("run_id", ["", "../x", "20261120T050000Z-00000000", "a" * 100])
def test_run_id_that_could_leave_its_folder_is_refused(run_id: str) -> None:
    with pytest.raises(ConfigError, match="run id"):
        CrawlOrder(run_id, ORDER.window)


def test_crawl_gets_these_settings_and_nothing_of_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "secret")
    monkeypatch.setenv("DVINGEST_BUCKET", "other")
    monkeypatch.setenv("AWS_PROFILE", "mine")
    settings = Settings(bucket="plvn", mirrors={"doanhnhan.baophapluat.vn": "http://127.0.0.1:1"}, sections=("a", "b"))
    environment = _environment(settings)
    assert environment["DVINGEST_BUCKET"] == "plvn"
    assert environment["DVINGEST_MIRRORS"] == '{"doanhnhan.baophapluat.vn": "http://127.0.0.1:1"}'
    assert environment["DVINGEST_SECTIONS"] == "a,b"
    assert environment["DVINGEST_WORK_DIR"].startswith("/")
    assert environment["AWS_PROFILE"] == "mine"
    assert not any(name.startswith("PREFECT_") for name in environment)
