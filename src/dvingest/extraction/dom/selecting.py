"""Selecting by CSS with one selector engine a thread, where each page would make its own at a tenth of its parsing."""

from __future__ import annotations

import threading

from selectolax.lexbor import LexborCSSSelector, LexborNode


class _OfThread(threading.local):
    def __init__(self) -> None:
        self.selector = LexborCSSSelector()  # type: ignore[no-untyped-call]  # its stubs leave the result open


_MINE = _OfThread()


def find_all(node: LexborNode, query: str) -> list[LexborNode]:
    """Return the elements that `query` finds at and in `node`, in reading order."""
    return _MINE.selector.find(query, node)


def find_first(node: LexborNode, query: str) -> LexborNode | None:
    """Return the first element that `query` finds at and in `node`."""
    found: list[LexborNode] = _MINE.selector.find_first(query, node)  # type: ignore[attr-defined]  # not in its stubs
    return found[0] if found else None
