"""The guard leaves nothing of its family behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import is_there

from dvingest.local.guard import family_of
from dvingest.local.guarded_process import GuardedProcess

pytestmark = pytest.mark.integration

# A parent whose child leaves its session and group and ignores SIGTERM: the worst that a family does.
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)
PARENT = (
    "import subprocess, sys, time; "
    f"child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}], start_new_session=True); "
    "print(child.pid, flush=True); {then}"
)


def guarded(tmp_path: Path, then: str, *, grace: float = 0.5, inner_first: bool = False) -> GuardedProcess:
    command = [sys.executable, "-c", PARENT.format(then=then)]
    return GuardedProcess("test", command, environment={}, log=tmp_path / "log", grace=grace, inner_first=inner_first)


def wait_for(condition, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def child_of(process: GuardedProcess) -> int:
    wait_for(lambda: "ready" in process.last_lines())
    return int(next(line for line in process.last_lines().splitlines() if line.isdigit()))


def test_stopping_ends_the_grandchild_that_left_the_group_and_ignores_the_signal(tmp_path: Path) -> None:
    process = guarded(tmp_path, "time.sleep(60)")
    process.start()
    child = child_of(process)
    process.stop()
    assert not is_there(child)
    assert not process.is_running


def test_family_ends_when_the_command_ends_by_itself(tmp_path: Path) -> None:
    process = guarded(tmp_path, "time.sleep(0.5)")
    process.start()
    child = child_of(process)
    wait_for(lambda: not process.is_running)
    assert not is_there(child)
    process.stop()


def test_family_ends_when_the_command_is_killed(tmp_path: Path) -> None:
    process = guarded(tmp_path, "time.sleep(60)")
    process.start()
    child = child_of(process)
    assert process.pid is not None
    (command,) = family_of(process.pid) - {child}
    os.kill(command, signal.SIGKILL)
    wait_for(lambda: not process.is_running)
    assert not is_there(child)
    process.stop()


def test_family_ends_when_whoever_started_the_guard_is_killed(tmp_path: Path) -> None:
    here = Path(__file__).parent
    starter = (
        f"import sys, time; from pathlib import Path; sys.path[:0] = {[str(here), str(here.parents[1])]!r}; "
        f"from test_guard import guarded; process = guarded(Path({str(tmp_path)!r}), 'time.sleep(60)'); "
        "process.start(); print(process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    guard = int(parent.stdout.readline())
    wait_for(lambda: "ready" in (tmp_path / "log").read_text())
    family = family_of(guard)
    assert len(family) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not any(is_there(pid) for pid in {guard, *family}))


def test_inner_processes_are_stopped_while_the_command_still_runs(tmp_path: Path) -> None:
    inner = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (print('inner', flush=True), sys.exit())); "
    )
    inner += "print('ready', flush=True); time.sleep(60)"
    outer = (
        "import signal, subprocess, sys, time; "
        "signal.signal(signal.SIGTERM, lambda *_: (print('outer', flush=True), sys.exit())); "
        f"subprocess.Popen([sys.executable, '-c', {inner!r}]).wait(); time.sleep(60)"
    )
    command = [sys.executable, "-c", outer]
    process = GuardedProcess("test", command, environment={}, log=tmp_path / "log", inner_first=True, grace=3.0)
    process.start()
    wait_for(lambda: "ready" in process.last_lines())
    process.stop()
    assert process.last_lines().splitlines() == ["ready", "inner", "outer"]


@pytest.mark.parametrize("code", [0, 3])
def test_exit_code_of_the_command_is_the_guards(code: int) -> None:
    command = [sys.executable, "-m", "dvingest.local.guard", sys.executable, "-c", f"raise SystemExit({code})"]
    assert subprocess.run(command, check=False).returncode == code
