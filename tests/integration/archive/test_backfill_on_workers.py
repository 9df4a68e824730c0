"""A backfill over three workers gives the same silver as one in a single process."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flow_runs import FlowProcess, Site, backfill, kill_everything, site, wait_until, wanted_ids

from dvingest.config import Settings, project_root
from dvingest.lake.manifests import read_manifests
from dvingest.local.ports import claim_any
from dvingest.local.prefect_server import PrefectServer
from dvingest.local.replica import ReplicaServer, build_corpus
from dvingest.windows import DateWindow

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PERIOD = DateWindow.of_days(date(2021, 1, 1), date(2021, 4, 30))
# When and by whom a row was brought; everything else must not depend on who did the work.
CIRCUMSTANCES = {"fetched_at", "first_seen_at", "run_id", "bronze_key", "bronze_offset"}


@contextlib.contextmanager
def workers(where: Site, number: int, folder: Path) -> Iterator[None]:
    """Start workers of the pool with the surroundings of `where`, and stop what they leave."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "plvn"]
    started = []
    try:
        for place in range(number):
            log = folder / f"worker-{place}.log"
            with log.open("w") as output:
                process = subprocess.Popen(
                    [*command, "--name", f"worker-{place}", "--limit", "2"],
                    cwd=project_root(),
                    env=where.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    text=True,
                    start_new_session=True,
                )
            started.append(FlowProcess(process, log))
        yield
    finally:
        for worker in started:
            kill_everything(worker)


def ask(server: PrefectServer, path: str) -> list[dict[str, Any]]:
    """Return what a filter route of the server finds."""
    request = Request(f"{server.api_url}/{path}", b"{}", {"Content-Type": "application/json"})
    with urlopen(request, timeout=20) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def values(where: Site) -> list[dict[str, Any]]:
    rows = [row.model_dump(mode="json", exclude=CIRCUMSTANCES) for row in where.lake.silver.articles()]
    return sorted(rows, key=lambda row: str(row["article_id"]))


def test_three_workers_bring_the_same_silver_as_one_process(
    store_settings: Settings, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    with ReplicaServer(build_corpus(11, date(2026, 11, 23), 120, window=PERIOD)) as replica:
        alone = site(
            store_settings.model_copy(update={"prefix": f"{store_settings.prefix}/alone"}), prefect_server, replica
        )
        backfill(alone, PERIOD)

        # A server of its own: workers that are gone count as living for a while, and other tests have none.
        server = PrefectServer(tmp_path / "server", claim_any())
        server.start()
        try:
            shared = site(
                store_settings.model_copy(update={"prefix": f"{store_settings.prefix}/shared"}), server, replica
            )
            deploy = [sys.executable, "-m", "dvingest.local.deploying"]
            subprocess.run(
                deploy, cwd=project_root(), env=shared.environment, check=True, capture_output=True, timeout=120
            )
            with workers(shared, 3, tmp_path):
                wait_until(lambda: len(ask(server, "work_pools/plvn/workers/filter")) == 3, 90)
                backfill(shared, PERIOD, parallel=3)
            on_pool = [run["name"] for run in ask(server, "flow_runs/filter") if run["work_pool_name"] == "plvn"]
            # The pool also holds the planned runs of the schedules, which have no names of ours yet.
            on_pool = [name for name in on_pool if name.startswith("backfill")]
            assert sorted(on_pool) == [f"backfill 2021-0{month}" for month in range(1, 5)]
            (report,) = [kept["data"] for kept in ask(server, "artifacts/filter") if kept["key"] == "backfill-months"]
            assert report.count(": complete: ") == 4, "each month says what it brought, as in one process"
        finally:
            server.stop()
        assert sorted(row["article_id"] for row in values(shared)) == sorted(wanted_ids(replica, PERIOD))
        assert values(shared) == values(alone)
        runs = read_manifests(shared.lake.store, shared.lake.layout)
        assert sorted(f"{run.start:%Y-%m}" for run in runs) == ["2021-01", "2021-02", "2021-03", "2021-04"]
