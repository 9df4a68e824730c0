"""Thirty daily runs in a row in one stack leave nothing behind in its processes (row L3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect_lab import Lab, running_lab

from dvingest.local.guard import children_of

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.slow]

WARM_UP = 5
RUNS = 30


def open_files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def one_run(lab: Lab) -> None:
    run = lab.daily()
    assert lab.api.wait(run) == "COMPLETED", lab.api.message(run)


def test_thirty_daily_runs_open_no_more_files_and_take_no_more_memory(tmp_path: Path) -> None:
    with running_lab(tmp_path) as lab:
        for _ in range(WARM_UP):
            one_run(lab)
        guard = lab.stack.server.pid
        assert guard is not None
        watched = {"server": next(iter(children_of(guard))), "worker": lab.worker()}
        files = {name: open_files(pid) for name, pid in watched.items()}
        memory = {name: resident_mib(pid) for name, pid in watched.items()}
        for _ in range(RUNS):
            one_run(lab)
        for name, pid in watched.items():
            grown = resident_mib(pid) / memory[name] - 1
            print(
                f"{name}: {memory[name]:.0f} MiB {grown:+.1%}, {files[name]} files {open_files(pid) - files[name]:+d}"
            )
        for name, pid in watched.items():
            # Connections of the moment come and go; what leaks comes with every run.
            assert open_files(pid) - files[name] < RUNS / 3, name
            assert resident_mib(pid) <= memory[name] * 1.05 + 8, name
