"""Child processes that end with us, however we end; see `guard`."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from dvingest.errors import DvingestError

LAST_LINES = 15


class ChildError(DvingestError):
    """A process that dvingest starts did not come up; the message holds the end of its log."""


class GuardedProcess:
    """A command under a guard: stopping it, or our own death, ends its whole family within `grace` seconds."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        folder: Path | None = None,
        inner_first: bool = False,
        grace: float = 7.0,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = {**os.environ, **environment}
        self.log = log
        self.folder = folder
        self.inner_first = inner_first
        self.grace = grace
        self.started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the command, again if need be; what it writes goes to the end of its log."""
        self.stop()
        options = ["--tied", "--grace", str(self.grace), *(["--inner-first"] if self.inner_first else [])]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dvingest.local.guard", *options, *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment,
                # Ctrl-C of the terminal is for us alone: we stop the parts in their order.
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether the command (or what is left of its family) still runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id of the guard."""
        return self._process.pid if self._process else None

    def ask_to_stop(self) -> None:
        """Begin to stop and return at once."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def stop(self) -> None:
        """Stop the command and everything it started; returns when they are gone."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(self.grace + 2)
        except subprocess.TimeoutExpired:  # a guard that hangs is itself killed, and its command by the kernel
            self._process.kill()
            self._process.wait()
        self._process = None

    def last_lines(self) -> str:
        """Return the end of the log, for an error message."""
        try:
            with self.log.open(encoding="utf-8", errors="replace") as lines:
                return "".join(deque(lines, maxlen=LAST_LINES)).strip()
        except OSError:
            return ""
