"""The embedded store: found, shared, and alive again after whatever happened to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dvingest.cli.environment import store_ready
from dvingest.config import Settings
from dvingest.errors import StoreError
from dvingest.lake.objects import ObjectStore
from dvingest.local import seaweed, watchdog
from dvingest.local.ports import remove_sockets
from dvingest.local.processes import start_time
from dvingest.local.seaweed import EmbeddedStore
from dvingest.local.store_process import Running

pytestmark = pytest.mark.integration


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    return tmp_path / "a folder with spaces"


def open_store(embedded: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    for name, value in embedded.environment().items():
        monkeypatch.setenv(name, value)
    store = ObjectStore(Settings(store="s3"))
    store.ensure_bucket()
    return store


def test_store_is_up_within_seconds_and_keeps_what_it_was_given(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = EmbeddedStore(work_dir)
    began = time.monotonic()
    with embedded:
        assert time.monotonic() - began < 10
        open_store(embedded, monkeypatch).put("a/b", b"kept")
    assert not sockets_in_tmp(embedded)
    with embedded:
        assert open_store(embedded, monkeypatch).get("a/b") == b"kept"


def test_what_was_stored_is_there_after_kill_and_on_other_ports(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = EmbeddedStore(work_dir)
    first.start()
    open_store(first, monkeypatch).put("a/b", b"kept")
    os.kill(first.pid, signal.SIGKILL)
    ports = first.folder / "ports.json"
    remove_sockets(json.loads(ports.read_text()).values())  # whoever starts on other ports knows nothing of these
    ports.unlink()
    with EmbeddedStore(work_dir) as second:
        assert second.pid != first.pid
        assert second.endpoint_url != first.endpoint_url
        assert open_store(second, monkeypatch).get("a/b") == b"kept"


def test_store_that_dies_under_a_command_is_there_again_where_it_was(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "BETWEEN_LOOKS", 0.1)
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ALLOW_HTTP"):
        monkeypatch.setenv(name, "")  # what the command sets is taken back
    monkeypatch.setenv("DVINGEST_STORE", "embedded")
    with store_ready(Settings(store="embedded", work_dir=work_dir)) as settings:
        store = ObjectStore(settings)
        store.put("a/b", b"kept")
        os.kill(EmbeddedStore(work_dir).find().pid, signal.SIGKILL)  # type: ignore[union-attr]
        assert store.get("a/b") == b"kept"
    assert EmbeddedStore(work_dir).find() is None


@pytest.mark.parametrize("least_room", [0, 1 << 60])
def test_full_disk_under_a_command_is_told_once(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], least_room: int
) -> None:
    monkeypatch.setattr(watchdog, "BETWEEN_LOOKS", 0.1)
    monkeypatch.setattr(seaweed, "LEAST_ROOM", least_room)
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ALLOW_HTTP"):
        monkeypatch.setenv(name, "")  # what the command sets is taken back
    monkeypatch.setenv("DVINGEST_STORE", "embedded")
    with store_ready(Settings(store="embedded", work_dir=work_dir)):
        time.sleep(1.0)
    assert "".join(capsys.readouterr()).count("No room is left on the disk") == bool(least_room)


def test_store_whose_start_is_interrupted_is_not_left_behind(work_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Running] = []

    def interrupt(running: Running, _: object) -> bool:
        started.append(running)
        raise KeyboardInterrupt

    monkeypatch.setattr(seaweed, "wait_until_it_answers", interrupt)
    with pytest.raises(KeyboardInterrupt), store_ready(Settings(store="embedded", work_dir=work_dir)):
        pass
    assert not started[0].is_alive()


def test_second_user_shares_the_store_which_runs_until_the_last_one_leaves(work_dir: Path) -> None:
    first, second = EmbeddedStore(work_dir), EmbeddedStore(work_dir)
    first.start()
    second.start()
    pid = first.pid
    assert second.pid == pid
    first.stop()
    assert start_time(pid) is not None
    second.stop()
    assert start_time(pid) is None


@pytest.mark.parametrize("part", ["volume.port", "filer.port.grpc"])
def test_connection_left_open_holds_up_no_stop_and_nothing_is_lost(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    store = EmbeddedStore(work_dir)
    ports = store.start().ports
    open_store(store, monkeypatch).put("a/b", b"kept")
    with socket.create_connection(("127.0.0.1", ports[part])):
        began = time.monotonic()
        store.stop()
        assert time.monotonic() - began < 6
    with store:
        assert open_store(store, monkeypatch).get("a/b") == b"kept"


def test_store_that_hangs_is_stopped_all_the_same(work_dir: Path) -> None:
    store = EmbeddedStore(work_dir)
    pid = store.start().pid
    assert sockets_in_tmp(store)
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    store.stop()
    assert time.monotonic() - began < 6
    assert start_time(pid) is None
    assert not sockets_in_tmp(store)


def test_store_that_hangs_is_no_second_one_over_the_folder_of_the_next(
    work_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = EmbeddedStore(work_dir)
    pid = first.start().pid
    open_store(first, monkeypatch).put("a/b", b"kept")
    os.kill(pid, signal.SIGSTOP)
    monkeypatch.setattr(EmbeddedStore, "find", lambda _: None)  # what it says after half a minute without an answer
    with EmbeddedStore(work_dir) as second:
        assert start_time(pid) is None
        assert open_store(second, monkeypatch).get("a/b") == b"kept"


def sockets_in_tmp(store: EmbeddedStore) -> list[Path]:
    """Return what the store has in the folder that all share; left to itself it leaves it there."""
    ports = json.loads((store.folder / "ports.json").read_text()).values()
    return [path for port in ports for path in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")]


def test_store_of_a_killed_command_is_taken_over_and_stopped(work_dir: Path) -> None:
    script = (
        "import sys, time, pathlib\n"
        "from dvingest.local.seaweed import EmbeddedStore\n"
        "store = EmbeddedStore(pathlib.Path(sys.argv[1]))\n"
        "store.start()\n"
        "print(store.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(work_dir)], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        pid = int(command.stdout.readline())
        command.kill()
    assert start_time(pid) is not None
    with EmbeddedStore(work_dir) as store:
        assert store.pid == pid
    assert start_time(pid) is None


def test_damaged_state_file_is_no_obstacle(work_dir: Path) -> None:
    store = EmbeddedStore(work_dir)
    store.folder.mkdir(parents=True)
    for content in ("", "{", "[]", '{"pid": 1}'):
        store.state_file.write_text(content)
        assert store.find() is None, content
    with store:
        assert start_time(store.pid) is not None


def test_reused_process_id_is_not_taken_for_the_store(work_dir: Path) -> None:
    store = EmbeddedStore(work_dir)
    with store:
        state = store.state_file.read_text().replace(f'"pid": {store.pid}', f'"pid": {os.getpid()}')
    store.state_file.write_text(state)
    assert store.find() is None
    with store:
        assert store.pid != os.getpid()


def test_secrets_are_readable_by_their_owner_only_and_on_no_command_line(work_dir: Path) -> None:
    before = os.umask(0)
    try:
        store = EmbeddedStore(work_dir)
        store.start()
    finally:
        os.umask(before)
    with store:
        assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
        secret = store.environment()["AWS_SECRET_ACCESS_KEY"]
        for path in store.folder.rglob("*"):
            if path.is_file() and secret.encode() in path.read_bytes():
                assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        assert secret.encode() not in Path(f"/proc/{store.pid}/cmdline").read_bytes()


def sockets_of(pid: int) -> set[str]:
    """Return the inodes of the sockets a process has open; one that it closes meanwhile is none."""
    found: set[str] = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            target = str(link.readlink())
            if target.startswith("socket:["):
                found.add(target.removeprefix("socket:[").removesuffix("]"))
    return found


def test_every_port_is_on_loopback(work_dir: Path) -> None:
    with EmbeddedStore(work_dir) as store:
        inodes = sockets_of(store.pid)
        listening = [
            fields[1].rpartition(":")[0]
            for table in ("tcp", "tcp6")
            for fields in (line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:])
            if fields[3] == "0A" and fields[9] in inodes
        ]
    assert listening
    assert set(listening) == {"0100007F"}


@pytest.mark.parametrize(
    ("least_room", "why"), [(0, r"see .*weed\.log"), (1 << 60, "there is no room left on its disk")]
)
def test_store_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least_room: int, why: str
) -> None:
    monkeypatch.setattr(seaweed, "_weed", lambda: "/bin/false")
    monkeypatch.setattr(seaweed, "LEAST_ROOM", least_room)
    with pytest.raises(StoreError, match=f"did not start: {why}"):
        EmbeddedStore(tmp_path).start()
