"""The ASGI application of the replica: from a request to the newspaper's answer, or to the fault that was ordered."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from dvingest.local.replica.answer import Answer, page
from dvingest.local.replica.bombs import bomb, endless_html, huge_sitemap
from dvingest.local.replica.faults import Fault, FaultPlan
from dvingest.local.replica.newspaper import Newspaper
from dvingest.local.replica.parts import HOSTS, MAIN
from dvingest.local.replica.request_log import Request, RequestLog
from dvingest.local.replica.routes import IMAGE_HOST, Routes

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

REFUSED_AGENTS = ("scrapy/", "python-requests/", "go-http-client/", "java/")
"""Beginnings of default user agents of crawlers, in lower case, that the newspaper answers with 403."""


class ReplicaApp:
    """Answers HTTP requests for the newspaper's hosts and keeps a log of them."""

    def __init__(
        self,
        newspaper: Newspaper,
        faults: FaultPlan,
        requests: RequestLog,
        *,
        prefixes: Mapping[str, str],
        refused_agents: tuple[str, ...] = REFUSED_AGENTS,
        keep_headers: bool = False,
        page_size: int = 20,
    ) -> None:
        self._routes = Routes(newspaper, page_size)
        self._faults = faults
        self._requests = requests
        self._prefixes = prefixes
        self._refused_agents = refused_agents
        self._keep_headers = keep_headers
        self._is_stopping = False
        self._traps = count(1)

    def stop(self) -> None:
        """Let answers that would go on for long end at their next step."""
        self._is_stopping = True

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, path = self._place(headers.get("host", ""), scope["path"])
        query = scope["query_string"].decode("latin-1")
        answer = self._answer(host, path, query, headers.get("user-agent", ""))
        fault = None if answer.kind == "fault" else self._faults.pick(path, answer.kind)
        status = _status(answer, fault)
        self._requests.append(
            Request(
                at=datetime.now(UTC),
                clock=time.monotonic(),
                method=scope["method"],
                host=host,
                path=path,
                query=query,
                kind=answer.kind,
                status=status,
                fault=fault.kind if fault else "",
                user_agent=headers.get("user-agent", ""),
                client_port=(scope.get("client") or ("", 0))[1],
                article=answer.article,
                headers=headers if self._keep_headers else {},
            )
        )
        if fault is not None:
            await self._misbehave(fault, answer, path, send)
        else:
            await _send(
                answer, send, packed="gzip" in headers.get("accept-encoding", ""), head=scope["method"] == "HEAD"
            )

    def _place(self, host: str, path: str) -> tuple[str, str]:
        for prefix, name in self._prefixes.items():
            if path == prefix or path.startswith(prefix + "/"):
                return name, path.removeprefix(prefix) or "/"
        name = host.partition(":")[0].lower().removeprefix("www.")
        return (name if name in HOSTS or name == IMAGE_HOST else MAIN), path

    def _answer(self, host: str, path: str, query: str, agent: str) -> Answer:
        if path != "/robots.txt" and (not agent or agent.lower().startswith(self._refused_agents)):
            return Answer("fault", b"<html><body><h1>403 Forbidden</h1></body></html>", 403)
        return self._routes.answer(host, path, query)

    async def _misbehave(self, fault: Fault, answer: Answer, path: str, send: Send) -> None:
        match fault.kind:
            case "status":
                body = b"<html><body><h1>%d</h1></body></html>" % fault.status
                await _send(Answer("fault", body, fault.status, headers=tuple(fault.headers())), send)
            case "redirect":
                target = fault.target.replace("{path}", path)
                await _send(Answer("fault", b"", 302, headers=(("Location", target),)), send)
            case "replace":
                await _send(replace(answer, body=fault.body, content_type=fault.content_type, headers=()), send)
            case "endless_listing":
                await _send(self._endless_listing(answer, path), send)
            case "bomb":
                encoded = (("Content-Encoding", fault.encoding),)
                await _send(replace(answer, body=bomb(fault.encoding, fault.size), headers=encoded), send)
            case "truncated":
                await _start(replace(answer, headers=()), send, length=len(answer.body))
                await send(
                    {"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True}
                )
                # Returning here without the rest makes the server close the connection.
            case "reset":
                await _cut(send)
            case "slow":
                await self._sleep(fault.seconds)
                await _send(answer, send)
            case "drip":
                await _stream(answer, self._drops(answer.body, fault.seconds), send)
            case "endless":
                await _stream(answer, self._until_stopped(endless_html()), send)
            case "huge_sitemap":
                gzipped = replace(answer, content_type="application/x-gzip", headers=())
                await _stream(gzipped, self._until_stopped(huge_sitemap(fault.size)), send)

    def _endless_listing(self, answer: Answer, path: str) -> Answer:
        """Return one more page of articles that do not exist, with a way to the next."""
        number = next(self._traps)
        rows = "".join(
            f'<article class="story"><h2 class="story__heading"><a class="cms-link" href="/tin-cu-tiep-theo-{number}-'
            f'post{990_000_000 + number * 20 + place}.html">Tin cũ {number}</a></h2></article>'
            for place in range(20)
        )
        if answer.content_type.startswith("application/json"):
            body = b'{"error_code":0,"data":{"articles":"' + rows.replace('"', '\\"').encode() + b'"}}'
            return replace(answer, body=body)
        more = f'<a rel="next" href="{path}?page={number + 1}">Trang sau</a>'
        return page("listing", f"<html><body><main>{rows}{more}</main></body></html>")

    async def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._is_stopping and time.monotonic() < until:
            await asyncio.sleep(min(0.05, max(0.0, until - time.monotonic())))

    async def _drops(self, body: bytes, seconds: float) -> AsyncIterator[bytes]:
        for place in range(len(body)):
            if self._is_stopping:
                return
            yield body[place : place + 1]
            await self._sleep(seconds)

    async def _until_stopped(self, pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
        for piece in pieces:
            if self._is_stopping:
                return
            yield piece
            await asyncio.sleep(0)


def _status(answer: Answer, fault: Fault | None) -> int:
    if fault is None:
        return answer.status
    return {"status": fault.status, "redirect": 302, "reset": 0}.get(fault.kind, answer.status)


async def _cut(send: Send) -> None:
    """Close the connection without a byte of an answer; ASGI has no word for it, so the transport is asked."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0.01)


async def _start(answer: Answer, send: Send, length: int | None) -> None:
    headers = [(b"content-type", answer.content_type.encode("latin-1"))]
    headers += [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _send(answer: Answer, send: Send, *, packed: bool = False, head: bool = False) -> None:
    body = answer.body
    # Every second article page travels packed, so that both ways are walked.
    if packed and answer.kind == "article" and (answer.article or 0) % 2 and not answer.headers:
        answer = replace(answer, headers=(("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")))
        body = gzip.compress(body, compresslevel=1, mtime=0)
    await _start(answer, send, length=len(body))
    await send({"type": "http.response.body", "body": b"" if head else body})


async def _stream(answer: Answer, pieces: AsyncIterator[bytes], send: Send) -> None:
    await _start(replace(answer, headers=()), send, length=None)
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
