"""Reads sitemaps and their indexes: articles are considered, files that may name more are read next."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from dvingest.config import Settings
from dvingest.crawling.finding.listings import Kind, Listing
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.finding.sitemap_files import SitemapFiles
from dvingest.crawling.finding.undated import Undated
from dvingest.crawling.mirror import Mirror
from dvingest.model import ArticleLink
from dvingest.plvn.discovery import SitemapEntry, parse_sitemap
from dvingest.plvn.urls import article_id
from dvingest.windows import DateWindow

log = logging.getLogger(__name__)

MAX_DEPTH = 3
"""Sitemap indexes within indexes."""


class Sitemaps:
    """Takes in what sitemaps say of a window."""

    def __init__(
        self,
        window: DateWindow,
        settings: Settings,
        mirror: Mirror,
        selection: Selection,
        files: SitemapFiles,
        undated: Undated,
    ) -> None:
        self._window = window
        self._settings = settings
        self._mirror = mirror
        self._selection = selection
        self._files = files
        self._undated = undated

    def reach_behind(self, keys: Sequence[str]) -> bool:
        """Tell whether a sitemap names the last article of the window among those that a list shows."""
        last = next((key for key in reversed(keys) if self._selection.is_inside(key)), "")
        return last in self._undated.named

    def read(self, listing: Listing, body: bytes, answered_as: str) -> list[Listing] | str:
        """Take in a sitemap and return the files it names; the reason instead where it is none."""
        sitemap = parse_sitemap(body, since=self._window.starts_at, max_entries=self._settings.max_urls)
        if sitemap.cut in ("too_large", "too_many", "broken"):
            self._selection.note(f"{listing.url} was not read to its end ({sitemap.cut}).")
        if sitemap.cut == "dtd":
            log.warning("%s has a DTD and is not read", listing.url)
        if not sitemap.entries and sitemap.cut in ("not_a_sitemap", "dtd", "broken"):
            return sitemap.cut
        if sitemap.entries and not any(self._mirror.resolve(entry.url, listing.url) for entry in sitemap.entries):
            # A platform that nobody told its name writes http://localhost:3000/; such a file covers no day.
            self._selection.note(f"{listing.url} names other sites only, like {sitemap.entries[0].url[:200]}.")
            for entry in sitemap.entries:
                self._selection.refuse(entry.url)
            return []
        files = [entry for entry in sitemap.entries if entry.is_file]
        pages = [entry for entry in sitemap.entries if not entry.is_file]
        if sitemap.cut is None and not sitemap.is_index and not files:
            self._files.note_read(answered_as, listing.url, has_older=bool(sitemap.older))
        for address in sitemap.older:
            self._selection.note_older(address, listing.url)
        self._consider(listing, pages, answered_as)
        return list(self._from_index(listing, files))

    def _consider(self, listing: Listing, pages: Sequence[SitemapEntry], answered_as: str) -> None:
        """Consider the articles that a sitemap names; without dates and days they wait for what other lists say."""
        is_stamped = self._files.is_stamped(pages)
        self._files.note_dated(() if is_stamped else pages)
        links = []
        for entry in pages:
            if self._files.is_of_interest(entry, answered_as, listing.url):
                url = self._mirror.resolve(entry.url, listing.url) or entry.url
                self._undated.named.add(article_id(url))
                links.append(ArticleLink(url, None if is_stamped else entry.modified_at, None, listing.url))
        tells_days = self._files.tells_days(answered_as, listing.url)
        for link in links if tells_days else self._undated.add_sitemap(links):
            self._selection.consider(link)

    def _from_index(self, listing: Listing, files: Sequence[SitemapEntry]) -> Iterator[Listing]:
        if files and listing.depth >= MAX_DEPTH:
            self._selection.note(f"{listing.url} lies more than {MAX_DEPTH} indexes deep.")
            return
        trusts_dates = self._files.trusts_dates(files)
        named = [(entry, self._mirror.resolve(entry.url, listing.url)) for entry in files]
        self._files.note_index([url for _, url in named if url])
        for entry, url in named:
            if url is None:
                self._selection.refuse(entry.url)
            elif self._files.may_hold_articles(url, entry.modified_at if trusts_dates else None):
                yield Listing(Kind.SITEMAP, url, required=True, depth=listing.depth + 1)
