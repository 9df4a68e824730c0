"""From one page of a section to the next: whether to go on, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dvingest.crawling.listings import Chain, Listing
from dvingest.crawling.selection import Selection
from dvingest.crawling.undated import Trial
from dvingest.model import ArticleLink
from dvingest.plvn.discovery import ListingPage, following_page
from dvingest.plvn.discovery.names import is_load_more
from dvingest.windows import DateWindow

MAX_PAGES = 1_000
"""Pages of one section."""


@dataclass(frozen=True, slots=True)
class Parked:
    """The next page of a section, held back until the articles of this one have told their dates."""

    following: Listing
    chain: Chain
    trials: tuple[Trial, ...]


class Pager:
    """Follows the pages of sections as far as they may show articles of the window."""

    def __init__(self, window: DateWindow, selection: Selection, asked: set[str], *, is_short: bool) -> None:
        self._window = window
        self._selection = selection
        self._asked = asked
        """Addresses of listings that were asked for; whoever asks adds to them."""
        self._is_short = is_short
        self._counts_on = False
        self._fullest = 0
        """Most articles that a first page of any section named."""

    def note_page(self, listing: Listing, page: ListingPage, fresh: Sequence[ArticleLink]) -> None:
        """Learn from a page that was read whether counting on leads anywhere where no page names a next one."""
        chain = listing.chain or Chain()
        chain.pages += 1
        chain.sizes.append(len(page.links))
        if chain.pages == 1:
            self._fullest = max(self._fullest, len(page.links))
        is_guess = chain.pages > 1 and not listing.required and not is_load_more(listing.url)
        self._counts_on = self._counts_on or (is_guess and bool(fresh))

    def is_missed(self, listing: Listing) -> bool:
        """Tell whether a page that nothing names is there all the same: others are, and the one before it was full."""
        chain = listing.chain
        # The first page of a section is that of its template, and a load-more API may answer with more at a time.
        has_others = chain is not None and chain.pages > 1 if is_load_more(listing.url) else self._counts_on
        return has_others and self.is_behind_full(listing)

    def is_behind_full(self, listing: Listing) -> bool:
        """Tell whether the page before a listing named no fewer articles than others of its kind, as the last would."""
        chain = listing.chain
        if chain is None or not is_load_more(listing.url):
            return chain is not None and chain.is_full
        return bool(chain.sizes) and chain.sizes[-1] >= max(chain.sizes[1:], default=self._fullest)

    def is_cut_off(self, listing: Listing) -> bool:
        """Tell whether a page that the one before it named should be there: no section's first page shows more.

        Templates name a next page behind a short last one as well.
        """
        chain = listing.chain
        if chain is None or not chain.pages or not listing.required or is_load_more(listing.url):
            return False
        return chain.is_full and chain.sizes[-1] >= self._fullest > 1

    def ends_of(self, listing: Listing) -> frozenset[str]:
        """Return the reasons that only say that a listing has no such page."""
        if listing.chain is None or not listing.chain.pages or self.is_cut_off(listing):
            return frozenset({"robots", "stopped"})
        # The address of a load-more API is often a guess, on a host that a mirror does not have.
        is_guess = is_load_more(listing.url) and listing.chain.pages == 1
        guessed = {"off_site", "http_400", "http_403", "dns"} if is_guess else set()
        return frozenset({"robots", "stopped", "http_404", "http_410", *guessed})

    def goes_on(self, listing: Listing, chain: Chain, fresh: Sequence[ArticleLink]) -> bool:
        """Tell whether the next page of a section may still show articles of the window, by what this one shows."""
        if chain.pages >= MAX_PAGES:
            self._selection.note(f"{listing.url}: stopped after {MAX_PAGES} pages.")
            return False
        chain.dry = 0 if fresh else chain.dry + 1
        if chain.dry:
            # The first answer of a load-more API repeats the page that its button stood on.
            return chain.dry == 1 and is_load_more(listing.url)
        dates = [link.modified_at for link in fresh if link.modified_at]
        chain.older = chain.older + 1 if dates and max(dates) < self._window.starts_at else 0
        # Editors pin old articles, so one short page of them does not prove that the rest is older.
        return not (chain.older and (len(dates) >= 5 or chain.older > 1))

    def goes_on_after(self, parked: Parked, *, is_covered: bool) -> bool:
        """Tell the same of a page whose articles had to be fetched to learn their dates."""
        # A column of old articles beside the list of the section does not end it.
        lists = [trial for trial in parked.trials if trial.shows_window] or parked.trials
        if any(trial.met_older for trial in lists):
            return False
        has_news = any(trial.has_news for trial in parked.trials)
        parked.chain.known = 0 if has_news else parked.chain.known + 1
        if is_covered:
            return any(trial.has_hits for trial in parked.trials)
        return has_news or not (self._is_short and parked.chain.known >= 2)

    def next_of(self, listing: Listing, page: ListingPage) -> Listing | None:
        """Return the next page of a section, in the form its pages are numbered in."""
        candidates = [url for url in page.following if url not in self._asked]
        is_named = bool(candidates) and not is_load_more(listing.url)
        is_first = listing.chain is not None and listing.chain.pages == 1
        # Pages that name no next one are counted on, until one shows nothing new.
        is_guessed = not candidates and (is_first or not listing.required)
        if is_load_more(listing.url) or is_guessed:
            candidates = [following_page(listing.url)]
        if not candidates:
            return None
        first, *others = candidates
        return replace(listing, url=first, alternatives=tuple(others), required=is_named)
