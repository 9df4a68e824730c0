"""A replay of ten thousand pages costs few task runs and hardly more than its work (row L5)."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from urllib.request import Request, urlopen

import pytest
from archive_lake import AFTERWARDS, FIRST_DAY, Page, a_lake, a_run
from flow_runs import run_to_its_end, site
from processes import processor_seconds

from dvingest.archive.replay_plan import plan_replay
from dvingest.archive.replaying import read_again
from dvingest.config import Settings
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = [pytest.mark.faults, pytest.mark.slow]

PAGES = 10_000
WINDOW = DateWindow.of_days(FIRST_DAY, FIRST_DAY + timedelta(days=27))


def task_runs(server: PrefectServer) -> int:
    request = Request(f"{server.api_url}/task_runs/count", b"{}", {"Content-Type": "application/json"})
    with urlopen(request, timeout=20) as answer:
        return int(json.load(answer))


def test_ten_thousand_pages_take_at_most_forty_tasks_and_little_more_than_the_bare_pool(
    store_settings: Settings, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = a_lake(store_settings)
    many = [Page(400_000 + n, day=FIRST_DAY + timedelta(days=n % 28), furniture=800) for n in range(PAGES)]
    a_run(lake, many, AFTERWARDS, part_pages=200)
    with ReplicaServer(build_corpus(1, FIRST_DAY, 5)) as replica:
        where = site(store_settings, prefect_server, replica)
        for name, value in where.environment.items():
            if name.startswith("DVINGEST_"):
                monkeypatch.setenv(name, value)
        batches = [batch for stretch in plan_replay(lake, WINDOW) for batch in stretch.batches]
        began = processor_seconds()
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            assert sum(result.pages for result in pool.map(read_again, batches)) == PAGES
        bare = processor_seconds() - began

        where.environment["DVINGEST_PROCESSES"] = "2"
        tasks, began = task_runs(prefect_server), processor_seconds()
        run_to_its_end(where, "replay.py:replay", start=WINDOW.start, end=WINDOW.last, seconds=600)
        whole = processor_seconds() - began
    assert task_runs(prefect_server) - tasks <= 40
    print(f"bare pool {bare:.1f} s, flow {whole:.1f} s of processor time, ratio {bare / whole:.2f}")
    assert bare / whole >= 0.85
