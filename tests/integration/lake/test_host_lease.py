"""One crawler per host, in a real store and with real processes."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar

import pytest
from fault_proxy import FaultProxy

from dvingest.config import Settings
from dvingest.errors import HostBusyError
from dvingest.lake.layout import Layout
from dvingest.lake.lease import LONGEST_TERM, Holder, HostLease, holder_of, refuse_if_held
from dvingest.lake.objects import ObjectStore

pytestmark = pytest.mark.integration

SECONDS = 2.0
MakeLease = Callable[..., HostLease]
HOLD = """
import sys, time
from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.lease import HostLease
from dvingest.lake.objects import ObjectStore
settings = Settings(store="s3", prefix=sys.argv[1])
lease = HostLease(ObjectStore(settings), Layout(settings.prefix), "baophapluat.vn", "run-of-child", float(sys.argv[2]))
lease.acquire()
print("held", flush=True)
for line in sys.stdin:
    print("lost" if lease.is_lost else "held", flush=True)
"""


@pytest.fixture
def lease(object_store: ObjectStore, layout: Layout) -> Iterator[MakeLease]:
    made: list[HostLease] = []

    def make(run_id: str, seconds: float = SECONDS) -> HostLease:
        made.append(HostLease(object_store, layout, "baophapluat.vn", run_id, seconds))
        return made[-1]

    yield make
    for one in made:
        one.release()


@pytest.fixture
def child(store_settings: Settings) -> Iterator[Callable[[float], subprocess.Popen[str]]]:
    children = []

    def start(seconds: float) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, store_settings.prefix, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(process)
        assert ask(process) == "held"
        return process

    yield start
    for process in children:
        process.kill()
        process.communicate()


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ask(process: subprocess.Popen[str], question: str = "") -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    if question:
        process.stdin.write(question + "\n")
        process.stdin.flush()
    return process.stdout.readline().strip()


def test_second_run_is_told_who_holds_the_host(lease: MakeLease) -> None:
    with (
        lease("run-1"),
        pytest.raises(HostBusyError, match=r"baophapluat.vn is being crawled by run run-1 \(process \d+"),
    ):
        lease("run-2").acquire()


def test_released_lease_is_free_at_once(lease: MakeLease) -> None:
    with lease("run-1", 300):
        pass
    began = time.monotonic()
    lease("run-2", 300).acquire()
    assert time.monotonic() - began < 30


def test_lease_is_held_for_longer_than_its_term_by_renewing(lease: MakeLease) -> None:
    with lease("run-1") as first:
        time.sleep(2 * SECONDS)
        with pytest.raises(HostBusyError):
            lease("run-2").acquire()
        assert not first.is_lost


def test_waiting_run_gets_its_turn(lease: MakeLease) -> None:
    first, second = lease("run-1"), lease("run-2")
    first.acquire()
    threading.Timer(1.5, first.release).start()
    began = time.monotonic()
    second.acquire(wait=True)
    assert 1 < time.monotonic() - began < 30


def test_wait_ends_with_its_timeout(lease: MakeLease) -> None:
    with lease("run-1"), pytest.raises(HostBusyError):
        lease("run-2").acquire(wait=True, timeout=1)


def test_one_of_eight_who_race_gets_the_lease(lease: MakeLease) -> None:
    start = threading.Barrier(8)
    leases = [lease(f"run-{number}", 60) for number in range(8)]
    winners = []

    def race(one: HostLease) -> None:
        start.wait()
        try:
            one.acquire()
        except HostBusyError:
            return
        winners.append(one)

    threads = [threading.Thread(target=race, args=(one,)) for one in leases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 1


def test_lease_of_a_killed_process_of_this_machine_is_free_at_once(
    lease: MakeLease, child: Callable[[float], subprocess.Popen[str]]
) -> None:
    process = child(300)
    with pytest.raises(HostBusyError, match="run-of-child"):
        lease("run-2", 300).acquire()
    process.kill()
    process.wait()
    lease("run-2", 300).acquire()


def test_stopped_holder_that_wakes_knows_that_it_lost_its_lease(
    lease: MakeLease, child: Callable[[float], subprocess.Popen[str]]
) -> None:
    process = child(SECONDS)
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(SECONDS + 1.5)
    second = lease("run-2")
    second.acquire(wait=True, timeout=10)
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(SECONDS)
    assert ask(process, "and now?") == "lost"
    assert not second.is_lost


def test_holder_that_lost_its_lease_does_not_release_the_other(
    object_store: ObjectStore, layout: Layout, lease: MakeLease
) -> None:
    first, second = lease("run-1", 300), lease("run-2", 300)
    first.acquire()
    object_store.delete(layout.lease("baophapluat.vn"))
    second.acquire()
    with pytest.raises(HostBusyError, match="lost"):
        first.renew()
    assert first.is_lost
    first.release()
    with pytest.raises(HostBusyError, match="run-2"):
        lease("run-3").acquire()


def test_lease_that_cannot_be_given_back_does_not_undo_what_was_done_under_it(
    fault_proxy: FaultProxy, store_settings: Settings, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    store = ObjectStore(store_settings, patience=0.5)
    held = HostLease(store, layout, "baophapluat.vn", "run-1", 300)
    held.acquire()
    with fault_proxy.with_fault("internal_error"), held:
        pass
    assert not held.is_lost
    assert "is free in 300 s only" in caplog.text


def test_lease_that_the_store_has_not_confirmed_for_its_term_is_unsure_until_it_does(
    fault_proxy: FaultProxy, store_settings: Settings, layout: Layout
) -> None:
    with HostLease(ObjectStore(store_settings, patience=0.2), layout, "baophapluat.vn", "run-1", SECONDS) as held:
        assert not held.is_unsure
        with fault_proxy.with_fault("internal_error"):
            wait_until(lambda: held.is_unsure)
        wait_until(lambda: not held.is_unsure)
        assert not held.is_lost


def test_trouble_with_a_lease_is_told_in_the_log_of_its_run(
    fault_proxy: FaultProxy, store_settings: Settings, layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    run: ContextVar[str] = ContextVar("run", default="none")
    run.set("run-1")
    told: list[str] = []
    caplog.handler.addFilter(lambda _: told.append(run.get()) is None)
    held = HostLease(ObjectStore(store_settings, patience=0.2), layout, "baophapluat.vn", "run-1", SECONDS)
    with held, fault_proxy.with_fault("internal_error", path="locks/"):
        wait_until(lambda: "could not be renewed" in caplog.text)
    assert set(told) == {"run-1"}


def test_lease_that_the_store_refuses_to_renew_is_lost_with_its_term(
    fault_proxy: FaultProxy, store_settings: Settings, layout: Layout
) -> None:
    held = HostLease(ObjectStore(store_settings, patience=0.2), layout, "baophapluat.vn", "run-1", SECONDS)
    with held, fault_proxy.with_fault("forbidden", methods="PUT", path="locks/"):
        assert not held.is_lost
        wait_until(lambda: held.is_lost)
        assert held.is_unsure


def test_damaged_lease_is_no_obstacle(object_store: ObjectStore, layout: Layout, lease: MakeLease) -> None:
    object_store.put(layout.lease("baophapluat.vn"), b"{")
    lease("run-1").acquire()


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "1e12", "-1"])
def test_lease_of_an_impossible_term_holds_nobody_up_for_ever(
    object_store: ObjectStore, layout: Layout, lease: MakeLease, seconds: str
) -> None:
    lease("run-1").acquire()
    key = layout.lease("baophapluat.vn")
    there = re.sub(rb'"seconds": [0-9.]+', f'"seconds": {seconds}'.encode(), object_store.get(key))
    holder = Holder.parse(there)
    assert holder is None or holder.seconds <= LONGEST_TERM
    object_store.put(key, there)
    with contextlib.suppress(HostBusyError):
        refuse_if_held(object_store, layout, "baophapluat.vn")
    if seconds in ("NaN", "-1"):
        lease("run-2").acquire()


def test_who_crawls_is_named_until_it_ends(object_store: ObjectStore, layout: Layout, lease: MakeLease) -> None:
    assert holder_of(object_store, layout, "baophapluat.vn") is None
    with lease("run-1"):
        holder = holder_of(object_store, layout, "baophapluat.vn")
        assert holder is not None
        assert holder.run_id == "run-1"
    assert holder_of(object_store, layout, "baophapluat.vn") is None


def test_run_that_waits_says_once_for_whom(lease: MakeLease, caplog: pytest.LogCaptureFixture) -> None:
    with lease("run-1"), caplog.at_level(logging.INFO, "dvingest"):
        with pytest.raises(HostBusyError):
            lease("run-2").acquire(wait=True, timeout=1.0)
        assert caplog.text.count("is being crawled by run run-1") == 1


def test_hosts_have_leases_of_their_own(object_store: ObjectStore, layout: Layout, lease: MakeLease) -> None:
    with lease("run-1"), HostLease(object_store, layout, "127.0.0.1:8000", "run-2", SECONDS) as other:
        assert not other.is_lost
