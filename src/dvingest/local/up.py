"""Everything on one machine: store, Prefect server, deployments, schedule, alarms and a worker, until told to stop."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from dvingest.config import Settings, project_root
from dvingest.errors import ConfigError, DvingestError
from dvingest.local.deploying import WORK_POOL
from dvingest.local.guarded_process import ChildError, GuardedProcess
from dvingest.local.interrupts import ignoring_interrupts, interruptible
from dvingest.local.prefect_api import PrefectApi, PrefectRefused, PrefectUnreachable, Snapshot
from dvingest.local.prefect_server import FEW_HEAPS, PrefectServer, client_environment, is_healthy
from dvingest.local.seaweed import EmbeddedStore

BEAT_SECONDS = 2.0
RESTART_SECONDS = 5.0
"""A part that keeps dying is started again at most this often."""
DEPLOY_SECONDS = 60.0
"""What is deleted from the server again and again is made again at most this often."""
HUNG_SECONDS = 120.0
"""A server that does not answer for this long is started again."""

POLL_SECONDS = 5

Announce = Callable[[str], None]
Show = Callable[[Snapshot], None]


class AlreadyUp(DvingestError):
    """`dvingest up` runs in this work folder."""


def run_up(
    settings: Settings,
    *,
    port: int | None = None,
    first_run: Mapping[str, Any] | None = None,
    announce: Announce,
    show: Show,
) -> None:
    """Run everything until Ctrl-C or SIGTERM; nothing is left when this returns.

    `announce` gets a sentence whenever something has happened, `show` what there is to see, every two seconds.
    `first_run` holds the parameters of a daily run that is started at once.
    Raises AlreadyUp, ConfigError for a port that is taken, ChildError for a part that does not come up.
    """
    with only_one(settings.work_dir) as say_where, interruptible() as stopping:
        stack = LocalStack(settings, port, announce)
        stack.server.choose_port()  # a port that is taken is no reason to start a store
        try:
            stack.start()
            say_where(stack.server.ui_url)
            if first_run is not None:
                stack.api.start_daily(first_run)
                announce("Starting a first daily run.")
            while not stopping.asked_within(BEAT_SECONDS):
                _look_after(stack, show)
        except KeyboardInterrupt:
            pass  # asked to stop while it was starting
        finally:
            if stack.worker_pid:
                announce(
                    "Stopping: a run in progress is marked Crashed, and the next one continues from what it fetched."
                )
            stack.stop()
            announce("Stopped, nothing is left running.")


def _look_after(stack: LocalStack, show: Show) -> None:
    stack.mend()
    with contextlib.suppress(PrefectUnreachable):  # mended in the next round
        snapshot = stack.api.snapshot()
        show(snapshot)
        if not snapshot.is_deployed:
            stack.deploy_again()


class LocalStack:
    """The parts of `dvingest up` and the order in which they start and stop."""

    def __init__(self, settings: Settings, port: int | None, announce: Announce) -> None:
        self.settings = settings
        self.work_dir = settings.work_dir.resolve()
        self.announce = announce
        self.store = EmbeddedStore(self.work_dir) if settings.uses_embedded_store else None
        self.server = PrefectServer(self.work_dir, port)
        self._store_watchdog: subprocess.Popen[bytes] | None = None
        self._worker: GuardedProcess | None = None
        self._last_restart = 0.0
        self._last_deploy = 0.0
        self._last_answer = 0.0

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def api(self) -> PrefectApi:
        """A reader of the server's state."""
        return PrefectApi(self.server.api_url)

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker's guard."""
        return self._worker.pid if self._worker else None

    def start(self) -> None:
        """Start the parts, each when those before it answer."""
        began = time.monotonic()
        if self.store is not None:
            self.announce(f"Store: {self.store.start().endpoint_url} (SeaweedFS), data in {self.store.folder}")
            self._store_watchdog = subprocess.Popen(
                [sys.executable, "-m", "dvingest.local.store_watchdog", str(self.work_dir)],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
        self._refuse_mixed_origins()
        self.server.start()
        self._last_answer = time.monotonic()
        self.announce(f"Prefect: {self.server.ui_url}")
        self._deploy()
        self._start_worker()
        took = time.monotonic() - began
        self.announce(f"Everything is up after {took:.0f} s; times are in Viet Nam time. Ctrl-C stops everything.")

    def mend(self) -> None:
        """Start again whatever has died; at most one round in five seconds."""
        if time.monotonic() - self._last_restart < RESTART_SECONDS:
            return
        if self.store is not None and self.store.find() is None:
            self._last_restart = time.monotonic()
            self.announce("The store died and is restarted.")
            self.store.start()
        if is_healthy(self.server.api_url):
            self._last_answer = time.monotonic()
        is_hung = time.monotonic() - self._last_answer > HUNG_SECONDS
        if not self.server.is_running or is_hung:
            self._last_restart = time.monotonic()
            self.announce(f"The Prefect server {'does not answer' if is_hung else 'died'} and is restarted.")
            self.server.start()
            self._last_answer = time.monotonic()
        if self._worker is not None and not self._worker.is_running:
            self._last_restart = time.monotonic()
            self.announce("The worker died and is restarted; its runs are marked as crashed within 2 minutes.")
            self._worker.start()

    def deploy_again(self) -> None:
        """Make work pool, deployments and alarms again, of which somebody has deleted some."""
        if time.monotonic() - self._last_deploy < DEPLOY_SECONDS:
            return
        self._last_deploy = time.monotonic()
        self.announce(
            "The work pool or a deployment was deleted and is recreated: without it scheduled runs stay late."
        )
        try:
            self._deploy()
            if stranded := self.api.cancel_stranded():
                self.announce(f"Runs that waited on the work pool are cancelled, {stranded} of them: start them again.")
        except (ChildError, PrefectUnreachable, PrefectRefused) as error:
            # Perhaps the server is just dying, which `mend` sees to.
            self.announce(f"{error} Retrying in {DEPLOY_SECONDS:.0f} s.")

    def stop(self) -> None:
        """Stop the parts in the order in which they need one another: runs, server, store."""
        with ignoring_interrupts():
            if self._worker is not None:
                self._worker.stop()
                self._worker = None
                self._clear_scratch()
            with ThreadPoolExecutor(2) as both:
                for part in [both.submit(self.server.stop), both.submit(self._stop_store)]:
                    part.result()

    def environment(self) -> dict[str, str]:
        """Return the variables under which flow runs find store, server and work folder."""
        environment = client_environment(self.work_dir, self.server.api_url)
        environment["DVINGEST_WORK_DIR"] = str(self.work_dir)
        if self.store is not None:
            environment.update(self.store.environment(), DVINGEST_STORE="s3")
        return environment

    def _refuse_mixed_origins(self) -> None:
        """Raise ConfigError before anything is planned that would put made-up articles beside real ones."""
        done = self._run("dvingest.lake.origin")
        if done.returncode == ConfigError.exit_code:
            raise ConfigError(done.stderr.strip())

    def _deploy(self) -> None:
        done = self._run("dvingest.local.deploying", project_root())
        if done.returncode:
            raise ChildError(f"the deployments were refused: {done.stderr.strip()[-2000:]}")

    def _run(self, module: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.environment()}
        command = [sys.executable, "-m", module]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    @property
    def _scratch(self) -> Path:
        """Where worker and runs put what is temporary: for each run a copy of its environment, secrets included."""
        return self.work_dir / "scratch"

    def _clear_scratch(self) -> None:
        # A worker that is killed leaves behind what it had there.
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _start_worker(self) -> None:
        self._clear_scratch()
        self._scratch.mkdir(mode=0o700, parents=True)
        command = [sys.executable, "-m", "prefect", "--no-prompt", "worker", "start", "--pool", WORK_POOL]
        # Never with --limit: a run that is started again while its process is leaving ends such a worker (Prefect's
        # issue 10632). The work pool has a limit instead.
        command += ["--name", "dvingest-up", "--install-policy", "never"]
        self._worker = GuardedProcess(
            "worker",
            command,
            environment={
                **self.environment(),
                **FEW_HEAPS,
                "PREFECT_WORKER_QUERY_SECONDS": str(POLL_SECONDS),
                "TMPDIR": str(self._scratch),
            },
            log=self.work_dir / "logs" / "worker.log",
            folder=project_root(),
            inner_first=True,
            grace=5.0,
        )
        self._worker.start()

    def _stop_store(self) -> None:
        if self._store_watchdog is not None:
            self._store_watchdog.communicate(b"bye")
            self._store_watchdog = None
        if self.store is not None:
            self.store.stop()


@contextlib.contextmanager
def only_one(work_dir: Path) -> Iterator[Callable[[str], None]]:
    """Hold the work folder's lock, and yield how to say where the UI is; AlreadyUp when another holds it."""
    work_dir.mkdir(parents=True, exist_ok=True)
    with (work_dir / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel frees it even after kill -9
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is just starting"
            raise AlreadyUp(f"dvingest is up already ({where}): use that one, or stop it with Ctrl-C.") from None

        def say_where(ui_url: str) -> None:
            _write_over(lock, f"process {os.getpid()}, {ui_url}")

        _write_over(lock, f"process {os.getpid()}, just starting")
        yield say_where
        _write_over(lock, "")


def _write_over(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
