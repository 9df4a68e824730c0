"""Finds the articles of a window: which listings to read, in what order, and when to stop."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dvingest.config import Settings
from dvingest.crawling.finding.ends import GONE, Ends
from dvingest.crawling.finding.list_pages import is_notice, parse_answer, parse_list, with_sure_dates
from dvingest.crawling.finding.listings import Chain, Kind, Listing, section_of_feed
from dvingest.crawling.finding.paging import Pager, Parked
from dvingest.crawling.finding.sections import MAX_SECTIONS, Sections
from dvingest.crawling.finding.selection import Selection
from dvingest.crawling.finding.sitemap_files import SitemapFiles
from dvingest.crawling.finding.sitemaps import Sitemaps
from dvingest.crawling.finding.undated import Trial, Undated
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder
from dvingest.plvn.discovery import ListingPage, parse_feed
from dvingest.plvn.discovery.links import MAX_ANCHORS
from dvingest.plvn.discovery.names import is_load_more, next_in_header
from dvingest.plvn.urls import MAIN_HOST, article_id, without_tracking

log = logging.getLogger(__name__)

SITEMAP_GUESSES = ("/sitemap.xml", "/sitemaps.xml", "/sitemap_index.xml")
"""Names seen on the newspaper's hosts and on papers with the same CMS; the next is tried when one leads nowhere."""
HOME_FEED = "/rss/home.rss"
FEED_REACH = timedelta(days=31)
"""A feed holds a few dozen of the newest articles: it is no help for older windows."""
MAX_FEEDS = 60
MAX_DEPTH = 3
"""Sections within sections."""


