"""The newspaper's sitemap files: which may list articles of a window, what their dates are worth, what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dvingest.plvn.discovery import SitemapEntry, SitemapKind, kind_of_sitemap, span_of_sitemap
from dvingest.windows import DateWindow, first_of_next_month, vietnamese_day

_DAY = timedelta(days=1)
QUIET = timedelta(days=3)
"""So many days may be without articles, and without a file."""
STALE = timedelta(days=7)
JUST_NOW = timedelta(minutes=10)
MANY_PAGES = 10
"""So many articles are not all changed within a few minutes."""


class SitemapFiles:
    """What is known of the sitemap files while they are read."""

    def __init__(self, window: DateWindow, now: datetime, *, is_recent: bool) -> None:
        self.is_named_by_days = False
        """Whether files are named by the days they cover: a month without one has no articles."""
        self.reaches_back = False
        """Whether a file that tells no days names articles from before the window too, and so those in it."""
        self._parts: set[str] = set()
        self._window = window
        self._now = now
        self._is_recent = is_recent
        self._spans: list[DateWindow] = []
        self._newest: datetime | None = None

    def note_index(self, files: Sequence[str]) -> None:
        """Learn which files of an index are parts of a month by number, as theirs are not the days there have been.

        Of files by days the last is of today or lately, or of the end of its month.
        """
        today = vietnamese_day(self._now)
        months: dict[date, dict[str, date]] = {}
        for url in files:
            span = span_of_sitemap(url)
            if span is not None and span.end - span.start == _DAY and span.start.replace(day=1) <= today:
                months.setdefault(span.start.replace(day=1), {})[url] = span.start
        for month, found in months.items():
            end, last = first_of_next_month(month) - _DAY, max(found.values())
            if last != end and not min(today, end) - QUIET <= last <= today + _DAY:
                self._parts.update(found)

    def may_hold_articles(self, url: str, modified_at: datetime | None) -> bool:
        """Tell whether a file may list articles of the window; a day is allowed for clocks and zones."""
        kind, span, window = kind_of_sitemap(url), self._span_of(url), self._window
        if kind in (SitemapKind.SECTIONS, SitemapKind.OTHER):
            return False
        if span is not None:
            self.is_named_by_days = True
            return span.start < window.end + _DAY and span.end > window.start - _DAY
        if kind is SitemapKind.RECENT:
            return self._is_recent
        return modified_at is None or modified_at >= window.starts_at - _DAY

    def is_beside(self, url: str) -> bool:
        """Tell whether a file is of the days beside the window: an index may name those to come, not yet written."""
        span = self._span_of(url)
        return span is not None and not span.overlaps(self._window)

    def is_of_interest(self, page: SitemapEntry, *names: str) -> bool:
        """Tell whether a page may be of the window by its dates and by the days that the file's names tell.

        A file of the days beside the window is read for what clocks and zones have put there, not for all it lists.
        """
        if page.published_at is not None and not self._window.contains(page.published_at):
            return False
        span = self._span_of(*names)
        if span is None or span.overlaps(self._window):
            return True
        begin, end = self._window.starts_at - _DAY, self._window.ends_at + _DAY
        return page.modified_at is not None and begin <= page.modified_at < end

    def trusts_dates(self, files: Sequence[SitemapEntry]) -> bool:
        """Tell whether the dates of an index are kept: a newspaper's newest file changes every day."""
        dates = [entry.modified_at for entry in files if entry.modified_at]
        return bool(dates) and max(dates) >= min(self._window.starts_at, self._now - STALE)

    def is_stamped(self, pages: Sequence[SitemapEntry]) -> bool:
        """Tell whether a file dates all of its pages by the moment it was asked for, which says nothing of them."""
        moment = self._now - JUST_NOW
        return len(pages) >= MANY_PAGES and all(page.modified_at and page.modified_at > moment for page in pages)

    def tells_days(self, *names: str) -> bool:
        """Tell whether one of a file's names says which days it covers."""
        return self._span_of(*names) is not None

    def note_read(self, *names: str, has_older: bool = False) -> None:
        """Learn that a file was read to its end; the first of its names that tells days tells which."""
        span = self._span_of(*names)
        if span is not None:
            self._spans.append(span)
        elif has_older and all(kind_of_sitemap(name) is SitemapKind.ARTICLES for name in names):
            self.reaches_back = True

    def note_dated(self, pages: Sequence[SitemapEntry]) -> None:
        """Learn how new the articles are that a file names."""
        dates = [page.modified_at for page in pages if page.modified_at is not None and page.modified_at <= self._now]
        self._newest = max([*dates, *([self._newest] if self._newest else [])], default=None)

    @property
    def stands_in(self) -> bool:
        """Whether files name what sections would show: all days of the window, and what has come today if that is one.

        Some newspapers write their files anew once a day, or have stopped to.
        """
        is_fresh = self._newest is not None and self._newest > self._now - _DAY
        return self.covers(self._window) and (is_fresh or not self._is_recent)

    def covers(self, window: DateWindow) -> bool:
        """Tell whether the files that were read to their end name all days of a window."""
        return all(any(span.start <= day < span.end for span in self._spans) for day in window.days())

    def _span_of(self, *names: str) -> DateWindow | None:
        """Return the days that the first of a file's names tells which tells any."""
        return next((span for name in names if name not in self._parts and (span := span_of_sitemap(name))), None)
