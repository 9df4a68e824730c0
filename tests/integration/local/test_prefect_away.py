"""A Prefect server that is configured and cannot be spoken with is named in a sentence, without what is secret."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration]

NOWHERE = "http://127.0.0.1:9"


def dvingest(work_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DVINGEST_", "PREFECT_"))}
    store = {"AWS_ENDPOINT_URL": NOWHERE, "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "is asked"}
    return subprocess.run(
        [sys.executable, "-m", "dvingest", *arguments],
        env={**kept, **store, "DVINGEST_WORK_DIR": str(work_dir), "PREFECT_HOME": str(work_dir), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(params=[401, 404, 200])
def other_server(request: pytest.FixtureRequest) -> Iterator[tuple[int, str]]:
    """Yield a status and the address of a server that answers it to whatever it is asked, with a page."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            page = b"<html>Please log in</html>"
            self.send_response(request.param)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        do_GET = do_POST = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield request.param, f"http://127.0.0.1:{server.server_address[1]}/api"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("url", ["not an address", "http://operator:a-secret@127.0.0.1:9/api"])
def test_server_that_is_not_there_ends_a_run_in_a_sentence(tmp_path: Path, url: str) -> None:
    shown = dvingest(tmp_path, "audit", PREFECT_API_URL=url)
    assert shown.returncode == 1
    assert "does not answer: see `dvingest doctor`, PREFECT_API_URL" in shown.stderr
    assert "Traceback" not in shown.stderr
    assert "a-secret" not in shown.stdout + shown.stderr


def test_server_of_a_command_that_does_not_come_up_ends_it_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "prefect.db").write_bytes(b"no database" * 2000)
    own = {"PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true", "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "3"}
    shown = dvingest(tmp_path, "audit", **own)
    assert shown.returncode == 1
    assert (
        f"did not come up well: see whether the machine is busy or its disk full, and move {tmp_path} away"
        in shown.stderr
    )
    assert "Traceback" not in shown.stderr.partition("The Prefect server that")[2]


def test_server_of_something_else_ends_a_run_in_a_sentence(tmp_path: Path, other_server: tuple[int, str]) -> None:
    shown = dvingest(tmp_path, "audit", PREFECT_API_URL=other_server[1])
    assert shown.returncode == 1
    assert "Prefect's API at http://127.0.0.1" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_doctor_shows_no_password_of_an_address(tmp_path: Path) -> None:
    shown = dvingest(tmp_path, "doctor", PREFECT_API_URL="http://operator:a-secret@127.0.0.1:9/api")
    assert shown.returncode == 1
    assert "a-secret" not in shown.stdout + shown.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("PREFECT_API_REQUEST_TIMEOUT", "soon", "request_timeout"), ("PREFECT_LOGGING_LEVEL", "LOUD", "level")],
)
def test_setting_of_prefects_that_it_cannot_use_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    shown = dvingest(tmp_path, "audit", **{name: value})
    assert shown.returncode == 2
    assert f".{said}: Input should be" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_proxy_that_prefects_client_does_not_know_is_named_without_its_password(tmp_path: Path) -> None:
    shown = dvingest(tmp_path, "audit", ALL_PROXY="socks5://user:a-secret@127.0.0.1:9")
    assert shown.returncode == 2
    assert "ALL_PROXY='socks5://127.0.0.1:9' is no proxy that Prefect's client can use" in shown.stderr
    assert "a-secret" not in shown.stdout + shown.stderr


def test_server_that_a_profile_names_is_the_one_that_doctor_asks(tmp_path: Path) -> None:
    profile = f'active = "office"\n[profiles.office]\nPREFECT_API_URL = "{NOWHERE}/api"\n'
    (tmp_path / "profiles.toml").write_text(profile, encoding="utf-8")
    assert f"the API at {NOWHERE}/api does not" in " ".join(dvingest(tmp_path, "doctor").stdout.split())


def test_profiles_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text("garbage [", encoding="utf-8")
    shown = dvingest(tmp_path, "audit")
    assert shown.returncode == 2
    assert "profiles.toml" in shown.stderr
    assert "Traceback" not in shown.stderr
