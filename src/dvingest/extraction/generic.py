"""The last ways to a body where no element of the page could be told to hold it."""

from __future__ import annotations

from dvingest.extraction.dom.head import Head, declared_body
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.text import normalise_text

_MIN_BODY = 200
_MAX_PAGE = 600_000


def read_without_container(whole: Scope, head: Head, *, is_known: bool) -> list[Piece]:
    """Return the body from JSON-LD, else what trafilatura takes for the text; nothing where both are silent.

    On a page of a known layout there is no text to be found but in its container.
    """
    text = declared_body(head)
    if text:
        return _as_pieces(text)
    is_searched = not is_known and len(whole.source) <= _MAX_PAGE
    return _as_pieces(_read_by_trafilatura(whole.source)) if is_searched else []


def _as_pieces(text: str) -> list[Piece]:
    lines = (normalise_text(line) for line in text.split("\n"))
    return [Piece("paragraph", line) for line in lines if line]


def _read_by_trafilatura(html: str) -> str:
    # Its import costs more than reading a hundred pages, and most runs never come here.
    import trafilatura

    try:
        text = trafilatura.extract(html, include_comments=False, include_tables=False, favor_precision=True)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # It reads what others gave up on; whatever it stumbles over, the page has no readable body.
        return ""
    return text if text and len(text) >= _MIN_BODY else ""
