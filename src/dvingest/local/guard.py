"""Runs one command and takes its whole family along: when the command ends, when it is told to, when its parent dies.

    python -m dvingest.local.guard [--tied] [--inner-first] [--grace SECONDS] COMMAND...

A Prefect worker that is killed leaves its flow runs behind, and one that is stopped kills them before they can say so.
So worker, server and store of `dvingest up`, and the workers of a deployment, run under a guard.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
BEAT = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of the arguments until it ends, and return its exit code."""
    parser = argparse.ArgumentParser(prog="dvingest.local.guard", description="Run a command and end its whole family.")
    parser.add_argument("--tied", action="store_true", help="stop when standard input ends: the parent is gone")
    parser.add_argument("--inner-first", action="store_true", help="stop the command's own children before the command")
    parser.add_argument("--grace", type=float, default=7.0, help="seconds before what is left is killed")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args(arguments)
    if not asked.command:
        parser.error("name the command to run")
    return Guard(asked.command, tied=asked.tied, inner_first=asked.inner_first, grace=asked.grace).run()


class Guard:
    """One command and whatever it starts."""

    def __init__(self, command: Sequence[str], *, tied: bool, inner_first: bool, grace: float) -> None:
        self.command = list(command)
        self.tied = tied
        self.inner_first = inner_first
        self.grace = grace
        self._told_to_stop = False
        self._exit_code: int | None = None

    def run(self) -> int:
        """Return the exit code of the command when nothing of its family is left."""
        _control_process(PR_SET_CHILD_SUBREAPER, 1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_as_child)
        try:
            while not self._told_to_stop:
                self._reap(child.pid)
                if self._exit_code is not None:
                    break
                if self._parent_is_gone():
                    break
        finally:
            self._stop(child.pid)
        child.returncode = self._exit_code if self._exit_code is not None else -signal.SIGKILL
        return child.returncode if child.returncode >= 0 else 128 - child.returncode

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _parent_is_gone(self) -> bool:
        if not self.tied:
            time.sleep(BEAT)
            return False
        ready, _, _ = select.select([sys.stdin], [], [], BEAT)
        # Nobody writes to the pipe, so that it can be read means that its other end is closed.
        return bool(ready) and not os.read(sys.stdin.fileno(), 1024)

    def _reap(self, command_pid: int) -> None:
        """Collect every child that ended; orphans of the command are ours by adoption."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == command_pid:
                    self._exit_code = os.waitstatus_to_exitcode(status)

    def _stop(self, command_pid: int) -> None:
        deadline = time.monotonic() + self.grace
        if self.inner_first and self._exit_code is None:
            # A flow run that gets SIGTERM reports itself as crashed; one whose worker goes first cannot.
            inner = children_of(command_pid)
            _signal_all(inner, signal.SIGTERM)
            self._wait_until_gone(command_pid, inner, min(deadline, time.monotonic() + self.grace * 0.6))
        _signal_all(family_of(os.getpid()), signal.SIGTERM)
        self._wait_until_gone(command_pid, None, deadline)
        for _ in range(50):  # whatever forks while it is being killed is found in the next round
            family = family_of(os.getpid())
            if not family:
                return
            _signal_all(family, signal.SIGKILL)
            time.sleep(0.02)
            self._reap(command_pid)

    def _wait_until_gone(self, command_pid: int, awaited: set[int] | None, deadline: float) -> None:
        while time.monotonic() < deadline:
            self._reap(command_pid)
            family = family_of(os.getpid())
            if not (family if awaited is None else family & awaited):
                return
            time.sleep(BEAT / 2)


def children_of(pid: int) -> set[int]:
    """Return the processes whose parent is `pid`."""
    return set(_children_by_parent()[pid])


def family_of(pid: int) -> set[int]:
    """Return every living process below `pid`, whatever session or group it has put itself into."""
    children = _children_by_parent()
    family: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in family:
                family.add(child)
                waiting.append(child)
    return family


def _children_by_parent() -> defaultdict[int, list[int]]:
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").glob("[0-9]*/stat") if Path("/proc/self/stat").exists() else _stats_of_ps():
        line = entry if isinstance(entry, str) else _read(entry)
        # pid (name) state parent ...; the name may hold spaces and brackets.
        pid, _, rest = line.partition(" (")
        fields = rest.rpartition(") ")[2].split()
        if fields and fields[0] != "Z":
            children[int(fields[1])].append(int(pid))
    return children


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended since it was listed
        return ""


def _stats_of_ps() -> list[str]:
    """Return lines in the form of /proc/*/stat where there is no /proc, as on macOS."""
    listing = subprocess.run(["ps", "-axo", "pid=,ppid=,stat="], capture_output=True, text=True, check=False).stdout
    rows = (line.split() for line in listing.splitlines())
    return [f"{row[0]} () {row[2][0]} {row[1]}" for row in rows if len(row) == 3]


def _signal_all(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _as_child() -> None:
    # A guard started in the background of a script inherits an ignored SIGINT, and Prefect's worker stops by SIGINT.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _control_process(PR_SET_PDEATHSIG, signal.SIGTERM)


def _control_process(option: int, value: int) -> None:
    """Call Linux's prctl; elsewhere the pipe and the signals have to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
