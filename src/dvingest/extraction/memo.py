"""Remembering what follows from short texts that stand on every page, like the class names of an element."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")

_MOST = 2048
_LONGEST = 400


def remember(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return `function` of texts with a memory, which attributes of a megabyte do not enter."""
    recall = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def answer(*texts: str) -> Answer:
        return recall(*texts) if len("".join(texts)) <= _LONGEST else function(*texts)

    return answer
