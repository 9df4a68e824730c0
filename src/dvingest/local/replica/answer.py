"""What the replica answers to one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["article", "listing", "sitemap", "feed", "robots", "image", "redirect", "missing", "fault"]
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body, and what kind of page it is."""

    kind: Kind
    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    article: int | None = None
    """Place in the corpus of the article that was asked for."""


def page(kind: Kind, html: str, *, article: int | None = None) -> Answer:
    """Return an HTML answer."""
    return Answer(kind, html.encode("utf-8"), article=article)


def redirect(target: str, status: int = 301) -> Answer:
    """Return a redirect to `target`."""
    return Answer("redirect", b"", status, headers=(("Location", target),))


def missing() -> Answer:
    """Return the newspaper's 404."""
    html = "<!DOCTYPE html><html><head><title>404</title></head><body><h1>Không tìm thấy trang</h1></body></html>"
    return Answer("missing", html.encode(), 404)
