"""A run that was taken for dead and woke again, as on a machine that slept, loses nothing of what it fetches then."""

from __future__ import annotations

import pytest
from archive_lake import AFTERWARDS, a_lake, a_run, pages, write_bronze

from dvingest.config import Settings
from dvingest.lake.bronze import list_parts
from dvingest.lake.staging import Staging
from dvingest.model import OutcomeStatus
from dvingest.publishing import batches_of_parts, publish_staged, settle_outcomes, stage_parts
from dvingest.run_manifest import adopt_run

pytestmark = pytest.mark.integration


def test_run_that_was_adopted_while_it_slept_has_rows_of_what_it_fetched_afterwards(store_settings: Settings) -> None:
    lake = a_lake(store_settings.model_copy(update={"part_pages": 5}))
    a_run(lake, pages(1, first=500_000))
    run_id = write_bronze(lake, pages(10), AFTERWARDS, part_pages=5)
    _, late = list_parts(lake.store, lake.layout, run_id)
    part = lake.store.get(late.key)
    lake.store.delete(late.key)
    adopt_run(lake, run_id, adopted_by="20261202t000000z-0000000f")
    lake.store.put(late.key, part, "application/warc")  # it wakes, fetches what is left, and ends as every run does
    for number, keys in enumerate(batches_of_parts(lake, run_id), 1):
        stage_parts(lake, run_id, number, keys)
    published = publish_staged(lake, run_id)
    names = {page.key for page in pages(10)}
    assert names <= set(lake.silver.read(None, ["article_id"])["article_id"].to_pylist())
    outcomes = settle_outcomes(Staging(lake.settings, run_id).outcomes(), published)
    assert {outcome.status for outcome in outcomes} == {OutcomeStatus.STORED}
