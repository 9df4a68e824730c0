"""Dropping one thing after the other from a tree that changes with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

_MOST = 200


def drop_each(drop_first: Callable[[], bool], dropped: Counter[str], rule: str) -> None:
    """Count how often `drop_first` finds something to drop.

    What was found inside a box is gone with it and must not be looked at any more, so each search starts anew.
    """
    for _ in range(_MOST):
        if not drop_first():
            break
        dropped[rule] += 1
