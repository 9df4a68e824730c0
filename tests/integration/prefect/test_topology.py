"""The topology of deploy/compose.yaml and the units, without containers: PostgreSQL, server, two workers, S3.

Wants PostgreSQL's programs, as of Debian's package postgresql.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect_lab import Api, command_of, kill_all, wait_for
from processes import is_there

from dvingest.config import Settings, project_root
from dvingest.local.guard import family_of
from dvingest.local.guarded_process import GuardedProcess
from dvingest.local.ports import free_port
from dvingest.local.prefect_server import is_healthy
from dvingest.local.replica import Fault, ReplicaServer, build_corpus
from dvingest.windows import vietnamese_day

pytestmark = [pytest.mark.integration, pytest.mark.slow]

AUTH = "operator:a-password-of-the-test"
DATABASE_PASSWORD = "another-password-of-the-test"


class Postgres:
    """A PostgreSQL of its own on a free loopback port; it refuses to run as root, so then it runs as `postgres`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dvingest-postgres-"))
        self.port = free_port()
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        password = self.folder / "password"
        password.write_text(DATABASE_PASSWORD)
        password.chmod(0o644)
        self._run("initdb", "-D", self.data, "-U", "prefect", "-A", "scram-sha-256", "--pwfile", str(password), "-N")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "prefect", "prefect")

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        where = str(found[-1]) if found else shutil.which(program)
        assert where, f"{program} is not there: install PostgreSQL's server, on Debian the package postgresql"
        environment = {"PATH": os.environ["PATH"], "PGPASSWORD": DATABASE_PASSWORD, "LC_ALL": "C.UTF-8"}
        # pg_ctl leaves the server behind with our pipes in its hands, so its words go to a file.
        with tempfile.TemporaryFile() as words:
            done = subprocess.run(
                [*self._as_user, where, *arguments], env=environment, stdout=words, stderr=words, cwd="/", check=False
            )
            words.seek(0)
            assert done.returncode == 0, words.read().decode(errors="replace")


