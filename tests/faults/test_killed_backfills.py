"""Backfills that are killed again and again bring every article once (rows K4, K5 and K7 of the table of faults)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date

import pytest
from flow_runs import (
    FlowProcess,
    Site,
    article_requests,
    backfill,
    check_truth,
    kill_everything,
    memory_peaks,
    site,
    start_flow,
    stored_ids,
    wait_until,
    wanted_ids,
)

from dvingest.config import Settings
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.faults

TODAY = date(2026, 11, 23)
MONTH = DateWindow.of_days(date(2021, 1, 1), date(2021, 1, 31))
QUARTER = DateWindow.of_days(date(2021, 1, 1), date(2021, 3, 31))
YEAR = DateWindow.of_days(date(2021, 1, 1), date(2021, 12, 31))


def a_replica(articles: int, window: DateWindow) -> ReplicaServer:
    return ReplicaServer(build_corpus(3, TODAY, articles, window=window))


def kill_at_random(where: Site, replica: ReplicaServer, window: DateWindow, kills: int, chance: random.Random) -> None:
    """Start the backfill and kill it, so many times, before it is through however fast the machine is.

    Every fourth life ends within its first seconds, while lists are read; the others some pages further on, in all
    about half of the window.
    """
    pages_of_a_life = 1.2 * len(wanted_ids(replica, window)) / kills
    for life in range(kills):
        running = start_flow(where, "backfill.py:backfill", start=window.start, end=window.last)
        if life % 4 == 3:
            lives_until(running, time.monotonic() + chance.uniform(0.5, 8.0))
        else:
            last_page = len(article_requests(replica)) + chance.uniform(0, pages_of_a_life)
            while running.is_running and len(article_requests(replica)) < last_page:
                time.sleep(0.05)
            lives_until(running, time.monotonic() + chance.uniform(0, 0.3))
        assert running.is_running, f"life {life + 1} ended by itself: {running.said()[-3000:]}"
        if chance.random() < 0.5:
            running.kill()
        else:
            kill_everything(running)


def lives_until(running: FlowProcess, moment: float) -> None:
    """Return at this moment, or when the flow has ended."""
    while running.is_running and time.monotonic() < moment:
        time.sleep(0.05)


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with a_replica(60, MONTH) as server:
        yield server


@pytest.fixture
def where(store_settings: Settings, prefect_server: PrefectServer, replica: ReplicaServer) -> Site:
    return site(store_settings, prefect_server, replica, part_pages=10)


def test_quarter_killed_four_times_is_whole_in_the_end(store_settings: Settings, prefect_server: PrefectServer) -> None:
    with a_replica(90, QUARTER) as replica:
        where = site(store_settings, prefect_server, replica, part_pages=10)
        kill_at_random(where, replica, QUARTER, 4, random.Random(1))
        backfill(where, QUARTER)
        check_truth(where, replica, QUARTER)
        assert len(article_requests(replica)) <= 1.5 * len(wanted_ids(replica, QUARTER))


@pytest.mark.slow
@pytest.mark.parametrize("articles", [1_000, 10_000])
def test_year_killed_twenty_times_is_whole_in_the_end(
    store_settings: Settings, prefect_server: PrefectServer, articles: int
) -> None:
    # Parts as large as in production, where the year is: what a kill costs is the open part.
    part_pages = 200 if articles >= 10_000 else 10
    with a_replica(articles, YEAR) as replica:
        where = site(store_settings, prefect_server, replica, part_pages=part_pages)
        began = time.monotonic()
        kill_at_random(where, replica, YEAR, 20, random.Random(2))
        last = start_flow(where, "backfill.py:backfill", start=YEAR.start, end=YEAR.last)
        peaks = memory_peaks(last, seconds=3_000)
        assert last.wait(1) == 0, last.said()[-3000:]
        wanted, asked = wanted_ids(replica, YEAR), article_requests(replica)
        stored = stored_ids(where)
        print(
            f"{articles} articles, 20 kills, {time.monotonic() - began:.0f} s: lost {len(wanted - set(stored))}, "
            f"dup {len(stored) - len(set(stored))}, {len(asked)} fetches = {len(asked) / len(wanted):.3f} an article, "
            f"peaks of memory in MiB: {', '.join(f'{name} {size:.0f}' for name, size in peaks.items())}"
        )
        check_truth(where, replica, YEAR)
        assert len(asked) <= 1.2 * len(wanted)
        assert max(peaks.values()) <= 512


@pytest.mark.parametrize("moment", ["crawled", "normalised", "committed"])
def test_run_killed_after_its_crawl_is_finished_by_the_next_without_fetching_a_page(
    where: Site, replica: ReplicaServer, moment: str
) -> None:
    running = start_flow(where, "backfill.py:backfill", halt=moment, start=MONTH.start, end=MONTH.last)
    wait_until(lambda: "halted" in running.said() or not running.is_running, 120)
    assert running.is_running, running.said()
    asked = len(article_requests(replica))
    assert asked >= len(wanted_ids(replica, MONTH))
    kill_everything(running)
    version = where.lake.silver.version()
    assert (version is not None) == (moment == "committed")
    backfill(where, MONTH)
    check_truth(where, replica, MONTH)
    assert len(article_requests(replica)) - asked <= 3
    revisions = where.lake.silver.read(None, ["revision"])["revision"].to_pylist()
    assert set(revisions) == {1}
