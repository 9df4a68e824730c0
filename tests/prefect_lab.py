"""Everything that `dvingest up` starts, in front of the replica, with handles for tests: real processes, real HTTP."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from processes import is_there

from dvingest.config import Settings
from dvingest.lake.layout import Layout
from dvingest.lake.objects import ObjectStore
from dvingest.local.guard import children_of, family_of
from dvingest.local.ports import claim_any
from dvingest.local.prefect_server import home
from dvingest.local.replica import Fault, ReplicaServer, build_corpus
from dvingest.local.up import LocalStack
from dvingest.windows import DateWindow, vietnamese_day

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class Api:
    """Prefect's HTTP API, as a browser or a script uses it."""

    def __init__(self, url: str, auth: str = "") -> None:
        self.url = url
        self.headers = {"content-type": "application/json"}
        if auth:
            self.headers["authorization"] = f"Basic {b64encode(auth.encode()).decode()}"
        self._opener = build_opener(ProxyHandler({}))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(20):
            request = Request(self.url + path, data, self.headers, method=method)
            try:
                with self._opener.open(request, timeout=30) as answer:
                    text = answer.read()
                    return json.loads(text) if text else None
            except HTTPError as error:
                error.close()
                # Prefect answers 503 where SQLite was locked, and its own client tries again.
                if error.code != 503 or attempt == 19:
                    raise
            except OSError:
                if attempt == 19:
                    raise
            time.sleep(0.5)
        raise AssertionError("unreachable")

    def deployment(self, name: str) -> Any:
        return self.ask("GET", f"/deployments/name/{name}/{name}")

    def start(self, deployment: str, /, **parameters: Any) -> str:
        body = {"state": {"type": "SCHEDULED"}, "parameters": parameters}
        return str(self.ask("POST", f"/deployments/{self.deployment(deployment)['id']}/create_flow_run", body)["id"])

    def run(self, flow_run_id: str) -> Any:
        return self.ask("GET", f"/flow_runs/{flow_run_id}")

    def state(self, flow_run_id: str) -> str:
        return str(self.run(flow_run_id)["state"]["type"])

    def message(self, flow_run_id: str) -> str:
        return str(self.run(flow_run_id)["state"]["message"] or "")

    def runs(self, *tags: str) -> list[Any]:
        return list(self.ask("POST", "/flow_runs/filter", {"flow_runs": {"tags": {"all_": list(tags)}}, "limit": 200}))

    def artifacts(self, flow_run_id: str) -> dict[str, Any]:
        chosen = {"artifacts": {"flow_run_id": {"any_": [flow_run_id]}}}
        return {str(found["key"]): found for found in self.ask("POST", "/artifacts/filter", chosen)}

    def wait(self, flow_run_id: str, states: tuple[str, ...] = ENDED, seconds: float = 120) -> str:
        wait_for(lambda: self.state(flow_run_id) in states, seconds, lambda: f"still {self.run(flow_run_id)['state']}")
        return self.state(flow_run_id)


