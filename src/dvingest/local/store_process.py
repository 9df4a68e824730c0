"""The embedded store while it runs: its process, its users, and how it is reached."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dvingest.local.ports import LOOPBACK
from dvingest.local.processes import start_time

REGION = "us-east-1"
START_SECONDS = 30.0
"""So long a store that is starting is waited for."""


@dataclass(frozen=True, slots=True)
class Running:
    """The state file: which process serves, and how it is reached."""

    pid: int
    started: str
    """Start time of the process as the kernel counts it, so that a reused pid is not taken for ours."""
    ports: Mapping[str, int]
    access_key: str
    secret_key: str
    users: tuple[tuple[int, str, str], ...] = ()
    """Pid, start time and token of everyone who uses the store; the last one that is alive stops it."""

    @property
    def endpoint_url(self) -> str:
        """Where the S3 API is."""
        return f"http://{LOOPBACK}:{self.ports['s3.port']}"

    def environment(self) -> dict[str, str]:
        """Return the AWS_* variables that lead to the store."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": REGION,
            "AWS_ALLOW_HTTP": "true",
        }

    def is_alive(self) -> bool:
        """Tell whether the very process that was started still runs."""
        return start_time(self.pid) == self.started


def wait_until_it_answers(running: Running, is_alive: Callable[[], bool]) -> bool:
    """Wait for the S3 API; False when the process ends or the time is over."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if not is_alive():
            return False
        connection = http.client.HTTPConnection(LOOPBACK, running.ports["s3.port"], timeout=2)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status in (200, 403):  # 403: it is up and wants a signature
                return True
        except (OSError, http.client.HTTPException):
            pass  # not yet, or something else had the port
        finally:
            connection.close()
        time.sleep(0.05)
    return False
