"""The sections of the newspaper that a crawl reads, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from dvingest.crawling.finding.listings import Chain, Kind, Listing
from dvingest.plvn.discovery import ListingPage
from dvingest.plvn.discovery.names import listing_base, names_below
from dvingest.plvn.urls import MAIN_HOST, section_slug

MAX_SECTIONS = 200
"""On all hosts together."""


class Sections:
    """Which sections have been named so far."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = wanted
        """Slugs; empty for all."""
        self._seen: set[tuple[str | None, str]] = set()
        self.is_cut = False
        """Whether there are more than are read."""

    def named_by(self, page: ListingPage, depth: int = 0, beneath: str = "") -> list[Listing]:
        """Return the wanted sections that a page names and none before it did.

        beneath: address of a section, of which they have to be parts.
        """
        found = []
        for url in page.sections:
            name = urlsplit(url).hostname, listing_base(url)
            if (beneath and not names_below(url, beneath)) or not self._is_wanted(url) or name in self._seen:
                continue
            if len(self._seen) >= MAX_SECTIONS:
                self.is_cut = True
                break
            self._seen.add(name)
            chain = Chain(section_slug(url))
            found.append(Listing(Kind.SECTION, url, required=depth == 0, depth=depth, chain=chain))
        return found

    def without_menu(self, asked_for: Iterable[str]) -> list[Listing]:
        """Return section pages by their usual addresses, for sections that were asked for and no menu names."""
        asked = {section_slug(url) for url in asked_for}
        return [
            Listing(
                Kind.SECTION,
                f"https://{MAIN_HOST}/{slug}/",
                alternatives=(f"https://{MAIN_HOST}/chuyen-muc/{slug}.html", f"https://{MAIN_HOST}/chuyen-muc/{slug}"),
                chain=Chain(slug),
            )
            for slug in self._wanted
            if slug not in asked
        ]

    def _is_wanted(self, section_url: str) -> bool:
        return not self._wanted or section_slug(section_url) in self._wanted
