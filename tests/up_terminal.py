"""`dvingest up` as a process in a terminal, for tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from prefect_lab import command_of, wait_for

from dvingest.local.guard import family_of

UP = [sys.executable, "-m", "dvingest", "up"]


class Terminal:
    """A running `dvingest up` and what it printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.log = folder / "terminal.txt"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PREFECT_"))}
        environment["DVINGEST_WORK_DIR"] = str(folder / "work dir")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*UP, *options],
                env=environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def text(self) -> str:
        return self.log.read_text()

    def wait_until_up(self) -> str:
        """Return the address of the UI."""
        wait_for(lambda: "Everything is up" in self.text or self.process.poll() is not None, 120, lambda: self.text)
        assert "Everything is up" in self.text, self.text
        found = re.search(r"Prefect: (http://\S+)", self.text)
        assert found, self.text
        return found[1]

    def family(self) -> set[int]:
        """Return every process that belongs to it, wherever it has gone in the tree."""
        return {
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and str(self.folder) in command_of(int(entry.name))
        } | family_of(self.process.pid)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
