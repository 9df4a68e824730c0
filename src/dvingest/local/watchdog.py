"""Looking after what runs beside a command: a store or a server that may die, or fill its disk, while others wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

BETWEEN_LOOKS = 2.0
"""Seconds after which something that died is noticed."""


@contextmanager
def watched(name: str, look: Callable[[], None]) -> Iterator[None]:
    """Call `look` time and again, in a thread called `name`, until the block is left; it must not raise."""
    is_over = Event()

    def look_again() -> None:
        while not is_over.wait(BETWEEN_LOOKS):
            look()

    watch = Thread(target=look_again, name=name, daemon=True)
    watch.start()
    try:
        yield
    finally:
        is_over.set()
        watch.join()
