"""The account of a crawl: which URLs were considered, and the one thing that became of each."""

from __future__ import annotations

import heapq
from collections import Counter
from itertools import count
from typing import NamedTuple

from dvingest.model import ArticleLink, Outcome, OutcomeStatus, Progress
from dvingest.plvn.urls import canonical_url


class _Considered(NamedTuple):
    """A URL that still waits for its outcome."""

    url: str
    section: str | None


class Ledger:
    """Keeps an entry open for every URL considered until its outcome is known.

    Settled entries keep their key only, so that a crawl of a hundred thousand URLs stays small.
    """

    def __init__(self) -> None:
        self._open: dict[str, _Considered] = {}
        self._settled: set[str] = set()
        self._other_addresses: dict[str, str] = {}
        self.counts: Counter[OutcomeStatus] = Counter()

    @property
    def considered(self) -> int:
        """How many URLs were considered so far."""
        return len(self._open) + len(self._settled)

    @property
    def has_open(self) -> bool:
        """Whether any URL still waits for its outcome."""
        return bool(self._open)

    def knows(self, key: str) -> bool:
        """Tell whether `key` was considered before."""
        return key in self._open or key in self._settled

    def is_open(self, key: str) -> bool:
        """Tell whether `key` still waits for its outcome."""
        return key in self._open

    def consider(self, key: str, url: str, section: str | None = None) -> bool:
        """Open the account of `key`; False where it was considered before."""
        if self.knows(key):
            return False
        self._open[key] = _Considered(url, section)
        return True

    def note_address(self, key: str, url: str) -> None:
        """Remember that a listing names what waits for its outcome in another way than the first one did."""
        first = self._open.get(key)
        if first is not None and canonical_url(first.url) != canonical_url(url):
            self._other_addresses.setdefault(key, url)

    def other_address(self, key: str) -> str | None:
        """Return the other address of `key` for whom the first leads nowhere, once; None where there is none."""
        return self._other_addresses.pop(key, None)

    def settle(self, key: str, status: OutcomeStatus) -> bool:
        """Close the account of `key` with `status`; False where it is closed already or was never opened."""
        if self._open.pop(key, None) is None:
            return False
        self._settled.add(key)
        self.counts[status] += 1
        return True

    def close(self, reason: str, status: OutcomeStatus, detail: str = "") -> tuple[Outcome, ...]:
        """Settle all that is open with one reason, and return those outcomes."""
        outcomes = []
        for key, entry in tuple(self._open.items()):
            self.settle(key, status)
            outcomes.append(Outcome(entry.url, status, reason, key, entry.section, detail))
        return tuple(outcomes)

    def fill(self, progress: Progress) -> Progress:
        """Return `progress` with the counts of this account."""
        return progress.model_copy(
            update={"considered": self.considered} | {status.value: self.counts[status] for status in OutcomeStatus}
        )


class Frontier:
    """The articles to fetch, newest first; what has no date comes in the order it was found, after what has one."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, str, ArticleLink]] = []
        self._order = count()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._heap)

    def push(self, key: str, link: ArticleLink) -> None:
        """Add an article under its key."""
        age = -link.modified_at.timestamp() if link.modified_at else 0.0
        heapq.heappush(self._heap, (age, next(self._order), key, link))

    def pop(self) -> tuple[str, ArticleLink] | None:
        """Take the newest out, None when none waits."""
        if not self._heap:
            return None
        _, _, key, link = heapq.heappop(self._heap)
        return key, link
