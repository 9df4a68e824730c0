"""Pages of lists and answers for more, as the newspaper serves them: what they list, or that they are no list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dvingest.crawling.finding.listings import Listing
from dvingest.crawling.mirror import Mirror
from dvingest.extraction import extract
from dvingest.extraction.dom.depth import flatten
from dvingest.model import ArticleLink, Rejection, RejectionReason
from dvingest.plvn.discovery import ListingPage, listed_in_json_ld, parse_load_more, parse_section_page
from dvingest.windows import DateWindow

_NOTICES = frozenset({RejectionReason.SOFT_404, RejectionReason.LOGIN_WALL, RejectionReason.COOKIE_GATE})


def parse_list(listing: Listing, body: bytes, mirror: Mirror, now: datetime) -> ListingPage:
    """Return what a home or section page lists and leads to; dates like "Hôm qua" are told from `now`."""
    # The parser's time grows squared with nesting. Latin-1 takes every byte there and back.
    flat = flatten(body.decode("latin-1")).encode("latin-1")

    def resolve(address: str) -> str | None:
        return mirror.resolve(address, listing.url)

    page = parse_section_page(flat, listing.url, resolve, now)
    if page.links or listing.chain is None:
        return page  # a front page without links names no sections, whatever articles it tells programs of
    told = listed_in_json_ld(flat, listing.url, resolve, now)
    return _in_section(replace(page, lists=(told,)), listing.chain.section) if told else page


def parse_answer(listing: Listing, body: bytes, mirror: Mirror, now: datetime) -> ListingPage:
    """Return what an answer to the button for more lists; it does not name the section it is of."""
    page = parse_load_more(body, listing.url, lambda address: mirror.resolve(address, listing.url), now)
    return _in_section(page, listing.chain.section) if listing.chain else page


def _in_section(page: ListingPage, section: str | None) -> ListingPage:
    """Return a page whose articles stand in `section` where they name none."""
    lists = tuple(tuple(replace(link, section=link.section or section) for link in links) for links in page.lists)
    return replace(page, links=tuple(link for links in lists for link in links), lists=lists)


def with_sure_dates(page: ListingPage, window: DateWindow) -> ListingPage:
    """Return a page without the dates that lie beside the window where the true ones may lie within."""

    def sure(link: ArticleLink) -> ArticleLink:
        moment = link.modified_at
        if moment is None or not link.slack or window.contains(moment):
            return link
        early, late = sorted((moment, moment + link.slack))
        may_be_inside = early < window.ends_at and late >= window.starts_at
        return replace(link, modified_at=None) if may_be_inside else link

    lists = tuple(tuple(map(sure, links)) for links in page.lists)
    return replace(page, links=tuple(map(sure, page.links)), lists=lists)


def is_notice(page: ListingPage, body: bytes) -> bool:
    """Tell whether a page stands in the place of a list: it says that there is none, or lets nobody in."""
    if page.links or page.leads_nowhere:
        return page.leads_nowhere
    reading = extract(body, "")  # by an address of the newspaper's a list is refused before it is looked at
    return isinstance(reading, Rejection) and reading.reason in _NOTICES
