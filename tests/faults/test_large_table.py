"""A daily run costs the same whether the table is small or large (row L2 of the table of faults)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from fault_proxy import FaultProxy
from flow_runs import Site, article_requests, run_to_its_end, site, stored_ids, wanted_ids
from lake_samples import article

from dvingest.config import Settings
from dvingest.lake.layout import new_run_id
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = [pytest.mark.faults, pytest.mark.slow]

TODAY = date(2026, 11, 20)
WINDOW = DateWindow.of_days(date(2026, 11, 19), TODAY)
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]


@dataclass(frozen=True)
class Cost:
    """What a run asked of the store."""

    requests: int
    carried: int


def fill(where: Site, rows_per_month: int) -> None:
    """Put two years into the table, a commit a month, and then a thousand rows of the month at hand."""
    now = datetime.now(UTC)
    for place, month in enumerate(MONTHS):
        first = 1_000_000 + place * 10_000
        batch = [article(number, month, fetched_at=now) for number in range(first, first + rows_per_month)]
        where.lake.silver.publish(batch, new_run_id(now))
    batch = [article(number, "2026-11", fetched_at=now) for number in range(2_000_000, 2_001_000)]
    where.lake.silver.publish(batch, new_run_id(now))


def cost_of_a_daily_run(where: Site, proxy: FaultProxy) -> Cost:
    """Run the flow with the proxy between it and the store."""
    proxy.seen.clear()
    proxy.carried = 0
    run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=1)
    return Cost(len(proxy.seen), proxy.carried)


def test_daily_run_on_a_hundred_thousand_articles_costs_what_it_costs_on_a_thousand(
    store_settings: Settings, fault_proxy: FaultProxy, prefect_server: PrefectServer
) -> None:
    costs = {}
    for name, rows_per_month in (("small", 1), ("large", 4_125)):
        with ReplicaServer(build_corpus(5, TODAY, 150, window=WINDOW)) as replica:
            settings = store_settings.model_copy(
                update={"prefix": f"{store_settings.prefix}-{name}", "work_dir": store_settings.work_dir / name}
            )
            where = site(settings, prefect_server, replica, part_pages=200)
            fill(where, rows_per_month)
            costs[name] = cost_of_a_daily_run(where, fault_proxy)
            wanted = wanted_ids(replica, WINDOW)
            assert len(wanted) >= 145
            stored, asked = stored_ids(where), article_requests(replica)
            assert wanted <= set(stored)
            assert len(stored) == len(set(stored))
            assert len(asked) == len(set(asked)) <= len(wanted) * 1.1
    print(costs)
    assert costs["large"].requests == pytest.approx(costs["small"].requests, rel=0.1)
    assert costs["large"].carried == pytest.approx(costs["small"].carried, rel=0.1)
