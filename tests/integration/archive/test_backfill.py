"""A backfill brings every article of its months once, goes on where it was, and asks for nothing it has."""

from collections.abc import Iterator
from datetime import date

import pytest
from flow_runs import Site, article_requests, backfill, site, stored_ids, wanted_ids

from dvingest.archive.backfilling import month_done
from dvingest.config import Settings
from dvingest.lake.manifests import read_manifests
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

TODAY = date(2026, 11, 23)
PERIOD = DateWindow.of_days(date(2021, 1, 1), date(2021, 3, 31))


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(3, TODAY, 90, window=PERIOD)) as server:
        yield server


@pytest.fixture
def where(store_settings: Settings, prefect_server: PrefectServer, replica: ReplicaServer) -> Site:
    return site(store_settings, prefect_server, replica)


def test_three_months_come_newest_first_and_whole_and_again_costs_no_page(where: Site, replica: ReplicaServer) -> None:
    backfill(where, PERIOD)
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, PERIOD))
    manifests = read_manifests(where.lake.store, where.lake.layout)
    assert [f"{manifest.start:%Y-%m}" for manifest in manifests] == ["2021-03", "2021-02", "2021-01"]
    assert {manifest.status for manifest in manifests} == {"succeeded"}, [manifest.checks for manifest in manifests]
    for month in PERIOD.split_by_month():
        assert month_done(where.lake, month) is not None, manifests
    asked = article_requests(replica)
    assert len(asked) <= 1.05 * len(set(asked)), "no page is fetched twice over the months"

    before, version = len(replica.requests), where.lake.silver.version()
    backfill(where, PERIOD)
    assert len(replica.requests) == before
    assert where.lake.silver.version() == version

    backfill(where, PERIOD, again=True)
    # What gave no row is asked for again: it may have one now.
    assert len(article_requests(replica)) - len(asked) <= 4
    assert where.lake.silver.version() == version


def test_dry_run_says_what_it_would_be_and_writes_nothing(where: Site, replica: ReplicaServer) -> None:
    backfill(where, PERIOD, dry_run=True)
    assert not article_requests(replica)
    assert not list(where.lake.store.list(f"{where.settings.prefix}/"))
