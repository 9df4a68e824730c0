"""Ports on loopback: which are free, and what SeaweedFS leaves of those it had."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterable
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Tell whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True


def wait_until_free(port: int | None, seconds: float = 10.0) -> None:
    """Return when nobody listens on the port any more: a process that is killed keeps its own for a moment."""
    until = time.monotonic() + seconds
    while port is not None and not is_free(port) and time.monotonic() < until:
        time.sleep(0.05)


def free_port() -> int:
    """Return a loopback port that is free now."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return `count` ports that are free at this moment, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]


def remove_sockets(ports: Iterable[int]) -> None:
    """Remove the sockets that SeaweedFS names after its ports and leaves in /tmp, wherever TMPDIR is."""
    for port in ports:
        for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
            with contextlib.suppress(OSError):
                left.unlink()
