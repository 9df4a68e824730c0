"""Faults of the newspaper that a test can order: which requests they hit is decided by a seed, never by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from fnmatch import fnmatchcase
from typing import Literal
from zlib import crc32

from dvingest.local.replica.answer import Kind
from dvingest.local.replica.prose import mix

FaultKind = Literal[
    "status",
    "slow",
    "drip",
    "endless",
    "bomb",
    "truncated",
    "reset",
    "redirect",
    "replace",
    "endless_listing",
    "huge_sitemap",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of going wrong, and the requests it hits."""

    kind: FaultKind
    path: str = "*"
    """Pattern of paths, `*` for any run of characters."""
    only: Kind | None = None
    """Kind of page that is hit, None for all."""
    share: float = 1.0
    """Share of the requests that are hit, by the plan's seed."""
    sticky: bool = False
    """The share is of paths: a path is hit always or never."""
    times: int | None = None
    """A path is hit at most so many times, then it is well."""
    status: int = 503
    retry_after: float | datetime | None = None
    """Header of a `status` fault: seconds, or an aware moment as an HTTP date."""
    seconds: float = 5.0
    """`slow`: before the answer; `drip`: between two bytes."""
    target: str = ""
    """`redirect`: where to; `{path}` stands for the path asked for."""
    encoding: Literal["gzip", "deflate", "br", "zstd"] = "gzip"
    size: int = 64 * 1024 * 1024
    """`bomb`: decoded bytes; `huge_sitemap`: entries."""
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers of a `status` fault."""
        if self.retry_after is None:
            return []
        if isinstance(self.retry_after, datetime):
            return [("Retry-After", format_datetime(self.retry_after, usegmt=True))]
        return [("Retry-After", f"{self.retry_after:g}")]


class FaultPlan:
    """The faults in force; the first that hits a request is the one that happens."""

    def __init__(self, faults: Sequence[Fault] = (), seed: int = 0) -> None:
        self.seed = seed
        self.faults = list(faults)
        self._asked: Counter[tuple[int, str]] = Counter()
        self._hit: Counter[tuple[int, str]] = Counter()

    def set(self, *faults: Fault) -> None:
        """Replace all faults and forget whom they have hit."""
        self.faults = list(faults)
        self._asked.clear()
        self._hit.clear()

    def clear(self) -> None:
        """Take all faults away."""
        self.set()

    def pick(self, path: str, kind: Kind) -> Fault | None:
        """Return the fault that hits this request, None for none."""
        for place, fault in enumerate(self.faults):
            if (fault.only is None or fault.only == kind) and fnmatchcase(path, fault.path) and self._hits(place, path):
                self._hit[place, path] += 1
                return fault
        return None

    def _hits(self, place: int, path: str) -> bool:
        fault = self.faults[place]
        if fault.times is not None and self._hit[place, path] >= fault.times:
            return False
        attempt = 0 if fault.sticky else self._asked[place, path]
        self._asked[place, path] += 1
        return mix(self.seed, place, crc32(path.encode()), attempt) % 10_000 < fault.share * 10_000
