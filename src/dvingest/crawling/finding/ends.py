"""Whether a page of a list that could not be read is missed, or only says that the list ends before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dvingest.crawling.finding.listings import Chain, Listing
from dvingest.model import ArticleLink
from dvingest.plvn.discovery import ListingPage
from dvingest.plvn.discovery.names import is_load_more
from dvingest.plvn.urls import article_id

SHORTEST = 5
"""Articles on a page behind which a button for more is believed: templates have one below the shortest list."""
GONE = frozenset({"http_404", "http_410"})
_ENDS = GONE | {"empty", "no_list", "robots"}
"""How an API may say that a list has no more pages, or fail."""
_NO_API = _ENDS | {"off_site", "http_400", "http_403", "dns"}
"""The same of an API that may not be there: its address is often a guess, on a host that a mirror does not have."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A load-more answer that is the end of its list or a fault, which the other lists of the crawl may tell."""

    listing: Listing
    chain: Chain
    reason: str
    detail: str


class Ends:
    """Learns from all lists how full their pages are and how they end."""

    def __init__(self) -> None:
        self._counts_on = False
        """Whether counting on leads anywhere where no page names a next one."""
        self._fullest = 0
        """Most articles that a first page of any section named."""
        self._least_continued = 0
        """Fewest that a first page named behind which the API had more; 0 where it had more of none."""
        self._as_others: set[str] = set()
        """How lists ended behind an answer shorter than others."""
        self._doubts: list[Doubt] = []
        self._chains: list[Chain] = []

    def note_page(self, listing: Listing, chain: Chain, page: ListingPage, fresh: Sequence[ArticleLink]) -> None:
        """Learn from a page that was read."""
        chain.pages += 1
        chain.sizes.append(len(page.links))
        chain.open_at = listing.url if page.has_more and not page.following else ""
        chain.last = tuple(article_id(link.url) for link in fresh) or chain.last
        is_answer = is_load_more(listing.url)
        if chain.pages == 1:
            self._chains.append(chain)
            self._fullest = max(self._fullest, len(page.links))
        elif is_answer and fresh:
            self._least_continued = min(self._least_continued or chain.sizes[0], chain.sizes[0])
        is_guess = chain.pages > 1 and not listing.required and not is_answer
        self._counts_on = self._counts_on or (is_guess and bool(fresh))

    @property
    def show_nothing(self) -> bool:
        """Whether sections were read, and none named an article on its first page."""
        return bool(self._chains) and not self._fullest

    def is_missed(self, listing: Listing, reason: str) -> bool:
        """Tell whether a page that could not be read, and of which that is no doubt, is there all the same."""
        chain = listing.chain
        if chain is None or not chain.pages:
            return listing.required
        if chain.reaches_back:
            return False
        if self.is_cut_off(listing):
            return True
        if is_load_more(listing.url):
            return _is_behind_full(chain)
        # A page that nothing names is there if others are, and the one before it was full.
        return reason not in GONE and (listing.required or (self._counts_on and chain.is_full))

    def is_cut_off(self, listing: Listing) -> bool:
        """Tell whether a page that the one before it named should be there: no section's first page shows more.

        Templates name a next page behind a short last one as well.
        """
        chain = listing.chain
        if chain is None or not chain.pages or not listing.required or is_load_more(listing.url):
            return False
        return chain.is_full and chain.sizes[-1] >= self._fullest > 1

    def is_doubtful(self, listing: Listing, reason: str, detail: str) -> bool:
        """Tell whether only the rest of the crawl can say if an answer is missed; it is kept until then."""
        chain = listing.chain
        if chain is None or not chain.pages or not is_load_more(listing.url):
            return False
        if chain.pages == 1 or (reason in _ENDS and _is_behind_full(chain)):
            self._doubts.append(Doubt(listing, chain, reason, detail))
        elif reason in _ENDS and chain.sizes[-1]:
            self._as_others.add(reason)
        return chain.pages == 1 or reason in _ENDS

    def left_open(self) -> Iterable[Chain]:
        """Return the lists that end within the window behind a page as full as any, whose button for more is dead."""
        for chain in self._chains:
            is_full = chain.is_full and chain.sizes[-1] >= max(self._fullest, SHORTEST)
            if chain.open_at and is_full and not chain.reaches_back:
                yield chain

    def missed_after_all(self) -> Iterable[Doubt]:
        """Return, once, the answers of which nothing says that their lists end there, or reach back far enough.

        An API whose lists end in some way behind short answers may do so behind a full one. A first page that is as
        full as those that others go on from has more, if it names the API or that answers elsewhere.
        """
        doubts, self._doubts = self._doubts, []
        first = [doubt for doubt in doubts if doubt.chain.pages == 1]
        short = [doubt for doubt in first if doubt.chain.sizes[0] < self._least_continued]
        as_others = self._as_others | {doubt.reason for doubt in short}
        for doubt in doubts:
            is_first = doubt.chain.pages == 1
            is_of_api = not is_first or doubt.listing.required or self._least_continued
            is_full = not is_first or doubt.chain.sizes[0] >= (self._least_continued or self._fullest)
            is_missed = is_of_api and is_full and doubt.reason not in as_others
            if is_first and doubt.reason not in _NO_API:
                is_missed = True  # an API that fails is there
            if is_missed and not doubt.chain.reaches_back:
                yield doubt


def _is_behind_full(chain: Chain) -> bool:
    """Tell whether the answer before was no shorter than others of its list, as the last would be.

    The first page of a section is that of its template, and a load-more API may answer with more at a time.
    """
    return chain.sizes[-1] > 0 and chain.sizes[-1] >= max(chain.sizes[1:], default=0)
