"""What `dvingest up` reads of a Prefect server and orders from it, also while the server is busy."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from dvingest.local import prefect_api
from dvingest.local.prefect_api import PrefectApi, PrefectUnreachable
from dvingest.local.prefect_server import PrefectServer

pytestmark = pytest.mark.integration


@contextmanager
def busy_server(times: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server whose database is locked for its first `times` requests, and what was asked."""
    asked: list[str] = []

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            is_busy = len(asked) <= times
            self.send_response(503 if is_busy else 200)
            self.end_headers()
            if not is_busy:
                self.wfile.write(json.dumps({"id": "d1"}).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_run_is_started_although_the_server_is_busy_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_api, "BUSY_PAUSES", (0.01, 0.01))
    with busy_server(2) as (url, asked):
        assert PrefectApi(url).start_daily({}) == "d1"
        assert [path.split("/")[-1] for path in asked] == ["daily-crawl"] * 3 + ["create_flow_run"]


def test_server_that_stays_busy_is_given_up_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefect_api, "BUSY_PAUSES", (0.01, 0.01))
    with busy_server(100) as (url, asked):
        with pytest.raises(PrefectUnreachable, match=r"http://127\.0\.0\.1:\d+/api failed with 503\."):
            PrefectApi(url).start_daily({})
        assert len(asked) == 3


def test_a_run_that_has_no_name_of_ours_yet_is_called_after_its_deployment(prefect_server: PrefectServer) -> None:
    with httpx.Client(base_url=f"{prefect_server.api_url}/", timeout=30) as api:

        def made(path: str, **body: object) -> str:
            return str(api.post(path, json=body).raise_for_status().json()["id"])

        if api.get("work_pools/plvn").status_code == 404:
            made("work_pools/", name="plvn", type="process")
        deployment = made("deployments/", name="backfill", flow_id=made("flows/", name="names"), tags=["plvn"])
        begin = f"deployments/{deployment}/create_flow_run"
        runs = [made(begin, state={"type": "PENDING"}), made(begin, state={"type": "RUNNING"}, name="backfill 2021-01")]
        try:
            found = {run.flow_run_id: run.name for run in PrefectApi(prefect_server.api_url).snapshot().active}
        finally:
            for run in runs:
                api.delete(f"flow_runs/{run}")
            api.delete(f"deployments/{deployment}")
    assert [found.get(run) for run in runs] == ["backfill", "backfill 2021-01"]


def test_no_order_is_lost_while_runs_write(prefect_server: PrefectServer) -> None:
    # Prefect's own way with SQLite answers 503 to most of these, and its UI does not ask again.
    with httpx.Client(base_url=f"{prefect_server.api_url}/", timeout=60) as api:
        flow = api.post("flows/", json={"name": "orders"}).raise_for_status().json()["id"]
        body = {"name": "orders", "flow_id": flow}
        deployment = api.post("deployments/", json=body).raise_for_status().json()["id"]

        def order(_: int) -> list[int]:
            made = api.post(f"deployments/{deployment}/create_flow_run", json={"state": {"type": "SCHEDULED"}})
            run = made.json().get("id")
            states = [{"state": {"type": kind}, "force": True} for kind in ("PENDING", "RUNNING", "COMPLETED")]
            return [made.status_code, *(api.post(f"flow_runs/{run}/set_state", json=one).status_code for one in states)]

        try:
            with ThreadPoolExecutor(5) as five:
                answers = [status for order in five.map(order, range(20)) for status in order]
        finally:
            api.delete(f"deployments/{deployment}")
    assert set(answers) <= {200, 201}, answers
