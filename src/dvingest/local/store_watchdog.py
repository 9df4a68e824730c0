"""Stops the embedded store when whoever started it was killed.

    python -m dvingest.local.store_watchdog WORK_FOLDER    (its standard input is a pipe that its parent holds)

Whoever goes on using the store writes something before closing the pipe, so that nothing is waited for.

SeaweedFS serves whoever needs it and is stopped by the last user that leaves. A user that is killed leaves nothing
behind but a store without users; so `dvingest up` has this process use the store beside it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from dvingest.local.processes import start_time
from dvingest.local.seaweed import EmbeddedStore

_BETWEEN_LOOKS = 0.05
_MOST_LOOKS = 20
"""A second in all: who closes the pipe and lives on goes on using the store."""


def main() -> None:
    """Use the store until standard input ends."""
    # Ctrl-C of the terminal is for the parent, which lets us go last.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    began = start_time(parent)
    with EmbeddedStore(Path(sys.argv[1])):
        if not sys.stdin.read():  # nothing said: the parent was killed, or is just being killed
            _wait_until_gone(parent, began)


def _wait_until_gone(pid: int, began: str | None) -> None:
    """Return when a process is gone, or stays: its pipes close before it stops counting as a user of the store."""
    for _ in range(_MOST_LOOKS):
        if began is None or start_time(pid) != began:
            return
        time.sleep(_BETWEEN_LOOKS)


if __name__ == "__main__":
    main()
