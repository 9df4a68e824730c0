"""A command that speaks with a Prefect server says at once that it hangs, and does not wait long for it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from dvingest.cli import environment
from dvingest.cli.environment import await_server
from dvingest.errors import DvingestError


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("SERVER_TIMEOUT", 0.2), ("BETWEEN_TRIES", 0.05), ("SERVER_PATIENCE", 0.5)):
        monkeypatch.setattr(environment, name, seconds)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def address_of(listener: socket.socket) -> str:
    return f"http://operator:a-secret@127.0.0.1:{listener.getsockname()[1]}/api"


def test_server_that_hangs_is_told_at_once_and_given_up_soon(
    listener: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    with pytest.raises(DvingestError, match="does not answer") as refused:
        await_server(address_of(listener))
    assert time.monotonic() - began < 3
    said = "".join(capsys.readouterr())
    assert said.count("waiting for it") == 1
    assert "a-secret" not in said + str(refused.value)


def test_server_that_is_not_there_is_given_up(listener: socket.socket) -> None:
    url = address_of(listener)
    listener.close()
    with pytest.raises(DvingestError, match="does not answer"):
        await_server(url)


@pytest.mark.parametrize("answer", ["200 OK", "401 Unauthorized", "404 Not Found"])
def test_server_that_answers_whatever_it_says_is_left_to_the_client(
    listener: socket.socket, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def serve() -> None:
        with listener.accept()[0] as connection:
            connection.recv(1000)
            connection.sendall(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())

    server = threading.Thread(target=serve)
    server.start()
    await_server(address_of(listener))
    server.join()
    assert "".join(capsys.readouterr()) == ""
