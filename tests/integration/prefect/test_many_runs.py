"""Thirty daily runs in a row in one stack leave nothing behind in its processes (row L3)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from prefect_lab import Lab, command_of, running_lab

from dvingest.local.guard import family_of

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.slow]

# Until then caches fill: SQLite's pages in the server. Measured after it: server +0.8 %, worker +1.0 %, files +0.
WARM_UP = 25
RUNS = 30
MOST = 1.05
# The store's buffers of 8 MiB, which it uses in turns of a minute: on a fast machine they are not full by then.
STORE_FULL = 200.0

PARTS = {
    "sqlite_server start": "server",
    "worker start": "worker",
    "weed ": "store",
    "store_watchdog": "store watchdog",
}


def parts_of(lab: Lab) -> dict[str, int]:
    """Return the processes that `dvingest up` keeps, by name; those of runs are none of them."""
    found = {}
    for pid in family_of(os.getpid()):
        command = command_of(pid)
        name = next((name for sign, name in PARTS.items() if sign in command), None)
        if name is not None:
            found[f"{name}'s guard" if "local.guard" in command else name] = pid
    assert set(found) == {"server", "server's guard", "worker", "worker's guard", "store", "store watchdog"}
    return found


def open_files(pid: int) -> int:
    """Return the files and connections it keeps: those of the moment come and go.

    Without the database's: its server has five connections to it at most, of which a slow machine opens another late.
    """
    counts = []
    for _ in range(20):
        names = [os.path.realpath(file) for file in Path(f"/proc/{pid}/fd").iterdir()]
        counts.append(sum("/prefect.db" not in name for name in names))
        time.sleep(0.5)
    return min(counts)


def resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def weight_of(resident: dict[str, float]) -> float:
    """Return the memory of all parts, the store with full buffers: what it has beyond them is a leak."""
    return sum(resident.values()) + max(0.0, STORE_FULL - resident["store"])


def one_run(lab: Lab) -> None:
    run = lab.daily()
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)


def test_thirty_daily_runs_open_no_more_files_and_take_no_more_memory(tmp_path: Path) -> None:
    with running_lab(tmp_path) as lab:
        for _ in range(WARM_UP):
            one_run(lab)
        parts = parts_of(lab)
        files = {name: open_files(pid) for name, pid in parts.items()}
        before = {name: resident_mib(pid) for name, pid in parts.items()}
        for _ in range(RUNS):
            one_run(lab)
        more_files = {name: open_files(pid) - files[name] for name, pid in parts.items()}
        after = {name: resident_mib(pid) for name, pid in parts.items()}
        assert parts_of(lab) == parts, "something was started again in between"
        for name in parts:
            print(
                f"{name}: {before[name]:.1f} MiB {after[name] / before[name] - 1:+.1%}, "
                f"{files[name]} files {more_files[name]:+d}"
            )
        grown = weight_of(after) / weight_of(before)
        locked = (tmp_path / "logs" / "prefect-server.log").read_text().count("\nsqlite3.OperationalError: database is")
        print(f"all of it: {sum(before.values()):.0f} MiB {grown - 1:+.1%}; SQLite was locked {locked} times")
        assert not [name for name, more in more_files.items() if more > 0], more_files
        assert grown <= MOST
        # The store is in the sum only: one more of its buffers is five percent of it, and it has an end of them.
        for name in ("server", "worker"):
            assert after[name] <= before[name] * MOST, name
