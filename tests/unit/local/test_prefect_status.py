"""What keeps a planned run from beginning is told, and told apart from what somebody may want."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dvingest.config import Settings
from dvingest.local.prefect_status import probe_prefect, schedule_outlook

POOL = {"name": "plvn", "is_paused": False, "concurrency_limit": 12}
DEPLOYMENT = {"id": "d1", "name": "daily-crawl", "paused": False, "schedules": [{"active": True}]}
DEPLOYMENT |= {"work_pool_name": "plvn"}
RUN = {"id": "r1", "name": "daily", "expected_start_time": "2026-11-30T22:30:00Z", "deployment_id": "d1"}
WELL = {
    "/health": True,
    "/deployments/name/daily-crawl/daily-crawl": DEPLOYMENT,
    "/deployments/d1": DEPLOYMENT,
    "/work_pools/plvn": POOL,
    "/work_pools/plvn/workers/filter": [{"status": "ONLINE"}],
    "/flow_runs/filter": [RUN],
}


@contextmanager
def prefect_that_has(answers: Mapping[str, Any], authorization: str | None = None, below: str = "") -> Iterator[str]:
    """Yield the address of a server with these answers, 404 for everything else, 401 without `authorization`."""

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/api") if self.path.startswith(below) else "/of the UI"
            is_let_in = path == "/health" or authorization in (None, self.headers.get("authorization"))
            self.send_response(401 if not is_let_in else 200 if path in answers else 404)
            self.end_headers()
            self.wfile.write(json.dumps(answers.get(path)).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_run_that_is_planned_and_will_begin() -> None:
    with prefect_that_has(WELL) as url:
        planned, blocker = schedule_outlook(url)
    assert planned is not None
    assert blocker is None


@pytest.mark.parametrize(
    ("changes", "sentence", "is_chosen"),
    [
        ({"/deployments/name/daily-crawl/daily-crawl": None}, "daily-crawl is not deployed", True),
        ({"/deployments/name/daily-crawl/daily-crawl": DEPLOYMENT | {"paused": True}}, "schedule of daily-crawl", True),
        (
            {"/deployments/name/daily-crawl/daily-crawl": DEPLOYMENT | {"schedules": [{"active": False}]}},
            "schedule of daily-crawl is paused",
            True,
        ),
        (
            {"/deployments/name/daily-crawl/daily-crawl": DEPLOYMENT | {"work_pool_name": None}},
            "work pool of daily-crawl was deleted",
            False,
        ),
        ({"/work_pools/plvn": None}, "work pool of daily-crawl was deleted", False),
        ({"/work_pools/plvn": POOL | {"is_paused": True}}, "plvn is paused", False),
        ({"/work_pools/plvn": POOL | {"concurrency_limit": 0}}, "a limit of 0 runs", False),
        ({"/work_pools/plvn/workers/filter": [{"status": "OFFLINE"}]}, "no worker serves", False),
    ],
)
def test_hindrance_is_named(
    changes: Mapping[str, Any], sentence: str, is_chosen: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = {path: answer for path, answer in {**WELL, **changes}.items() if answer is not None}
    with prefect_that_has(answers) as url:
        _, blocker = schedule_outlook(url)
        assert blocker is not None
        assert sentence in blocker.sentence
        monkeypatch.setenv("PREFECT_API_URL", url)
        ok, note = probe_prefect(Settings(work_dir=tmp_path))
    assert ok is is_chosen is blocker.is_chosen
    assert sentence in note


def test_address_of_the_ui_is_told_from_a_server_that_is_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with prefect_that_has({"/health": True}, below="/api") as url:
        monkeypatch.setenv("PREFECT_API_URL", url.removesuffix("/api") + "/")
        ok, note = probe_prefect(Settings(work_dir=tmp_path))
    assert not ok
    assert note.endswith(f"leads to the UI: write {url}.")


def test_server_that_wants_a_password_is_not_called_well_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(work_dir=tmp_path)
    with prefect_that_has(WELL, "Basic " + b64encode(b"operator:a-secret").decode()) as url:
        monkeypatch.setenv("PREFECT_API_URL", url)
        ok, note = probe_prefect(settings)
        assert not ok
        assert "401" in note
        assert "PREFECT_API_AUTH_STRING" in note
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", "operator:a-secret")
        assert probe_prefect(settings)[0]
        monkeypatch.delenv("PREFECT_API_AUTH_STRING")
        monkeypatch.setenv("PREFECT_API_URL", url.replace("//", "//operator:a-secret@"))
        ok, note = probe_prefect(settings)
    assert ok
    assert "a-secret" not in note
