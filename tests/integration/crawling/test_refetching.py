"""What a run could not have is asked for by the next run of its days, however many others came between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, pages

from dvingest.config import Settings
from dvingest.crawling.knowledge import RECENT_RUNS, load_knowledge
from dvingest.crawling.order import CrawlOrder
from dvingest.lake.layout import new_run_id
from dvingest.model import Outcome, OutcomeStatus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

NOVEMBER = DateWindow.of_days(date(2026, 11, 1), date(2026, 11, 30))


def test_article_that_a_run_could_not_have_is_owed_after_a_backfill_of_many_months(store_settings: Settings) -> None:
    lake = a_lake(store_settings)
    missed = Page(400_900)
    failed = Outcome(missed.url, OutcomeStatus.FAILED, "http_503", missed.key)
    a_run(lake, pages(1), outcomes=[failed], window=NOVEMBER)
    for number in range(1, RECENT_RUNS + 2):
        month = DateWindow.of_days(date(2020, number, 1), date(2020, number, 28))
        a_run(lake, [], AFTERWARDS + timedelta(hours=number), window=month, flow="backfill")
    now = AFTERWARDS + timedelta(days=1)
    order = CrawlOrder(run_id=new_run_id(now), window=NOVEMBER, today=NOVEMBER.last)
    assert list(load_knowledge(store_settings, order, now).owed) == [missed.key]


def test_what_was_found_so_on_three_days_is_known_as_lasting(store_settings: Settings) -> None:
    lake, missed = a_lake(store_settings), Page(400_900)
    gone, back = "https://baophapluat.vn/gone/", "https://baophapluat.vn/back/"
    for day in range(1, 4):
        absent = [gone, back] if day != 2 else [gone]
        failed = [Outcome(url, OutcomeStatus.FAILED, "http_404", None, None, "section") for url in absent]
        failed.append(Outcome(missed.url, OutcomeStatus.FAILED, "other_article", missed.key, None, "the page of x"))
        a_run(lake, [], AFTERWARDS + timedelta(days=day), outcomes=failed, window=NOVEMBER)
    now = AFTERWARDS + timedelta(days=4)
    order = CrawlOrder(run_id=new_run_id(now), window=NOVEMBER, today=NOVEMBER.last)
    knowledge = load_knowledge(store_settings, order, now)
    assert knowledge.is_list_gone(gone, "section", "http_404")
    assert not knowledge.is_list_gone(back, "section", "http_404")
    assert not knowledge.is_list_gone(gone, "section", "http_503")
    assert knowledge.is_earlier_address(missed.key)
    assert missed.key not in knowledge.owed


def test_row_that_a_run_wrote_is_not_believed_in_after_the_table_went_back_to_a_backup(
    store_settings: Settings,
) -> None:
    lake = a_lake(store_settings)
    for day in (1, 2):
        a_run(lake, pages(1, first=400_000 + day), AFTERWARDS + timedelta(days=day), window=NOVEMBER)
    now = AFTERWARDS + timedelta(days=3)
    order = CrawlOrder(run_id=new_run_id(now), window=NOVEMBER, today=NOVEMBER.last)
    assert load_knowledge(store_settings, order, now).has_row("plvn:400002")
    version = lake.silver.version()
    lake.store.delete(f"{lake.layout.silver}/_delta_log/{version:020d}.json")
    knowledge = load_knowledge(store_settings, order, now)
    assert "plvn:400001" in knowledge.articles
    assert "plvn:400002" not in knowledge.articles
    assert not knowledge.has_row("plvn:400002")
