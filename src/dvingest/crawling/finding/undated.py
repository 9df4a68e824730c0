"""Articles that a page lists without a date: judged by their neighbours in the list, else a few at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from dvingest.crawling.finding.selection import Selection, number_of
from dvingest.model import ArticleLink
from dvingest.plvn.urls import article_id, is_article

BATCH = 4
"""So many articles of a list are fetched before the next are thought of: lists begin with the newest."""
PINNED = 3
"""So many batches of old articles may be pinned on top of a list whose numbers tell that newer ones follow."""
PINNED_UNNUMBERED = 2
"""The same where there are no numbers to tell, and no sitemap either."""
MANY = 40
"""From so many articles without a date on, a sitemap is read from its highest numbers."""
PAIRS, RISING = 8, 0.9
"""So many numbers, of which nearly all are greater than the one before, make a list that begins with the oldest."""
ASIDE = 5
"""So many batches of old articles end a sitemap without dates: numbers grow with time, not strictly."""


class Trial:
    """A list of articles without dates, fetched from its top until only articles from before the window come."""

    def __init__(self, selection: Selection, links: Sequence[ArticleLink], patience: int = 1) -> None:
        """patience: batches in a row of articles from before the window after which the rest is taken for older."""
        self.is_over = False
        self.met_older = False
        """Whether it ended because the window lies above it."""
        self.has_news = False
        """Whether anything in it had to be fetched."""
        self.has_hits = False
        """Whether any of that was of the window."""
        self.has_told = False
        """Whether anything in it turned out to be an article."""
        self.shows_window = False
        """Whether anything in it is of the window, known or not: a column of old articles beside it shows nothing."""
        self._selection = selection
        self._links = _newest_first(links)
        self._last = article_id(self._links[-1].url)
        self._patience = patience
        self._is_covered = False
        self._older_batches = 0
        self._pending: list[str] = []

    @property
    def reaches_back(self) -> bool:
        """Whether its last article is from before the window, however it ended."""
        return self.met_older or self._is_older(self._last)

    def begin(self, named: Collection[str] = (), *, is_covered: bool, is_past: bool = False) -> None:
        """Leave out what the dated articles of the list decide already; all of it where sitemaps name a past window.

        named: the articles that sitemaps name.
        """
        if is_covered and is_past:
            self._links = []
            return
        self._is_covered = is_covered
        keys = [article_id(link.url) for link in self._links]
        for key, link in zip(keys, self._links, strict=True):
            self._selection.ledger.note_address(key, link.url)
        end = self._end(keys, named if is_covered else ())
        self._links = [
            link
            for link, key in zip(self._links[:end], keys, strict=False)
            if link.modified_at is None and not self._is_decided(key, is_covered=is_covered)
        ]

    def _is_decided(self, key: str, *, is_covered: bool) -> bool:
        chosen = self._selection
        return chosen.ledger.knows(key) or chosen.is_older(key) or (is_covered and chosen.is_numbered_before(key))

    def _end(self, keys: Sequence[str], named: Collection[str]) -> int:
        """Return where in the list the articles begin that can only be from before the window."""
        inside = [index for index, key in enumerate(keys) if self._selection.is_inside(key)]
        covered = [index for index in inside if keys[index] in named]
        if covered:
            # Sitemaps name all days of the window: what they lack is newer than they are, so it stands further up.
            return covered[-1]
        older = [self._selection.is_older(key) for key in keys]
        for index in range(inside[-1] + 1 if inside else 0, len(keys)):
            # A single old article may be one that an editor has pinned.
            if all(older[index : index + 2]) and not _is_above_newer(keys[index : index + 2], keys[index + 2 :]):
                return index
        return len(keys)

    def go_on(self) -> None:
        """Look at what became of the last few, and consider the next few."""
        while not self.is_over:
            if any(self._selection.ledger.is_open(key) for key in self._pending):
                return
            self.has_hits = self.has_hits or any(self._selection.is_within(key) for key in self._pending)
            self.shows_window = (
                self.shows_window or self.has_hits or any(map(self._selection.was_within, self._pending))
            )
            dated = [key for key in self._pending if self._is_older(key) or self._selection.is_inside(key)]
            self.has_told = self.has_told or bool(dated)
            is_older = bool(dated) and all(self._is_older(key) for key in dated)
            self._older_batches = self._older_batches + 1 if is_older else 0
            self.met_older = is_older and self._older_batches >= self._batches_to_wait()
            batch, self._links = self._links[:BATCH], self._links[BATCH:]
            self.is_over = self.met_older or not batch
            if self.is_over:
                self._links = []
                return
            for link in batch:
                self._selection.consider(link)
            self._selection.settle_unchanged()
            self._pending = [article_id(link.url) for link in batch]
            self.has_news = self.has_news or any(self._selection.ledger.is_open(key) for key in self._pending)

    def _is_older(self, key: str) -> bool:
        return self._selection.is_older(key) or self._selection.was_older(key)

    def _batches_to_wait(self) -> int:
        """Return after how many batches of old articles the rest of the list is older as well."""
        below = [article_id(link.url) for link in self._links]
        if _is_above_newer(self._pending, below):
            return max(self._patience, PINNED)
        has_numbers = any(number_of(key)[1] is not None for key in self._pending)
        is_blind = below and not has_numbers and not self._is_covered and not self.has_hits
        return max(self._patience, PINNED_UNNUMBERED if is_blind else 1)


def of_section(trials: Sequence[Trial], *, is_dated: bool = False) -> Sequence[Trial]:
    """Return the lists that tell how far a section reaches back: a column of old articles beside them does not.

    Where the section dates its articles, what it shows without a date is such a column.
    """
    return [trial for trial in trials if trial.shows_window] or (() if is_dated else trials)


def _newest_first(links: Sequence[ArticleLink]) -> list[ArticleLink]:
    """Return a list from its end where the CMS's numbers say that it begins with the oldest."""
    numbers = [number_of(article_id(link.url))[1] for link in links]
    pairs = [(one, next_) for one, next_ in pairwise(numbers) if one is not None and next_ is not None]
    rising = sum(one < next_ for one, next_ in pairs)
    return list(reversed(links)) if len(pairs) >= PAIRS and rising >= RISING * len(pairs) else list(links)


