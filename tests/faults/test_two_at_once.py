"""Two crawls of one newspaper at once (rows O1 to O3), and silence (row W20)."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flow_runs import (
    FlowProcess,
    Site,
    article_requests,
    backfill,
    children_of,
    kill_everything,
    run_command,
    run_to_its_end,
    site,
    start_flow,
    stored_ids,
    wait_until,
    wanted_ids,
)
from processes import processor_seconds

from dvingest.config import Settings
from dvingest.lake.manifests import read_manifests
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import Fault, ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = pytest.mark.faults

TODAY = date(2026, 11, 20)
WINDOW = DateWindow.of_days(date(2026, 11, 1), TODAY)
SLOW = Fault("slow", only="article", seconds=0.3)


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(7, TODAY, 40, window=WINDOW)) as server:
        yield server


@pytest.fixture
def where(store_settings: Settings, prefect_server: PrefectServer, replica: ReplicaServer) -> Site:
    return site(store_settings, prefect_server, replica, part_pages=10)


def start_daily(where: Site, **parameters: object) -> FlowProcess:
    return start_flow(where, "daily.py:daily_crawl", day=TODAY, lookback_days=19, **parameters)


@contextlib.contextmanager
def crawling(where: Site, replica: ReplicaServer) -> Iterator[FlowProcess]:
    """A daily run that is in the middle of its pages, for as long as the newspaper is slow."""
    replica.faults.set(SLOW)
    first = start_daily(where)
    try:
        wait_until(lambda: len(article_requests(replica)) >= 3 or not first.is_running, 90)
        assert first.is_running, first.said()
        yield first
    finally:
        kill_everything(first)


def overlaps(replica: ReplicaServer) -> int:
    """Return how often the newspaper was asked by another connection before the one before it was done for good."""
    ports = [request.client_port for request in replica.requests if request.kind == "article"]
    changes = [port for place, port in enumerate(ports) if place == 0 or ports[place - 1] != port]
    return len(changes) - len(set(changes))


def crowding() -> float:
    """Return how many processes want each of the machine's cores, at least one."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_second_crawl_that_does_not_wait_leaves_with_75_within_five_seconds(
    where: Site, replica: ReplicaServer
) -> None:
    with crawling(where, replica) as first:
        began, used = time.monotonic(), processor_seconds()
        second = run_command(where, "daily", "--no-wait", "--day", str(TODAY), "--lookback", "19")
        took, used = time.monotonic() - began, processor_seconds() - used
        needed = processor_seconds()
        subprocess.run([sys.executable, "-c", "import prefect"], env=where.environment, check=True)
        needed = processor_seconds() - needed
        print(f"left after {took:.1f} s, {used / needed:.2f} times what Prefect takes to load, {crowding():.1f} a core")
        assert second.returncode == 75, second.stderr
        assert "is being crawled by run" in second.stderr
        assert used < 2 * needed, "hardly anything but Prefect may be loaded for it"
        assert took < 5 * crowding()
        assert first.is_running
        replica.faults.clear()
        assert first.wait(120) == 0, first.said()
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))


def test_flow_that_does_not_wait_fails_with_75(where: Site, replica: ReplicaServer) -> None:
    with crawling(where, replica) as first:
        second = start_daily(where, wait=False)
        assert second.wait(60) == 75
        assert "HostBusyError" in second.said()
        assert first.is_running
        replica.faults.clear()
        assert first.wait(120) == 0, first.said()
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))


def test_second_crawl_that_waits_comes_after_the_first_and_asks_for_nothing_again(
    where: Site, replica: ReplicaServer
) -> None:
    with crawling(where, replica) as first:
        second = start_flow(where, "backfill.py:backfill", start=WINDOW.start, end=WINDOW.last)
        try:
            wait_until(lambda: "waits for its turn" in second.said(), 60)
            replica.faults.clear()
            assert first.wait(120) == 0, first.said()
            assert second.wait(120) == 0, second.said()
        finally:
            kill_everything(second)
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))
    assert overlaps(replica) == 0
    assert len(article_requests(replica)) <= 1.1 * len(set(article_requests(replica)))


@pytest.mark.slow
def test_crawl_that_slept_past_its_lease_loses_no_row_of_anybody(where: Site, replica: ReplicaServer) -> None:
    with crawling(where, replica) as first:
        asleep = [first.process.pid, *children_of(first.process.pid)]
        for pid in asleep:
            os.kill(pid, signal.SIGSTOP)
        replica.faults.clear()
        # The lease is ten seconds long: after that the host is free for the next.
        run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=19)
        for pid in asleep:
            os.kill(pid, signal.SIGCONT)
        first.wait(120)
    run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=19)
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))
    assert set(where.lake.silver.read(None, ["revision"])["revision"].to_pylist()) == {1}


def test_daily_run_and_backfill_of_the_same_days_meet_without_a_row_twice(where: Site, replica: ReplicaServer) -> None:
    daily = start_daily(where)
    try:
        backfill(where, WINDOW)
        assert daily.wait(120) == 0, daily.said()
    finally:
        kill_everything(daily)
    assert sorted(stored_ids(where)) == sorted(wanted_ids(replica, WINDOW))
    assert {manifest.status for manifest in read_manifests(where.lake.store, where.lake.layout)} == {"succeeded"}


def test_a_newspaper_that_falls_silent_on_a_weekday_fails_the_run(where: Site, replica: ReplicaServer) -> None:
    run_to_its_end(where, "daily.py:daily_crawl", day=TODAY, lookback_days=19)
    monday_after = TODAY + timedelta(days=3)
    said = run_to_its_end(where, "daily.py:daily_crawl", day=monday_after, lookback_days=5, expected=3)
    assert "silence on a weekday" in said
    manifest = read_manifests(where.lake.store, where.lake.layout)[-1]
    assert [check.name for check in manifest.checks if check.required and not check.ok] == ["silence"]
