"""One word for everything that can go wrong with a request."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from dvingest.crawling.control import Refused

# `Failure` is for the spider, which knows Scrapy and not Twisted.
__all__ = [
    "CONNECTION_FAILURES",
    "DOWNLOAD_FAILURES",
    "PASSING",
    "TRUNCATED",
    "Failure",
    "failed_with",
    "reason_of",
]

TRUNCATED = "truncated"
"""Flag of a response whose body ended early, and the reason of its URL."""

CONNECTION_FAILURES = frozenset({"dns", "refused", "timeout", "connection_lost", "tls"})
"""Reasons that speak of the site as a whole, not of a page."""
PASSING = frozenset({"dns", "refused", "timeout", "connection_lost", TRUNCATED})
"""Reasons that may be gone when the page is asked for again."""

DOWNLOAD_FAILURES = (
    IgnoreRequest,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    network.ConnectError,
    network.ConnectionDone,
    network.ConnectionLost,
    ResponseFailed,
    OSError,
    ValueError,
)
"""What a download can end with instead of a response."""


def failed_with(failure: Failure) -> tuple[str, str]:
    """Return the reason word and the detail of what an errback was called with."""
    return reason_of(failure.value) if failure.value is not None else ("download_failed", "")


def reason_of(failure: BaseException) -> tuple[str, str]:
    """Return the reason word of an outcome and a detail for a person."""
    if isinstance(failure, Refused):
        return failure.reason, failure.detail
    if isinstance(failure, HttpError):
        return f"http_{failure.response.status}", ""
    # Twisted nests: what broke the TLS handshake stands in the reasons of a failed response.
    causes = list(_causes(failure))
    detail = str(causes[-1])[:300] if causes else ""
    if any(type(cause).__module__.startswith(("OpenSSL", "service_identity")) for cause in causes):
        return "tls", detail
    for kind, word in _WORDS:
        if any(isinstance(cause, kind) for cause in causes):
            return word, detail
    return "download_failed", detail


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ResponseDataLossError, TRUNCATED),
    (DownloadTimeoutError, "timeout"),
    (network.TimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadCancelledError, "too_large"),
    (UnsupportedURLSchemeError, "off_site"),
    (network.ConnectionLost, "connection_lost"),
    (network.ConnectionDone, "connection_lost"),
    (network.ConnectError, "refused"),
    (ResponseFailed, "connection_lost"),
    (IgnoreRequest, "refused_by_rule"),
)


def _causes(failure: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    if failure is None or depth > 8:
        return
    yield failure
    yield from _causes(failure.__cause__, depth + 1)
    for inner in getattr(failure, "reasons", ()):
        yield from _causes(inner.value if isinstance(inner, Failure) else inner, depth + 1)
