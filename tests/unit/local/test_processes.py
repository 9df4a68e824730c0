"""A process counts as gone when it is gone whole, and is waited for by whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dvingest.local.interrupts import interruptible, signals_as_interrupts
from dvingest.local.processes import note_child, start_time, stop_process

# The first thread ends, another goes on: what a server of many threads looks like for a moment when it is stopped.
HALF_GONE = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(600,)).start()
ctypes.CDLL(None).pthread_exit(None)
"""


@pytest.fixture
def half_gone() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", HALF_GONE], stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 20
        while state_of(process.pid) != "Z" and time.monotonic() < until:
            time.sleep(0.01)
        assert state_of(process.pid) == "Z"
        yield process
        process.kill()


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_child_of_which_a_thread_still_runs_is_stopped_and_waited_for(half_gone: subprocess.Popen[bytes]) -> None:
    note_child(half_gone)
    started = start_time(half_gone.pid)
    assert started is not None
    stop_process(half_gone.pid, started)
    assert half_gone.returncode is not None
    assert start_time(half_gone.pid) is None


def test_process_of_somebody_else_that_only_waits_to_be_waited_for_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert start_time(process.pid) is None


@pytest.mark.parametrize("heeds", [signals_as_interrupts, interruptible])
def test_closed_terminal_unwinds_a_command_but_not_under_nohup(
    heeds: Callable[[], AbstractContextManager[object]],
) -> None:
    before = signal.getsignal(signal.SIGHUP)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        with pytest.raises(KeyboardInterrupt), heeds():
            signal.raise_signal(signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with heeds():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


class _Interrupted:
    """Ctrl-C comes while it is thrown away, where Python cannot raise."""

    def __del__(self) -> None:
        raise KeyboardInterrupt


def wait_after_throwing_away() -> None:
    _Interrupted()
    time.sleep(5)


def test_interrupt_that_python_drops_comes_again() -> None:
    with pytest.raises(KeyboardInterrupt), signals_as_interrupts():
        wait_after_throwing_away()