class Topology:
    """Server, deployments and two workers, started with the commands of the units."""

    def __init__(self, folder: Path, postgres: Postgres, environment: Mapping[str, str]) -> None:
        self.folder = folder
        port = free_port()
        self.api = Api(f"http://127.0.0.1:{port}/api", AUTH)
        self.client = {
            **environment,
            "PREFECT_API_URL": self.api.url,
            "PREFECT_API_AUTH_STRING": AUTH,
            "PREFECT_HOME": str(folder / "prefect"),
            "DVINGEST_WORK_DIR": str(folder / "work dir"),
        }
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        database = {
            "PREFECT_SERVER_DATABASE_DRIVER": "postgresql+asyncpg",
            "PREFECT_SERVER_DATABASE_HOST": "127.0.0.1",
            "PREFECT_SERVER_DATABASE_PORT": str(postgres.port),
            "PREFECT_SERVER_DATABASE_USER": "prefect",
            "PREFECT_SERVER_DATABASE_NAME": "prefect",
            "PREFECT_SERVER_DATABASE_PASSWORD": DATABASE_PASSWORD,
            "PREFECT_SERVER_API_AUTH_STRING": AUTH,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
            "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
            "PREFECT_HOME": str(folder / "server"),
        }
        self.server = GuardedProcess("server", command, environment=database, log=folder / "server.log", grace=3)
        self.workers = [self._worker(number) for number in (1, 2)]

    def start(self) -> None:
        self.server.start()
        wait_for(lambda: is_healthy(self.api.url), 120, self.server.last_lines)
        self.deploy()
        for worker in self.workers:
            worker.start()
        wait_for(lambda: self.workers_online() == 2, 60)

    def deploy(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dvingest.local.deploying"],
            cwd=project_root(),
            env={**os.environ, **self.client},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def workers_online(self) -> int:
        workers = self.api.ask("POST", "/work_pools/plvn/workers/filter", {})
        return sum(worker["status"] == "ONLINE" for worker in workers)

    def stop(self) -> None:
        for worker in self.workers:
            worker.ask_to_stop()
        for process in (*self.workers, self.server):
            process.stop()

    def _worker(self, number: int) -> GuardedProcess:
        command = [sys.executable, "-m", "prefect", "--no-prompt", "worker", "start", "--pool", "plvn"]
        command += ["--name", f"worker-{number}", "--install-policy", "never"]
        return GuardedProcess(
            f"worker {number}",
            command,
            environment=self.client,
            log=self.folder / f"worker-{number}.log",
            folder=project_root(),
            inner_first=True,
        )


@pytest.fixture(scope="module")
def site() -> Iterator[ReplicaServer]:
    with ReplicaServer(build_corpus(seed=1, today=vietnamese_day(datetime.now(UTC)))) as server:
        yield server


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def topology(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, site: ReplicaServer, embedded_store
) -> Iterator[Topology]:
    environment = {
        **embedded_store.environment(),
        "DVINGEST_STORE": "s3",
        "DVINGEST_PREFIX": "topology",
        "DVINGEST_SITE_URL": site.url,
        "DVINGEST_MIRRORS": json.dumps(site.mirrors),
        "DVINGEST_DOWNLOAD_DELAY": "0",
    }
    running = Topology(tmp_path_factory.mktemp("topology"), postgres, environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(autouse=True)
def well(site: ReplicaServer) -> Iterator[None]:
    site.faults.set()
    yield
    site.faults.set()


def test_api_lets_nobody_in_without_the_password(topology: Topology) -> None:
    from urllib.error import HTTPError

    with pytest.raises(HTTPError, match="401"):
        Api(topology.api.url).ask("POST", "/flow_runs/filter", {})


def test_deploying_twice_changes_nothing(topology: Topology) -> None:
    def present() -> tuple[set[str], set[str], int]:
        automations = topology.api.ask("POST", "/automations/filter", {})
        deployments = topology.api.ask("POST", "/deployments/filter", {})
        schedules = sum(len(deployment["schedules"]) for deployment in deployments)
        return {found["id"] for found in automations}, {found["id"] for found in deployments}, schedules

    before = present()
    topology.deploy()
    assert present() == before
    assert before[2] == 2


def test_daily_run_and_backfill_go_through_the_workers(topology: Topology) -> None:
    today = vietnamese_day(datetime.now(UTC))
    run = topology.api.start("daily-crawl", day=str(today), lookback_days=125)
    assert topology.api.wait(run) == "COMPLETED", topology.api.message(run)
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    run = topology.api.start("backfill", start=str(first), end=str(today), parallel=2)
    assert topology.api.wait(run, seconds=240) == "COMPLETED", topology.api.message(run)


def test_run_of_a_killed_worker_leaves_running_within_two_minutes_and_the_other_worker_goes_on(
    topology: Topology, site: ReplicaServer
) -> None:
    site.faults.set(Fault("slow", seconds=1.0))
    run = topology.api.start("daily-crawl", lookback_days=125)
    topology.api.wait(run, ("RUNNING",), 60)
    (busy,) = [worker for worker in topology.workers if runs_a_flow(worker)]
    assert busy.pid is not None
    family = {busy.pid, *family_of(busy.pid)}
    began = time.monotonic()
    # All of it at once, as when the machine goes away: nobody is left to report.
    kill_all(family)
    wait_for(lambda: not any(is_there(pid) for pid in family), 10)
    assert topology.api.wait(run, seconds=120) == "CRASHED"
    assert time.monotonic() - began < 120
    assert "sign of life" in topology.api.message(run)
    site.faults.set()
    # The lease of the dead crawl runs out by itself; the next run waits for it.
    run = topology.api.start("daily-crawl", lookback_days=2)
    assert topology.api.wait(run, seconds=400) == "COMPLETED", topology.api.message(run)
    busy.start()


def test_four_runs_at_once_take_at_most_twice_as_long_as_one_and_lock_nothing(
    topology: Topology, postgres: Postgres
) -> None:
    # One newspaper is crawled by one run at a time, so four runs that really go on at once have four newspapers. They
    # keep the usual second between requests: without it four crawls would only measure how they share two cores.
    with ExitStack() as servers:
        corpus = build_corpus(seed=1, today=vietnamese_day(datetime.now(UTC)))
        sites = [servers.enter_context(ReplicaServer(corpus)) for _ in range(4)]

        def longest(chosen: Sequence[ReplicaServer]) -> float:
            runs = [start_polite_backfill(topology, site) for site in chosen]
            for run in runs:
                assert topology.api.wait(run, seconds=400) == "COMPLETED", topology.api.message(run)
            return max(duration(topology.api.run(run)) for run in runs)

        alone = longest(sites[:1])
        together = longest(sites)
    print(f"one run: {alone:.1f} s; four at once: {together:.1f} s, {together / alone:.2f} times as long")
    assert together <= 2 * alone
    assert "database is locked" not in (topology.folder / "server.log").read_text()
    assert "deadlock" not in postgres.log()


def start_polite_backfill(topology: Topology, site: ReplicaServer) -> str:
    """Start a backfill of the last 20 days of the site, with the default delay, into a folder of its own."""
    today = vietnamese_day(datetime.now(UTC))
    environment = {
        "DVINGEST_SITE_URL": site.url,
        "DVINGEST_MIRRORS": json.dumps(site.mirrors),
        "DVINGEST_PREFIX": f"polite-{secrets.token_hex(4)}",
        "DVINGEST_DOWNLOAD_DELAY": str(Settings.model_fields["download_delay"].default),
    }
    body = {
        "state": {"type": "SCHEDULED"},
        "parameters": {"start": str(today - timedelta(days=20)), "end": str(today), "workers": False, "limit": 20},
        "job_variables": {"env": environment},
    }
    deployment = topology.api.deployment("backfill")["id"]
    return str(topology.api.ask("POST", f"/deployments/{deployment}/create_flow_run", body)["id"])


def runs_a_flow(worker: GuardedProcess) -> bool:
    return worker.pid is not None and any("prefect.engine" in command_of(pid) for pid in family_of(worker.pid))


def duration(run: Mapping[str, str]) -> float:
    """Return the seconds from the order to the end, with the start of the run's process."""
    ordered, end = (datetime.fromisoformat(run[name]) for name in ("created", "end_time"))
    return (end - ordered).total_seconds()


def test_nothing_secret_is_in_a_log(topology: Topology) -> None:
    for log in topology.folder.glob("*.log"):
        text = log.read_text()
        assert AUTH not in text
        assert DATABASE_PASSWORD not in text
