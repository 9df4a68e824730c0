"""Ports of processes that come and go."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from dvingest.local.ports import LOOPBACK, claim, free_port, is_free, remove_sockets, wait_until_free


def listening() -> socket.socket:
    listener = socket.socket()
    listener.bind((LOOPBACK, 0))
    listener.listen()
    return listener


def test_port_of_a_process_that_is_just_dying_is_waited_for() -> None:
    listener = listening()
    port = listener.getsockname()[1]
    threading.Timer(0.3, listener.close).start()
    wait_until_free(port)
    assert is_free(port)


def test_port_of_another_is_not_waited_for_without_end_and_none_is_free_at_once() -> None:
    began = time.monotonic()
    with listening() as listener:
        wait_until_free(listener.getsockname()[1], seconds=0.2)
    wait_until_free(None)
    assert time.monotonic() - began < 5


def test_port_that_another_process_is_about_to_use_is_not_taken() -> None:
    port = free_port()
    code = f"from dvingest.local.ports import claim; print(claim({port}), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert is_free(port)
        assert not claim(port)
        other.communicate("\n")
    assert claim(port)
    assert claim(port)


def test_only_sockets_named_after_a_port_of_ours_are_removed() -> None:
    ours, theirs = Path("/tmp/seaweedfs-s3-700001.sock"), Path("/tmp/seaweedfs-s3-700002.sock")
    try:
        for left in (ours, theirs):
            left.touch()
        remove_sockets([700001])
        assert not ours.exists()
        assert theirs.exists()
    finally:
        theirs.unlink()
