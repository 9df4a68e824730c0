"""A server that Prefect started for a command goes with the next command, if the first was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvingest.local.orphans import end_orphaned_servers
from dvingest.local.processes import start_time, stop_process

SERVER = [sys.executable, "-c", "import time; time.sleep(600)", "prefect.server.api.server:create_app"]
# A shell leaves its child to whoever adopts it, as a command does that is killed.
LEAVE = ["sh", "-c", '"$@" >/dev/null 2>&1 & echo $!', "sh", *SERVER]

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PREFECT_HOME": str(home), "PREFECT__SERVER_EPHEMERAL": "1", **more}


@pytest.fixture
def orphan(tmp_path: Path) -> Iterator[int]:
    left = subprocess.run(LEAVE, env=environment(tmp_path), stdout=subprocess.PIPE, text=True, check=True)
    pid = int(left.stdout)
    yield pid
    started = start_time(pid)
    if started is not None:
        stop_process(pid, started)


def test_server_whose_command_was_killed_is_stopped(orphan: int, tmp_path: Path) -> None:
    assert end_orphaned_servers(tmp_path) == [orphan]
    assert start_time(orphan) is None


def test_server_of_another_folder_stays(orphan: int, tmp_path: Path) -> None:
    assert end_orphaned_servers(tmp_path / "other") == []
    assert start_time(orphan) is not None


def test_server_whose_command_goes_on_stays(tmp_path: Path) -> None:
    with subprocess.Popen(SERVER, env=environment(tmp_path)) as server:
        assert end_orphaned_servers(tmp_path) == []
        assert server.poll() is None
        server.kill()


def test_server_that_is_not_for_one_command_stays(tmp_path: Path) -> None:
    lasting = environment(tmp_path, PREFECT__SERVER_EPHEMERAL="0")
    left = subprocess.run(LEAVE, env=lasting, stdout=subprocess.PIPE, text=True, check=True)
    assert end_orphaned_servers(tmp_path) == []
    stop_process(int(left.stdout), start_time(int(left.stdout)) or "")
