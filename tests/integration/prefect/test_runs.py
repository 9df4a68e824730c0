"""Runs through the deployments of a server that was started from nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from prefect_lab import Lab, kill_all, wait_for
from processes import is_there

pytestmark = [pytest.mark.integration]


def test_daily_run_is_green_and_shows_outcomes_report_and_progress(lab: Lab) -> None:
    run = lab.daily(days=125)
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)
    assert lab.api.run(run)["name"] == f"daily {lab.today}"
    assert {"plvn", "daily"} <= set(lab.api.run(run)["tags"])
    artifacts = lab.api.artifacts(run)
    assert {"daily-crawl-outcomes", "daily-crawl-report", "crawl-progress"} <= set(artifacts)
    assert artifacts["crawl-progress"]["data"] == 100
    first_line = str(artifacts["daily-crawl-report"]["data"]).splitlines()[0]
    assert "new" in first_line
    assert "data:image/svg+xml" in str(artifacts["daily-crawl-report"]["data"])


def test_what_the_crawl_says_stands_in_the_log_of_its_run_and_its_libraries_say_nothing(lab: Lab) -> None:
    run = lab.daily()
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)

    def lines() -> list[str]:
        found = lab.api.ask("POST", "/logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200})
        return [str(line["message"]) for line in found if line["name"] == "dvingest.crawl"]

    wait_for(lambda: any("Known already" in line for line in lines()), 20, lambda: f"its log has {lines()}")
    assert not [line for line in lines() if line.startswith(("scrapy", "botocore"))]


def test_scheduler_plans_the_next_days_at_half_past_five_in_viet_nam(lab: Lab) -> None:
    # With SQLAlchemy 2.1 Prefect 3.8.8 never plans a run, and says so only in the server's log.
    wait_for(lambda: lab.stack.api.next_run() is not None, 90)
    planned = lab.stack.api.next_run()
    assert planned is not None
    assert planned.at is not None
    assert planned.at > datetime.now(UTC)
    assert planned.at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%H:%M") == "05:30"


def test_missed_schedules_become_one_run(lab: Lab) -> None:
    deployment = lab.api.deployment("daily-crawl")["id"]
    runs = []
    for days in (3, 2, 1):
        due = datetime.now(UTC) - timedelta(days=days)
        body = {
            "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}},
            "parameters": {"day": str(lab.today), "lookback_days": 2},
        }
        runs.append(lab.api.ask("POST", f"/deployments/{deployment}/create_flow_run", body)["id"])
    states = sorted(lab.api.wait(run) for run in runs)
    assert states == ["CANCELLED", "CANCELLED", "COMPLETED"], [lab.api.message(run) for run in runs]


def test_run_that_is_cancelled_in_the_ui_is_gone_within_fifteen_seconds_and_its_host_is_free(lab: Lab) -> None:
    from dvingest.lake.layout import Layout
    from dvingest.lake.lease import HostLease
    from dvingest.lake.objects import ObjectStore

    run = lab.crawling_run()
    began = time.monotonic()
    lab.api.ask("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    wait_for(lambda: not lab.crawls(), 15)
    lab.api.wait(run, ("CANCELLED",), 15)
    assert time.monotonic() - began < 15
    with lab.in_store():
        lease = HostLease(ObjectStore(lab.settings), Layout(""), f"127.0.0.1:{lab.site.port}", "r", 300)
        lease.acquire(wait=False)
        lease.release()


@pytest.mark.slow
def test_run_by_hand_is_told_by_its_tags_gives_signs_of_life_and_is_cancelled_by_ctrl_c(lab: Lab) -> None:
    lab.slow_down()
    command = [sys.executable, "-m", "dvingest", "daily", "--lookback", "125"]
    before = {run["id"] for run in lab.api.runs("plvn", "daily")}
    of_store = {name: value for name, value in lab.stack.environment().items() if not name.startswith("PREFECT_")}
    by_hand = subprocess.Popen(
        command, env={**os.environ, **lab.of_newspaper, **of_store}, stderr=subprocess.PIPE, text=True
    )
    try:

        def runs() -> list[str]:
            # The server plans runs of the deployment meanwhile.
            unplanned = [run for run in lab.api.runs("plvn", "daily") if run["deployment_id"] is None]
            return [str(run["id"]) for run in unplanned if run["id"] not in before]

        wait_for(lambda: bool(runs()), 60)
        (run,) = runs()
        assert run in {one.flow_run_id for one in lab.stack.api.snapshot().active}
        wait_for(lambda: bool(signs_of_life(lab, run)), 60)
        lab.wait_until_crawling(run)
    finally:
        by_hand.send_signal(signal.SIGINT)
        said = by_hand.communicate(timeout=60)[1]
    assert by_hand.returncode == 130
    assert "Stopped: what was fetched is kept" in said
    assert lab.api.state(run) == "CANCELLED"


def signs_of_life(lab: Lab, run: str) -> list[dict[str, str]]:
    chosen = {"event": {"name": ["prefect.flow-run.heartbeat"]}, "resource": {"id": [f"prefect.flow-run.{run}"]}}
    return list(lab.api.ask("POST", "/events/filter", {"filter": chosen})["events"])


@pytest.mark.faults
def test_killed_flow_process_is_crashed_at_once_and_leaves_no_crawl(lab: Lab) -> None:
    run = lab.crawling_run()
    crawls = lab.crawls()
    began = time.monotonic()
    kill_all(lab.engines())
    assert lab.api.wait(run, seconds=120) == "CRASHED"
    assert time.monotonic() - began < 20
    wait_for(lambda: not any(is_there(pid) for pid in crawls), 40)
    lab.next_run_is_good()


def retry(lab: Lab, run: str) -> None:
    """Start the run again, as the button of the UI does."""
    state = {"type": "SCHEDULED", "name": "AwaitingRetry"}
    lab.api.ask("POST", f"/flow_runs/{run}/set_state", {"state": state, "force": True})


def test_finished_run_that_is_started_again_from_the_ui_writes_nothing_to_silver(lab: Lab) -> None:
    run = lab.daily(days=30)
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)
    before = (lab.silver_version(), lab.objects("silver/"))
    lab.site.requests.clear()
    first = lab.api.run(run)["run_count"]
    retry(lab, run)
    wait_for(lambda: lab.api.run(run)["run_count"] > first, 60, lambda: str(lab.api.run(run)["state"]))
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)
    assert (lab.silver_version(), lab.objects("silver/")) == before
    assert not lab.site.requests.of_kind("article")


def run_that_is_about_to_leave(lab: Lab) -> tuple[str, set[int]]:
    """Return a completed run and its processes, held before they could end."""
    for _attempt in range(5):
        run = lab.daily()
        lab.api.wait(run, ("RUNNING", "COMPLETED"))
        engines = lab.engines()
        assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)
        leaving = set()
        for pid in engines:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                leaving.add(pid)
        if leaving:
            return run, leaving
    raise AssertionError("every process was gone before it could be held")


def test_run_that_is_started_again_before_its_process_is_gone_does_not_take_the_worker_down(lab: Lab) -> None:
    # A worker with a limit of its own ends with a RuntimeError here, and all its other runs with it.
    run, leaving = run_that_is_about_to_leave(lab)
    first = lab.api.run(run)["run_count"]
    try:
        retry(lab, run)
        wait_for(lambda: lab.api.run(run)["run_count"] > first, 60, lambda: str(lab.api.run(run)["state"]))
    finally:
        for pid in leaving:
            os.kill(pid, signal.SIGCONT)
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)


def test_backfill_of_two_months_runs_each_as_a_flow_run_of_its_own(lab: Lab) -> None:
    first = (lab.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    run = lab.api.start("backfill", start=str(first), end=str(lab.today))
    assert lab.api.wait(run, seconds=180) == "COMPLETED", lab.api.message(run)
    names = [found["name"] for found in lab.api.runs("plvn", "backfill")]
    assert len(names) == 3, names
    assert all(any(name.startswith(f"backfill {day:%Y-%m}") for name in names) for day in (first, lab.today)), names
    assert lab.api.runs("plvn", "backfill", f"{first:%Y-%m}"), "a month is found by its tag"


def test_backfill_whose_month_is_deleted_in_prefect_ends_and_says_so(lab: Lab) -> None:
    first = (lab.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    before = {found["id"] for found in lab.api.runs("plvn", "backfill")}
    lab.slow_down()
    run = lab.api.start("backfill", start=str(first), end=str(lab.today))

    def months() -> list[str]:
        return [str(found["id"]) for found in lab.api.runs("plvn", "backfill") if found["id"] not in {*before, run}]

    wait_for(lambda: len(months()) > 0, 90)
    month = months()[0]
    lab.wait_until_crawling(month)
    lab.api.ask("DELETE", f"/flow_runs/{month}")
    assert lab.api.wait(run) == "FAILED"
    assert "its run was deleted in Prefect" in lab.api.message(run)
    lab.site.faults.set()
    wait_for(lambda: not lab.crawls(), 120)
