"""Ports on loopback: which are free, and what SeaweedFS leaves of those it had."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path

LOOPBACK = "127.0.0.1"
_claimed: dict[int, int] = {}
"""Port to the descriptor of its name, which lasts as long as this process."""


def is_free(port: int) -> bool:
    """Tell whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True


def claim(port: int) -> bool:
    """Take a free port for this process until it ends; False if somebody listens there or has taken it.

    Two that start at the same moment would both see it free. A name that the kernel forgets with its process says
    which is whose; elsewhere than on Linux there is none.
    """
    if port in _claimed or sys.platform != "linux":
        return is_free(port)
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0dvingest-port-{port}")
    except OSError:
        name.close()
        return False
    if not is_free(port):
        name.close()
        return False
    _claimed[port] = name.detach()
    return True


def wait_until_free(port: int | None, seconds: float = 10.0) -> None:
    """Return when nobody listens on the port any more: a process that is killed keeps its own for a moment."""
    until = time.monotonic() + seconds
    while port is not None and not is_free(port) and time.monotonic() < until:
        time.sleep(0.05)


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def claim_any() -> int:
    """Return a free port that is this process's from now on."""
    while True:
        port = free_port()
        if port not in _claimed and claim(port):
            return port


def remove_sockets(ports: Iterable[int]) -> None:
    """Remove the sockets that SeaweedFS names after its ports and leaves in /tmp, wherever TMPDIR is."""
    for port in ports:
        for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
            with contextlib.suppress(OSError):
                left.unlink()
