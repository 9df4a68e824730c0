"""What was asked of the replica, for tests to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dvingest.local.replica.answer import Kind


@dataclass(frozen=True, slots=True)
class Request:
    """One request and what was answered."""

    at: datetime
    """When it arrived, in UTC."""
    clock: float
    """The same on the monotonic clock, for gaps between requests."""
    method: str
    host: str
    path: str
    query: str
    kind: Kind
    status: int
    """0 where the connection was cut without an answer."""
    fault: str
    """Kind of the fault that hit it, "" for none."""
    user_agent: str
    client_port: int
    article: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class RequestLog:
    """The requests so far, in the order of their answers."""

    def __init__(self) -> None:
        self._requests: list[Request] = []

    def __iter__(self) -> Iterator[Request]:
        return iter(list(self._requests))

    def __len__(self) -> int:
        return len(self._requests)

    def __getitem__(self, place: int) -> Request:
        return self._requests[place]

    def append(self, request: Request) -> None:
        """Add a request."""
        self._requests.append(request)

    def clear(self) -> None:
        """Forget all requests."""
        self._requests.clear()

    def of_kind(self, kind: Kind) -> list[Request]:
        """Return the requests for one kind of page."""
        return [request for request in self if request.kind == kind]

    @property
    def article_pages(self) -> int:
        """How many times an article's page was answered with 200."""
        return sum(request.kind == "article" and request.status == 200 for request in self)
