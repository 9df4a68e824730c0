"""How processes find the Prefect server that is theirs."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from dvingest.config import Settings
from dvingest.errors import ConfigError
from dvingest.local.ports import free_port
from dvingest.local.prefect_server import (
    HEARTBEAT_SECONDS,
    HEARTBEATS,
    OWNED_BY_ELSEWHERE,
    PATIENT,
    QUIET,
    STEADY,
    choose_port,
    client_environment,
    find_server,
    home,
    is_healthy,
    use_prefect,
)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment without a word on Prefect; what the test adds is taken back."""
    for name in [*os.environ]:
        if name.startswith("PREFECT_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return monkeypatch


def test_nothing_configured_means_a_server_of_the_process_with_its_database_in_the_work_folder(
    tmp_path: Path, clean_environment: pytest.MonkeyPatch
) -> None:
    use_prefect(Settings(work_dir=tmp_path))
    assert "PREFECT_API_URL" not in os.environ
    assert os.environ["PREFECT_HOME"] == str(home(tmp_path))
    assert os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "true"
    assert QUIET.items() <= os.environ.items()


@pytest.mark.parametrize("name", OWNED_BY_ELSEWHERE)
def test_prefects_own_variables_come_first(name: str, tmp_path: Path, clean_environment: pytest.MonkeyPatch) -> None:
    os.environ[name] = "http://127.0.0.1:1/api"
    before = {key: value for key, value in os.environ.items() if key.startswith("PREFECT_")}
    use_prefect(Settings(work_dir=tmp_path))
    ours = QUIET | PATIENT | HEARTBEATS | STEADY
    after = {key: value for key, value in os.environ.items() if key.startswith("PREFECT_") and key not in ours}
    assert after == before
    assert (PATIENT | STEADY).items() <= os.environ.items()


@pytest.mark.parametrize("name", ["DVINGEST_CONTACT", *OWNED_BY_ELSEWHERE])
def test_run_of_a_command_sends_signs_of_life_as_often_as_the_alarm_wants_whoever_set_prefect_up(
    name: str, tmp_path: Path, clean_environment: pytest.MonkeyPatch
) -> None:
    os.environ.update({name: "http://127.0.0.1:1/api", "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "180"})
    use_prefect(Settings(work_dir=tmp_path))
    assert os.environ["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] == str(HEARTBEAT_SECONDS)


def test_state_of_a_server_that_died_is_not_believed(tmp_path: Path) -> None:
    home(tmp_path).mkdir()
    state = {"api_url": "http://127.0.0.1:1/api", "port": 1, "pid": os.getpid()}
    (home(tmp_path) / "server.json").write_text(json.dumps(state))
    assert find_server(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_state_file_that_is_torn_counts_as_none(text: str, tmp_path: Path) -> None:
    home(tmp_path).mkdir()
    (home(tmp_path) / "server.json").write_text(text)
    assert find_server(tmp_path) is None


def test_port_that_is_taken_is_refused_when_asked_for_and_passed_over_when_remembered() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {taken} is taken"):
            choose_port(taken, {})
        assert choose_port(None, {"port": taken}) != taken


def test_port_of_last_time_is_taken_again() -> None:
    port = free_port()
    assert choose_port(None, {"port": port}) == port


def test_client_of_our_server_loads_one_certificate_that_vouches_for_nobody(tmp_path: Path) -> None:
    environment = client_environment(tmp_path, None)
    trusted = ssl.create_default_context(cafile=environment["PREFECT_API_SSL_CERT_FILE"]).get_ca_certs()
    assert [one["notAfter"] for one in trusted] in ([], ["Jan  2 00:00:00 2000 GMT"])


def test_only_a_server_elsewhere_is_asked_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    proxy = HTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert is_healthy("http://prefect.example/api")
    assert not is_healthy(f"http://127.0.0.1:{free_port()}/api")
    assert asked == ["http://prefect.example/api/health"]
    proxy.shutdown()
    proxy.server_close()
