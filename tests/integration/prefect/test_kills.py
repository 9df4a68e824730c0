"""kill -9 to whatever keeps a run going (row K6): the run leaves Running, the next one starts, nobody is orphaned."""

from __future__ import annotations

import os
import signal
import time

import pytest
from prefect_lab import Lab, kill_all, wait_for
from processes import is_there

from dvingest.local.guard import children_of, family_of
from dvingest.local.replica import Fault

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.slow]

OUT_OF_RUNNING_SECONDS = 120


def kill_server(lab: Lab) -> None:
    """Kill Prefect's server; nothing starts it again but `lab.stack.mend`."""
    guard = lab.stack.server.pid
    assert guard is not None
    (server,) = children_of(guard)
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: not lab.stack.server.is_running, 10)


@pytest.mark.parametrize("and_its_runs", [False, True], ids=["worker", "worker and flow at once"])
def test_killed_worker_takes_its_runs_along_and_they_leave_running(lab: Lab, and_its_runs: bool) -> None:
    run = lab.crawling_run()
    began = time.monotonic()
    kill_all({lab.worker(), *(lab.engines() if and_its_runs else ())})
    lab.mend_when_worker_is_gone()
    assert lab.api.wait(run, seconds=OUT_OF_RUNNING_SECONDS) == "CRASHED"
    assert time.monotonic() - began < OUT_OF_RUNNING_SECONDS
    lab.next_run_is_good()


def test_run_whose_guard_is_killed_too_is_not_left_behind(lab: Lab) -> None:
    run = lab.crawling_run()
    guard = lab.stack.worker_pid
    assert guard is not None
    family = family_of(guard)
    kill_all({guard})
    # The kernel tells the worker, which stops its runs before it goes.
    wait_for(lambda: not any(is_there(pid) for pid in family), 40)
    assert lab.api.wait(run, seconds=OUT_OF_RUNNING_SECONDS) == "CRASHED"
    lab.stack.mend()
    lab.next_run_is_good()


def test_run_goes_on_while_the_server_is_away_for_ten_seconds(lab: Lab) -> None:
    run = lab.crawling_run()
    kill_server(lab)
    time.sleep(10)
    lab.stack.mend()
    lab.site.faults.set()
    assert lab.api.wait(run, seconds=180) == "COMPLETED", lab.api.message(run)
    lab.next_run_is_good()


def test_run_that_is_long_goes_on_after_the_server_was_started_again(lab: Lab) -> None:
    run = lab.crawling_run()
    lab.site.faults.set(Fault("slow", seconds=6.0))
    kill_server(lab)
    lab.stack.mend()
    # Prefect renews what it knows of a run every 225 s, and ends the run where the server has forgotten it.
    time.sleep(240)
    assert lab.api.state(run) == "RUNNING", lab.api.message(run)
    lab.site.faults.set()
    assert lab.api.wait(run, seconds=180) == "COMPLETED", lab.api.message(run)


def test_run_during_which_the_server_is_away_for_two_minutes_loses_nothing(lab: Lab) -> None:
    run = lab.crawling_run()
    kill_server(lab)
    time.sleep(120)
    assert lab.engines(), "the run ended because the server was away"
    lab.stack.mend()
    lab.site.faults.set()
    # The server may take the run for dead, as it heard nothing of it; the run works on all the same.
    assert lab.api.wait(run, ("COMPLETED", "CRASHED"), seconds=180)
    wait_for(lambda: not lab.engines(), 180)
    print(f"the run is {lab.api.state(run)}: {lab.api.message(run)}")
    fetched = {asked.path for asked in lab.site.requests.of_kind("article") if asked.status == 200}
    lab.site.requests.clear()
    lab.next_run_is_good(days=125)
    again = {asked.path for asked in lab.site.requests.of_kind("article")}
    assert not fetched & again, "the next run had to fetch what this one had fetched"
    assert sorted(lab.silver_ids()) == sorted(lab.wanted_ids(days=125))