class Scout:
    """Reads listings and says which to read next."""

    def __init__(
        self, order: CrawlOrder, settings: Settings, mirror: Mirror, selection: Selection, now: datetime
    ) -> None:
        self.order = order
        self._settings = settings
        self._mirror = mirror
        self._selection = selection
        self._undated = Undated(selection, is_past=order.window.end <= order.day(now) - FEED_REACH)
        self._now = now
        # A replica may live on another day than the clock's; its feeds cost little.
        self._recent = settings.is_mirrored or order.window.end > order.day(now) - FEED_REACH
        self._asked: set[str] = set()
        self._sections = Sections(order.sections)
        self._pager = Pager(order.window, selection, self._asked)
        self._ends = Ends()
        self._listings = 0
        self._files = SitemapFiles(order.window, now, is_recent=self._recent)
        self._sitemaps = Sitemaps(order.window, settings, mirror, selection, self._files, self._undated)
        self._parked: list[Parked] = []
        self._is_verified = False
        self._forbidden: list[str] = []
        """Listings that are needed, and that robots.txt closes."""
        self._cut: list[str] = []
        """Pages with more links than are looked at."""
        self._blank_home = ""
        """Address of a front page without menu and articles: it names no sections, and sitemaps may do without."""

    # what to read

    def seeds(self, robots_sitemaps: dict[str, Sequence[str]]) -> list[Listing]:
        """Return what to read first: per host the home page, the sitemaps of robots.txt or the usual ones, a feed."""
        found: list[Listing] = []
        for host in self._mirror.hosts:
            root = f"https://{host}"
            found.append(Listing(Kind.HOME, f"{root}/", required=host == MAIN_HOST))
            if self.order.sections:
                continue
            named = [self._mirror.resolve(line, f"{root}/robots.txt") for line in robots_sitemaps.get(host, ())]
            mine = [url for url in named if url]
            guesses = tuple(root + path for path in SITEMAP_GUESSES)
            found += [Listing(Kind.SITEMAP, url, required=True, alternatives=guesses) for url in mine]
            if not mine:
                found.append(Listing(Kind.SITEMAP, guesses[0], alternatives=guesses[1:]))
            if self._recent:
                found.append(Listing(Kind.FEED, root + HOME_FEED))
        return self._new(found)

    def read(
        self, listing: Listing, body: bytes, content_type: str, answered_as: str, link_header: str = ""
    ) -> list[Listing]:
        """Take in what a listing says and return what to read next; `answered_as` is its address after redirects."""
        moved = without_tracking(answered_as)
        if listing.kind in (Kind.HOME, Kind.SECTION) and moved != listing.url and not is_load_more(listing.url):
            if moved in self._asked:
                return self._new(self._led_back(listing))
            self._asked.add(moved)
            listing = replace(listing, url=moved)
        match listing.kind:
            case Kind.SITEMAP:
                following = self._read_sitemap(listing, body, answered_as)
            case Kind.FEED:
                following = self._read_feed(listing, body)
            case Kind.HOME:
                following = self._read_home(listing, body)
            case Kind.SECTION:
                following = self._read_section(listing, body, content_type, link_header)
        return self._new(following)

    def failed(self, listing: Listing, reason: str, detail: str = "") -> list[Listing]:
        """Take in that a listing could not be read, and return what to read instead."""
        return self._new(self._look_elsewhere(listing, reason, detail))

    def _led_back(self, listing: Listing) -> list[Listing]:
        instead = self._instead(listing)
        return instead if instead or not self._ends.is_cut_off(listing) else self._look_elsewhere(listing, "led_back")

    def _look_elsewhere(self, listing: Listing, reason: str, detail: str = "") -> list[Listing]:
        instead = self._instead(listing)
        if reason == "robots_unreachable":
            self._selection.note(f"robots.txt of {self._mirror.root_of(listing.url)} could not be read ({detail}).")
        elif (
            not instead
            and not self._ends.is_doubtful(listing, reason, detail)
            and self._ends.is_missed(listing, reason)
        ):
            self._miss(listing, reason, detail)
        if listing.kind is Kind.HOME:
            instead += self._sections.without_menu(self._asked)
        return instead

    def _miss(self, listing: Listing, reason: str, detail: str) -> None:
        """Take in that a listing is needed and cannot be read."""
        is_spare = listing.kind is Kind.SECTION and self._files.stands_in
        if reason in GONE and listing.kind is Kind.SITEMAP and self._files.is_beside(listing.url):
            return
        if reason == "stopped" or (is_spare and not self._recent):
            return
        is_news = self._selection.miss_listing(
            listing.url, listing.kind.name.lower(), reason, detail, is_spare=is_spare
        )
        if is_news and reason == "robots":
            self._forbidden.append(listing.url)

    def resume(self) -> list[Listing]:
        """Decide what had to wait for other listings, and return the pages of sections whose turn has come."""
        is_covered = self._files.covers(self.order.window)
        self._selection.settle_unchanged()
        self._undated.decide(is_covered=is_covered)
        parked, self._parked = self._parked, []
        ready = []
        for entry in parked:
            if not all(trial.is_over for trial in entry.trials):
                self._parked.append(entry)
            elif self._pager.goes_on_after(entry, is_covered=is_covered):
                ready.append(entry.following)
        if not ready and not self._parked and not self._is_verified and not self._selection.ledger.has_open:
            self._is_verified = True
            if not self.order.sections and self.order.limit is None:
                self._selection.ask_for_missed()
                is_whole = self._files.covers(self.order.window.whole_months())
                if is_whole or self._files.reaches_back:
                    self._selection.verify_unlisted(whole_months=is_whole)
        return self._new(ready)

    def conclude(self) -> None:
        """Note what is only known at the end."""
        is_covered = self._files.covers(self.order.window)
        if not is_covered:
            self._conclude_lists()
        note = self._selection.note
        forbids = ""
        if self._forbidden:
            forbids = f"robots.txt of {self._mirror.root_of(self._forbidden[0])} forbids {self._forbidden[0]}"
        if self._selection.found_articles:
            if self._selection.is_all_newer and not self._files.is_named_by_days:
                note(f"no list reaches back to {self.order.window.last}: all articles that they name are newer.")
            if forbids and not is_covered:
                note(f"{forbids}, a list that may name more articles.")
        elif forbids:
            note(f"no article was found, as {forbids}.")
        elif self.order.sections:
            names = ", ".join(self.order.sections)
            note(f"no article was found in {names}: name sections as in their addresses, like thoi-su.")
        else:
            note("no listing names any article: the newspaper's sitemaps and section pages have changed.")

    def _conclude_lists(self) -> None:
        """Note where lists were not read to their ends; sitemaps that name all days of the window do without them."""
        note = self._selection.note
        for doubt in self._ends.missed_after_all():
            self._miss(doubt.listing, doubt.reason, doubt.detail)
        if self._ends.show_nothing and not self._files.reaches_back:
            note("no section shows any article: their lists have changed.")
        for chain in self._ends.left_open():
            if not self._sitemaps.reach_behind(chain.last):
                note(
                    f"{chain.open_at} shows articles of the window only, and its button for more names no address: "
                    "look there."
                )
        for url in self._cut:
            note(f"{url} has more than {MAX_ANCHORS:,} links: those behind them were not looked at.")
        if self._sections.is_cut:
            note(f"the newspaper names more than {MAX_SECTIONS} sections: the others were not read.")
        if self._blank_home:
            note(f"{self._blank_home} could not be read (no_list).")

    # how each kind is read

    def _read_sitemap(self, listing: Listing, body: bytes, answered_as: str) -> list[Listing]:
        following = self._sitemaps.read(listing, body, answered_as)
        if isinstance(following, str):
            return self._look_elsewhere(listing, following) if listing.required else self._instead(listing)
        return following

    def _read_feed(self, listing: Listing, body: bytes) -> list[Listing]:
        for link in parse_feed(body, listing.url, section_of_feed(listing.url)):
            self._selection.consider_dated(link)
        return []

    def _read_home(self, listing: Listing, body: bytes) -> list[Listing]:
        page = self._parse(listing, body)
        if listing.required and page.leads_nowhere:
            self._blank_home = listing.url
        if not self.order.sections:
            self._take(page)
        found = self._sections.named_by(page)
        if self._recent:
            feeds = [
                url for url in page.feeds if not self.order.sections or section_of_feed(url) in self.order.sections
            ]
            found += [Listing(Kind.FEED, url) for url in feeds[:MAX_FEEDS]]
        if not found or self.order.sections:
            found += self._sections.without_menu(self._asked)
        return found

    def _read_section(self, listing: Listing, body: bytes, content_type: str, link_header: str) -> list[Listing]:
        chain = listing.chain or Chain()
        is_answer = "json" in content_type or is_load_more(listing.url)
        page = self._parse(listing, body, is_answer=is_answer)
        named = next_in_header(link_header)
        if named and (target := self._mirror.resolve(named, listing.url)):
            page = replace(page, following=(target, *page.following))
        trouble = page.trouble if is_answer else "no_list" if listing.required and is_notice(page, body) else ""
        if trouble:
            return self._look_elsewhere(listing, trouble)
        # Some menus name a section's parts only on its own page, and those theirs.
        beneath = listing.url if listing.depth else ""
        has_parts = not chain.pages and listing.depth < MAX_DEPTH
        parts = self._sections.named_by(page, listing.depth + 1, beneath) if has_parts else []
        return parts + self._pages_after(listing, chain, page)

    def _pages_after(self, listing: Listing, chain: Chain, page: ListingPage) -> list[Listing]:
        """Take in the articles of one page of a section, and return the next page if its turn has come."""
        fresh = [link for link in page.links if article_id(link.url) not in chain.seen]
        chain.seen.update(article_id(link.url) for link in fresh)
        self._ends.note_page(listing, chain, page, fresh)
        before = self._selection.ledger.considered
        trials = self._take(page)
        chain.trials += trials
        has_news = self._selection.ledger.considered > before
        following = self._pager.next_of(listing, page)
        if following is None or not self._pager.goes_on(listing, chain, page, fresh):
            return self._instead(listing, listing.guesses) if not fresh else []
        is_covered = self._files.covers(self.order.window)
        # A load-more answer dates the very articles that the page before it shows without a date.
        tells_dates = is_load_more(following.url) and not is_load_more(listing.url) and not is_covered
        if trials and not tells_dates and not self._pager.leads_on(fresh):
            self._parked.append(Parked(following, chain, tuple(trials)))
            return []
        return [] if is_covered and not has_news and fresh else [following]

    def _take(self, page: ListingPage) -> list[Trial]:
        """Consider the articles of a page that show a date, and return the trials of those that do not."""
        for link in page.links:
            if link.modified_at is not None:
                self._selection.consider_dated(link)
        return self._undated.add(page.lists)

    # small decisions

    def _parse(self, listing: Listing, body: bytes, *, is_answer: bool = False) -> ListingPage:
        page = (parse_answer if is_answer else parse_list)(listing, body, self._mirror, self._now)
        self._cut += [listing.url] if page.is_cut else []
        return with_sure_dates(page, self.order.window)

    def _instead(self, listing: Listing, guesses: Sequence[str] = ()) -> list[Listing]:
        untried = [url for url in (*listing.alternatives, *guesses) if url not in self._asked]
        if not untried:
            return []
        first, *others = untried
        return [replace(listing, url=first, alternatives=tuple(others))]

    def _new(self, listings: Iterable[Listing]) -> list[Listing]:
        """Return those that were not asked for yet, within the budget."""
        found = []
        for listing in listings:
            if listing.url in self._asked:
                continue
            if self._listings >= self._settings.max_listings:
                self._selection.note(
                    f"the budget of {self._settings.max_listings} listings is used up (DVINGEST_MAX_LISTINGS)."
                )
                break
            self._asked.add(listing.url)
            self._listings += 1
            found.append(listing)
        return found
