"""Finds the articles of a window: which listings to read, in what order, and when to stop."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from dvingest.config import Settings
from dvingest.crawling.knowledge import Knowledge
from dvingest.crawling.ledger import Considered, Frontier, Ledger
from dvingest.crawling.mirror import Mirror
from dvingest.crawling.order import CrawlOrder
from dvingest.model import ArticleLink, Outcome, OutcomeStatus
from dvingest.plvn.discovery import (
    ListingPage,
    SitemapKind,
    following_page,
    kind_of_sitemap,
    parse_feed,
    parse_load_more,
    parse_section_page,
    parse_sitemap,
    span_of_sitemap,
)
from dvingest.plvn.discovery.names import is_load_more
from dvingest.plvn.urls import MAIN_HOST, article_id, is_article, section_slug

log = logging.getLogger(__name__)

SITEMAP_GUESSES = ("/sitemap.xml", "/sitemaps.xml", "/sitemap_index.xml")
"""Names seen on the newspaper's hosts and on papers with the same CMS; the next is tried when one leads nowhere."""
HOME_FEED = "/rss/home.rss"
FEED_REACH = timedelta(days=31)
"""A feed holds a few dozen of the newest articles: it is no help for older windows."""
MAX_DEPTH = 3
"""Sitemap indexes within indexes."""
MAX_FEEDS = 60
MAX_SECTIONS = 200
MAX_PAGES = 1_000
"""Pages of one section."""
SHORT_WINDOW = timedelta(days=8)


class Kind(Enum):
    """What kind of listing a page is; the value is the order they are read in."""

    HOME = 5
    SITEMAP = 4
    FEED = 3
    SECTION = 2


@dataclass(slots=True)
class Chain:
    """The pages of one section as they are followed one after the other."""

    seen: set[str] = field(default_factory=set)
    """Keys of the articles its pages have shown: a page without a new one is its end, or a trap."""
    dry: int = 0
    """Pages in a row that showed nothing new."""
    older: int = 0
    """Pages in a row that showed only articles from before the window."""
    known: int = 0
    """Pages in a row, without dates, that showed only articles that are known already."""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A page to read for links."""

    kind: Kind
    url: str
    """The newspaper's address."""
    required: bool = False
    """Whether the crawl is incomplete without it; a guessed address that is not there is no failure."""
    depth: int = 0
    alternatives: tuple[str, ...] = ()
    """Where to look instead when this one leads nowhere."""
    chain: Chain | None = None


