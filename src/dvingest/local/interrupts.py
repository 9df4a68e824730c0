"""Signals that stop a command: Ctrl-C, SIGTERM and a terminal that is closed."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_ALL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN = 0.1
"""Seconds after which an interrupt that was dropped comes again: what dropped it is over then."""


@contextlib.contextmanager
def signals_as_interrupts() -> Iterator[None]:
    """Let SIGTERM, and a terminal that is closed, unwind the command like Ctrl-C does: the lease is released then, and
    children are stopped.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(interrupt, _heeded(signal.SIGTERM, signal.SIGHUP)), _come_again():
        yield


@contextlib.contextmanager
def _come_again() -> Iterator[None]:
    """Let an interrupt come again that Python drops: one raised while an object is thrown away is only reported."""
    report = sys.unraisablehook

    def hear(dropped: UnraisableHookArgs) -> None:
        if not issubclass(dropped.exc_type, KeyboardInterrupt):
            report(dropped)
            return
        # In the background of a script SIGINT may be ignored.
        threading.Timer(_AGAIN, os.kill, (os.getpid(), signal.SIGTERM)).start()

    sys.unraisablehook = hear
    try:
        yield
    finally:
        sys.unraisablehook = report


class Stopping:
    """Whether stopping was asked for.

    Not a threading.Event: a handler that sets one while the same thread is about to wait for it waits for itself.
    """

    is_asked = False

    def asked_within(self, seconds: float) -> bool:
        """Wait, and tell whether to stop: the interrupt may have been swallowed where Python cannot raise."""
        time.sleep(seconds)
        return self.is_asked


@contextlib.contextmanager
def interruptible() -> Iterator[Stopping]:
    """Yield what knows of the first Ctrl-C or SIGTERM, which also interrupts a start that takes long.

    Set here although Python does so itself: whoever is started in the background of a script inherits a deaf SIGINT.
    """
    stopping = Stopping()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if stopping.is_asked:
            return
        stopping.is_asked = True
        raise KeyboardInterrupt

    with _handled(stop, _heeded(*_ALL)):
        yield stopping


@contextlib.contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Let a second Ctrl-C not break off the stopping, which ends by itself within ten seconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _handled(signal.SIG_IGN, _ALL):
        yield


def _heeded(*numbers: signal.Signals) -> list[signal.Signals]:
    """Return the signals to react to: all of them, but a closed terminal (SIGHUP) where `nohup` has it ignored."""
    return [one for one in numbers if one is not signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN]


@contextlib.contextmanager
def _handled(
    handler: Callable[[int, FrameType | None], None] | signal.Handlers, numbers: Sequence[signal.Signals]
) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
