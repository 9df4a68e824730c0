"""A backfill waits for the months it has handed to workers, and ends in a sentence when what it needs is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect_lab import Api

from dvingest.archive.backfilling import MonthResult
from dvingest.config import Settings
from dvingest.errors import DvingestError
from dvingest.ingest import work_pool
from dvingest.ingest.work_pool import run_on_pool
from dvingest.local.prefect_server import PrefectServer
from dvingest.windows import DateWindow

pytestmark = pytest.mark.integration

SEPTEMBER = DateWindow(date(2026, 9, 1), date(2026, 10, 1))


@contextmanager
def in_front_of(server: PrefectServer, failures: list[int]) -> Iterator[str]:
    """Yield the address of what hands everything on to the server.

    Whoever asks for a run is answered `failures` first: a status, or 0 for a connection that is dropped.
    """

    class Proxy(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, content = 0, b""
            if self.command == "GET" and "/flow_runs/" in self.path and failures:
                status = failures.pop(0)
                if not status:
                    return self.connection.close()
            else:
                headers = {"content-type": "application/json"}
                asked = Request(server.ui_url + self.path, body or None, headers, method=self.command)
                try:
                    with urlopen(asked, timeout=20) as answer:
                        status, content = answer.status, answer.read()
                except HTTPError as error:
                    status, content = error.code, error.read()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return None

        do_GET = do_POST = do_PATCH = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{proxy.server_address[1]}/api"
    proxy.shutdown()
    proxy.server_close()


@pytest.fixture
def api(prefect_server: PrefectServer) -> Iterator[Api]:
    """The server with a deployment of the backfill that no worker takes runs of."""
    api = Api(prefect_server.api_url)
    flow = api.ask("POST", "/flows/", {"name": "backfill"})["id"]
    deployment = api.ask("POST", "/deployments/", {"name": "backfill", "flow_id": flow})["id"]
    yield api
    api.ask("DELETE", f"/deployments/{deployment}")


@pytest.fixture
def empty_lake(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVINGEST_PREFIX", store_settings.prefix)
    monkeypatch.setattr(work_pool, "_POLL_SECONDS", 0.1)


def backfill_of_september(api: Api, url: str) -> list[MonthResult]:
    """Hand the month over at `url`, and let its run complete at once."""
    results: list[MonthResult] = []

    def note(_said: str, result: MonthResult | None = None) -> None:
        if result is not None:
            results.append(result)
            return
        (run,) = [one for one in api.runs("2026-09") if one["state_type"] == "SCHEDULED"]
        state = {"type": "COMPLETED", "name": "Completed", "message": "by hand"}
        api.ask("POST", f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})

    with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 0}):
        run_on_pool([SEPTEMBER], {}, 1, note)
    return results


@pytest.mark.usefixtures("empty_lake")
def test_months_are_waited_for_while_the_server_is_away(api: Api, prefect_server: PrefectServer) -> None:
    failures = [0, 502, 503, 0]
    with in_front_of(prefect_server, failures) as url:
        assert backfill_of_september(api, url) == [MonthResult(SEPTEMBER, True, "by hand")]
    assert not failures


@pytest.mark.usefixtures("empty_lake")
def test_server_that_no_longer_lets_us_in_is_not_waited_for(api: Api, prefect_server: PrefectServer) -> None:
    with in_front_of(prefect_server, [401]) as url, pytest.raises(Exception, match="401"):
        backfill_of_september(api, url)


def test_deployment_that_is_gone_is_named(prefect_server: PrefectServer) -> None:
    with (
        temporary_settings({PREFECT_API_URL: prefect_server.api_url}),
        pytest.raises(DvingestError, match="deployment backfill/backfill was deleted from Prefect"),
    ):
        run_on_pool([SEPTEMBER], {}, 1, lambda *_: None)
