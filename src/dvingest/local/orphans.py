"""Prefect servers that outlived the command they were for: Prefect ends them with it, unless it is killed."""

from __future__ import annotations

import logging
from pathlib import Path

from dvingest.local.processes import start_time, stop_process

log = logging.getLogger(__name__)

_SERVER = b"prefect.server.api.server:create_app"


def end_orphaned_servers(home: Path) -> list[int]:
    """Stop the servers that Prefect started for a command in `home`, where no such command is there any more."""
    ended = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if not _is_own_server(folder, home) or not _is_orphan(folder):
            continue
        started = start_time(pid)
        if started is not None:
            log.info("A Prefect server outlived the command it was for, which was killed: process %d is stopped", pid)
            stop_process(pid, started)
            ended.append(pid)
    return ended


def _is_own_server(folder: Path, home: Path) -> bool:
    try:
        if _SERVER not in (folder / "cmdline").read_bytes():
            return False
        variables = (folder / "environ").read_bytes().split(b"\0")
    except OSError:  # it has ended meanwhile, or is another user's
        return False
    return f"PREFECT_HOME={home}".encode() in variables and b"PREFECT__SERVER_EPHEMERAL=1" in variables


def _is_orphan(folder: Path) -> bool:
    """Tell whether a process has been handed to one that runs something else than the Python it was started by."""
    try:
        parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        return Path(f"/proc/{parent}/exe").readlink() != (folder / "exe").readlink()
    except OSError:  # the parent belongs to the system
        return True
