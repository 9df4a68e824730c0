"""From one page of a section to the next: whether to go on, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dvingest.crawling.finding.listings import Chain, Listing
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.finding.undated import Trial, of_section
from dvingest.model import ArticleLink
from dvingest.plvn.discovery import ListingPage, following_page
from dvingest.plvn.discovery.names import is_load_more
from dvingest.windows import DateWindow

MAX_PAGES = 1_000
"""Pages of one section."""

MAX_BARREN = 3


@dataclass(frozen=True, slots=True)
class Parked:
    """The next page of a section, held back until the articles of this one have told their dates."""

    following: Listing
    chain: Chain
    trials: tuple[Trial, ...]


class Pager:
    """Follows the pages of sections as far as they may show articles of the window."""

    def __init__(self, window: DateWindow, selection: Selection, asked: set[str]) -> None:
        self._window = window
        self._selection = selection
        self._asked = asked
        """Addresses of listings that were asked for; whoever asks adds to them."""

    def goes_on(self, listing: Listing, chain: Chain, page: ListingPage, fresh: Sequence[ArticleLink]) -> bool:
        """Tell whether the next page of a section may still show articles of the window, by what this one shows."""
        chain.has_passed = any(map(self._leads_out, page.lists))
        chain.is_dated = chain.is_dated or self.leads_on(fresh)
        if chain.pages >= MAX_PAGES:
            self._selection.note(f"{listing.url}: stopped after {MAX_PAGES} pages.")
            return False
        chain.dry = 0 if fresh else chain.dry + 1
        if chain.dry:
            # The first answer of a load-more API repeats the page that its button stood on, as a stale cache does.
            return chain.dry == 1 and (is_load_more(listing.url) or not self._asked.issuperset(page.following))
        dates = [link.modified_at for link in fresh if link.modified_at]
        chain.older = chain.older + 1 if dates and max(dates) < self._window.starts_at else 0
        # Editors pin old articles, so one short page of them does not prove that the rest is older.
        return not (chain.older and (len(dates) >= 5 or chain.older > 1))

    def leads_on(self, fresh: Sequence[ArticleLink]) -> bool:
        """Tell whether the dates of a page alone say that the next one may be of the window."""
        return any(link.modified_at is not None and link.modified_at >= self._window.starts_at for link in fresh)

    def _leads_out(self, links: Sequence[ArticleLink]) -> bool:
        """Tell whether a list begins within the window, or after it, and ends before it."""
        dates = [link.modified_at for link in links if link.modified_at]
        return bool(dates) and max(dates) >= self._window.starts_at > dates[-1]

    def goes_on_after(self, parked: Parked, *, is_covered: bool) -> bool:
        """Tell the same of a page whose articles had to be fetched to learn their dates."""
        if any(trial.met_older for trial in of_section(parked.trials)):
            return False
        has_news = any(trial.has_news for trial in parked.trials)
        if is_covered:
            return any(trial.has_hits for trial in parked.trials)
        is_barren = has_news and not any(trial.has_told for trial in parked.trials)
        parked.chain.barren = parked.chain.barren + 1 if is_barren else 0
        if parked.chain.barren >= MAX_BARREN:
            self._selection.note(f"{parked.following.url} was not read: {MAX_BARREN} pages before it had no article.")
            return False
        return True

    def next_of(self, listing: Listing, page: ListingPage) -> Listing | None:
        """Return the next page of a section, in the form its pages are numbered in."""
        named = [url for url in page.following if url not in self._asked]
        guesses = [url for url in page.guesses if url not in self._asked]
        if is_load_more(listing.url):
            return replace(listing, url=following_page(listing.url), alternatives=(), guesses=(), required=False)
        if named:
            return _first_of(listing, named, guesses, required=True)
        # Pages that name no next one are counted on, until one shows nothing new.
        if (listing.chain is not None and listing.chain.pages == 1) or not listing.required:
            return _first_of(listing, [*guesses, following_page(listing.url)], [], required=False)
        return None


def _first_of(listing: Listing, ways: Sequence[str], guesses: Sequence[str], *, required: bool) -> Listing:
    first, *others = ways
    return replace(listing, url=first, alternatives=tuple(others), guesses=tuple(guesses), required=required)