class Scout:
    """Reads listings, decides which articles are considered, and keeps those to fetch in the frontier."""

    def __init__(
        self,
        order: CrawlOrder,
        settings: Settings,
        mirror: Mirror,
        knowledge: Knowledge,
        ledger: Ledger,
        frontier: Frontier,
        now: datetime,
    ) -> None:
        self.order = order
        self.notes: list[str] = []
        """Why discovery did not reach its end, a sentence each; empty when it did."""
        self._settings = settings
        self._mirror = mirror
        self._knowledge = knowledge
        self._ledger = ledger
        self._frontier = frontier
        self._now = now
        # A replica may live on another day than the clock's; its feeds cost little.
        self._recent = settings.is_mirrored or order.window.end > order.day(now) - FEED_REACH
        self._asked: set[str] = set()
        self._listings = 0
        self._spans: list[tuple[date, date]] = []
        self._section_maps: list[str] = []
        self._sections = 0
        self._found_articles = False
        self._parked: list[tuple[Listing, frozenset[str]]] = []
        self._older: set[str] = set()
        """Keys of articles that some date puts before the window."""
        self._undecided: list[ListingPage] = []
        self._refused = 0
        self._outcomes: list[Outcome] = []

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
            found += [Listing(Kind.SITEMAP, url, required=True) for url in mine]
            if not mine:
                first, *others = (root + path for path in SITEMAP_GUESSES)
                found.append(Listing(Kind.SITEMAP, first, alternatives=tuple(others)))
            if self._recent:
                found.append(Listing(Kind.FEED, root + HOME_FEED))
        return self._new(found)

    def read(self, listing: Listing, body: bytes, content_type: str, answered_as: str) -> list[Listing]:
        """Take in what a listing says and return what to read next; `answered_as` is its address after redirects."""
        match listing.kind:
            case Kind.SITEMAP:
                following = self._read_sitemap(listing, body, answered_as)
            case Kind.FEED:
                following = self._read_feed(listing, body)
            case Kind.HOME:
                following = self._read_home(listing, body)
            case Kind.SECTION:
                following = self._read_section(listing, body, content_type)
        return self._new(following)

    def failed(self, listing: Listing, reason: str, detail: str = "") -> list[Listing]:
        """Take in that a listing could not be read, and return what to read instead."""
        instead = self._instead(listing)
        is_end = listing.chain is not None and listing.chain.pages > 0 and reason in ("http_404", "http_410")
        if not instead and listing.required and not is_end and reason not in ("robots", "stopped"):
            self._note(f"{listing.url} could not be read ({reason}).")
            key = f"listing:{listing.url}"
            if self._ledger.consider(key, Considered(listing.url, "", None)):
                self._settle(key, Outcome(listing.url, OutcomeStatus.FAILED, reason, None, None, detail or "listing"))
        if listing.kind is Kind.HOME:
            instead += self._sections_without_menu()
        return self._new(instead)

    def resume(self) -> list[Listing]:
        """Decide what had to wait for other listings, and return the pages of sections whose turn has come."""
        undecided, self._undecided = self._undecided, []
        for page in undecided:
            self._consider_listed(page)
        parked, self._parked = self._parked, []
        ready = []
        for listing, keys in parked:
            if any(self._ledger.is_open(key) for key in keys):
                self._parked.append((listing, keys))
            elif any(key not in self._older for key in keys):
                ready.append(listing)
        return self._new(ready)

    def take_outcomes(self) -> list[Outcome]:
        """Return the outcomes decided since the last call: what is known unchanged, skipped, or a failed listing."""
        taken, self._outcomes = self._outcomes, []
        return taken

    def conclude(self) -> None:
        """Note what is only known at the end."""
        if not self._found_articles:
            self._note(
                "no listing of the newspaper named a single article: its sitemaps and section pages have changed."
            )

    def note_published(self, key: str, published_at: datetime | None) -> None:
        """Learn when an article that was listed without a date was published."""
        if published_at is not None and published_at < self.order.window.starts_at:
            self._older.add(key)

    # how each kind is read

    def _read_sitemap(self, listing: Listing, body: bytes, answered_as: str) -> list[Listing]:
        sitemap = parse_sitemap(body, since=self.order.window.starts_at, max_entries=self._settings.max_urls)
        if sitemap.cut in ("too_large", "too_many", "broken"):
            self._note(f"{listing.url} was not read to its end ({sitemap.cut}).")
        if sitemap.cut == "dtd":
            log.warning("%s has a DTD and is not read", listing.url)
        if not sitemap.entries and sitemap.cut in ("not_a_sitemap", "dtd", "broken"):
            return self.failed(listing, sitemap.cut) if listing.required else self._instead(listing)
        if sitemap.is_index:
            return list(self._from_index(listing, [(entry.url, entry.modified_at) for entry in sitemap.entries]))
        span = span_of_sitemap(answered_as) or span_of_sitemap(listing.url)
        if span is not None and sitemap.cut is None:
            self._spans.append((span.start, span.end))
        for address in sitemap.older:
            url = self._mirror.resolve(address, listing.url)
            if url is not None:
                self._found_articles = self._found_articles or is_article(url)
                self._older.add(article_id(url))
        for entry in sitemap.entries:
            published = entry.published_at
            if published is not None and not self.order.window.contains(published):
                continue
            self._consider(entry.url, ArticleLink(entry.url, entry.modified_at, None, listing.url))
        return []

    def _from_index(self, listing: Listing, entries: Iterable[tuple[str, datetime | None]]) -> Iterator[Listing]:
        if listing.depth >= MAX_DEPTH:
            self._note(f"{listing.url} lies more than {MAX_DEPTH} indexes deep.")
            return
        for address, modified_at in entries:
            url = self._mirror.resolve(address, listing.url)
            if url is None:
                self._refuse(address)
            elif self._may_hold_articles(url, modified_at):
                yield Listing(Kind.SITEMAP, url, required=True, depth=listing.depth + 1)

    def _may_hold_articles(self, url: str, modified_at: datetime | None) -> bool:
        """Tell whether a sitemap file may list articles of the window; a day is allowed for clocks and zones."""
        kind, span, window = kind_of_sitemap(url), span_of_sitemap(url), self.order.window
        if kind is SitemapKind.SECTIONS:
            self._section_maps.append(url)
            return False
        if kind is SitemapKind.OTHER:
            return False
        day = timedelta(days=1)
        if span is not None:
            return span.start < window.end + day and span.end > window.start - day
        if kind is SitemapKind.RECENT:
            return self._recent
        return modified_at is None or modified_at >= window.starts_at - day

    def _read_feed(self, listing: Listing, body: bytes) -> list[Listing]:
        for link in parse_feed(body, listing.url, _section_of_feed(listing.url)):
            if self._is_in_window(link):
                self._consider(link.url, link)
        return []

    def _read_home(self, listing: Listing, body: bytes) -> list[Listing]:
        page = self._parse(listing, body)
        # The home page is read first, before anything is known that would date its links.
        self._undecided.append(page)
        sections = [url for url in page.sections if self._is_wanted(url)]
        found = [Listing(Kind.SECTION, url, required=True, chain=Chain()) for url in sections[:MAX_SECTIONS]]
        self._sections += len(found)
        if self._recent:
            feeds = [
                url for url in page.feeds if not self.order.sections or _section_of_feed(url) in self.order.sections
            ]
            found += [Listing(Kind.FEED, url) for url in feeds[:MAX_FEEDS]]
        if not found or self.order.sections:
            found += self._sections_without_menu()
        return found

    def _sections_without_menu(self) -> list[Listing]:
        """Return section pages by their usual addresses, for sections that were asked for and no menu names."""
        asked = {section_slug(url) for url in self._asked}
        return [
            Listing(
                Kind.SECTION,
                f"https://{MAIN_HOST}/{slug}/",
                alternatives=(f"https://{MAIN_HOST}/chuyen-muc/{slug}.html", f"https://{MAIN_HOST}/chuyen-muc/{slug}"),
                chain=Chain(),
            )
            for slug in self.order.sections
            if slug not in asked
        ]

    def _read_section(self, listing: Listing, body: bytes, content_type: str) -> list[Listing]:
        chain = listing.chain or Chain()
        chain.pages += 1
        page = self._parse(listing, body, is_answer="json" in content_type or is_load_more(listing.url))
        fresh = [link for link in page.links if article_id(link.url) not in chain.seen]
        chain.seen.update(article_id(link.url) for link in fresh)
        before = self._ledger.considered
        self._consider_listed(page)
        following = self._next_of(listing, page)
        if following is None or not self._goes_on(listing, chain, fresh, self._ledger.considered - before):
            return self._instead(listing) if not fresh else []
        if fresh and not any(link.modified_at for link in fresh):
            return self._park(following, chain, fresh)
        return [following]

    def _goes_on(self, listing: Listing, chain: Chain, fresh: Sequence[ArticleLink], considered: int) -> bool:
        """Tell whether the next page of a section may still show articles of the window that nobody named yet."""
        window = self.order.window
        if chain.pages >= MAX_PAGES:
            self._note(f"{listing.url}: stopped after {MAX_PAGES} pages.")
            return False
        chain.dry = 0 if fresh else chain.dry + 1
        if chain.dry:
            # The first answer of a load-more API repeats the page that its button stood on.
            return chain.dry == 1 and is_load_more(listing.url)
        dates = [link.modified_at for link in fresh if link.modified_at]
        chain.older = chain.older + 1 if dates and max(dates) < window.starts_at else 0
        # Editors pin old articles, so one short page of them does not prove that the rest is older.
        if chain.older and (len(dates) >= 5 or chain.older > 1):
            return False
        if not considered and self._is_covered():
            return False
        if not dates and window.ends_at - window.starts_at <= SHORT_WINDOW:
            chain.known = 0 if any(self._ledger.is_open(article_id(link.url)) for link in fresh) else chain.known + 1
            return chain.known < 2
        return True

    def _next_of(self, listing: Listing, page: ListingPage) -> Listing | None:
        """Return the next page of a section, in the form its pages are numbered in."""
        candidates = [url for url in page.following if url not in self._asked]
        is_named = bool(candidates) and not is_load_more(listing.url)
        is_first = listing.chain is not None and listing.chain.pages == 1
        if is_load_more(listing.url) or (is_first and not candidates):
            candidates = [following_page(listing.url)]
        if not candidates:
            return None
        first, *others = candidates
        return replace(listing, url=first, alternatives=tuple(others), required=is_named)

    def _park(self, following: Listing, chain: Chain, fresh: Sequence[ArticleLink]) -> list[Listing]:
        """Hold a next page back until the articles of this one, which show no date, have told theirs."""
        keys = frozenset(article_id(link.url) for link in fresh)
        if not any(self._ledger.is_open(key) for key in keys):
            return [following]
        self._parked.append((following, keys))
        return []

    # what is considered

    def _consider_listed(self, page: ListingPage) -> None:
        """Consider the articles of a page, those without a date by what is known of their neighbours.

        Where sitemaps name all days of the window, an article they do not name can only be newer than they are: it
        stands above all that is known in its list. Elsewhere every article that nothing dates may be of the window.
        """
        is_covered = self._is_covered()
        for links in page.lists:
            is_top = True
            for link in links:
                key = article_id(link.url)
                if link.modified_at is not None:
                    if self.order.window.contains(link.modified_at):
                        self._consider(link.url, link)
                    elif link.modified_at < self.order.window.starts_at:
                        self._older.add(key)
                    is_top = False
                elif self._ledger.knows(key) or key in self._older:
                    is_top = False
                elif is_top or not is_covered:
                    self._consider(link.url, link)

    def _consider(self, address: str, link: ArticleLink) -> None:
        """Open the account of an article, or settle it at once where it need not be fetched."""
        url = self._mirror.resolve(address, link.found_in or f"https://{MAIN_HOST}/")
        if url is None:
            self._refuse(address)
            return
        if not is_article(url):
            return
        self._found_articles = True
        key = article_id(url)
        if self._ledger.knows(key):
            return
        if self._ledger.considered >= self._settings.max_urls:
            self._note(f"the budget of {self._settings.max_urls} URLs is used up (DVINGEST_MAX_URLS).")
            return
        link = replace(link, url=url)
        self._ledger.consider(key, Considered(url, key, link.section))
        if self._mirror.to_site(url) is None:
            self._settle(
                key, Outcome(url, OutcomeStatus.SKIPPED, "off_site", key, link.section, "no mirror of its host")
            )
            return
        outcome = self._knowledge.settled(link, key, self.order, self._now)
        if outcome is not None:
            self._settle(key, outcome)
        else:
            self._frontier.push(key, link)

    def _refuse(self, address: str) -> None:
        """Settle an address in a sitemap or feed that is not the newspaper's."""
        key = f"refused:{address[:200]}"
        if self._refused < 1_000 and self._ledger.consider(key, Considered(address[:500], "", None)):
            self._refused += 1
            self._settle(key, Outcome(address[:500], OutcomeStatus.SKIPPED, "off_site"))

    def _settle(self, key: str, outcome: Outcome) -> None:
        if self._ledger.settle(key, outcome.status):
            self._outcomes.append(outcome)

    # small decisions

    def _parse(self, listing: Listing, body: bytes, *, is_answer: bool = False) -> ListingPage:
        def resolve(address: str) -> str | None:
            return self._mirror.resolve(address, listing.url)

        parse = parse_load_more if is_answer else parse_section_page
        return parse(body, listing.url, resolve, self._now)

    def _is_in_window(self, link: ArticleLink) -> bool:
        return link.modified_at is None or self.order.window.contains(link.modified_at)

    def _is_wanted(self, section_url: str) -> bool:
        return not self.order.sections or section_slug(section_url) in self.order.sections

    def _is_covered(self) -> bool:
        """Tell whether sitemap files that were read to their end name all days of the window."""
        return all(any(start <= day < end for start, end in self._spans) for day in self.order.window.days())

    def _instead(self, listing: Listing) -> list[Listing]:
        if not listing.alternatives:
            return []
        first, *others = listing.alternatives
        return [replace(listing, url=first, alternatives=tuple(others))]

    def _new(self, listings: Iterable[Listing]) -> list[Listing]:
        """Return those that were not asked for yet, within the budget."""
        found = []
        for listing in listings:
            if listing.url in self._asked:
                continue
            if self._listings >= self._settings.max_listings:
                self._note(f"the budget of {self._settings.max_listings} listings is used up (DVINGEST_MAX_LISTINGS).")
                break
            self._asked.add(listing.url)
            self._listings += 1
            found.append(listing)
        return found

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes and len(self.notes) < 50:
            self.notes.append(sentence)
            log.info("Incomplete: %s", sentence)


def _section_of_feed(url: str) -> str | None:
    """Return the section slug in a feed's name: `thoi-su` of `/rss/thoi-su-276.rss`; None for the home feed."""
    name = urlsplit(url).path.rpartition("/")[2].removesuffix(".rss")
    slug = name.rpartition("-")[0] if name.rpartition("-")[2].isdigit() else name
    return None if slug in ("", "home", "tin-moi") else slug
