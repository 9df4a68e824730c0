"""An article that was taken away keeps its text and is marked: 410 at once, 404 the third time in a row (row W2)."""

from datetime import timedelta

import pytest
from archive_lake import AFTERWARDS, Page, a_lake, a_run, pages

from dvingest.config import Settings
from dvingest.lake.opened import Lake
from dvingest.model import Article, Outcome, OutcomeStatus

pytestmark = pytest.mark.integration

TARGET = Page(400_001)


@pytest.fixture
def lake(store_settings: Settings) -> Lake:
    lake = a_lake(store_settings)
    a_run(lake, [TARGET, *pages(3, 400_100)])
    return lake


def answered(lake: Lake, day: int, status: int | None) -> Article:
    """Run once more; the article answers `status`, None: it is read again. Return its row afterwards."""
    missing = Outcome(TARGET.url, OutcomeStatus.FAILED, f"http_{status}", TARGET.key)
    at = AFTERWARDS + timedelta(days=day)
    a_run(lake, [TARGET] if status is None else pages(1, 401_000 + day), at, outcomes=[missing] if status else [])
    row = lake.silver.find(TARGET.key)
    assert row is not None
    return row


def test_410_marks_it_at_once_and_the_text_stays(lake: Lake) -> None:
    before = lake.silver.find(TARGET.key)
    row = answered(lake, 1, 410)
    assert before is not None
    assert row.gone_at is not None
    assert row == before.model_copy(update={"gone_at": row.gone_at})


def test_404_marks_it_the_third_time_in_a_row(lake: Lake) -> None:
    assert answered(lake, 1, 404).gone_at is None
    assert answered(lake, 2, 404).gone_at is None
    assert answered(lake, 3, 404).gone_at is not None


def test_an_answer_in_between_begins_anew(lake: Lake) -> None:
    for day, status in enumerate((404, 404, None, 404, 404), 1):
        assert answered(lake, day, status).gone_at is None


def test_a_busy_server_is_no_sign_of_being_gone(lake: Lake) -> None:
    for day, status in enumerate((503, 503, 503, 403), 1):
        assert answered(lake, day, status).gone_at is None


def test_an_article_that_comes_back_is_no_longer_gone(lake: Lake) -> None:
    assert answered(lake, 1, 410).gone_at is not None
    row = answered(lake, 2, None)
    assert row.gone_at is None
    assert row.revision == 1