def _is_above_newer(keys: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether the CMS numbered one of the articles that follow after all of `keys`, as below pinned ones."""
    numbers: dict[str, int] = {}
    for host, number in map(number_of, keys):
        if number is not None:
            numbers[host] = max(number, numbers.get(host, 0))
    following = (number_of(key) for key in below[: PINNED * BATCH])
    return any(number is not None and host in numbers and number > numbers[host] for host, number in following)


class Undated:
    """The lists that wait for a decision, which is made when all dated listings have been read."""

    def __init__(self, selection: Selection, *, is_past: bool = False) -> None:
        self._selection = selection
        self._is_past = is_past
        """Whether the window lies so far back that lists show what is newer."""
        self.named: set[str] = set()
        """Articles that sitemaps name."""
        self._waiting: list[Trial] = []
        self._under_way: list[Trial] = []

    def add(self, lists: Iterable[Sequence[ArticleLink]]) -> list[Trial]:
        """Take in the lists of a page that have articles without a date."""
        trials = [Trial(self._selection, links) for links in lists if any(link.modified_at is None for link in links)]
        self._waiting += trials
        return trials

    def add_sitemap(self, links: Sequence[ArticleLink]) -> Sequence[ArticleLink]:
        """Take in the many articles that a sitemap lists without a date, the newest by number first; return the rest.

        Without numbers nothing tells in what order it lists them.
        """
        undated = [link for link in links if link.modified_at is None and is_article(link.url)]
        by_host: dict[str, list[tuple[int, ArticleLink]]] = {}
        for link in undated:
            host, number = number_of(article_id(link.url))
            if number is None:
                return links
            by_host.setdefault(host, []).append((number, link))
        if len(undated) < MANY:
            return links
        for numbered in by_host.values():
            numbered.sort(key=lambda pair: pair[0], reverse=True)
            self._waiting.append(Trial(self._selection, [link for _, link in numbered], patience=ASIDE))
        taken = set(undated)
        return [link for link in links if link not in taken]

    def decide(self, *, is_covered: bool) -> None:
        """Consider what has to be considered by now; `is_covered`: sitemaps name all days of the window."""
        waiting, self._waiting = self._waiting, []
        for trial in waiting:
            trial.begin(self.named, is_covered=is_covered, is_past=self._is_past)
        self._under_way += waiting
        for trial in self._under_way:
            trial.go_on()
        self._under_way = [trial for trial in self._under_way if not trial.is_over]
