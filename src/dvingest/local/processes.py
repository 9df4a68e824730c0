"""Processes that outlive whoever started them: told apart from others that get their pid, and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

STOP_SECONDS = 10.0
"""What a process that was killed may take to be gone."""

_children: dict[int, subprocess.Popen[bytes]] = {}


def note_child(process: subprocess.Popen[bytes]) -> None:
    """Remember a process of our own, which we have to wait for when it ends; others may go on using it."""
    _children[process.pid] = process


def start_time(pid: int) -> str | None:
    """Return when process `pid` began, in the kernel's ticks since boot; None if there is no such process alive."""
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        del _children[pid]
        return None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _start_time_by_ps(pid) if not Path("/proc/self/stat").exists() else None
    # A child of ours that could not be waited for yet still has a thread that runs, whatever is said of its first one.
    return None if fields[0] in ("Z", "X") and child is None else fields[19]


def stop_process(pid: int, started: str, grace: float = STOP_SECONDS) -> None:
    """Stop the process that began at `started`, and kill it when it is still there after `grace` seconds.

    Nothing happens if it is gone or its pid is another's now.
    """
    for sign, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, STOP_SECONDS)):
        if start_time(pid) != started:
            return
        os.kill(pid, sign)
        until = time.monotonic() + seconds
        while start_time(pid) == started and time.monotonic() < until:
            time.sleep(0.05)


def _start_time_by_ps(pid: int) -> str | None:
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None
