"""Standard output that may fail: its reader may have had enough, its disk may be full, it may not know our letters."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any


class Output:
    """`sys.stdout`, that swallows what it cannot write: a run is not ended by the terminal that shows it."""

    def __init__(self) -> None:
        self.trouble: OSError | None = None
        """Why nothing is written any more; None while all is well, and where nobody reads on."""
        self._is_over = False

    def write(self, text: str) -> int:
        """Write `text`, unless that has failed before."""
        if sys.stdout is not None and not self._is_over:
            try:
                return sys.stdout.write(text)
            except OSError as error:
                self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Write what is still buffered."""
        if sys.stdout is not None and not self._is_over:
            try:
                sys.stdout.flush()
            except OSError as error:
                self._give_up(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stdout, name)

    def forget(self) -> None:
        """Drop what is buffered: it is written once more when Python ends, and would fail again."""
        if sys.stdout is None:
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError):  # something else stands in its place
            os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)

    def _give_up(self, error: OSError) -> None:
        self._is_over = True
        if not isinstance(error, BrokenPipeError):
            self.trouble = error
        self.forget()


def escape_unencodable() -> None:
    """Let a standard output that lacks a letter, in an old locale, show its code in place of failing."""
    if sys.stdout is not None:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