class Lab:
    """A running stack and the newspaper it crawls."""

    def __init__(self, stack: LocalStack, site: ReplicaServer, settings: Settings) -> None:
        self.stack = stack
        self.site = site
        self.settings = settings
        self.of_newspaper: dict[str, str] = {}
        """The variables that lead a command to the newspaper."""
        self.said: list[str] = []
        self.today = site.corpus.today

    @property
    def api(self) -> Api:
        return Api(self.stack.server.api_url)

    @property
    def ui(self) -> str:
        return self.stack.server.ui_url

    def daily(self, days: int = 2, **parameters: Any) -> str:
        """Start a daily run over the last days of the replica."""
        return self.api.start("daily-crawl", day=str(self.today), lookback_days=days, **parameters)

    def crawls(self) -> set[int]:
        """Return the processes that crawl."""
        return {pid for pid in self._processes() if "scrapy" in command_of(pid)}

    def engines(self) -> set[int]:
        """Return the processes that run a flow."""
        return {pid for pid in self._processes() if "prefect.engine" in command_of(pid)}

    def worker(self) -> int:
        """Return the worker's own process."""
        assert self.stack.worker_pid is not None
        (worker,) = [pid for pid in children_of(self.stack.worker_pid) if "worker start" in command_of(pid)]
        return worker

    def mend_when_worker_is_gone(self) -> None:
        """Wait for the worker's whole family to end, and let the stack start it again."""
        guard = self.stack.worker_pid
        assert guard is not None
        family = {guard, *family_of(guard)}
        wait_for(lambda: not any(is_there(pid) for pid in family), 10)
        self.stack.mend()
        assert "The worker died and is restarted" in self.said[-1]

    def slow_down(self) -> None:
        """Let every answer of the newspaper take a second, so that a crawl lasts."""
        self.site.faults.set(Fault("slow", seconds=1.0))

    def wait_until_crawling(self, flow_run_id: str) -> None:
        """Return when the run's crawl has begun to ask the newspaper."""
        self.site.requests.clear()
        self.api.wait(flow_run_id, ("RUNNING",))
        wait_for(
            lambda: bool(self.crawls()) and len(self.site.requests) > 0,
            60,
            lambda: f"nothing was asked: {self.api.run(flow_run_id)['state']}",
        )

    def crawling_run(self) -> str:
        """Start a daily run and return when it crawls; it does so until the newspaper is fast again."""
        self.slow_down()
        run = self.daily(days=125)
        self.wait_until_crawling(run)
        return run

    def next_run_is_good(self, days: int = 2) -> None:
        """Hold that a daily run of the newspaper as it is usually completes."""
        self.site.faults.set()
        run = self.daily(days)
        assert self.api.wait(run) == "COMPLETED", self.api.message(run)

    def silver_version(self) -> int | None:
        from dvingest.lake.silver import SilverTable

        with self.in_store():
            return SilverTable(ObjectStore(self.settings), Layout("")).version()

    def silver_ids(self) -> list[str]:
        """Return the ids in silver, as often as they are there."""
        from dvingest.lake.silver import SilverTable

        with self.in_store():
            table = SilverTable(ObjectStore(self.settings), Layout(""))
            return [str(one) for one in table.read(None, ["article_id"])["article_id"].to_pylist()]

    def wanted_ids(self, days: int) -> set[str]:
        """Return the ids that silver must have of the replica's last days."""
        window = DateWindow.of_days(self.today - timedelta(days=days), self.today)
        return {self.site.corpus.article_id(entry) for entry in self.site.newspaper.articles_in(window)}

    def objects(self, prefix: str) -> set[str]:
        with self.in_store():
            return {found.key for found in ObjectStore(self.settings).list(prefix)}

    def get(self, key: str) -> bytes:
        with self.in_store():
            return ObjectStore(self.settings).get(key)

    @contextmanager
    def in_store(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            forget_configuration(patch)
            for name, value in self.stack.environment().items():
                patch.setenv(name, value)
            yield

    def _processes(self) -> set[int]:
        return family_of(os.getpid())


def begin_with(database: Path, work_dir: Path) -> None:
    """Let the first server of the folder begin with this database, as one does that was there before."""
    home(work_dir).mkdir(parents=True)
    shutil.copyfile(database, home(work_dir) / "prefect.db")


@contextmanager
def running_lab(work_dir: Path, *, notify_url: str | None = None, today: date | None = None) -> Iterator[Lab]:
    """Yield a lab with everything up, whose newspaper ends on `today`; nothing of it is left afterwards."""
    corpus = build_corpus(seed=1, today=today or vietnamese_day(datetime.now(UTC)))
    with ReplicaServer(corpus) as site, ExitStack() as running:
        of_newspaper = {
            "DVINGEST_SITE_URL": site.url,
            "DVINGEST_MIRRORS": json.dumps(site.mirrors),
            "DVINGEST_DOWNLOAD_DELAY": "0",
        }
        # Only while it starts: tests of other things that come in between must not meet these settings.
        with pytest.MonkeyPatch.context() as patch:
            forget_configuration(patch)
            for name, value in of_newspaper.items():
                patch.setenv(name, value)
            if notify_url:
                patch.setenv("DVINGEST_NOTIFY_URL", notify_url)
            said: list[str] = []
            # Two stacks that look for a port at the same moment find the same one free.
            stack = running.enter_context(LocalStack(Settings(work_dir=work_dir), claim_any(), said.append))
            lab = Lab(stack, site, Settings(work_dir=work_dir, store="s3"))
        lab.of_newspaper = of_newspaper
        lab.said = said
        yield lab


def forget_configuration(patch: pytest.MonkeyPatch) -> None:
    """Take every setting of the machine's own out of the environment."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "DVINGEST_", "PREFECT_")):
            patch.delenv(name)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def kill_all(pids: set[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def wait_for(happened: Callable[[], bool], seconds: float, why: Callable[[], str] = lambda: "did not happen") -> float:
    """Return how long it took; fails with `why` after `seconds`."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"after {seconds} s: {why()}")
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def listening() -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Yield the address of a webhook on loopback and the list of what was sent to it."""
    received: list[Mapping[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook-secret-token", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
