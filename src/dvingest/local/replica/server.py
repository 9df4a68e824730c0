"""The replica as a real HTTP server on the loopback address, in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn

from dvingest.errors import ConfigError, DvingestError
from dvingest.local.replica.app import REFUSED_AGENTS, ReplicaApp
from dvingest.local.replica.corpus import Corpus
from dvingest.local.replica.faults import FaultPlan
from dvingest.local.replica.newspaper import Newspaper
from dvingest.local.replica.parts import DOANHNHAN, MAIN, PHAPLUATPLUS
from dvingest.local.replica.request_log import RequestLog
from dvingest.local.replica.routes import IMAGE_HOST

PREFIXES = {"/~doanhnhan": DOANHNHAN, "/~phapluatplus": PHAPLUATPLUS, "/~image": IMAGE_HOST}
"""Folders that stand for the other hosts, where the Host header does not say."""

_START_SECONDS = 10.0
_GRACE_SECONDS = 0.4
_LOOKS_SECONDS = 0.1


class ReplicaServer:
    """Serves a newspaper until stopped; a context manager.

    `port` 0 takes a free one. With `certificate` (PEM files of certificate and key) it speaks TLS.
    """

    def __init__(
        self,
        corpus: Corpus,
        port: int = 0,
        *,
        certificate: tuple[Path, Path] | None = None,
        refused_agents: tuple[str, ...] = REFUSED_AGENTS,
        keep_headers: bool = False,
        page_size: int = 20,
    ) -> None:
        self.newspaper = Newspaper(corpus)
        self.faults = FaultPlan(seed=corpus.seed)
        self.requests = RequestLog()
        self._certificate = certificate
        self._app = ReplicaApp(
            self.newspaper,
            self.faults,
            self.requests,
            prefixes=PREFIXES,
            refused_agents=refused_agents,
            keep_headers=keep_headers,
            page_size=page_size,
        )
        self._port = port
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def corpus(self) -> Corpus:
        """The articles that are served."""
        return self.newspaper.corpus

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        return self._port

    @property
    def url(self) -> str:
        """Root of the main host: the value for `DVINGEST_SITE_URL`."""
        return f"{'https' if self._certificate else 'http'}://127.0.0.1:{self._port}"

    @property
    def mirrors(self) -> dict[str, str]:
        """Roots of the other hosts: the value for `DVINGEST_MIRRORS`."""
        return {host: f"{self.url}{prefix}" for prefix, host in PREFIXES.items() if host != IMAGE_HOST}

    def site_url(self, newspaper_url: str) -> str:
        """Return where this server has a page of the newspaper."""
        host, _, path = newspaper_url.partition("://")[2].partition("/")
        root = self.url if host == MAIN else self.mirrors[host]
        return f"{root}/{path}"

    def start(self) -> Self:
        """Listen and return when requests are answered; ConfigError where the port is taken."""
        # With the protocol named, as asyncio turns Nagle's delay off only then: 40 ms for every page.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(("127.0.0.1", self._port))
            self._socket.listen(512)
        except OSError as error:
            self._socket.close()
            raise ConfigError(f"port {self._port} cannot be used ({error.strerror}): give a free one, or 0.") from None
        self._port = self._socket.getsockname()[1]
        certificate, key = self._certificate or (None, None)
        config = uvicorn.Config(
            self._app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            # Cut connections are part of what it does; uvicorn would report each.
            log_level="critical",
            server_header=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            ssl_version=ssl.PROTOCOL_TLS_SERVER,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="plvn-replica", daemon=True)
        self._thread.start()
        give_up = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > give_up:
                self.stop()
                raise DvingestError(f"the replica did not start on port {self._port}: see the messages above.")
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Stop within a second; connections in the middle of an answer are cut."""
        if self._server is not None and self._thread is not None:
            self._app.stop()
            self._server.should_exit = True
            self._thread.join(_GRACE_SECONDS)
            self._server.force_exit = True
            self._thread.join(_START_SECONDS)
        if self._socket is not None:
            self._socket.close()
        self._server = self._thread = self._socket = None

    def wait(self) -> None:
        """Block until the server is stopped, for a command that only serves."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        asyncio.run(_serve_until_told(self._server, self._socket))


async def _serve_until_told(server: uvicorn.Server, listener: socket.socket) -> None:
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    # Since Python 3.12 its end waits for every connection to close.
    while not serving.done() and not server.force_exit:
        await asyncio.wait({serving}, timeout=_LOOKS_SECONDS)
    for connection in list(server.server_state.connections):
        # A client that reads nothing would keep a connection open that only waits for its last bytes to go.
        transport = getattr(connection, "transport", None)
        if transport is not None:
            transport.abort()
    await serving
    await asyncio.sleep(0)
