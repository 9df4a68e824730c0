"""`dvingest up` as an operator meets it: a process in a terminal."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect_lab import Api, begin_with, command_of, wait_for
from processes import is_there
from up_terminal import Terminal

from dvingest.local.prefect_server import is_healthy

pytestmark = [pytest.mark.integration]


@pytest.fixture
def _used_before(tmp_path: Path, prefect_database: Path) -> None:
    begin_with(prefect_database, tmp_path / "work dir")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    started = Terminal(tmp_path, "--replica")
    yield started
    started.end()


def test_fresh_folder_shows_a_green_daily_run_of_the_replica_within_two_minutes_and_ctrl_c_leaves_nothing(
    terminal: Terminal,
) -> None:
    began = time.monotonic()
    api = Api(terminal.wait_until_up() + "/api")

    def green() -> bool:
        return any(run["state"]["type"] == "COMPLETED" for run in api.runs("plvn", "daily"))

    wait_for(green, 120, lambda: terminal.text)
    assert time.monotonic() - began < 120
    family = terminal.family()
    assert len(family) >= 5
    assert all(listener == "127.0.0.1" for listener in listeners(family))

    second = Terminal(terminal.folder, "--replica")
    assert second.process.wait(30) == 1
    assert f"up already (process {terminal.process.pid}, http://127.0.0.1" in " ".join(second.text.split())

    began = time.monotonic()
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.process.wait(10) == 0
    assert time.monotonic() - began < 10
    assert not [command_of(pid) for pid in family if is_there(pid)]


@pytest.mark.usefixtures("_used_before")
def test_ctrl_c_while_a_run_crawls_stops_everything_within_ten_seconds(terminal: Terminal) -> None:
    api = Api(terminal.wait_until_up() + "/api")
    wait_for(lambda: any(run["state"]["type"] == "RUNNING" for run in api.runs("plvn", "daily")), 60)
    scratch = terminal.folder / "work dir" / "scratch"
    assert any(scratch.iterdir()), "the run keeps what is temporary elsewhere, for ever if it is killed"
    family = terminal.family()
    store = json.loads((terminal.folder / "work dir" / "seaweedfs" / "running.json").read_text())
    # Left to itself, a store with a connection to one of its parts waits ten seconds for it.
    with socket.create_connection(("127.0.0.1", store["ports"]["volume.port"])):
        began = time.monotonic()
        terminal.process.send_signal(signal.SIGINT)
        terminal.process.wait(10)
        assert time.monotonic() - began < 10
    assert not [command_of(pid) for pid in family if is_there(pid)]
    assert not scratch.exists()


@pytest.mark.usefixtures("_used_before")
def test_kill_of_the_command_itself_leaves_nothing_running(terminal: Terminal) -> None:
    terminal.wait_until_up()
    family = terminal.family()
    terminal.process.kill()
    terminal.process.wait()
    wait_for(
        lambda: not any(is_there(pid) for pid in family),
        20,
        lambda: str([command_of(p) for p in family if is_there(p)]),
    )


@pytest.mark.slow
@pytest.mark.faults
def test_what_is_deleted_from_the_server_is_made_again_and_a_server_that_hangs_is_replaced(terminal: Terminal) -> None:
    api = Api(terminal.wait_until_up() + "/api")
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    planned = {"type": "SCHEDULED", "state_details": {"scheduled_time": later}}
    url = f"/deployments/{api.deployment('daily-crawl')['id']}/create_flow_run"
    stranded = str(api.ask("POST", url, {"state": planned})["id"])
    api.ask("DELETE", "/work_pools/plvn")
    wait_for(lambda: "was deleted and is recreated" in terminal.text, 60, lambda: terminal.text)
    wait_for(lambda: api.deployment("daily-crawl")["work_pool_name"] == "plvn", 60)
    assert api.wait(stranded, seconds=60) == "CANCELLED"
    assert "work pool was deleted" in api.message(stranded)
    assert api.wait(api.start("daily-crawl", lookback_days=1), seconds=180) == "COMPLETED"

    hung = [pid for pid in terminal.family() if "server start" in command_of(pid) and "guard" not in command_of(pid)]
    for pid in hung:
        os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: "does not answer and is restarted" in terminal.text, 200, lambda: terminal.text)
    wait_for(lambda: not any(is_there(pid) for pid in hung), 30)
    wait_for(lambda: is_healthy(api.url), 90, lambda: terminal.text)
    assert api.wait(api.start("daily-crawl", lookback_days=1), seconds=180) == "COMPLETED"


def test_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        started = Terminal(tmp_path, "--port", str(port))
        assert started.process.wait(60) == 2
    assert f"port {port} is taken" in " ".join(started.text.split())
    assert "Store" not in started.text, "a port that is taken is no reason to start anything"
    assert not started.family()


def listeners(pids: set[int]) -> list[str]:
    """Return the addresses on which the processes accept connections."""
    inodes = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            target = str(link.readlink()) if link.is_symlink() else ""
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                raw = bytes.fromhex(fields[1].partition(":")[0])
                found.append(socket.inet_ntoa(raw[::-1]) if len(raw) == 4 else f"v6 {raw.hex()}")
    assert found
    return found
